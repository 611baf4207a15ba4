"""What may be done to one relationship that is on record: it has ended, it is untrue, or something of it is otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from graph_service.facts.recorder import Fact
from graph_service.model.characters import stripped
from graph_service.model.clock import stored_day
from graph_service.model.columns import SPECS
from graph_service.model.records import Link, Record
from graph_service.model.vocabulary import RELATIONSHIPS, Assertion, Status, in_words
from graph_service.pages.contents import Item, day_after
from graph_service.pages.forms import Choice, Field, Input, filled
from graph_service.pages.source_part import source_facts, source_field, source_id
from graph_service.queries.case_file import records_by_id, sources_behind
from graph_service.queries.records import links_by_id
from graph_service.queries.view_session import ViewSession
from graph_service.wording import links as words
from graph_service.wording.labels import sentence_case
from graph_service.wording.provenance import step

_ENDED: Final = "ended"
_UNTRUE: Final = "untrue"
_OTHERWISE: Final = "otherwise"


@dataclass(frozen=True, slots=True)
class Changed:
    """A relationship that is to be changed, between whom or what it is, and what it says now."""

    link: Link
    ends: tuple[Record, ...]
    told: str

    @property
    def is_event(self) -> bool:
        """Whether it happened on a day, or several."""
        return RELATIONSHIPS[self.link.type].event

    def fields(self, values: Mapping[str, str]) -> tuple[Field, ...]:
        """What is asked of the change."""
        link = self.link
        roles = RELATIONSHIPS[link.type].roles
        role = (
            Field(
                "role",
                "How",
                Input.ONE_OF,
                choices=(
                    Choice("", "Not known"),
                    *(Choice(one, sentence_case(in_words(one))) for one in roles),
                ),
                value=link.role or "",
            ),
        )
        changes = (
            *(() if self.is_event else (Choice(_ENDED, "It has ended", "Say below which day was the last."),)),
            Choice(
                _UNTRUE,
                "It is untrue",
                "It never was so. It is shown nowhere from now on; a view of before still sees it.",
            ),
            Choice(_OTHERWISE, "Something of it is otherwise", "Correct below what is; what you leave stays as it is."),
        )
        fields = (
            Field(
                "change",
                "What has changed",
                Input.ONE_OF_FEW,
                wants="Choose what has changed.",
                required=True,
                choices=changes,
            ),
            Field(
                "until",
                "Last on" if self.is_event else "The last day",
                Input.DAY,
                hint="Where it has ended or its days are otherwise.",
                value=words.last_day(link) or "" if stored_day(link.valid_to) and not link.end_blank else "",
            ),
            Field(
                "from",
                "First on" if self.is_event else "Since",
                Input.DAY,
                hint="Where its days are otherwise.",
                value=stored_day(link.valid_from) or "",
            ),
            *(role if roles else ()),
            Field(
                "assertion",
                "Fact or opinion",
                Input.ONE_OF,
                choices=(
                    Choice(Assertion.FACT, "Fact"),
                    Choice(Assertion.OPINION, "Opinion, not to be relied on alone"),
                ),
                value=str(link.assertion),
            ),
            Field(
                "detail",
                "Why it is untrue, or in the words of the source",
                Input.LINES,
                value=link.detail or "",
            ),
        )
        return filled(fields, values)

    def missing(self, values: Mapping[str, str]) -> dict[str, str]:
        """What is missing of the change that was chosen."""
        if values.get("change") == _ENDED and not stripped(values.get("until", "")):
            return {"until": "Give the last day on which it was so."}
        why = stripped(values.get("detail", ""))
        is_new = self.link.status == Status.REFUTED or why != stripped(self.link.detail or "")
        if values.get("change") == _UNTRUE and not (why and is_new):
            return {"detail": "Say why it is untrue."}
        return {}


async def change(session: ViewSession, link_id: str, from_id: str, *, refuted: bool) -> Changed | None:
    """The relationship of an id that starts at a record; None where the viewer does not see it, or an end of it.

    `refuted`: one that is recorded as untrue, too: a form that is sent twice is answered as it was first.
    """
    link = (await links_by_id(session, [(link_id, from_id)])).get(link_id)
    if link is None or link.derived or (link.status == Status.REFUTED and not refuted):
        return None
    ends = await records_by_id(session, (link.from_id, link.to_id))
    if len(ends) < len({link.from_id, link.to_id}) or any(one.sealed for one in ends.values()):
        return None
    sources = await sources_behind(session, (), (link,))
    told = step(link, ends[link.from_id], ends[link.to_id], session.view.as_of, sources)
    more = [part for part in (told.dates, told.evidence, f"source: {told.source}" if told.source else "") if part]
    return Changed(link, tuple(ends.values()), f"{told.sentence} – {'; '.join(more)}.")


def change_items(changed: Changed, values: Mapping[str, str], key: str) -> tuple[Item, ...]:
    """The facts that the form says: the source first, where it is new, then the change."""
    source = source_id(values, key)
    given: dict[str, Any] = {"id": changed.link.id, **({"source_id": source} if source else {})}
    names = {"source_id": "source", "valid_to": "until", "valid_from": "from"}
    first = [Item(fact, source_field) for fact in source_facts(values, key)]
    match values.get("change"):
        case "ended":
            operation = "relationshipEnd"
            given["valid_to"] = day_after(values.get("until", ""))
        case "untrue":
            operation = "relationshipRefute"
            given |= {"status": Status.REFUTED, "detail": values.get("detail", "")}
        case "otherwise":
            operation = "relationshipRecord"
            given |= _corrected(changed, values)
        case _:
            return tuple(first)
    fact = Fact(operation, SPECS["relationships"], given, must_exist=True)
    return (*first, Item(fact, lambda column: names.get(column, column)))


def _corrected(changed: Changed, values: Mapping[str, str]) -> dict[str, Any]:
    """The cells that the form says otherwise; what is left blank there becomes blank."""
    link = changed.link
    until = stripped(values.get("until", ""))
    given: dict[str, Any] = {
        "type": link.type,
        "from_id": link.from_id,
        "to_id": link.to_id,
        "valid_from": stripped(values.get("from", "")) or None,
        "valid_to": day_after(until) if until else None,
        "assertion": values.get("assertion") or None,
        "detail": values.get("detail") or None,
    }
    if RELATIONSHIPS[link.type].roles:
        given["role"] = values.get("role") or None
    return given
