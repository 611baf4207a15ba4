"""The evidence of a case file: every relationship that it shows, each once, with a mark (E1, E2 …) to refer to it by. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from graph_service.model.case import CaseFile
from graph_service.model.records import Link, Network, Path, Record
from graph_service.papers import words as said
from graph_service.papers.content import Cell, Line, Table, TableColumn
from graph_service.wording import links as words
from graph_service.wording.clauses import sentence
from graph_service.wording.labels import grade_meaning, sentence_case
from graph_service.wording.provenance import handling_words, source_words

_COLUMNS = (
    TableColumn("Mark", 0.5),
    TableColumn("What is recorded", 3.0),
    TableColumn("When it holds", 1.7),
    TableColumn("Grade", 1.8),
    TableColumn("Source", 2.8),
    TableColumn("Recorded", 1.2),
)


@dataclass(frozen=True, slots=True)
class EvidenceTable:
    """The relationships of a case file by their marks, each with the records at its ends as a path walks it."""

    file: CaseFile
    walked: tuple[tuple[Link, Record, Record], ...]
    marks: Mapping[str, str]

    @classmethod
    def of(cls, file: CaseFile, beside: Iterable[Network] = ()) -> "EvidenceTable":
        """The evidence of a case file, in the order in which it speaks of it, then what else is shown `beside` it."""
        walked: dict[str, tuple[Link, Record, Record]] = {}
        for path in file.paths:
            for step in _steps(path):
                walked.setdefault(step[0].id, step)
        for network in beside:
            ends = {record.id: record for record in network.nodes}
            for link in network.links:
                walked.setdefault(link.id, (link, ends[link.from_id], ends[link.to_id]))
        return cls(file, tuple(walked.values()), {key: f"E{number}" for number, key in enumerate(walked, 1)})

    def marks_of(self, links: Iterable[Link]) -> str:
        """The marks of some relationships, such as `E1, E4`."""
        return ", ".join(self.marks[link.id] for link in links)

    def named(self, link: Link) -> str:
        """One relationship by its mark, with its grade."""
        return f"{self.marks[link.id]} – {_grade(link)}"

    def steps(self, path: Path) -> tuple[str, ...]:
        """A path step by step: what is recorded, when it holds, how well it is known, and its mark."""
        as_of = self.file.view.as_of
        return tuple(
            f"{sentence(link, start, end, as_of)} – {_manner(link, as_of)} [{self.marks[link.id]}]"
            for link, start, end in _steps(path)
        )

    def table(self) -> Table:
        """Every relationship with its dates, grade, source and when it was recorded."""
        return Table("Every relationship that this paper rests on", _COLUMNS, tuple(map(self._row, self.walked)))

    def _row(self, step: tuple[Link, Record, Record]) -> tuple[Cell, ...]:
        link, start, end = step
        return (
            (Line(self.marks[link.id], bold=True),),
            (Line(sentence(link, start, end, self.file.view.as_of)),),
            (Line(words.dates(link, self.file.view.as_of) or "–"),),
            (Line(sentence_case(_grade(link)) or "–"),),
            tuple(map(Line, self._source(link))),
            (Line(said.recorded(link)),),
        )

    def _source(self, link: Link) -> tuple[str, ...]:
        source = self.file.sources.get(link.source_id or "")
        if source is not None:
            handling = handling_words(source)
            return (source_words(source), *([handling] if handling else []))
        if link.derived:
            return ("–",)
        return ("No source is named" if link.source_id is None else "Source not shown",)


def _manner(link: Link, as_of: date) -> str:
    return "; ".join(part for part in (words.dates(link, as_of), words.evidence(link)) if part)


def _grade(link: Link) -> str:
    """How good the evidence is, with what its grade means; nothing for what was worked out."""
    said_of_it = words.evidence(link)
    return said_of_it and f"{said_of_it} ({grade_meaning(link.grade)})"


def _steps(path: Path) -> Iterator[tuple[Link, Record, Record]]:
    """The links of a path with the records that each joins, in walking order."""
    yield from zip(path.links, path.nodes, path.nodes[1:], strict=False)
