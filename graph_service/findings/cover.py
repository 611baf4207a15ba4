"""The fewest people to tell so that everybody who can be protected is. Pure and exact."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from graph_service.findings.proposals import acted_on
from graph_service.model.findings import Candidate, Finding, MinimumCover, Office
from graph_service.model.vocabulary import Channel, Standing


def minimum_cover(findings: Sequence[Finding], candidates: Sequence[Candidate]) -> MinimumCover:
    """Most protected first; then fewest recipients, fewest who do not protect in person, fewest to be assessed; then those best
    placed, then the smallest ids.

    Considers the DISCLOSURE candidates that are CLEAR or ASSESS, and the subjects with a strong or moderate exposure.
    """
    able: dict[str, Candidate] = {}
    for candidate in candidates:
        if (
            candidate.channel is Channel.DISCLOSURE
            and candidate.standing is not Standing.BLOCKED
            and not isinstance(candidate.recipient, Office)
        ):
            able[candidate.recipient.id] = candidate
    subjects = [finding for finding in findings if acted_on(finding)]
    covers = {
        identity: {finding.subject.record.id for finding in candidate.protects} for identity, candidate in able.items()
    }
    protectable = {subject for covered in covers.values() for subject in covered}
    wanted = frozenset(finding.subject.record.id for finding in subjects) & protectable
    suited = {identity: _suitability(candidate, wanted) for identity, candidate in able.items()}
    chosen = sorted(identity for part in _parts(wanted, covers) for identity in _Search(covers, suited).best(part))
    return MinimumCover(
        recipients=tuple(able[identity] for identity in chosen),
        uncovered=tuple(finding for finding in subjects if finding.subject.record.id not in protectable),
    )


@dataclass(frozen=True, slots=True)
class _Suitability:
    """What of a recipient decides between covers of the same number. `place`: the best that it has for any subject of the cover."""

    in_person: bool
    assessed: bool
    place: int


def _suitability(candidate: Candidate, wanted: frozenset[str]) -> _Suitability:
    placings = [placing for subject, placing in candidate.placings.items() if subject in wanted]
    return _Suitability(
        in_person=any(placing.in_person for placing in placings),
        assessed=candidate.standing is Standing.ASSESS,
        place=min((placing.place for placing in placings), default=0),
    )


def _parts(wanted: frozenset[str], covers: Mapping[str, set[str]]) -> Iterator[frozenset[str]]:
    """The subjects in groups that no recipient joins: the best covers of the groups together are the best of all."""
    left = set(wanted)
    while left:
        part, border = set(), {min(left)}
        while border:
            part |= border
            joined = {subject for covered in covers.values() if covered & border for subject in covered}
            border = (joined & left) - part
        left -= part
        yield frozenset(part)


_Value = tuple[int, int, int, tuple[int, ...], tuple[str, ...]]


class _Search:
    """Branches on who could protect the subject with the fewest protectors, as long as those left need no more than the best
    cover so far has: exact, and quick for lists of real length."""

    def __init__(self, covers: Mapping[str, set[str]], suited: Mapping[str, _Suitability]) -> None:
        self._covers = covers
        self._suited = suited
        self._best: _Value | None = None

    def best(self, wanted: frozenset[str]) -> tuple[str, ...]:
        """The ids of the best cover of `wanted`, sorted."""
        self._branch(wanted, ())
        return self._best[-1] if self._best else ()

    def _value(self, chosen: Sequence[str]) -> _Value:
        suited = [self._suited[identity] for identity in chosen]
        return (
            len(chosen),
            sum(not each.in_person for each in suited),
            sum(each.assessed for each in suited),
            tuple(sorted(each.place for each in suited)),
            tuple(sorted(chosen)),
        )

    def _branch(self, left: frozenset[str], chosen: tuple[str, ...]) -> None:
        if not left:
            value = self._value(chosen)
            if self._best is None or value < self._best:
                self._best = value
            return
        most = max(len(left & covered) for covered in self._covers.values())
        if self._best is not None and len(chosen) + ceil(len(left) / most) > self._best[0]:
            return
        hardest = min(left, key=lambda subject: (sum(subject in covered for covered in self._covers.values()), subject))
        for identity in sorted(self._covers):
            if hardest in self._covers[identity]:
                self._branch(left - self._covers[identity], (*chosen, identity))
