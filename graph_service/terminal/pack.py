"""`graph-service pack`: the panel pack of one offender, made in this process for the user of the operating system.

He acts as a plan author, the one role that makes packs, and so sees what plan authors see: victims' addresses are sealed.
"""

from datetime import date, datetime

from graph_service.audit.events import OK, Action, EntryPoint
from graph_service.cases.pack import read_pack_material
from graph_service.errors import ErrorCode, GraphServiceError, InputRefused
from graph_service.http.correlation import correlation_id
from graph_service.model.clock import now
from graph_service.papers.content import Made, Paper, digest
from graph_service.papers.formats import Format, write
from graph_service.papers.pack import panel_pack
from graph_service.pictures.family.build import FAMILY_STEPS
from graph_service.pictures.values import DRAWN_AT_MOST
from graph_service.resolvers.context import RequestContext
from graph_service.security.identity import Identity, Permission
from graph_service.serving import OpenParts, open_parts
from graph_service.settings import Settings


async def make_pack(
    settings: Settings,
    identity: Identity,
    purpose: str,
    offender_id: str,
    view: tuple[date | None, datetime | None],
    format: Format,
) -> bytes:
    """The pack, on record before it is handed out. Raises InputRefused where there is no such offender at the view."""
    async with open_parts(settings) as parts:
        context = RequestContext(
            identity=identity,
            purpose=purpose,
            correlation_id=correlation_id.get(),
            graph=parts.graph,
            settings=settings,
            channel=EntryPoint.COMMAND,
        )
        paper: Paper | None = None
        content = b""
        outcome = ErrorCode.INTERNAL.value
        try:
            paper = await _paper(context, offender_id, view)
            if paper is not None:
                content = write(paper, Made(identity.user, now()), format)
            outcome = OK
        except GraphServiceError as error:
            outcome = error.code.value
            raise
        finally:
            await _log(parts, context, offender_id, format, paper, outcome)
    if paper is None:
        raise InputRefused("There is no offender with this id at this view.")
    return content


async def _paper(context: RequestContext, offender_id: str, view: tuple[date | None, datetime | None]) -> Paper | None:
    context.require(Permission.MAKE_PACK)
    session = context.view_session(*view)
    if not context.opens_case(offender_id):
        return None
    material = await read_pack_material(session, offender_id, FAMILY_STEPS, DRAWN_AT_MOST)
    if material is None:
        return None
    pack = panel_pack(material)
    context.disclosed.update(dict.fromkeys(pack.people))
    return pack.paper


async def _log(
    parts: OpenParts, context: RequestContext, offender_id: str, format: Format, paper: Paper | None, outcome: str
) -> None:
    sealed = {} if paper is None else {"digest": digest(paper)}
    await parts.audit.append(
        context.event(
            Action.DENIED if outcome == ErrorCode.FORBIDDEN else Action.READ,
            outcome,
            "pack",
            asked={"offenderId": (offender_id,)},
            details={"command": "pack", "format": format.value, **sealed},
        )
    )
