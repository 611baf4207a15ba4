"""Whom the oracle would tell, on worlds written by hand, with answers reasoned from the rules."""

import pytest

from tests.oracle.hand import AS, CS, DA, VX, Town, link
from tests.oracle.world import Row

CALL = "2026-05-20"
MINDS = link("o MINDS k")
MOTHER = link("p PARENT_OF k")
TOGETHER = link("p LIVES_AT a2"), link("k LIVES_AT a2")
CONVICTED = link("o INVOLVED_IN crime", role="CONVICTED")
MANAGED_P: dict[str, list[Row]] = {
    "offenders": [{"person_id": "p", "category": "1"}],
    "profiles": [{"person_id": "p", "profile": CS}],
}


# Who ------------------------------------------------------------------------------------------------------------------


def test_a_parent_with_the_care_or_else_a_carer() -> None:
    town = Town(MINDS, MOTHER)
    assert town.disclosed() == {"p": ("CLEAR", "PARENT")}
    assert town.shared() == {"CHILDRENS_SERVICES"}
    elsewhere = link("k LIVES_AT a2"), link("g CARES_FOR k", role="INFORMAL")
    assert Town(MINDS, MOTHER, *elsewhere).disclosed() == {"g": ("CLEAR", "KIN_CARER")}
    assert Town(MINDS, MOTHER, *elsewhere, link("p CARES_FOR k", role="MAIN_CARER")).disclosed() == {
        "p": ("CLEAR", "PARENT")
    }
    assert Town(MINDS, MOTHER, *TOGETHER, *elsewhere[1:]).disclosed() == {"p": ("CLEAR", "PARENT")}
    # He himself is not told, nor counted as the parent who has the care.
    own = link("o LIVES_AT a"), link("k LIVES_AT a"), link("o PARENT_OF k")
    assert Town(*own, elsewhere[1]).disclosed() == {"g": ("CLEAR", "KIN_CARER")}


def test_not_the_associate() -> None:
    bridge = link("o ASSOCIATE_OF p"), MOTHER, link("g PARENT_OF k")
    assert Town(*bridge).disclosed() == {"g": ("CLEAR", "PARENT")}


def test_a_partner_and_who_else_is_a_parent() -> None:
    partner = link("o PARTNER_OF p", "2020-01-01"), MOTHER, link("g PARENT_OF k")
    assert Town(*partner).disclosed() == {"p": ("ASSESS", "PARTNER", "PARENT"), "g": ("CLEAR", "PARENT")}
    apart = link("k LIVES_AT a2"), link("p LIVES_AT a2")
    assert Town(*partner, *apart).disclosed() == {"p": ("ASSESS", "PARTNER", "PARENT"), "g": ("CLEAR", "OTHER_PARENT")}
    ended = link("o PARTNER_OF p", "2020-01-01 2026-05-01")
    assert Town(ended, *partner[1:]).disclosed()["p"] == ("ASSESS", "EX_PARTNER", "PARENT")


def test_prior_victims() -> None:
    near = link("o LIVES_AT a"), CONVICTED
    adult = Town(*near, link("v VICTIM_OF crime"), link("v LIVES_AT a2"), link("o RELATED_TO v"))
    assert adult.disclosed() == {"v": ("CLEAR", "PRIOR_VICTIM")}
    assert adult.shared() == set()
    child = Town(*near, link("k VICTIM_OF crime"), link("k LIVES_AT a2"), link("p LIVES_AT a2"), MOTHER)
    assert child.disclosed() == {"p": ("CLEAR", "PARENT")}


def test_nobody_is_told_before_birth() -> None:
    near = link("o LIVES_AT a"), CONVICTED, link("e VICTIM_OF crime"), link("e LIVES_AT a2")
    expected = Town(*near, link("p PARENT_OF e"), link("p LIVES_AT a2"))
    assert expected.disclosed() == {"p": ("CLEAR", "PARENT")}
    assert expected.shared() == {"CHILDRENS_SERVICES"}
    # Somebody who was harmed and is to be born in a far future is there: it is the day that is amiss.
    amiss: dict[str, Row] = {"e": {"date_of_birth": "2062-09-01"}}
    assert Town(*near, link("p PARENT_OF e"), people=amiss).disclosed() == {"e": ("CLEAR", "PRIOR_VICTIM")}
    parted = link("o PARTNER_OF e", "2015-01-01 2026-05-01")
    for people, shared in ((None, {"CHILDRENS_SERVICES", "POLICE"}), (amiss, {"POLICE"})):
        town = Town(parted, profiles=(DA,), people=people)
        assert town.disclosed() == {"e": ("ASSESS", "EX_PARTNER")}
        assert town.shared() == shared


def test_schools_nurseries_clubs_and_work() -> None:
    home = link("o LIVES_AT a"), link("k LIVES_AT a"), link("k ATTENDS school"), link("p HEAD_OF school")
    lead = link("g SAFEGUARDING_LEAD_OF school")
    town = Town(*home, lead)
    assert town.disclosed() == {"p": ("CLEAR", "HEAD_TEACHER"), "g": ("CLEAR", "SAFEGUARDING_LEAD")}
    assert Town(*home[:3]).disclosed() == {"school": ("CLEAR", "HEAD_TEACHER")}
    blocked = Town(*home, link("p RELATED_TO o"), link("v CHAIR_OF school"))
    assert blocked.disclosed() == {"p": ("BLOCKED", "HEAD_TEACHER"), "v": ("CLEAR", "GOVERNORS_CHAIR")}
    assert Town(*home[:3], link("o CHAIR_OF school")).disclosed() == {"school": ("BLOCKED", "HEAD_TEACHER")}
    club = Town(link("o MEMBER_OF both"), link("p HEAD_OF both"))
    assert club.disclosed() == {"p": ("CLEAR", "CLUB_LEAD")}
    work = Town(link("o WORKS_FOR firm"), link("firm WORKS_AT nursery"))
    assert work.disclosed() == {"firm": ("CLEAR", "EMPLOYER"), "nursery": ("CLEAR", "NURSERY_MANAGER")}
    volunteer = Town(link("o VOLUNTEERS_AT care"), profiles=(AS,))
    assert volunteer.disclosed() == {"care": ("CLEAR", "CARE_PROVIDER")}
    assert volunteer.shared() == {"ADULT_SOCIAL_CARE"}
    member = Town(link("o MEMBER_OF both"), link("q MEMBER_OF both"), link("o VISITS q", CALL), profiles=(VX,))
    assert member.disclosed()["q"] == ("ASSESS", "ADULT_AT_RISK")
    assert {served[1] for served in member.candidates()["q", "ADULT_AT_RISK"].serves} == {
        "shared_organisation",
        "adult_at_risk_access",
    }


def test_landlords() -> None:
    rooms = link("o LIVES_AT b1"), link("k LIVES_AT b2")
    files: dict[str, list[Row]] = {
        "organisations": [
            {"id": "social", "name": "Homes", "kind": "HOUSING_PROVIDER", "duty_to_cooperate": True},
            {"id": "council", "name": "Council", "kind": "AGENCY", "agency_role": "HOUSING_AUTHORITY"},
        ]
    }
    town = Town(*rooms, link("p LANDLORD_OF b"), link("social LANDLORD_OF b1"), files=files)
    assert town.disclosed() == {"p": ("CLEAR", "LANDLORD")}
    assert town.shared() == {"SOCIAL_LANDLORD", "HOUSING_AUTHORITY", "CHILDRENS_SERVICES"}
    assert ("council", "HOUSING_AUTHORITY") in town.candidates()
    keys = Town(link("o HOLDS_KEYS b"), link("k LIVES_AT b1"), link("p LANDLORD_OF b"), link("g LANDLORD_OF b1"))
    assert keys.disclosed() == {"p": ("CLEAR", "LANDLORD")}


def test_around_an_adult_at_risk() -> None:
    town = Town(
        link("o VISITS q", CALL),
        link("p CARES_FOR q"),
        link("care SUPPORTS q"),
        link("club SUPPORTS q", role="VICTIM_LIAISON"),
        profiles=(VX,),
    )
    assert town.disclosed() == {
        "q": ("ASSESS", "ADULT_AT_RISK"),
        "p": ("CLEAR", "KIN_CARER"),
        "care": ("CLEAR", "CARE_PROVIDER"),
    }


def test_the_rows_that_were_missed() -> None:
    former = Town(link("o PARTNER_OF p", "2020-01-01 2026-01-01"), profiles=(DA,))
    assert former.disclosed() == {"p": ("ASSESS", "EX_PARTNER")}
    assert former.shared() == {"POLICE"}
    mother = Town(link("o LIVES_AT a"), link("g LIVES_AT a"), link("g PARENT_OF o"), profiles=(DA,))
    assert mother.disclosed() == {"g": ("ASSESS", "PERSON_AT_RISK")}
    stranger = Town(link("o LIVES_AT a"), link("g LIVES_AT a"), profiles=(AS,))
    assert stranger.disclosed() == {"g": ("CLEAR", "PERSON_AT_RISK")}
    assert stranger.shared() == set()
    tradesman = Town(link("o WORKS_FOR firm"), link("firm HOLDS_KEYS a"), link("q LIVES_AT a"), profiles=(VX,))
    assert tradesman.disclosed() == {"firm": ("CLEAR", "EMPLOYER"), "q": ("ASSESS", "ADULT_AT_RISK")}
    stalked = Town(link("o FIXATED_ON v"), CONVICTED, link("v VICTIM_OF crime"))
    assert stalked.disclosed() == {"v": ("ASSESS", "PERSON_AT_RISK", "PRIOR_VICTIM")}
    assert Town(link("o FIXATED_ON v")).disclosed() == {"v": ("CLEAR", "PERSON_AT_RISK")}


def test_who_is_told_of_a_birth() -> None:
    carries = link("p PARENT_OF e")
    now = Town(link("o PARTNER_OF p", "2020-01-01"), carries)
    assert now.disclosed() == {"p": ("ASSESS", "PARTNER")}
    assert now.shared() == {"CHILDRENS_SERVICES", "POLICE"}
    lodger = link("o LIVES_AT a"), link("p LIVES_AT a"), carries
    assert Town(*lodger).disclosed() == {"p": ("CLEAR", "PARENT")}
    assert Town(link("o PARENT_OF e"), carries).disclosed() == {"p": ("CLEAR", "PARENT")}
    dangerous = Town(*lodger, link("g PARENT_OF e"), files=MANAGED_P)
    assert dangerous.disclosed() == {"p": ("BLOCKED", "PARENT"), "g": ("CLEAR", "OTHER_PARENT")}


# Standing -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tie", "parent", "head"),
    [
        (link("p RELATED_TO o"), ("ASSESS", "KIN"), ("BLOCKED", "KIN")),
        (link("p PARTNER_OF o", "2001-01-01 2002-01-01"), ("ASSESS", "PARTNER"), ("BLOCKED", "PARTNER")),
        (link("p FRIEND_OF o"), ("ASSESS", "FRIEND"), ("BLOCKED", "FRIEND")),
        (link("p FRIEND_OF o", "2001-01-01 2026-05-01"), ("ASSESS", "FRIEND"), ("BLOCKED", "FRIEND")),
        (link("p FRIEND_OF o", "2001-01-01 2026-01-01"), ("ASSESS", "FRIEND"), ("ASSESS", "FRIEND")),
        (link("p FINANCIALLY_TIED_TO o"), ("ASSESS", "FINANCIAL"), ("BLOCKED", "FINANCIAL")),
        (link("p RELATED_TO o", source_id="1D"), ("ASSESS", "UNVERIFIED"), ("ASSESS", "UNVERIFIED")),
    ],
)
def test_conflicts(tie: Row, parent: tuple[str, str], head: tuple[str, str]) -> None:
    as_parent = Town(MINDS, MOTHER, tie).candidates()["p", "PARENT"]
    assert (as_parent.standing, *as_parent.conflicts) == parent
    school = link("o LIVES_AT a"), link("k LIVES_AT a"), link("k ATTENDS school"), link("p HEAD_OF school"), tie
    as_head = Town(*school).candidates()["p", "HEAD_TEACHER"]
    assert (as_head.standing, *as_head.conflicts) == head
    assert as_head.alternatives == {("CHILDRENS_SERVICES", "CHILDRENS_SERVICES")}


def test_who_lets_him_a_home_by_weak_evidence_is_weighed() -> None:
    for source, conflict in ((None, "FINANCIAL"), ("1D", "UNVERIFIED")):
        lets = link("o LIVES_AT a", source_id=source), link("p LANDLORD_OF a")
        told = Town(MINDS, MOTHER, *lets).candidates()["p", "PARENT"]
        assert (told.standing, told.conflicts) == ("ASSESS", frozenset({conflict}))


def test_second_hand_conflicts() -> None:
    kin = link("o FRIEND_OF g"), link("g RELATED_TO p")
    assert Town(MINDS, MOTHER, *kin).disclosed() == {"p": ("ASSESS", "PARENT")}
    through_k = link("o RELATED_TO k")
    assert Town(MINDS, MOTHER, through_k).disclosed() == {"p": ("CLEAR", "PARENT")}


def test_blocked_parents_give_way_to_the_others() -> None:
    town = Town(MINDS, MOTHER, *TOGETHER, link("g PARENT_OF k"), files=MANAGED_P)
    assert town.disclosed() == {"p": ("BLOCKED", "PARENT"), "g": ("CLEAR", "OTHER_PARENT")}
    hurt = link("p INVOLVED_IN crime2", role="SUSPECTED"), link("k VICTIM_OF crime2")
    assert Town(MINDS, MOTHER, *hurt).disclosed()["p"] == ("BLOCKED", "PARENT")


def test_who_is_told_for_herself_alone_is_never_blocked() -> None:
    ended = link("o PARTNER_OF p", "2020-01-01 2026-01-01")
    assert Town(ended, profiles=(DA,), files=MANAGED_P).disclosed()["p"] == ("ASSESS", "EX_PARTNER")
    too = ended, link("o THREATENED p", CALL), MOTHER
    assert Town(*too, profiles=(DA,), files=MANAGED_P).disclosed()["p"][0] == "BLOCKED"


# Gateways, best placed, cover -----------------------------------------------------------------------------------------


def test_gateways() -> None:
    offence: dict[str, list[Row]] = {"offences": [{"id": "cs", "title": "Offence", "kind": CS}]}
    town = Town(
        link("o PARTNER_OF p", "2020-01-01"),
        MOTHER,
        link("o INVOLVED_IN cs", role="CAUTIONED"),
        profiles=(CS, DA),
        files=offence,
    )
    assert town.candidates()["p", "PARTNER"].gateways == {
        "COMMON_LAW",
        "PRESUMPTION_TO_DISCLOSE",
        "DVDS_RIGHT_TO_KNOW",
        "CSODS",
    }
    assert town.candidates()["POLICE", "POLICE"].gateways == {"DUTY_TO_COOPERATE"}
    staff = Town(link("o THREATENED s", CALL)).candidates()["s", "STAFF_MEMBER"]
    assert staff.gateways == {"COMMON_LAW", "EMPLOYER_DUTY"}


def test_best_placed() -> None:
    partner = link("o PARTNER_OF p", "2020-01-01"), MOTHER, link("g PARENT_OF k")
    assert Town(*partner).telling().best == {"k": ("g", "PARENT")}
    assert Town(*partner, *TOGETHER).telling().best == {"k": ("g", "OTHER_PARENT")}
    assert Town(*partner[:2], *TOGETHER).telling().best == {"k": ("p", "PARENT")}
    alone = Town(MINDS)
    assert alone.telling().best == {"k": ("CHILDRENS_SERVICES", "CHILDRENS_SERVICES")}
    assert alone.telling().uncovered == {"k"}
    school = link("o LIVES_AT a"), link("k LIVES_AT a"), link("k ATTENDS school")
    holders = link("p HEAD_OF school"), link("g SAFEGUARDING_LEAD_OF school")
    assert Town(*school, *holders).telling().best["school"] == ("g", "SAFEGUARDING_LEAD")
    kin = link("g RELATED_TO o", source_id="1D")
    assert Town(*school, *holders, kin).telling().best["school"] == ("p", "HEAD_TEACHER")


def test_cover() -> None:
    both = MINDS, link("o MINDS k2"), MOTHER, link("p PARENT_OF k2"), link("g PARENT_OF k")
    assert Town(*both).telling().cover == {"p"}
    known = link("o PARTNER_OF p", "2001-01-01 2002-01-01")
    assert Town(MINDS, MOTHER, link("g PARENT_OF k"), known).telling().cover == {"g"}
    carer = link("v CARES_FOR q"), link("care SUPPORTS q"), link("o VISITS q", CALL)
    assert Town(*carer, profiles=(VX,)).telling().cover == {"v"}
