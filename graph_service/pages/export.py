"""`…/network.json` and `…/network.graphml`: what a network picture shows, for other programs, sealed and hidden as it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any, Final

import networkx as nx
import orjson

from graph_service.model.case import Surroundings
from graph_service.model.clock import View, exact_instant, from_microseconds, stored_day
from graph_service.model.columns import NAMING_COLUMNS
from graph_service.model.records import Link, Network, Record
from graph_service.model.vocabulary import Handling, Kind
from graph_service.pages.exchange import PageRequest, PageResponse
from graph_service.pages.framing import view_parameters
from graph_service.pages.network import requested_network, requested_record_network
from graph_service.papers.formats import file_name
from graph_service.queries.case_file import records_by_id
from graph_service.resolvers.root_scope import sealed_handle
from graph_service.wording.provenance import handling, own_handling

_MARKING: Final = "OFFICIAL-SENSITIVE"


@dataclass(frozen=True, slots=True)
class _Export:
    """What is written: the network, at which view, and by id how strong the findings are about somebody or a place, the
    sources behind records and relationships, and the records that its records name, as far as the viewer sees them.
    """

    view: View
    centre_id: str
    network: Network
    strengths: Mapping[str, str]
    sources: Mapping[str, Record]
    named: Mapping[str, Record]

    @property
    def people(self) -> tuple[str, ...]:
        return tuple(record.id for record in self.network.nodes if record.kind is Kind.PERSON and not record.sealed)

    def file_name(self, ending: str) -> str:
        return file_name("network", self.centre_id, self.view.as_of, ending)

    def head(self) -> dict[str, Any]:
        return {
            "marking": _MARKING,
            "centre": self.centre_id,
            **view_parameters(self.view),
            "truncated": self.network.truncated,
        }

    def nodes(self) -> list[dict[str, Any]]:
        return [
            _node(record, self.named, self.strengths.get(record.id)) | _handling(own_handling(record, self.sources))
            for record in self.network.nodes
        ]

    def relationships(self) -> list[dict[str, Any]]:
        handles = {record.id: _handle(record) for record in self.network.nodes}
        # A link whose ends are not both there could only hang in the air.
        return [
            _relationship(link, handles, self.sources) | _handling(handling(link, self.sources))
            for link in self.network.links
            if {link.from_id, link.to_id} <= handles.keys()
        ]


async def network_json(request: PageRequest) -> PageResponse | None:
    """The network of an offender as JSON, with the names that GraphQL uses."""
    return _as_json(await _of_offender(request))


async def network_graphml(request: PageRequest) -> PageResponse | None:
    """The network of an offender as GraphML."""
    return _as_graphml(await _of_offender(request))


async def record_network_json(request: PageRequest) -> PageResponse | None:
    """What is around a record as JSON."""
    return _as_json(await _of_record(request))


async def record_network_graphml(request: PageRequest) -> PageResponse | None:
    """What is around a record as GraphML."""
    return _as_graphml(await _of_record(request))


async def _of_offender(request: PageRequest) -> _Export | None:
    """Every path of his findings and alerts, who shares a home there, and what `hops` and `expand` ask for."""
    found = await requested_network(request)
    if found is None:
        return None
    file, shown = found
    strengths = {finding.subject.record.id: finding.strength.value for finding in file.findings}
    return await _export(request, shown.network, shown, strengths, {**file.sources, **shown.sources})


async def _of_record(request: PageRequest) -> _Export | None:
    shown = await requested_record_network(request)
    return None if shown is None else await _export(request, shown.network, shown, {}, shown.sources)


async def _export(
    request: PageRequest,
    network: Network,
    shown: Surroundings,
    strengths: Mapping[str, str],
    sources: Mapping[str, Record],
) -> _Export:
    whole = replace(network, truncated=network.truncated or shown.left_out > 0)
    names = {name for record in network.nodes for name in _names(record).values()}
    named = await records_by_id(request.session, names)
    return _Export(request.session.view, request.record_id, whole, strengths, sources, named)


def _as_json(export: _Export | None) -> PageResponse | None:
    if export is None:
        return None
    body = export.head() | {"nodes": export.nodes(), "relationships": export.relationships()}
    content = orjson.dumps(body, option=orjson.OPT_INDENT_2)
    return PageResponse(content, export.people, "application/json", export.file_name("json"))


def _as_graphml(export: _Export | None) -> PageResponse | None:
    if export is None:
        return None
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(**export.head())
    for node in export.nodes():
        graph.add_node(node["id"], **_flat(node, "id"))
    for link in export.relationships():
        graph.add_edge(link["from"], link["to"], key=link["id"], **_flat(link, "from", "to"))
    written = BytesIO()
    nx.write_graphml(
        graph, written, encoding="utf-8", prettyprint=True, named_key_ids=True, edge_id_from_attribute="id"
    )
    return PageResponse(written.getvalue(), export.people, "application/graphml+xml", export.file_name("graphml"))


def _names(record: Record) -> dict[str, str]:
    """The ids of the records that a record names, by column."""
    return {column: name for column, name in record.values.items() if column in NAMING_COLUMNS}


def _node(record: Record, named: Mapping[str, Record], strength: str | None) -> dict[str, Any]:
    node = {"id": _handle(record), "kind": record.kind.value, "name": record.name, "sealed": record.sealed}
    if strength is not None:
        node["findingStrength"] = strength
    if not record.sealed:
        # An address is named by its lines; what a record calls its kind stands beside what kind of record it is.
        values = {name: value for name, value in record.values.items() if name not in NAMING_COLUMNS}
        values |= {column: _handle(named[name]) for column, name in _names(record).items() if name in named}
        node |= {"ownKind" if name == "kind" else _camel(name): value for name, value in values.items()}
        node["name"] = record.name
    return node


def _relationship(link: Link, handles: Mapping[str, str], sources: Mapping[str, Record]) -> dict[str, Any]:
    ends = (handles[link.from_id], handles[link.to_id])
    sealed = ends != (link.from_id, link.to_id)
    values = {
        # An id made from what a relationship joins would name the address.
        "id": sealed_handle(link.id) if sealed else link.id,
        "type": link.type,
        "role": link.role,
        "from": ends[0],
        "to": ends[1],
        "validFrom": stored_day(link.valid_from),
        "validTo": None if link.end_blank else stored_day(link.valid_to),
        "recordedAt": _instant(link.recorded_at),
        "supersededAt": _instant(link.superseded_at),
        "derived": link.derived,
    }
    if not link.derived:
        source_id = link.source_id if link.source_id in sources else None
        values |= {"sourceId": source_id, "grade": link.grade, "assertion": link.assertion, "status": link.status}
    values["detail"] = link.detail
    return {name: value for name, value in values.items() if value is not None}


def _handling(said: str) -> dict[str, str]:
    """Under which conditions a record or a relationship may be used, where it has any: they go wherever it goes."""
    return {"handling": Handling.C.value, "handlingConditions": said} if said else {}


def _flat(values: Mapping[str, Any], *without: str) -> dict[str, Any]:
    """Values as GraphML holds them: no lists, and `without` what nodes and edges have of themselves."""
    return {
        name: "; ".join(map(str, value)) if _is_list(value) else value
        for name, value in values.items()
        if name not in without
    }


def _is_list(value: Any) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, str)


def _handle(record: Record) -> str:
    return sealed_handle(record.id) if record.sealed else record.id


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(part.capitalize() for part in others)


def _instant(microseconds: int | None) -> str | None:
    instant = from_microseconds(microseconds)
    return None if instant is None else exact_instant(instant)
