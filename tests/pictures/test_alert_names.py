"""An alert has one name, on the case page, the network picture and in the papers."""

from dataclasses import replace

from graph_service.model.case import CaseFile
from graph_service.model.findings import MinimumCover
from graph_service.pages.case import render_case_page
from graph_service.pages.network_page import render_network_page
from graph_service.papers.pack import panel_pack
from graph_service.pictures.network.build import network_picture
from graph_service.security.identity import Identity, Role
from tests.pictures.samples import HEAD, VIEW, family, material

TITLE = "Place or contact that an order bars"


def test_page_network_and_pack_call_an_alert_the_same() -> None:
    case, _, (sample,), _ = family()
    alert = replace(sample, kind="order_zone_breach", title=TITLE, summary=f"{TITLE}: Brian Moss was seen there.")
    file = CaseFile(VIEW, case, (), (), (), (), (), (alert,), (), MinimumCover((), ()), (), {})
    picture = network_picture(case.person, (), None, VIEW, (alert,))
    said = (
        render_case_page(file, Identity("ann.analyst", Role.ANALYST, False, VIEW.known_at), HEAD),
        render_network_page(picture, HEAD, case),
        repr(panel_pack(material(file)).paper),
    )
    for one in said:
        assert TITLE in one and "zone breach" not in one and "Possible breach" not in one
    assert picture.alerts[0].who == f"{TITLE}: Nadia Karim"
    assert f"{TITLE}: {TITLE}" not in said[2]
