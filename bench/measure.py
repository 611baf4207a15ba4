"""Rounds: ours and raw in turn, and what their medians say."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Sample:
    """One side of one round: how many a second, and how long one took (ms; None where they are not asked one by one)."""

    per_second: float
    p50_ms: float | None = None
    p99_ms: float | None = None


@dataclass(frozen=True, slots=True)
class Rounds:
    """The rounds of one row of the table, first ours then raw."""

    pairs: tuple[tuple[Sample, Sample], ...]

    @property
    def ours(self) -> Sample:
        """The medians of our side."""
        return _median([ours for ours, _ in self.pairs])

    @property
    def raw(self) -> Sample:
        """The medians of the raw side."""
        return _median([raw for _, raw in self.pairs])

    @property
    def ratio(self) -> float:
        """Our rate over the raw one, within a round; the median of the rounds."""
        return median(ours.per_second / raw.per_second for ours, raw in self.pairs)


def _median(samples: Sequence[Sample]) -> Sample:
    p50 = [sample.p50_ms for sample in samples if sample.p50_ms is not None]
    p99 = [sample.p99_ms for sample in samples if sample.p99_ms is not None]
    return Sample(
        median(sample.per_second for sample in samples),
        median(p50) if p50 else None,
        median(p99) if p99 else None,
    )


def percentile(ordered: Sequence[float], share: float) -> float:
    """The value below which `share` of an ordered sequence lies."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
