"""What a plan author weighs for each candidate: what to say at the least, what speaks for and against, what would do instead. Pure.

The sentences are prompts for a person's judgement, from the recorded evidence alone; nothing here decides.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Final

from graph_service.model.clock import to_microseconds
from graph_service.model.findings import Candidate, DisclosureDecision, Finding
from graph_service.model.vocabulary import (
    Channel,
    Gateway,
    RecipientRole,
    RiskGroup,
    Standing,
    Strength,
    Timing,
)
from graph_service.wording.labels import ROLES

_SITE: Final = "Which children are concerned, what to watch for, who may collect them, and whom to call."
_AGENCY: Final = "What the agency needs for its own duty: who is at risk, how, and how soon."

MINIMUM_INFORMATION: Final = {
    RecipientRole.PARTNER: "The abuse that bears on the partner, a safety plan, and whom to call.",
    RecipientRole.EX_PARTNER: (
        "The abuse that bears on the former partner, a safety plan, and whom to call; never where the offender lives beyond need."
    ),
    RecipientRole.PARENT: "That there is a risk to the child, what must not be allowed, and whom to call.",
    RecipientRole.OTHER_PARENT: "That there is a risk to the child and whom to call; no more than the parent with care is told.",
    RecipientRole.KIN_CARER: "That the child is to be supervised and never left alone with the offender, and whom to call.",
    RecipientRole.HEAD_TEACHER: _SITE,
    RecipientRole.SAFEGUARDING_LEAD: _SITE,
    RecipientRole.GOVERNORS_CHAIR: _SITE,
    RecipientRole.NURSERY_MANAGER: _SITE,
    RecipientRole.CLUB_LEAD: "That the offender is to be kept away or accompanied, and whom to call.",
    RecipientRole.CARE_PROVIDER: "Who may visit whom, under what conditions, and whom to call.",
    RecipientRole.EMPLOYER: "What work and which sites the offender may not be given.",
    RecipientRole.LANDLORD: "That the tenancy is not suitable and what would be; seldom the offence.",
    RecipientRole.SOCIAL_LANDLORD: "What limits a placement has; seldom the offence.",
    RecipientRole.PERSON_AT_RISK: "That there is a risk to them, what to watch for, and whom to call.",
    RecipientRole.ADULT_AT_RISK: "Plain, accessible facts for their own safety, with their advocate where they have one.",
    RecipientRole.PRIOR_VICTIM: "The conditions that protect them and whom to call; never where the offender lives beyond need.",
    RecipientRole.STAFF_MEMBER: "The threat, the precautions, and whom to call.",
    RecipientRole.CHILDRENS_SERVICES: _AGENCY,
    RecipientRole.ADULT_SOCIAL_CARE: _AGENCY,
    RecipientRole.HOUSING_AUTHORITY: _AGENCY,
    RecipientRole.YOUTH_JUSTICE: _AGENCY,
    RecipientRole.POLICE: _AGENCY,
}
"""What somebody in each part needs to be told, and no more."""

MINIMUM_INFORMATION_ABOUT_ADULTS: Final = {
    RecipientRole.OTHER_PARENT: "That there is a risk to their grown son or daughter, and whom to call.",
    RecipientRole.KIN_CARER: (
        "That there is a risk to the adult they care for, what to watch for, and whom to call; with that adult's consent where "
        "they can give it."
    ),
}
"""The same, in the parts in which somebody other than a child is spoken of differently."""

SAFER_ALTERNATIVE: Final = {
    RecipientRole.PARTNER: "A chance for the offender to tell first, within a set time and checked, unless that raises the risk.",
    RecipientRole.EX_PARTNER: "Telling through a domestic abuse adviser or an agency that already supports them.",
    RecipientRole.PARENT: "Telling through children's services, after a strategy discussion.",
    RecipientRole.OTHER_PARENT: "Telling the parent with daily care alone.",
    RecipientRole.KIN_CARER: "Telling the parent with daily care, who decides about the carer.",
    RecipientRole.HEAD_TEACHER: "The local authority's designated officer, or the safeguarding lead alone.",
    RecipientRole.SAFEGUARDING_LEAD: "Advice through the local authority, without a name.",
    RecipientRole.GOVERNORS_CHAIR: "The local authority's designated officer.",
    RecipientRole.NURSERY_MANAGER: "The local authority's designated officer.",
    RecipientRole.CLUB_LEAD: "A condition that keeps the offender away, supervised by the offender manager.",
    RecipientRole.CARE_PROVIDER: "An enquiry by adult social care.",
    RecipientRole.EMPLOYER: "Withholding approval of the work or of the site.",
    RecipientRole.LANDLORD: "Another approved address.",
    RecipientRole.SOCIAL_LANDLORD: "Another approved address.",
    RecipientRole.PERSON_AT_RISK: "Another address or condition for the offender, approved before anybody is told.",
    RecipientRole.ADULT_AT_RISK: "An enquiry by adult social care and a visit by somebody they trust.",
    RecipientRole.PRIOR_VICTIM: "Another address or workplace for the offender, approved before anybody is told.",
    RecipientRole.STAFF_MEMBER: "Precautions by the employer that need no details.",
}
"""What may do instead of telling somebody in each part. Agencies are shared with in any case."""

SAFER_ALTERNATIVE_ABOUT_ADULTS: Final = {
    RecipientRole.OTHER_PARENT: "Telling the adult at risk alone, with their advocate where they have one.",
    RecipientRole.KIN_CARER: "Telling the adult at risk alone, or an enquiry by adult social care.",
}
"""The same, in the parts in which somebody other than a child is spoken of differently."""

_LOSES_HOME: Final = frozenset({RecipientRole.LANDLORD, RecipientRole.SOCIAL_LANDLORD})


@dataclass(frozen=True, slots=True)
class RoleServed:
    """One part that a candidate has, and whom it serves: a child, others (an adult, people in general), or both."""

    role: RecipientRole
    serves_children: bool
    serves_others: bool

    def texts(
        self, texts: Mapping[RecipientRole, str], about_adults: Mapping[RecipientRole, str]
    ) -> Iterator[tuple[RecipientRole, str]]:
        """What is to be said about this part; nothing where there is nothing to say."""
        in_general = self.serves_children or self.role not in about_adults
        if in_general and self.role in texts:
            yield self.role, texts[self.role]
        if self.serves_others and self.role in about_adults:
            yield self.role, about_adults[self.role]


def with_advice(candidate: Candidate, parts: Sequence[RoleServed], everybody: Sequence[Candidate]) -> Candidate:
    """The candidate with what a plan author weighs. `everybody`: all candidates of the case, as some must not learn of it."""
    return replace(
        candidate,
        minimum_information=" ".join(
            (*_said(parts, MINIMUM_INFORMATION, MINIMUM_INFORMATION_ABOUT_ADULTS), *_kept_from(candidate, everybody))
        ),
        factors_for=tuple(_speaks_for(candidate)),
        factors_against=tuple(_speaks_against(candidate)),
        safer_alternative=" ".join(_said(parts, SAFER_ALTERNATIVE, SAFER_ALTERNATIVE_ABOUT_ADULTS)) or None,
    )


def _said(
    parts: Sequence[RoleServed], texts: Mapping[RecipientRole, str], about_adults: Mapping[RecipientRole, str]
) -> tuple[str, ...]:
    """The texts of every part, each once; where they differ, each says for which part it holds."""
    roles: dict[str, RecipientRole] = {}
    for part in parts:
        for role, text in part.texts(texts, about_adults):
            roles.setdefault(text, role)
    if len(roles) < 2:
        return tuple(roles)
    return tuple(f"As {ROLES[role]}: {text[0].lower()}{text[1:]}" for text, role in roles.items())


def _kept_from(candidate: Candidate, everybody: Sequence[Candidate]) -> Iterator[str]:
    """That somebody who is told must not pass it on to those who are not safe to tell about the same people."""
    if candidate.channel is Channel.SHARING or candidate.standing is Standing.BLOCKED:
        return
    subjects = {finding.subject.record.id for finding in candidate.protects}
    unsafe = [
        f"{other.recipient.name} ({ROLES[other.role]})"
        for other in everybody
        if other.standing is Standing.BLOCKED
        and any(finding.subject.record.id in subjects for finding in other.protects)
    ]
    if unsafe:
        yield f"Ask that it is kept from {' and from '.join(unsafe)}, who {'is' if len(unsafe) == 1 else 'are'} not safe to tell."


def _speaks_for(candidate: Candidate) -> Iterator[str]:
    exposures = candidate.serves
    if Gateway.PRESUMPTION_TO_DISCLOSE in candidate.gateways:
        yield (
            "The law presumes disclosure of child sexual convictions where it is necessary to protect a particular child, or "
            "children of a particular description."
        )
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
    exposures = candidate.serves
    if candidate.conflicts:
        yield "The recipient is tied to the offender: see the conflicts."
    elif candidate.standing is Standing.ASSESS:
        yield "The recipient's own circumstances have to be weighed first."
    if all(exposure.strength is not Strength.STRONG for exposure in exposures):
        yield "The evidence is no stronger than moderate."
    if all(exposure.timing is Timing.RECENT for exposure in exposures):
        yield "What exposed them ended or happened lately; it is not known to go on."
    if all(finding.subject.protected is not None for finding in candidate.protects):
        yield "It protects people in general, none of them known to be exposed."
    if candidate.role in _LOSES_HOME:
        yield "The offender may lose the home and be harder to supervise."
    if candidate.role is RecipientRole.EMPLOYER:
        yield "The offender may lose the work, which steadies supervision."
    if any(exposure.path.links[0].type == "INVOLVED_IN" for exposure in exposures):
        yield "A previous victim could be identified by what is told."


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
        protected.id not in found
        or any(
            link.recorded_at is not None and link.recorded_at >= limit
            for exposure in found[protected.id].exposures
            for link in exposure.path.links
        )
        for protected in decision.protects
    )
    return replace(decision, evidence_changed=changed)
