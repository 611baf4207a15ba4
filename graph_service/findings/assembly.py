"""From evidence to findings: strength, suppression, groups, order. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from graph_service.domain import Exposure, Finding, Link, Path, Record, Subject
from graph_service.findings.evidence import Evidence, Sighting
from graph_service.findings.patterns import pattern_by_id
from graph_service.findings.strength import RANK, strength_of, timing_of
from graph_service.findings.wording import path_in_words
from graph_service.vocabulary import RiskGroup, Serves, Timing

_GROUP_ORDER = tuple(RiskGroup)


def findings_of(evidence: Evidence) -> tuple[Finding, ...]:
    """Every finding of one offender: one for each subject, strongest first. The dead expose nobody."""
    died: str | None = evidence.person.values.get("deceased_on")
    if died is not None and died <= evidence.as_of.isoformat():
        return ()
    by_subject: dict[str, list[Exposure]] = defaultdict(list)
    subjects: dict[str, Subject] = {}
    seen: set[tuple[str, str, tuple[str, ...]]] = set()
    for sighting in (*evidence.sightings, *_exposed_members(evidence)):
        key = (sighting.pattern.id, sighting.subject.record.id, sighting.path.link_ids)
        if key in seen:
            continue
        seen.add(key)
        identity = sighting.subject.record.id
        subjects[identity] = _joined(subjects.get(identity), sighting.subject)
        by_subject[identity].append(
            Exposure(
                pattern=sighting.pattern.info,
                path=sighting.path,
                strength=strength_of(sighting, evidence),
                timing=timing_of(sighting.path.links, evidence.as_of),
                summary=f"{sighting.pattern.info.title}: {path_in_words(sighting.path, evidence.as_of)}",
            )
        )
    findings = [
        _finding(subjects[identity], suppressed(exposures), evidence) for identity, exposures in by_subject.items()
    ]
    return tuple(sorted(findings, key=_finding_order))


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


def depends_on(exposures: Sequence[Exposure]) -> tuple[Link, ...]:
    """The recorded relationships that every unsuppressed path of a finding needs."""
    needed: set[str] | None = None
    first: Path | None = None
    for exposure in exposures:
        if exposure.suppressed_by is None:
            ids = {link.id for link in exposure.path.links if not link.derived}
            needed = ids if needed is None else needed & ids
            first = first or exposure.path
    if first is None or not needed:
        return ()
    return tuple(link for link in first.links if link.id in needed)


def _exposed_members(evidence: Evidence) -> Iterable[Sighting]:
    """People at risk anyway who belong to a place whose class a pattern names: they are exposed there as persons too."""
    people = {
        sighting.subject.record.id: sighting.subject.record
        for sighting in evidence.sightings
        if sighting.subject.protected is None
    }
    for sighting in evidence.sightings:
        if not sighting.pattern.members or sighting.subject.protected is None:
            continue
        for membership in evidence.memberships:
            person = people.get(membership.from_id)
            if (
                person is None
                or membership.to_id != sighting.subject.record.id
                or not _belongs(person, sighting.subject.protected, evidence)
            ):
                continue
            path = Path((*sighting.path.nodes, person), (*sighting.path.links, membership))
            yield replace(sighting, subject=Subject(person), path=path)


def _belongs(person: Record, protected: Serves, evidence: Evidence) -> bool:
    if evidence.is_child(person):
        return protected in {Serves.CHILDREN, Serves.BOTH} and person.id not in evidence.own_children
    return protected in {Serves.ADULTS_AT_RISK, Serves.BOTH} and bool(person.values.get("adult_at_risk"))


def _joined(earlier: Subject | None, later: Subject) -> Subject:
    """One subject for several patterns at one place: the class holds everybody that any of them names."""
    if earlier is None or earlier.protected == later.protected:
        return later
    return Subject(later.record, Serves.BOTH)


def _finding(subject: Subject, exposures: tuple[Exposure, ...], evidence: Evidence) -> Finding:
    live = [exposure for exposure in exposures if exposure.suppressed_by is None]
    groups = {group for exposure in live for group in _groups(subject, exposure, evidence)}
    return Finding(
        subject=subject,
        strength=live[0].strength,
        groups=tuple(group for group in _GROUP_ORDER if group in groups),
        exposures=exposures,
        depends_on=depends_on(exposures),
    )


def _groups(subject: Subject, exposure: Exposure, evidence: Evidence) -> set[RiskGroup]:
    match subject.protected:
        case Serves.CHILDREN:
            return {RiskGroup.CHILDREN}
        case Serves.ADULTS_AT_RISK:
            return {RiskGroup.KNOWN_ADULT}
        case Serves.BOTH:
            return {RiskGroup.CHILDREN, RiskGroup.KNOWN_ADULT}
    pattern = pattern_by_id()[exposure.pattern.id]
    if pattern.groups == (RiskGroup.STAFF,):
        return {RiskGroup.STAFF}
    return {RiskGroup.CHILDREN if evidence.is_child(subject.record) else RiskGroup.KNOWN_ADULT}


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
