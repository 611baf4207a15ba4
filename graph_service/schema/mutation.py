"""What users record: facts of every kind of the bundle, one at a time, and decisions."""

from typing import Any

import graphene
from graphene import ID, Boolean, Field, InputField, Int, List, NonNull, String

from graph_service.model import cells
from graph_service.model.columns import CLOCK_COLUMNS, SPECS, Column, FileSpec
from graph_service.resolvers import recording
from graph_service.resolvers.field_getters import by_attribute
from graph_service.schema import cases, records
from graph_service.schema.changes import FindingsDiff
from graph_service.schema.scalars import Date


class UserError(graphene.ObjectType):
    """Why something was not recorded, or what should be looked at."""

    class Meta:
        default_resolver = by_attribute

    field = String(description="The field of the input that is concerned; null where none is.")
    message = NonNull(String, description="What is wrong, and what was expected. It holds no personal data.")
    code = NonNull(
        String, description="For programs: REQUIRED, INVALID, NOT_FOUND, STALE, KEY_REUSED, FORBIDDEN, MOVE, BLOCKED."
    )


class FindingsChanged(graphene.ObjectType):
    """That findings, candidates or alerts of an offender are other than before."""

    class Meta:
        default_resolver = by_attribute

    offender_id = NonNull(ID, description="Whose.")
    cursor = Field(NonNull(String), description="The place of this event among all.", resolver=recording.cursor)
    diff = NonNull(FindingsDiff, description="What differs between just before and just after.")


_OPTIONS = {
    "client_key": (
        String,
        "Makes a repeat harmless: it is answered as the first was. A key of your own, 1 to 200 characters.",
    ),
    "expected_version": (Int, "The version that you think stands there; another one is the error STALE. 0: none does."),
    "dry_run": (Boolean, "Answer everything, changes included, and write nothing."),
}


def _input(name: str, meaning: str, fields: dict[str, tuple[Any, str]]) -> Any:
    described = {field: InputField(type_, description=text) for field, (type_, text) in fields.items()}
    options = {field: InputField(type_, description=text) for field, (type_, text) in _OPTIONS.items()}
    return type(name, (graphene.InputObjectType,), {"__doc__": meaning, **described, **options})


def _columns(spec: FileSpec, shown: Any) -> dict[str, tuple[Any, str]]:
    """The columns of a file as fields: of the type in which the record shows them, blank ones null."""
    found = {}
    for column in spec.columns:
        if column.name not in CLOCK_COLUMNS:
            type_ = _type(column, shown)
            found[column.name] = type_, _meaning(column, said=isinstance(type_, graphene.Enum))
    return found


def _type(column: Column, shown: Any) -> Any:
    if column.cell is cells.ID_LIST:
        return List(NonNull(ID))
    if column.cell.id:
        return ID
    field = shown._meta.fields.get(column.name)
    type_ = None if field is None else field.type
    if isinstance(type_, NonNull):
        type_ = type_.of_type
    if type_ is not None:
        return type_
    return Date if column.cell is cells.DAY else String


def _meaning(column: Column, *, said: bool) -> str:
    """What a column takes; where its type says that already, whether it is needed."""
    expected = column.cell.expected
    return " ".join(
        [*(["Needed."] if column.required else []), *([] if said else [f"{expected[0].upper()}{expected[1:]}."])]
    )


def _payload(name: str, field: str, shown: Any) -> Any:
    attributes = {
        "__doc__": "What became of it. Where it was refused, `userErrors` say why and nothing was recorded.",
        field: Field(
            shown, description="The record as it stands now; null where it was refused.", resolver=recording.shown
        ),
        "user_errors": Field(
            NonNull(List(NonNull(UserError))), description="Why it was not recorded.", resolver=recording.user_errors
        ),
        "warnings": Field(
            NonNull(List(NonNull(UserError))),
            description="What should be looked at, and kept nothing from being recorded.",
            resolver=recording.warnings,
        ),
        "replayed": Field(
            NonNull(Boolean),
            description="Whether this was recorded before under the same key.",
            resolver=recording.replayed,
        ),
        "version": Field(
            Int, description="The version that stands now, for `expectedVersion`.", resolver=recording.version
        ),
        "changes": Field(
            NonNull(List(NonNull(FindingsChanged))),
            description="For every managed offender whose case is open to you and whose findings, candidates or alerts are other "
            "than before: how.",
            resolver=recording.changes,
        ),
    }
    return type(name, (graphene.ObjectType,), attributes)


def _mutation(name: str, field: str, shown: Any, input_type: Any, resolver: Any, meaning: str) -> Field:
    payload = _payload(f"{name}Payload", field, shown)
    return Field(
        NonNull(payload),
        description=meaning,
        resolver=resolver,
        input=graphene.Argument(NonNull(input_type), description="What to record."),
    )


def _of_file(file: str, field: str, shown: Any, what: str) -> Field:
    name = f"{field[0].upper()}{field[1:]}Record"
    meaning = f"Record {what}. What is not given stays as it stands; null makes it blank."
    fields = _columns(SPECS[file], shown)
    return _mutation(name, field, shown, _input(f"{name}Input", meaning, fields), recording.recording(file), meaning)


_RELATIONSHIP = {
    name: described
    for name, described in _columns(SPECS["relationships"], records.Relationship).items()
    if name != "status"
}
_DECISION = _columns(SPECS["disclosures"], cases.DisclosureDecision)
_ENDING = {
    "id": (NonNull(ID), "The id of the relationship."),
    "valid_to": (NonNull(Date), "The day after its last."),
    "source_id": (ID, "Who says so; the source of before where it is not given."),
}
_REFUTING = {
    "id": (NonNull(ID), "The id of the relationship."),
    "source_id": (ID, "Who says so; the source of before where it is not given."),
    "reason": (String, "Why it is untrue."),
}


class Mutation(graphene.ObjectType):
    """Facts and decisions, one at a time, by the rules of an import. Nothing is overwritten: a change supersedes."""

    source_record = _of_file("sources", "source", records.Source, "what a record rests on")
    person_record = _of_file("people", "person", records.Person, "a person")
    offender_record = _of_file("offenders", "offender", cases.Offender, "that and how somebody is managed")
    profile_record = _of_file("profiles", "profile", records.Profile, "what somebody's offending is like")
    assessment_record = _of_file("assessments", "assessment", records.Assessment, "an assessment of risk")
    address_record = _of_file("addresses", "address", records.Address, "an address or another place")
    school_record = _of_file("schools", "school", records.School, "a school")
    organisation_record = _of_file("organisations", "organisation", records.Organisation, "an organisation")
    account_record = _of_file("accounts", "account", records.Account, "a telephone, e-mail address, profile or device")
    offence_record = _of_file("offences", "offence", records.Offence, "an offence")
    order_record = _of_file("orders", "order", records.Order, "an order or licence")
    condition_record = _of_file("conditions", "condition", records.Condition, "a condition of an order")
    enquiry_record = _of_file("enquiries", "enquiry", records.Enquiry, "a question to an agency, or its answer")
    relationship_record = _mutation(
        "RelationshipRecord",
        "relationship",
        records.Relationship,
        _input("RelationshipRecordInput", "A relationship between two records.", _RELATIONSHIP),
        recording.recording("relationships"),
        "Record a relationship, or correct one by its id.",
    )
    relationship_end = _mutation(
        "RelationshipEnd",
        "relationship",
        records.Relationship,
        _input("RelationshipEndInput", "When a relationship ended or is to end.", _ENDING),
        recording.end_relationship,
        "Record that a relationship ended, or is to end.",
    )
    relationship_refute = _mutation(
        "RelationshipRefute",
        "relationship",
        records.Relationship,
        _input("RelationshipRefuteInput", "That a relationship is untrue.", _REFUTING),
        recording.refute_relationship,
        "Record that a relationship is untrue. It is shown nowhere from now on; a view of before still sees it.",
    )
    disclosure_decision_record = _mutation(
        "DisclosureDecisionRecord",
        "decision",
        cases.DisclosureDecision,
        _input("DisclosureDecisionRecordInput", "A decision about telling somebody.", _DECISION),
        recording.record_decision,
        "Record a decision about telling somebody: none → APPROVED, REFUSED or DEFERRED; DEFERRED → APPROVED or REFUSED; "
        "APPROVED → DONE or WITHDRAWN; REFUSED → DEFERRED or APPROVED. `reasons` are needed.",
    )
