"""The converter of the published example graph, on a graph of a few nodes and, where it is at hand, on the real one."""

import csv
import math
import os
import random
import zipfile
from itertools import pairwise
from pathlib import Path

import networkx as nx
import pytest

from graph_service.errors import InputRefused
from graph_service.importing.importer import import_bundle
from graph_service.model.clock import View
from graph_service.model.records import Clearance, PathSearch
from graph_service.queries.exploring import find_paths
from graph_service.queries.view_session import ViewSession
from graph_service.samples.pole import Fate, convert_pole
from graph_service.settings import Settings
from graph_service.store.graph import Graph

PUBLISHED = Path(
    os.environ.get(
        "GRAPH_SERVICE_TEST_POLE_ZIP", Path(__file__).parents[3] / "shared" / "data" / "pole-data-importer.zip"
    )
)
SMALL = {
    "nodes.Person": ":ID,surname,nhs_no,name,age,:LABEL\n1,Ames,,Ada,,Person\n2,Ames,,Ben,12,Person\n",
    "nodes.Officer": ":ID,badge_no,rank,name,surname,:LABEL\n3,77,Sergeant,Cy,Dunn,Officer\n",
    "nodes.Location": ":ID,latitude:double,postcode,longitude:double,address,:LABEL\n4,54.1,ZZ1 1AA,-1.2,1 Elm Row,Location\n",
    "nodes.PostCode": ":ID,code,:LABEL\n5,ZZ1 1AA,PostCode\n",
    "nodes.Area": ":ID,areaCode,:LABEL\n6,ZZ1,Area\n",
    "nodes.Crime": ":ID,date,id,type,last_outcome,note,charge,:LABEL\n7,4/08/2017,x,Drugs,,,Possession,Crime\n8,,y,,,,,Crime\n",
    "nodes.Phone": ":ID,phoneNo,:LABEL\n9,0-1,Phone\n10,0-2,Phone\n",
    "nodes.Email": ":ID,email_address,:LABEL\n11,ada@example.com,Email\n",
    "nodes.PhoneCall": ":ID,call_duration,call_time,call_date,call_type,:LABEL\n"
    "12,38,00:32,04/08/2017,CALL,PhoneCall\n13,,,05/08/2017,SMS,PhoneCall\n",
    "nodes.Vehicle": ":ID,model,:LABEL\n14,Van,Vehicle\n",
    "nodes.Spaceship": ":ID,:LABEL\n15,Spaceship\n",
    "relationships.CURRENT_ADDRESS": ":START_ID,:END_ID,:TYPE\n1,4,CURRENT_ADDRESS\n",
    "relationships.HAS_PHONE": ":START_ID,:END_ID,:TYPE\n1,9,HAS_PHONE\n2,10,HAS_PHONE\n",
    "relationships.HAS_EMAIL": ":START_ID,:END_ID,:TYPE\n1,11,HAS_EMAIL\n",
    "relationships.PARTY_TO": ":START_ID,:END_ID,:TYPE\n1,7,PARTY_TO\n",
    "relationships.KNOWS": ":START_ID,:END_ID,:TYPE\n1,2,KNOWS\n",
    "relationships.KNOWS_LW": ":START_ID,:END_ID,:TYPE\n1,2,KNOWS_LW\n",
    "relationships.FAMILY_REL": ":START_ID,:END_ID,:TYPE,rel_type\n1,2,FAMILY_REL,PARENT\n2,1,FAMILY_REL,ODD\n",
    "relationships.CALLER": ":START_ID,:END_ID,:TYPE\n12,9,CALLER\n13,9,CALLER\n",
    "relationships.CALLED": ":START_ID,:END_ID,:TYPE\n12,10,CALLED\n",
    "relationships.HAS_POSTCODE": ":START_ID,:END_ID,:TYPE\n4,5,HAS_POSTCODE\n",
    "relationships.OCCURRED_AT": ":START_ID,:END_ID,:TYPE\n7,4,OCCURRED_AT\n",
}


def archive(path: Path, **changes: str) -> Path:
    with zipfile.ZipFile(path, "w") as file:
        for name, text in (SMALL | changes).items():
            file.writestr(f"example.{name}.csv", text)
    return path


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    convert_pole(archive(tmp_path / "small.zip"), tmp_path / "bundle")
    return tmp_path / "bundle"


def test_an_age_never_becomes_a_date_of_birth(bundle: Path) -> None:
    assert {(row["id"], row["given_names"], row["date_of_birth"], row["staff"]) for row in rows(bundle, "people")} == {
        ("person-1", "Ada", "", ""),
        ("person-2", "Ben", "", ""),
        ("officer-3", "Cy", "", "true"),
    }


def test_places_carry_their_postcode_and_crimes_their_day(bundle: Path) -> None:
    (place,) = rows(bundle, "addresses")
    assert (place["lines"], place["postcode"], place["latitude"], place["longitude"]) == (
        "1 Elm Row",
        "ZZ1 1AA",
        "54.1",
        "-1.2",
    )
    assert [(row["title"], row["kind"], row["committed_from"]) for row in rows(bundle, "offences")] == [
        ("Drugs: Possession", "OTHER", "2017-08-04"),
        ("Crime of no recorded type", "OTHER", ""),
    ]


def test_relationships_keep_their_direction_and_say_no_more_than_the_source(bundle: Path) -> None:
    links = {
        (row["type"], row["from_id"], row["to_id"], row["role"], row["valid_from"])
        for row in rows(bundle, "relationships")
    }
    assert links == {
        ("LIVES_AT", "person-1", "location-4", "MAIN", ""),
        ("USES", "person-1", "phone-9", "", ""),
        ("USES", "person-2", "phone-10", "", ""),
        ("USES", "person-1", "email-11", "", ""),
        ("INVOLVED_IN", "person-1", "crime-7", "", ""),
        ("ASSOCIATE_OF", "person-1", "person-2", "OTHER", ""),
        ("PARENT_OF", "person-1", "person-2", "", ""),
        ("MESSAGED", "phone-9", "phone-10", "", "2017-08-04"),
    }
    assert len(rows(bundle, "relationships")) == 9


def test_everything_read_is_accounted_for(tmp_path: Path) -> None:
    conversion = convert_pole(archive(tmp_path / "small.zip"), tmp_path / "bundle")
    fates = {fate.name: (fate.read, fate.converted, fate.folded, fate.left_out) for fate in conversion.nodes}
    assert fates["PhoneCall"] == (2, 0, 1, 1)
    assert fates["Vehicle"] == (1, 0, 0, 1)
    assert fates["Spaceship"] == (1, 0, 0, 1)
    assert fates["PostCode"] == (1, 0, 1, 0)
    fates = {fate.name: (fate.read, fate.converted, fate.folded, fate.left_out) for fate in conversion.relationships}
    assert fates["FAMILY_REL"] == (2, 1, 0, 1)
    assert fates["CALLER"] == (2, 0, 1, 1)
    assert fates["OCCURRED_AT"] == (1, 0, 0, 1)
    records = sum(count for name, count in conversion.written.items() if name not in {"relationships", "sources"})
    assert records == sum(fate.converted for fate in conversion.nodes)


def test_what_is_not_the_example_graph_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text.zip").write_text("not a zip", encoding="utf-8")
    with pytest.raises(InputRefused, match="expected a zip archive"):
        convert_pole(tmp_path / "text.zip", tmp_path / "a")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as file:
        file.writestr("other.csv", "id\n")
    with pytest.raises(InputRefused, match=r"nodes\.Person\.csv"):
        convert_pole(tmp_path / "other.zip", tmp_path / "b")
    crime = ":ID,date,id,type,last_outcome,note,charge,:LABEL\n7,yesterday,x,Drugs,,,,Crime\n"
    with pytest.raises(InputRefused, match=r"nodes\.Crime, line 2: expected a date"):
        convert_pole(archive(tmp_path / "date.zip", **{"nodes.Crime": crime}), tmp_path / "c")
    with pytest.raises(InputRefused, match=r"line 1: expected a column surname"):
        convert_pole(archive(tmp_path / "column.zip", **{"nodes.Person": ":ID,name\n1,Ada\n"}), tmp_path / "d")


async def test_the_converted_bundle_imports_without_errors_or_warnings(empty_store: Graph, bundle: Path) -> None:
    result = await import_bundle(empty_store, bundle)
    assert result.warnings == ()


@pytest.mark.skipif(not PUBLISHED.exists(), reason="the published example graph is not at hand")
async def test_the_published_graph_is_converted_and_imported(
    empty_store: Graph, settings: Settings, tmp_path: Path
) -> None:
    conversion = convert_pole(PUBLISHED, tmp_path / "bundle")
    assert total(conversion.nodes, "read") == 61_521
    assert total(conversion.relationships, "read") == 105_840
    assert (total(conversion.nodes, "converted"), total(conversion.nodes, "folded")) == (45_691, 14_823)
    assert (total(conversion.relationships, "converted"), total(conversion.relationships, "folded")) == (2_259, 45_072)
    result = await import_bundle(empty_store, tmp_path / "bundle")
    assert result.written == sum(conversion.written.values()) == 48_485
    assert result.warnings == ()
    await paths_are_those_of_networkx(empty_store, settings, tmp_path / "bundle")


async def paths_are_those_of_networkx(store: Graph, settings: Settings, bundle: Path) -> None:
    """The same number of shortest paths, of the same length, between people of the graph drawn at random."""
    beside: nx.MultiGraph[str] = nx.MultiGraph((row["from_id"], row["to_id"]) for row in rows(bundle, "relationships"))
    simple: nx.Graph[str] = nx.Graph(beside)
    people = sorted(row["id"] for row in rows(bundle, "people") if row["id"] in simple)
    # Time is no part of what is compared, and a cold store may be slow.
    session = ViewSession(store, settings.model_copy(update={"path_timeout_s": 60.0}), View.at(), Clearance())
    generator = random.Random(2026)
    lengths = set()
    for _ in range(25):
        start, end = generator.sample(people, 2)
        found = await find_paths(session, start, end, max_hops=10, first=100, up_to_max=False, include_ended=True)
        if not nx.has_path(simple, start, end) or (length := nx.shortest_path_length(simple, start, end)) > 10:
            assert found == PathSearch((), truncated=False)
            continue
        count = sum(
            math.prod(beside.number_of_edges(*step) for step in pairwise(nodes))
            for nodes in nx.all_shortest_paths(simple, start, end)
        )
        assert {len(path.links) for path in found.paths} == {length}
        assert (len({path.link_ids for path in found.paths}), found.truncated) == (min(count, 100), count > 100)
        lengths.add(length)
    assert len(lengths) >= 4


def total(fates: tuple[Fate, ...], what: str) -> int:
    return sum(getattr(fate, what) for fate in fates)
