"""What hangs on one report, in words."""

from datetime import date

from graph_service.model.assurance import Verification
from graph_service.wording import links as words
from graph_service.wording.clauses import sentence


def verification_words(one: Verification, as_of: date) -> str:
    """What is worth verifying, and who would no longer be found if it were wrong."""
    ends = {record.id: record for record in one.ends}
    said = sentence(one.link, ends[one.link.from_id], ends[one.link.to_id], as_of)
    names = words.both(words.clean(finding.subject.description) for finding in one.hangs_on_it)
    reported = (
        f"reported on {words.day(one.reported_on)}" if one.reported_on else "the day of the report is not recorded"
    )
    return f"{said} (graded {one.link.grade}, {reported}). Were that wrong, nothing would be found for {names}."
