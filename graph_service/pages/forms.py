"""The fields of forms as pages lay them out: what each asks, what stands in it, and what is wrong with that."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from graph_service.facts.recorder import FactFault
from graph_service.model.cells import LONGEST_CELL
from graph_service.model.characters import stripped


class Input(StrEnum):
    """How a field is filled in."""

    LINE = "line"
    LINES = "lines"
    DAY = "day"
    ONE_OF_FEW = "few"
    ONE_OF = "one"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the values of a field, what it is called, and what else a reader must know of it."""

    value: str
    words: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form. `wants` says what is expected, where it is needed and blank; `problem` what is wrong with its value.

    `required`: whether it may not stay blank; the page says so of those that may. `or_else`: another field may say it instead.
    """

    name: str
    label: str
    input: Input = Input.LINE
    hint: str = ""
    wants: str = ""
    required: bool = False
    or_else: bool = False
    choices: tuple[Choice, ...] = ()
    value: str = ""
    problem: str = ""

    @property
    def key(self) -> str:
        """Where it stands on the page."""
        return f"field-{self.name}"

    @property
    def longest(self) -> int:
        """The longest text that it takes, in characters."""
        return LONGEST_CELL


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong, and where on the page it is put right; blank where that is no one field."""

    text: str
    key: str = ""


Say = Callable[[FactFault], str]
"""What a fault that no field has words for is called."""
_PLAIN: Final = {
    "KEY_REUSED": "This form was sent before, with something else in it. Look at what was recorded, and begin anew."
}


def filled(fields: Iterable[Field], values: Mapping[str, str]) -> tuple[Field, ...]:
    """Fields with what stands in them: what was sent, else what they had."""
    return tuple(replace(one, value=values.get(one.name, one.value)) for one in fields)


def with_problems(fields: Iterable[Field], found: Mapping[str, str]) -> tuple[Field, ...]:
    """Fields with what is wrong with them, by name."""
    return tuple(replace(one, problem=found.get(one.name, "")) for one in fields)


def problem_texts(fields: Sequence[Field], faults: Iterable[FactFault], named: Callable[[str], str]) -> dict[str, str]:
    """What faults say of each field, by its name, which `named` makes of a column; under "" what is about no field."""
    by_name = {one.name: one for one in fields}
    found: dict[str, str] = {}
    for fault in faults:
        field = by_name.get(named(fault.column))
        found.setdefault("" if field is None else field.name, _text(field, fault))
    return found


def stray_ones(fields: Iterable[Field], values: Mapping[str, str]) -> dict[str, str]:
    """What is none of the values that a field offers, by the name of the field."""
    return {
        one.name: one.wants or "Choose one of these."
        for one in fields
        if one.choices and values.get(one.name) and values[one.name] not in {choice.value for choice in one.choices}
    }


def blank_ones(fields: Iterable[Field], values: Mapping[str, str]) -> dict[str, str]:
    """What is missing of what is needed, by the name of the field: said together with whatever else is wrong."""
    return {one.name: one.wants for one in fields if one.required and not stripped(values.get(one.name, ""))}


def problems_of(fields: Iterable[Field], found: Mapping[str, str]) -> tuple[Problem, ...]:
    """What is wrong, in the order of the fields."""
    general = (Problem(found[""]),) if found.get("") else ()
    return (*general, *(Problem(f"{one.label}: {one.problem}", one.key) for one in fields if one.problem))


def _text(field: Field | None, fault: FactFault) -> str:
    if fault.code == "REQUIRED" and field is not None and field.wants:
        return field.wants
    if fault.code == "INVALID" and field is not None and field.input is Input.DAY and "not a date" in fault.message:
        return "This is not a day. Expected a day of the calendar, such as 2026-06-01."
    if field is not None and field.input is Input.DAY and fault.message.startswith("The interval"):
        return "The last day lies before the first. Expected the same day or a later one."
    return _PLAIN.get(fault.code, fault.message)


def cells(values: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    """Those of the values sent that say something, by the names of their fields."""
    return {name: values[name] for name in names if stripped(values.get(name, ""))}
