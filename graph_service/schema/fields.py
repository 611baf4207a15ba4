"""How the schema writes down its fields."""

from typing import Any

from graphene import Field, List, NonNull


def field(type_: Any, description: str, **options: Any) -> Field:
    """A field with what it means."""
    return Field(type_, description=description, **options)


def list_of(type_: Any, description: str, **options: Any) -> Field:
    """A list, never null, of what is never null."""
    return field(NonNull(List(NonNull(type_))), description, **options)
