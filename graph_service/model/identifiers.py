"""Identifiers of people and places: accepted spellings, and the one canonical form they are stored in.

Every function named like a column takes a trimmed cell and returns the canonical form, or raises ValueError with a sentence
about what is wrong. None of them repairs: a wrong check letter is an error, however near the right one lies.

A *mark* is an identifier as searches look it up: its kind and its letters and digits, such as `pnc19790163001b`.
"""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Final

import phonenumbers

from graph_service.model.clock import today

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
    meant = _pnc_ids(text)
    if len(meant) > 1:
        raise ValueError("may be two different PNC IDs; write it with its slash")
    return meant.pop()


def _pnc_ids(text: str) -> set[str]:
    """The PNC IDs that a text may stand for, at least one."""
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
    return meant


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


def telephone(text: str) -> str:
    """A telephone number with its country's code, such as `+447700900123`; one without that code is of the United Kingdom.

    Numbers that nobody has been given, but somebody could be, are numbers, too: what is recorded may be out of service.
    """
    try:
        number = phonenumbers.parse(text, "GB")
    except phonenumbers.NumberParseException:
        raise ValueError("is not a telephone number") from None
    if not phonenumbers.is_possible_number(number):
        raise ValueError("is not a telephone number")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def telephones(text: str) -> list[str]:
    """Every telephone number in a text, each as `telephone` has it: two of `07700 900123 (work) / 07700 900124`."""
    found = phonenumbers.PhoneNumberMatcher(text, "GB", leniency=phonenumbers.Leniency.POSSIBLE)
    # What could only be dialled from the same place is mostly no telephone number, such as the number of a house.
    whole = phonenumbers.ValidationResult.IS_POSSIBLE
    numbers = [match.number for match in found if phonenumbers.is_possible_number_with_reason(match.number) == whole]
    return [phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) for number in numbers]


_OF_PEOPLE_AND_PLACES: Final[Mapping[str, tuple[str, Callable[[str], str]]]] = {
    "pnc_id": ("pnc", pnc_id),
    "cro_number": ("cro", cro_number),
    "noms_number": ("noms", noms_number),
    "crn": ("crn", crn),
    "uprn": ("uprn", uprn),
    "urn": ("urn", school_urn),
    "postcode": ("postcode", postcode),
}
"""Columns that hold an identifier: its kind, and how it is read."""
_TELEPHONE: Final = "telephone"
_VISOR: Final = "visor"
_CALLED: Final = re.compile(
    r"(?:PNC|CRO|NOMIS|NOMS|CRN|VISOR|UPRN|URN)\W?(?:ID|NO|NUMBER|REF|REFERENCE)?(?:[\s:.#-]+(?=\S)|(?=[A-Z]?\d))"
    r"|(?:TELEPHONE|TEL|PHONE|MOBILE|MOB)\W?(?:NO|NUMBER)?[\s:.#-]*(?=[\d+(])",
    re.ASCII | re.IGNORECASE,
)
"""What people write before an identifier: what it is called."""


def without_its_name(text: str) -> str:
    """A text without the name of an identifier before it: `PNC no. 79/163001B` is `79/163001B`."""
    named = _CALLED.match(text)
    return text[named.end() :] if named else text


def stored_marks(values: Mapping[str, Any]) -> list[str]:
    """The marks of a record's columns, as they are stored, and of every telephone number in an account's label."""
    marks = [
        _mark(kind, identifier)
        for column, (kind, _) in _OF_PEOPLE_AND_PLACES.items()
        if (identifier := values.get(column))
    ]
    if visor := values.get("visor_reference"):
        marks.append(_mark(_VISOR, visor))
    if label := values.get("label"):
        marks += _read(_TELEPHONE, telephone, label)
        marks += [_mark(_TELEPHONE, number) for number in telephones(label)]
    return marks


def asked_marks(text: str) -> list[str]:
    """The marks of every identifier that a text may be, in any spelling: capitals and spaces do not count.

    Of a text that is none, the marks of the telephone numbers in it.
    """
    whole = "".join(without_its_name(text).upper().split())
    marks = [
        mark for kind, read in _OF_PEOPLE_AND_PLACES.values() if kind != "pnc" for mark in _read(kind, read, whole)
    ]
    with suppress(ValueError):
        marks += [_mark("pnc", one) for one in sorted(_pnc_ids(whole))]
    if not any(map(str.isalpha, whole)):
        marks += _read(_TELEPHONE, telephone, whole)
    marks = marks or [_mark(_TELEPHONE, number) for number in telephones(text)]
    visor = _mark(_VISOR, whole)
    return marks if visor == _VISOR else [*marks, visor]


def _read(kind: str, read: Callable[[str], str], text: str) -> list[str]:
    try:
        return [_mark(kind, read(text))]
    except ValueError:
        return []


def _mark(kind: str, identifier: str) -> str:
    return kind + "".join(re.findall("[a-z0-9]", identifier.lower()))
