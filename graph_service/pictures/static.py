"""The files that pages load from the service itself: ours, vis-network from inside the pyvis package, and the typeface."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib import resources
from pathlib import Path
from types import MappingProxyType

from font_source_sans_pro import SourceSansPro, SourceSansProBold

from graph_service.pictures.typefaces import FAMILY
from graph_service.store.catalogue import assets

_MEDIA_TYPES = {
    "js": "text/javascript; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "svg": "image/svg+xml",
    "otf": "font/otf",
}
_VIS_NETWORK = "vis-network.min.js"
_TYPEFACES = {"source-sans-pro.otf": (SourceSansPro, 400), "source-sans-pro-bold.otf": (SourceSansProBold, 700)}
"""What the words in pictures are set in, and how heavy it is."""


@dataclass(frozen=True, slots=True)
class StaticFile:
    """One file to serve. `digest` changes with the content, so an address that holds it may be kept for ever."""

    content: bytes
    media_type: str
    digest: str


def static_file(content: bytes, media_type: str) -> StaticFile:
    """A file with its digest."""
    return StaticFile(content, media_type, sha256(content).hexdigest()[:16])


def media_type_of(name: str) -> str:
    """What a browser is told that a file of this name is."""
    return _MEDIA_TYPES[name.rsplit(".", 1)[-1]]


@lru_cache(maxsize=1)
def static_files() -> Mapping[str, StaticFile]:
    """Every file to serve below `/static/`, by name."""
    contents = {entry.name: entry.read_bytes() for entry in assets("visualisations").joinpath("static").iterdir()}
    contents[_VIS_NETWORK] = resources.files("pyvis").joinpath("lib", "vis-9.1.2", _VIS_NETWORK).read_bytes()
    for name, (file, _) in _TYPEFACES.items():
        contents[name] = Path(file).read_bytes()
    contents["typeface.css"] = "".join(
        f'@font-face {{ font-family: "{FAMILY}"; font-weight: {weight}; font-display: swap; '
        f'src: url("{name}?v={static_file(contents[name], "").digest}"); }}\n'
        for name, (_, weight) in _TYPEFACES.items()
    ).encode()
    return MappingProxyType(
        {name: static_file(content, media_type_of(name)) for name, content in sorted(contents.items())}
    )


def static_url(name: str) -> str:
    """The address of a file below `/static/`; it changes with the file's content."""
    return f"/static/{name}?v={static_files()[name].digest}"
