"""What a panel chair reads first: how many are at risk, who most, who should be told, who must not be."""

from dataclasses import dataclass

from graph_service.model.case import CaseFile, OffenderCase
from graph_service.model.clock import View
from graph_service.model.findings import Candidate, Finding
from graph_service.model.vocabulary import Channel, Standing
from graph_service.wording import links as words
from graph_service.wording.candidates import best_placed_words, candidate_groups, recipient_words
from graph_service.wording.evidence import subject_words
from graph_service.wording.labels import STRENGTHS
from graph_service.wording.offending import in_brief

_NAMED_AT_MOST = 3
_TELL_FIRST = "Consider telling first"


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said of a case, and what it is about."""

    about: str
    text: str


def lead(file: CaseFile) -> tuple[Said, ...]:
    """The case in a few sentences, the most important first."""
    groups = {group.key: group.candidates for group in candidate_groups(file)}
    said = [Said("At risk", _at_risk(file))]
    if first := _first_of_all(file):
        said.append(Said(_TELL_FIRST, first))
    if share := groups.get("share"):
        said.append(Said("Share with", f"{words.both(words.clean(one.recipient.name) for one in share)}."))
    if blocked := groups.get("blocked"):
        said.append(Said("Not safe to tell", f"{words.both(map(recipient_words, blocked))}."))
    if file.cover.uncovered:
        names = words.both(words.clean(finding.subject.description) for finding in file.cover.uncovered)
        said.append(Said("Nobody to tell is found for", f"{names}."))
    if file.alerts:
        said.append(Said("To look into", f"{_count(len(file.alerts), 'alert', 'alerts')}."))
    if file.context:
        names = words.both(words.clean(finding.subject.description) for finding in file.context)
        said.append(Said("For context only", f"{names}."))
    if changed := sum(decision.evidence_changed for decision in file.decisions):
        what = _count(changed, "decision rests", "decisions rest")
        said.append(Said("Decide again", f"{what} on evidence that has changed since."))
    if offending := in_brief(file):
        said.append(Said("Offending on record", f"{offending}."))
    return tuple(said)


def _at_risk(file: CaseFile) -> str:
    risks = file.risks
    if not risks:
        return "nobody is found in this view."
    people = sum(finding.subject.protected is None for finding in risks)
    classes = len(risks) - people
    counted = [
        *([_count(people, "person", "people")] if people else []),
        *([_count(classes, "group of people", "groups of people")] if classes else []),
    ]
    named = [f"{finding_name(finding, file)}: {STRENGTHS[finding.strength].name}" for finding in risks[:_NAMED_AT_MOST]]
    more = len(risks) - len(named)
    return f"{' and '.join(counted)} – {'; '.join(named)}{f'; and {more} more' if more else ''}."


def finding_name(finding: Finding, file: CaseFile) -> str:
    """Who a finding is about, with the age of a person."""
    what = subject_words(finding.subject, file.view.as_of)
    name = words.clean(finding.subject.description)
    return f"{name}, {what}" if what else name


def consider_first(file: CaseFile, finding: Finding) -> tuple[Said, ...]:
    """Who is best placed to protect the subject of a finding; nothing where nobody is proposed."""
    best = file.best_placed.get(finding.subject.record.id)
    if best is None:
        return ()
    about = _TELL_FIRST if best.channel is Channel.DISCLOSURE else "Share with first"
    return (Said(about, f"{best_placed_words(file, finding)}."),)


def _first_of_all(file: CaseFile) -> str:
    """Who is to be told first, each with those for whom it is the best placed to protect; nothing where nobody is to be told."""
    served: dict[str, list[str]] = {}
    told = set()
    for finding in file.risks:
        best = file.best_placed.get(finding.subject.record.id)
        if best is not None and best.channel is Channel.DISCLOSURE:
            told.add(best.identity)
            served.setdefault(best_placed_words(file, finding), []).append(words.clean(finding.subject.description))
    if not served:
        return ""
    named = [f"{who}, for {_some(whom)}" for who, whom in list(served.items())[:_NAMED_AT_MOST]]
    more = len(served) - len(named)
    others = sum(
        candidate.channel is Channel.DISCLOSURE
        and candidate.standing is not Standing.BLOCKED
        and candidate.identity not in told
        for candidate in file.candidates
    )
    besides = f" {_count(others, 'other', 'others')} could be told instead or as well." if others else ""
    return f"{'; '.join(named)}{f'; and {more} more' if more else ''}.{besides}"


def _some(names: list[str]) -> str:
    """The names, or the first of them and how many more there are."""
    more = len(names) - _NAMED_AT_MOST
    return words.both((*names[:_NAMED_AT_MOST], f"{more} more")) if more > 0 else words.both(names)


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def minimum(candidate: Candidate) -> Said:
    """What is said to somebody and no more. Of whoever is not safe to tell it says first that nothing is."""
    least = candidate.minimum_information
    if candidate.standing is Standing.BLOCKED:
        return Said(
            "To be told",
            f"Nothing, while what speaks against it stands. Were that resolved, no more than this: {least}",
        )
    return Said("Share, and no more" if candidate.channel is Channel.SHARING else "Tell, and no more", least)


def standing_notices(case: OffenderCase, view: View) -> tuple[str, ...]:
    """What a reader must know of the person before anything else: dead, or not managed on this day."""
    name, died = words.clean(case.person.name), case.person.values.get("deceased_on")
    if died is not None and died <= view.as_of.isoformat():
        return (
            f"{name} died on {words.day(died)}. The dead expose nobody, so nothing is found and nobody is proposed "
            "from that day on. An earlier day shows what was found then.",
        )
    if not case.managed:
        return (
            f"No agency is recorded as managing {name} on this day. What follows is made from the records all the same: "
            "it says what they show, not that anybody acts on it.",
        )
    return ()


NOBODY_FOUND = (
    "It means that no path of relationships, recorded well enough, leads from this person to anybody of the kind that the "
    "recorded profile of offending speaks of.",
    "It does not mean that there is no risk. Who is not recorded cannot be found; evidence graded 3, D or E carries no "
    "finding by itself; a profile that nobody recorded opens no pattern; what your role or clearance does not open is not "
    "counted; and another day may show more.",
)
"""What it means, and what it does not, that nobody is found at risk."""
