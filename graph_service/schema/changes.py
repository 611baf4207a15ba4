"""What differs between two views of a case."""

import graphene
from graphene import Field, NonNull, String

from graph_service.resolvers import changes
from graph_service.resolvers.field_getters import by_value
from graph_service.schema import enums
from graph_service.schema.cases import Alert, DisclosureCandidate, PotentialVictim, Recipient, Subject
from graph_service.schema.fields import field, list_of
from graph_service.schema.records import Node, Relationship
from graph_service.schema.scalars import Date, DateTime


class ViewInput(graphene.InputObjectType):
    """The two clocks of a view to compare."""

    as_of = Date(description="What was true on this day; default: today in Europe/London.")
    known_at = DateTime(description="As it was known at this instant; default: now.")


def _cause() -> Field:
    return field(NonNull(enums.ChangeCause), "Whether the world changed, or what is known of it.")


def _records() -> Field:
    return list_of(
        Relationship,
        "The relationships that made it: recorded otherwise than before, or counting otherwise on the other day. None where it is "
        "no relationship that changed, but an age, a profile or an order.",
        resolver=changes.records,
    )


class FindingChange(graphene.ObjectType):
    """A finding that one view shows and the other does not, or shows with another strength, groups or patterns."""

    class Meta:
        default_resolver = by_value

    subject = field(NonNull(Subject), "Who is at risk, or was.", resolver=changes.subject)
    before = field(PotentialVictim, "The finding as it was; null where there was none.", resolver=changes.before)
    after = field(PotentialVictim, "The finding as it is; null where there is none.", resolver=changes.after)
    cause = _cause()
    records = _records()


class CandidateChange(graphene.ObjectType):
    """A candidate that one view shows and the other does not, or shows in another part or standing, with other
    conflicts or other people to protect."""

    class Meta:
        default_resolver = by_value

    recipient = field(NonNull(Recipient), "Who would be told.", resolver=changes.told)
    before = field(DisclosureCandidate, "The candidate as it was; null where there was none.", resolver=changes.before)
    after = field(DisclosureCandidate, "The candidate as it is; null where there is none.", resolver=changes.after)
    cause = _cause()
    records = _records()


class AlertChange(graphene.ObjectType):
    """An alert that one view shows and the other does not, or shows with other conditions."""

    class Meta:
        default_resolver = by_value

    kind = field(NonNull(String), "The catalogue's name for it.", resolver=changes.kind)
    subject = field(Node, "The person or place concerned.", resolver=changes.concerned)
    before = field(Alert, "The alert as it was; null where there was none.", resolver=changes.before)
    after = field(Alert, "The alert as it is; null where there is none.", resolver=changes.after)
    cause = _cause()
    records = _records()


class CandidatesDiff(graphene.ObjectType):
    """What differs among the candidates."""

    added = list_of(CandidateChange, "Those that came.", resolver=changes.of_list("added"))
    removed = list_of(CandidateChange, "Those that went.", resolver=changes.of_list("removed"))
    changed = list_of(CandidateChange, "Those that are other than before.", resolver=changes.of_list("changed"))


class AlertsDiff(graphene.ObjectType):
    """What differs among the alerts."""

    added = list_of(AlertChange, "Those that came.", resolver=changes.of_list("added"))
    removed = list_of(AlertChange, "Those that went.", resolver=changes.of_list("removed"))
    changed = list_of(AlertChange, "Those that are other than before.", resolver=changes.of_list("changed"))


class FindingsDiff(graphene.ObjectType):
    """What differs between two views of a case: in its findings, its candidates and its alerts."""

    added = list_of(FindingChange, "Findings that came.", resolver=changes.of_findings("added"))
    removed = list_of(FindingChange, "Findings that went.", resolver=changes.of_findings("removed"))
    changed = list_of(
        FindingChange,
        "Findings with another strength, other groups or other patterns; another path alone is no change.",
        resolver=changes.of_findings("changed"),
    )
    candidates = field(NonNull(CandidatesDiff), "What differs among the candidates.", resolver=changes.candidates)
    alerts = field(NonNull(AlertsDiff), "What differs among the alerts.", resolver=changes.alerts)
