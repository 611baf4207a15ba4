"""What has changed in a case, by page and in the pack: since a day, since an instant, since its reader last looked."""

import re
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from graph_service.http.looks import Looks
from graph_service.importing.importer import import_bundle
from graph_service.model.clock import now, today
from graph_service.security.identity import Role
from graph_service.store.graph import Graph
from tests.facts.worlds import write_recording
from tests.papers.reading import Docx
from tests.site import Site, shown, site_over
from tests.worlds import link, person, write_bundle

PLACE = "/offenders/o/changes"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def store(module_store: Graph, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """He has been her partner since January, which became known in March; a friend's child turned eighteen in May."""
    await import_bundle(module_store, write_recording(tmp_path_factory.mktemp("changes")))
    await import_bundle(
        module_store,
        write_bundle(
            tmp_path_factory.mktemp("more"),
            people=[person("young", given_names="Yan", family_name="Ash", date_of_birth="2008-05-10")],
            addresses=[{"id": "home", "lines": "5 Mill Lane", "kind": "DWELLING"}],
            relationships=[
                link(
                    "PARTNER_OF",
                    "o",
                    "p",
                    id="op",
                    role="COHABITING",
                    valid_from="2026-01-10",
                    recorded_at="2026-03-05T09:00:00Z",
                ),
                link("LIVES_AT", "o", "home", id="o-home", role="MAIN", valid_from="2020-01-01"),
                link("LIVES_AT", "young", "home", id="young-home", role="MAIN", valid_from="2020-01-01"),
            ],
        ),
    )
    return module_store


@pytest_asyncio.fixture(loop_scope="session")
async def site(store: Graph, tmp_path: Path) -> AsyncIterator[Site]:
    async with site_over(store, tmp_path / "home", Role.PLAN_AUTHOR, "author") as one:
        yield one


async def test_what_became_known_and_what_came_about(site: Site) -> None:
    said = await site.words(f"{PLACE}?since=2026-03-01&asOf=2026-06-01")
    assert "Between 1 March 2026, as known at the end of that day and 1 June 2026" in said
    known = re.search("Newly at risk: Kim Pine, age 10: strong[.](.*?)(No longer|Whom)", said)
    assert known and "Because of what has become known since." in known[1]
    assert "Otto Offender" in known[1] and "recorded 5 March 2026, 09:00" in known[1]
    grown = re.search("No longer found at risk: Yan Ash, age 17, before: strong[.](.*?)Whom to", said)
    assert grown and "Because of what has happened since, or of the day." in grown[1]
    assert "New to consider telling: Pia Pine" in said
    assert site.last["operation"] == "changesPage"
    assert {"o", "k", "p", "young"} <= site.last_disclosed()
    assert len(site.last["views"]) >= 2


async def test_nothing_has_changed_since_the_view_itself(site: Site) -> None:
    said = await site.words(f"{PLACE}?since=2026-06-01&asOf=2026-06-01&knownAt=2026-06-01T20:00:00Z")
    assert "Nothing: the same people at risk" in said
    instant = await site.words(f"{PLACE}?since=2026-06-01T19:00:00Z&asOf=2026-06-01&knownAt=2026-06-01T20:00:00Z")
    assert "1 June 2026, as known at 20:00 on 1 June 2026 and" in instant
    assert "Choose a day" in await site.words(PLACE)


@pytest.mark.parametrize(
    ("since", "problem"),
    [
        ("yesterday", "as a day such as 2026-05-01"),
        ("2026-02-31", "as a day such as 2026-05-01"),
        ("2026-06-02", "2 June 2026 lies after 1 June 2026"),
        ("29990601T090000Z", "1 June 2999 lies after 1 June 2026"),
        ("2026-06-01T23:30:00Z", "2 June 2026 lies after 1 June 2026"),
    ],
)
async def test_what_is_no_day_to_compare_with_is_refused(since: str, problem: str, site: Site) -> None:
    for place in (PLACE, "/offenders/o/pack.docx"):
        answer = await site.get(f"{place}?since={since}&asOf=2026-06-01")
        assert answer.status_code == 400
        assert problem in answer.text


async def test_a_pack_says_what_has_changed_since_the_last_meeting_where_asked(site: Site) -> None:
    plain = Docx((await site.get("/offenders/o/pack.docx?asOf=2026-06-01")).content)
    assert "Since the last meeting" not in plain.headings
    pack = Docx((await site.get("/offenders/o/pack.docx?asOf=2026-06-01&since=2026-03-01")).content)
    assert "Since the last meeting" in pack.headings
    assert "Newly at risk: Kim Pine, age 10: strong." in pack.text
    assert {"young", "k"} <= site.last_disclosed()


async def test_since_its_reader_last_looked(site: Site) -> None:
    looks = Looks(site.settings.home)
    assert "What has changed since an earlier day" in await site.words("/offenders/o")
    assert await looks.before("author", "o") is None
    ago = now() - timedelta(days=3)
    await looks.note("reader", "o", ago)
    site.user = "reader"
    page = await site.get("/offenders/o")
    assert "What has changed since you last looked" in shown(page)
    (href,) = re.findall(r'href="(/offenders/o/changes[^"]*)">What has changed since you', page.text)
    assert "Between " in await site.words(href.replace("&amp;", "&"))
    # What is opened soon after is the same look; what is looked at as known long ago is none.
    await site.get("/offenders/o")
    await site.get("/offenders/o?knownAt=2026-03-01T00:00:00Z")
    assert await looks.before("reader", "o") == ago
    await looks.note("reader", "o", now() + timedelta(hours=1))
    found = await looks.before("reader", "o")
    assert isinstance(found, datetime) and found.date() == today()
    assert await looks.before("somebody", "o") is None


async def test_the_last_look_leads_to_what_its_reader_has_not_seen_and_to_no_later_day(site: Site) -> None:
    looks = Looks(site.settings.home)
    await looks.note("reader", "o", now() - timedelta(days=3))
    site.user = "reader"
    shown_at = now() - timedelta(minutes=50)
    await site.get(f"/offenders/o?knownAt={shown_at.isoformat().replace('+00:00', 'Z')}")
    await looks.note("reader", "o", now() + timedelta(hours=1))
    # What became known between the view and the moment at which it was asked for was not seen.
    assert await looks.before("reader", "o") == shown_at
    assert "since you last looked" not in await site.words("/offenders/o?asOf=2026-01-01")


async def test_no_page_fails_for_want_of_the_last_look(site: Site) -> None:
    await site.get("/offenders/o")
    (file,) = (site.settings.home / "looks").glob("*.sqlite3")
    file.write_text("no database", encoding="utf-8")
    for page in ("/offenders/o", PLACE):
        assert (await site.get(page)).status_code == 200


async def test_a_closed_case_or_none_tells_nothing(site: Site) -> None:
    for id_ in ("hidden", "p", "nobody"):
        assert (await site.get(f"/offenders/{id_}/changes?since=2026-03-01")).status_code == 404
