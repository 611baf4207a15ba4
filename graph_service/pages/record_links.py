"""The ways from a page to the records that it names, at the page's own view."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from markupsafe import Markup, escape

from graph_service.model.records import Record
from graph_service.model.vocabulary import NODE_KINDS, Kind
from graph_service.wording import links as words


@dataclass(frozen=True, slots=True)
class RecordLinks:
    """Links to records. `query`: what follows their addresses, so that they show the same view.

    `offered`: whether the reader may open records by themselves; where not, names stand as they are. A sealed record has no
    link, because its id is never told.
    """

    query: str
    offered: bool

    def address(self, record_id: str) -> str:
        """The page of a record; empty where the reader may not open it, or there is no id."""
        return f"/records/{quote(record_id, safe='')}{self.query}" if self.offered and record_id else ""

    def by_id(self, record_id: str, called: str) -> Markup:
        """What a record of an id that may be told is called, as the way to its page."""
        return _link(self.address(record_id), called)

    def name(self, record: Record | None, called: str) -> Markup:
        """What a record is called, as the way to its page."""
        return _link(self.address(_told_id(record)), called)

    def text(self, text: str, records: Iterable[Record]) -> Markup:
        """A text, in which the names of the records it is about are the ways to their pages.

        A name that two of them bear stays as it is: nobody could say whose it is.
        """
        addresses: dict[str, str] = {}
        for record in records:
            address = self.address(_told_id(record))
            for name in _names(record):
                addresses[name] = address if addresses.get(name, address) == address else ""
        names = sorted((name for name, address in addresses.items() if address), key=len, reverse=True)
        if not names:
            return escape(text)
        found = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")
        parts, end = [], 0
        for match in found.finditer(text):
            parts += [escape(text[end : match.start()]), _link(addresses[match.group()], match.group())]
            end = match.end()
        return Markup("").join([*parts, escape(text[end:])])


def links_at(parameters: dict[str, str], *, offered: bool) -> RecordLinks:
    """Links to records at the view that these parameters of an address say; none of them says today, as known now."""
    return RecordLinks(f"?{urlencode(parameters)}" if parameters else "", offered)


def _names(record: Record) -> tuple[str, ...]:
    """What a text may call a record: an address by its beginning, too, and an offence without the capital it begins with."""
    name = words.clean(record.name)
    if record.sealed:
        return (name,)
    if record.kind is Kind.ADDRESS:
        parts = name.split(", ")
        return tuple(", ".join(parts[:number]) for number in range(1, len(parts) + 1))
    return (name, f"{name[:1].lower()}{name[1:]}") if record.kind is Kind.OFFENCE else (name,)


def _told_id(record: Record | None) -> str:
    return "" if record is None or record.sealed or record.kind not in NODE_KINDS else record.id


def _link(address: str, called: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(address, called) if address else escape(called)
