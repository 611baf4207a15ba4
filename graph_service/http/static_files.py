"""Files that pages load from the service itself: ours, and GraphiQL from inside its jars."""

import threading
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final
from zipfile import ZipFile

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from graph_service.errors import GraphServiceError
from graph_service.local_neo4j.artifacts import graphiql_jars
from graph_service.pictures.static import StaticFile, media_type_of, static_file, static_files
from graph_service.settings import Settings

_A_YEAR: Final = "public, max-age=31536000, immutable"
_IN_JARS: Final = {
    "react.production.min.js": "react/18.3.1/umd/react.production.min.js",
    "react-dom.production.min.js": "react-dom/18.3.1/umd/react-dom.production.min.js",
    "graphiql.min.js": "graphiql/2.4.7/graphiql.min.js",
    "graphiql.min.css": "graphiql/2.4.7/graphiql.min.css",
}
"""What GraphiQL is made of, in the order in which a page loads it, and where it stands below `META-INF/resources/webjars`."""


async def own_file(request: Request) -> Response:
    """A file of ours."""
    return answer(static_files().get(request.path_params["name"]), request)


def answer(file: StaticFile | None, request: Request) -> Response:
    """A file that pages load; its address changes with its content."""
    if file is None:
        raise HTTPException(404)
    cache = _A_YEAR if request.query_params.get("v") == file.digest else "no-cache"
    return Response(file.content, headers={"content-type": file.media_type, "cache-control": cache})


def graphiql_files(settings: Settings) -> Mapping[str, StaticFile]:
    """What GraphiQL is made of, by name; fetched first where it is not kept. Raises ComponentUnavailable."""
    return _from_jars(tuple(graphiql_jars(settings)))


def fetch_ahead(settings: Settings) -> None:
    """Begin to fetch GraphiQL, so that it is there without a network later; where it cannot be had, its page says so."""

    def fetch() -> None:
        with suppress(GraphServiceError):
            graphiql_files(settings)

    threading.Thread(target=fetch, name="graphiql", daemon=True).start()


def graphiql_url(name: str, file: StaticFile) -> str:
    """The address of one of its files."""
    return f"/static/graphiql/{name}?v={file.digest}"


@lru_cache(maxsize=1)
def _from_jars(jars: tuple[Path, ...]) -> Mapping[str, StaticFile]:
    inside: dict[str, bytes] = {}
    for jar in jars:
        with ZipFile(jar) as archive:
            there = set(archive.namelist())
            for name, path in _IN_JARS.items():
                entry = f"META-INF/resources/webjars/{path}"
                if entry in there:
                    inside[name] = archive.read(entry)
    return MappingProxyType({name: static_file(inside[name], media_type_of(name)) for name in _IN_JARS})
