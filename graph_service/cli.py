"""The command line: `graph-service COMMAND`.

What a command needs is imported when it runs, so that help and the small commands answer at once.
"""

import csv
import os
import pwd
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import IO, Annotated, Any, Final

import orjson
import typer
from rich.console import Console

from graph_service.audit.events import OK, STARTED, Action, EntryPoint, Event
from graph_service.audit.export import ExportFormat, select, write
from graph_service.audit.log import AuditLog
from graph_service.audit.store import GENESIS
from graph_service.audit.verify import verify
from graph_service.errors import ExitStatus, GraphServiceError, InputRefused, PurposeRequired, WrongUse
from graph_service.http.correlation import new_correlation_id
from graph_service.local_neo4j.cli import build_database_app
from graph_service.logs import configure_logs
from graph_service.samples.commands import convert_app, generate_command
from graph_service.security.identity import Identity, Role
from graph_service.security.purpose import read_purpose
from graph_service.security.sessions import Sessions
from graph_service.security.tokens import SignedTokens
from graph_service.settings import Environment, Settings, load_settings

_TOKEN_MINUTES: Final = 60
_DEMO_MINUTES: Final = 12 * 60
_DEMO_CASES: Final = {
    "gary-flint": "the head of a child's school is his sister",
    "carl-voss": "his landlord was his co-offender, and a child lives in the house",
    "kev-marsh": "sixty-one children live in his tower block; he approached one",
}
"""Cases of the sample town to begin with, and what is in them."""
_NO_PURPOSE: Final = "none given (development)"

app = typer.Typer(
    help="Who an offender might harm, by which path, and who should be told.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


class TableFormat(StrEnum):
    """How findings are written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


Purpose = Annotated[str | None, typer.Option(help="Why the data is read; logged, and required in production")]
Cleared = Annotated[bool, typer.Option("--cleared", help="Read what sources with handling C say, too")]


def main() -> None:
    """Run a command; an error on purpose becomes one sentence on stderr and its exit status."""
    configure_logs()
    new_correlation_id()
    try:
        app()
    except GraphServiceError as error:
        Console(stderr=True, soft_wrap=True).print(str(error), markup=False, highlight=False)
        sys.exit(error.exit_status)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output has left: nothing more can be said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(ExitStatus.REFUSED)


def operating_system_user() -> str:
    """The name of the user whom the operating system runs this process for."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid-{os.getuid()}"


def _event(action: Action, *, outcome: str = OK, **more: Any) -> Event:
    """What the user of the operating system does by a command."""
    return Event(
        user=operating_system_user(),
        role=None,
        channel=EntryPoint.COMMAND,
        action=action,
        outcome=outcome,
        **({"cleared": False} | more),
    )


def _log(settings: Settings, event: Event) -> None:
    with closing(AuditLog(settings.home, settings.audit_anchor)) as audit:
        audit.append_and_wait(event)


@contextmanager
def _recorded(settings: Settings, action: Action, details: dict[str, str | int]) -> Iterator[None]:
    """Put an act on record before it begins, and how it ended."""
    with closing(AuditLog(settings.home, settings.audit_anchor)) as audit:
        audit.append_and_wait(_event(action, outcome=STARTED, details=details))
        outcome = "INTERRUPTED"
        try:
            yield
            outcome = OK
        except GraphServiceError as error:
            outcome = error.code.value
            raise
        except typer.Exit as ended:
            outcome = OK if ended.exit_code == ExitStatus.DONE else "REFUSED"
            raise
        finally:
            audit.append_and_wait(_event(action, outcome=outcome, details=details))


def _purpose(settings: Settings, purpose: str | None) -> str:
    """The purpose to log. Raises PurposeRequired where production is given none."""
    given = read_purpose(purpose)
    if given is None and settings.environment is Environment.PRODUCTION:
        raise PurposeRequired("This reads personal data: say why with --purpose TEXT.")
    return given or _NO_PURPOSE


@app.command("serve")
def serve_command() -> None:
    """Serve until Ctrl-C, on the Neo4j of GRAPH_SERVICE_NEO4J_URI or on the local one."""
    from graph_service.app import check_sign_in

    settings = load_settings()
    check_sign_in(settings)

    from graph_service import serving

    listener = serving.bind(settings)
    where = serving.address(listener)
    _say("Starting; the first time Neo4j is fetched, which takes a while.")
    serving.run(serving.serve(settings, listener, on_ready=lambda: _say(f"Serving on {where} – Ctrl-C stops it.")))
    _say("Stopped.")


@app.command("demo")
def demo_command() -> None:
    """Start the local Neo4j, load the sample bundle and serve it; Ctrl-C stops all of it."""
    settings = load_settings()
    if settings.environment is Environment.PRODUCTION:
        raise WrongUse("The demo is for development: it loads invented people and prints tokens.")
    if settings.neo4j_uri is not None:
        raise WrongUse("The demo loads invented people into a Neo4j of its own: unset GRAPH_SERVICE_NEO4J_URI.")

    import asyncio

    from graph_service import serving
    from graph_service.app import check_sign_in
    from graph_service.importing.cli import run_import
    from graph_service.samples.town import TOWN
    from graph_service.store.graph import Graph
    from graph_service.terminal.demo import is_loaded, note_loaded

    check_sign_in(settings)
    listener = serving.bind(settings)
    where = serving.address(listener)
    tokens = SignedTokens.of(settings)

    def load() -> None:
        details: dict[str, str | int] = {"command": "demo", "bundle": "sample"}
        with _recorded(settings, Action.IMPORT, details):
            status = run_import(settings, TOWN)
            if status != ExitStatus.DONE:
                raise InputRefused("The sample bundle could not be loaded.")

    async def prepare(graph: Graph) -> None:
        if not await is_loaded(graph, settings.home, TOWN):
            await asyncio.to_thread(load)
            await note_loaded(graph, settings.home, TOWN)

    def ready() -> None:
        _say(_demo_text(where, _demo_tokens(settings, tokens)))

    _say("Starting; the first time Neo4j is fetched, which takes a while.")
    serving.run(serving.serve(settings, listener, prepare=prepare, on_ready=ready))
    _say("Stopped.")


def _demo_tokens(settings: Settings, tokens: SignedTokens) -> dict[Role, str]:
    """A token for each role, on record."""
    users = {role: f"demo-{role.value.lower().replace('_', '-')}" for role in Role}
    details: dict[str, str | int] = {"for": ", ".join(users.values()), "minutes": _DEMO_MINUTES}
    _log(settings, _event(Action.TOKEN, details=details))
    return {role: tokens.issue(user, role, minutes=_DEMO_MINUTES) for role, user in users.items()}


def _demo_text(where: str, tokens: dict[Role, str]) -> str:
    from graph_service.samples.town import TODAY
    from graph_service.wording.links import day as day_in_words

    day = TODAY.isoformat()
    asked = f'offender(id: \\"gary-flint\\", asOf: \\"{day}\\")'
    query = f"{{ {asked} {{ potentialVictims {{ strength exposures {{ summary }} }} }} }}"
    lines = [
        "",
        f"Serving on {where} – Ctrl-C stops it. All people in it are invented; their day is {day_in_words(day)}.",
        "",
        "Open in a browser (choose a role, such as plan author, and say why you look):",
        f"  {where}/?asOf={day}  all cases, on that day",
        *(f"  {where}/offenders/{one}?asOf={day}  {what}" for one, what in _DEMO_CASES.items()),
        "",
        "Ask in a terminal:",
        f"  curl -s {where}/graphql -H 'Content-Type: application/json' -H 'X-Purpose: trying it out' \\",
        f"    -H 'Authorization: Bearer {tokens[Role.ANALYST]}' \\",
        f'    -d \'{{"query": "{query}"}}\'',
        "",
        f"  graph-service findings gary-flint --as-of {day}",
        "",
        "A token for each role, good for twelve hours:",
        *(f"  {role.value:<14} {token}" for role, token in tokens.items()),
        "",
    ]
    return "\n".join(lines)


@app.command("import")
def import_command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder that holds the bundle")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check everything, write nothing")] = False,
    skip_invalid: Annotated[bool, typer.Option("--skip-invalid", help="Write the good rows, list the rest")] = False,
    report: Annotated[Path | None, typer.Option(metavar="FILE", help="Write every error to this CSV file")] = None,
) -> None:
    """Import a bundle: all of it, or nothing."""
    from graph_service.importing.cli import run_import

    settings = load_settings()
    details: dict[str, str | int] = {"command": "import", "dryRun": dry_run, "skipInvalid": skip_invalid}
    with _recorded(settings, Action.IMPORT, details):
        raise typer.Exit(run_import(settings, folder, dry_run=dry_run, skip_invalid=skip_invalid, report=report))


@app.command("token")
def token_command(
    user: Annotated[str, typer.Option(metavar="NAME", help="Who is to be")],
    role: Annotated[Role, typer.Option(help="In which role")],
    minutes: Annotated[int, typer.Option(metavar="N", help="For how long")] = _TOKEN_MINUTES,
    cleared: Annotated[bool, typer.Option("--cleared", help="May see sources with handling C")] = False,
    case: Annotated[
        list[str] | None, typer.Option(metavar="OFFENDER_ID", help="Is a member of this case; may be repeated")
    ] = None,
) -> None:
    """Print a signed token; in development only."""
    settings = load_settings()
    if settings.environment is Environment.PRODUCTION:
        raise WrongUse("Tokens are made in development only; in production users sign in by OpenID Connect.")
    token = SignedTokens.of(settings).issue(user, role, minutes=minutes, cleared=cleared, cases=case)
    details: dict[str, str | int] = {"for": user, "role": role.value, "minutes": minutes, "cleared": cleared}
    _log(settings, _event(Action.TOKEN, details=details))
    typer.echo(token)


@app.command("findings")
def findings_command(
    offender_id: Annotated[str, typer.Argument(metavar="OFFENDER_ID")],
    as_of: Annotated[str | None, typer.Option(metavar="D", help="What was true on this day; default: today")] = None,
    known_at: Annotated[str | None, typer.Option(metavar="T", help="As it was known then; default: now")] = None,
    format: Annotated[TableFormat, typer.Option(help="How to write it")] = TableFormat.TABLE,
    purpose: Purpose = None,
    cleared: Cleared = False,
) -> None:
    """The findings, candidates and alerts of an offender."""
    settings = load_settings()
    why = _purpose(settings, purpose)
    day = _day("--as-of", as_of)
    instant = _instant("--known-at", known_at)

    from graph_service import serving
    from graph_service.terminal import findings as terminal

    identity = Identity(
        user=operating_system_user(),
        role=Role.ANALYST,
        cleared=cleared,
        expires_at=datetime.now(UTC) + timedelta(hours=1),
        cases=frozenset({offender_id}),
    )
    offender = serving.run(terminal.ask(settings, identity, why, offender_id, day, instant))
    match format:
        case TableFormat.JSON:
            typer.echo(orjson.dumps({"offender": offender}, option=orjson.OPT_INDENT_2).decode())
        case TableFormat.CSV:
            csv.writer(sys.stdout).writerows(terminal.rows(offender))
        case TableFormat.TABLE:
            terminal.show(offender, Console())


@app.command("screen")
def screen_command(
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where to write it; default: standard output")
    ] = None,
    rates: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Also write rates of findings by ethnicity and sex, for monitoring"),
    ] = None,
    as_of: Annotated[str | None, typer.Option(metavar="D", help="What was true on this day; default: today")] = None,
    known_at: Annotated[str | None, typer.Option(metavar="T", help="As it was known then; default: now")] = None,
    purpose: Purpose = None,
    cleared: Cleared = False,
) -> None:
    """The findings and alerts of every managed offender, as CSV."""
    settings = load_settings()
    why = _purpose(settings, purpose)

    from graph_service import serving
    from graph_service.terminal.screening import Screening

    identity = Identity(
        user=operating_system_user(),
        role=Role.ANALYST,
        cleared=cleared,
        expires_at=datetime.now(UTC) + timedelta(days=1),
        cases=None,
    )
    screening = Screening(settings, identity, why, _day("--as-of", as_of), _instant("--known-at", known_at))

    async def write_rows() -> None:
        with _new_file(output) as file:
            writer = csv.writer(file)
            async for row in screening.rows():
                writer.writerow(row)

    serving.run(write_rows())
    if rates is not None:
        with _new_file(rates) as file:
            csv.writer(file).writerows(screening.rates())


@app.command("pack")
def pack_command(
    offender_id: Annotated[str, typer.Argument(metavar="OFFENDER_ID")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write it; ends in .docx or .pdf")],
    as_of: Annotated[str | None, typer.Option(metavar="D", help="What was true on this day; default: today")] = None,
    known_at: Annotated[str | None, typer.Option(metavar="T", help="As it was known then; default: now")] = None,
    purpose: Purpose = None,
    cleared: Cleared = False,
) -> None:
    """Make the panel pack of an offender, as DOCX or PDF."""
    settings = load_settings()
    why = _purpose(settings, purpose)
    view = _day("--as-of", as_of), _instant("--known-at", known_at)

    from graph_service import serving
    from graph_service.papers.formats import Format
    from graph_service.terminal.pack import make_pack

    if file.suffix.lower() not in {f".{format.value}" for format in Format}:
        raise WrongUse("FILE must end in .docx or .pdf.")
    identity = Identity(
        user=operating_system_user(),
        role=Role.PLAN_AUTHOR,
        cleared=cleared,
        expires_at=datetime.now(UTC) + timedelta(hours=1),
        cases=frozenset({offender_id}),
    )
    format = Format(file.suffix.lower().removeprefix("."))
    content = serving.run(make_pack(settings, identity, why, offender_id, view, format))
    with _whole_file(file) as descriptor, os.fdopen(descriptor, "wb") as opened:
        opened.write(content)


@contextmanager
def _new_file(path: Path | None) -> Iterator[IO[str]]:
    """A file that only its owner may read, there whole or not at all; standard output where none is named."""
    if path is None:
        yield sys.stdout
        return
    with _whole_file(path) as descriptor, os.fdopen(descriptor, "w", newline="", encoding="utf-8") as file:
        yield file


@contextmanager
def _whole_file(path: Path) -> Iterator[int]:
    """What to write a file to that only its owner may read and that is there whole or not at all. Close it when done."""
    beside = path.with_name(f".{path.name}.part")
    try:
        yield os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        beside.replace(path)
    except OSError as error:
        raise InputRefused(f"{path} cannot be written: {error.strerror}.") from None
    finally:
        beside.unlink(missing_ok=True)


def _day(option: str, text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise WrongUse(f"{option} must be a date such as 2026-06-01.") from None


def _instant(option: str, text: str | None) -> datetime | None:
    try:
        instant = datetime.fromisoformat(text) if text else None
    except ValueError:
        instant = None
    if text and (instant is None or instant.tzinfo is None):
        raise WrongUse(f"{option} must be an instant with its zone, such as 2026-06-01T09:00:00Z.")
    return instant.astimezone(UTC) if instant else None


audit_app = typer.Typer(help="The audit log of this home.", no_args_is_help=True)
app.add_typer(audit_app, name="audit")


@audit_app.command("verify")
def audit_verify_command(
    head: Annotated[str | None, typer.Option(metavar="NUMBER:HASH", help="What `audit head` once printed")] = None,
) -> None:
    """Walk the chain and say the first entry that does not hold, if any."""
    settings = load_settings()
    found = verify(settings.home, settings.audit_anchor, written_down=_written_down(head))
    if found.problem is not None:
        raise InputRefused(f"The audit log does not hold. {found.problem}")
    typer.echo(f"The audit log holds: {found.entries} entries, none changed, none missing.")
    if found.plain:
        typer.echo(f"The first {found.plain} were written by an earlier version, without a key.")


@audit_app.command("head")
def audit_head_command() -> None:
    """Print number and hash of the last entry, to be written down elsewhere and given to `audit verify --head`."""
    settings = load_settings()
    found = verify(settings.home, settings.audit_anchor)
    if found.problem is not None:
        raise InputRefused(f"The audit log does not hold. {found.problem}")
    typer.echo(f"{found.entries}:{found.head}")


def _written_down(head: str | None) -> tuple[int, str] | None:
    if head is None:
        return None
    number, _, digest = head.strip().partition(":")
    if not number.isdecimal() or len(digest) != len(GENESIS):
        raise WrongUse("--head must be what `audit head` printed: the number of an entry, a colon and its hash.")
    return int(number), digest.lower()


@audit_app.command("export")
def audit_export_command(
    output: Annotated[Path | None, typer.Option(metavar="FILE", help="Write to this file, not the terminal")] = None,
    begin: Annotated[str | None, typer.Option("--from", metavar="D", help="From this day (UTC) on")] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="D", help="Up to this day (UTC), without it")] = None,
    format: Annotated[ExportFormat, typer.Option(help="JSON lines or CSV")] = ExportFormat.JSONL,
) -> None:
    """Write the log out. The export is itself an entry, the last one in it."""
    settings = load_settings()
    first, last = _day("--from", begin), _day("--to", end)
    details: dict[str, str | int] = {"command": "audit export", "format": format.value}
    details |= {name: day.isoformat() for name, day in (("from", first), ("to", last)) if day}
    _log(settings, _event(Action.EXPORT, details=details))
    entries = select(settings.home, begin=first, end=last)
    if output is None:
        write(entries, sys.stdout, format)
        return
    try:
        draft = output.with_name(f".{output.name}.{os.getpid()}")
        with os.fdopen(
            os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8", newline=""
        ) as file:
            count = write(entries, file, format)
        draft.replace(output)
    except OSError as error:
        raise InputRefused(f"{output} cannot be written: {error.strerror}.") from None
    typer.echo(f"{count} entries are in {output}.")


session_app = typer.Typer(help="The sessions of people who are signed in to pages.", no_args_is_help=True)
app.add_typer(session_app, name="session")


@session_app.command("list")
def session_list_command() -> None:
    """Print who is signed in, in which role, since when and until when (UTC)."""
    found = Sessions(load_settings().home).open_ones()
    for one in found:
        typer.echo(f"{one.user}  {one.role}  {one.begun_at:%Y-%m-%d %H:%M}  {one.ends_at:%Y-%m-%d %H:%M}")
    if not found:
        typer.echo("Nobody is signed in.")


@session_app.command("end")
def session_end_command(
    user: Annotated[str | None, typer.Option(metavar="NAME", help="End every session of this user")] = None,
    everybody: Annotated[bool, typer.Option("--all", help="End every session")] = False,
) -> None:
    """End sessions at once, for whoever holds their cookies. It is on record before it is done, and how it ended."""
    if (user is None) is not everybody:
        raise WrongUse("Say whose sessions to end: --user NAME, or --all.")
    settings = load_settings()
    details: dict[str, str | int] = {"command": "session end", "of": "all" if user is None else user}
    with _recorded(settings, Action.SIGN_OUT, details):
        ended = Sessions(settings.home).end_of(user)
    typer.echo("One session has been ended." if ended == 1 else f"{ended} sessions have been ended.")


_STORE_ACTIONS: Final = {"backup": Action.EXPORT, "restore": Action.RESTORE}


@contextmanager
def _recorded_store(settings: Settings, act: str, file: Path) -> Iterator[None]:
    """Backup and restore, on record."""
    with _recorded(settings, _STORE_ACTIONS[act], {"command": f"database {act}", "file": file.name}):
        yield


app.add_typer(build_database_app(_recorded_store), name="database")
app.command("generate")(generate_command)
app.add_typer(convert_app, name="convert")


def _say(text: str) -> None:
    Console(soft_wrap=True).print(text, markup=False, highlight=False)


if __name__ == "__main__":
    main()
