"""A family picture as SVG, and its key. Pure: the same family gives the same bytes."""

import math
from collections.abc import Sequence
from typing import Final

from graph_service.pictures.family.build import CAPTION_SIZE, LEADING, MARK, TEXT_AT, Family, Member
from graph_service.pictures.family.outlines import Enclosure
from graph_service.pictures.family.values import (
    PAD,
    PARENTHOOD,
    RADIUS,
    BondKind,
    BondStyle,
    Caption,
    Slash,
    Stroke,
    Symbol,
)
from graph_service.pictures.layout import Box, Point
from graph_service.pictures.style import Badge, Telling, style
from graph_service.pictures.svg import (
    INK,
    KeyItem,
    dashes,
    drawing,
    element,
    figure,
    look_item,
    number,
    rectangle,
    text,
)
from graph_service.pictures.values import FIGURE

_DASHES: Final[dict[BondKind, tuple[float, ...]]] = {
    BondKind.PARTNER: (),
    BondKind.BIRTH: (),
    BondKind.ADOPTIVE: (9, 5),
    BondKind.STEP: (14, 4, 3, 4),
    BondKind.FOSTER: (2, 4),
    BondKind.PARENT: (),
    BondKind.SIBLING: (),
    BondKind.RELATED: (5, 3),
    BondKind.CARES: (),
}
_WIDTH: Final = {BondKind.PARTNER: 3.0, BondKind.RELATED: 1.2, BondKind.CARES: 1.2}
_USUAL_WIDTH: Final = 1.8
_WEAK_WIDTH: Final = 0.9
_WEAK: Final = "#5c6366"
_TO_COME: Final = (4.0, 7.0)
_HOME_FILL: Final = "#f3f2f1"
_HOME_EDGE: Final = "#505a5f"
_CORNER: Final = 9.0
_LIGHT: Final = {"convicted": "#d9dcde", "managed": "#d9dcde"}
"""Fills lighter than in the network picture: here the offender alone is dark."""

_PLAIN: Final = frozenset({"offender", "child", "Person"})

_MEANINGS: Final = {
    BondKind.PARTNER: "Partners: a level line below both. What kind, and since when, stands on it",
    BondKind.BIRTH: "Birth child: unbroken line. It hangs from the parents’ partnership where one is recorded, "
    "else from each parent",
    BondKind.ADOPTIVE: "Adopted child: dashed line, and brackets around the symbol",
    BondKind.STEP: "Step-child: dashes and dots, and the word “step”",
    BondKind.FOSTER: "Foster child: dotted line, and the word “foster”",
    BondKind.PARENT: "Parent of a kind that is not recorded: unbroken line, and the word “parent”",
    BondKind.SIBLING: "Siblings whose common parents are not recorded: a line above them",
    BondKind.RELATED: "Other relatives: a thin dashed line that says how they are related",
    BondKind.CARES: "Carer: a thin line with an arrow to whom he or she cares for",
}


def family_drawing(family: Family, label: str) -> str:
    """The picture by itself, to stand in a page; empty where there are too many people to draw."""
    if family.plan is None:
        return ""
    return drawing(family_body(family), family.plan.width, family.plan.height, label)


def family_body(family: Family) -> str:
    """Homes and frames first, then lines, then people, then the words on lines."""
    plan = family.plan
    if plan is None:
        return ""
    parts = [_home(one) for one in plan.enclosures]
    parts += [_frame(member, plan.boxes[member.key]) for member in family.members]
    parts += [_stroke(one) for one in plan.strokes]
    parts += [_slash(one) for one in plan.slashes]
    parts += [_member(member, plan.boxes[member.key]) for member in family.members]
    parts += [_home_name(one) for one in plan.enclosures]
    parts += [_caption(one) for one in plan.captions]
    return "".join(parts)


def _path(points: Sequence[Point], *, closed: bool = False) -> str:
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points) + ("Z" if closed else "")


def _stroke(one: Stroke) -> str:
    colour, width, pattern = _pen(one.style)
    line = element(
        "path", d=_path(one.points), fill="none", stroke=colour, stroke_width=width, stroke_dasharray=dashes(pattern)
    )
    if not one.arrow:
        return line
    (_, before), (x, y) = one.points[-2:]
    back = -9 if y > before else 9
    return line + element("path", d=_path([(x, y), (x - 4, y + back), (x + 4, y + back)], closed=True), fill=colour)


def _pen(look: BondStyle) -> tuple[str, float, tuple[float, ...]]:
    """Colour, width and dashes of a line."""
    if look.weak:
        return _WEAK, _WEAK_WIDTH, _DASHES[look.kind]
    return INK, _WIDTH.get(look.kind, _USUAL_WIDTH), _TO_COME if look.to_come else _DASHES[look.kind]


def _slash(one: Slash) -> str:
    if one.level:
        strokes = [[(one.x - 4 + aside, one.y + 8), (one.x + 4 + aside, one.y - 8)] for aside in (-3.5, 3.5)]
    else:
        strokes = [[(one.x - 8, one.y + 4 + aside), (one.x + 8, one.y - 4 + aside)] for aside in (-3.5, 3.5)]
    return "".join(element("path", d=_path(points), fill="none", stroke=INK, stroke_width=2) for points in strokes)


def _home(one: Enclosure) -> str:
    return element(
        "path",
        d="".join(_rounded(loop) for loop in one.outline),
        fill=_HOME_FILL,
        fill_rule="evenodd",
        stroke=_HOME_EDGE,
        stroke_width=1.3,
        stroke_dasharray="1 3",
        stroke_linecap="round",
    )


def _rounded(loop: Sequence[Point]) -> str:
    """A loop of level and upright edges with its corners rounded."""
    parts: list[str] = []
    for place, corner in enumerate(loop):
        before, after = loop[place - 1], loop[(place + 1) % len(loop)]
        near = min(_CORNER, math.dist(before, corner) / 2, math.dist(corner, after) / 2)
        begin, end = _towards(corner, before, near), _towards(corner, after, near)
        parts.append(f"{'L' if parts else 'M'}{_point(begin)}Q{_point(corner)} {_point(end)}")
    return "".join(parts) + "Z"


def _towards(start: Point, end: Point, length: float) -> Point:
    whole = math.dist(start, end) or 1.0
    return start[0] + (end[0] - start[0]) * length / whole, start[1] + (end[1] - start[1]) * length / whole


def _point(at: Point) -> str:
    return f"{number(at[0])} {number(at[1])}"


def _home_name(one: Enclosure) -> str:
    x, y = one.rows_at
    return "".join(
        text(row, x, y + place * 14.5, CAPTION_SIZE, bold=True, fill="#383f43") for place, row in enumerate(one.rows)
    )


def _frame(member: Member, box: Box) -> str:
    """What marks the offender and whoever is at risk. Lines run over it to the symbol."""
    left, top = box.x - box.w / 2, box.y - box.h / 2
    if member.offender:
        outer = rectangle(left, top, box.w, box.h, fill="#ffffff", stroke=INK, stroke_width=2.5)
        return outer + rectangle(left + 4, top + 4, box.w - 8, box.h - 8, fill="none", stroke=INK, stroke_width=1)
    if member.strength is not None:
        frame = style().strengths[member.strength]
        return rectangle(left, top, box.w, box.h, fill="#ffffff", stroke=frame.colour, stroke_width=frame.width)
    return ""


def _member(member: Member, box: Box) -> str:
    looks = style()
    left, top = box.x - box.w / 2, box.y - box.h / 2
    parts = [_symbol(member, left + PAD + RADIUS, top + PAD + RADIUS)]
    tall = sum(line.size * LEADING for line in member.lines)
    y = top + PAD + max(0.0, (2 * RADIUS - tall) / 2)
    for line in member.lines:
        fill = looks.strengths[line.strength].colour if line.strength else INK
        parts += [
            figure(
                looks.tellings[mark],
                left + TEXT_AT + (place + 0.5) * (MARK + 3) - 1.5,
                y + line.size * 0.6,
                MARK / FIGURE,
            )
            for place, mark in enumerate(line.marks)
        ]
        x = left + TEXT_AT + line.indent
        parts.append(text(line.text, x, y + line.size * 0.95, line.size, bold=line.bold, fill=fill))
        y += line.size * LEADING
    return element("g", *parts, id=member.key)


def _symbol(member: Member, x: float, y: float) -> str:
    look = style().looks()[member.look]
    fill, ink = (INK, "#ffffff") if member.offender else (_LIGHT.get(member.look, look.fill), INK)
    width = 2.5 if look.words == style().badges[Badge.CHILD].words else 1.8
    line = look.line if not member.offender else INK
    parts = [outline(member.symbol, x, y, RADIUS, fill, line, width, look.dashes)]
    if member.offender:
        parts.append(outline(member.symbol, x, y, RADIUS - 4.5, "none", "#ffffff", 1.2))
    if member.died:
        cross = "#ffffff" if ink == "#ffffff" else INK
        parts += [
            element("path", d=_path([(x - 15, y - 15 * way), (x + 15, y + 15 * way)]), stroke=cross, stroke_width=2)
            for way in (1, -1)
        ]
    if member.inside:
        parts.append(text(member.inside, x, y + 5.5, 16, bold=True, fill=ink, anchor="middle"))
    if member.adopted:
        for way in (-1, 1):
            edge, tip = x + way * (RADIUS + 5), x + way * (RADIUS - 1)
            points = [(tip, y - RADIUS - 4), (edge, y - RADIUS - 4), (edge, y + RADIUS + 4), (tip, y + RADIUS + 4)]
            parts.append(element("path", d=_path(points), fill="none", stroke=INK, stroke_width=1.8))
    return "".join(parts)


def outline(
    symbol: Symbol,
    x: float,
    y: float,
    radius: float,
    fill: str,
    line: str,
    width: float,
    broken: Sequence[float] = (),
) -> str:
    """The outline of a person."""
    pen: dict[str, str | float | None] = {
        "fill": fill,
        "stroke": line,
        "stroke_width": width,
        "stroke_dasharray": dashes(broken),
    }
    match symbol:
        case Symbol.SQUARE:
            return rectangle(x - radius, y - radius, 2 * radius, 2 * radius, **pen)
        case Symbol.CIRCLE:
            return element("circle", cx=x, cy=y, r=radius, **pen)
        case Symbol.DIAMOND:
            reach = radius + 2
            return element(
                "path", d=_path([(x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)], closed=True), **pen
            )


def _caption(one: Caption) -> str:
    box, high = one.box, 14.0
    back = rectangle(box.x - box.w / 2, box.y - box.h / 2, box.w, box.h, fill="#ffffff", fill_opacity=".85")
    first = box.y - (len(one.rows) - 1) / 2 * high + 0.35 * CAPTION_SIZE
    return back + "".join(
        text(row, box.x, first + place * high, CAPTION_SIZE, anchor="middle") for place, row in enumerate(one.rows)
    )


def family_key(family: Family) -> tuple[KeyItem, ...]:
    """What the symbols and lines that occur mean."""
    plan = family.plan
    if plan is None:
        return ()
    looks = {stroke.style: None for stroke in plan.strokes}
    items = [KeyItem(_offender_sample(family), "The offender: a filled symbol with two outlines, in a double frame")]
    for symbol, meaning in (
        (Symbol.SQUARE, "Square: male. The age on the day stands inside"),
        (Symbol.CIRCLE, "Circle: female"),
        (Symbol.DIAMOND, "Diamond: sex not recorded, or X"),
    ):
        if any(member.symbol is symbol for member in family.members):
            items.append(KeyItem(outline(symbol, 24, 20, 16, "#ffffff", INK, 1.8), meaning))
    if any(member.look == "child" for member in family.members):
        child = style().looks()["child"]
        items.append(
            KeyItem(
                outline(Symbol.CIRCLE, 24, 20, 16, child.fill, child.line, 2.5),
                "Child (under 18): tinted, and said in words",
            )
        )
    weak = [member for member in family.members if style().looks()[member.look].dashes]
    if any(member.look not in _PLAIN for member in family.members if member not in weak):
        tinted = outline(Symbol.SQUARE, 24, 20, 12, _LIGHT["convicted"], "#505a5f", 1.8)
        items.append(
            KeyItem(tinted, "Any other tint: a victim, somebody convicted, …: said in words beside the symbol")
        )
    if weak:
        broken = style().weak_badge
        items.append(
            KeyItem(
                outline(Symbol.SQUARE, 24, 20, 12, broken.fill, INK, 1.8, broken.dashes),
                "Broken outline: a child, a victim, … by weak evidence alone; its grade stands beside the symbol",
            )
        )
    if any(member.died for member in family.members):
        cross = "".join(element("path", d=d, stroke=INK, stroke_width=2) for d in ("M11 7L37 33", "M11 33L37 7"))
        items.append(KeyItem(outline(Symbol.SQUARE, 24, 20, 16, "#ffffff", INK, 1.8) + cross, "Crossed: died"))
    if any(member.strength for member in family.members):
        framed = rectangle(4, 6, 40, 28, fill="#ffffff", stroke=INK, stroke_width=4)
        items.append(
            KeyItem(framed, "A thick frame and “At risk” in words: who might be harmed; the thicker, the stronger")
        )
    proposed = {telling for member in family.members for telling in member.tellings}
    items += [look_item(style().tellings[telling]) for telling in Telling if telling in proposed]
    for kind in BondKind:
        if any(look.kind is kind for look in looks):
            items.append(KeyItem(_bond_sample(BondStyle(kind)), _MEANINGS[kind]))
    if any(look.ended for look in looks):
        items.append(
            KeyItem(
                _bond_sample(BondStyle(BondKind.PARTNER)) + _slash(Slash(24, 20, level=True)),
                "Two strokes: ended; the date is on the line",
            )
        )
    if any(look.to_come for look in looks):
        items.append(
            KeyItem(
                _bond_sample(BondStyle(BondKind.BIRTH, to_come=True)),
                "Wide dashes: not yet so; from when is on the line",
            )
        )
    if any(look.weak for look in looks):
        items.append(
            KeyItem(
                _bond_sample(BondStyle(BondKind.BIRTH, weak=True)),
                "Very thin and grey, “weak” and a grade: evidence too poor to rely on",
            )
        )
    if plan.enclosures:
        items.append(
            KeyItem(_home_sample(), "Dotted outline on grey: people who live together on the day, with the address")
        )
    return tuple(items)


def _offender_sample(family: Family) -> str:
    symbol = next(member.symbol for member in family.members if member.offender)
    return outline(symbol, 24, 20, 16, INK, INK, 1.8) + outline(symbol, 24, 20, 12, "none", "#ffffff", 1.2)


def _bond_sample(look: BondStyle) -> str:
    points = [(2.0, 20.0), (46.0, 20.0)]
    if look.kind is BondKind.CARES:
        return _stroke(Stroke(((24.0, 2.0), (24.0, 38.0)), look, arrow=True))
    if look.kind in PARENTHOOD:
        points = [(24.0, 1.0), (24.0, 39.0)]
    if look.kind is BondKind.PARTNER:
        points = [(2.0, 8.0), (2.0, 20.0), (46.0, 20.0), (46.0, 8.0)]
    if look.kind is BondKind.SIBLING:
        points = [(2.0, 34.0), (2.0, 20.0), (46.0, 20.0), (46.0, 34.0)]
    return _stroke(Stroke(tuple(points), look))


def _home_sample() -> str:
    box = ((3.0, 4.0), (45.0, 4.0), (45.0, 36.0), (3.0, 36.0))
    return _home(Enclosure("", (box,), (), (0, 0)))
