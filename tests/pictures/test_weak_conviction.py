"""A conviction on evidence too weak to rely on is not told as guilt."""

from dataclasses import replace

import pytest

from graph_service.model.case import CaseFile
from graph_service.model.findings import MinimumCover
from graph_service.model.records import Link, Path, Record
from graph_service.model.vocabulary import Kind
from graph_service.wording.offending import in_brief, offences
from tests.pictures.samples import VIEW, case_of, person

OFFENDER = person("brian", "Brian Moss", "1981-03-09")
OFFENCE = Record(Kind.OFFENCE, "offence", {"title": "Assault", "kind": "GENERAL_VIOLENCE"})
CONVICTED = Link("in", "INVOLVED_IN", "brian", "offence", role="CONVICTED", valid_from="2012-01-01", grade="1A")


def file_with(link: Link) -> CaseFile:
    path = Path((OFFENDER, OFFENCE), (link,))
    return CaseFile(VIEW, case_of(OFFENDER), (), (), (), (path,), (), (), (), MinimumCover((), ()), (), {})


@pytest.mark.parametrize("grade", ["3A", "1D", "3E"])
def test_a_weak_conviction_is_no_guilt_and_is_said_to_be_weak(grade: str) -> None:
    file = file_with(replace(CONVICTED, grade=grade))
    (said,) = offences(file)
    assert not said.guilty and said.doubt.endswith("well enough to rely on.")
    assert in_brief(file) == ""


@pytest.mark.parametrize("link", [CONVICTED, replace(CONVICTED, valid_to="2013-01-01")])
def test_a_conviction_is_an_event_and_stays_one_when_its_interval_has_ended(link: Link) -> None:
    (said,) = offences(file_with(link))
    assert said.guilty and said.doubt == ""
    assert in_brief(file_with(link)) == "1 offence with a conviction or caution"


def test_a_suspicion_is_no_guilt() -> None:
    (said,) = offences(file_with(replace(CONVICTED, role="SUSPECTED")))
    assert not said.guilty and said.doubt == "No conviction and no caution for it is recorded."
