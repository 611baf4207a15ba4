"""How high everything in a family picture lies: rows, the rails in the gaps between them, and where the words on these stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from graph_service.pictures.family.routing import Rail, RailKey, Routes
from graph_service.pictures.family.seating import Seating

ROW_HIGH: Final = 14.0
"""Height of one line of words on a line."""
_LANE, _EDGE = 13.0, 16.0
_CLEAR: Final = 9.0

Widths = Mapping[tuple[str, ...], float]


@dataclass(frozen=True, slots=True)
class Stack:
    """How far down each rail and the top of each row lies, and where the middle of the words on a rail stands, across."""

    rails: Mapping[RailKey, float]
    tops: Sequence[float]
    words: Mapping[RailKey, float]


def stacked(routes: Routes, seating: Seating, widths: Widths, band: Sequence[float]) -> Stack:
    """Every rail at its height, and every row below the rails above it. `band`: the room above each row for outlines."""
    words = {key: _words_at(rail, routes, widths) for key, rail in routes.rails.items() if rail.words}
    rails: dict[RailKey, float] = {}
    tops: list[float] = []
    y = 0.0
    for gap in range(len(seating.rows) + 1):
        y += _EDGE if gap else 0.0
        here = [rail for rail in routes.rails.values() if rail.gap == gap]
        for rank in sorted({rail.net.rank for rail in here}):
            spans = {rail.key: _span(rail, words, widths) for rail in here if rail.net.rank == rank}
            for lane in _lanes(spans):
                y += max(_LANE, *(len(routes.rails[key].words) * ROW_HIGH + 12 for key in lane))
                rails |= dict.fromkeys(lane, y)
        if gap < len(seating.rows):
            y += _EDGE + band[gap]
            tops.append(y)
            y += max(seating.people[key].size[1] for key in seating.rows[gap])
    return Stack(rails, tops, words)


def _words_at(rail: Rail, routes: Routes, widths: Widths) -> float:
    """Where the words on a rail stand: on it where it is long enough, else beside it; clear of uprights if possible."""
    half = widths[rail.words] / 2
    middle = (rail.left + rail.right) / 2
    if rail.length >= 2 * half:
        steps = int((rail.length - 2 * half) // 8)
        options = [rail.left + half + step * 8 for step in range(steps + 1)] + [middle]
    else:
        options = [rail.right + half + 5, rail.left - half - 5]
    own = {rail.net.number} | {net.number for net in routes.nets if net.hangs is rail.net}
    others = routes.uprights.besides(rail.gap, own)

    def hidden(option: float) -> tuple[int, float, float]:
        return sum(abs(x - option) < half + 2 for x in others), round(abs(option - middle), 3), option

    return min(options, key=hidden)


def _span(rail: Rail, words: Mapping[RailKey, float], widths: Widths) -> tuple[float, float]:
    """What a rail takes up from left to right, words included."""
    if not rail.words:
        return rail.left, rail.right
    half, middle = widths[rail.words] / 2, words[rail.key]
    return min(rail.left, middle - half), max(rail.right, middle + half)


def _lanes(spans: Mapping[RailKey, tuple[float, float]]) -> list[list[RailKey]]:
    """The rails of one rank, side by side where they are clear of each other, else one below the other."""
    lanes: list[list[RailKey]] = []
    for key in sorted(spans, key=lambda key: (spans[key], key)):
        low, high = spans[key]
        for lane in lanes:
            if all(high + _CLEAR < spans[other][0] or spans[other][1] + _CLEAR < low for other in lane):
                lane.append(key)
                break
        else:
            lanes.append([key])
    return lanes
