"""The server of a home, in its good days and its bad ones. Every server here is a real one."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from neo4j import GraphDatabase

from graph_service.errors import ComponentUnavailable, InputRefused, WrongUse
from graph_service.local_neo4j import server as module
from graph_service.local_neo4j import watch
from graph_service.local_neo4j.server import ConnectionDetails, LocalNeo4j, running_neo4j
from graph_service.local_neo4j.state import HomeFiles, ServerState, last_state, read_state
from graph_service.local_neo4j.watch import watched_neo4j
from graph_service.settings import Settings
from tests.local_neo4j.conftest import settings_of
from tests.patience import PATIENCE_S

ROOT = Path(__file__).parents[2]

HOLD = """
import sys, time
from pathlib import Path
from graph_service.local_neo4j.server import running_neo4j
from graph_service.settings import Settings
with running_neo4j(Settings(home=Path(sys.argv[1]), neo4j_heap_mb=512, neo4j_page_cache_mb=64)) as details:
    print(details.uri, flush=True)
    sys.stdin.readline()
"""


def ask(details: ConnectionDetails, query: str, **parameters: object) -> object:
    with GraphDatabase.driver(details.uri, auth=details.auth) as driver:
        records = driver.execute_query(query, parameters, database_=details.database).records
        return records[0][0] if records else None


def another_command(settings: Settings) -> subprocess.Popen[str]:
    """A command in a process of its own that uses the home's server until it reads a line."""
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, str(settings.home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        text=True,
    )


def until(condition: Callable[[], bool], seconds: float = PATIENCE_S) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


# -- one server, shared --------------------------------------------------------------------------------------------


def test_it_answers_in_cypher_25(neo4j_server: ConnectionDetails) -> None:
    assert ask(neo4j_server, "WHEN true THEN RETURN 1 AS n ELSE RETURN 2 AS n") == 1


def test_the_password_is_not_shown(neo4j_server: ConnectionDetails) -> None:
    assert neo4j_server.password
    assert neo4j_server.password not in repr(neo4j_server)


def test_only_its_owner_can_read_the_password_and_it_is_on_no_command_line(
    settings: Settings, neo4j_server: ConnectionDetails
) -> None:
    files = HomeFiles(settings.home)
    assert files.password.stat().st_mode & 0o777 == 0o600
    assert files.root.stat().st_mode & 0o777 == 0o700
    state = read_state(files)
    assert state is not None
    assert neo4j_server.password not in " ".join(psutil.Process(state.pid).cmdline())
    assert not list(files.root.rglob("admin.args"))


def test_it_listens_on_loopback_and_for_bolt_alone(settings: Settings, neo4j_server: ConnectionDetails) -> None:
    state = read_state(HomeFiles(settings.home))
    assert state is not None
    connections = psutil.Process(state.pid).net_connections()
    listening = {
        (each.laddr.ip.removeprefix("::ffff:"), each.laddr.port) for each in connections if each.status == "LISTEN"
    }
    assert listening == {("127.0.0.1", state.port)}


def test_no_log_holds_what_was_asked(settings: Settings, neo4j_server: ConnectionDetails) -> None:
    ask(neo4j_server, "RETURN 'Marmaduke' AS literal, $name AS parameter", name="Peregrine")
    with pytest.raises(Exception, match="by zero"):
        ask(neo4j_server, "RETURN 1 / 0 AS `Marmaduke`, $name AS p", name="Peregrine")
    logged = "".join(path.read_text() for path in HomeFiles(settings.home).logs.iterdir())
    assert "Marmaduke" not in logged
    assert "Peregrine" not in logged


def test_a_second_command_of_the_home_uses_the_same_server(settings: Settings, neo4j_server: ConnectionDetails) -> None:
    with running_neo4j(settings) as details:
        assert details == neo4j_server
    assert ask(neo4j_server, "RETURN 1") == 1
    status = LocalNeo4j(settings).status()
    assert status.running and status.in_use and not status.keep
    assert (status.resident_mb or 0) > 100


def test_a_server_in_use_is_not_stopped(settings: Settings, neo4j_server: ConnectionDetails) -> None:
    with pytest.raises(InputRefused, match="in use by another"):
        LocalNeo4j(settings).stop()


def test_attaching_to_a_server_of_ones_own(settings: Settings, neo4j_server: ConnectionDetails) -> None:
    given = {"neo4j_uri": neo4j_server.uri, "neo4j_password": neo4j_server.password}
    attached = settings.model_copy(update={"neo4j_uri": neo4j_server.uri})
    with running_neo4j(settings_of(settings.home, **given)) as details:
        assert ask(details, "RETURN 1") == 1
    with pytest.raises(ComponentUnavailable, match="refused GRAPH_SERVICE_NEO4J_USER"):
        running_neo4j(settings_of(settings.home, **{**given, "neo4j_password": "wrong"})).__enter__()
    with pytest.raises(ComponentUnavailable, match="does not serve the database nowhere"):
        running_neo4j(settings_of(settings.home, **given, neo4j_database="nowhere")).__enter__()
    with pytest.raises(WrongUse, match="a server of your own"):
        LocalNeo4j(attached)


def test_a_server_of_ones_own_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ComponentUnavailable, match="cannot be reached"):
        running_neo4j(settings_of(tmp_path, neo4j_uri="bolt://127.0.0.1:9", neo4j_password="x")).__enter__()
    with pytest.raises(WrongUse, match="not the address"):
        running_neo4j(settings_of(tmp_path, neo4j_uri="nonsense", neo4j_password="x")).__enter__()


# -- servers that are started, shared, killed and stopped -----------------------------------------------------------


def test_commands_that_start_at_once_share_one_server_and_the_last_stops_it(
    third_home: Settings, neo4j_server: ConnectionDetails
) -> None:
    found: list[ConnectionDetails] = []
    all_in = threading.Barrier(2, timeout=PATIENCE_S)

    def use() -> None:
        with running_neo4j(third_home) as details:
            found.append(details)
            all_in.wait()

    threads = [threading.Thread(target=use) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 2 and found[0] == found[1]
    assert found[0].uri != neo4j_server.uri, "a second home runs beside the first"
    assert not LocalNeo4j(third_home).is_running()


def test_a_server_outlives_the_command_that_started_it_while_another_uses_it(third_home: Settings) -> None:
    first = another_command(third_home)
    assert first.stdout is not None and first.stdin is not None
    uri = first.stdout.readline().strip()
    second = another_command(third_home)
    assert second.stdout is not None and second.stdin is not None
    assert second.stdout.readline().strip() == uri
    first.communicate("done\n", timeout=PATIENCE_S)
    server = LocalNeo4j(third_home)
    assert server.is_running()
    second.kill()  # nothing of ours gets to run: the guard has to stop the server
    second.communicate(timeout=PATIENCE_S)
    until(lambda: not server.is_running())
    until(lambda: last_state(server.files) is None)


async def test_a_server_that_dies_is_started_again_and_nothing_is_lost(
    second_home: Settings, kept: ConnectionDetails, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "_POLL_S", 0.05)
    server = LocalNeo4j(second_home)
    async with watched_neo4j(second_home) as watched:
        assert watched.details == kept
        await asyncio.to_thread(ask, kept, "CREATE (:Kept {n: 1})")
        state = read_state(server.files)
        assert state is not None and watched.healthy
        os.kill(state.pid, signal.SIGKILL)
        await asyncio.to_thread(until, lambda: not watched.healthy)
        await asyncio.to_thread(until, lambda: watched.healthy)
        assert watched.restarts == 1
        assert await asyncio.to_thread(ask, kept, "MATCH (k:Kept) RETURN count(k)") == 1
    assert server.status().keep, "it was to stay, and is to stay still"


async def test_a_server_that_cannot_be_brought_back_is_given_up(
    third_home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "_POLL_S", 0.05)
    monkeypatch.setattr(watch, "_BACK_OFF_S", (0.0, 0.1))
    server = LocalNeo4j(third_home)
    watched = watch.WatchedNeo4j(ConnectionDetails("bolt://127.0.0.1:1", "neo4j", "", "neo4j"), server)
    watching = asyncio.create_task(watched.watch())  # nothing runs, and port 1 is nobody's to take
    monkeypatch.setattr(module, "_is_free", lambda port: False)
    with pytest.raises(ComponentUnavailable, match="Port 1 is already taken"):
        await asyncio.wait_for(watched.given_up(), PATIENCE_S)
    assert not watched.healthy
    await watching


def test_what_database_start_started_stays(second_home: Settings, kept: ConnectionDetails) -> None:
    server = LocalNeo4j(second_home)
    with running_neo4j(second_home) as same:
        assert same == kept
    assert server.is_running()


def test_a_server_is_known_again_after_the_clock_was_set(second_home: Settings, kept: ConnectionDetails) -> None:
    server = LocalNeo4j(second_home)
    written = server.files.state.read_text()
    # Earlier versions noted by the wall clock when a server started; a clock that was set since made it another's.
    server.files.state.write_text(json.dumps(json.loads(written) | {"started": time.time() + 3600}))
    try:
        assert server.is_running() and LocalNeo4j(second_home).start() == kept
    finally:
        server.files.state.write_text(written)


def test_a_server_that_is_only_just_being_started_is_not_taken_for_another_program(
    second_home: Settings, kept: ConnectionDetails, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown, looked = psutil.Process.cmdline, []

    def as_between_two_programs(process: psutil.Process) -> list[str]:
        looked.append(process)
        return shown(process) if len(looked) > 3 else []

    monkeypatch.setattr(psutil.Process, "cmdline", as_between_two_programs)
    assert LocalNeo4j(second_home).is_running() and len(looked) == 4


def test_a_store_that_another_process_has_open(second_home: Settings, kept: ConnectionDetails) -> None:
    server = LocalNeo4j(second_home)
    state = server.files.state.read_text()
    server.files.state.unlink()  # as if somebody else had started a Neo4j on this store
    try:
        with pytest.raises(ComponentUnavailable, match="is locked by another process"):
            server.start()
    finally:
        server.files.state.write_text(state)
    assert ask(kept, "RETURN 1") == 1


def test_a_start_can_be_given_up(third_home: Settings) -> None:
    async def cancelled() -> None:
        async with asyncio.timeout(0.7):
            async with running_neo4j(third_home):
                pytest.fail("no server is ready so soon")

    with pytest.raises(TimeoutError):
        asyncio.run(cancelled())
    assert not LocalNeo4j(third_home).is_running()


def test_a_server_that_ends_while_starting_says_why(third_home: Settings) -> None:
    server = LocalNeo4j(third_home)
    server.prepare()
    odd = server.files.configuration / "user-logs.xml"
    odd.write_text("<not-closed>")
    try:
        with pytest.raises(
            ComponentUnavailable, match=r"ended while starting \(it said: .+\); its log is .*console\.log"
        ):
            server.start()
    finally:
        odd.unlink()
    assert not server.is_running()


# -- sentences that need no server -----------------------------------------------------------------------------------


def test_a_stale_state_file_is_not_believed(tmp_path: Path) -> None:
    files = HomeFiles(tmp_path)
    files.root.mkdir()
    me = psutil.Process()
    ServerState(me.pid, 7687, keep=True).write(files)
    assert read_state(files) is None, "the pid is alive, but it is another program's"
    ServerState(2**22 + 1, 7687, keep=True).write(files)
    assert read_state(files) is None
    files.state.write_text("{broken")
    assert read_state(files) is None
    assert not LocalNeo4j(settings_of(tmp_path)).stop()


def test_a_port_that_is_taken_is_named(third_home: Settings) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ComponentUnavailable, match=rf"Port {port} is already taken.*NEO4J_BOLT_PORT"):
            LocalNeo4j(settings_of(third_home.home, neo4j_bolt_port=port)).start()


def test_more_memory_than_there_is(third_home: Settings) -> None:
    with pytest.raises(ComponentUnavailable, match="GRAPH_SERVICE_NEO4J_HEAP_MB"):
        LocalNeo4j(settings_of(third_home.home, neo4j_heap_mb=4_000_000)).start()


def test_memory_that_java_cannot_reserve(third_home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "machine_memory_mb", lambda: 1 << 40)
    with pytest.raises(ComponentUnavailable, match="too little memory"):
        LocalNeo4j(settings_of(third_home.home, neo4j_heap_mb=200_000_000)).start()


def test_a_home_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    with pytest.raises(ComponentUnavailable, match="GRAPH_SERVICE_HOME"):
        running_neo4j(settings_of(tmp_path / "home")).__enter__()


# -- at the end ------------------------------------------------------------------------------------------------------


def test_stop(second_home: Settings, kept: ConnectionDetails) -> None:
    server = LocalNeo4j(second_home)
    assert server.stop()
    assert not server.stop()
    assert not server.status().running
    assert server.status().store_mb > 0
