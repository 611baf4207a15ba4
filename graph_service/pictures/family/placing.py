"""Where everybody in a family picture stands, and how the lines between them run.

Pure geometry: rows are generations, partners and siblings stand side by side, every line runs level or upright. Whatever
the records say – a circle of parents, an uncle who is a partner – finds a place; the same family always finds the same one.
It comes about in stages, each a function that takes what the one before it found: who stands where (`order`), which lines there
are (`nets`), how they run (`routing`), how high everything lies (`stacking`), and the strokes that draw them (`strokes`).
"""

from collections.abc import Mapping, Sequence
from typing import Final

from graph_service.pictures.family.nets import couples_of, nets_of, parents_of
from graph_service.pictures.family.order import Constraint, generations, order_rows, spread
from graph_service.pictures.family.outlines import Enclosure, OutlinedHome, bands, enclosures, joined_homes
from graph_service.pictures.family.routing import routed
from graph_service.pictures.family.seating import Seating
from graph_service.pictures.family.stacking import stacked
from graph_service.pictures.family.strokes import captions_of, slashes_of, strokes_of
from graph_service.pictures.family.values import (
    PARENTHOOD,
    Bond,
    BondKind,
    Caption,
    FamilyPlan,
    Relative,
    Slash,
    Stroke,
)
from graph_service.pictures.layout import Box, Point

GAP: Final = 44.0
"""Room between two neighbours of a row; lines past a generation run through it."""
_MARGIN: Final = 14.0
_SUREST_FIRST: Final = (
    (BondKind.BIRTH, BondKind.ADOPTIVE, BondKind.PARENT),
    (BondKind.PARTNER,),
    (BondKind.SIBLING,),
    (BondKind.STEP, BondKind.FOSTER),
    (BondKind.RELATED,),
    (BondKind.CARES,),
)
"""Which kinds of relationship say most surely in which generations two stand."""


def place_family(
    people: Sequence[Relative],
    bonds: Sequence[Bond],
    homes: Sequence[OutlinedHome],
    widths: Mapping[tuple[str, ...], float],
) -> FamilyPlan:
    """Place `people`, the first of whom the picture is about. `widths` says how wide words on a line are set."""
    drawn = [bond for bond in dict.fromkeys(bonds) if bond.one != bond.other]
    seating = _seated(people, drawn, homes)
    nets = nets_of(drawn, seating.levels, {person.key: person.born_on for person in people})
    routes = routed(nets, seating)
    pieces = joined_homes(homes, seating.rows, seating.spans)
    band = bands(pieces, len(seating.rows))
    stack = stacked(routes, seating, widths, band)
    boxes = {
        key: Box(
            seating.lefts[key] + person.size[0] / 2,
            stack.tops[seating.levels[key]] + person.size[1] / 2,
            *person.size,
        )
        for key, person in seating.people.items()
    }
    return _settled(
        boxes,
        [stroke for net in nets for stroke in strokes_of(net, routes, stack, seating, boxes)],
        captions_of(routes, stack, widths),
        [slash for net in nets for slash in slashes_of(net, routes, stack, seating, boxes)],
        enclosures(pieces, boxes, band),
    )


def _seated(people: Sequence[Relative], bonds: Sequence[Bond], homes: Sequence[OutlinedHome]) -> Seating:
    keys = [person.key for person in people]
    born = {person.key: person.born for person in people}
    levels = generations(keys, born, _constraints(bonds))
    rows = order_rows(
        keys,
        levels,
        couples=couples_of(bonds),
        parents=parents_of(bonds),
        others=[(bond.one, bond.other) for bond in bonds if bond.style.kind not in PARENTHOOD | {BondKind.PARTNER}],
        homes=[home.members for home in homes],
        born=born,
    )
    widest = max(person.size[0] for person in people)
    lefts = spread(rows, widest + GAP, couples_of(bonds), parents_of(bonds))
    return Seating({person.key: person for person in people}, levels, rows, lefts)


def _constraints(bonds: Sequence[Bond]) -> list[Constraint]:
    """How many generations one stands above the other, the surest first; the last part: whether it must at least be so."""
    rank = {kind: place for place, kinds in enumerate(_SUREST_FIRST) for kind in kinds}
    ordered = sorted(bonds, key=lambda bond: rank[bond.style.kind])
    return [
        (bond.one, bond.other, 1 if bond.style.kind in PARENTHOOD else bond.above, bond.style.kind in PARENTHOOD)
        for bond in ordered
    ]


def _settled(
    boxes: Mapping[str, Box],
    strokes: Sequence[Stroke],
    captions: Sequence[Caption],
    slashes: Sequence[Slash],
    around: Sequence[Enclosure],
) -> FamilyPlan:
    """Everything moved so that it begins at a margin from 0, 0."""

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
    left, top = min(x for x, _ in corners) - _MARGIN, min(y for _, y in corners) - _MARGIN

    def point(at: Point) -> Point:
        return round(at[0] - left, 1), round(at[1] - top, 1)

    def box(one: Box) -> Box:
        return Box(*point((one.x, one.y)), round(one.w, 1), round(one.h, 1))

    return FamilyPlan(
        boxes={key: box(one) for key, one in boxes.items()},
        strokes=tuple(Stroke(tuple(map(point, one.points)), one.style, one.arrow) for one in strokes),
        captions=tuple(Caption(one.rows, box(one.box)) for one in captions),
        slashes=tuple(Slash(*point((one.x, one.y)), one.level) for one in slashes),
        enclosures=tuple(
            Enclosure(one.home, tuple(tuple(map(point, loop)) for loop in one.outline), one.rows, point(one.rows_at))
            for one in around
        ),
        width=round(max(x for x, _ in corners) - left + _MARGIN, 1),
        height=round(max(y for _, y in corners) - top + _MARGIN, 1),
    )
