"""The application as the service runs it, or its pages alone: on a port, for a browser to visit."""

import asyncio
import socket
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Self

import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from graph_service.app import create_app
from graph_service.audit.export import select
from graph_service.audit.log import AuditLog
from graph_service.http.authentication import SESSION_COOKIE
from graph_service.local_neo4j.server import ConnectionDetails
from graph_service.model.clock import now
from graph_service.pages.exchange import PAGE_POLICY
from graph_service.pictures.static import static_files
from graph_service.schema.build import graphql_schema
from graph_service.security.identity import Identity, Role
from graph_service.security.sessions import Sessions
from graph_service.serving import connect, web_server_config
from graph_service.settings import Settings
from tests.browser import follow
from tests.patience import PATIENCE_MS

Run = Callable[[ASGIApp], Awaitable[None]]


def free_listener() -> socket.socket:
    """A socket on a port that nobody uses."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    return listener


@contextmanager
def _on_a_port(
    serve: Callable[[Run], Awaitable[None]], settings: Settings, listener: socket.socket | None = None
) -> Iterator[str]:
    """The address at which `serve` runs an application, from a thread of its own, with an event loop of its own."""
    with listener or free_listener() as listening:
        servers: list[uvicorn.Server] = []

        async def run(app: ASGIApp) -> None:
            servers.append(uvicorn.Server(web_server_config(app, settings)))
            await servers[0].serve(sockets=[listening])

        async def all_of_it() -> None:
            await serve(run)

        thread = threading.Thread(target=lambda: asyncio.run(all_of_it()))
        thread.start()
        while not (servers and servers[0].started) and thread.is_alive():
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            servers[0].should_exit = True
            thread.join()


def served(
    settings: Settings, details: ConnectionDetails, listener: socket.socket | None = None, **parts: Any
) -> AbstractContextManager[str]:
    """The address of the service over the store that `details` lead to, with other `parts` where a test has its own."""

    async def serve(run: Run) -> None:
        with closing(AuditLog(settings.home)) as audit:
            graph = connect(settings, details)
            try:
                await run(create_app(settings, graph=graph, audit=audit, **{"schema": graphql_schema()} | parts))
            finally:
                await graph.close()

    return _on_a_port(serve, settings, listener)


def served_pages(render: Callable[[str], str]) -> AbstractContextManager[str]:
    """The address below which what `render` makes of a name is a page, with the policy and the static files of the service."""

    async def page(request: Request) -> Response:
        html = render(request.path_params["name"])
        return HTMLResponse(html, headers={"Content-Security-Policy": PAGE_POLICY})

    async def static(request: Request) -> Response:
        file = static_files()[request.path_params["name"]]
        return Response(file.content, media_type=file.media_type)

    app = Starlette(routes=[Route("/{name}", page), Route("/static/{name}", static)])
    return _on_a_port(lambda run: run(app), Settings())


@dataclass(frozen=True)
class ServedSite:
    """The service on its port, and the settings it has."""

    address: str
    settings: Settings


def entries(settings: Settings) -> list[dict[str, Any]]:
    """The audit log so far."""
    return list(select(settings.home, begin=None, end=None))


def session_of(settings: Settings, user: str, role: Role, cases: frozenset[str] | None = None) -> str:
    """The session of somebody who is signed in to the service of a home already."""
    ends_at = now() + timedelta(minutes=5)
    return Sessions(settings.home).begin(Identity(user, role, False, ends_at, cases))


@dataclass
class Visitor:
    """One reader in a browser: what went wrong on the pages, and which addresses they asked for."""

    site: str
    context: BrowserContext
    page: Page
    troubles: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    @classmethod
    def at(cls, browser: Browser, site: str, width: int = 1280, height: int = 900, **options: Any) -> Self:
        """A reader with a window of his own, who has opened nothing yet; the rest as Playwright takes it."""
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(PATIENCE_MS)
        visitor = cls(site, context, context.new_page())
        visitor.page.on("console", lambda message: visitor.troubles.append(message.text))
        visitor.page.on("pageerror", lambda error: visitor.troubles.append(str(error)))
        visitor.page.on("request", lambda request: visitor.asked.append(request.url))
        return visitor

    def sign_in(self, role: str, *, at: str = "/", cleared: bool = False) -> None:
        """Open a page and sign in by one click on a role."""
        self.page.goto(f"{self.site}/sign-in?next={at}")
        self.be(role, at=at, cleared=cleared)

    def be(self, role: str, *, at: str = "/", cleared: bool = False) -> None:
        """Choose a role where the provider of development offers them, and wait to be back at the page that was wanted."""
        if cleared:
            self.page.get_by_label("Cleared for handling C").check()
        self.page.get_by_role("button", name=role, exact=True).click()
        self.page.wait_for_url(f"{self.site}{at}")

    def hold(self, session: str) -> None:
        """Be signed in already."""
        self.context.add_cookies([{"name": SESSION_COOKIE, "value": session, "url": self.site}])

    def say_why(self, purpose: str = "panel of 3 June") -> None:
        """Give the purpose that a page asks for."""
        self.page.get_by_label("Why are you opening it?").fill(purpose)
        follow(self.page.get_by_role("button", name="Open"))

    def must_be_accessible(self) -> None:
        """No violation is found on the page as it stands."""
        # Colours come with the style sheets.
        self.page.wait_for_load_state()
        violations = Axe().run(self.page).response["violations"]
        found = [(one["id"], node["html"], node["failureSummary"]) for one in violations for node in one["nodes"]]
        assert found == [], found

    def must_have_stayed_here(self) -> None:
        """Nothing went wrong, and nothing was asked of anybody else."""
        assert self.troubles == [], self.troubles
        elsewhere = [url for url in self.asked if not url.startswith((f"{self.site}/", "data:"))]
        assert self.asked and elsewhere == [], elsewhere


@contextmanager
def opening(
    browser: Browser, site: str, *, ready: str = "", never_ready: frozenset[str] = frozenset()
) -> Iterator[Callable[..., Visitor]]:
    """Opens pages of a site by their names, each in a window of its own, and closes all of them at the end.

    `ready`: what the script of a page shows once it is done, of all but those that are `never_ready`.
    """
    with ExitStack() as windows:

        def open_(name: str, width: int = 1280, height: int = 900, **options: Any) -> Visitor:
            visitor = windows.enter_context(visiting(browser, site, width, height, **options))
            answer = visitor.page.goto(f"{site}/{name}")
            assert answer is not None and answer.ok
            if ready and options.get("java_script_enabled", True) and name not in never_ready:
                visitor.page.wait_for_selector(ready)
            return visitor

        yield open_


@contextmanager
def visiting(browser: Browser, site: str, width: int = 1280, height: int = 900, **options: Any) -> Iterator[Visitor]:
    """A visitor, whose window is closed at the end."""
    visitor = Visitor.at(browser, site, width, height, **options)
    try:
        yield visitor
    finally:
        visitor.context.close()
