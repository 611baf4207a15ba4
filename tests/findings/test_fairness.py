"""No pattern, alert or rule reads a protected trait other than age, sex and being an adult at risk."""

import re

import pytest

from graph_service.model.columns import FILES
from graph_service.store.catalogue import read_folder

MAY_BE_READ = frozenset(
    {"id", "date_of_birth", "deceased_on", "sex", "adult_at_risk", "staff", "known_from", "known_to", "open_to"}
)
"""Columns of a person that deciding statements may read."""
FOLDERS = ("patterns", "alerts", "conflicts", "fragments", "fragments/present", "fragments/given", "starts", "findings")
PROTECTED = ("ethnicity",)


def _person_columns() -> frozenset[str]:
    (people,) = (file for file in FILES if file.name == "people.csv")
    return frozenset(column.name for column in people.columns)


@pytest.mark.parametrize("folder", FOLDERS)
def test_statements_that_decide_read_no_protected_trait(folder: str) -> None:
    others = _person_columns() - MAY_BE_READ - {"source_id"}
    assert set(PROTECTED) <= others
    for file in read_folder(folder):
        read = set(re.findall(r"\.([a-z_]+)\b", file.body))
        assert not read & others, f"{file.name} reads {', '.join(sorted(read & others))}"


def test_the_rules_in_python_read_no_protected_trait() -> None:
    from pathlib import Path

    import graph_service.findings as rules

    for file in Path(rules.__path__[0]).glob("*.py"):
        assert not [trait for trait in PROTECTED if trait in file.read_text(encoding="utf-8")], file.name
