"""Adding information by page: who is meant is found first, what it would change is shown, and then it is saved, once."""

import html
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from graph_service.audit.export import select
from graph_service.importing.importer import import_bundle
from graph_service.model.clock import today
from graph_service.security.identity import Role
from graph_service.settings import CaseAccess
from graph_service.store.graph import Graph
from tests.facts.worlds import write_recording
from tests.forms import SignedIn, form_of
from tests.site import Site, shown, site_over

PLACE = "/offenders/o/record"
CHECK = "See what it would change"
SOURCE = {
    "source": "new",
    "source-agency": "Kelderwick Police",
    "source-reference": "Log 7",
    "source-source_evaluation": "1",
    "source-intelligence_assessment": "A",
    "source-interest": "AGENCY",
}
STATE = """{ offender(id: "o") { potentialVictims { subject { ... on Person { id } } strength } }
  person(id: "o") { relationships(first: 50) { nodes { type role validFrom validTo detail source { reference } to { id } } } } }"""


@pytest_asyncio.fixture(loop_scope="session")
async def site(empty_store: Graph, tmp_path: Path) -> AsyncIterator[Site]:
    await import_bundle(empty_store, write_recording(tmp_path / "world"))
    async with site_over(empty_store, tmp_path / "home", Role.PLAN_AUTHOR, "officer") as one:
        yield one


@pytest.fixture
def officer(site: Site) -> SignedIn:
    return SignedIn.to(site, Role.PLAN_AUTHOR, "officer")


def _recorded(site: Site) -> list[tuple[str, str]]:
    """What was recorded by page so far: the field of the API that would have, and the record."""
    entries = [one for one in select(site.settings.home, begin=None, end=None) if one["action"] == "RECORD"]
    return [(one["fields"][0], one["asked"]["id"][0]) for one in entries if one["channel"] == "PAGE"]


async def _counts(graph: Graph) -> Any:
    return await graph.execute("MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN count(DISTINCT n) AS n, count(r) AS r")


async def _find(officer: SignedIn, page: httpx.Response, number: int, text: str) -> httpx.Response:
    """Press Find for one of the parties."""
    return await officer.send(page, f"Find {number}", {f"find-{number}": text})


async def test_an_officer_records_seen_with_a_woman_and_a_child(officer: SignedIn, site: Site, graph: Graph) -> None:
    menu = await officer.open(PLACE)
    assert "A contact, a visit or a sighting" in shown(menu)
    page = await officer.open(f"{PLACE}?what=contact")
    page = await officer.send(page, "Find 1", {**SOURCE, "find-1": "Pia Pyne", "relation": "CONTACTED:IN_PERSON"})
    said = shown(page)
    assert "Already on record and like “Pia Pyne”" in said
    assert "Pia Pine Person. Born 1 January 1985" in said
    page = await officer.send(page, "Somebody or something else as well", {"other-1": "p", "from": "2026-11-01"})
    page = await _find(officer, page, 2, "Kim Pine")
    assert form_of(page, CHECK).fields["other-1"] == "p", "What was chosen stays."
    before = await _counts(graph)
    page = await officer.send(page, CHECK, {"other-2": "k", "detail": "In the park & <laughing>"})
    assert page.status_code == 200, shown(page)
    said = shown(page)
    assert "Nothing is saved yet." in said
    assert "New source: Kelderwick Police: Log 7" in said
    assert "Kim Pine" in said and "What that would change today" in said
    assert "Newly at risk: Kim Pine" in said, said
    assert await _counts(graph) == before
    assert _recorded(site) == []
    answers = [await officer.send(page, "Save") for _ in range(2)]
    assert "Saved." in await officer.go_on(answers[0])
    assert answers[1].status_code == 303
    assert [field for field, _ in _recorded(site)] == ["sourceRecord", "relationshipRecord", "relationshipRecord"]
    body = (await site.ask(STATE)).json()["data"]
    contacts = [one for one in body["person"]["relationships"]["nodes"] if one["type"] == "CONTACTED"]
    assert {one["to"]["id"] for one in contacts} == {"p", "k"}
    assert {(one["role"], one["validFrom"], one["validTo"]) for one in contacts} == {
        ("IN_PERSON", "2026-11-01", "2026-11-02")
    }
    assert contacts[0]["source"] == {"reference": "Log 7"}
    assert contacts[0]["detail"] == "In the park & <laughing>"
    assert [one["subject"]["id"] for one in body["offender"]["potentialVictims"]] == ["k"]
    # Each line of the evidence leads to where it is corrected.
    ways = re.findall(r'href="(/offenders/o/record\?what=change[^"]*)"', (await officer.open("/offenders/o")).text)
    assert ways
    for way in dict.fromkeys(ways):
        assert "On record now:" in shown(await officer.open(html.unescape(way)))


async def test_whoever_looks_like_the_same_is_shown_before_somebody_new_is_made(officer: SignedIn, site: Site) -> None:
    page = await officer.open(f"{PLACE}?what=people")
    page = await officer.send(page, "Find 1", {**SOURCE, "find-1": "a woman", "relation": "PARTNER_OF:INTIMATE"})
    new = {"new-1-Person-given_names": "Pia", "new-1-Person-family_name": "Pine", "from_unknown": "yes"}
    page = await officer.send(page, CHECK, {"other-1": "new-Person", **new})
    assert page.status_code == 400
    assert "Somebody or something like that is on record. Choose it, or say once more that it is new." in shown(page)
    assert (
        form_of(page, CHECK).choices["other-1"] == ["p", "new-Person"] or "p" in form_of(page, CHECK).choices["other-1"]
    )
    page = await officer.send(page, CHECK)
    assert page.status_code == 200, shown(page)
    assert "New person: Pia Pine" in shown(page)
    assert (await officer.send(page, "Save")).status_code == 303
    assert [field for field, _ in _recorded(site)] == ["sourceRecord", "personRecord", "relationshipRecord"]


async def test_bad_input_is_told_cell_by_cell_and_kept(officer: SignedIn, site: Site) -> None:
    page = await officer.open(f"{PLACE}?what=contact")
    answer = await officer.send(
        page,
        CHECK,
        {"source": "new", "source-reported_on": "yesterday", "from": "32 May", "detail": "Kept", "until": "x"},
    )
    assert answer.status_code == 400
    said = shown(answer)
    for text in (
        "Agency: Write which agency reports it.",
        "How good is the source: Choose how good the source is.",
        "How does it know: Choose how the source knows.",
        "Whose word it rests on: Choose whose word it is",
        "Reported on: This is not a day.",
        "What: Choose what it is.",
        "Who or what: Write a name, an address or an identifier, and press Find.",
    ):
        assert text in said, (text, said)
    assert form_of(answer, CHECK).fields["detail"] == "Kept"
    page = await _find(officer, answer, 1, "Pia Pine")
    wrong = {**SOURCE, "source-reported_on": "", "relation": "CONTACTED:CALL", "other-1": "p"}
    answer = await officer.send(page, CHECK, {**wrong, "from": "32 May", "until": "x"})
    assert "When, or first on: This is not a day." in shown(answer)
    assert "Last on: This is not a day." in shown(answer)
    answer = await officer.send(answer, CHECK, {"from": "", "until": ""})
    assert "When, or first on: Give the day, or tick that it is not known." in shown(answer)
    answer = await officer.send(answer, CHECK, {"from": "2026-05-03", "until": "2026-05-01"})
    assert answer.status_code == 400
    assert "Last on:" in shown(answer)
    page = await officer.open(f"{PLACE}?what=home")
    page = await _find(officer, page, 1, "nowhere at all")
    new = {"other-1": "new-Address", "new-1-Address-lines": "9 New Road", "new-1-Address-postcode": "NOT ONE"}
    answer = await officer.send(page, CHECK, {**SOURCE, **new, "relation": "LIVES_AT:MAIN", "from_unknown": "yes"})
    assert "Postcode:" in shown(answer) and "a postcode, such as SW1A 1AA" in shown(answer)
    assert _recorded(site) == []


@pytest.mark.parametrize(
    ("change", "values", "field"),
    [
        ("ended", {"until": "2026-06-30"}, "relationshipEnd"),
        ("untrue", {"detail": "Mistaken for somebody else"}, "relationshipRefute"),
        ("otherwise", {"from": "2020-02-02", "detail": "Since February"}, "relationshipRecord"),
    ],
)
async def test_a_line_of_evidence_is_ended_refuted_or_corrected(
    change: str, values: dict[str, str], field: str, officer: SignedIn, site: Site
) -> None:
    assert "Pia Pine" in shown(await officer.open(f"{PLACE}?what=change&link=pa&at=p"))
    assert "p" in site.last_disclosed()
    record = await officer.open("/records/p")
    assert "/records/p/record?what=change&amp;link=pa&amp;at=p" in record.text
    page = await officer.open("/records/p/record?what=change&link=pa&at=p")
    assert "On record now: Pia Pine" in shown(page)
    wrong = await officer.send(page, CHECK)
    assert "What has changed: Choose what has changed." in shown(wrong)
    page = await officer.send(page, CHECK, {**SOURCE, "change": change, **values})
    assert page.status_code == 200, shown(page)
    answers = [await officer.send(page, "Save") for _ in range(2)]
    assert [one.status_code for one in answers] == [303, 303]
    assert [one for one, _ in _recorded(site)] == ["sourceRecord", field]
    if change == "untrue":
        assert (await officer.open("/records/p/record?what=change&link=pa&at=p")).status_code == 404


async def test_what_somebody_has_changed_meanwhile_is_not_overwritten(officer: SignedIn, site: Site) -> None:
    page = await officer.open("/records/p/record?what=change&link=pa&at=p")
    page = await officer.send(page, CHECK, {**SOURCE, "change": "ended", "until": "2026-06-30"})
    end = 'mutation { relationshipEnd(input: {id: "pa", validTo: "2026-01-01"}) { userErrors { code } } }'
    assert (await site.ask(end)).json()["data"]["relationshipEnd"]["userErrors"] == []
    answer = await officer.send(page, "Save")
    assert answer.status_code == 400
    assert "Somebody has changed this since" in shown(answer)
    assert _recorded(site) == []


async def test_an_order_with_a_condition_and_an_enquiry(officer: SignedIn, site: Site) -> None:
    page = await officer.open(f"{PLACE}?what=order")
    answer = await officer.send(
        page, CHECK, {"from": "", "condition": "NO_CONTACT", "age_limit": "old", "radius_m": "far"}
    )
    said = shown(answer)
    assert "Order: Choose what it is." in said and "Of children under the age of:" in said
    assert "Within how many metres of it:" in said
    page = await _find(officer, answer, 1, "Pia Pine")
    page = await officer.send(
        page, CHECK, {"kind": "SHPO", "other-1": "p", "from": "2026-01-01", "age_limit": "", "radius_m": ""}
    )
    assert "Sexual harm prevention order" in shown(page) and "Pia Pine" in shown(page)
    assert (await officer.send(page, "Save")).status_code == 303
    assert "No contact (Pia Pine)" in await site.words("/offenders/o")
    page = await officer.open(f"{PLACE}?what=enquiry")
    day = today().isoformat()
    page = await officer.send(page, CHECK, {**SOURCE, "agency_role": "HEALTH", "requested_on": day})
    assert "Enquiry: Health, asked on" in shown(page)
    assert (await officer.send(page, "Save")).status_code == 303
    assert "Health, asked on" in await site.words("/offenders/o")


async def test_nothing_is_lost_when_the_session_has_ended(officer: SignedIn) -> None:
    page = await officer.open(f"{PLACE}?what=contact")
    session, officer.session = officer.session, "ended"
    answer = await officer.send(page, CHECK, {**SOURCE, "detail": "Kept & <sent>", "find-1": "Pia"})
    assert answer.status_code == 401
    officer.session = session
    filled = await officer.send(answer, "Back to the form")
    assert filled.status_code == 200
    fields = form_of(filled, CHECK).fields
    assert (fields["detail"], fields["source-agency"]) == ("Kept & <sent>", "Kelderwick Police")


async def test_who_may_not_record_sees_no_way_to(site: Site) -> None:
    reader = SignedIn.to(site, Role.PANEL_MEMBER, "reader")
    for place in ("/offenders/o", "/records/p"):
        assert "/record?" not in (await reader.open(place)).text
    for place in (PLACE, f"{PLACE}?what=contact", "/records/p/record"):
        assert (await reader.open(place)).status_code == 403


async def test_what_a_viewer_does_not_see_is_neither_found_nor_changed(officer: SignedIn) -> None:
    page = await officer.open(f"{PLACE}?what=contact")
    page = await _find(officer, page, 1, "Hidden")
    assert "Nobody and nothing like “Hidden” is on record" in shown(page)
    values = {**SOURCE, "relation": "CONTACTED:CALL", "from_unknown": "yes"}
    answer = await officer.send(page, CHECK, {**values, "other-1": "hidden"})
    assert answer.status_code == 400
    source = await officer.send(page, CHECK, {**values, "source": "secret", "other-1": "new-Person"})
    assert source.status_code == 400
    # A source is new, and what it says is refused: neither is recorded.
    assert _recorded(officer.site) == []
    for link in ("nothing", "pk"):
        assert (await officer.open(f"{PLACE}?what=change&link={link}&at=hidden")).status_code == 404


async def test_who_reads_records_through_cases_alone_meets_what_lies_around_them(
    graph: Graph, site: Site, tmp_path: Path
) -> None:
    async with site_over(
        graph, tmp_path / "members", Role.PLAN_AUTHOR, "officer", case_access=CaseAccess.MEMBERS
    ) as closed:
        officer = SignedIn.to(closed, Role.PLAN_AUTHOR, "officer", frozenset({"o"}))
        page = await officer.open(f"{PLACE}?what=contact")
        page = await _find(officer, page, 1, "Pia Pine")
        assert "Nobody and nothing like “Pia Pine” is on record" in shown(page)
        values = {**SOURCE, "relation": "CONTACTED:CALL", "from_unknown": "yes", "other-1": "p"}
        answer = await officer.send(page, CHECK, values)
        assert answer.status_code == 400
        assert "1985" not in answer.text
        assert (await officer.open(f"{PLACE}?what=change&link=pa&at=p")).status_code == 404
        for id_ in ("p", "nobody"):
            # Before a purpose is given, too: whether a record is there is not told.
            for purpose in (True, False):
                assert (await officer.open(f"/records/{id_}/record", purpose=purpose)).status_code == 403
        assert (await officer.open("/offenders/p/record")).status_code == 404
        new = {"other-1": "new-Person", "new-1-Person-given_names": "Nell", "new-1-Person-family_name": "New"}
        page = await officer.send(page, CHECK, values | new)
        assert page.status_code == 200, shown(page)
        assert (await officer.send(page, "Save")).status_code == 303
        assert [field for field, _ in _recorded(closed)] == ["sourceRecord", "personRecord", "relationshipRecord"]


@pytest.mark.parametrize(
    ("place", "values", "told"),
    [
        ("what=contact", {"relation": "SEEN_AT", "other-1": "p"}, "What you chose under “What” needs an Address here."),
        ("what=contact", {"relation": "CONTACTED:CALL", "other-1": "o"}, "This is the one that it is about."),
        ("what=contact", {"relation": "LIVES_AT:MAIN", "other-1": "p"}, "What: Choose what it is."),
        (
            "what=contact",
            {"relation": "CONTACTED:CALL", "until": "2020-01-01"},
            "Last on: The last day lies before the first.",
        ),
        ("what=contact", {"assertion": "MAYBE"}, "Fact or opinion: Choose one of these."),
        ("what=contact", {"source-interest": "ME"}, "Whose word it rests on: Choose whose word it is"),
        ("what=contact", {"source-handling": "C"}, "How it may be used: Choose how it may be used."),
        ("what=contact", {"source": "s1"}, "Who says so: Choose a source, or a new one."),
        ("what=enquiry", {"agency_role": "", "requested_on": ""}, "Whom was asked: Choose which agency."),
        ("what=enquiry", {"requested_on": "soon"}, "Asked on: This is not a day."),
        (
            "what=enquiry",
            {"agency_role": "HEALTH", "requested_on": "2026-05-02", "answered_on": "2026-05-01"},
            "Answered on: The last day lies before the first.",
        ),
        ("what=order", {"kind": "SHPO", "until": "never"}, "In force until, the last day: This is not a day."),
        ("what=order", {"kind": "SHPO", "from": ""}, "In force from: Give the day, or tick that it is not known."),
    ],
)
async def test_what_is_wrong_is_said_as_a_reader_puts_it(
    place: str, values: dict[str, str], told: str, officer: SignedIn, site: Site
) -> None:
    page = await officer.open(f"{PLACE}?{place}")
    page = await _find(officer, page, 1, "Pia Pine")
    answer = await officer.send(page, CHECK, {**SOURCE, "from": "2026-05-03", "other-1": "p", **values})
    assert answer.status_code == 400
    assert told in shown(answer)
    assert _recorded(site) == []


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"change": "ended", "until": "no"}, "The last day: This is not a day."),
        ({"change": "ended"}, "The last day: Give the last day on which it was so."),
        ({"change": "untrue"}, "Say why it is untrue."),
        ({"change": "otherwise", "from": "2026-02-02", "until": "2026-02-01"}, "The last day lies before the first."),
        ({"change": "otherwise", "detail": "x" * 10_001}, "at most 10,000 characters"),
        ({"change": "gone"}, "What has changed: Choose what has changed."),
    ],
)
async def test_what_is_wrong_with_a_change(values: dict[str, str], told: str, officer: SignedIn, site: Site) -> None:
    page = await officer.open("/records/p/record?what=change&link=pa&at=p")
    answer = await officer.send(page, CHECK, {**SOURCE, **values})
    assert answer.status_code == 400
    assert told in shown(answer)
    assert _recorded(site) == []
