"""Both clocks: what a view sees after corrections, endings, confidential versions and regradings."""

from datetime import timedelta
from pathlib import Path

from graph_service.importing.problems import BundleRefused
from graph_service.model.clock import to_microseconds
from graph_service.store.graph import Graph
from tests.importing.bundles import (
    APRIL,
    FEBRUARY,
    JANUARY,
    MARCH,
    contents,
    link,
    live,
    load,
    person,
    refusal,
    seen,
)

BEFORE = JANUARY - timedelta(days=30)
PAIR = [person("p1"), person("p2")]


async def name_at(graph: Graph, *views: object, cleared: bool = False) -> list[str | None]:
    found = [await seen(graph, "p1", at, cleared=cleared) for at in views]  # type: ignore[arg-type]
    return [None if one is None else one.get("given_names", "") for one in found]


async def test_the_same_bundle_again_changes_nothing(empty_store: Graph, tmp_path: Path) -> None:
    files = {
        "sources": [{"id": "s1", "handling": "C"}],
        "people": [person("p1", source_id="s1"), person("p2", recorded_at="2025-01-01T00:00:00Z")],
        "addresses": [{"id": "b", "latitude": "1.5", "longitude": "2"}, {"id": "a", "building_id": "b"}],
        "offenders": [{"person_id": "p1", "category": "1"}],
        "profiles": [{"person_id": "p1", "profile": "CHILD_SEXUAL", "source_id": "s1"}],
        "relationships": [
            link("FRIEND_OF", "p1", "p2"),
            link("VISITS", "p1", "a", "r1", superseded_at="2027-01-01T00:00:00Z"),
        ],
    }
    first = await load(empty_store, tmp_path, JANUARY, **files)
    assert first.written == 9
    before = await contents(empty_store)
    again = await load(empty_store, tmp_path, FEBRUARY, **files)
    assert again.written == 0
    assert sum(counts.unchanged for counts in again.counts.values()) == 9
    assert await contents(empty_store) == before
    turned = await load(empty_store, tmp_path, FEBRUARY, relationships=[link("FRIEND_OF", "p2", "p1")])
    assert turned.counts["relationships.csv"].unchanged == 1


async def test_a_changed_record_supersedes(empty_store: Graph, tmp_path: Path) -> None:
    await load(empty_store, tmp_path, JANUARY, people=[person("p1", given_names="Ann", sex="F")])
    result = await load(empty_store, tmp_path, FEBRUARY, people=[person("p1", given_names="Anna")])
    assert result.counts["people.csv"].changed == 1
    await load(empty_store, tmp_path, MARCH, people=[person("p1", given_names="Anne")])
    assert await name_at(empty_store, BEFORE, JANUARY, FEBRUARY, MARCH) == ["Ann", "Ann", "Anna", "Anne"]
    latest, first = await seen(empty_store, "p1", APRIL), await seen(empty_store, "p1", JANUARY)
    assert latest is not None
    assert first is not None
    assert (latest["version"], first["version"]) == (3, 1)
    assert "sex" not in latest
    assert first["sex"] == "F"


async def test_a_changed_relationship_supersedes(empty_store: Graph, tmp_path: Path) -> None:
    await load(empty_store, tmp_path, JANUARY, people=PAIR, relationships=[link("MINDS", "p1", "p2", "r1")])
    await load(empty_store, tmp_path, FEBRUARY, relationships=[link("MINDS", "p1", "p2", "r1", role="ACTUAL")])
    await load(empty_store, tmp_path, MARCH, relationships=[link("MINDS", "p1", "p2", "r1", status="REFUTED")])
    assert await live(empty_store, "r1", BEFORE) is None
    first, second = await live(empty_store, "r1", JANUARY), await live(empty_store, "r1", FEBRUARY)
    assert first is not None
    assert second is not None
    assert (first["key"], first.get("role"), first["known_to"]) == ("r1/1", None, to_microseconds(FEBRUARY))
    assert (second["key"], second["role"], second["recorded_at"]) == ("r1/2", "ACTUAL", to_microseconds(FEBRUARY))
    assert await live(empty_store, "r1", MARCH) is None
    row = await empty_store.fetch("MATCH ()-[r:MINDS {key: 'r1'}]->() RETURN [r.version, r.status, r.usable] AS found")
    assert row == {"found": [3, "REFUTED", False]}


async def test_a_recorded_change_is_known_from_its_instant(empty_store: Graph, tmp_path: Path) -> None:
    await load(
        empty_store, tmp_path, JANUARY, people=[person("p1", given_names="Ann", recorded_at="2026-01-01T00:00Z")]
    )
    row = person("p1", given_names="Anna", recorded_at="2026-02-01T00:00Z")
    await load(empty_store, tmp_path, MARCH, people=[row])
    assert await name_at(empty_store, BEFORE, JANUARY, FEBRUARY) == [None, "Ann", "Anna"]
    earlier = person("p1", given_names="Anne", recorded_at="2026-01-15T00:00Z")
    await load(empty_store, tmp_path, APRIL, people=[earlier])
    assert await name_at(empty_store, JANUARY, FEBRUARY, MARCH, APRIL) == ["Ann", "Anna", "Anna", "Anne"]


async def test_a_row_that_only_ends_makes_no_version(empty_store: Graph, tmp_path: Path) -> None:
    row = link("FRIEND_OF", "p1", "p2", "r1")
    ending = "2026-02-10T09:00:00Z"
    await load(
        empty_store, tmp_path, JANUARY, people=[person("p1", given_names="Ann"), person("p2")], relationships=[row]
    )
    result = await load(
        empty_store,
        tmp_path,
        MARCH,
        people=[person("p1", given_names="Ann", superseded_at=ending)],
        relationships=[{**row, "superseded_at": ending}],
    )
    assert result.written == 2
    assert await name_at(empty_store, JANUARY, FEBRUARY) == ["Ann", None]
    assert await live(empty_store, "r1", JANUARY) is not None
    assert await live(empty_store, "r1", FEBRUARY) is None
    count = await empty_store.fetch("MATCH ()-[r:FRIEND_OF]->() RETURN [count(r), max(r.version)] AS found")
    assert count == {"found": [1, 1]}
    again = await load(empty_store, tmp_path, MARCH, relationships=[{**row, "superseded_at": ending}])
    assert again.written == 0
    problems = await refusal(
        empty_store, tmp_path, MARCH, relationships=[{**row, "superseded_at": "2026-01-10T09:00:00Z"}]
    )
    assert [(problem.line, problem.column) for problem in problems] == [(2, "superseded_at")]


async def test_absence_is_not_news(empty_store: Graph, tmp_path: Path) -> None:
    await load(empty_store, tmp_path, JANUARY, people=PAIR, relationships=[link("FRIEND_OF", "p1", "p2", "r1")])
    await load(empty_store, tmp_path, FEBRUARY, people=[person("p3")], relationships=[link("FRIEND_OF", "p1", "p3")])
    assert await live(empty_store, "r1", MARCH) is not None
    assert await seen(empty_store, "p2", MARCH) is not None


SOURCES = [{"id": "open"}, {"id": "closed", "handling": "C"}]


async def test_a_confidential_record_is_not_there_for_the_uncleared(empty_store: Graph, tmp_path: Path) -> None:
    await load(
        empty_store,
        tmp_path,
        JANUARY,
        sources=SOURCES,
        people=[person("p1", source_id="closed"), person("p2")],
        profiles=[{"person_id": "p2", "profile": "CHILD_SEXUAL", "source_id": "closed"}],
        relationships=[link("FRIEND_OF", "p1", "p2", "r1", source_id="closed")],
    )
    for id_ in ("p1", "closed"):
        assert await seen(empty_store, id_, JANUARY) is None
        assert await seen(empty_store, id_, JANUARY, cleared=True) is not None
    assert await live(empty_store, "r1", JANUARY) is None
    assert await live(empty_store, "r1", JANUARY, cleared=True) is not None
    hidden = await empty_store.fetch("MATCH (n:Profile) RETURN n.open_to <= n.known_from AS hidden")
    assert hidden == {"hidden": True}


async def test_a_confidential_version_never_hides_an_open_one(empty_store: Graph, tmp_path: Path) -> None:
    def rows(name: str, source: str) -> dict[str, list[dict[str, str]]]:
        return {
            "people": [person("p1", given_names=name, source_id=source), person("p2")],
            "relationships": [link("FRIEND_OF", "p1", "p2", "r1", detail=name, source_id=source)],
        }

    await load(empty_store, tmp_path, JANUARY, sources=SOURCES, **rows("one", "open"))
    await load(empty_store, tmp_path, FEBRUARY, **rows("two", "closed"))
    await load(empty_store, tmp_path, MARCH, **rows("three", "open"))
    views = (JANUARY, FEBRUARY, MARCH)
    assert await name_at(empty_store, *views) == ["one", "one", "three"]
    assert await name_at(empty_store, *views, cleared=True) == ["one", "two", "three"]
    for cleared, details in ((False, ["one", "one", "three"]), (True, ["one", "two", "three"])):
        found = [await live(empty_store, "r1", at, cleared=cleared) for at in views]
        assert [one and one["detail"] for one in found] == details


async def test_a_confidential_ending_ends_nothing_for_the_uncleared(empty_store: Graph, tmp_path: Path) -> None:
    await load(
        empty_store, tmp_path, JANUARY, sources=SOURCES, people=[person("p1", given_names="Ann", source_id="open")]
    )
    row = person("p1", given_names="Bea", source_id="closed", superseded_at="2026-03-10T09:00:00Z")
    await load(empty_store, tmp_path, FEBRUARY, people=[row])
    assert await name_at(empty_store, FEBRUARY, MARCH) == ["Ann", "Ann"]
    assert await name_at(empty_store, FEBRUARY, MARCH, cleared=True) == ["Bea", None]


async def test_the_latest_handling_of_a_source_governs(empty_store: Graph, tmp_path: Path) -> None:
    await load(
        empty_store,
        tmp_path,
        JANUARY,
        sources=[{"id": "s"}],
        people=[person("p1", given_names="Ann", source_id="s"), person("p2")],
        relationships=[link("FRIEND_OF", "p1", "p2", "r1", source_id="s")],
    )
    await load(empty_store, tmp_path, FEBRUARY, people=[person("p1", given_names="Anna", source_id="s")])
    await load(empty_store, tmp_path, MARCH, sources=[{"id": "s", "handling": "C"}])
    assert await name_at(empty_store, JANUARY, FEBRUARY, APRIL) == [None, None, None]
    assert await name_at(empty_store, JANUARY, FEBRUARY, cleared=True) == ["Ann", "Anna"]
    for at in (JANUARY, APRIL):
        assert await live(empty_store, "r1", at) is None
        assert await seen(empty_store, "s", at) is None
        assert await live(empty_store, "r1", at, cleared=True) is not None
    await load(empty_store, tmp_path, APRIL, sources=[{"id": "s", "handling": "P"}])
    assert await name_at(empty_store, JANUARY, FEBRUARY, APRIL) == ["Ann", "Anna", "Anna"]
    assert await live(empty_store, "r1", JANUARY) is not None
    assert await seen(empty_store, "s", JANUARY) is not None


async def test_a_source_graded_anew_splits_what_it_carries(empty_store: Graph, tmp_path: Path) -> None:
    profile = {"person_id": "p1", "profile": "CHILD_SEXUAL", "source_id": "s"}
    source = {"id": "s", "source_evaluation": "1", "intelligence_assessment": "A"}
    await load(
        empty_store,
        tmp_path,
        JANUARY,
        sources=[source],
        people=[person("p1", source_id="s"), person("p2")],
        profiles=[profile],
        relationships=[link("FRIEND_OF", "p1", "p2", "r1", source_id="s"), link("SIBLING_OF", "p1", "p2", "r2")],
    )
    await load(empty_store, tmp_path, MARCH, sources=[{**source, "intelligence_assessment": "E"}])
    old, new = await live(empty_store, "r1", FEBRUARY), await live(empty_store, "r1", MARCH)
    assert old is not None
    assert new is not None
    assert [(one["key"], one["grade"], one["usable"]) for one in (old, new)] == [
        ("r1/1", "1A", True),
        ("r1", "1E", False),
    ]
    assert new["recorded_at"] == old["recorded_at"] == to_microseconds(JANUARY)
    untouched = await live(empty_store, "r2", MARCH)
    assert untouched is not None
    assert untouched["version"] == 1
    row = await empty_store.fetch("MATCH (n:Profile) RETURN n.id AS id")
    assert row is not None
    for id_ in (row["id"], "p1"):
        found = [await seen(empty_store, id_, at) for at in (FEBRUARY, MARCH)]
        assert [one and one["grade"] for one in found] == ["1A", "1E"]
    again = await load(
        empty_store,
        tmp_path,
        APRIL,
        profiles=[profile],
        relationships=[link("FRIEND_OF", "p1", "p2", "r1", source_id="s")],
    )
    assert again.written == 0


async def test_regrading_and_changing_in_one_bundle(empty_store: Graph, tmp_path: Path) -> None:
    source = {"id": "s", "source_evaluation": "1", "intelligence_assessment": "A"}
    row = link("FRIEND_OF", "p1", "p2", "r1", source_id="s")
    await load(empty_store, tmp_path, JANUARY, sources=[source], people=PAIR, relationships=[row])
    regraded = {**source, "source_evaluation": "3", "recorded_at": "2026-02-10T09:00:00Z"}
    await load(empty_store, tmp_path, MARCH, sources=[regraded], relationships=[{**row, "detail": "new"}])
    found = [await live(empty_store, "r1", at) for at in (JANUARY, FEBRUARY, MARCH)]
    assert [one and (one["grade"], one.get("detail")) for one in found] == [
        ("1A", None),
        ("3A", None),
        ("3A", "new"),
    ]


async def test_a_correction_recorded_when_its_source_is_graded_anew_is_known_from_that_instant(
    empty_store: Graph, tmp_path: Path
) -> None:
    """Found by the oracle: the correction was known from the import on, and a refuted link stood until then."""
    source = {"id": "s1", "source_evaluation": "1", "intelligence_assessment": "A"}
    tie = link("FRIEND_OF", "p1", "p2", "r1", source_id="s1", recorded_at="2024-01-01T00:00:00Z")
    await load(empty_store, tmp_path, JANUARY, sources=[source], people=PAIR, relationships=[tie])
    then = FEBRUARY.isoformat()
    await load(
        empty_store,
        tmp_path,
        MARCH,
        sources=[source | {"source_evaluation": "2", "recorded_at": then}],
        relationships=[tie | {"status": "REFUTED", "recorded_at": then}],
    )
    known = [(one["status"], one["known_from"]) for one in await contents_of_link(empty_store, "r1")]
    assert known[-1] == ("REFUTED", to_microseconds(FEBRUARY))


async def test_a_correction_recorded_before_its_source_was_graded_anew_is_known_from_then(
    empty_store: Graph, tmp_path: Path
) -> None:
    """Found by the oracle: it was known from the import on, and a refuted link stood until then."""
    source = {"id": "s1", "source_evaluation": "1", "intelligence_assessment": "A"}
    regraded = [source | {"source_evaluation": "2", "recorded_at": FEBRUARY.isoformat()}]
    first, second = ("2024-01-01T00:00:00Z", (FEBRUARY - timedelta(days=10)).isoformat())
    ties = [link("FRIEND_OF", "p1", "p2", id_, source_id="s1", recorded_at=first) for id_ in ("r1", "r2")]
    corrected = [ties[0] | {"status": "REFUTED"}, ties[1] | {"detail": "new"}]
    named = [person("p1", source_id="s1"), person("p2")]
    renamed = [named[0] | {"given_names": "Ann", "recorded_at": second}]
    await load(empty_store, tmp_path, BEFORE, sources=[source], people=named, relationships=ties)
    await load(
        empty_store,
        tmp_path,
        MARCH,
        sources=regraded,
        people=renamed,
        relationships=[tie | {"recorded_at": second} for tie in corrected],
    )
    views = (JANUARY, FEBRUARY - timedelta(days=10, seconds=1), FEBRUARY - timedelta(days=9), FEBRUARY, APRIL)
    assert [await live(empty_store, "r1", at) is not None for at in views] == [True, True, False, False, False]
    detailed = [await live(empty_store, "r2", at) for at in views]
    assert [one and (one.get("detail"), one["grade"], one["usable"]) for one in detailed] == [
        (None, "1A", True),
        (None, "1A", True),
        ("new", "1A", True),
        ("new", "2A", True),
        ("new", "2A", True),
    ]
    people = [await seen(empty_store, "p1", at) for at in views]
    assert [one and (one.get("given_names"), one["grade"]) for one in people] == [
        (None, "1A"),
        (None, "1A"),
        ("Ann", "1A"),
        ("Ann", "2A"),
        ("Ann", "2A"),
    ]
    again = await load(
        empty_store,
        tmp_path,
        APRIL,
        people=renamed,
        relationships=[tie | {"recorded_at": second} for tie in corrected],
    )
    assert again.written == 0


async def test_what_comes_in_late_has_the_grade_that_its_source_had_then(empty_store: Graph, tmp_path: Path) -> None:
    """Found by the oracle: it had the latest grade at every view, so that what was weak then counted as good."""
    source = {"id": "s1", "source_evaluation": "3", "intelligence_assessment": "A"}
    first, second = ("2024-01-01T00:00:00Z", (FEBRUARY - timedelta(days=10)).isoformat())
    tie = link("FRIEND_OF", "p1", "p2", "r1", recorded_at=first)
    await load(empty_store, tmp_path, BEFORE, sources=[source], people=PAIR, relationships=[tie])
    regraded = {**source, "source_evaluation": "1", "recorded_at": FEBRUARY.isoformat()}
    later = {"id": "s2", "recorded_at": FEBRUARY.isoformat(), "source_evaluation": "3"}
    corrected = tie | {"detail": "new", "source_id": "s1", "recorded_at": second}
    late = link("VISITS", "p1", "p2", "r2", source_id="s1", recorded_at=second)
    before_its_source = link("VISITS", "p2", "p1", "r3", source_id="s2", recorded_at=second)
    await load(
        empty_store,
        tmp_path,
        MARCH,
        sources=[regraded, later],
        people=[person("p3", source_id="s1", recorded_at=second), person("p4", source_id="s1")],
        relationships=[corrected, late, before_its_source],
    )
    views = (FEBRUARY - timedelta(days=10, seconds=1), FEBRUARY - timedelta(days=9), FEBRUARY, APRIL)
    links = {id_: [await live(empty_store, id_, at) for at in views] for id_ in ("r1", "r2", "r3")}
    assert {id_: [one and (one["grade"], one["usable"]) for one in found] for id_, found in links.items()} == {
        "r1": [("1A", True), ("3A", False), ("1A", True), ("1A", True)],
        "r2": [None, ("3A", False), ("1A", True), ("1A", True)],
        "r3": [None, ("3C", False), ("3C", False), ("3C", False)],
    }
    people = {id_: [await seen(empty_store, id_, at) for at in views] for id_ in ("p3", "p4")}
    assert {id_: [one and one["grade"] for one in found] for id_, found in people.items()} == {
        "p3": [None, "3A", "1A", "1A"],
        "p4": ["3A", "3A", "1A", "1A"],
    }


async def test_what_ended_before_its_source_was_graded_anew_ends_then(empty_store: Graph, tmp_path: Path) -> None:
    source = {"id": "s1", "source_evaluation": "1", "intelligence_assessment": "A"}
    people = [person("p1", source_id="s1"), person("p2")]
    tie = link("FRIEND_OF", "p1", "p2", "r1", source_id="s1")
    await load(empty_store, tmp_path, BEFORE, sources=[source], people=people, relationships=[tie])
    regraded = {**source, "source_evaluation": "3", "recorded_at": FEBRUARY.isoformat()}
    await load(empty_store, tmp_path, MARCH, sources=[regraded])
    ended = {"superseded_at": JANUARY.isoformat()}
    await load(empty_store, tmp_path, APRIL, people=[people[0] | ended], relationships=[tie | ended])
    views = (BEFORE, JANUARY, FEBRUARY, APRIL)
    assert [await live(empty_store, "r1", at) is not None for at in views] == [True, False, False, False]
    assert [await seen(empty_store, "p1", at) is not None for at in views] == [True, False, False, False]


async def contents_of_link(graph: Graph, link_id: str) -> list[dict[str, object]]:
    rows = await graph.execute(
        "MATCH ()-[r {id: $id}]->() RETURN properties(r) AS version ORDER BY r.version", {"id": link_id}
    )
    return [row["version"] for row in rows]


async def test_a_new_owner_is_led_to_as_well(empty_store: Graph, tmp_path: Path) -> None:
    order = {"id": "o1", "kind": "SHPO"}
    await load(empty_store, tmp_path, JANUARY, people=PAIR, orders=[{**order, "person_id": "p1"}])
    await load(empty_store, tmp_path, FEBRUARY, orders=[{**order, "person_id": "p2"}])
    found = [await seen(empty_store, "o1", at) for at in (JANUARY, FEBRUARY)]
    assert [one and one["person_id"] for one in found] == ["p1", "p2"]
    row = await empty_store.fetch("MATCH (p:Person)-[:SUBJECT_TO]->(:Order) RETURN count(p) AS owners")
    assert row == {"owners": 2}


async def test_each_import_that_writes_is_a_numbered_change(empty_store: Graph, tmp_path: Path) -> None:
    await load(empty_store, tmp_path, JANUARY, people=PAIR)
    await load(empty_store, tmp_path, FEBRUARY, people=PAIR)
    await load(empty_store, tmp_path, MARCH, people=[person("p3")])
    row = await empty_store.fetch(
        "MATCH (c:Change) WITH c ORDER BY c.number RETURN collect([c.number, c.kind, c.at, c.people]) AS found"
    )
    assert row == {
        "found": [
            [1, "IMPORT", to_microseconds(JANUARY), 2],
            [2, "IMPORT", to_microseconds(MARCH), 1],
        ]
    }


async def test_a_later_error_leaves_the_earlier_versions(empty_store: Graph, tmp_path: Path) -> None:
    await load(empty_store, tmp_path, JANUARY, people=[person("p1", given_names="Ann")])
    before = await contents(empty_store)
    try:
        await load(
            empty_store,
            tmp_path,
            FEBRUARY,
            people=[person("p1", given_names="Anna")],
            relationships=[link("FRIEND_OF", "p1", "nobody")],
        )
    except BundleRefused as refused:
        assert len(refused.problems) == 1
    assert await contents(empty_store) == before
