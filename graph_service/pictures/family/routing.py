"""How the lines of a family picture run: where on each symbol they begin, their level rails in the gaps between rows, and
the upright pieces between these. Pure.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from graph_service.pictures.family.nets import DOWN, PARTNERS, UP, Net
from graph_service.pictures.family.seating import Seating
from graph_service.pictures.family.values import RADIUS

_APART: Final = 9.0
_DISTINCT: Final = 5.0
"""Least distance of two upright lines that are not one."""
_CHANNELS: Final = 24
"""How many places outside a card are tried for a line that runs past its row."""
_BESIDE: Final = 13.0
"""How far off a card such a line runs at the least."""

Port = tuple[int, str]
"""Where a net, by its number, leaves somebody."""
RailKey = tuple[int, int]
"""A net, by its number, in one gap between rows."""


@dataclass(frozen=True, slots=True)
class Rail:
    """The level part of a net in one gap between rows, from left to right. `words` stand on it."""

    net: Net
    gap: int
    left: float
    right: float
    words: tuple[str, ...] = ()

    @property
    def key(self) -> RailKey:
        """By what it is known."""
        return self.net.number, self.gap

    @property
    def length(self) -> float:
        """From end to end."""
        return self.right - self.left


@dataclass(frozen=True, slots=True)
class Channel:
    """The upright part of a net, at `x`, from its rail in one gap to that in the next gap below in which it has one."""

    net: Net
    upper: int
    lower: int
    x: float


@dataclass(frozen=True, slots=True)
class Uprights:
    """Where upright lines run in each gap, and to which net each belongs, as they are found."""

    taken: dict[int, list[tuple[float, int]]] = field(default_factory=dict)

    def put(self, gap: int, x: float, net: Net) -> None:
        """Note that a line of `net` runs there."""
        self.taken.setdefault(gap, []).append((x, net.number))

    def besides(self, gap: int, own: AbstractSet[int]) -> list[float]:
        """Where others than the nets of these numbers run."""
        return [x for x, number in self.taken.get(gap, ()) if number not in own]


@dataclass(frozen=True, slots=True)
class Routes:
    """How every net runs. `hooks`: where on the line of partners each net, by number, hangs."""

    nets: Sequence[Net]
    ports: dict[Port, float]
    hooks: dict[int, float]
    rails: dict[RailKey, Rail]
    channels: list[Channel]
    uprights: Uprights

    def rails_of(self, net: Net) -> list[Rail]:
        """The level parts of a net."""
        return [rail for rail in self.rails.values() if rail.net is net]


def routed(nets: Sequence[Net], seating: Seating) -> Routes:
    """The routes of all nets, one after the other: those that come first have the choice of places."""
    uprights = Uprights()
    ports = _ports(nets, seating, uprights)
    routes = Routes(nets, ports, {}, {}, [], uprights)
    # Where the line of partners of two rows runs is known before anything hangs from it.
    across = [net for net in nets if net.rank == PARTNERS and len({seating.levels[key] for key, _ in net.ends}) > 1]
    for net in across:
        _lay(net, routes, seating)
    for net in nets:
        if net.hangs is not None:
            routes.hooks[net.number] = _hook(net, net.hangs, routes, seating)
    for net in nets:
        if net not in across:
            _lay(net, routes, seating)
    return routes


def foot_of(couple: Net, seating: Seating) -> int:
    """The gap in which children hang from the line of a couple: the one below the lower partner."""
    return max(seating.gap(key, side) for key, side in couple.ends)


def _ports(nets: Sequence[Net], seating: Seating, uprights: Uprights) -> dict[Port, float]:
    """Where on each symbol each line begins: side by side, in the order of where they lead."""
    sides: dict[tuple[str, int], list[Net]] = {}
    for net in nets:
        for key, side in net.ends:
            sides.setdefault((key, side), []).append(net)
    ports: dict[Port, float] = {}
    for (key, _), here in sides.items():
        step = min(_APART, 2 * (RADIUS - 6) / max(len(here) - 1, 1))
        ordered = sorted(here, key=lambda net, key=key: (_leads_to(net, key, seating), net.number))  # type: ignore[misc]
        for place, net in enumerate(ordered):
            ports[net.number, key] = seating.centre(key) + (place - (len(here) - 1) / 2) * step
    straight = set()
    # A line between two who stand all but one above the other runs straight.
    for net in nets:
        if len(net.ends) == 2 and net.hangs is None and {side for _, side in net.ends} == {UP, DOWN}:
            (first, first_side), (second, second_side) = net.ends
            for key, side, other in ((first, first_side, second), (second, second_side, first)):
                near = abs(ports[net.number, key] - ports[net.number, other]) < RADIUS / 2
                if near and len(sides[key, side]) == 1:
                    ports[net.number, key] = ports[net.number, other]
                    straight.add(net.number)
    return _parted(nets, seating, ports, straight, uprights)


def _parted(
    nets: Sequence[Net], seating: Seating, ports: dict[Port, float], straight: AbstractSet[int], uprights: Uprights
) -> dict[Port, float]:
    """The ports of lines that would run into each other moved apart: from above into a gap, and out of it below, at one place."""
    ends = [
        (net.number not in straight, seating.gap(key, side), ports[net.number, key], net.number, key)
        for net in nets
        for key, side in dict.fromkeys(net.ends)
    ]
    found = dict(ports)
    for _, gap, x, number, key in sorted(ends):
        centre = seating.centre(key)
        options = [x + step * 2.5 for step in sorted(range(-14, 15), key=lambda step: (abs(step), step))]
        options = [option for option in options if abs(option - centre) <= RADIUS - 3]
        others = uprights.besides(gap, {number})
        free = [
            option
            for least in (_DISTINCT, _DISTINCT / 2)
            for option in options
            if all(abs(option - other) >= least for other in others)
        ]
        found[number, key] = (free or [x])[0]
        uprights.put(gap, found[number, key], nets[number])
    return found


def _leads_to(net: Net, key: str, seating: Seating) -> float:
    """How far to the right that lies which a net joins somebody to."""
    others = [seating.centre(end) for end, _ in net.ends if end != key]
    if net.hangs is not None:
        others += [seating.centre(end) for end, _ in net.hangs.ends]
    return round(sum(others) / len(others), 3) if others else seating.centre(key)


def _lay(net: Net, routes: Routes, seating: Seating) -> None:
    """Find the rails and channels of a net, and note them in `routes`."""
    gaps: dict[int, list[float]] = {}
    for key, side in net.ends:
        gaps.setdefault(seating.gap(key, side), []).append(routes.ports[net.number, key])
    if net.hangs is not None:
        gaps.setdefault(foot_of(net.hangs, seating), []).append(routes.hooks[net.number])
    reach = {gap: list(xs) for gap, xs in gaps.items()}
    for upper, lower in pairwise(sorted(gaps)):
        x = _channel(net, upper, lower, sum(reach[lower]) / len(reach[lower]), routes.uprights, seating)
        routes.channels.append(Channel(net, upper, lower, x))
        for gap in range(upper, lower + 1):
            routes.uprights.put(gap, x, net)
        reach[upper].append(x)
        reach[lower].append(x)
    # Words stand once: on the longest rail.
    longest = max(sorted(gaps), key=lambda gap: max(reach[gap]) - min(reach[gap]))
    for gap in gaps:
        words = net.style.words if gap == longest else ()
        routes.rails[net.number, gap] = Rail(net, gap, min(reach[gap]), max(reach[gap]), words)


def _hook(net: Net, couple: Net, routes: Routes, seating: Seating) -> float:
    """Where on the partners' line their children hang: in its middle, clear of whatever else runs there."""
    foot = foot_of(couple, seating)
    rail = routes.rails.get((couple.number, foot))
    ends = [rail.left, rail.right] if rail else [routes.ports[couple.number, key] for key, _ in couple.ends]
    left, right = min(ends), max(ends)
    middle = (left + right) / 2
    others = routes.uprights.besides(foot, {net.number})

    def is_free(x: float) -> bool:
        return all(abs(x - other) >= _DISTINCT for other in others)

    options = [middle + step * 5.5 for step in sorted(range(-16, 17), key=lambda step: (abs(step), step))]
    free = [option for option in options if is_free(option)]
    # Straight down to an only child who stands all but below.
    children = [routes.ports[net.number, key] for key, _ in net.ends]
    if len(children) == 1 and abs(children[0] - middle) < RADIUS and children[0] not in free and is_free(children[0]):
        free = [children[0], *free]
    within = [x for x in free if left < x < right]
    found = (within or free or [middle])[0]
    routes.uprights.put(foot, found, net)
    return found


def _channel(own: Net, upper: int, lower: int, target: float, uprights: Uprights, seating: Seating) -> float:
    """An x at which a line may run past the rows between two gaps, as near to `target` as there is room."""
    cards = [
        (seating.lefts[key] - _BESIDE, seating.lefts[key] + seating.widest + _BESIDE)
        for row in range(upper, lower)
        for key in seating.rows[row]
    ]
    used = [x for gap in range(upper, lower + 1) for x in uprights.besides(gap, {own.number})]
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
