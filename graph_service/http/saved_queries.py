"""Queries that analysts save by name for each other, in a small file of the home.

What others see may name nobody. So a saved query holds no variables' values, no comments, and no text or id written into it:
whoever opens it fills in the variables anew.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from graphql import (
    DocumentNode,
    GraphQLSchema,
    GraphQLSyntaxError,
    IntValueNode,
    Node,
    OperationDefinitionNode,
    OperationType,
    StringValueNode,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    get_named_type,
    parse,
    print_ast,
    validate,
    visit,
)

from graph_service.audit.events import instant
from graph_service.errors import ComponentUnavailable, Forbidden, InputRefused
from graph_service.http.documents import DOCUMENT_RULES
from graph_service.model.clock import now
from graph_service.security.keys import private_folder

_T = TypeVar("_T")
Record = Callable[[int], None]
"""Puts a change of a query on record by the query's number, from the thread that makes it. Raises where it cannot."""

MOST_NAME: Final = 100
"""The longest name of a query, in characters."""
_MOST_TEXT: Final = 10_000
_MOST_QUERIES: Final = 500
_MOST_TOKENS: Final = 5_000
_WRITTEN_AS_TEXT: Final = frozenset({"Date", "DateTime"})
_TABLE: Final = """
CREATE TABLE IF NOT EXISTS query (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  text TEXT NOT NULL,
  saved_by TEXT NOT NULL,
  saved_at TEXT NOT NULL
) STRICT
"""


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """One query: its name, its text, and who saved it."""

    number: int
    name: str
    text: str
    saved_by: str


class SavedQueries:
    """The saved queries of one home; several processes may use them at once."""

    def __init__(self, home: Path, schema: GraphQLSchema) -> None:
        self._file = home / "workbench" / "queries.sqlite3"
        self._schema = schema

    async def all(self) -> list[SavedQuery]:
        """Every query, by name. Raises ComponentUnavailable."""
        return await self._with_file(_all)

    async def save(self, name: str, text: str, user: str, record: Record) -> SavedQuery:
        """Save a query by a name, or anew by one that the user has saved; what cannot be put on record is not saved.

        Raises InputRefused where name or text cannot be saved, Forbidden where the name is somebody else's, and what `record`
        raises.
        """
        name = name.strip()
        if not 1 <= len(name) <= MOST_NAME or not name.isprintable():
            raise InputRefused(f"Give the query a name of 1 to {MOST_NAME} characters.")
        kept = self.checked(text)
        return await self._with_file(lambda file: _recorded(_save(file, name, kept, user), record))

    async def remove(self, number: int, user: str, record: Record) -> None:
        """Remove a query that the user has saved. Raises Forbidden where he has not, and what `record` raises."""
        await self._with_file(lambda file: _recorded(_remove(file, number, user), record))

    def checked(self, text: str) -> str:
        """A text as it is saved. Raises InputRefused where it is no query of the schema, or could name somebody."""
        if not text.strip() or len(text) > _MOST_TEXT:
            raise InputRefused(f"A query to save has 1 to {_MOST_TEXT} characters.")
        try:
            document = parse(text, max_lexical_tokens=_MOST_TOKENS)
        except GraphQLSyntaxError as error:
            raise InputRefused(f"The query cannot be read{_line(error.locations)}.") from None
        operations = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
        if any(one.operation is not OperationType.QUERY for one in operations):
            raise InputRefused("Only queries are saved, and nothing that records.")
        errors = validate(self._schema, document, DOCUMENT_RULES, max_errors=1)
        if errors:
            raise InputRefused(f"The query does not fit the schema{_line(errors[0].locations)}.")
        written = self._written_in(document)
        if written is not None:
            line = f" (line {written.loc.start_token.line})" if written.loc else ""
            raise InputRefused(
                f"An id or a text is written into the query{line}. Others will see it: make it a variable, such as $id, "
                "whose value is not saved."
            )
        return print_ast(document)

    def _written_in(self, document: DocumentNode) -> Node | None:
        """The first value in a document that could name somebody: any text but a day or an instant, and any id."""
        types = TypeInfo(self._schema)
        found: list[Node] = []

        class Values(Visitor):
            def enter_string_value(self, node: StringValueNode, *_: Any) -> None:
                if _type_name(types) not in _WRITTEN_AS_TEXT:
                    found.append(node)

            def enter_int_value(self, node: IntValueNode, *_: Any) -> None:
                if _type_name(types) == "ID":
                    found.append(node)

        visit(document, TypeInfoVisitor(types, Values()))
        return found[0] if found else None

    async def _with_file(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        return await asyncio.to_thread(self._now_with_file, work)

    def _now_with_file(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        private_folder(self._file.parent)
        try:
            with closing(sqlite3.connect(self._file, timeout=10)) as file, file:
                file.execute(_TABLE)
                return work(file)
        except sqlite3.Error:
            raise ComponentUnavailable("The saved queries cannot be read or written.") from None


def _all(file: sqlite3.Connection) -> list[SavedQuery]:
    rows = file.execute("SELECT number, name, text, saved_by FROM query ORDER BY lower(name), name").fetchall()
    return [SavedQuery(*row) for row in rows]


def _save(file: sqlite3.Connection, name: str, text: str, user: str) -> SavedQuery:
    file.execute("BEGIN IMMEDIATE")
    known = file.execute("SELECT number, saved_by FROM query WHERE name = ?", (name,)).fetchone()
    if known is not None and known[1] != user:
        raise Forbidden("Somebody else has saved a query by this name. Choose another name.")
    if known is None and file.execute("SELECT count(*) FROM query").fetchone()[0] >= _MOST_QUERIES:
        raise InputRefused(f"There are {_MOST_QUERIES} saved queries, which is the most. Remove one first.")
    at = instant(now())
    if known is not None:
        file.execute("UPDATE query SET text = ?, saved_at = ? WHERE number = ?", (text, at, known[0]))
        return SavedQuery(known[0], name, text, user)
    made = file.execute(
        "INSERT INTO query (name, text, saved_by, saved_at) VALUES (?, ?, ?, ?)", (name, text, user, at)
    )
    return SavedQuery(int(made.lastrowid or 0), name, text, user)


def _remove(file: sqlite3.Connection, number: int, user: str) -> SavedQuery:
    removed = file.execute(
        "DELETE FROM query WHERE number = ? AND saved_by = ? RETURNING number, name, text, saved_by", (number, user)
    ).fetchone()
    if removed is None:
        raise Forbidden("Only who has saved a query removes it.")
    return SavedQuery(*removed)


def _recorded(changed: SavedQuery, record: Record) -> SavedQuery:
    """Put a change on record before it is committed: where that fails, it is rolled back."""
    record(changed.number)
    return changed


def _type_name(types: TypeInfo) -> str | None:
    expected = types.get_input_type()
    return None if expected is None else get_named_type(expected).name


def _line(locations: Any) -> str:
    return f" (line {locations[0].line})" if locations else ""
