"""The fewest people to tell so that everybody who can be protected is. Pure and exact."""

from collections.abc import Iterator, Mapping, Sequence

from graph_service.findings.proposals import acted_on
from graph_service.model.findings import Candidate, Finding, MinimumCover, Office
from graph_service.model.vocabulary import Channel, Standing


def minimum_cover(findings: Sequence[Finding], candidates: Sequence[Candidate]) -> MinimumCover:
    """Most protected first, then fewest recipients, then fewest to be assessed, then the smallest ids.

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
    assessed = {identity: able[identity].standing is Standing.ASSESS for identity in able}
    chosen = sorted(identity for part in _parts(wanted, covers) for identity in _Search(covers, assessed).best(part))
    return MinimumCover(
        recipients=tuple(able[identity] for identity in chosen),
        uncovered=tuple(finding for finding in subjects if finding.subject.record.id not in protectable),
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


class _Search:
    """Branches on who could protect the subject with the fewest protectors; exact, and quick for lists of real length."""

    def __init__(self, covers: dict[str, set[str]], assessed: dict[str, bool]) -> None:
        self._covers = covers
        self._assessed = assessed
        self._best: tuple[int, int, tuple[str, ...]] | None = None

    def best(self, wanted: frozenset[str]) -> tuple[str, ...]:
        """The ids of the best cover of `wanted`, sorted."""
        self._branch(wanted, ())
        return self._best[2] if self._best else ()

    def _branch(self, left: frozenset[str], chosen: tuple[str, ...]) -> None:
        if not left:
            ordered = tuple(sorted(chosen))
            value = (len(ordered), sum(self._assessed[identity] for identity in ordered), ordered)
            if self._best is None or value < self._best:
                self._best = value
            return
        if self._best is not None and len(chosen) + 1 > self._best[0]:
            return
        hardest = min(left, key=lambda subject: (sum(subject in covered for covered in self._covers.values()), subject))
        for identity in sorted(self._covers):
            if hardest in self._covers[identity]:
                self._branch(left - self._covers[identity], (*chosen, identity))
