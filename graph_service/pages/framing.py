"""What stands around every page of a case: whom it is about, at which view, and the way to its other pages."""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlencode

from graph_service.domain import LONDON, OffenderCase, View
from graph_service.pictures import words

_TABS: Final = (
    ("", "Case"),
    ("/network", "Network picture"),
    ("/family", "Family picture"),
    ("/disclosure-candidates", "Whom to tell"),
)
"""The pages of a case: what follows its address, and what they are called."""


@dataclass(frozen=True, slots=True)
class Tab:
    """The way to one page of the case."""

    label: str
    href: str
    here: bool


def case_address(offender_id: str, path: str, view: View) -> str:
    """The address of a page of a case, both clocks in it, so that it shows the same thing tomorrow."""
    return f"/offenders/{quote(offender_id, safe='')}{path}?{urlencode(view_parameters(view))}"


def view_parameters(view: View) -> dict[str, str]:
    """Both clocks as addresses carry them."""
    return {"asOf": view.as_of.isoformat(), "knownAt": view.known_at.isoformat().replace("+00:00", "Z")}


def frame(case: OffenderCase, view: View, here: str) -> dict[str, Any]:
    """The values that the template `case-layout` needs; `here` is what follows the case's address."""
    person, known_at = case.person, view.known_at.astimezone(LONDON)
    return {
        "case": case,
        "name": words.clean(person.name),
        "record_id": person.id,
        "born": words.day(person.values["date_of_birth"]) if person.values.get("date_of_birth") else "not recorded",
        "age": words.age_words(person, view.as_of),
        "as_of": words.day(view.as_of.isoformat()),
        "known_at": f"{known_at:%H:%M} on {words.day(known_at.date().isoformat())}",
        "as_of_value": view.as_of.isoformat(),
        "known_at_value": f"{known_at:%Y-%m-%dT%H:%M:%S}",
        "permalink": case_address(person.id, here, view),
        "tabs": [Tab(label, case_address(person.id, path, view), path == here) for path, label in _TABS],
    }
