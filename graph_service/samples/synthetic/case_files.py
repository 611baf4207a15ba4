"""The last stage: the file of each offender, and whom it leads to."""

from itertools import accumulate
from typing import Final, NamedTuple

from graph_service.samples.synthetic.days import ADULT, DAYS, NOW
from graph_service.samples.synthetic.district import District, Resident

_PROFILES: Final = (
    ("CHILD_SEXUAL", 65),
    ("DOMESTIC_ABUSE", 12),
    ("ADULT_SEXUAL", 10),
    ("GENERAL_VIOLENCE", 8),
    ("CHILD_VIOLENCE", 3),
    ("EXPLOITATION", 2),
)
"""Of a hundred offenders. Three in four are in category 1, as registered sexual offenders were in 2023 and 2024."""
_CATEGORY_3, _CATEGORY_4 = 0.016, 0.012
"""Shares of those who are in no category 1: 4 and 3 in a thousand of all."""
_LEVEL_1: Final = 0.988
"""Of those in any category but 3, who are all managed at level 2 or 3: 98.4 % of all, as in the joint inspection of 2022."""
_PROFILE_NAMES: Final = tuple(name for name, _ in _PROFILES)
_PROFILE_WEIGHTS: Final = tuple(accumulate(weight for _, weight in _PROFILES))
_SEXUAL: Final = frozenset({"CHILD_SEXUAL", "ADULT_SEXUAL"})
_TITLES: Final = {
    "CHILD_SEXUAL": ("Sexual assault of a child", "Sexual activity with a child", "Meeting a child after grooming"),
    "DOMESTIC_ABUSE": ("Controlling or coercive behaviour", "Assault of a partner", "Stalking of a former partner"),
    "GENERAL_VIOLENCE": ("Wounding with intent", "Robbery", "Assault occasioning actual bodily harm"),
    "ADULT_SEXUAL": ("Rape of an adult", "Sexual assault of an adult"),
    "CHILD_VIOLENCE": ("Cruelty to a child", "Assault of a child"),
    "EXPLOITATION": ("Fraud against an adult at risk", "Theft from an adult at risk", "Holding a person in servitude"),
    "OTHER": ("Burglary of a dwelling", "Possession with intent to supply", "Theft"),
}


_SUPPORTED: Final = 0.79
"""Share of victims whom a liaison officer supports: over one in five were not offered it in a count of 2019."""
_ASKED: Final = (("CHILDRENS_SERVICES", 0.55), ("POLICE", 0.49))
"""Shares of the cases that needed an enquiry in which it was made, as inspectors counted in 2023."""


_EXPECTING: Final = 0.05
"""Share of his partners of an age to have children who expect one."""
_MOTHERS_BORN_AFTER: Final = NOW - 42 * 365
_DISPUTED: Final = 0.04
"""Share of his partnerships of which the two say that it is over while they see or write to each other."""


class _Case(NamedTuple):
    """What the parts of an offender's file go by; days as numbers. `inside`: he is in custody now, and `released` to come."""

    number: int
    person: Resident
    home: str
    profile: str
    sentenced: int
    custody: int
    released: int
    inside: bool


def write_case(district: District, number: int, person: Resident) -> None:
    """The file of one offender: management, profile, assessments, offences, orders, homes, people around him."""
    case = _draw_case(district, number, person)
    agency = _management(district, case)
    _profile(district, case, case.profile, case.sentenced)
    if district.chance.random() < 0.28:
        _profile(district, case, district.chance.pick(_PROFILE_NAMES), case.sentenced + 1)
    _assessments(district, case, agency)
    _offences(district, case)
    _orders(district, case)
    _residences(district, case)
    _enquiries(district, case)
    _partners(district, case)
    _associates(district, case)
    _contacts(district, case)
    _accounts(district, case)
    _decision(district, case)


def _draw_case(district: District, number: int, person: Resident) -> _Case:
    chance = district.chance
    profile = chance.weighted(_PROFILE_NAMES, _PROFILE_WEIGHTS)
    age_days = NOW - person.born
    sentenced = NOW - 200 - int(chance.random() * min(age_days - 6700, 5000)) if age_days > 7000 else NOW - 150
    custody = 0 if chance.random() < 0.3 else 180 + int(chance.random() * 1800)
    inside = custody > 0 and chance.random() < 0.08
    released = NOW + 10 + chance.below(400) if inside else min(sentenced + custody, NOW - 20)
    home = district.homes[person.home].id
    return _Case(number, person, home, profile, sentenced, custody, released, inside)


def _management(district: District, case: _Case) -> str:
    """The row of his management; the agency that leads."""
    chance = district.chance
    sexual = case.profile in _SEXUAL
    category = 1 if sexual else _other_category(chance.random())
    level = 1 if category != 3 and chance.random() < _LEVEL_1 else 2 if chance.random() < 0.85 else 3
    lead = "POLICE" if sexual else "PROBATION"
    managed_to = DAYS[NOW - chance.below(300)] if chance.random() < 0.06 else None
    managed_from = min(case.sentenced, NOW - 320) if managed_to else min(case.released, NOW)
    released_on, planned_on = (None, DAYS[case.released]) if case.inside else (DAYS[case.released], None)
    days = (DAYS[managed_from], managed_to, DAYS[case.sentenced], released_on, planned_on)
    district.add("offenders", (case.person.id, category, level, lead, *days))
    return lead


def _other_category(draw: float) -> int:
    """The category of somebody who is no registered sexual offender."""
    if draw < _CATEGORY_3:
        return 3
    return 4 if draw < _CATEGORY_3 + _CATEGORY_4 else 2


def _profile(district: District, case: _Case, profile: str, since: int) -> None:
    chance = district.chance
    sex, low, high = None, None, None
    if profile == "CHILD_SEXUAL":
        sex = chance.pick(("F", "F", "M", None))
        if chance.random() < 0.7:
            low = 3 + chance.below(11)
            high = low + 2 + chance.below(5)
    elif profile in {"DOMESTIC_ABUSE", "ADULT_SEXUAL"}:
        sex = chance.pick(("F", "F", "F", None))
    strangers = "true" if chance.random() < 0.08 else "false"
    source = chance.pick(district.sources) if chance.random() < 0.2 else None
    district.add("profiles", (case.person.id, profile, sex, low, high, strangers, DAYS[since], None, source))


def _assessments(district: District, case: _Case, agency: str) -> None:
    chance = district.chance
    group = "CHILDREN" if case.profile.startswith("CHILD") else "KNOWN_ADULT"
    for offset, tool in enumerate(("OASys", "ARMS" if case.profile in _SEXUAL else "SARA", "OASys")):
        risk = chance.pick(("LOW", "MEDIUM", "MEDIUM", "HIGH", "HIGH", "VERY_HIGH"))
        # Less than what lies between two assessments: the same tool is not used twice on a day.
        day = DAYS[NOW - 30 - offset * 120 - chance.below(110)]
        assessor = f"{district.town} {agency.lower()}"
        district.add("assessments", (case.person.id, tool, day, group, risk, "false", assessor))


def _offences(district: District, case: _Case) -> None:
    chance = district.chance
    pool = district.children if case.profile.startswith("CHILD") and district.children else district.adults
    for index in range(1 + chance.below(3)):
        kind = case.profile if index == 0 or chance.random() < 0.5 else "OTHER"
        committed = max(case.person.born + 5200, case.sentenced - 300 - chance.below(900))
        identity = f"offence-{case.number}-{index + 1}"
        until = DAYS[committed + chance.below(200)] if chance.random() < 0.4 else None
        district.add("offences", (identity, chance.pick(_TITLES[kind]), kind, DAYS[committed], until))
        role = "CONVICTED" if index == 0 else chance.pick(("CONVICTED", "CONVICTED", "CAUTIONED", "SUSPECTED"))
        district.relate("INVOLVED_IN", case.person.id, identity, role, committed)
        if kind != "OTHER":
            for _ in range(1 + (chance.random() < 0.25)):
                victim = chance.pick(pool)
                if victim.id != case.person.id:
                    district.relate("VICTIM_OF", victim.id, identity, None, max(committed, victim.born))
                    if chance.random() < _SUPPORTED:
                        liaison = f"agency-probation-{district.town_number}"
                        since = max(case.sentenced, victim.born) + 1 + chance.below(60)
                        district.relate("SUPPORTS", liaison, victim.id, "VICTIM_LIAISON", since)
        if chance.random() < 0.25:
            district.relate("WITNESS_TO", chance.pick(district.adults).id, identity, None, committed)
        if chance.random() < 0.08 and district.world.offenders > 1:
            other = chance.below(district.world.offenders)
            if other != case.number:
                district.relate("INVOLVED_IN", f"offender-{other}", identity, "CONVICTED", committed)


def _orders(district: District, case: _Case) -> None:
    chance = district.chance
    identity = case.person.id
    if case.profile in _SEXUAL:
        _order(district, identity, "NOTIFICATION", case.sentenced, None)
        if case.released < NOW and chance.random() < 0.97:
            notified = max(case.person.since, case.released) + 1
            district.relate("NOTIFIED_ADDRESS", identity, case.home, None, min(notified, NOW))
        if case.profile == "CHILD_SEXUAL" and chance.random() < 0.45:
            order = _order(district, identity, "SHPO", case.sentenced, case.sentenced + 3652)
            limit = chance.pick((16, 18, 18))
            _condition(district, order, "NO_CHILD_HOUSEHOLD", limit)
            _condition(district, order, "NO_CHILD_CONTACT", limit)
    elif case.profile == "DOMESTIC_ABUSE":
        order = _order(district, identity, "RESTRAINING", case.sentenced, case.sentenced + 1826)
        _condition(district, order, "NO_CONTACT", None, chance.pick(district.adults).id)
    if chance.random() < 0.4 and NOW - 600 < case.released < NOW:
        order = _order(district, identity, "LICENCE", case.released, case.released + 900)
        _condition(district, order, "TELL_OF_RELATIONSHIP", None)
        _condition(district, order, "RESIDENCE", None, case.home)
        if chance.random() < 0.3:
            _condition(district, order, "WORK_APPROVAL", None)


def _order(district: District, person: str, kind: str, since: int, until: int | None) -> str:
    identity = district.next_id("order-")
    last = None if until is None or until >= len(DAYS) else DAYS[until]
    district.add("orders", (identity, person, kind, DAYS[since], last))
    return identity


def _condition(district: District, order: str, kind: str, age_limit: int | None, subject: str | None = None) -> None:
    identity = district.next_id("condition-")
    district.add("conditions", (identity, order, kind, subject, age_limit, None, None, None, None, None))


def _residences(district: District, case: _Case) -> None:
    """Where he has lived: earlier homes, custody, home again; nothing overlaps."""
    chance = district.chance
    earlier = chance.pick(district.homes).id
    if case.sentenced > case.person.born + 7000:
        district.relate("LIVES_AT", case.person.id, earlier, "MAIN", case.sentenced - 400, case.sentenced)
    if case.custody:
        until = None if case.inside else case.released
        if case.released > case.sentenced:
            district.relate(
                "LIVES_AT", case.person.id, chance.pick(district.world.prisons), "MAIN", case.sentenced, until
            )
    if case.inside:
        district.relate("PLANNED_RESIDENCE", case.person.id, case.home, None, case.released)
        return
    begin = min(max(case.person.since, case.released, case.sentenced), NOW - 1)
    if begin > case.released + 60 and begin > case.sentenced + 60:
        middle = chance.pick(district.homes).id
        district.relate("LIVES_AT", case.person.id, middle, "MAIN", max(case.released, case.sentenced), begin)
    district.relate("LIVES_AT", case.person.id, case.home, "MAIN", begin)
    if chance.random() < 0.5:
        hours = str(4 + chance.below(30)) if chance.random() < 0.7 else None
        day = NOW - 10 - chance.below(300)
        end = None if chance.random() < 0.5 else day + 1 + chance.below(10)
        district.relate("STAYS_AT", case.person.id, chance.pick(district.homes).id, None, day, end, hours)
    for _ in range(chance.below(4)):
        day = NOW - 1 - chance.below(400)
        district.relate("SEEN_AT", case.person.id, chance.pick(district.homes).id, None, day, day + 1)


def _enquiries(district: District, case: _Case) -> None:
    """What agencies were asked about the home that he has, or is to have; nearly all have answered."""
    chance = district.chance
    begin = case.released if case.inside else max(case.person.since, case.released, case.sentenced)
    for agency, share in _ASKED:
        if chance.random() < share:
            requested = min(begin, NOW) - 1 - chance.below(30)
            answered = requested + 1 + chance.below(12) if chance.random() < 0.9 else None
            result = chance.pick(("NOTHING_KNOWN", "NOTHING_KNOWN", "INFORMATION_HELD", "CONCERNS"))
            answer = (None, None) if answered is None or answered > NOW else (DAYS[answered], result)
            row = (district.next_id("enquiry-"), case.person.id, case.home, agency, DAYS[requested], *answer)
            district.add("enquiries", (*row, None, None))


def _partners(district: District, case: _Case) -> None:
    chance = district.chance
    adults, identity = district.adults, case.person.id
    for index in range(chance.below(3)):
        other = chance.pick(adults)
        if other.home != case.person.home and other.id != identity:
            start = NOW - 20 - chance.below(500) if index == 0 else max(case.sentenced - 900 - chance.below(2000), 9000)
            end = None if index == 0 else min(start + 60 + chance.below(1500), NOW - 1)
            if end is None:
                district.relate("PARTNER_OF", identity, other.id, "INTIMATE", start)
                if other.sex == "F" and other.born > _MOTHERS_BORN_AFTER and chance.random() < _EXPECTING:
                    _expected_child(district, case, other)
            elif end > start:
                _ended(district, case, other, start, end)


def _expected_child(district: District, case: _Case, mother: Resident) -> None:
    """A child that a partner expects; most often it is his."""
    born = NOW + 1 + district.chance.below(270)
    child = district.expect_child(born, mother.family)
    district.relate("PARENT_OF", mother.id, child, "BIRTH", born)
    if district.chance.random() < 0.7:
        district.relate("PARENT_OF", case.person.id, child, "BIRTH", born)


def _ended(district: District, case: _Case, other: Resident, start: int, end: int) -> None:
    """A partnership that has ended; of a few it is said by the two alone, and they were in touch since."""
    chance = district.chance
    if not district.words_of_either or chance.random() >= _DISPUTED:
        district.relate("PARTNER_OF", case.person.id, other.id, "INTIMATE", start, end)
        return
    told_by = chance.pick(district.words_of_either)
    district.relate("PARTNER_OF", case.person.id, other.id, "INTIMATE", start, end, told_by=told_by)
    day = max(NOW - 1 - chance.below(60), end)
    type_, role = chance.pick((("VISITS", None), ("CONTACTED", "IN_PERSON"), ("CONTACTED", "MESSAGE")))
    district.relate(type_, case.person.id, other.id, role, day, day + 1)


def _associates(district: District, case: _Case) -> None:
    """Associates near and far."""
    chance = district.chance
    adults, identity = district.adults, case.person.id
    for _ in range(1 + chance.below(3)):
        start = max(case.sentenced, NOW - 30 - chance.below(2500))
        end = None if chance.random() < 0.6 else min(start + 60 + chance.below(700), NOW)
        role = chance.pick(("PRISON", "GANG", "BUSINESS", "CO_ACCUSED", "OTHER"))
        if chance.random() < 0.6 and district.world.offenders > 1:
            far = chance.below(district.world.offenders)
            far_id = f"offender-{far if far != case.number else (far + 1) % district.world.offenders}"
        else:
            far_id = chance.pick(adults).id
        if far_id != identity and (end is None or end > start):
            district.relate("ASSOCIATE_OF", identity, far_id, role, start, end)


def _contacts(district: District, case: _Case) -> None:
    """Those he visits, calls, threatens, minds or owes."""
    chance = district.chance
    adults, identity = district.adults, case.person.id
    people = (adults, adults, district.children or adults)
    for _ in range(1 + chance.below(5)):
        other = chance.pick(chance.pick(people))
        if other.id == identity:
            continue
        start = max(NOW - 1 - chance.below(500), other.born)
        end = min(start + 1 + chance.below(50), NOW)
        draw = chance.random()
        if end <= start:
            continue
        if draw < 0.6:
            role = chance.pick(("CALL", "MESSAGE", "IN_PERSON", "LETTER", "APPROACH", "INTERMEDIARY"))
            district.relate("CONTACTED", identity, other.id, role, start, end, f"{1 + chance.below(40)} times")
        elif draw < 0.95:
            district.relate("VISITS", identity, other.id, None, start, end)
        elif other.born < NOW - ADULT:
            district.relate("THREATENED", identity, other.id, None, start, end)
    if chance.random() < 0.03:
        district.relate("HOLDS_KEYS", identity, chance.pick(district.homes).id, None, NOW - 1 - chance.below(300))
    if chance.random() < 0.02:
        other = chance.pick(adults)
        if other.id != identity:
            district.relate("FIXATED_ON", identity, other.id, None, NOW - 1 - chance.below(500))
    if chance.random() < 0.06 and district.children:
        child = chance.pick(district.children)
        role = chance.pick(("OFFERED", "ACTUAL"))
        district.relate("MINDS", identity, child.id, role, max(child.born, NOW - 1 - chance.below(200)))
    if chance.random() < 0.05:
        other = chance.pick(adults)
        if other.id != identity:
            district.relate("FINANCIALLY_TIED_TO", identity, other.id, None, NOW - 200)


def _accounts(district: District, case: _Case) -> None:
    chance = district.chance
    since = max(case.released - 10, case.sentenced)
    phone, social = f"account-{case.number}-1", f"account-{case.number}-2"
    district.add("accounts", (phone, "PHONE", f"07700 {900000 + chance.below(1000)}"))
    district.add("accounts", (social, "SOCIAL", f"user{case.number}x{chance.below(99)}"))
    for account in (phone, social):
        district.relate("USES", case.person.id, account, None, since)
    if chance.random() < 0.5:
        email = f"account-{case.number}-3"
        district.add("accounts", (email, "EMAIL", f"user{case.number}@example.com"))
        district.relate("USES", case.person.id, email, None, since)
    for _ in range(chance.below(4)):
        far = chance.below(district.world.offenders)
        if far != case.number:
            start = NOW - 1 - chance.below(300)
            to, end = f"account-{far}-{1 + chance.below(2)}", min(start + 1 + chance.below(30), NOW)
            district.relate("MESSAGED", chance.pick((phone, social)), to, None, start, end)


def _decision(district: District, case: _Case) -> None:
    chance = district.chance
    if chance.random() < 0.2:
        day = DAYS[NOW - 1 - chance.below(300)]
        decision = chance.pick(("APPROVED", "REFUSED", "DEFERRED", "DONE"))
        reasons = "Considered at the panel; reasons are minuted."
        recipient = chance.pick(district.adults).id
        decided = (f"decision-{case.number}", case.person.id, recipient, None, decision, day, "Panel chair", reasons)
        review_on, protects, information, conditions, told_by_offender, override_reason = (None,) * 6
        row = (*decided, review_on, protects, information, conditions, told_by_offender, override_reason)
        district.add("disclosures", row)
