"""Which lines a family picture has, and what each of them joins: several relationships may share one. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from graph_service.pictures.family.values import PARENTHOOD, Bond, BondKind, BondStyle

UP: Final = 0
DOWN: Final = 1
"""Where a line leaves somebody: also how far below his or her row the gap lies that it leaves into."""
PARTNERS, RELATIVES, CHILDREN, SIBLINGS = range(4)
"""The ranks of lines: in which order they lie in a gap, from above."""

End = tuple[str, int]
"""Who is joined, and on which side the line leaves him or her."""


@dataclass(frozen=True, slots=True, eq=False)
class Net:
    """One line with all that it joins, by its `number` in the picture.

    `hangs`: the line of partners that it hangs from. `arrow_at`: whom the head of an arrow points at.
    """

    number: int
    style: BondStyle
    rank: int
    ends: tuple[End, ...]
    hangs: "Net | None" = None
    arrow_at: str | None = None


def nets_of(bonds: Sequence[Bond], levels: Mapping[str, int], born_on: Mapping[str, str | None]) -> list[Net]:
    """The lines: children hang from their parents' partnership where one is recorded, else from each parent apart.

    `levels`: the row of everybody; `born_on`: the ISO day of birth, where it is known.
    """
    found: list[Net] = []
    couples: dict[frozenset[str], list[_Couple]] = {}
    firm_first = sorted(
        (bond for bond in bonds if bond.style.kind is BondKind.PARTNER),
        key=lambda bond: (bond.style.weak, bond.style.to_come),
    )
    for bond in firm_first:
        net = Net(len(found), bond.style, PARTNERS, ((bond.one, DOWN), (bond.other, DOWN)))
        found.append(net)
        # No child hangs from a partnership that may never have been.
        if not bond.style.weak:
            couples.setdefault(frozenset((bond.one, bond.other)), []).append(_Couple(net, bond.spans))
    for brood in _broods(bonds, levels, couples, born_on):
        above: tuple[End, ...] = () if brood.parent is None else ((brood.parent, DOWN),)
        ends = (*above, *((child, UP) for child in brood.children))
        found.append(Net(len(found), brood.style, CHILDREN, ends, hangs=brood.couple))
    for style, group in _siblings(bonds):
        found.append(Net(len(found), style, SIBLINGS, tuple((key, UP) for key in group)))
    for bond in bonds:
        if bond.style.kind in (BondKind.RELATED, BondKind.CARES):
            above_by = levels[bond.other] - levels[bond.one]
            sides = (UP, UP) if above_by == 0 else (DOWN, UP) if above_by > 0 else (UP, DOWN)
            arrow_at = bond.other if bond.style.kind is BondKind.CARES else None
            ends = ((bond.one, sides[0]), (bond.other, sides[1]))
            found.append(Net(len(found), bond.style, RELATIVES if above_by else SIBLINGS, ends, arrow_at=arrow_at))
    return found


def couples_of(bonds: Sequence[Bond]) -> list[tuple[str, str]]:
    """Who are partners, or were."""
    return [(bond.one, bond.other) for bond in bonds if bond.style.kind is BondKind.PARTNER]


def parents_of(bonds: Sequence[Bond]) -> dict[str, list[str]]:
    """The parents of each child, each once."""
    found: dict[str, dict[str, None]] = {}
    for bond in bonds:
        if bond.style.kind in PARENTHOOD:
            found.setdefault(bond.other, {})[bond.one] = None
    return {child: list(parents) for child, parents in found.items()}


@dataclass(frozen=True, slots=True)
class _Couple:
    """The line of a partnership that children may hang from."""

    net: Net
    spans: tuple[tuple[str, str], ...]

    def held_on(self, day: str | None) -> bool:
        return day is not None and any(begin <= day < end for begin, end in self.spans)


def _couple_of(couples: Sequence[_Couple], born_on: str | None) -> _Couple:
    """The partnership that a child of two people hangs from: the one in force at its birth, else the current one, else the
    one that ended last.
    """
    return max(
        couples,
        key=lambda one: (
            one.held_on(born_on),
            not (one.net.style.ended or one.net.style.to_come),
            one.net.style.ended,
            max((end for _, end in one.spans), default=""),
        ),
    )


@dataclass(frozen=True, slots=True)
class _Brood:
    """Children who share a line: from the line of a `couple`, else from one `parent`."""

    style: BondStyle
    couple: Net | None
    parent: str | None
    children: list[str]


def _broods(
    bonds: Sequence[Bond],
    levels: Mapping[str, int],
    couples: Mapping[frozenset[str], Sequence[_Couple]],
    born_on: Mapping[str, str | None],
) -> list[_Brood]:
    of_child: dict[str, list[Bond]] = {}
    for bond in bonds:
        if bond.style.kind in PARENTHOOD:
            of_child.setdefault(bond.other, []).append(bond)
    found: dict[tuple[int | str, BondStyle, int], _Brood] = {}
    for child, links in of_child.items():
        left = list(links)
        for one, other in combinations(links, 2):
            alike = one.style == other.style and one in left and other in left
            below_both = max(levels[one.one], levels[other.one]) < levels[child]
            if alike and below_both and (recorded := couples.get(frozenset((one.one, other.one)))):
                left.remove(one)
                left.remove(other)
                couple = _couple_of(recorded, born_on[child]).net
                key = (couple.number, one.style, levels[child])
                found.setdefault(key, _Brood(one.style, couple, None, [])).children.append(child)
        for bond in left:
            found.setdefault(
                (bond.one, bond.style, levels[child]), _Brood(bond.style, None, bond.one, [])
            ).children.append(child)
    return list(found.values())


def _siblings(bonds: Sequence[Bond]) -> list[tuple[BondStyle, tuple[str, ...]]]:
    """Siblings of whom no common parent is shown, on one line only where each is recorded as a sibling of each."""
    parents = {child: set(found) for child, found in parents_of(bonds).items()}
    by_style: dict[BondStyle, dict[str, set[str]]] = {}
    for bond in bonds:
        if bond.style.kind is BondKind.SIBLING and not parents.get(bond.one, set()) & parents.get(bond.other, set()):
            beside = by_style.setdefault(bond.style, {})
            beside.setdefault(bond.one, set()).add(bond.other)
            beside.setdefault(bond.other, set()).add(bond.one)
    groups: list[tuple[BondStyle, tuple[str, ...]]] = []
    for style, beside in by_style.items():
        done: set[str] = set()
        for start in beside:
            if start in done:
                continue
            group = [start]
            for key in group:
                group += sorted(beside[key] - set(group))
            done |= set(group)
            if all(other in beside[one] for one, other in combinations(group, 2)):
                groups.append((style, tuple(group)))
            else:
                groups += [(style, pair) for pair in combinations(group, 2) if pair[1] in beside[pair[0]]]
    return groups
