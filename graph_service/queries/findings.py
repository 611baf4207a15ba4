"""The findings statement: all patterns for one offender in one round trip, and its record made into evidence."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from graph_service.findings.alerts import AlertMatch, alerts_statement
from graph_service.findings.evidence import Evidence, PatternMatch, Profile, StandsAs
from graph_service.findings.patterns import findings_statements, pattern_by_id
from graph_service.model.findings import Condition, Subject
from graph_service.model.records import Link, Path, Record
from graph_service.model.vocabulary import (
    DERIVED_RELATIONSHIPS,
    AgencyRole,
    ConditionKind,
    Kind,
    OrderKind,
    ProfileKind,
    Serves,
)
from graph_service.queries.case import CaseQuestions
from graph_service.queries.view_session import ViewSession, derived_link, to_link, to_records

_CLASSES: Final = frozenset({Serves.CHILDREN, Serves.ADULTS_AT_RISK, Serves.BOTH})


@dataclass(frozen=True, slots=True)
class Supposition:
    """What a question takes relationships to be, instead of what is recorded.

    `usable`: for ids, whether that relationship counts as well graded (true) or as refuted (false). `trusting`: every other
    weak relationship counts as well graded where that can show more, and never where it could hide anything; with
    `trusting_rolls`, attendance that makes a possible child of somebody too.
    """

    usable: Mapping[str, bool] = field(default_factory=dict)
    trusting: bool = False
    trusting_rolls: bool = False

    def parameters(self) -> dict[str, Any]:
        """The parameters of every statement that can be asked under it."""
        return {
            "supposed": dict(self.usable),
            "counting": _COUNTING[self.trusting],
            "counting_rolls": _COUNTING[self.trusting_rolls],
        }


_COUNTING: Final = {False: "usable", True: "heeded"}
"""The property of a relationship that says whether it counts: where weak ones are trusted, it is that it is not refuted."""
AS_RECORDED: Final = Supposition()


async def offender_evidence(questions: CaseQuestions, supposition: Supposition = AS_RECORDED) -> Evidence | None:
    """What every pattern shows of a person at the view; None where the viewer sees no such person."""
    given = supposition.parameters()
    answers = await asyncio.gather(*(questions.ask(question, **given) for question in findings_statements()))
    seen = [answer for answer in answers if answer is not None]
    if len(seen) < len(answers):
        return None
    evidence = _evidence(questions, seen)
    return None if evidence is None else await _with_memberships(questions.session, evidence, given)


async def _with_memberships(session: ViewSession, evidence: Evidence, given: Mapping[str, Any]) -> Evidence:
    """The evidence with the memberships that lead from people at risk to places whose class a pattern names."""
    places = {
        one.subject.record.id for one in evidence.matches if one.stands_as is StandsAs.CLASS and one.pattern.members
    }
    people = {one.subject.record.id for one in evidence.matches if one.stands_as is not StandsAs.CLASS}
    if not places or not people:
        return evidence
    answer = await session.fetch("memberships", people=sorted(people), places=sorted(places), **given)
    return replace(evidence, memberships=tuple(map(to_link, answer["links"] if answer else ())))


async def alert_matches(questions: CaseQuestions, supposition: Supposition = AS_RECORDED) -> tuple[AlertMatch, ...]:
    """What every alert pattern shows of a person at the view."""
    answer = await questions.ask(alerts_statement(), **supposition.parameters())
    if answer is None:
        return ()
    records = to_records(answer["records"])
    links = {link.id: link for link in map(to_any_link, answer["links"])}
    return tuple(
        AlertMatch(
            kind,
            records[subject_id],
            to_path(node_ids, link_ids, records, links),
            tuple(map(to_condition, terms)),
            None if agency is None else AgencyRole(agency),
            trait or "",
            tuple(_fulfilments(fulfilled_by, records, links)),
        )
        for kind, subject_id, node_ids, link_ids, terms, agency, trait, fulfilled_by in answer["alerts"]
    )


async def weak_links_around(session: ViewSession, ids: Iterable[str]) -> tuple[str, ...]:
    """The ids of weak relationships that could fulfil a condition of a path over these records (ids)."""
    answer = await session.fetch("weak_links_around", ids=sorted(ids))
    return tuple(answer["links"]) if answer else ()


def _evidence(questions: CaseQuestions, answers: Sequence[Mapping[str, Any]]) -> Evidence | None:
    """The evidence that the answers to all the findings statements are; the first says what there is about himself."""
    answer = answers[0]
    records = to_records(record for each in answers for record in each["records"])
    if questions.offender_id not in records:
        return None
    links: dict[str, Link] = {}
    for link in (to_any_link(values) for each in answers for values in each["links"]):
        # Where weak relationships are trusted, a partnership is there in two versions: by the weak one it would have to be.
        if link.weak or link.id not in links:
            links[link.id] = link
    return Evidence(
        person=records[questions.offender_id],
        as_of=questions.session.view.as_of,
        expected_until=questions.session.expected_until,
        profiles=tuple(map(Profile.from_values, answer["profiles"])),
        managements=tuple(answer["managements"]),
        conditions=tuple(map(to_condition, answer["conditions"])),
        matches=tuple(_match(row, records, links) for each in answers for row in each["exposures"]),
        memberships=(),
        possible_children=frozenset(child for each in answers for child in each["possible_children"]),
        own_children=frozenset(answer["own_children"]),
        partners=frozenset(answer["partners"]),
        former_partners=frozenset(answer["parted"]).difference(answer["partners"]),
    )


def to_condition(row: Mapping[str, Any]) -> Condition:
    """A condition of an order from the map that a statement returns."""
    kind = ConditionKind(row["kind"])
    order_kind = OrderKind(row["order_kind"]) if row["order_kind"] else None
    return Condition(**{**row, "kind": kind, "order_kind": order_kind})


def to_any_link(answer: Mapping[str, Any]) -> Link:
    """A link from a `link(r)` map, recorded or derived."""
    if answer["type"] in DERIVED_RELATIONSHIPS:
        return derived_link(answer["type"], answer["from_id"], answer["to_id"])
    return to_link(answer)


def to_path(
    node_ids: Sequence[str], link_ids: Sequence[str | None], records: Mapping[str, Record], links: Mapping[str, Link]
) -> Path:
    """A path from ids; a null link is the derived NEAR of the two places it stands between."""
    walked = tuple(
        derived_link("NEAR", node_ids[index], node_ids[index + 1]) if identifier is None else links[identifier]
        for index, identifier in enumerate(link_ids)
    )
    return Path(tuple(records[identifier] for identifier in node_ids), walked)


def _match(row: Sequence[Any], records: Mapping[str, Record], links: Mapping[str, Link]) -> PatternMatch:
    pattern_id, subject_id, protected, base, steps_down, node_ids, link_ids, *more = row
    supporting_links, opened_by, long_ended, fulfilled_by = more
    pattern = pattern_by_id()[pattern_id]
    is_class = protected in _CLASSES
    return PatternMatch(
        pattern=pattern,
        subject=Subject(records[subject_id], Serves(protected) if is_class else None),
        stands_as=StandsAs.CLASS if is_class else StandsAs(protected),
        path=to_path(node_ids, link_ids, records, links),
        base=base,
        steps_down=steps_down,
        opened_by=tuple(map(ProfileKind, opened_by)) or pattern.profiles,
        supporting_links=tuple(links[identifier] for identifier in supporting_links),
        long_ended=long_ended,
        fulfilled_by=tuple(_fulfilments((*supporting_links, *fulfilled_by), records, links)),
    )


def _fulfilments(link_ids: Iterable[str], records: Mapping[str, Record], links: Mapping[str, Link]) -> Iterator[Path]:
    """The relationships that fulfil a condition, each once, as paths: one by itself, or two by which two people meet in a place or
    an offence. None of or to what the viewer does not see.
    """
    waiting = [
        link
        for link in map(links.__getitem__, dict.fromkeys(link_ids))
        if link.from_id in records and link.to_id in records
    ]
    while waiting:
        one = waiting.pop(0)
        meeting = records[one.to_id]
        if waiting and meeting.kind is not Kind.PERSON and waiting[0].to_id == one.to_id:
            other = waiting.pop(0)
            yield Path((records[one.from_id], meeting, records[other.from_id]), (one, other))
        else:
            yield Path((records[one.from_id], meeting), (one,))
