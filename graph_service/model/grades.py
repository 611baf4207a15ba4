"""How sources are graded, by two marks such as `2B`, and what a grade is good for: the one table that all else reads.

Cypher has it as the constant `USABLE_GRADES` (`graph_service.store.constants`).
"""

from typing import Final

EVALUATIONS: Final = "123"
"""The first mark, how good a source is: reliable, untested, not reliable."""
ASSESSMENTS: Final = "ABCDE"
"""The second mark, how it knows: directly, indirectly but corroborated, indirectly, not known, suspected to be false."""

STRONG_GRADES: Final = ("1A", "1B")
"""The best: they hold the strength of nothing down."""
FAIR_GRADES: Final = ("1C", "2A", "2B", "2C")
"""They carry a finding, and hold its strength down."""
USABLE_GRADES: Final = (*STRONG_GRADES, *FAIR_GRADES)
"""What sources may be graded as for what they say to carry or fulfil a finding."""
WEAK_GRADES: Final = tuple(
    evaluation + assessment
    for evaluation in EVALUATIONS
    for assessment in ASSESSMENTS
    if evaluation + assessment not in USABLE_GRADES
)
"""Marked 3, D or E: they carry no finding and open no pattern."""
