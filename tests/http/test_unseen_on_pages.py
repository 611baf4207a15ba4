"""What a viewer may not see changes no page, picture, export or paper of a case or a record, no search, no links: they say the same
where it is not recorded at all.
"""

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import httpx
import pytest

from graph_service.importing.importer import import_bundle
from graph_service.pages.addresses import ADDRESSES
from graph_service.pages.exchange import Below
from graph_service.security.identity import PERMISSIONS, Role
from graph_service.settings import CaseAccess
from graph_service.store.graph import Graph
from tests.http.conftest import send_form, signed_in
from tests.papers.reading import pdf_pages
from tests.site import Site, shown, site_over
from tests.worlds import link, person, write_bundle

VIEW = "asOf=2026-06-01&knownAt=2026-06-01T08:00:00Z"
SECRET = {"source_id": "secret"}
HERE = {"latitude": 51, "longitude": 0}
LOOKED_AT = ("&looked=1", "&hops=4")
RECORDS = (("o", "m", "k", "n", "v", "h", "f", "t", "other", "his", "next", "school", "off", "order"), ("m", "school"))
"""Whose pages are read, and whose pictures."""
ROLES = (Role.ANALYST, Role.PANEL_MEMBER, Role.PLAN_AUTHOR)


def seen(folder: Path) -> Path:
    """A partner's child who lives with him; a child next door, and one of the partner's friend, about whom nothing is found; a
    victim whose address is sealed; another offender, whose friend the partner's friend is.
    """
    return write_bundle(
        folder,
        sources=[{"id": "secret", "agency": "Force", "reference": "Hush", "handling": "C"}],
        people=[
            person("o", given_names="Olaf", sex="M", date_of_birth="1980-01-01"),
            person("m", given_names="Mona", sex="F", date_of_birth="1985-01-01"),
            person("k", given_names="Kay", sex="F", date_of_birth="2016-01-01"),
            person("n", given_names="Nell", sex="F", date_of_birth="2018-01-01"),
            person("v", given_names="Vera", sex="F", date_of_birth="1985-01-01"),
            person("h", given_names="Hetty", sex="F", date_of_birth="1970-01-01"),
            person("f", given_names="Fay", sex="F", date_of_birth="1986-01-01"),
            person("t", given_names="Tim", sex="M", date_of_birth="2015-01-01"),
            person("other", given_names="Omar", sex="M", date_of_birth="1975-01-01"),
        ],
        offenders=[{"person_id": one, "category": 1, "level": 2} for one in ("o", "other")],
        profiles=[{"person_id": "o", "profile": "CHILD_SEXUAL"}],
        offences=[{"id": "off", "title": "Assault", "kind": "DOMESTIC_ABUSE"}],
        schools=[{"id": "school", "name": "Alder School", **HERE}],
        addresses=[
            {"id": "his", "lines": "1 Oak Row", **HERE},
            {"id": "next", "lines": "2 Oak Row", **HERE},
            {"id": "hers", "lines": "Quiet Haven", **HERE},
        ],
        orders=[{"id": "order", "person_id": "o", "kind": "LICENCE", "valid_from": "2026-01-01"}],
        conditions=[{"id": "term", "order_id": "order", "kind": "NO_CHILD_HOUSEHOLD"}],
        relationships=[
            link("LIVES_AT", "o", "his", role="MAIN", valid_from="2020-01-01"),
            link("LIVES_AT", "k", "his", role="MAIN", valid_from="2020-01-01"),
            link("LIVES_AT", "m", "his", role="MAIN", valid_from="2020-01-01"),
            link("ADJACENT_TO", "his", "next"),
            link("LIVES_AT", "n", "next", role="MAIN", valid_from="2020-01-01"),
            link("PARTNER_OF", "o", "m", role="COHABITING", valid_from="2020-01-01"),
            link("PARENT_OF", "m", "k"),
            link("ATTENDS", "k", "school", valid_from="2021-09-01"),
            link("HEAD_OF", "h", "school"),
            link("FRIEND_OF", "m", "f", valid_from="2010-01-01"),
            link("PARENT_OF", "f", "t"),
            link("FRIEND_OF", "f", "other", valid_from="2010-01-01"),
            link("INVOLVED_IN", "o", "off", role="CONVICTED", valid_from="2015-01-01"),
            link("VICTIM_OF", "v", "off"),
            link("LIVES_AT", "v", "hers", role="MAIN", valid_from="2016-01-01"),
        ],
    )


def unseen(folder: Path) -> Path:
    """Only for the cleared: an approach to the child next door, a tie of the head teacher, two children more and whoever leads to
    them, another name's profile, a partner of before, a go-between, an enquiry.
    """
    crowd = [f"crowd-{number}" for number in range(60)]
    return write_bundle(
        folder,
        people=[
            person("x", given_names="Quoz", family_name="Olaf", date_of_birth="1990-01-01", **SECRET),
            person("y", given_names="Quoz", family_name="Kay", date_of_birth="2017-01-01", **SECRET),
            person("z", given_names="Quoz", family_name="Tim", date_of_birth="2019-01-01", **SECRET),
            *(person(one, given_names="Quoz", date_of_birth="2014-01-01", **SECRET) for one in crowd),
        ],
        profiles=[{"person_id": "o", "profile": "ADULT_SEXUAL", **SECRET}],
        enquiries=[
            {
                "id": "asked",
                "offender_id": "o",
                "about_id": "his",
                "agency_role": "CHILDRENS_SERVICES",
                "requested_on": "2026-02-01",
                **SECRET,
            }
        ],
        relationships=[
            link("CONTACTED", "o", "n", role="APPROACH", valid_from="2026-05-26", **SECRET),
            link("CONTACTED", "o", "t", role="MESSAGE", valid_from="2026-05-26", **SECRET),
            link("FRIEND_OF", "o", "h", valid_from="2020-01-01", **SECRET),
            link("FRIEND_OF", "m", "other", valid_from="2020-01-01", **SECRET),
            link("PARTNER_OF", "o", "x", role="INTIMATE", valid_from="2015-01-01", valid_to="2018-01-01", **SECRET),
            link("PARENT_OF", "x", "y", **SECRET),
            link("PARENT_OF", "m", "z", **SECRET),
            link("FRIEND_OF", "x", "f", **SECRET),
            link("SEEN_AT", "o", "hers", valid_from="2026-05-20", **SECRET),
            *(link("ATTENDS", one, "school", valid_from="2020-09-01", **SECRET) for one in crowd),
            *(link("FRIEND_OF", one, "m", valid_from="2020-01-01", **SECRET) for one in crowd),
        ],
    )


def _said(path: str, answer: httpx.Response) -> str:
    """All that an answer says but for when it was made."""
    if path.endswith(".png"):
        return answer.content.hex()
    if path.endswith(".pdf"):
        text = " ".join(pdf_pages(answer.content))
    elif path.endswith(".docx"):
        with ZipFile(BytesIO(answer.content)) as parts:
            text = " ".join(str(parts.read(name)) for name in sorted(parts.namelist()))
    else:
        text = answer.text
    return re.sub(r"\d\d:\d\d(:\d\d)?Z?", "", re.sub(r'name="form" value="[0-9a-f]+"', "", text))


async def _answers(site: Site, role: Role) -> dict[str, str]:
    """By address everything that somebody may ask for."""
    addresses = []
    for one in ADDRESSES:
        # Of each paper and picture one role's is enough: they are made of what the pages show.
        made = one.path.endswith((".pdf", ".docx", ".png"))
        if one.permission in PERMISSIONS[role] and not one.is_form and (role is Role.PLAN_AUTHOR or not made):
            ids = ["o"] if one.below is Below.OFFENDERS else RECORDS[one.path != ""]
            asked = LOOKED_AT if "looked" in one.takes else ("",)
            addresses += [f"/{one.below}/{each}{one.path}?{VIEW}{more}" for each in ids for more in asked]
    if role is Role.ANALYST:
        ends = [("o", "n"), ("o", "t"), ("m", "other"), ("o", "h"), ("o", "v")]
        addresses += [f"/paths?from={one}&to={other}&upTo=6&includeEnded=true&{VIEW}" for one, other in ends]
    found = {}
    for address in addresses:
        answer = await site.get(address, role)
        assert answer.status_code == 200, (address, answer.text)
        found[address] = _said(address.partition("?")[0], answer)
    return found


async def _searches(site: Site) -> dict[str, str]:
    client = signed_in(site, Role.ANALYST)
    found = {}
    for text in ("Olaf", "Kay", "Quoz", "crowd-1", "Force"):
        page = await send_form(client, f"/search?{VIEW}", text=text, asOf="2026-06-01")
        found[text] = shown(page)
    site.client.cookies.clear()
    return found


async def test_what_only_the_cleared_may_know_changes_nothing_for_others(module_store: Graph, tmp_path: Path) -> None:
    await import_bundle(module_store, seen(tmp_path / "seen"))
    async with site_over(module_store, tmp_path / "home", Role.ANALYST) as site:
        before = {role: await _answers(site, role) for role in ROLES}
        searched = await _searches(site)
        pale = before[Role.PANEL_MEMBER][f"/offenders/o/network?{VIEW}{LOOKED_AT[0]}"]
        assert [name for name in ("looked at, not listed", "Nell", "Tim", "Kay", "Omar") if name not in pale] == [
            "Omar"
        ]
        assert "Quiet Haven" not in "".join(before[Role.PLAN_AUTHOR].values())
        await import_bundle(module_store, unseen(tmp_path / "unseen"))
        for role in ROLES:
            after = await _answers(site, role)
            assert [address for address, said in after.items() if said != before[role][address]] == []
        assert await _searches(site) == searched
        cleared = await site.words(f"/offenders/o/network?{VIEW}{LOOKED_AT[0]}", cleared=True)
        assert "Quoz Tim" in cleared and "26 May 2026" in cleared


async def test_of_a_closed_case_the_network_of_another_tells_nothing(module_store: Graph, tmp_path: Path) -> None:
    """Who is looked at, or lies around, is managed: that is told to the members of that case."""
    await import_bundle(module_store, seen(tmp_path / "seen"))
    async with site_over(module_store, tmp_path / "home", Role.ANALYST, case_access=CaseAccess.MEMBERS) as site:
        for role in ROLES:
            for cases in (frozenset({"o"}), frozenset({"o", "other"})):
                client = signed_in(site, role, cases)
                for page in ("network", "network.svg"):
                    answer = await client.get(
                        f"/offenders/o/{page}?{VIEW}{LOOKED_AT[1]}",
                        headers={"Accept": "text/html", "X-Purpose": "panel"},
                    )
                    assert answer.status_code == 200 and "Omar" in answer.text
                    assert ("Another person managed as an offender" in answer.text) is ("other" in cases)


@pytest.mark.parametrize("path", ["/network", "/network.svg"])
async def test_somebody_looked_at_is_pale_and_sealed_as_everywhere(
    path: str, module_store: Graph, tmp_path: Path
) -> None:
    """A child who lives at a sealed address is there, and where that is is not."""
    await import_bundle(module_store, seen(tmp_path / "seen"))
    await import_bundle(
        module_store,
        write_bundle(
            tmp_path / "more",
            people=[person("w", given_names="Wim", date_of_birth="2019-01-01")],
            relationships=[
                link("LIVES_AT", "w", "hers", role="MAIN", valid_from="2020-01-01"),
                link("PARENT_OF", "v", "w"),
            ],
        ),
    )
    async with site_over(module_store, tmp_path / "home", Role.ANALYST) as site:
        for role in ROLES:
            said = await site.words(f"/offenders/o{path}?{VIEW}&looked=1&expand=v:LIVES_AT", role)
            assert "Wim" in said
            assert ("Quiet Haven" in said) is (role is Role.ANALYST)
