"""`graph-service database …`: the local Neo4j, its backup and its restore.

Errors are raised: the command line that this is mounted in prints their sentence and sets the exit status.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Annotated

import typer

from graph_service.settings import Settings, load_settings

Recorder = Callable[[Settings, str, Path], AbstractContextManager[None]]
"""Called with settings, `backup` or `restore`, and the file; what it returns surrounds the act, to put it on record."""


def _unrecorded(settings: Settings, act: str, file: Path) -> AbstractContextManager[None]:
    return nullcontext()


def build_database_app(recorder: Recorder = _unrecorded) -> typer.Typer:
    """The sub-commands; `recorder` writes backup and restore to the audit log, and may refuse by raising."""
    app = typer.Typer(help="The local Neo4j of this home.", no_args_is_help=True)

    @app.command("start")
    def start_command() -> None:
        """Start the local Neo4j; it stays until `database stop`."""
        from graph_service.local_neo4j.artifacts import NEO4J_VERSION
        from graph_service.local_neo4j.server import LocalNeo4j

        details = LocalNeo4j(load_settings()).start()
        typer.echo(f"Neo4j {NEO4J_VERSION} is running at {details.uri}.")

    @app.command("stop")
    def stop_command() -> None:
        """Stop the local Neo4j."""
        from graph_service.local_neo4j.server import LocalNeo4j

        stopped = LocalNeo4j(load_settings()).stop()
        typer.echo("Neo4j is stopped." if stopped else "Neo4j was not running.")

    @app.command("status")
    def status_command() -> None:
        """Say whether the local Neo4j is running, where, and how large it is."""
        from graph_service.local_neo4j.artifacts import NEO4J_VERSION
        from graph_service.local_neo4j.server import LocalNeo4j

        settings = load_settings()
        server = LocalNeo4j(settings)
        status = server.status()
        typer.echo(f"Neo4j     {NEO4J_VERSION}, {'running' if status.running else 'not running'}")
        typer.echo(f"home      {settings.home}")
        typer.echo(f"store     {status.store_mb} MiB in {server.files.data}")
        typer.echo(f"logs      {server.files.logs}")
        if status.running:
            typer.echo(f"address   bolt://127.0.0.1:{status.port}")
            typer.echo(f"process   {status.pid}, {status.resident_mb} MiB resident")
            typer.echo(f"in use    {'yes' if status.in_use else 'no'}")
            typer.echo(f"stays     {'until `database stop`' if status.keep else 'while it is in use'}")

    @app.command("backup")
    def backup_command(file: Annotated[Path, typer.Argument(help="A file that does not exist yet")]) -> None:
        """Write the store to FILE; a running Neo4j is down for some seconds meanwhile."""
        from graph_service.local_neo4j.backup import backup

        settings = load_settings()
        with recorder(settings, "backup", file):
            manifest = backup(settings, file)
        typer.echo(f"The store is in {file} ({manifest.dump_size / 1e6:.1f} MB).")

    @app.command("restore")
    def restore_command(file: Annotated[Path, typer.Argument(help="A file that `backup` wrote")]) -> None:
        """Put the store of FILE in the place of this home's; if that fails, the store is as before."""
        from graph_service.local_neo4j.backup import restore

        settings = load_settings()
        with recorder(settings, "restore", file):
            manifest = restore(settings, file)
        typer.echo(f"The store of {file}, backed up at {manifest.created_at}, is restored.")

    return app


database_app = build_database_app()
