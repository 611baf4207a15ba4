"""Where everybody in a family picture stands, and how the lines between them run.

Pure geometry: rows are generations, partners and siblings stand side by side, every line runs level or upright. Whatever
the records say – a circle of parents, an uncle who is a partner – finds a place; the same family always finds the same one.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, pairwise
from typing import Final

from graph_service.pictures.family.order import generations, order_rows, spread
from graph_service.pictures.family.outlines import Enclosure, Home, bands, enclosures, joined_homes
from graph_service.pictures.layout import Box, Point

RADIUS: Final = 21.0
PAD: Final = 8.0
GAP: Final = 44.0
"""Room between two neighbours of a row; lines past a generation run through it."""
ROW_HIGH: Final = 14.0
"""Height of one line of words on a line."""
_APART: Final = 9.0
_DISTINCT: Final = 5.0
"""Least distance of two upright lines that are not one."""
_CHANNELS: Final = 24
"""How many places outside a card are tried for a line that runs past its row."""
_LANE, _EDGE = 13.0, 16.0
_CLEAR: Final = 9.0
_BREAK: Final = 4.5
"""Half the gap in a line to children where it crosses the line of another couple."""


class Symbol(StrEnum):
    """The outline of a person: by recorded sex."""

    SQUARE = "square"
    CIRCLE = "circle"
    DIAMOND = "diamond"


class Tie(StrEnum):
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


PARENTHOOD: Final = frozenset({Tie.BIRTH, Tie.ADOPTIVE, Tie.STEP, Tie.FOSTER, Tie.PARENT})


@dataclass(frozen=True, slots=True)
class Person:
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
class Look:
    """What decides how a line is drawn: only relationships that look alike share one. `words` stand on it."""

    tie: Tie
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
    look: Look
    above: int = 0
    spans: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Stroke:
    """A piece of a line. `arrow`: its last point is the head of one."""

    points: tuple[Point, ...]
    look: Look
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
class Plan:
    """A family, placed. Lengths are picture units, y grows downwards."""

    boxes: Mapping[str, Box]
    strokes: tuple[Stroke, ...]
    captions: tuple[Caption, ...]
    slashes: tuple[Slash, ...]
    enclosures: tuple[Enclosure, ...]
    width: float
    height: float


_UP, _DOWN = 0, 1
"""Where a line leaves somebody: also how far below his or her row the gap lies that it leaves into."""


@dataclass(slots=True, eq=False)
class _Net:
    """One line with all that it joins. `rank` orders lines within a gap, from above; `hangs` from a line of partners."""

    look: Look
    rank: int
    ends: list[tuple[str, int]]
    hangs: "_Net | None" = None
    arrow_at: str | None = None


@dataclass(slots=True, eq=False)
class _Rail:
    """The level part of a net in one gap between rows."""

    net: _Net
    gap: int
    xs: list[float]
    words: tuple[str, ...] = ()
    middle: float = 0.0
    y: float = 0.0

    def span(self, text_width: float) -> tuple[float, float]:
        """What it takes up from left to right, words included."""
        low, high = min(self.xs), max(self.xs)
        if not self.words:
            return low, high
        return min(low, self.middle - text_width / 2), max(high, self.middle + text_width / 2)


def place_family(
    people: Sequence[Person], bonds: Sequence[Bond], homes: Sequence[Home], widths: Mapping[tuple[str, ...], float]
) -> Plan:
    """Place `people`, the first of whom the picture is about. `widths` says how wide words on a line are set."""
    keys = [person.key for person in people]
    drawn = [bond for bond in dict.fromkeys(bonds) if bond.one != bond.other]
    levels = generations(keys, {person.key: person.born for person in people}, _constraints(drawn))
    nets = _nets(drawn, levels, {person.key: person.born_on for person in people})
    rows = order_rows(
        keys,
        levels,
        couples=[(bond.one, bond.other) for bond in drawn if bond.look.tie is Tie.PARTNER],
        parents=_parents(drawn),
        others=[(bond.one, bond.other) for bond in drawn if bond.look.tie not in PARENTHOOD | {Tie.PARTNER}],
        homes=[home.members for home in homes],
        born={person.key: person.born for person in people},
    )
    sizes = {person.key: person.size for person in people}
    lefts = spread(rows, max(w for w, _ in sizes.values()) + GAP, _couples(drawn), _parents(drawn))
    return _Router(people, levels, rows, lefts, nets, widths).plan(homes)


def _constraints(bonds: Sequence[Bond]) -> list[tuple[str, str, int, bool]]:
    """How many generations one stands above the other, the surest first; the last part: whether it must at least be so."""
    rank = {
        Tie.BIRTH: 0, Tie.ADOPTIVE: 0, Tie.PARENT: 0, Tie.PARTNER: 1, Tie.SIBLING: 2, Tie.STEP: 3, Tie.FOSTER: 3,
        Tie.RELATED: 4, Tie.CARES: 5,
    }  # fmt: skip
    ordered = sorted(bonds, key=lambda bond: rank[bond.look.tie])
    return [
        (bond.one, bond.other, 1 if bond.look.tie in PARENTHOOD else bond.above, bond.look.tie in PARENTHOOD)
        for bond in ordered
    ]


def _couples(bonds: Sequence[Bond]) -> list[tuple[str, str]]:
    return [(bond.one, bond.other) for bond in bonds if bond.look.tie is Tie.PARTNER]


def _parents(bonds: Sequence[Bond]) -> dict[str, list[str]]:
    """The parents of each child, each once."""
    found: dict[str, dict[str, None]] = {}
    for bond in bonds:
        if bond.look.tie in PARENTHOOD:
            found.setdefault(bond.other, {})[bond.one] = None
    return {child: list(parents) for child, parents in found.items()}


@dataclass(frozen=True, slots=True)
class _Couple:
    """The line of a partnership that children may hang from."""

    net: _Net
    spans: tuple[tuple[str, str], ...]

    def held_on(self, day: str | None) -> bool:
        return day is not None and any(begin <= day < end for begin, end in self.spans)


def _nets(bonds: Sequence[Bond], levels: Mapping[str, int], born_on: Mapping[str, str | None]) -> list[_Net]:
    """The lines: children hang from their parents' partnership where one is recorded, else from each parent apart."""
    couples: dict[frozenset[str], list[_Couple]] = {}
    nets: list[_Net] = []
    firm_first = sorted(
        (bond for bond in bonds if bond.look.tie is Tie.PARTNER), key=lambda bond: (bond.look.weak, bond.look.to_come)
    )
    for bond in firm_first:
        net = _Net(bond.look, 0, [(bond.one, _DOWN), (bond.other, _DOWN)])
        nets.append(net)
        # No child hangs from a partnership that may never have been.
        if not bond.look.weak:
            couples.setdefault(frozenset((bond.one, bond.other)), []).append(_Couple(net, bond.spans))
    nets += _children(bonds, levels, couples, born_on)
    nets += _siblings(bonds)
    for bond in bonds:
        if bond.look.tie in (Tie.RELATED, Tie.CARES):
            above = levels[bond.other] - levels[bond.one]
            sides = (_UP, _UP) if above == 0 else (_DOWN, _UP) if above > 0 else (_UP, _DOWN)
            arrow_at = bond.other if bond.look.tie is Tie.CARES else None
            ends = [(bond.one, sides[0]), (bond.other, sides[1])]
            nets.append(_Net(bond.look, 1 if above else 3, ends, arrow_at=arrow_at))
    return nets


def _couple_of(couples: Sequence[_Couple], born_on: str | None) -> _Couple:
    """The partnership that a child of two people hangs from: the one in force at its birth, else the current one, else the
    one that ended last.
    """
    return max(
        couples,
        key=lambda one: (
            one.held_on(born_on),
            not (one.net.look.ended or one.net.look.to_come),
            one.net.look.ended,
            max((end for _, end in one.spans), default=""),
        ),
    )


def _children(
    bonds: Sequence[Bond],
    levels: Mapping[str, int],
    couples: Mapping[frozenset[str], Sequence[_Couple]],
    born_on: Mapping[str, str | None],
) -> list[_Net]:
    of_child: dict[str, list[Bond]] = {}
    for bond in bonds:
        if bond.look.tie in PARENTHOOD:
            of_child.setdefault(bond.other, []).append(bond)
    found: dict[tuple[object, ...], _Net] = {}
    for child, links in of_child.items():
        left = list(links)
        for one, other in combinations(links, 2):
            alike = one.look == other.look and one in left and other in left
            below_both = max(levels[one.one], levels[other.one]) < levels[child]
            if alike and below_both and (recorded := couples.get(frozenset((one.one, other.one)))):
                left.remove(one)
                left.remove(other)
                couple = _couple_of(recorded, born_on[child]).net
                key: tuple[object, ...] = (id(couple), one.look, levels[child])
                net = found.setdefault(key, _Net(one.look, 2, [], hangs=couple))
                net.ends.append((child, _UP))
        for bond in left:
            key = (bond.one, bond.look, levels[child])
            net = found.setdefault(key, _Net(bond.look, 2, [(bond.one, _DOWN)]))
            net.ends.append((child, _UP))
    return list(found.values())


def _siblings(bonds: Sequence[Bond]) -> list[_Net]:
    """Siblings of whom no common parent is shown, on one line only where each is recorded as a sibling of each."""
    parents = {child: set(found) for child, found in _parents(bonds).items()}
    by_look: dict[Look, dict[str, set[str]]] = {}
    for bond in bonds:
        if bond.look.tie is Tie.SIBLING and not parents.get(bond.one, set()) & parents.get(bond.other, set()):
            beside = by_look.setdefault(bond.look, {})
            beside.setdefault(bond.one, set()).add(bond.other)
            beside.setdefault(bond.other, set()).add(bond.one)
    nets = []
    for look, beside in by_look.items():
        done: set[str] = set()
        for start in beside:
            if start in done:
                continue
            group = [start]
            for key in group:
                group += sorted(beside[key] - set(group))
            done |= set(group)
            if all(other in beside[one] for one, other in combinations(group, 2)):
                nets.append(_Net(look, 3, [(key, _UP) for key in group]))
            else:
                pairs = [(one, other) for one, other in combinations(group, 2) if other in beside[one]]
                nets += [_Net(look, 3, [(one, _UP), (other, _UP)]) for one, other in pairs]
    return nets


class _Router:
    """Runs the lines: each has a level rail in the gaps between rows, and upright pieces to those it joins."""

    def __init__(
        self,
        people: Sequence[Person],
        levels: Mapping[str, int],
        rows: Sequence[Sequence[str]],
        lefts: Mapping[str, float],
        nets: Sequence[_Net],
        widths: Mapping[tuple[str, ...], float],
    ) -> None:
        self.people = {person.key: person for person in people}
        self.levels, self.rows, self.lefts, self.nets, self.widths = levels, rows, lefts, nets, widths
        self.card = max(person.size[0] for person in people)
        self.at: dict[tuple[int, str], float] = {}
        self.rails: dict[tuple[int, int], _Rail] = {}
        self.channels: list[tuple[_Net, int, int, float]] = []
        self.hooks: dict[int, float] = {}
        self.uprights: dict[int, list[tuple[float, int]]] = {}
        self.tops: list[float] = []

    def plan(self, homes: Sequence[Home]) -> Plan:
        """Everything placed, its left upper corner at 0, 0."""
        self._attach()
        # Where the line of partners of two rows runs is known before anything hangs from it.
        across = [net for net in self.nets if net.rank == 0 and len({self.levels[key] for key, _ in net.ends}) > 1]
        for net in across:
            self._rails_of(net)
        for net in self.nets:
            if net.hangs is not None:
                self.hooks[id(net)] = self._hook(net, net.hangs)
        for net in self.nets:
            if net not in across:
                self._rails_of(net)
        spans = {key: (left, left + self.people[key].size[0]) for key, left in self.lefts.items()}
        pieces = joined_homes(homes, self.rows, spans)
        band = bands(pieces, len(self.rows))
        self._stack(band)
        boxes = {
            key: Box(
                self.lefts[key] + person.size[0] / 2,
                self.tops[self.levels[key]] + person.size[1] / 2,
                *person.size,
            )
            for key, person in self.people.items()
        }
        return _settled(
            boxes,
            [stroke for net in self.nets for stroke in self._strokes(net, boxes)],
            [caption for rail in self.rails.values() for caption in self._captions(rail)],
            [slash for net in self.nets for slash in self._slashes(net, boxes)],
            enclosures(pieces, boxes, band),
        )

    def _gap(self, key: str, side: int) -> int:
        return self.levels[key] + side

    def _foot(self, couple: _Net) -> int:
        """The gap in which children hang from the line of a couple: the one below the lower partner."""
        return max(self._gap(key, side) for key, side in couple.ends)

    def _centre(self, key: str) -> float:
        return self.lefts[key] + PAD + RADIUS

    def _attach(self) -> None:
        """Where on each symbol each line begins: side by side, in the order of where they lead."""
        sides: dict[tuple[str, int], list[int]] = {}
        for number, net in enumerate(self.nets):
            for key, side in net.ends:
                sides.setdefault((key, side), []).append(number)
        for (key, _), numbers in sides.items():
            step = min(_APART, 2 * (RADIUS - 6) / max(len(numbers) - 1, 1))
            numbers.sort(key=lambda number, key=key: (self._leads_to(number, key), number))  # type: ignore[misc]
            for place, number in enumerate(numbers):
                self.at[number, key] = self._centre(key) + (place - (len(numbers) - 1) / 2) * step
        straight = set()
        # A line between two who stand all but one above the other runs straight.
        for number, net in enumerate(self.nets):
            if len(net.ends) == 2 and net.hangs is None and {side for _, side in net.ends} == {_UP, _DOWN}:
                (first, first_side), (second, second_side) = net.ends
                for key, side, other in ((first, first_side, second), (second, second_side, first)):
                    near = abs(self.at[number, key] - self.at[number, other]) < RADIUS / 2
                    if near and len(sides[key, side]) == 1:
                        self.at[number, key] = self.at[number, other]
                        straight.add(number)
        self._part(straight)

    def _part(self, straight: Set[int]) -> None:
        """Move lines apart that would run into each other: from above into a gap, and out of it below, at one place."""
        ends = [
            (number not in straight, self._gap(key, side), self.at[number, key], number, key)
            for number, net in enumerate(self.nets)
            for key, side in dict.fromkeys(net.ends)
        ]
        for _, gap, x, number, key in sorted(ends):
            here = self.uprights.setdefault(gap, [])
            centre = self._centre(key)
            options = [x + step * 2.5 for step in sorted(range(-14, 15), key=lambda step: (abs(step), step))]
            options = [option for option in options if abs(option - centre) <= RADIUS - 3]
            others = [other for other, of in here if of != number]
            free = [
                option
                for least in (_DISTINCT, _DISTINCT / 2)
                for option in options
                if all(abs(option - other) >= least for other in others)
            ]
            self.at[number, key] = (free or [x])[0]
            here.append((self.at[number, key], number))

    def _leads_to(self, number: int, key: str) -> float:
        net = self.nets[number]
        others = [self._centre(end) for end, _ in net.ends if end != key]
        if net.hangs is not None:
            others += [self._centre(end) for end, _ in net.hangs.ends]
        return round(sum(others) / len(others), 3) if others else self._centre(key)

    def _rails_of(self, net: _Net) -> None:
        number = self.nets.index(net)
        gaps: dict[int, list[float]] = {}
        for key, side in net.ends:
            gaps.setdefault(self._gap(key, side), []).append(self.at[number, key])
        if net.hangs is not None:
            gaps.setdefault(self._foot(net.hangs), []).append(self.hooks[id(net)])
        for gap, xs in gaps.items():
            self.rails[id(net), gap] = _Rail(net, gap, xs)
        for upper, lower in pairwise(sorted(gaps)):
            x = self._channel(number, upper, lower, sum(gaps[lower]) / len(gaps[lower]))
            self.channels.append((net, upper, lower, x))
            for gap in range(upper, lower + 1):
                self.uprights.setdefault(gap, []).append((x, number))
            self.rails[id(net), upper].xs.append(x)
            self.rails[id(net), lower].xs.append(x)
        if net.look.words:
            # Words stand once: on the longest rail.
            rails = [self.rails[id(net), gap] for gap in sorted(gaps)]
            longest = max(rails, key=lambda rail: max(rail.xs) - min(rail.xs))
            longest.words = net.look.words

    def _hook(self, net: _Net, couple: _Net) -> float:
        """Where on the partners' line their children hang: in its middle, clear of whatever else runs there."""
        number, foot = self.nets.index(couple), self._foot(couple)
        rail = self.rails.get((id(couple), foot))
        ends = rail.xs if rail else [self.at[number, key] for key, _ in couple.ends]
        middle = (min(ends) + max(ends)) / 2
        own = self.nets.index(net)
        here = self.uprights.setdefault(foot, [])
        options = [middle + step * 5.5 for step in sorted(range(-16, 17), key=lambda step: (abs(step), step))]
        free = [o for o in options if all(abs(o - other) >= _DISTINCT for other, of in here if of != own)]
        # Straight down to an only child who stands all but below.
        children = [self.at[own, key] for key, _ in net.ends]
        if len(children) == 1 and abs(children[0] - middle) < RADIUS and children[0] not in free:
            clear = all(abs(children[0] - other) >= _DISTINCT for other, of in here if of != own)
            free = [children[0], *free] if clear else free
        within = [x for x in free if min(ends) < x < max(ends)]
        found = (within or free or [middle])[0]
        here.append((found, own))
        return found

    def _channel(self, own: int, upper: int, lower: int, target: float) -> float:
        """An x at which a line may run past the rows between two gaps, as near to `target` as there is room."""
        cards = [
            (self.lefts[key] - 13, self.lefts[key] + self.card + 13)
            for row in range(upper, lower)
            for key in self.rows[row]
        ]
        used = [x for gap in range(upper, lower + 1) for x, number in self.uprights.get(gap, ()) if number != own]
        wanted = [
            target,
            *(
                edge + step * 6 * side
                for card in cards
                for side, edge in ((-1, card[0]), (1, card[1]))
                for step in range(_CHANNELS)
            ),
        ]
        free = [
            x
            for x in wanted
            if not any(low < x < high for low, high in cards) and all(abs(x - other) >= _DISTINCT for other in used)
        ]
        return min(free or [target], key=lambda x: (abs(x - target), x))

    def _stack(self, band: Sequence[float]) -> None:
        """Give every rail its height, and every row its place below the rails above it."""
        y = 0.0
        for gap in range(len(self.rows) + 1):
            y += _EDGE if gap else 0.0
            here = [rail for (_, of), rail in self.rails.items() if of == gap]
            for rail in here:
                self._set_words(rail)
            for rank in sorted({rail.net.rank for rail in here}):
                for lane in self._lanes([rail for rail in here if rail.net.rank == rank]):
                    y += max(_LANE, *(len(rail.words) * ROW_HIGH + 12 for rail in lane))
                    for rail in lane:
                        rail.y = y
            if gap < len(self.rows):
                y += _EDGE + band[gap]
                self.tops.append(y)
                y += max(self.people[key].size[1] for key in self.rows[gap])

    def _set_words(self, rail: _Rail) -> None:
        """Where the words on a rail stand: on it where it is long enough, else beside it; clear of uprights if possible."""
        if not rail.words:
            return
        half = self.widths[rail.words] / 2
        low, high = min(rail.xs), max(rail.xs)
        middle = (low + high) / 2
        if high - low >= 2 * half:
            steps = int((high - low - 2 * half) // 8)
            options = [low + half + step * 8 for step in range(steps + 1)] + [middle]
        else:
            options = [high + half + 5, low - half - 5]
        own = {self.nets.index(rail.net)} | {number for number, net in enumerate(self.nets) if net.hangs is rail.net}
        others = [x for x, number in self.uprights.get(rail.gap, ()) if number not in own]

        def hidden(option: float) -> tuple[int, float, float]:
            return sum(abs(x - option) < half + 2 for x in others), round(abs(option - middle), 3), option

        rail.middle = min(options, key=hidden)

    def _lanes(self, rails: Sequence[_Rail]) -> list[list[_Rail]]:
        """The rails of one rank, side by side where they are clear of each other, else one below the other."""
        lanes: list[list[_Rail]] = []
        spans = {id(rail): rail.span(self.widths.get(rail.words, 0.0)) for rail in rails}
        for rail in sorted(rails, key=lambda rail: (spans[id(rail)], self.nets.index(rail.net))):
            low, high = spans[id(rail)]
            for lane in lanes:
                if all(high + _CLEAR < spans[id(other)][0] or spans[id(other)][1] + _CLEAR < low for other in lane):
                    lane.append(rail)
                    break
            else:
                lanes.append([rail])
        return lanes

    def _strokes(self, net: _Net, boxes: Mapping[str, Box]) -> list[Stroke]:
        number = self.nets.index(net)
        found = []
        for key, side in net.ends:
            x = self.at[number, key]
            rail = self.rails[id(net), self._gap(key, side)]
            ends = ((x, rail.y), (x, self._border(key, side, x, boxes)))
            found.append(Stroke(ends, net.look, arrow=key == net.arrow_at))
        if net.hangs is not None:
            found += self._hung(net, net.hangs)
        for rail in self.rails.values():
            if rail.net is net and max(rail.xs) - min(rail.xs) > 0.05:
                found.append(Stroke(((min(rail.xs), rail.y), (max(rail.xs), rail.y)), net.look))
        for of, upper, lower, x in self.channels:
            if of is net:
                ys = (self.rails[id(net), upper].y, self.rails[id(net), lower].y)
                found.append(Stroke(((x, ys[0]), (x, ys[1])), net.look))
        return found

    def _hung(self, net: _Net, couple: _Net) -> list[Stroke]:
        """From the line of a couple down to their children, with a gap where the line of another couple is crossed."""
        gap, x = self._foot(couple), self.hooks[id(net)]
        top, bottom = self.rails[id(couple), gap].y, self.rails[id(net), gap].y
        crossed = [
            rail.y
            for (_, of), rail in self.rails.items()
            if of == gap and rail.net.rank == 0 and top < rail.y < bottom and min(rail.xs) < x < max(rail.xs)
        ]
        edges = [top, *(edge for y in sorted(crossed) for edge in (y - _BREAK, y + _BREAK)), bottom]
        return [Stroke(((x, begin), (x, end)), net.look) for begin, end in zip(edges[::2], edges[1::2], strict=True)]

    def _border(self, key: str, side: int, x: float, boxes: Mapping[str, Box]) -> float:
        """Where an upright line at `x` meets the symbol."""
        centre_y = boxes[key].y - boxes[key].h / 2 + PAD + RADIUS
        aside = min(abs(x - self._centre(key)), RADIUS)
        match self.people[key].symbol:
            case Symbol.SQUARE:
                reach = RADIUS
            case Symbol.CIRCLE:
                reach = (RADIUS**2 - aside**2) ** 0.5
            case Symbol.DIAMOND:
                reach = RADIUS + 2 - aside
        return centre_y + (reach if side == _DOWN else -reach)

    def _captions(self, rail: _Rail) -> list[Caption]:
        if not rail.words:
            return []
        high = len(rail.words) * ROW_HIGH
        width = self.widths[rail.words]
        return [Caption(rail.words, Box(rail.middle, rail.y - high / 2 - 4, width, high))]

    def _slashes(self, net: _Net, boxes: Mapping[str, Box]) -> list[Slash]:
        if not net.look.ended:
            return []
        if net.look.tie in PARENTHOOD:
            number = self.nets.index(net)
            children = [key for key, side in net.ends if side == _UP]
            return [
                Slash(self.at[number, key], self._border(key, _UP, self.at[number, key], boxes) - 15, level=False)
                for key in children
            ]
        rail = max(
            (rail for rail in self.rails.values() if rail.net is net), key=lambda rail: max(rail.xs) - min(rail.xs)
        )
        length = max(rail.xs) - min(rail.xs)
        return [Slash(min(rail.xs) + min(24.0, length / 3), rail.y, level=True)]


def _settled(
    boxes: Mapping[str, Box],
    strokes: Sequence[Stroke],
    captions: Sequence[Caption],
    slashes: Sequence[Slash],
    around: Sequence[Enclosure],
) -> Plan:
    """Everything moved so that it begins at a margin from 0, 0."""
    margin = 14.0
    corners = [
        *(
            (box.x + side * box.w / 2, box.y + end * box.h / 2)
            for box in (*boxes.values(), *(caption.box for caption in captions))
            for side in (-1, 1)
            for end in (-1, 1)
        ),
        *(point for stroke in strokes for point in stroke.points),
        *(point for one in around for loop in one.outline for point in loop),
    ]
    left, top = min(x for x, _ in corners) - margin, min(y for _, y in corners) - margin

    def point(at: Point) -> Point:
        return round(at[0] - left, 1), round(at[1] - top, 1)

    def box(one: Box) -> Box:
        return Box(*point((one.x, one.y)), round(one.w, 1), round(one.h, 1))

    return Plan(
        boxes={key: box(one) for key, one in boxes.items()},
        strokes=tuple(Stroke(tuple(map(point, one.points)), one.look, one.arrow) for one in strokes),
        captions=tuple(Caption(one.rows, box(one.box)) for one in captions),
        slashes=tuple(Slash(*point((one.x, one.y)), one.level) for one in slashes),
        enclosures=tuple(
            Enclosure(one.home, tuple(tuple(map(point, loop)) for loop in one.outline), one.rows, point(one.rows_at))
            for one in around
        ),
        width=round(max(x for x, _ in corners) - left + margin, 1),
        height=round(max(y for _, y in corners) - top + margin, 1),
    )
