"""A column may name a record that the viewer does not see. Its id leaves by no field, page, picture, export or paper.

Three ways in which a record is not seen: its only source has handling `C`; it became known after the view; it is a victim's
address, which is sealed. The world has a cell for each of these in every column that names a record.
"""

import re
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from functools import partial
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import httpx
import pytest
import pytest_asyncio
from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLUnionType,
    get_named_type,
    is_required_argument,
)

from graph_service.importing.importer import import_bundle
from graph_service.model.columns import FILES, NAMING_COLUMNS
from graph_service.pages.addresses import ADDRESSES
from graph_service.pages.exchange import Below, PageAddress
from graph_service.resolvers.field_getters import by_column
from graph_service.resolvers.records import hanging
from graph_service.schema.build import graphql_schema
from graph_service.security.identity import PERMISSIONS, Role
from graph_service.settings import Settings
from graph_service.store.graph import Graph
from tests.papers.reading import pdf_pages
from tests.schema.asking import ask
from tests.site import Site, site_over
from tests.worlds import Cell, Row, link, person, write_bundle

AS_OF, KNOWN_AT = "2026-06-01", "2026-05-01T00:00:00Z"
VIEW = f"asOf={AS_OF}&knownAt={KNOWN_AT}"
UNSEEN, SEALED = "quoz", "vauxy"
"""What the id and the name of every record holds that is not seen, and that is sealed."""
LATER: dict[str, Cell] = {"recorded_at": "2026-05-20T00:00:00Z"}

WORLD: Mapping[str, Sequence[Row]] = {
    "sources": [
        {"id": "quoz-c", "agency": "quoz-secret", "handling": "C"},
        {"id": "quoz-later-source", "agency": "quoz", **LATER},
        {"id": "open", "agency": "Police"},
    ],
    "people": [
        person("o", given_names="Olaf", source_id="open"),
        person("v", given_names="Vera"),
        person("k", given_names="Kim", date_of_birth="2018-01-01"),
        person("m", given_names="Mia", date_of_birth="1990-01-01"),
        person("rests", given_names="Rita", source_id="quoz-later-source"),
        person("quoz-person", given_names="quoz-secret", source_id="quoz-c"),
        person("quoz-later", given_names="quoz", **LATER),
    ],
    "offenders": [
        {"person_id": "o", "category": 1, "level": 2},
        {"person_id": "quoz-person", "category": 1},
        {"person_id": "quoz-later", "category": 1},
    ],
    "profiles": [
        {"person_id": "o", "profile": "CHILD_SEXUAL", "source_id": "open"},
        {"person_id": "o", "profile": "ADULT_SEXUAL", "source_id": "quoz-later-source"},
        {"person_id": "quoz-person", "profile": "CHILD_SEXUAL", "source_id": "quoz-c"},
        {"person_id": "quoz-later", "profile": "CHILD_SEXUAL"},
    ],
    "assessments": [
        {"person_id": "o", "tool": "OASys", "assessed_on": "2026-01-01"},
        {"person_id": "quoz-person", "tool": "OASys", "assessed_on": "2026-01-01"},
    ],
    "enquiries": [
        {
            "id": "asked",
            "offender_id": "o",
            "about_id": "vauxy-haven",
            "detail": "vauxy is let",
            "agency_role": "POLICE",
            "requested_on": "2026-02-01",
        },
        {
            "id": "asked-c",
            "offender_id": "o",
            "about_id": "quoz-person",
            "detail": "quoz is known to us",
            "agency_role": "CHILDRENS_SERVICES",
            "requested_on": "2026-02-01",
            "source_id": "quoz-later-source",
        },
        {
            "id": "asked-of-c",
            "offender_id": "quoz-person",
            "about_id": "m",
            "agency_role": "CHILDRENS_SERVICES",
            "requested_on": "2026-02-01",
        },
    ],
    "offences": [{"id": "off", "title": "Assault", "kind": "CHILD_SEXUAL"}],
    "schools": [{"id": "school", "name": "High Field"}],
    "organisations": [{"id": "org", "name": "Housing"}, {"id": "quoz-org", "name": "quoz", **LATER}],
    "addresses": [
        {"id": "quoz-block", "kind": "BUILDING", "lines": "quoz", **LATER},
        {"id": "vauxy-haven", "kind": "BUILDING", "lines": "vauxy", "latitude": 51, "longitude": 0},
        {"id": "flat", "lines": "Flat 1", "building_id": "quoz-block", "latitude": 51, "longitude": 0},
        {"id": "lodge", "lines": "The Lodge", "building_id": "vauxy-haven", "latitude": 51, "longitude": 0},
    ],
    "orders": [
        {"id": "order", "person_id": "o", "kind": "LICENCE", "valid_from": "2026-01-01"},
        {"id": "order-c", "person_id": "quoz-person", "kind": "LICENCE", "valid_from": "2026-01-01"},
        {"id": "order-later", "person_id": "quoz-later", "kind": "SHPO", "valid_from": "2026-01-01"},
        {"id": "quoz-order", "person_id": "o", "kind": "SHPO", "valid_from": "2026-01-01", **LATER},
    ],
    "conditions": [
        {"id": "term-c", "order_id": "order", "kind": "NO_CONTACT", "subject_id": "quoz-person", "text": "quoz"},
        {"id": "term-later", "order_id": "order", "kind": "NO_CONTACT", "subject_id": "quoz-later", "text": "quoz"},
        {"id": "term-sealed", "order_id": "order", "kind": "EXCLUDED_PLACE", "subject_id": "vauxy-haven"},
        {"id": "term-child", "order_id": "order", "kind": "NO_CHILD_HOUSEHOLD", "text": "No household with a child"},
        {"id": "term-order", "order_id": "quoz-order", "kind": "NO_CHILD_CONTACT"},
        {"id": "term-of-c", "order_id": "order-c", "kind": "NO_CHILD_CONTACT"},
    ],
    "disclosures": [
        {
            "id": "told",
            "offender_id": "o",
            "recipient_id": "m",
            "role": "PARTNER",
            "decision": "APPROVED",
            "decided_on": "2026-04-01",
            "protects": ["k", "quoz-person", "quoz-later", "vauxy-haven"],
        },
        {
            "id": "told-c",
            "offender_id": "o",
            "recipient_id": "quoz-person",
            "decision": "REFUSED",
            "decided_on": "2026-04-02",
        },
        {"id": "told-later", "offender_id": "o", "recipient_id": "quoz-org", "decision": "DEFERRED"},
        {"id": "told-of-c", "offender_id": "quoz-person", "recipient_id": "m", "decision": "REFUSED"},
    ],
    "relationships": [
        link("INVOLVED_IN", "o", "off", role="CONVICTED", valid_from="2015-01-01"),
        link("VICTIM_OF", "v", "off", valid_from="2015-01-01"),
        link("LIVES_AT", "v", "vauxy-haven", role="MAIN", valid_from="2016-01-01"),
        link("SEEN_AT", "o", "vauxy-haven", valid_from="2026-05-01"),
        link("LIVES_AT", "o", "flat", role="MAIN", valid_from="2026-02-01"),
        link("LIVES_AT", "m", "flat", role="MAIN", valid_from="2026-02-01"),
        link("LIVES_AT", "k", "flat", role="MAIN", valid_from="2026-02-01"),
        link("STAYS_AT", "o", "lodge", valid_from="2026-02-01"),
        link("PARTNER_OF", "o", "m", role="COHABITING", valid_from="2026-02-01", source_id="open"),
        link("PARENT_OF", "m", "k", role="BIRTH", valid_from="2018-01-01", source_id="quoz-later-source"),
        link("FRIEND_OF", "o", "m", valid_from="2026-01-01", source_id="quoz-c"),
        link("FRIEND_OF", "quoz-person", "o", valid_from="2026-01-01"),
        link("PARENT_OF", "m", "quoz-later", valid_from="2026-01-01"),
        link("FRIEND_OF", "o", "rests", valid_from="2026-01-01"),
    ],
}


def _naming() -> Iterator[tuple[str, str]]:
    """Every column of a bundle that names a record, by file."""
    for spec in FILES:
        yield from ((spec.name, column.name) for column in spec.columns if column.refers_to)
    yield from (("relationships.csv", "from_id"), ("relationships.csv", "to_id"))


@pytest.mark.parametrize(("file", "column"), list(_naming()))
def test_the_world_has_every_column_that_names_a_record(file: str, column: str) -> None:
    rows = WORLD[file.removesuffix(".csv")]
    assert any(UNSEEN in str(row.get(column)) for row in rows), "give this column a cell that names what is not seen"
    if file != "relationships.csv":
        assert column in NAMING_COLUMNS


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def world(module_store: Graph, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    await import_bundle(module_store, write_bundle(tmp_path_factory.mktemp("names"), **WORLD))
    return module_store


@pytest_asyncio.fixture(loop_scope="session")
async def site(world: Graph, tmp_path: Path) -> AsyncIterator[Site]:
    async with site_over(world, tmp_path, Role.ANALYST) as site:
        yield site


def _selection(type_: GraphQLNamedType, depth: int) -> str:
    """Every field of a type that needs no argument, so many levels down."""
    if isinstance(type_, GraphQLUnionType | GraphQLInterfaceType):
        possible = graphql_schema().get_possible_types(type_)
        return " ".join(f"... on {one.name} {{ {_selection(one, depth)} }}" for one in possible)
    assert isinstance(type_, GraphQLObjectType)
    fields = ["__typename"]
    for name, field in type_.fields.items():
        below = get_named_type(field.type)
        if any(is_required_argument(argument) for argument in field.args.values()):
            continue
        # Fields of one name have other types in other kinds of record.
        alias = f"{type_.name}_{name}"
        if not isinstance(below, GraphQLObjectType | GraphQLUnionType | GraphQLInterfaceType):
            fields.append(f"{alias}: {name}")
        elif depth > 1:
            fields.append(f"{alias}: {name} {{ {_selection(below, depth - 1)} }}")
    return " ".join(fields)


def _question(field: str, arguments: str, depth: int) -> str:
    query = graphql_schema().query_type
    assert query is not None
    below = _selection(get_named_type(query.fields[field].type), depth)
    return f'{{ {field}({arguments} asOf: "{AS_OF}", knownAt: "{KNOWN_AT}") {{ {below} }} }}'


def _ids() -> Iterator[str]:
    for rows in WORLD.values():
        yield from (str(row["id"]) for row in rows if "id" in row and not str(row["id"]).startswith((UNSEEN, SEALED)))


SECRETS = {
    Role.ANALYST: (UNSEEN,),
    Role.PANEL_MEMBER: (UNSEEN, SEALED),
    Role.PLAN_AUTHOR: (UNSEEN, SEALED),
}
"""Who asks, and what must not be told to whom: an analyst is sealed from nothing."""


def _must_not_tell(role: Role, text: str) -> None:
    for secret in SECRETS[role]:
        at = text.lower().find(secret)
        assert at < 0, f"…{text[max(0, at - 200) : at + 60]}…"


@pytest.mark.parametrize("role", list(SECRETS))
async def test_no_field_of_any_record(role: Role, world: Graph, settings: Settings) -> None:
    for record_id in _ids():
        answer = await ask(world, settings, _question("node", f'id: "{record_id}",', 2), role=role)
        _must_not_tell(role, str(answer.data))


@pytest.mark.parametrize("role", list(SECRETS))
async def test_no_field_of_a_case(role: Role, world: Graph, settings: Settings) -> None:
    answer = await ask(world, settings, _question("offender", 'id: "o",', 4), role=role)
    assert not answer.errors
    decisions = answer.data["offender"]["Offender_decisions"]
    (told,) = [one for one in decisions if one["DisclosureDecision_id"] == "told"]
    assert told["DisclosureDecision_protects"][0] == "k" and len(told["DisclosureDecision_protects"]) == 2
    _must_not_tell(role, str(answer.data))


async def test_no_field_of_what_is_explored(world: Graph, settings: Settings) -> None:
    for field, arguments in (
        ("search", f'text: "{UNSEEN}", first: 100,'),
        ("paths", 'fromId: "o", toId: "k", lengths: UP_TO_MAX,'),
        ("neighbourhood", 'id: "o", hops: 4,'),
    ):
        answer = await ask(world, settings, _question(field, arguments, 3))
        assert not answer.errors
        _must_not_tell(Role.ANALYST, str(answer.data))


def _fields() -> Iterator[tuple[str, GraphQLField]]:
    """Every field of every type, as `Type.field`."""
    for type_ in graphql_schema().type_map.values():
        if isinstance(type_, GraphQLObjectType):
            yield from ((f"{type_.name}.{name}", field) for name, field in type_.fields.items())


def test_no_field_is_a_column_that_names_a_record() -> None:
    for name, field in _fields():
        column = field.resolve.args[0] if isinstance(field.resolve, partial) and field.resolve.func is by_column else ""
        assert column not in NAMING_COLUMNS, f"{name} must be read as the record that it names is"


TOLD = {
    "Person.sourceId",
    "Address.buildingId",
    "Order.personId",
    "Profile.sourceId",
    "Enquiry.sourceId",
    "Enquiry.aboutId",
}
"""Fields that are the id of a record: each is asked for below, where it is seen."""


def test_every_field_that_is_an_id_is_asked_for() -> None:
    names = {"sourceId", "buildingId", "personId", "aboutId"}
    named = {name: field.resolve for name, field in _fields() if name.partition(".")[2] in names}
    assert set(named) == TOLD
    assert set(named.values()) == {hanging}


async def test_the_ids_of_what_is_seen_are_told(world: Graph, settings: Settings) -> None:
    question = (
        '{ person(id: "o", asOf: "2026-06-01") { sourceId source { id } profiles { sourceId source { id } } } '
        'order: node(id: "order", asOf: "2026-06-01") { ... on Order { personId person { id } } } '
        'flat: node(id: "lodge", asOf: "2026-06-01") { ... on Address { buildingId building { id } } } }'
    )
    seen = (await ask(world, settings, question)).data
    names_open = {"sourceId": "open", "source": {"id": "open"}}
    later = {"sourceId": "quoz-later-source", "source": {"id": "quoz-later-source"}}
    profiles = seen["person"].pop("profiles")
    assert seen["person"] == names_open
    assert names_open in profiles and later in profiles
    assert seen["order"] == {"personId": "o", "person": {"id": "o"}}
    assert seen["flat"] == {"buildingId": f"{SEALED}-haven", "building": {"id": f"{SEALED}-haven"}}
    sealed = (await ask(world, settings, question, role=Role.PANEL_MEMBER)).data["flat"]
    assert sealed["buildingId"] == sealed["building"]["id"]
    assert sealed["buildingId"].startswith("sealed-")


@pytest.mark.parametrize(
    ("address", "role"),
    [
        pytest.param(address, role, id=f"{address.below}{address.path}-{role}")
        for address in ADDRESSES
        for role in SECRETS
        if address.permission in PERMISSIONS[role] and not address.is_form
    ],
)
async def test_no_page_picture_export_or_paper(address: PageAddress, role: Role, site: Site) -> None:
    for record_id in ["o"] if address.below is Below.OFFENDERS else ["o", "flat", "lodge", "m"]:
        for since in ("", "&since=2025-06-01") if "since" in address.takes else ("",):
            answer = await site.get(f"/{address.below}/{record_id}{address.path}?{VIEW}{since}", role)
            assert answer.status_code == 200, answer.text
            _must_not_tell(role, _words(address.path, answer))


FORMS: Mapping[str, Sequence[str]] = {
    "/decisions/form": ["to=m&part=PARTNER"],
    "/record": ["", "what=contact", "what=home", "what=order"],
}
"""What the address of a page by which something is done asks for, for each in turn."""


@pytest.mark.parametrize(
    ("address", "role"),
    [
        pytest.param(address, role, id=f"{address.below}{address.path}-{role}")
        for address in ADDRESSES
        for role in SECRETS
        if address.permission in PERMISSIONS[role] and address.is_form
    ],
)
async def test_no_form(address: PageAddress, role: Role, site: Site) -> None:
    """Something is done on what is known now: of what became known after the view, only that which a source of handling `C` says is
    not seen."""
    for asked in FORMS[address.path]:
        answer = await site.get(f"/{address.below}/o{address.path}?asOf={AS_OF}&{asked}", role)
        assert answer.status_code == 200, answer.text
        assert not re.search("quoz-(c|person|secret)", answer.text)
        if SEALED in SECRETS[role]:
            assert SEALED not in answer.text


@pytest.mark.parametrize("ends", ["from=o&to=k", "from=o&to=flat", "from=m&to=lodge", "from=o&to=school", "from=o"])
async def test_no_links_between_two_records(ends: str, site: Site) -> None:
    answer = await site.get(f"/paths?{ends}&upTo=6&includeEnded=true&{VIEW}")
    assert answer.status_code == 200, answer.text
    _must_not_tell(Role.ANALYST, answer.text)


@pytest.mark.parametrize("unseen", ["quoz-person", "quoz-later", "quoz-org", "quoz-block", "quoz-c"])
async def test_no_links_with_what_is_not_seen(unseen: str, site: Site) -> None:
    answer = await site.get(f"/paths?from=o&to={unseen}&{VIEW}")
    assert answer.status_code == 404
    _must_not_tell(Role.ANALYST, answer.text)


def _words(path: str, answer: httpx.Response) -> str:
    """Whatever of an answer can be read."""
    if path.endswith(".pdf"):
        return " ".join(pdf_pages(answer.content))
    if path.endswith(".docx"):
        with ZipFile(BytesIO(answer.content)) as parts:
            return " ".join(parts.read(name).decode("utf-8", "ignore") for name in parts.namelist())
    return answer.content.decode("utf-8", "ignore")
