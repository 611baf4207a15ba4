"""What agencies were asked about the addresses and people around an offender, and what they answered. Pure."""

from dataclasses import dataclass
from typing import Final

from graph_service.model.case import CaseFile, EnquiryMade
from graph_service.model.vocabulary import AgencyRole, EnquiryResult
from graph_service.wording import links as words
from graph_service.wording.labels import AGENCIES
from graph_service.wording.offending import graded
from graph_service.wording.provenance import handling_words, source_words

_RESULTS: Final = {
    EnquiryResult.NOTHING_KNOWN: "nothing is known",
    EnquiryResult.INFORMATION_HELD: "information is held",
    EnquiryResult.CONCERNS: "there are concerns",
}


@dataclass(frozen=True, slots=True)
class EnquiryWords:
    """Who was asked, about what and when; what was answered, if anything was, and in which words; on whose word it is on record.

    `open`: nothing was answered by the day of the view.
    """

    asked: str
    answer: str
    detail: str
    evidence: str
    source: str
    handling: str
    open: bool


def enquiries(file: CaseFile) -> tuple[EnquiryWords, ...]:
    """Every enquiry made by the day of the view, the latest first. What was answered only later is not told yet."""
    return tuple(_enquiry(file, made) for made in file.enquiries)


def _enquiry(file: CaseFile, made: EnquiryMade) -> EnquiryWords:
    values = made.row.values
    source = file.sources.get(values.get("source_id", ""))
    day = file.view.as_of.isoformat()
    answered_on: str | None = values.get("answered_on")
    is_open = answered_on is None or answered_on > day
    if answered_on is None or is_open:
        answer = f"Not answered by {words.day(day)}"
    else:
        result = values.get("result")
        said = _RESULTS[EnquiryResult(result)] if result else "what is not recorded"
        answer = f"Answered on {words.day(answered_on)}: {said}"
    agency, about = AGENCIES[AgencyRole(values["agency_role"])], words.clean(made.about.name)
    return EnquiryWords(
        asked=f"{agency}, asked on {words.day(values['requested_on'])} about {about}",
        answer=answer,
        detail="" if is_open else words.clean(made.detail or ""),
        evidence=graded(values["grade"]),
        source="no source is named" if source is None else source_words(source),
        handling=handling_words(source),
        open=is_open,
    )
