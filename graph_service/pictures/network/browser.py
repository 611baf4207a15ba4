"""What the browser draws of a picture, and what it says of each node and line, as plain data."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from markupsafe import Markup
from pyvis.network import Network as PyvisNetwork

from graph_service.pictures.network.edges import caption_size
from graph_service.pictures.style import LineKind, Look, Style, style
from graph_service.pictures.values import (
    ARROW_SCALE,
    CAPTION_SIZE,
    FIGURE,
    HOME_EDGE,
    HOME_FILL,
    HOME_INK,
    LAYER_EDGE,
    LEADING,
    LIST_EDGE,
    NAME_SIZE,
    PAD,
    SMALL_FIGURE,
    TEXT_SIZE,
    Edge,
    Highlight,
    NodeBox,
    Picture,
)
from graph_service.wording import links as words
from graph_service.wording.provenance import LinkWords

_INK: Final = "#0b0c0c"


def browser_data(picture: Picture, around: Mapping[str, str], own: Mapping[str, str]) -> dict[str, Any]:
    """All that `network.js` needs. `around` gives, by key, the address that draws a relation; `own`, by node, its page."""
    looks = style()
    net = PyvisNetwork(directed=True, height=f"{picture.height}px", width=f"{picture.width}px")
    for node in picture.nodes:
        _add_node(net, node, looks)
    for edge in picture.edges:
        _add_edge(net, edge, looks)
    net.set_options(json.dumps(_VIS_OPTIONS))
    nodes, edges, _, _, _, options = net.get_network_data()
    highlights = (*picture.findings, *picture.alerts)
    return {
        "nodes": nodes,
        "edges": edges,
        "options": json.loads(options),
        "figures": looks.figures,
        "looks": {
            key: {
                "shape": look.shape,
                "color": look.fill,
                "line": look.line,
                "ink": look.ink,
                "letter": look.letter,
                "outline": look.dashes,
            }
            for key, look in looks.looks().items()
            if any(key in node.also for node in picture.nodes)
        },
        "plain": {"colour": looks.background.colour, "width": looks.background.width},
        "dashes": {kind.value: list(looks.lines[kind].dashes) for kind in LineKind},
        "colours": {
            "home": HOME_FILL,
            "homeEdge": HOME_EDGE,
            "homeInk": HOME_INK,
            "layer": LAYER_EDGE,
            "list": LIST_EDGE,
        },
        "width": picture.width,
        "height": picture.height,
        "centre": picture.nodes[0].key,
        "sizes": {
            "figure": FIGURE,
            "small": SMALL_FIGURE,
            "pad": PAD,
            "leading": LEADING,
            "caption": CAPTION_SIZE,
        },
        "households": [
            {
                "title": home.title,
                "x": home.box.x,
                "y": home.box.y,
                "w": home.box.w,
                "h": home.box.h,
                "begin": home.begin,
                "until": home.until,
            }
            for home in picture.households
        ],
        "listings": [
            {
                "heading": listing.heading,
                "rows": listing.rows,
                "x": listing.box.x,
                "y": listing.box.y,
                "w": round(listing.box.w, 1),
                "h": round(listing.box.h, 1),
            }
            for listing in picture.listings
        ],
        "rings": [
            {
                "x": ring.x,
                "y": ring.y,
                "across": ring.across,
                "down": ring.down,
                "words": ring.words,
                "at": [round(ring.words_box.x, 1), round(ring.words_box.y, 1), round(ring.words_box.w, 1)],
            }
            for ring in picture.rings
        ],
        "entries": {
            highlight.key: {
                "cards": highlight.nodes,
                "threads": highlight.edges,
                "about": highlight.about,
                "told": " ".join(
                    (f"{highlight.who}.", *(why.summary for why in highlight.reasons if not why.set_aside))
                ),
            }
            for highlight in highlights
        },
        "today": picture.view.as_of.isoformat(),
        "moments": [
            {"day": moment.day, "told": words.day(moment.day), "changes": moment.changes} for moment in picture.timeline
        ],
        "details": _details(picture, around, own, highlights),
    }


def _add_node(net: PyvisNetwork, node: NodeBox, looks: Style) -> None:
    look: Look = looks.looks()[node.look]
    frame = looks.strengths[node.strength] if node.strength else None
    net.add_node(
        node.key,
        label=node.name,
        shape=look.shape,
        color=look.fill,
        x=node.box.x,
        y=node.box.y,
        w=node.box.w,
        h=node.box.h,
        letter=look.letter,
        outline=look.dashes,
        line=look.line,
        ink=look.ink,
        also=node.also,
        told=", ".join(part for part in (node.name, node.what, *node.crowds, node.at_risk) if part),
        rows=[
            {
                "text": line.text,
                "size": NAME_SIZE if line.bold and line.strength is None else TEXT_SIZE,
                "bold": line.bold,
                "colour": looks.strengths[line.strength].colour if line.strength else _INK,
                "risk": line.strength is not None,
            }
            for line in node.lines
        ],
        frame={"colour": frame.colour, "width": frame.width} if frame else None,
    )


def _add_edge(net: PyvisNetwork, edge: Edge, looks: Style) -> None:
    strong = looks.strengths[edge.strength] if edge.strength else None
    line: Any = strong or looks.background
    net.add_edge(
        edge.start,
        edge.end,
        id=edge.key,
        arrows="to" if edge.arrow else "",
        color=line.colour,
        width=line.width if edge.kind is not LineKind.WEAK else looks.background.width,
        kind=edge.kind.value,
        dashes=list(looks.lines[edge.kind].dashes) or False,
        smooth={"type": "curvedCW" if edge.bend > 0 else "curvedCCW", "roundness": abs(edge.bend)}
        if edge.bend
        else False,
        begin=edge.begin,
        until=edge.until,
        caption={
            "rows": edge.caption,
            "at_first": edge.at_first,
            "x": round(edge.caption_box.x, 1),
            "y": round(edge.caption_box.y, 1),
            "w": round(caption_size(edge.caption)[0], 1),
        },
    )


def _details(
    picture: Picture, around: Mapping[str, str], own: Mapping[str, str], highlights: Sequence[Highlight]
) -> dict[str, Any]:
    """What the panel beside the picture says of each node and each line; empty facts are left out."""
    living = {key: home for home in picture.households for key in home.nodes}
    nodes = {
        node.key: {
            "title": node.name,
            "facts": _facts(
                ("What is known", node.what),
                ("Category", node.category),
                ("Handling", node.handling),
                ("Recorded here", "; ".join(node.crowds)),
                ("At risk", node.at_risk),
                ("Household", _household_told(living[node.key].place, living[node.key].members))
                if node.key in living
                else ("", ""),
                ("Nearness", steps_told(node.steps)),
                ("On the path of", "; ".join(node.mentioned_in)),
            ),
            "threads": [edge.key for edge in picture.edges if node.key in (edge.start, edge.end)],
            "around": [
                {"told": one.told, "href": around.get(one.key, ""), "crowded": one.crowded} for one in node.around
            ],
            "own": own.get(node.key, ""),
        }
        for node in picture.nodes
    }
    edges = {
        edge.key: {
            "title": step.sentence,
            "facts": _facts(
                *step_facts(step), ("Carries", "; ".join(e.who for e in highlights if edge.key in e.edges))
            ),
            "ends": [edge.start, edge.end],
        }
        for edge, step in zip(picture.edges, picture.steps, strict=True)
    }
    return {"cards": nodes, "threads": edges}


def step_facts(step: LinkWords) -> tuple[tuple[str, str], ...]:
    """What a relationship rests on, each fact with its label; a fact may be empty."""
    more = [part for part in step.evidence.split(", ") if not part.startswith("graded ")]
    return (
        ("When", step.dates),
        ("Grade", step.grade),
        ("Evidence", ", ".join(more)),
        ("Source", step.source),
        ("Handling", step.handling),
        ("Recorded", step.recorded),
    )


def steps_told(steps: int | None) -> str:
    """How near to the centre, in words."""
    if steps is None:
        return "no relationship drawn here leads to the centre"
    return (
        "the centre of this picture" if steps == 0 else f"{steps} {'step' if steps == 1 else 'steps'} from the centre"
    )


def _household_told(place: str, members: Iterable[str]) -> str:
    return f"{', '.join(members)} live at {place}"


def _facts(*facts: tuple[str, str]) -> list[tuple[str, str]]:
    return [(label, told) for label, told in facts if told]


_VIS_OPTIONS: dict[str, Any] = {
    "autoResize": False,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False, "randomSeed": 1},
    "interaction": {
        "dragNodes": False,
        "dragView": False,
        "zoomView": False,
        "selectable": False,
        "hover": False,
        "keyboard": {"enabled": False},
    },
    "edges": {"arrows": {"to": {"scaleFactor": ARROW_SCALE}}, "selectionWidth": 0, "hoverWidth": 0},
}


def embedded_json(value: Any) -> Markup:
    """`value` as JSON that may stand inside a `script` element: nothing in it can end the element or a line."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 - every character that HTML gives a meaning is escaped above
