"""Cards on ellipses around a centre, one for each step away, none overlapping."""

import math
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import combinations

from graph_service.pictures.layout import Box, Point, Size, extent, rising
from graph_service.pictures.network.tree import FULL_TURN, LayoutEdge, Tree

GAP_X, GAP_Y = 26.0, 20.0
"""Least distance between two nodes, across or down."""
LANE_X, LANE_Y = 116.0, 76.0
"""Room between two rings, and between neighbours that a line joins, for the line and the words on it."""
_GROWTH_ACROSS, _GROWTH_DOWN = 1.04, 1.08
"""How a ring grows until its nodes fit: more downwards, as pages scroll that way."""
_TURNS, _TURNS_OF_MANY, _MANY = 24, 3, 24
"""How many ways to turn the whole are tried; fewer for more than so many nodes, which take longer."""
_FANS = (1.0, 0.67)
"""Shares of the circle to go round: two branches on the whole of it stand in one row, and a line between them runs behind."""
_BRANCHES_ALL_ROUND = 3
"""From so many branches the whole circle is used, so that the centre stands in the middle."""

_MOST_ROWS, _MEMBERS_OF_A_ROW = 3, 6
"""Cards equally near may stand on several rows, one more for every so many of them: a single one would grow too wide."""

Radii = tuple[float, float]
"""Half the width and half the height of an ellipse around the centre."""


Placing = tuple[dict[str, Box], tuple[Radii, ...]]
"""A box for every node, and how far out those of each step reach, the inmost first."""


def ways_on_rings(sizes: Mapping[str, Size], centre: str, tree: Tree) -> Iterator[Placing]:
    """Ways to place the nodes on rings around the centre, to choose from."""
    wanted = tree.angles()
    many = len(sizes) > _MANY
    all_round = many or len(tree.children[centre]) >= _BRANCHES_ALL_ROUND
    turns = _TURNS_OF_MANY if many else _TURNS
    for fan in _FANS[:1] if all_round else _FANS:
        for turn in range(turns):
            turned = {key: angle * fan + turn * FULL_TURN / turns for key, angle in wanted.items()}
            yield _rings(sizes, centre, tree, turned)


def _rings(sizes: Mapping[str, Size], centre: str, tree: Tree, wanted: Mapping[str, float]) -> Placing:
    layers: list[Radii] = []
    placed = {centre: Box(0.0, 0.0, *sizes[centre])}
    reach = sizes[centre][0] / 2, sizes[centre][1] / 2
    for depth in range(1, max(tree.depth.values()) + 1):
        members = sorted((key for key in sizes if tree.depth[key] == depth), key=lambda key: wanted[key] % FULL_TURN)
        options = (
            _layer(members, rows, sizes, tree.joined, wanted, placed, reach)
            for rows in range(1, 2 + min(_MOST_ROWS - 1, len(members) // _MEMBERS_OF_A_ROW))
        )
        boxes, reach = min(options, key=lambda option: option[1][0] * option[1][1])
        placed.update(boxes)
        layers.append((reach[0] + LANE_X / 4, reach[1] + LANE_Y / 4))
    return placed, tuple(layers)


def _layer(
    members: Sequence[str],
    rows: int,
    sizes: Mapping[str, Size],
    joined: Set[frozenset[str]],
    wanted: Mapping[str, float],
    placed: Mapping[str, Box],
    reach: Radii,
) -> tuple[dict[str, Box], Radii]:
    """The members around what is `placed`, in turn on so many rows, and how far out that reaches."""
    found: dict[str, Box] = {}
    across, down = reach
    for row in range(rows):
        own = members[row::rows]
        wide, high = max(sizes[key][0] for key in own), max(sizes[key][1] for key in own)
        lane_x, lane_y = (LANE_X, LANE_Y) if row == 0 else (GAP_X, GAP_Y)
        across, down = across + wide / 2 + lane_x, down + high / 2 + lane_y
        boxes = _ring(own, sizes, joined, wanted, across, down)
        before = [*placed.values(), *found.values()]
        while any(box.overlaps(other, GAP_X, GAP_Y) for box in boxes.values() for other in before) or any(
            boxes[one].overlaps(boxes[other], *_apart(one, other, joined)) for one, other in combinations(own, 2)
        ):
            across, down = across * _GROWTH_ACROSS, down * _GROWTH_DOWN
            boxes = _ring(own, sizes, joined, wanted, across, down)
        found.update(boxes)
        across, down = across + wide / 2, down + high / 2
    return found, (across, down)


def _apart(one: str, other: str, joined: Set[frozenset[str]]) -> tuple[float, float]:
    """The least distance, across or down, between two nodes of one ring."""
    return (LANE_X * 0.9, LANE_Y * 0.7) if frozenset((one, other)) in joined else (GAP_X, GAP_Y)


def _gaps(
    members: Sequence[str],
    angles: Sequence[float],
    sizes: Mapping[str, Size],
    joined: Set[frozenset[str]],
    across: float,
    down: float,
) -> list[float]:
    """For each member the least angle to the next one round, near where the two now stand."""
    gaps = []
    for index, key in enumerate(members):
        after = (index + 1) % len(members)
        middle = (angles[index] + angles[after] + (FULL_TURN if after <= index else 0.0)) / 2
        gap_x, gap_y = _apart(key, members[after], joined)
        width = (sizes[key][0] + sizes[members[after]][0]) / 2 + gap_x
        height = (sizes[key][1] + sizes[members[after]][1]) / 2 + gap_y
        by_width = width / (2 * across * max(abs(math.sin(middle)), 1e-9))
        by_height = height / (2 * down * max(abs(math.cos(middle)), 1e-9))
        gaps.append(2 * math.asin(min(by_width, by_height, 1.0)))
    return gaps


def _ring(
    members: Sequence[str],
    sizes: Mapping[str, Size],
    joined: Set[frozenset[str]],
    wanted: Mapping[str, float],
    across: float,
    down: float,
) -> dict[str, Box]:
    """The members on one ellipse, each as near to its wanted angle as its neighbours' nodes allow."""
    angles = [wanted[key] % FULL_TURN for key in members]
    for _ in range(12 if len(members) > 1 else 0):
        gaps = _gaps(members, angles, sizes, joined, across, down)
        slack = FULL_TURN - sum(gaps)
        if slack <= 0:
            start = angles[0]
            scale = FULL_TURN / sum(gaps)
            angles = [start + scale * sum(gaps[:index]) for index in range(len(members))]
            continue
        offsets = [sum(gaps[:index]) for index in range(len(members))]
        eased = rising([wanted[key] % FULL_TURN - offset for key, offset in zip(members, offsets, strict=True)])
        # The last must not reach the first from behind: what exceeds one turn is taken back in proportion.
        spread = eased[-1] - eased[0]
        if spread > slack:
            middle = (eased[0] + eased[-1]) / 2
            eased = [middle + (value - middle) * slack / spread for value in eased]
        angles = [value + offset for value, offset in zip(eased, offsets, strict=True)]
    return {
        key: Box(across * math.cos(angle), down * math.sin(angle), *sizes[key])
        for key, angle in zip(members, angles, strict=True)
    }


def badness(boxes: Mapping[str, Box], lines: Sequence[LayoutEdge]) -> float:
    """How hard a placing is to read: lines under nodes, then crossings, then length and a shape unlike a screen's."""
    through = crossings = length = cramped = 0.0
    pairs = {(line.start, line.end): line.weight for line in lines}
    ends = [((boxes[one].x, boxes[one].y), (boxes[other].x, boxes[other].y)) for one, other in pairs]
    for joined, (start, end) in zip(pairs, ends, strict=True):
        through += sum(box.is_crossed_by(start, end) for key, box in boxes.items() if key not in joined)
        length += math.dist(start, end)
        cramped += _hidden_words(*(boxes[key] for key in joined))
    spans = list(zip(pairs, ends, strict=True))
    for (names, span), (others, second) in combinations(spans, 2):
        if not set(names) & set(others):
            crossings += _cross(*span, *second)
    left, top, right, bottom = extent(boxes.values())
    return 12 * through + 4 * cramped + 3 * crossings + length / 900 + (right - left) / 400 + (bottom - top) / 250


def _hidden_words(one: Box, other: Box) -> bool:
    """Whether two nodes stand too near to each other for words on the line between them."""
    return one.overlaps(other, LANE_X * 0.4, LANE_Y * 0.3)


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    def side(p: Point, q: Point, r: Point) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0
