"""docs/bundle.md names every file, column, word and type that a bundle may hold."""

import re
from pathlib import Path

import pytest

from graph_service.model.columns import FILES, FileSpec
from graph_service.model.vocabulary import RELATIONSHIPS

TEXT = (Path(__file__).parents[2] / "docs" / "bundle.md").read_text(encoding="utf-8")


def section(name: str) -> str:
    found = re.search(rf"^### {re.escape(name)}.*?(?=^##)", TEXT, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found.group()


@pytest.mark.parametrize("spec", FILES, ids=lambda spec: spec.name)
def test_every_column_is_described(spec: FileSpec) -> None:
    rows = re.findall(r"^\| (.+?) \| (.+?) \|$", section(spec.name), re.MULTILINE)
    names = [name for cells, _ in rows for name in cells.split(", ")]
    for column in spec.columns:
        if column.name in ("recorded_at", "superseded_at"):
            continue
        assert (f"**{column.name}**" if column.required else column.name) in names


@pytest.mark.parametrize("name", sorted(RELATIONSHIPS))
def test_every_type_is_described(name: str) -> None:
    spec = RELATIONSHIPS[name]
    row = next(line for line in section("relationships.csv").splitlines() if line.startswith(f"| `{name}`"))
    assert ("⇄" in row) == spec.symmetric
    assert re.findall(r"`(\w+)`", row)[1:] == list(spec.roles)
