"""The network picture: of an offender, who might be harmed and by which paths; of another record, what is around it.

Pure: domain objects in, a `Picture` out.

The picture and its tables are made from the same `Picture`, so neither can say what the other does not. Its keys
(`n3`, `e5`, `f1`, `h2`) are made here.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import chain

from graph_service.model.case import CaseFile, Surroundings
from graph_service.model.clock import View
from graph_service.model.findings import Alert, Finding
from graph_service.model.records import Link, Network, Path, Record, Relation, RelationKey
from graph_service.model.vocabulary import Kind, Strength
from graph_service.pictures.layout import Box, Point, curve, extent
from graph_service.pictures.network.arrangement import TITLE, Arrangement, arrange
from graph_service.pictures.network.edges import edges
from graph_service.pictures.network.highlights import Highlights
from graph_service.pictures.network.households import SharedHome, homes
from graph_service.pictures.network.nodes import RANK, NodeStyle, NodeStyles, Proposed, case_badges, tellings_of
from graph_service.pictures.network.timeline import timeline
from graph_service.pictures.network.tree import LayoutEdge
from graph_service.pictures.style import Badge
from graph_service.pictures.typesetting import text_width
from graph_service.pictures.values import (
    CAPTION_SIZE,
    DRAWN_AT_MOST,
    MARGIN,
    NAME_SIZE,
    TEXT_SIZE,
    Around,
    Edge,
    Highlight,
    Household,
    NodeBox,
    Picture,
    Reason,
    Ring,
    Text,
)
from graph_service.wording import links as words
from graph_service.wording import provenance
from graph_service.wording.provenance import LinkWords

__all__ = [
    "CAPTION_SIZE",
    "DRAWN_AT_MOST",
    "NAME_SIZE",
    "TEXT_SIZE",
    "Edge",
    "Highlight",
    "Household",
    "LinkWords",
    "NodeBox",
    "Picture",
    "Reason",
    "Ring",
    "Text",
    "case_picture",
    "network_picture",
]

_RING_WORDS_HIGH = 16.0
_LINE_WORDS = 90.0, 30.0
"""Room for the words on a line, about."""


def case_picture(
    file: CaseFile, surroundings: Surroundings, followable: Mapping[RelationKey, str] | None = None
) -> Picture:
    """The picture of an offender's case with what is around it, the same for its page, its stills and papers.

    `followable` as for `network_picture`.
    """
    return network_picture(
        file.case.person,
        file.findings,
        surroundings.network,
        file.view,
        alerts=file.alerts,
        badges=case_badges(file, surroundings.standings),
        tellings=tellings_of(file.candidates, file.best_placed),
        looked_at=surroundings.looked_at,
        relations=surroundings.relations,
        followable=followable,
        crowded=surroundings.crowded,
        sources={**file.sources, **surroundings.sources},
        left_out=surroundings.left_out,
    )


def network_picture(
    person: Record,
    findings: Sequence[Finding],
    network: Network | None,
    view: View,
    alerts: Sequence[Alert] = (),
    badges: Mapping[str, frozenset[Badge]] | None = None,
    *,
    tellings: Mapping[str, Proposed] | None = None,
    looked_at: AbstractSet[str] = frozenset(),
    offender: bool = True,
    relations: Sequence[Relation] = (),
    followable: Mapping[RelationKey, str] | None = None,
    crowded: AbstractSet[RelationKey] = frozenset(),
    sources: Mapping[str, Record] | None = None,
    left_out: int = 0,
) -> Picture:
    """The picture of `person`, an offender or (`offender` false) any record, with every path of `findings` and `alerts`
    and whatever fulfils a condition beside them.

    `network` adds what lies around them, and `left_out` counts what it could not hold. `badges`, by id of person, adds
    to what the records and links themselves say; `tellings`, by id, is what is proposed of those who could be
    told; those in `looked_at` are drawn pale. `relations` are those of the records shown; `followable` says for
    those that can be drawn, by their key, what an address calls them, and `crowded` holds those that are only counted.
    """
    material = _NetworkRecords(person, view, offender=offender, sources=sources or {}, looked_at=looked_at)
    for path in _paths(findings, alerts):
        material.add(path.nodes, path.links)
    on_paths = set(material.links)
    if network is not None:
        known = {record.id for record in network.nodes} | set(material.records)
        if len(known) <= DRAWN_AT_MOST:
            material.add(
                sorted(network.nodes, key=lambda record: record.id),
                sorted(
                    (link for link in network.links if {link.from_id, link.to_id} <= known), key=lambda link: link.id
                ),
            )
        else:
            left_out += len(known) - len(material.records)
    material.count(relations, followable or {}, crowded)
    return material.picture(
        findings,
        alerts,
        badges or {},
        tellings or {},
        on_paths,
        left_out,
        truncated=network is not None and network.truncated,
    )


def _paths(findings: Iterable[Finding], alerts: Iterable[Alert]) -> Iterable[Path]:
    return chain((path for one in findings for path in one.paths), (path for one in alerts for path in one.paths))


class _NetworkRecords:
    """The records and links of one picture, each once, in order of first mention."""

    def __init__(
        self, person: Record, view: View, *, offender: bool, sources: Mapping[str, Record], looked_at: AbstractSet[str]
    ) -> None:
        self._looked_at = looked_at
        self.person = person
        self.offender_id = person.id if offender else None
        self.view = view
        self.sources = sources
        self.records: dict[str, Record] = {person.id: person}
        self.links: dict[str, Link] = {}
        self.around: dict[str, list[Around]] = {}
        self.crowds: dict[str, list[str]] = {}

    def add(self, records: Iterable[Record], links: Iterable[Link]) -> None:
        for record in records:
            self.records.setdefault(record.id, record)
        for link in links:
            self.links.setdefault(link.id, link)

    def count(
        self,
        relations: Iterable[Relation],
        followable: Mapping[RelationKey, str],
        crowded: AbstractSet[RelationKey],
    ) -> None:
        """Note what lies around the records and is not drawn."""
        for relation in relations:
            record = self.records.get(relation.record_id)
            if record is None or record.sealed:
                continue
            if relation.key in crowded:
                self.crowds.setdefault(record.id, []).append(provenance.crowd(relation, record))
            if relation.beyond:
                self.around.setdefault(record.id, []).append(
                    Around(provenance.around(relation), followable.get(relation.key, ""), relation.key in crowded)
                )

    def picture(
        self,
        findings: Sequence[Finding],
        alerts: Sequence[Alert],
        badges: Mapping[str, frozenset[Badge]],
        tellings: Mapping[str, Proposed],
        on_paths: set[str],
        left_out: int,
        *,
        truncated: bool,
    ) -> Picture:
        as_of = self.view.as_of
        node_keys = {identifier: f"n{number}" for number, identifier in enumerate(self.records)}
        edge_keys = {identifier: f"e{number}" for number, identifier in enumerate(self.links)}
        highlights = Highlights(as_of, node_keys, edge_keys, self.sources)
        found = tuple(highlights.finding(f"f{n}", finding) for n, finding in enumerate(findings, 1))
        warnings = tuple(highlights.alert(f"a{n}", alert, self.person.id) for n, alert in enumerate(alerts, 1))
        makes = NodeStyles(self.offender_id, as_of, self.links.values(), findings, badges, tellings)
        styles = {key: makes.style_of(record, self.crowds.get(key, ())) for key, record in self.records.items()}
        steps = {
            key: highlights.step(link, self.records[link.from_id], self.records[link.to_id])
            for key, link in self.links.items()
        }
        picture = Picture(
            person=self.person,
            view=self.view,
            findings=found,
            alerts=warnings,
            nodes=self._nodes(node_keys, styles, (*found, *warnings)),
            edges=(),
            other_steps=tuple(step for key, step in steps.items() if key not in on_paths),
            width=0.0,
            height=0.0,
            drawn=len(self.records) <= DRAWN_AT_MOST,
            left_out=left_out,
            truncated=truncated,
            people=tuple(
                record.id for record in self.records.values() if record.kind is Kind.PERSON and not record.sealed
            ),
            steps=tuple(steps.values()),
            households=self._households(node_keys),
            timeline=timeline(self.links.values(), self.records),
        )
        if not picture.drawn:
            return picture
        return self._drawn(picture, styles, _strengths(findings), node_keys, edge_keys)

    def _nodes(
        self, node_keys: Mapping[str, str], styles: Mapping[str, NodeStyle], highlights: Iterable[Highlight]
    ) -> tuple[NodeBox, ...]:
        mentions: dict[str, list[str]] = {}
        for highlight in highlights:
            for key in highlight.nodes:
                mentions.setdefault(key, []).append(highlight.who)
        steps = self._steps_away()
        return tuple(
            NodeBox(
                key=node_keys[identifier],
                name=words.clean(record.name),
                what=styles[identifier].what,
                look=styles[identifier].look,
                at_risk=styles[identifier].at_risk,
                strength=styles[identifier].strength,
                lines=styles[identifier].lines,
                box=Box(0, 0, 0, 0),
                mentioned_in=tuple(mentions.get(node_keys[identifier], ())),
                also=styles[identifier].also,
                category=styles[identifier].category,
                steps=steps.get(identifier),
                record_id="" if record.sealed else record.id,
                crowds=tuple(self.crowds.get(identifier, ())),
                around=tuple(self.around.get(identifier, ())),
                handling=provenance.own_handling(record, self.sources),
                told=styles[identifier].told,
                looked_at=identifier in self._looked_at,
            )
            for identifier, record in self.records.items()
        )

    def _steps_away(self) -> dict[str, int]:
        beside: dict[str, list[str]] = {}
        for link in self.links.values():
            beside.setdefault(link.from_id, []).append(link.to_id)
            beside.setdefault(link.to_id, []).append(link.from_id)
        steps, waiting = {self.person.id: 0}, [self.person.id]
        for one in waiting:
            for other in beside.get(one, ()):
                if other not in steps:
                    steps[other] = steps[one] + 1
                    waiting.append(other)
        return steps

    def _homes(self) -> tuple[SharedHome, ...]:
        return homes(self.records, self.links.values(), self.view.as_of)

    def _households(self, node_keys: Mapping[str, str]) -> tuple[Household, ...]:
        return tuple(
            Household(
                key=f"h{number}",
                place=words.clean(self.records[home.place].name),
                title=home.title(self.records),
                members=tuple(words.clean(self.records[one].name) for one in home.residents),
                nodes=tuple(node_keys[one] for one in (home.place, *home.inside)),
                box=Box(0, 0, 0, 0),
                begin=home.begin,
                until=home.until,
            )
            for number, home in enumerate(self._homes(), 1)
        )

    def _drawn(
        self,
        picture: Picture,
        styles: Mapping[str, NodeStyle],
        strengths: Mapping[str, Strength],
        node_keys: Mapping[str, str],
        edge_keys: Mapping[str, str],
    ) -> Picture:
        """The picture with everything in its place."""
        arranged = arrange(
            {node_keys[key]: style.size for key, style in styles.items()},
            node_keys[self.person.id],
            [
                LayoutEdge(
                    node_keys[link.from_id],
                    node_keys[link.to_id],
                    4.0 - RANK[strengths[link.id]] if link.id in strengths else 0.5,
                )
                for link in self.links.values()
            ],
            {household.key: household.nodes for household in picture.households},
        )
        boxes = {identifier: _rounded(arranged.boxes[key]) for identifier, key in node_keys.items()}
        titles = [_title(arranged.enclosures[household.key]) for household in picture.households]
        rings = _rings(arranged, picture, titles, _corridors(boxes, self.links.values()))
        drawn, listings = edges(
            self.links,
            boxes,
            [*titles, *(ring.words_box for ring in rings)],
            strengths,
            node_keys,
            edge_keys,
            self.view.as_of,
            {key for key, link in self.links.items() if provenance.handling(link, self.sources)},
            {key: words.clean(record.name) for key, record in self.records.items()},
        )
        left, top, right, bottom = extent(
            chain(
                boxes.values(),
                arranged.enclosures.values(),
                (ring.words_box for ring in rings if ring.words),
                self._reach(drawn, boxes),
            )
        )

        def moved(box: Box) -> Box:
            return _rounded(Box(box.x - left + MARGIN, box.y - top + MARGIN, box.w, box.h))

        return replace(
            picture,
            nodes=tuple(replace(node, box=moved(box)) for node, box in zip(picture.nodes, boxes.values(), strict=True)),
            edges=tuple(replace(edge, caption_box=moved(edge.caption_box)) for edge in drawn),
            listings=tuple(replace(listing, box=moved(listing.box)) for listing in listings),
            households=tuple(
                replace(household, box=moved(arranged.enclosures[household.key])) for household in picture.households
            ),
            rings=tuple(
                replace(
                    ring,
                    x=round(ring.x - left + MARGIN, 1),
                    y=round(ring.y - top + MARGIN, 1),
                    words_box=moved(ring.words_box),
                )
                for ring in rings
            ),
            width=round(right - left + 2 * MARGIN, 1),
            height=round(bottom - top + 2 * MARGIN, 1),
        )

    def _reach(self, drawn: Sequence[Edge], boxes: Mapping[str, Box]) -> Iterable[Box]:
        """What lines and their words take up: either may lie beyond the outermost nodes."""
        for edge, link in zip(drawn, self.links.values(), strict=True):
            yield edge.caption_box
            at = curve(boxes[link.from_id], boxes[link.to_id], edge.bend)
            yield from (Box(*at(step / 20), 0, 0) for step in range(21))


def _rings(arranged: Arrangement, picture: Picture, titles: Sequence[Box], lines: Sequence[Box]) -> tuple[Ring, ...]:
    """The edge of each layer, with how many relationships away the nodes within it are, where there is room to say so.

    Its words keep clear of `lines` where they can.
    """
    if len(arranged.rings) < 2:
        return ()
    taken = [*arranged.boxes.values(), *titles, *arranged.enclosures.values()]
    steps_within: list[set[int]] = [set() for _ in arranged.rings]
    in_household = {key: household.key for household in picture.households for key in household.nodes}
    for node in picture.nodes:
        spot = arranged.enclosures[in_household[node.key]] if node.key in in_household else arranged.boxes[node.key]
        outside = [(spot.x / across) ** 2 + (spot.y / down) ** 2 > 1 for across, down in arranged.rings]
        if node.steps and False in outside:
            steps_within[outside.index(False)].add(node.steps)
    found = []
    for (across, down), steps in zip(arranged.rings, steps_within, strict=True):
        told = _steps_told(steps)
        size = text_width(told, CAPTION_SIZE) + 8, _RING_WORDS_HIGH
        spots = (Box(*at, *size) for at in _along(across, down))
        clear = _best(
            [box for box in spots if not any(box.overlaps(other, 4, 4) for other in taken)], lines, _hull(taken)
        )
        if told and clear is not None:
            taken.append(clear)
        found.append(Ring(0.0, 0.0, round(across, 1), round(down, 1), told if clear else "", clear or Box(0, 0, 0, 0)))
    return tuple(found)


def _best(spots: Sequence[Box], lines: Sequence[Box], within: Box) -> Box | None:
    """The spot for a layer's words: clear of lines, and where they make the picture least larger; of such the topmost. None
    where they would make it larger by more than they are themselves: it is drawn the smaller for it.
    """
    costs: list[tuple[bool, int, int, int, Box]] = []
    for spot in spots:
        whole = _hull((spot, within))
        wider, taller = round(whole.w - within.w), round(whole.h - within.h)
        if wider <= spot.w and taller <= spot.h:
            crosses = any(spot.overlaps(line) for line in lines)
            costs.append((crosses, taller, wider, len(costs), spot))
    return min(costs)[-1] if costs else None


def _hull(boxes: Iterable[Box]) -> Box:
    """The box around all of these."""
    left, top, right, bottom = extent(boxes)
    return Box((left + right) / 2, (top + bottom) / 2, right - left, bottom - top)


def _corridors(boxes: Mapping[str, Box], links: Iterable[Link]) -> list[Box]:
    """Where lines run, with room for the words on them."""
    return [
        Box(*curve(boxes[link.from_id], boxes[link.to_id], 0)(step / 8), *_LINE_WORDS)
        for link in links
        for step in range(1, 8)
    ]


def _steps_told(steps: AbstractSet[int]) -> str:
    if not steps:
        return ""
    low, high = min(steps), max(steps)
    if low == high:
        return f"{low} {'step' if low == 1 else 'steps'} away"
    return f"{low} to {high} steps away"


def _along(across: float, down: float) -> Iterable[Point]:
    """Points on an ellipse, the topmost first, then to both sides of it."""
    for degrees in sorted(range(-180, 180, 4), key=lambda degrees: (abs(degrees), degrees)):
        turn = math.radians(degrees - 90)
        yield across * math.cos(turn), down * math.sin(turn)


def _title(enclosure: Box) -> Box:
    """The room for a household's name at the top of its enclosure."""
    return Box(enclosure.x, enclosure.y - enclosure.h / 2 + TITLE / 2, enclosure.w, TITLE)


def _rounded(box: Box) -> Box:
    return Box(round(box.x, 1), round(box.y, 1), box.w, box.h)


def _strengths(findings: Iterable[Finding]) -> dict[str, Strength]:
    """For each link that counts, by id, the strength of the strongest exposure it carries."""
    found: dict[str, Strength] = {}
    for finding in findings:
        for exposure in finding.live_exposures:
            for link in exposure.links:
                found[link.id] = min(exposure.strength, found.get(link.id, exposure.strength), key=RANK.__getitem__)
    return found
