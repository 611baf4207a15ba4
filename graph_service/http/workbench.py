"""`/workbench`: GraphiQL for those who explore, with examples, and queries that they save for each other."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from graph_service.audit.events import Action, EntryPoint, Event
from graph_service.errors import ComponentUnavailable, Forbidden, InputRefused
from graph_service.http.admission import Act, Admission, Opened
from graph_service.http.authentication import Caller
from graph_service.http.correlation import correlation_id
from graph_service.http.leaving import finished
from graph_service.http.parameters import must_be_taken
from graph_service.http.problems import STATUS
from graph_service.http.saved_queries import MOST_NAME, SavedQueries
from graph_service.http.site import Site
from graph_service.http.static_files import answer, graphiql_files, graphiql_url
from graph_service.pages.exchange import PAGE_POLICY, PageResponse
from graph_service.pages.workbench import Listed, Tool, workbench_page
from graph_service.resolvers.context import RequestContext
from graph_service.security.identity import Permission
from graph_service.settings import Environment

_WORKBENCH: Final = Opened("/workbench", "What the workbench shows", below="/workbench", permission=Permission.EXPLORE)
_POLICY: Final = (
    PAGE_POLICY.replace("img-src 'self'", "img-src 'self' data:").replace("font-src 'self'", "font-src data:")
    + "; connect-src 'self'"
)
"""The policy of pages, and what GraphiQL needs besides: to ask `/graphql`, and the letters and two small pictures that stand in
its own style sheet as `data:`. Neither reaches anybody outside."""


@dataclass(frozen=True, slots=True)
class _Draft:
    """A query that was sent to be saved and was not."""

    name: str
    text: str
    problem: str
    status: int


@dataclass(frozen=True, slots=True)
class Workbench:
    """The workbench and its saved queries."""

    site: Site
    queries: SavedQueries

    def routes(self) -> list[Route]:
        """Their addresses."""
        guarded = self.site.guarded
        return [
            Route("/workbench", guarded(self.open)),
            Route("/workbench/purpose", guarded(self.purpose), methods=["POST"]),
            Route("/workbench/queries", guarded(self.save), methods=["POST"]),
            Route("/workbench/queries/remove", guarded(self.remove), methods=["POST"]),
            Route("/static/graphiql/{name}", guarded(self.file)),
        ]

    async def open(self, request: Request) -> Response:
        """The page."""
        return await self._page(request, None)

    async def purpose(self, request: Request) -> Response:
        """Keep the purpose for which questions are asked."""
        return await Admission(self.site).give(request, _WORKBENCH)

    async def save(self, request: Request) -> Response:
        """Save the query that the form sends; one that cannot be saved is shown again."""
        caller = await self.site.authentication.caller(request.scope)
        async with self.site.refusals_of(caller, "saveQuery"):
            form = await self._form(request, caller)
        name, text = form.get("name", ""), form.get("query", "")
        try:
            async with self.site.refusals_of(caller, "saveQuery"):
                record = self._recorder(caller, "saved")
                saved = await finished(self.queries.save(name, text, caller.identity.user, record))
        except (InputRefused, Forbidden) as error:
            return await self._page(request, _Draft(name, text, str(error), STATUS[error.code]))
        return RedirectResponse(f"/workbench?{urlencode({'open': saved.number})}", 303)

    async def remove(self, request: Request) -> Response:
        """Remove a query."""
        caller = await self.site.authentication.caller(request.scope)
        async with self.site.refusals_of(caller, "removeQuery"):
            number = (await self._form(request, caller)).get("number", "")
            if not number.isdecimal() or len(number) > 12:
                raise InputRefused("There is no such query.")
            record = self._recorder(caller, "removed")
            await finished(self.queries.remove(int(number), caller.identity.user, record))
        return RedirectResponse("/workbench", 303)

    async def file(self, request: Request) -> Response:
        """A file of GraphiQL."""
        files = await asyncio.to_thread(graphiql_files, self.site.settings) if self._offers_graphiql else {}
        return answer(files.get(request.path_params["name"]), request)

    @property
    def _offers_graphiql(self) -> bool:
        return self.site.settings.environment is not Environment.PRODUCTION

    async def _page(self, request: Request, draft: _Draft | None) -> Response:
        nonce = self.site.nonce(request)

        async def show(context: RequestContext) -> PageResponse:
            must_be_taken(request.query_params, "open")
            user = context.identity.user
            queries = [
                Listed(str(query.number), query.name, query.text, query.saved_by, query.saved_by == user)
                for query in await self.queries.all()
            ]
            page = workbench_page(
                frame=self.site.frame(context.identity, nonce, "/workbench"),
                purpose=context.purpose or "",
                tool=await self._tool(),
                queries=queries,
                opened=request.query_params.get("open", ""),
                longest_name=MOST_NAME,
                named=draft.name if draft else "",
                text=draft.text if draft else "",
                problem=draft.problem if draft else "",
            )
            return PageResponse(page, ())

        act = Act(opened=_WORKBENCH, permission=Permission.EXPLORE, operation="workbenchPage", place="/workbench")
        shown = await Admission(self.site).admit(request, act, show)
        page = self.site.sent(request, shown, nonce, policy=_POLICY if self._offers_graphiql else PAGE_POLICY)
        if draft is not None and not isinstance(shown, Response):
            page.status_code = draft.status
        return page

    async def _tool(self) -> Tool:
        """GraphiQL, or why it is not there."""
        if not self._offers_graphiql:
            return Tool(
                off="In production GraphiQL is off, and so is introspection, on which it rests. Ask by your own client "
                "at /graphql; the queries below are there to be copied."
            )
        try:
            files = await asyncio.to_thread(graphiql_files, self.site.settings)
        except ComponentUnavailable as error:
            return Tool(off=str(error))
        urls = [graphiql_url(name, file) for name, file in files.items()]
        return Tool(
            scripts=tuple(url for url in urls if ".js?" in url), styles=tuple(url for url in urls if ".css?" in url)
        )

    async def _form(self, request: Request, caller: Caller) -> dict[str, str]:
        """The fields of a form of the workbench. Raises Forbidden for a role that does not explore."""
        caller.identity.must_have(Permission.EXPLORE)
        return await self.site.form(request)

    def _recorder(self, caller: Caller, change: str) -> Callable[[int], None]:
        """What puts a change on record by the query's number; its name and text are another's to read."""
        request_id = correlation_id.get()

        def record(number: int) -> None:
            self.site.audit.append_and_wait(
                Event(
                    user=caller.identity.user,
                    role=caller.identity.role,
                    cleared=caller.identity.cleared,
                    channel=EntryPoint.PAGE,
                    action=Action.SAVED_QUERY,
                    operation=change,
                    details={"query": number},
                    correlation_id=request_id,
                )
            )

        return record
