"""The typefaces that come with the service, and how names in any script are set in them. Pure.

Source Sans Pro has Latin, Greek and Cyrillic letters. What it lacks is taken from the Noto families: Arabic, Hebrew, Gurmukhi and
other scripts of South and South-East Asia, Georgian, Armenian, Ethiopic, and Chinese, Japanese and Korean. In a PDF the text of a
paper is set by its own engine from the same files. A drawing is different: engines that draw SVG mix typefaces within a line
badly, so there a line that needs another typeface becomes the outlines of its letters, shaped and ordered here.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import unescape

import uharfbuzz
from font_source_sans_pro import SourceSansPro, SourceSansProBold

FAMILY: Final = "Source Sans Pro"
HAN_FAMILY: Final = "Noto Sans CJK SC"
"""In whose forms Chinese characters are set that differ between countries: no record says of which country a name is."""
_HAN_PLACE: Final = 2
_BOLD: Final = {False: 400.0, True: 700.0}

_ISOLATE, _END = "\u2067", "\u2069"
_TURNED: Final = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
"""Letters and marks of scripts that run from right to left."""
_JOINING: Final = "\u200c\u200d"
_RIGHT_TO_LEFT: Final = re.compile(f"[{_TURNED}](?:[{_TURNED}{_JOINING}0-9 '’‐-]*[{_TURNED}])?")
_NUMBER: Final = re.compile("[0-9\u0660-\u0669\u06f0-\u06f9]+")
_MARKUP: Final = re.compile(r"<text ([^>]*)>([^<]*)</text>")
_ATTRIBUTE: Final = re.compile(r'([\w-]+)="([^"]*)"')


@lru_cache(maxsize=1)
def other_files() -> tuple[Path, ...]:
    """The files of the Noto typefaces, in the order in which they are looked through."""
    found = [Path(str(entry)) for entry in resources.files("manimgx_fonts").iterdir() if entry.name.endswith(".ttf")]
    upright = sorted(
        (file for file in found if "Italic" not in file.name), key=lambda file: ("Emoji" in file.name, file.name)
    )
    *scripts, emoji = upright
    return (*scripts, Path(str(resources.files("manimgx_fonts_cjk").joinpath("NotoSansCJK-VF.otf.ttc"))), emoji)


def isolated(text: str) -> str:
    """`text` of a left-to-right line in which each name that runs from right to left keeps to its own place.

    Without that a number, a bracket or another such name that follows would be drawn to its left.
    """
    return _RIGHT_TO_LEFT.sub(lambda found: f"{_ISOLATE}{found[0]}{_END}", text)


@lru_cache(maxsize=65536)
def width_at_1(text: str, *, bold: bool = False) -> float:
    """How wide a line of text is when set at a size of 1: what its letters, shaped and kerned, advance by."""
    return sum(run.width(bold=bold) for run in _runs(text))


def outlined(svg: str) -> str:
    """The drawing with every line of text that Source Sans Pro cannot set as the outlines of its letters."""
    return _MARKUP.sub(lambda found: found[0] if found[2].isascii() else _redrawn(found), svg)


def _redrawn(found: re.Match[str]) -> str:
    text = unescape(found[2]).replace(_ISOLATE, "").replace(_END, "")
    if not any(face.place for face in map(_face_of, text)):
        return found[0].replace(_ISOLATE, "").replace(_END, "")
    values = dict(_ATTRIBUTE.findall(found[1]))
    size, bold = float(values["font-size"]), values.get("font-weight") == "700"
    pen = _Pen()
    for run in _runs(text):
        run.draw(pen, size, bold=bold)
    x = float(values["x"]) - pen.x * {"middle": 0.5, "end": 1.0}.get(values.get("text-anchor", ""), 0.0)
    return f'<path transform="translate({x:.2f} {values["y"]})" fill="{values["fill"]}" d="{"".join(pen.parts)}"/>'


@dataclass(frozen=True, slots=True)
class _Face:
    """A typeface: its letters, and itself in two weights. `place` is 0 for Source Sans Pro."""

    place: int
    letters: frozenset[int]
    fonts: dict[bool, Any]


@lru_cache(maxsize=64)
def _face(place: int) -> _Face:
    if place == 0:
        faces = {
            bold: uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(file)))
            for bold, file in ((False, SourceSansPro), (True, SourceSansProBold))
        }
        fonts = {bold: uharfbuzz.Font(face) for bold, face in faces.items()}
        return _Face(0, frozenset(faces[False].unicodes), fonts)
    file = other_files()[place - 1]
    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(file)), _HAN_PLACE if file.suffix == ".ttc" else 0)
    fonts = {}
    for bold, weight in _BOLD.items():
        fonts[bold] = uharfbuzz.Font(face)
        fonts[bold].set_variations({"wght": weight})
    return _Face(place, frozenset(face.unicodes), fonts)


@lru_cache(maxsize=4096)
def _face_of(char: str) -> _Face:
    """The first typeface that has a character; Source Sans Pro, which shows a box, where none has."""
    places = range(len(other_files()) + 1)
    return next((face for face in map(_face, places) if ord(char) in face.letters), _face(0))


@dataclass(slots=True)
class _Pen:
    """Gathers outlines as the `d` of a path. `x` is where the next letter begins."""

    x: float = 0.0
    at: tuple[float, float] = (0.0, 0.0)
    scale: float = 1.0
    parts: list[str] = field(default_factory=list)

    def _put(self, command: str, *points: tuple[float, float]) -> None:
        self.parts.append(
            command
            + " ".join(f"{self.at[0] + x * self.scale:.2f} {self.at[1] - y * self.scale:.2f}" for x, y in points)
        )

    def moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802  (the names that the shaping engine calls)
        self._put("M", point)

    def lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self._put("L", point)

    def qCurveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self._put("Q", *points)

    def curveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self._put("C", *points)

    def closePath(self) -> None:  # noqa: N802
        self.parts.append("Z")


@dataclass(frozen=True, slots=True)
class _Run:
    """A piece of a line in one typeface and one direction."""

    text: str
    face: _Face
    turned: bool

    def _shaped(self, font: Any) -> Any:
        buffer = uharfbuzz.Buffer()
        buffer.add_str(self.text)
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if self.turned else "ltr"
        uharfbuzz.shape(font, buffer)
        return buffer

    def width(self, *, bold: bool) -> float:
        """How wide it is at a size of 1."""
        font = self.face.fonts[bold]
        advance: int = sum(place.x_advance for place in self._shaped(font).glyph_positions)
        return advance / int(font.face.upem)

    def draw(self, pen: _Pen, size: float, *, bold: bool) -> None:
        font = self.face.fonts[bold]
        buffer = self._shaped(font)
        pen.scale = size / font.face.upem
        for letter, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            pen.at = (pen.x + place.x_offset * pen.scale, -place.y_offset * pen.scale)
            font.draw_glyph_with_pen(letter.codepoint, pen)
            pen.x += place.x_advance * pen.scale


def _runs(text: str) -> Iterator[_Run]:
    """The pieces of a left-to-right line, in the order in which they are drawn."""
    done = 0
    for found in _RIGHT_TO_LEFT.finditer(text):
        yield from _in_typefaces(text[done : found.start()], turned=False)
        pieces: list[_Run] = []
        begun = 0
        for number in _NUMBER.finditer(found[0]):
            pieces += _in_typefaces(found[0][begun : number.start()], turned=True)
            pieces += _in_typefaces(number[0], turned=False)
            begun = number.end()
        pieces += _in_typefaces(found[0][begun:], turned=True)
        yield from reversed(pieces)
        done = found.end()
    yield from _in_typefaces(text[done:], turned=False)


def _in_typefaces(text: str, *, turned: bool) -> list[_Run]:
    """A piece of one direction, cut where the typeface changes. Marks and spaces stay with what stands before them."""
    runs: list[_Run] = []
    for char in text:
        face = _face_of(char)
        if runs and (runs[-1].face is face or (_follows(char) and ord(char) in runs[-1].face.letters)):
            runs[-1] = _Run(runs[-1].text + char, runs[-1].face, turned)
        else:
            runs.append(_Run(char, face, turned))
    return runs


def _follows(char: str) -> bool:
    return char == " " or char in _JOINING or unicodedata.combining(char) > 0 or unicodedata.category(char)[0] == "M"
