"""Identifiers for invented people: right in form and check letter, drawn from a running number."""

from typing import Final

_CHECK_LETTERS: Final = "ZABCDEFGHJKLMNPQRTUVWXY"
_LETTERS: Final = "ABCDEFGHJKLMNPQRTUVWXYZ"


def pnc_id(year: int, serial: int) -> str:
    """A PNC id in its canonical form, such as `1979/0163001B`; `serial` is below 10,000,000."""
    digits = f"{year % 100:02d}{serial:07d}"
    return f"{year}/{serial:07d}{_CHECK_LETTERS[int(digits) % 23]}"


def cro_number(year: int, serial: int) -> str:
    """A CRO number, such as `065656/91H`; `serial` is below 1,000,000."""
    digits = f"{year % 100:02d}{serial:06d}"
    return f"{serial:06d}/{year % 100:02d}{_CHECK_LETTERS[int(digits) % 23]}"


def noms_number(serial: int) -> str:
    """A NOMIS number: a letter, four digits, two letters; distinct for distinct serials below 12,167 × 10,000."""
    rest, digits = divmod(serial, 10_000)
    rest, last = divmod(rest, 23)
    first, middle = divmod(rest, 23)
    return f"{_LETTERS[first % 23]}{digits:04d}{_LETTERS[middle]}{_LETTERS[last]}"


def crn(serial: int) -> str:
    """A Delius case reference number: a letter and six digits; distinct for distinct serials below 23,000,000."""
    letter, digits = divmod(serial, 1_000_000)
    return f"{_LETTERS[letter % 23]}{digits:06d}"
