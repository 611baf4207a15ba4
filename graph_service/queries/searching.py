"""What a text asks for, as statements that search are given it, and the order of what they find."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from graph_service.model.characters import plain
from graph_service.model.identifiers import asked_marks, without_its_name
from graph_service.model.records import Record
from graph_service.queries.view_session import ViewSession, to_record
from graph_service.spelling.asking import AskedWord, asked_words, index_question, mark_question
from graph_service.spelling.likeness import likeness

_CONSIDERED: Final = 40
"""Records that are compared with the text, at least: the index counts how rare a word is, we how like it is."""
_FURTHER: Final = 10
"""How many times as much the index is asked for where too little is left of what it was asked for."""

Found = tuple[Record, Mapping[str, Any]]
"""A record, and what a statement found of it."""


@dataclass(frozen=True, slots=True)
class Searched:
    """A text that is searched for. `bare`: without the name of an identifier before it, such as PNC."""

    text: str
    bare: str
    words: tuple[AskedWord, ...]
    cleared: bool

    @classmethod
    def of(cls, text: str, *, cleared: bool) -> "Searched":
        """The text as this viewer asks for it."""
        text = plain(text)
        bare = without_its_name(text)
        return cls(text, bare, asked_words(bare), cleared)

    async def found(self, session: ViewSession, identifier: str, first: int, hits: int, **own: Any) -> Sequence[Found]:
        """The `first` best that a statement finds among the `hits` likest by the index.

        The index knows neither the view nor what else a statement asks for: what these leave out would stand in the way of the
        rest. So it is asked for more, until there is enough, or no more.
        """
        answer = await session.fetch(identifier, **self.parameters(first), hits=hits, **own)
        while answer is not None and answer["more"]:
            hits *= _FURTHER
            answer = await session.fetch(identifier, **self.parameters(first), hits=hits, **own)
        return self.best(answer["found"])[:first] if answer else ()

    def parameters(self, first: int) -> Mapping[str, Any]:
        """What the statements that search are given to find the `first` best."""
        marks = asked_marks(self.text)
        words = index_question(self.words, cleared=self.cleared)
        return {
            "identifiers": sorted({self.text, self.text.upper(), self.bare}),
            "marks": [mark_question(marks, cleared=self.cleared)] if marks else [],
            "words": [words] if words else [],
            "first": max(_CONSIDERED, 3 * first),
        }

    def best(self, found: Iterable[Mapping[str, Any]]) -> Sequence[Found]:
        """The records found, each with what was found: those named by an id or identifier, then the likest; the unlike left out.

        Where the text says that it is an identifier, and some are named by it, these alone.
        """
        ranked = []
        for one in found:
            record = to_record(one["record"])
            if record is None:
                continue
            like = likeness(self.words, record.values)
            if one["named"] or like:
                ranked.append(((-one["named"], tuple(-each for each in like or ()), record.id), record, one))
        ranked.sort(key=lambda each: each[0])
        best = [(record, one) for _, record, one in ranked]
        named = [each for each in best if each[1]["named"]] if self.bare != self.text else []
        return named or best
