"""Under which conditions it may be used that somebody is on record at all. Pure."""

from collections.abc import Container

from graph_service.model.case import CaseFile
from graph_service.wording import links as words
from graph_service.wording.provenance import own_handling


def own_conditions(file: CaseFile, said: Container[str] = ()) -> tuple[str, ...]:
    """Whose own records carry conditions, and which: of everybody in the file but those of whom it is `said`, by id."""
    told = ((record, own_handling(record, file.sources)) for record in file.records if record.id not in said)
    return tuple(f"{words.clean(record.name)}: {handling}" for record, handling in told if handling)
