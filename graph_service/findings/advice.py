"""What a plan author weighs for each candidate: what to say at the least, what speaks for and against, what would do instead. Pure.

The sentences are prompts for a person's judgement, from the recorded evidence alone; nothing here decides.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Final

from graph_service.domain import Candidate, DisclosureDecision, Exposure, Finding, to_microseconds
from graph_service.vocabulary import Channel, Gateway, RecipientRole, RiskGroup, Standing, Strength, Timing

_SITE: Final = "Which children are concerned, what to watch for, who may collect them, and whom to call."
_CARER: Final = "That there is a risk to the child, what must not be allowed, and whom to call."
_AGENCY: Final = "What the agency needs for its own duty: who is at risk, how, and how soon."

MINIMUM_INFORMATION: Final = {
    RecipientRole.PARTNER: "The abuse that bears on the partner, a safety plan, and whom to call.",
    RecipientRole.PARENT: _CARER,
    RecipientRole.OTHER_PARENT: "That there is a risk to the child and whom to call; no more than the parent with care is told.",
    RecipientRole.KIN_CARER: "That the child is to be supervised and never left alone with the person, and whom to call.",
    RecipientRole.HEAD_TEACHER: _SITE,
    RecipientRole.SAFEGUARDING_LEAD: _SITE,
    RecipientRole.GOVERNORS_CHAIR: _SITE,
    RecipientRole.NURSERY_MANAGER: _SITE,
    RecipientRole.CLUB_LEAD: "That the person is to be kept away or accompanied, and whom to call.",
    RecipientRole.CARE_PROVIDER: "Who may visit whom, under what conditions, and whom to call.",
    RecipientRole.EMPLOYER: "What work and which sites the person may not be given.",
    RecipientRole.LANDLORD: "That the tenancy is not suitable and what would be; seldom the offence.",
    RecipientRole.SOCIAL_LANDLORD: "What limits a placement has; seldom the offence.",
    RecipientRole.ADULT_AT_RISK: "Plain, accessible facts for their own safety, with their advocate where they have one.",
    RecipientRole.PRIOR_VICTIM: "The conditions that protect them and whom to call; never where the person lives beyond need.",
    RecipientRole.STAFF_MEMBER: "The threat, the precautions, and whom to call.",
    RecipientRole.CHILDRENS_SERVICES: _AGENCY,
    RecipientRole.ADULT_SOCIAL_CARE: _AGENCY,
    RecipientRole.HOUSING_AUTHORITY: _AGENCY,
    RecipientRole.YOUTH_JUSTICE: _AGENCY,
}
"""What somebody in each part needs to be told, and no more."""

SAFER_ALTERNATIVE: Final = {
    RecipientRole.PARTNER: "A chance for the person to tell first, within a set time and checked, unless that raises the risk.",
    RecipientRole.PARENT: "Telling through children's services, after a strategy discussion.",
    RecipientRole.OTHER_PARENT: "Telling the parent with daily care alone.",
    RecipientRole.KIN_CARER: "Telling the parent with daily care, who decides about the carer.",
    RecipientRole.HEAD_TEACHER: "The local authority's designated officer, or the safeguarding lead alone.",
    RecipientRole.SAFEGUARDING_LEAD: "Advice through the local authority, without a name.",
    RecipientRole.GOVERNORS_CHAIR: "The local authority's designated officer.",
    RecipientRole.NURSERY_MANAGER: "The local authority's designated officer.",
    RecipientRole.CLUB_LEAD: "A condition that keeps the person away, supervised by the offender manager.",
    RecipientRole.CARE_PROVIDER: "An enquiry by adult social care.",
    RecipientRole.EMPLOYER: "Withholding approval of the work or of the site.",
    RecipientRole.LANDLORD: "Another approved address.",
    RecipientRole.SOCIAL_LANDLORD: "Another approved address.",
    RecipientRole.ADULT_AT_RISK: "An enquiry by adult social care and a visit by somebody they trust.",
    RecipientRole.PRIOR_VICTIM: "Another address or workplace for the person, approved before anybody is told.",
    RecipientRole.STAFF_MEMBER: "Precautions by the employer that need no details.",
}
"""What may do instead of telling somebody in each part."""

_LOSES_HOME: Final = frozenset({RecipientRole.LANDLORD, RecipientRole.SOCIAL_LANDLORD})


def with_advice(candidate: Candidate) -> Candidate:
    """The candidate with what a plan author weighs."""
    return replace(
        candidate,
        minimum_information=MINIMUM_INFORMATION[candidate.role],
        factors_for=tuple(_speaks_for(candidate)),
        factors_against=tuple(_speaks_against(candidate)),
        safer_alternative=SAFER_ALTERNATIVE.get(candidate.role),
    )


def _speaks_for(candidate: Candidate) -> Iterator[str]:
    exposures = _exposures(candidate)
    if Gateway.PRESUMPTION_TO_DISCLOSE in candidate.gateways:
        yield "The law presumes disclosure of child sexual convictions where it protects a particular child or children."
    if any(
        finding.subject.protected is None and RiskGroup.CHILDREN in finding.groups for finding in candidate.protects
    ):
        yield "An identified child would be protected."
    if any(exposure.strength is Strength.STRONG for exposure in exposures):
        yield "The evidence for at least one of those protected is strong."
    if any(exposure.timing is Timing.CURRENT for exposure in exposures):
        yield "The exposure is going on now."
    if any(exposure.conditions for exposure in exposures):
        yield "A condition of an order in force already speaks of it."
    if candidate.channel is Channel.SHARING:
        yield "The agency has a duty to co-operate, so nothing leaves the arrangements."


def _speaks_against(candidate: Candidate) -> Iterator[str]:
    exposures = _exposures(candidate)
    if candidate.conflicts:
        yield "The recipient is tied to the offender: see the conflicts."
    elif candidate.standing is Standing.ASSESS:
        yield "The recipient's own circumstances have to be weighed first."
    if all(exposure.strength is not Strength.STRONG for exposure in exposures):
        yield "The evidence is no stronger than moderate."
    if all(exposure.timing is Timing.RECENT for exposure in exposures):
        yield "What exposed them has ended."
    if all(finding.subject.protected is not None for finding in candidate.protects):
        yield "It protects people in general, none of them known to be exposed."
    if candidate.role in _LOSES_HOME:
        yield "The offender may lose the home and be harder to supervise."
    if candidate.role is RecipientRole.EMPLOYER:
        yield "The offender may lose the work, which steadies supervision."
    if any(exposure.path.links[0].type == "INVOLVED_IN" for exposure in exposures):
        yield "A previous victim could be identified by what is told."


def _exposures(candidate: Candidate) -> tuple[Exposure, ...]:
    return tuple(exposure for finding in candidate.protects for exposure in finding.live_exposures)


def reconsidered(decision: DisclosureDecision, findings: Sequence[Finding]) -> DisclosureDecision:
    """The decision, marked where its evidence has changed since: somebody it was to protect is no longer found, or a
    relationship that exposes one of them was recorded after its day.
    """
    if decision.decided_on is None:
        return decision
    found = {finding.subject.record.id: finding for finding in findings}
    day_after = date.fromisoformat(decision.decided_on) + timedelta(days=1)
    limit = to_microseconds(datetime(day_after.year, day_after.month, day_after.day, tzinfo=UTC))
    changed = any(
        identity not in found
        or any(
            link.recorded_at is not None and link.recorded_at >= limit
            for exposure in found[identity].exposures
            for link in exposure.path.links
        )
        for identity in decision.protects
    )
    return replace(decision, evidence_changed=changed)
