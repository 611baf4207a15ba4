"""Every page and paper about one case or one record. A new one is a line here."""

from typing import Final

from graph_service.pages.answer import Address, Below
from graph_service.pages.candidates import candidates_page
from graph_service.pages.case import case_page
from graph_service.pages.network import network_page, record_network_page
from graph_service.security.identity import Permission

ADDRESSES: Final = (
    Address(Below.OFFENDERS, "", "casePage", Permission.READ_CASE, case_page),
    Address(Below.OFFENDERS, "/disclosure-candidates", "candidatesPage", Permission.READ_CASE, candidates_page),
    Address(Below.OFFENDERS, "/network", "networkPage", Permission.READ_CASE, network_page),
    Address(Below.RECORDS, "/network", "recordNetworkPage", Permission.EXPLORE, record_network_page),
)
