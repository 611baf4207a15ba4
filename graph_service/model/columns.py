"""The files of a bundle and their columns, declared once.

Files stand in the order in which they are read: whatever a row refers to stands in an earlier file, or (a building) in
the same one.
"""

from dataclasses import dataclass
from typing import Final

from graph_service.model import cells
from graph_service.model import vocabulary as words
from graph_service.model.cells import CellType
from graph_service.model.grades import ASSESSMENTS, EVALUATIONS
from graph_service.model.vocabulary import NODE_KINDS, RELATIONSHIPS, Kind


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `refers_to`: the kinds that the ids in it may name; empty where it holds no ids of others."""

    name: str
    cell: CellType
    required: bool = False
    refers_to: frozenset[Kind] = frozenset()


@dataclass(frozen=True, slots=True)
class Interval:
    """Two columns that bound an interval; `half_open` ones may not begin and end together."""

    start: str
    end: str
    half_open: bool = True


@dataclass(frozen=True, slots=True)
class Lead:
    """A structural link of type `type` between a row's record and the one that its `column` names.

    `outward`: it starts at the row's record. `named`: it carries the id `TYPE:from:to`, because it can stand in a path.
    """

    type: str
    column: str
    outward: bool = False
    named: bool = False


@dataclass(frozen=True, slots=True)
class FileSpec:
    """One file of a bundle.

    `kind` is None for relationships. `identity`: the columns that identify a row where the file has no column `id`.
    `open_days`: pairs of date columns that are stored with far dates where blank.
    """

    name: str
    kind: Kind | None
    columns: tuple[Column, ...]
    identity: tuple[str, ...] = ()
    intervals: tuple[Interval, ...] = ()
    open_days: tuple[str, str] | None = None
    leads: tuple[Lead, ...] = ()


def _column(name: str, cell: CellType, *refers_to: Kind, required: bool = False) -> Column:
    return Column(name, cell, required, frozenset(refers_to))


def _reference(name: str, *kinds: Kind, required: bool = False) -> Column:
    return Column(name, cells.RECORD_ID, required, frozenset(kinds))


_ID = _column("id", cells.RECORD_ID, required=True)
_SOURCE = _reference("source_id", Kind.SOURCE)
_PERSON = _reference("person_id", Kind.PERSON, required=True)
_POSTCODE = _column("postcode", cells.POSTCODE)
_PLACE = (_column("latitude", cells.LATITUDE), _column("longitude", cells.LONGITUDE))
_VALID = (_column("valid_from", cells.DAY), _column("valid_to", cells.DAY))
_CLOCKS = (_column("recorded_at", cells.INSTANT), _column("superseded_at", cells.INSTANT))
_VALID_DAYS = ("valid_from", "valid_to")
_VALID_INTERVAL = Interval(*_VALID_DAYS)
_AGE = cells.whole(0, 130)

FILES: Final[tuple[FileSpec, ...]] = (
    FileSpec(
        "sources.csv",
        Kind.SOURCE,
        (
            _ID,
            _column("agency", cells.TEXT),
            _column("kind", cells.TEXT),
            _column("reference", cells.TEXT),
            _column("reported_on", cells.DAY),
            _column("source_evaluation", cells.one_of(tuple(EVALUATIONS))),
            _column("intelligence_assessment", cells.one_of(tuple(ASSESSMENTS))),
            _column("handling", cells.one_of(words.Handling)),
            _column("handling_note", cells.TEXT),
            _column("interest", cells.one_of(words.Interest)),
            *_CLOCKS,
        ),
    ),
    FileSpec(
        "people.csv",
        Kind.PERSON,
        (
            _ID,
            _column("given_names", cells.TEXT),
            _column("family_name", cells.TEXT),
            _column("also_known_as", cells.TEXT_LIST),
            _column("date_of_birth", cells.DAY),
            _column("sex", cells.one_of(words.Sex)),
            _column("deceased_on", cells.DAY),
            _column("adult_at_risk", cells.FLAG),
            _column("staff", cells.FLAG),
            _column("ethnicity", cells.TEXT),
            _column("pnc_id", cells.PNC_ID),
            _column("cro_number", cells.CRO_NUMBER),
            _column("noms_number", cells.NOMS_NUMBER),
            _column("crn", cells.CRN),
            _column("visor_reference", cells.TEXT),
            _SOURCE,
            *_CLOCKS,
        ),
        intervals=(Interval("date_of_birth", "deceased_on", half_open=False),),
    ),
    FileSpec(
        "addresses.csv",
        Kind.ADDRESS,
        (
            _ID,
            _column("lines", cells.LINES),
            _column("town", cells.TEXT),
            _POSTCODE,
            _column("uprn", cells.UPRN),
            *_PLACE,
            _column("kind", cells.one_of(words.AddressKind)),
            _reference("building_id", Kind.ADDRESS),
            _column("dwellings", cells.whole(0, 100_000)),
            *_CLOCKS,
        ),
        leads=(Lead("IN_BUILDING", "building_id", outward=True, named=True),),
    ),
    FileSpec(
        "schools.csv",
        Kind.SCHOOL,
        (
            _ID,
            _column("name", cells.TEXT, required=True),
            _column("urn", cells.SCHOOL_URN),
            _column("phase", cells.TEXT),
            _column("age_from", _AGE),
            _column("age_to", _AGE),
            _POSTCODE,
            *_PLACE,
            _column("opened_on", cells.DAY),
            _column("closed_on", cells.DAY),
            *_CLOCKS,
        ),
        intervals=(Interval("age_from", "age_to", half_open=False), Interval("opened_on", "closed_on")),
    ),
    FileSpec(
        "organisations.csv",
        Kind.ORGANISATION,
        (
            _ID,
            _column("name", cells.TEXT, required=True),
            _column("kind", cells.one_of(words.OrganisationKind)),
            _column("agency_role", cells.one_of(words.AgencyRole)),
            _column("serves", cells.one_of(words.Serves)),
            _column("duty_to_cooperate", cells.FLAG),
            _POSTCODE,
            *_PLACE,
            *_CLOCKS,
        ),
    ),
    FileSpec(
        "accounts.csv",
        Kind.ACCOUNT,
        (
            _ID,
            _column("kind", cells.one_of(words.AccountKind), required=True),
            _column("label", cells.TEXT),
            *_CLOCKS,
        ),
    ),
    FileSpec(
        "offences.csv",
        Kind.OFFENCE,
        (
            _ID,
            _column("title", cells.TEXT, required=True),
            _column("kind", cells.one_of(words.OffenceKind)),
            _column("committed_from", cells.DAY),
            _column("committed_to", cells.DAY),
            *_CLOCKS,
        ),
        intervals=(Interval("committed_from", "committed_to", half_open=False),),
    ),
    FileSpec(
        "offenders.csv",
        Kind.MANAGEMENT,
        (
            _PERSON,
            _column("category", cells.whole(1, 4), required=True),
            _column("level", cells.whole(1, 3)),
            _column("lead_agency", cells.TEXT),
            _column("managed_from", cells.DAY),
            _column("managed_to", cells.DAY),
            _column("sentenced_on", cells.DAY),
            _column("released_on", cells.DAY),
            _column("release_planned_on", cells.DAY),
            *_CLOCKS,
        ),
        identity=("person_id", "category"),
        intervals=(Interval("managed_from", "managed_to"),),
        open_days=("managed_from", "managed_to"),
        leads=(Lead("MANAGED_AS", "person_id"),),
    ),
    FileSpec(
        "profiles.csv",
        Kind.PROFILE,
        (
            _PERSON,
            _column("profile", cells.one_of(words.ProfileKind), required=True),
            _column("preferred_sex", cells.one_of(words.Sex)),
            _column("preferred_age_from", _AGE),
            _column("preferred_age_to", _AGE),
            _column("targets_strangers", cells.FLAG),
            *_VALID,
            _SOURCE,
            *_CLOCKS,
        ),
        identity=("person_id", "profile", "valid_from"),
        intervals=(_VALID_INTERVAL, Interval("preferred_age_from", "preferred_age_to", half_open=False)),
        open_days=_VALID_DAYS,
        leads=(Lead("HAS_PROFILE", "person_id"),),
    ),
    FileSpec(
        "assessments.csv",
        Kind.ASSESSMENT,
        (
            _PERSON,
            _column("tool", cells.TEXT, required=True),
            _column("assessed_on", cells.DAY, required=True),
            _column("group", cells.one_of(words.RiskGroup)),
            _column("level", cells.one_of(words.RiskLevel)),
            _column("imminent", cells.FLAG),
            _column("assessor", cells.TEXT),
            *_CLOCKS,
        ),
        identity=("person_id", "tool", "assessed_on"),
        leads=(Lead("ASSESSED_AS", "person_id"),),
    ),
    FileSpec(
        "enquiries.csv",
        Kind.ENQUIRY,
        (
            _ID,
            _reference("offender_id", Kind.PERSON, required=True),
            _reference("about_id", Kind.ADDRESS, Kind.PERSON, required=True),
            _column("agency_role", cells.one_of(words.AgencyRole), required=True),
            _column("requested_on", cells.DAY, required=True),
            _column("answered_on", cells.DAY),
            _column("result", cells.one_of(words.EnquiryResult)),
            _column("detail", cells.LINES),
            _SOURCE,
            *_CLOCKS,
        ),
        intervals=(Interval("requested_on", "answered_on", half_open=False),),
        leads=(Lead("HAS_ENQUIRY", "offender_id"),),
    ),
    FileSpec(
        "orders.csv",
        Kind.ORDER,
        (_ID, _PERSON, _column("kind", cells.one_of(words.OrderKind), required=True), *_VALID, *_CLOCKS),
        intervals=(_VALID_INTERVAL,),
        open_days=_VALID_DAYS,
        leads=(Lead("SUBJECT_TO", "person_id"),),
    ),
    FileSpec(
        "conditions.csv",
        Kind.CONDITION,
        (
            _ID,
            _reference("order_id", Kind.ORDER, required=True),
            _column("kind", cells.one_of(words.ConditionKind), required=True),
            _reference("subject_id", *NODE_KINDS),
            _column("age_limit", _AGE),
            _column("sex", cells.one_of(words.Sex)),
            *_PLACE,
            _column("radius_m", cells.decimal(0, 1_000_000, "metres, from 0 to 1,000,000")),
            _column("text", cells.LINES),
            *_CLOCKS,
        ),
        leads=(Lead("HAS_CONDITION", "order_id"), Lead("NAMES", "subject_id", outward=True)),
    ),
    FileSpec(
        "disclosures.csv",
        Kind.DISCLOSURE,
        (
            _ID,
            _reference("offender_id", Kind.PERSON, required=True),
            _reference("recipient_id", Kind.PERSON, Kind.SCHOOL, Kind.ORGANISATION, required=True),
            _column("role", cells.one_of(words.RecipientRole)),
            _column("decision", cells.one_of(words.Decision)),
            _column("decided_on", cells.DAY),
            _column("decided_by", cells.TEXT),
            _column("reasons", cells.LINES),
            _column("review_on", cells.DAY),
            _column("protects", cells.ID_LIST, Kind.PERSON, Kind.ADDRESS, Kind.SCHOOL, Kind.ORGANISATION),
            _column("information", cells.LINES),
            _column("conditions", cells.LINES),
            _column("told_by_offender", cells.one_of(words.ToldByOffender)),
            _column("override_reason", cells.LINES),
            *_CLOCKS,
        ),
        leads=(Lead("DECIDED_ON", "offender_id", outward=True),),
    ),
    FileSpec(
        "relationships.csv",
        None,
        (
            _column("id", cells.RECORD_ID),
            _column("type", cells.one_of(tuple(RELATIONSHIPS)), required=True),
            _column("from_id", cells.RECORD_ID, required=True),
            _column("to_id", cells.RECORD_ID, required=True),
            _column("role", cells.TEXT),
            *_VALID,
            *_CLOCKS,
            _SOURCE,
            _column("assertion", cells.one_of(words.Assertion)),
            _column("status", cells.one_of(words.Status)),
            _column("detail", cells.LINES),
        ),
        intervals=(_VALID_INTERVAL,),
        open_days=_VALID_DAYS,
    ),
)
"""Every file that a bundle may hold, in reading order."""

SPECS: Final = {spec.name.removesuffix(".csv"): spec for spec in FILES}
"""Every file by its name without its ending."""
FILE_NAMES: Final = frozenset(spec.name for spec in FILES)
COLUMN_NAMES: Final = frozenset(column.name for spec in FILES for column in spec.columns)
"""Every column that a file of a bundle may have."""
CLOCK_COLUMNS: Final = frozenset(column.name for column in _CLOCKS)
"""The columns that say from when and until when a row is known."""
NAMING_COLUMNS: Final = frozenset(column.name for spec in FILES for column in spec.columns if column.refers_to)
"""Columns of records that name other records. Whoever sees a record does not for that see whom or what it names."""
STRUCTURAL_RELATIONSHIPS: Final = (
    *dict.fromkeys(lead.type for spec in FILES for lead in spec.leads if not lead.named),
    "HAD_STATE",
)
"""Links inside the store that lead from a record to its rows and its earlier versions; never part of a path."""
