"""Rules of strength that no pattern written so far reaches."""

import pytest

from graph_service.findings.strength import cap_of
from graph_service.model.records import Link
from graph_service.model.vocabulary import Strength


@pytest.mark.parametrize(
    ("grade", "cap"),
    [
        ("1A", Strength.STRONG),
        ("1B", Strength.STRONG),
        ("1C", Strength.MODERATE),
        ("2A", Strength.MODERATE),
        ("2B", Strength.MODERATE),
        ("2C", Strength.MODERATE),
    ],
)
def test_each_grade_has_its_cap(grade: str, cap: Strength) -> None:
    assert cap_of(Link("l", "FRIEND_OF", "a", "b", grade=grade))[0] is cap


def test_an_opinion_caps_whatever_its_grade() -> None:
    assert cap_of(Link("l", "FRIEND_OF", "a", "b", grade="1A", assertion="OPINION"))[0] is Strength.MODERATE


def test_a_derived_link_has_no_grade_and_caps_nothing() -> None:
    assert cap_of(Link("l", "NEAR", "a", "b", grade="2C", derived=True))[0] is Strength.STRONG
