"""The lines of a picture: how each is drawn, which words stand on it, and where there is room for them."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Final

from graph_service.model.clock import stored_day
from graph_service.model.records import Link
from graph_service.model.vocabulary import Strength
from graph_service.pictures.layout import Box, Curve, Words, clear_bend, curve, head_box, head_length, place_words
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
from graph_service.wording import captions
from graph_service.wording import links as words

_PARTNERS: Final = "PARTNER_OF"
_LIST_WIDTH: Final = 300.0


@dataclass(frozen=True, slots=True)
class _Line:
    """A link as it is drawn, before its words have a place. `at_first`: what of its `caption` is shown before anybody asks.

    `notable`: more is to be said of it than that it is so on the day.
    """

    link: Link
    kind: LineKind
    strength: Strength | None
    bend: float
    curve: Curve
    caption: tuple[str, ...]
    at_first: tuple[str, ...]
    notable: bool

    @property
    def of_partners(self) -> bool:
        """It is a partnership, whose words are never left out."""
        return self.link.type == _PARTNERS

    @property
    def rank(self) -> int:
        """The place of its strength among others, strongest first."""
        return len(RANK) if self.strength is None else RANK[self.strength]

    @property
    def arrow(self) -> bool:
        """It leads one way."""
        return not words.spec_of(self.link).symmetric


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
    lines = _lines(links, boxes, strengths, as_of, handled)
    heads = [
        head_box(line.curve, boxes[line.link.to_id], _room_for_head(line.strength))
        for line in lines.values()
        if line.arrow
    ]
    spots, lists = _placed(lines, _Lists(lines, names), boxes, titles, heads)
    listed_at = {key: spots[each.name][0] for each in lists for key in each.keys}
    drawn = tuple(
        Edge(
            key=edge_keys[key],
            start=node_keys[line.link.from_id],
            end=node_keys[line.link.to_id],
            kind=line.kind,
            strength=line.strength,
            arrow=line.arrow,
            bend=line.bend,
            caption=line.caption,
            at_first=line.at_first if key not in listed_at and spots[key][1] else (),
            caption_box=listed_at[key] if key in listed_at else spots[key][0],
            begin="" if line.link.derived else stored_day(line.link.valid_from) or "",
            until="" if line.link.derived else stored_day(line.link.valid_to) or "",
        )
        for key, line in lines.items()
    )
    return drawn, tuple(
        Listing(each.heading, tuple((edge_keys[key], row) for key, row in each.rows), spots[each.name][0])
        for each in lists
    )


def _lines(
    links: Mapping[str, Link],
    boxes: Mapping[str, Box],
    strengths: Mapping[str, Strength],
    as_of: date,
    handled: AbstractSet[str],
) -> dict[str, _Line]:
    """Every link as a line, by id. In a full picture partnerships alone say all at first, and what is notable the least."""
    bends = _bends(links.values())
    full = len(boxes) > WORDS_ON_EVERY_LINE_UP_TO
    lines = {}
    for key, link in links.items():
        start, end = boxes[link.from_id], boxes[link.to_id]
        bend = bends[key]
        if bend == 0 and len(boxes) <= BENT_UP_TO:
            bend = clear_bend(
                start, end, [box for name, box in boxes.items() if name not in (link.from_id, link.to_id)]
            )
        kind = line_kind(link, as_of, counts=key in strengths)
        caption = (*captions.caption(link, as_of), *([captions.HANDLED] if key in handled else []))
        notable = kind is not LineKind.HELD or key in handled
        at_first = caption
        if full and link.type != _PARTNERS:
            at_first = captions.brief(caption) if notable else ()
        lines[key] = _Line(link, kind, strengths.get(key), bend, curve(start, end, bend), caption, at_first, notable)
    return lines


def _placed(
    lines: Mapping[str, _Line],
    writer: "_Lists",
    boxes: Mapping[str, Box],
    titles: Sequence[Box],
    heads: Sequence[Box],
) -> tuple[dict[str, tuple[Box, bool]], list["_List"]]:
    """Where the words of each line and each list stand, by id and by name, and whether clear of all else; and the lists.

    The words of many lines between the same two are a list from the outset. What has no room by its line is written
    further off, in a picture that is not too full for it: a partnership always is.
    """
    parallel = [[link.id for link in pair] for pair in _parallel(line.link for line in lines.values())]
    lists = [writer.of(keys) for keys in parallel if len(keys) > WORDS_APART_UP_TO]
    listed = {key for each in lists for key in each.keys}
    ordered = sorted(lines, key=lambda key: (not lines[key].of_partners, not lines[key].notable, lines[key].rank))
    spots = place_words(
        (
            *(
                Words(each.name, lines[each.keys[len(each.keys) // 2]].curve, each.size, anywhere=True)
                for each in lists
            ),
            *(_words_on(key, lines[key]) for key in ordered if key not in listed),
        ),
        (*boxes.values(), *titles),
        heads,
    )
    roomy = len(boxes) <= WORDS_ON_EVERY_LINE_UP_TO
    left = {
        key
        for key, line in lines.items()
        if key not in listed and not spots[key][1] and (line.of_partners or (line.at_first and roomy))
    }
    more = [writer.of(found) for keys in parallel if (found := [key for key in keys if key in left])]
    standing = (box for key, (box, clear) in spots.items() if clear and (key not in lines or lines[key].at_first))
    spots |= place_words(
        (Words(each.name, lines[each.keys[0]].curve, each.size, anywhere=True) for each in more),
        (*boxes.values(), *titles, *standing),
        heads,
    )
    return spots, lists + more


def _words_on(key: str, line: _Line) -> Words:
    return Words(key, line.curve, caption_size(line.at_first or line.caption), keeps_room=bool(line.at_first))


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

    def __init__(self, lines: Mapping[str, _Line], names: Mapping[str, str]) -> None:
        self._lines, self._names = lines, names

    def of(self, keys: Sequence[str]) -> _List:
        """Partnerships first, then what carries the strongest finding, what is so on the day before what is not."""
        lines = self._lines
        ordered = sorted(
            keys, key=lambda key: (not lines[key].of_partners, lines[key].kind is not LineKind.HELD, lines[key].rank)
        )
        first = lines[ordered[0]].link
        two = f"{self._names[first.from_id]} – {self._names[first.to_id]}"
        return _List(
            tuple(ordered),
            wrap(two, CAPTION_SIZE, _LIST_WIDTH, 2, bold=True),
            tuple((key, row) for key in ordered for row in wrap(self._row(lines[key]), CAPTION_SIZE, _LIST_WIDTH, 3)),
        )

    def _row(self, line: _Line) -> str:
        head, *more = line.caption
        told = head + "".join(f" {part}" if part.startswith("(") else f", {part}" for part in more)
        return f"{self._names[line.link.from_id]}: {told}" if line.arrow else told


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
