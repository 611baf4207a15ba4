"""`/offenders/{id}/patterns/{pattern}.cypher`: the statement behind a finding, ready for Neo4j Browser and cypher-shell."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from graph_service.cases.reader import CaseReader
from graph_service.findings.patterns import Pattern, patterns
from graph_service.model.clock import View
from graph_service.pages.exchange import Below, PageAddress, PageRequest, PageResponse
from graph_service.pages.framing import case_address
from graph_service.papers.formats import file_name
from graph_service.security.identity import Permission


def pattern_address(offender_id: str, pattern_id: str, view: View) -> str:
    """Where the statement of a pattern is, for an offender at a view; for those who may explore."""
    return case_address(offender_id, _path(pattern_id), view)


async def _pattern_text(pattern: Pattern, request: PageRequest) -> PageResponse | None:
    case = await CaseReader(request.session, request.record_id).case()
    if case is None:
        return None
    statement = pattern.statement
    given = request.session.parameters(offender_id=request.record_id)
    lines = [
        f"// {pattern.info.title} ({pattern.id}): {pattern.info.description}",
        "// Every row is a path by which the pattern alone reaches somebody, before steps down, suppression and what",
        "// other patterns say. In Neo4j Browser run the lines that begin with :param first, then the statement.",
        "",
        *(f":param {name} => {literal(given[name])};" for name in statement.parameters),
        "",
        f"{statement.text};",
        "",
    ]
    name = file_name(pattern.id, request.record_id, request.session.view.as_of, "cypher")
    return PageResponse("\n".join(lines), (case.person.id,), media_type="text/plain", filename=name)


def literal(value: Any) -> str:
    """A value as Cypher writes it."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case str():
            escaped = value.replace("\\", "\\\\").replace("'", "\\'")
            return f"'{escaped}'"
        case Mapping():
            return "{" + ", ".join(f"`{name}`: {literal(one)}" for name, one in value.items()) + "}"
        case _:
            return "[" + ", ".join(map(literal, value)) + "]"


def _path(pattern_id: str) -> str:
    return f"/patterns/{pattern_id}.cypher"


PATTERN_ADDRESSES: Final = tuple(
    PageAddress(
        Below.OFFENDERS, _path(pattern.id), "patternCypher", Permission.EXPLORE, partial(_pattern_text, pattern)
    )
    for pattern in patterns()
)
"""One for each pattern of the catalogue."""
