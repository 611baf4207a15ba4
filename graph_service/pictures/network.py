"""The network picture: of an offender, who might be harmed and by which paths; of another record, what is around it.

Pure: domain objects in, HTML out.

The picture and its tables are made from the same `Picture`, so neither can say what the other does not. Keys in the page
(`n3`, `e5`, `f1`) are made here: no id of a record but that in the middle reaches it.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup
from pyvis.network import Network as PyvisNetwork

from graph_service.catalogue import assets
from graph_service.domain import LONDON, Alert, Exposure, Finding, Link, Network, OffenderCase, Path, Record, View
from graph_service.pictures import words
from graph_service.pictures.layout import Box, Line, Words, arrowhead, clear_bend, curve, extent, place, place_words
from graph_service.pictures.static import static_url
from graph_service.pictures.style import Badge, LineKind, Look, Style, style
from graph_service.vocabulary import Kind, RiskGroup, Serves, Strength, Timing

DRAWN_AT_MOST = 200
"""More cards than this are not drawn: nobody could read them."""
WORDS_ON_EVERY_LINE_UP_TO = 40
"""Up to so many cards every line carries its words; beyond, only lines that are dated, worked out or weak do."""
BENT_UP_TO = 80
"""Up to so many cards a line is curved where it would run behind a card."""

NAME_SIZE, TEXT_SIZE, CAPTION_SIZE = 15, 13, 12
_LEADING = 1.25
_ARROW_SCALE = 0.6
_FIGURE, _PAD, _TEXT_WIDTH = 44.0, 7.0, 132.0
_MARGIN = 18.0
_VICTIM_PATTERNS = frozenset({"prior_victim_proximity", "prior_victim_contact", "release_address_near_victim"})
_CONVICTED = frozenset({"CONVICTED", "CAUTIONED"})
_SUSPECTED = frozenset({"CHARGED", "SUSPECTED"})
_RANK = {strength: rank for rank, strength in enumerate(Strength)}
_HERE = {
    Serves.CHILDREN: "Children here",
    Serves.ADULTS_AT_RISK: "Adults at risk here",
    Serves.BOTH: "Children and adults at risk here",
    Serves.NONE: "People here",
}
_GROUP_WORDS = {
    RiskGroup.CHILDREN: "Children",
    RiskGroup.PUBLIC: "Public",
    RiskGroup.KNOWN_ADULT: "Known adult",
    RiskGroup.STAFF: "Staff",
    RiskGroup.PRISONERS: "Prisoners",
}
_TIMING_WORDS = {
    Timing.CURRENT: "now",
    Timing.RECENT: "recent",
    Timing.FORTHCOMING: "still to come",
    Timing.HISTORIC: "in the past",
}


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text on a card; `strength` where it says how strong the finding about it is."""

    text: str
    bold: bool = False
    strength: Strength | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A person, place or thing: its look, what it says, and where it stands."""

    key: str
    name: str
    what: str
    look: str
    at_risk: str
    strength: Strength | None
    lines: tuple[Text, ...]
    box: Box
    mentioned_in: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Thread:
    """A relationship as drawn: its ends, its line, and the words on it. `bend` is its curve beside parallel lines.

    `at_first` are the words shown before anything is chosen, in `caption_box`: fewer in a large picture, and none
    where there is no room for them.
    """

    key: str
    start: str
    end: str
    kind: LineKind
    strength: Strength | None
    arrow: bool
    bend: float
    caption: tuple[str, ...]
    at_first: tuple[str, ...]
    caption_box: Box


@dataclass(frozen=True, slots=True)
class Step:
    """One relationship of a path, in words."""

    sentence: str
    dates: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody is listed: one exposure, or an alert. `set_aside` says why it does not count, if it does not."""

    title: str
    summary: str
    strength: str
    timing: str
    set_aside: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A finding or an alert, with the cards and threads that light up for it. `about` is the card of whom it is about."""

    key: str
    who: str
    strength: Strength | None
    groups: tuple[str, ...]
    reasons: tuple[Reason, ...]
    about: str
    cards: tuple[str, ...]
    threads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """All that the page shows. `drawn` is false where there is more than can be drawn readably.

    `left_out` counts people and places of the wider network that are not drawn because they would be too many.
    `people` are the ids of those shown, for the audit entry.
    """

    person: Record
    view: View
    findings: tuple[Entry, ...]
    alerts: tuple[Entry, ...]
    cards: tuple[Card, ...]
    threads: tuple[Thread, ...]
    other_steps: tuple[Step, ...]
    width: float
    height: float
    drawn: bool
    left_out: int
    truncated: bool
    people: tuple[str, ...]


def network_picture(
    person: Record,
    findings: Sequence[Finding],
    network: Network | None,
    view: View,
    alerts: Sequence[Alert] = (),
    badges: Mapping[str, frozenset[Badge]] | None = None,
    *,
    offender: bool = True,
) -> Picture:
    """The picture of `person`, an offender or (`offender` false) any record, with every path of `findings` and `alerts`.

    `network` adds what lies around them. `badges`, by id of person, adds to what the records and links themselves say.
    """
    material = _Material(person, view, offender=offender)
    for path in _paths(findings, alerts):
        material.add(path.nodes, path.links)
    on_paths = set(material.links)
    left_out = 0
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
            left_out = len(known) - len(material.records)
    return material.picture(
        findings, alerts, badges or {}, on_paths, left_out, truncated=network is not None and network.truncated
    )


def _paths(findings: Iterable[Finding], alerts: Iterable[Alert]) -> Iterable[Path]:
    return chain((exposure.path for finding in findings for exposure in finding.exposures), (a.path for a in alerts))


class _Material:
    """The records and links of one picture, each once, in order of first mention."""

    def __init__(self, person: Record, view: View, *, offender: bool) -> None:
        self.person = person
        self.offender_id = person.id if offender else None
        self.view = view
        self.records: dict[str, Record] = {person.id: person}
        self.links: dict[str, Link] = {}

    def add(self, records: Iterable[Record], links: Iterable[Link]) -> None:
        for record in records:
            self.records.setdefault(record.id, record)
        for link in links:
            self.links.setdefault(link.id, link)

    def picture(
        self,
        findings: Sequence[Finding],
        alerts: Sequence[Alert],
        badges: Mapping[str, frozenset[Badge]],
        on_paths: set[str],
        left_out: int,
        *,
        truncated: bool,
    ) -> Picture:
        card_keys = {identifier: f"n{number}" for number, identifier in enumerate(self.records)}
        thread_keys = {identifier: f"e{number}" for number, identifier in enumerate(self.links)}
        entries = [self._finding(f"f{n}", found, card_keys, thread_keys) for n, found in enumerate(findings, 1)]
        warnings = [self._alert(f"a{n}", alert, card_keys, thread_keys) for n, alert in enumerate(alerts, 1)]
        faces = {key: self._face(record, findings, badges) for key, record in self.records.items()}
        drawn = len(self.records) <= DRAWN_AT_MOST
        strengths = _strengths(findings)
        boxes = self._boxes(faces, strengths) if drawn else {key: Box(0, 0, 0, 0) for key in faces}
        boxes = _moved(boxes, *extent(boxes.values())[:2])
        threads: tuple[Thread, ...] = self._threads(boxes, card_keys, thread_keys, strengths) if drawn else ()
        left, top, right, bottom = extent(chain(boxes.values(), self._reach(threads, boxes)))
        boxes = _moved(boxes, left, top)
        threads = tuple(
            replace(thread, caption_box=_moved({thread.key: thread.caption_box}, left, top)[thread.key])
            for thread in threads
        )
        mentions: dict[str, list[str]] = {}
        for entry in (*entries, *warnings):
            for key in entry.cards:
                mentions.setdefault(key, []).append(entry.who)
        return Picture(
            person=self.person,
            view=self.view,
            findings=tuple(entries),
            alerts=tuple(warnings),
            cards=tuple(
                Card(
                    key=card_keys[identifier],
                    name=words.clean(record.name),
                    what=faces[identifier].what,
                    look=faces[identifier].look,
                    at_risk=faces[identifier].at_risk,
                    strength=faces[identifier].strength,
                    lines=faces[identifier].lines,
                    box=boxes[identifier],
                    mentioned_in=tuple(mentions.get(card_keys[identifier], ())),
                )
                for identifier, record in self.records.items()
            ),
            threads=threads,
            other_steps=tuple(
                self._step(link, self.records[link.from_id], self.records[link.to_id])
                for link in self.links.values()
                if link.id not in on_paths
            ),
            width=round(right - left + 2 * _MARGIN, 1),
            height=round(bottom - top + 2 * _MARGIN, 1),
            drawn=drawn,
            left_out=left_out,
            truncated=truncated,
            people=tuple(
                record.id for record in self.records.values() if record.kind is Kind.PERSON and not record.sealed
            ),
        )

    def _reach(self, threads: Sequence[Thread], boxes: Mapping[str, Box]) -> Iterable[Box]:
        """What lines and their words take up: either may lie beyond the outermost cards."""
        for thread, link in zip(threads, self.links.values(), strict=False):
            yield thread.caption_box
            at = curve(boxes[link.from_id], boxes[link.to_id], thread.bend)
            yield from (Box(*at(step / 20), 0, 0) for step in range(21))

    def _finding(
        self, key: str, finding: Finding, card_keys: Mapping[str, str], thread_keys: Mapping[str, str]
    ) -> Entry:
        titles = {exposure.pattern.id: exposure.pattern.title for exposure in finding.exposures}
        live = [exposure.path for exposure in finding.live_exposures]
        return Entry(
            key=key,
            who=words.clean(finding.subject.description),
            strength=finding.strength,
            groups=tuple(_GROUP_WORDS[group] for group in finding.groups),
            reasons=tuple(self._reason(exposure, titles) for exposure in finding.exposures),
            about=card_keys[finding.subject.record.id],
            cards=_unique(card_keys[node.id] for path in live for node in path.nodes),
            threads=_unique(thread_keys[link.id] for path in live for link in path.links),
        )

    def _reason(self, exposure: Exposure, titles: Mapping[str, str]) -> Reason:
        covering = exposure.suppressed_by
        return Reason(
            title=words.clean(exposure.pattern.title),
            summary=words.clean(exposure.summary),
            strength=style().strengths[exposure.strength].words,
            timing=_TIMING_WORDS[exposure.timing],
            set_aside="" if covering is None else words.clean(titles.get(covering, words.plain(covering))),
            steps=self._steps(exposure.path),
        )

    def _alert(self, key: str, alert: Alert, card_keys: Mapping[str, str], thread_keys: Mapping[str, str]) -> Entry:
        about = f": {alert.subject.name}" if alert.subject and alert.subject.id != self.person.id else ""
        title = words.plain(alert.kind).capitalize()
        return Entry(
            key=key,
            who=words.clean(f"{title}{about}"),
            strength=None,
            groups=(),
            reasons=(Reason(title, words.clean(alert.summary), "", "", "", self._steps(alert.path)),),
            about=card_keys[alert.path.nodes[-1].id],
            cards=_unique(card_keys[node.id] for node in alert.path.nodes),
            threads=_unique(thread_keys[link.id] for link in alert.path.links),
        )

    def _steps(self, path: Path) -> tuple[Step, ...]:
        walked = zip(path.links, path.nodes[:-1], path.nodes[1:], strict=True)
        return tuple(self._step(link, start, end) for link, start, end in walked)

    def _step(self, link: Link, start: Record, end: Record) -> Step:
        return Step(words.sentence(link, start, end), words.dates(link, self.view.as_of), words.evidence(link))

    def _face(self, record: Record, findings: Sequence[Finding], badges: Mapping[str, frozenset[Badge]]) -> "_Face":
        about = [finding for finding in findings if finding.subject.record.id == record.id]
        strongest = min((finding.strength for finding in about), key=_RANK.__getitem__, default=None)
        at_risk = "; ".join(
            f"{'At risk' if found.subject.protected is None else _HERE[found.subject.protected]}: "
            f"{style().strengths[found.strength].words}"
            for found in about
        )
        if record.sealed:
            look, what = "sealed", ""
        elif record.kind is Kind.PERSON:
            held = sorted(self._badges(record, findings) | badges.get(record.id, frozenset()), key=list(Badge).index)
            look = held[0].value if held else Kind.PERSON.value
            told = [style().badges[badge].words for badge in held]
            what = ", ".join((*told, words.age_words(record, self.view.as_of)))
            what = what[:1].upper() + what[1:]
        else:
            look, what = record.kind.value, words.kind_words(record)
        lines = [
            Text(line, bold=True) for line in words.wrap(words.clean(record.name), NAME_SIZE, _TEXT_WIDTH, 3, bold=True)
        ]
        lines += [Text(line) for line in words.wrap(what, TEXT_SIZE, _TEXT_WIDTH, 4)]
        lines += [
            Text(line, bold=True, strength=strongest)
            for line in words.wrap(at_risk, TEXT_SIZE, _TEXT_WIDTH, 3, bold=True)
        ]
        return _Face(look, what, at_risk, strongest, tuple(lines))

    def _badges(self, record: Record, findings: Sequence[Finding]) -> set[Badge]:
        found: set[Badge] = set()
        age = record.age(self.view.as_of)
        links = [link for link in self.links.values() if record.id in (link.from_id, link.to_id)]
        offence_roles = {link.role for link in links if link.type == "INVOLVED_IN"}
        if record.id == self.offender_id:
            return {Badge.OFFENDER}
        if age is not None and age < 18:
            found.add(Badge.CHILD)
        elif record.values.get("adult_at_risk"):
            found.add(Badge.ADULT_AT_RISK)
        if any(link.type == "VICTIM_OF" for link in links) or any(
            exposure.pattern.id in _VICTIM_PATTERNS
            for finding in findings
            if finding.subject.record.id == record.id
            for exposure in finding.exposures
        ):
            found.add(Badge.VICTIM)
        if record.values.get("staff"):
            found.add(Badge.STAFF)
        if offence_roles & _CONVICTED:
            found.add(Badge.CONVICTED)
        elif offence_roles & _SUSPECTED:
            found.add(Badge.SUSPECT)
        if any(link.type == "ASSOCIATE_OF" and link.other_end(record.id) == self.offender_id for link in links):
            found.add(Badge.ASSOCIATE)
        return found

    def _boxes(self, faces: Mapping[str, "_Face"], strengths: Mapping[str, Strength]) -> Mapping[str, Box]:
        lines = [
            Line(link.from_id, link.to_id, 4.0 - _RANK[strengths[link.id]] if link.id in strengths else 0.5)
            for link in self.links.values()
        ]
        return place({key: face.size for key, face in faces.items()}, self.person.id, lines)

    def _threads(
        self,
        boxes: Mapping[str, Box],
        card_keys: Mapping[str, str],
        thread_keys: Mapping[str, str],
        strengths: Mapping[str, Strength],
    ) -> tuple[Thread, ...]:
        as_of = self.view.as_of
        bends = _bends(self.links.values())
        if len(self.records) <= BENT_UP_TO:
            for key, link in self.links.items():
                if bends[key] == 0:
                    ends = (link.from_id, link.to_id)
                    others = [box for name, box in boxes.items() if name not in ends]
                    bends[key] = clear_bend(boxes[link.from_id], boxes[link.to_id], others)
        kinds = {key: self._line_kind(link, counts=key in strengths) for key, link in self.links.items()}
        captions = {key: words.caption(link, as_of) for key, link in self.links.items()}
        notable = {key for key, kind in kinds.items() if kind is not LineKind.HELD}
        order = sorted(
            self.links, key=lambda key: (key not in notable, _RANK[strengths[key]] if key in strengths else len(_RANK))
        )
        at_first = captions
        if len(self.records) > WORDS_ON_EVERY_LINE_UP_TO:
            at_first = {key: words.brief(captions[key]) if key in notable else () for key in self.links}
        curves = {key: curve(boxes[link.from_id], boxes[link.to_id], bends[key]) for key, link in self.links.items()}
        spots = place_words(
            (
                Words(
                    key,
                    curves[key],
                    _caption_size(at_first[key] or captions[key]),
                    keeps_room=bool(at_first[key]),
                )
                for key in order
            ),
            boxes.values(),
            [
                arrowhead(curves[key], boxes[link.to_id], _head_length(strengths.get(key)))
                for key, link in self.links.items()
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
            )
            for key, link in self.links.items()
        )

    def _line_kind(self, link: Link, *, counts: bool) -> LineKind:
        """What is past but counts towards a finding, such as last week's call, is an event, not something ended."""
        as_of = self.view.as_of
        if link.derived:
            return LineKind.DERIVED
        if words.is_weak(link):
            return LineKind.WEAK
        event = words.spec_of(link).event
        if words.is_to_come(link, as_of) or (words.is_over(link, as_of) and not (event and counts)):
            return LineKind.OTHER_TIME
        return LineKind.HELD


@dataclass(frozen=True, slots=True)
class _Face:
    look: str
    what: str
    at_risk: str
    strength: Strength | None
    lines: tuple[Text, ...]

    @property
    def size(self) -> tuple[float, float]:
        widest = max(
            words.text_width(line.text, NAME_SIZE if line.bold and line.strength is None else TEXT_SIZE, bold=line.bold)
            for line in self.lines
        )
        tall = sum((NAME_SIZE if line.bold and line.strength is None else TEXT_SIZE) * _LEADING for line in self.lines)
        return round(_PAD * 3 + _FIGURE + widest, 1), round(max(_FIGURE, tall) + 2 * _PAD, 1)


def _moved(boxes: Mapping[str, Box], left: float, top: float) -> dict[str, Box]:
    """The boxes with a margin between them and `left` and `top`."""
    return {
        key: Box(round(box.x - left + _MARGIN, 1), round(box.y - top + _MARGIN, 1), box.w, box.h)
        for key, box in boxes.items()
    }


def _caption_size(rows: Sequence[str]) -> tuple[float, float]:
    widest = max(words.text_width(row, CAPTION_SIZE) for row in rows)
    return widest + 6, len(rows) * CAPTION_SIZE * _LEADING + 2


def _head_length(strength: Strength | None) -> float:
    """How long vis-network draws the head of an arrow: longer on a thicker line."""
    width = style().strengths[strength].width if strength else style().background.width
    return 15 * _ARROW_SCALE + 3 * width


def _strengths(findings: Iterable[Finding]) -> dict[str, Strength]:
    """For each link that counts, by id, the strength of the strongest exposure it carries."""
    found: dict[str, Strength] = {}
    for finding in findings:
        for exposure in finding.live_exposures:
            for link in exposure.path.links:
                found[link.id] = min(exposure.strength, found.get(link.id, exposure.strength), key=_RANK.__getitem__)
    return found


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


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def render_network_page(picture: Picture, case: OffenderCase | None = None, *, still: str = "") -> str:
    """The page of a picture, as an offender's `case` or of a record that is none. The same input gives the same bytes.

    `still`: the view as addresses carry it, for the page to link to the picture as a file.
    """
    looks = style()
    shown = [key for key in looks.looks() if any(card.look == key for card in picture.cards)]
    kinds = [kind for kind in LineKind if any(thread.kind is kind for thread in picture.threads)]
    strengths = [strength for strength in Strength if any(entry.strength is strength for entry in picture.findings)]
    return (
        _environment()
        .get_template("network.html")
        .render(
            picture=picture,
            case=case,
            still=still,
            name=words.clean(picture.person.name),
            is_person=picture.person.kind is Kind.PERSON,
            born=picture.person.values.get("date_of_birth"),
            age=words.age_words(picture.person, picture.view.as_of),
            as_of=words.day(picture.view.as_of.isoformat()),
            known_at=picture.view.known_at.astimezone(LONDON),
            style=looks,
            legend=[looks.looks()[key] for key in shown],
            legend_lines=[(kind.value, looks.lines[kind]) for kind in kinds],
            unlit_lines=any(thread.strength is None for thread in picture.threads),
            legend_strengths=[looks.strengths[strength] for strength in strengths],
            data=embedded_json(_vis_data(picture, looks)) if picture.drawn else "",
            drawn_at_most=DRAWN_AT_MOST,
        )
    )


def _vis_data(picture: Picture, looks: Style) -> dict[str, Any]:
    """What the browser draws: pyvis's nodes, edges and options, and what lights up for each entry."""
    net = PyvisNetwork(directed=True, height=f"{picture.height}px", width=f"{picture.width}px")
    every_look = looks.looks()
    for card in picture.cards:
        look: Look = every_look[card.look]
        frame = looks.strengths[card.strength] if card.strength else None
        net.add_node(
            card.key,
            label=card.name,
            shape=look.shape,
            color=look.fill,
            x=card.box.x,
            y=card.box.y,
            w=card.box.w,
            h=card.box.h,
            letter=look.letter,
            line=look.line,
            ink=look.ink,
            rows=[
                {
                    "text": line.text,
                    "size": NAME_SIZE if line.bold and line.strength is None else TEXT_SIZE,
                    "bold": line.bold,
                    "colour": looks.strengths[line.strength].colour if line.strength else "#0b0c0c",
                }
                for line in card.lines
            ],
            frame={"colour": frame.colour, "width": frame.width} if frame else None,
        )
    for thread in picture.threads:
        strong = looks.strengths[thread.strength] if thread.strength else None
        line: Any = strong or looks.background
        net.add_edge(
            thread.start,
            thread.end,
            id=thread.key,
            arrows="to" if thread.arrow else "",
            color=line.colour,
            width=line.width if thread.kind is not LineKind.WEAK else looks.background.width,
            dashes=list(looks.lines[thread.kind].dashes) or False,
            smooth={"type": "curvedCW" if thread.bend > 0 else "curvedCCW", "roundness": abs(thread.bend)}
            if thread.bend
            else False,
            caption={
                "rows": thread.caption,
                "at_first": thread.at_first,
                "x": round(thread.caption_box.x, 1),
                "y": round(thread.caption_box.y, 1),
                "w": round(_caption_size(thread.caption)[0], 1),
            },
        )
    net.set_options(json.dumps(_VIS_OPTIONS))
    nodes, edges, _, _, _, options = net.get_network_data()
    return {
        "nodes": nodes,
        "edges": edges,
        "options": json.loads(options),
        "figures": looks.figures,
        "width": picture.width,
        "height": picture.height,
        "centre": picture.cards[0].key,
        "sizes": {"figure": _FIGURE, "pad": _PAD, "leading": _LEADING, "caption": CAPTION_SIZE},
        "entries": {
            entry.key: {
                "cards": entry.cards,
                "threads": entry.threads,
                "about": entry.about,
                "told": " ".join((f"{entry.who}.", *(why.summary for why in entry.reasons if not why.set_aside))),
            }
            for entry in (*picture.findings, *picture.alerts)
        },
    }


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
    "edges": {"arrows": {"to": {"scaleFactor": _ARROW_SCALE}}, "selectionWidth": 0, "hoverWidth": 0},
}


def embedded_json(value: Any) -> Markup:
    """`value` as JSON that may stand inside a `script` element: nothing in it can end the element or a line."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 - every character that HTML gives a meaning is escaped above


@lru_cache(maxsize=1)
def _environment() -> Environment:
    folder = assets("visualisations")
    environment = Environment(
        loader=FunctionLoader(lambda name: folder.joinpath(name).read_text(encoding="utf-8")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["static_url"] = static_url
    environment.filters["day"] = words.day
    return environment
