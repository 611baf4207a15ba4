"""What each id names: in the rows judged so far, and in the store."""

from collections.abc import Collection, Iterable
from typing import Final

from graph_service.model.vocabulary import RELATIONSHIPS, Kind

_KIND_OF_CODE: Final = dict(enumerate(Kind, 1))
_CODE_OF_KIND: Final = {kind: code for code, kind in _KIND_OF_CODE.items()}
_RELATIONSHIP: Final = 31
_CODE: Final = 31
_REJECTED: Final = 32
"""An id's code is its kind's number, or _RELATIONSHIP; plus _REJECTED where its row was rejected. 0: there is no record."""

_ENDS: Final = {
    name: frozenset(_CODE_OF_KIND[start] << 8 | _CODE_OF_KIND[end] for start, end in spec.ends)
    for name, spec in RELATIONSHIPS.items()
}


class Register:
    """What ids name, one small number for each. `circular`: those of buildings that are said to be part of one another."""

    __slots__ = ("_judged", "_stored", "circular")

    def __init__(self) -> None:
        self._judged: dict[str, int] = {}
        self._stored: dict[str, int] = {}
        self.circular: frozenset[str] = frozenset()

    def enter(self, id_: str, kind: Kind | None, *, good: bool) -> None:
        """A row of this id has been judged; `kind` is None for a relationship."""
        code = _RELATIONSHIP if kind is None else _CODE_OF_KIND[kind]
        self._judged[id_] = code if good else code | _REJECTED

    def learn(self, id_: str, kind: Kind | None) -> None:
        """What the store holds under an id; None for nothing."""
        self._stored[id_] = 0 if kind is None else _CODE_OF_KIND[kind]

    def is_judged(self, id_: str) -> bool:
        """Whether a row of this id has been judged, good or bad."""
        return id_ in self._judged

    def unknown(self, ids: Iterable[str]) -> set[str]:
        """Those that no row has named and nobody has looked for in the store."""
        return {id_ for id_ in ids if id_ not in self._judged and id_ not in self._stored}

    def names_something(self, id_: str) -> bool:
        """Whether an id names anything, if only a rejected row."""
        return bool(self._code(id_))

    def stands(self, id_: str) -> bool:
        """Whether no good row so far says anew what the store holds under an id."""
        code = self._judged.get(id_, 0)
        return not code or bool(code & _REJECTED)

    def is_rejected(self, id_: str) -> bool:
        """Whether an id names a row that was rejected."""
        return bool(self._code(id_) & _REJECTED)

    def kind(self, id_: str) -> Kind | None:
        """The kind of record that an id names; None for a relationship, and for nothing."""
        return _KIND_OF_CODE.get(self._code(id_) & _CODE)

    def names_one_of(self, id_: str, kinds: Collection[Kind]) -> bool:
        """Whether an id names a record of one of these kinds that was not rejected."""
        return _KIND_OF_CODE.get(self._code(id_)) in kinds

    def may_join(self, type_: str, from_id: str, to_id: str) -> bool:
        """Whether a relationship of this type may lead between what two ids name, neither of them rejected."""
        return (self._code(from_id) << 8 | self._code(to_id)) in _ENDS[type_]

    def _code(self, id_: str) -> int:
        return self._judged.get(id_) or self._stored.get(id_, 0)
