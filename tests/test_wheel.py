"""The wheel holds all that the service needs, and runs from another folder."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the service installed from its wheel, away from the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder / "dist"), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True, cwd=folder)
    wheel = next((folder / "dist").glob("*.whl"))
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        archive.extractall(folder / "site")
    assert "graph_service/_assets/cypher/patterns/partner_child.cypher" in names
    assert "graph_service/_assets/visualisations/pages/network.html" in names
    assert not any(name.startswith("tests/") for name in names)
    return folder


def _run(installed: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(installed / "site"), "GRAPH_SERVICE_HOME": str(installed / "home")}
    return subprocess.run(
        [sys.executable, *command], check=False, capture_output=True, text=True, cwd=installed, env=environment
    )


def test_it_finds_its_own_files(installed: Path) -> None:
    code = (
        "import graph_service; from graph_service.store.catalogue import statements; "
        "from graph_service.findings.patterns import findings_statements, patterns; "
        "from graph_service.pictures.static import static_files; from graph_service.store.migrations import migrations; "
        "findings_statements(); print(graph_service.__file__, len(statements()), len(patterns()), "
        "len(static_files()), len(migrations()))"
    )
    done = _run(installed, "-c", code)
    assert done.returncode == 0, done.stderr
    file, *counts = done.stdout.split()
    assert file.startswith(str(installed))
    assert all(int(count) > 0 for count in counts)


def test_its_command_answers(installed: Path) -> None:
    done = _run(installed, "-m", "graph_service.cli", "--help")
    assert (done.returncode, "findings" in done.stdout) == (0, True)
    made = _run(installed, "-m", "graph_service.cli", "generate", "--offenders", "3", "--seed", "1", "bundle")
    assert made.returncode == 0, made.stderr
    assert (installed / "bundle" / "people.csv").is_file()
