"""Who is proposed for which subject, by which exposure, in which role."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.oracle.answer import Found
from tests.oracle.records import Place
from tests.oracle.telling.roles import AGENCIES
from tests.oracle.values import Exposure, Reach, rank
from tests.oracle.words import Case

_PARENTS_OF_CHILDREN = frozenset(
    {
        "child_same_household",
        "child_household_stay",
        "partner_child",
        "prior_victim_proximity",
        "prior_victim_contact",
        "victim_sibling",
        "relative_or_friend_child",
        "extended_family_care",
        "offender_sibling_group",
        "shared_building",
        "neighbour_child",
        "associate_bridge",
        "babysitting_access",
        "child_associate",
        "online_contact",
        "release_address_near_victim",
        "prison_channel",
        "child_home_visit",
        "keyholder_access",
        "stalking_target",
    }
)
_PRIOR_VICTIMS = frozenset(
    {
        "prior_victim_proximity",
        "prior_victim_contact",
        "online_contact",
        "release_address_near_victim",
        "prison_channel",
    }
)
_PRIOR_VICTIMS_TOO = frozenset({"former_partner", "household_adult", "stalking_target"})
_ADULTS = frozenset(
    {
        "shared_organisation",
        "work_site_exposure",
        "shared_building",
        "associate_bridge",
        "keyholder_access",
        "stalking_target",
    }
)
_POLICE = frozenset({"former_partner", "stalking_target", "expected_child"})


@dataclass(frozen=True)
class Proposal:
    """A recipient (an id, or the name of an agency that no record holds) in a role, for a subject, by an exposure.

    `at`: the school or organisation in whose name an office-holder is told.
    """

    recipient: str
    role: str
    reach: Reach
    exposure: Exposure
    at: str | None = None

    @property
    def subject(self) -> str:
        """Whom telling would protect."""
        return self.reach.subject


Named = tuple[str, str, str | None]
"""A role, a recipient, and the school or organisation for which it stands."""


def proposals(case: Case, found: Iterable[Found]) -> list[Proposal]:
    """Everybody whom the rows propose; who stands in for somebody blocked comes later."""
    made = [
        Proposal(recipient, role, reach, exposure, at)
        for reach, exposure in found
        if exposure.suppressed_by is None and rank(exposure.strength) >= rank("MODERATE")
        for role, recipient, at in _named(case, reach)
    ]
    nearer = {(each.recipient, each.subject) for each in made if each.role in ("PARTNER", "EX_PARTNER", "PARENT")}
    return [each for each in made if each.role != "OTHER_PARENT" or (each.recipient, each.subject) not in nearer]


def _named(case: Case, reach: Reach) -> Iterator[Named]:
    yield from _at_places(case, reach)
    if not reach.protected:
        yield from ((role, who, None) for role, who in _in_person(case, reach))
    for role in sorted(_agencies(case, reach)):
        yield from ((role, agency, None) for agency in agencies(case, role))


# Sharing --------------------------------------------------------------------------------------------------------------


def _agencies(case: Case, reach: Reach) -> frozenset[str]:
    w, x, roles = case.w, reach.subject, set[str]()
    if "CHILDREN" in reach.protected or (not reach.protected and (w.child(x) or w.expected(x))):
        roles.add("CHILDRENS_SERVICES")
        if reach.pattern == "child_associate":
            roles.add("YOUTH_JUSTICE")
    if "ADULTS_AT_RISK" in reach.protected or (not reach.protected and w.adult_at_risk(x)):
        roles.add("ADULT_SOCIAL_CARE")
    if reach.pattern == "shared_building":
        roles.add("HOUSING_AUTHORITY")
    if reach.pattern in _POLICE or (reach.pattern == "household_adult" and "DOMESTIC_ABUSE" in reach.kinds):
        roles.add("POLICE")
    return frozenset(roles)


def agencies(case: Case, role: str) -> list[str]:
    """The agencies of a role, else its name."""
    assert role in AGENCIES
    recorded = [place.id for place in case.w.seen.places() if place.sort == "AGENCY" and place.agency_role == role]
    return recorded or [role]


# Those who answer for a place -----------------------------------------------------------------------------------------


def holders(case: Case, place_id: str, office: str) -> list[str]:
    """Who holds an office, alive and not he."""
    w = case.w
    links = w.into(place_id, office)
    return sorted({link.from_id for link in links if w.current(link) and w.alive(link.from_id)} - {case.o})


def _led(case: Case, role: str, place_id: str) -> Iterator[Named]:
    """The heads of a place, else the place itself."""
    for head in holders(case, place_id, "HEAD_OF") or [place_id]:
        yield role, head, place_id


def _leads(case: Case, place_id: str) -> Iterator[Named]:
    for lead in holders(case, place_id, "SAFEGUARDING_LEAD_OF"):
        yield "SAFEGUARDING_LEAD", lead, place_id


def _site(case: Case, place: Place | None) -> Iterator[Named]:
    """School or nursery; nothing for any other place."""
    if place is not None and place.school:
        yield from _led(case, "HEAD_TEACHER", place.id)
        yield from _leads(case, place.id)
    elif place is not None and place.nursery:
        yield from _led(case, "NURSERY_MANAGER", place.id)


def _club(case: Case, place_id: str) -> Iterator[Named]:
    yield from _led(case, "CLUB_LEAD", place_id)
    yield from _leads(case, place_id)


def _at_places(case: Case, reach: Reach) -> Iterator[Named]:
    w, walk = case.w, reach.walk
    site_id = walk.nodes[-1] if reach.protected else walk.nodes[-2]
    site = w.seen.place(site_id)
    match reach.pattern:
        case "near_child_site" | "household_child_school":
            yield from _site(case, site)
        case "shared_organisation":
            yield from _club(case, site_id)
        case "work_site_exposure":
            if walk.links[0].type == "WORKS_FOR":
                yield from _led(case, "EMPLOYER", walk.nodes[1])
            if site is not None and (site.school or site.nursery):
                yield from _site(case, site)
            elif site is not None and site.sort == "CARE_PROVIDER":
                yield from _led(case, "CARE_PROVIDER", site_id)
            else:
                yield from _club(case, site_id)
        case "shared_building":
            yield from _landlords(case, [walk.nodes[1], walk.nodes[2]], private=True)
        case "neighbour_child":
            home = w.seen.place(walk.nodes[1])
            building = w.seen.place(home.building_id) if home is not None else None
            yield from _landlords(
                case, [walk.nodes[1], *([building.id] if building is not None else [])], private=False
            )
        case "keyholder_access":
            if walk.links[0].type == "WORKS_FOR":
                yield from _led(case, "EMPLOYER", walk.nodes[1])
                yield from _landlords(case, [walk.nodes[2]], private=True)
            else:
                yield from _landlords(case, [walk.nodes[1]], private=True)
        case _:
            pass


def _landlords(case: Case, address_ids: list[str], *, private: bool) -> Iterator[Named]:
    w = case.w
    for link in (link for id_ in address_ids for link in w.into(id_, "LANDLORD_OF") if w.current(link)):
        place = w.seen.place(link.from_id)
        if place is not None and place.sort == "HOUSING_PROVIDER":
            yield "SOCIAL_LANDLORD", link.from_id, None
        elif private and link.from_id != case.o and (place is not None or w.alive(link.from_id)):
            yield "LANDLORD", link.from_id, None


# Those who stand close to the subject ---------------------------------------------------------------------------------


def parents(case: Case, k: str) -> list[str]:
    """The living recorded parents of a child other than he, also of one to be born."""
    w = case.w
    links = (link for link in w.into(k, "PARENT_OF") if w.counts(link) or w.expected(k))
    return sorted({link.from_id for link in links if w.alive(link.from_id)} - {case.o})


def associate(reach: Reach) -> str | None:
    """The associate through whom a child is reached by 18."""
    if reach.pattern != "associate_bridge":
        return None
    return reach.walk.nodes[1] if reach.walk.links[0].type == "ASSOCIATE_OF" else reach.walk.nodes[2]


def _guardians(case: Case, reach: Reach) -> list[tuple[str, str]]:
    """PARENT: those with the daily care; where there are none, every carer."""
    w, k, bridge = case.w, reach.subject, associate(reach)
    cares = [link for link in w.into(k, "CARES_FOR") if w.current(link) and w.alive(link.from_id)]
    main = {link.from_id for link in cares if link.role == "MAIN_CARER"}
    homeless = not w.home_ids(k)
    chosen = [p for p in parents(case, k) if p != bridge and (homeless or p in main or w.share_home(p, k))]
    if chosen:
        return [("PARENT", p) for p in chosen]
    return [("KIN_CARER", p) for p in sorted({link.from_id for link in cares} - {case.o, bridge})]


def _partner(case: Case, p: str, otherwise: str) -> str:
    """How somebody stands to him: as a partner, a former one, or otherwise."""
    w = case.w
    if w.partnered(case.o, p):
        return "PARTNER"
    over = any(link.other(case.o) == p and w.over(link) for link in w.partnerships(case.o))
    return "EX_PARTNER" if over else otherwise


def _in_person(case: Case, reach: Reach) -> Iterator[tuple[str, str]]:
    w, x, pattern, nodes = case.w, reach.subject, reach.pattern, reach.walk.nodes
    grown = "ADULT_AT_RISK" if w.adult_at_risk(x) else "PERSON_AT_RISK"
    if pattern in _PARENTS_OF_CHILDREN and (w.child(x) or w.expected(x)):
        yield from _guardians(case, reach)
    if pattern in _PRIOR_VICTIMS and not w.child(x) and not w.expected(x):
        yield "PRIOR_VICTIM", x
    if w.adult(x):
        if pattern in _PRIOR_VICTIMS_TOO and x in case.victims:
            yield "PRIOR_VICTIM", x
        if pattern in _ADULTS:
            yield grown, x
    match pattern:
        case "partner_child":
            p = nodes[1]
            yield _partner(case, p, "PARTNER"), p
            yield from (("OTHER_PARENT", each) for each in parents(case, x))
        case "new_partner":
            yield "PARTNER", x
        case "former_partner":
            yield "EX_PARTNER", x
        case "household_adult":
            yield _partner(case, x, grown), x
        case "extended_family_care":
            yield "KIN_CARER", nodes[2]
        case "adult_at_risk_access":
            yield from _around_adult_at_risk(case, x)
        case "staff_target":
            yield "STAFF_MEMBER", x
        case "expected_child":
            expecting = parents(case, x) if len(nodes) == 2 else [nodes[-2]]
            yield from ((_partner(case, p, "PARENT"), p) for p in expecting)
        case _:
            pass


def _around_adult_at_risk(case: Case, x: str) -> Iterator[tuple[str, str]]:
    w = case.w
    yield "ADULT_AT_RISK", x
    carers = {link.from_id for link in w.into(x, "CARES_FOR") if w.current(link) and w.alive(link.from_id)}
    at_home = {p for p in parents(case, x) if w.share_home(p, x)}
    yield from (("KIN_CARER", who) for who in sorted((carers | at_home) - {case.o}))
    for link in w.into(x, "SUPPORTS"):
        if w.current(link) and link.role in ("CARE", None):
            yield from ((role, who) for role, who, _ in _led(case, "CARE_PROVIDER", link.from_id))
