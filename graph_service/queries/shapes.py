"""What a nested read asks for, and the one statement that answers all of it.

A shape is a tree: records, the columns wanted of each kind, and what hangs on them (relationships, a source, a
building …). `compile_shape` writes it as one statement from a handful of templates; the view, the viewer's clearance
and the sealing of addresses come from the same fragments as everywhere else, and every value is a parameter. Equal
shapes give equal text, so the store plans each shape once.

The statement returns one record, `nodes`: a list of rows. Rows are lists, because lists cross the wire at half the
cost of maps::

    node  [kind, id, sealed, {column: value}, *children in the order of its KindShape]
    link  [type, whether its other end is sealed, {column: value}, *children in the order of its LinksShape]
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graph_service.model.vocabulary import RELATIONSHIPS, Kind
from graph_service.store.catalogue import Statement, expanded
from graph_service.store.expansion import CypherText

MANAGEMENT_COLUMNS = (
    "category",
    "level",
    "lead_agency",
    "managed_from",
    "managed_to",
    "sentenced_on",
    "released_on",
    "release_planned_on",
)


@dataclass(frozen=True, slots=True)
class NodeShape:
    """A record of one of some kinds, and what is wanted of each."""

    kinds: Mapping[Kind, KindShape]


@dataclass(frozen=True, slots=True)
class KindShape:
    """What is wanted of a record of one kind. `children` are keyed by whoever asks for them."""

    columns: tuple[str, ...] = ()
    children: Mapping[int, Child] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RecordShape:
    """The one record that a column of the owner names (`source_id`, `building_id` …)."""

    column: str
    node: NodeShape


@dataclass(frozen=True, slots=True)
class NameShape:
    """The id alone of the one record that a column of the owner names, where the viewer sees that record."""

    record: RecordShape


@dataclass(frozen=True, slots=True)
class EndShape:
    """The record at the start or at the end of a relationship."""

    at_start: bool
    node: NodeShape


@dataclass(frozen=True, slots=True)
class Place:
    """A place in an ordered list of relationships: that of the one with these values, whether or not it is still there."""

    type: str
    valid_from: str
    id: str


@dataclass(frozen=True, slots=True)
class LinksShape:
    """A page of the live relationships of a record, ordered by type, latest beginning first, then id.

    `before`: whether to say that there are some before the page. `begun`: only those that have begun by the day of the view.
    """

    types: tuple[str, ...]
    columns: tuple[str, ...]
    first: int
    after: Place | None = None
    rows: bool = True
    total: bool = False
    before: bool = False
    children: Mapping[int, RecordShape | EndShape] = field(default_factory=dict)
    begun: bool = False


@dataclass(frozen=True, slots=True)
class ManagementShape:
    """The live rows of a person's management as an offender, latest first; and the person himself, where asked for."""

    person: Mapping[int, NodeShape] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ConditionsShape:
    """The conditions of an order."""

    columns: tuple[str, ...]
    children: Mapping[int, RecordShape] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PartsShape(LinksShape):
    """A person's parts in offences: live relationships that have begun, all of them, each with the offence."""


@dataclass(frozen=True, slots=True)
class OwnShape:
    """What is recorded of a person himself: his orders, profiles, assessments or enquiries, the latest first; ended ones too.

    `edge` leads to it; `latest` and `then` are the columns it is ordered by. `made_by` names the column of the day on which it
    came about, where it is not shown before that. `of_case`: shown only where the person's case is open.
    """

    edge: str
    latest: str
    then: str
    node: NodeShape
    made_by: str | None = None
    of_case: bool = False


Child = RecordShape | NameShape | LinksShape | ManagementShape | ConditionsShape | OwnShape

_TELLING = frozenset({"text", "latitude", "longitude"})
"""What of a condition may spell out whom or what it names."""
_TOLD_OF_AN_ENQUIRY = "detail"
"""What of an enquiry may spell out whom or what it is about."""

KINDS = tuple(Kind)
"""The kind of a row is its position here."""


@dataclass(frozen=True, slots=True)
class CompiledShape:
    """One runnable statement; it takes `ids` beside its own `parameters` and those of every reading."""

    statement: Statement
    parameters: Mapping[str, Any]


def compile_shape(shape: NodeShape) -> CompiledShape:
    """The statement that reads `shape` for each of `$ids`; what is not seen, or of another kind, is left out."""
    writer = _ShapeWriter()
    labels = "|".join(shape.kinds)
    row = writer.node(shape, "n", "s")
    text = (
        f"UNWIND $ids AS wanted MATCH (n:Record {{id: wanted}}) WHERE n:{labels}\n"
        f"WITH n, state(n) AS s WHERE s IS NOT NULL\nRETURN collect({row}) AS nodes"
    )
    name = "nested_read"
    return CompiledShape(expanded(name, ("ids", *writer.parameters), CypherText(name, text)), writer.parameters)


class _ShapeWriter:
    """Writes shapes as expressions; every variable and parameter gets a name of its own."""

    def __init__(self) -> None:
        self.parameters: dict[str, Any] = {}
        self._names = 0

    def _fresh(self) -> int:
        self._names += 1
        return self._names

    def _parameter(self, value: Any) -> str:
        name = f"p{len(self.parameters)}"
        self.parameters[name] = value
        return f"${name}"

    def node(self, shape: NodeShape, node: str, state: str) -> str:
        """The row of the record `node`, whose version in this view is `state`."""
        rows = {kind: self._row(kind, wanted, node, state) for kind, wanted in shape.kinds.items()}
        if len(rows) == 1:
            return next(iter(rows.values()))
        return "CASE " + " ".join(f"WHEN {node}:{kind} THEN {row}" for kind, row in rows.items()) + " END"

    def _row(self, kind: Kind, wanted: KindShape, node: str, state: str) -> str:
        sealed = f"sealed({node})" if kind is Kind.ADDRESS else "false"
        columns = wanted.columns
        values = _cells(state, columns)
        if kind is Kind.ENQUIRY and _TOLD_OF_AN_ENQUIRY in columns:
            detail = f"{_TOLD_OF_AN_ENQUIRY}: CASE WHEN tells({state}) THEN {state}.{_TOLD_OF_AN_ENQUIRY} END"
            values = (
                f"{state} {{{', '.join(detail if name == _TOLD_OF_AN_ENQUIRY else '.' + name for name in columns)}}}"
            )
        cells = [str(KINDS.index(kind)), f"{node}.id", sealed, values]
        cells += [self._child(child, node, state) for child in wanted.children.values()]
        return f"[{', '.join(cells)}]"

    def _child(self, child: Child, node: str, state: str) -> str:
        match child:
            case RecordShape():
                return self._record(child, state)
            case NameShape():
                return self._record(child.record, state)
            case LinksShape():
                return self._links(child, node, state)
            case ManagementShape():
                return self._management(child, node, state)
            case ConditionsShape():
                return self._conditions(child, node)
            case OwnShape():
                return self._own(child, node)

    def _record(self, shape: RecordShape, owner: str) -> str:
        number = self._fresh()
        node, state = f"n{number}", f"s{number}"
        labels = "|".join(shape.node.kinds)
        return (
            f"head(COLLECT {{ MATCH ({node}:Record {{id: {owner}.{shape.column}}}) WHERE {node}:{labels}\n"
            f"WITH {node}, state({node}) AS {state} WHERE {state} IS NOT NULL\n"
            f"RETURN {self.node(shape.node, node, state)} }})"
        )

    def _links(self, shape: LinksShape, node: str, state: str) -> str:
        if not shape.types:
            return "[[], 0, false]"
        number = self._fresh()
        link, other, seen = f"r{number}", f"o{number}", f"os{number}"
        found = f"MATCH ({node})-[{link}:{'|'.join(shape.types)}]-({other}:Record) WHERE live({link})"
        if shape.begun:
            found += f" AND begun({link})"
        total = f"COUNT {{ {found} AND seen({other}) }}" if shape.total else "null"
        before = "false"
        if shape.after is not None:
            type_, day, id_ = map(self._parameter, (shape.after.type, shape.after.valid_from, shape.after.id))
            beyond = (
                f"(type({link}) > {type_} OR type({link}) = {type_} AND "
                f"({link}.valid_from < {day} OR {link}.valid_from = {day} AND {link}.id > {id_}))"
            )
            if shape.before:
                before = f"EXISTS {{ {found} AND seen({other}) AND NOT {beyond} }}"
            found += f" AND {beyond}"
        if not shape.rows:
            return f"[[], {total}, {before}]"
        order = f"type({link}), " if len(shape.types) > 1 else ""
        reaches_addresses = any(Kind.ADDRESS in pair for type_ in shape.types for pair in RELATIONSHIPS[type_].ends)
        cells = [f"type({link})", f"sealed({other})" if reaches_addresses else "false", _cells(link, shape.columns)]
        ends = {child.at_start for child in shape.children.values() if isinstance(child, EndShape)}
        nodes, states = [], []
        for at_start in sorted(ends):
            end, end_state = _end_names(number, at_start)
            nodes.append(f", {'startNode' if at_start else 'endNode'}({link}) AS {end}")
            states.append(f", {end}, CASE WHEN {end} = {other} THEN {seen} ELSE {state} END AS {end_state}")
        for child in shape.children.values():
            match child:
                case EndShape():
                    cells.append(self.node(child.node, *_end_names(number, child.at_start)))
                case RecordShape():
                    cells.append(self._record(child, link))
        # One more than the page, to know whether there is a next one.
        return (
            f"[COLLECT {{ {found}\n"
            f"WITH {link}, {other}, state({other}) AS {seen} WHERE {seen} IS NOT NULL\n"
            f"WITH {link}, {other}, {seen} ORDER BY {order}{link}.valid_from DESC, {link}.id "
            f"LIMIT {self._parameter(shape.first + 1)}\n"
            f"WITH {link}, {other}, {seen}{''.join(nodes)}\n"
            f"WITH {link}, {other}{''.join(states)}\n"
            f"RETURN [{', '.join(cells)}] }}, {total}, {before}]"
        )

    def _management(self, shape: ManagementShape, node: str, state: str) -> str:
        number = self._fresh()
        row = f"m{number}"
        persons = "".join(f", {self.node(person, node, state)}" for person in shape.person.values())
        return (
            f"[COLLECT {{ MATCH ({node})-[:MANAGED_AS]->(row{number}:Management) WITH state(row{number}) AS {row}\n"
            f"WHERE {row}.person_id = {node}.id\n"
            f"RETURN {_cells(row, MANAGEMENT_COLUMNS)} ORDER BY {row}.managed_from DESC }}"
            f"{persons}]"
        )

    def _conditions(self, shape: ConditionsShape, node: str) -> str:
        number = self._fresh()
        row, state, told = f"c{number}", f"cs{number}", f"told{number}"
        telling = [
            f"{column}: CASE WHEN {told} THEN {state}.{column} END" if column in _TELLING else f".{column}"
            for column in shape.columns
        ]
        cells = [f"{row}.id", f"{state} {{{', '.join(telling)}}}"]
        cells += [self._record(child, state) for child in shape.children.values()]
        return (
            f"COLLECT {{ MATCH ({node})-[:HAS_CONDITION]->({row}:Condition) WITH {row}, state({row}) AS {state}\n"
            f"WHERE {state}.order_id = {node}.id WITH {row}, {state}, tells({state}) AS {told} ORDER BY {row}.id "
            f"RETURN [{', '.join(cells)}] }}"
        )

    def _own(self, shape: OwnShape, node: str) -> str:
        number = self._fresh()
        row, state = f"w{number}", f"ws{number}"
        begun = f" AND {state}.{shape.made_by} <= $as_of" if shape.made_by else ""
        labels = "|".join(shape.node.kinds)
        return (
            f"COLLECT {{ MATCH ({node})-[:{shape.edge}]->({row}:{labels}) WITH DISTINCT {row}, state({row}) AS {state}\n"
            f"WHERE {state}.person_id = {node}.id{begun}\n"
            f"WITH {row}, {state} ORDER BY {state}.{shape.latest} DESC, {state}.{shape.then}, {row}.id\n"
            f"RETURN {self.node(shape.node, row, state)} }}"
        )


def _cells(owner: str, columns: tuple[str, ...]) -> str:
    return f"{owner} {{{', '.join('.' + column for column in columns)}}}"


def _end_names(number: int, at_start: bool) -> tuple[str, str]:
    return (f"f{number}", f"fs{number}") if at_start else (f"t{number}", f"ts{number}")


def kinds_at(types: tuple[str, ...], *, at_start: bool) -> tuple[Kind, ...]:
    """The kinds of record that relationships of these types may have at one end."""
    ends = {pair[0 if at_start else 1] for type_ in types for pair in RELATIONSHIPS[type_].ends}
    return tuple(kind for kind in Kind if kind in ends)


def types_of(kind: Kind) -> tuple[str, ...]:
    """The types of relationship that a record of this kind may have."""
    return tuple(name for name, spec in RELATIONSHIPS.items() if any(kind in pair for pair in spec.ends))
