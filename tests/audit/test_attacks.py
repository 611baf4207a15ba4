"""What somebody may try who can write the folder of the log, but neither the keys nor what lies elsewhere."""

import asyncio
import hashlib
import hmac
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest

from graph_service.audit.export import select
from graph_service.audit.log import AuditLog
from graph_service.audit.store import GENESIS, AuditFiles, Head
from graph_service.audit.verify import verify
from graph_service.errors import AuditUnavailable
from tests.audit.test_log import event, fill, tamper
from tests.patience import PATIENCE_S

BODY = (
    '{"action":"READ","at":"2999-01-01T00:00:00.000000Z","channel":"API","cleared":false,"outcome":"OK","user":"eve"}'
)


def problem(home: Path, anchor: Path | None = None) -> str:
    """What `verify` finds."""
    found = verify(home, anchor).problem
    assert found is not None
    return found


def plain(number: int, previous: str, body: str) -> str:
    """The hash of an entry as who has no key works it out."""
    return hashlib.sha256(f"{number}\n{previous}\n{body}".encode()).hexdigest()


def under_another_key(number: int, previous: str, body: str) -> str:
    """The hash of an entry under a key of one's own."""
    return hmac.new(b"eve" * 11, f"entry\n{number}\n{previous}\n{body}".encode(), hashlib.sha256).hexdigest()


def rewritten(home: Path, make: Callable[[int, str, str], str], change: Callable[[str], str], last: int = 999) -> None:
    """Change entries and work the whole chain out anew, up to `last`."""
    with closing(sqlite3.connect(AuditFiles(home).log)) as connection:
        rows = connection.execute("SELECT number, body FROM entries ORDER BY number").fetchall()
    previous, statements = GENESIS, ["DELETE FROM entries"]
    for number, body in rows[:last]:
        text = change(body)
        digest = make(number, previous, text)
        statements.append(f"INSERT INTO entries VALUES ({number}, '{text}', '{previous}', '{digest}')")
        previous = digest
    tamper(home, *statements)


def test_the_end_and_the_checkpoint_cut_off_together(tmp_path: Path) -> None:
    fill(tmp_path, 5)
    tamper(tmp_path, "DELETE FROM entries WHERE number > 3")
    AuditFiles(tmp_path).checkpoint.unlink()
    assert problem(tmp_path) == "The end is missing: 5 entries were written, 3 are left."
    with pytest.raises(AuditUnavailable, match="lacks entries"):
        AuditLog(tmp_path)


def test_a_missing_checkpoint_alone(tmp_path: Path) -> None:
    fill(tmp_path, 5)
    AuditFiles(tmp_path).checkpoint.unlink()
    assert "checkpoint.json is missing" in problem(tmp_path)
    with pytest.raises(AuditUnavailable, match="is missing"):
        AuditLog(tmp_path)


@pytest.mark.parametrize("make", [plain, under_another_key])
@pytest.mark.parametrize("last", [999, 3])
def test_the_chain_worked_out_anew(tmp_path: Path, make: Callable[[int, str, str], str], last: int) -> None:
    fill(tmp_path, 5)
    rewritten(tmp_path, make, lambda body: body.replace("ana", "eve"), last)
    AuditFiles(tmp_path).checkpoint.unlink()
    assert problem(tmp_path).startswith("Entry 1 was changed")
    with pytest.raises(AuditUnavailable):
        AuditLog(tmp_path)


def test_an_older_copy_of_the_folder_put_back(tmp_path: Path) -> None:
    fill(tmp_path, 3)
    folder = AuditFiles(tmp_path).log.parent
    shutil.copytree(folder, tmp_path / "older")
    fill(tmp_path, 2)
    shutil.rmtree(folder)
    shutil.copytree(tmp_path / "older", folder)
    assert problem(tmp_path) == "The end is missing: 5 entries were written, 3 are left."
    with pytest.raises(AuditUnavailable, match="lacks entries"):
        AuditLog(tmp_path)


def test_the_folder_removed(tmp_path: Path) -> None:
    fill(tmp_path, 5)
    shutil.rmtree(AuditFiles(tmp_path).log.parent)
    assert problem(tmp_path) == "The end is missing: 5 entries were written, 0 are left."
    with pytest.raises(AuditUnavailable, match="is missing although it had 5 entries"):
        AuditLog(tmp_path)


def in_place_of(file: Path) -> None:
    """Put a folder where a file is, or will be."""
    file.unlink(missing_ok=True)
    file.mkdir()


def linked(file: Path) -> None:
    """Put a link to the key where a draft will be."""
    file.symlink_to(AuditFiles(file.parent.parent).key)


HOLD_UPS: list[Callable[[Path], object]] = [
    lambda checkpoint: checkpoint.write_bytes(b"{}"),
    lambda checkpoint: checkpoint.unlink(),
    lambda checkpoint: shutil.copy(checkpoint.parent.parent / "older.json", checkpoint),
    in_place_of,
    lambda checkpoint: in_place_of(checkpoint.with_suffix(".lock")),
    lambda checkpoint: in_place_of(checkpoint.with_suffix(".draft")),
    lambda checkpoint: linked(checkpoint.with_suffix(".draft")),
]
"""What hinders a service from saying beside its log how far it has come."""


def put_back(home: Path, checkpoint: bytes) -> None:
    """Remove what hinders it, and put the checkpoint back as it was."""
    for file in AuditFiles(home).log.parent.glob("checkpoint.*"):
        shutil.rmtree(file) if file.is_dir() else file.unlink()
    AuditFiles(home).checkpoint.write_bytes(checkpoint)


async def until_refused(log: AuditLog) -> None:
    """Append until the log takes no more."""
    async with asyncio.timeout(PATIENCE_S):
        with pytest.raises(AuditUnavailable, match="how far"):
            while True:
                await log.append(event())
                await asyncio.sleep(0.05)


@pytest.mark.parametrize("hold_up", HOLD_UPS)
async def test_who_holds_up_the_checkpoint_stops_the_log_and_cuts_nothing_unseen(
    tmp_path: Path, hold_up: Callable[[Path], object]
) -> None:
    files = AuditFiles(tmp_path)
    fill(tmp_path, 3)
    shutil.copy(files.checkpoint, tmp_path / "older.json")
    fill(tmp_path, 2)
    key, checkpoint = files.key.read_bytes(), files.checkpoint.read_bytes()
    log = AuditLog(tmp_path)
    hold_up(files.checkpoint)
    await until_refused(log)
    assert not await log.is_usable()
    log.close()
    written = len(list(select(tmp_path, begin=None, end=None)))
    assert (files.key.read_bytes(), written > 5) == (key, True)
    put_back(tmp_path, checkpoint)
    tamper(tmp_path, "DELETE FROM entries WHERE number > 5")
    assert problem(tmp_path) == f"The end is missing: {written} entries were written, 5 are left."
    with pytest.raises(AuditUnavailable, match="lacks entries"):
        AuditLog(tmp_path)


async def test_a_log_goes_on_once_it_can_be_said_how_far_it_has_come(tmp_path: Path) -> None:
    files = AuditFiles(tmp_path)
    fill(tmp_path, 5)
    log = AuditLog(tmp_path)
    files.checkpoint.unlink()
    await until_refused(log)
    shutil.copy(files.anchor, files.checkpoint)
    async with asyncio.timeout(PATIENCE_S):
        while not await log.is_usable():
            pass
    await log.append(event())
    log.close()
    assert verify(tmp_path).problem is None


async def test_what_lies_elsewhere_is_written_though_what_lies_in_the_home_cannot_be(tmp_path: Path) -> None:
    home, elsewhere = tmp_path / "home", tmp_path / "elsewhere" / "anchor.json"
    log = AuditLog(home, elsewhere)
    log.append_and_wait(event())
    log.close()
    log = AuditLog(home, elsewhere)
    in_place_of(AuditFiles(home).checkpoint)
    in_place_of(AuditFiles(home).anchor)
    await until_refused(log)
    log.close()
    assert orjson.loads(elsewhere.read_bytes())["number"] == len(list(select(home, begin=None, end=None))) > 1


@pytest.mark.parametrize("lost", ["log", "checkpoint", "nothing else"])
def test_a_key_that_is_lost_is_not_replaced(tmp_path: Path, lost: str) -> None:
    files = AuditFiles(tmp_path)
    fill(tmp_path, 5)
    if lost != "nothing else":
        getattr(files, lost).unlink()
    files.key.unlink()
    there = files.checkpoint if lost == "log" else files.log
    assert problem(tmp_path) == f"The key {files.key} is missing, but {there} is there."
    with pytest.raises(AuditUnavailable, match=r"The key .* is missing"):
        AuditLog(tmp_path)
    assert not files.key.exists()


def test_the_whole_home_put_back_is_seen_from_elsewhere(tmp_path: Path) -> None:
    home, elsewhere = tmp_path / "home", tmp_path / "elsewhere" / "anchor.json"
    for _ in range(2):
        log = AuditLog(home, elsewhere)
        log.append_and_wait(event())
        log.close()
        if not (tmp_path / "older").exists():
            shutil.copytree(home, tmp_path / "older")
    written_down = verify(home, elsewhere)
    assert (written_down.entries, written_down.problem) == (2, None)
    shutil.rmtree(home)
    shutil.copytree(tmp_path / "older", home)
    assert verify(home).problem is None
    assert problem(home, elsewhere) == "The end is missing: 2 entries were written, 1 are left."
    assert verify(home, written_down=(2, written_down.head)).problem is not None
    assert verify(home, written_down=(1, "0" * 64)).problem == "Entry 1 is not the one that was written down."
    with pytest.raises(AuditUnavailable, match="lacks entries"):
        AuditLog(home, elsewhere)


@pytest.mark.parametrize("make", [plain, under_another_key])
async def test_an_entry_appended(tmp_path: Path, make: Callable[[int, str, str], str]) -> None:
    log = AuditLog(tmp_path)
    await log.append(event())
    (last,) = select(tmp_path, begin=None, end=None)
    digest = make(2, last["hash"], BODY)
    with closing(sqlite3.connect(AuditFiles(tmp_path).log, isolation_level=None)) as connection:
        connection.execute("INSERT INTO entries VALUES (2, ?, ?, ?)", (BODY, last["hash"], digest))
    assert problem(tmp_path) == "Entry 2 was changed after it was written, or written by somebody else."
    assert not await log.is_usable()
    with pytest.raises(AuditUnavailable, match="somebody else"):
        await log.append(event())
    log.close()
    with pytest.raises(AuditUnavailable, match="somebody else"):
        AuditLog(tmp_path)


def test_no_entry_is_dated_before_the_one_before_it(tmp_path: Path) -> None:
    log = AuditLog(tmp_path)
    log.append_and_wait(event(at=datetime(2026, 6, 2, tzinfo=UTC)))
    log.append_and_wait(event(at=datetime(2026, 6, 1, tzinfo=UTC)))
    log.close()
    first, second = select(tmp_path, begin=None, end=None)
    assert (first["at"], second["at"]) == ("2026-06-02T00:00:00.000000Z",) * 2
    assert ("clock" in first, second["clock"]) == (False, "2026-06-01T00:00:00.000000Z")
    assert verify(tmp_path).problem is None


def test_an_entry_dated_back_under_the_key_itself(tmp_path: Path) -> None:
    fill(tmp_path, 2)
    last = list(select(tmp_path, begin=None, end=None))[-1]
    key = bytes.fromhex(AuditFiles(tmp_path).key.read_text())
    body = BODY.replace("2999", "2001")
    digest = Head(2, last["hash"]).hash_of(key, 3, last["hash"], body)
    with closing(sqlite3.connect(AuditFiles(tmp_path).log, isolation_level=None)) as connection:
        connection.execute("INSERT INTO entries VALUES (3, ?, ?, ?)", (body, last["hash"], digest))
    assert problem(tmp_path) == "Entry 3 is dated before the entry before it."


def overwritten(file: Path) -> None:
    """Harm a page in the middle of a file."""
    with file.open("r+b") as opened:
        opened.seek(file.stat().st_size // 8192 * 4096)
        opened.write(os.urandom(4096))


def cut_short(file: Path) -> None:
    """Leave the first half of a file."""
    os.truncate(file, file.stat().st_size // 2)


@pytest.mark.parametrize(
    "harm",
    [
        overwritten,
        cut_short,
        lambda file: file.write_bytes(b""),
        lambda file: file.write_bytes(b"no database" * 1000),
        lambda file: tamper(file.parent.parent, "DROP TABLE entries"),
        lambda file: tamper(file.parent.parent, "UPDATE entries SET body = x'FFFE' WHERE number = 7"),
        lambda file: tamper(file.parent.parent, "UPDATE entries SET body = '[]' WHERE number = 7"),
    ],
)
def test_a_file_that_is_damaged_is_refused_by_the_first_entry_that_does_not_hold(
    tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    fill(tmp_path, 400)
    harm(AuditFiles(tmp_path).log)
    command = [sys.executable, "-m", "graph_service.cli", "audit", "verify"]
    told = subprocess.run(
        command,
        env={**os.environ, "GRAPH_SERVICE_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert told.returncode == 1, told
    found = verify(tmp_path)
    words = " ".join(told.stderr.split())
    assert f"Entry {found.entries + 1}" in words or "400 entries were written" in words
    assert found.entries < 400


def written_by_an_earlier_version(home: Path, count: int) -> None:
    """A log as it was before entries were keyed: a plain chain, and a signed checkpoint beside it."""
    fill(home, count)
    rewritten(home, plain, lambda body: body)
    files = AuditFiles(home)
    files.anchor.unlink()
    last = list(select(home, begin=None, end=None))[-1]
    key = bytes.fromhex(files.key.read_text())
    signature = hmac.new(key, f"{count}\n{last['hash']}".encode(), hashlib.sha256).hexdigest()
    said = {"number": count, "hash": last["hash"], "signature": signature}
    files.checkpoint.write_bytes(orjson.dumps(said))


def test_a_log_of_an_earlier_version_is_written_on_and_from_then_on_keyed(tmp_path: Path) -> None:
    written_by_an_earlier_version(tmp_path, 3)
    before = verify(tmp_path)
    assert (before.entries, before.plain, before.problem) == (3, 3, None)
    fill(tmp_path, 2)
    after = verify(tmp_path)
    assert (after.entries, after.plain, after.problem) == (5, 3, None)
    rewritten(tmp_path, plain, lambda body: body.replace("ana", "eve"), 3)
    assert problem(tmp_path) == "The end is missing: 5 entries were written, 3 are left."
    with pytest.raises(AuditUnavailable):
        AuditLog(tmp_path)


def test_a_plain_entry_changed_after_keyed_ones_follow(tmp_path: Path) -> None:
    written_by_an_earlier_version(tmp_path, 3)
    fill(tmp_path, 2)
    rewritten(tmp_path, plain, lambda body: body.replace("ana", "eve"))
    assert problem(tmp_path).startswith("Entry 4 was changed")


def test_a_log_of_an_earlier_version_without_its_checkpoint_is_not_taken(tmp_path: Path) -> None:
    written_by_an_earlier_version(tmp_path, 3)
    AuditFiles(tmp_path).checkpoint.unlink()
    assert "missing" in problem(tmp_path)
    with pytest.raises(AuditUnavailable, match="nothing says how far"):
        AuditLog(tmp_path)
