"""Puts the schema together. `python -m graph_service.schema` prints it; the printed text is committed as schema.graphql."""

from functools import lru_cache, wraps
from typing import Any

import graphene
from graphql import (
    GraphQLAbstractType,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLSchema,
    GraphQLUnionType,
    Undefined,
    print_schema,
)

from graph_service.schema.mutation import Mutation
from graph_service.schema.query import Query
from graph_service.schema.records import RECORD_TYPES


@lru_cache(maxsize=1)
def graphql_schema() -> GraphQLSchema:
    """The executable schema, built once."""
    schema: GraphQLSchema = graphene.Schema(query=Query, mutation=Mutation, types=list(RECORD_TYPES)).graphql_schema
    for type_ in schema.type_map.values():
        if isinstance(type_, GraphQLInterfaceType | GraphQLUnionType):
            type_.resolve_type = _typename
        if isinstance(type_, GraphQLObjectType):
            for field in type_.fields.values():
                _fill_nulls(field)
    return schema


def _fill_nulls(field: GraphQLField) -> None:
    """Take an argument given as null as if it were not given: its default holds."""
    defaults = {
        argument.out_name or name: argument.default_value
        for name, argument in field.args.items()
        if argument.default_value is not Undefined
    }
    resolve = field.resolve
    if not defaults or resolve is None:
        return

    @wraps(resolve)
    def filled(source: Any, info: GraphQLResolveInfo, **arguments: Any) -> Any:
        given = {name: value for name, value in arguments.items() if value is not None}
        return resolve(source, info, **arguments | defaults | given)

    field.resolve = filled


def _typename(value: Any, _info: Any, _type: GraphQLAbstractType) -> str:
    name: str = value.typename
    return name


def sdl() -> str:
    """The schema in the schema definition language, one line feed at its end."""
    return print_schema(graphql_schema()) + "\n"
