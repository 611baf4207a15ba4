"""Prints the schema: `python -m graph_service.schema > graph_service/schema/schema.graphql`."""

from graph_service.schema.build import sdl

print(sdl(), end="")
