"""What a network picture consists of: nodes, lines, findings as overlays, households, dates. Frozen, free of HTML."""

from dataclasses import dataclass

from graph_service.model.clock import View
from graph_service.model.records import Record
from graph_service.model.vocabulary import Strength
from graph_service.pictures.layout import Box
from graph_service.pictures.style import LineKind
from graph_service.wording.provenance import LinkWords

DRAWN_AT_MOST = 200
"""More nodes than this are not drawn: nobody could read them."""
WORDS_ON_EVERY_LINE_UP_TO = 40
"""Up to so many nodes every line carries its words; beyond, only lines that are dated, worked out or weak do."""
WORDS_APART_UP_TO = 3
"""Up to so many lines between the same two carry their words each; of more, all words stand together in one list."""
BENT_UP_TO = 80
"""Up to so many nodes a line is curved where it would run behind a node."""

NAME_SIZE, TEXT_SIZE, CAPTION_SIZE = 15, 13, 12
LEADING = 1.25
FIGURE, SMALL_FIGURE, PAD, TEXT_WIDTH = 44.0, 22.0, 7.0, 132.0
"""Width of a node's figure, of the smaller ones below it, of the space around them, and of the text at most."""
MARGIN = 18.0
HOME_FILL, HOME_EDGE, HOME_INK, LAYER_EDGE, LIST_EDGE = "#f6f3ea", "#6b5d2e", "#4a3f1a", "#d5d8da", "#8a9094"
"""Colours of the enclosure of a household, of its name, of the edge of a layer, and of that of a list of words."""


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text on a node; `strength` where it says how strong the finding about it is."""

    text: str
    bold: bool = False
    strength: Strength | None = None


@dataclass(frozen=True, slots=True)
class Around:
    """What lies around a node along one relation and is not drawn, in words that count it: `is a parent of (2)`.

    `crowded`: of so many that they are only ever counted. `key`: what an address says to have them drawn; empty where
    they cannot be.
    """

    told: str
    key: str
    crowded: bool


@dataclass(frozen=True, slots=True)
class NodeBox:
    """A person, place or thing: its look, what it says, and where it stands.

    `also`: the looks of the further badges that hold, drawn small. `category`: what the person is under section 38(3)
    of the Data Protection Act 2018. `steps`: relationships between it and the centre; None where none lead there.
    `record_id` is empty for a sealed record. `crowds` are the words that count what is never drawn one by one.
    `handling` says under which conditions the record itself may be used. `told`: what is proposed where it could be told.
    `looked_at`: it is drawn pale, as it was looked at and no finding is about it.
    """

    key: str
    name: str
    what: str
    look: str
    at_risk: str
    strength: Strength | None
    lines: tuple[Text, ...]
    box: Box
    mentioned_in: tuple[str, ...]
    also: tuple[str, ...] = ()
    category: str = ""
    steps: int | None = None
    record_id: str = ""
    crowds: tuple[str, ...] = ()
    around: tuple[Around, ...] = ()
    handling: str = ""
    told: str = ""
    looked_at: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """A relationship as drawn: its ends, its line, and the words on it. `bend` is its curve beside parallel lines.

    `at_first` are the words shown before anything is chosen, in `caption_box`: fewer in a large picture, and none
    where there is no room for them or where they stand in a `Listing`. `begin` and `until` are the first day on which it is
    so and the first on which it is no more; empty where that is not known or does not happen.
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
    begin: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """The words of several lines between the same two, or of lines that have no room for them, as a list of its own in `box`.

    `heading` names the two. Each of `rows` is a line of text, and the key of the edge that it is about.
    """

    heading: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]
    box: Box


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody is listed: one exposure, or an alert. `set_aside` says why it does not count, if it does not.

    `pattern_id`: of the pattern that finds it; empty for an alert.
    """

    title: str
    summary: str
    strength: str
    timing: str
    set_aside: str
    steps: tuple[LinkWords, ...]
    pattern_id: str = ""


@dataclass(frozen=True, slots=True)
class Highlight:
    """A finding or an alert, with the nodes and edges that light up for it. `about` is the node of whom it is about."""

    key: str
    who: str
    strength: Strength | None
    groups: tuple[str, ...]
    reasons: tuple[Reason, ...]
    about: str
    nodes: tuple[str, ...]
    edges: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Household:
    """Those of the picture who live at one address on the day of the view, and the enclosure drawn around them.

    `nodes` holds the keys of the place and of everybody drawn inside; `members` also names who lives there and is drawn
    in another household. `title` stands on the enclosure. `begin` and `until` are as those of an edge.
    """

    key: str
    place: str
    title: str
    members: tuple[str, ...]
    nodes: tuple[str, ...]
    box: Box
    begin: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Ring:
    """The edge of a layer of nodes equally near; `words` say how near, in `words_box`."""

    x: float
    y: float
    across: float
    down: float
    words: str
    words_box: Box


@dataclass(frozen=True, slots=True)
class TimelineDay:
    """A day on which something in the picture began or ended, and what."""

    day: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """All that the page shows. `drawn` is false where there is more than can be drawn readably.

    `left_out` counts people and places of the wider network that are not drawn because they would be too many.
    `people` are the ids of those shown, for the audit entry. `steps` has one entry for each relationship, those of
    `edges` in the same order; `other_steps` are those that no finding and no alert stands on.
    """

    person: Record
    view: View
    findings: tuple[Highlight, ...]
    alerts: tuple[Highlight, ...]
    nodes: tuple[NodeBox, ...]
    edges: tuple[Edge, ...]
    other_steps: tuple[LinkWords, ...]
    width: float
    height: float
    drawn: bool
    left_out: int
    truncated: bool
    people: tuple[str, ...]
    steps: tuple[LinkWords, ...] = ()
    households: tuple[Household, ...] = ()
    rings: tuple[Ring, ...] = ()
    timeline: tuple[TimelineDay, ...] = ()
    listings: tuple[Listing, ...] = ()

    @property
    def unwritten(self) -> int:
        """How many lines carry no words and are in no list."""
        listed = {key for listing in self.listings for key, _ in listing.rows}
        return sum(not edge.at_first and edge.key not in listed for edge in self.edges)

    @property
    def risks(self) -> tuple[Highlight, ...]:
        """The findings that somebody might be harmed."""
        return tuple(highlight for highlight in self.findings if highlight.strength and highlight.strength.is_risk)

    @property
    def context(self) -> tuple[Highlight, ...]:
        """The findings that are for context only."""
        return tuple(highlight for highlight in self.findings if highlight.strength and not highlight.strength.is_risk)
