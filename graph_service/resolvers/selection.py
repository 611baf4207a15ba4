"""Looks ahead over a validated selection, and turns what it asks of a record into one nested read.

Fragments, directives, aliases and arguments are honoured by graphql-core's own collector. A plan is kept for as long as
its document is in use: it is found again by the identity of the field's nodes and by the values of the variables that
occur below them, so that a document parsed once is planned once.
"""

import re
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Generic, TypeVar, cast

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLResolveInfo,
    Node,
    VariableNode,
)
from graphql.execution.collect_fields import collect_sub_fields
from graphql.execution.values import get_argument_values

from graph_service.errors import InputRefused
from graph_service.model.vocabulary import NODE_KINDS, Kind
from graph_service.queries.shapes import (
    Child,
    CompiledShape,
    ConditionsShape,
    EndShape,
    KindShape,
    LinksShape,
    ManagementShape,
    NameShape,
    NodeShape,
    OwnShape,
    PartsShape,
    RecordShape,
    compile_shape,
    kinds_at,
    types_of,
)
from graph_service.resolvers.values import OFFENCE_ITSELF, place_of

Groups = dict[str, list[FieldNode]]

_T = TypeVar("_T")
_MOST_KEPT: Final = 1024
_MOST_VARIANTS: Final = 16
_WORD: Final = re.compile(r"(?<!^)(?=[A-Z])")

_REFERENCES: Final[Mapping[str, tuple[str, tuple[Kind, ...]]]] = {
    "source": ("source_id", (Kind.SOURCE,)),
    "building": ("building_id", (Kind.ADDRESS,)),
    "person": ("person_id", (Kind.PERSON,)),
    "subject": ("subject_id", NODE_KINDS),
    "about": ("about_id", (Kind.ADDRESS, Kind.PERSON)),
}
"""Fields that lead to the one record a column names."""

_OWN: Final[Mapping[str, OwnShape]] = {
    "orders": OwnShape("SUBJECT_TO", "valid_from", "kind", NodeShape({Kind.ORDER: KindShape()})),
    "profiles": OwnShape(
        "HAS_PROFILE", "valid_from", "profile", NodeShape({Kind.PROFILE: KindShape()}), "valid_from", of_case=True
    ),
    "assessments": OwnShape(
        "ASSESSED_AS", "assessed_on", "tool", NodeShape({Kind.ASSESSMENT: KindShape()}), "assessed_on", of_case=True
    ),
    "enquiries": OwnShape(
        "HAS_ENQUIRY",
        "requested_on",
        "agency_role",
        NodeShape({Kind.ENQUIRY: KindShape()}),
        "requested_on",
        of_case=True,
    ),
}
"""Fields that lead to what is recorded of a person himself."""
_MOST_PARTS: Final = 10_000
_NAMES: Final[Mapping[str, str]] = {
    "sourceId": "source",
    "buildingId": "building",
    "personId": "person",
    "aboutId": "about",
}
"""Fields that are the id of such a record. They are read as it is: a column alone would name what the viewer may not see."""

_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "id": (),
    "__typename": (),
    "sealed": (),
    "type": (),
    "derived": (),
    "age": ("date_of_birth",),
    "isChild": ("date_of_birth",),
    "validTo": ("valid_to", "end_blank"),
}
"""What a field needs where that is not the column of its own name."""


def fetch_key(field_nodes: Sequence[FieldNode]) -> int:
    """What stands for a field in a nested read: the field itself, in its document."""
    return id(field_nodes[0])


@dataclass(frozen=True, slots=True)
class Plan:
    """A nested read, ready to run. `in_case`: an offender's case is asked for, and brings all of this along."""

    shape: NodeShape
    compiled: CompiledShape
    in_case: bool = False


class SelectionCache(Generic[_T]):
    """Keeps what was made of a selection, while the documents last asked are likely to be asked again."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, tuple[Sequence[FieldNode], tuple[str, ...], dict[Hashable, _T]]] = (
            OrderedDict()
        )

    def get(
        self,
        tag: Hashable,
        field_nodes: Sequence[FieldNode],
        fragments: Mapping[str, FragmentDefinitionNode],
        variables: Mapping[str, Any],
        make: Callable[[], _T],
        *,
        own_arguments: bool = False,
    ) -> _T:
        """What `make` made of these fields under these variables; `own_arguments`: those of the fields count too."""
        key = (tag, *map(id, field_nodes))
        found = self._kept.get(key)
        if found is None:
            names = tuple(sorted(_variables(field_nodes, fragments, own_arguments=own_arguments)))
            # The nodes are kept too: as long as they are, no other node can have their identity.
            found = self._kept[key] = (tuple(field_nodes), names, {})
            if len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(key)
        _, names, variants = found
        values = tuple(_frozen(variables.get(name)) for name in names) if names else ()
        made = variants.get(values)
        if made is None:
            if len(variants) >= _MOST_VARIANTS:
                variants.clear()
            made = variants[values] = make()
        return made


def _frozen(value: Any) -> Hashable:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def _variables(
    field_nodes: Iterable[FieldNode], fragments: Mapping[str, FragmentDefinitionNode], *, own_arguments: bool
) -> set[str]:
    """The names of the variables that occur below the fields, fragments included."""
    names: set[str] = set()
    spread: set[str] = set()
    waiting: list[Node] = []
    for field in field_nodes:
        waiting += [field] if own_arguments or field.selection_set is None else [field.selection_set]
    while waiting:
        node = waiting.pop()
        if isinstance(node, VariableNode):
            names.add(node.name.value)
        elif isinstance(node, FragmentSpreadNode) and node.name.value not in spread:
            spread.add(node.name.value)
            waiting.append(fragments[node.name.value])
        for key in node.keys:
            value = getattr(node, key, None)
            if isinstance(value, Node):
                if key != "loc":
                    waiting.append(value)
            elif isinstance(value, list | tuple):
                waiting += [item for item in value if isinstance(item, Node)]
    return names


_plans: SelectionCache[Plan] = SelectionCache()


def node_plan(info: GraphQLResolveInfo, kinds: Sequence[Kind]) -> Plan:
    """The nested read for a field that shows records of these kinds."""
    return _plan(info, ("node", *kinds), lambda ahead: ahead.node(info.field_nodes, kinds))


_CASE_FIELDS: Final = frozenset(
    {"potentialVictims", "disclosureCandidates", "minimumCover", "alerts", "network", "verifications"}
)
"""Fields of an offender that rest on the findings statement, which brings his person and his management too."""


def offender_plan(info: GraphQLResolveInfo) -> Plan:
    """The nested read for a field that shows a person as an offender."""

    def make() -> Plan:
        ahead = _LookAhead(info)
        child = ahead.management(info.field_nodes)
        shape = NodeShape({Kind.PERSON: KindShape((), {fetch_key(info.field_nodes): child})})
        alone = not any(kind.children for node in child.person.values() for kind in node.kinds.values())
        return Plan(shape, compile_shape(shape), in_case=alone and ahead.names_below(info.field_nodes, _CASE_FIELDS))

    return _plans.get(("offender",), info.field_nodes, info.fragments, info.variable_values, make)


def asks_of_offenders(info: GraphQLResolveInfo, name: str) -> bool:
    """Whether a list of offenders is asked for this field."""
    return _LookAhead(info).names_below(info.field_nodes, frozenset({name}), "OffenderConnection")


def child_plan(info: GraphQLResolveInfo, kind: Kind) -> Plan:
    """The nested read for a field that hangs on a record of this kind; it refuses what is wrong with the arguments."""

    def shape(ahead: _LookAhead) -> NodeShape:
        columns, child = ahead.hanging(info.parent_type, info.field_nodes, kind)
        return NodeShape({kind: KindShape(columns, {fetch_key(info.field_nodes): cast(Child, child)})})

    return _plan(info, ("child", kind), shape, own_arguments=True)


def _plan(
    info: GraphQLResolveInfo,
    tag: Hashable,
    shape: Callable[["_LookAhead"], NodeShape],
    *,
    own_arguments: bool = False,
) -> Plan:
    def make() -> Plan:
        found = shape(_LookAhead(info))
        return Plan(found, compile_shape(found))

    return _plans.get(tag, info.field_nodes, info.fragments, info.variable_values, make, own_arguments=own_arguments)


class _LookAhead:
    def __init__(self, info: GraphQLResolveInfo) -> None:
        self._schema = info.schema
        self._fragments = info.fragments
        self._variables = info.variable_values
        self._settings = info.context.settings

    def _type(self, name: str) -> GraphQLObjectType:
        return cast(GraphQLObjectType, cast(GraphQLNamedType, self._schema.get_type(name)))

    def _below(self, type_: GraphQLObjectType, field_nodes: list[FieldNode]) -> Groups:
        return collect_sub_fields(self._schema, self._fragments, self._variables, type_, field_nodes)

    def node(self, field_nodes: list[FieldNode], kinds: Sequence[Kind]) -> NodeShape:
        return NodeShape({kind: self._kind(field_nodes, kind) for kind in kinds})

    def _kind(self, field_nodes: list[FieldNode], kind: Kind) -> KindShape:
        type_ = self._type(kind.value)
        columns: dict[str, None] = {}
        children: dict[int, Child] = {}
        for group in self._below(type_, field_nodes).values():
            try:
                needed, child = self.hanging(type_, group, kind)
            except InputRefused:
                continue  # the field itself will refuse, at its place in the answer
            columns.update(dict.fromkeys(needed))
            if child is not None:
                children[fetch_key(group)] = child
        return KindShape(tuple(columns), children)

    def hanging(
        self, type_: GraphQLObjectType, group: list[FieldNode], kind: Kind
    ) -> tuple[tuple[str, ...], Child | None]:
        """The columns that a field of a record needs, and what it hangs on the record."""
        name = group[0].name.value
        if name == "relationships":
            return (), self._links(type_, group, kind)
        if name == "offender":
            return (), self.management(group)
        if name == "conditions":
            return (), self._conditions(group)
        if name == "offences":
            return (), self._parts(group)
        if own := _OWN.get(name):
            return (), replace(own, node=self.node(group, tuple(own.node.kinds)))
        if name in _REFERENCES:
            column, kinds = _REFERENCES[name]
            return (), RecordShape(column, self.node(group, kinds))
        if name in _NAMES:
            column, kinds = _REFERENCES[_NAMES[name]]
            return (), NameShape(RecordShape(column, NodeShape(dict.fromkeys(kinds, KindShape()))))
        return _needed(name, kind), None

    def _parts(self, group: list[FieldNode]) -> PartsShape:
        types = ("INVOLVED_IN",)
        columns = {"id": None, "valid_from": None, "role": None}
        flat: dict[str, None] = {}
        children: dict[int, RecordShape | EndShape] = {}
        for below in self._below(self._type("OffencePartEntity"), group).values():
            match below[0].name.value:
                case "relationship":
                    self._link(below, types, columns, children)
                case "offence":
                    children[fetch_key(below)] = EndShape(False, self.node(below, (Kind.OFFENCE,)))
                case "role":
                    pass
                case name:
                    flat.update(dict.fromkeys(_needed(name, Kind.OFFENCE)))
        children[OFFENCE_ITSELF] = EndShape(False, NodeShape({Kind.OFFENCE: KindShape(tuple(flat))}))
        return PartsShape(types, tuple(columns), _MOST_PARTS, children=children, begun=True)

    def names_below(self, field_nodes: list[FieldNode], names: frozenset[str], type_: str = "Offender") -> bool:
        """Whether an offender, or another type, is asked for any of these fields."""
        groups = self._below(self._type(type_), field_nodes).values()
        return any(group[0].name.value in names for group in groups)

    def management(self, field_nodes: list[FieldNode]) -> ManagementShape:
        groups = self._below(self._type("Offender"), field_nodes).values()
        return ManagementShape(
            {fetch_key(group): self.node(group, (Kind.PERSON,)) for group in groups if group[0].name.value == "person"}
        )

    def _conditions(self, field_nodes: list[FieldNode]) -> ConditionsShape:
        columns: dict[str, None] = {}
        children: dict[int, RecordShape] = {}
        for group in self._below(self._type("ConditionEntity"), field_nodes).values():
            name = group[0].name.value
            if name in _REFERENCES:
                column, kinds = _REFERENCES[name]
                children[fetch_key(group)] = RecordShape(column, self.node(group, kinds))
            else:
                columns.update(dict.fromkeys(_needed(name, Kind.CONDITION)))
        return ConditionsShape(tuple(columns), children)

    def _links(self, type_: GraphQLObjectType, group: list[FieldNode], kind: Kind) -> LinksShape:
        arguments = get_argument_values(type_.fields["relationships"], group[0], self._variables)
        first = page_size(arguments.get("first"))
        after = arguments.get("after")
        wanted = arguments.get("types")
        types = tuple(name for name in types_of(kind) if wanted is None or name in wanted)
        columns = {"id": None, "valid_from": None}
        children: dict[int, RecordShape | EndShape] = {}
        rows = total = placed = False
        for below in self._below(self._type("RelationshipConnection"), group).values():
            match below[0].name.value:
                case "totalCount":
                    total = True
                case "nodes":
                    rows = True
                    self._link(below, types, columns, children)
                case "edges":
                    rows = True
                    for edge in self._below(self._type("RelationshipEdge"), below).values():
                        if edge[0].name.value == "node":
                            self._link(edge, types, columns, children)
                case "pageInfo":
                    rows = placed = True
        place = None if after is None else place_of(self._settings, after)
        return LinksShape(types, tuple(columns), first, place, rows, total, placed, children)

    def _link(
        self,
        field_nodes: list[FieldNode],
        types: tuple[str, ...],
        columns: dict[str, None],
        children: dict[int, RecordShape | EndShape],
    ) -> None:
        for group in self._below(self._type("Relationship"), field_nodes).values():
            match group[0].name.value:
                case "from" | "to" as end:
                    kinds = kinds_at(types, at_start=end == "from")
                    children[fetch_key(group)] = EndShape(end == "from", self.node(group, kinds))
                case "source":
                    columns["source_id"] = None
                    children[fetch_key(group)] = RecordShape("source_id", self.node(group, (Kind.SOURCE,)))
                case name:
                    columns.update(dict.fromkeys(_needed(name, None)))


def _needed(name: str, kind: Kind | None) -> tuple[str, ...]:
    if name == "name" and kind is Kind.PERSON:
        return ("given_names", "family_name")
    return _COLUMNS.get(name) or (() if name in _COLUMNS else (_WORD.sub("_", name).lower(),))


def page_size(first: int | None, *, default: int = 25, most: int = 100) -> int:
    """How many a page holds; raises InputRefused outside 1–100."""
    if first is None:
        return default
    if not 1 <= first <= most:
        raise InputRefused(f"`first` must be from 1 to {most}.")
    return first
