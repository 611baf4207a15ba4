"""The numbers of the rules, at their defaults."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Numbers:
    """Days, metres, dwellings and hours that the rules speak of."""

    recent_days: int = 90
    forthcoming_days: int = 84
    near_site_m: float = 200.0
    near_victim_m: float = 500.0
    seen_near_m: float = 50.0
    small_building_dwellings: int = 20
    long_stay_hours: int = 12
    notification_days: int = 3
    come_of_age: int = 18
    expected_days: int = 280
    enquiry_days: int = 84
    enquiry_answer_days: int = 10
    release_days: int = 84


NUMBERS = Numbers()
EARTH_RADIUS_M = 6_371_008.8
