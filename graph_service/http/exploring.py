"""`/search` and `/paths`: any record by its name, and the links between two of them. For those who explore.

What somebody searches for is personal data and comes by a form, because addresses are kept in many places; it is logged nowhere.
Ids are opaque, and stand in addresses.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from graph_service.http.admission import Act, Admission, Opened
from graph_service.http.parameters import VIEW, must_be_taken, view_of
from graph_service.http.site import Site
from graph_service.pages.exchange import PageResponse
from graph_service.pages.paths import TAKES, Asked, matches_page, paths_page
from graph_service.pages.search import AskedView, search_page
from graph_service.resolvers.context import RequestContext
from graph_service.security.identity import Permission

_SEARCH: Final = Opened("/search", "What a search finds", below="/search", permission=Permission.EXPLORE)
_PATHS: Final = Opened("/paths", "How records are linked", below="/paths", permission=Permission.EXPLORE)
_NO_RECORD: Final = "There is no such record, or it is not open to you."


@dataclass(frozen=True, slots=True)
class Exploring:
    """The search and the links between two records."""

    site: Site

    def routes(self) -> list[Route]:
        """Their addresses."""
        guarded = self.site.guarded
        return [
            Route("/search", guarded(self.search), methods=["GET"]),
            Route("/search", guarded(self.found), methods=["POST"]),
            Route("/search/purpose", guarded(self.search_purpose), methods=["POST"]),
            Route("/paths", guarded(self.paths), methods=["GET"]),
            Route("/paths", guarded(self.matches), methods=["POST"]),
            Route("/paths/purpose", guarded(self.paths_purpose), methods=["POST"]),
        ]

    async def search(self, request: Request) -> Response:
        """The form of the search."""

        async def show(context: RequestContext) -> PageResponse:
            must_be_taken(request.query_params, *VIEW)
            return await self._searched(context, request.query_params, None, nonce)

        nonce = self.site.nonce(request)
        act = Act(
            opened=_SEARCH, permission=Permission.EXPLORE, operation="searchPage", place=f"/search{_query(request)}"
        )
        return self.site.sent(request, await Admission(self.site).admit(request, act, show), nonce)

    async def found(self, request: Request) -> Response:
        """What the search finds."""
        form = await self._form(request, "search")
        text = form.get("text", "")

        async def show(context: RequestContext) -> PageResponse:
            return await self._searched(context, form, text, nonce)

        nonce = self.site.nonce(request)
        act = Act(
            opened=_SEARCH,
            permission=Permission.EXPLORE,
            operation="search",
            place="/search",
            details={"textLength": len(text.strip())},
        )
        return self.site.sent(request, await Admission(self.site).admit(request, act, show), nonce)

    async def paths(self, request: Request) -> Response:
        """The links between the two records of the address; the form to find them while one is missing."""

        async def show(context: RequestContext) -> PageResponse | None:
            must_be_taken(request.query_params, *TAKES, *VIEW)
            asked = Asked.of(request.query_params)
            session = context.view_session(*view_of(request.query_params))
            return await paths_page(session, asked, self.site.frame(context.identity, nonce, "/paths"))

        nonce = self.site.nonce(request)
        act = Act(
            opened=_PATHS,
            permission=Permission.EXPLORE,
            operation="pathsPage",
            place=f"/paths{_query(request)}",
            asked=_asked(request.query_params),
        )
        return await self._sent(request, await Admission(self.site).admit(request, act, show), nonce)

    async def matches(self, request: Request) -> Response:
        """What is like the names written for the two ends."""
        form = await self._form(request, "pathSearch")
        texts = {end: form.get(f"{end}Text", "") for end in ("from", "to")}

        async def show(context: RequestContext) -> PageResponse | None:
            session = context.view_session(*view_of(form))
            frame = self.site.frame(context.identity, nonce, "/paths")
            return await matches_page(session, Asked.of(form), texts, frame)

        nonce = self.site.nonce(request)
        act = Act(
            opened=_PATHS,
            permission=Permission.EXPLORE,
            operation="pathSearch",
            place="/paths",
            asked=_asked(form),
            details={"textLength": sum(len(text.strip()) for text in texts.values())},
        )
        return await self._sent(request, await Admission(self.site).admit(request, act, show), nonce)

    async def search_purpose(self, request: Request) -> Response:
        """Keep the purpose for which somebody searches."""
        return await Admission(self.site).give(request, _SEARCH)

    async def paths_purpose(self, request: Request) -> Response:
        """Keep the purpose for which somebody looks for links."""
        return await Admission(self.site).give(request, _PATHS)

    async def _form(self, request: Request, operation: str) -> dict[str, str]:
        caller = await self.site.authentication.caller(request.scope)
        async with self.site.refusals_of(caller, operation):
            return await self.site.form(request)

    async def _searched(
        self, context: RequestContext, asked: Mapping[str, str], text: str | None, nonce: str
    ) -> PageResponse:
        view = AskedView(asked.get("asOf", ""), asked.get("knownAt", ""))
        frame = self.site.frame(context.identity, nonce, "/search")
        return await search_page(context.view_session(*view_of(asked)), text, asked.get("kind", ""), view, frame)

    async def _sent(self, request: Request, answer: Response | PageResponse | None, nonce: str) -> Response:
        if answer is None:
            return await self.site.nothing(request, _NO_RECORD)
        return self.site.sent(request, answer, nonce)


def _query(request: Request) -> str:
    return f"?{request.url.query}" if request.url.query else ""


def _asked(asked: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The ids asked about, by the names that the API has for them."""
    ids = {"fromId": asked.get("from", ""), "toId": asked.get("to", "")}
    return {name: (record_id,) for name, record_id in ids.items() if record_id}
