"""Who of a picture lives together on the day of the view, and the name that stands on the enclosure around them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from graph_service.model.clock import stored_day
from graph_service.model.records import Link, Record
from graph_service.model.vocabulary import NO_HOMES, Kind
from graph_service.wording import links as words


@dataclass(frozen=True, slots=True)
class SharedHome:
    """An address and those who live there. `inside` are drawn together with it; the others in another home of theirs.

    `begin` and `until` are the first day on which all who are inside live there and the first on which one of them does no
    more; empty where that is not known or does not happen.
    """

    place: str
    residents: tuple[str, ...]
    inside: tuple[str, ...]
    begin: str = ""
    until: str = ""

    def title(self, records: Mapping[str, Record]) -> str:
        """What stands on the enclosure."""
        name = words.clean(records[self.place].name).split(",")[0]
        elsewhere = [words.clean(records[one].name) for one in self.residents if one not in self.inside]
        return f"Household: {name}" + (f", also {', '.join(elsewhere)}" if elsewhere else "")


def homes(records: Mapping[str, Record], links: Iterable[Link], as_of: date) -> tuple[SharedHome, ...]:
    """Every address of the picture at which two or more of its people live. Evidence too weak to rely on encloses nobody.

    Who lives in two homes is drawn in the main one, else in that where more others live.
    """
    living: dict[str, dict[str, Link]] = {}
    for link in links:
        if (
            link.type == "LIVES_AT"
            and not (words.is_weak(link) or words.is_over(link, as_of) or words.is_to_come(link, as_of))
            and link.from_id in records
            and _is_home(records.get(link.to_id))
        ):
            living.setdefault(link.to_id, {}).setdefault(link.from_id, link)
    shared = {place: residents for place, residents in living.items() if len(residents) > 1}
    drawn_in: dict[str, str] = {}
    for person in {person: None for residents in shared.values() for person in residents}:
        own = [place for place, residents in shared.items() if person in residents]
        drawn_in[person] = min(
            own, key=lambda place: (shared[place][person].role != "MAIN", -len(shared[place]), place)
        )
    return tuple(
        SharedHome(
            place,
            tuple(residents),
            inside,
            begin=stored_day(max(residents[one].valid_from for one in inside)) or "",
            until=stored_day(min(residents[one].valid_to for one in inside)) or "",
        )
        for place, residents in shared.items()
        if len(inside := tuple(person for person in residents if drawn_in[person] == place)) > 1
    )


def _is_home(place: Record | None) -> bool:
    return place is not None and place.kind is Kind.ADDRESS and place.values.get("kind") not in NO_HOMES
