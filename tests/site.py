"""The application over a store of the tests, asked over HTTP with a token, as programs ask it."""

import html
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from graph_service.app import create_app
from graph_service.audit.export import select
from graph_service.audit.log import AuditLog
from graph_service.schema.build import graphql_schema
from graph_service.security.identity import Role
from graph_service.security.tokens import SignedTokens
from graph_service.settings import Settings
from graph_service.store.graph import Graph

PURPOSE = {"X-Purpose": "panel of 3 June"}


def shown(response: httpx.Response) -> str:
    """The words of a page; a link within a sentence parts no words."""
    text = re.sub(r"</?a\b[^>]*>", "", response.text)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


@dataclass
class Site:
    """The application, and in which role it is asked unless a test says otherwise."""

    settings: Settings
    client: httpx.AsyncClient
    role: Role
    user: str

    def _headers(self, role: Role | None, *, cleared: bool, purpose: bool) -> dict[str, str]:
        token = SignedTokens.of(self.settings).issue(self.user, role or self.role, minutes=5, cleared=cleared)
        return {"Authorization": f"Bearer {token}"} | (PURPOSE if purpose else {})

    async def get(
        self, path: str, role: Role | None = None, *, purpose: bool = True, cleared: bool = False
    ) -> httpx.Response:
        """Ask for a page, a picture or a paper."""
        return await self.client.get(path, headers=self._headers(role, cleared=cleared, purpose=purpose))

    async def ask(
        self, query: str, role: Role | None = None, *, cleared: bool = False, **variables: Any
    ) -> httpx.Response:
        """Ask in GraphQL."""
        headers = self._headers(role, cleared=cleared, purpose=True)
        return await self.client.post("/graphql", json={"query": query, "variables": variables}, headers=headers)

    async def words(self, path: str, role: Role | None = None, *, cleared: bool = False) -> str:
        """The words of a page that is shown."""
        response = await self.get(path, role, cleared=cleared)
        assert response.status_code == 200
        return shown(response)

    @property
    def last(self) -> dict[str, Any]:
        """The last entry of the audit log."""
        return list(select(self.settings.home, begin=None, end=None))[-1]

    def last_disclosed(self) -> set[str]:
        """The ids of everybody whom the last entry names."""
        return set(self.last["disclosed"])


@asynccontextmanager
async def site_over(
    graph: Graph, home: Path, role: Role, user: str = "reader", **settings_of: Any
) -> AsyncIterator[Site]:
    """The application over a store, with a home of its own, and other settings where a test has its own."""
    settings = Settings(home=home, **settings_of)
    with closing(AuditLog(home)) as audit:
        app = create_app(settings, graph=graph, audit=audit, schema=graphql_schema())
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
            yield Site(settings, client, role, user)
