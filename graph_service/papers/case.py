"""What the papers of a case have in common: whom they are about, what they are, and the seal at their end. Pure."""

from collections.abc import Iterator

from graph_service.domain import CaseFile, Condition, OrderInForce, Record, stored_day
from graph_service.papers import words as said
from graph_service.papers.content import (
    Callout,
    Column,
    Fact,
    Facts,
    Line,
    Table,
    Tone,
)
from graph_service.pictures import words

WHAT_IT_IS = (
    "It is made from the records alone, as they were known at the instant given above. It suggests; people decide.",
    "Nothing in it is a disclosure decision, and it holds no risk score. Who is not listed is not thereby safe.",
)


def about(file: CaseFile) -> Facts:
    """Whom a paper is about, and at which view."""
    case, view = file.case, file.view
    born = case.person.values.get("date_of_birth")
    category = f"category {case.category}" if case.category else "no category recorded"
    level = f", level {case.level}" if case.level else ""
    managed = "" if case.managed else ", not managed on this day"
    return Facts(
        (
            Fact(
                "Born", (f"{words.day(born) if born else 'not recorded'} ({words.age_words(case.person, view.as_of)})",)
            ),
            Fact("MAPPA", (f"{category}{level}{managed}",)),
            Fact("Lead agency", (_agency(case.lead_agency),)),
            Fact("Record", (case.person.id,)),
            Fact("True on", (words.day(view.as_of.isoformat()),)),
            Fact(
                "As known at",
                (f"{said.instant(view.known_at)} (UK time), exactly {said.exact_instant(view.known_at)}",),
            ),
        )
    )


def _agency(name: str | None) -> str:
    """An agency as a name: `POLICE` as `Police`, and what has a name of its own as it is."""
    if name is None:
        return "not recorded"
    return said.sentence_case(words.plain(name)) if name.isupper() else name


def handling(file: CaseFile) -> Iterator[Callout]:
    """A warning where a paper holds what may be handled with conditions alone."""
    if any(source.values.get("handling") == "C" for source in file.sources.values()):
        yield Callout(
            "Holds material with handling conditions (C)",
            ("The evidence annex marks each. Keep to its conditions before this paper is copied or shown to anybody.",),
            Tone.WARNING,
        )


def orders_table(file: CaseFile) -> Table:
    """Orders in force with their conditions."""
    return Table(
        "Orders and licences in force, with their conditions",
        (Column("Order", 1.2), Column("In force", 1.2), Column("Conditions", 3.0)),
        tuple(
            (
                (Line(said.order_name(one.order), bold=True),),
                (Line(_in_force(one.order)),),
                tuple(Line(said.condition_words(each)) for each in one.conditions) or (Line("None recorded"),),
            )
            for one in file.orders
        ),
    )


def _in_force(order: Record) -> str:
    begin, end = (stored_day(order.values.get(name)) for name in ("valid_from", "valid_to"))
    since = f"since {words.day(begin)}" if begin else "beginning not recorded"
    return f"{since}, until {words.day(end)}" if end else since


def condition_lines(conditions: tuple[Condition, ...], orders: tuple[OrderInForce, ...]) -> tuple[str, ...]:
    """Conditions as sentences, each with the order it belongs to."""
    names = {one.order.id: said.order_name(one.order) for one in orders}
    return tuple(
        f"{names.get(condition.order_id, 'Order')}: {said.condition_words(condition)}" for condition in conditions
    )
