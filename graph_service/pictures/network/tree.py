"""How far everything stands from the centre of a network, and the order in which it goes round."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

FULL_TURN = 2 * math.pi


@dataclass(frozen=True, slots=True)
class LayoutEdge:
    """A line to draw between two nodes. `weight` says how much it matters that it is short."""

    start: str
    end: str
    weight: float = 1.0


class Tree:
    """The shortest way from the centre to every node, and the order of nodes around it. A household counts as one node."""

    def __init__(self, keys: Iterable[str], centre: str, lines: Sequence[LayoutEdge]) -> None:
        self.centre = centre
        units = list(keys)
        neighbours: dict[str, dict[str, float]] = {key: {} for key in units}
        for line in lines:
            for one, other in ((line.start, line.end), (line.end, line.start)):
                neighbours[one][other] = max(line.weight, neighbours[one].get(other, 0.0))
        self.depth = {centre: 0}
        self.children: dict[str, list[str]] = {key: [] for key in units}
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
        for key in units:
            if key not in self.depth:
                self.depth[key] = outermost
                self.children[centre].append(key)
        self.joined = {frozenset((line.start, line.end)) for line in lines}
        in_tree = {frozenset((parent, child)) for parent, kids in self.children.items() for child in kids}
        self.chords = [line for line in lines if frozenset((line.start, line.end)) not in in_tree]

    def leaves(self) -> Iterator[str]:
        """The nodes without children, in the order in which they go round."""
        stack = [self.centre]
        while stack:
            key = stack.pop()
            if kids := self.children[key]:
                stack.extend(reversed(kids))
            else:
                yield key

    def angles(self) -> dict[str, float]:
        """The angle that suits each node: its leaves share the circle, a parent stands amid its own."""
        spans: dict[str, float] = {}
        for key in sorted(self.depth, key=lambda key: -self.depth[key]):
            own = 1.0 / max(self.depth[key], 1) ** 0.5
            spans[key] = max(own, sum(spans[child] for child in self.children[key]))
        total = sum(spans[child] for child in self.children[self.centre]) or 1.0
        angles: dict[str, float] = {self.centre: 0.0}
        stack = [(self.centre, 0.0, FULL_TURN)]
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
            total += min(apart, FULL_TURN - apart) * line.weight
        return total
