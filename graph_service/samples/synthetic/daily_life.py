"""The fourth stage: who goes to school where, works, meets, minds, calls and visits."""

from graph_service.samples.synthetic.days import NOW, YEAR
from graph_service.samples.synthetic.district import District, Institutions, Resident


def live_daily_life(district: District, institutions: Institutions) -> None:
    """Schools, work, clubs, friends, kin and calls of everybody."""
    _childhood(district, institutions)
    for adult in district.adults:
        _working_life(district, adult, institutions)
        _acquaintance(district, adult)


def _childhood(district: District, institutions: Institutions) -> None:
    chance = district.chance
    adults, children = district.adults, district.children
    for child in children:
        age = (NOW - child.born) / YEAR
        if age < 4.2:
            if age > 1 and chance.random() < 0.6:
                district.relate("ATTENDS", child.id, institutions.nursery, None, child.born + 366)
        elif age < 11.5:
            district.relate("ATTENDS", child.id, institutions.primary, None, child.born + 1530)
        else:
            district.relate("ATTENDS", child.id, institutions.primary, None, child.born + 1530, child.born + 4190)
            district.relate("ATTENDS", child.id, institutions.secondary, None, child.born + 4190)
        if age > 4.2 and chance.random() < 0.4:
            district.relate("MEMBER_OF", child.id, chance.pick(institutions.clubs), None, child.born + 1500)
        if age > 4.2 and chance.random() < 0.35:
            friend = chance.pick(children)
            if friend is not child and friend.born + 1500 < NOW:
                since = max(child.born, friend.born) + 1500
                district.relate("FRIEND_OF", child.id, friend.id, None, since)
        if chance.random() < 0.35:
            kin = chance.pick(adults)
            if kin.home != child.home:
                role = chance.pick(("GRANDPARENT", "AUNT_UNCLE", "COUSIN"))
                district.relate("RELATED_TO", kin.id, child.id, role, child.born)
                if chance.random() < 0.2:
                    district.relate("CARES_FOR", kin.id, child.id, "KINSHIP", child.born + 200)
        if chance.random() < 0.12:
            minder = chance.pick(adults)
            if minder.home != child.home:
                began = max(child.born, NOW - int(chance.random() * 500))
                district.relate("MINDS", minder.id, child.id, "ACTUAL", began)


def _working_life(district: District, adult: Resident, institutions: Institutions) -> None:
    chance = district.chance
    began = adult.born + 6600
    span = NOW - began
    if span > 400:
        if chance.random() < 0.5 and span < 47 * 365:
            district.relate(
                "WORKS_FOR",
                adult.id,
                chance.pick(institutions.workplaces),
                None,
                began + int(chance.random() * span * 0.9),
            )
        if chance.random() < 0.1:
            start = began + int(chance.random() * span * 0.4)
            end = min(start + 30 + int(chance.random() * span * 0.5), NOW - 1)
            district.relate("WORKS_FOR", adult.id, chance.pick(institutions.workplaces), None, start, end)
    if chance.random() < 0.25:
        district.relate("MEMBER_OF", adult.id, chance.pick(institutions.clubs), None, began)
    if chance.random() < 0.06:
        district.relate("VOLUNTEERS_AT", adult.id, chance.pick(institutions.clubs), None, began)


def _acquaintance(district: District, adult: Resident) -> None:
    chance = district.chance
    other = chance.pick(district.adults)
    if other.home != adult.home and chance.random() < 0.6:
        start = max(adult.born, other.born) + 6600
        end = None if chance.random() < 0.75 else min(start + 100 + chance.below(3000), NOW)
        if start < NOW - 1 and (end is None or end > start):
            district.relate("FRIEND_OF", adult.id, other.id, None, start, end)
    other = chance.pick(district.adults)
    if other.home != adult.home:
        draw = chance.random()
        if draw < 0.15:
            district.relate("SIBLING_OF", adult.id, other.id, None, max(adult.born, other.born))
        elif draw < 0.25 and other.born > adult.born + 7000:
            district.relate("PARENT_OF", adult.id, other.id, "BIRTH", other.born)
        elif draw < 0.4:
            role = chance.pick(("COUSIN", "IN_LAW", "AUNT_UNCLE"))
            district.relate("RELATED_TO", adult.id, other.id, role, max(adult.born, other.born))
        if draw > 0.75:
            start = NOW - 1 - chance.below(900)
            role = chance.pick(("CALL", "MESSAGE", "IN_PERSON", "CALL"))
            end = min(start + 1 + chance.below(60), NOW)
            district.relate("CONTACTED", adult.id, other.id, role, start, end)
    if chance.random() < 0.12:
        visited = chance.pick(district.homes).id
        start = NOW - 1 - chance.below(700)
        district.relate("VISITS", adult.id, visited, None, start, min(start + 1 + chance.below(40), NOW))
