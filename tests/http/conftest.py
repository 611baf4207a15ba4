"""The application over a small schema of its own, with a real audit log and a store that is never reached."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any, Protocol

import httpx
import pytest
from graphql import GraphQLError, GraphQLResolveInfo, GraphQLSchema, build_schema
from playwright.sync_api import Browser
from starlette.types import ASGIApp

from graph_service.app import create_app
from graph_service.audit.export import select
from graph_service.audit.log import AuditLog
from graph_service.errors import InputRefused
from graph_service.http.authentication import SESSION_COOKIE
from graph_service.local_neo4j.server import ConnectionDetails
from graph_service.pages.exchange import Below, PageAddress, PageRequest, PageResponse
from graph_service.resolvers.context import RequestContext
from graph_service.security.identity import Permission, Role
from graph_service.security.tokens import SignedTokens
from graph_service.settings import Settings
from graph_service.store.graph import Graph
from tests.serving import ServedSite, Visitor, served, session_of, visiting
from tests.site import PURPOSE, Site

BROWSER = {"Accept": "text/html"}

SDL = """
scalar Date
type Query {
  exposurePatterns: [String!]!
  offender(id: ID!, asOf: Date): Offender
  offenders(first: Int): [Offender!]!
  node(id: ID!): Offender
  person(id: ID!): Offender
  search(text: String!): [Offender!]!
  paths(fromId: ID!, toId: ID!): [Offender!]!
  neighbourhood(id: ID!): Offender
  secret: String
}
type Mutation { secretRecord: String }
type Offender { id: ID! name: String self: Offender fails: String slow: String wrong: String store: String }
"""


def _no_date(value: Any) -> Any:
    if value != "2026-06-01":
        raise GraphQLError("asOf must be a date such as 2026-06-01.", extensions={"code": "BAD_USER_INPUT"})
    return value


def make_schema() -> GraphQLSchema:
    """A schema that reads nothing, with fields that go wrong in every way."""
    schema = build_schema(SDL)
    schema.type_map["Date"].parse_value = _no_date  # type: ignore[attr-defined]
    schema.type_map["Date"].parse_literal = lambda node, _variables=None: _no_date(node.value)  # type: ignore[attr-defined]

    async def offender(_root: object, info: GraphQLResolveInfo, id: str, **_: object) -> object:
        context: RequestContext = info.context
        context.view_session()
        if not context.opens_case(id):
            return None
        context.disclosed[id] = None
        return {"id": id, "name": "Ann Example"}

    async def many(_root: object, info: GraphQLResolveInfo, **_: object) -> object:
        return [{"id": "O-1", "name": "Ann Example"}]

    def fails(_root: object, _info: GraphQLResolveInfo) -> str:
        raise RuntimeError("MATCH (n) RETURN n // Ann Example, 1 High Street")

    def wrong(_root: object, _info: GraphQLResolveInfo) -> str:
        raise InputRefused("`first` must be at most 100.")

    async def slow(_root: object, _info: GraphQLResolveInfo) -> str:
        await asyncio.sleep(60)
        return "late"

    async def store(_root: object, info: GraphQLResolveInfo) -> object:
        return await info.context.graph.fetch("RETURN 1")

    query, subject = schema.query_type, schema.type_map["Offender"]
    assert query is not None
    for name in ("offender", "node", "person", "neighbourhood"):
        query.fields[name].resolve = offender
    for name in ("offenders", "search", "paths"):
        query.fields[name].resolve = many
    query.fields["exposurePatterns"].resolve = lambda *_: ["partner_child"]
    query.fields["secret"].resolve = lambda *_: "nobody declared what this needs"
    for name, resolve in {"fails": fails, "wrong": wrong, "slow": slow, "store": store}.items():
        subject.fields[name].resolve = resolve  # type: ignore[attr-defined]
    subject.fields["self"].resolve = lambda root, _info: root  # type: ignore[attr-defined]
    return schema


async def picture(request: PageRequest) -> PageResponse | None:
    """A picture of one offender."""
    hops = request.asked.get("hops")
    if request.record_id != "O-1":
        return None
    return PageResponse(f"<!DOCTYPE html><p>picture of O-1, hops {hops}", ("O-1", "P-2"))


async def record_picture(request: PageRequest) -> PageResponse | None:
    """A picture around one record."""
    if request.record_id != "R-1":
        return None
    return PageResponse(f"<!DOCTYPE html><p>around R-1, hops {request.asked.get('hops')}", ("R-1", "P-3"))


ADDRESSES = (
    PageAddress(Below.OFFENDERS, "/network", "networkPage", Permission.READ_CASE, picture, ("hops",)),
    PageAddress(Below.RECORDS, "/network", "recordNetworkPage", Permission.EXPLORE, record_picture, ("hops",)),
)


async def _is_seen(_session: object, _record_id: str) -> bool:
    """Whatever is asked for is there: no store is reached."""
    return True


@dataclass
class Service:
    """An application, its home, and a client that speaks to it."""

    settings: Settings
    app: ASGIApp
    audit: AuditLog
    client: httpx.AsyncClient

    def bearer(self, role: Role = Role.ANALYST, **more: Any) -> dict[str, str]:
        """The header of a user with this role."""
        token = SignedTokens.of(self.settings).issue(f"{role.value.lower()}-1", role, **({"minutes": 5} | more))
        return {"Authorization": f"Bearer {token}"}

    async def ask(
        self, query: str, *, role: Role = Role.ANALYST, purpose: bool = True, strict: bool = False, **more: Any
    ) -> httpx.Response:
        """Send a query as a user with this role."""
        headers = self.bearer(role) | (PURPOSE if purpose else {})
        if strict:
            headers["Accept"] = "application/graphql-response+json"
        return await self.client.post("/graphql", json={"query": query, **more}, headers=headers)

    def entries(self) -> list[dict[str, Any]]:
        """The audit log so far."""
        return list(select(self.settings.home, begin=None, end=None))


MakeService = Callable[..., Service]


async def form_mark(service: Service, page: str) -> str:
    """What the form of a page holds to show that it was read there."""
    html = (await service.client.get(page, headers=BROWSER)).text
    found = re.search(r'name="form" value="([0-9a-f]+)"', html)
    assert found is not None
    return found[1]


async def begin_sign_in(service: Service, **query: str) -> str:
    """Begin to sign in as a browser does: the address of the provider's page."""
    begun = await service.client.get("/sign-in", params=query, headers=BROWSER)
    assert begun.status_code == 303
    return begun.headers["location"]


async def choose(service: Service, page: str, role: Role, **more: str) -> str:
    """Choose a role on the provider's page: the address that leads back."""
    data = {"form": await form_mark(service, page), "role": role.value} | more
    chosen = await service.client.post(page, data=data, headers=BROWSER)
    assert chosen.status_code == 303
    return chosen.headers["location"]


async def sign_in(service: Service, role: Role = Role.PANEL_MEMBER, *, next: str = "/", **more: str) -> httpx.Response:
    """Sign in as a browser does: the page that leads on to `next`."""
    back = await choose(service, await begin_sign_in(service, next=next), role, **more)
    return await service.client.get(back, headers=BROWSER)


def leads_on_to(page: httpx.Response) -> str:
    """Where the page of somebody who has just signed in leads."""
    found = re.search(r'<meta http-equiv="refresh" content="0; url=([^"]*)">', page.text)
    assert found is not None
    return unescape(found[1])


@pytest.fixture
async def make_service(tmp_path: Path) -> AsyncIterator[MakeService]:
    """Makes services with settings of their own, all in one home."""
    made: list[tuple[Service, Graph]] = []

    def make(**more: Any) -> Service:
        settings = Settings(home=tmp_path, **more)
        graph = Graph.connect(
            "bolt://127.0.0.1:1", "neo4j", "none", database="neo4j", timeout_s=settings.query_timeout_s, pool_size=2
        )
        audit = AuditLog(settings.home)
        app = create_app(
            settings,
            graph=graph,
            audit=audit,
            schema=make_schema(),
            addresses=ADDRESSES,
            seen=dict.fromkeys(Below, _is_seen),
        )
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        client = httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000")
        service = Service(settings, app, audit, client)
        made.append((service, graph))
        return service

    yield make
    for service, graph in made:
        await service.client.aclose()
        await graph.close()
        service.audit.close()


@pytest.fixture
async def service(make_service: MakeService) -> AsyncIterator[Service]:
    """A service in development."""
    yield make_service()


class Addressed(Protocol):
    """What a module serves to browsers."""

    @property
    def address(self) -> str: ...


@pytest.fixture(scope="module")
def site(
    town: Graph, neo4j_server: ConnectionDetails, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ServedSite]:
    """The service over the `town` of a module. One that serves something else has a `site` of its own."""
    settings = Settings(home=tmp_path_factory.mktemp("site"), query_timeout_s=60)
    with served(settings, neo4j_server) as address:
        yield ServedSite(address, settings)


@pytest.fixture
def visitor(site: Addressed, browser: Browser) -> Iterator[Visitor]:
    """A reader at a browser, come to what the module serves."""
    with visiting(browser, site.address) as reader:
        yield reader


def signed_in(site: Site, role: Role, cases: frozenset[str] | None = None) -> httpx.AsyncClient:
    """A browser of somebody who is signed in; `cases`: those open to him where cases are open to their members alone."""
    site.client.cookies.set(SESSION_COOKIE, session_of(site.settings, "reader", role, cases))
    return site.client


async def send_form(client: httpx.AsyncClient, address: str, **fields: str) -> httpx.Response:
    """Send a form as the browser that opened its page does."""
    opened = await client.get(address, headers=BROWSER | PURPOSE)
    found = re.search(r'name="form" value="([0-9a-f]+)"', opened.text)
    assert found is not None, opened.text
    return await client.post(address.partition("?")[0], data={"form": found[1], **fields}, headers=BROWSER | PURPOSE)
