"""A network as pyvis and vis-network take it: the same nodes at the same places, with the same words, free to be moved. Pure."""

import json
from typing import Any, Final

from pyvis.network import Network as PyvisNetwork

from graph_service.pictures.style import LineKind, style
from graph_service.pictures.values import CAPTION_SIZE, TEXT_SIZE, TEXT_WIDTH, Edge, NodeBox, Picture

_INK: Final = "#0b0c0c"
_ARROW_SCALE: Final = 0.6
_FACE: Final = "Source Sans Pro, Helvetica Neue, Helvetica, Arial, sans-serif"
"""Given with each node and edge: pyvis takes the spaces out of what is set for all."""
_OPTIONS: Final[dict[str, Any]] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False, "randomSeed": 1},
    "interaction": {"hover": False, "multiselect": True, "zoomView": False, "keyboard": {"enabled": False}},
    "nodes": {
        "shape": "box",
        "margin": 8,
        "widthConstraint": {"maximum": TEXT_WIDTH + 44},
        "shapeProperties": {"borderRadius": 0},
    },
    "edges": {
        "arrows": {"to": {"scaleFactor": _ARROW_SCALE}},
        "selectionWidth": 2,
    },
}


def movable_data(picture: Picture) -> dict[str, Any]:
    """Nodes, edges and options for `vis.Network`. Nothing moves by itself."""
    net = PyvisNetwork(directed=True)
    for node in picture.nodes:
        _add_node(net, node)
    for edge in picture.edges:
        _add_edge(net, edge)
    net.set_options(json.dumps(_OPTIONS))
    nodes, edges, _, _, _, options = net.get_network_data()
    return {"nodes": nodes, "edges": edges, "options": json.loads(options)}


def _add_node(net: PyvisNetwork, node: NodeBox) -> None:
    looks = style()
    look = looks.looks()[node.look]
    frame = looks.strengths[node.strength] if node.strength else None
    net.add_node(
        node.key,
        label="\n".join(line.text for line in node.lines),
        x=node.box.x,
        y=node.box.y,
        shape="box",
        color={"background": look.fill, "border": frame.colour if frame else look.line},
        borderWidth=frame.width if frame else 1,
        shapeProperties={"borderDashes": list(look.dashes) or False},
        font={"face": _FACE, "size": TEXT_SIZE, "color": look.ink},
    )


def _add_edge(net: PyvisNetwork, edge: Edge) -> None:
    looks = style()
    strong = looks.strengths[edge.strength] if edge.strength else None
    weak = edge.kind is LineKind.WEAK
    net.add_edge(
        edge.start,
        edge.end,
        id=edge.key,
        label="\n".join(edge.caption),
        font={"face": _FACE, "size": CAPTION_SIZE, "color": _INK, "strokeWidth": 4, "strokeColor": "#ffffff"},
        arrows="to" if edge.arrow else "",
        color=strong.colour if strong else looks.background.colour,
        width=strong.width if strong and not weak else looks.background.width,
        dashes=list(looks.lines[edge.kind].dashes) or False,
        smooth={"enabled": True, "type": "curvedCW" if edge.bend > 0 else "curvedCCW", "roundness": abs(edge.bend)}
        if edge.bend
        else False,
    )
