"""Every page and paper about one case or one record. A new one is a line here."""

from collections.abc import Mapping
from typing import Final

from graph_service.pages.candidates import candidates_page
from graph_service.pages.case import case_page
from graph_service.pages.changes import TAKES as CHANGES_TAKES
from graph_service.pages.changes import changes_page
from graph_service.pages.cypher import PATTERN_ADDRESSES
from graph_service.pages.deciding import TAKES as DECIDING_TAKES
from graph_service.pages.deciding import deciding_page
from graph_service.pages.decisions import decisions_page
from graph_service.pages.exchange import Below, IsSeen, PageAddress
from graph_service.pages.export import network_graphml, network_json, record_network_graphml, record_network_json
from graph_service.pages.family import family_page
from graph_service.pages.network import (
    movable_network_page,
    network_page,
    record_movable_network_page,
    record_network_page,
)
from graph_service.pages.papers import candidates_csv_file, candidates_docx, candidates_pdf, pack_docx, pack_pdf
from graph_service.pages.record import record_page
from graph_service.pages.recording import TAKES as RECORDING_TAKES
from graph_service.pages.recording import recording_page
from graph_service.pages.stills import family_as_png, family_as_svg, network_as_png, network_as_svg
from graph_service.queries.offenders import offender_is_seen
from graph_service.queries.record_file import record_is_seen
from graph_service.security.identity import Permission

_PICTURE: Final = ("hops", "expand")
_OFFENDERS_PICTURE: Final = (*_PICTURE, "looked")
_FAMILY: Final = ("steps",)

ADDRESSES: Final = (
    PageAddress(Below.OFFENDERS, "", "casePage", Permission.READ_CASE, case_page),
    PageAddress(Below.OFFENDERS, "/disclosure-candidates", "candidatesPage", Permission.READ_CASE, candidates_page),
    PageAddress(Below.OFFENDERS, "/changes", "changesPage", Permission.READ_CASE, changes_page, CHANGES_TAKES),
    PageAddress(Below.OFFENDERS, "/decisions", "decisionsPage", Permission.READ_CASE, decisions_page, ("saved",)),
    PageAddress(
        Below.OFFENDERS,
        "/decisions/form",
        "decisionForm",
        Permission.DECIDE,
        deciding_page,
        DECIDING_TAKES,
        is_form=True,
    ),
    *(
        PageAddress(
            below,
            "/record",
            "recordForm",
            Permission.RECORD_FACTS,
            recording_page(below),
            RECORDING_TAKES,
            is_form=True,
        )
        for below in Below
    ),
    PageAddress(Below.OFFENDERS, "/network", "networkPage", Permission.READ_CASE, network_page, _OFFENDERS_PICTURE),
    PageAddress(
        Below.OFFENDERS, "/network.svg", "networkSvg", Permission.READ_CASE, network_as_svg, _OFFENDERS_PICTURE
    ),
    PageAddress(
        Below.OFFENDERS, "/network.png", "networkPng", Permission.READ_CASE, network_as_png, _OFFENDERS_PICTURE
    ),
    PageAddress(Below.OFFENDERS, "/family", "familyPage", Permission.READ_CASE, family_page, _FAMILY),
    PageAddress(Below.OFFENDERS, "/family.svg", "familySvg", Permission.READ_CASE, family_as_svg, _FAMILY),
    PageAddress(Below.OFFENDERS, "/family.png", "familyPng", Permission.READ_CASE, family_as_png, _FAMILY),
    PageAddress(Below.RECORDS, "", "recordPage", Permission.READ_RECORD, record_page, ("relation", "page")),
    PageAddress(Below.RECORDS, "/network", "recordNetworkPage", Permission.EXPLORE, record_network_page, _PICTURE),
    PageAddress(
        Below.OFFENDERS,
        "/movable-network",
        "movableNetworkPage",
        Permission.EXPLORE,
        movable_network_page,
        _OFFENDERS_PICTURE,
    ),
    PageAddress(
        Below.RECORDS,
        "/movable-network",
        "recordMovableNetworkPage",
        Permission.EXPLORE,
        record_movable_network_page,
        _PICTURE,
    ),
    PageAddress(
        Below.OFFENDERS, "/disclosure-candidates.csv", "candidatesCsv", Permission.READ_CASE, candidates_csv_file
    ),
    PageAddress(
        Below.OFFENDERS, "/disclosure-candidates.docx", "candidatesDocx", Permission.READ_CASE, candidates_docx
    ),
    PageAddress(Below.OFFENDERS, "/disclosure-candidates.pdf", "candidatesPdf", Permission.READ_CASE, candidates_pdf),
    PageAddress(Below.OFFENDERS, "/pack.docx", "packDocx", Permission.MAKE_PACK, pack_docx, CHANGES_TAKES),
    PageAddress(Below.OFFENDERS, "/pack.pdf", "packPdf", Permission.MAKE_PACK, pack_pdf, CHANGES_TAKES),
    PageAddress(
        Below.OFFENDERS, "/network.json", "networkExport", Permission.EXPLORE, network_json, _OFFENDERS_PICTURE
    ),
    PageAddress(
        Below.OFFENDERS, "/network.graphml", "networkExport", Permission.EXPLORE, network_graphml, _OFFENDERS_PICTURE
    ),
    PageAddress(
        Below.RECORDS, "/network.json", "recordNetworkExport", Permission.EXPLORE, record_network_json, _PICTURE
    ),
    PageAddress(
        Below.RECORDS, "/network.graphml", "recordNetworkExport", Permission.EXPLORE, record_network_graphml, _PICTURE
    ),
    *PATTERN_ADDRESSES,
)

SEEN: Final[Mapping[Below, IsSeen]] = {Below.OFFENDERS: offender_is_seen, Below.RECORDS: record_is_seen}
"""What says, before a purpose is asked, whether there is anything that it could open."""
