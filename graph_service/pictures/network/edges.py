"""The lines of a picture: how each is drawn, which words stand on it, and where there is room for them."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Final

from graph_service.model.clock import stored_day
from graph_service.model.records import Link
from graph_service.model.vocabulary import Strength
from graph_service.pictures.layout import Box, Words, clear_bend, curve, head_box, head_length, place_words
from graph_service.pictures.network.nodes import RANK
from graph_service.pictures.style import LineKind, style
from graph_service.pictures.typesetting import text_width, wrap
from graph_service.pictures.values import (
    BENT_UP_TO,
    CAPTION_SIZE,
    LEADING,
    WORDS_APART_UP_TO,
    WORDS_ON_EVERY_LINE_UP_TO,
    Edge,
    Listing,
)
from graph_service.wording import links as words

_PARTNERS: Final = "PARTNER_OF"
_LIST_WIDTH: Final = 300.0


def edges(
    links: Mapping[str, Link],
    boxes: Mapping[str, Box],
    titles: Sequence[Box],
    strengths: Mapping[str, Strength],
    node_keys: Mapping[str, str],
    edge_keys: Mapping[str, str],
    as_of: date,
    handled: AbstractSet[str],
    names: Mapping[str, str],
) -> tuple[tuple[Edge, ...], tuple[Listing, ...]]:
    """Every link as drawn between the `boxes` of its ends, by id, and the lists of words that do not stand on their lines.

    Words also keep clear of `titles`. `handled`: the links whose use has conditions; their lines say so. `names`: of the ends,
    by id.
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
    partners = {key for key, link in links.items() if link.type == _PARTNERS}
    notable = {key for key, kind in kinds.items() if kind is not LineKind.HELD} | handled
    order = sorted(
        links,
        key=lambda key: (
            key not in partners,
            key not in notable,
            RANK[strengths[key]] if key in strengths else len(RANK),
        ),
    )
    at_first = captions
    if many > WORDS_ON_EVERY_LINE_UP_TO:
        at_first = {
            key: captions[key] if key in partners else words.brief(captions[key]) if key in notable else ()
            for key in links
        }
    curves = {key: curve(boxes[link.from_id], boxes[link.to_id], bends[key]) for key, link in links.items()}
    lists = _Lists(links, captions, kinds, strengths, names)
    gathered = [pair for pair in _parallel(links.values()) if len(pair) > WORDS_APART_UP_TO]
    listings = [lists.of([link.id for link in pair]) for pair in gathered]
    listed = {key for listing in listings for key in listing.keys}
    heads = [
        head_box(curves[key], boxes[link.to_id], _room_for_head(strengths.get(key)))
        for key, link in links.items()
        if not words.spec_of(link).symmetric
    ]
    spots = place_words(
        (
            *(
                Words(listing.name, curves[listing.keys[len(listing.keys) // 2]], listing.size, anywhere=True)
                for listing in listings
            ),
            *(
                Words(key, curves[key], caption_size(at_first[key] or captions[key]), keeps_room=bool(at_first[key]))
                for key in order
                if key not in listed
            ),
        ),
        (*boxes.values(), *titles),
        heads,
    )
    # What has no room by its line is written further off, in a picture that is not too full for it: a partnership always is.
    left = {
        key
        for key in links
        if key not in listed
        and not spots[key][1]
        and (key in partners or (at_first[key] and many <= WORDS_ON_EVERY_LINE_UP_TO))
    }
    more = [
        lists.of(found) for pair in _parallel(links.values()) if (found := [one.id for one in pair if one.id in left])
    ]
    taken = (
        *boxes.values(),
        *titles,
        *(box for key, (box, clear) in spots.items() if clear and (key not in at_first or at_first[key])),
    )
    spots |= place_words(
        (Words(listing.name, curves[listing.keys[0]], listing.size, anywhere=True) for listing in more), taken, heads
    )
    listings += more
    place_of = {key: spots[listing.name][0] for listing in listings for key in listing.keys}
    drawn = tuple(
        Edge(
            key=edge_keys[key],
            start=node_keys[link.from_id],
            end=node_keys[link.to_id],
            kind=kinds[key],
            strength=strengths.get(key),
            arrow=not words.spec_of(link).symmetric,
            bend=bends[key],
            caption=captions[key],
            at_first=at_first[key] if key not in place_of and spots[key][1] else (),
            caption_box=place_of[key] if key in place_of else spots[key][0],
            begin="" if link.derived else stored_day(link.valid_from) or "",
            until="" if link.derived else stored_day(link.valid_to) or "",
        )
        for key, link in links.items()
    )
    return drawn, tuple(
        Listing(listing.heading, tuple((edge_keys[key], row) for key, row in listing.rows), spots[listing.name][0])
        for listing in listings
    )


@dataclass(frozen=True, slots=True)
class _List:
    """A listing that has no place yet."""

    keys: tuple[str, ...]
    heading: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        """What it is placed by: no link is called so."""
        return f"list {self.keys[0]}"

    @property
    def size(self) -> tuple[float, float]:
        widest = max(
            *(text_width(row, CAPTION_SIZE, bold=True) for row in self.heading),
            *(text_width(row, CAPTION_SIZE) for _, row in self.rows),
        )
        return widest + 10, (len(self.heading) + len(self.rows)) * CAPTION_SIZE * LEADING + 6


class _Lists:
    """Writes the words of lines between the same two as a list."""

    def __init__(
        self,
        links: Mapping[str, Link],
        captions: Mapping[str, Sequence[str]],
        kinds: Mapping[str, LineKind],
        strengths: Mapping[str, Strength],
        names: Mapping[str, str],
    ) -> None:
        self._links, self._captions, self._kinds, self._strengths = links, captions, kinds, strengths
        self._names = names

    def of(self, keys: Sequence[str]) -> _List:
        """Partnerships first, then what carries the strongest finding, what is so on the day before what is not."""
        ordered = sorted(
            keys,
            key=lambda key: (
                self._links[key].type != _PARTNERS,
                self._kinds[key] is not LineKind.HELD,
                RANK[self._strengths[key]] if key in self._strengths else len(RANK),
            ),
        )
        first = self._links[ordered[0]]
        two = f"{self._names[first.from_id]} – {self._names[first.to_id]}"
        return _List(
            tuple(ordered),
            wrap(two, CAPTION_SIZE, _LIST_WIDTH, 2, bold=True),
            tuple((key, row) for key in ordered for row in wrap(self._row(key), CAPTION_SIZE, _LIST_WIDTH, 3)),
        )

    def _row(self, key: str) -> str:
        link = self._links[key]
        head, *more = self._captions[key]
        told = head + "".join(f" {part}" if part.startswith("(") else f", {part}" for part in more)
        return told if words.spec_of(link).symmetric else f"{self._names[link.from_id]}: {told}"


def caption_size(rows: Sequence[str]) -> tuple[float, float]:
    """What the words on a line take up."""
    widest = max(text_width(row, CAPTION_SIZE) for row in rows)
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


def _room_for_head(strength: Strength | None) -> float:
    """How much of a line is left to the head of its arrow, with a little to spare."""
    width = style().strengths[strength].width if strength else style().background.width
    return head_length(width) + 2


def _parallel(links: Iterable[Link]) -> list[list[Link]]:
    """The links between the same two, together."""
    beside: dict[frozenset[str], list[Link]] = {}
    for link in links:
        beside.setdefault(frozenset((link.from_id, link.to_id)), []).append(link)
    return list(beside.values())


def _bends(links: Iterable[Link]) -> dict[str, float]:
    """For each link its curve, so that several between the same two fan out, and no further than five do."""
    bends = {}
    for parallel in _parallel(links):
        step = min(0.36, 1.44 / max(len(parallel) - 1, 1))
        for number, link in enumerate(parallel):
            bend = round((number - (len(parallel) - 1) / 2) * step, 2)
            bends[link.id] = bend if link.from_id == parallel[0].from_id else -bend
    return bends
