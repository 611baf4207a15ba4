"""The part of a form that asks who says so: a source that is on record, or a new one."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from graph_service.facts.recorder import Fact
from graph_service.model.columns import SPECS
from graph_service.model.grades import ASSESSMENTS, EVALUATIONS
from graph_service.model.records import Record
from graph_service.model.vocabulary import Handling, Kind
from graph_service.pages.forms import Choice, Field, Input, blank_ones, cells, filled, stray_ones
from graph_service.wording.labels import ASSESSMENTS as ASSESSMENT_WORDS
from graph_service.wording.labels import SOURCE_EVALUATIONS, sentence_case
from graph_service.wording.provenance import source_words
from graph_service.wording.recording import HANDLINGS, INTERESTS

NEW: Final = "new"
_PREFIX: Final = "source-"
_MOST: Final = 12
"""Sources on record that a form offers; more would not be read through."""


def source_fields(known: Iterable[Record], values: Mapping[str, str], *, cleared: bool) -> tuple[Field, ...]:
    """What is asked of the source: which, and, of a new one, what is known of it. `known`: those on record that are offered."""
    sources = sorted(
        (one for one in known if one.kind is Kind.SOURCE),
        key=lambda one: (one.values.get("reported_on") or "", one.id),
        reverse=True,
    )[:_MOST]
    choices = (
        Choice(NEW, "A new source", "Say below what is known of it."),
        *(Choice(one.id, source_words(one), _grade(one)) for one in sources),
    )
    handlings = [one for one in Handling if cleared or one is Handling.P]
    fields = (
        Field(
            "source",
            "Who says so",
            Input.ONE_OF_FEW,
            wants="Choose a source, or a new one.",
            required=True,
            choices=choices,
            value=NEW if not sources else "",
        ),
        _new(
            "agency", "Agency", hint="Such as Kelderwick Police.", wants="Write which agency reports it.", required=True
        ),
        _new("kind", "Kind of source", hint="Such as officer's report, call, intelligence log."),
        _new("reference", "Reference", hint="By which the agency finds it again."),
        _new("reported_on", "Reported on", Input.DAY),
        _new(
            "source_evaluation",
            "How good is the source",
            Input.ONE_OF,
            wants="Choose how good the source is.",
            required=True,
            choices=(
                Choice("", "Choose"),
                *(Choice(one, f"{one}: {SOURCE_EVALUATIONS[one]}") for one in EVALUATIONS),
            ),
        ),
        _new(
            "intelligence_assessment",
            "How does it know",
            Input.ONE_OF,
            wants="Choose how the source knows.",
            required=True,
            choices=(Choice("", "Choose"), *(Choice(one, f"{one}: {ASSESSMENT_WORDS[one]}") for one in ASSESSMENTS)),
        ),
        _new(
            "interest",
            "Whose word it rests on",
            Input.ONE_OF,
            wants="Choose whose word it is: who has a stake in it may not confirm it.",
            required=True,
            choices=(Choice("", "Choose"), *(Choice(one.value, text) for one, text in INTERESTS.items())),
        ),
        _new(
            "handling",
            "How it may be used",
            Input.ONE_OF,
            required=True,
            wants="Choose how it may be used.",
            choices=tuple(Choice(one.value, HANDLINGS[one]) for one in handlings),
            value=Handling.P.value,
        ),
        *([_new("handling_note", "Conditions of its use")] if cleared else []),
    )
    return filled(fields, values)


def _new(name: str, label: str, input: Input = Input.LINE, **more: Any) -> Field:
    return Field(f"{_PREFIX}{name}", label, input, **more)


def _grade(source: Record) -> str:
    evaluation, assessment = (source.values.get(name) for name in ("source_evaluation", "intelligence_assessment"))
    return sentence_case(f"graded {evaluation}{assessment}") if evaluation and assessment else ""


def source_id(values: Mapping[str, str], key: str) -> str:
    """The id of the source that was chosen; a new one has that of the form."""
    chosen = values.get("source", "")
    return f"source-{key}" if chosen == NEW else chosen


def source_facts(values: Mapping[str, str], key: str) -> tuple[Fact, ...]:
    """The new source, where it is one."""
    if values.get("source") != NEW:
        return ()
    names = [column.name for column in SPECS["sources"].columns]
    given = cells({name: values.get(f"{_PREFIX}{name}", "") for name in names if name != "id"}, names)
    return (Fact("sourceRecord", SPECS["sources"], {"id": f"source-{key}", **given}, expected_version=0),)


def blank_source(fields: Iterable[Field], values: Mapping[str, str]) -> dict[str, str]:
    """What is missing of the source, or is none of what is offered."""
    new = values.get("source") == NEW
    asked = [one for one in fields if new or one.name == "source"]
    return {**blank_ones(asked, values), **stray_ones(asked, values)}


def source_field(column: str) -> str:
    """The field in which a column of a new source is asked."""
    return f"{_PREFIX}{column}"
