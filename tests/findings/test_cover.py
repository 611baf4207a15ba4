"""The minimum cover against every choice of recipients there is, and its tie-breaks one by one."""

from collections.abc import Mapping
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from graph_service.findings.cover import minimum_cover
from graph_service.model.findings import Candidate, Exposure, Finding, Office, PatternInfo, Placing, Subject
from graph_service.model.records import Path, Record
from graph_service.model.vocabulary import Channel, Kind, RecipientRole, Standing, Strength, Timing

CLEAR, ASSESS, BLOCKED = Standing.CLEAR, Standing.ASSESS, Standing.BLOCKED
Told = tuple[str, Standing, Channel, Mapping[str, int]]
"""A recipient's id, standing and channel, and his place for each of the subjects he would protect; in person below 10."""
IN_PERSON = 10


def finding(identity: str, strength: Strength = Strength.STRONG, suppressed_by: str | None = None) -> Finding:
    person = Record(Kind.PERSON, identity)
    exposure = Exposure(
        pattern=PatternInfo("pattern", 1, "", "", ""),
        path=Path((person,), ()),
        strength=strength,
        timing=Timing.CURRENT,
        summary="",
        suppressed_by=suppressed_by,
    )
    return Finding(Subject(person), strength, (), (exposure,))


def candidate(told: Told, findings: dict[str, Finding], recipient: Record | Office | None = None) -> Candidate:
    identity, standing, channel, subjects = told
    return Candidate(
        recipient=recipient or Record(Kind.PERSON, identity),
        role=RecipientRole.PARENT,
        also_as=(),
        channel=channel,
        standing=standing,
        gateways=(),
        protects=tuple(findings[subject] for subject in sorted(subjects)),
        placings={
            subject: Placing(RecipientRole.PARENT, place, in_person=place < IN_PERSON)
            for subject, place in subjects.items()
        },
        conflicts=(),
        summary="",
    )


def cover(tolds: list[Told], findings: dict[str, Finding]) -> tuple[list[str], list[str]]:
    """The ids of those to be told, and of those nobody can protect, each in the order given."""
    answer = minimum_cover(tuple(findings.values()), [candidate(told, findings) for told in tolds])
    told = [chosen.recipient.id for chosen in answer.recipients if isinstance(chosen.recipient, Record)]
    return told, [left.subject.record.id for left in answer.uncovered]


def clear(
    identity: str, subjects: str, standing: Standing = CLEAR, channel: Channel = Channel.DISCLOSURE, place: int = 0
) -> Told:
    return identity, standing, channel, dict.fromkeys(subjects, place)


FINDINGS = {name: finding(name) for name in "abcdef"}


def some(names: str) -> dict[str, Finding]:
    return {name: FINDINGS[name] for name in names}


@st.composite
def instances(draw: st.DrawFn) -> tuple[list[Told], dict[str, Finding]]:
    strengths = draw(st.lists(st.sampled_from(Strength), min_size=1, max_size=6))
    findings = {
        name: finding(name, strength, draw(st.sampled_from((None, None, None, "other"))))
        for name, strength in zip("abcdef", strengths, strict=False)
    }
    identities = draw(st.permutations(["r10", "r2", "r3", "s", "t", "u", "v"]))
    tolds: list[Told] = [
        (
            identity,
            draw(st.sampled_from((CLEAR, CLEAR, ASSESS, ASSESS, BLOCKED))),
            draw(st.sampled_from((Channel.DISCLOSURE, Channel.DISCLOSURE, Channel.SHARING))),
            draw(
                st.dictionaries(
                    st.sampled_from(sorted(findings)), st.sampled_from((0, 1, IN_PERSON, 11)), min_size=1, max_size=4
                )
            ),
        )
        for identity in identities[: draw(st.integers(0, 7))]
    ]
    return tolds, findings


def best_of_all(tolds: list[Told], findings: dict[str, Finding]) -> tuple[list[str], list[str]]:
    """What rules 4 ask for, by trying every set of recipients."""
    wanted = {
        name
        for name, one in findings.items()
        if any(e.suppressed_by is None and e.strength in (Strength.STRONG, Strength.MODERATE) for e in one.exposures)
    }
    able = [told for told in tolds if told[1] is not BLOCKED and told[2] is Channel.DISCLOSURE]

    def protected(chosen: tuple[Told, ...]) -> set[str]:
        return wanted & {subject for told in chosen for subject in told[3]}

    def value(chosen: tuple[Told, ...]) -> tuple[int, int, int, int, list[int], list[str]]:
        to_assess = sum(told[1] is ASSESS for told in chosen)
        places = [
            min((place for subject, place in told[3].items() if subject in wanted), default=99) for told in chosen
        ]
        from_afar = sum(place >= IN_PERSON for place in places)
        ids = sorted(told[0] for told in chosen)
        return -len(protected(chosen)), len(chosen), from_afar, to_assess, sorted(places), ids

    best = min((chosen for size in range(len(able) + 1) for chosen in combinations(able, size)), key=value)
    return sorted(told[0] for told in best), [name for name in findings if name in wanted - protected(best)]


@given(instances())
def test_no_choice_is_better(instance: tuple[list[Told], dict[str, Finding]]) -> None:
    assert cover(*instance) == best_of_all(*instance)


def test_two_who_protect_all_come_before_three_of_whom_one_protects_most() -> None:
    tolds = [clear("greedy", "abde"), clear("left", "abc"), clear("right", "def")]
    assert cover(tolds, some("abcdef")) == (["left", "right"], [])


def test_most_protected_comes_before_fewest() -> None:
    assert cover([clear("most", "abc"), clear("last", "d")], some("abcd")) == (["last", "most"], [])


def test_fewest_come_before_fewest_to_assess() -> None:
    assert cover([clear("x", "a"), clear("y", "b"), clear("z", "ab", ASSESS)], some("ab")) == (["z"], [])


def test_fewest_to_assess_come_before_smallest_ids() -> None:
    assert cover([clear("a1", "a", ASSESS), clear("z9", "a")], some("a")) == (["z9"], [])


def test_fewest_who_do_not_protect_in_person_come_before_fewest_to_assess() -> None:
    assert cover([clear("a1", "a", place=IN_PERSON), clear("z9", "a", ASSESS)], some("a")) == (["z9"], [])


def test_one_place_in_person_is_enough() -> None:
    both = ("z9", ASSESS, Channel.DISCLOSURE, {"a": 0, "b": IN_PERSON})
    assert cover([clear("a1", "ab", place=IN_PERSON), both], some("ab")) == (["z9"], [])


def test_the_best_placed_come_before_smallest_ids() -> None:
    assert cover([clear("a1", "a", place=1), clear("z9", "a")], some("a")) == (["z9"], [])


def test_places_are_compared_one_by_one_from_the_best() -> None:
    tolds = [
        clear("a1", "ab", place=2),
        clear("a2", "c", place=2),
        clear("z8", "a", place=1),
        clear("z9", "bc", place=3),
    ]
    assert cover(tolds, some("abc")) == (["z8", "z9"], [])


def test_fewest_to_assess_come_before_the_best_placed() -> None:
    assert cover([clear("a1", "a", ASSESS), clear("z9", "a", place=1)], some("a")) == (["z9"], [])


def test_smallest_ids_are_the_last_word_and_compared_as_text() -> None:
    assert cover([clear("r2", "a"), clear("r10", "a")], some("a")) == (["r10"], [])


def test_blocked_recipients_agencies_and_offices_protect_nobody_here() -> None:
    tolds = [clear("blocked", "a", BLOCKED), clear("agency", "b", channel=Channel.SHARING), clear("clear", "c")]
    assert cover(tolds, some("abc")) == (["clear"], ["a", "b"])
    office = candidate(clear("office", "a"), FINDINGS, Office("Children's services"))
    answer = minimum_cover([FINDINGS["a"]], [office])
    assert (answer.recipients, answer.uncovered) == ((), (FINDINGS["a"],))


def test_weak_and_suppressed_findings_ask_for_nobody() -> None:
    findings = {
        "a": finding("a", Strength.WEAK),
        "b": finding("b", Strength.CONTEXT),
        "c": finding("c", suppressed_by="x"),
    }
    assert cover([clear("r", "abc")], findings) == ([], [])


def test_nobody_to_protect_and_nobody_to_tell() -> None:
    assert cover([], {}) == ([], [])
