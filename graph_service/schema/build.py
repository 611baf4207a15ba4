"""Puts the schema together. `python -m graph_service.schema` prints it; the printed text is committed as schema.graphql."""

from functools import lru_cache
from typing import Any

import graphene
from graphql import GraphQLAbstractType, GraphQLInterfaceType, GraphQLSchema, GraphQLUnionType, print_schema

from graph_service.schema.query import Query
from graph_service.schema.records import RECORD_TYPES


@lru_cache(maxsize=1)
def graphql_schema() -> GraphQLSchema:
    """The executable schema, built once."""
    schema: GraphQLSchema = graphene.Schema(query=Query, types=list(RECORD_TYPES)).graphql_schema
    for type_ in schema.type_map.values():
        if isinstance(type_, GraphQLInterfaceType | GraphQLUnionType):
            type_.resolve_type = _typename
    return schema


def _typename(value: Any, _info: Any, _type: GraphQLAbstractType) -> str:
    name: str = value.typename
    return name


def sdl() -> str:
    """The schema in the schema definition language, one line feed at its end."""
    return print_schema(graphql_schema()) + "\n"
