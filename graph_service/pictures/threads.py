"""The lines of a picture: how each is drawn, which words stand on it, and where there is room for them."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date

from graph_service.domain import Link, stored_day
from graph_service.pictures import words
from graph_service.pictures.faces import RANK
from graph_service.pictures.layout import Box, Words, arrowhead, clear_bend, curve, place_words
from graph_service.pictures.style import LineKind, style
from graph_service.pictures.values import (
    ARROW_SCALE,
    BENT_UP_TO,
    CAPTION_SIZE,
    LEADING,
    WORDS_ON_EVERY_LINE_UP_TO,
    Thread,
)
from graph_service.vocabulary import Strength


def threads(
    links: Mapping[str, Link],
    boxes: Mapping[str, Box],
    titles: Sequence[Box],
    strengths: Mapping[str, Strength],
    card_keys: Mapping[str, str],
    thread_keys: Mapping[str, str],
    as_of: date,
    handled: AbstractSet[str],
) -> tuple[Thread, ...]:
    """Every link as drawn between the `boxes` of its ends, by id. Words also keep clear of `titles`.

    `handled`: the links whose use has conditions; their lines say so.
    """
    many = len(boxes)
    bends = _bends(links.values())
    if many <= BENT_UP_TO:
        for key, link in links.items():
            if bends[key] == 0:
                ends = (link.from_id, link.to_id)
                others = [box for name, box in boxes.items() if name not in ends]
                bends[key] = clear_bend(boxes[link.from_id], boxes[link.to_id], others)
    kinds = {key: line_kind(link, as_of, counts=key in strengths) for key, link in links.items()}
    captions = {
        key: (*words.caption(link, as_of), *([words.HANDLED] if key in handled else [])) for key, link in links.items()
    }
    notable = {key for key, kind in kinds.items() if kind is not LineKind.HELD} | handled
    order = sorted(links, key=lambda key: (key not in notable, RANK[strengths[key]] if key in strengths else len(RANK)))
    at_first = captions
    if many > WORDS_ON_EVERY_LINE_UP_TO:
        at_first = {key: words.brief(captions[key]) if key in notable else () for key in links}
    curves = {key: curve(boxes[link.from_id], boxes[link.to_id], bends[key]) for key, link in links.items()}
    spots = place_words(
        (
            Words(key, curves[key], caption_size(at_first[key] or captions[key]), keeps_room=bool(at_first[key]))
            for key in order
        ),
        (*boxes.values(), *titles),
        [
            arrowhead(curves[key], boxes[link.to_id], _head_length(strengths.get(key)))
            for key, link in links.items()
            if not words.spec_of(link).symmetric
        ],
    )
    return tuple(
        Thread(
            key=thread_keys[key],
            start=card_keys[link.from_id],
            end=card_keys[link.to_id],
            kind=kinds[key],
            strength=strengths.get(key),
            arrow=not words.spec_of(link).symmetric,
            bend=bends[key],
            caption=captions[key],
            at_first=at_first[key] if spots[key][1] else (),
            caption_box=spots[key][0],
            begin="" if link.derived else stored_day(link.valid_from) or "",
            until="" if link.derived else stored_day(link.valid_to) or "",
        )
        for key, link in links.items()
    )


def caption_size(rows: Sequence[str]) -> tuple[float, float]:
    """What the words on a line take up."""
    widest = max(words.text_width(row, CAPTION_SIZE) for row in rows)
    return widest + 6, len(rows) * CAPTION_SIZE * LEADING + 2


def line_kind(link: Link, as_of: date, *, counts: bool) -> LineKind:
    """How a link is drawn. What is past but counts towards a finding, such as last week's call, has not ended."""
    if link.derived:
        return LineKind.DERIVED
    if words.is_weak(link):
        return LineKind.WEAK
    event = words.spec_of(link).event
    if words.is_to_come(link, as_of) or (words.is_over(link, as_of) and not (event and counts)):
        return LineKind.OTHER_TIME
    return LineKind.HELD


def _head_length(strength: Strength | None) -> float:
    """How long vis-network draws the head of an arrow: longer on a thicker line."""
    width = style().strengths[strength].width if strength else style().background.width
    return 15 * ARROW_SCALE + 3 * width


def _bends(links: Iterable[Link]) -> dict[str, float]:
    """For each link its curve, so that several between the same two fan out."""
    beside: dict[frozenset[str], list[Link]] = {}
    for link in links:
        beside.setdefault(frozenset((link.from_id, link.to_id)), []).append(link)
    bends = {}
    for parallel in beside.values():
        for number, link in enumerate(parallel):
            bend = round((number - (len(parallel) - 1) / 2) * 0.36, 2)
            bends[link.id] = bend if link.from_id == parallel[0].from_id else -bend
    return bends
