"""Households in a family picture: one outline around those who live together, wherever in their rows they stand. Pure.

An outline never holds anybody who does not live there. Where people of one home cannot be joined without that, each part has
an outline of its own, with the same number and address.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from graph_service.pictures.layout import Box, Point

AROUND: Final = 10.0
"""How far an outline stands off the cards that it holds."""
LABEL_HIGH: Final = 14.5
LABEL_AT: Final = 62.0
"""Where the name of a home begins: right of the lines that lead to the symbol of the first who lives there."""
_NARROWEST: Final = 34.0
_LEVEL_HIGH: Final = 9.0

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class OutlinedHome:
    """A place where people live, and the words that name it on its outline."""

    key: str
    members: tuple[str, ...]
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Enclosure:
    """An outline as closed loops of corners, and where the first line of its name begins."""

    home: str
    outline: tuple[tuple[Point, ...], ...]
    rows: tuple[str, ...]
    rows_at: Point


@dataclass(frozen=True, slots=True)
class _Neighbours:
    """Neighbours of one row who live together."""

    row: int
    span: Span
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Bridge:
    """What joins two runs of different rows: from `upper` to `lower`, between left and right."""

    upper: _Neighbours
    lower: _Neighbours
    span: Span
    level: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """One outline: the runs it holds, uppermost first, and the bridges between them."""

    home: OutlinedHome
    runs: tuple[_Neighbours, ...]
    bridges: tuple[_Bridge, ...]


def joined_homes(
    homes: Sequence[OutlinedHome], rows: Sequence[Sequence[str]], spans: Mapping[str, Span]
) -> list[Piece]:
    """The outlines that there will be. `spans` says from where to where across each card reaches."""
    runs = {home.key: _runs(home, rows, spans) for home in homes}
    bridges: list[tuple[str, _Bridge]] = []
    found = []
    for home in homes:
        groups = [[run] for run in runs[home.key]]
        own: list[_Bridge] = []
        joined = True
        while joined:
            joined = False
            for one, other in _pairs(groups):
                bridge = _bridge(one, other, home, rows, spans, runs, bridges)
                if bridge is not None:
                    own.append(bridge)
                    bridges.append((home.key, bridge))
                    groups.remove(other)
                    one.extend(other)
                    joined = True
                    break
        for group in groups:
            held = tuple(sorted(group, key=lambda run: (run.row, run.span)))
            found.append(Piece(home, held, tuple(bridge for bridge in own if bridge.upper in group)))
    return found


def _pairs(groups: list[list[_Neighbours]]) -> list[tuple[list[_Neighbours], list[_Neighbours]]]:
    return [(one, other) for place, one in enumerate(groups) for other in groups[place + 1 :]]


def _runs(home: OutlinedHome, rows: Sequence[Sequence[str]], spans: Mapping[str, Span]) -> list[_Neighbours]:
    found: list[_Neighbours] = []
    for number, row in enumerate(rows):
        together: list[str] = []
        for key in [*row, None]:
            if key is not None and key in home.members:
                together.append(key)
            elif together:
                found.append(_Neighbours(number, (spans[together[0]][0], spans[together[-1]][1]), tuple(together)))
                together = []
    return found


def _bridge(
    one: Sequence[_Neighbours],
    other: Sequence[_Neighbours],
    home: OutlinedHome,
    rows: Sequence[Sequence[str]],
    spans: Mapping[str, Span],
    runs: Mapping[str, Sequence[_Neighbours]],
    bridges: Sequence[tuple[str, _Bridge]],
) -> _Bridge | None:
    """The shortest bridge from one group of runs to another that crosses nobody else's card or home."""
    options = []
    for first in one:
        for second in other:
            upper, lower = sorted((first, second), key=lambda run: run.row)
            if upper.row == lower.row:
                continue
            low, high = max(upper.span[0], lower.span[0]), min(upper.span[1], lower.span[1])
            between = [spans[key] for row in range(upper.row + 1, lower.row) for key in rows[row]]
            free = _widest(low, high, [(left - 2 * AROUND, right + 2 * AROUND) for left, right in between])
            if free is not None and free[1] - free[0] >= _NARROWEST:
                options.append(_Bridge(upper, lower, free, level=False))
            elif lower.row == upper.row + 1 and high < low:
                ends = (min(upper.span[0], lower.span[0]), max(upper.span[1], lower.span[1]))
                options.append(_Bridge(upper, lower, ends, level=True))
    for option in sorted(options, key=lambda o: (o.level, o.lower.row - o.upper.row, o.span[0] - o.span[1], o.span)):
        if not any(key != home.key and _meet(option, bridge) for key, bridge in bridges):
            return option
    return None


def _meet(one: _Bridge, other: _Bridge) -> bool:
    across = one.span[0] < other.span[1] + 2 * AROUND and other.span[0] < one.span[1] + 2 * AROUND
    return across and one.upper.row < other.lower.row and other.upper.row < one.lower.row


def _widest(low: float, high: float, blocked: Sequence[Span]) -> Span | None:
    edges = sorted({low, high, *(edge for span in blocked for edge in span if low < edge < high)})
    free = [
        (left, right)
        for left, right in pairwise(edges)
        if not any(start < (left + right) / 2 < end for start, end in blocked)
    ]
    return max(free, key=lambda span: (span[1] - span[0], -span[0])) if free and low < high else None


def bands(pieces: Sequence[Piece], rows: int) -> list[float]:
    """For each row the room above its cards that outlines and their names need."""
    found = [0.0] * rows
    for piece in pieces:
        for number, run in enumerate(piece.runs):
            named = len(piece.home.rows) * LABEL_HIGH if number == 0 else 0.0
            found[run.row] = max(found[run.row], named + AROUND)
    return found


def enclosures(pieces: Sequence[Piece], boxes: Mapping[str, Box], band: Sequence[float]) -> list[Enclosure]:
    """The outlines, now that everybody has a place."""
    found = []
    for piece in pieces:
        sides: dict[_Neighbours, tuple[float, float, float, float]] = {}
        for number, run in enumerate(piece.runs):
            cards = [boxes[key] for key in run.members]
            named = len(piece.home.rows) * LABEL_HIGH if number == 0 else 0.0
            sides[run] = (
                min(card.x - card.w / 2 for card in cards) - AROUND,
                min(card.y - card.h / 2 for card in cards) - AROUND - named,
                max(card.x + card.w / 2 for card in cards) + AROUND,
                max(card.y + card.h / 2 for card in cards) + AROUND,
            )
        parts = list(sides.values())
        for bridge in piece.bridges:
            upper, lower = sides[bridge.upper], sides[bridge.lower]
            floor = min(boxes[key].y - boxes[key].h / 2 for key in bridge.lower.members) - band[bridge.lower.row]
            parts += _bridged(bridge, upper, lower, floor)
        first = sides[piece.runs[0]]
        inset = boxes[piece.runs[0].members[0]]
        name_at = (inset.x - inset.w / 2 + LABEL_AT, first[1] + LABEL_HIGH)
        found.append(Enclosure(piece.home.key, _outline(parts), piece.home.rows, name_at))
    return found


_Sides = tuple[float, float, float, float]


def _bridged(bridge: _Bridge, upper: _Sides, lower: _Sides, floor: float) -> list[_Sides]:
    """The parts of a bridge. `floor` is where the names of outlines in the lower row may begin."""
    if not bridge.level:
        left, right = bridge.span
        return [(left - AROUND, upper[3] - 1, right + AROUND, lower[1] + 1)]
    low = floor - 2
    return [
        (upper[0], upper[3] - 1, upper[2], low),
        (min(upper[0], lower[0]), low - _LEVEL_HIGH, max(upper[2], lower[2]), low),
        (lower[0], low - _LEVEL_HIGH, lower[2], lower[1] + 1),
    ]


def _outline(parts: Sequence[_Sides]) -> tuple[tuple[Point, ...], ...]:
    """The edge of all the rectangles together, as closed loops of corners."""
    xs = sorted({x for part in parts for x in (part[0], part[2])})
    ys = sorted({y for part in parts for y in (part[1], part[3])})

    def inside(column: int, row: int) -> bool:
        if not (0 <= column < len(xs) - 1 and 0 <= row < len(ys) - 1):
            return False
        x, y = (xs[column] + xs[column + 1]) / 2, (ys[row] + ys[row + 1]) / 2
        return any(left < x < right and top < y < bottom for left, top, right, bottom in parts)

    follows: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for column in range(len(xs) - 1):
        for row in range(len(ys) - 1):
            if not inside(column, row):
                continue
            around = (
                ((column, row), (column + 1, row), inside(column, row - 1)),
                ((column + 1, row), (column + 1, row + 1), inside(column + 1, row)),
                ((column + 1, row + 1), (column, row + 1), inside(column, row + 1)),
                ((column, row + 1), (column, row), inside(column - 1, row)),
            )
            for start, end, covered in around:
                if not covered:
                    follows.setdefault(start, []).append(end)
    loops = []
    while follows:
        start = min(follows)
        loop, at = [start], follows[start].pop()
        while at != start:
            loop.append(at)
            at = follows[at].pop()
        follows = {corner: ends for corner, ends in follows.items() if ends}
        loops.append(tuple((xs[column], ys[row]) for column, row in _corners(loop)))
    return tuple(loops)


def _corners(loop: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The points of a loop at which it turns."""
    size = len(loop)
    return [
        point
        for place, point in enumerate(loop)
        if not (
            loop[place - 1][0] == point[0] == loop[(place + 1) % size][0]
            or loop[place - 1][1] == point[1] == loop[(place + 1) % size][1]
        )
    ]
