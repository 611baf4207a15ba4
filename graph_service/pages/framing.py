"""What stands around every page of a case: whom it is about, at which view, and the way to its other pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlencode

from graph_service.model.case import OffenderCase
from graph_service.model.clock import FIRST_VIEW, LAST_VIEW, LONDON, View, exact_instant, today
from graph_service.model.records import Record
from graph_service.model.vocabulary import Kind
from graph_service.pages.exchange import Below
from graph_service.pages.record_links import links_at
from graph_service.pages.site_frame import SiteFrame
from graph_service.wording import links as words
from graph_service.wording.labels import agency_words
from graph_service.wording.records import title
from graph_service.wording.summary import standing_notices

_TABS: Final = (
    ("", "Case"),
    ("/network", "Network picture"),
    ("/family", "Family picture"),
    ("/disclosure-candidates", "Whom to tell"),
    ("/decisions", "Decisions"),
    ("/changes", "What has changed"),
)
"""The pages of a case: what follows its address, and what they are called."""
ADD: Final = "Add information"
_RECORD_TABS: Final = (("", "Record"), ("/network", "Network picture"))
"""The same of a record by itself; the second is for those who explore."""


Kept = Sequence[tuple[str, str]]
"""What an address asks for besides the view, which the same page at another view keeps."""


@dataclass(frozen=True, slots=True)
class Tab:
    """The way to one page of the case."""

    label: str
    href: str
    here: bool


@dataclass(frozen=True, slots=True)
class ChangeLinks:
    """The ways to correct relationships, to end them or to say that they are untrue. `offered`: whether the reader may."""

    below: Below
    record_id: str
    view: View
    offered: bool

    def of(self, link: tuple[str, str], ends: Sequence[Record]) -> str:
        """The way for a relationship, by its id and that of the record where it starts; blank where there is none, as of what is
        worked out, or of what is sealed."""
        if not self.offered or not link[0] or any(end.sealed for end in ends):
            return ""
        kept = (("what", "change"), ("link", link[0]), ("at", link[1]))
        return record_form_address(self.below, self.record_id, self.view, kept)


def record_form_address(below: Below, record_id: str, view: View, kept: Kept = ()) -> str:
    """The form by which information is added to a case, or to a record by itself."""
    if below is Below.OFFENDERS:
        return act_address(record_id, "/record", view, kept)
    return page_address(below, record_id, "/record", kept=kept)


def case_address(offender_id: str, path: str, view: View, kept: Kept = ()) -> str:
    """The address of a page of a case, both clocks in it, so that it shows the same thing tomorrow."""
    return page_address(Below.OFFENDERS, offender_id, path, view, kept)


def act_address(offender_id: str, path: str, view: View, kept: Kept = ()) -> str:
    """The address of a page by which something is done: of the day of a view, and of what is known now, because it is done now."""
    day = () if view.as_of == today() else (("asOf", view.as_of.isoformat()),)
    return page_address(Below.OFFENDERS, offender_id, path, kept=(*day, *kept))


def deciding_address(offender_id: str, view: View, recipient_id: str, role: str) -> str:
    """The form in which is decided about telling somebody in a part."""
    return act_address(offender_id, "/decisions/form", view, (("to", recipient_id), ("part", role)))


def page_address(below: Below, record_id: str, path: str = "", view: View | None = None, kept: Kept = ()) -> str:
    """The address of a page about a record; without a view that of today, as known now."""
    address = f"/{below}/{quote(record_id, safe='')}{path}"
    parameters = [*(view_parameters(view).items() if view else ()), *kept]
    return f"{address}?{urlencode(parameters)}" if parameters else address


def view_parameters(view: View) -> dict[str, str]:
    """Both clocks as addresses carry them."""
    return {"asOf": view.as_of.isoformat(), "knownAt": exact_instant(view.known_at)}


def record_frame(record: Record, view: View, head: SiteFrame, kept: Kept = ()) -> dict[str, Any]:
    """Who or what a page is about, at which view, as the layouts take it."""
    is_person, known_at = record.kind is Kind.PERSON, view.known_at.astimezone(LONDON)
    born = record.values.get("date_of_birth")
    return {
        "frame": head,
        "name": title(record),
        "records": links_at(view_parameters(view), offered=head.records),
        "record_id": record.id,
        "born": (words.day(born) if born else "not recorded") if is_person else "",
        "age": words.age_words(record, view.as_of) if is_person else "",
        "as_of": words.day(view.as_of.isoformat()),
        "known_at": f"{known_at:%H:%M} on {words.day(known_at.date().isoformat())}",
        "days": (FIRST_VIEW.isoformat(), LAST_VIEW.isoformat()),
        "as_of_value": view.as_of.isoformat(),
        "known_at_value": f"{known_at:%Y-%m-%dT%H:%M:%S}",
        "known_at_exactly": view_parameters(view)["knownAt"],
        "kept": kept,
        "standing": (),
    }


def picture_frame(
    person: Record,
    case: OffenderCase | None,
    view: View,
    here: str,
    head: SiteFrame,
    kept: Kept,
    *,
    permalink: str,
    newest: str,
) -> dict[str, Any]:
    """What stands around the picture of a case, or of a record that is none, whose addresses are given."""
    if case is not None:
        return case_frame(case, view, here, head, kept)
    return by_itself_frame(person, view, here, head, kept, permalink=permalink, newest=newest)


def by_itself_frame(
    record: Record, view: View, here: str, head: SiteFrame, kept: Kept, *, permalink: str, newest: str
) -> dict[str, Any]:
    """What stands around a page of a record by itself: `here` is what follows the record's address."""
    between = urlencode({"from": record.id, **view_parameters(view)})
    tabs = [
        Tab(label, page_address(Below.RECORDS, record.id, path, view), path == here) for path, label in _RECORD_TABS
    ]
    if head.explores:
        tabs.append(Tab("Links to another record", f"/paths?{between}", here=False))
    else:
        del tabs[1:]
    if head.writes:
        tabs.append(Tab(ADD, record_form_address(Below.RECORDS, record.id, view), here == "/record"))
    return {
        **record_frame(record, view, head, kept),
        "case": None,
        "changing": ChangeLinks(Below.RECORDS, record.id, view, head.writes),
        "permalink": permalink,
        "newest": newest,
        "tabs": tabs if len(tabs) > 1 else (),
    }


def case_frame(case: OffenderCase, view: View, here: str, head: SiteFrame, kept: Kept = ()) -> dict[str, Any]:
    """The values that the template `case-layout` needs; `here` is what follows the case's address."""
    person = case.person
    tabs = [Tab(label, case_address(person.id, path, view), path == here) for path, label in _TABS]
    if head.writes:
        tabs.append(Tab(ADD, record_form_address(Below.OFFENDERS, person.id, view), here == "/record"))
    return {
        **record_frame(person, view, head, kept),
        "case": case,
        "changing": ChangeLinks(Below.OFFENDERS, person.id, view, head.writes),
        "standing": standing_notices(case, view),
        "lead_agency": agency_words(case.lead_agency or ""),
        "permalink": case_address(person.id, here, view, kept),
        "newest": page_address(Below.OFFENDERS, person.id, here, kept=kept),
        "tabs": tabs,
    }
