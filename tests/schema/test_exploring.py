"""Search, paths and neighbourhoods, as an analyst asks for them."""

import random
from itertools import pairwise
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
import pytest_asyncio

from graph_service.importing.importer import import_bundle
from graph_service.security.identity import Role
from graph_service.settings import Settings
from graph_service.store.graph import Graph
from tests.schema.asking import Answer, ask
from tests.worlds import link, person, write_bundle

PEOPLE = 40
HUB = [f"guest{number:03}" for number in range(300)]


def _random_edges() -> list[tuple[str, str, str]]:
    """Ties among forty people: id, start, end. One in five ended long ago, one in ten was refuted."""
    generator = random.Random(20260601)
    edges = []
    for number in range(75):
        start, end = generator.sample(range(PEOPLE), 2)
        edges.append((f"e{number:03}", f"n{start:02}", f"n{end:02}"))
    return edges


EDGES = _random_edges()
ENDED = {name for index, (name, _, _) in enumerate(EDGES) if index % 5 == 0}
REFUTED = {name for index, (name, _, _) in enumerate(EDGES) if index % 10 == 3}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def world(module_store: Graph, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """A random network, a chain with history, a crowded house, and names to search for."""
    folder: Path = tmp_path_factory.mktemp("exploring")
    await import_bundle(
        module_store,
        write_bundle(
            folder / "first",
            sources=[{"id": "secret", "handling": "C"}],
            people=[
                *(person(f"n{number:02}") for number in range(PEOPLE)),
                *(person(name) for name in HUB),
                person("host"),
                person("caller"),
                person("c1"),
                person("c2", source_id="secret"),
                person("c3"),
                person("c4", given_names="Before", recorded_at="2001-01-01T00:00:00Z"),
                person("s1", given_names="Katarzyna", family_name="Wojciechowska", pnc_id="2019/0029659B"),
                person("s2", given_names="Catherine", family_name="Wood"),
                person("s3", given_names="Zoltan", family_name="Quist", source_id="secret"),
                person("s4", given_names="Maiden", family_name="Name", recorded_at="2001-01-01T00:00:00Z"),
                person("v", given_names="Vera"),
            ],
            offenders=[{"person_id": "host", "category": 1}],
            offences=[{"id": "off", "title": "Assault"}],
            addresses=[
                {"id": "house", "lines": "1 Crowded House", "postcode": "ZZ1 1ZZ"},
                {"id": "safe", "lines": "7 Quiet Haven", "postcode": "ZZ2 2ZZ"},
            ],
            schools=[{"id": "school", "name": "Woodland School"}],
            relationships=[
                *(
                    link(
                        "FRIEND_OF",
                        start,
                        end,
                        id=name,
                        valid_from="2001-01-01",
                        valid_to="2002-01-01" if name in ENDED else None,
                        status="REFUTED" if name in REFUTED else None,
                    )
                    for name, start, end in EDGES
                ),
                *(link("LIVES_AT", name, "house") for name in HUB),
                link("LIVES_AT", "host", "house", id="host-home"),
                link("FRIEND_OF", "host", "caller", id="host-caller"),
                link("FRIEND_OF", "c1", "c2", id="c1-c2"),
                link("FRIEND_OF", "c2", "c3", id="c2-c3"),
                link("FRIEND_OF", "c1", "c4", id="c1-c4", valid_from="2020-01-01", valid_to="2030-01-01"),
                link("FRIEND_OF", "c4", "c3", id="c4-c3", valid_from="2020-01-01", valid_to="2025-01-01"),
                link("VICTIM_OF", "v", "off"),
                link("LIVES_AT", "v", "safe"),
            ],
        ),
    )
    await import_bundle(
        module_store,
        write_bundle(
            folder / "second",
            people=[
                person("c4", given_names="After", recorded_at="2022-01-01T00:00:00Z"),
                person("s4", given_names="Married", family_name="Other", recorded_at="2022-01-01T00:00:00Z"),
            ],
        ),
    )
    await module_store.execute("CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()")
    return module_store


async def data(world: Graph, settings: Settings, query: str, **options: Any) -> Any:
    answer = await ask(world, settings, query, **options)
    assert answer.errors == []
    return answer.data


PATHS = """query($from: ID!, $to: ID!, $hops: Int = 6, $first: Int = 5, $lengths: PathLengths, $ended: Boolean,
    $day: Date = "2024-06-01", $at: DateTime) {
  paths(fromId: $from, toId: $to, maxHops: $hops, first: $first, lengths: $lengths, includeEnded: $ended, asOf: $day,
        knownAt: $at) { truncated paths { nodes { id } relationships { id from { id } to { id } derived } } } }"""


def _network(*, ended: bool) -> "nx.MultiGraph[str]":
    network: nx.MultiGraph[str] = nx.MultiGraph()
    network.add_nodes_from(f"n{number:02}" for number in range(PEOPLE))
    for name, start, end in EDGES:
        if name not in REFUTED and (ended or name not in ENDED):
            network.add_edge(start, end, key=name)
    return network


def _expected(network: "nx.MultiGraph[str]", start: str, end: str, hops: int) -> list[tuple[str, ...]]:
    """Every simple path as its relationships, shortest first."""
    walks: Any = nx.all_simple_edge_paths(network, start, end, cutoff=hops)
    return sorted((tuple(edge[2] for edge in walk) for walk in walks), key=lambda walk: (len(walk), walk))


async def _paths(world: Graph, settings: Settings, **variables: Any) -> tuple[list[tuple[str, ...]], bool]:
    found = (await data(world, settings, PATHS, **variables))["paths"]
    walks = []
    for path in found["paths"]:
        nodes = [node["id"] for node in path["nodes"]]
        links = path["relationships"]
        assert len(nodes) == len(links) + 1
        for (one, other), between in zip(pairwise(nodes), links, strict=True):
            assert {one, other} == {between["from"]["id"], between["to"]["id"]}
            assert between["derived"] is False
        assert (nodes[0], nodes[-1]) == (variables["from"], variables["to"])
        walks.append(tuple(between["id"] for between in links))
    return walks, found["truncated"]


@pytest.mark.parametrize("ended", [False, True])
async def test_shortest_paths_are_those_of_networkx(world: Graph, settings: Settings, ended: bool) -> None:
    network = _network(ended=ended)
    generator = random.Random(7)
    lengths = set()
    for _ in range(25):
        start, end = (f"n{number:02}" for number in generator.sample(range(PEOPLE), 2))
        every = _expected(network, start, end, 6)
        shortest = [walk for walk in every if len(walk) == len(every[0])]
        lengths.add(len(every[0]) if every else 0)
        found, truncated = await _paths(world, settings, **{"from": start, "to": end, "ended": ended, "first": 100})
        assert (found, truncated) == (shortest, False)
        few, truncated = await _paths(world, settings, **{"from": start, "to": end, "ended": ended, "first": 1})
        assert truncated is (len(shortest) > 1)
        assert few == shortest[:1]
    assert len(lengths) > 3


@pytest.mark.parametrize("ended", [False, True])
async def test_longer_paths_are_those_of_networkx(world: Graph, settings: Settings, ended: bool) -> None:
    network = _network(ended=ended)
    generator = random.Random(8)
    for _ in range(15):
        start, end = (f"n{number:02}" for number in generator.sample(range(PEOPLE), 2))
        every = _expected(network, start, end, 5)
        found, truncated = await _paths(
            world,
            settings,
            **{"from": start, "to": end, "ended": ended, "first": 100, "hops": 5, "lengths": "UP_TO_MAX"},
        )
        assert truncated is (len(every) > 100)
        assert found == every[:100]


async def test_paths_see_the_view_and_the_viewer(world: Graph, settings: Settings) -> None:
    ends = {"from": "c1", "to": "c3", "lengths": "UP_TO_MAX"}
    assert await _paths(world, settings, **ends) == ([("c1-c4", "c4-c3")], False)
    assert await _paths(world, settings, **ends, cleared=True) == ([("c1-c2", "c2-c3"), ("c1-c4", "c4-c3")], False)
    assert await _paths(world, settings, **ends, day="2026-01-01") == ([], False)
    assert await _paths(world, settings, **ends, day="2026-01-01", ended=True) == ([("c1-c4", "c4-c3")], False)
    early = await _paths(world, settings, **ends, at="2015-01-01T00:00:00Z")
    assert early == ([("c1-c4", "c4-c3")], False)
    assert await _paths(world, settings, **ends, at="2000-06-01T00:00:00Z") == ([], False)
    shortest = {"from": "c1", "to": "c3"}
    assert await _paths(world, settings, **shortest, at="2000-06-01T00:00:00Z") == ([], False)
    assert await _paths(world, settings, **shortest, at="2015-01-01T00:00:00Z") == early


@pytest.mark.parametrize(("start", "end"), [("n00", "n00"), ("n00", "nowhere"), ("nowhere", "n00"), ("c1", "c2")])
async def test_no_paths_from_a_record_to_itself_or_to_what_is_not_there(
    world: Graph, settings: Settings, start: str, end: str
) -> None:
    for lengths in ("SHORTEST", "UP_TO_MAX"):
        assert await _paths(world, settings, **{"from": start, "to": end, "lengths": lengths}) == ([], False)


async def test_paths_say_when_time_ran_out(world: Graph, settings: Settings) -> None:
    hurried = settings.model_copy(update={"path_timeout_s": 0.0001})
    for lengths in ("SHORTEST", "UP_TO_MAX"):
        found = await _paths(world, hurried, **{"from": "n00", "to": "n01", "lengths": lengths})
        assert found == ([], True)


@pytest.mark.parametrize(
    "query",
    [
        '{ paths(fromId: "n00", toId: "n01", maxHops: 0) { truncated } }',
        '{ paths(fromId: "n00", toId: "n01", maxHops: 11) { truncated } }',
        '{ paths(fromId: "n00", toId: "n01", first: 0) { truncated } }',
        '{ paths(fromId: "n00", toId: "n01", first: 101) { truncated } }',
        '{ neighbourhood(id: "n00", hops: 5) { truncated } }',
        '{ neighbourhood(id: "n00", hops: 0) { truncated } }',
        '{ search(text: "  ") { id } }',
        '{ search(text: "\u200b\u00a0") { id } }',
        '{ search(text: "wood", first: 0) { id } }',
    ],
)
async def test_what_is_outside_the_limits_is_refused(world: Graph, settings: Settings, query: str) -> None:
    answer: Answer = await ask(world, settings, query)
    assert answer.codes == ["BAD_USER_INPUT"]
    assert answer.statements == 0


@pytest.mark.parametrize("role", [Role.PANEL_MEMBER, Role.PLAN_AUTHOR, Role.AUDITOR, Role.ADMINISTRATOR])
async def test_only_analysts_explore(world: Graph, settings: Settings, role: Role) -> None:
    for query in (
        '{ paths(fromId: "n00", toId: "n01") { truncated } }',
        '{ neighbourhood(id: "n00") { truncated } }',
        '{ search(text: "wood") { id } }',
    ):
        answer = await ask(world, settings, query, role=role)
        assert (answer.codes, answer.statements) == (["FORBIDDEN"], 0)


AROUND = """query($id: ID!, $hops: Int) { neighbourhood(id: $id, hops: $hops, asOf: "2024-06-01") {
  truncated pictureUrl nodes { id } relationships { id from { id } to { id } } } }"""


async def test_a_neighbourhood_is_that_of_networkx(world: Graph, settings: Settings) -> None:
    network = _network(ended=False)
    for start in ("n00", "n07", "n20"):
        for hops in (1, 2, 3, 4):
            answer = await ask(world, settings, AROUND, id=start, hops=hops)
            assert (answer.errors, answer.statements) == ([], 1)
            around = answer.data["neighbourhood"]
            distances = nx.single_source_shortest_path_length(network, start, cutoff=hops)
            shown = [node["id"] for node in around["nodes"]]
            assert set(shown) == set(distances)
            assert [distances[node] for node in shown] == sorted(distances.values())
            among = {name for _, _, name in network.subgraph(shown).edges(keys=True)}
            assert {between["id"] for between in around["relationships"]} == among
            assert around["truncated"] is False


async def test_a_crowd_does_not_flood_a_neighbourhood(world: Graph, settings: Settings) -> None:
    around = (await data(world, settings, AROUND, id="caller", hops=3))["neighbourhood"]
    nodes = [node["id"] for node in around["nodes"]]
    assert nodes[:3] == ["caller", "host", "house"]
    assert len(nodes) == 3 + settings.network_fan_out
    assert around["truncated"] is True
    ends = {end["id"] for between in around["relationships"] for end in (between["from"], between["to"])}
    assert ends == set(nodes)
    crowd = (await data(world, settings, AROUND, id="house", hops=1))["neighbourhood"]
    assert (len(crowd["nodes"]), crowd["truncated"]) == (settings.network_nodes, True)


async def test_a_picture_is_linked_at_the_same_view(world: Graph, settings: Settings) -> None:
    url = (await data(world, settings, AROUND, id="host", hops=1))["neighbourhood"]["pictureUrl"]
    assert url.startswith("/offenders/host/network?asOf=2024-06-01&knownAt=")
    url = (await data(world, settings, AROUND, id="caller", hops=1))["neighbourhood"]["pictureUrl"]
    assert url.startswith("/records/caller/network?asOf=2024-06-01&knownAt=")


async def test_a_neighbourhood_of_nothing_is_empty(world: Graph, settings: Settings) -> None:
    for record_id in ("nowhere", "c2"):
        around = (await data(world, settings, AROUND, id=record_id, hops=1))["neighbourhood"]
        assert (around["nodes"], around["relationships"], around["truncated"]) == ([], [], False)
    cleared = (await data(world, settings, AROUND, id="c2", hops=1, cleared=True))["neighbourhood"]
    assert {node["id"] for node in cleared["nodes"]} == {"c1", "c2", "c3"}


SEARCH = "query($text: String!, $kinds: [RecordKind!], $at: DateTime) { search(text: $text, kinds: $kinds, knownAt: $at) { id } }"


async def _search(world: Graph, settings: Settings, text: str, **options: Any) -> list[str]:
    answer = await ask(world, settings, SEARCH, text=text, **options)
    assert answer.errors == []
    assert answer.statements <= 2
    return [node["id"] for node in answer.data["search"]]


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("Wojciechowska", "s1"),
        ("katarzyna wojciechowska", "s1"),
        ("Wojciehowska", "s1"),
        ("Katarzina", "s1"),
        ("Wojcie", "s1"),
        ("Catherine Wod", "s2"),
        ("2019/0029659B", "s1"),
        ("2019/0029659b", "s1"),
        ("s1", "s1"),
        ("ZZ1 1ZZ", "house"),
        ("zz11zz", "house"),
        ("crowded hous", "house"),
        ("Woodland", "school"),
    ],
)
async def test_search_finds(world: Graph, settings: Settings, text: str, best: str) -> None:
    assert (await _search(world, settings, text))[0] == best


async def test_equal_words_come_before_beginnings_and_misspellings(world: Graph, settings: Settings) -> None:
    assert (await _search(world, settings, "wood"))[:2] == ["s2", "school"]
    assert await _search(world, settings, "wood", kinds=["SCHOOL"]) == ["school"]
    assert await _search(world, settings, "wood", kinds=["ADDRESS", "OFFENCE"]) == []


async def test_search_finds_nothing_hidden(world: Graph, settings: Settings) -> None:
    for text in ("Quist", "Zoltan", "s3"):
        assert "s3" not in await _search(world, settings, text)
        assert (await _search(world, settings, text, cleared=True))[0] == "s3"


async def test_search_looks_at_the_version_in_view(world: Graph, settings: Settings) -> None:
    assert "s4" not in await _search(world, settings, "Maiden")
    assert (await _search(world, settings, "Married"))[0] == "s4"
    assert (await _search(world, settings, "Maiden", at="2010-01-01T00:00:00Z"))[0] == "s4"
    assert "s4" not in await _search(world, settings, "Married", at="2010-01-01T00:00:00Z")
    assert "s4" not in await _search(world, settings, "Maiden", at="2000-01-01T00:00:00Z")


@pytest.mark.parametrize(
    "text",
    ['+-&&||!(){}[]^"~*?:\\/', "AND", "OR NOT", "a:b", "TO", "[a TO b]", '"', "\\", "name:*", "word " * 40, "<>="],
)
async def test_search_takes_any_text_as_words(world: Graph, settings: Settings, text: str) -> None:
    assert (await ask(world, settings, SEARCH, text=text)).errors == []
