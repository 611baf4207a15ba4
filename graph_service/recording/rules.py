"""What makes a row one that may not be recorded. Each rule adds to the verdict what it finds wrong."""

from collections.abc import Collection
from typing import Final

from graph_service.model.cells import HOURS
from graph_service.model.clock import exact_instant, from_microseconds
from graph_service.model.columns import Column, FileSpec
from graph_service.model.vocabulary import RELATIONSHIPS, SYMMETRIC_TYPES, Kind, Status
from graph_service.recording.identity import identity_columns
from graph_service.recording.register import Register
from graph_service.recording.rows import Values, Verdict
from graph_service.recording.versions import StoredLink, StoredRecord

_ROLES: Final = {name: frozenset(spec.roles) for name, spec in RELATIONSHIPS.items()}


def instant_in_words(value: int) -> str:
    """An instant as a bundle writes it."""
    instant = from_microseconds(value)
    return "" if instant is None else exact_instant(instant)


# Identity ---------------------------------------------------------------------------------------------------------


def check_first(spec: FileSpec, values: Values, id_: str, verdict: Verdict) -> None:
    """Another row was about this record already."""
    if "id" in values:
        verdict.fault("id", id_, "the id is already taken in this bundle", "an id of its own")
        return
    names = identity_columns(spec)
    value = ", ".join(str(values.get(name, "")) for name in names)
    expected = "another " + ", ".join(names)
    verdict.fault(names[0], value, "an earlier row is about the same record", expected)


def check_no_clash(
    kind: Kind, values: Values, record: StoredRecord | None, link: StoredLink | None, verdict: Verdict
) -> bool:
    """A record's id may name nothing else in the store: whether it names nothing else."""
    if link is None and (record is None or record.kind is kind):
        return True
    what = "a relationship" if record is None else _a(record.kind.value)
    verdict.fault("id", values.get("id", ""), f"the id names {what} in the store", "an id of its own")
    return False


def check_same_link(values: Values, id_: str, link: StoredLink | None, verdict: Verdict) -> None:
    """An id that comes back must name the same relationship; where `link` is None it names a record."""
    ends = (values.get("from_id"), values.get("to_id"))
    if link is None:
        verdict.fault("id", id_, "the id names a record in the store", "an id of its own")
    elif link.type != values.get("type"):
        expected = f"{link.type}, as in the store"
        verdict.fault("type", values.get("type", ""), "the id came back with another type", expected)
    elif ends != (link.from_id, link.to_id) and (
        link.type not in SYMMETRIC_TYPES or ends != (link.to_id, link.from_id)
    ):
        column = "from_id" if ends[0] != link.from_id else "to_id"
        expected = f"{link.from_id if column == 'from_id' else link.to_id}, as in the store"
        verdict.fault(column, values.get(column, ""), "the id came back with another end", expected)


# References -------------------------------------------------------------------------------------------------------


class References:
    """The rules of ids that name other records.

    With `reports_rejected` a row that refers to a rejected one has a fault of its own; without, it is bad and no more, so that
    only the first cause is told.
    """

    def __init__(self, register: Register, *, reports_rejected: bool) -> None:
        self._register = register
        self._reports_rejected = reports_rejected

    def check_cell(self, column: Column, values: Values, own_id: str | None, verdict: Verdict) -> None:
        """Every id in the cell names a record of a kind that the column may name."""
        value = values[column.name]
        for id_ in value if isinstance(value, list) else (value,):
            if id_ == own_id:
                verdict.fault(column.name, id_, "the record refers to itself", "another record")
            elif not self._register.names_one_of(id_, column.refers_to):
                self._check_id(column.name, id_, column.refers_to, f"in {column.name}", verdict)

    def check_ends(self, values: Values, verdict: Verdict) -> None:
        """Both ends are records of kinds that the type may join."""
        type_, from_id, to_id = values.get("type", ""), values.get("from_id", ""), values.get("to_id", "")
        if type_ and from_id != to_id and self._register.may_join(type_, from_id, to_id):
            return
        if from_id and from_id == to_id:
            verdict.fault("to_id", to_id, "the relationship leads to where it starts", "another record")
        allowed = RELATIONSHIPS[type_].ends if type_ else ()
        starts, ends = {pair[0] for pair in allowed}, {pair[1] for pair in allowed}
        self._check_id("from_id", from_id, starts, f"at the start of {type_}", verdict)
        self._check_id("to_id", to_id, ends, f"at the end of {type_}", verdict)

    def _check_id(self, column: str, id_: str, kinds: Collection[Kind], where: str, verdict: Verdict) -> None:
        """An id names a record of one of `kinds` that was not rejected; a blank id is not judged."""
        register = self._register
        if not id_ or register.names_one_of(id_, kinds):
            return
        expected = " or ".join(_a(kind.value) for kind in Kind if kind in kinds)
        if not register.names_something(id_):
            problem = "no record has this id, neither in the bundle nor in the store"
            if id_ in register.circular:
                problem = "the buildings go round in a circle"
            verdict.fault(column, id_, problem, "the id of " + expected if expected else "a record's id")
        elif expected and (kind := register.kind(id_)) not in kinds:
            what = "a relationship" if kind is None else _a(kind.value)
            verdict.fault(column, id_, f"the id names {what}, which may not stand {where}", expected)
        elif register.is_rejected(id_):
            verdict.good = False
            if self._reports_rejected:
                verdict.fault(column, id_, "it refers to a rejected row", "a row that is good")


# Cells that must agree --------------------------------------------------------------------------------------------


def check_intervals(spec: FileSpec, values: Values, verdict: Verdict) -> None:
    """No interval is empty or runs backwards."""
    for interval in spec.intervals:
        end = values.get(interval.end)
        if end is None or (start := values.get(interval.start)) is None:
            continue
        if start < end or (start == end and not interval.half_open):
            continue
        problem = "the interval is empty" if start == end else "the interval runs backwards"
        least = "after" if interval.half_open else "not before"
        verdict.fault(interval.end, end, problem, f"{least} {interval.start}, {start}")


def check_clocks(values: Values, known_from: int, instant: int, verdict: Verdict) -> None:
    """Nothing is recorded in the future, and nothing ends before it is known."""
    recorded_at: int | None = values.get("recorded_at")
    if recorded_at is not None and recorded_at > instant:
        expected = f"an instant up to {instant_in_words(instant)}"
        verdict.fault("recorded_at", instant_in_words(recorded_at), "the instant is in the future", expected)
    superseded_at: int | None = values.get("superseded_at")
    if superseded_at is not None and superseded_at <= known_from:
        expected = f"an instant after {instant_in_words(known_from)}, from which it is known"
        problem = "the record would end before it is known, or at once"
        verdict.fault("superseded_at", instant_in_words(superseded_at), problem, expected)


def check_role(values: Values, verdict: Verdict) -> None:
    """A role is one of those that its type has."""
    type_, role = values.get("type"), values.get("role")
    if role is None or type_ is None or role in _ROLES[type_]:
        return
    roles = RELATIONSHIPS[type_].roles
    expected = "one of " + ", ".join(roles) if roles else f"nothing: {type_} has no roles"
    verdict.fault("role", role, "the role is not one of its type", expected)


def check_hours(values: Values, verdict: Verdict) -> None:
    """The detail of a stay is its usual hours; of one that is refuted it may be why."""
    if values.get("type") != "STAYS_AT" or "detail" not in values or values.get("status") == Status.REFUTED:
        return
    assert HOURS.parse is not None
    try:
        HOURS.parse(values["detail"])
    except ValueError as error:
        expected = "the whole hours of a usual stay, such as 12"
        verdict.fault("detail", values["detail"], f"the value {error}", expected)


def _a(word: str) -> str:
    return ("an " if word[0] in "AEIO" else "a ") + word
