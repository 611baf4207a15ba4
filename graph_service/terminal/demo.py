"""Whether a store holds the sample bundle of the demo already: loading it again would cost the second start seconds."""

import hashlib
from pathlib import Path
from typing import Final

import orjson

from graph_service.store.graph import Graph

_FILE: Final = "sample-loaded.json"
_LATEST: Final = (
    "MATCH (change:Change) WITH change ORDER BY change.number DESC LIMIT 1 "
    "RETURN change.number AS number, change.at AS at"
)
_LOADED: Final = "MATCH (change:Change {number: $number, at: $at}) RETURN count(*) AS found"


async def is_loaded(graph: Graph, home: Path, bundle: Path) -> bool:
    """Whether the store still is the one that this very bundle was loaded into; what was learnt since then stays."""
    try:
        noted = orjson.loads((home / _FILE).read_bytes())
        if noted["digest"] != _digest(bundle):
            return False
        change = {"number": noted["number"], "at": noted["at"]}
    except (OSError, ValueError, KeyError, TypeError):
        return False
    answer = await graph.fetch(_LOADED, change)
    return answer is not None and answer["found"] > 0


async def note_loaded(graph: Graph, home: Path, bundle: Path) -> None:
    """Note that the bundle has just been loaded."""
    latest = await graph.fetch(_LATEST)
    if latest is not None:
        (home / _FILE).write_bytes(orjson.dumps({"digest": _digest(bundle), **latest}))


def _digest(bundle: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(bundle.iterdir()):
        if path.suffix == ".csv":
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
