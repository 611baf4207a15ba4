"""The worlds of cases with names for everybody and everything, so that what is said of them can be read."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count
from typing import Any

from tests.findings.cases import Case

_WOMEN = ["Ann", "Beth", "Cora", "Dawn", "Eve", "Fay", "Gina", "Hope", "Iris", "Joan"]
_MEN = ["Alan", "Ben", "Carl", "Dean", "Eric", "Finn", "Guy", "Hugh", "Ivan", "Jack"]
_ANYBODY = ["Alex", "Bobbie", "Charlie", "Drew", "Eddie", "Frankie", "Glenn", "Hayden", "Indy", "Jules"]
_FAMILIES = ["Ash", "Birch", "Cole", "Drew", "Elm", "Firth", "Gale", "Hart", "Irwin", "Joss"]
_STREETS = (
    "Mill Lane",
    "Brookside",
    "Quarry Lane",
    "Weir Road",
    "Heron Way",
    "Dock Street",
    "Larch Avenue",
    "Priory Close",
)
_OFFENCES = {
    "CHILD_SEXUAL": "Sexual assault of a child",
    "CHILD_VIOLENCE": "Cruelty to a child",
    "DOMESTIC_ABUSE": "Assault of a partner",
    "ADULT_SEXUAL": "Rape",
    "EXPLOITATION": "Theft from an adult at risk",
    "GENERAL_VIOLENCE": "Wounding with intent",
}
_ORGANISATIONS = {
    "AGENCY": "Kelderwick Council",
    "EMPLOYER": "Apex Builders",
    "NURSERY": "Acorn Nursery",
    "FAITH": "St Aidan's Church",
}
_ORGANISATIONS |= {
    "CARE_PROVIDER": "Haven Support",
    "CLUB": "Harbour Swimming Club",
    "HOUSING_PROVIDER": "Norbeck Homes",
}
_PLACES = {
    "PRISON": "HMP Stanmoor",
    "APPROVED_PREMISES": "Elm House",
    "PLAY_AREA": "Weir Road play area",
    "SITE": "Dock Road site",
}


def named(case: Case) -> Case:
    """A case in whose world everybody and everything has a name; the offender is Olaf Vane, or Olga or Ollie by recorded sex."""
    files = {file: [dict(row) for row in rows] for file, rows in case.files.items()}
    numbers = count()
    for row in files.get("people", ()):
        _name_person(row, next(numbers), offender=row["id"] == f"{case.prefix}o")
    parts = {row["building_id"] for row in files.get("addresses", ()) if row.get("building_id")}
    for number, row in enumerate(files.get("addresses", ())):
        _name_address(row, number, is_building=row["id"] in parts)
    for file, names in (("organisations", _organisation_names()), ("schools", _school_names())):
        for row in files.get(file, ()):
            row["name"] = names(row)
    for row in files.get("offences", ()):
        row["title"] = _OFFENCES.get(row.get("kind") or "", "Burglary")
    for number, row in enumerate(files.get("accounts", ())):
        row["label"] = f"{['dark_wolf', 'sea_star', 'old_oak', 'red_kite'][number % 4]}"
    return replace(case, files=files)


def _name_person(row: dict[str, Any], number: int, *, offender: bool) -> None:
    names = {"F": _WOMEN, "M": _MEN}.get(row.get("sex") or "", _ANYBODY)
    if offender:
        row |= {"given_names": {"F": "Olga", "M": "Olaf"}.get(row.get("sex") or "", "Ollie"), "family_name": "Vane"}
    else:
        row |= {"given_names": names[number % len(names)], "family_name": _FAMILIES[number % len(_FAMILIES)]}


def _name_address(row: dict[str, Any], number: int, *, is_building: bool) -> None:
    kind, street = row.get("kind"), _STREETS[number % len(_STREETS)]
    if is_building or kind == "BUILDING":
        lines = "Tower Point"
    elif row.get("building_id"):
        lines = f"Flat {number + 1}\nTower Point"
    else:
        lines = _PLACES.get(kind or "", f"{number + 1} {street}")
    postcode = "ZZ1 5TP" if "Tower" in lines else f"ZZ1 {number % 9 + 1}AA"
    row |= {"lines": lines, "town": "Kelderwick", "postcode": postcode}


def _organisation_names() -> Any:
    seen: Iterator[int] = count()

    def name(row: Mapping[str, Any]) -> str:
        known = _ORGANISATIONS.get(row.get("kind") or "", "Harbour Group")
        number = next(seen)
        return row.get("name") or (known if not number else f"{known} {number + 1}")

    return name


def _school_names() -> Any:
    seen = iter(("Brook Primary School", "Hillside School", "Alder School", "Norbeck Academy"))
    return lambda row: next(seen, "Another School")
