"""What the README promises is so."""

from pathlib import Path

from graph_service.cli import _DEMO_CASES, _demo_text
from graph_service.samples.town import TODAY
from graph_service.security.identity import Role
from graph_service.settings import Settings

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def test_settings_table_is_the_settings() -> None:
    table = README.split("<!-- settings -->")[1].split("<!-- /settings -->")[0].strip().splitlines()[2:]
    rows = {}
    for line in table:
        name, default, meaning = (cell.strip() for cell in line.replace("\\|", "\0").strip("|").split("|"))
        rows[name.strip("`")] = (default.strip("`"), meaning.replace("\0", "|"))
    expected = {}
    for name, field in Settings.model_fields.items():
        default = field.default
        if isinstance(default, Path):
            default = f"~/{default.relative_to(Path.home())}"
        if isinstance(default, bool):
            default = str(default).lower()
        shown = "" if default is None else str(getattr(default, "value", default))
        expected[f"GRAPH_SERVICE_{name.upper()}"] = (shown, field.description)
    assert rows == expected


def test_linked_documents_exist() -> None:
    root = Path(__file__).parent.parent
    for target in (part.split(")")[0] for part in README.split("](")[1:]):
        assert (root / target).exists(), target


def test_the_demo_prints_the_addresses_of_the_cases_that_the_readme_names_on_their_day() -> None:
    where = "http://127.0.0.1:8000"
    printed = _demo_text(where, dict.fromkeys(Role, "token")).split()
    assert f"`{where}/?asOf={TODAY}`" in README and f"{where}/?asOf={TODAY}" in printed
    for case in _DEMO_CASES:
        assert f"`{case}`" in README
        assert f"{where}/offenders/{case}?asOf={TODAY}" in printed
