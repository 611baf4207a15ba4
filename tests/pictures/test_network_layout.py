"""Where things stand in a network picture: layers around the offender, households together, nothing over anything else."""

from dataclasses import replace
from itertools import combinations

import pytest

from graph_service.model.records import Link, Network, Record, Relation
from graph_service.model.vocabulary import Kind
from graph_service.pictures.network.build import Picture, network_picture
from graph_service.pictures.style import LineKind
from graph_service.wording import provenance
from tests.pictures.samples import VIEW, crowd, person, place

OLAF = person("o", "Olaf Vane", "1980-01-01")


def around(*records_and_links: Record | Link) -> Picture:
    nodes = tuple(item for item in records_and_links if isinstance(item, Record))
    links = tuple(item for item in records_and_links if isinstance(item, Link))
    return network_picture(OLAF, (), Network(nodes, links), VIEW)


def lives(who: str, where: str, **more: str) -> Link:
    return Link(f"{who}-{where}", "LIVES_AT", who, where, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("size", [20, 40, 60])
def test_who_is_fewer_steps_away_stands_nearer(size: int) -> None:
    case = crowd(size)
    picture = network_picture(case[0].person, case[1], None, VIEW)
    middle = picture.nodes[0].box
    assert picture.nodes[0].steps == 0 and len(picture.rings) >= 2
    for ring, further in zip(picture.rings, picture.rings[1:], strict=False):
        assert ring.across < further.across and ring.down < further.down
        assert (ring.x, ring.y) == pytest.approx((middle.x, middle.y), abs=0.2)
    for node in picture.nodes[1:]:
        assert node.steps is not None
        away = [
            ((node.box.x - ring.x) / ring.across) ** 2 + ((node.box.y - ring.y) / ring.down) ** 2
            for ring in picture.rings
        ]
        assert away[node.steps - 1] <= 1, f"{node.name} stands outside its layer"
        assert node.steps == 1 or away[node.steps - 2] > 1, f"{node.name} stands inside a nearer layer"
    told = [ring.words for ring in picture.rings if ring.words]
    assert told == [f"{step} {'step' if step == 1 else 'steps'} away" for step in range(1, len(picture.rings) + 1)]


def houses(count: int) -> Picture:
    """As many households of four around the offender."""
    items: list[Record | Link] = []
    for number in range(count):
        home = place(f"h{number}", f"{number} Long Row")
        items.append(home)
        for one in range(3):
            who = person(f"p{number}-{one}", f"Ann{number} Lee{one}", "1990-01-01" if one == 0 else "2015-01-01")
            items += [who, lives(who.id, home.id)]
        items.append(Link(f"f{number}", "FRIEND_OF", "o", f"p{number}-0"))
    return around(*items)


@pytest.mark.parametrize("count", [1, 4, 8, 14, 30, 45])
def test_households_hold_their_own_and_nothing_lies_over_anything(count: int) -> None:
    picture = houses(count)
    assert len(picture.households) == count
    for one, other in combinations(picture.households, 2):
        assert not one.box.overlaps(other.box)
    for node, beside in combinations(picture.nodes, 2):
        assert not node.box.overlaps(beside.box)
    for home in picture.households:
        inside = {node.key for node in picture.nodes if node.box.overlaps(home.box)}
        assert inside == set(home.nodes)
        assert home.box.x - home.box.w / 2 >= 0 and home.box.y + home.box.h / 2 <= picture.height


def test_weak_evidence_the_past_and_a_prison_enclose_nobody() -> None:
    ann, ben, home = person("a", "Ann Ash"), person("b", "Ben Birch"), place("h", "1 Low Row", kind="DWELLING")
    ties = (Link("1", "FRIEND_OF", "o", "a"), Link("2", "FRIEND_OF", "o", "b"), lives("a", "h"))
    assert len(around(ann, ben, home, *ties, lives("b", "h")).households) == 1
    for change in ({"grade": "3B"}, {"grade": "1D"}, {"valid_to": "2026-01-01"}, {"valid_from": "2026-07-01"}):
        assert around(ann, ben, home, *ties, lives("b", "h", **change)).households == ()
    prison = replace(home, values={**home.values, "kind": "PRISON"})
    assert around(ann, ben, prison, *ties, lives("b", "h")).households == ()


def test_a_child_with_two_homes_is_drawn_in_the_main_one_and_named_on_the_other() -> None:
    people = [person(key, f"{key.title()} Orr") for key in ("mum", "dad", "aunt", "kid")]
    homes = [place("first", "1 Low Row"), place("second", "2 High Row")]
    links = [
        lives("mum", "first"),
        lives("kid", "first", role="MAIN"),
        lives("dad", "second"),
        lives("aunt", "second"),
        lives("kid", "second", role="SECONDARY"),
        Link("f", "FRIEND_OF", "o", "mum"),
    ]
    first, second = sorted(around(*people, *homes, *links).households, key=lambda home: home.place)
    assert first.title == "Household: 1 Low Row" and set(first.members) == {"Mum Orr", "Kid Orr"}
    assert second.title == "Household: 2 High Row, also Kid Orr"
    assert set(second.members) == {"Dad Orr", "Aunt Orr", "Kid Orr"} and len(second.nodes) == 3


def test_what_began_and_ended_is_told_by_day_and_what_has_no_date_is_not() -> None:
    ann, home = person("a", "Ann Ash"), place("h", "1 Low Row")
    picture = around(
        ann,
        home,
        Link("p", "PARTNER_OF", "o", "a", valid_from="2019-02-01", valid_to="2021-08-14"),
        Link("c", "CONTACTED", "o", "a", role="CALL", valid_from="2026-05-03", valid_to="2026-06-01"),
        lives("a", "h"),
    )
    assert [(moment.day, moment.changes) for moment in picture.timeline] == [
        ("2019-02-01", ("Olaf Vane is Ann Ash's partner: from this day",)),
        ("2021-08-14", ("Olaf Vane is Ann Ash's partner: no longer",)),
        ("2026-05-03", ("Olaf Vane called Ann Ash: first time",)),
        ("2026-05-31", ("Olaf Vane called Ann Ash: last time",)),
    ]
    past = next(edge for edge in picture.edges if "was partner of" in edge.caption)
    assert (past.kind, past.begin, past.until) == (LineKind.OTHER_TIME, "2019-02-01", "2021-08-14")


@pytest.mark.parametrize(
    ("relation", "told"),
    [
        (Relation("x", "PARENT_OF", True, 2, 2, 2, 2), "is a parent of (2)"),
        (Relation("x", "PARENT_OF", False, 1, 1, 1, 1), "is a child of (1)"),
        (Relation("x", "LIVES_AT", True, 3, 1, 2, 0), "lives at (2, not on this day)"),
        (Relation("x", "LIVES_AT", True, 3, 1, 3, 1), "lives at (3, 2 of them not on this day)"),
        (Relation("x", "CONTACTED", True, 4, 0, 4, 0), "contacted (4)"),
        (Relation("x", "ATTENDS", False, 1500, 1500, 1499, 1499), "is attended by (1,499)"),
    ],
)
def test_what_lies_around_is_told_with_its_count(relation: Relation, told: str) -> None:
    assert provenance.around(relation) == told


def test_a_crowd_is_counted_by_what_it_is() -> None:
    school = Record(Kind.SCHOOL, "s", {"name": "Brook Primary"})
    many = Relation("s", "ATTENDS", False, 1600, 1500, 1499, 1499)
    assert provenance.crowd(many, school) == "1,500 pupils recorded"
    assert provenance.crowd(Relation("o", "CONTACTED", True, 80, 0, 80, 0), OLAF) == "Contacted: 80"
