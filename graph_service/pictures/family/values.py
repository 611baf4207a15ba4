"""What a family picture is placed from, and what a placed one consists of. Frozen, free of drawing."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from graph_service.pictures.family.outlines import Enclosure
from graph_service.pictures.layout import Box, Point

RADIUS: Final = 21.0
PAD: Final = 8.0
"""Of a symbol, and of the space around it on its card."""


class Symbol(StrEnum):
    """The outline of a person: by recorded sex."""

    SQUARE = "square"
    CIRCLE = "circle"
    DIAMOND = "diamond"


class BondKind(StrEnum):
    """What a line says. PARENT is a parent of whom it is not recorded of which kind."""

    PARTNER = "partner"
    BIRTH = "birth"
    ADOPTIVE = "adoptive"
    STEP = "step"
    FOSTER = "foster"
    PARENT = "parent"
    SIBLING = "sibling"
    RELATED = "related"
    CARES = "cares"


PARENTHOOD: Final = frozenset({BondKind.BIRTH, BondKind.ADOPTIVE, BondKind.STEP, BondKind.FOSTER, BondKind.PARENT})


@dataclass(frozen=True, slots=True)
class Relative:
    """Somebody to place. `born_on` is an ISO day, where it is known."""

    key: str
    symbol: Symbol
    size: tuple[float, float]
    born_on: str | None = None

    @property
    def born(self) -> int | None:
        """The year of birth."""
        return None if self.born_on is None else int(self.born_on[:4])


@dataclass(frozen=True, slots=True)
class BondStyle:
    """What decides how a line is drawn: only relationships that look alike share one. `words` stand on it."""

    kind: BondKind
    words: tuple[str, ...] = ()
    ended: bool = False
    to_come: bool = False
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Bond:
    """A relationship to draw: parent and child, carer and cared for, or two alike.

    `above`: by how many generations `one` stands above `other` where the relationship does not say so itself. `spans`: when a
    partnership was, each time, as stored days: from the first on which it was so to the first on which it was no more.
    """

    one: str
    other: str
    style: BondStyle
    above: int = 0
    spans: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Stroke:
    """A piece of a line. `arrow`: its last point is the head of one."""

    points: tuple[Point, ...]
    style: BondStyle
    arrow: bool = False


@dataclass(frozen=True, slots=True)
class Caption:
    """Words on a line."""

    rows: tuple[str, ...]
    box: Box


@dataclass(frozen=True, slots=True)
class Slash:
    """Two strokes through a line that has ended: through a level one, else through an upright one."""

    x: float
    y: float
    level: bool


@dataclass(frozen=True, slots=True)
class FamilyPlan:
    """A family, placed. Lengths are picture units, y grows downwards."""

    boxes: Mapping[str, Box]
    strokes: tuple[Stroke, ...]
    captions: tuple[Caption, ...]
    slashes: tuple[Slash, ...]
    enclosures: tuple[Enclosure, ...]
    width: float
    height: float
