"""The schema of the store: versioned files of plain Cypher, applied in order and recorded in the store.

`cypher/migrations/V001__name.cypher` and so on. Each statement must be harmless when run again (`IF NOT EXISTS`),
because a run that was cut short is run again. A file that has been applied is never edited: write the next one. What Cypher
cannot work out, a function of this module does after the file's statements; it, too, may run again.
"""

import hashlib
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any, Final

from graph_service.errors import CatalogueError, SchemaMismatch
from graph_service.model.clock import now, to_microseconds
from graph_service.model.columns import FILES, STRUCTURAL_RELATIONSHIPS
from graph_service.model.vocabulary import (
    DERIVED_RELATIONSHIPS,
    FIRST_INSTANT,
    LAST_INSTANT,
    RECORD_LABEL,
    RELATIONSHIPS,
    STATE_LABEL,
    VEILED_LABEL,
    Kind,
)
from graph_service.spelling.stored import CLOSED, OPEN, spellings
from graph_service.store.catalogue import assets, statement
from graph_service.store.graph import Graph

_NAME = re.compile(r"V(\d{3})__([a-z0-9_]+)\.cypher")
_ONLINE_TIMEOUT_S = 600

LABELS = (
    RECORD_LABEL,
    STATE_LABEL,
    VEILED_LABEL,
    "Offender",
    "Change",
    "History",
    "SchemaVersion",
    "Turn",
    "Receipt",
    "AuditNote",
    *(kind.value for kind in Kind),
)
RELATIONSHIP_TYPES = (*RELATIONSHIPS, *DERIVED_RELATIONSHIPS, *STRUCTURAL_RELATIONSHIPS)
PROPERTIES = tuple(
    dict.fromkeys(
        chain(
            ("id", "key", "version", "digest", "known_from", "known_to", "open_to", "recorded_at", "superseded_at"),
            (
                "grade",
                "usable",
                "heeded",
                "stated_from",
                "end_blank",
                "location",
                OPEN,
                CLOSED,
                "known_until",
                "open_until",
                "noted",
                "number",
                "at",
                "name",
                "checksum",
                "applied_at",
                "taken",
                "content",
                "since",
                "body",
            ),
            (column.name for file in FILES for column in file.columns),
        )
    )
)


@dataclass(frozen=True, slots=True)
class Migration:
    """One file: its number, its name, the SHA-256 of its text, and its statements."""

    version: int
    name: str
    checksum: str
    statements: tuple[str, ...]


@lru_cache(maxsize=1)
def migrations() -> tuple[Migration, ...]:
    """Every migration, in order. Raises CatalogueError where a name is unexpected or a number missing."""
    found = []
    for entry in assets("cypher").joinpath("migrations").iterdir():
        match = _NAME.fullmatch(entry.name)
        if match is None:
            raise CatalogueError(f"migrations/{entry.name}: expected a name like V001__constraints.cypher.")
        found.append(_read(int(match[1]), match[2], entry.read_text(encoding="utf-8")))
    found.sort(key=lambda migration: migration.version)
    if [migration.version for migration in found] != list(range(1, len(found) + 1)):
        raise CatalogueError("The migrations must be numbered V001, V002 … without a gap.")
    return tuple(found)


def _read(version: int, name: str, text: str) -> Migration:
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("//")]
    statements = (statement.strip() for statement in "\n".join(lines).split(";"))
    return Migration(
        version=version,
        name=name,
        checksum=hashlib.sha256("\n".join(text.splitlines()).encode()).hexdigest(),
        statements=tuple(statement for statement in statements if statement),
    )


async def migrate(graph: Graph, known: Iterable[Migration] | None = None) -> list[int]:
    """Bring the store's schema up to date and return the versions that were applied now.

    Safe to call at every start. Raises SchemaMismatch where the store was brought further by a newer service, or an
    applied migration has since been changed.
    """
    expected = tuple(migrations() if known is None else known)
    await graph.execute(
        "CREATE CONSTRAINT schema_version IF NOT EXISTS FOR (n:SchemaVersion) REQUIRE n.version IS UNIQUE"
    )
    applied = {
        row["version"]: row["checksum"]
        for row in await graph.execute("MATCH (n:SchemaVersion) RETURN n.version AS version, n.checksum AS checksum")
    }
    newest = max((migration.version for migration in expected), default=0)
    if applied and max(applied) > newest:
        raise SchemaMismatch(
            f"The store has schema version {max(applied)}, but this service knows only up to {newest}. "
            "Use the newer service, or another store."
        )
    for migration in expected:
        if applied.get(migration.version, migration.checksum) != migration.checksum:
            raise SchemaMismatch(
                f"Migration V{migration.version:03d}__{migration.name} is not the one that this store was made with."
            )
    pending = [migration for migration in expected if migration.version not in applied]
    for migration in pending:
        for text in migration.statements:
            await graph.execute(text)
        if fill := _FILLS.get(migration.version):
            await fill(graph)
        await graph.execute(f"CALL db.awaitIndexes({_ONLINE_TIMEOUT_S})")
        await graph.execute(
            "MERGE (n:SchemaVersion {version: $version}) SET n += $values",
            {
                "version": migration.version,
                "values": {
                    "name": migration.name,
                    "checksum": migration.checksum,
                    "applied_at": to_microseconds(now()),
                },
            },
        )
    if pending:
        await seed_vocabulary(graph)
    return [migration.version for migration in pending]


async def seed_vocabulary(graph: Graph) -> None:
    """Make every label, type and property of the service known to the store, so that checks of statements on an empty
    store warn of misspelt ones alone."""
    for procedure, words in (
        ("db.createLabel", LABELS),
        ("db.createRelationshipType", RELATIONSHIP_TYPES),
        ("db.createProperty", PROPERTIES),
    ):
        await graph.execute(f"UNWIND $words AS word CALL {procedure}(word)", {"words": list(words)})


async def fill_spellings(graph: Graph) -> None:
    """Store what searches find a record by, on every version that has nothing yet."""
    missing = statement("spellings_missing").text
    rows: list[dict[str, Any]] = []
    async for found in graph.stream(missing):
        values = found["values"]
        closed = found["open_to"] <= FIRST_INSTANT
        rows.append({"at": found["at"], "spellings": spellings(values, closed=closed)})
        if len(rows) == _FILLED_AT_ONCE:
            await graph.execute(statement("spellings_fill").text, {"rows": rows})
            rows = []
    if rows:
        await graph.execute(statement("spellings_fill").text, {"rows": rows})


async def respell_accounts(graph: Graph) -> None:
    """Store anew what searches find accounts by."""
    await graph.execute(statement("spellings_forget").text)
    await fill_spellings(graph)


async def veil_hidden_versions(graph: Graph) -> None:
    """Let open versions stand before those that only the cleared may see, and note how far back history matters now."""
    await graph.execute(statement("records_veil").text, {"last_instant": LAST_INSTANT})
    await graph.execute(statement("history_note").text)


_FILLED_AT_ONCE: Final = 5_000
_FILLS: Final[Mapping[int, Callable[[Graph], Awaitable[None]]]] = {
    5: fill_spellings,
    6: veil_hidden_versions,
    7: respell_accounts,
}
"""What is done after the statements of a migration, by its version."""
