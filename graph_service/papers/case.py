"""What the papers of a case have in common: whom they are about, what they are, which orders are in force. Pure."""

from collections.abc import Iterator
from itertools import chain

from graph_service.model.case import CaseFile
from graph_service.model.clock import exact_instant
from graph_service.model.vocabulary import Handling
from graph_service.papers import words as said
from graph_service.papers.content import MARKING, Block, Callout, Fact, Facts, Heading, Line, Table, TableColumn, Tone
from graph_service.papers.evidence import EvidenceTable
from graph_service.wording import links as words
from graph_service.wording.evidence import condition_words, order_words
from graph_service.wording.handling import own_conditions
from graph_service.wording.labels import agency_words
from graph_service.wording.offending import ProfileWords, assessments, offences, profiles
from graph_service.wording.summary import standing_notices

_OFFENCES = (TableColumn("Offence", 1.9), TableColumn("What came of it", 1.3), TableColumn("Source", 2.2))
_WHAT_IT_IS = (
    "It is made from the records alone, as they were known at the instant given above. It suggests; people decide.",
    "Nothing in it is a disclosure decision, and it holds no risk score. Who is not listed is not thereby safe.",
)


def opening(file: CaseFile, title: str) -> Iterator[Block]:
    """The head of a paper: whom it is about, at which view, and what must be known before anything else."""
    yield Heading(f"{title}: {file.case.person.name}", 1)
    yield _about(file)
    for notice in standing_notices(file.case, file.view):
        yield Callout("Before you read on", (notice,), Tone.WARNING)
    if any(source.values.get("handling") == Handling.C for source in file.sources.values()):
        yield Callout(
            "Holds material with handling conditions (C)",
            (
                "The evidence annex marks each. Keep to its conditions before this paper is copied or shown to anybody.",
                *own_conditions(file),
            ),
            Tone.WARNING,
        )


def what_it_is() -> Block:
    """What a paper is and is not."""
    return Callout(f"{MARKING}. What this paper is", _WHAT_IT_IS)


def _about(file: CaseFile) -> Facts:
    case, view = file.case, file.view
    born = case.person.values.get("date_of_birth")
    category = f"category {case.category}" if case.category else "no category recorded"
    level = f", level {case.level}" if case.level else ""
    managed = "" if case.managed else ", not managed on this day"
    known_at = f"{said.instant(view.known_at)} (UK time), exactly {exact_instant(view.known_at)}"
    return Facts(
        (
            Fact(
                "Born", (f"{words.day(born) if born else 'not recorded'} ({words.age_words(case.person, view.as_of)})",)
            ),
            Fact("MAPPA", (f"{category}{level}{managed}",)),
            Fact("Lead agency", (agency_words(case.lead_agency or "") or "not recorded",)),
            Fact("Record", (case.person.id,)),
            Fact("True on", (words.day(view.as_of.isoformat()),)),
            Fact("As known at", (known_at,)),
        )
    )


def offending_blocks(file: CaseFile, evidence: EvidenceTable) -> Iterator[Block]:
    """What he has done and what his offending is like, each with whose word it is."""
    none = ("None is recorded",)
    yield Heading("Offending on record", 3)
    yield Facts(
        (
            Fact("Profile", tuple(chain.from_iterable(map(_profile, profiles(file)))) or none),
            Fact("Assessed risk", assessments(file) or none),
        )
    )
    rows = []
    for one in offences(file):
        outcomes = [f"{outcome.text} [{evidence.marks_of((outcome.link,))}]" for outcome in one.outcomes]
        doubts = [one.doubt] if one.doubt else []
        sources = dict.fromkeys(
            part for outcome in one.outcomes for part in (outcome.step.source, outcome.step.handling) if part
        )
        rows.append(
            (
                (Line(one.title, bold=True), Line(one.what)),
                tuple(map(Line, (*outcomes, *doubts))),
                tuple(map(Line, sources)),
            )
        )
    if rows:
        yield Table("Offences to which he is recorded as party, with what came of each", _OFFENCES, tuple(rows))
    else:
        yield Facts((Fact("Offences", none),))


def _profile(one: ProfileWords) -> tuple[str, ...]:
    said = ", ".join(filter(None, (one.name, one.whom)))
    return (f"{said} – {one.dates}; {one.evidence}. Source: {one.source}", *([one.handling] if one.handling else []))


def orders_table(file: CaseFile) -> Table:
    """Orders in force with their conditions."""
    rows = []
    for one in file.orders:
        conditions = (condition_words(each, file.named.get(each.subject_id or "")) for each in one.conditions)
        lines = tuple(map(Line, conditions)) or (Line("None recorded"),)
        rows.append(((Line(order_words(one.order)),), lines))
    return Table(
        "Orders and licences in force, with their conditions",
        (TableColumn("Order", 1.5), TableColumn("Conditions", 3.0)),
        tuple(rows),
    )
