"""What a node says and how it looks: badges of a person, what a place is, who is at risk."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Final

from graph_service.model.case import CaseFile, Standings
from graph_service.model.findings import Candidate, Finding
from graph_service.model.records import Link, Record, too_weak
from graph_service.model.vocabulary import FOUND_GUILTY, Channel, Kind, RecipientRole, Serves, Standing, Strength
from graph_service.pictures.style import Badge, Telling, style, weak_look
from graph_service.pictures.typesetting import text_width, wrap
from graph_service.pictures.values import FIGURE, LEADING, NAME_SIZE, PAD, SMALL_FIGURE, TEXT_SIZE, TEXT_WIDTH, Text
from graph_service.wording import links as words
from graph_service.wording.labels import ROLES, sentence_case

RANK: Final = {strength: rank for rank, strength in enumerate(Strength)}
_VICTIM_PATTERNS: Final = frozenset({"prior_victim_proximity", "prior_victim_contact", "release_address_near_victim"})
_SUSPECTED: Final = frozenset({"CHARGED", "SUSPECTED"})
_CAUTION: Final = (Standing.BLOCKED, Standing.ASSESS, Standing.CLEAR)
_HERE: Final = {
    Serves.CHILDREN: "Children here",
    Serves.ADULTS_AT_RISK: "Adults at risk here",
    Serves.BOTH: "Children and adults at risk here",
    Serves.NONE: "People here",
}
_SUSPECT, _OFFENDER, _VICTIM, _WITNESS, _OTHER = (
    "suspect",
    "convicted or cautioned",
    "victim, or may be one",
    "witness, or has information",
    "none of these from what is shown",
)
"""The categories of section 38(3) of the Data Protection Act 2018, in its order."""
_CATEGORY: Final = {
    Badge.SUSPECT: _SUSPECT,
    Badge.OFFENDER: _OFFENDER,
    Badge.MANAGED: _OFFENDER,
    Badge.CONVICTED: _OFFENDER,
    Badge.VICTIM: _VICTIM,
    Badge.WITNESS: _WITNESS,
}


@dataclass(frozen=True, slots=True)
class NodeStyle:
    """All that stands on a node, and how large that makes it."""

    look: str
    also: tuple[str, ...]
    what: str
    told: str
    category: str
    at_risk: str
    strength: Strength | None
    lines: tuple[Text, ...]

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the node."""
        widest = max(
            text_width(line.text, NAME_SIZE if line.bold and line.strength is None else TEXT_SIZE, bold=line.bold)
            for line in self.lines
        )
        tall = sum((NAME_SIZE if line.bold and line.strength is None else TEXT_SIZE) * LEADING for line in self.lines)
        figures = FIGURE + (SMALL_FIGURE + 4 if self.also else 0)
        return round(PAD * 3 + FIGURE + widest, 1), round(max(figures, tall) + 2 * PAD, 1)


def standing_badges(parts: AbstractSet[tuple[str, str | None]]) -> frozenset[Badge]:
    """What somebody's relationships make of them: parts in offences with their roles, being managed, being an associate."""
    roles = {role for type_, role in parts if type_ == "INVOLVED_IN"}
    found = {Badge.CONVICTED} if roles & FOUND_GUILTY else {Badge.SUSPECT} if roles & _SUSPECTED else set()
    types = {type_ for type_, _ in parts}
    found |= {Badge.MANAGED} if "MANAGED_AS" in types else set()
    found |= {Badge.VICTIM} if "VICTIM_OF" in types else set()
    found |= {Badge.WITNESS} if "WITNESS_TO" in types else set()
    found |= {Badge.ASSOCIATE} if "ASSOCIATE_OF" in types else set()
    return frozenset(found)


def own_badges(record: Record, as_of: date) -> set[Badge]:
    """What somebody's own record makes of them on a day."""
    age = record.age(as_of)
    found = {Badge.STAFF} if record.values.get("staff") else set()
    if age is not None and age < 18:
        found.add(Badge.CHILD)
    elif record.values.get("adult_at_risk"):
        found.add(Badge.ADULT_AT_RISK)
    return found


@dataclass(frozen=True, slots=True)
class Held:
    """A badge of somebody. `grade`: of the evidence, where that alone is too weak to rely on; empty where it is not."""

    badge: Badge
    grade: str = ""

    @property
    def look(self) -> str:
        """The key of how it is drawn."""
        return weak_look(self.badge) if self.grade else self.badge.value

    @property
    def words(self) -> str:
        """How it reads on a node and in tables."""
        said = style().badges[self.badge].words
        return f"{said} (weak: {self.grade})" if self.grade else said


def held_badges(record: Record, as_of: date, links: Iterable[Link], more: Iterable[Badge] = ()) -> tuple[Held, ...]:
    """What somebody's own record, parts in offences (`links`) and `more` make of them, in the order in which it decides how
    they are drawn.

    What rests on weak evidence alone says so, and decides nothing while there is anything firm. Only a child is drawn
    as a child on whatever evidence: taking somebody for an adult by mistake costs more.
    """
    firm, weak = set(more), dict[Badge, str]()
    own = own_badges(record, as_of)
    grade = str(record.values.get("grade") or "")
    if too_weak(grade):
        weak |= dict.fromkeys(own, grade)
    else:
        firm |= own
    parts = list(links)
    firm |= standing_badges({(link.type, link.role) for link in parts if not words.is_weak(link)})
    for link in sorted(filter(words.is_weak, parts), key=lambda link: link.grade, reverse=True):
        weak |= dict.fromkeys(standing_badges({(link.type, link.role)}), link.grade)
    if Badge.CONVICTED in firm:
        firm, weak = firm - {Badge.SUSPECT}, {badge: grade for badge, grade in weak.items() if badge != Badge.SUSPECT}
    found = [Held(badge) for badge in firm] + [Held(badge, weak[badge]) for badge in weak.keys() - firm]
    order = list(Badge)
    return tuple(
        sorted(found, key=lambda held: (held.badge is not Badge.CHILD, bool(held.grade), order.index(held.badge)))
    )


def as_the_offender(held: Iterable[Held]) -> tuple[Held, ...]:
    """The badges of the offender whom a picture is about: that he is it decides how he is drawn, and says what his own
    offences and management would; a child, a victim, an adult at risk he may be as well.
    """
    said = {Badge.MANAGED, Badge.CONVICTED, Badge.SUSPECT, Badge.ASSOCIATE}
    return (Held(Badge.OFFENDER), *(one for one in held if one.badge not in said))


def badges_of(standings: Standings) -> dict[str, frozenset[Badge]]:
    """What people are by their parts in offences, whether the picture shows the offences or not, and who is managed."""
    return {record_id: standing_badges(parts) for record_id, parts in standings.items()}


def case_badges(file: CaseFile, standings: Standings) -> dict[str, frozenset[Badge]]:
    """The same, and who is the offender's own victim."""
    found = badges_of(standings)
    for candidate in file.candidates:
        if RecipientRole.PRIOR_VICTIM in (candidate.role, *candidate.also_as) and isinstance(
            candidate.recipient, Record
        ):
            found[candidate.recipient.id] = found.get(candidate.recipient.id, frozenset()) | {Badge.VICTIM}
    return found


@dataclass(frozen=True, slots=True)
class Proposed:
    """What is proposed of a recipient: by what marks it is drawn, and in words, such as `Tell first, weigh: parent`."""

    tellings: tuple[Telling, ...]
    words: str


def tellings_of(candidates: Iterable[Candidate], best_placed: Mapping[str, Candidate]) -> dict[str, Proposed]:
    """What is proposed of everybody on record who could be told, by id; of several proposals for one, the most cautious.

    `best_placed`: by the id of each finding's subject the candidate to consider first.
    """
    first = {best.identity: best.placings[subject].role for subject, best in best_placed.items()}
    found: dict[str, Proposed] = {}
    for candidate in sorted(candidates, key=lambda one: _CAUTION.index(one.standing)):
        if isinstance(candidate.recipient, Record):
            found.setdefault(candidate.recipient.id, _proposed(candidate, first.get(candidate.identity)))
    return found


def _proposed(candidate: Candidate, first_as: RecipientRole | None) -> Proposed:
    if candidate.standing is Standing.BLOCKED:
        tellings: tuple[Telling, ...] = (Telling.UNSAFE,)
    else:
        weighed = (Telling.WEIGH,) if candidate.standing is Standing.ASSESS else ()
        tellings = (Telling.FIRST, *weighed) if first_as else weighed or (Telling.POSSIBLE,)
    said = ", ".join(style().tellings[one].words for one in tellings)
    if candidate.channel is Channel.SHARING and candidate.standing is not Standing.BLOCKED:
        said = "share with first" if first_as else "share with"
    return Proposed(tellings, sentence_case(f"{said}: {ROLES[first_as or candidate.role]}"))


class NodeStyles:
    """Makes the styles of the records of one picture, from the links and findings that are in it."""

    def __init__(
        self,
        offender_id: str | None,
        as_of: date,
        links: Iterable[Link],
        findings: Sequence[Finding],
        badges: Mapping[str, frozenset[Badge]],
        tellings: Mapping[str, Proposed],
    ) -> None:
        self._tellings = tellings
        self._offender_id = offender_id
        self._as_of = as_of
        self._findings = findings
        self._more = badges
        self._links: dict[str, list[Link]] = {}
        for link in links:
            for end in (link.from_id, link.to_id):
                self._links.setdefault(end, []).append(link)

    def style_of(self, record: Record, crowds: Sequence[str] = ()) -> NodeStyle:
        """The style of a record; `crowds` say in words what is counted there and not drawn."""
        about = [finding for finding in self._findings if finding.subject.record.id == record.id]
        strongest = min((finding.strength for finding in about), key=RANK.__getitem__, default=None)
        at_risk = "; ".join(
            f"{'At risk' if found.subject.protected is None else _HERE[found.subject.protected]}: "
            f"{style().strengths[found.strength].words}"
            for found in about
        )
        also: tuple[str, ...] = ()
        category = ""
        if record.sealed:
            look, what = "sealed", ""
        elif record.kind is Kind.PERSON:
            held = self._held(record)
            look, also = (held[0].look if held else Kind.PERSON.value), tuple(one.look for one in held[1:])
            what = ", ".join((*(one.words for one in held), words.age_words(record, self._as_of)))
            what = what[:1].upper() + what[1:]
            category = _categories(held, found=bool(about))
        else:
            look, what = record.kind.value, words.kind_words(record)
        lines = [Text(line, bold=True) for line in wrap(words.clean(record.name), NAME_SIZE, TEXT_WIDTH, 4, bold=True)]
        lines += [Text(line) for line in wrap(what, TEXT_SIZE, TEXT_WIDTH, 4)]
        proposed = self._tellings.get(record.id)
        told = "" if proposed is None else proposed.words
        also += () if proposed is None else tuple(one.value for one in proposed.tellings)
        lines += [Text(line) for line in wrap(told, TEXT_SIZE, TEXT_WIDTH, 3)]
        lines += [Text(line) for crowd in crowds for line in wrap(crowd, TEXT_SIZE, TEXT_WIDTH, 2)]
        lines += [
            Text(line, bold=True, strength=strongest) for line in wrap(at_risk, TEXT_SIZE, TEXT_WIDTH, 3, bold=True)
        ]
        return NodeStyle(look, also, what, told, category, at_risk, strongest, tuple(lines))

    def _held(self, record: Record) -> tuple[Held, ...]:
        links = self._links.get(record.id, [])
        more = set(self._more.get(record.id, ()))
        if any(
            exposure.pattern.id in _VICTIM_PATTERNS
            for finding in self._findings
            if finding.subject.record.id == record.id
            for exposure in finding.exposures
        ):
            more.add(Badge.VICTIM)
        parts = [
            link for link in links if link.type != "ASSOCIATE_OF" or link.other_end(record.id) == self._offender_id
        ]
        held = held_badges(record, self._as_of, parts, more)
        return as_the_offender(held) if record.id == self._offender_id else held


def _categories(held: Iterable[Held], *, found: bool) -> str:
    """The categories of the Act that hold of somebody; those that weak evidence alone gives say so. `found`: a finding is
    about them, and whoever that is may be a victim.
    """
    firm = {_CATEGORY[one.badge] for one in held if one.badge in _CATEGORY and not one.grade}
    firm |= {_VICTIM} if found else set()
    weak = {_CATEGORY[one.badge] for one in held if one.badge in _CATEGORY} - firm
    said = [
        f"{one} (weak evidence)" if one in weak else one
        for one in (_SUSPECT, _OFFENDER, _VICTIM, _WITNESS)
        if one in firm | weak
    ]
    return "; ".join(said) or _OTHER
