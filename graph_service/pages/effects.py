"""What facts say and what they change, in words: read within the transaction in which they are tried, or after it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from graph_service.facts.effects import Moment, effects_of, touched_by
from graph_service.facts.recorder import Fact, Read, Recorded
from graph_service.model.clock import View
from graph_service.model.findings import Condition
from graph_service.model.records import Record
from graph_service.model.vocabulary import AgencyRole, ConditionKind, Kind
from graph_service.pages.exchange import PageRequest
from graph_service.queries.case_file import records_by_id, sources_behind
from graph_service.queries.records import links_by_id
from graph_service.queries.view_session import ViewSession
from graph_service.store.graph import Reader
from graph_service.wording import links as words
from graph_service.wording.changes import DifferenceWords, difference_words, records_in
from graph_service.wording.evidence import condition_words, order_words
from graph_service.wording.labels import AGENCIES
from graph_service.wording.provenance import LinkWords, source_words, step
from graph_service.wording.records import telling_apart, title


@dataclass(frozen=True, slots=True)
class SaidView:
    """One fact in words: what kind of thing, and what of it. `step`: of a relationship."""

    about: str
    text: str
    step: LinkWords | None = None


@dataclass(frozen=True, slots=True)
class EffectView:
    """What facts change for one offender."""

    offender: str
    offender_id: str
    words: DifferenceWords


@dataclass(frozen=True, slots=True)
class Effects:
    """What facts say, what they change for whom, and whom all of it names."""

    said: tuple[SaidView, ...] = ()
    changes: tuple[EffectView, ...] = ()
    people: tuple[str, ...] = ()


def reading_effects(request: PageRequest, facts: Sequence[Fact]) -> Read[Effects]:
    """What reads, of facts that have been written, what they say and change, as the viewer sees it."""

    async def read(reader: Reader, recorded: tuple[Recorded, ...]) -> Effects:
        at = next((one.at for one in recorded if one.at is not None), None)
        if at is None:
            return Effects()
        return await _Reading(request, reader, at).effects(facts, recorded)

    return read


class _Reading:
    def __init__(self, request: PageRequest, reader: Reader, at: datetime) -> None:
        self._request = request
        self._reader = reader
        self._moment = Moment.of(at)
        self._people: dict[str, None] = {}

    def _session_at(self, view: View) -> ViewSession:
        session = self._request.at(view)
        return ViewSession(self._reader, session.settings, view, session.clearance)

    async def effects(self, facts: Sequence[Fact], recorded: tuple[Recorded, ...]) -> Effects:
        """What all of them say and change."""
        session = self._session_at(self._moment.after)
        touched: set[str] = set()
        for fact, one in zip(facts, recorded, strict=True):
            if one.number:
                touched |= await touched_by(session, fact.spec, one.id, one.ends)
        opens = self._request.opens_case
        found = await effects_of(touched, self._session_at, self._moment, opens) if touched else ()
        names = await records_by_id(session, [one.offender_id for one in found]) if found else {}
        days = (self._moment.before.as_of, self._moment.after.as_of)
        said = [await self._said(session, fact, one) for fact, one in zip(facts, recorded, strict=True)]
        self._note(names.values())
        for effect in found:
            self._note(records_in(effect.diff))
        # The case that the reader is in comes first.
        ordered = sorted(found, key=lambda one: one.offender_id != self._request.record_id)
        changes = tuple(
            EffectView(words.clean(names[one.offender_id].name), one.offender_id, difference_words(one.diff, days))
            for one in ordered
            if one.offender_id in names
        )
        return Effects(tuple(one for one in said if one is not None), changes, tuple(self._people))

    def _note(self, records: Iterable[Record]) -> None:
        self._people.update(dict.fromkeys(one.id for one in records if one.kind is Kind.PERSON))

    async def _said(self, session: ViewSession, fact: Fact, recorded: Recorded) -> SaidView | None:
        """A fact as it stands once recorded; None where the viewer would not see it."""
        if fact.spec.kind is None:
            return await self._said_of_link(session, recorded)
        record = (await records_by_id(session, (recorded.id,))).get(recorded.id)
        if record is None or record.sealed:
            return None
        self._note((record,))
        values = record.values
        match record.kind:
            case Kind.SOURCE:
                return SaidView("New source", source_words(record))
            case Kind.ORDER:
                return SaidView("Order", order_words(record))
            case Kind.CONDITION:
                named = await records_by_id(session, [values["subject_id"]]) if values.get("subject_id") else {}
                about = named.get(values.get("subject_id", ""))
                return SaidView("Condition", condition_words(_condition(record), about))
            case Kind.ENQUIRY:
                asked = f"{AGENCIES[AgencyRole(values['agency_role'])]}, asked on {words.day(values['requested_on'])}"
                answered = f"; answered on {words.day(values['answered_on'])}" if values.get("answered_on") else ""
                return SaidView("Enquiry", f"{asked}{answered}")
            case kind:
                apart = telling_apart(record, session.view.as_of)
                return SaidView(f"New {kind.value.lower()}", f"{title(record)}{f'. {apart}' if apart else ''}")

    async def _said_of_link(self, session: ViewSession, recorded: Recorded) -> SaidView | None:
        found = await links_by_id(session, [(recorded.id, end) for end in recorded.ends])
        link = found.get(recorded.id)
        ends = await records_by_id(session, recorded.ends)
        if link is None or link.from_id not in ends or link.to_id not in ends:
            return None
        self._note(ends.values())
        start, end = ends[link.from_id], ends[link.to_id]
        if link.to_id == self._request.record_id:
            start, end = end, start
        told = step(link, start, end, session.view.as_of, await sources_behind(session, (), (link,)))
        return SaidView("Untrue" if link.status == "REFUTED" else "Relationship", told.sentence, told)


def _condition(record: Record) -> Condition:
    values = record.values
    names = ("subject_id", "age_limit", "sex", "latitude", "longitude", "radius_m", "text")
    own = {name: values.get(name) for name in names}
    return Condition(record.id, values["order_id"], None, ConditionKind(values["kind"]), **own)
