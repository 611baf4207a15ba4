"""Paths as people would tell them: the sentence of an exposure, of a conflict, of an alert. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from graph_service.model.clock import stored_day
from graph_service.model.findings import Condition
from graph_service.model.records import Path, Record, too_weak
from graph_service.model.vocabulary import KIN_TYPES, AgencyRole, ConflictKind, Kind
from graph_service.wording.clauses import Tense, addition, clause, jointly, tense
from graph_service.wording.labels import AGENCIES, CONDITIONS, ORDERS, sentence_case
from graph_service.wording.links import both, last_day
from graph_service.wording.naming import Naming, begun, is_unborn

_SAYS_NO_SINCE: Final = {"ADJACENT_TO", "USES"}
"""Types of which the beginning says nothing about when an exposure came about."""


PLACES: Final = frozenset({"offender", "subject", "agency", "trait"})
"""What may stand in what an alert says, to be filled in."""


def path_sentence(path: Path, as_of: date, beside: Iterable[Path] = ()) -> str:
    """A path as one sentence, from its first record to its last, then a sentence for each path `beside` it that bears on it.

    Of what holds now it says since when by what began last, which is when the path came about; of all that has ended, happened or
    is to come it gives the days.
    """
    naming = Naming(as_of)
    return _sentences((_told(path, naming), *(_told(one, naming) for one in beside)))


def exposure_sentence(title: str, path: Path, as_of: date, beside: Iterable[Path] = ()) -> str:
    """An exposure under the title of its pattern. `beside`: what fulfils a condition of it off the path."""
    return f"{title}: {path_sentence(path, as_of, beside)}"


def conflict_sentence(kind: ConflictKind, path: Path, as_of: date) -> str:
    """Why somebody may not protect, told of him or her; the path ends there."""
    naming = Naming(as_of)
    if kind is ConflictKind.OFFENDER:
        return f"{naming.of(path.nodes[-1])} is managed as an offender, too."
    told = _sentences((_told(Path(path.nodes[::-1], path.links[::-1]), naming),))
    return f"{_doubt(path)}: {told}" if kind is ConflictKind.UNVERIFIED else told


def alert_sentence(
    title: str,
    path: Path,
    offender: Record,
    as_of: date,
    *,
    says: str = "",
    subject: Record | None = None,
    conditions: Sequence[Condition] = (),
    agency: AgencyRole | None = None,
    trait: str = "",
    beside: Iterable[Path] = (),
) -> str:
    """An alert under its title: its path, told of the offender, then what it `says` of it, then what makes it an alert `beside` the
    path, then the conditions that it touches.
    """
    naming = Naming(as_of)
    if path.nodes[0].id == offender.id:
        told = _told(path, naming)
    else:
        ends = zip(path.links, path.nodes, path.nodes[1:], strict=False)
        told = "; ".join(
            clause(link, offender, one if other.id == offender.id else other, naming) for link, one, other in ends
        )
    said = says.format(
        offender=naming.again(offender),
        subject=naming.of(subject or offender),
        agency="" if agency is None else sentence_case(plural_agency(agency)),
        trait=trait,
    )
    bars = f"Barred by {both(_by_order(conditions))}." if conditions else ""
    events = _sentences(_told(one, naming) for one in beside)
    return f"{title}: {' '.join(part for part in (_sentences((told,)), begun(said), events, bars) if part)}"


def intelligence_sentence(title: str, path: Path, weak_link_id: str, as_of: date) -> str:
    """What a relationship that is too weak to rely on would show."""
    if weak_link_id in path.link_ids:
        return f"{title}: {_doubt(path)}: {path_sentence(path, as_of)}"
    return f"{title}: Would count if a report that is too weak to rely on were confirmed: {path_sentence(path, as_of)}"


def plural_agency(agency: AgencyRole) -> str:
    """An agency as the subject of "have": `children's services`, `the police`."""
    name = AGENCIES[agency]
    return name if name.endswith("services") else f"the {name.lower()}"


def _by_order(conditions: Iterable[Condition]) -> list[str]:
    """The orders to which conditions belong, each once, with what it bars."""
    barred: dict[str, dict[str, None]] = {}
    for one in conditions:
        order = f"the {ORDERS[one.order_kind].lower()}" if one.order_kind else "an order"
        barred.setdefault(order, {})[CONDITIONS[one.kind].lower()] = None
    return [f"{order} ({', '.join(bars)})" for order, bars in barred.items()]


def _doubt(path: Path) -> str:
    weak = [link for link in path.links if not link.derived and too_weak(link.grade)]
    grades = " and ".join(dict.fromkeys(link.grade for link in weak))
    return f"{'Too' if len(weak) == len(path.links) else 'In part too'} weak to rely on{f' (graded {grades})' if grades else ''}"


def _told(path: Path, naming: Naming) -> str:
    """A path as clauses: one for each person it comes to, with what lies between added to it."""
    dated = _dated(path, naming.as_of)
    clauses: list[str] = []
    nodes, links = path.nodes, path.links
    place = 0
    while place < len(links):
        here, link, there = nodes[place], links[place], nodes[place + 1]
        following = links[place + 1] if place + 1 < len(links) else None
        if not clauses or here.kind is Kind.PERSON:
            together = None
            if link.type == "INVOLVED_IN" and following is not None and following.type == "INVOLVED_IN":
                together = jointly((link, following), (here, nodes[place + 2]), there, naming)
            clauses.append(together or clause(link, here, there, naming, dated=link.id in dated))
            place += 2 if together else 1
        elif link.type == "IN_BUILDING" and following is not None and following.type == "IN_BUILDING":
            clauses[-1] += f", in the same building as {naming.of(nodes[place + 2])}"
            place += 2
        else:
            clauses[-1] += addition(link, here, there, naming, dated=link.id in dated)
            place += 1
    return "; ".join(clauses)


def _dated(path: Path, as_of: date) -> frozenset[str]:
    """The relationships of a path (ids) whose days are said."""
    said: set[str] = set()
    begins: dict[str, str] = {}
    other_days: set[str] = set()
    for link, start, end in zip(path.links, path.nodes, path.nodes[1:], strict=False):
        held = tense(link, start, end, as_of)
        if link.derived:
            continue
        if link.type in KIN_TYPES:
            if held is Tense.ENDED or (
                held is Tense.TO_COME and not is_unborn(start, as_of) and not is_unborn(end, as_of)
            ):
                said.add(link.id)
        elif (
            held is not Tense.NOW or last_day(link) is not None or link.role == "OFFERED" or link.type == "INVOLVED_IN"
        ):
            said.add(link.id)
            if link.type != "INVOLVED_IN":
                other_days.add(link.valid_from if held is not Tense.ENDED else link.valid_to)
        elif stored_day(link.valid_from) is not None and link.type not in _SAYS_NO_SINCE:
            begins[link.id] = link.valid_from
    latest = max((*begins.values(), *other_days), default="")
    return frozenset(said | {key for key, begin in begins.items() if begin == latest})


def _sentences(clauses: Iterable[str]) -> str:
    return " ".join(f"{begun(one)}." for one in clauses)
