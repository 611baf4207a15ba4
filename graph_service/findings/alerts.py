"""Alerts about an offender: one Cypher file each in `cypher/alerts`, assembled into one statement like the patterns.

An alert's body starts from names that `graph_service.findings.starts` binds and returns the columns of COLUMNS, one row
for each alert:

* `subject`: whom or what it is about; `nodes` and `links`: the path that shows it;
* `terms`: the conditions of orders that it touches, as maps;
* only where the header says that it `also_returns` them: `agency`, the part of the agency that it is about;
  `trait`, what those it is about have in common, as words that complete "Both …"; `fulfilled_by`, relationships off the path
  that make it an alert, those that matter most.

The header may say what a reader needs besides the path, in sentences (`says`), in which `{offender}`, `{subject}`, `{agency}`
and `{trait}` stand for what they name; and whether what it finds is a `gap` in the file.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from string import Formatter
from typing import Final

from graph_service.errors import CatalogueError
from graph_service.findings.evidence import Evidence, PatternMatch
from graph_service.findings.patterns import check_header, info_of, profiles_of
from graph_service.findings.starts import Assembly, part, standing_alone
from graph_service.model.findings import Alert, Condition, PatternInfo
from graph_service.model.records import Path, Record
from graph_service.model.vocabulary import AgencyRole, ProfileKind
from graph_service.store.catalogue import (
    CaseStatement,
    SourceFile,
    Statement,
    about_one_offender,
    given_lexicon,
    read_folder,
)
from graph_service.store.expansion import CypherText
from graph_service.wording.sentences import PLACES, alert_sentence, intelligence_sentence

COLUMNS: Final = ("subject", "nodes", "links", "terms")
MORE_COLUMNS: Final = ("agency", "trait", "fulfilled_by")
"""What an alert may return as well, where its header says so."""
INTELLIGENCE_TO_DEVELOP: Final = "intelligence_to_develop"
_TO_DEVELOP = "Intelligence to develop"
_ORDER_ZONE_BREACH: Final = "order_zone_breach"
_REQUIRED: Final = {
    "id",
    "number",
    "title",
    "description",
    "guidance",
    "profiles",
    "parameters",
}


@dataclass(frozen=True, slots=True)
class AlertPattern:
    """One kind of alert that a Cypher file finds. `profiles`: those that open it; empty for any offender.

    `exposure`: whether it is an entry of the catalogue of exposure patterns, and not an alert alone. `also_returns`: which of
    MORE_COLUMNS. `says`: what a reader is told besides the path. `gap`: whether it finds something missing in the file.
    """

    info: PatternInfo
    profiles: tuple[ProfileKind, ...]
    exposure: bool
    also_returns: tuple[str, ...]
    says: str
    gap: bool
    source: CypherText

    @property
    def id(self) -> str:
        """Its kind, as answers name it."""
        return self.info.id

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it returns."""
        return (*COLUMNS, *self.also_returns)

    @property
    def statement(self) -> Statement:
        """The alert as a statement of its own, ready for Neo4j Browser."""
        return standing_alone(self.id, self.source, self.columns)


@dataclass(frozen=True, slots=True)
class AlertMatch:
    """One row of one alert pattern."""

    kind: str
    subject: Record
    path: Path
    conditions: tuple[Condition, ...] = ()
    agency: AgencyRole | None = None
    trait: str = ""
    fulfilled_by: tuple[Path, ...] = ()

    @property
    def key(self) -> tuple[str, str, tuple[str, ...]]:
        """What makes it one alert, of those about no agency: its kind, the subject, and what the offender did or where he is."""
        return self.kind, self.subject.id, self.path.link_ids[:1]


def _alert_pattern(file: SourceFile) -> AlertPattern:
    check_header(file, _REQUIRED, {"exposure", "also_returns", "says", "gap"})
    exposure = bool(file.header.get("exposure", True))
    more = tuple(file.header.get("also_returns") or ())
    if not set(more) <= set(MORE_COLUMNS):
        raise CatalogueError(f"{file.name}: it may also return {', '.join(MORE_COLUMNS)} alone.")
    gap = bool(file.header.get("gap", False))
    return AlertPattern(info_of(file), profiles_of(file), exposure, more, _says(file), gap, file.source)


def _says(file: SourceFile) -> str:
    """What a file tells besides the path; CatalogueError where it names what an alert does not have."""
    says = str(file.header.get("says") or "").strip()
    unknown = sorted({name for _, name, _, _ in Formatter().parse(says) if name is not None} - PLACES)
    if unknown:
        raise CatalogueError(
            f"{file.name}: what it says may name {', '.join(sorted(PLACES))}, not {', '.join(unknown)}."
        )
    return says


@lru_cache(maxsize=1)
def alert_patterns() -> tuple[AlertPattern, ...]:
    """Every kind of alert that a Cypher file finds, in catalogue order."""
    return tuple(sorted(map(_alert_pattern, read_folder("alerts")), key=lambda pattern: pattern.info.number))


@lru_cache(maxsize=1)
def alerts_statement() -> CaseStatement:
    """All alert patterns as one statement that returns one record."""
    assembly = Assembly(given_lexicon())
    for index, pattern in enumerate(alert_patterns()):
        more = "".join(f", {name}: {name}" for name in pattern.also_returns)
        row = f"{{kind: '{pattern.id}', subject: subject, nodes: nodes, links: links, terms: terms{more}}}"
        assembly.gather(pattern.source, pattern.profiles, row, f"found_{index}")
    found = " + ".join(f"found_{index}" for index in range(len(alert_patterns())))
    assembly.add(CypherText("alerts", f"WITH o, {found} AS found"))
    assembly.add(part("alerts"))
    return about_one_offender("alerts", assembly.text())


def alerts_of(evidence: Evidence, matches: Iterable[AlertMatch]) -> tuple[Alert, ...]:
    """The alerts of one offender, in catalogue order, then by name. Nothing is said of the dead."""
    if not evidence.alive:
        return ()
    kinds = {pattern.id: pattern for pattern in alert_patterns()}

    def alert(match: AlertMatch) -> Alert:
        pattern = kinds[match.kind]
        title = pattern.info.title
        summary = alert_sentence(
            title,
            match.path,
            evidence.person,
            evidence.as_of,
            says=pattern.says,
            subject=match.subject,
            conditions=match.conditions,
            agency=match.agency,
            trait=match.trait,
            beside=match.fulfilled_by,
        )
        return Alert(
            match.kind,
            title,
            match.subject,
            summary,
            match.path,
            match.conditions,
            match.agency,
            match.fulfilled_by,
            is_gap=pattern.gap,
        )

    ordered = sorted(
        matches,
        key=lambda one: (
            kinds[one.kind].info.number,
            one.subject.name.casefold(),
            one.subject.id,
            one.path.link_ids,
            one.agency or "",
        ),
    )
    return tuple(map(alert, ordered))


@dataclass(frozen=True, slots=True)
class Development:
    """What one weak relationship would show if it were well graded: the first exposure or breach, by catalogue order, then
    fewest relationships, then their ids; what was worked out has none, so the ids of the records follow.
    """

    number: int
    subject: Record
    path: Path

    @classmethod
    def of_exposure(cls, match: PatternMatch) -> "Development":
        """That it would be this exposure."""
        return cls(match.pattern.number, match.subject.record, match.path)

    @classmethod
    def of_breach(cls, match: AlertMatch) -> "Development":
        """That it would be this breach."""
        number = next(pattern.info.number for pattern in alert_patterns() if pattern.id == _ORDER_ZONE_BREACH)
        return cls(number, match.subject, match.path)

    @property
    def order(self) -> tuple[int, int, tuple[str, ...], tuple[str, ...]]:
        """Its place among others."""
        recorded = tuple(link.id for link in self.path.links if not link.derived)
        return self.number, len(self.path.links), recorded, tuple(node.id for node in self.path.nodes)


def breaches(matches: Iterable[AlertMatch]) -> tuple[AlertMatch, ...]:
    """The matches that are breaches of an order."""
    return tuple(match for match in matches if match.kind == _ORDER_ZONE_BREACH)


def intelligence_of(evidence: Evidence, developments: Mapping[str, Development]) -> tuple[Alert, ...]:
    """One alert for each weak relationship (id) that would show something, in order of what it would show."""
    if not evidence.alive:
        return ()
    ordered = sorted(developments.items(), key=lambda item: (*item[1].order, item[0]))
    return tuple(
        Alert(
            INTELLIGENCE_TO_DEVELOP,
            _TO_DEVELOP,
            found.subject,
            intelligence_sentence(_TO_DEVELOP, found.path, weak_link_id, evidence.as_of),
            found.path,
            is_gap=True,
        )
        for weak_link_id, found in ordered
    )
