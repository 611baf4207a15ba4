"""What an audit entry says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final

import orjson

from graph_service.model.clock import View, now
from graph_service.security.identity import Role


class Action(StrEnum):
    """What was done, or refused."""

    READ = "READ"
    DENIED = "DENIED"
    IMPORT = "IMPORT"
    RECORD = "RECORD"
    RESTORE = "RESTORE"
    EXPORT = "EXPORT"
    DECISION = "DECISION"
    SAVED_QUERY = "SAVED_QUERY"
    SIGN_IN = "SIGN_IN"
    SIGN_OUT = "SIGN_OUT"
    TOKEN = "TOKEN"  # noqa: S105 - the name of an action


class EntryPoint(StrEnum):
    """By which way the user came."""

    API = "API"
    PAGE = "PAGE"
    COMMAND = "COMMAND"


OK: Final = "OK"
"""The outcome of what was done; any other outcome but those below is an error code."""
STARTED: Final = "STARTED"
"""The outcome of an act that is about to be done; a second entry says how it ended."""
NOT_SHOWN: Final = "NOT_SHOWN"
"""The outcome where nothing was handed out: the record does not exist, or is not open to the user, who cannot tell which."""
ABANDONED: Final = "ABANDONED"
"""The outcome where the client left before there was an answer."""
_DISCLOSED_KEPT: Final = 1_000
MOST_TEXT: Final = 200
"""The most characters that an entry keeps of one text that a client sent."""
MOST_ASKED: Final = 100
"""The most ids of records asked about that an entry keeps for one argument."""
MOST_ASKED_BYTES: Final = 4_000
"""The most bytes, written as JSON, of ids of records asked about that an entry keeps for all arguments together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that a user did.

    `asked` holds ids of records by the argument that named them, never other values. `disclosed` holds the ids of those
    the answer speaks about (the first thousand; their number is always kept). `details` holds counts and names of
    commands, never personal data.
    """

    user: str
    role: Role | None
    cleared: bool
    channel: EntryPoint
    action: Action
    outcome: str = OK
    purpose: str | None = None
    operation: str | None = None
    fields: tuple[str, ...] = ()
    asked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    views: tuple[View, ...] = ()
    disclosed: tuple[str, ...] = ()
    details: Mapping[str, str | int] = field(default_factory=dict)
    correlation_id: str | None = None
    at: datetime = field(default_factory=now)


@dataclass(frozen=True, slots=True)
class Note:
    """An entry that is still to be written to the log, kept by the store together with the change that it is about.

    `key` names the change, and stands in the entry's details as `write`; `since`: how many entries the log had when the note was
    made, so that one need not look further back to see whether it has been written.
    """

    key: str
    since: int
    at: str
    body: str

    @classmethod
    def of(cls, event: Event, key: str, since: int) -> "Note":
        """The note of what is about to be changed."""
        kept = replace(event, details={**event.details, "write": key})
        return cls(key, since, instant(event.at), canonical(kept))


def canonical(event: Event) -> str:
    """The one text that stands for an event: JSON with sorted keys, no spaces, blanks left out."""
    asked = _asked(event.asked)
    body: dict[str, Any] = {
        "at": instant(event.at),
        "user": event.user,
        "cleared": event.cleared,
        "channel": event.channel.value,
        "action": event.action.value,
        "outcome": event.outcome,
    }
    if event.role is not None:
        body["role"] = event.role.value
    for name, value in (
        ("purpose", event.purpose),
        ("operation", None if event.operation is None else _kept(event.operation)),
        ("correlationId", event.correlation_id),
        ("fields", event.fields),
        ("asked", asked),
        ("askedCount", {name: len(ids) for name, ids in event.asked.items() if len(ids) > len(asked[name])}),
        ("askedDigest", _digest(event.asked) if asked != {name: [*ids] for name, ids in event.asked.items()} else None),
        ("views", _views(event.views)),
        ("disclosed", event.disclosed[:_DISCLOSED_KEPT]),
        ("disclosedCount", len(event.disclosed)),
        ("details", event.details),
    ):
        if value:
            body[name] = value
    return orjson.dumps(body, option=orjson.OPT_SORT_KEYS).decode()


def _kept(text: str) -> str:
    """What is kept of a text that a client sent."""
    return text if len(text) <= MOST_TEXT else f"{text[:MOST_TEXT]}…"


def _asked(asked: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    """What is kept of the ids asked about: of each argument the first ones, by turns, until there is room for no more."""
    kept: dict[str, list[str]] = {name: [] for name in asked}
    room = MOST_ASKED_BYTES
    for turn in range(MOST_ASKED):
        for name, ids in asked.items():
            if turn < len(ids):
                text = _kept(ids[turn])
                room -= len(orjson.dumps(text))
                if room < 0:
                    return kept
                kept[name].append(text)
    return kept


def _digest(asked: Mapping[str, tuple[str, ...]]) -> str:
    """The SHA-256 of all that was asked (JSON with sorted keys, without spaces), by which a question can be recognised."""
    return sha256(orjson.dumps(dict(asked), option=orjson.OPT_SORT_KEYS)).hexdigest()


def instant(value: datetime) -> str:
    """An instant as the log writes it: UTC, microseconds, `Z`; so its order as text is its order in time."""
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def _views(views: Iterable[View]) -> list[dict[str, str]]:
    return [{"asOf": view.as_of.isoformat(), "knownAt": instant(view.known_at)} for view in views]
