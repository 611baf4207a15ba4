"""The family picture (a genogram) of an offender: his family, his partners' families and those of the people at risk. Pure.

The picture, its tables and its sentences are made from the same `Family`. It shows what is recorded and nothing else: that two
people have a child together makes them no partners, and whose father is not recorded has none.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from graph_service.model.clock import View, stored_day
from graph_service.model.findings import Finding
from graph_service.model.records import Link, Network, Record
from graph_service.model.vocabulary import FAMILY_TYPES, Kind, Sex, Strength, in_words
from graph_service.pictures.family.outlines import OutlinedHome
from graph_service.pictures.family.placing import place_family
from graph_service.pictures.family.values import PAD, RADIUS, Bond, BondKind, BondStyle, FamilyPlan, Relative, Symbol
from graph_service.pictures.network.nodes import Held, Proposed, as_the_offender, held_badges
from graph_service.pictures.style import Badge, Telling, style
from graph_service.pictures.typesetting import text_width, wrap
from graph_service.wording import links as words
from graph_service.wording import provenance
from graph_service.wording.captions import HANDLED, brief_dates, brief_evidence
from graph_service.wording.provenance import LinkWords

FAMILY_STEPS: Final = 2
"""How far the families of the offender, his partners and the people at risk are followed, unless a reader asks for more."""
FAMILY_DRAWN_AT_MOST: Final = 60
"""More people than this are not drawn: nobody could read them."""
NAME_SIZE: Final = 15.0
TEXT_SIZE: Final = 13.0
CAPTION_SIZE: Final = 12.0
TEXT_WIDTH: Final = 148.0
TEXT_AT: Final = 2 * PAD + 2 * RADIUS + 4
"""Where text begins on a card: clear of the brackets of somebody adopted."""
CARD_WIDTH: Final = TEXT_AT + TEXT_WIDTH + PAD
MARK: Final = 17.6
"""Width of the figure that says what is proposed of somebody, before the words that say so."""
LEADING: Final = 1.25

_HOMES: Final = ("LIVES_AT", "STAYS_AT")
_RANK: Final = {strength: rank for rank, strength in enumerate(Strength)}
_SYMBOLS: Final = {Sex.M.value: Symbol.SQUARE, Sex.F.value: Symbol.CIRCLE}
_SEX_WORDS: Final = {Sex.M.value: "male", Sex.F.value: "female", Sex.X.value: "sex recorded as X"}
_PARTNERS: Final = {"SPOUSE": "married", "COHABITING": "cohabiting", "INTIMATE": "partners"}
_PARENTS: Final = {
    "BIRTH": BondKind.BIRTH,
    "ADOPTIVE": BondKind.ADOPTIVE,
    "STEP": BondKind.STEP,
    "FOSTER": BondKind.FOSTER,
}
_CARERS: Final = {
    "GUARDIAN": "guardian",
    "KINSHIP": "kinship carer",
    "MAIN_CARER": "main carer",
    "INFORMAL": "informal carer",
    "PROFESSIONAL": "carer by profession",
}
_RELATED: Final = {
    "GRANDPARENT": "grandparent",
    "AUNT_UNCLE": "aunt or uncle",
    "COUSIN": "cousins",
    "IN_LAW": "in-laws",
}
_ABOVE: Final = {"GRANDPARENT": 2, "AUNT_UNCLE": 1}


@dataclass(frozen=True, slots=True)
class SymbolText:
    """One line of text beside a symbol. `marks`: figures that stand before it; `indent`: the room that they take, in each line
    that they speak for.
    """

    text: str
    size: float = TEXT_SIZE
    bold: bool = False
    strength: Strength | None = None
    marks: tuple[Telling, ...] = ()
    indent: float = 0.0


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in the family: how drawn, and what is said beside the symbol and in the table.

    `inside` stands in the symbol: the age, or a question mark. `look` is the key of the style that gives its colours.
    `handling` and `told` as on a `NodeBox`; `tellings` are the marks of what is `told`.
    """

    key: str
    name: str
    symbol: Symbol
    inside: str
    look: str
    offender: bool
    died: bool
    adopted: bool
    what: str
    sex: str
    born: str
    at_risk: str
    strength: Strength | None
    lines: tuple[SymbolText, ...]
    homes: tuple[str, ...]
    handling: str = ""
    record_id: str = ""
    told: str = ""
    tellings: tuple[Telling, ...] = ()


@dataclass(frozen=True, slots=True)
class FamilyHome:
    """A home that has an outline in the picture. `number` names it there."""

    number: int
    address: str
    members: tuple[str, ...]
    place: Record


@dataclass(frozen=True, slots=True)
class Family:
    """All that the page shows. `plan` is None where there are more people than can be drawn readably.

    `rests` is what else the picture rests on: homes, and parts in offences.
    `siblings` say in sentences what shared parents make of people; `people` are the ids of those shown, for the audit entry.
    """

    person: Record
    view: View
    steps: int
    members: tuple[Member, ...]
    households: tuple[FamilyHome, ...]
    relationships: tuple[LinkWords, ...]
    rests: tuple[LinkWords, ...]
    siblings: tuple[str, ...]
    plan: FamilyPlan | None
    truncated: bool
    people: tuple[str, ...]


def family_picture(
    person: Record,
    network: Network,
    findings: Sequence[Finding],
    view: View,
    *,
    steps: int,
    badges: Mapping[str, frozenset[Badge]] | None = None,
    tellings: Mapping[str, Proposed] | None = None,
    sources: Mapping[str, Record] | None = None,
) -> Family:
    """The family that `network` holds, as drawn around `person`: everybody in it within `steps` of him, his partners or
    somebody at risk. `badges`, by id of person, adds to what the records and links themselves say; `tellings`, by id, is what is
    proposed of those who could be told. `sources`: those behind its relationships, as far as the viewer sees them.
    """
    return _FamilyRecords(person, network, findings, view, badges or {}, tellings or {}, sources or {}).family(steps)


@dataclass(frozen=True, slots=True)
class _Sleeps:
    """Somebody's link to a place, as the picture says it."""

    link: Link
    place: Record

    @property
    def prison(self) -> bool:
        return self.place.values.get("kind") == "PRISON"

    @property
    def encloses(self) -> bool:
        """Whether it puts somebody inside an outline: nobody lives with others only because a weak report says so."""
        return self.link.type == "LIVES_AT" and not words.is_weak(self.link) and not self.prison


class _FamilyRecords:
    """The records and links of one family picture."""

    def __init__(
        self,
        person: Record,
        network: Network,
        findings: Sequence[Finding],
        view: View,
        badges: Mapping[str, frozenset[Badge]],
        tellings: Mapping[str, Proposed],
        sources: Mapping[str, Record],
    ) -> None:
        self.person, self.view, self.truncated = person, view, network.truncated
        self.findings = findings
        self.badges = badges
        self.tellings = tellings
        self.sources = sources
        records = {record.id: record for record in (person, *network.nodes)}
        self.people = {key: record for key, record in records.items() if record.kind is Kind.PERSON}
        self.places = {key: record for key, record in records.items() if record.kind is Kind.ADDRESS}
        self.ties = sorted(
            (
                link
                for link in network.links
                if link.type in FAMILY_TYPES and {link.from_id, link.to_id} <= self.people.keys()
            ),
            key=lambda link: (FAMILY_TYPES.index(link.type), link.valid_from, link.id),
        )
        self.offences = {key: record for key, record in records.items() if record.kind is Kind.OFFENCE}
        self.parts = [link for link in network.links if link.from_id in self.people and link.to_id in self.offences]
        self.keys = {identifier: f"p{number}" for number, identifier in enumerate(self.people)}
        self.sleeps: dict[str, list[_Sleeps]] = {identifier: [] for identifier in self.people}
        for link in sorted(network.links, key=_main_first):
            if link.type in _HOMES and link.from_id in self.people and link.to_id in self.places:
                self.sleeps[link.from_id].append(_Sleeps(link, self.places[link.to_id]))
        self.lives_at = {
            identifier: next((one.place.id for one in found if one.encloses), None)
            for identifier, found in self.sleeps.items()
        }
        self.numbers: dict[str, int] = {}
        for home in self.lives_at.values():
            if home is not None:
                self.numbers.setdefault(home, len(self.numbers) + 1)

    def family(self, steps: int) -> Family:
        members = tuple(self._member(record) for record in self.people.values())
        return Family(
            person=self.person,
            view=self.view,
            steps=steps,
            members=members,
            households=tuple(
                FamilyHome(
                    number,
                    words.clean(self.places[home].name),
                    tuple(words.clean(self.people[key].name) for key, at in self.lives_at.items() if at == home),
                    self.places[home],
                )
                for home, number in self.numbers.items()
            ),
            relationships=tuple(self._step(link, self.people[link.to_id]) for link in self.ties),
            rests=(
                *(self._step(one.link, one.place) for found in self.sleeps.values() for one in found),
                *(self._step(link, self.offences[link.to_id]) for link in self.parts),
            ),
            siblings=self._siblings(),
            plan=self._plan(members) if len(members) <= FAMILY_DRAWN_AT_MOST else None,
            truncated=self.truncated,
            people=tuple(self.people),
        )

    def _step(self, link: Link, end: Record) -> LinkWords:
        return provenance.step(link, self.people[link.from_id], end, self.view.as_of, self.sources)

    def _marks(self, link: Link) -> tuple[str, ...]:
        """Why a link is not to be taken as certain, or not to be used at will, as it stands in the picture."""
        return (*brief_evidence(link), *([HANDLED] if provenance.handling(link, self.sources) else []))

    def _plan(self, members: Sequence[Member]) -> FamilyPlan:
        bonds = tuple(self._bonds())
        homes = [
            OutlinedHome(
                home,
                tuple(self.keys[key] for key, at in self.lives_at.items() if at == home),
                wrap(f"Home {number}: {words.clean(self.places[home].name)}", CAPTION_SIZE, TEXT_WIDTH, 3, bold=True),
            )
            for home, number in self.numbers.items()
        ]
        widths = {
            bond.style.words: max(text_width(row, CAPTION_SIZE) for row in bond.style.words) + 6
            for bond in bonds
            if bond.style.words
        }
        people = [
            Relative(member.key, member.symbol, _size(member), record.values.get("date_of_birth"))
            for member, record in zip(members, self.people.values(), strict=True)
        ]
        return place_family(people, bonds, homes, widths)

    def _bonds(self) -> Iterable[Bond]:
        """One for each relationship; those of the same two partners share a line where they look alike."""
        as_of = self.view.as_of
        partnerships: dict[tuple[str, str, bool, bool, bool], tuple[list[str], list[tuple[str, str]]]] = {}
        for link in self.ties:
            one, other = self.keys[link.from_id], self.keys[link.to_id]
            told = (*brief_dates(link, as_of), *self._marks(link))
            state = (words.is_over(link, as_of), words.is_to_come(link, as_of), words.is_weak(link))
            match link.type:
                case "PARTNER_OF":
                    low, high = sorted((one, other), key=lambda key: int(key[1:]))
                    rows, spans = partnerships.setdefault((low, high, *state), ([], []))
                    spans.append((link.valid_from, link.valid_to))
                    begin = stored_day(link.valid_from)
                    over, to_come, _ = state
                    rows += [_PARTNERS.get(link.role or "", "partners")]
                    rows += [f"since {words.short_day(begin)}"] if begin and not over and not to_come else []
                    rows += told
                case "PARENT_OF":
                    kind = _PARENTS.get(link.role or "", BondKind.PARENT)
                    head_of = {BondKind.BIRTH: (), BondKind.PARENT: ("parent",)}.get(kind, (kind.value,))
                    yield Bond(one, other, BondStyle(kind, (*head_of, *told), *state))
                case "SIBLING_OF":
                    yield Bond(one, other, BondStyle(BondKind.SIBLING, ("siblings", *told), *state))
                case "RELATED_TO":
                    upper, lower, above = self._elder(link)
                    yield Bond(
                        upper,
                        lower,
                        BondStyle(BondKind.RELATED, (_RELATED.get(link.role or "", "related"), *told), *state),
                        above,
                    )
                case _:
                    above = self._elder(link)[2] if self._elder(link)[0] == one else 0
                    yield Bond(
                        one,
                        other,
                        BondStyle(BondKind.CARES, (_CARERS.get(link.role or "", "carer"), *told), *state),
                        above,
                    )
        for (one, other, ended, to_come, weak), (rows, spans) in partnerships.items():
            yield Bond(one, other, BondStyle(BondKind.PARTNER, tuple(rows), ended, to_come, weak), spans=tuple(spans))

    def _elder(self, link: Link) -> tuple[str, str, int]:
        """Who of two stands above the other, and by how many generations: a matter of where they are drawn alone."""
        one, other = self.people[link.from_id], self.people[link.to_id]
        steps = 1 if link.type == "CARES_FOR" else _ABOVE.get(link.role or "", 0)
        years = _year(one), _year(other)
        if years[0] is None or years[1] is None or abs(years[0] - years[1]) < 12:
            steps = 0
        elif years[0] > years[1]:
            one, other = other, one
        return self.keys[one.id], self.keys[other.id], steps

    def _member(self, record: Record) -> Member:
        as_of = self.view.as_of
        day = as_of.isoformat()
        about = [
            found for found in self.findings if found.subject.protected is None and found.subject.record.id == record.id
        ]
        strongest = min((found.strength for found in about), key=_RANK.__getitem__, default=None)
        at_risk = f"At risk: {style().strengths[strongest].words}" if strongest else ""
        born: str | None = record.values.get("date_of_birth")
        died: str | None = record.values.get("deceased_on")
        badges = self._held(record)
        age = record.age(as_of)
        told = [badge.words for badge in badges]
        unborn = born is not None and born > day
        told.append(words.age_words(record, as_of))
        what = ", ".join(told)
        what = what[:1].upper() + what[1:]
        is_dead = died is not None and died <= day
        lines = [
            SymbolText(line, NAME_SIZE, bold=True)
            for line in wrap(words.clean(record.name), NAME_SIZE, TEXT_WIDTH, 3, bold=True)
        ]
        lines += [SymbolText(line) for line in wrap(what, TEXT_SIZE, TEXT_WIDTH, 4)]
        proposed = self.tellings.get(record.id, Proposed((), ""))
        lines += _told_lines(proposed)
        lines += [
            SymbolText(line, bold=True, strength=strongest)
            for line in wrap(at_risk, TEXT_SIZE, TEXT_WIDTH, 2, bold=True)
        ]
        for note in self._notes(record, gone=is_dead or unborn):
            lines += [SymbolText(line, CAPTION_SIZE) for line in wrap(note, CAPTION_SIZE, TEXT_WIDTH, 3)]
        offender = record.id == self.person.id
        sex = str(record.values.get("sex") or "")
        return Member(
            key=self.keys[record.id],
            name=words.clean(record.name),
            symbol=_SYMBOLS.get(sex, Symbol.DIAMOND),
            inside="" if is_dead or unborn else "?" if age is None else str(age),
            look=badges[0].look if badges else Kind.PERSON.value,
            offender=offender,
            died=is_dead,
            adopted=any(
                link.type == "PARENT_OF"
                and link.role == "ADOPTIVE"
                and link.to_id == record.id
                and not words.is_over(link, as_of)
                and not words.is_to_come(link, as_of)
                and not words.is_weak(link)
                for link in self.ties
            ),
            what=what,
            sex=_SEX_WORDS.get(sex, "sex not recorded"),
            born=words.day(born) if born else "not recorded",
            at_risk=at_risk,
            strength=strongest,
            lines=tuple(lines),
            homes=tuple(self._home_words(one) for one in self.sleeps[record.id]),
            handling=provenance.own_handling(record, self.sources),
            record_id=record.id,
            told=proposed.words,
            tellings=proposed.tellings,
        )

    def _held(self, record: Record) -> tuple[Held, ...]:
        """What is known of somebody that a reader must see, as in the network picture."""
        parts = (link for link in self.parts if link.from_id == record.id)
        held = held_badges(record, self.view.as_of, parts, self.badges.get(record.id, ()))
        return as_the_offender(held) if record.id == self.person.id else held

    def _notes(self, record: Record, *, gone: bool) -> list[str]:
        """What a card says of homes that its outline does not say."""
        found = []
        home = self.lives_at[record.id]
        for one in self.sleeps[record.id]:
            told = ", ".join(self._marks(one.link))
            if one.place.id == home and one.encloses:
                found += [f"home: {told}"] if told else []
                continue
            number = self.numbers.get(one.place.id)
            where = f"home {number}" if number else words.clean(one.place.name)
            stays = one.link.type == "STAYS_AT"
            if words.is_weak(one.link):
                does = "may stay" if stays else "may live"
            elif one.prison:
                does = "is"
            else:
                does = f"{'also ' if home else ''}{'stays' if stays else 'lives'}"
            hours = f" ({one.link.detail} hours)" if stays and (one.link.detail or "").isdigit() else ""
            found.append(f"{does} at {where}{hours}{f' ({told})' if told else ''}")
        if not self.sleeps[record.id] and not gone:
            found.append("home not recorded")
        return found

    def _home_words(self, one: _Sleeps) -> str:
        number = self.numbers.get(one.place.id)
        doing = "stays at" if one.link.type == "STAYS_AT" else "lives at"
        role = f", {in_words(one.link.role)} home" if one.link.role and one.link.type == "LIVES_AT" else ""
        hours = (
            f", usually {one.link.detail} hours" if (one.link.detail or "").isdigit() and doing == "stays at" else ""
        )
        told = [part for part in (words.dates(one.link, self.view.as_of), words.evidence(one.link)) if part]
        named = f" (home {number})" if number else ""
        return f"{doing} {words.clean(one.place.name)}{named}{role}{hours}; {'; '.join(told)}"

    def _siblings(self) -> tuple[str, ...]:
        """What shared birth parents make of people. Nothing is concluded from weak evidence or from silence."""
        parents: dict[str, dict[str, None]] = {}
        for link in self.ties:
            if link.type == "PARENT_OF" and link.role == "BIRTH" and not words.is_weak(link):
                parents.setdefault(link.to_id, {})[link.from_id] = None
        found = []
        for one, other in combinations(sorted(parents, key=list(self.people).index), 2):
            shared = [key for key in parents[one] if key in parents[other]]
            if not shared:
                continue
            names = f"{self._name(one)} and {self._name(other)}"
            if len(shared) >= 2:
                told = f"{names} are full siblings: {self._both(shared)} are birth parents of both."
            elif len(parents[one]) >= 2 and len(parents[other]) >= 2:
                told = (
                    f"{names} are half-siblings: both are children of {self._name(shared[0])}; the other birth parent of "
                    f"{self._name(one)} is {self._both(key for key in parents[one] if key not in shared)}, that of "
                    f"{self._name(other)} {self._both(key for key in parents[other] if key not in shared)}."
                )
            else:
                told = (
                    f"{names} are both children of {self._name(shared[0])}; whether they share the other birth parent is "
                    "not recorded."
                )
            found.append(told)
        return tuple(found)

    def _name(self, identifier: str) -> str:
        return words.clean(self.people[identifier].name)

    def _both(self, identifiers: Iterable[str]) -> str:
        return " and ".join(map(self._name, identifiers))


def _told_lines(proposed: Proposed) -> list[SymbolText]:
    """What is proposed of somebody, its marks before its first line."""
    indent = len(proposed.tellings) * (MARK + 3)
    rows = wrap(proposed.words, TEXT_SIZE, TEXT_WIDTH - indent, 4)
    return [SymbolText(row, marks=() if place else proposed.tellings, indent=indent) for place, row in enumerate(rows)]


def _main_first(link: Link) -> tuple[bool, bool, int, str, str]:
    """Homes before stays, firm before weak, the main one first, else the latest."""
    role = {"MAIN": 0, "SECONDARY": 2}.get(link.role or "", 1)
    return link.type != "LIVES_AT", words.is_weak(link), role, _reversed(link.valid_from), link.id


def _reversed(day: str) -> str:
    """A day as text that sorts the latest first."""
    return "".join(chr(ord("9") - int(char)) if char.isdigit() else char for char in day)


def _year(record: Record) -> int | None:
    born: str | None = record.values.get("date_of_birth")
    return None if born is None else int(born[:4])


def _size(member: Member) -> tuple[float, float]:
    tall = sum(line.size * LEADING for line in member.lines)
    return CARD_WIDTH, round(max(2 * RADIUS, tall) + 2 * PAD, 1)
