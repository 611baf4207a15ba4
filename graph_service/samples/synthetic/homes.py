"""The first stage: where people may live."""

from graph_service.samples.names import STREET_KINDS, STREETS
from graph_service.samples.synthetic.district import District


def build_homes(district: District, households: int) -> None:
    """Streets of houses with the neighbours beside each other, blocks of flats, houses let by the room."""
    chance = district.chance
    while len(district.homes) < households:
        street = f"{chance.pick(STREETS)} {chance.pick(STREET_KINDS)}"
        latitude = district.latitude + (chance.random() - 0.5) * 0.024
        longitude = district.longitude + (chance.random() - 0.5) * 0.040
        postcode = district.postcode()
        draw = chance.random()
        if draw < 0.62:
            _houses(district, street, postcode, latitude, longitude)
        else:
            _building(district, street, postcode, latitude, longitude, by_the_room=draw > 0.9)


def _houses(district: District, street: str, postcode: str, latitude: float, longitude: float) -> None:
    chance = district.chance
    previous = None
    for house in range(1, 6 + chance.below(20)):
        latitude += 0.00009
        longitude += 0.00011
        address = district.add_address(f"{house} {street}", postcode, latitude, longitude)
        if previous is not None and chance.random() < 0.25:
            district.relate("ADJACENT_TO", previous, address)
        previous = address
        if chance.random() < 0.05:
            district.landlord_of.append(address)


def _building(
    district: District, street: str, postcode: str, latitude: float, longitude: float, *, by_the_room: bool
) -> None:
    chance = district.chance
    if by_the_room:
        dwellings, name = 4 + chance.below(4), f"{chance.below(150) + 1} {street}"
        kind, label = "ROOM", "Room"
    else:
        dwellings = 4 + chance.below(16) if chance.random() < 0.85 else 24 + chance.below(60)
        kind, label, name = "DWELLING", "Flat", f"{chance.pick(STREETS)} House\n{street}"
    building = district.add_address(name, postcode, latitude, longitude, "BUILDING", dwellings=dwellings, home=False)
    district.landlord_of.append(building)
    previous = None
    for number in range(1, dwellings + 1):
        address = district.add_address(f"{label} {number}, {name}", postcode, latitude, longitude, kind, building)
        if previous is not None and chance.random() < 0.3:
            district.relate("ADJACENT_TO", previous, address)
        previous = address
