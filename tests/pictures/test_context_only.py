"""Context is no finding of risk, whichever page, picture or paper shows it."""

import re

from graph_service.model.case import CaseFile
from graph_service.model.findings import MinimumCover
from graph_service.model.records import Link
from graph_service.model.vocabulary import Serves, Strength
from graph_service.pages.case import render_case_page
from graph_service.pages.network_page import render_network_page
from graph_service.papers.pack import panel_pack
from graph_service.pictures.network.build import network_picture
from graph_service.pictures.still import network_svg
from graph_service.security.identity import Identity, Role
from graph_service.wording.summary import AT_RISK, NOBODY_FOUND, at_risk
from tests.pictures.samples import HEAD, VIEW, case_of, exposure, finding, material, person, place

OFFENDER, SCHOOL = person("brian", "Brian Moss", "1981-03-09"), place("school", "Hillside School", kind="SCHOOL")
NEAR = Link("near", "NEAR", "brian", "school", derived=True)
FINDING = finding(
    SCHOOL,
    exposure("home_near_place", (OFFENDER, NEAR, SCHOOL), Strength.CONTEXT, "Brian Moss lives near Hillside School."),
    protected=Serves.CHILDREN,
)
FILE = CaseFile(
    VIEW, case_of(OFFENDER), (), (), (), (), (FINDING,), (), (), MinimumCover((), ()), (), {}
)  # fmt: skip
NOBODY = "Nobody is found at risk"


def words_of(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", markup).split())


def test_the_file_tells_context_from_risk() -> None:
    assert (FILE.risks, FILE.context) == ((), (FINDING,))
    assert at_risk(FILE) == ()


def test_page_still_and_network_page_say_that_nobody_is_found() -> None:
    page = words_of(render_case_page(FILE, Identity("ann.analyst", Role.ANALYST, False, VIEW.known_at), HEAD))
    assert f"{NOBODY} in this view." in page and "For context only: Children at Hillside School" in page
    picture = network_picture(OFFENDER, FILE.findings, None, VIEW)
    assert NOBODY in words_of(network_svg(picture, FILE.case))
    network = words_of(render_network_page(picture, HEAD, FILE.case))
    assert NOBODY in network and "1 finding:" not in network and "For context only: Children at Hillside" in network


def test_the_pack_says_so_and_shows_context_under_its_own_words() -> None:
    said = repr(panel_pack(material(FILE)).paper)
    assert f"{NOBODY} in this view." in said and NOBODY_FOUND[0] in said
    assert "For context only" in said and AT_RISK not in said
    assert "At risk: nobody." in said
