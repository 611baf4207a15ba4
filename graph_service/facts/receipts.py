"""What makes a repeat harmless, and an entry of the audit log stand or fall with the change that it is about.

Both are kept by the store, in the transaction of the change itself. A receipt says what was recorded under a user's key. A note
holds the entry of the audit log until it has been written there: what a service that was killed left behind is written by the next
one that starts, before it answers anything.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import orjson

from graph_service.audit.events import Note
from graph_service.audit.log import AuditLog
from graph_service.store.catalogue import statement
from graph_service.store.graph import Graph, WriteTransaction


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was recorded under a key: the record, the ends of a relationship, its version, and when, in microseconds since 1970.

    `content`: a hash of what was asked for; `number`: of the change of the store.
    """

    key: str
    content: str
    id: str
    ends: list[str]
    version: int
    at: int
    number: int


def receipt_key(user: str, client_key: str) -> str:
    """What stands for a user's key: nobody meets the key of somebody else."""
    return hashlib.sha256(orjson.dumps([user, client_key])).hexdigest()


def content_of(field: str, given: Mapping[str, Any]) -> str:
    """What stands for all that was asked for under a key."""
    return hashlib.sha256(
        orjson.dumps([field, dict(given)], option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)
    ).hexdigest()


async def stored_receipt(transaction: WriteTransaction, key: str) -> Receipt | None:
    """What was recorded under a key; None where nothing was."""
    rows = await transaction.run(statement("receipt_stored").text, {"key": key})
    return Receipt(**rows[0]["receipt"]) if rows else None


async def keep_receipt(transaction: WriteTransaction, receipt: Receipt) -> None:
    """Note what was recorded under a key."""
    await transaction.run(statement("receipt_create").text, {"receipt": asdict(receipt)})


async def keep_note(transaction: WriteTransaction, note: Note) -> None:
    """Keep an entry of the audit log together with the change."""
    await transaction.run(statement("audit_note_create").text, {"note": asdict(note)})


async def write_note(graph: Graph, audit: AuditLog, note: Note) -> None:
    """Write the entry of a change that was made, and forget the note; where that fails (AuditUnavailable) the note stays."""
    await audit.append_noted(note)
    await graph.execute(statement("audit_note_delete").text, {"key": note.key})


async def write_notes_left(graph: Graph, audit: AuditLog) -> int:
    """Write what a service that was stopped in the midst left unwritten; how many entries there were."""
    rows = await graph.execute(statement("audit_notes_stored").text)
    for row in rows:
        await write_note(graph, audit, Note(**row["note"]))
    return len(rows)
