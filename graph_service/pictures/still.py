"""Still pictures: the network picture and the family picture as SVG and PNG, for print and for papers. Pure.

The same picture gives the same bytes, on every machine: positions are worked out here, and a PNG is drawn with the
typeface that comes with the service, never with one of the machine's.
"""

import math
from collections.abc import Iterable
from typing import Final

from font_source_sans_pro import SourceSansPro, SourceSansProBold
from resvg_py import svg_to_bytes

from graph_service.model.case import OffenderCase
from graph_service.pictures.family.build import FAMILY_DRAWN_AT_MOST, Family, Member
from graph_service.pictures.family.drawing import family_body, family_key
from graph_service.pictures.network.drawing import network_body, network_key
from graph_service.pictures.svg import sheet
from graph_service.pictures.typefaces import FAMILY, outlined
from graph_service.pictures.values import DRAWN_AT_MOST, NodeBox, Picture
from graph_service.wording.provenance import LinkWords

PRINT_WIDTH: Final = 3508
"""Pixels across of a PNG: A4 landscape at 300 dots per inch."""
MOST_PIXELS: Final = 60_000_000
"""A PNG is never larger than this, however tall its picture."""
_PIXELS_PER_UNIT: Final = 2.0


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
        network_body(picture) if picture.drawn else "",
        (picture.width, picture.height) if picture.drawn else (0, 0),
        network_key(picture, offender=case is not None) if picture.drawn else (),
        what="Network",
        person=picture.person,
        case=case,
        view=picture.view,
        notes=notes,
        conditions=conditions_told(picture.steps, picture.nodes),
    )


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
