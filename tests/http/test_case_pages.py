"""The case page and the list of whom to tell over a real store: what they say, seal, hide, and whom their entries name."""

import html
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from graph_service.importing.importer import import_bundle
from graph_service.security.identity import Role
from graph_service.store.graph import Graph
from tests.papers.reading import Docx
from tests.site import Site, shown, site_over
from tests.worlds import Cell, link, person, write_bundle

DAY = "?asOf=2026-06-01"
LIST = "/disclosure-candidates"


def _asked(id_: str, about: str, agency: str, requested_on: str, **cells: Cell) -> dict[str, Cell]:
    """An enquiry for Olaf."""
    return {
        "id": id_,
        "offender_id": "o",
        "about_id": about,
        "agency_role": agency,
        "requested_on": requested_on,
        **cells,
    }


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def world(module_store: Graph, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """Olaf, whose partner Petra has a child; Vera, his victim, near his home; Kim, a child of whom a source of handling C tells.

    Olaf has been convicted. Of a charge the service learns late; a suspicion and a profile are from that source, too; another
    profile rests on a rumour. Ned is not managed any more, and Dead has died: the children of their partners would be found
    otherwise.
    """
    home: dict[str, Cell] = {"kind": "DWELLING", "town": "Farley", "latitude": 54.0, "longitude": -1.0}
    await import_bundle(
        module_store,
        write_bundle(
            tmp_path_factory.mktemp("cases"),
            sources=[
                {
                    "id": "secret",
                    "agency": "Farley Police",
                    "kind": "REPORT",
                    "reference": "The neighbour's word",
                    "reported_on": "2026-05-20",
                    "source_evaluation": 1,
                    "intelligence_assessment": "B",
                    "handling": "C",
                    "handling_note": "Ask the bureau first.",
                },
                {
                    "id": "file",
                    "agency": "Farley Police",
                    "kind": "CASE_FILE",
                    "reference": "Management file",
                    "reported_on": "2026-01-05",
                    "source_evaluation": 2,
                    "intelligence_assessment": "B",
                    "handling": "P",
                },
                {
                    "id": "rumour",
                    "agency": "Farley Police",
                    "kind": "REPORT",
                    "reference": "A rumour",
                    "source_evaluation": 3,
                    "intelligence_assessment": "D",
                    "handling": "P",
                },
            ],
            people=[
                person("o", given_names="Olaf", family_name="Vane"),
                person("p", given_names="Petra", family_name="Lund"),
                person("c", given_names="Cora", family_name="Lund", date_of_birth="2018-03-01"),
                person("gone", given_names="Gus", family_name="Lund", date_of_birth="2007-03-01"),
                person("v", given_names="Vera", family_name="Quill"),
                person("k", given_names="Kim", family_name="Dale", date_of_birth="2014-03-01"),
                person("ned", given_names="Ned", family_name="Fox"),
                person("np", given_names="Nia", family_name="Fox"),
                person("nc", given_names="Noel", family_name="Fox", date_of_birth="2018-03-01"),
                person("dead", given_names="Dead", family_name="Man", deceased_on="2026-05-01"),
                person(
                    "hid",
                    given_names="Hilda",
                    family_name="Lund",
                    date_of_birth="2017-03-01",
                    source_id="secret",
                ),
                person("quiet", given_names="Quin", family_name="Still"),
            ],
            offenders=[
                {"person_id": "o", "category": 1, "level": 2, "managed_from": "2020-01-01"},
                {
                    "person_id": "ned",
                    "category": 1,
                    "level": 1,
                    "managed_from": "2020-01-01",
                    "managed_to": "2025-01-01",
                },
                {"person_id": "dead", "category": 1, "level": 1, "managed_from": "2020-01-01"},
                {"person_id": "quiet", "category": 2, "level": 1, "managed_from": "2020-01-01"},
            ],
            profiles=[
                *({"person_id": who, "profile": "CHILD_SEXUAL"} for who in ("ned", "dead")),
                {
                    "person_id": "o",
                    "profile": "CHILD_SEXUAL",
                    "preferred_sex": "F",
                    "preferred_age_to": 12,
                    "valid_from": "2015-01-01",
                    "source_id": "file",
                },
                {"person_id": "o", "profile": "EXPLOITATION", "valid_from": "2016-01-01", "source_id": "secret"},
                {"person_id": "o", "profile": "DOMESTIC_ABUSE", "source_id": "rumour"},
            ],
            assessments=[
                {
                    "person_id": "o",
                    "tool": "ARMS",
                    "assessed_on": "2026-03-01",
                    "group": "CHILDREN",
                    "level": "VERY_HIGH",
                    "assessor": "Farley Police",
                }
            ],
            offences=[
                {"id": "off", "title": "Assault", "kind": "GENERAL_VIOLENCE", "committed_from": "2014-05-01"},
                {"id": "late", "title": "Affray"},
                {"id": "hush", "title": "Fraud", "kind": "OTHER"},
            ],
            addresses=[
                {"id": "safe", "lines": "7 Quiet Haven", "postcode": "ZZ2 2ZZ", **home},
                {"id": "his", "lines": "1 Open Road", "postcode": "ZZ1 1ZZ", **home, "latitude": 54.001},
            ],
            enquiries=[
                _asked("e1", "his", "CHILDRENS_SERVICES", "2026-05-01", answered_on="2026-05-09", result="CONCERNS")
                | {"detail": "Two visits <in> March.", "source_id": "file"},
                _asked("e2", "his", "POLICE", "2026-05-20", answered_on="2026-06-02", result="NOTHING_KNOWN")
                | {"detail": "Only later."},
                _asked("e3", "p", "HEALTH", "2026-05-21"),
                _asked("e4", "his", "PROBATION", "2026-06-02"),
                _asked("e5", "his", "HOUSING_AUTHORITY", "2026-04-01", answered_on="2026-04-02")
                | {"detail": "Hushed words.", "source_id": "secret"},
                _asked("e6", "hid", "EDUCATION_AUTHORITY", "2026-04-03", answered_on="2026-04-04")
                | {"detail": "The hidden one."},
                _asked("e7", "safe", "JOBCENTRE", "2026-04-05", answered_on="2026-04-06")
                | {"detail": "At 7 Quiet Haven."},
            ],
            orders=[{"id": "order", "person_id": "o", "kind": "RESTRAINING", "valid_from": "2020-01-01"}],
            conditions=[
                {
                    "id": "away",
                    "order_id": "order",
                    "kind": "EXCLUDED_PLACE",
                    "subject_id": "safe",
                    "text": "Not to go to 7 Quiet Haven.",
                },
                {"id": "silent", "order_id": "order", "kind": "NO_CONTACT", "subject_id": "v", "text": ""},
            ],
            disclosures=[
                {
                    "id": "d",
                    "offender_id": "o",
                    "recipient_id": "p",
                    "role": "PARTNER",
                    "decision": "DEFERRED",
                    "decided_on": "2026-02-01",
                    "decided_by": "Panel chair",
                    "reasons": "Not before the visit.",
                    "review_on": "2026-05-01",
                    "protects": ["c", "gone"],
                }
            ],
            relationships=[
                link("PARTNER_OF", "o", "p", role="INTIMATE", valid_from="2025-01-01", source_id="file"),
                link("PARENT_OF", "p", "c", role="BIRTH", valid_from="2018-03-01"),
                link("INVOLVED_IN", "o", "off", role="CONVICTED", valid_from="2015-01-01"),
                link("INVOLVED_IN", "o", "off", role="CHARGED", valid_from="2014-06-01", valid_to="2015-01-01"),
                link(
                    "INVOLVED_IN",
                    "o",
                    "late",
                    role="CHARGED",
                    valid_from="2026-05-10",
                    recorded_at="2026-05-25T09:00:00Z",
                    source_id="file",
                ),
                link("PARENT_OF", "p", "hid", valid_from="2017-03-01"),
                link("INVOLVED_IN", "o", "hush", role="SUSPECTED", valid_from="2026-01-01", source_id="secret"),
                link("VICTIM_OF", "v", "off", valid_from="2015-01-01"),
                link("LIVES_AT", "v", "safe", role="MAIN", valid_from="2016-01-01"),
                link("LIVES_AT", "o", "his", role="MAIN", valid_from="2016-01-01"),
                link("MINDS", "o", "k", role="ACTUAL", valid_from="2026-05-01", source_id="secret"),
                link("PARTNER_OF", "ned", "np", role="INTIMATE", valid_from="2025-01-01"),
                link("PARTNER_OF", "dead", "np", role="INTIMATE", valid_from="2025-01-01"),
                link("PARENT_OF", "np", "nc", role="BIRTH", valid_from="2018-03-01"),
            ],
        ),
    )
    return module_store


@pytest_asyncio.fixture(loop_scope="session")
async def site(world: Graph, tmp_path: Path) -> AsyncIterator[Site]:
    async with site_over(world, tmp_path, Role.PANEL_MEMBER) as site:
        yield site


async def test_the_case_page_says_who_why_how_strong_and_on_whose_word(site: Site) -> None:
    words = await site.words(f"/offenders/o{DAY}")
    assert "Who is at risk" in words and "Cora Lund, age 8" in words
    assert "Olaf Vane has been Petra Lund's partner" in words
    assert "What holds it down is step 1: graded 2B." in words
    assert (
        "Source: Farley Police: Management file, case file, reported 5 January 2026; recorded 1 January 2000" in words
    )
    assert "Restraining order, from 1 January 2020 without an end date" in words
    assert "No contact (Vera Quill)" in words
    assert site.last_disclosed() == {"o", "p", "c", "v", "gone"}


async def test_the_case_page_says_what_he_has_done_on_whose_word_and_never_makes_a_charge_a_conviction(
    site: Site,
) -> None:
    words = await site.words(f"/offenders/o{DAY}")
    brief = "Offending on record child sexual offending; 1 offence with a conviction or caution Profile"
    _, found, offending = words.partition(brief)
    assert found, "What is folded is said in brief."
    offending = offending.partition("Orders and conditions in force")[0]
    assert (
        "Child sexual offending , recorded as preferring girls aged up to 12 – since 1 January 2015; graded 2B (untested source, "
        "known indirectly but corroborated) Source: Farley Police: Management file" in offending
    )
    assert "Domestic abuse – since when is not recorded; graded 3D" in offending
    assert "too weak to rely on: it opens no pattern Source: Farley Police: A rumour" in offending
    assert (
        "Assault – general violence, committed on 1 May 2014 Convicted on 1 January 2015 – graded 1A Source: no source is named; "
        "recorded 1 January 2000 Charged on 1 June 2014, until 31 December 2014" in offending
    )
    affray = offending[offending.index("Affray") :]
    assert "Affray – kind not recorded, date of the offence not recorded Charged on 10 May 2026" in affray
    assert "No conviction and no caution for it is recorded." in affray
    assert offending.index("Assault") < offending.index("Affray"), "Guilt that was found stands first."
    assert "Children: very high risk of serious harm (ARMS, 1 March 2026 by Farley Police)" in offending


@pytest.mark.parametrize(
    ("view", "there", "not_there"),
    [
        ("?asOf=2026-06-01&knownAt=2026-05-20T09:00:00Z", "Assault – general", "Affray"),
        ("?asOf=2026-05-09", "Assault – general", "Affray"),
        ("?asOf=2014-07-01", "Charged on 1 June 2014", "Convicted"),
        ("?asOf=2014-07-01", "Domestic abuse", "Child sexual offending"),
        ("?asOf=2026-02-28", "Assault – general", "risk of serious harm"),
    ],
)
async def test_what_he_has_done_follows_both_clocks(view: str, there: str, not_there: str, site: Site) -> None:
    words = await site.words(f"/offenders/o{view}")
    assert there in words and not_there not in words


async def test_what_a_source_of_handling_c_says_of_his_offending_is_for_the_cleared_alone(site: Site) -> None:
    cleared = await site.words(f"/offenders/o{DAY}", cleared=True)
    assert "Exploitation – since 1 January 2016" in cleared and "Fraud – other offending" in cleared
    for said in ("Exploitation", "Fraud"):
        part = cleared[cleared.index(f"{said} –") :][:400]
        assert "Handling C: Ask the bureau first." in part
    assert not re.search("Exploitation|Fraud", await site.words(f"/offenders/o{DAY}"))


def _enquiries(words: str) -> str:
    return words.rpartition("Enquiries to agencies (")[2].partition(") ")[2].partition("What the words mean")[0]


async def test_the_case_page_says_whom_it_was_asked_about_what_and_what_was_answered(site: Site) -> None:
    said = _enquiries(await site.words(f"/offenders/o{DAY}"))
    assert (
        "Children's services, asked on 1 May 2026 about 1 Open Road, Farley, ZZ1 1ZZ – graded 2B (untested source, known "
        "indirectly but corroborated) Answered on 9 May 2026: there are concerns. “Two visits <in> March.” "
        "Source: Farley Police: Management file"
    ) in said
    assert "Health, asked on 21 May 2026 about Petra Lund – graded 1A" in said
    assert said.count("Not answered by 1 June 2026.") == 2
    assert re.search("Police, asked on 20 May 2026 about 1 Open Road[^.]*Not answered", said)
    assert not re.search("Only later|nothing is known|Probation", said), (
        "What comes after the day of the view is not told."
    )
    assert said.index("Health") < said.index("Police,") < said.index("Children's services")
    later = _enquiries(await site.words("/offenders/o?asOf=2026-06-02"))
    assert "Answered on 2 June 2026: nothing is known. “Only later.”" in later and "Probation, asked" in later
    quiet = _enquiries(await site.words(f"/offenders/quiet{DAY}"))
    assert quiet.strip() == "None is recorded in this view."


async def test_an_enquiry_tells_nothing_of_what_the_viewer_may_not_see(site: Site) -> None:
    response = await site.get(f"/offenders/o{DAY}")
    page = html.unescape(response.text)
    assert not re.search("Housing authority, asked|Hushed|Local education|The hidden one|Quiet Haven", page)
    assert "Enquiries to agencies (4)" in shown(response)
    assert "Jobcentre Plus, asked on 5 April 2026 about Sealed address" in page
    cleared = _enquiries(await site.words(f"/offenders/o{DAY}", cleared=True))
    assert "Housing authority, asked" in cleared and "“Hushed words.”" in cleared
    assert "Handling C: Ask the bureau first." in cleared
    assert (
        "Local education authority, asked on 3 April 2026 about Hilda Lund" in cleared
        and "“The hidden one.”" in cleared
    )
    assert "hid" in site.last_disclosed()
    analyst = _enquiries(await site.words(f"/offenders/o{DAY}", Role.ANALYST))
    assert "about 7 Quiet Haven" in analyst and "“At 7 Quiet Haven.”" in analyst


async def test_a_page_without_a_record_of_offending_says_so(site: Site) -> None:
    words = await site.words(f"/offenders/quiet{DAY}")
    assert "Profile None is recorded in this view." in words and "Offences None is recorded in this view." in words


@pytest.mark.parametrize("path", ["", LIST, "/network", "/family"])
async def test_a_window_title_names_the_record_and_nobody(path: str, site: Site) -> None:
    response = await site.get(f"/offenders/o{path}{DAY}")
    found = re.search("<title>(.*)</title>", response.text)
    assert found is not None and found[1].lower().endswith("case o – official-sensitive")
    assert not re.search("Olaf|Vane", found[1])


@pytest.mark.parametrize("path", ["", LIST])
async def test_a_decision_whose_evidence_changed_and_whose_review_is_due_says_so(path: str, site: Site) -> None:
    words = await site.words(f"/offenders/o{path}{DAY}")
    assert "Not yet" in words and "Not before the visit." in words
    assert "The evidence has changed since: decide again." in words
    assert "Review on 1 May 2026 – the review is due" in words
    assert "To protect: Cora Lund and Gus Lund." in words


@pytest.mark.parametrize("path", ["", LIST])
@pytest.mark.parametrize("role", [Role.PANEL_MEMBER, Role.PLAN_AUTHOR])
async def test_a_victims_address_is_sealed_and_nothing_of_it_is_in_the_page(path: str, role: Role, site: Site) -> None:
    response = await site.get(f"/offenders/o{path}{DAY}", role)
    assert "Vera Quill" in response.text and "sealed address" in response.text.casefold()
    assert not re.search(r"Quiet Haven|ZZ2|54\.0|/safe|“safe|safe[.\"]", response.text)


async def test_an_analyst_sees_a_victims_address(site: Site) -> None:
    words = await site.words(f"/offenders/o{DAY}", Role.ANALYST)
    assert "Not to go to 7 Quiet Haven. (7 Quiet Haven, Farley, ZZ2 2ZZ)" in words
    assert "sealed address" not in words.casefold()


@pytest.mark.parametrize("path", ["", LIST])
@pytest.mark.parametrize("role", [Role.PANEL_MEMBER, Role.ANALYST])
async def test_what_rests_on_handling_c_is_there_for_the_cleared_alone_and_says_so(
    path: str, role: Role, site: Site
) -> None:
    cleared = await site.words(f"/offenders/o{path}{DAY}", role, cleared=True)
    assert "Kim Dale" in cleared
    assert "k" in site.last_disclosed()
    if not path:
        assert "Handling C: Ask the bureau first." in cleared
    uncleared = await site.get(f"/offenders/o{path}{DAY}", role)
    assert not re.search("Kim Dale|neighbour's word|Ask the bureau", html.unescape(uncleared.text))
    assert "k" not in site.last_disclosed()


async def test_conditions_of_a_persons_own_record_are_told_wherever_that_person_is_shown(site: Site) -> None:
    note = "Handling C: Ask the bureau first."
    page = (await site.get(f"/offenders/o{DAY}", cleared=True)).text
    findings = page.split("<article")[1:]
    handled = [one.partition("</h3>")[0] for one in findings if f'<p class="handling">{note}</p>' in one]
    assert len(handled) == 1 and "Hilda Lund, age 9" in re.sub(r"<[^>]+>", "", handled[0])
    (row,) = [row for row in page.split("<tr>") if 'scope="row"' in row and "Hilda Lund, age 9" in row]
    assert note in row, "Its conditions stand in the first table, too: what they are said at is folded."
    assert f"Hilda Lund: {note}" in await site.words(f"/offenders/o{LIST}{DAY}", cleared=True)
    for path in ("/network", "/family"):
        picture = await site.get(f"/offenders/o{path}{DAY}", cleared=True)
        rows = [re.sub(r"</?a\b[^>]*>", "", row) for row in picture.text.split("<tr>")]
        (row,) = [row for row in rows if '<th scope="row">Hilda Lund</th>' in row]
        assert f'<span class="handling">{note}</span>' in row
        still = await site.words(f"/offenders/o{path}.svg{DAY}", cleared=True)
        assert re.search(f"{note} This applies to: [^.]*Hilda Lund", still)
    exported = (await site.get(f"/offenders/o/network.json{DAY}", Role.ANALYST, cleared=True)).json()["nodes"]
    conditions = {node["id"]: node.get("handlingConditions") for node in exported}
    assert (conditions["hid"], conditions["p"]) == (note, None)
    pack = await site.get(f"/offenders/o{LIST}.docx{DAY}", cleared=True)
    assert f"Hilda Lund: {note}" in Docx(pack.content).text
    for path in ("", LIST, "/network", "/family", "/network.svg"):
        assert "Hilda" not in (await site.get(f"/offenders/o{path}{DAY}")).text


async def test_nobody_at_risk_says_what_that_means_and_what_it_does_not(site: Site) -> None:
    words = await site.words(f"/offenders/quiet{DAY}")
    assert "Nobody is found at risk in this view." in words
    assert "It does not mean that there is no risk." in words
    listed = await site.words(f"/offenders/quiet{LIST}{DAY}")
    assert "Nobody is proposed in this view" in listed


async def test_an_offender_who_is_not_managed_any_more_is_said_to_be(site: Site) -> None:
    words = await site.words(f"/offenders/ned{DAY}")
    assert "No agency is recorded as managing Ned Fox on this day." in words and "Noel Fox, age 8" in words


async def test_of_the_dead_nothing_is_found_and_the_page_says_why(site: Site) -> None:
    words = await site.words(f"/offenders/dead{DAY}")
    assert "Dead Man died on 1 May 2026." in words and "Noel Fox" not in words
    assert "Noel Fox, age 8" in await site.words("/offenders/dead?asOf=2026-04-30")


@pytest.mark.parametrize("path", ["", LIST])
@pytest.mark.parametrize(
    ("record_id", "role", "purpose", "status"),
    [
        ("nobody", Role.ANALYST, True, 404),
        ("p", Role.ANALYST, True, 404),
        ("%3Cscript%3E", Role.ANALYST, True, 404),
        ("o", Role.AUDITOR, True, 403),
        ("o", Role.ADMINISTRATOR, True, 403),
        ("o", Role.PANEL_MEMBER, False, 400),
    ],
)
async def test_what_the_pages_refuse(
    path: str, record_id: str, role: Role, purpose: bool, status: int, site: Site
) -> None:
    response = await site.get(f"/offenders/{record_id}{path}{DAY}", role, purpose=purpose)
    assert response.status_code == status
    assert "<script" not in response.text
