"""An offender's case: findings, candidates, cover and alerts."""

import graphene
from graphene import ID, Boolean, Field, Int, List, NonNull, String

from graph_service.resolvers import cases, changes, records
from graph_service.resolvers.field_getters import attribute, by_attribute, by_column, by_value, value
from graph_service.schema import enums
from graph_service.schema.fields import field, list_of
from graph_service.schema.records import Network, Node, Organisation, PageInfo, Path, Person, Relationship, School
from graph_service.schema.scalars import Date, DateTime


class View(graphene.ObjectType):
    """The two clocks of a question."""

    class Meta:
        default_resolver = by_attribute

    as_of = field(NonNull(Date), "What was true on this day …")
    known_at = field(NonNull(DateTime), "… as it was known at this instant.")


class ExposurePattern(graphene.ObjectType):
    """An entry of the catalogue: a way in which somebody may be exposed to an offender."""

    class Meta:
        default_resolver = by_attribute

    id = field(NonNull(ID), "Its id.")
    title = field(NonNull(String), "Its title.")
    description = field(NonNull(String), "When it holds.")
    guidance = field(NonNull(String), "Where in published guidance it comes from.")
    number = field(NonNull(Int), "Its place in the catalogue.")


class ProtectedClass(graphene.ObjectType):
    """A class of people at a place, such as the pupils of a school."""

    class Meta:
        default_resolver = by_attribute

    description = field(NonNull(String), "Who, and where.")
    place = field(NonNull(Node), "The place.")


class Subject(graphene.Union):
    """Who may be at risk: a person, or a class of people at a place."""

    class Meta:
        types = (Person, ProtectedClass)


class TouchedCondition(graphene.ObjectType):
    """A condition of an order against the offender that a finding or an alert touches. Ages and sexes are the condition's own."""

    class Meta:
        default_resolver = by_attribute

    id = field(NonNull(ID), "Its id.")
    order_id = field(NonNull(ID), "The id of the order.")
    order_kind = field(enums.OrderKind, "What the order is.")
    kind = field(NonNull(enums.ConditionKind), "What it bars or demands.")
    age_limit = field(Int, "The age under which it counts somebody as a child; 18 where null.")
    sex = field(enums.Sex, "Only children of this sex; all where null.")
    text = field(String, "Its words.")


class Exposure(graphene.ObjectType):
    """One path by which one pattern reaches a subject."""

    class Meta:
        default_resolver = by_value

    pattern = field(NonNull(ExposurePattern), "The pattern.")
    path = field(NonNull(Path), "From the offender to the subject.", resolver=cases.path)
    summary = field(NonNull(String), "The path in plain English.")
    strength = field(NonNull(enums.Strength), "How strong it is.")
    timing = field(NonNull(enums.Timing), "When it holds.")
    suppressed_by = field(ID, "The pattern that says the same better; null where none does.")
    depends_on = list_of(
        Relationship,
        "The relationships without which the finding falls, all its paths considered.",
        resolver=cases.depends_on,
    )
    groups = list_of(enums.RiskGroup, "The groups at risk that this exposure speaks of.")
    strength_reasons = list_of(
        String, "How its strength came about: where it starts, each step down, each cap.", resolver=value("reasons")
    )
    capped_by = field(
        Relationship,
        "The relationship whose grade or kind of assertion held it down; null where none did.",
        resolver=cases.capped_by,
    )
    fulfilled_by = list_of(
        Relationship,
        "The relationships off the path that fulfil a condition of the pattern: the approach, the contact, the sighting.",
        resolver=cases.fulfilled_by,
    )
    conditions = list_of(TouchedCondition, "The conditions in force against the offender that it touches.")


class PotentialVictim(graphene.ObjectType):
    """A finding: one subject, and every exposure that reaches it."""

    class Meta:
        default_resolver = by_value

    subject = field(NonNull(Subject), "Who may be at risk.", resolver=cases.subject_at_risk)
    strength = field(NonNull(enums.Strength), "That of its strongest exposure.")
    groups = list_of(enums.RiskGroup, "The groups at risk that it belongs to.")
    exposures = list_of(
        Exposure, "How the offender could reach the subject, strongest first.", resolver=cases.exposures
    )
    best_placed = field(
        lambda: DisclosureCandidate,
        "The candidate to consider first: who protects in person before others, agencies last, nobody who is not safe to tell.",
        resolver=cases.best_placed,
    )
    best_placed_as = field(
        enums.RecipientRole, "In which part that candidate is to be considered first.", resolver=cases.best_placed_as
    )


class Office(graphene.ObjectType):
    """An agency that no record holds."""

    class Meta:
        default_resolver = by_attribute

    name = field(String, "Its name.")


class Recipient(graphene.Union):
    """Who would be told."""

    class Meta:
        types = (Person, School, Organisation, Office)


class Conflict(graphene.ObjectType):
    """Why telling somebody might not protect."""

    class Meta:
        default_resolver = by_value

    kind = field(NonNull(enums.ConflictKind), "Its kind.")
    summary = field(NonNull(String), "It in plain English.")
    path = field(NonNull(Path), "What shows it.", resolver=cases.path)


class DisclosureDecision(graphene.ObjectType):
    """What a person decided about telling somebody."""

    class Meta:
        default_resolver = by_value

    id = field(NonNull(ID), "Its id.")
    recipient = field(Node, "Whom it is about.", resolver=cases.decided_recipient)
    role = field(enums.RecipientRole, "In whose part.")
    decision = field(enums.Decision, "What was decided; null where the record does not say.")
    decided_on = field(Date, "The day of the decision.")
    decided_by = field(String, "Who decided.")
    reasons = field(String, "Why.")
    review_on = field(Date, "The day to look at it again.")
    protects = list_of(
        ID, "The ids of those it was to protect, as far as the viewer sees them.", resolver=cases.decided_protects
    )
    information = field(String, "What may be said.")
    conditions = field(String, "Under which conditions.")
    told_by_offender = field(
        enums.ToldByOffender, "Whether the offender was given the chance to tell it himself first."
    )
    override_reason = field(String, "Why somebody is told all the same who is not safe to tell.")
    review_due = field(NonNull(Boolean), "Whether the day to look at it again has come.", resolver=cases.review_due)
    evidence_diff = field(
        "graph_service.schema.changes.FindingsDiff",  # by its name: what differs leads to decisions again
        "What differs between the view that it was decided on and this view; null where its day is not recorded.",
        resolver=changes.evidence_diff,
    )
    evidence_changed = field(
        NonNull(Boolean),
        "Whether what it rested on has changed since its day, so that it needs another look.",
    )


class DisclosureCandidate(graphene.ObjectType):
    """Somebody the plan should consider telling. A suggestion: it has no effect until a person decides."""

    class Meta:
        default_resolver = by_value

    recipient = field(NonNull(Recipient), "Who.", resolver=cases.recipient)
    role = field(NonNull(enums.RecipientRole), "In whose part.")
    also_as = list_of(enums.RecipientRole, "Other parts in which the same would be told.")
    channel = field(NonNull(enums.Channel), "How.")
    standing = field(NonNull(enums.Standing), "Whether it may be shown as safe.")
    gateways = list_of(enums.Gateway, "Every legal basis that applies.")
    protects = list_of(PotentialVictim, "The findings it serves.", resolver=cases.protects)
    serves = list_of(Exposure, "The exposures by whose patterns it was proposed, and no others.", resolver=cases.serves)
    conflicts = list_of(Conflict, "Why telling might not protect.", resolver=cases.conflicts)
    alternatives = list_of(
        lambda: DisclosureCandidate,
        "Clear candidates that protect one of the same subjects.",
        resolver=cases.alternatives,
    )
    decisions = list_of(DisclosureDecision, "What has been decided about it.", resolver=cases.decisions_about)
    minimum_information = field(NonNull(String), "What the recipient needs to be told, and no more.")
    factors_for = list_of(String, "What in the evidence speaks for it.")
    factors_against = list_of(String, "What in the evidence speaks against it.")
    safer_alternative = field(String, "What may do instead; null for agencies.")
    summary = field(NonNull(String), "It in plain English.")


class MinimumCover(graphene.ObjectType):
    """The fewest people to tell so that everybody who can be protected is."""

    class Meta:
        default_resolver = by_value

    recipients = list_of(DisclosureCandidate, "Whom to tell.", resolver=cases.cover_recipients)
    uncovered = list_of(PotentialVictim, "Those whom nobody could protect by being told.", resolver=cases.uncovered)


class Alert(graphene.ObjectType):
    """Something about the offender that somebody should look into."""

    class Meta:
        default_resolver = by_value

    kind = field(NonNull(String), "The catalogue's name for it.")
    subject = field(Node, "The person or place concerned.", resolver=cases.alert_subject)
    summary = field(NonNull(String), "It in plain English.")
    path = field(Path, "What shows it.", resolver=cases.path)
    fulfilled_by = list_of(
        Relationship,
        "The relationships off the path that make it an alert, such as a call after a partnership was said to be over.",
        resolver=cases.fulfilled_by,
    )
    conditions = list_of(TouchedCondition, "The conditions of orders that it touches.")
    agency = field(enums.AgencyRole, "The agency that it is about; null where it is about none.")


class Verification(graphene.ObjectType):
    """A relationship that findings hang on: were it wrong, they would fall."""

    class Meta:
        default_resolver = by_value

    relationship = field(NonNull(Relationship), "The relationship.", resolver=cases.verified_relationship)
    hangs_on_it = list_of(PotentialVictim, "The findings that would fall.", resolver=cases.hangs_on_it)
    last_reported_on = field(Date, "The day of its source.", resolver=value("reported_on"))
    summary = field(NonNull(String), "It in plain English.", resolver=cases.verification_summary)


class Offender(graphene.ObjectType):
    """A person as an offender, at a view."""

    class Meta:
        default_resolver = by_column

    person = field(NonNull(Person), "The person.", resolver=records.person_of)
    category = field(Int, "Category of management, 1 to 4, by the row in force that began last, else the last row.")
    level = field(Int, "Level of management, 1 to 3.")
    lead_agency = field(String, "The agency that leads.")
    managed = Field(NonNull(Boolean), description="Whether managed at the view.", resolver=attribute("managed"))
    managed_from = Field(Date, description="The first day of management.", resolver=attribute("managed_from"))
    managed_to = Field(Date, description="The day after its last.", resolver=attribute("managed_to"))
    sentenced_on = field(Date, "The day of the sentence.")
    released_on = field(Date, "The day of release.")
    release_planned_on = field(Date, "The day release is planned for.")
    view = Field(NonNull(View), description="The view that everything here is seen at.", resolver=attribute("view"))
    decisions = list_of(DisclosureDecision, "What has been decided about disclosures.", resolver=cases.decisions)
    potential_victims = list_of(
        PotentialVictim,
        "Who may be at risk, strongest first.",
        resolver=cases.potential_victims,
        patterns=graphene.Argument(List(NonNull(ID)), description="Only findings that one of these patterns reaches."),
    )
    disclosure_candidates = list_of(
        DisclosureCandidate, "Who could be told to protect them.", resolver=cases.disclosure_candidates
    )
    minimum_cover = field(NonNull(MinimumCover), "The fewest to tell.", resolver=cases.minimum_cover)
    alerts = list_of(
        Alert,
        "What about the offender somebody should look into.",
        resolver=cases.alerts,
    )
    verifications = list_of(
        Verification,
        "What findings hang on, what is worth verifying first: most hanging on it, oldest, weakest.",
        resolver=cases.verifications,
        first=graphene.Argument(Int, default_value=25, description="How many at most: 1 to 100."),
    )
    network = field(
        NonNull(Network),
        "The paths of all findings, and the records around the offender.",
        resolver=cases.network,
        hops=graphene.Argument(Int, default_value=1, description="How far around the offender: 1 to 4."),
    )


class OffenderEdge(graphene.ObjectType):
    """An offender and the place in the list."""

    class Meta:
        default_resolver = by_attribute

    cursor = field(NonNull(String), "The place, for `after`.")
    node = field(NonNull(Offender), "The offender.")


class OffenderConnection(graphene.ObjectType):
    """A page of offenders."""

    class Meta:
        default_resolver = by_attribute

    edges = list_of(OffenderEdge, "The offenders with their places.")
    nodes = list_of(Offender, "The offenders.")
    page_info = field(NonNull(PageInfo), "Where this page stands.")
    total_count = field(NonNull(Int), "How many there are on all pages.")
