"""docs/sentences.md holds everything that is said of relationships, findings, alerts, conflicts, candidates, to be read through."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from graph_service.cases.reader import CaseReader
from graph_service.findings.alerts import INTELLIGENCE_TO_DEVELOP, alert_patterns
from graph_service.findings.patterns import patterns
from graph_service.model.records import Link, Record
from graph_service.model.records import Path as RecordPath
from graph_service.model.vocabulary import (
    DERIVED_RELATIONSHIPS,
    FIRST_DAY,
    LAST_DAY,
    RELATIONSHIPS,
    ConflictKind,
    Kind,
    RelationshipSpec,
)
from graph_service.queries.candidates import recipient_facts
from graph_service.settings import Settings
from graph_service.store.graph import Graph
from graph_service.wording.candidates import proposal
from graph_service.wording.captions import caption
from graph_service.wording.labels import CONFLICTS, STANDINGS
from graph_service.wording.sentences import conflict_sentence, path_sentence
from tests.conftest import empty
from tests.findings.cases import (
    ALERTS_FOLDER,
    CANDIDATES_FOLDER,
    CONFLICTS_FOLDER,
    FOLDER,
    Case,
    import_cases,
    load_cases,
)
from tests.wording.named import named

LIST = Path(__file__).parents[2] / "docs" / "sentences.md"
REWRITE = "GRAPH_SERVICE_REWRITE_SENTENCES"
COMMAND = f"{REWRITE}=1 .venv/bin/python -m pytest tests/wording/test_sentences.py"
AS_OF = date(2026, 6, 1)
HEAD = f"""# Sentences

Everything that the service says of a relationship, a finding, an alert, a conflict or a candidate, with invented names, on
1 June 2026. It is here to be read through. Whoever finds a sentence that a person would not say, or that says more than the
records do, changes the words in `graph_service/wording` (or, of an alert, in the header of its file) and writes this list anew.
A test fails where the list is not what is said:

    {COMMAND}
"""

_TELLING = ("path", "subject", "agencies", "ties", "class", "conditions", "fulfilled_by")
"""What is expected of a case that makes its sentence another."""
ANN = Record(
    Kind.PERSON, "ann", {"given_names": "Ann", "family_name": "Ash", "sex": "F", "date_of_birth": "1980-01-01"}
)
BOB = Record(
    Kind.PERSON, "bob", {"given_names": "Bob", "family_name": "Birch", "sex": "M", "date_of_birth": "1979-01-01"}
)
JO = Record(Kind.PERSON, "jo", {"given_names": "Jo", "family_name": "Cole", "sex": "X", "date_of_birth": "1981-01-01"})
KIT = Record(
    Kind.PERSON, "kit", {"given_names": "Kit", "family_name": "Dean", "sex": "M", "date_of_birth": "2017-01-01"}
)
EXPECTED = Record(Kind.PERSON, "mo", {"given_names": "Baby", "family_name": "Ash", "date_of_birth": "2026-08-14"})
ENDS: Mapping[Kind, Sequence[Record]] = {
    Kind.PERSON: (BOB,),
    Kind.ADDRESS: (
        Record(Kind.ADDRESS, "home", {"lines": "9 Brookside", "town": "Kelderwick", "postcode": "ZZ1 7BS"}),
        Record(Kind.ADDRESS, "prison", {"lines": "HMP Stanmoor", "town": "Stanmoor", "kind": "PRISON"}),
    ),
    Kind.SCHOOL: (Record(Kind.SCHOOL, "school", {"name": "Brook Primary School"}),),
    Kind.ORGANISATION: (Record(Kind.ORGANISATION, "club", {"name": "Harbour Group"}),),
    Kind.OFFENCE: (Record(Kind.OFFENCE, "offence", {"title": "Burglary of a dwelling"}),),
    Kind.ACCOUNT: (Record(Kind.ACCOUNT, "account", {"label": "dark_wolf"}),),
}
OTHER_ENDS: Mapping[Kind, Record] = {
    Kind.PERSON: ANN,
    Kind.ADDRESS: Record(Kind.ADDRESS, "next", {"lines": "11 Brookside", "town": "Kelderwick", "postcode": "ZZ1 7BS"}),
    Kind.SCHOOL: Record(Kind.SCHOOL, "other", {"name": "Hillside School"}),
    Kind.ORGANISATION: Record(Kind.ORGANISATION, "firm", {"name": "Apex Builders"}),
    Kind.ACCOUNT: Record(Kind.ACCOUNT, "phone", {"label": "07700 900123", "kind": "PHONE"}),
}
TENSES = {
    "now": ("2025-10-04", LAST_DAY),
    "now, since when is not known": (FIRST_DAY, LAST_DAY),
    "now, with an end": ("2026-05-18", "2026-07-11"),
    "ended": ("2008-01-01", "2013-01-01"),
    "ended, since when is not known": (FIRST_DAY, "2026-05-25"),
    "to come": ("2026-06-22", LAST_DAY),
}
EVENTS = {
    "once": ("2026-05-26", "2026-05-27"),
    "more than once": ("2026-05-03", "2026-05-30"),
    "no day known": (FIRST_DAY, LAST_DAY),
    "to come": ("2026-06-22", "2026-06-23"),
}
KIN = {"now": TENSES["now"]}
LAPSING = {name: TENSES[name] for name in ("now", "ended")}


def _rows(link: Link, start: Record, end: Record) -> str:
    told = dict.fromkeys(path_sentence(RecordPath(nodes, (link,)), AS_OF) for nodes in ((start, end), (end, start)))
    drawn = "" if link.type in DERIVED_RELATIONSHIPS else f" *[{', '.join(caption(link, AS_OF)).replace(', (', ' (')}]*"
    return f"{' / '.join(told)}{drawn}"


def _tenses(spec: RelationshipSpec, role: str) -> Mapping[str, tuple[str, str]]:
    if spec.type in DERIVED_RELATIONSHIPS:
        return {"": (FIRST_DAY, LAST_DAY)}
    if spec.kinship:
        return LAPSING if role in {"STEP", "FOSTER", "IN_LAW"} else KIN
    if spec.type in {"VICTIM_OF", "WITNESS_TO"}:
        return KIN
    if spec.type == "INVOLVED_IN":
        return {
            "of late": ("2026-05-20", LAST_DAY),
            "long ago": ("2011-10-14", LAST_DAY),
            "no day known": (FIRST_DAY, LAST_DAY),
        }
    return EVENTS if spec.event else TENSES


def _pairs(spec: RelationshipSpec) -> Iterator[tuple[Record, Record]]:
    for one, other in sorted(spec.ends):
        if one is other is Kind.PERSON:
            yield ANN, BOB
            if spec.kinship or spec.type == "PARTNER_OF":
                yield BOB, KIT if spec.kinship else ANN
                yield JO, KIT if spec.kinship else ANN
        else:
            for end in ENDS[other]:
                if spec.type in {"LIVES_AT", "STAYS_AT"} or end.id != "prison":
                    yield OTHER_ENDS[one], end


def _relationships() -> Iterator[str]:
    for name, spec in {**RELATIONSHIPS, **DERIVED_RELATIONSHIPS}.items():
        for role in ("", *spec.roles):
            yield f"\n### {name}{f', {role}' if role else ''}\n"
            for tense, (begin, end) in _tenses(spec, role).items():
                for number, (one, other) in enumerate(_pairs(spec)):
                    if number and spec.type == "PARTNER_OF" and tense not in {"now", "ended"}:
                        continue
                    detail = "48" if name == "STAYS_AT" else None
                    blank = name in DERIVED_RELATIONSHIPS
                    link = Link("l", name, one.id, other.id, role or None, begin, end, derived=blank, detail=detail)
                    yield f"- {f'{tense}: ' if tense else ''}{_rows(link, one, other)}"
    yield "\n### Somebody expected\n"
    for one in (ANN, BOB, JO):
        yield f"- {_rows(Link('l', 'PARENT_OF', one.id, 'mo', 'BIRTH'), one, EXPECTED)}"


def _shape(path: RecordPath) -> tuple[object, ...]:
    return tuple(
        (link.type, link.role, link.from_id == node.id) for link, node in zip(path.links, path.nodes, strict=False)
    )


def _once(told: Iterable[tuple[object, str]]) -> Iterator[str]:
    """Of the sentences of one shape the first."""
    seen: dict[object, str] = {}
    for shape, sentence in told:
        seen.setdefault(shape, sentence)
    yield from (f"- {sentence}" for sentence in dict.fromkeys(seen.values()))


def _worth_telling(folder: Path) -> list[Case]:
    """The hits of a folder of cases that differ in what they show, with names."""
    if folder == CANDIDATES_FOLDER:
        return [named(case) for case in load_cases(folder)]
    chosen: list[Case] = []
    seen: set[tuple[str, str]] = set()
    for case in load_cases(folder):
        if case.expect is None or case.later or case.known_at is not None:
            continue
        shown = str(
            [
                case.expect.get(key)
                for key in ("path", "subject", "agencies", "ties", "class", "conditions", "fulfilled_by")
            ]
        )
        if (case.pattern, shown) not in seen:
            seen.add((case.pattern, shown))
            chosen.append(named(case))
    return chosen


class Cases:
    """The cases of each folder in turn, in a store that holds nothing else."""

    def __init__(self, graph: Graph, settings: Settings, folder: Path) -> None:
        self.graph, self.settings, self._folder = graph, settings, folder

    async def of(self, folder: Path) -> list[Case]:
        """Put the cases of a folder into the store."""
        chosen = _worth_telling(folder)
        await empty(self.graph)
        await import_cases(self.graph, self._folder / folder.name, chosen)
        return chosen

    def reader(self, case: Case) -> CaseReader:
        """Who reads the case of its offender."""
        return CaseReader(case.view_session(self.graph, self.settings), f"{case.prefix}o")


async def _findings(cases: Cases) -> list[str]:
    told: dict[str, list[tuple[object, str]]] = {pattern.id: [] for pattern in patterns()}
    for case in await cases.of(FOLDER):
        for finding in await cases.reader(case).findings():
            for exposure in finding.exposures:
                sentence = f"**{finding.subject.description}.** {exposure.summary}"
                told[exposure.pattern.id].append((tuple(map(_shape, exposure.paths)), sentence))
    return [line for name, some in told.items() for line in (f"\n### {name}\n", *_once(some))]


async def _alerts(cases: Cases) -> list[str]:
    kinds = (*(pattern.id for pattern in alert_patterns()), INTELLIGENCE_TO_DEVELOP)
    told: dict[str, list[tuple[object, str]]] = {kind: [] for kind in kinds}
    for case in await cases.of(ALERTS_FOLDER):
        for alert in await cases.reader(case).alerts():
            about = tuple(condition.kind for condition in alert.conditions), alert.agency, alert.summary.split(". ")[1:]
            told[alert.kind].append(((_shape(alert.path), str(about)), alert.summary))
    return [line for name, some in told.items() for line in (f"\n### {name}\n", *_once(some))]


async def _conflicts(cases: Cases) -> list[str]:
    told: dict[ConflictKind, list[tuple[object, str]]] = {kind: [] for kind in ConflictKind}
    told[ConflictKind.OFFENDER].append(("", conflict_sentence(ConflictKind.OFFENDER, RecordPath((BOB,), ()), AS_OF)))
    for case in await cases.of(CONFLICTS_FOLDER):
        recipient = f"{case.prefix}r"
        facts = await recipient_facts(case.view_session(cases.graph, cases.settings), f"{case.prefix}o", [recipient])
        for tie in facts.ties.get(recipient, ()):
            told[tie.kind].append((_shape(tie.path), conflict_sentence(tie.kind, tie.path, AS_OF)))
    return [line for kind, some in told.items() for line in (f"\n### {CONFLICTS[kind]}\n", *_once(some))]


async def _candidates(cases: Cases) -> list[str]:
    told: list[tuple[object, str]] = []
    for case in await cases.of(CANDIDATES_FOLDER):
        for one in await cases.reader(case).candidates():
            shape = (one.role, one.standing, one.channel, len(one.protects) > 1)
            told.append((shape, f"{one.summary} *[{proposal(one)}]*"))
    return ["", *_once(sorted(told, key=lambda each: str(each[0])))]


async def test_the_list_of_sentences_is_what_is_said(
    module_store: Graph, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> None:
    cases = Cases(module_store, settings, tmp_path_factory.mktemp("cases"))
    lines = [
        HEAD.rstrip(),
        "\n## Findings\n\nWho is at risk, and why.",
        *await _findings(cases),
        "\n## Alerts",
        *await _alerts(cases),
        "\n## Conflicts\n\nWhy somebody who could be told may not protect.",
        *await _conflicts(cases),
        "\n## Candidates\n\nWho could be told; in brackets, how it is put on the page.",
        *await _candidates(cases),
        "\n## Standings\n",
        *(f"- {label.name}: {label.meaning}" for label in STANDINGS.values()),
        "\n## Relationships\n\nBy type, role and tense; from the other side where that differs; in brackets, in pictures.",
        *_relationships(),
    ]
    said = "\n".join(lines) + "\n"
    if os.environ.get(REWRITE):
        LIST.write_text(said, encoding="utf-8")
    assert LIST.read_text(encoding="utf-8") == said, f"Read the difference, then write the list anew: {COMMAND}"


def test_every_pattern_alert_and_conflict_is_in_the_list() -> None:
    sections = LIST.read_text(encoding="utf-8").split("\n### ")
    listed = {section.split("\n")[0]: "\n- " in section for section in sections}
    names = (*(one.id for one in patterns()), *(one.id for one in alert_patterns()), INTELLIGENCE_TO_DEVELOP)
    assert all(listed[name] for name in (*names, *CONFLICTS.values()))


def test_nothing_in_the_list_is_said_as_no_person_would() -> None:
    text = LIST.read_text(encoding="utf-8")
    for clumsy in (
        "is or was",
        "1 people",
        ", which is part of",
        "is involved in",
        "None",
        " ,",
        "..",
        "{",
    ):
        assert clumsy not in text, clumsy
    assert not re.search(r"\b(\w+) (to|and) \1\b", text)
