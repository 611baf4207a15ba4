"""Addresses whose building stands later in their file: they wait until it has been judged."""

from collections.abc import Iterator

import orjson

from graph_service.importing.reading import Row
from graph_service.recording.register import Register


class WaitingAddresses:
    """Rows that wait for a building, packed because there may be many of them."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._rows: dict[str, bytes] = {}
        self._all_read = False

    def __contains__(self, id_: str) -> bool:
        return id_ in self._rows

    def takes(self, row: Row, id_: str | None) -> bool:
        """Keep a row whose building may still come; whether it is kept."""
        building_id: str = row.values["building_id"]
        if id_ is None or self._register.is_judged(id_) or id_ in self._rows or id_ == building_id:
            return False
        if self._all_read or self._register.names_something(building_id):
            return False
        self._rows[id_] = orjson.dumps((building_id, row.line, row.values, row.good))
        return True

    def batches(self, size: int) -> Iterator[list[Row]]:
        """Once the file is read: its rows in lists of at most `size`, buildings first.

        Rows whose building never came stand last, and are then judged as they are.
        """
        while self._rows and not self._all_read:
            ready = [
                id_ for id_, packed in self._rows.items() if self._register.names_something(orjson.loads(packed)[0])
            ]
            if not ready:
                self._all_read = True
                self._register.circular = frozenset(self._rows)
            ids = ready or list(self._rows)
            for first in range(0, len(ids), size):
                yield [Row(*orjson.loads(self._rows.pop(id_))[1:]) for id_ in ids[first : first + size]]
