"""The family page and the still pictures over a real store: what they show, seal and refuse, and whom their entries name."""

import html
import re
from collections.abc import AsyncIterator
from importlib import resources
from pathlib import Path
from xml.etree import ElementTree

import pytest
import pytest_asyncio

from graph_service.importing.importer import import_bundle
from graph_service.security.identity import Role
from graph_service.store.graph import Graph
from tests.site import Site, shown, site_over
from tests.worlds import link, person, write_bundle

DAY = "?asOf=2026-06-01"
VIEW = f"{DAY}&knownAt=2026-06-01T08:00:00Z"
STILLS = ("network.svg", "network.png", "family.svg", "family.png")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def world(module_store: Graph, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The vignettes, and a family of its own: foster and birth parents, an ended marriage, a sealed home."""
    await import_bundle(module_store, Path(str(resources.files("graph_service.samples") / "vignettes")))
    people = {
        "o": "Olaf Vane", "p": "Petra Lund", "x": "Ewan Lund", "c": "Cora Lund", "f": "Finn Lund", "b": "Bess Amos",
        "v": "Vera Quill", "s": "Stan Quill", "g": "Greta Lund", "far": "Fay Distant", "near": "Nan Lund",
        "carer": "Carl Bystander", "late": "Lars Vane", "e": "Edna Lund",
    }  # fmt: skip
    born = {"c": "2018-03-01", "f": "2019-04-01"}
    await import_bundle(
        module_store,
        write_bundle(
            tmp_path_factory.mktemp("family"),
            people=[
                person(
                    f"fam-{key}",
                    given_names=name.split()[0],
                    family_name=name.split()[1],
                    date_of_birth=born.get(key),
                )
                for key, name in people.items()
            ],
            offenders=[{"person_id": "fam-o", "category": 1, "level": 2}],
            profiles=[{"person_id": "fam-o", "profile": "CHILD_SEXUAL"}],
            offences=[{"id": "fam-off", "title": "Assault"}],
            addresses=[
                {"id": "fam-home", "lines": "12 Brook Street", "town": "Farley", "postcode": "ZZ1 1ZZ"},
                {"id": "fam-safe", "lines": "7 Quiet Haven", "town": "Farley", "postcode": "ZZ2 2ZZ"},
            ],
            relationships=[
                link("PARTNER_OF", "fam-o", "fam-p", role="INTIMATE", valid_from="2025-01-01"),
                link("PARTNER_OF", "fam-o", "fam-v", role="SPOUSE", valid_from="2010-01-01", valid_to="2016-05-05"),
                link("PARTNER_OF", "fam-p", "fam-x", role="SPOUSE", valid_from="2015-01-01", valid_to="2022-01-01"),
                link("PARENT_OF", "fam-p", "fam-c", role="BIRTH", valid_from="2018-03-01"),
                link("PARENT_OF", "fam-x", "fam-c", role="BIRTH", valid_from="2018-03-01"),
                link("PARENT_OF", "fam-p", "fam-f", role="FOSTER", valid_from="2024-02-01"),
                link("PARENT_OF", "fam-b", "fam-f", role="BIRTH", valid_from="2019-04-01"),
                link("PARENT_OF", "fam-e", "fam-p", role="BIRTH"),
                link("PARENT_OF", "fam-g", "fam-e", role="BIRTH"),
                link("SIBLING_OF", "fam-g", "fam-near"),
                link("SIBLING_OF", "fam-near", "fam-far"),
                link("CARES_FOR", "fam-carer", "fam-c", role="PROFESSIONAL"),
                link("SIBLING_OF", "fam-o", "fam-late", valid_from="2026-12-01"),
                link("LIVES_AT", "fam-p", "fam-home", role="MAIN", valid_from="2020-01-01"),
                link("LIVES_AT", "fam-c", "fam-home", role="MAIN", valid_from="2020-01-01"),
                link("LIVES_AT", "fam-f", "fam-home", valid_from="2024-02-01"),
                link("INVOLVED_IN", "fam-o", "fam-off", role="CONVICTED", valid_from="2015-01-01"),
                link("VICTIM_OF", "fam-v", "fam-off", valid_from="2015-01-01"),
                link("LIVES_AT", "fam-v", "fam-safe", role="MAIN", valid_from="2016-05-05"),
                link("SIBLING_OF", "fam-v", "fam-s"),
            ],
        ),
    )
    return module_store


@pytest_asyncio.fixture(loop_scope="session")
async def site(world: Graph, tmp_path: Path) -> AsyncIterator[Site]:
    async with site_over(world, tmp_path, Role.ANALYST) as site:
        yield site


async def test_the_page_shows_the_families_and_who_lives_where_and_its_entry_names_them(site: Site) -> None:
    response = await site.get(f"/offenders/fam-o/family{DAY}")
    words = shown(response)
    assert (response.status_code, "Family of Olaf Vane" in words) == (200, True)
    assert "Petra Lund is Finn Lund's foster parent" in words
    assert "Bess Amos is Finn Lund's parent" in words
    assert "Petra Lund was Ewan Lund's spouse from 1 January 2015 until 31 December 2021, ended" in words
    assert "Home 1 12 Brook Street, Farley, ZZ1 1ZZ Petra Lund; Cora Lund; Finn Lund" in words
    assert "Victim of an offence" in words and "Stan Quill" in words
    entry = site.last
    assert entry["operation"] == "familyPage"
    named = {"fam-o", "fam-p", "fam-x", "fam-c", "fam-f", "fam-b", "fam-v", "fam-s", "fam-e", "fam-g"}
    assert set(entry["disclosed"]) == named


async def test_steps_follow_families_further_and_a_paid_carer_and_the_future_are_no_family(site: Site) -> None:
    near = shown(await site.get(f"/offenders/fam-o/family{DAY}&steps=1"))
    assert "Edna Lund" in near and "Greta Lund" not in near
    far = shown(await site.get(f"/offenders/fam-o/family{DAY}&steps=4"))
    assert "Nan Lund" in far and "Fay Distant" in far
    assert "Carl Bystander" not in far and "Lars Vane" not in far
    later = shown(await site.get("/offenders/fam-o/family?asOf=2026-12-01"))
    assert "Lars Vane" in later
    earlier = shown(await site.get("/offenders/fam-o/family?asOf=2020-06-01"))
    assert "Petra Lund" not in earlier and "Vera Quill" in earlier


async def test_what_was_not_yet_known_is_not_shown(site: Site) -> None:
    response = await site.get("/offenders/fam-o/family?asOf=2026-06-01&knownAt=1999-06-01T00:00:00Z")
    assert response.status_code == 200
    assert "Petra Lund" not in response.text


@pytest.mark.parametrize("role", [Role.PANEL_MEMBER, Role.PLAN_AUTHOR])
@pytest.mark.parametrize("page", ["family", "family.svg"])
async def test_a_victims_address_is_sealed(role: Role, page: str, site: Site) -> None:
    response = await site.get(f"/offenders/fam-o/{page}{DAY}", role)
    assert response.status_code == 200
    assert "Vera Quill" in response.text and "Sealed address" in shown(response)
    assert not re.search("Quiet Haven|ZZ2|fam-safe", response.text)
    assert "Quiet Haven" in shown(await site.get(f"/offenders/fam-o/{page}{DAY}", Role.ANALYST))


async def test_confidential_reports_are_for_the_cleared_alone(site: Site) -> None:
    """The anonymous report that Stu Lacey sees somebody is there for the cleared, marked weak, and for nobody else."""
    page = f"/offenders/stu-lacey/family{DAY}"
    assert "Nadia" not in shown(await site.get(page))
    cleared = shown(await site.get(page, cleared=True))
    assert "Stu Lacey is Nadia's partner" in cleared and "weak: 3D" in cleared
    assert "Hana Karim" not in cleared


async def test_a_school_heads_family_tie_is_seen(site: Site) -> None:
    words = shown(await site.get(f"/offenders/gary-flint/family{DAY}", Role.PANEL_MEMBER))
    assert "Gary Flint is Lynn Flint's brother" in words
    assert "Child, age 11 At risk: strong" in words
    assert "Sue Barr; Kit Barr" in words or "Gary Flint; Sue Barr; Kit Barr" in words
    assert "Theo Flint" in words
    assert "Tell first, weigh: parent" in words and "Not safe: head teacher" in words


async def test_a_child_of_parted_parents_lives_with_one_and_stays_with_the_other(site: Site) -> None:
    words = shown(await site.get(f"/offenders/brian-moss/family{DAY}", Role.PANEL_MEMBER))
    assert "also stays at home" in words
    assert "Dawn Reed is Tom Ashby" not in words and "Tom Ashby is Ellie Reed's father" in words


async def test_an_adopted_child_is_said_to_be_one(site: Site) -> None:
    words = shown(await site.get("/offenders/neil-frost/family?asOf=2026-06-01", Role.PANEL_MEMBER))
    assert "Ann Frost is Sam Frost's adoptive mother" in words
    assert "brackets around the symbol" in words


@pytest.mark.parametrize("still", STILLS)
async def test_a_still_is_the_same_for_the_same_view_and_its_name_names_nobody(still: str, site: Site) -> None:
    first = await site.get(f"/offenders/gary-flint/{still}{VIEW}", Role.PANEL_MEMBER)
    again = await site.get(f"/offenders/gary-flint/{still}{VIEW}", Role.PANEL_MEMBER)
    assert (first.status_code, first.content) == (200, again.content)
    kind = still.rsplit(".", maxsplit=1)[-1]
    assert first.headers["content-type"] == {"svg": "image/svg+xml", "png": "image/png"}[kind]
    name = f"{still.split('.', maxsplit=1)[0]}-gary-flint-2026-06-01.{kind}"
    assert first.headers["content-disposition"] == f'attachment; filename="{name}"'
    entry = site.last
    assert "gary-flint" in entry["disclosed"] and "kit-barr" in entry["disclosed"]
    if kind == "svg":
        root = ElementTree.fromstring(first.text)
        text = " ".join("".join(node.itertext()) for node in root.iter("{http://www.w3.org/2000/svg}text"))
        assert "Kit Barr" in text and "True on 1 June 2026" in text
    else:
        assert first.content.startswith(b"\x89PNG") and len(first.content) > 20_000


async def test_the_network_page_links_to_its_stills_at_the_same_view(site: Site) -> None:
    page = await site.get(f"/offenders/gary-flint/network{VIEW}&hops=2", Role.PANEL_MEMBER)
    found = re.search(r'href="(network\.svg\?[^"]+)"', page.text)
    assert found is not None
    still = await site.get(f"/offenders/gary-flint/{html.unescape(found[1])}", Role.PANEL_MEMBER)
    assert still.status_code == 200
    for name in ("Theo Flint", "Sue Barr"):
        assert name in page.text and name in still.text


async def test_who_is_in_the_picture_already_leads_on_to_whoever_is_two_steps_away(site: Site) -> None:
    # Theo's mother is drawn as somebody who could be told; Theo is beyond her.
    for more, there in (("", False), ("&hops=1", False), ("&hops=2", True), ("&looked=1", True)):
        words = await site.words(f"/offenders/gary-flint/network{VIEW}{more}", Role.PANEL_MEMBER)
        assert "Lynn Flint" in words and ("Theo Flint" in words) == there


@pytest.mark.parametrize(
    ("path", "role", "status"),
    [
        ("family", Role.AUDITOR, 403),
        ("family.png", Role.ADMINISTRATOR, 403),
        ("network.svg", Role.AUDITOR, 403),
        ("family?steps=0", Role.PANEL_MEMBER, 400),
        ("family.svg?steps=many", Role.PANEL_MEMBER, 400),
        ("network.png?hops=9", Role.PANEL_MEMBER, 400),
    ],
)
async def test_what_is_not_allowed_or_not_sensible_is_refused(path: str, role: Role, status: int, site: Site) -> None:
    assert (await site.get(f"/offenders/gary-flint/{path}", role)).status_code == status


@pytest.mark.parametrize("still", ("family", *STILLS))
async def test_nobody_and_somebody_who_is_no_offender_look_alike(still: str, site: Site) -> None:
    for record in ("nobody", "sue-barr", "%3Cscript%3E"):
        response = await site.get(f"/offenders/{record}/{still}")
        assert response.status_code == 404 and "<script" not in response.text
