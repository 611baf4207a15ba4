"""Very many nodes, packed closely around a centre, a household together.

Those on the path of a finding stand nearest, so that they are found among very many; otherwise fewer steps are nearer.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from graph_service.pictures.layout import Box, Point, Size
from graph_service.pictures.network.tree import FULL_TURN, LayoutEdge, Tree

_LOOSE, _CLOSE = (1.3, 1.5), (1.12, 1.3)
"""How much larger than a node its place is, across and down: up to 80 nodes, and beyond."""
_LOOSE_UP_TO = 80
_FLAT = 1.35
"""A place to the side is as near as one so much nearer above: screens are wide."""
_CARRIES = 1.0
"""Weight from which a line carries a finding."""
_TOGETHER = (14.0, 10.0)
"""Between the nodes of one household, across and down."""

_ENCLOSED = (28.0, 32.0)
"""Room that a place has at least where there are households, for their enclosures and names."""

Cell = tuple[int, int]


def packed(
    sizes: Mapping[str, Size],
    centre: str,
    tree: Tree,
    lines: Sequence[LayoutEdge],
    groups: Mapping[str, Sequence[str]],
) -> dict[str, Box]:
    """A box for every node. The `tree` is of units: a unit is a node, or a group of nodes that stand together."""
    grid = _Grid(sizes, shifted=not groups)
    wanted = tree.angles()
    spots: dict[str, Point] = {}
    home = next((unit for unit, members in groups.items() if centre in members), centre)
    layers: list[list[str]] = []
    carrying = {end for line in lines if line.weight >= _CARRIES for end in (line.start, line.end)}

    def rank(unit: str) -> tuple[bool, int]:
        """The centre first, then who is on the path of a finding, then the others; each by steps away."""
        carries = not carrying.isdisjoint(groups.get(unit, (unit,)))
        return tree.depth[unit] > 0 and not carries, tree.depth[unit]

    for place in sorted({rank(unit) for unit in tree.depth}):
        units = sorted((unit for unit in tree.depth if rank(unit) == place), key=lambda unit: wanted[unit])
        for unit in units:
            if unit in groups:
                spots |= grid.together(groups[unit], wanted[unit], at_origin=unit == home)
        single = [unit for unit in units if unit not in groups]
        spots.update(zip(single, grid.around(len(single)), strict=True))
        layers.append([unit for unit in single if unit != centre])
    _shorten(spots, layers, lines)
    return {key: Box(*spots[key], *sizes[key]) for key in sizes}


class _Grid:
    """Places for nodes in rows and columns around the middle, each given away once."""

    def __init__(self, sizes: Mapping[str, Size], *, shifted: bool) -> None:
        room_x, room_y = _LOOSE if len(sizes) <= _LOOSE_UP_TO else _CLOSE
        self._node = max(w for w, _ in sizes.values()), max(h for _, h in sizes.values())
        self._step = self._node[0] * room_x, self._node[1] * room_y
        if not shifted:
            self._step = (
                max(self._step[0], self._node[0] + _ENCLOSED[0]),
                max(self._step[1], self._node[1] + _ENCLOSED[1]),
            )
        self._shifted = shifted
        reach = math.isqrt(len(sizes)) + 4
        cells = ((column, row) for row in range(-reach, reach + 1) for column in range(-reach, reach + 1))
        self._free = dict.fromkeys(sorted(cells, key=lambda cell: (_nearness(self._at(cell)), self._at(cell))))

    def _at(self, cell: Cell) -> Point:
        column, row = cell
        # Every other row is shifted, like bricks, so that a line from row to row is seen between nodes.
        return (column + (row % 2) / 2 * self._shifted) * self._step[0], row * self._step[1]

    def around(self, count: int) -> list[Point]:
        """The nearest places, in the order in which they go round."""
        taken = list(self._free)[:count]
        for cell in taken:
            del self._free[cell]
        return sorted((self._at(cell) for cell in taken), key=lambda at: math.atan2(at[1], at[0]) % FULL_TURN)

    def together(self, members: Sequence[str], angle: float, *, at_origin: bool) -> dict[str, Point]:
        """Neighbouring places for a household, near and towards `angle`; the first member stands first."""
        columns = 1 if len(members) <= 3 else 2 if len(members) <= 8 else 3
        rows = -(-len(members) // columns)
        corners: Iterable[Cell] = [(0, 0)] if at_origin else list(self._free)
        options = [block for corner in corners if (block := self._block(corner, columns, rows))]
        block = min(options, key=lambda block: self._price(block, angle))
        for cell in block:
            del self._free[cell]
        middle_x, middle_y = _middle([self._at(cell) for cell in block])
        pitch_x, pitch_y = self._node[0] + _TOGETHER[0], self._node[1] + _TOGETHER[1]
        return {
            member: (
                middle_x + (number % columns - (columns - 1) / 2) * pitch_x,
                middle_y + (number // columns - (rows - 1) / 2) * pitch_y,
            )
            for number, member in enumerate(members)
        }

    def _block(self, corner: Cell, columns: int, rows: int) -> list[Cell]:
        """The free places of that size, or none where one of them is not free."""
        cells = [(corner[0] + column, corner[1] + row) for row in range(rows) for column in range(columns)]
        return cells if all(cell in self._free for cell in cells) else []

    def _price(self, block: Sequence[Cell], angle: float) -> float:
        x, y = _middle([self._at(cell) for cell in block])
        turn = abs(math.atan2(y, x) % FULL_TURN - angle % FULL_TURN)
        return math.sqrt(_nearness((x, y))) * (1 + 0.3 * min(turn, FULL_TURN - turn))


def _nearness(at: Point) -> float:
    return round((at[0] / _FLAT) ** 2 + at[1] ** 2, 3)


def _middle(points: Sequence[Point]) -> Point:
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)


def _shorten(spots: dict[str, Point], layers: Sequence[Sequence[str]], lines: Sequence[LayoutEdge]) -> None:
    """Swap nodes that are equally far from the centre, in `spots`, while that makes their lines shorter."""
    ends: dict[str, list[tuple[str, float]]] = {key: [] for key in spots}
    for line in lines:
        ends[line.start].append((line.end, line.weight))
        ends[line.end].append((line.start, line.weight))

    def length(key: str, at: Point, swapped: str, instead: Point) -> float:
        return sum(weight * math.dist(at, instead if other == swapped else spots[other]) for other, weight in ends[key])

    for _ in range(3):
        for members in layers:
            for one, other in combinations(members, 2):
                here, there = spots[one], spots[other]
                before = length(one, here, other, there) + length(other, there, one, here)
                if length(one, there, other, here) + length(other, here, one, there) < before - 1e-6:
                    spots[one], spots[other] = there, here
