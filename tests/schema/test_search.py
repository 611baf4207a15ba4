"""Search as an analyst asks: names however spelt, identifiers in any spelling, and nothing of what he may not see."""

from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from graph_service.importing.importer import import_bundle
from graph_service.model.clock import View
from graph_service.model.records import Clearance
from graph_service.queries.offenders import find_offenders
from graph_service.queries.view_session import ViewSession
from graph_service.settings import Settings
from graph_service.store.graph import Graph
from graph_service.store.migrations import migrate, migrations
from tests.schema.asking import ask
from tests.worlds import Row, person, write_bundle

NAMED: dict[str, tuple[str, str]] = {
    "obrien": ("Sean", "O'Brien"),
    "darcy": ("Fitz", "D'Arcy"),
    "mcdonagh": ("Una", "McDonagh"),
    "spaced": ("Orla", "Mc Gilligan"),
    "double": ("Gemma", "Smith-Holloway"),
    "sian": ("Siân", "Gŵyther"),
    "zoe": ("Zoë", "Brontley"),
    "dvorak": ("Tomáš", "Dvořák"),
    "dang": ("Đặng", "Văn Bình"),
    "apart": ("Rene\u0301", "Ku\u0308c\u0327u\u0308kog\u0306lu"),
    "lukasz": ("Łukasz", "Wójcik"),
    "bo": ("Bø", "Ødegård"),
    "stephen": ("Stephen", "Geoffreys"),
    "steven": ("Steven", "Winterbourne"),
    "caitlin": ("Caitlín", "Shaughnessy"),
    "muhammad": ("Muhammad", "Iqbal"),
    "william": ("William", "Ferncastle"),
    "elizabeth": ("Elizabeth", "Thistlewood"),
    "anthony": ("Anthony", "Larkhill"),
    "dmitri": ("Дмитрий", "Орлов"),
}
CROWD = [
    person(f"crowd{n}", given_names=given, family_name=family)
    for n, (given, family) in enumerate(
        (given, family)
        for given in ("Brian", "Owen", "Stefan", "Mary", "Darren", "Gary", "Zack", "Liam")
        for family in ("Darcombe", "Odell", "Bronte", "Jefferson", "Shaw", "Smithson", "Obridge", "Holloway", "Larkin")
    )
]
TRELAWNEY: Row = person(
    "trelawney",
    given_names="Gary",
    family_name="Trelawney",
    also_known_as=["Gaz Trent", "Mr. Whippy"],
    pnc_id="79/163001B",
    cro_number="SF83/50058Z",
    crn="X123456",
    noms_number="A1234AB",
    visor_reference="09/0001234",
)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def town(module_store: Graph, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    folder: Path = tmp_path_factory.mktemp("search")
    await import_bundle(
        module_store,
        write_bundle(
            folder,
            people=[
                *(person(id_, given_names=given, family_name=family) for id_, (given, family) in NAMED.items()),
                *CROWD,
                TRELAWNEY,
            ],
            offenders=[{"person_id": "trelawney", "category": 1}, {"person_id": "stephen", "category": 2}],
            addresses=[
                {
                    "id": "court",
                    "lines": "Flat 12b, St. Mary’s Court\n14-16 High Street",
                    "town": "Ynys-y-bŵl",
                    "postcode": "CF37 3LH",
                    "uprn": "000050031226",
                }
            ],
            accounts=[
                {"id": "phone", "kind": "PHONE", "label": "07700 900123"},
                {"id": "abroad", "kind": "PHONE", "label": "+353 85 123 4567"},
                {"id": "work", "kind": "PHONE", "label": "07700 900201 (work)"},
                {"id": "both", "kind": "PHONE", "label": "07700900211 / 07700900212"},
                {"id": "chat", "kind": "SOCIAL", "label": "WhatsApp +44 7700 900221"},
                {"id": "unread", "kind": "PHONE", "label": "his mother's"},
            ],
            schools=[{"id": "school", "name": "Ynysybwl Infants", "urn": "123456"}],
        ),
    )
    return module_store


SEARCH = "query($text: String!, $first: Int) { search(text: $text, first: $first) { id } }"


async def found(store: Graph, settings: Settings, text: str, **options: Any) -> list[str]:
    answer = await ask(store, settings, SEARCH, text=text, **options)
    assert (answer.errors, answer.statements) == ([], 1)
    return [node["id"] for node in answer.data["search"]]


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("Zoe", "zoe"),
        ("ZOË", "zoe"),
        ("Dvorak", "dvorak"),
        ("Dang", "dang"),
        ("Sian Gwyther", "sian"),
        ("Sia\u0302n Gw\u0302yther", "sian"),
        ("Siân Gŵyther", "sian"),
        ("Rene Kucukoglu", "apart"),
        ("René Küçükoğlu", "apart"),
        ("O Brien", "obrien"),
        ("OBrien", "obrien"),
        ("O’Brien", "obrien"),
        ("o-brien", "obrien"),
        ("O Bryan", "obrien"),
        ("D Arcy", "darcy"),
        ("Darcy", "darcy"),
        ("Mc Donagh", "mcdonagh"),
        ("MacDonagh", "mcdonagh"),
        ("McGilligan", "spaced"),
        ("SmithHolloway", "double"),
        ("Smith Holloway", "double"),
        ("smith-hollowy", "double"),
        ("Odegard", "bo"),
        ("Wojcik", "lukasz"),
        ("Dmitriy Orlov", "dmitri"),
        ("Zo\u200be", "zoe"),
        ("\u00a0Dvorak\u200b", "dvorak"),
        ("Steven Jeffries", "stephen"),
        ("Shawnessy", "caitlin"),
        ("Kaitlin Shawnessy", "caitlin"),
        ("Mohammed Ikbal", "muhammad"),
        ("Md Iqbal", "muhammad"),
        ("Mohamed", "muhammad"),
        ("Bill Ferncastle", "william"),
        ("Liz Thistlewood", "elizabeth"),
        ("Tony Larkhill", "anthony"),
        ("Tony", "anthony"),
        ("Gaz Trent", "trelawney"),
        ("whippy", "trelawney"),
        ("Ynysybwl", "court"),
        ("St Marys Court", "court"),
        ("Saint Mary's Court High Street", "court"),
        ("79/163001B", "trelawney"),
        ("1979/163001b", "trelawney"),
        ("790163001B", "trelawney"),
        ("PNC no. 79/163001B", "trelawney"),
        ("SF83/050058Z", "trelawney"),
        ("sf83/50058z", "trelawney"),
        ("X 123456", "trelawney"),
        ("CRN: x123456", "trelawney"),
        ("a1234ab", "trelawney"),
        ("09/0001234", "trelawney"),
        ("09 0001234", "trelawney"),
        ("ViSOR 09/0001234", "trelawney"),
        ("000050031226", "court"),
        ("50031226", "court"),
        ("UPRN 50031226", "court"),
        ("uprn50031226", "court"),
        ("crnX123456", "trelawney"),
        ("PNC79/163001B", "trelawney"),
        ("cf373lh", "court"),
        ("CF37 3LH", "court"),
        ("URN 123456", "school"),
        ("07700900123", "phone"),
        ("07700 900 123", "phone"),
        ("+44 7700 900123", "phone"),
        ("+44 (0)7700 900123", "phone"),
        ("0044 7700-900123", "phone"),
        ("tel 07700 900123", "phone"),
        ("00353851234567", "abroad"),
        ("call 07700 900123", "phone"),
        ("his mobile: 07700 900123 (ask for Ann)", "phone"),
        ("07700900201", "work"),
        ("+447700900211", "both"),
        ("07700 900 212", "both"),
        ("07700 900221", "chat"),
        ("WhatsApp 07700900221", "chat"),
        ("his mother's", "unread"),
    ],
)
async def test_a_search_finds_first(town: Graph, settings: Settings, text: str, best: str) -> None:
    assert (await found(town, settings, text))[:1] == [best]


async def test_what_is_said_to_be_an_identifier_finds_nobody_beside(town: Graph, settings: Settings) -> None:
    for text in ("PNC 79/163001B", "ViSOR 09/0001234", "CRN X 123456"):
        assert await found(town, settings, text) == ["trelawney"]
    # A name that begins like the name of an identifier is a name.
    assert (await found(town, settings, "Tel Larkin"))[0].startswith("crowd")


async def test_a_wrong_identifier_is_not_mended(town: Graph, settings: Settings) -> None:
    assert await found(town, settings, "1979/0163001C") == []


async def test_an_offender_is_found_by_the_same_rules(town: Graph, settings: Settings) -> None:
    session = ViewSession(town, settings, View.at(), Clearance(seals_victims=False))
    for text, best in (
        ("Steven Jeffries", "stephen"),
        ("79/163001B", "trelawney"),
        ("SF83/050058Z", "trelawney"),
        ("VISOR 09/0001234", "trelawney"),
        ("trelawny", "trelawney"),
    ):
        for cases in (None, {"stephen", "trelawney"}):
            people = await find_offenders(session, text, first=5, cases=cases)
            assert [one.id for one, _ in people][:1] == [best], (text, cases)
    assert not await find_offenders(session, "Steven Jeffries", first=5, cases={"trelawney"})
    assert not await find_offenders(session, "79/163001B", first=5, cases={"stephen"})
    assert not await find_offenders(session, "Zoe", first=5, cases=None)


def _crowd(prefix: str, count: int, **cells: str) -> list[Row]:
    """Namesakes of those who are asked for, and neighbours in spelling of what is asked."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    return [
        person(
            f"{prefix}{n}", given_names="Zoltan", family_name=f"Quis{letters[n % 26]}{letters[n // 26 % 26]}", **cells
        )
        for n in range(count)
    ]


async def test_nothing_shows_of_what_a_viewer_may_not_see(
    empty_store: Graph, settings: Settings, tmp_path: Path
) -> None:
    """Not in who is found, nor in what order, however much there is of it."""
    world: dict[str, list[Row]] = {
        "sources": [{"id": "open"}, {"id": "secret", "handling": "C"}],
        "people": [
            person("a", given_names="Zoltan", family_name="Quist"),
            person("b", given_names="Zoltan", family_name="Quistz"),
            person("c", given_names="Quist", family_name="Zoltanova"),
            person("d", given_names="Zoltan", family_name="Aldous", source_id="open"),
            person("e", given_names="Bea", family_name="Quist"),
            person("f", given_names="Zultan", family_name="Kwist"),
        ],
    }
    await import_bundle(empty_store, write_bundle(tmp_path / "open", **world))
    texts = ("Zoltan Quist", "Quist", "Zoltan", "zoltn", "Z", "Quis", "Kwist", "Zoltan Quisst Aldous")
    before = {text: await found(empty_store, settings, text, first=3) for text in texts}
    hidden = _crowd("hidden", 900, source_id="secret")
    hidden += [person(f"same{n}", given_names="Zoltan", family_name="Quist", source_id="secret") for n in range(600)]
    await import_bundle(empty_store, write_bundle(tmp_path / "hidden", people=hidden))
    assert {text: await found(empty_store, settings, text, first=3) for text in texts} == before
    assert (await found(empty_store, settings, "Zoltan Quist", first=3, cleared=True))[0] != before["Zoltan Quist"][1]
    found_by_id = await found(empty_store, settings, "same3")
    assert "same3" not in found_by_id


async def test_what_the_view_leaves_out_stands_in_nobodys_way(
    empty_store: Graph, settings: Settings, tmp_path: Path
) -> None:
    """Not what is known later, nor other kinds, nor (of offenders) other people, however much there is of it."""
    early, late = ({"recorded_at": f"2020-05-{day}T00:00:00Z"} for day in ("01", "20"))
    named = {"given_names": "John", "family_name": "Smith"}
    namesakes = [person(f"n{number}", **named, **late) for number in range(3_000)]
    # The index ranks those with fewer other words higher.
    longer = named | {"given_names": "John Aloysius Bartholomew"}
    people = [*namesakes, person("zz-known", **longer, **early)]
    offenders: list[Row] = [{"person_id": "zz-known", "category": 1}]
    schools: list[Row] = [{"id": "zz-school", "name": "John Smith Memorial Infants"}]
    await import_bundle(empty_store, write_bundle(tmp_path, people=people, offenders=offenders, schools=schools))
    question = """query($text: String!, $kinds: [RecordKind!], $known: DateTime) {
      search(text: $text, kinds: $kinds, knownAt: $known) { id } }"""
    for text, options, ids in (
        ("John Smith", {"known": "2020-05-10T00:00:00Z"}, ["zz-school", "zz-known"]),
        ("John Smith", {"kinds": ["SCHOOL"]}, ["zz-school"]),
    ):
        answer = await ask(empty_store, settings, question, text=text, **options)
        assert answer.errors == []
        assert sorted(node["id"] for node in answer.data["search"]) == sorted(ids)
    session = ViewSession(empty_store, settings, View.at(), Clearance(seals_victims=False))
    offenders_found = await find_offenders(session, "John Smith", first=5, cases=None)
    assert [one.id for one, _ in offenders_found] == ["zz-known"]


async def test_what_a_source_says_is_closed_and_opened_with_it(
    empty_store: Graph, settings: Settings, tmp_path: Path
) -> None:
    people = [person("p", given_names="Quillon", family_name="Ashdown", source_id="s")]
    for number, (handling, seen) in enumerate((("C", []), ("P", ["p"]), ("C", []))):
        sources = [{"id": "s", "handling": handling}]
        await import_bundle(empty_store, write_bundle(tmp_path / str(number), sources=sources, people=people))
        assert await found(empty_store, settings, "Quilon Ashdown") == seen
        assert await found(empty_store, settings, "Quilon Ashdown", cleared=True) == ["p"]


async def test_an_earlier_name_is_found_at_an_earlier_view(
    empty_store: Graph, settings: Settings, tmp_path: Path
) -> None:
    first = person("p", given_names="Zoë", family_name="Maiden", recorded_at="2001-01-01T00:00:00Z")
    await import_bundle(empty_store, write_bundle(tmp_path / "1", people=[first]))
    second = person("p", given_names="Zoë", family_name="Wedlock", recorded_at="2020-01-01T00:00:00Z")
    await import_bundle(empty_store, write_bundle(tmp_path / "2", people=[second]))
    text = 'query($text: String!) { search(text: $text, knownAt: "2010-01-01T00:00:00Z") { id } }'
    early = await ask(empty_store, settings, text, text="Zoe Mayden")
    assert [node["id"] for node in early.data["search"]] == ["p"]
    assert (await found(empty_store, settings, "Zoe Mayden")) == ["p"]
    assert (await found(empty_store, settings, "Maiden")) == []


async def test_accounts_of_before_are_told_of_the_telephones_in_their_labels(
    empty_store: Graph, settings: Settings, tmp_path: Path
) -> None:
    account = {"id": "work", "kind": "PHONE", "label": "07700 900201 (work)"}
    await import_bundle(empty_store, write_bundle(tmp_path / "1", accounts=[account]))
    later = account | {"label": "07700 900202 (work)"}
    await import_bundle(empty_store, write_bundle(tmp_path / "2", accounts=[later]))
    stored = "MATCH (n:Account|State) RETURN n.id AS id, n.version AS version, n.spellings AS open ORDER BY id, version"
    as_imported = await empty_store.execute(stored)
    await empty_store.execute("MATCH (n:Account|State) SET n.spellings = '07700'")
    await empty_store.execute("MATCH (n:SchemaVersion {version: 7}) DELETE n")
    assert await migrate(empty_store) == [7]
    assert await empty_store.execute(stored) == as_imported
    assert await found(empty_store, settings, "07700900202") == ["work"]


async def test_a_store_of_before_is_told_what_its_records_are_found_by(
    empty_store: Graph, settings: Settings, tmp_path: Path
) -> None:
    world: dict[str, list[Row]] = {
        "sources": [{"id": "secret", "handling": "C"}],
        "people": [
            person("zoe", given_names="Zoë", family_name="Brontley", recorded_at="2001-01-01T00:00:00Z"),
            person("kept", given_names="Zoë", family_name="Closed", source_id="secret"),
            TRELAWNEY,
        ],
        "accounts": [{"id": "phone", "kind": "PHONE", "label": "07700 900123"}],
    }
    await import_bundle(empty_store, write_bundle(tmp_path / "1", **world))
    later = [person("zoe", given_names="Zoë", family_name="Later", recorded_at="2020-01-01T00:00:00Z")]
    await import_bundle(empty_store, write_bundle(tmp_path / "2", people=later))
    stored = (
        "MATCH (n:Record|State) RETURN n.id AS id, n.version AS version, n.spellings AS open, "
        "n.closed_spellings AS closed ORDER BY id, version"
    )
    as_imported = await empty_store.execute(stored)
    await empty_store.execute("MATCH (n) REMOVE n.spellings, n.closed_spellings")
    await empty_store.execute("MATCH (n:SchemaVersion {version: 5}) DELETE n")
    assert await found(empty_store, settings, "Zoe") == []
    assert await migrate(empty_store) == [5]
    assert await empty_store.execute(stored) == as_imported
    assert await found(empty_store, settings, "Zoe") == ["zoe"]
    assert set(await found(empty_store, settings, "Zoe", cleared=True)) == {"zoe", "kept"}
    assert await found(empty_store, settings, "+447700900123") == ["phone"]
    assert await migrate(empty_store) == []
    assert migrations()[4].name == "spellings"
