"""The page of a network for analysts to move about: drawn by vis-network from what pyvis gives it, and its tables."""

from typing import Final

from graph_service.model.case import OffenderCase
from graph_service.pages.framing import picture_frame
from graph_service.pages.network_page import Ways
from graph_service.pages.site_frame import SiteFrame
from graph_service.pages.templates import render
from graph_service.pictures.network.browser import embedded_json, steps_told
from graph_service.pictures.network.movable import movable_data
from graph_service.pictures.values import DRAWN_AT_MOST, Picture
from graph_service.wording import links as words

_PATH: Final = "/movable-network"


def render_movable_network_page(picture: Picture, head: SiteFrame, case: OffenderCase | None, ways: Ways) -> str:
    """The page, of an offender's `case` or of a record that is none. The same input gives the same bytes."""
    return render(
        "movable-network",
        **picture_frame(
            picture.person,
            case,
            picture.view,
            _PATH,
            head,
            ways.kept,
            permalink=ways.movable,
            newest=ways.movable_newest,
        ),
        layout="record-layout.html" if case is None else "case-layout.html",
        picture=picture,
        picture_address=ways.permalink,
        steps_told=steps_told,
        spoken=f"Network of {words.clean(picture.person.name)}: {len(picture.nodes)} people, places and things, "
        f"{len(picture.steps)} relationships. The same content is in the tables below.",
        data=embedded_json(movable_data(picture)) if picture.drawn else "",
        drawn_at_most=DRAWN_AT_MOST,
    )
