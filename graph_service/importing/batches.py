"""What goes between reading, judging and writing: a part of the store, and what is to become of it."""

from dataclasses import dataclass, field

from graph_service.model.columns import FileSpec
from graph_service.recording.rows import Values
from graph_service.recording.versions import LinkVersion, StoredLink, StoredRecord


@dataclass(frozen=True, slots=True)
class Stored:
    """The part of the store that one batch of rows concerns, by id."""

    records: dict[str, StoredRecord] = field(default_factory=dict)
    links: dict[str, StoredLink] = field(default_factory=dict)


@dataclass(slots=True)
class Write:
    """What is to be written of one file's batch. `ended`: ids and the instants their records end.

    `regraded` and `rehandled`: the sources among them whose grade or handling is another than before. Relationships
    are grouped by type (`new_links`, `changed_links`, `ended_links`).

    `backdated`, `backdated_links`: ids of those, new or changed, that are known from before their source was last graded anew.
    """

    spec: FileSpec
    new: list[Values] = field(default_factory=list)
    changed: list[Values] = field(default_factory=list)
    ended: list[Values] = field(default_factory=list)
    new_links: dict[str, list[LinkVersion]] = field(default_factory=dict)
    changed_links: dict[str, list[LinkVersion]] = field(default_factory=dict)
    ended_links: dict[str, list[Values]] = field(default_factory=dict)
    regraded: list[Values] = field(default_factory=list)
    rehandled: list[str] = field(default_factory=list)
    backdated: list[str] = field(default_factory=list)
    backdated_links: dict[str, list[str]] = field(default_factory=dict)
    unchanged: int = 0
    rejected: int = 0

    def counts(self) -> tuple[int, int]:
        """How many rows are new, and how many change what is stored."""
        if self.spec.kind is not None:
            return len(self.new), len(self.changed) + len(self.ended)
        changed = sum(map(len, self.changed_links.values())) + sum(map(len, self.ended_links.values()))
        return sum(map(len, self.new_links.values())), changed
