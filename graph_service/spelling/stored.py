"""What is stored of a version of a record for searches to find it by: one text of words, sounds and marks.

Its words, and neighbouring ones run together, stand as they are; a sound has `_` before it; a mark is as in
`graph_service.model.identifiers`. What only cleared viewers may see stands in a property of its own, which is asked for them
alone: so nothing of it can show to others, not even in how common a word is.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from graph_service.model.identifiers import stored_marks
from graph_service.spelling.folding import runs_of, words_of
from graph_service.spelling.sounds import sound_of

OPEN: Final = "spellings"
CLOSED: Final = "closed_spellings"
SOUND: Final = "_"
_MOST_WORDS: Final = 100
"""Of one text; no name or address has more, and comparing must not take long."""

COLUMNS: Final = (
    "given_names",
    "family_name",
    "also_known_as",
    "lines",
    "town",
    "postcode",
    "name",
    "title",
    "label",
    "agency",
    "reference",
    "kind",
    "visor_reference",
)
"""The columns whose words a record is found by."""


def names_of(values: Mapping[str, Any]) -> Iterator[str]:
    """The texts that a record is known by: a person's whole name, each alias, and every other text by itself."""
    whole = " ".join(str(values[column]) for column in COLUMNS[:2] if values.get(column))
    if whole:
        yield whole
    yield from values.get("also_known_as") or ()
    for column in COLUMNS[3:]:
        if values.get(column):
            yield str(values[column])


def forms_of(text: str) -> list[str]:
    """The first words of a text, and their runs."""
    words = words_of(text)[:_MOST_WORDS]
    return [*words, *(run for _, _, run in runs_of(words))]


def spellings(values: Mapping[str, Any], *, closed: bool) -> dict[str, str]:
    """The property that a version of a record with these columns has, none where there is nothing to find it by."""
    found: dict[str, None] = {}
    for name in names_of(values):
        found.update(dict.fromkeys(forms_of(name)))
    sounds = {SOUND + sound: None for word in found if (sound := sound_of(word))}
    marks = dict.fromkeys(stored_marks(values))
    text = " ".join([*found, *sounds, *marks])
    return {CLOSED if closed else OPEN: text} if text else {}
