"""Every pattern as a function from a case to the paths along which it holds, one function for each row of the rules."""

from collections.abc import Callable, Iterator
from typing import Final

from tests.oracle.patterns import contacts, family, homes, households, partners, places, victims
from tests.oracle.values import Reach
from tests.oracle.words import Case

PATTERNS: Final[tuple[Callable[[Case], Iterator[Reach]], ...]] = (
    households.child_same_household,
    households.child_household_stay,
    partners.partner_child,
    partners.new_partner,
    victims.prior_victim_proximity,
    victims.prior_victim_contact,
    family.victim_sibling,
    family.relative_or_friend_child,
    family.extended_family_care,
    family.offender_sibling_group,
    places.near_child_site,
    households.household_child_school,
    places.shared_organisation,
    places.work_site_exposure,
    households.shared_building,
    households.neighbour_child,
    contacts.associate_bridge,
    contacts.babysitting_access,
    contacts.child_associate,
    contacts.online_contact,
    contacts.adult_at_risk_access,
    victims.release_address_near_victim,
    contacts.prison_channel,
    contacts.staff_target,
    partners.former_partner,
    homes.household_adult,
    homes.child_home_visit,
    homes.keyholder_access,
    contacts.stalking_target,
    partners.expected_child,
)
