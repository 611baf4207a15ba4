"""Opening a case or a record: at which view, and the page or paper about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from graph_service.http.admission import Act, Admission, Opened
from graph_service.http.parameters import EXACTLY, VIEW, must_be_taken, view_of
from graph_service.http.site import Endpoint, Site
from graph_service.pages.exchange import PAGE_POLICY, Below, IsSeen, PageAddress, PageRequest, PageResponse
from graph_service.queries.view_session import ViewSession
from graph_service.resolvers.context import RequestContext
from graph_service.security.identity import Permission


@dataclass(frozen=True, slots=True)
class Opening:
    """The addresses of cases and records."""

    site: Site
    addresses: Sequence[PageAddress]
    seen: Mapping[Below, IsSeen]

    def routes(self) -> list[Route]:
        """One for each address, and one for giving the purpose of each kind of opening."""
        guarded = self.site.guarded
        return [
            *(
                Route(f"/{address.below}/{{record_id}}{address.path}", guarded(self._endpoint(address)))
                for address in self.addresses
            ),
            *(
                Route(f"/{below}/{{record_id}}/purpose", guarded(self._purpose_endpoint(below)), methods=["POST"])
                for below in Below
            ),
        ]

    def _endpoint(self, address: PageAddress) -> Endpoint:
        async def opened(request: Request) -> Response:
            return await self._open(request, address)

        return opened

    async def _open(self, request: Request, address: PageAddress) -> Response:
        record_id: str = request.path_params["record_id"]
        opened = _opened(request, address.below)
        query = f"?{request.url.query}" if request.url.query else ""
        nonce = self.site.nonce(request)

        def session_of(context: RequestContext) -> ViewSession:
            must_be_taken(request.query_params, *VIEW, *address.takes, unsaid=(EXACTLY,))
            return context.view_session(*view_of(request.query_params))

        async def is_there(context: RequestContext) -> bool:
            session = session_of(context)
            if address.below is Below.OFFENDERS and not context.opens_case(record_id):
                return False
            return await self.seen[address.below](session, record_id)

        async def show(context: RequestContext) -> PageResponse | None:
            session = session_of(context)
            asked = {name: value for name, value in request.query_params.items() if name in address.takes}
            repeated = {name: request.query_params.getlist(name) for name in asked}
            if address.below is Below.OFFENDERS and not context.opens_case(record_id):
                return None
            frame = self.site.frame(context.identity, nonce)
            asked_for = PageRequest(session, record_id, context.identity, frame, asked, repeated, context.opens_case)
            return await address.show(asked_for)

        act = Act(
            opened=opened,
            permission=address.permission,
            operation=address.operation,
            place=f"{opened.address}{address.path}{query}",
            asked={"offenderId" if address.below is Below.OFFENDERS else "id": (record_id,)},
        )
        answer = await Admission(self.site).admit(request, act, show, is_there)
        if isinstance(answer, Response):
            return answer
        if answer is None:
            what = "offender, or the case" if address.below is Below.OFFENDERS else "record, or it"
            return await self.site.nothing(request, f"There is no such {what} is not open to you.")
        headers = {"content-security-policy": PAGE_POLICY}
        if answer.filename is not None:
            headers["content-disposition"] = f'attachment; filename="{answer.filename}"'
        sent = Response(answer.content, media_type=answer.media_type, headers=headers)
        self.site.keep_nonce(request, sent, nonce)
        return sent

    def _purpose_endpoint(self, below: Below) -> Endpoint:
        async def given(request: Request) -> Response:
            return await Admission(self.site).give(request, _opened(request, below))

        return given


def _opened(request: Request, below: Below) -> Opened:
    """The case or record that is opened: a purpose holds for it and what is below."""
    record_id = request.path_params["record_id"]
    address = f"/{below}/{quote(record_id, safe='')}"
    if below is Below.OFFENDERS:
        return Opened(address, f"The case {record_id}", below=address, permission=Permission.READ_CASE)
    return Opened(address, f"The record {record_id}", below=address, permission=Permission.READ_RECORD)
