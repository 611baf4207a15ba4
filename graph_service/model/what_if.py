"""What there would be if somebody lived elsewhere. Nothing of it is recorded."""

from dataclasses import dataclass

from graph_service.model.findings import Alert, Finding
from graph_service.model.records import Record


@dataclass(frozen=True, slots=True)
class WhatIfAnswer:
    """The findings as they would be, those of them that there are not now, those that there are now and would not be, and the
    breaches of orders as they would be."""

    findings: tuple[Finding, ...] = ()
    added: tuple[Finding, ...] = ()
    removed: tuple[Finding, ...] = ()
    breaches: tuple[Alert, ...] = ()


@dataclass(frozen=True, slots=True)
class AroundAddress:
    """An address, how many people live there beside him, the other managed offenders among them (ids), and the places for children
    near it."""

    address: Record
    residents: int
    offenders: tuple[str, ...]
    sites: tuple[Record, ...]
