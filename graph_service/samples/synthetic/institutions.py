"""The third stage: where people learn, work and meet, and who is at the head of it."""

from typing import Final

from graph_service.samples.names import FAMILY, STREETS
from graph_service.samples.synthetic.days import NOW
from graph_service.samples.synthetic.district import DISTRICT, District, Institutions

_WORKPLACES: Final = (
    "Joinery",
    "Logistics",
    "Foods",
    "Motors",
    "Stores",
    "Cleaning",
    "Construction",
    "Print",
    "Catering",
)
_CLUBS: Final = (
    ("CLUB", "Swimming Club", "CHILDREN"),
    ("CLUB", "Football Club", "BOTH"),
    ("CLUB", "Gym", "NONE"),
    ("FAITH", "Chapel", "NONE"),
    ("FAITH", "Community Church", "BOTH"),
    ("CHARITY", "Lunch Club", "ADULTS_AT_RISK"),
    ("CHARITY", "Scouts and Guides", "CHILDREN"),
    ("CLUB", "Snooker Club", "NONE"),
)
_AGENCIES: Final = (
    ("CHILDRENS_SERVICES", "children's services", "CHILDREN"),
    ("ADULT_SOCIAL_CARE", "adult social care", "ADULTS_AT_RISK"),
    ("HOUSING_AUTHORITY", "housing team", "NONE"),
    ("YOUTH_JUSTICE", "youth justice service", "CHILDREN"),
    ("POLICE", "police", "NONE"),
    ("PROBATION", "probation office", "NONE"),
    ("HEALTH", "community health", "NONE"),
)


def found_institutions(district: District) -> Institutions:
    """Schools, a nursery, workplaces and clubs with their heads; agencies once in a town."""
    share = len(district.offenders) / DISTRICT
    primary, nursery, secondary = _schools(district)
    workplaces = _workplaces(district, max(2, int(40 * share)), (primary, nursery))
    clubs = _clubs(district, max(2, int(14 * share)))
    _care_providers(district, max(1, int(3 * share)))
    _landlords(district)
    _play_areas(district, max(1, int(4 * share)))
    return Institutions(primary, nursery, secondary, workplaces, clubs)


def _schools(district: District) -> tuple[str, str, str]:
    """A primary school and a nursery; the first district of a town has its secondary school and its agencies."""
    chance, number, town = district.chance, district.number, district.town_number
    primary, nursery, secondary = f"primary-{number}", f"nursery-{number}", f"secondary-{town}"
    _school(district, primary, f"{chance.pick(STREETS)} Primary School", 100_000 + number, (4, 11))
    if district.part == 0:
        _school(district, secondary, f"{district.town} Academy", 500_000 + town, (11, 18))
        for role, name, serves in _AGENCIES:
            identity = f"agency-{role.lower().replace('_', '-')}-{town}"
            _organisation(district, identity, f"{district.town} {name}", "AGENCY", serves, role, "true")
    _organisation(district, nursery, f"{chance.pick(STREETS)} Nursery", "NURSERY", "CHILDREN")
    district.relate("HEAD_OF", chance.pick(district.adults).id, nursery, None, NOW - 800)
    return primary, nursery, secondary


def _workplaces(district: District, count: int, sites: tuple[str, str]) -> list[str]:
    """Employers; some work on the site of another or, more often, of a school or nursery."""
    chance = district.chance
    works: list[str] = []
    for _ in range(count):
        identity = district.next_id("employer-")
        _organisation(district, identity, f"{chance.pick(FAMILY)} {chance.pick(_WORKPLACES)}", "EMPLOYER", "NONE")
        if chance.random() < 0.6:
            district.relate("HEAD_OF", chance.pick(district.adults).id, identity, None, NOW - 2000)
        if chance.random() < 0.2:
            site = chance.pick((*sites, *works, sites[0]))
            began = NOW - 120 + chance.below(120)
            district.relate("WORKS_AT", identity, site, None, began, began + 30 + chance.below(90))
        works.append(identity)
    return works


def _clubs(district: District, count: int) -> list[str]:
    chance = district.chance
    clubs: list[str] = []
    for _ in range(count):
        kind, name, serves = chance.pick(_CLUBS)
        identity = district.next_id("club-")
        _organisation(district, identity, f"{chance.pick(STREETS)} {name}", kind, serves)
        clubs.append(identity)
        district.relate("HEAD_OF", chance.pick(district.adults).id, identity, None, NOW - 1500)
        if serves != "NONE":
            district.relate("SAFEGUARDING_LEAD_OF", chance.pick(district.adults).id, identity, None, NOW - 700)
    return clubs


def _care_providers(district: District, count: int) -> None:
    chance = district.chance
    for number in range(count):
        identity = district.next_id("care-")
        name = f"{chance.pick(STREETS)} {'Care' if number else 'Supported Living'}"
        _organisation(district, identity, name, "CARE_PROVIDER", "ADULTS_AT_RISK")
        district.relate("HEAD_OF", chance.pick(district.adults).id, identity, None, NOW - 1000)
        for _ in range(6):
            district.relate("SUPPORTS", identity, chance.pick(district.adults).id, None, NOW - 900)


def _landlords(district: District) -> None:
    """A housing provider, and who else lets out what is let."""
    chance = district.chance
    housing = district.next_id("housing-")
    name = f"{chance.pick(STREETS)} Homes"
    duty = chance.pick(("true", "false"))
    _organisation(district, housing, name, "HOUSING_PROVIDER", "NONE", None, duty)
    for address in district.landlord_of:
        landlord = housing if chance.random() < 0.4 else chance.pick(district.adults).id
        district.relate("LANDLORD_OF", landlord, address, None, NOW - 900 - chance.below(3000))


def _play_areas(district: District, count: int) -> None:
    chance = district.chance
    for _ in range(count):
        near = chance.pick(district.homes)
        name = f"{chance.pick(STREETS)} Play Area"
        latitude, longitude = near.latitude + 0.0008, near.longitude - 0.0006
        district.add_address(name, near.postcode, latitude, longitude, "PLAY_AREA", home=False)


def _school(district: District, identity: str, name: str, urn: int, ages: tuple[int, int]) -> None:
    chance = district.chance
    near = chance.pick(district.homes)
    phase = "Primary" if ages[1] == 11 else "Secondary"
    at = (near.postcode, f"{near.latitude + 0.001:.6f}", f"{near.longitude + 0.001:.6f}")
    district.add("schools", (identity, name, urn, phase, *ages, *at, "1975-09-01", None))
    for type_ in ("HEAD_OF", "SAFEGUARDING_LEAD_OF", "CHAIR_OF"):
        district.relate(type_, chance.pick(district.adults).id, identity, None, NOW - 600)


def _organisation(
    district: District,
    identity: str,
    name: str,
    kind: str,
    serves: str,
    agency_role: str | None = None,
    duty_to_cooperate: str | None = None,
) -> None:
    near = district.chance.pick(district.homes)
    at = (near.postcode, f"{near.latitude - 0.0007:.6f}", f"{near.longitude + 0.0009:.6f}")
    district.add("organisations", (identity, name, kind, agency_role, serves, duty_to_cooperate, *at))
