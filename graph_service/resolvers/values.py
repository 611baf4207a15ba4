"""The light objects that GraphQL fields pick from: a record, a relationship, a page of relationships.

Nothing here asks the store. An `Entity` or `RelationshipEntity` made from a nested read carries what its selection asked for,
keyed by the identity of the field that asked; one made from a domain object carries the record and nothing more. Each has
`typename`, the GraphQL type it shows as.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from graph_service.model.clock import View, stored_day
from graph_service.model.records import Link, Record
from graph_service.model.vocabulary import DERIVED_RELATIONSHIPS, RELATIONSHIPS, Kind
from graph_service.queries.shapes import (
    KINDS,
    ConditionsShape,
    EndShape,
    KindShape,
    LinksShape,
    ManagementShape,
    NameShape,
    NodeShape,
    OwnShape,
    PartsShape,
    Place,
    RecordShape,
)
from graph_service.resolvers.root_scope import RootScope, sealed_handle
from graph_service.security.cursors import Cursors, Ordered
from graph_service.settings import Settings

_PLACE_TYPES: Final = frozenset(
    name
    for name, spec in (RELATIONSHIPS | DERIVED_RELATIONSHIPS).items()
    if any(Kind.ADDRESS in pair for pair in spec.ends)
)
_NOTHING: Final[Mapping[str, Any]] = {}
_EMPTY_SHAPE: Final = KindShape()
_NO_PERSON: Final = ManagementShape()
_NO_CHILDREN: Final[Mapping[int, RecordShape | EndShape]] = {}


class NotFetched(Exception):
    """A field was not part of the nested read; it has to be asked for on its own."""


class Entity:
    """A record at a view. `values` holds its columns; a sealed one holds nothing but an opaque id."""

    __slots__ = ("_row", "_shape", "id", "kind", "scope", "sealed", "typename", "values")

    def __init__(
        self,
        scope: RootScope,
        kind: Kind,
        record_id: str,
        sealed: bool,
        values: Mapping[str, Any],
        shape: KindShape = _EMPTY_SHAPE,
        row: Sequence[Any] = (),
    ) -> None:
        self.scope = scope
        self.kind = kind
        self.typename = kind.value
        self.sealed = sealed
        if sealed:
            self.id = sealed_handle(record_id)
            self.values = _NOTHING
            self._shape = _EMPTY_SHAPE
            self._row: Sequence[Any] = ()
        else:
            self.id = record_id
            self.values = values
            self._shape = shape
            self._row = row
            if kind is Kind.PERSON:
                scope.context.disclosed[record_id] = None

    @classmethod
    def of_row(cls, scope: RootScope, shape: NodeShape, row: Sequence[Any] | None) -> Entity | None:
        """The record of a row of a nested read."""
        if row is None:
            return None
        kind = KINDS[row[0]]
        return cls(scope, kind, row[1], row[2], row[3], shape.kinds[kind], row)

    @classmethod
    def of(cls, scope: RootScope, record: Record) -> Entity:
        """The record that a finding, a path or a network holds."""
        return cls(scope, record.kind, record.id, record.sealed, record.values)

    def fetched(self, key: int) -> Any:
        """What the nested read brought for the field `key`; raises NotFetched where it did not ask."""
        for position, (asked, shape) in enumerate(self._shape.children.items(), 4):
            if asked == key:
                return _MAKERS[type(shape)](self, shape, self._row[position])
        raise NotFetched

    @property
    def name(self) -> str | None:
        """What a reader calls it; nothing where it is sealed."""
        return None if self.sealed else Record(self.kind, self.id, self.values).name

    @property
    def age(self) -> int | None:
        """Completed years at the view."""
        return Record(self.kind, self.id, self.values).age(self.scope.view.as_of)

    @property
    def is_child(self) -> bool | None:
        """Born, and under 18, at the view; unknown where the birth is."""
        born: str | None = self.values.get("date_of_birth")
        if born is None:
            return None
        age = self.age
        return age is not None and age < 18

    @property
    def valid_from(self) -> str | None:
        """The first day of an order, a profile …"""
        return stored_day(self.values.get("valid_from"))

    @property
    def valid_to(self) -> str | None:
        """The day after its last."""
        return stored_day(self.values.get("valid_to"))


class RelationshipEntity:
    """A relationship at a view, recorded or derived."""

    __slots__ = ("_children", "_ends", "_row", "id", "scope", "type", "values")
    typename: Final = "Relationship"

    def __init__(
        self,
        scope: RootScope,
        type_: str,
        sealed: bool,
        values: Mapping[str, Any],
        children: Mapping[int, RecordShape | EndShape] = _NO_CHILDREN,
        row: Sequence[Any] = (),
        ends: tuple[Entity | None, Entity | None] = (None, None),
    ) -> None:
        self.scope = scope
        self.type = type_
        # An id made from what a relationship joins would name the address.
        self.id: str = sealed_handle(values["id"]) if sealed else values["id"]
        self.values = values
        self._children = children
        self._row = row
        self._ends = ends

    @classmethod
    def of(cls, scope: RootScope, link: Link, ends: Mapping[str, Entity]) -> RelationshipEntity:
        """The relationship of a finding, a path or a network; `ends` holds its ends by their true id."""
        values = {
            "id": link.id,
            "role": link.role,
            "valid_from": link.valid_from,
            "valid_to": link.valid_to,
            "end_blank": link.end_blank,
            "recorded_at": link.recorded_at,
            "superseded_at": link.superseded_at,
            "source_id": link.source_id,
            "assertion": None if link.derived else link.assertion,
            "status": None if link.derived else link.status,
            "detail": link.detail,
            "derived": link.derived,
            "from_id": link.from_id,
            "to_id": link.to_id,
        }
        start, end = ends.get(link.from_id), ends.get(link.to_id)
        # An end that did not come along may be a sealed address.
        doubtful = scope.session.clearance.seals_victims and link.type in _PLACE_TYPES
        sealed = any(doubtful if one is None else one.sealed for one in (start, end))
        return cls(scope, link.type, sealed, values, ends=(start, end))

    @classmethod
    def of_row(cls, scope: RootScope, shape: LinksShape, row: Sequence[Any]) -> RelationshipEntity:
        """The relationship of a row of a nested read."""
        return cls(scope, row[0], row[1], row[2], shape.children, row)

    def fetched(self, key: int) -> Entity | None:
        """What the nested read brought for the field `key` (an end, the source)."""
        for position, (asked, shape) in enumerate(self._children.items(), 3):
            if asked == key:
                return Entity.of_row(self.scope, shape.node, self._row[position])
        raise NotFetched

    def end(self, *, at_start: bool) -> Entity | None:
        """The record at one end, where the relationship came with it."""
        return self._ends[0 if at_start else 1]

    @property
    def valid_from(self) -> str | None:
        """Its first day; None for since always."""
        return stored_day(self.values["valid_from"])

    @property
    def valid_to(self) -> str | None:
        """The day after its last; None where that is open or was not given."""
        return None if self.values.get("end_blank") else stored_day(self.values.get("valid_to"))

    @property
    def derived(self) -> bool:
        """Whether it is computed and not recorded."""
        return bool(self.values.get("derived"))


class Page:
    """A page of a list: a connection. `total_count` is None where the selection did not ask. `places` are what the list is
    ordered by, item by item; they are sealed where cursors are asked for.
    """

    __slots__ = ("_cursors", "_ordered", "_places", "has_next_page", "has_previous_page", "nodes", "total_count")

    def __init__(
        self,
        nodes: Sequence[Any],
        places: Sequence[Sequence[str]],
        ordered: Ordered,
        cursors: Callable[[], Cursors],
        *,
        more: bool,
        before: bool,
        total: int | None,
    ) -> None:
        self.nodes = nodes
        self.has_next_page = more
        self.has_previous_page = before
        self.total_count = total
        self._places = places
        self._ordered = ordered
        self._cursors = cursors

    def _cursor(self, place: Sequence[str]) -> str:
        return self._cursors().seal(self._ordered, place)

    @property
    def edges(self) -> list[ConnectionEdge]:
        """The items with their places."""
        return [ConnectionEdge(node, self._cursor(place)) for node, place in zip(self.nodes, self._places, strict=True)]

    @property
    def page_info(self) -> Page:
        """A page describes itself."""
        return self

    @property
    def start_cursor(self) -> str | None:
        """The cursor of the first item."""
        return self._cursor(self._places[0]) if self._places else None

    @property
    def end_cursor(self) -> str | None:
        """The cursor of the last item."""
        return self._cursor(self._places[-1]) if self._places else None


class ConnectionEdge:
    """An item and its place in the list."""

    __slots__ = ("cursor", "node")

    def __init__(self, node: Any, cursor: str) -> None:
        self.node = node
        self.cursor = cursor


def page_of(scope: RootScope, shape: LinksShape, row: Sequence[Any]) -> Page:
    """The page of relationships of a row of a nested read."""
    rows, total, before = row
    more = len(rows) > shape.first
    links = [RelationshipEntity.of_row(scope, shape, one) for one in (rows[: shape.first] if more else rows)]
    places = [(link.type, link.values["valid_from"], link.values["id"]) for link in links]
    return Page(links, places, Ordered.RELATIONSHIPS, scope.cursors, more=more, before=before, total=total)


def empty_page(scope: RootScope) -> Page:
    """No relationships."""
    return Page((), (), Ordered.RELATIONSHIPS, scope.cursors, more=False, before=False, total=0)


def place_of(settings: Settings, cursor: str) -> Place:
    """The place among relationships that a cursor stands for; raises InputRefused where it is none of ours."""
    return Place(*Cursors.of(settings).open(Ordered.RELATIONSHIPS, cursor))


OFFENCE_ITSELF: Final = 0
"""The key under which a part in an offence has the offence for its own fields: no field has this identity."""


class OffencePartEntity:
    """A person's part in an offence: what the offence is, and what part it was."""

    __slots__ = ("_offence", "id", "relationship", "values")

    def __init__(self, link: RelationshipEntity) -> None:
        self.relationship = link
        self._offence = link.fetched(OFFENCE_ITSELF)
        self.id = self._offence.id if self._offence else None
        self.values = self._offence.values if self._offence else _NOTHING

    @property
    def role(self) -> str | None:
        """What came of it for the person."""
        role: str | None = self.relationship.values.get("role")
        return role

    def fetched(self, key: int) -> Entity | None:
        """What the nested read brought for the field `key` (the offence)."""
        return self.relationship.fetched(key)


def own_of(owner: Entity, shape: OwnShape, row: Sequence[Any]) -> list[Entity | None]:
    """What is recorded of a person himself; nothing that belongs to a case which is closed to the viewer."""
    if shape.of_case and not owner.scope.context.opens_case(owner.id):
        return []
    return [Entity.of_row(owner.scope, shape.node, one) for one in row]


class ConditionEntity:
    """A condition of an order."""

    __slots__ = ("_children", "_row", "id", "scope", "values")

    def __init__(self, scope: RootScope, shape: ConditionsShape, row: Sequence[Any]) -> None:
        self.scope = scope
        self.id: str = row[0]
        self.values: Mapping[str, Any] = row[1]
        self._children = shape.children
        self._row = row

    def fetched(self, key: int) -> Entity | None:
        """What the nested read brought for the field `key` (whom it names)."""
        for position, (asked, shape) in enumerate(self._children.items(), 2):
            if asked == key:
                return Entity.of_row(self.scope, shape.node, self._row[position])
        raise NotFetched


class OffenderEntity:
    """A person as an offender at a view. `rows` are his live management rows, latest first, and never empty."""

    __slots__ = ("_person", "_row", "_shape", "id", "managed", "scope", "values")

    def __init__(
        self,
        scope: RootScope,
        person_id: str,
        rows: Sequence[Mapping[str, Any]],
        *,
        person: Entity | None = None,
        shape: ManagementShape = _NO_PERSON,
        row: Sequence[Any] = (),
    ) -> None:
        today = scope.today
        in_force = [one for one in rows if one["managed_from"] <= today < one["managed_to"]]
        self.scope = scope
        self.id = person_id
        self.managed = bool(in_force)
        self.values = (in_force or rows)[0]
        self._person = person
        self._shape = shape
        self._row = row
        scope.context.disclosed[person_id] = None

    @property
    def view(self) -> View:
        """The view everything here is seen at."""
        return self.scope.view

    @property
    def managed_from(self) -> str | None:
        """The first day of management."""
        return stored_day(self.values.get("managed_from"))

    @property
    def managed_to(self) -> str | None:
        """The day after its last."""
        return stored_day(self.values.get("managed_to"))

    def fetched(self, key: int) -> Entity | None:
        """What the nested read brought for the field `key` (the person)."""
        if self._person is not None:
            return self._person
        for position, (asked, shape) in enumerate(self._shape.person.items(), 1):
            if asked == key:
                return Entity.of_row(self.scope, shape, self._row[position])
        raise NotFetched


def name_of(owner: Entity, shape: NameShape, row: Sequence[Any] | None) -> str | None:
    """The id of a record that a column of the owner names; of a sealed address the opaque one."""
    named = Entity.of_row(owner.scope, shape.record.node, row)
    return None if named is None else named.id


def offender_of(owner: Entity, shape: ManagementShape, row: Sequence[Any]) -> OffenderEntity | None:
    """The person as an offender; None where he is not one at this view, or where his case is closed to the viewer."""
    rows = row[0]
    if not rows or not owner.scope.context.opens_case(owner.id):
        return None
    return OffenderEntity(owner.scope, owner.id, rows, shape=shape, row=row)


_MAKERS: Final[dict[type, Callable[[Entity, Any, Any], Any]]] = {
    LinksShape: lambda owner, shape, row: page_of(owner.scope, shape, row),
    PartsShape: lambda owner, shape, row: [
        OffencePartEntity(RelationshipEntity.of_row(owner.scope, shape, one)) for one in row[0]
    ],
    OwnShape: own_of,
    RecordShape: lambda owner, shape, row: Entity.of_row(owner.scope, shape.node, row),
    NameShape: name_of,
    ManagementShape: offender_of,
    ConditionsShape: lambda owner, shape, row: [ConditionEntity(owner.scope, shape, one) for one in row],
}
"""What a child of a row becomes, by its shape."""
