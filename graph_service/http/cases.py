"""`/`: the start page, which for a reader of cases is the list of those open to him, and a search among them."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from graph_service.audit.events import Action, Event
from graph_service.errors import InputRefused
from graph_service.http.admission import Act, Admission, Opened
from graph_service.http.correlation import correlation_id
from graph_service.http.parameters import day_of, must_be_taken
from graph_service.http.site import Site
from graph_service.model.clock import LONDON
from graph_service.model.vocabulary import in_words
from graph_service.pages.cases import TAKES, CaseList, cases_page, found_cases_page
from graph_service.pages.exchange import PageResponse
from graph_service.resolvers.context import RequestContext
from graph_service.security.identity import Permission, Role
from graph_service.security.sessions import Session
from graph_service.settings import Environment

_CASES: Final = Opened("/cases", "The list of cases", below="/", permission=Permission.READ_CASE, name="cases")
_WITHOUT_CASES: Final = {
    Role.AUDITOR: (
        "You are signed in as an auditor",
        "An auditor reads the log of who looked at whom, when and why: on the machine of the service, "
        "“graph-service audit export” writes it out and “graph-service audit verify” checks that nothing is missing.",
    ),
    Role.ADMINISTRATOR: (
        "You are signed in as an administrator",
        "An administrator looks after access and settings: roles, clearance and cases are given where users sign in, "
        "settings on the machine of the service.",
    ),
}
"""What the roles that read no case are for."""


@dataclass(frozen=True, slots=True)
class Cases:
    """The start page and the search."""

    site: Site

    def routes(self) -> list[Route]:
        """Their addresses."""
        guarded = self.site.guarded
        return [
            Route("/", guarded(self.start)),
            Route("/cases/search", guarded(self.back), methods=["GET"]),
            Route("/cases/search", guarded(self.search), methods=["POST"]),
            Route("/cases/purpose", guarded(self.purpose), methods=["POST"]),
            Route("/sessions/end", guarded(self.end_sessions), methods=["POST"]),
        ]

    async def start(self, request: Request) -> Response:
        """The cases open to the reader; what his role is for where none can be; the way in for anybody else."""
        caller = await self.site.caller_if_any(request)
        if caller is None:
            return self.site.page(
                "start",
                title="graph-service",
                development=self.site.settings.environment is Environment.DEVELOPMENT,
                sign_in=_sign_in(request) if self.site.signs_in else None,
            )
        nonce = self.site.nonce(request)
        if not caller.identity.may(Permission.READ_CASE):
            heading, what = _WITHOUT_CASES[caller.identity.role]
            page = self.site.page(
                "role",
                frame=self.site.frame(caller.identity, nonce, "/"),
                heading=heading,
                what=what,
                sessions=await _sessions(self.site) if caller.identity.may(Permission.ADMINISTER) else (),
            )
            self.site.keep_nonce(request, page, nonce)
            return page

        async def show(context: RequestContext) -> PageResponse:
            frame = self.site.frame(context.identity, nonce, "/")
            # A provider brings a state back from signing out, which means nothing here.
            must_be_taken(request.query_params, *TAKES, unsaid=("state",))
            asked = CaseList.of(request.query_params)
            return await cases_page(
                context.view_session(day_of(request.query_params)), asked, _open_cases(context), frame
            )

        query = f"?{request.url.query}" if request.url.query else ""
        act = Act(opened=_CASES, permission=Permission.READ_CASE, operation="casesPage", place=f"/{query}")
        return self.site.sent(request, await Admission(self.site).admit(request, act, show), nonce)

    async def search(self, request: Request) -> Response:
        """The offenders like a text. It comes by a form, because addresses are kept in many places; it is logged nowhere."""
        caller = await self.site.authentication.caller(request.scope)
        async with self.site.refusals_of(caller, "caseSearch"):
            form = await self.site.form(request)
        text, asked = form.get("text", ""), CaseList(form.get("asOf", ""))
        nonce = self.site.nonce(request)

        async def show(context: RequestContext) -> PageResponse:
            frame = self.site.frame(context.identity, nonce, "/")
            return await found_cases_page(context.view_session(day_of(form)), text, asked, _open_cases(context), frame)

        act = Act(
            opened=_CASES,
            permission=Permission.READ_CASE,
            operation="caseSearch",
            place=asked.address(),
            details={"textLength": len(text.strip())},
        )
        return self.site.sent(request, await Admission(self.site).admit(request, act, show), nonce)

    async def back(self, _request: Request) -> Response:
        """To the list, for who opens the address of the search by itself: what was searched for is not in it."""
        return RedirectResponse("/", 303)

    async def end_sessions(self, request: Request) -> Response:
        """End the sessions of a user, for an administrator, however often he has asked."""
        caller = await self.site.authentication.uncounted(request.scope)
        async with self.site.refusals_of(caller, "endSessions", counted=False):
            caller.identity.must_have(Permission.ADMINISTER)
            signed_in = {one.user for one in await _open_sessions(self.site)}
            user = (await self.site.form(request)).get("user", "")
            # What no rate limits fills no log, because it must end something.
            if user not in signed_in:
                raise InputRefused("Say whose sessions to end: nobody by this name is signed in.")
        event = Event(
            user=caller.identity.user,
            role=caller.identity.role,
            cleared=caller.identity.cleared,
            channel=caller.channel,
            action=Action.SIGN_OUT,
            operation="endSessions",
            details={"of": user},
            correlation_id=correlation_id.get(),
        )
        await self.site.end_sessions(event, partial(self.site.sessions.end_of, user))
        return RedirectResponse("/", 303)

    async def purpose(self, request: Request) -> Response:
        """Keep the purpose for which the list is read."""
        return await Admission(self.site).give(request, _CASES)


async def _open_sessions(site: Site) -> tuple[Session, ...]:
    return await site.sessions.apart(site.sessions.open_ones)


async def _sessions(site: Site) -> list[dict[str, str]]:
    """Who is signed in, as the page of an administrator shows it: times of day in the United Kingdom."""
    return [
        {
            "user": one.user,
            "role": in_words(one.role),
            "since": f"{one.begun_at.astimezone(LONDON):%H:%M}",
            "until": f"{one.ends_at.astimezone(LONDON):%H:%M}",
        }
        for one in await _open_sessions(site)
    ]


def _sign_in(request: Request) -> str:
    """The way to sign in and come back to the list that the address asks for."""
    asked = {name: value for name, value in request.query_params.items() if name in TAKES}
    return f"/sign-in?{urlencode({'next': f'/?{urlencode(asked)}'})}" if asked else "/sign-in"


def _open_cases(context: RequestContext) -> Collection[str] | None:
    """The ids of the cases open to the reader; None where all are."""
    if context.settings.opens_every_case:
        return None
    return context.identity.cases or frozenset()
