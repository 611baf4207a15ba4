"""`/offenders/{id}/disclosure-candidates`: whom the plan should consider telling, in the order of a plan author's work."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph_service.cases.case_file import read_case_file
from graph_service.model.case import CaseFile
from graph_service.model.findings import Candidate, Conflict, Finding
from graph_service.model.records import Record
from graph_service.model.vocabulary import Channel, Standing
from graph_service.pages.exchange import PageRequest, PageResponse
from graph_service.pages.exposures import DecisionView, ExposureView, decision_view, exposure_view, finding_key
from graph_service.pages.framing import case_address, case_frame, deciding_address
from graph_service.pages.site_frame import SiteFrame
from graph_service.pages.templates import render
from graph_service.recording.decisions import MOVES
from graph_service.wording import links as words
from graph_service.wording.candidates import (
    CANDIDATE_COLUMNS,
    ORDER_OF_LIST,
    blocked_besides,
    candidate_groups,
    is_acted_on,
    part_words,
)
from graph_service.wording.evidence import Step, steps
from graph_service.wording.handling import own_conditions
from graph_service.wording.labels import CHANNELS, CONFLICTS, GATEWAYS, ROLES, STANDINGS, STRENGTHS, Label
from graph_service.wording.summary import Said, fewest, finding_name, how_far, minimum, uncovered


@dataclass(frozen=True, slots=True)
class ConflictView:
    """Why somebody may not protect: of an organisation, who answers for it. `steps` is empty where it concerns them alone."""

    kind: str
    sentence: str
    records: tuple[Record, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class ProtectedView:
    """Somebody whom telling would protect, with the exposures because of which it is proposed. `href`: where on the
    case page its evidence stands.
    """

    record: Record
    name: str
    strength: str
    strength_words: str
    href: str
    why: tuple[ExposureView, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """Somebody who could be told instead. `key` is the place on the page; `record` is None of an agency that no record holds."""

    record: Record | None
    name: str
    role: str
    key: str


@dataclass(frozen=True, slots=True)
class CandidateView:
    """A candidate as the page shows it. `key` is its place on the page; `record` is None of an agency that no record holds; `role`
    is empty where the name says it already; `latest` is the decision that stands, None where none was taken; `decide`: the way to
    decide, blank where the reader may not.
    """

    key: str
    record: Record | None
    name: str
    role: str
    also_as: tuple[str, ...]
    standing: str
    standing_label: Label
    blocked: bool
    blocked_besides: str
    shares: bool
    channel: Label
    gateways: tuple[Label, ...]
    protects: tuple[ProtectedView, ...]
    conflicts: tuple[ConflictView, ...]
    alternatives: tuple[Alternative, ...]
    minimum: Said
    factors_for: tuple[str, ...]
    factors_against: tuple[str, ...]
    safer_alternative: str
    decisions: tuple[DecisionView, ...]
    latest: DecisionView | None
    decide: str


@dataclass(frozen=True, slots=True)
class GroupView:
    """Candidates that a plan author treats alike."""

    key: str
    title: str
    explanation: str
    candidates: tuple[CandidateView, ...]


async def candidates_page(request: PageRequest) -> PageResponse | None:
    """The candidates of the case at the view. None where the viewer sees no such offender."""
    file = await read_case_file(request.session, request.record_id)
    return None if file is None else PageResponse(render_candidates_page(file, request.frame), file.people)


def render_candidates_page(file: CaseFile, head: SiteFrame) -> str:
    """The page of a case file's candidates. Pure."""

    def address(path: str) -> str:
        return case_address(file.case.person.id, path, file.view)

    listed = {candidate.recipient.id for candidate in file.candidates if isinstance(candidate.recipient, Record)}
    here = "/disclosure-candidates"
    values: dict[str, Any] = {
        "notices": own_conditions(file),
        "groups": candidate_views(file, decides=head.decides),
        "columns": CANDIDATE_COLUMNS,
        "order_of_list": ORDER_OF_LIST,
        "fewest": fewest(file),
        "how_far": how_far(file),
        "recipients": file.recipients,
        "uncovered": uncovered(file),
        "at_risk": any(is_acted_on(finding) for finding in file.findings),
        "other_decisions": tuple(
            decision_view(file, decision)
            for decision in file.decisions
            if decision.recipient is None or decision.recipient.id not in listed
        ),
        "papers": (
            ("Spreadsheet (CSV)", address(f"{here}.csv")),
            ("Word", address(f"{here}.docx")),
            ("PDF", address(f"{here}.pdf")),
        ),
        "case_address": address(""),
        "meanings": (
            *STANDINGS.values(),
            *CHANNELS.values(),
            *(label for gateway, label in GATEWAYS.items() if any(gateway in one.gateways for one in file.candidates)),
        ),
    }
    return render("disclosure-candidates", **case_frame(file.case, file.view, here, head), **values)


def candidate_keys(file: CaseFile) -> Mapping[tuple[str, Channel], str]:
    """Where each candidate stands on the page, by its identity, in the order of the list."""
    ordered = (candidate for group in candidate_groups(file) for candidate in group.candidates)
    return {candidate.identity: f"candidate-{number}" for number, candidate in enumerate(ordered, 1)}


def candidate_views(file: CaseFile, *, decides: bool = False) -> tuple[GroupView, ...]:
    """Every candidate in the order of the list, each with a place of its own on the page; `decides`: whether the reader may."""
    groups, keys = candidate_groups(file), candidate_keys(file)
    places = {
        finding.subject.record.id: f"{case_address(file.case.person.id, '', file.view)}#{finding_key(number)}"
        for number, finding in enumerate(file.findings, 1)
    }
    return tuple(
        GroupView(
            group.key,
            group.title,
            group.explanation,
            tuple(_candidate(file, candidate, keys, places, decides=decides) for candidate in group.candidates),
        )
        for group in groups
    )


def _candidate(
    file: CaseFile,
    candidate: Candidate,
    keys: Mapping[tuple[str, Channel], str],
    places: Mapping[str, str],
    *,
    decides: bool,
) -> CandidateView:
    shares = candidate.channel is Channel.SHARING
    latest = candidate.latest_decision
    return CandidateView(
        key=keys[candidate.identity],
        record=_record(candidate),
        name=words.clean(candidate.recipient.name),
        role=part_words(candidate),
        also_as=tuple(ROLES[role] for role in candidate.also_as),
        standing=candidate.standing.value.lower(),
        standing_label=STANDINGS[candidate.standing],
        blocked=candidate.standing is Standing.BLOCKED,
        blocked_besides=blocked_besides(file, candidate),
        shares=shares,
        channel=CHANNELS[candidate.channel],
        gateways=tuple(GATEWAYS[gateway] for gateway in candidate.gateways),
        protects=tuple(_protected(file, candidate, finding, places) for finding in candidate.protects),
        conflicts=tuple(_conflict(file, conflict) for conflict in candidate.conflicts),
        alternatives=tuple(
            Alternative(_record(other), words.clean(other.recipient.name), part_words(other), keys[other.identity])
            for other in candidate.alternatives
        ),
        minimum=minimum(candidate),
        factors_for=candidate.factors_for,
        factors_against=candidate.factors_against,
        safer_alternative=candidate.safer_alternative or "",
        decisions=tuple(decision_view(file, decision) for decision in candidate.decisions),
        latest=None if latest is None else decision_view(file, latest),
        decide=_decide(file, candidate) if decides else "",
    )


def _decide(file: CaseFile, candidate: Candidate) -> str:
    """The way to decide; blank where nobody can: of an agency that no record holds, and where what stands is final."""
    recipient, latest = candidate.recipient, candidate.latest_decision
    if not isinstance(recipient, Record) or recipient.sealed or (latest is not None and not MOVES[latest.decision]):
        return ""
    return deciding_address(file.case.person.id, file.view, recipient.id, candidate.role.value)


def _record(candidate: Candidate) -> Record | None:
    return candidate.recipient if isinstance(candidate.recipient, Record) else None


def _protected(file: CaseFile, candidate: Candidate, finding: Finding, places: Mapping[str, str]) -> ProtectedView:
    return ProtectedView(
        record=finding.subject.record,
        name=finding_name(finding, file),
        strength=finding.strength.value.lower(),
        strength_words=STRENGTHS[finding.strength].name,
        href=places[finding.subject.record.id],
        why=tuple(exposure_view(file, exposure) for exposure in candidate.serves_of(finding)),
    )


def _conflict(file: CaseFile, conflict: Conflict) -> ConflictView:
    return ConflictView(
        kind=CONFLICTS[conflict.kind],
        sentence=words.clean(conflict.summary),
        records=conflict.path.nodes,
        steps=steps(file, conflict.path),
    )
