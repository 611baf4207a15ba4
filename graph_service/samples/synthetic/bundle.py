"""Makes a world, district by district, and writes it as a bundle."""

from collections.abc import Callable
from itertools import accumulate
from pathlib import Path
from typing import Final

from graph_service.errors import InputRefused
from graph_service.samples.synthetic.case_files import write_case
from graph_service.samples.synthetic.daily_life import live_daily_life
from graph_service.samples.synthetic.days import DAYS, NOW
from graph_service.samples.synthetic.district import DISTRICT, District, Row, World
from graph_service.samples.synthetic.homes import build_homes
from graph_service.samples.synthetic.households import fill_household
from graph_service.samples.synthetic.institutions import found_institutions
from graph_service.samples.writing import BundleWriter

MOST_OFFENDERS: Final = 1_000_000
_HOUSEHOLDS_PER_OFFENDER: Final = 4.8
_GRADES: Final = (
    (("1", "A"), 46),
    (("1", "B"), 14),
    (("1", "C"), 5),
    (("2", "A"), 5),
    (("2", "B"), 12),
    (("2", "C"), 6),
    (("2", "D"), 3),
    (("3", "D"), 6),
    (("3", "E"), 3),
)
_GRADE_MARKS: Final = tuple(marks for marks, _ in _GRADES)
_GRADE_WEIGHTS: Final = tuple(accumulate(weight for _, weight in _GRADES))

Progress = Callable[[int, int], None]


def generate(folder: Path, offenders: int, seed: int, progress: Progress | None = None) -> dict[str, int]:
    """Write a synthetic bundle and return the rows written, by file (without its ending).

    The folder must be new or empty; `offenders` is from 1 to 1,000,000. `progress(done, total)` is called with the
    offenders made so far. Raises InputRefused where these do not hold.
    """
    if not 1 <= offenders <= MOST_OFFENDERS:
        raise InputRefused(f"{offenders:,} offenders cannot be made; expected a number from 1 to {MOST_OFFENDERS:,}.")
    world = World(offenders, seed)
    with BundleWriter(folder) as writer:
        writer.write("addresses", world.prison_rows())
        for number, first in enumerate(range(0, offenders, DISTRICT)):
            these = range(first, min(first + DISTRICT, offenders))
            for name, rows in _make(world, number, these).items():
                writer.write(name, rows)
            if progress is not None:
                progress(these.stop, offenders)
        return writer.counts


def _make(world: World, number: int, offenders: range) -> dict[str, list[Row]]:
    """All rows of one district."""
    district = District(world, number, offenders)
    _sources(district)
    households = max(5, int(len(offenders) * _HOUSEHOLDS_PER_OFFENDER))
    build_homes(district, households)
    for home in range(households):
        # Offenders live in homes as far apart as their numbers allow.
        first = -(-home * len(offenders) // households)
        holds = first * households // len(offenders) == home and first < len(offenders)
        fill_household(district, home, offenders[first] if holds else None)
    live_daily_life(district, found_institutions(district))
    for offender, person in zip(offenders, district.offender_people, strict=True):
        write_case(district, offender, person)
    return district.rows


def _sources(district: District) -> None:
    chance = district.chance
    for _ in range(max(4, int(len(district.offenders) * 0.3))):
        identity = district.next_id("source-")
        mark = chance.weighted(_GRADE_MARKS, _GRADE_WEIGHTS)
        weak = mark[0] == "3"
        handling = "C" if chance.random() < (0.5 if weak else 0.03) else "P"
        kind = "ANONYMOUS_REPORT" if weak else chance.pick(("CASE_FILE", "REGISTER", "OFFICER_REPORT"))
        day = DAYS[NOW - 1 - chance.below(900)]
        told = kind == "OFFICER_REPORT" and chance.random() < 0.5
        interest = chance.pick(("OFFENDER", "PARTNER", "FAMILY", "THIRD_PARTY")) if told else None
        reference = f"Report {identity[7:]}"
        row = (identity, f"{district.town} police", kind, reference, day, *mark, handling, None, interest)
        district.add("sources", row)
        district.sources.append(identity)
        if interest in {"OFFENDER", "PARTNER"}:
            district.words_of_either.append(identity)
