"""What the script of the network page is told besides the drawing: what lights up, when what was so, and what anything in
the picture rests on. Pure.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from graph_service.pictures.values import Edge, Highlight, Household, NodeBox, Picture
from graph_service.wording import links as words
from graph_service.wording.provenance import LinkWords


def browser_data(picture: Picture, around: Mapping[str, str], own: Mapping[str, str]) -> dict[str, Any]:
    """All that `network.js` needs. `around` gives, by key, the address that draws a relation; `own`, by node, its page.

    `spans`: of edges and households that have begun or will end, from which day and until before which.
    """
    highlights = (*picture.findings, *picture.alerts)
    dated: tuple[Edge | Household, ...] = (*picture.edges, *picture.households)
    return {
        "centre": picture.nodes[0].key,
        "highlights": {
            one.key: {
                "nodes": one.nodes,
                "edges": one.edges,
                "about": one.about,
                "told": " ".join((f"{one.who}.", *(why.summary for why in one.reasons if not why.set_aside))),
            }
            for one in highlights
        },
        "spans": {one.key: [one.begin, one.until] for one in dated if one.begin or one.until},
        "today": picture.view.as_of.isoformat(),
        "timeline": [{"day": one.day, "told": words.day(one.day), "changes": one.changes} for one in picture.timeline],
        **_details(picture, around, own, highlights),
    }


def node_told(node: NodeBox) -> str:
    """What a node says, in one line."""
    return ", ".join(part for part in (node.name, node.what, *node.crowds, node.at_risk) if part)


def _details(
    picture: Picture, around: Mapping[str, str], own: Mapping[str, str], highlights: Sequence[Highlight]
) -> dict[str, Any]:
    """What the panel beside the picture says of each node and each line; empty facts are left out."""
    living = {key: home for home in picture.households for key in home.nodes}
    nodes = {
        node.key: {
            "title": node.name,
            "told": node_told(node),
            "facts": _facts(
                ("What is known", node.what),
                ("Category", node.category),
                ("Handling", node.handling),
                ("Recorded here", "; ".join(node.crowds)),
                ("At risk", node.at_risk),
                ("Whom to tell", node.told),
                ("Listed", "looked at, not listed" if node.looked_at else ""),
                ("Household", _household_told(living[node.key].place, living[node.key].members))
                if node.key in living
                else ("", ""),
                ("Nearness", steps_told(node.steps)),
                ("On the path of", "; ".join(node.mentioned_in)),
            ),
            "edges": [edge.key for edge in picture.edges if node.key in (edge.start, edge.end)],
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
    return {"nodes": nodes, "edges": edges}


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


def embedded_json(value: Any) -> Markup:
    """`value` as JSON that may stand inside a `script` element: nothing in it can end the element or a line."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 - every character that HTML gives a meaning is escaped above
