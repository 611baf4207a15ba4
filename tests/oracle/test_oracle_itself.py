"""The oracle on worlds written by hand, with answers reasoned from the rules."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.oracle.clock import Interval, after_a_year_before, age_on, birthday, on_or_after_a_year_before
from tests.oracle.hand import AS, CS, CV, DA, GV, VX, Town, link
from tests.oracle.world import Row

S, M, W, X = "STRONG", "MODERATE", "WEAK", "CONTEXT"
NOW, LATELY, SOON = "CURRENT", "RECENT", "FORTHCOMING"
STATES = link("o LIVES_AT a"), link("k LIVES_AT a")
CONVICTED = link("o INVOLVED_IN crime", role="CONVICTED")
HURT_V, HURT_K = link("v VICTIM_OF crime"), link("k VICTIM_OF crime")
CALL = "2026-05-20"


# Words ----------------------------------------------------------------------------------------------------------------


def test_days() -> None:
    leap = date(2008, 2, 29)
    assert birthday(leap, 18) == date(2026, 3, 1)
    assert age_on(leap, date(2026, 2, 28)) == 17
    assert age_on(leap, date(2026, 3, 1)) == 18
    assert age_on(leap, date(2008, 2, 28)) is None
    day = date(2026, 6, 1)
    for end, since, after in (("2025-05-31", False, False), ("2025-06-01", True, False), ("2025-06-02", True, True)):
        assert on_or_after_a_year_before(date.fromisoformat(end), day) is since
        assert after_a_year_before(date.fromisoformat(end), day) is after
    for end, later in (("2027-02-28", False), ("2027-03-01", True)):
        assert on_or_after_a_year_before(date.fromisoformat(end), date(2028, 2, 29)) is later
        assert after_a_year_before(date.fromisoformat(end), date(2028, 2, 29)) is later


def test_intervals() -> None:
    day = date(2026, 6, 1)
    ended = [Interval(None, day - timedelta(days=days)) for days in (0, 89, 90)]
    assert [each.contains(day) for each in ended] == [False, False, False]
    assert [each.recent(day, 90) for each in ended] == [True, True, False]
    coming = [Interval(day + timedelta(days=days)) for days in (0, 1, 84, 85)]
    assert [each.forthcoming(day, 84) for each in coming] == [False, True, True, False]
    assert not Interval(None, day).overlaps(Interval(day))
    assert Interval(None, day).overlaps(Interval(day - timedelta(days=1), day))


@pytest.mark.parametrize(
    ("born", "day", "counts"),
    [
        ("2008-06-02", "2026-06-01", True),
        ("2008-06-01", "2026-06-01", False),
        ("2026-06-01", "2026-06-01", True),
        ("2026-06-02", "2026-06-01", False),
        ("2008-02-29", "2026-02-28", True),
        ("2008-02-29", "2026-03-01", False),
    ],
)
def test_a_child_is_born_and_under_18(born: str, day: str, counts: bool) -> None:
    town = Town(*STATES, people={"k": {"date_of_birth": born}})
    assert bool(town.hits(date.fromisoformat(day))) is counts


def test_an_unknown_birth_counts_only_at_school_and_caps() -> None:
    lives = link("o LIVES_AT a"), link("u LIVES_AT a")
    assert Town(*lives).hits() == set()
    assert Town(*lives, link("u ATTENDS club")).hits() == set()
    assert Town(*lives, link("u ATTENDS nursery")).of("child_same_household") == {("r1 r2", M, NOW)}
    assert Town(*lives, link("u ATTENDS school", "- 2026-06-01")).hits() == set()


@pytest.mark.parametrize(("died", "counts"), [("2026-06-01", False), ("2026-06-02", True)])
def test_the_dead_stand_in_no_path(died: str, counts: bool) -> None:
    for dead in ("p", "k", "o"):
        town = Town(link("o PARTNER_OF p", "2020-01-01"), link("p PARENT_OF k"), people={dead: {"deceased_on": died}})
        assert bool(town.hits()) is counts


def test_refuted_later_and_closed_links_are_not_there() -> None:
    assert Town(STATES[0], STATES[1] | {"status": "REFUTED"}).hits() == set()
    late = Town(STATES[0], STATES[1] | {"recorded_at": "2025-01-01T00:00:00Z"})
    assert late.hits(known_at=datetime(2024, 12, 31, tzinfo=UTC)) == set()
    assert late.hits(known_at=datetime(2025, 1, 1, tzinfo=UTC))
    closed = Town(STATES[0], STATES[1] | {"source_id": "closed"})
    assert closed.hits() == set()
    assert closed.hits(cleared=True)
    hidden = Town(*STATES, people={"k": {"source_id": "closed"}})
    assert hidden.hits() == set()


def test_a_correction_supersedes() -> None:
    first = STATES[1] | {"id": "x"}
    then = first | {"status": "REFUTED", "recorded_at": "2025-01-01T00:00:00Z"}
    town = Town(STATES[0], first, then)
    assert town.hits() == set()
    assert town.hits(known_at=datetime(2024, 12, 31, tzinfo=UTC)) == {("child_same_household", "r1 x", S, NOW)}
    assert [len(bundle["relationships"]) for bundle in town.world.bundles()] == [2, 1]


def test_profiles_open_the_gate() -> None:
    assert Town(*STATES, profiles=(GV,)).hits() == set()
    assert Town(*STATES, profiles=({"profile": CV},)).hits()
    assert Town(*STATES, profiles=({"profile": CS, "source_id": "1D"},)).hits() == set()
    assert Town(*STATES, profiles=({"profile": CS, "valid_to": "2026-06-01"},)).hits() == set()
    assert Town(*STATES, profiles=({"profile": CS, "source_id": "closed"},)).hits() == set()


# Strength -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "strength"),
    [
        ({"source_id": "1B"}, S),
        ({"source_id": "1C"}, M),
        ({"source_id": "2A"}, M),
        ({"assertion": "OPINION"}, M),
        ({"status": "CONFIRMED"}, S),
    ],
)
def test_the_weakest_link_caps(cells: Row, strength: str) -> None:
    assert Town(STATES[0], STATES[1] | cells).of("child_same_household") == {("r1 r2", strength, NOW)}


@pytest.mark.parametrize(
    ("profiles", "strength"),
    [
        (({"profile": CS, "preferred_sex": "M"},), M),
        (({"profile": CS, "preferred_sex": "M", "preferred_age_from": 12},), M),
        (({"profile": CS, "preferred_age_to": 10, "preferred_age_from": 10},), S),
        (({"profile": CS, "preferred_age_to": 9},), M),
        (({"profile": CS, "preferred_sex": "M"}, {"profile": DA, "preferred_sex": "F"}), S),
        (({"profile": CS, "preferred_sex": "M"}, {"profile": GV, "preferred_sex": "F"}), M),
    ],
)
def test_a_preference_mismatch_costs_one_step(profiles: tuple[Row, ...], strength: str) -> None:
    assert Town(*STATES, profiles=profiles).of("child_same_household") == {("r1 r2", strength, NOW)}


def test_a_forthcoming_link_costs_a_step_before_the_cap() -> None:
    coming = link("k LIVES_AT a", "2026-06-10", source_id="1C")
    assert Town(STATES[0], coming).of("child_same_household") == {("r1 r2", M, SOON)}
    unlike: Row = {"profile": CS, "preferred_sex": "M"}
    assert Town(STATES[0], coming, profiles=(unlike,)).of("child_same_household") == {("r1 r2", W, SOON)}


def test_a_bad_link_fulfils_and_prevents_nothing_but_may_be_developed() -> None:
    town = Town(STATES[0], STATES[1] | {"source_id": "1D"})
    assert town.hits() == set()
    assert town.told("intelligence_to_develop") == {("k", "r1 r2")}
    # Both links of the path may be bad; each is told of.
    town = Town(*(row | {"source_id": "3A"} for row in STATES))
    assert {alert.about for alert in town.alerts() if alert.kind == "intelligence_to_develop"} == {"r1", "r2"}
    # A bad parenthood does not make an own child, so 20 holds.
    town = Town(link("o ASSOCIATE_OF k"), link("o PARENT_OF k", source_id="1E"))
    assert town.of("child_associate") == {("r1", S, NOW)}
    # Two bad conditions off the path: neither would do alone.
    bad: Row = {"source_id": "1D"}
    assert not Town(link("o CONTACTED v", CALL), CONVICTED | bad, HURT_V | bad).alerts()
    assert Town(link("o CONTACTED v", CALL), CONVICTED | bad, HURT_V).told("intelligence_to_develop") == {("v", "r1")}


# Patterns -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [
        (link("o LIVES_AT a", "2026-06-01"), link("k STAYS_AT a"), (S, NOW)),
        (link("o LIVES_AT a", "2026-08-24"), link("k LIVES_AT a"), (M, SOON)),
        (link("o LIVES_AT a", "2026-08-25"), link("k LIVES_AT a"), None),
        (link("o LIVES_AT a", "- 2026-06-01"), link("k LIVES_AT a"), None),
        (link("o LIVES_AT a", "2026-07-01"), link("k LIVES_AT a", "- 2026-07-01"), None),
        (link("o PLANNED_RESIDENCE a", "2026-03-09"), link("k LIVES_AT a"), (S, NOW)),
        (link("o PLANNED_RESIDENCE a", "2026-03-08"), link("k LIVES_AT a"), None),
        (link("o PLANNED_RESIDENCE a"), link("k LIVES_AT a"), None),
        (link("o PLANNED_RESIDENCE a", "2026-05-01 2026-06-01"), link("k LIVES_AT a"), None),
        (link("o LIVES_AT cell"), link("k LIVES_AT cell"), None),
    ],
)
def test_child_same_household(mine: Row, theirs: Row, expected: tuple[str, str] | None) -> None:
    assert Town(mine, theirs).of("child_same_household") == ({("r1 r2", *expected)} if expected else set())


@pytest.mark.parametrize(
    ("stay", "expected"),
    [
        (link("o STAYS_AT a", detail="12"), (S, NOW)),
        (link("o STAYS_AT a", detail="11"), None),
        (link("o STAYS_AT a"), (M, NOW)),
        (link("o STAYS_AT a", "2020-01-01 2026-03-04", detail="20"), (S, LATELY)),
        (link("o STAYS_AT a", "2020-01-01 2026-03-03", detail="20"), None),
    ],
)
def test_child_household_stay(stay: Row, expected: tuple[str, str] | None) -> None:
    town = Town(stay, link("k LIVES_AT a"))
    assert town.of("child_household_stay") == ({("r1 r2", *expected)} if expected else set())


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ("2020-01-01", (S, NOW)),
        ("2020-01-01 2026-03-04", (S, LATELY)),
        ("2020-01-01 2026-03-03", None),
        ("2026-06-02", (M, SOON)),
    ],
)
def test_partner_child(days: str, expected: tuple[str, str] | None) -> None:
    town = Town(link("p PARTNER_OF o", days), link("p PARENT_OF k", "2020-01-01 2021-01-01", role="STEP"))
    assert town.of("partner_child") == ({("r1 r2", *expected)} if expected else set())


@pytest.mark.parametrize(
    ("days", "holds"), [("2025-06-01", True), ("2025-05-31", False), ("", False), ("2026-06-02", False)]
)
def test_new_partner(days: str, holds: bool) -> None:
    assert bool(Town(link("o PARTNER_OF p", days), profiles=(DA,)).of("new_partner")) is holds
    assert not Town(link("o PARTNER_OF k2", days), profiles=(DA,)).hits()


def test_prior_victim_proximity() -> None:
    hurt = CONVICTED, HURT_V
    assert Town(link("o LIVES_AT a"), link("v LIVES_AT a2"), *hurt, profiles=()).hits() == {
        ("prior_victim_proximity", "r1 NEAR r2", S, NOW)
    }
    assert Town(link("o LIVES_AT a"), link("v LIVES_AT a3"), *hurt).hits() == set()
    assert Town(link("o WORKS_FOR firm"), link("v WORKS_FOR firm"), *hurt).of("prior_victim_proximity") == {
        ("r1 r2", S, NOW)
    }
    charged = CONVICTED | {"role": "CHARGED"}
    assert Town(link("o LIVES_AT a"), link("v LIVES_AT a"), charged, HURT_V).hits() == set()
    orders: dict[str, list[Row]] = {
        "orders": [{"id": "order", "person_id": "o", "kind": "RESTRAINING", "valid_from": "2026-06-01"}],
        "conditions": [{"id": "c", "order_id": "order", "kind": "NO_CONTACT", "subject_id": "v"}],
    }
    assert Town(link("o LIVES_AT a"), link("v LIVES_AT a"), charged, HURT_V, files=orders).hits()
    acquitted = CONVICTED | {"role": "ACQUITTED"}
    assert Town(link("o LIVES_AT a"), link("v LIVES_AT a"), acquitted, HURT_V, files=orders).hits() == set()


def test_prior_victim_contact() -> None:
    hurt = CONVICTED, HURT_V
    assert Town(link("o VISITS v", CALL), *hurt).hits() == {("prior_victim_contact", "r1", S, LATELY)}
    assert Town(link("v CONTACTED o", CALL), *hurt).hits() == set()
    through = link("o CONTACTED p", CALL, role="INTERMEDIARY"), link("p CONTACTED v", CALL)
    assert Town(*through, *hurt).hits() == {("prior_victim_contact", "r1 r2", M, LATELY)}
    assert Town(through[0] | {"role": "CALL"}, through[1], *hurt).hits() == set()
    for sentenced, holds in (("2026-05-19", True), ("2026-05-20", False)):
        rows: list[Row] = [{"person_id": "o", "category": "1", "sentenced_on": sentenced}]
        assert bool(Town(link("o CONTACTED v", CALL), *hurt, files={"offenders": rows}).hits()) is holds


def test_an_event_without_days_is_never_recent() -> None:
    hurt = CONVICTED, HURT_V
    assert Town(link("o CONTACTED v"), *hurt).hits() == set()
    assert Town(link("o CONTACTED v", "- 2026-05-20"), *hurt).hits()
    assert Town(link("o CONTACTED v", "2026-03-03"), *hurt).hits()
    assert Town(link("o CONTACTED v", "2026-03-02"), *hurt).hits() == set()
    assert Town(link("o CONTACTED v", "2026-06-01"), *hurt).of("prior_victim_contact") == {("r1", S, NOW)}


def test_victim_sibling() -> None:
    rows = CONVICTED, HURT_V, link("k SIBLING_OF v")
    assert Town(*rows).hits() == set()
    assert Town(*rows, link("o MINDS k")).of("victim_sibling") == {("r1 r2 r3", M, NOW)}
    # That they are of one club is another exposure only where there is another, and each is the other's.
    together = Town(*rows, link("o MEMBER_OF club"), link("k MEMBER_OF club"))
    assert together.of("victim_sibling") == {("r1 r2 r3", M, NOW)}
    assert together.of("shared_organisation") == {("r4", M, NOW), ("r4 r5", M, NOW)}


def test_relative_or_friend_child() -> None:
    friend = link("o FRIEND_OF p"), link("p PARENT_OF k")
    assert Town(*friend).hits() == set()
    assert Town(*friend, link("k CONTACTED o", CALL)).of("relative_or_friend_child") == {("r1 r2", M, NOW)}
    assert Town(*friend, link("p VISITS o", CALL)).of("relative_or_friend_child") == {("r1 r2", M, NOW)}
    guest = link("p VISITS a", CALL), link("o LIVES_AT a")
    assert Town(*friend, *guest).of("relative_or_friend_child") == {("r1 r2", M, NOW)}
    assert Town(
        link("o RELATED_TO k", "2000-01-01 2001-01-01"), link("o CONTACTED k", CALL, role="APPROACH")
    ).hits() == {("relative_or_friend_child", "r1", M, NOW)}
    assert Town(link("o PARENT_OF k"), link("o CONTACTED k", CALL)).hits() == set()


def test_extended_family_care() -> None:
    rows = link("o VISITS a", CALL), link("g LIVES_AT a"), link("g CARES_FOR k", role="KINSHIP")
    assert Town(*rows).hits() == set()
    assert Town(*rows, link("k RELATED_TO g")).of("extended_family_care") == {("r1 r2 r3", M, LATELY)}
    assert Town(*rows, link("o PARENT_OF k"), link("g PARENT_OF o")).of("extended_family_care")
    assert not Town(*rows[:2], rows[2] | {"role": "PROFESSIONAL"}, link("k RELATED_TO g")).hits()


def test_offender_sibling_group() -> None:
    rows = link("o SIBLING_OF o2"), link("o2 PARENT_OF k"), link("o CONTACTED o2", CALL)
    files: dict[str, list[Row]] = {
        "offenders": [{"person_id": "o", "category": "1"}, {"person_id": "o2", "category": "1"}],
        "profiles": [{"person_id": "o2", "profile": CV}],
    }
    assert Town(*rows, files=files).of("offender_sibling_group") == {("r1 r2", M, NOW)}
    assert not Town(*rows, link("o2 STAYS_AT cell"), files=files).of("offender_sibling_group")
    assert not Town(*rows, profiles=(CS, {"person_id": "o2", "profile": CV})).of("offender_sibling_group")


def test_near_child_site() -> None:
    home = link("o LIVES_AT a")
    seen = link("o SEEN_AT street", CALL)
    strangers: Row = {"profile": CS, "targets_strangers": True}
    assert Town(home).hits() == set()
    assert Town(home, profiles=(strangers,)).hits() == {("near_child_site", "r1 NEAR", X, NOW)}
    assert Town(home, seen).hits() == {("near_child_site", "r1 NEAR", M, NOW)}
    finding = Town(home, seen).findings()[0]
    assert (finding.subject, finding.kind, finding.groups) == ("school", "CHILDREN", frozenset({"CHILDREN"}))


def test_household_child_school() -> None:
    rows = link("o LIVES_AT a"), link("k STAYS_AT a"), link("k ATTENDS far")
    assert Town(*rows).of("household_child_school") == {("r1 r2 r3", M, NOW)}
    assert not Town(rows[0], link("k LIVES_AT a", "2026-06-02"), rows[2]).of("household_child_school")


def test_shared_organisation() -> None:
    rows = link("o MEMBER_OF club"), link("k ATTENDS club")
    assert Town(rows[0]).hits() == set()
    assert Town(*rows, profiles=(VX,)).hits() == set()
    assert Town(*rows).hits() == {("shared_organisation", "r1", M, NOW)}
    assert Town(*rows, link("o ASSOCIATE_OF k")).of("shared_organisation") == {("r1", M, NOW), ("r1 r2", M, NOW)}
    finding = Town(link("o VOLUNTEERS_AT both"), profiles=(CS, VX)).findings()
    assert {(each.subject, each.kind) for each in finding} == {("both", "BOTH")}
    assert finding[0].groups == {"CHILDREN", "KNOWN_ADULT"}


def test_work_site_exposure() -> None:
    rows = link("o WORKS_FOR firm"), link("firm WORKS_AT far"), link("k ATTENDS far")
    assert Town(*rows).hits() == {("work_site_exposure", "r1 r2", M, NOW)}
    assert Town(*rows, link("o MINDS k")).of("work_site_exposure") == {("r1 r2", M, NOW), ("r1 r2 r3", S, NOW)}
    assert Town(link("o WORKS_FOR care")).hits() == set()
    assert Town(link("o WORKS_FOR care"), profiles=(AS,)).findings()[0].kind == "ADULTS_AT_RISK"
    assert not Town(*rows, link("o PARENT_OF k"), link("o LIVES_AT a"), link("k LIVES_AT a")).of(
        "work_site_exposure"
    ) - {("r1 r2", M, NOW)}


def test_shared_building() -> None:
    rows = link("o LIVES_AT b1"), link("k STAYS_AT b2")
    assert Town(*rows).hits() == {("shared_building", "r1 IN_BUILDING IN_BUILDING r2", S, NOW)}
    women: Row = {"profile": AS, "preferred_sex": "F"}
    assert Town(link("o LIVES_AT b1"), link("p LIVES_AT b2"), profiles=(women,)).of("shared_building")
    assert not Town(link("o LIVES_AT b1"), link("p LIVES_AT b2"), profiles=(AS,)).hits()
    tower = Town(link("o LIVES_AT t1"), link("k LIVES_AT t2"))
    assert tower.hits() == {("shared_building", "r1 IN_BUILDING", X, NOW)}
    assert tower.findings()[0].subject == "tower"


def test_neighbour_child() -> None:
    rows = link("o LIVES_AT a"), link("a2 ADJACENT_TO a"), link("k LIVES_AT a2")
    assert Town(*rows).hits() == set()
    approach = link("o CONTACTED k", CALL, role="APPROACH", source_id="1C")
    assert Town(*rows, approach).of("neighbour_child") == {("r1 r2 r3", M, NOW)}
    better = approach | {"source_id": "1B"}
    assert Town(*rows, approach, better).of("neighbour_child") == {("r1 r2 r3", S, NOW)}


def test_associate_bridge() -> None:
    care = link("p CARES_FOR k")
    assert Town(link("o ASSOCIATE_OF p", "2020-01-01 2026-05-01"), care).hits() == {
        ("associate_bridge", "r1 r2", M, LATELY)
    }
    both = CONVICTED, link("p INVOLVED_IN crime", role="CAUTIONED")
    assert Town(*both, care).hits() == set()
    assert Town(*both, care, link("p MINDS o")).of("associate_bridge") == {("r1 r2 r3", M, NOW)}
    home = link("p LIVES_AT a"), link("q LIVES_AT a")
    assert Town(link("o ASSOCIATE_OF p"), *home, profiles=(VX,)).of("associate_bridge") == {("r1 r2 r3", M, NOW)}


def test_babysitting_access() -> None:
    assert Town(link("o MINDS k", role="OFFERED")).hits() == {("babysitting_access", "r1", M, NOW)}
    rows = link("o FRIEND_OF p"), link("p MINDS k", role="OFFERED")
    assert Town(*rows).hits() == set()
    assert Town(*rows, link("o CONTACTED p", CALL)).hits() == {("babysitting_access", "r1 r2", W, NOW)}


def test_child_associate() -> None:
    call = link("o CONTACTED k", CALL, role="CALL")
    assert Town(link("o ASSOCIATE_OF k"), call, profiles=(GV,)).hits() == {
        ("child_associate", "r1", S, NOW),
        ("child_associate", "r2", M, LATELY),
    }
    partner = link("o PARTNER_OF p", "2020-01-01"), link("p PARENT_OF k")
    assert not Town(call, *partner, profiles=(GV,)).hits()
    assert not Town(call, link("k RELATED_TO o"), profiles=(GV,)).hits()
    assert not Town(call, *STATES, profiles=(GV,)).hits()
    assert not Town(call | {"role": "APPROACH"}, profiles=(GV,)).hits()


def test_online_contact() -> None:
    rows = link("o USES mine"), link("theirs MESSAGED mine", CALL)
    assert Town(*rows, link("k USES theirs")).hits() == {("online_contact", "r1 r2 r3", S, LATELY)}
    assert Town(*rows, link("k USES theirs"), profiles=(DA,)).hits() == set()
    hurt = link("v USES theirs"), CONVICTED, HURT_V
    assert Town(*rows, *hurt, profiles=(DA,)).hits() == {("online_contact", "r1 r2 r3", S, LATELY)}
    assert Town(link("o USES mine"), link("k USES mine")).hits() == set()


def test_adult_at_risk_access() -> None:
    rows = link("o VISITS q", CALL), link("q2 SIBLING_OF q")
    assert Town(*rows, profiles=(GV,)).hits() == {
        ("adult_at_risk_access", "r1", S, LATELY),
        ("adult_at_risk_access", "r1 r2", M, LATELY),
    }
    assert Town(*rows, link("o PARTNER_OF q", "2020-01-01 2026-05-01"), profiles=(GV,)).hits() == set()
    assert Town(link("o CONTACTED q", CALL, role="CALL"), profiles=(GV,)).hits() == set()


def test_release_address_near_victim() -> None:
    rows = CONVICTED, HURT_V, link("v LIVES_AT a2")
    assert Town(link("o PLANNED_RESIDENCE a", "2026-08-01"), *rows, profiles=()).hits() == {
        ("release_address_near_victim", "r1 NEAR r4", S, SOON)
    }
    assert Town(link("o PLANNED_RESIDENCE hostel", "2026-08-01"), *rows).of("release_address_near_victim") == {
        ("r1 NEAR r4", M, SOON)
    }
    assert Town(link("o PLANNED_RESIDENCE a", "2026-08-25"), *rows).hits() == set()


def test_prison_channel() -> None:
    call = link("k CONTACTED o", CALL, role="LETTER")
    assert Town(call).hits() == set()
    assert Town(call, link("o LIVES_AT cell")).of("prison_channel") == {("r1", S, LATELY)}
    assert not Town(call, link("o LIVES_AT cell"), link("k RELATED_TO o")).of("prison_channel")
    both = link("v LIVES_AT jail"), link("o LIVES_AT jail"), link("v CONTACTED o", CALL, role="CALL"), CONVICTED, HURT_V
    found = Town(*both, profiles=(VX,)).findings()
    assert {(each.subject, each.groups) for each in found} == {("v", frozenset({"PRISONERS", "KNOWN_ADULT"}))}


def test_staff_target() -> None:
    assert Town(link("o THREATENED s", CALL), profiles=(GV,)).hits() == {("staff_target", "r1", S, LATELY)}
    assert Town(link("o CONTACTED s", CALL, role="LETTER"), profiles=(GV,)).hits() == {
        ("staff_target", "r1", M, LATELY)
    }
    assert not Town(link("o THREATENED p", CALL), profiles=(GV,)).of("staff_target")
    assert Town(link("o FIXATED_ON s"), profiles=()).hits() == {("staff_target", "r1", S, NOW)}
    assert Town(link("o CONTACTED s", CALL, role="LETTER"), profiles=(CS,)).hits() == set()
    assert Town(link("o THREATENED s", CALL), profiles=(GV,)).findings()[0].groups == {"STAFF"}


# Suppression, order ---------------------------------------------------------------------------------------------------


def test_a_shared_home_suppresses_what_is_not_stronger() -> None:
    kin = link("o RELATED_TO k")
    assert Town(*STATES, kin).hits() == {
        ("child_same_household", "r1 r2", S, NOW),
        ("(relative_or_friend_child)", "r3", M, NOW),
    }
    weak = STATES[1] | {"source_id": "1C"}
    assert ("child_household_stay", "r3 r2", M, NOW) not in Town(
        STATES[0], weak, link("o STAYS_AT a", detail="12")
    ).hits()
    elsewhere = link("k STAYS_AT a2"), link("o STAYS_AT a2", detail="12")
    assert ("child_household_stay", "r4 r3", S, NOW) in Town(STATES[0], weak, *elsewhere).hits()


def test_findings_come_in_order() -> None:
    town = Town(
        link("o MINDS k"),
        link("o MINDS k2"),
        link("o FRIEND_OF p"),
        link("p PARENT_OF u"),
        people={"k": {"given_names": "zoe"}, "k2": {"given_names": "Ann"}},
    )
    assert [finding.subject for finding in town.findings()] == ["k2", "k"]


# Alerts ---------------------------------------------------------------------------------------------------------------


def test_offender_cohabitation() -> None:
    files: dict[str, list[Row]] = {
        "offenders": [{"person_id": "o2", "category": "1"}],
        "profiles": [{"person_id": "o2", "profile": VX}],
    }
    rows = link("o PLANNED_RESIDENCE a", "2026-08-01"), link("o2 LIVES_AT a", "2020-01-01")
    assert Town(*rows, files=files).told("offender_cohabitation") == {("o2", "r1 r2")}
    assert not Town(rows[0], link("o2 LIVES_AT a", "2020-01-01 2026-08-01"), files=files).alerts()
    assert not Town(*rows).alerts()
    assert not Town(link("o LIVES_AT hostel"), link("o2 LIVES_AT hostel"), files=files).alerts()


def test_serial_partner() -> None:
    rows = [
        link("o PARTNER_OF p", "2018-01-01 2019-01-01"),
        link("g PARTNER_OF o", "2026-04-30"),
        link("p PARENT_OF k"),
        link("g PARENT_OF k2"),
    ]
    assert Town(*rows).told("serial_partner") == {("o", "")}
    assert not Town(rows[0] | {"valid_from": None}, *rows[1:]).told("serial_partner")
    assert not Town(rows[0], rows[2], rows[3]).told("serial_partner")
    assert not Town(*rows, profiles=(GV,)).alerts()


def order(kind: str = "SHPO", condition: Row | None = None, **cells: str) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = {"orders": [{"id": "order", "person_id": "o", "kind": kind, **cells}]}
    if condition is not None:
        rows["conditions"] = [{"id": "condition", "order_id": "order"} | condition]
    return rows


def test_order_zone_breach() -> None:
    area: Row = {"kind": "EXCLUDED_AREA", "latitude": 51.0, "longitude": 0.0, "radius_m": 150}
    seen = link("o SEEN_AT street", CALL)
    assert Town(seen, files=order(condition=area)).told("order_zone_breach") == {("street", "r1")}
    assert not Town(seen, files=order(condition=area, valid_from="2026-05-21")).alerts()
    assert not Town(seen, files=order(condition=area | {"radius_m": 140})).alerts()
    place: Row = {"kind": "EXCLUDED_PLACE", "subject_id": "firm"}
    assert Town(link("o WORKS_FOR firm"), files=order(condition=place)).told("order_zone_breach") == {("firm", "r1")}
    nobody: Row = {"kind": "NO_CONTACT", "subject_id": "p"}
    assert Town(link("o VISITS p", CALL), files=order(condition=nobody)).told("order_zone_breach") == {("p", "r1")}
    assert not Town(link("p VISITS o", CALL), files=order(condition=nobody)).alerts()
    house: Row = {"kind": "NO_CHILD_HOUSEHOLD", "sex": "F", "age_limit": 11}
    assert Town(*STATES, files=order(condition=house)).told("order_zone_breach") == {("k", "r1 r2")}
    assert not Town(*STATES, files=order(condition=house | {"sex": "M"})).alerts()
    assert not Town(*STATES, files=order(condition=house | {"age_limit": 10})).alerts()
    past = link("k LIVES_AT a", "2020-01-01 2026-05-01")
    assert Town(STATES[0], past, files=order(condition=house)).told("order_zone_breach") == {("k", "r1 r2")}
    contact: Row = {"kind": "NO_CHILD_CONTACT"}
    assert Town(link("o MINDS k"), files=order(condition=contact)).told("order_zone_breach") == {("k", "r1")}
    assert not Town(link("o MINDS k"), link("o PARENT_OF k"), files=order(condition=contact)).alerts()


@pytest.mark.parametrize(("begun", "overdue"), [("2026-05-29", True), ("2026-05-30", False)])
def test_notification_overdue(begun: str, overdue: bool) -> None:
    lives = link("o LIVES_AT a", begun)
    town = Town(lives, files=order("NOTIFICATION"))
    assert town.told("notification_overdue") == ({("a", "r1")} if overdue else set())
    assert bool(Town(link("o LIVES_AT a"), files=order("NOTIFICATION", valid_from=begun)).alerts()) is overdue
    assert not Town(link("o LIVES_AT a"), files=order("NOTIFICATION")).alerts()
    assert not Town(lives, link("o NOTIFIED_ADDRESS a", "2026-06-01"), files=order("NOTIFICATION")).alerts()
    assert not Town(lives, link("o LIVES_AT cell"), files=order("NOTIFICATION")).told("notification_overdue")


def test_a_bad_link_that_would_be_a_breach() -> None:
    nobody: Row = {"kind": "NO_CONTACT", "subject_id": "p"}
    town = Town(link("o VISITS p", CALL, source_id="1E"), files=order(condition=nobody))
    assert {alert.shown for alert in town.alerts()} == {("intelligence_to_develop", "p", ("r1",))}
