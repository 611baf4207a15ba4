"""An executor that completes answers already at hand in one go.

graphql-core builds a path, an info object and a frame of calls for every field. Most fields here only pick a value from an
object that one statement has brought, so a selection of such fields is compiled once into a function from object to
answer. Wherever a field may have to ask the store, or anything is not as it should be, graphql-core does that part its
own way: what is answered is the same, null where it must be and errors where they belong.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from graphql import (
    ExecutionContext,
    FieldNode,
    GraphQLEnumType,
    GraphQLError,
    GraphQLID,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLResolveInfo,
    GraphQLScalarType,
    GraphQLString,
    GraphQLUnionType,
    VariableDefinitionNode,
    print_ast,
)
from graphql.execution.collect_fields import collect_sub_fields
from graphql.pyutils import AwaitableOrValue, Path

from graph_service.errors import ErrorCode
from graph_service.resolvers.field_getters import bind
from graph_service.resolvers.selection import SelectionCache

Picker = Callable[[Any], Any]


class _NotAtHand(Exception):
    """The value is not at hand, or not as it should be: graphql-core is to do it."""


def _not_at_hand(_: Any) -> Any:
    raise _NotAtHand


_pickers: SelectionCache[Picker] = SelectionCache()


class PickingExecution(ExecutionContext):
    """graphql-core's executor with a short cut for selections that only pick. Pass it as `execution_context_class`."""

    def complete_object_value(
        self,
        return_type: GraphQLObjectType,
        field_nodes: list[FieldNode],
        info: GraphQLResolveInfo,
        path: Path,
        result: Any,
    ) -> AwaitableOrValue[dict[str, Any]]:
        """The answer for one object."""
        if self.middleware_manager is None:
            picker = _pickers.get(
                return_type.name,
                field_nodes,
                self.fragments,
                self.variable_values,
                lambda: _Compiler(self).object(return_type, field_nodes),
            )
            try:
                answer: dict[str, Any] = picker(result)
            except Exception:
                # Done again, field by field, so that values are asked for and errors are found where they belong.
                return super().complete_object_value(return_type, field_nodes, info, path, result)
            return answer
        return super().complete_object_value(return_type, field_nodes, info, path, result)

    @classmethod
    def build(cls, *arguments: Any, **options: Any) -> Any:
        """Make an execution, or say what is wrong with the variables without repeating their values."""
        built = super().build(*arguments, **options)
        return [_quiet(error) for error in built] if isinstance(built, list) else built


def _quiet(error: GraphQLError) -> GraphQLError:
    definition = next((node for node in error.nodes or () if isinstance(node, VariableDefinitionNode)), None)
    if definition is None:
        return error
    name, type_ = definition.variable.name.value, print_ast(definition.type)
    expected = error.original_error
    hint = f" {expected.message}" if isinstance(expected, GraphQLError) and expected.extensions else ""
    return GraphQLError(
        f"Variable '${name}' must be of type '{type_}'.{hint}",
        definition,
        extensions={"code": ErrorCode.BAD_USER_INPUT.value},
    )


class _Compiler:
    """Turns the selection below a field into a picker."""

    def __init__(self, context: ExecutionContext) -> None:
        self._context = context

    def object(self, type_: GraphQLObjectType, field_nodes: list[FieldNode]) -> Picker:
        """The picker of an object of this type; one that always gives up where a field may have to ask the store."""
        context = self._context
        groups = collect_sub_fields(context.schema, context.fragments, context.variable_values, type_, field_nodes)
        fields: list[tuple[str, Picker, Picker]] = []
        for response, group in groups.items():
            name = group[0].name.value
            if name == "__typename":
                fields.append((response, _constant(type_.name), _same))
                continue
            definition = type_.fields[name]
            getter = bind(definition.resolve, group)
            if getter is None:
                return _not_at_hand
            complete = self._completer(definition.type, group)
            if complete is _not_at_hand:
                return _not_at_hand
            fields.append((response, getter, complete))
        return _object(fields)

    def _completer(self, type_: GraphQLOutputType, group: list[FieldNode]) -> Picker:
        if isinstance(type_, GraphQLNonNull | GraphQLList):
            inner = self._completer(type_.of_type, group)
            if inner is _not_at_hand:
                return inner
            return _present(inner) if isinstance(type_, GraphQLNonNull) else _list(inner)
        if isinstance(type_, GraphQLEnumType):
            return _enum(type_)
        if isinstance(type_, GraphQLScalarType):
            return _scalar(type_)
        if isinstance(type_, GraphQLObjectType):
            below = self.object(type_, group)
            return below if below is _not_at_hand else _nullable(below)
        if isinstance(type_, GraphQLInterfaceType | GraphQLUnionType):
            return _abstract(
                {
                    possible.name: self.object(possible, group)
                    for possible in self._context.schema.get_possible_types(type_)
                }
            )
        return _not_at_hand


def _object(fields: list[tuple[str, Picker, Picker]]) -> Picker:
    def pick(source: Any) -> dict[str, Any]:
        return {response: complete(get(source)) for response, get, complete in fields}

    return pick


def _constant(value: str) -> Picker:
    return lambda _: value


def _same(value: Any) -> Any:
    return value


def _present(complete: Picker) -> Picker:
    def pick(value: Any) -> Any:
        completed = complete(value)
        if completed is None:
            raise _NotAtHand
        return completed

    return pick


def _nullable(complete: Picker) -> Picker:
    return lambda value: None if value is None else complete(value)


def _list(complete: Picker) -> Picker:
    return lambda values: None if values is None else [complete(value) for value in values]


_TEXT: Final = frozenset({GraphQLString.name, GraphQLID.name})


def _scalar(type_: GraphQLScalarType) -> Picker:
    serialize = type_.serialize
    if type_.name in _TEXT:
        return lambda value: value if value is None or type(value) is str else serialize(value)
    return lambda value: None if value is None else serialize(value)


def _enum(type_: GraphQLEnumType) -> Picker:
    # A stored word and a member of the vocabulary are equal, so one table serves both.
    names: Mapping[Any, str] = {value.value.value: name for name, value in type_.values.items()}
    return lambda value: None if value is None else names[value]


def _abstract(pickers: Mapping[str, Picker]) -> Picker:
    return lambda value: None if value is None else pickers[value.typename](value)
