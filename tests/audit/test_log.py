"""The audit log: what is written, that it lasts, and that nobody changes it unseen."""

import asyncio
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

import orjson
import pytest

from graph_service.audit.events import Action, EntryPoint, Event
from graph_service.audit.export import ExportFormat, select, write
from graph_service.audit.log import AuditLog
from graph_service.audit.store import AuditFiles
from graph_service.audit.verify import verify
from graph_service.errors import AuditUnavailable
from graph_service.model.clock import View
from graph_service.security.identity import Role
from tests.patience import PATIENCE_S


def event(user: str = "ana", **more: object) -> Event:
    """A read by an analyst."""
    values: dict[str, object] = {
        "role": Role.ANALYST,
        "cleared": False,
        "channel": EntryPoint.API,
        "action": Action.READ,
        "purpose": "panel of 3 June",
    }
    return Event(user=user, **(values | more))  # type: ignore[arg-type]


def fill(home: Path, count: int) -> None:
    """A log of `count` entries, closed in peace."""
    log = AuditLog(home)
    for number in range(count):
        log.append_and_wait(event(details={"n": number}))
    log.close()


def test_entries_are_numbered_chained_and_kept_private(tmp_path: Path) -> None:
    fill(tmp_path, 3)
    entries = list(select(tmp_path, begin=None, end=None))
    assert [entry["number"] for entry in entries] == [1, 2, 3]
    assert [entry["previous"] for entry in entries[1:]] == [entry["hash"] for entry in entries[:-1]]
    assert verify(tmp_path).problem is None
    files = AuditFiles(tmp_path)
    for path in (files.log, files.checkpoint, files.anchor, files.key):
        assert path.stat().st_mode & 0o077 == 0


def test_an_entry_says_who_why_what_and_at_which_view(tmp_path: Path) -> None:
    log = AuditLog(tmp_path)
    view = View(date(2026, 6, 1), datetime(2026, 6, 1, 9, 30, tzinfo=UTC))
    log.append_and_wait(
        event(
            operation="Findings",
            fields=("offender",),
            asked={"id": ("O-1",)},
            views=(view,),
            disclosed=("P-1", "P-2"),
            correlation_id="c-1",
        )
    )
    log.close()
    (entry,) = select(tmp_path, begin=None, end=None)
    assert entry["user"] == "ana"
    assert entry["role"] == "ANALYST"
    assert entry["purpose"] == "panel of 3 June"
    assert entry["fields"] == ["offender"]
    assert entry["asked"] == {"id": ["O-1"]}
    assert entry["views"] == [{"asOf": "2026-06-01", "knownAt": "2026-06-01T09:30:00.000000Z"}]
    assert (entry["disclosed"], entry["disclosedCount"]) == (["P-1", "P-2"], 2)
    assert (entry["outcome"], entry["correlationId"]) == ("OK", "c-1")


async def test_many_at_once_are_all_written_in_one_chain(tmp_path: Path) -> None:
    log = AuditLog(tmp_path)
    await asyncio.gather(*(log.append(event(details={"n": number})) for number in range(500)))
    log.close()
    assert verify(tmp_path).entries == 500
    assert {entry["details"]["n"] for entry in select(tmp_path, begin=None, end=None)} == set(range(500))


def test_several_processes_append_to_one_chain(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path\n"
        "from graph_service.audit.events import Action, EntryPoint, Event\n"
        "from graph_service.audit.log import AuditLog\n"
        "log = AuditLog(Path(sys.argv[1]))\n"
        "for n in range(150):\n"
        "    log.append_and_wait(Event(user=sys.argv[2], role=None, cleared=False, channel=EntryPoint.COMMAND,"
        " action=Action.READ))\n"
        "log.close()\n"
    )
    running = [subprocess.Popen([sys.executable, "-c", program, str(tmp_path), name]) for name in ("a", "b", "c")]
    assert [process.wait(timeout=PATIENCE_S) for process in running] == [0, 0, 0]
    found = verify(tmp_path)
    assert (found.entries, found.problem) == (450, None)
    users = [entry["user"] for entry in select(tmp_path, begin=None, end=None)]
    assert {user: users.count(user) for user in "abc"} == {"a": 150, "b": 150, "c": 150}


def test_a_log_opened_twice_in_one_process_keeps_its_locks(tmp_path: Path) -> None:
    first = AuditLog(tmp_path)
    first.append_and_wait(event())
    fill(tmp_path, 1)
    program = "import sys; from pathlib import Path; from tests.audit.test_log import fill; fill(Path(sys.argv[1]), 1)"
    for _ in range(2):
        # A process that leaves takes the write-ahead log with it if nobody else seems to use it.
        subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=True, timeout=PATIENCE_S)
        first.append_and_wait(event())
    first.close()
    found = verify(tmp_path)
    assert (found.entries, found.problem) == (6, None)


@pytest.mark.parametrize("statement", ["UPDATE entries SET body = '{}'", "DELETE FROM entries"])
def test_the_file_itself_refuses_changes(tmp_path: Path, statement: str) -> None:
    fill(tmp_path, 2)
    with (
        closing(sqlite3.connect(AuditFiles(tmp_path).log)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="append-only"),
    ):
        connection.execute(statement)


def tamper(home: Path, *statements: str) -> None:
    """Change the file as someone would who removes the triggers first."""
    with closing(sqlite3.connect(AuditFiles(home).log, isolation_level=None)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)


@pytest.mark.parametrize(
    ("statements", "sentence"),
    [
        (("UPDATE entries SET body = replace(body, 'ana', 'eve') WHERE number = 3",), "Entry 3 was changed"),
        (("UPDATE entries SET hash = previous WHERE number = 2",), "Entry 2 was changed"),
        (("DELETE FROM entries WHERE number = 2",), "Entry 2 is missing"),
        (("DELETE FROM entries WHERE number > 3",), "The end is missing"),
        (("DELETE FROM entries",), "The end is missing"),
        (
            ("DELETE FROM entries WHERE number = 2", "UPDATE entries SET number = number - 1 WHERE number > 2"),
            "Entry 2 does not follow",
        ),
    ],
)
def test_verify_names_the_first_broken_entry(tmp_path: Path, statements: tuple[str, ...], sentence: str) -> None:
    fill(tmp_path, 5)
    tamper(tmp_path, *statements)
    problem = verify(tmp_path).problem
    assert problem is not None
    assert problem.startswith(sentence)


def test_a_chain_written_under_another_key_is_not_ours(tmp_path: Path) -> None:
    fill(tmp_path / "true", 5)
    fill(tmp_path / "false", 6)
    shutil.copy(AuditFiles(tmp_path / "false").log, AuditFiles(tmp_path / "true").log)
    problem = verify(tmp_path / "true").problem
    assert problem == "Entry 1 was changed after it was written, or written by somebody else."


def test_a_checkpoint_written_by_others_is_not_believed(tmp_path: Path) -> None:
    fill(tmp_path, 5)
    files = AuditFiles(tmp_path)
    said = orjson.loads(files.checkpoint.read_bytes())
    files.checkpoint.write_bytes(orjson.dumps(said | {"number": 2}))
    problem = verify(tmp_path).problem
    assert problem == f"{files.checkpoint}, which says how far the audit log had come, was not written by this service."


@pytest.mark.parametrize("harm", ["cut", "removed"])
def test_a_log_that_lost_entries_is_not_written_on(tmp_path: Path, harm: str) -> None:
    fill(tmp_path, 5)
    if harm == "cut":
        tamper(tmp_path, "DELETE FROM entries WHERE number > 3")
    else:
        AuditFiles(tmp_path).log.unlink()
    with pytest.raises(AuditUnavailable):
        AuditLog(tmp_path)


@pytest.mark.parametrize(
    "harm",
    [
        lambda home: AuditFiles(home).log.unlink(),
        lambda home: Path(f"{AuditFiles(home).log}-wal").unlink(),
        lambda home: tamper(home, "DELETE FROM entries"),
        lambda home: tamper(home, "DROP TABLE entries"),
    ],
)
async def test_a_log_harmed_while_it_is_open_fails_closed(tmp_path: Path, harm: Callable[[Path], None]) -> None:
    log = AuditLog(tmp_path)
    await log.append(event())
    harm(tmp_path)
    with pytest.raises(AuditUnavailable):
        await log.append(event())
    log.close()


def test_a_closed_log_refuses(tmp_path: Path) -> None:
    log = AuditLog(tmp_path)
    log.close()
    with pytest.raises(AuditUnavailable):
        log.append_and_wait(event())


def test_verify_of_a_home_without_a_log(tmp_path: Path) -> None:
    assert verify(tmp_path) == type(verify(tmp_path))(0)
    assert list(tmp_path.iterdir()) == []


def test_export_chooses_whole_utc_days(tmp_path: Path) -> None:
    log = AuditLog(tmp_path)
    for day in (1, 2, 3):
        log.append_and_wait(event(at=datetime(2026, 6, day, 12, tzinfo=UTC)))
    log.close()
    days = [entry["at"][:10] for entry in select(tmp_path, begin=date(2026, 6, 2), end=date(2026, 6, 3))]
    assert days == ["2026-06-02"]


def test_csv_runs_no_formula_and_keeps_every_column(tmp_path: Path) -> None:
    log = AuditLog(tmp_path)
    log.append_and_wait(event(purpose='=HYPERLINK("x")'))
    log.close()
    out = StringIO()
    assert write(select(tmp_path, begin=None, end=None), out, ExportFormat.CSV) == 1
    header, row = out.getvalue().splitlines()
    assert header.startswith("number,at,user,role")
    assert "\"'=HYPERLINK" in row


def test_json_lines_can_be_checked_again(tmp_path: Path) -> None:
    fill(tmp_path, 3)
    out = StringIO()
    assert write(select(tmp_path, begin=None, end=None, up_to=2), out, ExportFormat.JSONL) == 2
    first, second = map(orjson.loads, out.getvalue().splitlines())
    assert second["previous"] == first["hash"]
