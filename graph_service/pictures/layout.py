"""Where everything in a network picture stands: one centre, and rings around it by the number of steps away.

Pure geometry, worked out here rather than in the browser, so that the same network is always drawn the same way. Lengths
are picture units (CSS pixels at 100 %), y grows downwards, a box is given by its middle, width and height.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import combinations

GAP_X, GAP_Y = 26.0, 20.0
"""Least distance between two cards, across or down."""
LANE_X, LANE_Y = 116.0, 76.0
"""Room between two rings, and between neighbours that a line joins, for the line and the words on it."""
_GROWTH_ACROSS, _GROWTH_DOWN = 1.04, 1.08
"""How a ring grows until its cards fit: more downwards, as pages scroll that way."""
_FULL_TURN = 2 * math.pi
RINGS_UP_TO = 30
"""Up to so many cards stand on rings with room for words between; more are packed closely, nearest first."""
_TURNS = 24
_FANS = (1.0, 0.67)
"""Shares of the circle to go round: two branches on the whole of it stand in one row, and a line between them runs behind."""
_LOOSE, _CLOSE = (1.3, 1.5), (1.12, 1.3)
"""How much larger than a card its place in the packing is, across and down: up to 80 cards, and beyond."""

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


@dataclass(frozen=True, slots=True)
class Line:
    """A line to draw between two cards. `weight` says how much it matters that it is short."""

    start: str
    end: str
    weight: float = 1.0


def place(sizes: Mapping[str, Size], centre: str, lines: Sequence[Line]) -> dict[str, Box]:
    """A box for every card: `centre` in the middle, the others on ellipses around it by steps away, none overlapping.

    Cards that no line reaches stand outermost. The order of `sizes` and `lines` decides between equals.
    """
    if len(sizes) == 1:
        return {centre: Box(0.0, 0.0, *sizes[centre])}
    tree = _Tree(sizes, centre, lines)
    tree.untangle()
    wanted = tree.angles()
    if len(sizes) > RINGS_UP_TO:
        return _packed(sizes, centre, tree, wanted, lines)
    options = (
        _rings(sizes, centre, tree, {key: angle * fan + turn * _FULL_TURN / _TURNS for key, angle in wanted.items()})
        for fan in _FANS
        for turn in range(_TURNS)
    )
    return min(options, key=lambda boxes: _badness(boxes, lines))


class _Tree:
    """The shortest way from the centre to every card, and the order of cards around it."""

    def __init__(self, sizes: Mapping[str, Size], centre: str, lines: Sequence[Line]) -> None:
        self.centre = centre
        self.sizes = sizes
        neighbours: dict[str, dict[str, float]] = {key: {} for key in sizes}
        for line in lines:
            for one, other in ((line.start, line.end), (line.end, line.start)):
                neighbours[one][other] = max(line.weight, neighbours[one].get(other, 0.0))
        self.depth = {centre: 0}
        self.children: dict[str, list[str]] = {key: [] for key in sizes}
        frontier = [centre]
        while frontier:
            parents: dict[str, str] = {}
            for parent in frontier:
                for child, weight in neighbours[parent].items():
                    if child in self.depth:
                        continue
                    if child not in parents or weight > neighbours[parents[child]][child]:
                        parents[child] = parent
            for child, parent in parents.items():
                self.depth[child] = self.depth[parent] + 1
                self.children[parent].append(child)
            frontier = list(parents)
        outermost = max(self.depth.values()) + 1
        for key in sizes:
            if key not in self.depth:
                self.depth[key] = outermost
                self.children[centre].append(key)
        self.joined = {frozenset((line.start, line.end)) for line in lines}
        in_tree = {frozenset((parent, child)) for parent, kids in self.children.items() for child in kids}
        self.chords = [line for line in lines if frozenset((line.start, line.end)) not in in_tree]

    def leaves(self) -> Iterator[str]:
        """The cards without children, in the order in which they go round."""
        stack = [self.centre]
        while stack:
            key = stack.pop()
            if kids := self.children[key]:
                stack.extend(reversed(kids))
            else:
                yield key

    def angles(self) -> dict[str, float]:
        """The angle that suits each card: its leaves share the circle, a parent stands amid its own."""
        spans: dict[str, float] = {}
        for key in sorted(self.depth, key=lambda key: -self.depth[key]):
            own = 1.0 / max(self.depth[key], 1) ** 0.5
            spans[key] = max(own, sum(spans[child] for child in self.children[key]))
        total = sum(spans[child] for child in self.children[self.centre]) or 1.0
        angles: dict[str, float] = {self.centre: 0.0}
        stack = [(self.centre, 0.0, _FULL_TURN)]
        while stack:
            key, start, width = stack.pop()
            kids = self.children[key]
            own_total = total if key == self.centre else sum(spans[child] for child in kids)
            for child in kids:
                share = width * spans[child] / own_total
                angles[child] = start + share / 2
                stack.append((child, start, share))
                start += share
        return angles

    def untangle(self) -> None:
        """Reorder children until the lines outside the tree are as short, around the circle, as swapping makes them."""
        if not self.chords:
            return
        cost = self._tangle()
        for _ in range(6):
            before = cost
            for kids in self.children.values():
                pairs: Iterable[tuple[int, int]]
                pairs = (
                    combinations(range(len(kids)), 2) if len(kids) <= 8 else ((i, i + 1) for i in range(len(kids) - 1))
                )
                for one, other in pairs:
                    kids[one], kids[other] = kids[other], kids[one]
                    if (swapped := self._tangle()) < cost - 1e-9:
                        cost = swapped
                    else:
                        kids[one], kids[other] = kids[other], kids[one]
            if cost >= before:
                return

    def _tangle(self) -> float:
        angles = self.angles()
        total = 0.0
        for line in self.chords:
            apart = abs(angles[line.start] - angles[line.end])
            total += min(apart, _FULL_TURN - apart) * line.weight
        return total


def _rings(sizes: Mapping[str, Size], centre: str, tree: _Tree, wanted: Mapping[str, float]) -> dict[str, Box]:
    placed = {centre: Box(0.0, 0.0, *sizes[centre])}
    across, down = sizes[centre][0] / 2, sizes[centre][1] / 2
    for depth in range(1, max(tree.depth.values()) + 1):
        members = sorted((key for key in sizes if tree.depth[key] == depth), key=lambda key: wanted[key] % _FULL_TURN)
        wide, high = max(sizes[key][0] for key in members), max(sizes[key][1] for key in members)
        across, down = across + wide / 2 + LANE_X, down + high / 2 + LANE_Y
        boxes = _ring(members, sizes, tree.joined, wanted, across, down)
        while any(box.overlaps(other, GAP_X, GAP_Y) for box in boxes.values() for other in placed.values()) or any(
            boxes[one].overlaps(boxes[other], *_apart(one, other, tree.joined))
            for one, other in combinations(members, 2)
        ):
            across, down = across * _GROWTH_ACROSS, down * _GROWTH_DOWN
            boxes = _ring(members, sizes, tree.joined, wanted, across, down)
        placed.update(boxes)
        across, down = across + wide / 2, down + high / 2
    return placed


def _packed(
    sizes: Mapping[str, Size], centre: str, tree: _Tree, wanted: Mapping[str, float], lines: Sequence[Line]
) -> dict[str, Box]:
    """Cards in places like bricks around the centre: fewer steps away stand nearer, neighbours side by side."""
    room_x, room_y = _LOOSE if len(sizes) <= 80 else _CLOSE
    wide = max(w for w, _ in sizes.values()) * room_x
    high = max(h for _, h in sizes.values()) * room_y
    reach = math.isqrt(len(sizes)) + 2
    bricks = [
        ((column + (row % 2) / 2) * wide, row * high)
        for row in range(-reach, reach + 1)
        for column in range(-reach, reach + 1)
    ]
    bricks.sort(key=lambda at: (round((at[0] / 1.35) ** 2 + at[1] ** 2, 3), at))
    spots = {centre: bricks.pop(0)}
    layers = []
    for depth in range(1, max(tree.depth.values()) + 1):
        members = sorted((key for key in sizes if tree.depth[key] == depth), key=lambda key: wanted[key])
        layer = sorted(bricks[: len(members)], key=lambda at: math.atan2(at[1], at[0]) % _FULL_TURN)
        del bricks[: len(members)]
        spots.update(zip(members, layer, strict=True))
        layers.append(members)
    _shorten(spots, layers, lines)
    return {key: Box(*spots[key], *sizes[key]) for key in sizes}


def _shorten(spots: dict[str, Point], layers: Sequence[Sequence[str]], lines: Sequence[Line]) -> None:
    """Swap cards that are equally far from the centre, in `spots`, while that makes their lines shorter."""
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


def _apart(one: str, other: str, joined: Set[frozenset[str]]) -> tuple[float, float]:
    """The least distance, across or down, between two cards of one ring."""
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
        middle = (angles[index] + angles[after] + (_FULL_TURN if after <= index else 0.0)) / 2
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
    """The members on one ellipse, each as near to its wanted angle as its neighbours' cards allow."""
    angles = [wanted[key] % _FULL_TURN for key in members]
    for _ in range(12 if len(members) > 1 else 0):
        gaps = _gaps(members, angles, sizes, joined, across, down)
        slack = _FULL_TURN - sum(gaps)
        if slack <= 0:
            start = angles[0]
            scale = _FULL_TURN / sum(gaps)
            angles = [start + scale * sum(gaps[:index]) for index in range(len(members))]
            continue
        offsets = [sum(gaps[:index]) for index in range(len(members))]
        eased = rising([wanted[key] % _FULL_TURN - offset for key, offset in zip(members, offsets, strict=True)])
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


def _badness(boxes: Mapping[str, Box], lines: Sequence[Line]) -> float:
    """How hard a placing is to read: lines under cards, then crossings, then length and a shape unlike a screen's."""
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
    """Whether two cards stand too near to each other for words on the line between them."""
    return one.overlaps(other, LANE_X * 0.4, LANE_Y * 0.3)


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    def side(p: Point, q: Point, r: Point) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


def extent(boxes: Iterable[Box]) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of all the boxes together."""
    sides = [(box.x - box.w / 2, box.y - box.h / 2, box.x + box.w / 2, box.y + box.h / 2) for box in boxes]
    return min(s[0] for s in sides), min(s[1] for s in sides), max(s[2] for s in sides), max(s[3] for s in sides)


Curve = Callable[[float], Point]
"""A line from its start at 0 to its end at 1."""


def curve(start: Box, end: Box, bend: float) -> Curve:
    """The line as vis-network draws it: straight for a bend of 0, else its `curvedCW` (positive) or `curvedCCW`."""
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

    `keeps_room` is false for words that are not shown with the others, so that they may lie where others do.
    """

    key: str
    line: Curve
    size: Size
    keeps_room: bool = True


def arrowhead(line: Curve, end: Box, length: float) -> Box:
    """What the head of an arrow of `length` takes up where `line` reaches the card `end`."""
    outside, inside = 0.0, 1.0
    for _ in range(12):
        middle = (outside + inside) / 2
        if Box(*line(middle), 0, 0).overlaps(end):
            inside = middle
        else:
            outside = middle
    tip = line(outside)
    back = next(
        (at for at in (line(outside * (1 - step / 50)) for step in range(51)) if math.dist(at, tip) >= length), tip
    )
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
        # On the line, else close beside it, else past the cards beside it.
        options = [
            Box(x + across * (wide / 2 + 4), y + down * (high / 2 + 4) + further, wide, high)
            for across, down, further in _BESIDE
            for x, y in (item.line(t / 100) for t in _ALONG)
        ]
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


_BESIDE = ((0, 0, 0), (0, -1, 0), (0, 1, 0), (-1, 0, 0), (1, 0, 0), (0, 1, 30), (0, -1, -30))
"""Where words may stand beside their line: across and down by half their size, and further down."""
_ALONG = tuple(sorted(range(16, 86, 2), key=lambda percent: (abs(percent - 50), percent)))
"""Where on a line words may stand, in hundredths of its length: the middle first."""


BENDS = (0.0, 0.2, -0.2, 0.38, -0.38)
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
