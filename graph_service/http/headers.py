"""Reading the headers of a request."""

from starlette.types import Scope


def header(scope: Scope, name: bytes) -> str | None:
    """The first header of this name (lower case). Headers are UTF-8 where they can be, else Latin-1."""
    for key, value in scope["headers"]:
        if key == name:
            try:
                return str(value, "utf-8")
            except UnicodeDecodeError:
                return str(value, "latin-1")
    return None
