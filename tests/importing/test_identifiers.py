"""Identifiers: accepted spellings have one canonical form, and a wrong one is never repaired."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_service.model import identifiers


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("1981/0000034U", "1981/0000034U"),
        ("1979/0163001B", "1979/0163001B"),
        ("2002/0073319Z", "2002/0073319Z"),
        ("02/73319Z", "2002/0073319Z"),
        ("79/163001B", "1979/0163001B"),
        ("1979/163001B", "1979/0163001B"),
        ("19790163001B", "1979/0163001B"),
        ("790163001B", "1979/0163001B"),
    ],
)
def test_pnc_id_has_one_form(text: str, canonical: str) -> None:
    assert identifiers.pnc_id(text) == canonical


@pytest.mark.parametrize(
    "text", ["1979/0163001C", "1979/0163001", "0163001B", "1979/01630011B", "1979-0163001B", "1979/0163001b", "x"]
)
def test_bad_pnc_id_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="PNC ID"):
        identifiers.pnc_id(text)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("065656/91H", "065656/91H"),
        ("65656/91H", "065656/91H"),
        ("SF83/50058Z", "SF83/50058Z"),
        ("SF05/482703J", "SF05/482703J"),
    ],
)
def test_cro_number_has_one_form(text: str, canonical: str) -> None:
    assert identifiers.cro_number(text) == canonical


@pytest.mark.parametrize("text", ["85227/65G", "065656/91J", "SF83/50058A", "065656-91H", "SF83/Z"])
def test_bad_cro_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="CRO number"):
        identifiers.cro_number(text)


@pytest.mark.parametrize(
    ("check", "good", "bad"),
    [
        (identifiers.noms_number, "A1234BC", ["A123BC", "a1234BC", "A1234B1", "A1234BC "]),
        (identifiers.crn, "X123456", ["X12345", "XX12345", "x123456"]),
        (identifiers.uprn, "100023336956", ["1000233369567", "12a", "-1", "١٢"]),
        (identifiers.school_urn, "123456", ["12345", "1234567", "12345A"]),
        (identifiers.postcode, "M1 1AE", ["M1  1AE", "M1", "1M 1AE", "M11 1AEE", "m1 1ae"]),
    ],
)
def test_other_identifiers(check, good: str, bad: list[str]) -> None:  # type: ignore[no-untyped-def]
    assert check(good) == good
    for text in bad:
        with pytest.raises(ValueError):
            check(text)


def test_postcode_takes_its_space() -> None:
    assert identifiers.postcode("SW1A1AA") == "SW1A 1AA"
    assert identifiers.postcode("M11AE") == "M1 1AE"


@given(st.integers(1950, 2025), st.integers(0, 9_999_999))
def test_each_pnc_id_has_exactly_one_check_letter(year: int, serial: int) -> None:
    accepted = []
    for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ":
        try:
            accepted.append(identifiers.pnc_id(f"{year}/{serial}{letter}"))
        except ValueError:
            continue
    assert len(accepted) == 1
    assert accepted[0].startswith(f"{year}/{serial:07d}")
    assert identifiers.pnc_id(accepted[0]) == accepted[0]
