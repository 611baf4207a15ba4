"""`/offenders/{id}/decisions/form`: deciding about telling one person, as things stand now."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from graph_service.cases.case_file import read_case_file
from graph_service.facts.deciding import standing_about
from graph_service.facts.recorder import Fact, Recorded
from graph_service.model.case import CaseFile
from graph_service.model.clock import View, now, today
from graph_service.model.columns import SPECS
from graph_service.model.findings import Candidate, DisclosureDecision
from graph_service.model.records import Record
from graph_service.model.vocabulary import SHARING_ROLES, RecipientRole, Standing, ToldByOffender
from graph_service.pages.exchange import Below, PageRequest, PageResponse
from graph_service.pages.exposures import decision_view
from graph_service.pages.forms import (
    Choice,
    Field,
    Input,
    blank_ones,
    cells,
    filled,
    problem_texts,
    problems_of,
    with_problems,
)
from graph_service.pages.framing import act_address, case_address, case_frame, deciding_address, page_address
from graph_service.pages.templates import render
from graph_service.store.graph import Reader
from graph_service.wording import links as words
from graph_service.wording.candidates import part_words
from graph_service.wording.deciding import choices, not_a_move, what_stands
from graph_service.wording.labels import ROLES, STANDINGS, TOLD_BY_OFFENDER
from graph_service.wording.summary import finding_name, minimum, why_not

TAKES: Final = ("to", "part")
_TEXTS: Final = ("decision", "reasons", "information", "conditions", "told_by_offender", "override_reason")
_DAYS: Final = ("review_on", "decided_on")
_CELLS: Final = (*_TEXTS, *_DAYS, "decided_by")
_KEPT_ON: Final = ("information", "conditions", "told_by_offender", "review_on")
"""What a later decision about the same person takes over, unless it says otherwise."""


@dataclass(frozen=True, slots=True)
class _About:
    """Whom it is decided about, as things stand now. `candidate`: None where nobody proposes it any more."""

    file: CaseFile
    recipient: Record
    role: RecipientRole | None
    candidate: Candidate | None
    stands: DisclosureDecision | None

    @property
    def shares(self) -> bool:
        return self.role in SHARING_ROLES

    @property
    def is_blocked(self) -> bool:
        return self.candidate is not None and self.candidate.standing is Standing.BLOCKED

    @property
    def here(self) -> str:
        return deciding_address(
            self.file.case.person.id, self.file.view, self.recipient.id, self.role.value if self.role else ""
        )


async def deciding_page(request: PageRequest) -> PageResponse | None:
    """The form, or what came of it. None where the viewer sees no such offender, or nobody whom it could be about."""
    about = await _about(request)
    if about is None:
        return None
    values = dict(request.sent.fields) if request.sent is not None else {}
    problems: dict[str, str] = {}
    if request.sent is not None and request.sent.acts:
        recorded = await _record(request, about, values)
        if not recorded.faults:
            return PageResponse("", about.file.people, leads_to=_afterwards(about, recorded.id))
        # Whoever decided meanwhile decided about this: what stands now is shown.
        about = await _about(request) or about
        problems = _problems(about, recorded, values)
    return PageResponse(_page(request, about, values, problems), about.file.people, status=400 if problems else 200)


async def _about(request: PageRequest) -> _About | None:
    recipient_id, part = request.asked.get("to", ""), request.asked.get("part", "")
    if part and part not in RecipientRole.__members__:
        return None
    role = RecipientRole(part) if part else None
    file = await read_case_file(request.at(View(request.session.view.as_of, now())), request.record_id)
    if file is None:
        return None
    shares = role in SHARING_ROLES
    proposed = (one for one in file.candidates if (one.identity[0], one.is_agency) == (recipient_id, shares))
    candidate = next(proposed, None)
    stands = standing_about(file.decisions, recipient_id, shares=shares)
    recipient = candidate.recipient if candidate is not None else None if stands is None else stands.recipient
    if not isinstance(recipient, Record) or recipient.sealed:
        return None
    return _About(file, recipient, role, candidate, stands)


async def _record(request: PageRequest, about: _About, values: Mapping[str, str]) -> Recorded:
    given: dict[str, object] = {
        "offender_id": request.record_id,
        "recipient_id": about.recipient.id,
        **cells(values, _CELLS),
        "protects": [value for name, value in values.items() if name.startswith("protects-")],
    }
    if about.role is not None:
        given["role"] = about.role.value
    fact = Fact(
        "disclosureDecisionRecord",
        SPECS["disclosures"],
        given,
        client_key=values.get("key") or None,
        follows=values.get("stands", ""),
    )
    assert request.clerk is not None

    async def nothing(_reader: Reader, _recorded: tuple[Recorded, ...]) -> None:
        return None

    answered = await request.clerk.record((fact,), nothing)
    return answered.recorded[0]


def _afterwards(about: _About, decision_id: str) -> str:
    """The decisions, at a view that knows of this one."""
    return act_address(about.file.case.person.id, "/decisions", about.file.view, (("saved", decision_id),))


def _problems(about: _About, recorded: Recorded, values: Mapping[str, str]) -> dict[str, str]:
    fields = _fields(about, "")
    found = problem_texts(fields, recorded.faults, lambda column: column) | blank_ones(fields, values)
    codes = {fault.code for fault in recorded.faults}
    if "STALE" in codes:
        found["decision"] = f"Somebody has decided about this since you opened the form. {what_stands(about.stands)}"
    if "MOVE" in codes:
        found["decision"] = f"{what_stands(about.stands)} {not_a_move(about.stands, shares=about.shares)}"
    return found


def _page(request: PageRequest, about: _About, values: Mapping[str, str], problems: Mapping[str, str]) -> str:
    file, candidate, stands = about.file, about.candidate, about.stands
    fields = with_problems(filled(_fields(about, request.identity.user), values), problems)
    where = case_address(file.case.person.id, "/disclosure-candidates", file.view)
    return render(
        "deciding",
        **case_frame(file.case, file.view, "/decisions/form", request.frame),
        whom=words.clean(about.recipient.name),
        recipient=about.recipient,
        part=part_words(candidate) if candidate is not None else ROLES[about.role] if about.role else "",
        weighed=STANDINGS[candidate.standing].name if candidate is not None else "",
        weighed_kind=candidate.standing.value.lower() if candidate is not None else "",
        why_not=why_not(file, candidate) if candidate is not None and about.is_blocked else "",
        least=minimum(candidate).text if candidate is not None else "",
        stands=what_stands(stands),
        stands_id="" if stands is None else stands.id,
        latest=None if stands is None else decision_view(file, stands),
        is_open=bool(choices(stands, shares=about.shares)),
        fields=fields,
        protects=_protects(about, values, was_sent=request.sent is not None),
        problems=problems_of(fields, problems),
        key=values.get("key") or secrets.token_hex(16),
        here=about.here,
        list_address=act_address(file.case.person.id, "/decisions", file.view),
        candidates_address=where,
        record_address=page_address(Below.RECORDS, about.recipient.id),
    )


def _protects(about: _About, values: Mapping[str, str], *, was_sent: bool) -> tuple[tuple[Choice, bool], ...]:
    """Whom it is to protect, each to be ticked: whom it would protect now, already; and whom the decision that stands was to.

    Who or what is sealed is left out: its id is never told.
    """
    named: dict[str, str] = {}
    if about.candidate is not None:
        open_ones = (one for one in about.candidate.protects if not one.subject.record.sealed)
        named |= {one.subject.record.id: finding_name(one, about.file) for one in open_ones}
    now_protected = frozenset(named)
    if about.stands is not None:
        for record in about.stands.protects:
            if not record.sealed:
                named.setdefault(record.id, words.clean(record.name))
    chosen = {value for name, value in values.items() if name.startswith("protects-")}
    ticked = chosen if was_sent else now_protected
    return tuple(
        (
            Choice(id_, name, "" if id_ in now_protected else "Not among those whom it would protect now."),
            id_ in ticked,
        )
        for id_, name in named.items()
    )


def _fields(about: _About, user: str) -> tuple[Field, ...]:
    stands, day = about.stands, min(about.file.view.as_of, today()).isoformat()
    options = choices(stands, shares=about.shares)
    fields = [
        Field(
            "decision",
            "Decision",
            Input.ONE_OF_FEW,
            wants="Choose what is decided.",
            required=True,
            choices=tuple(Choice(one.value, name, note) for one, name, note in options),
        ),
        Field(
            "reasons",
            "Reasons",
            Input.LINES,
            hint="Why it is lawful, necessary and proportionate; or why not, or not yet.",
            wants="Give the reasons: a decision without them cannot be recorded.",
            required=True,
        ),
    ]
    if about.is_blocked:
        fields.append(
            Field(
                "override_reason",
                "Why tell somebody who is not safe to tell",
                Input.LINES,
                hint="Needed only where you decide to tell all the same.",
                wants="Say why they are to be told all the same.",
            )
        )
    fields += [
        Field("information", "What may be said", Input.LINES, hint=_least(about)),
        Field(
            "conditions", "Conditions", Input.LINES, hint="Such as: not to be told onwards; by whom; in whose presence."
        ),
        Field(
            "told_by_offender",
            "His chance to tell first",
            Input.ONE_OF,
            choices=(Choice("", "Not said"), *(Choice(one.value, TOLD_BY_OFFENDER[one]) for one in ToldByOffender)),
        ),
        Field("review_on", "Review on", Input.DAY, hint="The day on which it is looked at again."),
        Field("decided_by", "Decided by", hint="The panel, or who decided. Left blank, it is you.", value=user),
        Field("decided_on", "Decided on", Input.DAY, hint="Left blank, it is today.", value=day),
    ]
    before = {} if stands is None else {name: getattr(stands, name) or "" for name in _KEPT_ON}
    return filled(fields, before)


def _least(about: _About) -> str:
    candidate = about.candidate
    if candidate is None or about.is_blocked or not candidate.minimum_information:
        return "No more than is needed to protect."
    return f"No more than this is needed: {candidate.minimum_information}"
