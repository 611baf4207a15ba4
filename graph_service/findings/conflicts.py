"""Whether somebody may be shown as safe to tell: conflicts with the offender, and the standing they leave. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from graph_service.findings.patterns import check_header, info_of
from graph_service.model.findings import Conflict, PatternInfo
from graph_service.model.records import Path, Record
from graph_service.model.vocabulary import ConflictKind, RecipientRole, Standing
from graph_service.store.catalogue import Statement, expanded, read_folder
from graph_service.wording.sentences import conflict_sentence

_REQUIRED = {"id", "number", "title", "description", "guidance", "profiles", "parameters"}
_OWN = frozenset(
    {RecipientRole.PARTNER, RecipientRole.EX_PARTNER, RecipientRole.PERSON_AT_RISK, RecipientRole.STAFF_MEMBER}
)
_FAMILY = _OWN | {RecipientRole.PARENT, RecipientRole.OTHER_PARENT, RecipientRole.KIN_CARER}
_LANDLORDS = frozenset({RecipientRole.LANDLORD, RecipientRole.SOCIAL_LANDLORD})
_BLOCKING = frozenset({ConflictKind.OFFENDER, ConflictKind.KIN, ConflictKind.PARTNER, ConflictKind.CO_OFFENDER})
_BLOCKING_WHILE_RECENT = frozenset({ConflictKind.ASSOCIATE, ConflictKind.FRIEND, ConflictKind.FINANCIAL})
_VICTIMS_CONCERN = _BLOCKING_WHILE_RECENT | {ConflictKind.PARTNER}
_CAUTION = (Standing.CLEAR, Standing.ASSESS, Standing.BLOCKED)


@lru_cache(maxsize=1)
def conflict_check() -> tuple[PatternInfo, Statement]:
    """The conflict check: its entry in the catalogue, and its statement."""
    (file,) = read_folder("conflicts")
    check_header(file, _REQUIRED, set())
    return info_of(file), expanded(file.header["id"], ("offender_id", "people"), file.source, kept=True)


@dataclass(frozen=True, slots=True)
class ConflictMatch:
    """One thing that ties a possible recipient to the offender.

    `by_letting`: it is that the recipient is his landlord, which is no conflict in that very part. `recent`: every link of it
    is current or recent at the view.
    """

    kind: ConflictKind
    path: Path
    by_letting: bool = False
    recent: bool = False


@dataclass(frozen=True, slots=True)
class RecipientFacts:
    """What is known of the possible recipients (ids): their ties, and what they have done themselves."""

    ties: Mapping[str, tuple[ConflictMatch, ...]]
    managed: frozenset[str]
    against_children: frozenset[str]
    harmed: frozenset[tuple[str, str]]


def most_cautious(standings: Iterable[Standing]) -> Standing:
    """The most cautious of several; CLEAR of none."""
    return max(standings, key=_CAUTION.index, default=Standing.CLEAR)


def ties_that_count(
    person: Record, role: RecipientRole, protects: frozenset[str], facts: RecipientFacts
) -> tuple[ConflictMatch, ...]:
    """The ties of a person that are conflicts in this part, given whom he or she would protect (ids)."""
    ties = list(facts.ties.get(person.id, ()))
    if person.id in facts.managed:
        ties.insert(0, ConflictMatch(ConflictKind.OFFENDER, Path((person,), ())))
    return tuple(tie for tie in ties if _counts(tie, role, protects))


def _counts(tie: ConflictMatch, role: RecipientRole, protects: frozenset[str]) -> bool:
    if tie.by_letting and role in _LANDLORDS:
        return False
    if tie.kind is ConflictKind.SECOND_HAND or (tie.kind is ConflictKind.UNVERIFIED and len(_people(tie.path)) > 2):
        between = _people(tie.path)[1:-1]
        if any(person.id in protects for person in between):
            return False
    if role is RecipientRole.PRIOR_VICTIM:
        return tie.kind is ConflictKind.OFFENDER or (tie.kind in _VICTIMS_CONCERN and tie.recent)
    return not (role is RecipientRole.STAFF_MEMBER and tie.kind is ConflictKind.VICTIM)


def _people(path: Path) -> tuple[Record, ...]:
    return tuple(node for node in path.nodes if node.kind == "Person")


def standing_of(
    person: Record, role: RecipientRole, protects: frozenset[str], children: frozenset[str], facts: RecipientFacts
) -> Standing:
    """How a person stands in one part, given whom he or she would protect (ids), and which of these are children.

    Whoever would protect nobody but herself is never kept from knowing.
    """
    ties = ties_that_count(person, role, protects, facts)
    if role in _FAMILY:
        for_herself_alone = role in _OWN and protects <= {person.id}
        offends = person.id in facts.managed and person.id in facts.against_children
        if not for_herself_alone and (offends or has_harmed(person, children, facts)):
            return Standing.BLOCKED
        return Standing.ASSESS if ties or role is RecipientRole.EX_PARTNER else Standing.CLEAR
    if role is RecipientRole.ADULT_AT_RISK:
        return Standing.ASSESS
    if role is RecipientRole.PRIOR_VICTIM:
        return Standing.ASSESS if ties else Standing.CLEAR
    return most_cautious(
        Standing.BLOCKED
        if tie.kind in _BLOCKING or (tie.kind in _BLOCKING_WHILE_RECENT and tie.recent)
        else Standing.ASSESS
        for tie in ties
    )


def has_harmed(person: Record, children: frozenset[str], facts: RecipientFacts) -> bool:
    """Whether somebody was party to an offence against one of these children (ids)."""
    return any((person.id, child) in facts.harmed for child in children)


def conflict_of(tie: ConflictMatch, as_of: date) -> Conflict:
    """A tie as a reader sees it."""
    return Conflict(tie.kind, conflict_sentence(tie.kind, tie.path, as_of), tie.path)
