"""What the parameters of an address mean, and what a page's form makes of them when it is sent back."""

from datetime import UTC, date, datetime

import pytest
from starlette.datastructures import QueryParams

from graph_service.errors import InputRefused
from graph_service.http.parameters import must_be_taken, view_of
from graph_service.model.clock import View
from graph_service.pages.framing import record_frame
from tests.pictures.samples import HEAD, person


def sent_back(known_at: datetime, **changed: str) -> tuple[date | None, datetime | None]:
    """The view that the form of a page names, which was made at `known_at`, after the reader has `changed` fields."""
    frame = record_frame(person("o", "Olaf Vane"), View(date(2026, 6, 1), known_at), HEAD)
    fields = {
        "asOf": frame["as_of_value"],
        "knownAt": frame["known_at_value"].removesuffix(":00"),  # as browsers send it
        "knownAtExactly": frame["known_at_exactly"],
    }
    return view_of(fields | changed)


@pytest.mark.parametrize(
    "known_at",
    [
        datetime(2026, 6, 1, 20, 0, tzinfo=UTC),
        datetime(2026, 6, 1, 20, 0, 17, 999_999, tzinfo=UTC),
        # By the clocks of London both are at 01:30 on the same day.
        datetime(2025, 10, 26, 0, 30, tzinfo=UTC),
        datetime(2025, 10, 26, 1, 30, tzinfo=UTC),
        datetime(2025, 10, 26, 1, 30, 5, 250_000, tzinfo=UTC),
    ],
)
def test_who_changes_the_day_alone_keeps_what_was_known_to_the_microsecond(known_at: datetime) -> None:
    assert sent_back(known_at) == (date(2026, 6, 1), known_at)
    assert sent_back(known_at, asOf="2026-05-01") == (date(2026, 5, 1), known_at)


def test_who_changes_the_instant_gets_the_one_that_the_field_says_in_uk_time() -> None:
    made = datetime(2026, 6, 1, 20, 0, 17, 5, tzinfo=UTC)
    assert sent_back(made, knownAt="2026-06-01T20:59")[1] == datetime(2026, 6, 1, 19, 59, tzinfo=UTC)
    assert sent_back(made, knownAt="2026-01-05T12:00:01")[1] == datetime(2026, 1, 5, 12, 0, 1, tzinfo=UTC)
    assert sent_back(made, knownAt="2026-06-01T21:00:17Z")[1] == datetime(2026, 6, 1, 21, 0, 17, tzinfo=UTC)
    assert sent_back(made, knownAt="")[1] is None


@pytest.mark.parametrize(
    "fields", [{"knownAtExactly": "soon"}, {"knownAt": "2999-06-01T21:00", "knownAtExactly": "2999-06-01T20:00:00Z"}]
)
def test_an_instant_beside_the_field_is_checked_like_any_other(fields: dict[str, str]) -> None:
    with pytest.raises(InputRefused, match=r"^knownAt "):
        sent_back(datetime(2026, 6, 1, 20, 0, tzinfo=UTC), **fields)


@pytest.mark.parametrize("query", ["asOf=2026-06-01&asOf=2026-06-02", "steps=1&steps=1", "knownAt=&knownAt="])
def test_what_an_address_says_twice_is_refused_by_name(query: str) -> None:
    name = query.partition("=")[0]
    with pytest.raises(InputRefused, match=f"the parameter {name} more than once"):
        must_be_taken(QueryParams(query), "asOf", "knownAt", "steps")


def test_relations_are_opened_one_by_one() -> None:
    must_be_taken(QueryParams("asOf=2026-06-01&expand=o:PARENT_OF&expand=p:PARENT_OF"), "asOf", "expand")
