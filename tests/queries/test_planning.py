"""Plans are made behind, once for all who ask; nothing that only makes answers faster makes one fail."""

import asyncio
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from structlog.testing import capture_logs

from graph_service.errors import ComponentUnavailable, TimedOut
from graph_service.importing.importer import import_bundle
from graph_service.local_neo4j.server import ConnectionDetails
from graph_service.queries.planning import Preparation, catalogue_texts
from graph_service.settings import Settings
from graph_service.store.budget import budget, waiting
from graph_service.store.graph import Graph
from tests.conftest import empty
from tests.worlds import person, write_bundle

TEXT = "RETURN 1 AS one"


class Planning(Graph):
    """A store that plans when it is told to, and notes what it is asked."""

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        self.asked: list[float | None] = []
        self.planned = asyncio.Event()
        self.faults: list[Exception] = []

    async def fetch(
        self, text: str, parameters: Mapping[str, Any] | None = None, *, timeout_s: float | None = None
    ) -> dict[str, Any] | None:
        self.asked.append(timeout_s)
        if timeout_s is not None:
            await self.planned.wait()
        if self.faults:
            raise self.faults.pop(0)
        return await super().fetch(text, parameters, timeout_s=timeout_s)


@pytest_asyncio.fixture(loop_scope="session")
async def store(neo4j_server: ConnectionDetails) -> Any:
    details = neo4j_server
    graph = Planning.connect(
        details.uri, details.user, details.password, database=details.database, timeout_s=60, pool_size=10
    )
    yield graph
    await graph.close()


async def test_everybody_who_asks_waits_for_one_plan(store: Planning) -> None:
    askers = [asyncio.create_task(store.fetch_planned(TEXT, {})) for _ in range(5)]
    await asyncio.sleep(0.05)
    assert len(store.asked) == 1 and not any(asker.done() for asker in askers)
    store.planned.set()
    assert await asyncio.gather(*askers) == [{"one": 1}] * 5
    assert len(store.asked) == 6


async def test_a_plan_goes_on_when_who_asked_first_leaves(store: Planning) -> None:
    first = asyncio.create_task(store.fetch_planned(TEXT, {}))
    await asyncio.sleep(0.05)
    first.cancel()
    second = asyncio.create_task(store.fetch_planned(TEXT, {}))
    await asyncio.sleep(0.05)
    store.planned.set()
    assert await second == {"one": 1}
    assert len(store.asked) == 2


async def test_a_plan_that_failed_is_made_again(store: Planning) -> None:
    store.planned.set()
    store.faults.append(ComponentUnavailable("away"))
    with pytest.raises(ComponentUnavailable):
        await store.fetch_planned(TEXT, {})
    assert await store.fetch_planned(TEXT, {}) == {"one": 1}


async def test_a_question_whose_plan_the_server_lost_is_asked_again(store: Planning) -> None:
    store.planned.set()
    await store.fetch_planned(TEXT, {})
    store.faults.append(TimedOut("planning took its time"))
    assert await store.fetch_planned(TEXT, {}) == {"one": 1}


async def test_a_question_that_takes_too_long_by_itself_is_not_asked_for_ever(store: Planning) -> None:
    store.planned.set()
    await store.fetch_planned(TEXT, {})
    store.faults += [TimedOut("too long"), TimedOut("too long")]
    with pytest.raises(TimedOut):
        await store.fetch_planned(TEXT, {})


async def test_waiting_for_a_plan_does_not_count_as_time_of_the_operation() -> None:
    async with budget(0.05):
        with waiting(), waiting():
            await asyncio.sleep(0.2)
    with pytest.raises(TimeoutError):
        async with budget(0.05):
            with waiting():
                await asyncio.sleep(0.1)
            await asyncio.sleep(1)


async def test_the_catalogue_is_planned_and_what_is_left_is_named(graph: Graph, settings: Settings) -> None:
    preparation = Preparation(graph, settings)
    assert preparation.waiting == tuple(one.name for one in catalogue_texts(settings))
    await preparation.plan()
    assert preparation.waiting == ()


async def test_a_preparation_that_fails_is_a_line_in_the_log(store: Planning, settings: Settings) -> None:
    store.planned.set()
    texts = catalogue_texts(settings)
    store.faults += [ComponentUnavailable("away")] * len(texts)
    preparation = Preparation(store, settings)
    with capture_logs() as lines:
        await preparation.plan()
    assert preparation.waiting == ()
    assert [line["statement"] for line in lines if line["event"] == "not_planned"] == [one.name for one in texts]


async def test_an_import_throws_no_plan_away(graph: Graph, settings: Settings, tmp_path: Path) -> None:
    await empty(graph)
    await import_bundle(graph, write_bundle(tmp_path / "first", people=[person("p1")]))
    await Preparation(graph, settings).plan()
    await import_bundle(graph, write_bundle(tmp_path / "second", people=[person("p2")]))
    said = (await graph.execute("CALL db.clearQueryCaches()"))[0]["value"]
    graph.forget_plans()
    kept = re.search(r"(\d+) queries", said)
    assert kept is not None and int(kept[1]) >= len(catalogue_texts(settings)), said
