"""Invented families to draw: one that has everything, and small ones for one convention each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graph_service.model.case import OffenderCase
from graph_service.model.clock import View
from graph_service.model.findings import Finding
from graph_service.model.records import Link, Network, Record
from graph_service.model.vocabulary import Strength
from graph_service.pictures.family.build import Family, family_picture
from graph_service.pictures.family.values import BondKind, FamilyPlan, Stroke
from tests.pictures.samples import VIEW, case_of, exposure, finding, person, place

FamilyCase = tuple[OffenderCase, Family]


@dataclass
class Drawn:
    """A family and its plan, by name."""

    family: Family

    @property
    def plan(self) -> FamilyPlan:
        assert self.family.plan is not None
        return self.family.plan

    def key(self, name: str) -> str:
        return next(member.key for member in self.family.members if member.name == name)

    def strokes(self, tie: BondKind) -> list[Stroke]:
        return [stroke for stroke in self.plan.strokes if stroke.style.kind is tie]

    def words(self) -> list[tuple[str, ...]]:
        return [caption.rows for caption in self.plan.captions]


def drawn(
    people: Sequence[Record], links: Sequence[Link], findings: Sequence[Finding] = (), view: View = VIEW, steps: int = 2
) -> Drawn:
    """The family of the first of `people`."""
    return Drawn(family_picture(people[0], Network(tuple(people), tuple(links)), findings, view, steps=steps))


def parent(start: str, end: str, role: str | None = "BIRTH", **more: Any) -> Link:
    return Link(f"{start}-{role}-{end}", "PARENT_OF", start, end, role=role, **more)


def everything(*, name: str = "Gary Flint", child: str = "Kit Barr") -> FamilyCase:
    """Three generations, an ended marriage, co-parents, step, foster and adopted children, four homes, weak reports."""
    gary = person("gary", name, "1977-05-26", sex="M")
    sue = person("sue", "Sue Barr", "1982-10-11", sex="F")
    martin = person("martin", "Martin Barr", "1980-10-11", sex="M")
    kit = person("kit", child, "2015-01-30", sex="M")
    mia = person("mia", "Mia Barr", "2012-01-30", sex="F")
    ben = person("ben", "Ben Flint", "2025-01-30", sex="M")
    lynn = person("lynn", "Lynn Flint", "1974-02-19", sex="F")
    theo = person("theo", "Theo Flint", "2013-11-21", sex="M")
    ada = person("ada", "Ada Flint", "1950-11-21", sex="F")
    walter = person("walter", "Walter Flint", "1948-11-21", sex="M", deceased_on="2020-02-03")
    petra = person("petra", "Petra Quill", "1979-02-02", sex="F")
    joss = person("joss", "Joss Amos", "2016-02-02")
    iris = person("iris", "Iris Flint", "2014-02-02", sex="F")
    one = place("h1", "12 Brook Street", kind="DWELLING")
    two, three = place("h2", "3 Mill Lane"), place("h3", "9 Quarry Road")
    prison = place("hmp", "HMP Farley", kind="PRISON")
    partner = Link("a1", "PARTNER_OF", "gary", "sue", role="COHABITING", valid_from="2025-03-22")
    mother = parent("sue", "kit")
    links = (
        partner,
        Link("a2", "PARTNER_OF", "sue", "martin", role="SPOUSE", valid_from="2010-03-22", valid_to="2019-05-01"),
        mother,
        parent("martin", "kit"),
        parent("sue", "mia"),
        parent("gary", "ben"),
        parent("sue", "ben"),
        parent("gary", "kit", "STEP", valid_from="2025-03-22"),
        parent("ada", "gary"),
        parent("walter", "gary"),
        parent("ada", "lynn"),
        parent("walter", "lynn"),
        Link("b5", "PARTNER_OF", "ada", "walter", role="SPOUSE", valid_from="1970-01-01", valid_to="2020-02-03"),
        parent("lynn", "theo"),
        Link("c1", "PARTNER_OF", "gary", "petra", role="INTIMATE", valid_to="2012-01-01", grade="3D"),
        parent("lynn", "joss", "FOSTER", valid_from="2024-01-05"),
        parent("lynn", "iris", "ADOPTIVE", grade="2B"),
        Link("c4", "CARES_FOR", "ada", "theo", role="KINSHIP"),
        Link("c5", "RELATED_TO", "petra", "mia", role="AUNT_UNCLE"),
        Link("h1", "LIVES_AT", "gary", "h1", role="MAIN", valid_from="2025-03-22"),
        Link("h2", "LIVES_AT", "sue", "h1", role="MAIN"),
        Link("h3", "LIVES_AT", "kit", "h1", role="MAIN"),
        Link("h4", "LIVES_AT", "ben", "h1", role="MAIN"),
        Link("h5", "LIVES_AT", "martin", "h2"),
        Link("h6", "LIVES_AT", "mia", "h2"),
        Link("h7", "STAYS_AT", "kit", "h2", detail="48"),
        Link("h8", "LIVES_AT", "ada", "h3"),
        Link("h9", "LIVES_AT", "theo", "h3"),
        Link("h10", "LIVES_AT", "lynn", "h3", grade="3D"),
        Link("h11", "LIVES_AT", "iris", "h3"),
        Link("h12", "LIVES_AT", "petra", "hmp"),
    )
    findings = (
        finding(
            kit, exposure("child_same_household", (gary, partner, sue, mother, kit), Strength.STRONG, "Same home.")
        ),
        finding(
            theo, exposure("relative_or_friend_child", (gary, partner, sue, mother, kit), Strength.WEAK, "Nephew.")
        ),
    )
    people = (gary, sue, kit, petra, martin, mia, ben, lynn, theo, ada, walter, joss, iris)
    network = Network((*people, one, two, three, prison), links)
    return case_of(gary), family_picture(gary, network, findings, VIEW, steps=2)


def many(size: int) -> FamilyCase:
    """A family of `size`: generations of couples with three children each, every second couple parted."""
    people = [person("g0", "Gary Flint", "1930-01-01", sex="M")]
    links: list[Link] = []
    waiting = [people[0]]
    while len(people) < size:
        one = waiting.pop(0)
        number = len(people)
        born = int(str(one.values["date_of_birth"])[:4])
        other = person(f"s{number}", f"Spouse Number{number}", f"{born}-06-01", sex="F")
        people.append(other)
        ended = "2001-01-01" if number % 2 else "9999-12-31"
        links.append(Link(f"u{number}", "PARTNER_OF", one.id, other.id, role="SPOUSE", valid_to=ended))
        for _ in range(min(3, size - len(people))):
            child = person(
                f"c{len(people)}", f"Child Number{len(people)}", f"{born + 27 + len(people) % 3}-03-03", sex="F"
            )
            links += [parent(one.id, child.id), parent(other.id, child.id)]
            people.append(child)
            waiting.append(child)
    return case_of(people[0]), drawn(people, links).family
