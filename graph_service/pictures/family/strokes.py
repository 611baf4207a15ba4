"""The pieces that draw the lines of a family picture: strokes, words on them, and the two slashes of what has ended."""

from collections.abc import Mapping
from typing import Final

from graph_service.pictures.family.nets import PARTNERS, UP, Net
from graph_service.pictures.family.routing import Routes, foot_of
from graph_service.pictures.family.seating import Seating
from graph_service.pictures.family.stacking import ROW_HIGH, Stack, Widths
from graph_service.pictures.family.values import PARENTHOOD, Caption, Slash, Stroke
from graph_service.pictures.layout import Box

_BREAK: Final = 4.5
"""Half the gap in a line to children where it crosses the line of another couple."""


def strokes_of(net: Net, routes: Routes, stack: Stack, seating: Seating, boxes: Mapping[str, Box]) -> list[Stroke]:
    """A net from each symbol to its rail, from the line that it hangs from, along its rails and channels."""
    found = []
    for key, side in net.ends:
        x = routes.ports[net.number, key]
        y = stack.rails[net.number, seating.gap(key, side)]
        ends = ((x, y), (x, seating.border(key, side, x, boxes)))
        found.append(Stroke(ends, net.style, arrow=key == net.arrow_at))
    if net.hangs is not None:
        found += _hung(net, net.hangs, routes, stack, seating)
    for rail in routes.rails_of(net):
        if rail.length > 0.05:
            y = stack.rails[rail.key]
            found.append(Stroke(((rail.left, y), (rail.right, y)), net.style))
    for channel in routes.channels:
        if channel.net is net:
            top, bottom = stack.rails[net.number, channel.upper], stack.rails[net.number, channel.lower]
            found.append(Stroke(((channel.x, top), (channel.x, bottom)), net.style))
    return found


def _hung(net: Net, couple: Net, routes: Routes, stack: Stack, seating: Seating) -> list[Stroke]:
    """From the line of a couple down to their children, with a gap where the line of another couple is crossed."""
    gap, x = foot_of(couple, seating), routes.hooks[net.number]
    top, bottom = stack.rails[couple.number, gap], stack.rails[net.number, gap]
    crossed = [
        stack.rails[rail.key]
        for rail in routes.rails.values()
        if rail.gap == gap
        and rail.net.rank == PARTNERS
        and top < stack.rails[rail.key] < bottom
        and rail.left < x < rail.right
    ]
    edges = [top, *(edge for y in sorted(crossed) for edge in (y - _BREAK, y + _BREAK)), bottom]
    return [Stroke(((x, begin), (x, end)), net.style) for begin, end in zip(edges[::2], edges[1::2], strict=True)]


def captions_of(routes: Routes, stack: Stack, widths: Widths) -> list[Caption]:
    """The words on lines, each above its rail."""
    found = []
    for rail in routes.rails.values():
        if rail.words:
            high = len(rail.words) * ROW_HIGH
            box = Box(stack.words[rail.key], stack.rails[rail.key] - high / 2 - 4, widths[rail.words], high)
            found.append(Caption(rail.words, box))
    return found


def slashes_of(net: Net, routes: Routes, stack: Stack, seating: Seating, boxes: Mapping[str, Box]) -> list[Slash]:
    """What says that a relationship has ended: above each child, else on the longest rail. None where it has not."""
    if not net.style.ended:
        return []
    if net.style.kind in PARENTHOOD:
        ports = [(key, routes.ports[net.number, key]) for key, side in net.ends if side == UP]
        return [Slash(x, seating.border(key, UP, x, boxes) - 15, level=False) for key, x in ports]
    rail = max(routes.rails_of(net), key=lambda rail: rail.length)
    return [Slash(rail.left + min(24.0, rail.length / 3), stack.rails[rail.key], level=True)]
