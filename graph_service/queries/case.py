"""Questions about one offender: the statements of the catalogue, given the earlier versions of records that they need.

Nearly every question is about the present, where no earlier version can be meant, and the statements are asked straight away.
They answer nothing where one could be, and then those around the offender are read and handed to them. So one text, and one
plan, serves every view.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from graph_service.catalogue import CaseStatement, statement
from graph_service.errors import ComponentUnavailable
from graph_service.queries.reading import Reading

_TRIES: Final = 20


@dataclass(frozen=True, slots=True)
class EarlierVersions:
    """The versions of records around an offender that a view sees and that are not their latest: `earlier`, by id.

    `noted` is the number of the note of history as of which they were read; None where none is thought to be needed.
    `seen`: whether the view and the viewer see such a person at all.
    """

    earlier: Mapping[str, Mapping[str, Any]]
    noted: int | None
    seen: bool = True

    def parameters(self) -> dict[str, Any]:
        """What a statement is given of them."""
        return {"earlier": dict(self.earlier), "noted": self.noted}


NONE_NEEDED: Final = EarlierVersions({}, None)


class CaseQuestions:
    """Puts statements about one offender to the store, at one view. Earlier versions are read once, where they are needed."""

    def __init__(self, reading: Reading, offender_id: str) -> None:
        self.reading = reading
        self.offender_id = offender_id
        self._versions = NONE_NEEDED
        self._turn = asyncio.Lock()

    async def ask(self, question: CaseStatement, **own: Any) -> dict[str, Any] | None:
        """The one record of a statement; None where the view or the viewer sees no such person.

        Raises ComponentUnavailable where the store is written to so fast that no answer is of one moment.
        """
        for _ in range(_TRIES):
            versions = self._versions
            if not versions.seen:
                return None
            parameters = self.reading.parameters(offender_id=self.offender_id, **own, **versions.parameters())
            answer = await self.reading.graph.fetch_planned(
                question.text, parameters, timeout_s=self._timeout_s(versions)
            )
            if answer is not None:
                return answer
            await self._look_again(versions)
        raise ComponentUnavailable("The store is being written to without a pause just now. Please try again.")

    def _timeout_s(self, versions: EarlierVersions) -> float | None:
        return None if versions is NONE_NEEDED else self.reading.settings.history_timeout_s

    async def _look_again(self, before: EarlierVersions) -> None:
        """Read the earlier versions, unless somebody has since `before`."""
        async with self._turn:
            if self._versions is before:
                self._versions = await self._read()

    async def _read(self) -> EarlierVersions:
        reading = self.reading
        parameters = reading.parameters(offender_id=self.offender_id)
        answer = await reading.graph.fetch_planned(
            statement("earlier_versions").text, parameters, timeout_s=reading.settings.history_timeout_s
        )
        if answer is None:
            return EarlierVersions({}, None, seen=False)
        return EarlierVersions({row[0]: row[1] for row in answer["past"]}, answer["noted"])
