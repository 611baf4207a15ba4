"""Imports run one way: no module, and no part of the house, leads back to itself."""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import networkx
import pytest

import graph_service

PACKAGE = Path(graph_service.__file__).parent
ROOTS = frozenset({"app", "serving", "cli", "terminal", "logs", "__init__"})
"""They put the parts together, so nothing but they may import them."""
PURE = ("model", "recording", "findings", "wording", "spelling", "pictures", "papers")
"""Parts that work on values alone: they neither read nor write the store, and know nothing of HTTP or GraphQL."""


def _name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _part(module: str) -> str:
    return [*module.split("."), "__init__"][1]


MODULES: Mapping[str, Path] = {_name(path): path for path in PACKAGE.rglob("*.py")}


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in MODULES else node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


@cache
def _imports() -> "networkx.DiGraph[str]":
    graph: networkx.DiGraph[str] = networkx.DiGraph()
    graph.add_nodes_from(MODULES)
    graph.add_edges_from(
        (module, other)
        for module, path in MODULES.items()
        for other in _imported(path)
        if other in MODULES and other != module
    )
    return graph


def _between_parts() -> "networkx.DiGraph[str]":
    graph: networkx.DiGraph[str] = networkx.DiGraph()
    pairs = ((_part(module), _part(other)) for module, other in _imports().edges)
    graph.add_edges_from((one, other) for one, other in pairs if one != other)
    return graph


def test_no_module_leads_back_to_itself() -> None:
    assert list(networkx.simple_cycles(_imports())) == []


def test_no_part_leads_back_to_itself() -> None:
    assert list(networkx.simple_cycles(_between_parts())) == []


def test_nothing_but_the_roots_imports_a_root() -> None:
    assert {one for one, other in _between_parts().edges if other in ROOTS - {"__init__"}} <= ROOTS


@pytest.mark.parametrize("part", PURE)
def test_what_is_pure_knows_neither_driver_nor_http_nor_graphql(part: str) -> None:
    reached = {one for module in MODULES if _part(module) == part for one in networkx.descendants(_imports(), module)}
    assert {_part(one) for one in reached} & {"queries", "cases", "resolvers", "schema", "http", "pages"} == set()
    assert "graph_service.store.graph" not in reached


def test_only_graph_talks_to_the_driver() -> None:
    users = {module for module, path in MODULES.items() if "neo4j" in {one.split(".")[0] for one in _imported(path)}}
    assert {module for module in users if _part(module) != "local_neo4j"} <= {"graph_service.store.graph"}
