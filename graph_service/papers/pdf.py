"""Papers as PDF: tagged, PDF/UA-1, and for the same paper, maker and time of making the same bytes on every machine."""

import json
import shutil
import tempfile
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal

import font_source_sans_pro
import typst

from graph_service.papers.content import MARKING, Block, Drawing, Made, Paper, Whole
from graph_service.papers.layout import closed, drawn_size, foot_line, head_line
from graph_service.pictures.typefaces import FAMILY, HAN_FAMILY, isolated, other_files, outlined
from graph_service.store.catalogue import assets

_NO_LETTER: Final = ("could not be displayed", "missing codepoints")
"""How the engine says that no typeface has a letter: of text, and of text in a drawing."""
_FONTS: Final = ("Regular", "It", "Semibold", "Bold", "BoldIt")


class _Typefaces:
    """The typefaces of papers, in a folder that holds nothing else: which of several equal ones is found first depends on it."""

    def __init__(self) -> None:
        # Kept as long as the process, which reads a typeface only when it is first used.
        self._folder = tempfile.TemporaryDirectory(prefix="graph-service-typefaces-")
        for style in _FONTS:
            name = f"SourceSansPro-{style}.ttf"
            shutil.copyfile(Path(font_source_sans_pro.font_directory) / name, Path(self._folder.name) / name)
        for file in other_files():
            (Path(self._folder.name) / file.name).symlink_to(file)
        self.found = typst.Fonts(include_system_fonts=False, font_paths=[self._folder.name])
        other = [name for name in self.found.families() if name.startswith("Noto Sans") and "CJK" not in name]
        self.names = (FAMILY, *other, HAN_FAMILY, "Noto Emoji")


@lru_cache(maxsize=1)
def _typefaces() -> _Typefaces:
    return _Typefaces()


@lru_cache(maxsize=1)
def _template() -> bytes:
    return assets("visualisations").joinpath("papers", "paper.typ").read_bytes()


def to_pdf(paper: Paper, made: Made) -> bytes:
    """The paper as PDF."""
    said_of_it = json.dumps(_content(paper, made), ensure_ascii=False, sort_keys=True)
    try:
        return _compile(said_of_it, "ua-1")
    except typst.TypstError as error:
        if not any(said in error.message for said in _NO_LETTER):
            raise
        # A name in a script that no typeface here has: still a tagged PDF, if not one that may call itself PDF/UA.
        return _compile(said_of_it, None)


def _compile(content: str, standard: Literal["ua-1"] | None) -> bytes:
    return typst.compile(
        _template(),
        font_paths=_typefaces().found,
        ignore_system_fonts=True,
        sys_inputs={"paper": content},
        pdf_standards=standard,
        timestamp=0,
    )


def _content(paper: Paper, made: Made) -> dict[str, Any]:
    day = paper.view.as_of
    return {
        "file_title": f"{paper.title}, record {paper.record_id}, {MARKING}",
        "made_by": made.by,
        "date": [day.year, day.month, day.day],
        "marking": MARKING,
        "typefaces": _typefaces().names,
        "head": isolated(head_line(paper)),
        "foot": isolated(foot_line(paper, made)),
        "parts": [
            {"landscape": part.landscape, "blocks": [_block(block, landscape=part.landscape) for block in part.blocks]}
            for part in closed(paper, made).parts
        ],
    }


def _block(block: Block, *, landscape: bool) -> dict[str, Any]:
    if isinstance(block, Drawing):
        width, height = drawn_size(block, landscape=landscape)
        svg = outlined(block.svg)
        return {"is": "Drawing", "svg": svg, "alt": block.alt, "width_mm": width, "height_mm": height}
    if isinstance(block, Whole):
        return {"is": "Whole", "blocks": [_block(one, landscape=landscape) for one in block.blocks]}
    said: dict[str, Any] = _placed(asdict(block))
    return {"is": type(block).__name__} | said


def _placed(said: Any) -> Any:
    """Whatever a block says, each name that runs from right to left in its own place."""
    if isinstance(said, str):
        return isolated(said)
    if isinstance(said, dict):
        return {key: _placed(value) for key, value in said.items()}
    return [_placed(value) for value in said] if isinstance(said, list | tuple) else said
