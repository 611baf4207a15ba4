"""The rows and alerts that inspections found missed, on worlds written by hand, with answers reasoned from the rules."""

from datetime import date

import pytest

from tests.oracle.hand import AS, CS, CV, DA, GV, VX, Town, link
from tests.oracle.world import Row

S, M, W = "STRONG", "MODERATE", "WEAK"
NOW, LATELY, SOON = "CURRENT", "RECENT", "FORTHCOMING"
CALL = "2026-05-20"
LONG_OVER = link("o PARTNER_OF p", "2015-01-01 2024-01-01")
PARENTS = link("o PARENT_OF k"), link("p PARENT_OF k")


def former(*links: Row, days: str = "2015-01-01 2024-01-01", day: str = "2026-06-01") -> set[tuple[str, str, str]]:
    town = Town(link("o PARTNER_OF p", days), *links, profiles=(DA,))
    return town.of("former_partner", date.fromisoformat(day))


# 29 -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "day", "holds"),
    [
        ("2015-01-01 2026-06-01", "2026-06-01", True),
        ("2015-01-01 2026-06-02", "2026-06-01", False),
        ("2015-01-01 2025-06-02", "2026-06-01", True),
        ("2015-01-01 2025-06-01", "2026-06-01", False),
        ("2015-01-01 2027-03-01", "2028-02-29", True),
        ("2015-01-01 2027-02-28", "2028-02-29", False),
    ],
)
def test_an_ending_counts_for_a_year(days: str, day: str, holds: bool) -> None:
    assert former(days=days, day=day) == ({("r1", M, LATELY)} if holds else set())


@pytest.mark.parametrize(
    ("approach", "strength"),
    [
        (link("o CONTACTED p", CALL, role="LETTER"), S),
        (link("o CONTACTED p", CALL), S),
        (link("o VISITS p", CALL), S),
        (link("o THREATENED p", CALL), S),
        (link("o FIXATED_ON p"), S),
        (link("o FIXATED_ON p", "2010-01-01 2026-04-01"), S),
        (link("o FIXATED_ON p", "2010-01-01 2026-03-01"), None),
        (link("o CONTACTED p", "2010-01-01"), None),
        (link("o CONTACTED p", "2010-01-01 2026-05-01"), S),
        (link("o CONTACTED p", CALL, source_id="1D"), None),
        (link("p CONTACTED o", CALL, role="CALL"), M),
        (link("p CONTACTED o", CALL, role="LETTER"), None),
        (link("p VISITS o", CALL), None),
    ],
)
def test_an_approach_keeps_an_old_ending_in_mind(approach: Row, strength: str | None) -> None:
    assert former(approach) == ({("r1", strength, LATELY)} if strength else set())


def test_an_approach_is_beyond_the_ending() -> None:
    for last, holds in (("2026-05-21", False), ("2026-05-22", True)):
        old = link("o CONTACTED p", f"2019-01-01 {last}")
        found = former(old, days="2015-01-01 2026-05-20")
        assert found == {("r1", S if holds else M, LATELY)}
    assert former(link("o VISITS p", "2026-05-20"), days="2015-01-01 2026-05-20") == {("r1", S, LATELY)}


def test_coming_to_her_home_is_an_approach() -> None:
    home = link("p LIVES_AT a")
    for type_ in ("VISITS", "STAYS_AT", "SEEN_AT"):
        assert former(link(f"o {type_} a", CALL), home) == {("r1", S, LATELY)}
    assert former(link("o LIVES_AT a", CALL), home) == set()
    assert former(link("o SEEN_AT a", CALL)) == set()


def test_parents_may_talk() -> None:
    call = link("o CONTACTED p", CALL, role="CALL")
    assert former(call, *PARENTS) == {("r1", M, LATELY)}
    assert former(call, PARENTS[0]) == {("r1", S, LATELY)}
    assert former(call | {"role": "IN_PERSON"}, *PARENTS) == {("r1", S, LATELY)}
    assert former(call, link("o THREATENED p", CALL), *PARENTS) == {("r1", S, LATELY)}
    hers = LONG_OVER, link("p PARENT_OF k2")
    assert Town(*hers, call).of("partner_child") == {("r1 r2", M, LATELY)}
    assert not Town(*hers, call, *PARENTS).of("partner_child")


def test_who_began_anew_is_no_former_partner() -> None:
    threat = link("o THREATENED p", CALL)
    assert former(threat, link("p PARTNER_OF o", "2026-06-20")) == set()
    assert former(threat, link("p PARTNER_OF o", "2026-12-20")) == {("r1", S, LATELY)}
    assert former(threat, link("p PARTNER_OF o", "2026-05-20", source_id="1D")) == {("r1", S, LATELY)}
    assert not Town(link("o PARTNER_OF k2", "2025-01-01 2026-05-01"), profiles=(DA,)).of("former_partner")
    assert not Town(link("o PARTNER_OF p", "2025-01-01 2026-05-01"), profiles=(CS,)).hits()


# Endings that are disputed, or not heeded -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("against", "disputed"),
    [
        ([], False),
        ([link("p CONTACTED o", CALL, role="CALL")], True),
        ([link("p CONTACTED o", CALL, role="LETTER")], False),
        ([link("p VISITS o", CALL)], True),
        ([link("p LIVES_AT a"), link("o LIVES_AT a")], True),
        ([link("p LIVES_AT a"), link("o LIVES_AT a", "2024-05-01 2026-05-01")], True),
        ([link("p LIVES_AT a"), link("o LIVES_AT a", "2020-05-01 2024-01-02")], False),
        ([link("p LIVES_AT a"), link("o SEEN_AT a", CALL)], True),
        ([link("o LIVES_AT a"), link("p STAYS_AT a", CALL)], True),
        ([link("o LIVES_AT a"), link("p STAYS_AT a", CALL, source_id="1D")], False),
    ],
)
def test_an_ending_by_their_own_word_may_be_disputed(against: list[Row], disputed: bool) -> None:
    for source, told in (("OFFENDER-1A", True), ("PARTNER-1A", True), ("FAMILY-1A", False), (None, False)):
        town = Town(LONG_OVER | {"source_id": source}, *against, link("p PARENT_OF k"))
        assert bool(town.told("disputed_ending")) is (disputed and told)
        child = f"r1 r{len(against) + 2}"
        sought = any(row["type"] == "SEEN_AT" for row in against)
        assert town.of("partner_child") == ({(child, M, LATELY)} if disputed and (told or sought) else set())


def test_a_badly_graded_ending_by_their_own_word_is_not_heeded() -> None:
    first = link("o PARTNER_OF p", "2026-01-01", id="x")
    then = first | {"valid_to": "2026-02-01", "source_id": "OFFENDER-3A", "recorded_at": "2025-01-01T00:00:00Z"}
    town = Town(first, then, link("p PARENT_OF k"), profiles=(DA,))
    assert town.hits() == {
        ("partner_child", "x r3", S, NOW),
        ("new_partner", "x", S, NOW),
        ("household_adult", "x", M, NOW),
    }
    # Were the version good, there would be an exposure that there is not: she would be a former partner.
    assert town.told("intelligence_to_develop") == {("p", "x")}
    assert not Town(first, then | {"source_id": "FAMILY-3A"}, profiles=(DA,)).hits()
    assert not Town(then, profiles=(DA,)).hits()
    coming = Town(first, then | {"valid_to": "2026-08-01"}, profiles=(DA,))
    assert ("new_partner", "x", S, NOW) in coming.hits()
    met = link("p CONTACTED o", CALL, role="CALL")
    assert Town(first, then, met, profiles=(DA,)).told("disputed_ending") == {("p", "x")}


# 30 -------------------------------------------------------------------------------------------------------------------


def test_household_adult() -> None:
    lives = link("o LIVES_AT a"), link("g LIVES_AT a")
    mother = link("g PARENT_OF o")
    assert Town(*lives, profiles=(DA,)).hits() == set()
    assert Town(*lives, mother, profiles=(DA,)).hits() == {("household_adult", "r1 r2", S, NOW)}
    assert Town(*lives, link("g PARTNER_OF o", "2010-01-01 2011-01-01"), profiles=(DA,)).of("household_adult")
    assert Town(*lives, profiles=(AS,)).hits() == {("household_adult", "r1 r2", M, NOW)}
    men: Row = {"profile": AS, "preferred_sex": "M"}
    assert Town(*lives, profiles=(men,)).hits() == set()
    old: Row = {"profile": AS, "preferred_age_to": 30}
    assert Town(*lives, profiles=(old,)).hits() == {("household_adult", "r1 r2", W, NOW)}
    assert Town(*lives, mother, profiles=(old,)).hits() == {("household_adult", "r1 r2", M, NOW)}
    soon = link("o PLANNED_RESIDENCE a", "2026-07-01"), lives[1], mother
    assert Town(*soon, profiles=(DA,)).hits() == {("household_adult", "r1 r2", M, SOON)}
    house = link("o LIVES_AT b"), link("g LIVES_AT b")
    assert Town(*house, profiles=(AS,)).hits() == set()
    assert Town(*house, mother, profiles=(DA,)).hits() == {("household_adult", "r1 r2", S, NOW)}
    hostel = link("o LIVES_AT hostel"), link("g LIVES_AT hostel"), mother
    assert Town(*hostel, profiles=(DA,)).hits() == set()


def test_a_partner_elsewhere() -> None:
    partner = link("o PARTNER_OF p", "2020-01-01")
    assert Town(partner, profiles=(DA,)).hits() == {("household_adult", "r1", M, NOW)}
    assert Town(partner, profiles=(AS,)).hits() == set()
    together = link("o LIVES_AT a"), link("p LIVES_AT a")
    assert Town(partner, *together, profiles=(DA,)).hits() == {("household_adult", "r2 r3", S, NOW)}
    hostel = link("o LIVES_AT hostel"), link("p LIVES_AT hostel")
    assert Town(partner, *hostel, profiles=(DA,)).hits() == {("household_adult", "r1", M, NOW)}


# 31 -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mine", "profile", "holds"),
    [
        (link("o VISITS a", CALL), CS, True),
        (link("o VISITS a", "2026-03-01"), CS, False),
        (link("o VISITS a", CALL), DA, False),
        (link("o STAYS_AT a", detail="11"), CS, True),
        (link("o STAYS_AT a", detail="12"), CS, False),
        (link("o STAYS_AT a", detail="12"), CV, True),
        (link("o STAYS_AT a"), CS, False),
        (link("o STAYS_AT a"), CV, True),
    ],
)
def test_he_comes_to_a_childs_home(mine: Row, profile: str, holds: bool) -> None:
    assert bool(Town(mine, link("k LIVES_AT a"), profiles=(profile,)).of("child_home_visit")) is holds


def test_child_home_visit() -> None:
    assert Town(link("o LIVES_AT a"), link("k VISITS a", CALL)).hits() == {("child_home_visit", "r1 r2", M, LATELY)}
    assert Town(link("o LIVES_AT hostel"), link("k VISITS hostel", CALL)).hits() == set()
    assert Town(link("k VISITS o", CALL)).hits() == {("child_home_visit", "r1", M, LATELY)}
    visit = link("o VISITS p", CALL), link("p PARENT_OF k")
    assert Town(*visit).hits() == set()
    home = link("p LIVES_AT a"), link("k STAYS_AT a")
    assert Town(*visit, *home).hits() == {("child_home_visit", "r1 r2", M, LATELY)}
    both = link("o LIVES_AT a"), link("k LIVES_AT a"), link("k VISITS o", CALL)
    assert ("(child_home_visit)", "r3", M, LATELY) in Town(*both).hits()
    assert not Town(link("o VISITS a", CALL), *both[:2]).of("child_home_visit")
    assert Town(link("k VISITS o", CALL), link("o PARENT_OF k")).hits() == set()


# 32 -------------------------------------------------------------------------------------------------------------------


def test_keyholder_access() -> None:
    child = link("k LIVES_AT a")
    assert Town(link("o HOLDS_KEYS a"), child).hits() == {("keyholder_access", "r1 r2", S, NOW)}
    assert Town(link("o LANDLORD_OF a"), child).hits() == {("keyholder_access", "r1 r2", M, NOW)}
    work = link("o WORKS_FOR firm"), link("firm HOLDS_KEYS a"), child
    assert Town(*work).hits() == {("keyholder_access", "r1 r2 r3", M, NOW)}
    assert Town(link("o HOLDS_KEYS a", "2020-01-01 2026-06-01"), child).hits() == set()
    assert Town(link("o HOLDS_KEYS a"), child, link("o LIVES_AT a")).of("keyholder_access") == set()
    rooms = link("o HOLDS_KEYS b"), link("k LIVES_AT b1")
    assert Town(*rooms).hits() == {("keyholder_access", "r1 IN_BUILDING r2", S, NOW)}
    assert not Town(*rooms, link("o LIVES_AT b1")).of("keyholder_access")
    assert Town(*rooms, link("o LIVES_AT b2")).of("keyholder_access")
    assert Town(link("o HOLDS_KEYS tower"), link("k LIVES_AT t1")).hits() == set()
    assert Town(link("o HOLDS_KEYS t1"), link("k LIVES_AT t1")).of("keyholder_access")
    adults = link("o HOLDS_KEYS a"), link("p LIVES_AT a"), link("q LIVES_AT a")
    assert Town(*adults, profiles=(VX,)).hits() == {("keyholder_access", "r1 r3", S, NOW)}
    women: Row = {"profile": AS, "preferred_sex": "F"}
    assert len(Town(*adults, profiles=(women,)).hits()) == 2
    assert Town(*adults, profiles=(AS,)).hits() == set()


# 33, 34 ---------------------------------------------------------------------------------------------------------------


def test_stalking_target() -> None:
    assert Town(link("o FIXATED_ON k"), link("o PARENT_OF k"), profiles=()).hits() == {
        ("stalking_target", "r1", S, NOW)
    }
    assert Town(link("o THREATENED p", CALL), profiles=()).findings()[0].groups == {"KNOWN_ADULT"}
    assert Town(link("o THREATENED p", "2026-03-01")).hits() == set()
    assert Town(link("o THREATENED e", CALL), link("o FIXATED_ON s")).of("stalking_target") == set()


@pytest.mark.parametrize(
    ("born", "holds"), [("2026-06-02", True), ("2027-03-08", True), ("2027-03-09", False), ("2026-06-01", False)]
)
def test_a_child_is_expected(born: str, holds: bool) -> None:
    rows = link("o PARTNER_OF p", "2020-01-01"), link("p PARENT_OF e", "2026-09-01")
    found = Town(*rows, people={"e": {"date_of_birth": born}}).of("expected_child")
    assert found == ({("r1 r2", S, SOON)} if holds else set())


def test_expected_child() -> None:
    carries = link("p PARENT_OF e", role="BIRTH")
    assert Town(link("o PARENT_OF e")).hits() == {("expected_child", "r1", S, SOON)}
    assert Town(link("o PARENT_OF e", role="STEP")).hits() == set()
    assert Town(link("o PARENT_OF e"), profiles=(GV,)).hits() == set()
    home = link("o PLANNED_RESIDENCE a", "2026-07-01"), link("p LIVES_AT a"), carries
    found = Town(*home).findings()
    assert found[0].groups == {"CHILDREN"}
    assert Town(*home).hits() == {("expected_child", "r1 r2 r3", S, SOON)}
    assert Town(LONG_OVER, carries).hits() == set()
    assert Town(LONG_OVER, carries, link("o THREATENED p", CALL)).of("expected_child") == {("r1 r2", M, SOON)}


# Alerts ---------------------------------------------------------------------------------------------------------------


def test_confined_area() -> None:
    condition: Row = {"order_id": "order", "kind": "CONFINED_AREA", "latitude": 51.0, "longitude": 0.0}
    orders: Row = {"id": "order", "person_id": "o", "kind": "LICENCE", "valid_from": "2026-05-01"}
    seen = link("o SEEN_AT street", CALL)
    for radius, out in ((140, True), (150, False)):
        near = condition | {"id": "c", "radius_m": radius}
        assert bool(Town(seen, files={"orders": [orders], "conditions": [near]}).told("order_zone_breach")) is out
        both = [condition | {"id": "d", "radius_m": 10}, near]
        assert bool(Town(seen, files={"orders": [orders], "conditions": both}).told("order_zone_breach")) is out
    files: dict[str, list[Row]] = {"orders": [orders], "conditions": [condition | {"id": "c", "radius_m": 10}]}
    assert not Town(link("o SEEN_AT street", "2026-04-20"), files=files).alerts()
    assert not Town(link("o PLANNED_RESIDENCE street", "2026-06-20"), files=files).alerts()
    assert not Town(link("o SEEN_AT jail", CALL), files=files).alerts()


def asked(*enquiries: Row) -> dict[str, list[Row]]:
    rows: list[Row] = [{"id": f"e{number}", "offender_id": "o"} | row for number, row in enumerate(enquiries)]
    return {"offenders": [{"person_id": "o", "category": "1"}], "enquiries": rows}


CHILDREN: Row = {"agency_role": "CHILDRENS_SERVICES"}


@pytest.mark.parametrize(
    ("enquiry", "gap"),
    [
        (None, True),
        (CHILDREN | {"about_id": "a", "requested_on": "2026-05-30"}, False),
        (CHILDREN | {"about_id": "a", "requested_on": "2026-05-23"}, False),
        (CHILDREN | {"about_id": "a", "requested_on": "2026-05-22"}, True),
        (CHILDREN | {"about_id": "a", "requested_on": "2026-05-22", "answered_on": "2026-06-01"}, False),
        (CHILDREN | {"about_id": "a", "requested_on": "2026-05-22", "answered_on": "2026-06-02"}, True),
        (CHILDREN | {"about_id": "a", "requested_on": "2026-02-06", "answered_on": "2026-02-09"}, False),
        (CHILDREN | {"about_id": "a", "requested_on": "2026-02-05", "answered_on": "2026-02-09"}, True),
        (CHILDREN | {"about_id": "p", "requested_on": "2026-05-30"}, False),
        (CHILDREN | {"about_id": "o", "requested_on": "2026-05-30"}, True),
        (CHILDREN | {"about_id": "a", "requested_on": "2026-06-02"}, True),
        ({"agency_role": "POLICE", "about_id": "a", "requested_on": "2026-05-30"}, True),
    ],
)
def test_enquiry_gap(enquiry: Row | None, gap: bool) -> None:
    lives = link("o LIVES_AT a", "2026-05-01"), link("p LIVES_AT a")
    town = Town(*lives, files=asked(*([] if enquiry is None else [enquiry])))
    assert town.told("enquiry_gap") == ({("a", "r1")} if gap else set())


def test_which_homes_ask_for_an_enquiry() -> None:
    def gaps(*links: Row, profile: str = CS) -> set[tuple[str | None, str]]:
        return Town(*links, profiles=(profile,), files=asked()).told("enquiry_gap")

    assert gaps(link("o LIVES_AT a", "2026-03-09")) and not gaps(link("o LIVES_AT a", "2026-03-08"))
    assert gaps(link("o STAYS_AT a", CALL)) and not gaps(link("o STAYS_AT a", CALL, detail="11"))
    assert gaps(link("o PLANNED_RESIDENCE a", "2026-08-24")) and not gaps(link("o LIVES_AT hostel", CALL))
    custody = link("o STAYS_AT jail")
    assert not gaps(link("o LIVES_AT a", CALL), custody) and gaps(link("o LIVES_AT a", "2026-07-01"), custody)
    assert not gaps(link("o LIVES_AT a", CALL), profile=GV)
    both = Town(link("o LIVES_AT a", CALL), profiles=(DA,), files=asked()).alerts()
    assert {alert.agency for alert in both} == {"CHILDRENS_SERVICES", "POLICE"}
    assert not Town(link("o LIVES_AT a", CALL)).alerts()


def test_victim_without_liaison() -> None:
    hurt = link("o INVOLVED_IN crime", role="CONVICTED"), link("v VICTIM_OF crime")

    def told(*links: Row, **cells: str) -> bool:
        row: Row = {"person_id": "o", "category": "1", **cells}
        town = Town(*hurt, *links, profiles=(), files={"offenders": [row]})
        assert town.told("victim_without_liaison") <= {("v", "r1 r2")}
        return bool(town.told("victim_without_liaison"))

    assert not told()
    assert told(release_planned_on="2026-08-24") and not told(release_planned_on="2026-08-25")
    assert not told(release_planned_on="2026-05-31")
    assert told(link("o LIVES_AT jail"), release_planned_on="2026-05-31")
    assert told(link("o LIVES_AT jail"), link("o PLANNED_RESIDENCE a", "2026-07-01"))
    assert not told(link("o PLANNED_RESIDENCE a", "2026-07-01"))
    assert told(released_on="2025-06-02") and not told(released_on="2025-06-01")
    officer = link("care SUPPORTS v", role="VICTIM_LIAISON")
    assert not told(officer, released_on="2026-05-01")
    assert told(officer | {"role": "CARE"}, released_on="2026-05-01")
    declined = officer | {"valid_to": date(2026, 1, 1)}
    assert not told(declined, released_on="2026-05-01")
    assert not told(declined, released_on="2026-05-01", sentenced_on="2026-01-01")
    assert told(declined, released_on="2026-05-01", sentenced_on="2026-01-02")


def test_dapo_asks_for_notification() -> None:
    orders: dict[str, list[Row]] = {"orders": [{"id": "d", "person_id": "o", "kind": "DAPO"}]}
    assert Town(link("o LIVES_AT a", CALL), files=orders).told("notification_overdue")
