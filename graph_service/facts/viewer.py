"""What somebody sees of the store while recording: what they do not see is not there for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from graph_service.facts.cells import standing_cells
from graph_service.model.clock import View
from graph_service.model.columns import FileSpec
from graph_service.model.records import Clearance
from graph_service.model.vocabulary import FIRST_DAY, LAST_DAY
from graph_service.queries.case_file import records_by_id
from graph_service.queries.records import links_by_id
from graph_service.queries.view_session import ViewSession
from graph_service.recording.rows import Values
from graph_service.recording.versions import StoredLink
from graph_service.settings import Settings
from graph_service.store.graph import Reader


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who records, and what they may see."""

    settings: Settings
    clearance: Clearance

    def session(self, reader: Reader, instant: datetime) -> ViewSession:
        """The store as the viewer sees it today, as it is known at an instant."""
        return ViewSession(reader, self.settings, View.at(None, instant), self.clearance)


async def seen_ids(session: ViewSession, ids: Iterable[str]) -> set[str]:
    """Those of these ids that name records which the viewer sees, and sees unsealed."""
    wanted = set(ids)
    found = await records_by_id(session, wanted) if wanted else {}
    return {id_ for id_, record in found.items() if not record.sealed}


async def cells_seen(session: ViewSession, spec: FileSpec, id_: str) -> Values | None:
    """The cells of a record as the viewer sees it; None where they see none."""
    record = (await records_by_id(session, (id_,))).get(id_)
    return None if record is None or record.sealed else standing_cells(spec, {**record.values, "id": id_})


async def link_cells_seen(session: ViewSession, spec: FileSpec, id_: str, stored: StoredLink) -> Values | None:
    """The cells of a relationship as the viewer sees it; None where they see none, or not both of its ends."""
    link = (await links_by_id(session, [(id_, stored.from_id)])).get(id_)
    if link is None or len(await seen_ids(session, (link.from_id, link.to_id))) < 2:
        return None
    values = {name: getattr(link, name) for name in _LINK_CELLS}
    blank_end = link.end_blank or link.valid_to in (FIRST_DAY, LAST_DAY)
    return standing_cells(spec, values | {"end_blank": blank_end})


_LINK_CELLS = (
    "id",
    "type",
    "from_id",
    "to_id",
    "role",
    "valid_from",
    "valid_to",
    "source_id",
    "assertion",
    "status",
    "detail",
)
