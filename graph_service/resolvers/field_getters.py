"""How a field takes its value from the object above it, without asking the store.

A `pick` can also be bound ahead of time to the field that asks, which is what the executor for answers already at hand
(`schema.execution`) does: it turns a whole selection into a chain of such getters.
"""

from collections.abc import Callable, Sequence
from functools import partial
from operator import attrgetter
from typing import Any

from graphql import FieldNode

from graph_service.resolvers.selection import fetch_key

Getter = Callable[[Any], Any]


def by_attribute(name: str, _default: Any, source: Any, _info: Any) -> Any:
    """The attribute `name`; as graphene's default resolver or made by `attribute`."""
    return getattr(source, name)


def by_column(name: str, _default: Any, source: Any, _info: Any) -> Any:
    """The column `name` among the object's values; as graphene's default resolver."""
    return source.values.get(name)


def by_value(name: str, _default: Any, source: Any, _info: Any) -> Any:
    """The attribute `name` of what the object holds as its `value`; as graphene's default resolver."""
    return getattr(source.value, name)


def attribute(name: str) -> partial[Any]:
    """A resolver that takes an attribute, for types whose default is by column."""
    return partial(by_attribute, name, None)


def value(name: str) -> partial[Any]:
    """A resolver that takes an attribute of the object's `value`, where the schema calls it otherwise."""
    return partial(by_value, name, None)


def at_hand(getter: Getter) -> partial[Any]:
    """A resolver that makes its value from the object above it alone."""
    return partial(_by_getter, getter)


def _by_getter(getter: Getter, source: Any, _info: Any) -> Any:
    return getter(source)


def bind(resolve: Any, field_nodes: Sequence[FieldNode]) -> Getter | None:
    """The getter that does what `resolve` does for this field; None where the field may have to ask the store."""
    if isinstance(resolve, partial):
        if resolve.func is by_attribute:
            return attrgetter(resolve.args[0])
        if resolve.func is by_column:
            return _column(resolve.args[0])
        if resolve.func is by_value:
            return attrgetter(f"value.{resolve.args[0]}")
        if resolve.func is _by_getter:
            getter: Getter = resolve.args[0]
            return getter
    if getattr(resolve, "prefetched", False):
        return _fetched(fetch_key(field_nodes))
    return None


def _column(name: str) -> Getter:
    return lambda source: source.values.get(name)


def _fetched(key: int) -> Getter:
    return lambda source: source.fetched(key)


def prefetched(resolve: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a resolver whose value a nested read usually brings: the source's `fetched(key)` has it, or raises NotFetched."""
    resolve.prefetched = True  # type: ignore[attr-defined]
    return resolve
