"""Who would be told, and in which part: the part of a person is never left out, whatever the name."""

import pytest

from graph_service.model.findings import Candidate, Office
from graph_service.model.records import Record
from graph_service.model.vocabulary import Channel, RecipientRole, Standing
from graph_service.wording.candidates import part_words, recipient_words
from tests.pictures.samples import person


@pytest.mark.parametrize(
    ("recipient", "role", "part", "said"),
    [
        (person("p", "Ann Partner"), RecipientRole.PARTNER, "partner", "Ann Partner (partner)"),
        (Office("Adult social care"), RecipientRole.ADULT_SOCIAL_CARE, "", "Adult social care"),
        (Office("Zedford Youth Justice"), RecipientRole.YOUTH_JUSTICE, "", "Zedford Youth Justice"),
    ],
)
def test_page_and_paper_name_a_part_alike(
    recipient: Record | Office, role: RecipientRole, part: str, said: str
) -> None:
    candidate = Candidate(recipient, role, (), Channel.SHARING, Standing.CLEAR, (), (), (), "")
    assert (part_words(candidate), recipient_words(candidate)) == (part, said)
