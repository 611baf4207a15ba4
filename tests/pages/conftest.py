"""The service over the `town` of a module, and the readers who come to it in a browser."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from graph_service.local_neo4j.server import ConnectionDetails
from graph_service.settings import Settings
from graph_service.store.graph import Graph
from tests.serving import Visitor, served


@dataclass
class Reader(Visitor):
    """A visitor who signs in, in one role, on the way to the first page."""

    role: str = "Panel member"

    def open(self, address: str) -> Page:
        """Go to an address and do what the service asks for: sign in, say why."""
        self.page.goto(f"{self.site}{address}")
        if self.page.get_by_role("button", name=self.role, exact=True).count():
            self.be(self.role, at=address)
        if self.page.get_by_label("Why are you opening it?").count():
            self.say_why()
        self.page.locator("#content").wait_for()
        return self.page


MakeReader = Callable[..., Reader]


@pytest.fixture(scope="module")
def site(town: Graph, neo4j_server: ConnectionDetails, settings: Settings) -> Iterator[str]:
    """The address of the service."""
    with served(settings, neo4j_server) as address:
        yield address


@pytest.fixture
def reader(site: str, browser: Browser) -> Iterator[MakeReader]:
    """Makes readers, each with a window of his own."""
    # `site` before `browser`: once a browser has begun, its event loop lets nobody fill the store.
    with ExitStack() as windows:

        def make(role: str = "Panel member", width: int = 1280, **options: Any) -> Reader:
            someone = Reader.at(browser, site, width, **options)
            windows.callback(someone.context.close)
            someone.role = role
            return someone

        yield make
