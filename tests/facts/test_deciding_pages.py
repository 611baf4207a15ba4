"""Deciding by page: what is filled in, what is wrong with it, what is kept, and what needs another look and why."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from graph_service.audit.export import select
from graph_service.importing.importer import import_bundle
from graph_service.model.clock import today
from graph_service.security.identity import Role
from graph_service.store.graph import Graph
from tests.facts.worlds import write_deciding
from tests.forms import SignedIn, form_of
from tests.papers.reading import Docx, pdf_pages
from tests.site import Site, shown, site_over

LIST = "/offenders/o/decisions"
RECORD = "Record the decision"


@pytest_asyncio.fixture(loop_scope="session")
async def site(empty_store: Graph, tmp_path: Path) -> AsyncIterator[Site]:
    await import_bundle(empty_store, write_deciding(tmp_path / "world"))
    async with site_over(empty_store, tmp_path / "home", Role.PLAN_AUTHOR, "author") as one:
        yield one


@pytest.fixture
def author(site: Site) -> SignedIn:
    return SignedIn.to(site, Role.PLAN_AUTHOR)


def _form(recipient: str, part: str) -> str:
    return f"{LIST}/form?to={recipient}&part={part}"


def _entries(site: Site, action: str) -> list[dict[str, object]]:
    return [one for one in select(site.settings.home, begin=None, end=None) if one["action"] == action]


async def test_a_plan_author_decides_and_it_stands_everywhere(site: Site, author: SignedIn) -> None:
    listed = await author.open("/offenders/o/disclosure-candidates")
    assert f"{LIST}/form?to=p&amp;part=PARENT" in listed.text
    page = await author.open(_form("p", "PARENT"))
    assert page.status_code == 200, shown(page)
    form = form_of(page, RECORD)
    assert form.choices["decision"] == ["APPROVED", "REFUSED", "DEFERRED"]
    assert form.choices["protects-1"] == ["k"]
    assert form.fields["decided_on"] == today().isoformat()
    answer = await author.send(
        page,
        RECORD,
        {
            "decision": "APPROVED",
            "reasons": "Kim lives with him",
            "information": "That there is a risk",
            "conditions": "Not to be told onwards",
            "told_by_offender": "OFFERED",
            "review_on": "2030-01-01",
        },
    )
    said = await author.go_on(answer)
    assert "Recorded: To be told: " in said
    assert "Review on 1 January 2030" in said
    (entry,) = _entries(site, "DECISION")
    assert (entry["channel"], entry["user"], entry["purpose"]) == ("PAGE", "author", "panel of 3 June")
    assert "Kim lives with him" not in str(entry)
    assert "To be told, " in await site.words("/offenders/o/disclosure-candidates")
    case = await site.words("/offenders/o")
    assert "Kim lives with him" in case
    assert re.search(r"Pia \(parent\) .*?To be told, ", case)
    pack = Docx((await site.get("/offenders/o/pack.docx")).content)
    (boxed,) = (one for one in pack.document.tables if one.rows[0].cells[0].text == "Whom, to protect whom")
    boxes = {row.cells[0].text.splitlines()[0]: row.cells[1].text.splitlines() for row in boxed.rows[1:]}
    assert ["☒ Tell", "☐ Do not", "☐ Not yet"] in boxes.values(), boxes
    assert ["☐ Share", "☐ Do not", "☐ Not yet"] in boxes.values(), boxes
    assert "☒ Tell" in " ".join(pdf_pages((await site.get("/offenders/o/pack.pdf")).content))
    for told in ("Reasons: Kim lives with him", "What may be said: That there is a risk", "1 January 2030"):
        assert told in pack.text

    page = await author.open(_form("p", "PARENT"))
    form = form_of(page, RECORD)
    assert form.choices["decision"] == ["DONE", "WITHDRAWN"]
    assert (form.fields["conditions"], form.fields["review_on"]) == ("Not to be told onwards", "2030-01-01")
    answer = await author.send(page, RECORD, {"decision": "DONE", "reasons": "Told by the police"})
    said = await author.go_on(answer)
    assert "Recorded: Told: " in said
    assert "The decision and 1 before it" in said
    assert "What stands is final" in shown(await author.open(_form("p", "PARENT")))


async def test_a_day_left_blank_is_today_so_the_decision_stands(author: SignedIn) -> None:
    for decision, day in (("DEFERRED", today().isoformat()), ("APPROVED", "")):
        page = await author.open(_form("p", "PARENT"))
        sent = {"decision": decision, "reasons": "R", "decided_on": day, "decided_by": ""}
        assert (await author.send(page, RECORD, sent)).status_code == 303
    assert form_of(await author.open(_form("p", "PARENT")), RECORD).choices["decision"] == ["DONE", "WITHDRAWN"]


async def test_sending_twice_makes_one_decision(site: Site, author: SignedIn) -> None:
    page = await author.open(_form("p", "PARENT"))
    values = {"decision": "DEFERRED", "reasons": "Waiting for the answer"}
    first, second = [await author.send(page, RECORD, values) for _ in range(2)]
    assert first.headers["location"] == second.headers["location"]
    assert len(_entries(site, "DECISION")) == 1
    other = await author.send(page, RECORD, values | {"reasons": "Something else"})
    assert other.status_code == 400
    assert "This form was sent before" in shown(other)


async def test_what_is_wrong_stands_beside_each_field_and_what_was_typed_is_kept(author: SignedIn) -> None:
    page = await author.open(_form("p", "PARENT"))
    answer = await author.send(
        page, RECORD, {"review_on": "31 February", "decided_on": "soon", "conditions": "Kept & <all>"}
    )
    assert answer.status_code == 400
    said = shown(answer)
    assert "Decision: Choose what is decided." in said
    assert "Reasons: Give the reasons" in said
    assert said.count("This is not a day. Expected a day of the calendar, such as 2026-06-01.") == 4
    kept = form_of(answer, RECORD).fields
    assert (kept["review_on"], kept["conditions"]) == ("31 February", "Kept & <all>")
    for name in ("reasons", "review_on", "decided_on"):
        assert f'aria-describedby="field-{name}-hint field-{name}-problem" aria-invalid="true"' in answer.text
    answer = await author.send(
        answer, RECORD, {"decision": "APPROVED", "reasons": "R", "review_on": "", "decided_on": "2999-01-01"}
    )
    assert "Decided on: The day lies in the future. Expected today or an earlier day." in shown(answer)


async def test_whoever_is_not_safe_to_tell_is_told_by_a_reason_alone(author: SignedIn) -> None:
    page = await author.open(_form("sister", "HEAD_TEACHER"))
    assert "Not safe to tell." in shown(page)
    answer = await author.send(page, RECORD, {"decision": "APPROVED", "reasons": "She asked"})
    assert "Why tell somebody who is not safe to tell: This recipient is not safe to tell" in shown(answer)
    answer = await author.send(answer, RECORD, {"override_reason": "She reported him herself"})
    assert "She reported him herself" in await author.go_on(answer)


async def test_what_somebody_else_decided_meanwhile_is_not_overtaken(author: SignedIn, site: Site) -> None:
    page = await author.open(_form("p", "PARENT"))
    other = SignedIn.to(site, Role.PLAN_AUTHOR, "other")
    theirs = await other.open(_form("p", "PARENT"))
    assert (await other.send(theirs, RECORD, {"decision": "REFUSED", "reasons": "No"})).status_code == 303
    answer = await author.send(page, RECORD, {"decision": "APPROVED", "reasons": "Mine are kept"})
    assert answer.status_code == 400
    assert "Somebody has decided about this since you opened the form. What stands: “Not to be told”" in shown(answer)
    form = form_of(answer, RECORD)
    assert form.fields["reasons"] == "Mine are kept"
    assert form.choices["decision"] == ["APPROVED", "DEFERRED"]
    assert (await author.send(answer, RECORD)).status_code == 303


async def test_nothing_is_lost_when_the_session_has_ended(author: SignedIn, site: Site) -> None:
    page = await author.open(_form("p", "PARENT"))
    session, author.session = author.session, "ended"
    answer = await author.send(page, RECORD, {"decision": "REFUSED", "reasons": "Kept & <sent>"})
    assert answer.status_code == 401
    assert "nothing that you wrote is lost" in shown(answer)
    author.session = session
    asked = await author.send(answer, "Back to the form", purpose=False)
    assert "What you write here is logged" in shown(asked)
    filled = await author.send(asked, "Open", {"purpose": "panel of 3 June"}, purpose=False)
    assert filled.status_code == 200, shown(filled)
    assert form_of(filled, RECORD).fields["reasons"] == "Kept & <sent>"
    assert _entries(site, "DECISION") == []
    assert (await author.send(filled, RECORD, purpose=False)).status_code == 303
    (entry,) = _entries(site, "DECISION")
    assert entry["purpose"] == "panel of 3 June"


async def test_a_form_of_another_site_is_refused_and_one_too_old_is_shown_again(author: SignedIn, site: Site) -> None:
    page = await author.open(_form("p", "PARENT"))
    old = await author.send(page, RECORD, {"form": "old", "decision": "REFUSED", "reasons": "Kept"})
    assert old.status_code == 200
    assert form_of(old, RECORD).fields["reasons"] == "Kept"
    form = form_of(page, RECORD)
    elsewhere = await site.client.post(
        form.action, data=form.fields, headers={"Accept": "text/html", "Sec-Fetch-Site": "cross-site"}
    )
    assert elsewhere.status_code == 403
    assert _entries(site, "DECISION") == []


@pytest.mark.parametrize("role", [Role.PANEL_MEMBER, Role.ANALYST])
async def test_who_does_not_decide_reads_and_sees_no_way_to(role: Role, site: Site, author: SignedIn) -> None:
    page = await author.open(_form("p", "PARENT"))
    reader = SignedIn.to(site, role, "reader")
    assert "/decisions/form" not in (await reader.open(LIST)).text
    assert (await reader.open(_form("p", "PARENT"))).status_code == 403
    assert (await reader.send(page, RECORD, {"decision": "REFUSED", "reasons": "No"})).status_code == 403
    assert _entries(site, "DECISION") == []


async def test_nobody_decides_about_whom_nothing_leads_to(author: SignedIn) -> None:
    for place in (_form("friend-1", "PARTNER"), _form("nobody", "PARTNER"), f"{LIST}/form", _form("p", "KING")):
        assert (await author.open(place)).status_code == 404


async def test_the_list_of_cases_says_how_many_reviews_are_due(author: SignedIn) -> None:
    assert "reviews due" not in shown(await author.open("/"))
    for recipient, part in (("p", "PARENT"), ("homes", "SOCIAL_LANDLORD")):
        page = await author.open(_form(recipient, part))
        values = {"decision": "DEFERRED", "reasons": "R", "review_on": today().isoformat()}
        assert (await author.send(page, RECORD, values)).status_code == 303
    assert "2 reviews due" in shown(await author.open("/"))
    assert "The review is due" in shown(await author.open(LIST))


async def test_a_decision_whose_evidence_has_changed_says_what_has(author: SignedIn, site: Site) -> None:
    page = await author.open(_form("p", "PARENT"))
    assert (await author.send(page, RECORD, {"decision": "APPROVED", "reasons": "R"})).status_code == 303
    assert "Look again" not in shown(await author.open(LIST))
    refute = 'mutation { relationshipRefute(input: {id: "k-a"}) { userErrors { code } } }'
    assert (await site.ask(refute)).json()["data"]["relationshipRefute"]["userErrors"] == []
    said = shown(await author.open(LIST))
    assert "What it rested on has changed since:" in said
    assert re.search(r"No longer found at risk: Kim, age \d+, before: strong\.", said), said
    assert "recorded as untrue" in said
    assert "Because of what has become known since." in said
    assert "Decide again : Pia" in said
    form = form_of(await author.open(_form("p", "PARENT")), RECORD)
    # Kim is not found any more: who decides again says so, rather than not.
    assert form.choices["protects-1"] == ["k"] and "protects-1" not in form.fields
