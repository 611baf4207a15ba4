"""The page of a network picture: the drawing, and everything in it as tables and text."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from graph_service.model.case import OffenderCase
from graph_service.pages.framing import picture_frame
from graph_service.pages.site_frame import SiteFrame
from graph_service.pages.templates import render
from graph_service.pictures.network.browser import browser_data, embedded_json, steps_told
from graph_service.pictures.network.drawing import network_drawing, network_key
from graph_service.pictures.still import unwritten_told
from graph_service.pictures.style import style
from graph_service.pictures.svg import key_sample
from graph_service.pictures.values import DRAWN_AT_MOST, Picture
from graph_service.wording import links as words
from graph_service.wording.evidence import sentence_of

_PATH = "/network"
_LARGE = 2000.0
"""How wide a picture is beside which nothing has room: in what is left of a usual screen its names could not be read."""


@dataclass(frozen=True, slots=True)
class Way:
    """A link of the page; `here` where it leads to what is already shown."""

    label: str
    href: str
    here: bool = False


@dataclass(frozen=True, slots=True)
class Ways:
    """Where the page leads, at the same view.

    `around`: the addresses that draw a relation, by its key; `own`: those of records by themselves, by id; `reaches`:
    more or less around; `opened`: relations that are drawn, and the address without each; `unopened`: how many more were
    asked for and are not drawn; `looked_at`: with those who could have been found and were not, or without; `kept`: the
    parameters that another view keeps; `permalink`: this page, both clocks in it; `newest`: this page at the present view;
    `still`: what follows the address of the picture as a file, where there is one.
    For those who explore: `movable` and `movable_newest`, the page on which it may be moved
    about, as `permalink` and `newest`; `exports`, the network as files for other
    programs, and `cypher`, the statements behind findings, by pattern.
    """

    around: Mapping[str, str] = field(default_factory=dict)
    own: Mapping[str, str] = field(default_factory=dict)
    reaches: tuple[Way, ...] = ()
    opened: tuple[Way, ...] = ()
    looked_at: Way | None = None
    unopened: int = 0
    kept: tuple[tuple[str, str], ...] = ()
    permalink: str = ""
    newest: str = ""
    still: str = ""
    movable: str = ""
    movable_newest: str = ""
    exports: tuple[Way, ...] = ()
    cypher: Mapping[str, str] = field(default_factory=dict)


def render_network_page(
    picture: Picture, head: SiteFrame, case: OffenderCase | None = None, ways: Ways | None = None
) -> str:
    """The page of a picture, as an offender's `case` or of a record that is none. The same input gives the same bytes."""
    ways = ways or Ways()
    highlights = (*picture.findings, *picture.alerts)
    own = {node.key: ways.own[node.record_id] for node in picture.nodes if node.record_id in ways.own}
    return render(
        "network",
        **picture_frame(
            picture.person,
            case,
            picture.view,
            _PATH,
            head,
            ways.kept,
            permalink=ways.permalink,
            newest=ways.newest,
        ),
        layout="record-layout.html" if case is None else "case-layout.html",
        picture=picture,
        ways=ways,
        strengths=style().strengths,
        names=sorted({node.name for node in picture.nodes}),
        rests=[
            (step, "; ".join(highlight.who for highlight in highlights if f"e{number}" in highlight.edges))
            for number, step in enumerate(picture.steps)
        ],
        key=[
            (Markup(key_sample(item)), item.meaning)  # noqa: S704
            for item in network_key(picture, offender=case is not None)
        ],
        steps_told=steps_told,
        sentence_of=sentence_of,
        unwritten_told=unwritten_told,
        # As the key: made by `svg.element`, which escapes all that it is given.
        drawing=Markup(network_drawing(picture, _spoken(picture))),  # noqa: S704
        data=embedded_json(browser_data(picture, ways.around, own)) if picture.drawn else "",
        drawn_at_most=DRAWN_AT_MOST,
        large=picture.width > _LARGE,
    )


def _spoken(picture: Picture) -> str:
    return (
        f"Network of {words.clean(picture.person.name)}: {len(picture.nodes)} people, places and things. "
        "The same content is in the tables below."
    )
