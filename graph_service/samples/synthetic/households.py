"""The second stage: who lives in each home, and who is whose partner, parent and sibling."""

from graph_service.samples.names import FAMILY
from graph_service.samples.synthetic.days import NOW, YEAR
from graph_service.samples.synthetic.district import District, Resident


def fill_household(district: District, home: int, offender: int | None) -> None:
    """One home and who lives there: kin, partners, children; children who stay with the other parent."""
    chance = district.chance
    address = district.homes[home].id
    draw = chance.random() + (0.0 if offender is None else -0.12)
    adults, children = 1, 0
    if draw >= 0.29:
        adults = 2 if draw < 0.44 or draw >= 0.64 else 1
        children = 0 if draw < 0.44 else 1 + chance.below(3)
    if draw > 0.96:
        adults, children = 2 + chance.below(2), 0
    family = chance.pick(FAMILY)
    age = (24 if children else 19) + chance.random() * (28 if children else 52)
    born = NOW - int(age * YEAR)
    since = max(born + 6600, NOW - int(chance.random() * 6000) - 40)
    sex = "M" if chance.random() < (0.95 if offender is not None else 0.45) else "F"
    first = district.add_person(born, sex, family, home, since, offender)
    if offender is not None:
        district.offender_people.append(first)
    else:
        _lives(district, first, address)
    second: Resident | None = None
    for _ in range(1, adults):
        other_sex = ("F" if sex == "M" else "M") if chance.random() < 0.94 else sex
        other_born = min(NOW - 6600, born + int((chance.random() - 0.5) * 3000))
        name = family if chance.random() < 0.55 else chance.pick(FAMILY)
        second = district.add_person(other_born, other_sex, name, home, since)
        _lives(district, second, address)
    if second is not None and (children or draw <= 0.96):
        role = "SPOUSE" if second.family == family else "COHABITING"
        began = since - int(chance.random() * 1500) if since > 8000 else since
        district.relate("PARTNER_OF", first.id, second.id, role, began)
    _children(district, children, age, first, second)


def _children(district: District, count: int, age: float, first: Resident, second: Resident | None) -> None:
    """The children of a home, and a parent who lives elsewhere."""
    chance = district.chance
    home, since, family = first.home, first.since, first.family
    address = district.homes[home].id
    young: list[Resident] = []
    for _ in range(count):
        oldest = max(1, min(18.4, age - 19))
        child_born = NOW - 1 - int(chance.random() * oldest * YEAR)
        child = district.add_person(child_born, chance.pick("FM"), family, home, max(child_born, since))
        _lives(district, child, address)
        parents = (first,) if second is None else (first, second)
        step = len(parents) == 2 and chance.random() < 0.2
        for parent in parents:
            if parent is first or not step:
                district.relate("PARENT_OF", parent.id, child.id, "BIRTH", child_born)
            elif chance.random() < 0.5:
                district.relate("PARENT_OF", parent.id, child.id, "STEP", max(child_born, since))
        for sibling in young:
            district.relate("SIBLING_OF", sibling.id, child.id, None, max(child_born, sibling.born))
        young.append(child)
        if (second is None or step) and chance.random() < 0.6:
            _absent_parent(district, child, first, second is None)


def _absent_parent(district: District, child: Resident, first: Resident, was_partner: bool) -> None:
    chance = district.chance
    absent = chance.pick(district.adults)
    if absent.home == first.home or absent.born + 6000 >= child.born:
        return
    district.relate("PARENT_OF", absent.id, child.id, "BIRTH", child.born)
    if chance.random() < 0.5:
        there = district.homes[absent.home].id
        began = max(child.born, first.since, absent.since)
        district.relate("STAYS_AT", child.id, there, None, began, None, str(24 + chance.below(30)))
    if was_partner:
        ended = min(child.born + int(chance.random() * 2000) + 30, NOW - 1)
        district.relate("PARTNER_OF", absent.id, first.id, "COHABITING", child.born - 300, ended)


def _lives(district: District, person: Resident, address: str) -> None:
    """Where a person lives and, for some, lived before; the two never overlap."""
    chance = district.chance
    begins = person.since
    if begins > person.born + 400 and chance.random() < 0.15:
        earlier = chance.pick(district.homes).id
        before = max(person.born, begins - 200 - int(chance.random() * 2500))
        if earlier != address:
            district.relate("LIVES_AT", person.id, earlier, "MAIN", before, begins)
    district.relate("LIVES_AT", person.id, address, "MAIN", begins)
