"""`graph-service pack` as its users meet it: the file, the exit status, and what it leaves in the audit log."""

import json
import os
import pwd
from pathlib import Path

import pytest

from graph_service.local_neo4j.server import ConnectionDetails
from graph_service.store.graph import Graph
from tests.papers.reading import Docx, pdf_pages
from tests.test_cli import entries, run

ME = pwd.getpwuid(os.getuid()).pw_name
DAY = ("--as-of", "2026-06-01", "--known-at", "2026-06-01T10:30:00Z")


@pytest.fixture
def attached(neo4j_server: ConnectionDetails, vignettes: Graph) -> dict[str, str]:
    """The settings that lead a command to the vignettes."""
    return {
        "neo4j_uri": neo4j_server.uri,
        "neo4j_user": neo4j_server.user,
        "neo4j_password": neo4j_server.password,
        "neo4j_database": neo4j_server.database,
    }


def test_a_pack_is_made_as_pdf_and_as_docx_and_each_is_on_record(tmp_path: Path, attached: dict[str, str]) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    pdf, written = folder / "flint.pdf", folder / "flint.DOCX"
    for file in (pdf, written):
        done = run(tmp_path, "pack", "gary-flint", str(file), *DAY, "--purpose", "panel of 3 June", **attached)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        assert file.stat().st_mode & 0o077 == 0
    assert {file.name for file in folder.iterdir()} == {"flint.pdf", "flint.DOCX"}
    assert f"Made by {ME}" in pdf_pages(pdf.read_bytes())[0]
    assert "Kit Barr" in Docx(written.read_bytes()).text
    log = entries(tmp_path)
    assert [(entry["operation"], entry["action"], entry["outcome"]) for entry in log] == [("pack", "READ", "OK")] * 2
    assert (log[0]["user"], log[0]["role"], log[0]["channel"]) == (ME, "PLAN_AUTHOR", "COMMAND")
    assert (log[0]["purpose"], log[0]["asked"]) == ("panel of 3 June", {"offenderId": ["gary-flint"]})
    assert {"gary-flint", "kit-barr", "theo-flint"} <= set(log[0]["disclosed"])
    assert [entry["details"]["format"] for entry in log] == ["pdf", "docx"]
    assert log[0]["details"]["digest"] == log[1]["details"]["digest"]
    assert log[1]["details"]["digest"] in Docx(written.read_bytes()).text
    assert "Barr" not in json.dumps(log)


def test_clearance_is_asked_for_and_on_record(tmp_path: Path, attached: dict[str, str]) -> None:
    for more in ((), ("--cleared",)):
        file = tmp_path / f"lacey{len(more)}.pdf"
        assert run(tmp_path, "pack", "stu-lacey", str(file), *DAY, *more, **attached).returncode == 0
        assert ("Nadia" in " ".join(pdf_pages(file.read_bytes()))) is bool(more)
    assert [entry["cleared"] for entry in entries(tmp_path)] == [False, True]


@pytest.mark.parametrize("offender", ["nobody", "sue-barr"])
def test_an_unknown_offender_leaves_no_file(offender: str, tmp_path: Path, attached: dict[str, str]) -> None:
    file = tmp_path / "out.pdf"
    done = run(tmp_path, "pack", offender, str(file), **attached)
    assert (done.returncode, done.stdout) == (1, "")
    assert "no offender" in done.stderr and "Traceback" not in done.stderr
    assert not file.exists()
    (entry,) = entries(tmp_path)
    assert (entry["operation"], "disclosed" in entry) == ("pack", False)


def test_a_file_that_cannot_be_written_is_an_error_and_leaves_nothing(tmp_path: Path, attached: dict[str, str]) -> None:
    done = run(tmp_path, "pack", "gary-flint", str(tmp_path / "none" / "out.pdf"), **attached)
    assert (done.returncode, "cannot be written" in done.stderr) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "settings", "status", "sentence"),
    [
        (("pack", "o", "out.txt"), {}, 2, "FILE must end in .docx or .pdf."),
        (("pack", "o", "pdf"), {}, 2, "FILE must end in .docx or .pdf."),
        (("pack", "o"), {}, 2, "FILE"),
        (("pack", "o", "out.pdf"), {"environment": "production"}, 2, "--purpose"),
        (("pack", "o", "out.pdf", "--as-of", "1.6.2026"), {}, 2, "2026-06-01"),
        (("pack", "o", "out.pdf"), {"neo4j_uri": "bolt://127.0.0.1:1"}, 3, "reached"),
    ],
)
def test_wrong_use_is_one_sentence_and_a_status(
    tmp_path: Path, arguments: tuple[str, ...], settings: dict[str, str], status: int, sentence: str
) -> None:
    done = run(tmp_path, *arguments, **settings)
    assert (done.returncode, done.stdout, "Traceback" in done.stderr) == (status, "", False)
    assert sentence in done.stderr
