"""The fifteen vignettes, in full: findings, candidates, alerts and everything that must not be found, at each date they name."""

from collections.abc import AsyncIterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
import yaml

from graph_service.cases.reader import CaseReader
from graph_service.importing.importer import import_bundle
from graph_service.model.clock import View
from graph_service.model.findings import Candidate, Finding, Office
from graph_service.model.records import Clearance
from graph_service.model.vocabulary import Standing
from graph_service.queries.view_session import ViewSession
from graph_service.settings import Settings
from graph_service.store.graph import Graph
from tests.conftest import empty

FOLDER = Path(__file__).parent.parent / "cases" / "vignettes"
BUNDLES = ("vignettes", "town")
VIGNETTES = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.yaml"))}
VIEWS = [(name, index) for name, vignette in VIGNETTES.items() for index in range(len(vignette["views"]))]


def _name(value: str | int) -> str:
    return str(value)


@pytest.fixture(scope="module", params=BUNDLES)
async def sample(request: pytest.FixtureRequest, module_store: Graph) -> AsyncIterator[Graph]:
    await empty(module_store)
    await import_bundle(module_store, Path(str(resources.files("graph_service.samples") / request.param)))
    yield module_store


@pytest.fixture(scope="module")
async def corroborated(sample: Graph) -> Graph:
    """The sample with what is learnt later on top; imported after every other vignette has been asked."""
    await import_bundle(sample, FOLDER / VIGNETTES["v10_corroborated"]["extra_bundle"])
    return sample


def _reader(graph: Graph, settings: Settings, name: str, index: int) -> tuple[CaseReader, Mapping[str, Any]]:
    vignette = VIGNETTES[name]
    view = vignette["views"][index]
    clearance = Clearance(cleared=view.get("cleared", True), seals_victims=False)
    session = ViewSession(graph, settings, View.at(view["as_of"]), clearance)
    return CaseReader(session, vignette["offender"]), view


@pytest.mark.parametrize(
    ("name", "index"), [view for view in VIEWS if "extra_bundle" not in VIGNETTES[view[0]]], ids=_name
)
async def test_vignette(name: str, index: int, sample: Graph, settings: Settings) -> None:
    await _holds(*_reader(sample, settings, name, index))


@pytest.mark.parametrize(("name", "index"), [view for view in VIEWS if "extra_bundle" in VIGNETTES[view[0]]], ids=_name)
async def test_vignette_with_more_known(name: str, index: int, corroborated: Graph, settings: Settings) -> None:
    await _holds(*_reader(corroborated, settings, name, index))


async def _holds(reader: CaseReader, view: Mapping[str, Any]) -> None:
    findings = await reader.findings()
    assert [_shown_finding(finding) for finding in findings] == _expected_findings(view)
    found = {(f.subject.record.id, e.pattern.id) for f in findings for e in f.live_exposures}
    for miss in view.get("not_findings", ()):
        named = miss["patterns"] or [pattern for subject, pattern in found if subject == miss["subject"]]
        for pattern in named:
            assert (miss["subject"], pattern) not in found, miss["because"]
    candidates = await reader.candidates()
    assert {_key(candidate): _shown_candidate(candidate) for candidate in candidates} == _expected_candidates(view)
    for candidate in candidates:
        assert not set(view.get("no_gateway", ())) & set(candidate.gateways)
        assert candidate.summary.startswith("Not safe to tell") == (candidate.standing is Standing.BLOCKED)
    weighed = {_key(candidate): _what_is_weighed(candidate) for candidate in candidates}
    for wanted in view["candidates"]:
        weighs = weighed[wanted["recipient"], wanted["role"]]
        assert {key: weighs[key] for key in weighs.keys() & wanted.keys()} == {
            key: wanted[key] for key in weighs.keys() & wanted.keys()
        }
    cover = await reader.minimum_cover()
    assert {
        "recipients": [_key(candidate)[0] for candidate in cover.recipients],
        "uncovered": [finding.subject.record.id for finding in cover.uncovered],
    } == view["minimum_cover"]
    alerts = await reader.alerts()
    shown = sorted((alert.kind, alert.subject.id if alert.subject else "") for alert in alerts)
    # An alert about the offender as a whole has him for its subject.
    offender = (await reader.evidence()).person.id  # type: ignore[union-attr]
    assert shown == sorted((alert["kind"], alert.get("subject", offender)) for alert in view["alerts"])


def _shown_finding(finding: Finding) -> dict[str, Any]:
    return {
        "subject": finding.subject.record.id,
        "class": None if finding.subject.protected is None else finding.subject.protected.value,
        "strength": finding.strength.value,
        "groups": [group.value for group in finding.groups],
        "exposures": sorted(
            (
                exposure.pattern.id,
                exposure.strength.value,
                tuple(node.id for node in exposure.path.nodes),
                exposure.suppressed_by,
            )
            for exposure in finding.exposures
        ),
    }


def _expected_findings(view: Mapping[str, Any]) -> list[dict[str, Any]]:
    expected = []
    for finding in view["findings"]:
        expected.append(
            {
                "subject": finding["subject"],
                "class": finding.get("class"),
                "strength": finding["strength"],
                "groups": finding["groups"],
                "exposures": sorted(
                    (e["pattern"], e["strength"], tuple(e["path"]), e.get("suppressed_by"))
                    for e in finding["exposures"]
                ),
            }
        )
    return expected


def _key(candidate: Candidate) -> tuple[str, str]:
    recipient = candidate.recipient
    return (recipient.name if isinstance(recipient, Office) else recipient.id), candidate.role.value


def _shown_candidate(candidate: Candidate) -> dict[str, Any]:
    return {
        "also_as": [role.value for role in candidate.also_as],
        "channel": candidate.channel.value,
        "standing": candidate.standing.value,
        "conflicts": sorted({conflict.kind.value for conflict in candidate.conflicts}),
        "protects": {
            finding.subject.record.id: sorted(
                {exposure.pattern.id for exposure in candidate.serves if exposure in finding.exposures}
            )
            for finding in candidate.protects
        },
        "alternatives": sorted(_key(other)[0] for other in candidate.alternatives),
        "decisions": sorted(decision.id for decision in candidate.decisions),
    }


def _what_is_weighed(candidate: Candidate) -> dict[str, Any]:
    return {
        "gateways": [gateway.value for gateway in candidate.gateways],
        "minimum_information": candidate.minimum_information,
        "safer_alternative": candidate.safer_alternative,
        "factors_against": list(candidate.factors_against),
    }


def _expected_candidates(view: Mapping[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    expected = {}
    for candidate in view["candidates"]:
        expected[candidate["recipient"], candidate["role"]] = {
            "also_as": candidate.get("also_as", []),
            "channel": candidate["channel"],
            "standing": candidate["standing"],
            "conflicts": sorted(candidate.get("conflicts", [])),
            "protects": {subject: sorted(patterns) for subject, patterns in candidate["protects"].items()},
            "alternatives": sorted(candidate.get("alternatives", [])),
            "decisions": sorted(candidate.get("decisions", [])),
        }
    return expected
