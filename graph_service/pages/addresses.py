"""Every page and paper about one case or one record. A new one is a line here."""

from typing import Final

from graph_service.pages.answer import Address, Below
from graph_service.pages.cypher import PATTERN_ADDRESSES
from graph_service.pages.export import network_graphml, network_json, record_network_graphml, record_network_json
from graph_service.pages.network import network_page, record_network_page
from graph_service.security.identity import Permission

ADDRESSES: Final = (
    Address(Below.OFFENDERS, "/network", "networkPage", Permission.READ_CASE, network_page),
    Address(Below.RECORDS, "/network", "recordNetworkPage", Permission.EXPLORE, record_network_page),
    Address(Below.OFFENDERS, "/network.json", "networkExport", Permission.EXPLORE, network_json),
    Address(Below.OFFENDERS, "/network.graphml", "networkExport", Permission.EXPLORE, network_graphml),
    Address(Below.RECORDS, "/network.json", "recordNetworkExport", Permission.EXPLORE, record_network_json),
    Address(Below.RECORDS, "/network.graphml", "recordNetworkExport", Permission.EXPLORE, record_network_graphml),
    *PATTERN_ADDRESSES,
)
