"""What findings hang on: the relationships whose error would remove them, what is worth verifying first."""

from pathlib import Path

import pytest
import pytest_asyncio

from graph_service.importing.importer import import_bundle
from graph_service.settings import Settings
from graph_service.store.graph import Graph
from tests.schema.asking import ask
from tests.worlds import link, person, write_bundle

QUERY = """{ offender(id: "o", asOf: "2026-06-01") { verifications(first: 3) {
  relationship { id from { id } to { id } } hangsOnIt { subject { ... on Person { id } } } lastReportedOn summary } } }"""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def world(module_store: Graph, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """A partner with two children, one of whom he lives with, too: hers alone hangs on what is said of her."""
    folder: Path = tmp_path_factory.mktemp("verifications")
    bundle = write_bundle(
        folder,
        sources=[
            {"id": "old", "reported_on": "2025-01-01", "source_evaluation": "2", "intelligence_assessment": "B"},
            {"id": "new", "reported_on": "2026-01-01", "source_evaluation": "1", "intelligence_assessment": "A"},
        ],
        people=[
            person("o", given_names="Otto", family_name="Vane", date_of_birth="1980-01-01", sex="M"),
            person("p", given_names="Pia", family_name="Pine", date_of_birth="1985-01-01", sex="F"),
            person("k1", given_names="Kim", family_name="Pine", date_of_birth="2016-01-01"),
            person("k2", given_names="Kai", family_name="Pine", date_of_birth="2017-01-01"),
            person("k3", given_names="Kit", family_name="Pine", date_of_birth="2018-01-01"),
        ],
        addresses=[{"id": "a", "lines": "1 Mill Lane", "kind": "DWELLING"}],
        offenders=[{"person_id": "o", "category": 1, "managed_from": "2020-01-01"}],
        profiles=[{"person_id": "o", "profile": "CHILD_SEXUAL"}],
        relationships=[
            link("PARTNER_OF", "o", "p", id="op", valid_from="2025-01-01", source_id="new"),
            link("PARENT_OF", "p", "k1", id="pk1", source_id="new"),
            link("PARENT_OF", "p", "k2", id="pk2", source_id="old"),
            link("PARENT_OF", "p", "k3", id="pk3", source_id="new"),
            link("LIVES_AT", "o", "a", id="oa", valid_from="2025-01-01"),
            link("LIVES_AT", "k3", "a", id="k3a"),
        ],
    )
    await import_bundle(module_store, bundle)
    return module_store


async def test_what_most_hangs_on_first(world: Graph, settings: Settings) -> None:
    answer = await ask(world, settings, QUERY)
    assert not answer.errors
    first, *others = answer.data["offender"]["verifications"]
    assert first["relationship"] == {"id": "op", "from": {"id": "o"}, "to": {"id": "p"}}
    # The third child is found by the home as well.
    assert [one["subject"]["id"] for one in first["hangsOnIt"]] == ["k1", "k2"]
    assert first["lastReportedOn"] == "2026-01-01"
    assert first["summary"].endswith("Were that wrong, nothing would be found for Kim Pine and Kai Pine.")
    # Then what was reported longest ago.
    assert [one["relationship"]["id"] for one in others] == ["pk2", "pk1"]
