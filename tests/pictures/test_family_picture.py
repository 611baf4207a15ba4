"""The family picture: every convention of a genogram, and nothing that is not recorded."""

import re
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from graph_service.model.records import Link, Network, Record
from graph_service.model.vocabulary import Kind, Strength
from graph_service.pictures.family.build import FAMILY_DRAWN_AT_MOST, Family, family_picture
from graph_service.pictures.family.drawing import family_body, family_key
from graph_service.pictures.family.values import BondKind, Symbol
from graph_service.pictures.layout import Box, Point
from graph_service.pictures.network.nodes import Proposed
from graph_service.pictures.style import Telling, style
from tests.pictures.family_samples import Drawn, drawn, everything, many, parent
from tests.pictures.samples import VIEW, exposure, finding, person, place

HIM = person("o", "Olaf Vane", "1980-01-01", sex="M")
PETRA = person("p", "Petra Lund", "1982-01-01", sex="F")
CORA = person("c", "Cora Lund", "2015-01-01", sex="F")
KIM = person("k", "Kim Lund", "2017-01-01")
WALT = person("w", "Walt Quill", "1981-01-01", sex="M")


def member(family: Family, name: str) -> object:
    return next(one for one in family.members if one.name == name)


def reaches(shown: Drawn, name: str) -> list[tuple[BondKind, float]]:
    """The lines that come to somebody's symbol from above, and where."""
    box = shown.plan.boxes[shown.key(name)]
    top = box.y - box.h / 2
    return [
        (stroke.style.kind, stroke.points[-1][0])
        for stroke in shown.plan.strokes
        if abs(stroke.points[-1][0] - (box.x - box.w / 2 + 29)) <= 21
        and top <= stroke.points[-1][1] <= top + 30
        and stroke.points[0][1] < top
    ]


def test_a_symbol_says_sex_and_age_and_the_dead_are_crossed() -> None:
    x = person("x", "Alex Roe", "2000-01-01", sex="X")
    dead = person("d", "Dora Roe", "1940-01-01", sex="F", deceased_on="2020-05-05")
    family = drawn([HIM, PETRA, KIM, x, dead], []).family
    shown = [(one.symbol, one.inside, one.died) for one in family.members]
    assert shown == [
        (Symbol.SQUARE, "46", False),
        (Symbol.CIRCLE, "44", False),
        (Symbol.DIAMOND, "9", False),
        (Symbol.DIAMOND, "26", False),
        (Symbol.CIRCLE, "", True),
    ]
    assert [one.offender for one in family.members] == [True, False, False, False, False]
    assert "Died 5 May 2020" in [line.text for line in family.members[4].lines]
    meanings = " ".join(item.meaning for item in family_key(family))
    assert all(word in meanings for word in ("Square", "Circle", "Diamond", "Crossed", "The offender"))


def test_whom_to_tell_is_marked_in_shape_and_words_and_the_key_says_what_the_marks_mean() -> None:
    tellings = {
        "p": Proposed((Telling.FIRST, Telling.WEIGH), "Tell first, weigh: parent"),
        "w": Proposed((Telling.UNSAFE,), "Not safe: head teacher"),
    }
    network = Network((HIM, PETRA, CORA, WALT), (parent("p", "c"),))
    family = family_picture(HIM, network, (), VIEW, steps=2, tellings=tellings)
    petra, cora, walt = family.members[1:]
    assert (petra.told, cora.told, walt.told) == ("Tell first, weigh: parent", "", "Not safe: head teacher")
    marked = [line for line in petra.lines if line.indent]
    assert " ".join(line.text for line in marked) == petra.told
    assert [line.marks for line in marked] == [(Telling.FIRST, Telling.WEIGH), *[()] * (len(marked) - 1)]
    looks, body = style().tellings, family_body(family)
    assert [body.count(style().figures[looks[one].shape]) for one in Telling] == [1, 1, 1, 0]
    meanings = [item.meaning for item in family_key(family)]
    assert [looks[one].legend in meanings for one in Telling] == [True, True, True, False]
    assert not any(
        looks[one].legend in [item.meaning for item in family_key(drawn([HIM], []).family)] for one in Telling
    )


def test_an_unknown_birth_is_not_guessed() -> None:
    family = drawn([HIM, person("n", "Nadia")], []).family
    assert (family.members[1].inside, family.members[1].what) == ("?", "Age not known")


def test_partners_are_joined_below_by_a_line_that_says_since_when() -> None:
    shown = drawn([HIM, PETRA], [Link("r", "PARTNER_OF", "o", "p", role="COHABITING", valid_from="2025-03-22")])
    assert shown.words() == [("cohabiting", "since 22 Mar 2025")]
    assert shown.plan.slashes == ()
    level = [stroke for stroke in shown.strokes(BondKind.PARTNER) if stroke.points[0][1] == stroke.points[1][1]]
    assert len(level) == 1
    assert shown.plan.boxes["p0"].y == shown.plan.boxes["p1"].y < level[0].points[0][1]


def test_an_ended_partnership_has_two_strokes_and_its_date() -> None:
    link = Link("r", "PARTNER_OF", "o", "p", role="SPOUSE", valid_from="2010-01-01", valid_to="2019-05-01")
    shown = drawn([HIM, PETRA], [link])
    assert shown.words() == [("married", "until 30 Apr 2019")]
    assert len(shown.plan.slashes) == 1 and shown.plan.slashes[0].level
    assert any("ended" in item.meaning for item in family_key(shown.family))


def test_a_partnership_to_come_says_from_when() -> None:
    shown = drawn([HIM, PETRA], [Link("r", "PARTNER_OF", "o", "p", valid_from="2026-07-01")])
    assert shown.words() == [("partners", "from 1 Jul 2026")]
    assert all(stroke.style.to_come for stroke in shown.plan.strokes)


def test_weak_evidence_says_so_on_its_line_and_no_child_hangs_from_it() -> None:
    links = [Link("r", "PARTNER_OF", "o", "p", grade="3D"), parent("o", "c"), parent("p", "c")]
    shown = drawn([HIM, PETRA, CORA], links)
    assert ("partners", "weak: 3D") in shown.words()
    assert all(stroke.style.weak for stroke in shown.strokes(BondKind.PARTNER))
    assert len(reaches(shown, "Cora Lund")) == 2


def test_fair_evidence_carries_its_grade() -> None:
    assert drawn([HIM, CORA], [parent("o", "c", grade="2B")]).words() == [("2B",)]


def test_children_hang_from_the_partnership_of_their_parents() -> None:
    links = [Link("r", "PARTNER_OF", "o", "p", role="SPOUSE"), parent("o", "c"), parent("p", "c")]
    shown = drawn([HIM, PETRA, CORA], links)
    (rail,) = (one for one in shown.strokes(BondKind.PARTNER) if one.points[0][1] == one.points[1][1])
    low, high = sorted((rail.points[0][0], rail.points[1][0]))
    hooks = [one for one in shown.strokes(BondKind.BIRTH) if one.points[0][1] == rail.points[0][1]]
    assert len(hooks) == 1 and low < hooks[0].points[0][0] < high
    assert len(reaches(shown, "Cora Lund")) == 1


def hangs_from(shown: Drawn, name: str) -> tuple[str, ...]:
    """The words of the partnership from whose line somebody hangs; empty where there is none."""
    ((_, x),) = reaches(shown, name)
    uprights = [one.points for one in shown.plan.strokes if one.points[0][0] == one.points[1][0]]
    levels = [one for one in shown.plan.strokes if one.points[0][1] == one.points[1][1]]
    y = max(begin[1] for begin, end in uprights if begin[0] == x and end[1] > begin[1])
    own = [one.points for one in levels if one.points[0][1] == y and one.points[0][0] <= x <= one.points[1][0]]
    across = own[0] if own else ((x, y), (x, y))
    hooks = [line for line in uprights if line[1][1] == y and across[0][0] <= line[0][0] <= across[1][0]]
    for begin, _ in hooks:
        top = begin[1]
        # A line that crosses another is interrupted there.
        while above := [one for one in uprights if one[0][0] == begin[0] and 0 < top - one[1][1] < 12]:
            top = above[0][0][1]
        for one in levels:
            (left, high), (right, _) = one.points
            if one.style.kind is BondKind.PARTNER and high == top and left <= begin[0] <= right:
                return one.style.words
    return ()


def test_a_child_hangs_from_the_partnership_in_force_at_its_birth() -> None:
    lee = person("x", "Lee Bray", "1975-01-01", sex="M")
    amy = person("k1", "Amy Vane", "2010-05-01", sex="F")
    joe = person("k2", "Joe Vane", "2022-05-01", sex="M")
    dot = person("k3", "Dot Bray", "2016-07-01", sex="F")
    links = [
        Link("r1", "PARTNER_OF", "o", "p", role="SPOUSE", valid_from="2008-04-01", valid_to="2012-05-02"),
        Link("r2", "PARTNER_OF", "p", "x", role="COHABITING", valid_from="2014-01-01", valid_to="2018-01-01"),
        Link("r3", "PARTNER_OF", "p", "o", role="SPOUSE", valid_from="2020-07-04"),
        *(parent(*pair.split()) for pair in ("o k1", "p k1", "o k2", "p k2", "x k3", "p k3")),
    ]
    shown = drawn([HIM, PETRA, amy, joe, lee, dot], links)
    assert hangs_from(shown, "Amy Vane") == ("married", "until 1 May 2012")
    assert hangs_from(shown, "Joe Vane") == ("married", "since 4 Jul 2020")
    assert hangs_from(shown, "Dot Bray") == ("cohabiting", "until 31 Dec 2017")


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        (None, "since 4 Jul 2020"),
        ("2015-01-01", "since 4 Jul 2020"),
        ("2012-05-02", "since 4 Jul 2020"),
        ("2012-05-01", "until 1 May 2012"),
        ("2020-07-04", "since 4 Jul 2020"),
    ],
)
def test_a_child_born_in_no_partnership_of_its_parents_hangs_from_the_current_one(
    born: str | None, expected: str
) -> None:
    links = [
        Link("r1", "PARTNER_OF", "o", "p", role="SPOUSE", valid_from="2008-04-01", valid_to="2012-05-02"),
        Link("r2", "PARTNER_OF", "o", "p", role="SPOUSE", valid_from="2020-07-04"),
        parent("o", "c"),
        parent("p", "c"),
    ]
    assert hangs_from(drawn([HIM, PETRA, person("c", "Cora Lund", born)], links), "Cora Lund") == ("married", expected)


def rows(shown: Drawn) -> list[set[str]]:
    """Who stands in each row, from above."""
    found: dict[float, set[str]] = {}
    for one in shown.family.members:
        box = shown.plan.boxes[one.key]
        found.setdefault(round(box.y - box.h / 2), set()).add(one.name.split()[0])
    return [found[y] for y in sorted(found)]


@pytest.mark.parametrize("first_ended", [True, False])
@pytest.mark.parametrize("siblings", [True, False])
def test_a_partner_of_mother_and_daughter_stands_in_the_row_of_the_daughter(first_ended: bool, siblings: bool) -> None:
    moll, ken = person("m", "Moll Ash", "1968-01-01", sex="F"), person("f", "Ken Ash", "1966-01-01", sex="M")
    dawn, stu = person("d", "Dawn Ash", "1992-01-01", sex="F"), person("s", "Stu Ash", "1994-01-01", sex="M")
    una, vin = person("k1", "Una Vane", "2010-01-01", sex="F"), person("k2", "Vin Vane", "2019-01-01", sex="M")
    his = [person("g", "Greta Vane", "1950-01-01", sex="F"), person("b", "Bill Vane", "1975-01-01", sex="M")]
    until: dict[str, Any] = {"valid_to": "2014-01-01"}
    links = [
        Link("r1", "PARTNER_OF", "f", "m", role="SPOUSE", valid_from="1990-01-01", valid_to="2005-01-01"),
        *(parent(*pair.split()) for pair in ("m d", "f d", "m s", "f s", "o k1", "m k1", "o k2", "d k2")),
        Link("r2", "PARTNER_OF", "o", "m", valid_from="2007-01-01", **(until if first_ended else {})),
        Link("r3", "PARTNER_OF", "o", "d", valid_from="2011-01-01", **({} if first_ended else until)),
        *([parent("g", "o"), parent("g", "b")] if siblings else []),
    ]
    shown = drawn([HIM, moll, ken, dawn, stu, una, vin, *(his if siblings else [])], links)
    more = ({"Greta"}, {"Bill"}) if siblings else (set(), set())
    assert rows(shown) == [{"Moll", "Ken"} | more[0], {"Olaf", "Dawn", "Stu"} | more[1], {"Una", "Vin"}]
    first, second = (
        ("until 31 Dec 2013", "since 1 Jan 2011") if first_ended else ("since 1 Jan 2007", "until 31 Dec 2013")
    )
    assert hangs_from(shown, "Una Vane") == ("partners", first)
    assert hangs_from(shown, "Vin Vane") == ("partners", second)


def test_a_child_of_a_father_and_his_daughter_stays_below_both() -> None:
    dora = person("d", "Dora Vane", "2000-01-01", sex="F")
    shown = drawn([HIM, dora, KIM], [parent("o", "d"), parent("o", "k"), parent("d", "k")])
    assert rows(shown) == [{"Olaf"}, {"Dora"}, {"Kim"}]


def test_two_birth_parents_are_not_made_partners() -> None:
    shown = drawn([HIM, PETRA, CORA, KIM], [parent("o", "c"), parent("p", "c"), parent("o", "k"), parent("p", "k")])
    assert shown.strokes(BondKind.PARTNER) == []
    for child in ("Cora Lund", "Kim Lund"):
        lines = reaches(shown, child)
        assert [tie for tie, _ in lines] == [BondKind.BIRTH, BondKind.BIRTH]
        assert lines[0][1] != lines[1][1]
    # The two lines meet nowhere: each parent's level piece has a height of its own.
    levels = {one.points[0][1] for one in shown.plan.strokes if one.points[0][1] == one.points[1][1]}
    assert len(levels) == 2


def test_no_father_is_assumed() -> None:
    links = [Link("r", "PARTNER_OF", "o", "p", role="COHABITING"), parent("p", "c")]
    shown = drawn([HIM, PETRA, CORA], links)
    assert len(shown.family.members) == 3
    (line,) = reaches(shown, "Cora Lund")
    rails = {one.points[0][1] for one in shown.strokes(BondKind.PARTNER) if one.points[0][1] == one.points[1][1]}
    assert not any(one.points[0][1] in rails for one in shown.strokes(BondKind.BIRTH))
    assert "Olaf Vane is a parent" not in " ".join(step.sentence for step in shown.family.relationships)
    assert line[0] is BondKind.BIRTH


@pytest.mark.parametrize(
    ("role", "tie", "words"),
    [
        ("BIRTH", BondKind.BIRTH, []),
        ("ADOPTIVE", BondKind.ADOPTIVE, [("adoptive",)]),
        ("STEP", BondKind.STEP, [("step",)]),
        ("FOSTER", BondKind.FOSTER, [("foster",)]),
        (None, BondKind.PARENT, [("parent",)]),
    ],
)
def test_each_kind_of_parent_has_a_line_of_its_own(
    role: str | None, tie: BondKind, words: list[tuple[str, ...]]
) -> None:
    shown = drawn([HIM, CORA], [parent("o", "c", role)])
    assert {stroke.style.kind for stroke in shown.plan.strokes} == {tie}
    assert shown.words() == words
    assert shown.family.members[1].adopted is (role == "ADOPTIVE")


def test_foster_and_birth_parents_of_one_child_stay_apart() -> None:
    links = [
        parent("p", "c"),
        parent("o", "c", "FOSTER"),
        parent("w", "c", "FOSTER"),
        Link("r", "PARTNER_OF", "o", "w", role="SPOUSE"),
    ]
    shown = drawn([HIM, PETRA, CORA, WALT], links)
    assert sorted(tie for tie, _ in reaches(shown, "Cora Lund")) == [BondKind.BIRTH, BondKind.FOSTER]


def test_an_ended_placement_is_struck_through_and_dated() -> None:
    shown = drawn([HIM, CORA], [parent("o", "c", "FOSTER", valid_from="2020-01-01", valid_to="2024-02-03")])
    assert shown.words() == [("foster", "until 2 Feb 2024")]
    assert [slash.level for slash in shown.plan.slashes] == [False]


def test_half_siblings_are_told_from_full_ones_and_silence_is_no_answer() -> None:
    ada = person("a", "Ada Lund", "2019-01-01", sex="F")
    links = [parent("o", "c"), parent("p", "c"), parent("o", "k"), parent("p", "k"), parent("p", "a"), parent("w", "a")]
    assert drawn([HIM, PETRA, CORA, KIM, WALT, ada], links).family.siblings == (
        "Cora Lund and Kim Lund are full siblings: Olaf Vane and Petra Lund are birth parents of both.",
        "Cora Lund and Ada Lund are half-siblings: both are children of Petra Lund; the other birth parent of Cora Lund "
        "is Olaf Vane, that of Ada Lund Walt Quill.",
        "Kim Lund and Ada Lund are half-siblings: both are children of Petra Lund; the other birth parent of Kim Lund is "
        "Olaf Vane, that of Ada Lund Walt Quill.",
    )
    (unknown,) = drawn([HIM, PETRA, CORA, KIM], [parent("o", "c"), parent("p", "c"), parent("p", "k")]).family.siblings
    assert unknown.endswith("whether they share the other birth parent is not recorded.")
    assert drawn([HIM, CORA, KIM], [parent("o", "c"), parent("o", "k", grade="3E")]).family.siblings == ()
    assert drawn([HIM, CORA, KIM], [parent("o", "c"), parent("o", "k", "FOSTER")]).family.siblings == ()


def test_siblings_without_recorded_parents_share_a_line_above_only_if_each_is_a_sibling_of_each() -> None:
    one, two = Link("s1", "SIBLING_OF", "o", "p"), Link("s2", "SIBLING_OF", "p", "w")
    pairwise = drawn([HIM, PETRA, WALT], [one, two])
    assert pairwise.words() == [("siblings",), ("siblings",)]
    group = drawn([HIM, PETRA, WALT], [one, two, Link("s3", "SIBLING_OF", "o", "w")])
    assert group.words() == [("siblings",)]
    tops = {stroke.points[0][1] for stroke in group.plan.strokes}
    assert max(tops) < min(box.y - box.h / 2 + 30 for box in group.plan.boxes.values())


def test_siblings_with_a_common_parent_need_no_other_line() -> None:
    links = [parent("o", "c"), parent("o", "k"), Link("s", "SIBLING_OF", "c", "k")]
    assert drawn([HIM, CORA, KIM], links).strokes(BondKind.SIBLING) == []


def test_carers_and_other_relatives_say_what_they_are() -> None:
    links = [
        Link("c", "CARES_FOR", "p", "c", role="KINSHIP"),
        Link("g", "RELATED_TO", "w", "c", role="GRANDPARENT"),
        Link("x", "RELATED_TO", "o", "w"),
    ]
    shown = drawn([HIM, PETRA, CORA, WALT], links)
    assert sorted(shown.words()) == [("grandparent",), ("kinship carer",), ("related",)]
    (arrow,) = (stroke for stroke in shown.plan.strokes if stroke.arrow)
    box = shown.plan.boxes[shown.key("Cora Lund")]
    assert abs(arrow.points[-1][0] - (box.x - box.w / 2 + 29)) <= 21


HOMES = (place("h", "12 Brook Street"), place("g", "3 Mill Lane"), place("z", "HMP Farley", kind="PRISON"))


def test_who_lives_together_is_enclosed_and_named() -> None:
    links = [
        Link("r", "PARTNER_OF", "o", "p", role="COHABITING"),
        parent("p", "c"),
        Link("1", "LIVES_AT", "o", "h"),
        Link("2", "LIVES_AT", "p", "h"),
        Link("3", "LIVES_AT", "c", "g"),
    ]
    shown = drawn([HIM, PETRA, CORA, KIM, *HOMES], links)
    assert [(one.number, one.address, one.members) for one in shown.family.households] == [
        (1, "12 Brook Street, ZZ1 4AB", ("Olaf Vane", "Petra Lund")),
        (2, "3 Mill Lane, ZZ1 4AB", ("Cora Lund",)),
    ]
    assert [" ".join(one.rows) for one in shown.plan.enclosures] == [
        "Home 1: 12 Brook Street, ZZ1 4AB",
        "Home 2: 3 Mill Lane, ZZ1 4AB",
    ]
    held = enclosed(shown)
    assert held == [{"Olaf Vane", "Petra Lund"}, {"Cora Lund"}]
    assert "home not recorded" in notes(shown, "Kim Lund")


def test_stays_second_homes_prisons_and_weak_reports_are_said_and_enclose_nobody() -> None:
    links = [
        Link("1", "LIVES_AT", "c", "h", role="SECONDARY"),
        Link("2", "LIVES_AT", "c", "g", role="MAIN"),
        Link("3", "STAYS_AT", "k", "g", detail="48"),
        Link("4", "LIVES_AT", "p", "h", grade="3D"),
        Link("5", "LIVES_AT", "w", "z"),
        Link("6", "LIVES_AT", "o", "h", grade="2B"),
    ]
    shown = drawn([HIM, PETRA, CORA, KIM, WALT, *HOMES], links)
    assert enclosed(shown) == [{"Olaf Vane"}, {"Cora Lund"}]
    assert "home: 2B" in notes(shown, "Olaf Vane")
    assert "also lives at home 1" in notes(shown, "Cora Lund")
    assert "stays at home 2 (48 hours)" in notes(shown, "Kim Lund")
    assert "may live at home 1 (weak: 3D)" in notes(shown, "Petra Lund")
    assert "is at HMP Farley" in notes(shown, "Walt Quill")
    assert "graded 3D, too weak to rely on" in shown.family.members[1].homes[0]


def test_those_at_risk_are_framed_and_the_offender_is_unmistakable() -> None:
    case, family = everything()
    at_risk = {one.name: (one.strength, one.at_risk) for one in family.members if one.strength}
    assert at_risk == {
        "Kit Barr": (Strength.STRONG, "At risk: strong"),
        "Theo Flint": (Strength.WEAK, "At risk: weak"),
    }
    body = family_body(family)
    assert body.count('stroke="#942514" stroke-width="4.5"') == 1
    assert len(re.findall(r'<rect [^>]*fill="#0b0c0c"', body)) == 1
    assert "Offender, age 49" in body and case.person.name in body


def test_somebody_else_convicted_and_a_victim_are_said_in_words_and_are_not_dark() -> None:
    offence = Record(Kind.OFFENCE, "f", {"title": "Assault"})
    links = [
        Link("i", "INVOLVED_IN", "w", "f", role="CONVICTED"),
        Link("h", "INVOLVED_IN", "o", "f", role="CONVICTED"),
        Link("v", "VICTIM_OF", "p", "f"),
    ]
    shown = drawn([HIM, WALT, PETRA, offence], links)
    assert [one.what for one in shown.family.members] == [
        "Offender, age 46",
        "Convicted or cautioned, age 45",
        "Victim of an offence, age 44",
    ]
    assert len(re.findall(r'fill="#(?:0b0c0c|505a5f)" stroke', family_body(shown.family))) == 1
    assert any("Any other tint" in item.meaning for item in family_key(shown.family))


def test_a_badge_by_weak_evidence_alone_is_drawn_and_said_to_be_so() -> None:
    olaf, pat = person("o", "Olaf Vane", "1980-01-01"), person("p", "Pat Vale", "1990-01-01")
    offence = Record(Kind.OFFENCE, "x", {"title": "Affray"})
    links = (Link("r", "PARTNER_OF", "o", "p"), Link("v", "VICTIM_OF", "p", "x", grade="3D"))
    family = drawn([olaf, pat, offence], links).family
    member = family.members[1]
    assert (member.look, member.what) == ("victim-weak", "Victim of an offence (weak: 3D), age 36")
    assert 'stroke-dasharray="4 3"' in family_body(family)
    assert any("by weak evidence alone" in item.meaning for item in family_key(family))
    (rests,) = family.rests
    assert rests.sentence.startswith("Pat Vale ") and rests.grade.startswith("3D: source not reliable")


def test_what_is_drawn_is_in_the_tables_too() -> None:
    _, family = everything()
    sentences = " ".join(step.sentence for step in family.relationships)
    for words in (
        "Gary Flint lives with Sue Barr as a couple",
        "Lynn Flint is Joss Amos's foster mother",
        "Lynn Flint is Iris Flint's adoptive mother",
        "Gary Flint is Kit Barr's stepfather",
        "Ada Flint looks after Theo Flint as a relative",
        "Petra Quill is Mia Barr's aunt or niece",
    ):
        assert words in sentences
    assert len(family.relationships) == 19
    ended = next(step for step in family.relationships if "Sue Barr was Martin Barr's wife" in step.sentence)
    assert ended.dates == "from 22 March 2010 until 30 April 2019, ended"


def test_generations_stand_in_rows_and_elder_siblings_first() -> None:
    _, family = everything()
    shown = Drawn(family)
    at = {one.name: shown.plan.boxes[one.key] for one in family.members}

    def top(name: str) -> float:
        return at[name].y - at[name].h / 2

    assert top("Ada Flint") == top("Walter Flint") < top("Gary Flint") == top("Lynn Flint") == top("Martin Barr")
    assert top("Gary Flint") < top("Kit Barr") == top("Theo Flint") == top("Ben Flint")
    assert at["Kit Barr"].x < at["Ben Flint"].x


def test_families_that_nothing_joins_stand_side_by_side_by_age() -> None:
    gran = person("g", "Grace Quill", "1953-01-01", sex="F")
    shown = drawn([HIM, CORA, PETRA, gran], [parent("p", "c"), parent("g", "p")])
    at = {one.name: shown.plan.boxes[one.key] for one in shown.family.members}
    assert at["Olaf Vane"].y - at["Olaf Vane"].h / 2 == at["Petra Lund"].y - at["Petra Lund"].h / 2
    assert at["Olaf Vane"].x != at["Petra Lund"].x


@pytest.mark.parametrize(
    "links",
    [
        [parent("o", "p"), parent("p", "o")],
        [parent("o", "p"), parent("p", "c"), parent("c", "o")],
        [parent("o", "o")],
        # The uncle of a child is the child's mother's partner, and an aunt's.
        [
            parent("w", "p"), parent("w", "o"), parent("p", "c"), parent("o", "c"),
            Link("r", "PARTNER_OF", "o", "p"), Link("s", "SIBLING_OF", "o", "p"),
            Link("u", "RELATED_TO", "o", "c", role="AUNT_UNCLE"),
        ],
        # A partner of mother and daughter.
        [parent("p", "c"), Link("r", "PARTNER_OF", "o", "p"), Link("q", "PARTNER_OF", "o", "c")],
    ],
)  # fmt: skip
def test_circles_and_tangles_are_drawn_in_full(links: list[Link]) -> None:
    shown = drawn([HIM, PETRA, CORA, WALT], links)
    assert len(shown.plan.boxes) == 4
    assert len(shown.family.relationships) == len(links)
    nothing_lies_on_anything(shown)


def test_up_to_sixty_people_are_drawn_and_more_are_listed() -> None:
    _, drawn_whole = many(FAMILY_DRAWN_AT_MOST)
    nothing_lies_on_anything(Drawn(drawn_whole))
    _, too_many = many(FAMILY_DRAWN_AT_MOST + 1)
    assert too_many.plan is None
    assert len(too_many.members) == FAMILY_DRAWN_AT_MOST + 1
    assert family_body(too_many) == "" and family_key(too_many) == ()


@pytest.mark.parametrize("family", [everything()[1], many(25)[1]], ids=["everything", "many"])
def test_nothing_lies_on_anything_else(family: Family) -> None:
    nothing_lies_on_anything(Drawn(family))


def test_the_same_family_gets_the_same_picture() -> None:
    assert everything()[1].plan == everything()[1].plan


ROLES = ("BIRTH", "ADOPTIVE", "STEP", "FOSTER", None)


@some.composite
def tangled(draw: some.DrawFn) -> tuple[list[Record], list[Link]]:
    """Four to nine people in up to three homes, joined by anything; by each kind once at most."""
    size = draw(some.integers(4, 9))
    people = [
        person(
            f"x{number}",
            f"Name{number} Family",
            draw(some.sampled_from([None, "1950-01-01", "1980-01-01", "2012-01-01"])),
            sex=draw(some.sampled_from(["M", "F", "X"])),
        )
        for number in range(size)
    ]
    ends = some.tuples(some.integers(0, size - 1), some.integers(0, size - 1)).filter(lambda pair: pair[0] != pair[1])
    links = []
    kinds = some.sampled_from(["PARENT_OF", "PARENT_OF", "PARTNER_OF", "SIBLING_OF", "RELATED_TO", "CARES_FOR"])
    joined = some.lists(some.tuples(kinds, ends), max_size=14, unique_by=lambda item: (item[0], frozenset(item[1])))
    for number, (kind, (one, other)) in enumerate(draw(joined)):
        role = draw(some.sampled_from(ROLES)) if kind == "PARENT_OF" else None
        role = draw(some.sampled_from(["AUNT_UNCLE", "GRANDPARENT", "COUSIN"])) if kind == "RELATED_TO" else role
        ended = draw(some.sampled_from(["9999-12-31", "2020-01-01"]))
        links.append(Link(f"l{number}", kind, f"x{one}", f"x{other}", role=role, valid_to=ended))
    for number in range(size):
        if (home := draw(some.sampled_from(["h", "g", "f", None]))) is not None:
            links.append(Link(f"home{number}", "LIVES_AT", f"x{number}", home))
    return [*people, *HOMES[:2], place("f", "1 Quarry Road")], links


@settings(max_examples=120, deadline=None, derandomize=True)
@given(tangled())
def test_whatever_is_recorded_is_drawn_so_that_it_can_be_read(world: tuple[list[Record], list[Link]]) -> None:
    shown = drawn(*world)
    nothing_lies_on_anything(shown)
    held = enclosed(shown)
    homes = {one.members for one in shown.family.households}
    # An outline holds people of one home, nobody else; all parts together hold the whole of it.
    assert all(any(group <= set(members) for members in homes) for group in held)
    assert set().union(*held) == {name for members in homes for name in members}


def notes(shown: Drawn, name: str) -> str:
    """What a card says, as one text."""
    return " ".join(line.text for one in shown.family.members if one.name == name for line in one.lines)


def inside(point: Point, loop: tuple[Point, ...]) -> bool:
    """Whether a point lies inside a loop of level and upright edges."""
    crossings = 0
    for (x, y), (to_x, to_y) in zip(loop, loop[1:] + loop[:1], strict=True):
        if x == to_x and min(y, to_y) <= point[1] < max(y, to_y) and x > point[0]:
            crossings += 1
    return crossings % 2 == 1


def enclosed(shown: Drawn) -> list[set[str]]:
    """Who is inside each outline: all four corners and the middle of a card are, or none."""
    found = []
    for outline in shown.plan.enclosures:
        held = set()
        for one in shown.family.members:
            box = shown.plan.boxes[one.key]
            points = [(box.x, box.y)] + [
                (box.x + across * box.w / 2, box.y + down * box.h / 2)
                for across in (-0.99, 0.99)
                for down in (-0.99, 0.99)
            ]
            within = [sum(inside(point, loop) for loop in outline.outline) % 2 == 1 for point in points]
            assert all(within) or not any(within)
            if within[0]:
                held.add(one.name)
        found.append(held)
    return found


def nothing_lies_on_anything(shown: Drawn) -> None:
    """Cards lie apart, words lie off cards and off each other, and lines cross no card but by its symbol."""
    boxes = list(shown.plan.boxes.values())
    captions = [caption.box for caption in shown.plan.captions]
    assert not [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])]
    assert not [(box, words) for box in boxes for words in captions if box.overlaps(words)]
    assert not [pair for pair in combinations(captions, 2) if pair[0].overlaps(pair[1])]
    for box in (*boxes, *captions):
        assert box.x - box.w / 2 >= 0 and box.x + box.w / 2 <= shown.plan.width
        assert box.y - box.h / 2 >= 0 and box.y + box.h / 2 <= shown.plan.height
    for stroke in shown.plan.strokes:
        (x, y), (to_x, to_y) = stroke.points
        assert abs(x - to_x) < 0.11 or abs(y - to_y) < 0.11
        for box in boxes:
            text = Box(box.x + 25, box.y, box.w - 52, box.h - 2)
            assert not text.is_crossed_by((x, y), (to_x, to_y)), (stroke, box)

    no_two_lines_run_into_each_other(shown)


def no_two_lines_run_into_each_other(shown: Drawn) -> None:
    """No piece of a line lies on a piece of another, where one would read them as one line."""
    for across, along in ((0, 1), (1, 0)):
        pieces = [
            (stroke.points[0][across], *sorted((stroke.points[0][along], stroke.points[1][along])))
            for stroke in shown.plan.strokes
            if stroke.points[0][across] == stroke.points[1][across]
        ]
        for (one, start, end), (other, its_start, its_end) in combinations(pieces, 2):
            assert abs(one - other) > 2.4 or min(end, its_end) - max(start, its_start) <= 1


def test_a_finding_of_a_class_frames_nobody() -> None:
    school = place("s", "Hillside")
    found = finding(school, exposure("near_child_site", (HIM, Link("n", "NEAR", "o", "s", derived=True), school),
                                     Strength.MODERATE, "Near."))  # fmt: skip
    assert drawn([HIM], [], [found]).family.members[0].at_risk == ""
