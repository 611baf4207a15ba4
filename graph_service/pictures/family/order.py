"""In which generation everybody of a family stands, in which order, and how far to the right. Pure."""

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations, permutations
from typing import Final

from graph_service.pictures.layout import rising

_GENERATION_YEARS: Final = 27
_SWEEPS: Final = 24
_PASSES: Final = 5
_REACH: Final = 7
"""How many places to either side are tried for somebody in a long row."""

Constraint = tuple[str, str, int, bool]
"""One stands so many generations above the other; the last part: whether it must at least be below."""


def generations(
    keys: Sequence[str], born: Mapping[str, int | None], constraints: Sequence[Constraint]
) -> dict[str, int]:
    """The row of everybody, 0 the eldest. Earlier constraints win; children always stand below their parents, unless
    somebody is recorded as their own ancestor, and parents of a child beside each other as far as their own families allow.
    """
    root = {key: key for key in keys}
    below = dict.fromkeys(keys, 0)

    def found(key: str) -> tuple[str, int]:
        depth = 0
        while root[key] != key:
            depth += below[key]
            key = root[key]
        return key, depth

    for one, other, steps, _ in constraints:
        (top, depth), (second, its_depth) = found(one), found(other)
        if top != second:
            root[second], below[second] = top, depth + steps - its_depth
    levels = {key: found(key)[1] for key in keys}
    families: dict[str, list[str]] = {}
    for key in keys:
        families.setdefault(found(key)[0], []).append(key)
    _align(list(families.values()), levels, born)
    children = _below(keys, [(one, other) for one, other, _, must in constraints if must])
    _push_down(levels, children)
    _join_parents(levels, children, constraints)
    rows = {level: row for row, level in enumerate(sorted(set(levels.values())))}
    return {key: rows[level] for key, level in levels.items()}


def _align(families: Sequence[Sequence[str]], levels: dict[str, int], born: Mapping[str, int | None]) -> None:
    """Put families that nothing joins beside each other, people of an age in one row."""

    def base(family: Sequence[str]) -> float | None:
        years = [year - _GENERATION_YEARS * levels[key] for key in family if (year := born[key]) is not None]
        return sum(years) / len(years) if years else None

    first = base(families[0])
    for family in families[1:]:
        own = base(family)
        if first is None or own is None:
            shift = min(levels[key] for key in families[0]) - min(levels[key] for key in family)
        else:
            shift = round((own - first) / _GENERATION_YEARS)
        for key in family:
            levels[key] += shift


def _below(keys: Sequence[str], parents: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """The children of everybody, leaving out what closes a circle."""
    children: dict[str, list[str]] = {key: [] for key in keys}
    for parent, child in parents:
        if not _leads(children, child, parent):
            children[parent].append(child)
    return children


def _push_down(levels: dict[str, int], children: Mapping[str, Sequence[str]]) -> None:
    """Move children below their parents."""
    for _ in children:
        for parent, own in children.items():
            for child in own:
                levels[child] = max(levels[child], levels[parent] + 1)


def _join_parents(
    levels: dict[str, int], children: Mapping[str, Sequence[str]], constraints: Sequence[Constraint]
) -> None:
    """Move a parent down to the other parent of a child, out of the row of the child's grandparents: alone or with his or her
    own parents, brothers and sisters, unless that pulls more apart than it joins.
    """

    def pulled_apart(levels: Mapping[str, int]) -> int:
        return sum(abs(levels[other] - levels[one] - steps) for one, other, steps, _ in constraints)

    of_child = {child: [key for key in levels if child in children[key]] for child in levels}
    for child in sorted(levels, key=levels.__getitem__):
        for one, other in permutations(of_child[child], 2):
            apart = levels[other] - levels[one]
            if apart <= 0 or _leads(children, one, other):
                continue
            for moved in ({one}, _with_family(one, children, of_child)):
                tried = {key: level + apart * (key in moved) for key, level in levels.items()}
                _push_down(tried, children)
                if pulled_apart(tried) <= pulled_apart(levels):
                    levels.update(tried)
                    break


def _with_family(key: str, children: Mapping[str, Sequence[str]], parents: Mapping[str, Sequence[str]]) -> set[str]:
    """Somebody with his or her ancestors, and with their descendants but his or her own."""
    above = [key]
    for one in above:
        above += [parent for parent in parents[one] if parent not in above]
    found = dict.fromkeys(above)
    waiting = above[1:]
    for one in waiting:
        new = [child for child in children[one] if child not in found]
        found.update(dict.fromkeys(new))
        waiting += new
    return set(found)


def _leads(children: Mapping[str, Sequence[str]], start: str, end: str) -> bool:
    waiting, seen = [start], {start}
    while waiting:
        key = waiting.pop()
        if key == end:
            return True
        new = [child for child in children[key] if child not in seen]
        seen.update(new)
        waiting += new
    return False


def order_rows(
    keys: Sequence[str],
    levels: Mapping[str, int],
    *,
    couples: Sequence[tuple[str, str]],
    parents: Mapping[str, Sequence[str]],
    others: Sequence[tuple[str, str]],
    homes: Sequence[Sequence[str]],
    born: Mapping[str, int | None],
) -> list[list[str]]:
    """The rows from left to right: partners, siblings and those who live together near each other, elder siblings first."""
    pairs: dict[tuple[str, str], float] = {}

    def near(one: str, other: str, weight: float) -> None:
        if one != other:
            key = (one, other) if keys.index(one) < keys.index(other) else (other, one)
            pairs[key] = pairs.get(key, 0.0) + weight

    for one, other in couples:
        near(one, other, 3.0)
    for child, of in parents.items():
        for parent in of:
            near(parent, child, 0.5)
        for one, other in combinations(of, 2):
            near(one, other, 1.2)
    for one, other in others:
        near(one, other, 0.4)
    for home in homes:
        for one, other in combinations(home, 2):
            near(one, other, 0.7 if levels[one] == levels[other] else 0.25)
    siblings = [
        (one, other)
        for one, other in combinations(sorted(parents, key=lambda key: (born[key] or 0, keys.index(key))), 2)
        if set(parents[one]) & set(parents[other])
        and levels[one] == levels[other]
        and born[one] is not None
        and born[other] is not None
    ]
    for one, other in siblings:
        near(one, other, 0.4)
    rows = _walked(keys, levels, pairs)
    triples = [(child, list(of)) for child, of in parents.items()]

    def cost() -> float:
        at = {key: place - (len(row) - 1) / 2 for row in rows for place, key in enumerate(row)}
        total = sum(weight * abs(at[one] - at[other]) for (one, other), weight in pairs.items())
        total += sum(abs(at[child] - sum(at[parent] for parent in of) / len(of)) for child, of in triples)
        return total + sum(0.5 for elder, younger in siblings if at[elder] > at[younger])

    _improve(rows, cost)
    return rows


def _walked(keys: Sequence[str], levels: Mapping[str, int], pairs: Mapping[tuple[str, str], float]) -> list[list[str]]:
    """A first order: everybody beside those to whom they are nearest, from the first on."""
    beside: dict[str, list[tuple[float, int, str]]] = {key: [] for key in keys}
    for (one, other), weight in pairs.items():
        beside[one].append((-weight, keys.index(other), other))
        beside[other].append((-weight, keys.index(one), one))
    rows: list[list[str]] = [[] for _ in range(max(levels.values()) + 1)]
    placed: set[str] = set()
    for start in keys:
        waiting = [start]
        while waiting:
            key = waiting.pop()
            if key in placed:
                continue
            placed.add(key)
            rows[levels[key]].append(key)
            waiting += [other for _, _, other in sorted(beside[key], reverse=True) if other not in placed]
    return rows


def _improve(rows: Sequence[list[str]], cost: Callable[[], float]) -> None:
    """Move one at a time to another place in the row, as long as it makes the lines shorter."""
    best = cost()
    for _ in range(_PASSES):
        before = best
        for row in rows:
            for key in list(row):
                start = row.index(key)
                chosen = start
                for place in range(max(0, start - _REACH), min(len(row), start + _REACH + 1)):
                    row.remove(key)
                    row.insert(place, key)
                    if (tried := cost()) < best - 1e-9:
                        best, chosen = tried, place
                row.remove(key)
                row.insert(chosen, key)
        if best >= before - 1e-9:
            return


def spread(
    rows: Sequence[Sequence[str]],
    pitch: float,
    couples: Sequence[tuple[str, str]],
    parents: Mapping[str, Sequence[str]],
) -> dict[str, float]:
    """How far to the right everybody stands: children amid below their parents, neighbours at least `pitch` apart."""
    at = {key: (place - (len(row) - 1) / 2) * pitch for row in rows for place, key in enumerate(row)}
    row_of = {key: number for number, row in enumerate(rows) for key in row}
    families: dict[tuple[str, ...], list[str]] = {}
    for child, of in parents.items():
        families.setdefault(tuple(of), []).append(child)
    beside = [pair for pair in couples if row_of[pair[0]] == row_of[pair[1]]]

    def middle(keys: Sequence[str]) -> float:
        return sum(at[key] for key in keys) / len(keys)

    def wishes() -> dict[str, list[tuple[float, float]]]:
        found: dict[str, list[tuple[float, float]]] = {key: [] for key in at}
        for of, children in families.items():
            apart = middle(of) - middle(children)
            for child in children:
                found[child].append((at[child] + apart, 2.0))
            for parent in of:
                found[parent].append((at[parent] - apart, 1.5))
        for one, other in beside:
            left, right = (one, other) if at[one] < at[other] else (other, one)
            found[left].append((at[right] - pitch, 1.0))
            found[right].append((at[left] + pitch, 1.0))
        return found

    for sweep in range(_SWEEPS):
        for row in rows if sweep % 2 else rows[::-1]:
            wished = wishes()
            wanted = [_weighted(wished[key]) if wished[key] else at[key] for key in row]
            eased = rising([want - place * pitch for place, want in enumerate(wanted)])
            at.update({key: value + place * pitch for place, (key, value) in enumerate(zip(row, eased, strict=True))})
    return {key: round(value, 1) for key, value in at.items()}


def _weighted(wishes: Sequence[tuple[float, float]]) -> float:
    return sum(value * weight for value, weight in wishes) / sum(weight for _, weight in wishes)
