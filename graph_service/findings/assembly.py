"""From evidence to findings: strength, suppression, groups, order. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from graph_service.findings.conditions import touched
from graph_service.findings.evidence import Evidence, PatternMatch, StandsAs
from graph_service.findings.patterns import pattern_by_id
from graph_service.findings.strength import RANK, timing_of, weigh
from graph_service.model.findings import Exposure, Finding, Subject
from graph_service.model.records import Link, Path, Record
from graph_service.model.vocabulary import RiskGroup, Serves, Timing
from graph_service.wording.sentences import exposure_sentence

_GROUP_ORDER = tuple(RiskGroup)


def findings_of(evidence: Evidence) -> tuple[Finding, ...]:
    """Every finding of one offender: one for each subject, strongest first."""
    by_subject: dict[str, list[Exposure]] = defaultdict(list)
    subjects: dict[str, Subject] = {}
    for match in exposures_of(evidence):
        identity = match.subject.record.id
        subjects[identity] = _joined(subjects.get(identity), match.subject)
        by_subject[identity].append(_exposure(match, evidence))
    findings = [_finding(subjects[identity], suppressed(exposures)) for identity, exposures in by_subject.items()]
    return tuple(sorted(findings, key=_finding_order))


def exposures_of(evidence: Evidence) -> tuple[PatternMatch, ...]:
    """Every exposure, once, before strength and suppression: what the patterns show, and people who belong to a place whose
    class one of them names. The dead expose nobody.
    """
    if not evidence.alive:
        return ()
    found = {match.key: match for match in (*evidence.matches, *_exposed_members(evidence))}
    by_other: dict[str, set[str]] = defaultdict(set)
    for match in found.values():
        by_other[match.subject.record.id].add(match.pattern.id)
    return tuple(
        match
        for match in found.values()
        if not match.pattern.needs_another_exposure or len(by_other[match.subject.record.id]) > 1
    )


def _exposure(match: PatternMatch, evidence: Evidence) -> Exposure:
    weighing = weigh(match, evidence)
    on_path = set(match.path.link_ids)
    fulfilled_by = tuple(
        _seen_from(match.path, one) for one in match.fulfilled_by if not on_path.issuperset(one.link_ids)
    )
    return Exposure(
        pattern=match.pattern.info,
        path=match.path,
        fulfilled_by=fulfilled_by,
        strength=weighing.strength,
        timing=timing_of(match, evidence.as_of),
        summary=exposure_sentence(match.pattern.info.title, match.path, evidence.as_of, fulfilled_by),
        groups=_groups(match, evidence),
        reasons=weighing.reasons,
        capped_by=weighing.capped_by,
        conditions=touched(match, evidence),
        opened_by=match.opened_by,
    )


def _seen_from(path: Path, beside: Path) -> Path:
    """What stands beside a path, told from the end that is named there first."""
    named = [node.id for node in path.nodes]
    places = [named.index(node.id) if node.id in named else len(named) for node in (beside.nodes[0], beside.nodes[-1])]
    return beside if places[0] <= places[1] else Path(beside.nodes[::-1], beside.links[::-1])


def suppressed(exposures: Sequence[Exposure]) -> tuple[Exposure, ...]:
    """The exposures of one subject, those marked that a current and no weaker one makes redundant; strongest first."""
    marked = []
    for exposure in exposures:
        by = next(
            (
                other.pattern.id
                for other in exposures
                if exposure.pattern.id in pattern_by_id()[other.pattern.id].suppresses
                and other.timing is Timing.CURRENT
                and RANK[other.strength] <= RANK[exposure.strength]
            ),
            None,
        )
        marked.append(exposure if by is None else replace(exposure, suppressed_by=by))
    return tuple(sorted(marked, key=_exposure_order))


def shared_links(finding: Finding) -> tuple[Link, ...]:
    """The recorded relationships that stand on every path of a finding, suppressed ones too: for when one of these falls,
    what it suppressed counts again.
    """
    paths = [exposure.path for exposure in finding.exposures]
    shared = set.intersection(*({link.id for link in path.links if not link.derived} for path in paths))
    return tuple(link for link in paths[0].links if link.id in shared)


def _exposed_members(evidence: Evidence) -> Iterable[PatternMatch]:
    """People at risk anyway who belong to a place whose class a pattern names: they are exposed there as persons too."""
    people = {
        match.subject.record.id: match.subject.record for match in evidence.matches if match.subject.protected is None
    }
    for match in evidence.matches:
        if not match.pattern.members or match.subject.protected is None:
            continue
        for membership in evidence.memberships:
            person = people.get(membership.from_id)
            if person is None or membership.to_id != match.subject.record.id or person.id in evidence.own_children:
                continue
            group = _group_of_member(person, evidence)
            if group in match.pattern.members and match.subject.protected in {group, Serves.BOTH}:
                yield replace(
                    match,
                    subject=Subject(person),
                    stands_as=StandsAs.PERSON,
                    path=Path((*match.path.nodes, person), (*match.path.links, membership)),
                    opened_by=match.pattern.members[group],
                )


def _group_of_member(person: Record, evidence: Evidence) -> Serves:
    if evidence.is_child(person):
        return Serves.CHILDREN
    return Serves.ADULTS_AT_RISK if evidence.is_adult_at_risk(person) else Serves.NONE


def _joined(earlier: Subject | None, later: Subject) -> Subject:
    """One subject for several patterns at one place: the class holds everybody that any of them names."""
    if earlier is None or earlier.protected == later.protected:
        return later
    return Subject(later.record, Serves.BOTH)


def _finding(subject: Subject, exposures: tuple[Exposure, ...]) -> Finding:
    live = [exposure for exposure in exposures if exposure.suppressed_by is None]
    groups = {group for exposure in live for group in exposure.groups}
    return Finding(
        subject=subject,
        strength=live[0].strength,
        groups=tuple(group for group in _GROUP_ORDER if group in groups),
        exposures=exposures,
    )


_GROUPS_OF_CLASS = {
    Serves.CHILDREN: (RiskGroup.CHILDREN,),
    Serves.ADULTS_AT_RISK: (RiskGroup.KNOWN_ADULT,),
    Serves.BOTH: (RiskGroup.CHILDREN, RiskGroup.KNOWN_ADULT),
}


def _groups(match: PatternMatch, evidence: Evidence) -> tuple[RiskGroup, ...]:
    if match.subject.protected is not None:
        return _GROUPS_OF_CLASS[match.subject.protected]
    match match.stands_as:
        case StandsAs.STAFF:
            return (RiskGroup.STAFF,)
        case StandsAs.PRISONER:
            return (RiskGroup.PRISONERS,)
        case StandsAs.EXPECTED:
            return (RiskGroup.CHILDREN,)
        case StandsAs.TIED if evidence.is_expected(match.subject.record):
            return (RiskGroup.CHILDREN,)
        case _:
            child = evidence.is_child(match.subject.record)
            return (RiskGroup.CHILDREN if child else RiskGroup.KNOWN_ADULT,)


def _exposure_order(exposure: Exposure) -> tuple[bool, int, int, int, tuple[str, ...]]:
    number = pattern_by_id()[exposure.pattern.id].number
    return (
        exposure.suppressed_by is not None,
        RANK[exposure.strength],
        number,
        len(exposure.path.links),
        exposure.path.link_ids,
    )


def _finding_order(finding: Finding) -> tuple[int, int, str, str]:
    shortest = min(len(exposure.path.links) for exposure in finding.live_exposures)
    return RANK[finding.strength], shortest, finding.subject.description.casefold(), finding.subject.record.id
