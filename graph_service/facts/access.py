"""Who may record what: of a case, those to whom it is open; around one, too, for those who do not explore."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from graph_service.facts.recorder import FactFault, FactRefused
from graph_service.model.columns import FileSpec
from graph_service.model.vocabulary import Kind
from graph_service.queries.case_file import records_by_id
from graph_service.queries.exploring import neighbourhood
from graph_service.queries.view_session import ViewSession
from graph_service.recording.rows import Values
from graph_service.security.identity import Identity
from graph_service.settings import Settings

_OF_A_CASE: Final[Mapping[Kind, str]] = {
    Kind.MANAGEMENT: "person_id",
    Kind.PROFILE: "person_id",
    Kind.ASSESSMENT: "person_id",
    Kind.ORDER: "person_id",
    Kind.ENQUIRY: "offender_id",
    Kind.DISCLOSURE: "offender_id",
}
"""What belongs to an offender's case, and the column that says whose."""
_HOPS_OF_A_CASE: Final = 2


@dataclass(frozen=True, slots=True)
class Access:
    """Which cases are open to somebody who records."""

    identity: Identity
    settings: Settings

    def opens_case(self, offender_id: str) -> bool:
        """Whether the case of this offender is open to them."""
        return self.identity.opens_case(offender_id, every_case=self.settings.opens_every_case)

    @property
    def reads_records(self) -> bool:
        """Whether they read any record by itself, and not only those around the cases open to them."""
        return self.identity.reads_records(every_case=self.settings.opens_every_case)

    async def must_be_open(self, session: ViewSession, spec: FileSpec, values: Values) -> None:
        """Raise FactRefused where a fact belongs to a case that is closed to them; or, for who does not explore, to no open one."""
        column = None if spec.kind is None else _OF_A_CASE.get(spec.kind)
        if column is not None:
            if not self.opens_case(values[column]):
                raise FactRefused(FactFault(column, "This case is not open to you.", "FORBIDDEN"))
        elif spec.kind is Kind.CONDITION:
            order = (await records_by_id(session, (values["order_id"],))).get(values["order_id"])
            if order is None or not self.opens_case(order.values["person_id"]):
                raise FactRefused(FactFault("order_id", "This case is not open to you.", "FORBIDDEN"))
        elif not self.reads_records:
            await self._must_be_around_a_case(session, spec, values)

    async def _must_be_around_a_case(self, session: ViewSession, spec: FileSpec, values: Values) -> None:
        if spec.kind is None:
            column, ids = "from_id", {values["from_id"], values["to_id"]}
        else:
            column, ids = "id", set(await records_by_id(session, (values["id"],)))
        if not ids:
            return
        for case in self.identity.cases or ():
            if ids & await around_case(session, case):
                return
        raise FactRefused(FactFault(column, "It belongs to no case that is open to you.", "FORBIDDEN"))


async def around_case(session: ViewSession, offender_id: str) -> frozenset[str]:
    """The ids of the records that belong to a case: the offender, and what is around."""
    around, _ = await neighbourhood(session, offender_id, _HOPS_OF_A_CASE)
    return frozenset({offender_id, *(record.id for record in around.nodes)})
