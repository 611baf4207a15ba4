"""`generate` and `convert pole` as a user types them."""

import zipfile
from pathlib import Path

import typer
from typer.testing import CliRunner

from graph_service.samples.commands import convert_app, generate_command

app = typer.Typer()
app.command("generate")(generate_command)
app.add_typer(convert_app, name="convert")


def test_generate_says_how_much_it_wrote(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["generate", "--offenders", "3", "--seed", "5", str(tmp_path / "world")])
    assert result.exit_code == 0
    assert "records and" in result.output
    assert (tmp_path / "world" / "offenders.csv").read_text(encoding="utf-8").count("\n") == 4


def test_generate_needs_a_number(tmp_path: Path) -> None:
    assert CliRunner().invoke(app, ["generate", str(tmp_path / "world")]).exit_code == 2


def test_convert_says_what_became_of_everything(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "small.zip", "w") as file:
        file.writestr("x.nodes.Person.csv", ":ID,name,surname\n1,Ada,Ames\n")
        file.writestr("x.nodes.Vehicle.csv", ":ID\n2\n")
    result = CliRunner().invoke(app, ["convert", "pole", str(tmp_path / "small.zip"), str(tmp_path / "bundle")])
    assert result.exit_code == 0
    for heading in ("Nodes", "Relationships", "left out", "Vehicle"):
        assert heading in result.output
    assert "people.csv: 1 rows" in result.output
