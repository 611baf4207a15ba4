"""The web application: one factory that puts the parts together."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from graphql import GraphQLSchema
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import Route
from starlette.types import ASGIApp

from graph_service.audit.log import AuditLog
from graph_service.errors import WrongUse
from graph_service.http.authentication import Authentication
from graph_service.http.cases import Cases
from graph_service.http.cookies import Cookies
from graph_service.http.envelope import Envelope
from graph_service.http.execution import Executor
from graph_service.http.exploring import Exploring
from graph_service.http.graphql import GraphQLEndpoint
from graph_service.http.leaving import Leaving
from graph_service.http.local_provider import LocalProviderPages
from graph_service.http.looks import Looks
from graph_service.http.opening import Opening
from graph_service.http.saved_queries import SavedQueries
from graph_service.http.sign_in import SignIn
from graph_service.http.site import ProviderAt, Site
from graph_service.http.static_files import own_file
from graph_service.http.status import Readiness, healthz, metrics, readyz
from graph_service.http.workbench import Workbench
from graph_service.pages.addresses import ADDRESSES, SEEN
from graph_service.pages.exchange import Below, IsSeen, PageAddress
from graph_service.security.local_provider import BELOW, LocalProvider
from graph_service.security.openid import CALLBACK, provider_of
from graph_service.security.sessions import Sessions
from graph_service.security.tokens import SignedTokens
from graph_service.settings import Environment, Settings
from graph_service.store.graph import Graph

_ROUTES: Final = (
    "/graphql",
    "/healthz",
    "/readyz",
    "/metrics",
    "/sign-in",
    CALLBACK,
    "/sign-out",
    "/",
    "/cases/search",
    "/search",
    "/paths",
    "/sessions/end",
)


def check_sign_in(settings: Settings) -> None:
    """Raise WrongUse where the service may not start: in production because nobody could sign in without OpenID Connect, and
    in development because anybody from elsewhere could."""
    _local_provider_of(settings)
    if provider_of(settings) is None and settings.environment is Environment.PRODUCTION:
        raise WrongUse(
            "In production users sign in by OpenID Connect, and no OpenID Connect settings are given: the service does "
            "not start without GRAPH_SERVICE_OIDC_ISSUER, GRAPH_SERVICE_OIDC_CLIENT_ID and "
            "GRAPH_SERVICE_OIDC_CLIENT_SECRET."
        )


def create_app(
    settings: Settings,
    *,
    graph: Graph,
    audit: AuditLog,
    schema: GraphQLSchema,
    addresses: Sequence[PageAddress] = ADDRESSES,
    seen: Mapping[Below, IsSeen] = SEEN,
    preparing: Callable[[], Sequence[str]] = tuple,
) -> ASGIApp:
    """The application over a store and an audit log that are open; whoever opened them closes them.

    `preparing` names what is still being prepared behind.
    """
    tokens = SignedTokens.of(settings)
    sessions, cookies = Sessions(settings.home), Cookies(settings.public_url)
    authentication = Authentication(tokens, sessions, cookies, settings.most_requests_per_minute, audit)
    production = settings.environment is Environment.PRODUCTION
    executor = Executor(schema, audit, production=production, query_timeout_s=settings.query_timeout_s)
    local = _local_provider_of(settings)
    site = Site(settings, graph, audit, tokens, sessions, cookies, authentication, _provider_at(settings, local))
    application = Starlette(
        routes=[
            Route("/graphql", GraphQLEndpoint(schema, executor, authentication, graph, audit, settings)),
            Route("/healthz", healthz),
            Route("/readyz", readyz(Readiness(graph, audit, preparing))),
            Route("/metrics", metrics),
            Route("/static/{name}", own_file),
            *SignIn(site).routes(),
            *(LocalProviderPages(site, local).routes() if local is not None else ()),
            *Cases(site).routes(),
            *Exploring(site).routes(),
            *Workbench(site, SavedQueries(settings.home, schema)).routes(),
            *Opening(site, addresses, seen, Looks(settings.home)).routes(),
        ],
        exception_handlers={HTTPException: site.no_such_page},
    )
    return Envelope(Leaving(application), _route_of)


def _local_provider_of(settings: Settings) -> LocalProvider | None:
    """The provider of our own; in development without another one alone."""
    own = settings.environment is Environment.DEVELOPMENT and provider_of(settings) is None
    return LocalProvider(settings) if own else None


def _provider_at(settings: Settings, local: LocalProvider | None) -> ProviderAt | None:
    """How users sign in; None where they cannot."""
    if local is not None:
        return local.client_at
    provider = provider_of(settings)
    return None if provider is None else lambda _address: provider


def _route_of(path: str) -> str:
    """The route for the metrics: a fixed name, because a path may hold an id."""
    if path in _ROUTES:
        return path
    if path.startswith("/static/"):
        return "/static/{name}"
    if path.startswith(f"{BELOW}/"):
        return f"{BELOW}/…"
    for begin in ("/offenders/", "/records/"):
        if path.startswith(begin):
            return f"{begin}{{id}}/…"
    return "other"
