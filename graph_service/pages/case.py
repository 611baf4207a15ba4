"""`/offenders/{id}`: the case page. Who is at risk and why, what binds him, who was asked, whom to tell, what was decided."""

from dataclasses import dataclass
from typing import Any

from graph_service.cases.case_file import read_case_file
from graph_service.model.case import CaseFile
from graph_service.model.findings import Alert
from graph_service.model.records import Record
from graph_service.pages.candidates import candidate_views
from graph_service.pages.cypher import pattern_address
from graph_service.pages.exchange import PageRequest, PageResponse
from graph_service.pages.exposures import decision_view, finding_views
from graph_service.pages.framing import case_address, case_frame
from graph_service.pages.site_frame import SiteFrame
from graph_service.pages.templates import render
from graph_service.security.identity import Identity, Permission
from graph_service.wording import links as words
from graph_service.wording.enquiries import enquiries
from graph_service.wording.evidence import Step, condition_words, order_words, sentence_of, steps, touched_words
from graph_service.wording.handling import own_conditions
from graph_service.wording.labels import STRENGTHS, TIMINGS, Label
from graph_service.wording.offending import assessments, offences, profiles
from graph_service.wording.summary import NOBODY_FOUND, lead


@dataclass(frozen=True, slots=True)
class AlertView:
    """Something that somebody should look into; `records` are those of its path."""

    key: str
    title: str
    sentence: str
    records: tuple[Record, ...]
    steps: tuple[Step, ...]
    conditions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order in force, with its conditions."""

    what: str
    conditions: tuple[str, ...]


async def case_page(request: PageRequest) -> PageResponse | None:
    """The case at the view. None where the viewer sees no such offender."""
    file = await read_case_file(request.session, request.record_id)
    return None if file is None else PageResponse(render_case_page(file, request.identity, request.frame), file.people)


def render_case_page(file: CaseFile, identity: Identity, head: SiteFrame) -> str:
    """The page of a case file, with the links that the viewer's role may follow. Pure."""
    return render("case", **case_frame(file.case, file.view, "", head), **_values(file, identity))


def _values(file: CaseFile, identity: Identity) -> dict[str, Any]:
    def address(path: str) -> str:
        return case_address(file.case.person.id, path, file.view)

    findings = finding_views(file)
    patterns = {exposure.pattern_id for finding in findings for exposure in (*finding.live, *finding.aside)}
    explores = identity.may(Permission.EXPLORE)
    candidates = {one.key: one for group in candidate_views(file) for one in group.candidates}
    return {
        # Of whoever is at risk it is said at the finding.
        "notices": own_conditions(file, {finding.subject.record.id for finding in file.findings}),
        "lead": lead(file),
        "nobody_found": () if file.risks else NOBODY_FOUND,
        "findings": findings,
        "cypher": {one: pattern_address(file.case.person.id, one, file.view) for one in sorted(patterns)}
        if explores
        else {},
        "alerts": tuple(_alert(file, alert, f"alert-{number}") for number, alert in enumerate(file.alerts, 1)),
        "cover": tuple(one for one in candidates.values() if one.group == "first"),
        "blocked": tuple(one for one in candidates.values() if one.group == "blocked"),
        "uncovered": tuple(words.clean(finding.subject.description) for finding in file.cover.uncovered),
        "proposed": len(file.candidates),
        "profiles": profiles(file),
        "offences": offences(file),
        "assessments": assessments(file),
        "orders": tuple(
            OrderView(
                order_words(held.order),
                tuple(condition_words(one, file.named.get(one.subject_id or "")) for one in held.conditions),
            )
            for held in file.orders
        ),
        "enquiries": enquiries(file),
        "decisions": tuple(decision_view(file, decision) for decision in file.decisions),
        "candidates_address": address("/disclosure-candidates"),
        "picture_address": address("/network"),
        "family_address": address("/family"),
        "packs": (("Word", address("/pack.docx")), ("PDF", address("/pack.pdf")))
        if identity.may(Permission.MAKE_PACK)
        else (),
        "meanings": _meanings(file),
    }


def _alert(file: CaseFile, alert: Alert, key: str) -> AlertView:
    return AlertView(
        key=key,
        title=words.clean(alert.title),
        sentence=sentence_of(alert.title, alert.summary),
        records=alert.path.nodes,
        steps=steps(file, alert.path),
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
