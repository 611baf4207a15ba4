"""Boxes, lines and the words on them.

Pure geometry, worked out here rather than in the browser, so that the same network is always drawn the same way. Lengths
are picture units (CSS pixels at 100 %), y grows downwards, a box is given by its middle, width and height.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

Point = tuple[float, float]
Size = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: its middle, width and height."""

    x: float
    y: float
    w: float
    h: float

    def overlaps(self, other: "Box", gap_x: float = 0.0, gap_y: float = 0.0) -> bool:
        """Whether the two come nearer to each other than the gaps, both across and down."""
        return (
            abs(self.x - other.x) * 2 < self.w + other.w + 2 * gap_x
            and abs(self.y - other.y) * 2 < self.h + other.h + 2 * gap_y
        )

    def is_crossed_by(self, start: Point, end: Point) -> bool:
        """Whether the straight line from `start` to `end` runs through the box."""
        low, high = 0.0, 1.0
        for begin, step, middle, size in (
            (start[0], end[0] - start[0], self.x, self.w),
            (start[1], end[1] - start[1], self.y, self.h),
        ):
            near, far = middle - size / 2 - begin, middle + size / 2 - begin
            if abs(step) < 1e-9:
                if near > 0 or far < 0:
                    return False
                continue
            first, last = sorted((near / step, far / step))
            low, high = max(low, first), min(high, last)
        return low < high


def extent(boxes: Iterable[Box]) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of all the boxes together."""
    sides = [(box.x - box.w / 2, box.y - box.h / 2, box.x + box.w / 2, box.y + box.h / 2) for box in boxes]
    return min(s[0] for s in sides), min(s[1] for s in sides), max(s[2] for s in sides), max(s[3] for s in sides)


Curve = Callable[[float], Point]
"""A line from its start at 0 to its end at 1."""


def curve(start: Box, end: Box, bend: float) -> Curve:
    """The line between two middles: straight for a bend of 0, else a parabola to one side; vis-network's `curvedCW` where it is
    positive, else its `curvedCCW`.
    """
    if bend == 0:
        return lambda t: (start.x + t * (end.x - start.x), start.y + t * (end.y - start.y))
    across, up = end.x - start.x, start.y - end.y
    turn = math.atan2(up, across) + (0.5 + 0.5 * bend) * math.pi
    reach = (0.5 + 0.5 * abs(bend)) * math.hypot(across, up)
    via_x, via_y = start.x + reach * math.sin(turn), start.y + reach * math.cos(turn)

    def at(t: float) -> Point:
        near, amid, far = (1 - t) ** 2, 2 * t * (1 - t), t * t
        return near * start.x + amid * via_x + far * end.x, near * start.y + amid * via_y + far * end.y

    return at


@dataclass(frozen=True, slots=True)
class Words:
    """Words to set on a line: what they belong to, the line, and their size. Earlier ones choose first.

    `keeps_room` is false for words that are not shown with the others, so that they may lie where others do. `anywhere`: they
    say themselves what they belong to, and may stand further off where there is no room by their line.
    """

    key: str
    line: Curve
    size: Size
    keeps_room: bool = True
    anywhere: bool = False


def head_length(width: float) -> float:
    """How long the head of an arrow is on a line of this width."""
    return 9 + 2 * width


def arrowhead(line: Curve, end: Box, length: float) -> tuple[Point, Point]:
    """The tip of an arrow's head where `line` reaches the card `end`, and where on the line the head begins."""
    outside, inside = 0.0, 1.0
    for _ in range(16):
        middle = (outside + inside) / 2
        if Box(*line(middle), 0, 0).overlaps(end):
            inside = middle
        else:
            outside = middle
    tip = line(outside)
    before = (line(outside * (1 - step / 60)) for step in range(61))
    return tip, next((at for at in before if math.dist(tip, at) >= length), line(0))


def head_box(line: Curve, end: Box, length: float) -> Box:
    """What such a head takes up."""
    tip, back = arrowhead(line, end, length)
    thick = 0.6 * length
    return Box(
        (tip[0] + back[0]) / 2,
        (tip[1] + back[1]) / 2,
        max(abs(tip[0] - back[0]), thick),
        max(abs(tip[1] - back[1]), thick),
    )


def place_words(
    words: Iterable[Words], cards: Iterable[Box], heads: Sequence[Box] = (), margin: float = 3.0
) -> dict[str, tuple[Box, bool]]:
    """A box for each piece of words on its line, and whether it stands clear of every card and of the others.

    Where there is room they leave the `heads` of arrows to be seen, too. Words that cannot stand clear take the middle of
    their line, and leave the room to others.
    """
    taken = list(cards)
    found: dict[str, tuple[Box, bool]] = {}
    for item in words:
        wide, high = item.size
        # On the line, else close beside it, else past the cards or the words beside it.
        options = [
            Box(x + across * (wide / 2 + 4 + aside), y + down * (high / 2 + 4) + further, wide, high)
            for across, down, further, aside in _BESIDE
            for x, y in (item.line(t / 100) for t in _ALONG)
        ]
        if item.anywhere:
            options += [Box(x, y, wide, high) for x, y in _around(item.line(0.5))]
        clear: Box | None = None
        for box in options:
            if any(box.overlaps(other, margin, margin) for other in taken):
                continue
            clear = clear or box
            if not any(box.overlaps(head) for head in heads):
                clear = box
                break
        found[item.key] = (clear or options[0], clear is not None)
        if clear and item.keeps_room:
            taken.append(clear)
    return found


_BESIDE = (
    (0, 0, 0, 0),
    (0, -1, 0, 0),
    (0, 1, 0, 0),
    (-1, 0, 0, 0),
    (1, 0, 0, 0),
    (0, 1, 30, 0),
    (0, -1, -30, 0),
    (-1, 0, 0, 48),
    (1, 0, 0, 48),
)
"""Where words may stand beside their line: across and down by half their size, further down, and further aside."""
_ALONG = tuple(sorted(range(16, 86, 2), key=lambda percent: (abs(percent - 50), percent)))
"""Where on a line words may stand, in hundredths of its length: the middle first."""


def _around(middle: Point) -> Iterable[Point]:
    """Points around one, the nearest first."""
    for ring in range(1, 80):
        for turn in range(16):
            angle = turn * math.pi / 8
            yield middle[0] + ring * 30 * math.cos(angle), middle[1] + ring * 18 * math.sin(angle)


BENDS = (0.0, 0.2, -0.2, 0.38, -0.38, 0.56, -0.56)
"""Curves to try for a line that would run behind a card."""


def clear_bend(start: Box, end: Box, others: Sequence[Box]) -> float:
    """The least curve by which a line from `start` to `end` runs behind the fewest other cards."""

    def hidden(bend: float) -> int:
        at = curve(start, end, bend)
        points = [at(step / 20) for step in range(1, 20)]
        return sum(
            any(abs(x - box.x) * 2 < box.w + 6 and abs(y - box.y) * 2 < box.h + 6 for x, y in points) for box in others
        )

    return min(BENDS, key=hidden)


def rising(values: Sequence[float]) -> list[float]:
    """The nearest sequence, by least squares, that never falls."""
    blocks: list[tuple[float, int]] = []
    for value in values:
        mean, count = value, 1
        while blocks and blocks[-1][0] > mean:
            other, others = blocks.pop()
            mean, count = (mean * count + other * others) / (count + others), count + others
        blocks.append((mean, count))
    return [mean for mean, count in blocks for _ in range(count)]
