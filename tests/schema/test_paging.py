"""Lists in pages, while what they list changes between one page and the next."""

from base64 import urlsafe_b64decode
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import pytest
from neo4j import Driver, GraphDatabase, Query

from graph_service.errors import InputRefused
from graph_service.importing.importer import import_bundle
from graph_service.local_neo4j.server import ConnectionDetails
from graph_service.security.cursors import Cursors, Ordered
from graph_service.settings import Settings
from graph_service.store.graph import Graph
from tests.schema.asking import ask
from tests.worlds import link, person, write_bundle

PUPILS = """query($first: Int, $after: String) { node(id: "sch") { ... on School {
  relationships(first: $first, after: $after) { totalCount nodes { id } edges { cursor }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } } }"""
OFFENDERS = """query($first: Int, $after: String) { offenders(first: $first, after: $after) {
  totalCount nodes { person { id } } edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"""


class Paged:
    """A list in a store that is empty at first."""

    def __init__(self, graph: Graph, settings: Settings, folder: Path) -> None:
        self._graph, self._settings, self._folder = graph, settings, folder
        self._written = 0

    async def write(self, **files: Any) -> None:
        self._written += 1
        await import_bundle(self._graph, write_bundle(self._folder / str(self._written), **files))

    async def page(self, query: str, first: int, after: str | None = None) -> Mapping[str, Any]:
        answer = await ask(self._graph, self._settings, query, first=first, after=after)
        assert answer.errors == []
        found: Mapping[str, Any] = answer.data.get("offenders") or answer.data["node"]["relationships"]
        cursors = [edge["cursor"] for edge in found["edges"]]
        about = found["pageInfo"]
        assert (about["startCursor"], about["endCursor"]) == ((cursors[0], cursors[-1]) if cursors else (None, None))
        return found

    async def rest(self, query: str, first: int, after: str | None) -> list[str]:
        """The ids on the pages after a cursor."""
        found: list[str] = []
        while True:
            page = await self.page(query, first, after)
            found += ids(page)
            after = page["pageInfo"]["endCursor"]
            if not page["pageInfo"]["hasNextPage"]:
                return found


def ids(page: Mapping[str, Any]) -> list[str]:
    return [node["id"] if "id" in node else node["person"]["id"] for node in page["nodes"]]


@pytest.fixture
def paged(empty_store: Graph, settings: Settings, tmp_path: Path) -> Paged:
    return Paged(empty_store, settings, tmp_path)


def attends(number: int, **more: Any) -> Mapping[str, Any]:
    return link("ATTENDS", f"k{number:02}", "sch", id=f"r{number:02}", valid_from="2024-09-01", **more)


async def test_pupils_who_began_on_one_day_are_each_listed_once_while_some_come_and_go(paged: Paged) -> None:
    pupils = [person(f"k{number:02}", given_names=f"Kid {number}") for number in range(40)]
    await paged.write(
        people=pupils,
        schools=[{"id": "sch", "name": "Hill School"}],
        relationships=[attends(number) for number in range(10, 30)],
    )
    first = await paged.page(PUPILS, 10)
    assert ids(first) == [f"r{number}" for number in range(10, 20)] and first["totalCount"] == 20
    assert (first["pageInfo"]["hasPreviousPage"], first["pageInfo"]["hasNextPage"]) == (False, True)
    after = first["pageInfo"]["endCursor"]
    # Five before the cursor are refuted, and the one it stands for: nobody after it is passed over.
    await paged.write(
        relationships=[attends(number, status="REFUTED") for number in (10, 11, 12, 13, 14, 19)],
    )
    assert await paged.rest(PUPILS, 4, after) == [f"r{number}" for number in range(20, 30)]
    # Five new ones before it: nobody is listed again.
    await paged.write(relationships=[attends(number) for number in range(5)])
    assert await paged.rest(PUPILS, 4, after) == [f"r{number}" for number in range(20, 30)]
    page = await paged.page(PUPILS, 4, after)
    assert page["totalCount"] == 19 and page["pageInfo"]["hasPreviousPage"] is True


async def test_a_renamed_offender_takes_nobody_out_of_the_list_and_nobody_into_it_twice(paged: Paged) -> None:
    names = [f"Family{number:02}" for number in range(22)]
    people = [person(f"o{number:02}", given_names="Olaf", family_name=name) for number, name in enumerate(names)]
    await paged.write(
        people=people,
        offenders=[{"person_id": f"o{number:02}", "category": 1, "managed_from": "2020-01-01"} for number in range(22)],
    )
    first = await paged.page(OFFENDERS, 10)
    after = first["pageInfo"]["endCursor"]
    assert ids(first) == [f"o{number:02}" for number in range(10)]
    for name in ("Zacharias", "Aaron"):
        await paged.write(people=[person("o09", given_names="Olaf", family_name=name)])
        rest = await paged.rest(OFFENDERS, 5, after)
        assert [one for one in rest if one != "o09"] == [f"o{number}" for number in range(10, 22)]
    page = await paged.page(OFFENDERS, 5, after)
    assert page["totalCount"] == 22 and page["pageInfo"]["hasPreviousPage"] is True
    assert first["pageInfo"]["hasPreviousPage"] is False
    last = await paged.page(OFFENDERS, 100, after)
    beyond = await paged.page(OFFENDERS, 5, last["pageInfo"]["endCursor"])
    assert ids(beyond) == [] and beyond["pageInfo"]["hasPreviousPage"] is True


async def test_who_is_managed_no_more_still_marks_a_place(paged: Paged) -> None:
    await paged.write(
        people=[person(f"o{number}", family_name=f"Family{number}") for number in range(4)],
        offenders=[{"person_id": f"o{number}", "category": 1, "managed_from": "2020-01-01"} for number in range(4)],
    )
    after = (await paged.page(OFFENDERS, 2))["pageInfo"]["endCursor"]
    await paged.write(
        offenders=[{"person_id": "o1", "category": 1, "managed_from": "2020-01-01", "managed_to": "2021-01-01"}]
    )
    assert await paged.rest(OFFENDERS, 1, after) == ["o2", "o3"]


class Profiling:
    """A store that adds up what its statements read."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver
        self.hits = 0

    async def fetch(self, text: str, parameters: Mapping[str, Any], *, timeout_s: float | None = None) -> Any:
        with self._driver.session() as session:
            result = session.run(Query("PROFILE " + text, timeout=timeout_s), dict(parameters))
            (record,) = result.data()
            self.hits += _hits(result.consume().profile)
        return record

    fetch_planned = fetch


def _hits(profile: Any) -> int:
    return int(profile["dbHits"]) + sum(map(_hits, profile.get("children", ())))


async def test_only_who_asks_how_many_offenders_there_are_has_them_gone_through_twice(
    paged: Paged, settings: Settings, neo4j_server: ConnectionDetails
) -> None:
    many = [f"o{number:03}" for number in range(200)]
    await paged.write(
        people=[person(one, family_name=one) for one in many],
        offenders=[{"person_id": one, "category": 1, "managed_from": "2020-01-01"} for one in many],
    )
    after = (await paged.page(OFFENDERS, 5))["pageInfo"]["endCursor"]

    async def hits(selection: str, after: str | None) -> int:
        query = f"query($after: String) {{ offenders(first: 5, after: $after) {{ nodes {{ category }} {selection} }} }}"
        with GraphDatabase.driver(neo4j_server.uri, auth=(neo4j_server.user, neo4j_server.password)) as driver:
            profiling = Profiling(driver)
            answer = await ask(cast(Graph, profiling), settings, query, after=after)
        assert answer.errors == [] and len(answer.data["offenders"]["nodes"]) == 5
        return profiling.hits

    whole = await hits("pageInfo { hasNextPage hasPreviousPage startCursor endCursor }", None)
    later = await hits("pageInfo { hasNextPage hasPreviousPage startCursor endCursor }", after)
    assert later < 1.2 * whole
    assert later < 1.2 * await hits("", after)
    assert await hits("totalCount", after) > 1.2 * later


def test_a_cursor_says_nothing_and_is_that_of_one_list(settings: Settings) -> None:
    cursors = Cursors.of(settings)
    place = ("o’brien", "siân", "person-17")
    cursor = cursors.seal(Ordered.OFFENDERS, place)
    assert cursors.open(Ordered.OFFENDERS, cursor) == place
    assert cursors.seal(Ordered.OFFENDERS, place) == cursor, "the same place has the same cursor"
    raw = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    assert not any(part in raw for part in (b"brien", b"person", "siân".encode()))
    assert len(cursor) == len(cursors.seal(Ordered.OFFENDERS, ("li", "bo", "p"))), "nor how long a name is"
    for bad in (cursor[:-4], cursor[::-1], "", "$", "é", "AAAA", f"{cursor}AAAA"):
        with pytest.raises(InputRefused, match="is not a cursor of this list"):
            cursors.open(Ordered.OFFENDERS, bad)
    with pytest.raises(InputRefused, match="is not a cursor of this list"):
        cursors.open(Ordered.RELATIONSHIPS, cursor)


def test_services_that_share_the_key_of_tokens_understand_each_others_cursors(
    settings: Settings, tmp_path: Path
) -> None:
    place = ("ash", "ann", "o")
    one, other = (
        Settings(home=tmp_path / name, token_key="k" * 32)  # type: ignore[arg-type]
        for name in ("one", "other")
    )
    cursor = Cursors.of(one).seal(Ordered.OFFENDERS, place)
    assert Cursors.of(other).open(Ordered.OFFENDERS, cursor) == place
    assert cursor != Cursors.of(settings).seal(Ordered.OFFENDERS, place)
