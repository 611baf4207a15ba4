"""Still pictures: the network picture and the family picture as SVG and PNG, for print and for papers. Pure.

The same picture gives the same bytes, on every machine: positions are worked out here, and a PNG is drawn with the
typeface that comes with the service, never with one of the machine's.
"""

import math
from collections.abc import Iterable, Mapping
from typing import Final

from font_source_sans_pro import SourceSansPro, SourceSansProBold
from resvg_py import svg_to_bytes

from graph_service.model.case import OffenderCase
from graph_service.model.vocabulary import Strength
from graph_service.pictures.family.build import FAMILY_DRAWN_AT_MOST, Family, Member
from graph_service.pictures.family.drawing import family_body, family_key
from graph_service.pictures.layout import Box, Curve, Point, curve
from graph_service.pictures.style import LineKind, style
from graph_service.pictures.svg import (
    INK,
    LEADING,
    QUIET,
    KeyItem,
    dashes,
    drawing,
    element,
    figure,
    line_sample,
    number,
    rectangle,
    sheet,
    text,
)
from graph_service.pictures.typefaces import FAMILY, outlined
from graph_service.pictures.values import (
    CAPTION_SIZE,
    DRAWN_AT_MOST,
    FIGURE,
    HOME_EDGE,
    HOME_FILL,
    HOME_INK,
    LAYER_EDGE,
    LIST_EDGE,
    NAME_SIZE,
    PAD,
    SMALL_FIGURE,
    TEXT_SIZE,
    Edge,
    Household,
    Listing,
    NodeBox,
    Picture,
    Ring,
)
from graph_service.wording import links as words
from graph_service.wording.provenance import LinkWords

PRINT_WIDTH: Final = 3508
"""Pixels across of a PNG: A4 landscape at 300 dots per inch."""
MOST_PIXELS: Final = 60_000_000
"""A PNG is never larger than this, however tall its picture."""
_PIXELS_PER_UNIT: Final = 2.0
_PLAIN_EDGE: Final = "#8a9094"


def to_png(svg: str, *, width_px: int) -> bytes:
    """The picture as a PNG `width_px` pixels across, its height in proportion. The same SVG gives the same bytes."""
    return svg_to_bytes(
        svg_string=outlined(svg),
        width=width_px,
        background="#ffffff",
        skip_system_fonts=True,
        font_files=[SourceSansPro, SourceSansProBold],
        font_family=FAMILY,
        sans_serif_family=FAMILY,
    )


def print_width(svg: str) -> int:
    """How wide to draw a still: at least A4 landscape at 300 dots per inch, more where its text would be too small."""
    wide, tall = _size(svg)
    wanted = max(PRINT_WIDTH, wide * _PIXELS_PER_UNIT)
    return math.floor(min(wanted, math.sqrt(MOST_PIXELS * wide / tall)))


def _size(svg: str) -> tuple[float, float]:
    """Width and height of a sheet, as its `viewBox` gives them."""
    begin = svg.index('viewBox="') + len('viewBox="')
    _, _, wide, tall = map(float, svg[begin : svg.index('"', begin)].split())
    return wide, tall


def network_svg(picture: Picture, case: OffenderCase | None = None) -> str:
    """The network picture as a self-contained SVG; one too large to draw is said to be so."""
    notes = []
    if picture.truncated:
        notes.append("There is more around than is shown: the network is cut off.")
    if picture.drawn and picture.unwritten:
        notes.append(unwritten_told(picture))
    if picture.left_out:
        notes.append(f"{picture.left_out} people and places further around are not drawn.")
    if not picture.drawn:
        notes.append(
            f"This network has {len(picture.nodes)} people and places. More than {DRAWN_AT_MOST} cannot be drawn so that "
            "anybody could read them, so there is no picture; the tables of the page are complete."
        )
    elif case is not None and not picture.risks:
        notes.append("Nobody is found at risk in this view. It is not a judgement that there is no risk.")
    return sheet(
        _network(picture) if picture.drawn else "",
        (picture.width, picture.height) if picture.drawn else (0, 0),
        network_key(picture, offender=case is not None) if picture.drawn else (),
        what="Network",
        person=picture.person,
        case=case,
        view=picture.view,
        notes=notes,
        conditions=conditions_told(picture.steps, picture.nodes),
    )


def network_drawing(picture: Picture, label: str) -> str:
    """The network picture by itself, to stand in a page; empty where it is too large to draw."""
    return drawing(_network(picture), picture.width, picture.height, label) if picture.drawn else ""


def family_svg(family: Family, case: OffenderCase | None = None) -> str:
    """The family picture as a self-contained SVG; one too large to draw is said to be so."""
    plan = family.plan
    notes = [
        f"Shown: everybody within {family.steps} {'step' if family.steps == 1 else 'steps'} by family relationships of the "
        "offender, the offender’s partners and the people at risk. Nothing is assumed that is not recorded."
    ]
    if family.truncated:
        notes.append("There are more relatives than are shown.")
    if plan is None:
        notes.append(
            f"This family has {len(family.members)} people. More than {FAMILY_DRAWN_AT_MOST} cannot be drawn so that "
            "anybody could read them, so there is no picture; the tables of the page are complete."
        )
    return sheet(
        family_body(family),
        (plan.width, plan.height) if plan else (0, 0),
        family_key(family),
        what="Family",
        person=family.person,
        case=case,
        view=family.view,
        notes=notes,
        conditions=conditions_told((*family.relationships, *family.rests), family.members),
    )


def unwritten_told(picture: Picture) -> str:
    """How many lines carry no words."""
    count = picture.unwritten
    lines = "1 line carries no words" if count == 1 else f"{count} lines carry no words"
    return f"{lines}, for want of room; the tables of the page say what each is."


def conditions_told(steps: Iterable[LinkWords], shown: Iterable[NodeBox | Member]) -> list[str]:
    """Under which conditions what a picture shows may be used, each with what it is about."""
    about: dict[str, list[str]] = {}
    said = (*((step.handling, step.sentence) for step in steps), *((one.handling, one.name) for one in shown))
    for handling, what in said:
        if handling:
            about.setdefault(handling, []).append(what)
    return [f"{handling} This applies to: {'; '.join(each)}." for handling, each in about.items()]


def network_key(picture: Picture, *, offender: bool) -> tuple[KeyItem, ...]:
    """What the shapes and lines that occur in a network picture mean."""
    looks = style()
    shown = {look for node in picture.nodes for look in (node.look, *node.also)}
    items = [KeyItem(figure(look, 24, 20, 0.85), look.legend) for key, look in looks.looks().items() if key in shown]
    found = {node.strength for node in picture.nodes} | {edge.strength for edge in picture.edges}
    for strength in Strength:
        if strength in found:
            look = looks.strengths[strength]
            items.append(KeyItem(line_sample(look.colour, look.width), look.legend))
    kinds = {edge.kind for edge in picture.edges}
    for kind in LineKind:
        if kind in kinds:
            width = looks.background.width if kind is LineKind.WEAK else 2.5
            items.append(KeyItem(line_sample(INK, width, looks.lines[kind].dashes), looks.lines[kind].legend))
    if picture.households:
        enclosed = rectangle(4, 6, 40, 28, fill=HOME_FILL, stroke=HOME_EDGE, stroke_width=2, rx=6)
        items.append(KeyItem(enclosed, "Enclosed: they live at this address on the day of the view"))
    if offender and any(node.strength for node in picture.nodes):
        framed = rectangle(4, 6, 40, 28, fill="#ffffff", stroke=INK, stroke_width=4)
        items.append(
            KeyItem(framed, "A thick frame and “At risk” in words: who might be harmed; the thicker, the stronger")
        )
    if offender and any(edge.strength is None for edge in picture.edges):
        items.append(
            KeyItem(
                line_sample(looks.background.colour, looks.background.width), "The thinnest line carries no finding"
            )
        )
    return tuple(items)


def _network(picture: Picture) -> str:
    """Layers and households first, then lines, then nodes over them, then the words on the lines."""
    boxes = {node.key: node.box for node in picture.nodes}
    return "".join(
        (
            *(_ring(ring, picture) for ring in picture.rings),
            *(_household(household) for household in picture.households),
            *(_edge(edge, boxes) for edge in picture.edges),
            *(_node(node) for node in picture.nodes),
            *(_caption(edge) for edge in picture.edges if edge.at_first),
            *(_listing(listing) for listing in picture.listings),
        )
    )


def _ring(ring: Ring, picture: Picture) -> str:
    """The edge of a layer, as far as it lies within the picture."""
    parts = [
        element(
            "path",
            d="".join(
                f"{'M' if begin else 'L'}{_point(at)}"
                for run in _within(ring, picture)
                for begin, at in zip((True, *([False] * len(run))), run, strict=False)
            ),
            fill="none",
            stroke=LAYER_EDGE,
        )
    ]
    if ring.words:
        box = ring.words_box
        parts += [
            rectangle(box.x - box.w / 2, box.y - box.h / 2, box.w, box.h, fill="#ffffff"),
            text(ring.words, box.x, box.y + 0.35 * CAPTION_SIZE, CAPTION_SIZE, fill=QUIET, anchor="middle"),
        ]
    return "".join(parts)


def _within(ring: Ring, picture: Picture) -> list[list[Point]]:
    """The runs of points on a layer's edge that lie within the picture."""
    runs: list[list[Point]] = [[]]
    for step in range(181):
        turn = math.radians(2 * step)
        at = ring.x + ring.across * math.cos(turn), ring.y + ring.down * math.sin(turn)
        if 0 <= at[0] <= picture.width and 0 <= at[1] <= picture.height:
            runs[-1].append(at)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if len(run) > 1]


def _household(household: Household) -> str:
    box = household.box
    left, top = box.x - box.w / 2, box.y - box.h / 2
    title = words.wrap(household.title, TEXT_SIZE, box.w - 20, 1, bold=True)[0]
    return rectangle(left, top, box.w, box.h, fill=HOME_FILL, stroke=HOME_EDGE, stroke_width=2, rx=12) + text(
        title, left + 10, top + 14 + 0.35 * TEXT_SIZE, TEXT_SIZE, bold=True, fill=HOME_INK
    )


def _edge(edge: Edge, boxes: Mapping[str, Box]) -> str:
    looks = style()
    strong = looks.strengths[edge.strength] if edge.strength else None
    colour = strong.colour if strong else looks.background.colour
    weak = edge.kind is LineKind.WEAK
    width = strong.width if strong and not weak else looks.background.width
    start, end = boxes[edge.start], boxes[edge.end]
    at = curve(start, end, edge.bend)
    middle = at(0.5)
    via = (2 * middle[0] - (start.x + end.x) / 2, 2 * middle[1] - (start.y + end.y) / 2)
    line = element(
        "path",
        d=f"M{_point((start.x, start.y))}Q{_point(via)} {_point((end.x, end.y))}",
        fill="none",
        stroke=colour,
        stroke_width=width,
        stroke_dasharray=dashes(looks.lines[edge.kind].dashes),
    )
    return line + (arrow(at, end, colour, width) if edge.arrow else "")


def arrow(at: Curve, end: Box, colour: str, width: float) -> str:
    """The head of an arrow where the line `at` reaches the node `end`."""
    outside, inside = 0.0, 1.0
    for _ in range(16):
        middle = (outside + inside) / 2
        if Box(*at(middle), 0, 0).overlaps(end):
            inside = middle
        else:
            outside = middle
    tip, length = at(outside), 9 + 2 * width
    back = next((at(outside * (1 - step / 60)) for step in range(61) if _apart(at, outside, step) >= length), at(0))
    way = math.dist(tip, back) or 1.0
    across = ((tip[1] - back[1]) / way * length * 0.42, (back[0] - tip[0]) / way * length * 0.42)
    wings = ((back[0] + across[0], back[1] + across[1]), (back[0] - across[0], back[1] - across[1]))
    return element("path", d=f"M{_point(tip)}L{_point(wings[0])} {_point(wings[1])}Z", fill=colour)


def _apart(at: Curve, outside: float, step: int) -> float:
    return math.dist(at(outside), at(outside * (1 - step / 60)))


def _node(node: NodeBox) -> str:
    looks = style()
    frame = looks.strengths[node.strength] if node.strength else None
    left, top = node.box.x - node.box.w / 2, node.box.y - node.box.h / 2
    parts = [
        rectangle(
            left,
            top,
            node.box.w,
            node.box.h,
            fill="#ffffff",
            stroke=frame.colour if frame else _PLAIN_EDGE,
            stroke_width=frame.width if frame else 1,
        ),
    ]
    middle, below = left + PAD + FIGURE / 2, SMALL_FIGURE + 4 if node.also else 0.0
    parts.append(figure(looks.looks()[node.look], middle, node.box.y - below / 2))
    parts += [
        figure(
            looks.looks()[key],
            middle + (place - (len(node.also) - 1) / 2) * (SMALL_FIGURE - 1),
            node.box.y + FIGURE / 2 + 2,
            SMALL_FIGURE / FIGURE,
        )
        for place, key in enumerate(node.also)
    ]
    sizes = [NAME_SIZE if line.bold and line.strength is None else TEXT_SIZE for line in node.lines]
    y = node.box.y - sum(size * LEADING for size in sizes) / 2
    for line, size in zip(node.lines, sizes, strict=True):
        fill = looks.strengths[line.strength].colour if line.strength else INK
        x = left + 2 * PAD + FIGURE
        parts.append(text(line.text, x, y + size * LEADING / 2 + 0.35 * size, size, bold=line.bold, fill=fill))
        y += size * LEADING
    return "".join(parts)


def _caption(edge: Edge) -> str:
    box, rows = edge.caption_box, edge.at_first
    high = CAPTION_SIZE * LEADING
    wide = max(words.text_width(row, CAPTION_SIZE) for row in rows) + 6
    parts = [
        rectangle(
            box.x - wide / 2,
            box.y - (len(rows) * high + 2) / 2,
            wide,
            len(rows) * high + 2,
            fill="#ffffff",
            fill_opacity=".92",
        )
    ]
    parts += [
        text(
            row,
            box.x,
            box.y + (place - (len(rows) - 1) / 2) * high + 0.35 * CAPTION_SIZE,
            CAPTION_SIZE,
            anchor="middle",
        )
        for place, row in enumerate(rows)
    ]
    return "".join(parts)


def _listing(listing: Listing) -> str:
    box, high = listing.box, CAPTION_SIZE * LEADING
    left, top = box.x - box.w / 2, box.y - box.h / 2
    rows = [(row, True) for row in listing.heading] + [(row, False) for _, row in listing.rows]
    return rectangle(left, top, box.w, box.h, fill="#ffffff", stroke=LIST_EDGE, stroke_width=1) + "".join(
        text(row, left + 5, top + 3 + (place + 0.5) * high + 0.35 * CAPTION_SIZE, CAPTION_SIZE, bold=bold)
        for place, (row, bold) in enumerate(rows)
    )


def _point(point: Point) -> str:
    return f"{number(point[0])} {number(point[1])}"
