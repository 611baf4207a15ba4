"""Rows judged against the store: what it holds of them is read, and handed to the rules."""

import asyncio
from collections.abc import Sequence

from graph_service.importing.batches import Stored, Write
from graph_service.importing.checking import Checker
from graph_service.importing.reading import Row
from graph_service.importing.writing import ImportTransaction
from graph_service.model.columns import FileSpec
from graph_service.model.vocabulary import Kind
from graph_service.recording.identity import identify


async def judge_rows(checker: Checker, store: ImportTransaction, spec: FileSpec, rows: Sequence[Row]) -> Write:
    """What is to be written of rows of one file; what is wrong with them is among the checker's problems."""
    if store.empty:
        return await asyncio.to_thread(checker.check, spec, rows, Stored())
    unknown = checker.unknown(spec, rows)
    checker.learn(unknown, await store.records(unknown))
    ids: dict[str, list[str]] = {}
    given: list[str] = []
    for row in rows:
        id_ = identify(spec, row.values)
        if id_ is not None:
            ids.setdefault(row.values.get("type", "") if spec.kind is None else "", []).append(id_)
            if "id" in row.values:
                given.append(id_)
    if spec.kind is Kind.PERSON:
        pnc_ids = [row.values["pnc_id"] for row in rows if "pnc_id" in row.values]
        checker.agreement.learn_pnc_ids(await store.people_with(pnc_ids))
    if spec.kind is None:
        await _recall_families(checker, store, rows)
    stored = await store.stored(ids, given, links=spec.kind is None)
    return await asyncio.to_thread(checker.check, spec, rows, stored)


async def _recall_families(checker: Checker, store: ImportTransaction, rows: Sequence[Row]) -> None:
    """Tell the checker of the parents and main addresses that the store holds and these rows may not agree with."""
    cells = [row.values for row in rows if "from_id" in row.values]
    if parents := {each["from_id"] for each in cells if each.get("type") == "PARENT_OF"}:
        checker.agreement.learn_parents(await store.parents_of(parents))
    if residents := {
        each["from_id"] for each in cells if each.get("type") == "LIVES_AT" and each.get("role") == "MAIN"
    }:
        checker.agreement.learn_homes(await store.homes_of(residents))
