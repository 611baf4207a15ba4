"""The service over a store, served on a free port from a thread of its own, and a reader who comes to it as people do."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field

import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page

from graph_service.app import create_app
from graph_service.audit.log import AuditLog
from graph_service.local_neo4j.server import ConnectionDetails
from graph_service.schema.build import graphql_schema
from graph_service.serving import connect
from graph_service.settings import Settings


@contextmanager
def served(settings: Settings, details: ConnectionDetails) -> Iterator[str]:
    """The address of the service over the store that `details` lead to."""
    servers: list[uvicorn.Server] = []

    async def serve(listening: socket.socket) -> None:
        with closing(AuditLog(settings.home)) as audit:
            graph = connect(settings, details)
            app = create_app(settings, graph=graph, audit=audit, schema=graphql_schema())
            servers.append(uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off", ws="none")))
            await servers[0].serve(sockets=[listening])
            await graph.close()

    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=lambda: asyncio.run(serve(listening)))
        thread.start()
        while thread.is_alive() and not (servers and servers[0].started):
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        servers[0].should_exit = True
        thread.join()


@dataclass
class Reader:
    """Somebody at a browser, signed in on the way to the first page; what the browser complained of and asked for."""

    context: BrowserContext
    page: Page
    site: str
    role: str
    troubles: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    @classmethod
    def at(cls, browser: Browser, site: str, role: str, width: int = 1280, **options: object) -> "Reader":
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)  # type: ignore[arg-type]
        reader = cls(context, context.new_page(), site, role)
        reader.page.on("console", lambda message: reader.troubles.append(message.text))
        reader.page.on("pageerror", lambda error: reader.troubles.append(str(error)))
        reader.page.on("request", lambda request: reader.asked.append(request.url))
        return reader

    def open(self, address: str) -> Page:
        """Go to an address and do what the service asks for: sign in, say why."""
        page = self.page
        page.goto(f"{self.site}{address}")
        role = page.get_by_role("button", name=self.role, exact=True)
        if role.count():
            role.click()
            page.wait_for_url(f"{self.site}{address}")
        why = page.get_by_label("Why are you opening it?")
        if why.count():
            why.fill("Panel of 3 June")
            page.get_by_role("button", name="Open").click()
        page.locator("#content").wait_for()
        return page
