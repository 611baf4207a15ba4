"""Imports run one way."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "graph_service"

# Each part may import itself and the parts named here, and nothing else of the service.
_BASE = {"vocabulary", "domain", "errors", "settings"}
_STORE = _BASE | {"catalogue", "graph"}
MAY_IMPORT: dict[str, set[str]] = {
    "vocabulary": set(),
    "errors": set(),
    "spreadsheet": set(),
    "budget": set(),
    "domain": {"vocabulary", "errors"},
    "settings": {"errors"},
    "catalogue": {"errors"},
    "graph": {"budget", "errors"},
    "findings": {"catalogue", "domain", "errors", "vocabulary"},
    "identifiers": {"domain"},
    "spelling": {"identifiers"},
    "queries": _STORE | {"budget", "findings", "identifiers", "spelling"},
    "security": _BASE,
    "audit": _BASE | {"security", "spreadsheet"},
    "resolvers": _STORE | {"findings", "queries", "security", "audit", "spelling"},
    "schema": _BASE | {"resolvers"},
    "pictures": _BASE | {"catalogue"},
    "case_words": {"domain", "vocabulary", "pictures"},
    "papers": _BASE | {"case_words", "catalogue", "pictures", "spreadsheet"},
    "pages": _BASE
    | {"case_words", "catalogue", "findings", "papers", "pictures", "queries", "resolvers", "security", "spelling"},
    "local_neo4j": {"errors", "settings"},
    "migrations": _STORE | {"importing", "spelling"},
    "importing": _STORE | {"identifiers", "local_neo4j", "migrations", "spelling"},
    "samples": {"errors"},
    "http": _BASE
    | {
        "audit",
        "budget",
        "graph",
        "local_neo4j",
        "migrations",
        "pages",
        "pictures",
        "queries",
        "resolvers",
        "schema",
        "security",
    },
}
"""The composition roots (`app`, `serving`, `cli`, `terminal`, `logs`) may import everything."""

ROOTS = {"app", "serving", "cli", "terminal", "logs", "__init__"}


def _part(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def _imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("graph_service."):
            found.add((node.module or "").split(".")[1])
        elif isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("graph_service.")}
    return found


@pytest.mark.parametrize("part", sorted(MAY_IMPORT))
def test_imports_run_one_way(part: str) -> None:
    used = {
        (path.name, imported)
        for path in PACKAGE.rglob("*.py")
        if _part(path) == part
        for imported in _imports(path)
        if imported != part and imported not in MAY_IMPORT[part]
    }
    assert used == set()


def test_every_part_has_a_place() -> None:
    assert {_part(path) for path in PACKAGE.rglob("*.py")} == MAY_IMPORT.keys() | ROOTS


def test_only_graph_talks_to_the_driver() -> None:
    users = {
        _part(path)
        for path in PACKAGE.rglob("*.py")
        if any(
            (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "neo4j")
            or (isinstance(node, ast.Import) and any(alias.name.split(".")[0] == "neo4j" for alias in node.names))
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        )
    }
    assert users <= {"graph", "local_neo4j"}
