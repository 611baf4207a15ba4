"""What both writers put on every page and at the end, and how large pictures are drawn. Pure."""

from dataclasses import replace
from typing import Final

from graph_service.model.clock import exact_instant
from graph_service.papers import words as said
from graph_service.papers.content import Block, Drawing, Fact, Facts, Heading, Made, Paper, Paragraph, Whole, digest

A4_MM: Final = (210.0, 297.0)
MARGIN_MM: Final = 18.0
TOP_MM: Final = 25.0
FOOT_MM: Final = 23.0
_HEADING_MM: Final = 16.0
"""The room that the heading above a picture takes."""


def head_line(paper: Paper) -> str:
    """What stands below the marking at the top of every page: which paper, about which record, at which view."""
    return f"{paper.title} · record {paper.record_id} · {said.view_line(paper.view)}"


def foot_line(paper: Paper, made: Made) -> str:
    """What stands above the marking at the foot of every page, before its number: who made it, when, and its seal."""
    return f"Made by {made.by} at {said.instant(made.at)} · Digest {digest(paper)[:12]}"


def closed(paper: Paper, made: Made) -> Paper:
    """The paper with its seal as the end of its last part."""
    *before, last = paper.parts
    return replace(paper, parts=(*before, replace(last, blocks=(*last.blocks, Whole(_sealing(paper, made))))))


def drawn_size(drawing: Drawing, *, landscape: bool) -> tuple[float, float]:
    """Width and height in millimetres: as large as the page allows, and no larger than reads well."""
    across, down = reversed(A4_MM) if landscape else A4_MM
    room = across - 2 * MARGIN_MM, down - TOP_MM - FOOT_MM - _HEADING_MM
    scale = min(room[0] / drawing.width, room[1] / drawing.height, _LARGEST)
    return round(drawing.width * scale, 2), round(drawing.height * scale, 2)


_LARGEST: Final = 0.3
"""Millimetres for one unit of a picture at the most: text set in 15 units is then 13 points high."""


def _sealing(paper: Paper, made: Made) -> tuple[Block, ...]:
    """The end of every paper: the view it is sealed to, the digest of what it says, who had it made and when."""
    view = paper.view
    return (
        Heading("Seal"),
        Facts(
            (
                Fact("View", (f"True on {view.as_of.isoformat()}, as known at {exact_instant(view.known_at)}",)),
                Fact("Content digest", (digest(paper),)),
                Fact("Made", (f"By {made.by} at {said.instant(made.at)} (UK time)",)),
            )
        ),
        Paragraph(
            "The digest is the SHA-256 of all that this paper says. The same view, read with the same clearance, gives the "
            "same digest, whoever has the paper made and whenever.",
            quiet=True,
        ),
    )
