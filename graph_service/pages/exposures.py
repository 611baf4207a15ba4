"""Findings and decisions as pages show them: everything said already, so that templates only lay out."""

from collections.abc import Mapping
from dataclasses import dataclass

from graph_service.model.case import CaseFile
from graph_service.model.findings import DisclosureDecision, Exposure, Finding
from graph_service.model.records import Record
from graph_service.model.vocabulary import RiskGroup
from graph_service.wording import links as words
from graph_service.wording.candidates import decided, decided_about, protected_names
from graph_service.wording.evidence import (
    Step,
    beside,
    held_down,
    sentence_of,
    set_aside,
    steps,
    subject_words,
    touched_words,
)
from graph_service.wording.labels import DECISIONS, GROUPS, ROLES, STRENGTHS, TIMINGS, TOLD_BY_OFFENDER
from graph_service.wording.provenance import own_handling


@dataclass(frozen=True, slots=True)
class ExposureView:
    """One exposure. `records` are those of its path and beside it; `set_aside` says why it does not count; `beside`: relationships
    off the path that fulfil a condition.
    """

    pattern_id: str
    title: str
    sentence: str
    records: tuple[Record, ...]
    strength: str
    strength_words: str
    timing: str
    groups: str
    reasons: tuple[str, ...]
    held_down: str
    steps: tuple[Step, ...]
    beside: tuple[Step, ...]
    conditions: tuple[str, ...]
    set_aside: str


@dataclass(frozen=True, slots=True)
class FindingView:
    """Somebody at risk, or the place at which people are. `key` is the place on the case page; `what` is the age and what else a
    reader must know; `handling` says under which conditions the record itself may be used.
    """

    key: str
    record: Record
    name: str
    what: str
    strength: str
    strength_words: str
    groups: str
    live: tuple[ExposureView, ...]
    aside: tuple[ExposureView, ...]
    handling: str


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A recorded decision about `record`, None where it is not seen, to protect the `protected`. `information`: what may
    be said; `override`: why somebody is told all the same who is not safe to tell; `review_due`: its day of review has come.
    """

    what: str
    meaning: str
    record: Record | None
    whom: str
    part: str
    on: str
    by: str
    reasons: str
    protects: str
    protected: tuple[Record, ...]
    information: str
    conditions: str
    told_by_offender: str
    override: str
    review_on: str
    review_due: bool
    evidence_changed: bool


def finding_views(file: CaseFile) -> tuple[FindingView, ...]:
    """Every finding of a case, strongest first."""
    return tuple(_finding(file, finding, finding_key(number)) for number, finding in enumerate(file.findings, 1))


def finding_key(number: int) -> str:
    """Where the finding of this number, counted from 1, stands on the case page."""
    return f"finding-{number}"


def _finding(file: CaseFile, finding: Finding, key: str) -> FindingView:
    titles = {exposure.pattern.id: exposure.pattern.title for exposure in finding.exposures}
    shown = [(exposure, exposure_view(file, exposure, titles, finding.groups)) for exposure in finding.exposures]
    return FindingView(
        key=key,
        record=finding.subject.record,
        name=words.clean(finding.subject.description),
        what=subject_words(finding.subject, file.view.as_of),
        strength=finding.strength.value.lower(),
        strength_words=STRENGTHS[finding.strength].name,
        groups=words.both(GROUPS[group] for group in finding.groups) if finding.groups else "",
        live=tuple(view for exposure, view in shown if exposure.suppressed_by is None),
        aside=tuple(view for exposure, view in shown if exposure.suppressed_by is not None),
        handling=own_handling(finding.subject.record, file.sources),
    )


def exposure_view(
    file: CaseFile,
    exposure: Exposure,
    titles: Mapping[str, str] | None = None,
    groups: tuple[RiskGroup, ...] = (),
) -> ExposureView:
    """One exposure; `titles` of patterns by id name the one that covers it. `groups` are said of the finding already."""
    return ExposureView(
        pattern_id=exposure.pattern.id,
        title=words.clean(exposure.pattern.title),
        sentence=sentence_of(exposure.pattern.title, exposure.summary),
        records=tuple(node for path in exposure.paths for node in path.nodes),
        strength=exposure.strength.value.lower(),
        strength_words=STRENGTHS[exposure.strength].name,
        timing=TIMINGS[exposure.timing].name,
        groups=words.both(GROUPS[group] for group in exposure.groups) if exposure.groups not in ((), groups) else "",
        reasons=exposure.reasons,
        held_down=held_down(exposure),
        steps=steps(file, exposure.path, exposure.capped_by),
        beside=beside(file, exposure.fulfilled_by, exposure.capped_by),
        conditions=tuple(touched_words(file, condition) for condition in exposure.conditions),
        set_aside=set_aside(exposure, titles or {}),
    )


def decision_view(file: CaseFile, decision: DisclosureDecision) -> DecisionView:
    """A decision as a reader weighs it."""
    label = DECISIONS[decision.decision] if decision.decision else None
    return DecisionView(
        what=decided(decision),
        meaning=label.meaning if label else "",
        record=decision.recipient,
        whom=decided_about(decision),
        part=ROLES[decision.role] if decision.role else "",
        on=words.day(decision.decided_on) if decision.decided_on else "",
        by=words.clean(decision.decided_by or ""),
        reasons=words.clean(decision.reasons or ""),
        protects=words.both(protected_names(decision)) if decision.protects else "",
        protected=decision.protects,
        information=words.clean(decision.information or ""),
        conditions=words.clean(decision.conditions or ""),
        told_by_offender=TOLD_BY_OFFENDER[decision.told_by_offender] if decision.told_by_offender else "",
        override=words.clean(decision.override_reason or ""),
        review_on=words.day(decision.review_on) if decision.review_on else "",
        review_due=decision.is_due(file.view.as_of),
        evidence_changed=decision.evidence_changed,
    )
