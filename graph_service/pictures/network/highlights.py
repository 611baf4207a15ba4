"""Findings and alerts as the overlays of a picture, and relationships in words."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from graph_service.model.findings import Alert, Exposure, Finding
from graph_service.model.records import Link, Path, Record
from graph_service.model.vocabulary import RiskGroup, Timing, in_words
from graph_service.pictures.style import style
from graph_service.pictures.values import Highlight, Reason
from graph_service.wording import links as words
from graph_service.wording import provenance
from graph_service.wording.provenance import LinkWords

_GROUP_WORDS: Final = {
    RiskGroup.CHILDREN: "Children",
    RiskGroup.PUBLIC: "Public",
    RiskGroup.KNOWN_ADULT: "Known adult",
    RiskGroup.STAFF: "Staff",
    RiskGroup.PRISONERS: "Prisoners",
}
_TIMING_WORDS: Final = {
    Timing.CURRENT: "now",
    Timing.RECENT: "recent",
    Timing.FORTHCOMING: "still to come",
    Timing.HISTORIC: "in the past",
}


class Highlights:
    """Makes the highlights of one picture, whose nodes and edges have these keys."""

    def __init__(
        self,
        as_of: date,
        node_keys: Mapping[str, str],
        edge_keys: Mapping[str, str],
        sources: Mapping[str, Record],
    ) -> None:
        self._as_of = as_of
        self._node_keys = node_keys
        self._edge_keys = edge_keys
        self._sources = sources

    def finding(self, key: str, finding: Finding) -> Highlight:
        """A finding; its exposures that are set aside are told and light nothing up."""
        titles = {exposure.pattern.id: exposure.pattern.title for exposure in finding.exposures}
        live = [path for exposure in finding.live_exposures for path in exposure.paths]
        return Highlight(
            key=key,
            who=words.clean(finding.subject.description),
            strength=finding.strength,
            groups=tuple(_GROUP_WORDS[group] for group in finding.groups),
            reasons=tuple(self._reason(exposure, titles) for exposure in finding.exposures),
            about=self._node_keys[finding.subject.record.id],
            nodes=_unique(self._node_keys[node.id] for path in live for node in path.nodes),
            edges=_unique(self._edge_keys[link.id] for path in live for link in path.links),
        )

    def alert(self, key: str, alert: Alert, offender_id: str) -> Highlight:
        """An alert, called by its kind and by whom it is about where that is somebody else."""
        about = f": {alert.subject.name}" if alert.subject and alert.subject.id != offender_id else ""
        title = words.clean(alert.title)
        return Highlight(
            key=key,
            who=words.clean(f"{title}{about}"),
            strength=None,
            groups=(),
            reasons=(Reason(title, words.clean(alert.summary), "", "", "", self._all_steps(alert.paths)),),
            about=self._node_keys[alert.path.nodes[-1].id],
            nodes=_unique(self._node_keys[node.id] for path in alert.paths for node in path.nodes),
            edges=_unique(self._edge_keys[link.id] for path in alert.paths for link in path.links),
        )

    def _reason(self, exposure: Exposure, titles: Mapping[str, str]) -> Reason:
        covering = exposure.suppressed_by
        return Reason(
            title=words.clean(exposure.pattern.title),
            summary=words.clean(exposure.summary),
            strength=style().strengths[exposure.strength].words,
            timing=_TIMING_WORDS[exposure.timing],
            set_aside="" if covering is None else words.clean(titles.get(covering, in_words(covering))),
            steps=self._all_steps(exposure.paths),
            pattern_id=exposure.pattern.id,
        )

    def _all_steps(self, paths: Iterable[Path]) -> tuple[LinkWords, ...]:
        return tuple(step for path in paths for step in self._steps(path))

    def _steps(self, path: Path) -> tuple[LinkWords, ...]:
        walked = zip(path.links, path.nodes[:-1], path.nodes[1:], strict=True)
        return tuple(self.step(link, start, end) for link, start, end in walked)

    def step(self, link: Link, start: Record, end: Record) -> LinkWords:
        """A relationship in words, seen from `start`."""
        return provenance.step(link, start, end, self._as_of, self._sources)


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
