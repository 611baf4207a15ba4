"""Forms of pages, filled in and sent as a browser without scripts does it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

import httpx

from graph_service.http.authentication import SESSION_COOKIE
from graph_service.security.identity import Role
from tests.serving import session_of
from tests.site import PURPOSE, Site, shown

_BROWSER = {"Accept": "text/html", "Sec-Fetch-Site": "same-origin"}


@dataclass
class Form:
    """A form of a page: where it is sent, what stands in its fields, and what its buttons send besides."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)


class _Reading(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._text: str | None = None
        self._select: str | None = None
        self._button: tuple[str, str] | None = None
        self._said = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(given.get("action", "")))
        if not self.forms:
            return
        form, name = self.forms[-1], given.get("name", "")
        match tag, given.get("type", "text"):
            case "input", "radio" | "checkbox":
                form.choices.setdefault(name, []).append(given["value"])
                if "checked" in given:
                    form.fields[name] = given["value"]
            case "input", _:
                form.fields[name] = given.get("value", "")
            case "textarea", _:
                self._text, self._said = name, ""
            case "select", _:
                self._select = name
            case "option", _:
                assert self._select is not None
                form.choices.setdefault(self._select, []).append(given["value"])
                if "selected" in given or self._select not in form.fields:
                    form.fields[self._select] = given["value"]
            case "button", _:
                self._button, self._said = (name, given.get("value", "")), ""

    def handle_data(self, data: str) -> None:
        self._said += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._text is not None:
            self.forms[-1].fields[self._text], self._text = self._said, None
        if tag == "button" and self._button is not None and self.forms:
            self.forms[-1].buttons.append((*self._button, " ".join(self._said.split())))
            self._button = None


def forms_of(page: httpx.Response) -> list[Form]:
    """The forms of a page."""
    reading = _Reading()
    reading.feed(page.text)
    return reading.forms


def form_of(page: httpx.Response, button: str) -> Form:
    """The form of a page that has a button of this name."""
    return next(one for one in forms_of(page) if any(said == button for _, _, said in one.buttons))


@dataclass
class SignedIn:
    """Somebody who is signed in to a site, and fills in its forms."""

    site: Site
    session: str

    @classmethod
    def to(cls, site: Site, role: Role, user: str = "author", cases: frozenset[str] | None = None) -> "SignedIn":
        """Sign somebody in; `cases`: those that are open to them where cases are open to their members alone."""
        return cls(site, session_of(site.settings, user, role, cases))

    def _cookies(self) -> dict[str, str]:
        return {SESSION_COOKIE: self.session} if self.session else {}

    async def open(self, path: str, *, purpose: bool = True) -> httpx.Response:
        """Open a page."""
        self.site.client.cookies.update(self._cookies())
        return await self.site.client.get(path, headers=_BROWSER | (PURPOSE if purpose else {}))

    async def send(
        self, page: httpx.Response, button: str, values: Mapping[str, str | None] | None = None, *, purpose: bool = True
    ) -> httpx.Response:
        """Fill in the form of a page that has this button, and press it. A value of None leaves the field out."""
        form = form_of(page, button)
        pressed = next((name, value) for name, value, said in form.buttons if said == button)
        fields = form.fields | dict(values or {}) | ({pressed[0]: pressed[1]} if pressed[0] else {})
        sent = {name: value for name, value in fields.items() if value is not None and name}
        self.site.client.cookies.update(self._cookies())
        headers = _BROWSER | (PURPOSE if purpose else {})
        return await self.site.client.post(form.action, data=sent, headers=headers)

    async def go_on(self, answer: httpx.Response) -> str:
        """The words of the page that an answer leads to."""
        assert answer.status_code == 303, shown(answer)
        page = await self.open(answer.headers["location"])
        assert page.status_code == 200
        return shown(page)
