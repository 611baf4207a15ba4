"""Days and instants are read strictly, and what is refused is not repeated."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from graphql import GraphQLError

from graph_service.schema.scalars import Date, DateTime
from graph_service.settings import Settings
from graph_service.store.graph import Graph
from tests.schema.asking import ask


@pytest.mark.parametrize(
    "text",
    ["2026-1-31", "31-01-2026", "2026-02-30", "20260131", "2026-01-31T00:00:00Z", "", " 2026-01-31", 5, None, True],
)
def test_a_day_is_an_iso_day(text: object) -> None:
    with pytest.raises(GraphQLError) as caught:
        Date.parse_value(text)
    assert caught.value.extensions == {"code": "BAD_USER_INPUT"}
    assert not text or str(text) not in caught.value.message.replace("2026-01-31", "")


@pytest.mark.parametrize(
    "text", ["2026-01-31T12:00:00", "2026-01-31", "2026-01-31 12:00:00Z", "2026-01-31T25:00:00Z", "now", 0, None]
)
def test_an_instant_needs_its_zone(text: object) -> None:
    with pytest.raises(GraphQLError) as caught:
        DateTime.parse_value(text)
    assert caught.value.extensions == {"code": "BAD_USER_INPUT"}


def test_days_and_instants_are_read_and_written() -> None:
    assert Date.parse_value("2024-02-29") == date(2024, 2, 29)
    assert Date.serialize(date(2024, 2, 29)) == Date.serialize("2024-02-29") == "2024-02-29"
    assert DateTime.parse_value("2026-07-01T01:30:00+01:00") == datetime(2026, 7, 1, 0, 30, tzinfo=UTC)
    assert DateTime.serialize(datetime(2026, 7, 1, 0, 30, tzinfo=UTC)) == "2026-07-01T00:30:00Z"
    assert DateTime.serialize(1_500_000) == "1970-01-01T00:00:01.500000Z"


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        ('query($d: Date) { node(id: "x", asOf: $d) { id } }', {"d": "secret-1971"}),
        ('query($t: DateTime) { node(id: "x", knownAt: $t) { id } }', {"t": "secret-1971"}),
        ("query($n: Int) { offenders(first: $n) { totalCount } }", {"n": "secret-1971"}),
        ("query($i: ID!) { node(id: $i) { id } }", {"i": {"secret-1971": 1}}),
        ('{ node(id: "x", asOf: "secret-1971") { id } }', {}),
        ('{ node(id: "x", knownAt: "secret-1971") { id } }', {}),
    ],
)
async def test_a_bad_value_is_refused_and_not_repeated(
    module_store: Graph, settings: Settings, query: str, variables: dict[str, Any]
) -> None:
    answer = await ask(module_store, settings, query, **variables)
    assert answer.codes == ["BAD_USER_INPUT"]
    assert "secret" not in answer.errors[0].message
    assert answer.statements == 0
