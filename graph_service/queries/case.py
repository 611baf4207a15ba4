"""Questions about one offender: the statements of the catalogue, given the earlier versions of records that they need.

Nearly every question is about the present, where no earlier version can be meant, and the statements are asked straight away.
They answer nothing where one could be, and then those within his reach are read and handed to them. So one text, and one plan,
serves every view.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from graph_service.errors import ComponentUnavailable
from graph_service.queries.view_session import ViewSession
from graph_service.store.catalogue import CaseStatement, statement

_TRIES: Final = 20


@dataclass(frozen=True, slots=True)
class Reach:
    """What the patterns may meet around an offender at a view.

    `earlier`: by id, the versions of records that the view sees and that are not their latest. `noted`: the number of the note
    of history as of which these were read; None where none is thought to be needed. `seen`: whether the view and the viewer see
    such a person.
    """

    earlier: Mapping[str, Mapping[str, Any]]
    noted: int | None
    seen: bool = True

    def parameters(self) -> dict[str, Any]:
        """What a statement is given of it."""
        return {"earlier": dict(self.earlier), "noted": self.noted}


NONE_NEEDED: Final = Reach({}, None)


class CaseQuestions:
    """Puts statements about one offender to the store, at one view. His reach is read once, where it is needed."""

    def __init__(self, session: ViewSession, offender_id: str) -> None:
        self.session = session
        self.offender_id = offender_id
        self._reach = NONE_NEEDED
        self._turn = asyncio.Lock()

    async def ask(self, question: CaseStatement, **own: Any) -> dict[str, Any] | None:
        """The one record of a statement; None where the view or the viewer sees no such person.

        Raises ComponentUnavailable where the store is written to so fast that no answer is of one moment.
        """
        for _ in range(_TRIES):
            reach = self._reach
            if not reach.seen:
                return None
            parameters = self.session.parameters(offender_id=self.offender_id, **own, **reach.parameters())
            timeout_s = None if reach is NONE_NEEDED else self.session.settings.history_timeout_s
            answer = await self.session.graph.fetch_planned(question.text, parameters, timeout_s=timeout_s)
            if answer is not None:
                return answer
            await self._look_again(reach)
        raise ComponentUnavailable("The store is being written to without a pause just now. Please try again.")

    async def _look_again(self, before: Reach) -> None:
        """Read the reach, unless somebody has since `before`."""
        async with self._turn:
            if self._reach is before:
                self._reach = await self._read()

    async def _read(self) -> Reach:
        session = self.session
        answer = await session.graph.fetch_planned(
            statement("reach").text,
            session.parameters(offender_id=self.offender_id),
            timeout_s=session.settings.history_timeout_s,
        )
        if answer is None:
            return Reach({}, None, seen=False)
        return Reach({row[0]: row[1] for row in answer["earlier"]}, answer["noted"])
