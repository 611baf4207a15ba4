"""Search, paths and neighbourhoods."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final
from urllib.parse import quote, urlencode

from graphql import GraphQLResolveInfo

from graph_service.errors import InputRefused
from graph_service.model.characters import plain
from graph_service.model.records import Link, Network, Path, PathSearch, Record
from graph_service.model.vocabulary import NODE_KINDS, Kind
from graph_service.queries import exploring
from graph_service.resolvers.records import permitted
from graph_service.resolvers.root_scope import RootScope
from graph_service.resolvers.selection import page_size
from graph_service.resolvers.values import Entity, RelationshipEntity

_MOST_HOPS: Final = 4
_MOST_PATH_HOPS: Final = 10
_MOST_TEXT: Final = 200


class PathView:
    """A path as GraphQL shows it."""

    def __init__(self, scope: RootScope, path: Path) -> None:
        ends = entities(scope, path.nodes)
        self.nodes = [ends[record.id] for record in path.nodes]
        self.relationships = [RelationshipEntity.of(scope, link, ends) for link in path.links]


class PathSearchView:
    """The paths found between two records."""

    def __init__(self, scope: RootScope, search: PathSearch) -> None:
        self.paths = [PathView(scope, path) for path in search.paths]
        self.truncated = search.truncated


class NetworkView:
    """A network as GraphQL shows it, and where its picture is."""

    def __init__(self, scope: RootScope, network: Network, centre_id: str, hops: int | None, *, offender: bool) -> None:
        self._scope = scope
        self._network = network
        self.truncated = network.truncated
        self.picture_url = picture_url(scope, centre_id, hops, offender=offender)

    @cached_property
    def _ends(self) -> Mapping[str, Entity]:
        return entities(self._scope, self._network.nodes)

    @property
    def nodes(self) -> Sequence[Entity]:
        """The records, nearest first."""
        return list(self._ends.values())

    @property
    def relationships(self) -> Sequence[RelationshipEntity]:
        """The relationships among them."""
        return [RelationshipEntity.of(self._scope, link, self._ends) for link in self._network.links]


def entities(scope: RootScope, records: Iterable[Record]) -> dict[str, Entity]:
    """The records as GraphQL shows them, by their true id."""
    return {record.id: Entity.of(scope, record) for record in records}


def picture_url(scope: RootScope, centre_id: str, hops: int | None, *, offender: bool) -> str:
    """Where the picture of a network is, at the same view."""
    view = scope.view
    words = {"asOf": view.as_of.isoformat(), "knownAt": view.known_at.isoformat()}
    if hops is not None:
        words["hops"] = str(hops)
    return f"/{'offenders' if offender else 'records'}/{quote(centre_id, safe='')}/network?{urlencode(words)}"


def joined(first: Network, *others: Network) -> Network:
    """One network of several; what comes first stays first."""
    nodes: dict[str, Record] = {}
    links: dict[str, Link] = {}
    for network in (first, *others):
        nodes |= {record.id: record for record in network.nodes if record.id not in nodes}
        links |= {link.id: link for link in network.links}
    return Network(
        tuple(nodes.values()), tuple(links.values()), truncated=any(one.truncated for one in (first, *others))
    )


def checked_hops(hops: int) -> int:
    """Raises InputRefused outside 1–4."""
    if not 1 <= hops <= _MOST_HOPS:
        raise InputRefused(f"`hops` must be from 1 to {_MOST_HOPS}.")
    return hops


@permitted
async def search(
    _: Any,
    info: GraphQLResolveInfo,
    text: str,
    kinds: Sequence[str] | None = None,
    first: int | None = None,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> list[Entity]:
    """Records whose words, in the version that the view sees, are like the text."""
    scope = RootScope(info.context, as_of, known_at)
    text = plain(text)
    if not 1 <= len(text) <= _MOST_TEXT:
        raise InputRefused(f"`text` must have from 1 to {_MOST_TEXT} characters.")
    wanted = NODE_KINDS if kinds is None else tuple(Kind(str(kind)) for kind in kinds)
    found = await exploring.search(scope.session, text, wanted, page_size(first, default=10))
    return [Entity.of(scope, record) for record in found]


@permitted
async def paths(
    _: Any,
    info: GraphQLResolveInfo,
    from_id: str,
    to_id: str,
    max_hops: int,
    first: int,
    lengths: str,
    include_ended: bool,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> PathSearchView:
    """Paths between two records along recorded relationships, both ways."""
    scope = RootScope(info.context, as_of, known_at)
    if not 1 <= max_hops <= _MOST_PATH_HOPS:
        raise InputRefused(f"`maxHops` must be from 1 to {_MOST_PATH_HOPS}.")
    found = await exploring.find_paths(
        scope.session,
        from_id,
        to_id,
        max_hops=max_hops,
        first=page_size(first),
        up_to_max=lengths == "UP_TO_MAX",
        include_ended=include_ended,
    )
    return PathSearchView(scope, found)


@permitted
async def neighbourhood(
    _: Any,
    info: GraphQLResolveInfo,
    id: str,
    hops: int,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> NetworkView:
    """The network around a record."""
    scope = RootScope(info.context, as_of, known_at)
    network, offender = await exploring.neighbourhood(scope.session, id, checked_hops(hops))
    return NetworkView(scope, network, id, hops, offender=offender and info.context.opens_case(id))
