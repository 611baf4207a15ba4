"""The application as the service runs it: on a port, over the store of the tests, for a browser to visit."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from graph_service.app import create_app
from graph_service.audit.export import select
from graph_service.audit.log import AuditLog
from graph_service.http.authentication import SESSION_COOKIE
from graph_service.local_neo4j.server import ConnectionDetails
from graph_service.schema.build import graphql_schema
from graph_service.serving import connect
from graph_service.settings import Settings


def free_listener() -> socket.socket:
    """A socket on a port that nobody uses."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    return listener


@contextmanager
def served(settings: Settings, details: ConnectionDetails, listener: socket.socket | None = None) -> Iterator[str]:
    """The address at which the application is served from a thread of its own, with an event loop of its own."""
    with listener or free_listener() as listening:
        servers: list[uvicorn.Server] = []

        async def serve() -> None:
            with closing(AuditLog(settings.home)) as audit:
                graph = connect(settings, details)
                try:
                    app = create_app(settings, graph=graph, audit=audit, schema=graphql_schema())
                    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off", ws="none"))
                    servers.append(server)
                    await server.serve(sockets=[listening])
                finally:
                    await graph.close()

        thread = threading.Thread(target=lambda: asyncio.run(serve()))
        thread.start()
        while not (servers and servers[0].started) and thread.is_alive():
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            servers[0].should_exit = True
            thread.join()


def entries(settings: Settings) -> list[dict[str, Any]]:
    """The audit log so far."""
    return list(select(settings.home, begin=None, end=None))


@dataclass
class Visitor:
    """One reader in a browser: what went wrong on the pages, and which addresses they asked for."""

    site: str
    context: BrowserContext
    page: Page
    troubles: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

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
        self.page.get_by_role("button", name="Open").click()
        self.page.wait_for_load_state()

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
def visiting(browser: Browser, site: str, width: int = 1280, height: int = 900) -> Iterator[Visitor]:
    """A reader with a browser of his own, closed at the end."""
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    visitor = Visitor(site, context, page)
    page.on("console", lambda message: visitor.troubles.append(message.text))
    page.on("pageerror", lambda error: visitor.troubles.append(str(error)))
    page.on("request", lambda request: visitor.asked.append(request.url))
    try:
        yield visitor
    finally:
        context.close()
