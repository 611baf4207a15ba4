"""Identifiers of people and places: accepted spellings, and the one canonical form they are stored in.

Every function takes a trimmed cell and returns the canonical form, or raises ValueError with a sentence about what is
wrong. None of them repairs: a wrong check letter is an error, however near the right one lies.
"""

import re

from graph_service.domain import today

_CHECK_LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"
_PNC_SPELLINGS = (
    re.compile(r"(\d{4}|\d{2})/(\d{1,7})([A-Z])", re.ASCII),
    re.compile(r"(\d{2})(\d{1,7})([A-Z])", re.ASCII),
    re.compile(r"((?:19|20)\d{2})(\d{1,7})([A-Z])", re.ASCII),
)
_CRO = re.compile(r"(\d{1,6})/(\d{2})([A-Z])", re.ASCII)
_CRO_FILE = re.compile(r"SF(\d{2})/(\d{1,6})([A-Z])", re.ASCII)
_NOMIS = re.compile(r"[A-Z]\d{4}[A-Z]{2}", re.ASCII)
_CRN = re.compile(r"[A-Z]\d{6}", re.ASCII)
_UPRN = re.compile(r"\d{1,12}", re.ASCII)
_URN = re.compile(r"\d{6}", re.ASCII)
_POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?) ?(\d[A-Z]{2})", re.ASCII)


def _check_letter(year: str, serial: str) -> str:
    return _CHECK_LETTERS[int(year + serial) % len(_CHECK_LETTERS)]


def _full_year(two_digits: str) -> str:
    """The year a two-digit one stands for: this century up to the present year, else the last."""
    present = today().year % 100
    return ("20" if int(two_digits) <= present else "19") + two_digits


def pnc_id(text: str) -> str:
    """A PNC ID as `YYYY/NNNNNNNX`; also accepted: a two-digit year, no slash, an unpadded serial.

    Without a slash the digits may be split in two ways; the check letter tells which is meant.
    """
    splits = [match for pattern in _PNC_SPELLINGS if (match := pattern.fullmatch(text))]
    if not splits:
        raise ValueError("is not a PNC ID")
    meant = {
        f"{year if len(year) == 4 else _full_year(year)}/{serial.zfill(7)}{letter}"
        for year, serial, letter in (match.groups() for match in splits)
        if _check_letter(year[-2:], serial.zfill(7)) == letter
    }
    if not meant:
        raise ValueError("is a PNC ID with a wrong check letter")
    if len(meant) > 1:
        raise ValueError("may be two different PNC IDs; write it with its slash")
    return meant.pop()


def cro_number(text: str) -> str:
    """A CRO number as `NNNNNN/YYX`, or `SFYY/NX` for a file number, whose serial is not padded."""
    if match := _CRO.fullmatch(text):
        serial, year, letter = match[1].zfill(6), match[2], match[3]
        canonical = f"{serial}/{year}{letter}"
        expected = _check_letter(year, serial)
    elif match := _CRO_FILE.fullmatch(text):
        year, serial, letter = match[1], match[2].lstrip("0") or "0", match[3]
        canonical = f"SF{year}/{serial}{letter}"
        expected = _check_letter(year, serial)
    else:
        raise ValueError("is not a CRO number")
    if letter != expected:
        raise ValueError("is a CRO number with a wrong check letter")
    return canonical


def _matching(pattern: re.Pattern[str], text: str, what: str) -> str:
    if not pattern.fullmatch(text):
        raise ValueError(f"is not a {what}")
    return text


def noms_number(text: str) -> str:
    """A NOMIS number: a letter, four digits, two letters."""
    return _matching(_NOMIS, text, "NOMIS number")


def crn(text: str) -> str:
    """A case reference number of probation: a letter and six digits."""
    return _matching(_CRN, text, "CRN")


def uprn(text: str) -> str:
    """A unique property reference number: 1 to 12 digits, without leading zeros."""
    return _matching(_UPRN, text, "UPRN").lstrip("0") or "0"


def school_urn(text: str) -> str:
    """A school's unique reference number: six digits."""
    return _matching(_URN, text, "school URN")


def postcode(text: str) -> str:
    """A postcode in capitals with one space before the last three; the space may be missing."""
    match = _POSTCODE.fullmatch(text)
    if match is None:
        raise ValueError("is not a postcode")
    return f"{match[1]} {match[2]}"
