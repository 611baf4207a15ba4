"""Who of a family stands where: the first stage of placing it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph_service.pictures.family.nets import DOWN
from graph_service.pictures.family.outlines import Span
from graph_service.pictures.family.values import PAD, RADIUS, Relative, Symbol
from graph_service.pictures.layout import Box


@dataclass(frozen=True, slots=True)
class Seating:
    """Everybody by key: the row, 0 the eldest generation, and the left edge of the card. `rows` holds who stands in each."""

    people: Mapping[str, Relative]
    levels: Mapping[str, int]
    rows: Sequence[Sequence[str]]
    lefts: Mapping[str, float]

    @property
    def spans(self) -> dict[str, Span]:
        """From where to where each card reaches."""
        return {key: (left, left + self.people[key].size[0]) for key, left in self.lefts.items()}

    @property
    def widest(self) -> float:
        """The width of the widest card."""
        return max(person.size[0] for person in self.people.values())

    def gap(self, key: str, side: int) -> int:
        """The gap between rows, 0 above the first, into which a line leaves somebody on a side."""
        return self.levels[key] + side

    def centre(self, key: str) -> float:
        """The middle of a symbol, across."""
        return self.lefts[key] + PAD + RADIUS

    def border(self, key: str, side: int, x: float, boxes: Mapping[str, Box]) -> float:
        """Where an upright line at `x` meets the symbol, down."""
        centre_y = boxes[key].y - boxes[key].h / 2 + PAD + RADIUS
        aside = min(abs(x - self.centre(key)), RADIUS)
        match self.people[key].symbol:
            case Symbol.SQUARE:
                reach = RADIUS
            case Symbol.CIRCLE:
                reach = (RADIUS**2 - aside**2) ** 0.5
            case Symbol.DIAMOND:
                reach = RADIUS + 2 - aside
        return centre_y + (reach if side == DOWN else -reach)
