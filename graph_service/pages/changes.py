"""`/offenders/{id}/changes`: what has changed in a case between two views, in words, why, and by which records."""

from datetime import date, datetime, timedelta

from graph_service.cases.difference import difference_between
from graph_service.cases.reader import CaseReader
from graph_service.errors import InputRefused
from graph_service.model.clock import LONDON, View, end_of, exact_instant
from graph_service.model.difference import FindingsDiff
from graph_service.model.records import people_among
from graph_service.pages.exchange import PageRequest, PageResponse
from graph_service.pages.framing import case_address, case_frame
from graph_service.pages.templates import render
from graph_service.security.identity import Permission
from graph_service.wording import links as words
from graph_service.wording.changes import NOTHING_CHANGED, difference_words, records_in, view_words

TAKES = ("since",)


async def changes_page(request: PageRequest) -> PageResponse | None:
    """What differs between the view that `since` names and the page's own. None where the viewer sees no such offender."""
    view, since = request.session.view, request.asked.get("since", "")
    case = await CaseReader(request.session, request.record_id).case()
    if case is None:
        return None
    before = since_view(since, view)
    diff = FindingsDiff()
    if before is not None:
        diff = await difference_between(request.record_id, before, view, request.at)
    last = last_view(await request.last_look() if request.last_look is not None else None, view)
    kept = (("since", since),) if before is not None else ()

    def address(path: str, since: str) -> str:
        return case_address(request.record_id, path, view, (("since", since),))

    page = render(
        "changes",
        **case_frame(case, view, "/changes", request.frame, kept),
        since=since,
        since_words="" if before is None else view_words(before),
        since_day=before.as_of.isoformat() if before is not None else "",
        changes=None if before is None else difference_words(diff, (before.as_of, view.as_of)),
        nothing=NOTHING_CHANGED,
        last_look=None if last is None else (view_words(last), address("/changes", exact_instant(last.known_at))),
        packs=((kind, address(path, since)) for kind, path in (("Word", "/pack.docx"), ("PDF", "/pack.pdf")))
        if before is not None and request.identity.may(Permission.MAKE_PACK)
        else (),
        usual_day=(view.as_of - timedelta(days=28)).isoformat(),
    )
    return PageResponse(page, people_among((case.person, *records_in(diff))))


def since_view(since: str, after: View) -> View | None:
    """The view that `since` names: a day, as it was known at its end, or an instant, on its day. None where it is blank.

    Raises InputRefused for what is neither, and for what lies after the view that it is compared with.
    """
    if not since:
        return None
    try:
        if len(since) == len("2026-06-01"):
            day = date.fromisoformat(since)
            instant = end_of(day)
        else:
            instant = datetime.fromisoformat(since)
            instant = instant if instant.tzinfo else instant.replace(tzinfo=LONDON)
            day = instant.astimezone(LONDON).date()
    except (ValueError, OverflowError):
        raise InputRefused(
            "The address must say since when as a day such as 2026-05-01, or as an instant such as 2026-05-01T09:00:00Z."
        ) from None
    known_at = min(instant, after.known_at)
    if day > after.as_of:
        raise InputRefused(
            f"Compare with an earlier day: {words.day(day.isoformat())} lies after {words.day(after.as_of.isoformat())}."
        )
    return View.at(day, known_at)


def last_view(last_look: datetime | None, view: View) -> View | None:
    """What there was to see when the reader looked before; None where that is not known, or does not lie before this view."""
    if last_look is None:
        return None
    last = View(last_look.astimezone(LONDON).date(), last_look)
    return last if last.known_at < view.known_at and last.as_of <= view.as_of else None
