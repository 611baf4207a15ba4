"""The digest on a paper is compared with those of papers printed long before: it knows nothing of how the code is written."""

from datetime import UTC, date, datetime

from graph_service.model.clock import View
from graph_service.papers.content import (
    Callout,
    Drawing,
    Fact,
    Facts,
    Heading,
    Items,
    Line,
    Paper,
    Paragraph,
    Section,
    Table,
    TableColumn,
    Whole,
    digest,
)

BLOCKS = (
    Heading("Case", 1),
    Paragraph("One."),
    Items(("a", "b")),
    Facts((Fact("Born", ("1 May",)),)),
    Callout("Mind", ("It.",)),
    Table("people", (TableColumn("Name", 2.0),), (((Line("Ann", bold=True),),),)),
    Whole((Drawing("<svg/>", b"", 1.0, 1.0, "A line"),)),
)


def test_what_a_paper_says_has_the_digest_that_it_always_had() -> None:
    view = View(date(2026, 6, 1), datetime(2026, 6, 1, tzinfo=UTC))
    paper = Paper("Paper", "p1", view, (Section(BLOCKS),))
    assert digest(paper) == "a5a041eb04519bf9b04b0c43e859f32497a5ffab684ad82b7bbd3ad96de1e52a"
