"""How people and places are called in a sentence: in full the first time, briefly after that. Pure."""

from datetime import date
from typing import Final

from graph_service.model.records import Record
from graph_service.model.vocabulary import AccountKind, AddressKind, Kind
from graph_service.wording.links import clean, month

_SEALED: Final = "a sealed address"
_PRONOUNS: Final = {"F": "she", "M": "he"}
_ACCOUNTS: Final = {
    AccountKind.PHONE: "the telephone",
    AccountKind.EMAIL: "the e-mail address",
    AccountKind.DEVICE: "the device",
}
_ACCOUNT: Final = "the account"
_OWN_WORDS: Final = (*(f"{word} " for word in ("he", "she", _ACCOUNT, *_ACCOUNTS.values())), _SEALED)
"""What a sentence may begin with that is no name."""


def is_unborn(record: Record, as_of: date) -> bool:
    """Whether a person is still to be born at `as_of`."""
    born: str | None = record.values.get("date_of_birth")
    return record.kind is Kind.PERSON and born is not None and born > as_of.isoformat()


def begun(text: str) -> str:
    """A clause as the beginning of a sentence; a name stays as it is written."""
    return text[:1].upper() + text[1:] if text.startswith(_OWN_WORDS) else text


def possessive(mention: str, noun: str) -> str:
    """`Ann Reed's partner`, or `the partner of Kit Barr (11)` where the name has something behind it."""
    if not mention.endswith(")"):
        return f"{mention}'s {noun}"
    several = noun.endswith(("parent", "child", "cousin", "or sister", "or niece", "or nephew"))
    article = "the" if not several else "an" if noun.startswith(("a", "u")) else "a"
    return f"{article} {noun} of {mention}"


class Naming:
    """The names of one text at a view. It remembers who and what was named, so that an age and an address are told in full once
    and a pronoun stands only for somebody who cannot be mistaken.
    """

    def __init__(self, as_of: date, *, ages: bool = True) -> None:
        self.as_of = as_of
        self._ages = ages
        self._people: dict[str, str | None] = {}
        self._parts: set[str] = set()
        self._places: set[str] = set()

    def of(self, record: Record) -> str:
        """What a record is called at this place of the text."""
        match record.kind:
            case Kind.PERSON:
                return self._person(record)
            case Kind.ADDRESS:
                return self._address(record)
            case Kind.OFFENCE:
                return _offence(record)
            case Kind.ACCOUNT:
                return f"{_ACCOUNTS.get(record.values.get('kind', ''), _ACCOUNT)} {clean(record.name)}"
            case _:
                return clean(record.name)

    def again(self, record: Record) -> str:
        """A record as the subject of a further clause: a pronoun for a person of recorded sex, where nobody else could be meant."""
        sex = record.values.get("sex")
        others = (known for key, known in self._people.items() if key != record.id)
        if (
            record.id in self._people
            and sex in _PRONOUNS
            and all(other in _PRONOUNS and other != sex for other in others)
        ):
            return _PRONOUNS[sex]
        return self.of(record)

    def stands_in_name(self, place: Record) -> bool:
        """Whether an address was told already as a part of another, as a building is of its flats."""
        return not place.sealed and clean(place.name.split(", ")[0]) in self._parts

    def _person(self, record: Record) -> str:
        name = clean(record.name)
        if record.id in self._people:
            return name
        self._people[record.id] = record.values.get("sex")
        if is_unborn(record, self.as_of):
            return f"{name} (expected in {month(record.values['date_of_birth'])})"
        age = record.age(self.as_of) if self._ages else None
        return name if age is None or age >= 18 else f"{name} ({age})"

    def _address(self, record: Record) -> str:
        if record.sealed:
            return _SEALED
        parts = [part for part in (clean(part) for part in record.name.split(", ")) if part]
        if record.id in self._places or record.values.get("kind") == AddressKind.PRISON:
            return parts[0]
        postcode = clean(record.values.get("postcode") or "")
        known = postcode in self._parts
        shown = [parts[0]]
        for part in parts[1:]:
            if known and part in self._parts:
                break
            shown.append(part)
        self._places.add(record.id)
        self._parts.update(parts)
        return ", ".join(shown)


def _offence(record: Record) -> str:
    """An offence as it stands in a sentence: its title, without the capital it begins with."""
    title = clean(record.name)
    return title[:1].lower() + title[1:] if title[1:2].islower() or title[1:2] == " " else title
