"""For every pattern and alert, a world in small that nearly always shows it; the sketch perturbs what it is asked for."""

from collections.abc import Callable
from typing import Final

from graph_service.model.vocabulary import RELATIONSHIPS, Kind
from tests.oracle.sketch import Days, Sketch

CS, CV, DA = "CHILD_SEXUAL", "CHILD_VIOLENCE", "DOMESTIC_ABUSE"
AS, VX, GV = "ADULT_SEXUAL", "EXPLOITATION", "GENERAL_VIOLENCE"


def same_household(s: Sketch) -> None:
    """1 and 12."""
    o, k, a = s.offender(CS, CV, DA), s.person("child"), s.home()
    s.link(s.one("LIVES_AT", "LIVES_AT", "PLANNED_RESIDENCE"), o, a, nice=0.6)
    s.link(s.one("LIVES_AT", "STAYS_AT"), k, a, nice=0.6)
    if s.chance(0.5):
        school = s.school()
        s.link("ATTENDS", k, school)
        if s.chance(0.5):
            offices(s, school)


def household_stay(s: Sketch) -> None:
    """2."""
    o, k, a = s.offender(CS), s.person("child"), s.home()
    s.link("STAYS_AT", o, a, detail=s.one(None, "12", "11", "20"))
    s.link(s.one("LIVES_AT", "STAYS_AT"), k, a)


def partner(s: Sketch) -> None:
    """3, 4 and what stands in the way of 20 and 22."""
    o = s.offender(CS, CV, DA, AS)
    p = s.other(s.one("adult", "adult", "at_risk"), o)
    s.link("PARTNER_OF", o, p, nice=0.5)
    if s.chance(0.75):
        s.link("PARENT_OF", p, s.person("child"))


def own_child(s: Sketch) -> None:
    """A child of his own, in whose way other patterns then stand."""
    s.link("PARENT_OF", s.offender(), s.person(s.one("child", "child", "at_risk")), nice=0.7)


def offence(s: Sketch) -> str:
    """Somebody whom he offended against: the start of 5, 6, 7, 21, 25 and 26."""
    o, v, f = s.offender(), s.person(s.one("child", "adult")), s.offence()
    s.link("INVOLVED_IN", o, f, "CONVICTED", "CAUTIONED", "CHARGED", "ACQUITTED", None)
    s.link("VICTIM_OF", v, f)
    if s.chance(0.35):
        s.condition(s.order(o), "NO_CONTACT", subject_id=v)
    return v


def victim_near(s: Sketch) -> None:
    """5 and 25."""
    v, o = offence(s), s.offender()
    place = s.home() if s.chance(0.7) else s.club()
    work = any(row["id"] == place for row in s.rows.get("organisations", ()))
    s.link("WORKS_FOR" if work else s.one("LIVES_AT", "PLANNED_RESIDENCE"), o, place, nice=0.6)
    _settle(s, v)


def _settle(s: Sketch, v: str) -> None:
    match s.one("home", "home", "work", "school"):
        case "home":
            s.link(s.one("LIVES_AT", "LIVES_AT", "STAYS_AT"), v, s.home())
        case "work":
            s.link("WORKS_FOR", v, s.one(s.club, s.school)())
        case _:
            s.link("ATTENDS", v, s.one(s.school, s.school, s.club)())


def victim_contact(s: Sketch) -> None:
    """6."""
    v, o = offence(s), s.offender(DA, CS)
    if s.chance(0.5):
        s.link(s.one("CONTACTED", "VISITS"), o, v)
        return
    p = s.person("any")
    s.link("CONTACTED", o, p, "INTERMEDIARY")
    s.link("CONTACTED", p, v)


def sibling_of_victim(s: Sketch) -> None:
    """7."""
    v, k = offence(s), s.person("child")
    s.link("SIBLING_OF", v, k)
    s.link("MINDS", s.offender(CS), k)


def relative_child(s: Sketch) -> None:
    """8."""
    o, p, k = s.offender(CS, CV), s.person("adult"), s.person("child")
    s.link(s.one("RELATED_TO", "SIBLING_OF", "FRIEND_OF", "PARENT_OF"), o, p)
    s.link("PARENT_OF", p, k)
    if s.chance(0.4):
        s.link(s.one("RELATED_TO", "SIBLING_OF"), o, k)
    contact(s, o, s.one(p, k))


def contact(s: Sketch, o: str, x: str) -> None:
    """Contact of one of the sorts that the rules know."""
    match s.one("call", "visit", "mind", "home", "stay"):
        case "call":
            s.link("CONTACTED", *s.one((o, x), (x, o)))
        case "visit":
            s.link("VISITS", *s.one((o, x), (x, o)))
        case "mind":
            s.link("MINDS", *s.one((o, x), (x, o)))
        case "home":
            a = s.home()
            s.link("LIVES_AT", o, a)
            s.link("LIVES_AT", x, a)
        case _:
            a = s.home()
            guest, host = s.one((o, x), (x, o))
            s.link(s.one("STAYS_AT", "VISITS"), guest, a)
            s.link("LIVES_AT", host, a)


def extended_family(s: Sketch) -> None:
    """9."""
    o, k, a = s.offender(CS, CV), s.person("child"), s.home()
    g = s.other("adult", o)
    s.link(s.one("STAYS_AT", "VISITS"), o, a, detail=s.one(None, "3"))
    s.link("LIVES_AT", g, a)
    s.link("CARES_FOR", g, k, "KINSHIP", "GUARDIAN", None, "INFORMAL", "PROFESSIONAL")
    s.link("RELATED_TO", g, s.one(o, k))


def sibling_group(s: Sketch) -> None:
    """10."""
    o, k = s.offender(CS, CV), s.person("child")
    o2 = s.other("adult", o)
    s.manage(o2)
    s.profile(o2, s.one(CS, CV))
    s.link("SIBLING_OF", o, o2)
    s.link(s.one("RELATED_TO", "PARENT_OF"), o2, k)
    contact(s, o, s.one(o2, k))


def child_site(s: Sketch) -> None:
    """11."""
    o = s.offender(CS)
    match s.one("school", "nursery", "play area"):
        case "school":
            site = s.school()
        case "nursery":
            site = s.nursery()
        case _:
            site = s.address("PLAY_AREA")
    s.link("LIVES_AT", o, s.home())
    if s.chance(0.6):
        known = [str(row["id"]) for row in s.rows["addresses"]]
        s.link("SEEN_AT", o, site if site in known else s.random.choice(known))


def organisation(s: Sketch) -> None:
    """13 and 14."""
    o, place = s.offender(CS, VX, AS), s.one(s.club, s.club, s.school)()
    if s.chance(0.4):
        offices(s, place)
    member = s.person(s.one("child", "at_risk"))
    s.link(s.one("MEMBER_OF", "ATTENDS"), member, place)
    if s.chance(0.4):
        s.link(s.one("FRIEND_OF", "ASSOCIATE_OF"), o, member)
    if s.chance(0.5):
        s.link(s.one("MEMBER_OF", "VOLUNTEERS_AT", "ATTENDS"), o, place)
    elif s.chance(0.5):
        s.link(s.one("WORKS_FOR", "VOLUNTEERS_AT"), o, place)
    else:
        employer = s.organisation("EMPLOYER", "NONE")
        s.link("WORKS_FOR", o, employer)
        s.link("WORKS_AT", employer, place)


def building(s: Sketch) -> None:
    """15."""
    o = s.offender(CS, VX, AS)
    a = s.flat()
    s.link("LIVES_AT", o, a)
    if s.chance(0.5):
        landlord(s, a)
    s.link(s.one("LIVES_AT", "LIVES_AT", "STAYS_AT"), s.person(s.one("child", "adult", "at_risk")), s.flat())


def neighbour(s: Sketch) -> None:
    """16."""
    o, k, a, b = s.offender(CS), s.person("child"), s.home(), s.address()
    s.link("LIVES_AT", o, a)
    s.link("ADJACENT_TO", a, b)
    s.link("LIVES_AT", k, b)
    if s.chance(0.3):
        landlord(s, a)
    if s.chance(0.6):
        s.link("CONTACTED", o, k, "APPROACH")
    else:
        s.link("MINDS", o, k)


def bridge(s: Sketch) -> None:
    """18."""
    o, x = s.offender(CS, VX), s.person(s.one("child", "at_risk"))
    p = s.other("adult", o)
    if s.chance(0.6):
        s.link("ASSOCIATE_OF", o, p, nice=0.6)
    else:
        f = s.offence()
        s.link("INVOLVED_IN", o, f, "CONVICTED", "CAUTIONED")
        s.link("INVOLVED_IN", p, f, "CONVICTED", "CAUTIONED", "CHARGED")
        contact(s, o, p)
    match s.one("home", "care", "parent"):
        case "home":
            a = s.home()
            s.link("LIVES_AT", p, a)
            s.link("LIVES_AT", x, a)
        case "care":
            s.link("CARES_FOR", p, x)
        case _:
            s.link("PARENT_OF", p, x)


def babysitting(s: Sketch) -> None:
    """19."""
    o, k = s.offender(CS, CV), s.person("child")
    if s.chance(0.5):
        s.link("MINDS", o, k, nice=0.6)
        return
    p = s.other("adult", o)
    s.link(s.one("FRIEND_OF", "ASSOCIATE_OF"), o, p)
    contact(s, o, p)
    s.link("MINDS", p, k)


def associate(s: Sketch) -> None:
    """20."""
    o, k = s.offender(CS, GV, VX), s.person("child")
    if s.chance(0.5):
        s.link("ASSOCIATE_OF", o, k, nice=0.6)
    else:
        s.link("CONTACTED", o, k, "CALL", "MESSAGE", "LETTER", "IN_PERSON", "PRISON_VISIT", nice=0.6)


def online(s: Sketch) -> None:
    """21."""
    x = offence(s) if s.chance(0.4) else s.person("child")
    o, b, c = s.offender(CS, DA), s.account(), s.account()
    s.link("USES", o, b)
    s.link("MESSAGED", *s.one((b, c), (c, b)))
    s.link("USES", x, c)


def vulnerable(s: Sketch) -> None:
    """22."""
    o, p = s.offender(VX, AS, GV), s.person("at_risk")
    match s.one("visit", "care", "friend", "call", "home"):
        case "visit":
            s.link("VISITS", o, p)
        case "care":
            s.link("CARES_FOR", o, p)
        case "friend":
            s.link("FRIEND_OF", o, p)
        case "call":
            s.link("CONTACTED", o, p, "IN_PERSON", "IN_PERSON", "CALL")
        case _:
            a = s.home()
            s.link("LIVES_AT", o, a)
            s.link("LIVES_AT", p, a)
    if s.chance(0.4):
        s.link(s.one("RELATED_TO", "SIBLING_OF", "PARENT_OF"), p, s.person("at_risk"))


def prison(s: Sketch) -> None:
    """26."""
    x = offence(s) if s.chance(0.5) else s.person("child")
    o = s.offender(CS, DA, VX)
    a = s.address("PRISON")
    s.link(s.one("LIVES_AT", "STAYS_AT"), o, a)
    s.link("CONTACTED", *s.one((o, x), (x, o)), "PRISON_VISIT", "CALL", "LETTER", "MESSAGE")
    if s.chance(0.2):
        s.link("LIVES_AT", x, a)


def staff(s: Sketch) -> None:
    """27."""
    o, x = s.offender(GV, DA, AS), s.person("staff")
    s.link(s.one("THREATENED", "FIXATED_ON", "CONTACTED"), o, x, nice=0.6)


def cohabitation(s: Sketch) -> None:
    """17."""
    o, a = s.offender(CS, VX, GV), s.home()
    o2 = s.other("adult", o)
    s.manage(o2)
    s.profile(o2, s.one(CS, VX, GV))
    for resident in (o, o2):
        s.link(s.one("LIVES_AT", "LIVES_AT", "PLANNED_RESIDENCE"), resident, a, nice=0.6)


def serial(s: Sketch) -> None:
    """23."""
    o = s.offender(CS, DA)
    trait = s.one("child", "risk", "abuse")
    first = o
    for _ in range(2):
        p = first = s.other("at_risk" if trait == "risk" else "adult", o, first)
        s.link("PARTNER_OF", o, p, nice=0.5)
        if trait == "child":
            s.link("PARENT_OF", p, s.person("child"))
        if trait == "abuse":
            f = s.offence()
            s.link("INVOLVED_IN", o, f, "CONVICTED", "CHARGED")
            s.link("VICTIM_OF", p, f)


def breach(s: Sketch) -> None:
    """24."""
    o = s.offender()
    order_id = s.order(o)
    a, k = s.home(), s.person("child")
    match s.one("area", "place", "contact", "child", "household"):
        case "area":
            s.condition(order_id, "EXCLUDED_AREA", **s.area())
            s.link(s.one("LIVES_AT", "STAYS_AT", "VISITS", "SEEN_AT", "PLANNED_RESIDENCE"), o, a, nice=0.6)
        case "place":
            place = s.one(s.school, s.club, s.home)()
            s.condition(order_id, "EXCLUDED_PLACE", subject_id=place)
            address = any(row["id"] == place for row in s.rows.get("addresses", ()))
            s.link(s.one("SEEN_AT", "VISITS") if address else s.one("ATTENDS", "WORKS_FOR"), o, place, nice=0.6)
        case "contact":
            x = s.person("any")
            s.condition(order_id, "NO_CONTACT", subject_id=x)
            s.link(s.one("CONTACTED", "VISITS"), o, x, nice=0.6)
        case "child":
            s.condition(order_id, "NO_CHILD_CONTACT", age_limit=s.one(None, 16, 18), sex=s.one(None, "F"))
            s.link(s.one("CONTACTED", "MINDS"), o, k, nice=0.6)
        case _:
            s.condition(order_id, "NO_CHILD_HOUSEHOLD", age_limit=s.one(None, 16, 18), sex=s.one(None, "F"))
            s.link(s.one("LIVES_AT", "STAYS_AT", "PLANNED_RESIDENCE"), o, a, nice=0.5)
            s.link(s.one("LIVES_AT", "STAYS_AT"), k, a, nice=0.5)


def confined(s: Sketch) -> None:
    """24: an area that he may not leave."""
    o, where = s.offender(), s.one(s.home, s.address)()
    s.condition(s.order(o), "CONFINED_AREA", **s.area())
    if s.chance(0.3):
        s.condition(s.order(o), "CONFINED_AREA", **s.area())
    s.link(s.one("LIVES_AT", "STAYS_AT", "VISITS", "SEEN_AT", "SEEN_AT", "PLANNED_RESIDENCE"), o, where, nice=0.7)


def notification(s: Sketch) -> None:
    """Addresses that he is to tell of."""
    o, a = s.offender(), s.home()
    s.order(o, s.one("NOTIFICATION", "DAPO"))
    s.link("LIVES_AT", o, a, nice=0.4)
    if s.chance(0.3):
        s.link("NOTIFIED_ADDRESS", o, s.one(a, s.home()), nice=0.5)


def parting(s: Sketch) -> None:
    """29 and disputed_ending; what an ending does to 3 and 34."""
    o = s.offender(DA, AS, CS, CV)
    p = s.other(s.one("adult", "adult", "at_risk"), o)
    end = s.one(-700, -700, -700, -700, -700, -366, -365, -364, -200, -91, -90, -89, -30, -10, -2, -1, 0, 1, 10)
    s.partnership(*s.one((o, p), (p, o)), s.one(None, -1500, -1500, end - 9), end)
    if s.chance(0.2):
        k = s.person("child")
        s.link("PARENT_OF", o, k)
        s.link("PARENT_OF", p, k)
        s.link("CONTACTED", o, p, "CALL", "MESSAGE", "LETTER", "CALL", "IN_PERSON", days=(s.one(-9, end), None))
        return
    for _ in range(s.one(0, 1, 1, 2) if end > -95 else s.one(1, 2)):
        after(s, o, p, end)
    if s.chance(0.5):
        k = s.person(s.one("child", "child", "expected"))
        s.link("PARENT_OF", p, k)
        if s.chance(0.4):
            s.link("PARENT_OF", o, k)
    if s.chance(0.1):
        s.link("PARTNER_OF", o, p, nice=0.2)


def after(s: Sketch, o: str, p: str, end: int) -> None:
    """Something between two people who have parted, near the day of the parting or lately."""
    edges: tuple[Days, ...] = (
        (end, None),
        (end - 1, None),
        (end - 5, end + 1),
        (end - 5, end + 2),
        (None, end + 1),
        (None, end + 2),
    )
    days = (
        s.one(*edges)
        if s.chance(0.4 if end > -95 else 0.1)
        else s.one((-9, None), (-9, -3), (-80, None), (0, None), (-300, -89), (-300, -90))
    )
    state: Days = (days[0], None if s.chance(0.5) else days[1])
    match s.one(
        "call", "visit", "threat", "fixated", "her call", "her call", "her visit", "together", "guest", "guest"
    ):
        case "call":
            s.link("CONTACTED", o, p, days=days)
        case "visit":
            s.link("VISITS", o, p, days=days)
        case "threat":
            s.link("THREATENED", o, p, days=days)
        case "fixated":
            s.link("FIXATED_ON", o, p, days=state)
        case "her call":
            s.link("CONTACTED", p, o, "IN_PERSON", "CALL", "MESSAGE", "LETTER", days=days)
        case "her visit":
            s.link("VISITS", p, o, days=days)
        case "together":
            a = s.home()
            s.link("LIVES_AT", o, a, days=state)
            s.link("LIVES_AT", p, a)
        case _:
            a = s.home()
            guest, host = s.one((o, p), (p, o))
            s.link(s.one("VISITS", "STAYS_AT", "SEEN_AT", "LIVES_AT"), guest, a, days=days)
            s.link("LIVES_AT", host, a)


def household_adult(s: Sketch) -> None:
    """30."""
    o = s.offender(DA, AS)
    p, a = s.other(s.one("adult", "adult", "at_risk"), o), s.one(s.home, s.home, s.flat)()
    match s.one("kin", "partner", "nobody", "apart"):
        case "kin":
            s.link(s.one("RELATED_TO", "SIBLING_OF", "PARENT_OF"), *s.one((o, p), (p, o)))
        case "partner":
            s.link("PARTNER_OF", o, p, nice=0.4)
        case "apart":
            s.link("PARTNER_OF", o, p, nice=0.7)
            s.link("LIVES_AT", o, s.home())
            return
        case _:
            pass
    s.link(s.one("LIVES_AT", "LIVES_AT", "PLANNED_RESIDENCE"), o, a, nice=0.6)
    s.link("LIVES_AT", p, a, nice=0.6)


def home_visit(s: Sketch) -> None:
    """31."""
    o, k, a = s.offender(CS, CV), s.person("child"), s.one(s.home, s.home, s.flat)()
    match s.one("his", "his", "theirs", "person", "parent"):
        case "his":
            s.link(s.one("VISITS", "STAYS_AT"), o, a, detail=s.one(None, "11", "12", "3"), nice=0.6)
            s.link(s.one("LIVES_AT", "STAYS_AT"), k, a)
        case "theirs":
            s.link("VISITS", k, a, nice=0.6)
            s.link("LIVES_AT", o, a)
        case "person":
            s.link("VISITS", *s.one((o, k), (k, o)), nice=0.6)
        case _:
            p = s.other("adult", o)
            s.link("VISITS", o, p, nice=0.6)
            s.link("PARENT_OF", p, k)
            together(s, p, k)


def together(s: Sketch, *people: str) -> None:
    """People in one home."""
    a = s.home()
    for one in people:
        s.link(s.one("LIVES_AT", "LIVES_AT", "LIVES_AT", "STAYS_AT"), one, a)


def keys(s: Sketch) -> None:
    """32."""
    o, x = s.offender(CS, CS, AS, VX), s.person(s.one("child", "child", "adult", "at_risk"))
    flat = s.one(s.home, s.flat)()
    buildings = [str(row["building_id"]) for row in s.rows["addresses"] if row["id"] == flat and row.get("building_id")]
    a = s.one(flat, *buildings)
    s.link("LIVES_AT", x, flat)
    if s.chance(0.3):
        landlord(s, a)
    if s.chance(0.6):
        s.link(s.one("HOLDS_KEYS", "HOLDS_KEYS", "LANDLORD_OF"), o, a)
    else:
        employer = s.club() if s.chance(0.5) else s.organisation("EMPLOYER", "NONE")
        s.link("WORKS_FOR", o, employer)
        s.link(s.one("WORKS_AT", "HOLDS_KEYS"), employer, a)
    if s.chance(0.2):
        s.link("LIVES_AT", o, s.one(a, flat, s.home()))


def stalking(s: Sketch) -> None:
    """33."""
    s.link(s.one("THREATENED", "FIXATED_ON"), s.offender(), s.person(s.one("child", "adult", "any")), nice=0.6)


def expecting(s: Sketch) -> None:
    """34."""
    o, k = s.offender(CS, CV, DA), s.person("expected")
    if s.chance(0.25):
        s.link("PARENT_OF", o, k, "BIRTH", None)
        if s.chance(0.5):
            p = s.other("adult", o)
            s.link("PARENT_OF", p, k, "BIRTH", None)
            s.link("PARTNER_OF", o, p, nice=0.3)
        return
    p = s.other("adult", o)
    s.link("PARENT_OF", p, k, "BIRTH", None, None, "STEP")
    if s.chance(0.5):
        s.link("PARTNER_OF", o, p, nice=0.5)
    else:
        a = s.home()
        s.link(s.one("LIVES_AT", "LIVES_AT", "PLANNED_RESIDENCE"), o, a, nice=0.6)
        s.link(s.one("LIVES_AT", "LIVES_AT", "STAYS_AT"), p, a, nice=0.7)


def enquiries(s: Sketch) -> None:
    """What agencies were asked about his new homes."""
    o, a = s.offender(CS, CV, DA), s.one(s.home, s.flat)()
    begins = s.one(-85, -84, -83, -40, -9, 0, 1, 30, 84, 85)
    type_ = s.one("LIVES_AT", "LIVES_AT", "PLANNED_RESIDENCE", "STAYS_AT")
    s.link(type_, o, a, detail=s.one(None, "11", "12"), days=(begins, s.one(None, None, begins + 100)))
    if s.chance(0.25):
        s.link("LIVES_AT", o, s.address("PRISON"))
    other = s.other("adult", o)
    s.link("LIVES_AT", other, a)
    buildings = [str(row["building_id"]) for row in s.rows["addresses"] if row["id"] == a and row.get("building_id")]
    for _ in range(s.one(0, 1, 1, 2)):
        s.enquiry(o, s.one(a, a, other, *buildings), begins)


def liaison(s: Sketch) -> None:
    """A victim who has a liaison officer, or declined one, or was never asked."""
    v, o = offence(s), s.offender()
    s.manage(o)
    if s.chance(0.6):
        s.link("SUPPORTS", s.organisation("CHARITY"), v, "VICTIM_LIAISON", "VICTIM_LIAISON", "CARE", nice=0.3)
    if s.chance(0.4):
        s.link(s.one("LIVES_AT", "STAYS_AT"), o, s.address("PRISON"))
        if s.chance(0.5):
            s.link("PLANNED_RESIDENCE", o, s.home(), nice=0.1)


def family_home(s: Sketch) -> None:
    """A child or adult at risk at home with a parent or carer: whom to tell."""
    k, p = s.person(s.one("child", "child", "expected", "at_risk")), s.person("adult")
    s.link("PARENT_OF", p, k)
    if s.chance(0.7):
        together(s, p, k)
    if s.chance(0.3):
        s.manage(p)
        s.profile(p, s.one(CS, CV))
    if s.chance(0.4):
        s.link("PARENT_OF", s.other("adult", p), k)
    if s.chance(0.4):
        s.link("CARES_FOR", s.one(p, s.person("adult")), k)
    if s.chance(0.3):
        s.link("SUPPORTS", s.club() if s.chance(0.5) else s.organisation("CARE_PROVIDER"), k, "CARE", None)


def offices(s: Sketch, where: str | None = None) -> None:
    """Who answers for a school or organisation, at times somebody close to him, or he himself."""
    place = where or s.one(s.school, s.nursery, s.club)()
    for type_ in ("HEAD_OF", "SAFEGUARDING_LEAD_OF", "CHAIR_OF"):
        if s.chance(0.6):
            holder = s.offender() if s.chance(0.1) else s.person("adult")
            s.link(type_, holder, place)
            if s.chance(0.25):
                s.link(s.one("RELATED_TO", "FRIEND_OF", "FINANCIALLY_TIED_TO"), s.offender(), holder, nice=0.6)


def landlord(s: Sketch, address_id: str | None = None) -> None:
    """Who lets a home."""
    a = address_id or s.one(s.home, s.flat)()
    who = (
        s.person("adult") if s.chance(0.5) else s.organisation(s.one("HOUSING_PROVIDER", "HOUSING_PROVIDER", "CHARITY"))
    )
    s.link("LANDLORD_OF", who, a)
    if s.chance(0.5):
        s.organisation("AGENCY")


def ties(s: Sketch) -> None:
    """What ties an adult to him, straight or through somebody else."""
    o, r = s.offender(), s.person("adult")
    types = ("FRIEND_OF", "ASSOCIATE_OF", "FINANCIALLY_TIED_TO", "RELATED_TO", "SIBLING_OF", "PARTNER_OF")
    if s.chance(0.6):
        s.link(s.random.choice(types), o, r, nice=0.5)
    else:
        other = s.other("adult", o, r)
        s.link(s.random.choice(types), o, other, nice=0.6)
        s.link(s.random.choice(types[3:]), other, r, nice=0.6)
    if s.chance(0.3):
        f = s.offence()
        s.link("INVOLVED_IN", r, f)
        if s.chance(0.5):
            s.link("INVOLVED_IN", o, f)
        if s.chance(0.5):
            s.link("VICTIM_OF", s.person("child"), f)
    if s.chance(0.15):
        s.manage(r)
        s.profile(r, s.one(CS, CV, DA))


def noise(s: Sketch) -> None:
    """Any link between any two records that it may join."""
    ids = {
        Kind.PERSON: "people",
        Kind.ADDRESS: "addresses",
        Kind.SCHOOL: "schools",
        Kind.ORGANISATION: "organisations",
        Kind.ACCOUNT: "accounts",
        Kind.OFFENCE: "offences",
    }
    spec = s.random.choice(list(RELATIONSHIPS.values()))
    start, end = s.random.choice(sorted(spec.ends))
    starts, ends = s.rows.get(ids[start], ()), s.rows.get(ids[end], ())
    if starts and ends:
        s.link(spec.type, str(s.random.choice(starts)["id"]), str(s.random.choice(ends)["id"]), nice=0.6)


MOTIFS: Final[dict[str, Callable[[Sketch], object]]] = {
    motif.__name__: motif
    for motif in (
        same_household,
        household_stay,
        partner,
        own_child,
        victim_near,
        victim_contact,
        sibling_of_victim,
        relative_child,
        extended_family,
        sibling_group,
        child_site,
        organisation,
        building,
        neighbour,
        bridge,
        babysitting,
        associate,
        online,
        vulnerable,
        prison,
        staff,
        cohabitation,
        serial,
        breach,
        confined,
        notification,
        parting,
        household_adult,
        home_visit,
        keys,
        stalking,
        expecting,
        enquiries,
        liaison,
        family_home,
        offices,
        landlord,
        ties,
        noise,
    )
}

OFTEN: Final = (
    *MOTIFS,
    *("parting", "keys", "family_home") * 2,
    "neighbour",
    "sibling_group",
    "sibling_of_victim",
    "extended_family",
    "household_stay",
    "notification",
    "organisation",
)
"""The names of motifs, those oftener of which little comes, or which only together with others make something."""
