"""The sample of the demo is loaded once, and again where it or the store is another."""

from pathlib import Path

from graph_service.importing.importer import import_bundle
from graph_service.store.graph import Graph
from graph_service.terminal.demo import is_loaded, note_loaded
from tests.conftest import empty
from tests.worlds import person, write_bundle


async def test_a_sample_is_loaded_once(empty_store: Graph, tmp_path: Path) -> None:
    bundle = write_bundle(tmp_path / "sample", people=[person("p1", given_names="Ann")])
    assert not await is_loaded(empty_store, tmp_path, bundle)
    await import_bundle(empty_store, bundle)
    await note_loaded(empty_store, tmp_path, bundle)
    assert await is_loaded(empty_store, tmp_path, bundle)
    await import_bundle(empty_store, write_bundle(tmp_path / "more", people=[person("p2")]))
    assert await is_loaded(empty_store, tmp_path, bundle), "what was learnt since then stays"


async def test_another_sample_or_another_store_is_loaded(empty_store: Graph, tmp_path: Path) -> None:
    bundle = write_bundle(tmp_path / "sample", people=[person("p1", given_names="Ann")])
    await import_bundle(empty_store, bundle)
    await note_loaded(empty_store, tmp_path, bundle)
    write_bundle(tmp_path / "sample", people=[person("p1", given_names="Anna")])
    assert not await is_loaded(empty_store, tmp_path, bundle)
    await note_loaded(empty_store, tmp_path, bundle)
    await empty(empty_store)
    assert not await is_loaded(empty_store, tmp_path, bundle)


async def test_a_note_that_cannot_be_read_is_no_note(empty_store: Graph, tmp_path: Path) -> None:
    bundle = write_bundle(tmp_path / "sample", people=[person("p1")])
    (tmp_path / "sample-loaded.json").write_text("{")
    assert not await is_loaded(empty_store, tmp_path, bundle)
