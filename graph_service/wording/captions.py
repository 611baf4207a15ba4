"""The few words that stand on the lines of pictures, in their tense. Pure."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from graph_service.model.clock import stored_day
from graph_service.model.grades import FAIR_GRADES
from graph_service.model.records import Link
from graph_service.model.vocabulary import KIN_TYPES, OFFENCE_TYPES, in_words
from graph_service.wording.clauses import LAPSING_KIN, READINGS
from graph_service.wording.links import is_fair, is_over, is_to_come, is_weak, last_day, short_day, spec_of

_OPENING = re.compile(r"^(?:is|was|has as) (?:an? |the )?")
_ROLES: Final = {"AUNT_UNCLE": "aunt or uncle", "IN_LAW": "in-law", "CO_ACCUSED": "co-accused"}
"""Roles that read otherwise than the word that stands for them."""
_UNSAID: Final = frozenset({"INTIMATE", "ACTUAL", "OTHER", "MAIN", "BIRTH"})
"""Roles of which nothing is said: what one takes a relationship of the type for."""
_HEADS: Final[Mapping[tuple[str, str], str]] = {
    ("MINDS", "OFFERED"): "offered to mind",
    ("CONTACTED", "CALL"): "called",
    ("CONTACTED", "MESSAGE"): "messaged",
    ("CONTACTED", "LETTER"): "wrote to",
    ("CONTACTED", "IN_PERSON"): "met",
    ("CONTACTED", "APPROACH"): "approached",
    ("CONTACTED", "PRISON_VISIT"): "met in prison",
    ("INVOLVED_IN", "CONVICTED"): "convicted of",
    ("INVOLVED_IN", "CAUTIONED"): "cautioned for",
    ("INVOLVED_IN", "CHARGED"): "charged with",
    ("INVOLVED_IN", "SUSPECTED"): "suspected of",
    ("INVOLVED_IN", "ACQUITTED"): "acquitted of",
}
"""Types and roles that are said together, once they have come about."""
HANDLED = "handling C"
"""Stands on the line of what may be used only under conditions; these are told in full beside the picture."""


def caption(link: Link, as_of: date) -> tuple[str, ...]:
    """The few words that stand on the line in the picture."""
    spec = spec_of(link)
    head = _head(link, as_of)
    if link.derived:
        return (head, "(worked out)")
    lines = [head]
    if link.role and head != _HEADS.get((link.type, link.role)) and link.role not in _UNSAID:
        role = _ROLES.get(link.role) or in_words(link.role)
        lines = [f"{head} ({role})"] if len(head) + len(role) <= 16 else [head, f"({role})"]
    if spec.event:
        begin, last = stored_day(link.valid_from), last_day(link)
        if when := last or begin:
            lines.append(short_day(when) if link.end_blank or begin == last else f"last {short_day(when)}")
        else:
            lines.append("date not known")
    else:
        lines += brief_dates(link, as_of)
    return (*lines, *brief_evidence(link))


def _head(link: Link, as_of: date) -> str:
    """What a line is, in its tense: `partner of`, `was partner of`, `lived at`, `to live at`. Kinship and offences have none."""
    together = _HEADS.get((link.type, link.role or ""))
    if together is not None and not (spec_of(link).event and is_to_come(link, as_of)):
        return together
    phrase = spec_of(link).phrase
    verb, _, rest = phrase.partition(" ")
    over, to_come = is_over(link, as_of), is_to_come(link, as_of)
    form = READINGS[link.type, ""].forward.verb
    lasts = (link.type in KIN_TYPES and link.role not in LAPSING_KIN) or link.type in OFFENCE_TYPES
    if link.derived or lasts or not (over or (to_come and form.will != form.now)):
        return _OPENING.sub("", phrase)
    if verb in ("is", "was"):
        return f"{'was ' if over and verb == 'is' else 'to be ' if to_come else ''}{_OPENING.sub('', phrase)}"
    if verb not in (form.now, form.was):
        return phrase
    return f"{form.was if over else form.will.removeprefix('is ')} {rest}".rstrip()


def brief_dates(link: Link, as_of: date) -> tuple[str, ...]:
    """When a link that does not hold on the day ended or begins."""
    begin, end = stored_day(link.valid_from), stored_day(link.valid_to)
    if end and is_over(link, as_of):
        return (f"until {short_day(last_day(link) or end)}",)
    if begin and is_to_come(link, as_of):
        return (f"from {short_day(begin)}",)
    return ()


def brief_evidence(link: Link) -> tuple[str, ...]:
    """Why a link is not to be taken as certain: its grade, or that it is an opinion."""
    if is_weak(link):
        return (f"weak: {'refuted' if link.status == 'REFUTED' else link.grade}",)
    if is_fair(link):
        return ("opinion" if link.assertion == "OPINION" and link.grade not in FAIR_GRADES else link.grade,)
    return ()


def brief(caption: tuple[str, ...]) -> tuple[str, ...]:
    """Of a line's words those that say why it is drawn unlike others: when it ended or begins, how weak it is, that its use
    has conditions.
    """
    return tuple(
        line for line in caption if line.startswith(("until ", "from ", "last ", "weak: ", "(worked out)", HANDLED))
    )
