"""What an analyst takes to other programs: networks as JSON and GraphML, and the statement behind a finding."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
import pytest_asyncio

from graph_service.findings.patterns import patterns
from graph_service.importing.importer import import_bundle
from graph_service.model.clock import View
from graph_service.model.records import Clearance
from graph_service.pages.cypher import literal, pattern_address
from graph_service.pages.exchange import PageRequest, PageResponse
from graph_service.pages.export import network_graphml, network_json
from graph_service.queries.view_session import ViewSession
from graph_service.security.identity import Identity, Role
from graph_service.settings import Settings
from graph_service.store.graph import Graph
from tests.site import Site, site_over
from tests.worlds import link, person, write_bundle

DAY = "?asOf=2026-06-01"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def world(module_store: Graph, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """An offender and his partner's child, a victim at an address of her own, and a friendship that handling C hides."""
    await import_bundle(
        module_store,
        write_bundle(
            tmp_path_factory.mktemp("exports"),
            sources=[
                {
                    "id": "s",
                    "source_evaluation": 1,
                    "intelligence_assessment": "A",
                    "handling": "C",
                    "handling_note": "Ask the agency first.",
                }
            ],
            people=[
                person("o'\\", given_names="Olaf", family_name="Vane", also_known_as=["Ole", "<V&ne>"]),
                person("p", given_names="Petra", family_name="Lund"),
                person("c", given_names="Cora", family_name="Lund", date_of_birth="2018-03-01"),
                person("v", given_names="Vera", family_name="Quill"),
                person("w", given_names="Walt", family_name="Quill"),
            ],
            offenders=[{"person_id": "o'\\", "category": 1, "level": 2}],
            profiles=[{"person_id": "o'\\", "profile": "CHILD_SEXUAL"}],
            offences=[{"id": "off", "title": "Assault"}],
            addresses=[{"id": "safe", "lines": "7 Quiet Haven", "town": "Farley", "postcode": "ZZ2 2ZZ"}],
            relationships=[
                link("PARTNER_OF", "o'\\", "p", role="INTIMATE", valid_from="2025-01-01"),
                link("PARENT_OF", "p", "c", valid_from="2018-03-01"),
                link("INVOLVED_IN", "o'\\", "off", role="CONVICTED", valid_from="2015-01-01"),
                link("VICTIM_OF", "v", "off", valid_from="2015-01-01"),
                link("LIVES_AT", "v", "safe", role="MAIN", valid_from="2016-01-01"),
                link("FRIEND_OF", "o'\\", "w", valid_from="2016-01-01", source_id="s"),
            ],
        ),
    )
    return module_store


OFFENDER = "/offenders/o'%5C"
ANALYST = Identity("analyst", Role.ANALYST, cleared=True, expires_at=datetime.max.replace(tzinfo=UTC))


@pytest_asyncio.fixture(loop_scope="session")
async def site(world: Graph, tmp_path: Path) -> AsyncIterator[Site]:
    async with site_over(world, tmp_path, Role.ANALYST) as site:
        yield site


async def test_the_network_of_an_offender_as_json(site: Site) -> None:
    answer = await site.get(f"{OFFENDER}/network.json{DAY}")
    assert answer.headers["content-type"].startswith("application/json")
    # An id that is no plain token stays out of the file's name.
    assert answer.headers["content-disposition"] == 'attachment; filename="network-2026-06-01.json"'
    network = answer.json()
    assert (network["marking"], network["asOf"], network["truncated"]) == ("OFFICIAL-SENSITIVE", "2026-06-01", False)
    nodes = {node["id"]: node for node in network["nodes"]}
    assert nodes.keys() == {"o'\\", "p", "c"}
    assert (nodes["c"]["name"], nodes["c"]["kind"], nodes["c"]["findingStrength"]) == ("Cora Lund", "Person", "STRONG")
    assert nodes["o'\\"]["alsoKnownAs"] == ["Ole", "<V&ne>"]
    ties = {(tie["type"], tie["from"], tie["to"]): tie for tie in network["relationships"]}
    assert ties.keys() == {("PARTNER_OF", "o'\\", "p"), ("PARENT_OF", "p", "c")}
    assert ties["PARTNER_OF", "o'\\", "p"]["validFrom"] == "2025-01-01"
    assert (site.last["operation"], set(site.last["disclosed"])) == ("networkExport", {"o'\\", "p", "c"})


@pytest.mark.parametrize("ending", ["json", "graphml"])
async def test_a_file_is_called_by_the_record_and_the_day(site: Site, ending: str) -> None:
    answer = await site.get(f"/records/p/network.{ending}{DAY}")
    assert answer.headers["content-disposition"] == f'attachment; filename="network-p-2026-06-01.{ending}"'


async def test_graphml_holds_the_same_as_json(site: Site) -> None:
    for path in (f"{OFFENDER}/network", "/records/p/network"):
        written = (await site.get(f"{path}.json{DAY}&hops=4")).json()
        answer = await site.get(f"{path}.graphml{DAY}&hops=4")
        assert answer.headers["content-type"].startswith("application/graphml+xml")
        graph = nx.read_graphml(BytesIO(answer.content), force_multigraph=True)
        assert set(graph) == {node["id"] for node in written["nodes"]} >= {"v", "safe", "off"}
        assert {(start, end, data["type"]) for start, end, data in graph.edges(data=True)} == {
            (tie["from"], tie["to"], tie["type"]) for tie in written["relationships"]
        }
        assert {data["id"] for *_, data in graph.edges(data=True)} == {tie["id"] for tie in written["relationships"]}
        assert graph.nodes["o'\\"]["alsoKnownAs"] == "Ole; <V&ne>"
        assert graph.graph["asOf"] == "2026-06-01"


async def test_what_handling_c_hides_is_in_no_export_but_that_of_the_cleared(site: Site) -> None:
    for ending in ("json", "graphml"):
        path = f"{OFFENDER}/network.{ending}{DAY}&hops=1"
        assert "Walt Quill" not in (await site.get(path)).text
        assert "Walt Quill" in (await site.get(path, cleared=True)).text


async def test_conditions_of_handling_travel_with_the_relationship(site: Site) -> None:
    path = f"{OFFENDER}/network"
    told = {"handling": "C", "handlingConditions": "Handling C: Ask the agency first."}
    network = (await site.get(f"{path}.json{DAY}&hops=1", cleared=True)).json()
    found = {tie["type"]: {name: tie.get(name) for name in told} for tie in network["relationships"]}
    assert found["FRIEND_OF"] == told and found["PARTNER_OF"] == dict.fromkeys(told)
    written = await site.get(f"{path}.graphml{DAY}&hops=1", cleared=True)
    graph = nx.read_graphml(BytesIO(written.content), force_multigraph=True)
    (tie,) = [data for *_, data in graph.edges(data=True) if data["type"] == "FRIEND_OF"]
    assert {name: tie[name] for name in told} == told


async def test_the_page_links_to_exports_of_what_it_shows_and_to_the_statements_for_those_who_explore(
    site: Site,
) -> None:
    for path in (f"{OFFENDER}/network{DAY}&expand=p:PARENT_OF&hops=2", f"/records/p/network{DAY}&hops=1"):
        page = (await site.get(path)).text
        shown = set(re.findall(r'"told":"([^",]+)', page)) & {"Vera Quill", "Petra Lund", "Cora Lund", "Olaf Vane"}
        for ending in ("json", "graphml"):
            (href,) = re.findall(rf'href="(network\.{ending}\?[^"]+)"', page)
            export = await site.get(f"{path.partition('/network')[0]}/{unescape(href)}")
            assert export.status_code == 200 and all(name in export.text for name in shown) and len(shown) >= 3
    page = (await site.get(f"{OFFENDER}/network{DAY}")).text
    (href,) = set(re.findall(r'href="(/offenders/[^"]+/patterns/partner_child\.cypher[^"]+)"', page))
    assert (await site.get(unescape(href))).status_code == 200
    for role in (Role.PANEL_MEMBER, Role.PLAN_AUTHOR):
        page = (await site.get(f"{OFFENDER}/network{DAY}", role)).text
        assert ".cypher" not in page and "network.graphml" not in page and "network.json" not in page


async def test_a_sealed_address_is_in_an_export_without_its_name_its_id_or_that_of_who_is_tied_to_it(
    world: Graph, settings: Settings
) -> None:
    session = ViewSession(world, settings, View.at(), Clearance(cleared=True, seals_victims=True))
    for export in (network_json, network_graphml):
        answer = await export(PageRequest(session, "o'\\", ANALYST, None, {"hops": "3"}))  # type: ignore[arg-type]
        assert isinstance(answer, PageResponse)
        text = answer.content.decode() if isinstance(answer.content, bytes) else answer.content
        assert "Sealed address" in text and "LIVES_AT" in text and "Vera Quill" in text
        assert not re.search("Quiet Haven|Farley|ZZ2|safe", text)


@pytest.mark.parametrize("ending", ["network.json", "network.graphml", "patterns/partner_child.cypher"])
@pytest.mark.parametrize(
    ("role", "record", "status"),
    [
        (Role.PANEL_MEMBER, "o'%5C", 403),
        (Role.PLAN_AUTHOR, "o'%5C", 403),
        (Role.AUDITOR, "o'%5C", 403),
        (Role.ANALYST, "p", 404),
        (Role.ANALYST, "nobody", 404),
    ],
)
async def test_exports_are_for_those_who_explore_and_of_offenders(
    role: Role, record: str, status: int, ending: str, site: Site
) -> None:
    assert (await site.get(f"/offenders/{record}/{ending}", role)).status_code == status


async def test_hops_are_one_to_four(site: Site) -> None:
    for hops, status in (("1", 200), ("4", 200), ("5", 400), ("many", 400)):
        assert (await site.get(f"{OFFENDER}/network.json{DAY}&hops={hops}")).status_code == status


async def test_the_statement_behind_a_finding_runs_with_its_parameters_and_finds_the_same(
    site: Site, world: Graph
) -> None:
    view = View.at()
    address = pattern_address("o'\\", "partner_child", view)
    assert address.startswith("/offenders/o%27%5C/patterns/partner_child.cypher?asOf=")
    answer = await site.get(address)
    assert answer.headers["content-type"].startswith("text/plain")
    day = view.as_of.isoformat()
    assert answer.headers["content-disposition"] == f'attachment; filename="partner_child-{day}.cypher"'
    assert (site.last["operation"], site.last["disclosed"]) == ("patternCypher", ["o'\\"])
    given = dict(re.findall(r"^:param (\w+) => (.*);$", answer.text, re.MULTILINE))
    statement = answer.text[answer.text.index("CYPHER 25") :].strip().removesuffix(";")
    assert set(re.findall(r"\$([a-z_]+)", statement)) == given.keys()
    # As Neo4j Browser does: each parameter is an expression that the server evaluates.
    values = {}
    for name, text in given.items():
        (found,) = [row async for row in world.stream(f"RETURN {text} AS value")]
        values[name] = found["value"]
    assert values["offender_id"] == "o'\\"
    rows = [row async for row in world.stream(statement, values)]
    assert [row["subject"]["id"] for row in rows] == ["c"]


async def test_every_pattern_has_its_statement(site: Site) -> None:
    for pattern in patterns():
        answer = await site.get(f"{OFFENDER}/patterns/{pattern.id}.cypher{DAY}")
        assert (answer.status_code, pattern.info.title in answer.text) == (200, True)
    assert (await site.get(f"{OFFENDER}/patterns/no_such_pattern.cypher{DAY}")).status_code == 404


@pytest.mark.parametrize("value", [None, True, 3, -2.5, "it's \\ and \n more", [], ["a", 1], {}, {"a": {"b": None}}])
async def test_any_value_is_written_as_the_server_reads_it(value: Any, world: Graph) -> None:
    (found,) = [row async for row in world.stream(f"RETURN {literal(value)} AS value")]
    assert found["value"] == value
