"""Which record a row is about, and whether it says anything new of it."""

import hashlib
from collections.abc import Iterable
from typing import Any, Final

import orjson

from graph_service.model.columns import FileSpec
from graph_service.model.vocabulary import SYMMETRIC_TYPES, Assertion, Status
from graph_service.recording.rows import Values

_LINK_IDENTITY: Final = ("type", "from_id", "to_id", "role", "valid_from")
_LINK_CELLS: Final = ("role", "valid_from", "valid_to", "recorded_at", "source_id", "detail")
_ASSERTED: Final = Status.ASSERTED.value
_FACT: Final = Assertion.FACT.value


def identity_columns(spec: FileSpec) -> tuple[str, ...]:
    """The columns that together identify a row without an id."""
    return spec.identity or _LINK_IDENTITY


def identify(spec: FileSpec, values: Values) -> str | None:
    """The id of a row's record; None where its cells do not tell."""
    given: str | None = values.get("id")
    if given is not None:
        return given
    if spec.kind is None:
        type_, start, end = values.get("type"), values.get("from_id"), values.get("to_id")
        if type_ is None or start is None or end is None:
            return None
        if type_ in SYMMETRIC_TYPES and start > end:
            start, end = end, start
        return _made_id("rel-", (type_, start, end, values.get("role", ""), values.get("valid_from", "")))
    if not spec.identity or any(name not in values for name in spec.identity if name != "valid_from"):
        return None
    return _made_id(f"{spec.kind.lower()}-", (str(values.get(name, "")) for name in spec.identity))


def _made_id(prefix: str, parts: Iterable[str]) -> str:
    return prefix + hashlib.blake2b("\x1f".join(parts).encode(), digest_size=16).hexdigest()


def digest(values: Values) -> int:
    """64 bits of a hash of a record's cells, which stand in the order of the file's declaration; its ending is no part of it."""
    if "superseded_at" in values:
        values = {name: value for name, value in values.items() if name != "superseded_at"}
    return _hash(values)


def link_digest(values: Values) -> int:
    """The same for a relationship, whose type and ends are part of its identity."""
    get = values.get
    cells = [get(name) for name in _LINK_CELLS]
    return _hash([*cells, get("status") or _ASSERTED, get("assertion") or _FACT])


def _hash(cells: Values | list[Any]) -> int:
    return int.from_bytes(hashlib.blake2b(orjson.dumps(cells), digest_size=8).digest(), "little", signed=True)
