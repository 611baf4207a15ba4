"""What the service proposes, as the oracle's values, to hold the one against the other."""

from __future__ import annotations

from collections.abc import Iterable

from graph_service.findings.placing import best_placed
from graph_service.model.findings import Candidate as ServiceCandidate
from graph_service.model.findings import Finding, MinimumCover
from graph_service.model.records import Path, Record
from tests.oracle.telling.candidates import Candidate, Told
from tests.oracle.telling.roles import AGENCIES


class Telling:
    """Turns what the service proposes in one world of many into the oracle's values.

    Worlds lie side by side in one store, so that the agencies that others record are recorded for each. Those, and agencies
    that no world records, go by the name of their role, as in the oracle.
    """

    def __init__(self, prefix: str, candidates: Iterable[ServiceCandidate]) -> None:
        self._prefix = f"{prefix}-"
        self._all = list(candidates)
        self._recorded = {each.role.value for each in self._all if each.role.value in AGENCIES and self._own(each)}

    def _own(self, each: ServiceCandidate) -> bool:
        return isinstance(each.recipient, Record) and each.recipient.id.startswith(self._prefix)

    def _counted(self, each: ServiceCandidate) -> bool:
        """Whether the world would have it if it were alone."""
        return self._own(each) or each.role.value not in self._recorded

    def name(self, each: ServiceCandidate) -> str:
        """The recipient's id, or the name of an agency that the world does not record."""
        return each.recipient.id if isinstance(each.recipient, Record) and self._own(each) else each.role.value

    def best(self, findings: Iterable[Finding]) -> dict[str, tuple[str, str]]:
        """By subject, the recipient and role to consider first."""
        best = {}
        for finding in findings:
            first = best_placed(finding, self._all)
            if first is not None:
                subject = finding.subject.record.id
                named = first if self._counted(first) else self._same_role(first)
                best[subject] = self.name(named), first.placings[subject].role.value
        return best

    def _same_role(self, each: ServiceCandidate) -> ServiceCandidate:
        """The first agency of a role among those that the world records."""
        return min((other for other in self._all if other.role == each.role and self._own(other)), key=self.name)

    def candidates(self) -> frozenset[Candidate]:
        """All of them."""
        return frozenset(self._candidate(each) for each in self._all if self._counted(each))

    def _candidate(self, each: ServiceCandidate) -> Candidate:
        return Candidate(
            recipient=self.name(each),
            role=each.role.value,
            also_as=tuple(role.value for role in each.also_as),
            channel=each.channel.value,
            standing=each.standing.value,
            gateways=frozenset(gateway.value for gateway in each.gateways),
            protects=frozenset(finding.subject.record.id for finding in each.protects),
            conflicts=frozenset(conflict.kind.value for conflict in each.conflicts),
            alternatives=frozenset(
                (self.name(other), other.role.value) for other in each.alternatives if self._counted(other)
            ),
            serves=frozenset(
                (
                    exposure.path.nodes[-1].id,
                    exposure.pattern.id,
                    _steps(exposure.path),
                    tuple(node.id for node in exposure.path.nodes),
                )
                for exposure in each.serves
            ),
        )


def cover_of(cover: MinimumCover) -> tuple[frozenset[str], frozenset[str]]:
    """Whom the service would tell at the least, and whom nobody protects."""
    told = frozenset(each.recipient.id for each in cover.recipients if isinstance(each.recipient, Record))
    return told, frozenset(finding.subject.record.id for finding in cover.uncovered)


def differences(service: frozenset[Candidate], told: Told) -> tuple[list[str], list[str]]:
    """What only the service says and what only the oracle says: whole candidates, or what of a shared one differs."""
    theirs = {(each.recipient, each.role): each for each in service}
    mine = {(each.recipient, each.role): each for each in told.candidates}
    only_service: list[str] = []
    only_oracle: list[str] = []
    for key in sorted(theirs.keys() | mine.keys()):
        one, other = theirs.get(key), mine.get(key)
        if one is None or other is None:
            (only_oracle if one is None else only_service).append(str(one or other))
            continue
        for field in Candidate.__slots__:
            said, expected = getattr(one, field), getattr(other, field)
            if said != expected:
                name = f"{key[0]} as {key[1]}, {field}: "
                both = isinstance(said, frozenset)
                only_service.append(name + str(sorted(said - expected) if both else said))
                only_oracle.append(name + str(sorted(expected - said) if both else expected))
    return only_service, only_oracle


def _steps(path: Path) -> tuple[str, ...]:
    return tuple(link.type if link.derived else link.id for link in path.links)
