"""`graph-service findings`: one fixed GraphQL question, asked in this process, and its answer as table, JSON or CSV.

The same executor as the API answers it, so permission, audit and the names of fields cannot differ from it.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from graph_service.audit.events import EntryPoint
from graph_service.errors import ComponentUnavailable, ErrorCode, ExitStatus, GraphServiceError, InputRefused
from graph_service.http.correlation import correlation_id
from graph_service.http.execution import Executor, GraphQLRequest
from graph_service.resolvers.context import RequestContext
from graph_service.schema.build import graphql_schema
from graph_service.security.identity import Identity
from graph_service.serving import open_parts
from graph_service.settings import Environment, Settings
from graph_service.spreadsheet import safe_cell

QUESTION: Final = """
query FindingsCommand($id: ID!, $asOf: Date, $knownAt: DateTime) {
  offender(id: $id, asOf: $asOf, knownAt: $knownAt) {
    person { id name dateOfBirth age }
    category
    level
    managed
    view { asOf knownAt }
    potentialVictims {
      subject { ...Subject }
      strength
      groups
      exposures {
        pattern { id title }
        path { nodes { ...Record } relationships { id type role validFrom validTo derived } }
        summary
        strength
        timing
        suppressedBy
      }
      bestPlaced { ...Candidate }
      bestPlacedAs
    }
    disclosureCandidates {
      ...Candidate
      gateways
      protects { subject { ...Subject } strength }
      serves { pattern { id } summary strength timing }
      conflicts { kind summary }
      alternatives { ...Candidate }
      summary
    }
    minimumCover { recipients { ...Candidate } uncovered { subject { ...Subject } strength } }
    alerts { kind subject { ...Record } summary }
  }
}
fragment Candidate on DisclosureCandidate { recipient { ...Recipient } role alsoAs channel standing }
fragment Subject on Subject {
  __typename
  ... on Person { id name age }
  ... on ProtectedClass { description place { ...Record } }
}
fragment Recipient on Recipient {
  __typename
  ... on Person { id name }
  ... on School { id name }
  ... on Organisation { id name }
  ... on Office { name }
}
fragment Record on Node {
  __typename
  id
  ... on Person { name }
  ... on School { name }
  ... on Organisation { name }
  ... on Address { lines town postcode sealed }
}
"""
"""What the command asks; `json` prints the answer as it is."""

COLUMNS: Final = (
    "section",
    "id",
    "name",
    "strength",
    "groups",
    "pattern",
    "timing",
    "suppressed_by",
    "role",
    "channel",
    "standing",
    "conflicts",
    "alternatives",
    "best_placed",
    "summary",
)
_STYLES: Final = {
    "STRONG": "bold red",
    "MODERATE": "yellow",
    "WEAK": "cyan",
    "CONTEXT": "dim",
    "CLEAR": "green",
    "ASSESS": "yellow",
    "BLOCKED": "bold red",
}


async def ask(
    settings: Settings,
    identity: Identity,
    purpose: str,
    offender_id: str,
    as_of: date | None,
    known_at: datetime | None,
) -> dict[str, Any]:
    """The offender's case as GraphQL answers it. Raises InputRefused where there is no such offender at the view."""
    async with open_parts(settings) as parts:
        executor = Executor(
            graphql_schema(),
            parts.audit,
            production=settings.environment is Environment.PRODUCTION,
            query_timeout_s=settings.query_timeout_s,
        )
        context = RequestContext(
            identity=identity,
            purpose=purpose,
            correlation_id=correlation_id.get(),
            graph=parts.graph,
            settings=settings,
            channel=EntryPoint.COMMAND,
        )
        variables = {
            "id": offender_id,
            "asOf": as_of.isoformat() if as_of else None,
            "knownAt": known_at.isoformat() if known_at else None,
        }
        answer = await executor.run(GraphQLRequest(QUESTION, variables=variables), context)
    if answer.errors:
        raise _error(answer.errors[0])
    offender: dict[str, Any] | None = (answer.data or {}).get("offender")
    if offender is None:
        raise InputRefused("There is no offender with this id at this view.")
    return offender


def _error(problem: Mapping[str, Any]) -> GraphServiceError:
    """What the answer says went wrong, with the exit status of its kind."""
    code = ErrorCode(problem["extensions"]["code"])
    if code in (ErrorCode.UNAVAILABLE, ErrorCode.TIMED_OUT):
        return ComponentUnavailable(problem["message"])
    error = GraphServiceError(problem["message"])
    assert error.exit_status == ExitStatus.REFUSED
    return error


def name_of(shown: Mapping[str, Any] | None) -> str:
    """What a reader calls a subject, a recipient or a record."""
    if shown is None:
        return ""
    if shown.get("sealed"):
        return "Sealed address"
    if "description" in shown:
        return str(shown["description"])
    address = ", ".join(str(shown[part]) for part in ("lines", "town", "postcode") if shown.get(part))
    return str(shown.get("name") or address or shown.get("id") or "")


def _id_of(shown: Mapping[str, Any] | None) -> str:
    if shown is None:
        return ""
    return str((shown.get("place") or shown).get("id") or "")


def rows(offender: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """The case as CSV: a header, then one row for each exposure, candidate and alert."""
    yield COLUMNS
    for victim in offender["potentialVictims"]:
        for exposure in victim["exposures"]:
            yield _row(
                section="finding",
                id=_id_of(victim["subject"]),
                name=name_of(victim["subject"]),
                strength=exposure["strength"],
                groups=";".join(victim["groups"]),
                pattern=exposure["pattern"]["id"],
                timing=exposure["timing"],
                suppressed_by=exposure["suppressedBy"] or "",
                best_placed=name_of(victim["bestPlaced"] and victim["bestPlaced"]["recipient"]),
                summary=exposure["summary"],
            )
    for candidate in offender["disclosureCandidates"]:
        yield _row(
            section="candidate",
            id=_id_of(candidate["recipient"]),
            name=name_of(candidate["recipient"]),
            pattern=";".join(_patterns_served(candidate)),
            role=candidate["role"],
            channel=candidate["channel"],
            standing=candidate["standing"],
            conflicts=";".join(conflict["kind"] for conflict in candidate["conflicts"]),
            alternatives=";".join(name_of(other["recipient"]) for other in candidate["alternatives"]),
            summary=candidate["summary"],
        )
    for alert in offender["alerts"]:
        yield _row(
            section="alert",
            id=_id_of(alert["subject"]),
            name=name_of(alert["subject"]),
            pattern=alert["kind"],
            summary=alert["summary"],
        )


def _patterns_served(candidate: Mapping[str, Any]) -> tuple[str, ...]:
    """The patterns by which somebody is proposed, each once."""
    return tuple(dict.fromkeys(exposure["pattern"]["id"] for exposure in candidate["serves"]))


def _row(**cells: str) -> tuple[str, ...]:
    return tuple(safe_cell(cells.get(column, "")) for column in COLUMNS)


def show(offender: Mapping[str, Any], console: Console) -> None:
    """The case for a reader at a terminal."""
    person, view = offender["person"], offender["view"]
    managed = "managed" if offender["managed"] else "not managed"
    facts = ", ".join(
        f"{label} {offender[key]}" for label, key in (("category", "category"), ("level", "level")) if offender[key]
    )
    console.print(Text(f"{name_of(person)} ({person['id']})", style="bold"))
    console.print(
        Text(", ".join(filter(None, (facts, managed, f"true on {view['asOf']}, known at {view['knownAt']}"))))
    )
    _section(console, "Who might be harmed", _findings(offender["potentialVictims"]), "Nobody is found at risk.")
    _section(console, "Who could be told", _candidates(offender["disclosureCandidates"]), "Nobody is proposed.")
    _section(console, "Alerts", _alerts(offender["alerts"]), "Nothing to look into.")


def _section(console: Console, title: str, table: Table, nothing: str) -> None:
    console.print()
    console.print(Text(title, style="bold"))
    if table.row_count:
        console.print(table)
    else:
        console.print(Text(nothing))


def _table(*headings: str) -> Table:
    table = Table(show_lines=True)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table


def _findings(victims: Iterable[Mapping[str, Any]]) -> Table:
    table = _table("Who", "Strength", "Groups", "Why", "Consider first")
    for victim in victims:
        why = Text("\n").join(_exposure(exposure) for exposure in victim["exposures"])
        table.add_row(
            Text(name_of(victim["subject"])), _word(victim["strength"]), _words(victim["groups"]), why, _first(victim)
        )
    return table


def _first(victim: Mapping[str, Any]) -> Text:
    best = victim["bestPlaced"]
    if best is None:
        return Text("")
    return Text(f"{name_of(best['recipient'])}\n").append_text(_words((victim["bestPlacedAs"],)))


def _exposure(exposure: Mapping[str, Any]) -> Text:
    aside = f" (set aside: {exposure['suppressedBy']})" if exposure["suppressedBy"] else ""
    return Text(f"{exposure['summary']} ({exposure['strength'].lower()}, {exposure['timing'].lower()}){aside}")


def _candidates(candidates: Iterable[Mapping[str, Any]]) -> Table:
    table = _table("Who", "As", "Channel", "Standing", "Conflicts", "Instead")
    for candidate in candidates:
        table.add_row(
            Text(name_of(candidate["recipient"])),
            _words((candidate["role"], *candidate["alsoAs"])),
            _words((candidate["channel"],)),
            _word(candidate["standing"]),
            Text("\n".join(conflict["summary"] for conflict in candidate["conflicts"])),
            Text("\n".join(name_of(other["recipient"]) for other in candidate["alternatives"])),
        )
    return table


def _alerts(alerts: Iterable[Mapping[str, Any]]) -> Table:
    table = _table("Alert", "About", "What")
    for alert in alerts:
        table.add_row(_words((alert["kind"],)), Text(name_of(alert["subject"])), Text(alert["summary"]))
    return table


def _word(value: str) -> Text:
    return Text(value.capitalize(), style=_STYLES.get(value, ""))


def _words(values: Iterable[str]) -> Text:
    return Text("\n".join(value.replace("_", " ").capitalize() for value in values))
