"""A network picture as SVG, and its key. Pure: the same picture gives the same bytes.

What is drawn here is what everybody sees: in the page, where a script does no more than give its parts other classes, on
paper, and in files. Looks are attributes, so that a drawing stands alone; a class says what a part is. A node, an edge and a
household have their keys as ids; words on lines name the edge that they are about.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from graph_service.model.vocabulary import Strength
from graph_service.pictures.layout import Box, Curve, Point, arrowhead, curve, head_length
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
    look_item,
    number,
    rectangle,
    text,
)
from graph_service.pictures.typesetting import text_width, wrap
from graph_service.pictures.values import (
    CAPTION_SIZE,
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

_PLAIN_EDGE: Final = "#8a9094"
PALE: Final = 0.62
"""Opacity of a card that was looked at and is not listed: its words can still be read."""


def network_drawing(picture: Picture, label: str) -> str:
    """The picture by itself, to stand in a page; empty where it is too large to draw. `label` as for `svg.drawing`.

    Words on lines that are not shown at first are in it, too, and not displayed.
    """
    if not picture.drawn:
        return ""
    return drawing(_layers(picture, more_words=True), picture.width, picture.height, label)


def network_body(picture: Picture) -> str:
    """The picture as it is at first."""
    return _layers(picture, more_words=False)


def _layers(picture: Picture, *, more_words: bool) -> str:
    """Layers and households first, then lines, then cards over them, then the words on the lines."""
    boxes = {node.key: node.box for node in picture.nodes}
    listed = {key for listing in picture.listings for key, _ in listing.rows}
    captioned = [edge for edge in picture.edges if edge.key not in listed]
    return "".join(
        (
            _layer("rings", (_ring(ring, picture) for ring in picture.rings)),
            _layer("households", (_household(household) for household in picture.households)),
            _layer("edges", (_edge(edge, boxes) for edge in picture.edges)),
            _layer("nodes", (_node(node) for node in picture.nodes)),
            _layer("captions", (_captions(edge, more_words=more_words) for edge in captioned)),
            _layer("lists", (_listing(listing) for listing in picture.listings)),
        )
    )


def _layer(name: str, parts: Iterable[str]) -> str:
    body = "".join(parts)
    return element("g", body, class_=name) if body else ""


def network_key(picture: Picture, *, offender: bool) -> tuple[KeyItem, ...]:
    """What the shapes and lines that occur in a network picture mean."""
    looks = style()
    shown = {look for node in picture.nodes for look in (node.look, *node.also)}
    items = [look_item(look) for key, look in looks.looks().items() if key in shown]
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
    title = wrap(household.title, TEXT_SIZE, box.w - 20, 1, bold=True)[0]
    return element(
        "g",
        rectangle(left, top, box.w, box.h, fill=HOME_FILL, stroke=HOME_EDGE, stroke_width=2, rx=12),
        text(title, left + 10, top + 14 + 0.35 * TEXT_SIZE, TEXT_SIZE, bold=True, fill=HOME_INK),
        id=household.key,
        class_="household",
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
        class_="line",
        d=f"M{_point((start.x, start.y))}Q{_point(via)} {_point((end.x, end.y))}",
        fill="none",
        stroke=colour,
        stroke_width=width,
        stroke_dasharray=dashes(looks.lines[edge.kind].dashes),
    )
    head = _head(at, end, colour, width) if edge.arrow else ""
    return element("g", line, head, id=edge.key, class_=f"edge {edge.kind.value}")


def _head(at: Curve, end: Box, colour: str, width: float) -> str:
    """The head of an arrow where the line `at` reaches the card `end`."""
    length = head_length(width)
    tip, back = arrowhead(at, end, length)
    way = math.dist(tip, back) or 1.0
    across = ((tip[1] - back[1]) / way * length * 0.42, (back[0] - tip[0]) / way * length * 0.42)
    wings = ((back[0] + across[0], back[1] + across[1]), (back[0] - across[0], back[1] - across[1]))
    return element("path", d=f"M{_point(tip)}L{_point(wings[0])} {_point(wings[1])}Z", fill=colour)


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
            class_="frame",
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
        baseline = y + size * LEADING / 2 + 0.35 * size
        about = "risk" if line.strength else None
        parts.append(text(line.text, x, baseline, size, bold=line.bold, fill=fill, class_=about))
        y += size * LEADING
    return element("g", *parts, id=node.key, class_="node", opacity=PALE if node.looked_at else None)


def _captions(edge: Edge, *, more_words: bool) -> str:
    """The words on a line: those shown at first and, with `more_words`, all of them where these are not all."""
    if edge.at_first == edge.caption:
        return _caption(edge, edge.caption, "whole")
    brief = _caption(edge, edge.at_first, "brief") if edge.at_first else ""
    return brief + (_caption(edge, edge.caption, "whole", display="none") if more_words else "")


def _caption(edge: Edge, rows: Sequence[str], part: str, display: str | None = None) -> str:
    box, high = edge.caption_box, CAPTION_SIZE * LEADING
    wide = max(text_width(row, CAPTION_SIZE) for row in rows) + 6
    tall = len(rows) * high + 2
    back = rectangle(box.x - wide / 2, box.y - tall / 2, wide, tall, fill="#ffffff", fill_opacity=".92")
    first = box.y - (len(rows) - 1) / 2 * high + 0.35 * CAPTION_SIZE
    told = (text(row, box.x, first + n * high, CAPTION_SIZE, anchor="middle") for n, row in enumerate(rows))
    return element("g", back, *told, class_=f"caption {part}", data_edge=edge.key, display=display)


def _listing(listing: Listing) -> str:
    box, high = listing.box, CAPTION_SIZE * LEADING
    left, top = box.x - box.w / 2, box.y - box.h / 2
    back = rectangle(left, top, box.w, box.h, fill="#ffffff", stroke=LIST_EDGE, stroke_width=1)
    rows: list[tuple[str, str | None]] = [(row, None) for row in listing.heading]
    rows += [(row, key) for key, row in listing.rows]
    told = []
    for place, (row, key) in enumerate(rows):
        y = top + 3 + place * high
        line = text(row, left + 5, y + high / 2 + 0.35 * CAPTION_SIZE, CAPTION_SIZE, bold=key is None)
        # All of a row may be pointed at, also where nothing is written.
        room = rectangle(left, y, box.w, high, fill="none", pointer_events="all")
        told.append(element("g", room, line, class_="row", data_edge=key) if key else line)
    return element("g", back, *told, class_="list")


def _point(point: Point) -> str:
    return f"{number(point[0])} {number(point[1])}"
