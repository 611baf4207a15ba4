"""`/offenders/{id}`: the case page. Who is at risk, why, whom to tell first and whom not; what waits; and all that it rests on."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from graph_service.cases.case_file import read_case_file
from graph_service.model.case import CaseFile
from graph_service.model.clock import exact_instant
from graph_service.model.findings import Alert, Candidate
from graph_service.model.records import Record
from graph_service.model.vocabulary import Channel, Standing
from graph_service.pages.candidates import candidate_keys
from graph_service.pages.changes import last_view
from graph_service.pages.cypher import pattern_address
from graph_service.pages.exchange import PageRequest, PageResponse
from graph_service.pages.exposures import decision_view, finding_key, finding_views
from graph_service.pages.framing import case_address, case_frame
from graph_service.pages.site_frame import SiteFrame
from graph_service.pages.templates import render
from graph_service.security.identity import Identity, Permission
from graph_service.wording import links as words
from graph_service.wording.candidates import candidate_groups, part_words, recipient_words
from graph_service.wording.enquiries import enquiries
from graph_service.wording.evidence import Step, beside, condition_words, order_words, sentence_of, steps, touched_words
from graph_service.wording.handling import own_conditions
from graph_service.wording.labels import STANDINGS, STRENGTHS, TIMINGS, Label
from graph_service.wording.offending import assessments, in_brief, offences, profiles
from graph_service.wording.provenance import own_handling
from graph_service.wording.summary import (
    AT_RISK_COLUMNS,
    NO_RECIPIENT,
    NOBODY_FOUND,
    NONE_UNSAFE,
    AtRisk,
    alerts,
    at_risk,
    fewest,
    finding_name,
    gaps,
    how_far,
    strongest_of,
    uncovered,
    waiting,
)


@dataclass(frozen=True, slots=True)
class Named:
    """Something named, and the way to what is said of it."""

    name: str
    href: str


@dataclass(frozen=True, slots=True)
class CandidateLink:
    """Somebody who could be told, and the way to all that is said of that. `record` is None of an agency that no record holds;
    `part` is empty where the name says it already; `says`: what a reader must know beside the name.
    """

    record: Record | None
    name: str
    part: str
    href: str
    says: str = ""


@dataclass(frozen=True, slots=True)
class RowView:
    """A row of the first table. `href` is where on the page the evidence stands; `handling` says under which conditions the record
    of whoever is at risk may be used; `records` are those that its sentences name, but for the offender, whom all of the page is
    about; `share`: whoever comes first is shared with; `standing` is blank where nothing is to be weighed first, `first` None
    where nobody is proposed.
    """

    record: Record
    name: str
    href: str
    handling: str
    kind: str
    strength: str
    timing: str
    why: str
    records: tuple[Record, ...]
    first: CandidateLink | None
    share: bool
    standing: str
    not_to_tell: tuple[CandidateLink, ...]
    decided: str


@dataclass(frozen=True, slots=True)
class WaitingView:
    """Something that waits, and where on the page all of it stands."""

    about: str
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class AlertView:
    """Something that somebody should look into; `records` are those of its path and beside it."""

    key: str
    title: str
    sentence: str
    records: tuple[Record, ...]
    steps: tuple[Step, ...]
    beside: tuple[Step, ...]
    conditions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order in force, with its conditions."""

    what: str
    conditions: tuple[str, ...]


async def case_page(request: PageRequest) -> PageResponse | None:
    """The case at the view. None where the viewer sees no such offender."""
    file = await read_case_file(request.session, request.record_id)
    if file is None:
        return None
    last = None if request.last_look is None else await request.last_look()
    return PageResponse(render_case_page(file, request.identity, request.frame, last), file.people)


def render_case_page(file: CaseFile, identity: Identity, head: SiteFrame, last_look: datetime | None = None) -> str:
    """The page of a case file, with the links that the viewer's role may follow; `last_look`: when he looked before. Pure."""
    return render(
        "case", **case_frame(file.case, file.view, "", head), **_values(file, identity), **_last(file, last_look)
    )


def _last(file: CaseFile, last: datetime | None) -> dict[str, Any]:
    """The way to what has changed since the reader last looked; to any day where that is not known or lies after the view."""
    before = last_view(last, file.view)
    since = () if before is None else (("since", exact_instant(before.known_at)),)
    return {
        "last_look": "" if before is None else words.day(before.as_of.isoformat()),
        "changes_address": case_address(file.case.person.id, "/changes", file.view, since),
    }


def _values(file: CaseFile, identity: Identity) -> dict[str, Any]:
    def address(path: str) -> str:
        return case_address(file.case.person.id, path, file.view)

    findings = finding_views(file)
    patterns = {exposure.pattern_id for finding in findings for exposure in (*finding.live, *finding.aside)}
    explores = identity.may(Permission.EXPLORE)
    candidates_address, decisions_address = address("/disclosure-candidates"), address("/decisions")
    looked_into, missing = alerts(file), gaps(file)
    return {
        # Of whoever is at risk it is said at the finding.
        "notices": own_conditions(file, {finding.subject.record.id for finding in file.findings}),
        "columns": AT_RISK_COLUMNS,
        "rows": _rows(file, candidates_address),
        "no_recipient": NO_RECIPIENT,
        "none_unsafe": NONE_UNSAFE,
        "context": tuple(
            Named(finding_name(finding, file), f"#{finding_key(number)}")
            for number, finding in enumerate(file.findings, 1)
            if not finding.is_risk
        ),
        "waiting": tuple(
            WaitingView(one.about, one.text, f"#{_alert_key(one.alert)}" if one.alert else decisions_address)
            for one in waiting(file)
        ),
        "nobody_found": () if file.risks else NOBODY_FOUND,
        "findings": findings,
        "cypher": {one: pattern_address(file.case.person.id, one, file.view) for one in sorted(patterns)}
        if explores
        else {},
        "alerts": tuple(_alert(file, alert, number) for number, alert in enumerate(looked_into, 1)),
        "gaps": tuple(_alert(file, alert, number) for number, alert in enumerate(missing, len(looked_into) + 1)),
        "fewest": fewest(file),
        "how_far": how_far(file),
        "share": tuple(
            recipient_words(one)
            for group in candidate_groups(file)
            for one in group.candidates
            if one.channel is Channel.SHARING
        ),
        "recipients": file.recipients,
        "uncovered": uncovered(file),
        "proposed": len(file.candidates),
        "profiles": profiles(file),
        "offences": offences(file),
        "assessments": assessments(file),
        "in_brief": in_brief(file),
        "orders": tuple(
            OrderView(
                order_words(held.order),
                tuple(condition_words(one, file.named.get(one.subject_id or "")) for one in held.conditions),
            )
            for held in file.orders
        ),
        "enquiries": enquiries(file),
        "decisions": tuple(decision_view(file, decision) for decision in file.decisions),
        "candidates_address": candidates_address,
        "decisions_address": decisions_address,
        "packs": (("Word", address("/pack.docx")), ("PDF", address("/pack.pdf")))
        if identity.may(Permission.MAKE_PACK)
        else (),
        "meanings": _meanings(file),
    }


def _rows(file: CaseFile, candidates_address: str) -> tuple[RowView, ...]:
    keys = candidate_keys(file)

    def link(candidate: Candidate, part: str, says: str = "") -> CandidateLink:
        recipient = candidate.recipient
        return CandidateLink(
            recipient if isinstance(recipient, Record) else None,
            words.clean(recipient.name),
            part,
            f"{candidates_address}#{keys[candidate.identity]}",
            says,
        )

    numbers = {finding.subject.record.id: number for number, finding in enumerate(file.findings, 1)}
    return tuple(
        RowView(
            record=row.finding.subject.record,
            name=row.name,
            href=f"#{finding_key(numbers[row.finding.subject.record.id])}",
            handling=own_handling(row.finding.subject.record, file.sources),
            kind=row.finding.strength.value.lower(),
            strength=row.strength,
            timing=row.timing,
            why=row.why,
            records=tuple(record for record in _told_of(row) if record.id != file.case.person.id),
            first=None if row.first is None else link(row.first, row.first_part),
            share=row.first is not None and row.first.channel is Channel.SHARING,
            standing=STANDINGS[Standing.ASSESS].name
            if row.first is not None and row.first.standing is Standing.ASSESS
            else "",
            not_to_tell=tuple(link(one.candidate, part_words(one.candidate), one.why) for one in row.not_to_tell),
            decided=row.decided,
        )
        for row in at_risk(file)
    )


def _told_of(row: AtRisk) -> tuple[Record, ...]:
    """The records that the sentences of a row name."""
    conflicts = (conflict for one in row.not_to_tell for conflict in one.candidate.conflicts)
    paths = (*strongest_of(row.finding).paths, *(conflict.path for conflict in conflicts))
    return tuple(record for path in paths for record in path.nodes)


def _alert_key(number: int) -> str:
    """Where the alert of this number, counted from 1, stands on the page."""
    return f"alert-{number}"


def _alert(file: CaseFile, alert: Alert, number: int) -> AlertView:
    return AlertView(
        key=_alert_key(number),
        title=words.clean(alert.title),
        sentence=sentence_of(alert.title, alert.summary),
        records=tuple(node for path in alert.paths for node in path.nodes),
        steps=steps(file, alert.path),
        beside=beside(file, alert.fulfilled_by),
        conditions=tuple(touched_words(file, condition) for condition in alert.conditions),
    )


def _meanings(file: CaseFile) -> tuple[Label, ...]:
    """The words for strength and timing that occur."""
    shown = [exposure for finding in file.findings for exposure in finding.exposures]
    strengths, timings = {one.strength for one in shown}, {one.timing for one in shown}
    return (
        *(label for strength, label in STRENGTHS.items() if strength in strengths),
        *(label for timing, label in TIMINGS.items() if timing in timings),
    )
