"""The statements of an import: what the store holds of a batch, and the writing of one."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graph_service.importing.batches import Stored, Write
from graph_service.model.columns import Lead
from graph_service.model.vocabulary import FIRST_INSTANT, LAST_INSTANT, RELATIONSHIPS, Kind
from graph_service.recording.rows import Values
from graph_service.recording.versions import LinkVersion, StoredLink, StoredRecord
from graph_service.store.catalogue import statement
from graph_service.store.graph import WriteTransaction

_LINK_ROWS = 3_000
"""New relationships of one type wait for others of their type, because a statement costs as much as some fifty rows."""
_ENDS_OF_TIME = {"first_instant": FIRST_INSTANT, "last_instant": LAST_INSTANT}


def _text(identifier: str, word: str = "") -> str:
    """A statement, with a word of the vocabulary for its placeholder, if it has one."""
    return statement(identifier, word).text


def _plain(versions: Iterable[LinkVersion]) -> list[tuple[Any, ...]]:
    """The driver takes plain tuples alone, none with names."""
    return [tuple(version) for version in versions]


class ImportTransaction:
    """The one transaction of an import. Statements go out one after another, whoever asks for them.

    `empty`: the store held no record when it was opened.
    """

    def __init__(self, transaction: WriteTransaction, *, batch: int) -> None:
        self._transaction = transaction
        self._turn = asyncio.Lock()
        self._batch = batch
        self.empty = False
        self._known_types: tuple[str, ...] | None = None
        self._held: dict[str, list[LinkVersion]] = {}

    async def _run(self, text: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
        async with self._turn:
            return await self._transaction.run(text, parameters)

    async def _found(self, text: str, parameters: Mapping[str, Any]) -> list[Any]:
        found: list[Any] = (await self._run(text, parameters))[0]["found"]
        return found

    async def open(self) -> None:
        """See what kinds of thing the store holds; nothing is looked up in an empty one. Every node is its latest version now."""
        self.empty = (await self._run("RETURN EXISTS { (:Record) } AS any", {}))[0]["any"] is False
        await self._run(_text("records_unveil"), {})

    async def close(self) -> None:
        """Let nobody who is not cleared meet a version that he may not see where one stays open to him."""
        await self._run(_text("records_veil"), {"last_instant": LAST_INSTANT})

    async def _types(self) -> tuple[str, ...]:
        """The types of which the store holds any relationship."""
        if self._known_types is None:
            counts = " UNION ALL ".join(
                f"RETURN '{name}' AS name, EXISTS {{ ()-[:{name}]->() }} AS any" for name in RELATIONSHIPS
            )
            rows = await self._run(counts, {})
            self._known_types = tuple(row["name"] for row in rows if row["any"])
        return self._known_types

    # Reading ------------------------------------------------------------------------------------------------------

    async def records(self, ids: Iterable[str]) -> dict[str, StoredRecord]:
        """The records that the store holds of `ids`."""
        wanted = list(ids)
        if not wanted:
            return {}
        found = await self._found(_text("records_stored"), {"ids": wanted})
        return {row[0]: StoredRecord(Kind(row[1]), *row[2:]) for row in found}

    async def links(self, ids_by_type: Mapping[str, Sequence[str]]) -> dict[str, StoredLink]:
        """The relationships that the store holds of these ids, each looked for under the type given for it."""
        found: dict[str, StoredLink] = {}
        for name, ids in ids_by_type.items():
            if name and ids:
                for row in await self._found(_text("relationships_stored", name), {"ids": list(ids)}):
                    found[row[0]] = StoredLink(*row[1:])
        return found

    async def stored(self, ids: Mapping[str, Sequence[str]], given: Iterable[str], *, links: bool) -> Stored:
        """What the store holds of a batch's own ids, whose keys are types of relationship where `links` is true.

        An id that was `given` (not made from cells) is looked for among all kinds and types.
        """
        if links:
            found_links = await self.links(ids)
            elsewhere = [id_ for id_ in given if id_ not in found_links]
            found_records = await self.records(elsewhere)
        else:
            found_records = await self.records(id_ for group in ids.values() for id_ in group)
            found_links = {}
            elsewhere = [id_ for id_ in given if id_ not in found_records]
        elsewhere = [id_ for id_ in elsewhere if id_ not in found_records]
        if elsewhere:
            found_links |= await self.links(dict.fromkeys(await self._types(), elsewhere))
        return Stored(found_records, found_links)

    async def people_with(self, pnc_ids: Iterable[str]) -> list[tuple[str, str]]:
        """Pairs of PNC ID and person, of those PNC IDs that the store holds."""
        wanted = list(pnc_ids)
        if not wanted:
            return []
        return [(row[0], row[1]) for row in await self._found(_text("pnc_ids_stored"), {"pnc_ids": wanted})]

    async def parents_of(self, ids: Iterable[str]) -> list[tuple[str, str, str]]:
        """The parents that the store holds of these people, and of their ancestors: child, parent, relationship."""
        found = await self._found(_text("parents_stored"), {"ids": list(ids), "last_instant": LAST_INSTANT})
        return [(row[0], row[1], row[2]) for row in found]

    async def homes_of(self, ids: Iterable[str]) -> list[tuple[str, str, str, str]]:
        """The main addresses that the store holds of these people: person, relationship, first day, first day without."""
        found = await self._found(_text("homes_stored"), {"ids": list(ids), "last_instant": LAST_INSTANT})
        return [(row[0], row[1], row[2], row[3]) for row in found]

    # Writing ------------------------------------------------------------------------------------------------------

    async def write(self, write: Write) -> None:
        """Write one batch, or hold it back until `finish`."""
        if write.spec.kind is None:
            await self._write_links(write)
        else:
            await self._write_records(write, write.spec.kind)

    async def _write_records(self, write: Write, kind: Kind) -> None:
        if write.new:
            await self._run(_text("records_create", kind.value), {"rows": write.new})
        if write.changed:
            await self._run(_text("records_supersede"), {"rows": write.changed})
        if write.backdated:
            await self._run(_text("records_backdate"), {"ids": write.backdated})
        if write.ended:
            await self._run(_text("records_end"), {"rows": write.ended})
        written = [*write.new, *write.changed]
        for lead in write.spec.leads:
            await self._write_leads(lead, written)
        if kind is Kind.MANAGEMENT and written:
            await self._run(_text("offenders_mark"), {"ids": [values["person_id"] for values in written]})
        changed = [*write.backdated, *(values["id"] for values in (*write.changed, *write.ended))]
        await self._set_clocks("records_clocks", "", list(dict.fromkeys(changed)))
        if write.regraded:
            await self._regrade(write.regraded)
        if write.rehandled:
            await self._rehandle(write.rehandled)

    async def _write_leads(self, lead: Lead, written: Sequence[Values]) -> None:
        rows = [(values["id"], values[lead.column]) for values in written if lead.column in values]
        if rows:
            way = _text("lead_out" if lead.outward else "lead_in", lead.type)
            await self._run(_text("lead_to_building") if lead.named else way, {"rows": rows})

    async def _write_links(self, write: Write) -> None:
        for name, new in write.new_links.items():
            held = self._held.setdefault(name, [])
            held += new
            if len(held) >= _LINK_ROWS:
                await self._write_held(name)
        for name, changed in write.changed_links.items():
            await self._run(_text("relationships_supersede", name), {"rows": _plain(changed)})
        for name, backdated in write.backdated_links.items():
            if name in self._held:
                await self._write_held(name)
            await self._run(_text("relationships_backdate", name), {"ids": backdated})
        for name, ended in write.ended_links.items():
            await self._run(_text("relationships_end", name), {"rows": ended})
        for name in {**write.backdated_links, **write.changed_links, **write.ended_links}:
            ids = [*write.backdated_links.get(name, ()), *(row.id for row in write.changed_links.get(name, ()))]
            ids += [row["id"] for row in write.ended_links.get(name, ())]
            await self._set_clocks("relationships_clocks", name, list(dict.fromkeys(ids)))

    async def _write_held(self, name: str) -> None:
        await self._run(_text("relationships_create", name), {"rows": _plain(self._held.pop(name))})

    async def finish(self) -> None:
        """Write what was held back to be written with more of its type."""
        for name in list(self._held):
            await self._write_held(name)

    async def _set_clocks(self, identifier: str, word: str, ids: Sequence[Any]) -> None:
        for first in range(0, len(ids), self._batch):
            await self._run(_text(identifier, word), {"ids": ids[first : first + self._batch], **_ENDS_OF_TIME})

    async def _regrade(self, sources: Sequence[Values]) -> None:
        """What rests on sources graded anew."""
        found = await self._found(_text("records_regrade"), {"sources": sources})
        await self._set_clocks("records_clocks", "", found)
        for name in await self._types():
            found = await self._found(_text("relationships_regrade", name), {"sources": sources})
            await self._set_clocks("relationships_clocks", name, found)

    async def _rehandle(self, ids: Sequence[str]) -> None:
        """What rests on sources that are handled otherwise than before."""
        await self._set_clocks("records_clocks", "", await self._found(_text("records_carried"), {"ids": ids}))
        for name in await self._types():
            found = await self._found(_text("relationships_carried", name), {"ids": ids})
            await self._set_clocks("relationships_clocks", name, found)

    async def note_change(self, at: int, counts: Mapping[str, int], kind: str = "IMPORT") -> int:
        """Note what was written, for those who follow the store, and how far back history matters; the number of the change."""
        await self._run(_text("history_note"), {})
        rows = await self._run(_text("change_append"), {"kind": kind, "at": at, "counts": dict(counts)})
        number: int = rows[0]["number"]
        return number

    async def take_turn(self, at: int) -> None:
        """Wait until nobody else is writing. Nobody writes before this transaction has ended."""
        await self._run(_text("turn_take"), {"at": at})
