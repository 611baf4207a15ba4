"""Where every node of a network stands: one centre, the others around it by steps away, households together."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph_service.pictures.layout import Box, Size, extent
from graph_service.pictures.network.packing import packed
from graph_service.pictures.network.rings import Placing, Radii, badness, ways_on_rings
from graph_service.pictures.network.tree import LayoutEdge, Tree

RINGS_UP_TO = 60
"""Up to so many nodes stand on rings with room for words between; more are packed closely, nearest first."""
TITLE = 22.0
"""Room above the nodes of a household for its name."""
_BORDER = 9.0
_TURNS = ((1, 1), (-1, 1), (1, -1), (-1, -1))


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A box for every node and around every household, and the edges of the layers around the middle, if there are any."""

    boxes: Mapping[str, Box]
    enclosures: Mapping[str, Box]
    rings: tuple[Radii, ...] = ()


def arrange(
    sizes: Mapping[str, Size], centre: str, lines: Sequence[LayoutEdge], households: Mapping[str, Sequence[str]]
) -> Arrangement:
    """Place the nodes of these sizes, none overlapping. The order of `sizes` and `lines` decides between equals.

    The first of a household's members, its place, is drawn first, except that `centre` is before all. Cards that no
    line reaches stand outermost. A household is named by a key that no node has, and nobody is in two.
    """
    groups = {key: sorted(members, key=lambda member: member != centre) for key, members in households.items()}
    unit_of = {member: key for key, members in groups.items() for member in members}
    units = dict.fromkeys(unit_of.get(key, key) for key in sizes)
    middle = unit_of.get(centre, centre)
    between = [
        LayoutEdge(start, end, line.weight)
        for line in lines
        if (start := unit_of.get(line.start, line.start)) != (end := unit_of.get(line.end, line.end))
    ]
    if len(sizes) > RINGS_UP_TO:
        boxes: Mapping[str, Box] = packed(sizes, centre, _tree(units, middle, between), lines, groups)
        return Arrangement(boxes, {key: _around(boxes, members) for key, members in groups.items()})
    inside = {key: _placed_inside(sizes, members, lines) for key, members in groups.items()}
    outer_sizes = {unit: _size(inside[unit]) if unit in inside else sizes[unit] for unit in units}
    if len(units) == 1:
        ways: Iterable[Placing] = [({middle: Box(0.0, 0.0, *outer_sizes[middle])}, ())]
    else:
        ways = ways_on_rings(outer_sizes, middle, _tree(units, middle, between))
    options = ((_unfolded(spots, inside, lines), rings) for spots, rings in ways)
    placed, rings = min(options, key=lambda option: badness(option[0], lines))
    placed = {key: placed[key] for key in sizes}
    return Arrangement(placed, {key: _around(placed, members) for key, members in groups.items()}, rings)


def _unfolded(
    spots: Mapping[str, Box], inside: Mapping[str, Mapping[str, Box]], lines: Sequence[LayoutEdge]
) -> dict[str, Box]:
    """A box for every node, each household mirrored so that its lines to others lie clear."""
    placed = {key: spot for key, spot in spots.items() if key not in inside}
    for unit, boxes in inside.items():
        placed |= _turned(boxes, spots[unit], 1, 1)
    for unit, boxes in inside.items():
        touching = [line for line in lines if line.start in boxes or line.end in boxes]
        options = (placed | _turned(boxes, spots[unit], *turn) for turn in _TURNS)
        placed = min(options, key=lambda option: _hidden(option, touching))
    return placed


def _turned(inside: Mapping[str, Box], spot: Box, across: int, down: int) -> dict[str, Box]:
    """The nodes of a household at its `spot`, mirrored where `across` or `down` is -1."""
    left, top, right, bottom = extent(inside.values())
    return {
        key: Box(
            (box.x - (left + right) / 2) * across + spot.x,
            (box.y - (top + bottom) / 2) * down + spot.y + TITLE / 2,
            box.w,
            box.h,
        )
        for key, box in inside.items()
    }


def _hidden(boxes: Mapping[str, Box], lines: Sequence[LayoutEdge]) -> tuple[int, float]:
    """How many nodes lie over lines, and how long the lines are."""
    through, length = 0, 0.0
    for line in lines:
        start, end = boxes[line.start], boxes[line.end]
        ends = (start.x, start.y), (end.x, end.y)
        length += math.dist(*ends)
        through += sum(box.is_crossed_by(*ends) for key, box in boxes.items() if key not in (line.start, line.end))
    return through, length


def _tree(units: Mapping[str, object], centre: str, lines: Sequence[LayoutEdge]) -> Tree:
    tree = Tree(units, centre, lines)
    tree.untangle()
    return tree


def _placed_inside(sizes: Mapping[str, Size], members: Sequence[str], lines: Sequence[LayoutEdge]) -> dict[str, Box]:
    own = [line for line in lines if line.start in members and line.end in members]
    # Who lives together is equally near to the first of them, whatever else joins them.
    together = [LayoutEdge(members[0], member, 0.1) for member in members[1:]]
    own_sizes = {member: sizes[member] for member in members}
    tree = _tree(own_sizes, members[0], [*own, *together])
    return min(
        (boxes for boxes, _ in ways_on_rings(own_sizes, members[0], tree)),
        key=lambda boxes: badness(boxes, own),
    )


def _size(boxes: Mapping[str, Box]) -> Size:
    left, top, right, bottom = extent(boxes.values())
    return right - left + 2 * _BORDER, bottom - top + 2 * _BORDER + TITLE


def _around(boxes: Mapping[str, Box], members: Sequence[str]) -> Box:
    left, top, right, bottom = extent(boxes[member] for member in members)
    top -= TITLE
    return Box((left + right) / 2, (top + bottom) / 2, right - left + 2 * _BORDER, bottom - top + 2 * _BORDER)
