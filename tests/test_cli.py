"""The command line as its users meet it: what it prints, its exit status, and what it leaves in the audit log."""

import csv
import json
import os
import pwd
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from graph_service.audit.export import select
from graph_service.local_neo4j.server import ConnectionDetails, LocalNeo4j
from graph_service.local_neo4j.state import read_state
from graph_service.queries.planning import catalogue_texts
from graph_service.security.identity import Role
from graph_service.security.tokens import SignedTokens
from graph_service.settings import Settings
from graph_service.store.graph import Graph
from tests.patience import PATIENCE_S
from tests.worlds import link, person, write_bundle

COMMAND = (sys.executable, "-m", "graph_service.cli")
ME = pwd.getpwuid(os.getuid()).pw_name
PRODUCTION = {
    "environment": "production",
    "oidc_issuer": "https://id.example",
    "oidc_client_id": "graph-service",
    "oidc_client_secret": "hush",
}


def environment(home: Path, **more: str) -> dict[str, str]:
    """The environment of a command with a home of its own, and nothing else of the service's."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GRAPH_SERVICE_")}
    settings = {f"GRAPH_SERVICE_{name.upper()}": value for name, value in more.items()}
    return kept | {"GRAPH_SERVICE_HOME": str(home), "COLUMNS": "200"} | settings


def run(home: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        (*COMMAND, *arguments),
        env=environment(home, **more),
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )


def entries(home: Path) -> list[dict[str, Any]]:
    """The audit log of a home."""
    return list(select(home, begin=None, end=None))


def test_help_names_every_command(tmp_path: Path) -> None:
    done = run(tmp_path, "--help")
    assert done.returncode == 0
    names = ("demo", "serve", "import", "database", "generate", "convert", "token", "findings", "audit")
    assert all(re.search(rf"\b{name}\b", done.stdout) for name in names)


@pytest.mark.parametrize(
    ("arguments", "settings", "status", "sentence"),
    [
        (("nothing",), {}, 2, "No such command"),
        (("token", "--user", "ana"), {}, 2, "role"),
        (("token", "--user", "ana", "--role", "OWNER"), {}, 2, "OWNER"),
        (("token", "--user", " ", "--role", "ANALYST"), {}, 2, "name"),
        (("token", "--user", "ana", "--role", "ANALYST", "--minutes", "0"), {}, 2, "minutes"),
        (("token", "--user", "ana", "--role", "ANALYST"), {"environment": "production"}, 2, "development only"),
        (("serve",), {"environment": "production"}, 2, "OpenID Connect"),
        (("serve",), {"environment": "production", "oidc_issuer": "https://id.example"}, 2, "OIDC_CLIENT_ID"),
        (("serve",), PRODUCTION | {"oidc_issuer": "http://id.example"}, 2, "https://"),
        (("serve",), PRODUCTION | {"neo4j_uri": "bolt://127.0.0.1:1", "port": "0"}, 3, "reached"),
        (("demo",), {"environment": "production"}, 2, "development"),
        (("demo",), {"neo4j_uri": "bolt://127.0.0.1:1"}, 2, "GRAPH_SERVICE_NEO4J_URI"),
        (("demo",), {"host": "0.0.0.0"}, 2, "set GRAPH_SERVICE_HOST to 127.0.0.1"),
        (("serve",), {"host": "0.0.0.0", "neo4j_uri": "bolt://127.0.0.1:1"}, 2, "set GRAPH_SERVICE_HOST to 127.0.0.1"),
        (("findings", "o"), {"environment": "production"}, 2, "--purpose"),
        (("findings", "o", "--as-of", "1.6.2026"), {}, 2, "2026-06-01"),
        (("findings", "o", "--known-at", "2026-06-01T09:00:00"), {}, 2, "zone"),
        (("findings", "o", "--format", "xml"), {}, 2, "xml"),
        (("findings", "o"), {"neo4j_uri": "bolt://127.0.0.1:1"}, 3, "reached"),
        (("serve",), {"neo4j_uri": "bolt://127.0.0.1:1", "port": "0"}, 3, "reached"),
        (("audit", "verify"), {"port": "abc"}, 2, "GRAPH_SERVICE_PORT"),
        (("audit", "export", "--from", "June"), {}, 2, "--from"),
        (("audit", "export", "--output", "/nowhere/at/all.jsonl"), {}, 1, "cannot be written"),
    ],
)
def test_refusals_are_one_sentence_and_a_status(
    tmp_path: Path, arguments: tuple[str, ...], settings: dict[str, str], status: int, sentence: str
) -> None:
    done = run(tmp_path, *arguments, **settings)
    assert (done.returncode, done.stdout) == (status, "") or arguments == ("serve",)
    assert done.returncode == status
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_a_token_is_good_and_on_record(tmp_path: Path) -> None:
    done = run(
        tmp_path, "token", "--user", "ana", "--role", "PLAN_AUTHOR", "--minutes", "5", "--cleared", "--case", "O-1"
    )
    assert done.returncode == 0
    identity = SignedTokens.of(Settings(home=tmp_path)).read(done.stdout.strip())
    assert (identity.user, identity.role, identity.cleared) == ("ana", Role.PLAN_AUTHOR, True)
    assert identity.cases == frozenset({"O-1"})
    (entry,) = entries(tmp_path)
    assert (entry["action"], entry["user"], entry["details"]["for"]) == ("TOKEN", ME, "ana")
    assert done.stdout.strip() not in json.dumps(entry)


def test_the_head_of_the_audit_log_written_down_elsewhere(tmp_path: Path) -> None:
    run(tmp_path, "token", "--user", "ana", "--role", "ANALYST")
    head = run(tmp_path, "audit", "head").stdout.strip()
    (entry,) = entries(tmp_path)
    assert head == f"1:{entry['hash']}"
    run(tmp_path, "token", "--user", "ben", "--role", "ANALYST")
    assert run(tmp_path, "audit", "verify", "--head", head).returncode == 0
    other = run(tmp_path, "audit", "verify", "--head", f"1:{'0' * 64}")
    assert (other.returncode, "Entry 1 is not the one that was written down." in other.stderr) == (1, True)
    assert run(tmp_path, "audit", "verify", "--head", "the last").returncode == 2
    anchor = tmp_path / "elsewhere" / "anchor.json"
    run(tmp_path, "token", "--user", "eve", "--role", "ANALYST", audit_anchor=str(anchor))
    assert anchor.exists()
    anchor.unlink()
    lost = run(tmp_path, "audit", "verify", audit_anchor=str(anchor))
    assert (lost.returncode, "is missing" in lost.stderr) == (1, True)


def test_audit_verify_and_export(tmp_path: Path) -> None:
    for user in ("ana", "ben"):
        run(tmp_path, "token", "--user", user, "--role", "ANALYST")
    whole = run(tmp_path, "audit", "verify")
    assert (whole.returncode, "2 entries" in whole.stdout) == (0, True)
    target = tmp_path / "out" / "log.csv"
    target.parent.mkdir()
    exported = run(tmp_path, "audit", "export", "--output", str(target), "--format", "csv")
    assert exported.returncode == 0
    assert target.stat().st_mode & 0o077 == 0
    with target.open(newline="") as file:
        assert [row["action"] for row in csv.DictReader(file)] == ["TOKEN", "TOKEN", "EXPORT"]
    none = run(tmp_path, "audit", "export", "--to", "2020-01-01")
    assert (none.returncode, none.stdout) == (0, "")
    (tmp_path / "audit" / "audit.sqlite3").unlink()
    broken = run(tmp_path, "audit", "verify")
    assert broken.returncode == 1
    assert "The end is missing: 4 entries were written, 0 are left" in broken.stderr


def test_a_taken_port(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = run(tmp_path, "serve", port=port, neo4j_uri="bolt://127.0.0.1:1")
    assert done.returncode == 3
    assert f"Port {port}" in done.stderr


@pytest.fixture(scope="module")
def attached(neo4j_server: ConnectionDetails) -> dict[str, str]:
    """The settings that lead a command to the server of this run."""
    return {
        "neo4j_uri": neo4j_server.uri,
        "neo4j_user": neo4j_server.user,
        "neo4j_password": neo4j_server.password,
        "neo4j_database": neo4j_server.database,
        "port": "0",
    }


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """An offender who moved in with his partner and her child."""
    return write_bundle(
        tmp_path / "bundle",
        people=[
            person("o", given_names="Otto", family_name="Vane", date_of_birth="1980-01-01"),
            person("p", given_names="Petra", family_name="Lund", date_of_birth="1985-01-01"),
            person("k", given_names="=Kim", family_name="Lund", date_of_birth="2018-01-01"),
        ],
        offenders=[{"person_id": "o", "category": 1, "managed_from": "2020-01-01"}],
        profiles=[{"person_id": "o", "profile": "CHILD_SEXUAL"}],
        addresses=[{"id": "a", "lines": "1 Low Road", "kind": "DWELLING"}],
        relationships=[
            link("PARTNER_OF", "o", "p", valid_from="2024-01-01"),
            link("PARENT_OF", "p", "k", role="BIRTH", valid_from="2018-01-01"),
            *(link("LIVES_AT", who, "a", role="MAIN", valid_from="2024-01-01") for who in "opk"),
        ],
    )


def test_from_import_to_findings(tmp_path: Path, bundle: Path, attached: dict[str, str], empty_store: Graph) -> None:
    imported = run(tmp_path, "import", str(bundle), **attached)
    assert imported.returncode == 0, imported.stderr
    as_json = run(
        tmp_path, "findings", "o", "--as-of", "2026-06-01", "--format", "json", "--purpose", "test", **attached
    )
    assert as_json.returncode == 0, as_json.stderr
    offender = json.loads(as_json.stdout)["offender"]
    (victim,) = offender["potentialVictims"]
    assert victim["subject"]["name"] == "=Kim Lund"
    assert {exposure["pattern"]["id"] for exposure in victim["exposures"]} == {"child_same_household", "partner_child"}
    assert [candidate["role"] for candidate in offender["disclosureCandidates"]][:1] == ["PARTNER"]
    assert offender["view"]["asOf"] == "2026-06-01"

    as_csv = run(tmp_path, "findings", "o", "--as-of", "2026-06-01", "--format", "csv", **attached)
    rows = list(csv.DictReader(as_csv.stdout.splitlines()))
    assert {(row["section"], row["name"]) for row in rows if row["section"] == "finding"} == {("finding", "'=Kim Lund")}

    as_table = run(tmp_path, "findings", "o", "--as-of", "2026-06-01", **attached)
    for words in ("Otto Vane", "=Kim Lund", "Strong", "Partner", "Petra Lund"):
        assert words in as_table.stdout

    unknown = run(tmp_path, "findings", "nobody", **attached)
    assert (unknown.returncode, unknown.stdout) == (1, "")
    assert "no offender" in unknown.stderr

    log = entries(tmp_path)
    assert [(entry["action"], entry["outcome"]) for entry in log[:2]] == [("IMPORT", "STARTED"), ("IMPORT", "OK")]
    read = log[2]
    assert (read["action"], read["user"], read["channel"], read["purpose"]) == ("READ", ME, "COMMAND", "test")
    assert read["asked"] == {"id": ["o"]}
    assert {"o", "k"} <= set(read["disclosed"])
    assert "Kim" not in json.dumps(log)


def test_screening_reads_every_managed_offender_and_is_on_record(
    tmp_path: Path, attached: dict[str, str], empty_store: Graph
) -> None:
    bundle = write_bundle(
        tmp_path / "bundle",
        people=[
            person("o", given_names="Otto", family_name="Vane", date_of_birth="1980-01-01", sex="M", ethnicity="W1"),
            person("q", given_names="Quin", family_name="Ash", date_of_birth="1981-01-01", sex="M", ethnicity="W1"),
            person("past", given_names="Past", family_name="Case", date_of_birth="1970-01-01", sex="M"),
            person("p", given_names="Petra", family_name="Lund", date_of_birth="1985-01-01"),
            person("k", given_names="=Kim", family_name="Lund", date_of_birth="2018-01-01"),
        ],
        offenders=[
            {"person_id": "o", "category": 1, "level": 2, "managed_from": "2020-01-01"},
            {"person_id": "q", "category": 2, "managed_from": "2020-01-01"},
            {"person_id": "past", "category": 1, "managed_from": "2010-01-01", "managed_to": "2020-01-01"},
        ],
        profiles=[{"person_id": who, "profile": "CHILD_SEXUAL"} for who in ("o", "past")],
        addresses=[{"id": "a", "lines": "1 Low Road", "kind": "DWELLING"}],
        orders=[{"id": "order", "person_id": "o", "kind": "SHPO", "valid_from": "2020-01-01"}],
        conditions=[{"id": "term", "order_id": "order", "kind": "NO_CHILD_HOUSEHOLD", "age_limit": 16}],
        relationships=[
            link("PARTNER_OF", "o", "p", valid_from="2024-01-01"),
            link("PARENT_OF", "p", "k", role="BIRTH", valid_from="2018-01-01"),
            *(link("LIVES_AT", who, "a", role="MAIN", valid_from="2024-01-01") for who in ("o", "p", "k", "past")),
        ],
    )
    assert run(tmp_path, "import", str(bundle), **attached).returncode == 0
    output, rates = tmp_path / "screen.csv", tmp_path / "rates.csv"
    options = ("--as-of", "2026-06-01", "--purpose", "yearly review")
    done = run(tmp_path, "screen", *options, "--output", str(output), "--rates", str(rates), **attached)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert {file.stat().st_mode & 0o077 for file in (output, rates)} == {0}
    with output.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["offender_id"], row["category"], row["level"], row["about"], row["subject"]) for row in rows] == [
        ("o", "1", "2", "finding", "'=Kim Lund"),
        ("o", "1", "2", "alert", "'=Kim Lund"),
    ]
    finding, alert = rows
    assert (finding["strength"], finding["groups"]) == ("STRONG", "CHILDREN")
    assert finding["patterns"] == "child_same_household;partner_child"
    assert alert["patterns"] == "order_zone_breach"
    assert finding["summary"] and alert["summary"]
    with rates.open(newline="") as file:
        counted = {(row["trait"], row["value"]): row for row in csv.DictReader(file)}
    white = counted["ethnicity", "W1"]
    assert (white["offenders"], white["with_findings"], white["findings"]) == ("2", "1", "1")
    assert white["share_with_findings"] == "0.500"
    assert counted["sex", "M"]["offenders"] == "2"

    read = entries(tmp_path)[-1]
    assert (read["action"], read["operation"], read["purpose"]) == ("READ", "screen", "yearly review")
    assert {"o", "k"} <= set(read["disclosed"])
    assert "Kim" not in json.dumps(read)

    printed = run(tmp_path, "screen", "--as-of", "2026-06-01", **attached)
    assert printed.stdout.splitlines() == output.read_text().splitlines()
    nowhere = run(tmp_path, "screen", "--output", str(tmp_path / "none" / "x.csv"), **attached)
    assert nowhere.returncode == 1
    assert "cannot be written" in nowhere.stderr


def test_an_import_that_is_refused_is_on_record(tmp_path: Path, attached: dict[str, str], empty_store: Graph) -> None:
    bad = write_bundle(tmp_path / "bad", people=[person("x", date_of_birth="yesterday")])
    done = run(tmp_path, "import", str(bad), **attached)
    assert done.returncode == 1
    assert [entry["outcome"] for entry in entries(tmp_path)] == ["STARTED", "REFUSED"]


@contextmanager
def serving(home: Path, settings: dict[str, str]) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """A service on a free port, and its address."""
    process = subprocess.Popen(
        (*COMMAND, "serve"),
        env=environment(home, **settings) | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if found := re.search(r"http://127\.0\.0\.1:\d+", line):
                yield process, found[0]
                break
        else:
            pytest.fail("the service did not start")
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_serve_answers_and_stops_in_peace(
    tmp_path: Path, bundle: Path, attached: dict[str, str], empty_store: Graph, number: signal.Signals
) -> None:
    assert run(tmp_path, "import", str(bundle), **attached).returncode == 0
    token = run(tmp_path, "token", "--user", "ana", "--role", "ANALYST").stdout.strip()
    with serving(tmp_path, attached) as (process, where):
        ready = httpx.get(f"{where}/readyz", timeout=PATIENCE_S)
        status = ready.json()
        assert set(status.pop("preparing")) <= {one.name for one in catalogue_texts(Settings())}
        assert status == {"status": "ok", "components": {"store": True, "schema": True, "audit": True}}
        headers = {"Authorization": f"Bearer {token}", "X-Purpose": "test"}
        answer = httpx.post(
            f"{where}/graphql",
            json={"query": '{ offender(id: "o") { person { name } } }'},
            headers=headers,
            timeout=PATIENCE_S,
        )
        assert answer.json() == {"data": {"offender": {"person": {"name": "Otto Vane"}}}}
        picture = httpx.get(f"{where}/offenders/o/network", headers=headers, timeout=PATIENCE_S)
        assert (picture.status_code, "Otto Vane" in picture.text) == (200, True)
        process.send_signal(number)
        out, err = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 0
    assert "Stopped." in out
    assert "Otto" not in err
    assert "Traceback" not in err
    assert run(tmp_path, "audit", "verify").returncode == 0


def test_a_service_that_is_killed_loses_no_entry(tmp_path: Path, attached: dict[str, str], empty_store: Graph) -> None:
    token = run(tmp_path, "token", "--user", "ana", "--role", "ANALYST").stdout.strip()
    headers = {"Authorization": f"Bearer {token}", "X-Purpose": "test"}
    with serving(tmp_path, attached) as (process, where), httpx.Client(headers=headers, timeout=PATIENCE_S) as client:
        answered = [
            client.post(f"{where}/graphql", json={"query": '{ person(id: "o") { id } }'}).headers["x-correlation-id"]
            for _ in range(20)
        ]
        process.kill()
        process.wait(timeout=PATIENCE_S)
    logged = [entry.get("correlationId") for entry in entries(tmp_path)]
    assert [one for one in answered if one not in logged] == []
    assert run(tmp_path, "audit", "verify").returncode == 0


def test_a_neo4j_that_is_killed_under_the_service_is_started_again_and_nothing_is_lost(
    tmp_path: Path, bundle: Path
) -> None:
    own = {"neo4j_heap_mb": "512", "neo4j_page_cache_mb": "64", "port": "0"}
    question = {"query": '{ person(id: "o") { name } }'}
    whole = {"data": {"person": {"name": "Otto Vane"}}}
    token = run(tmp_path, "token", "--user", "ana", "--role", "ANALYST").stdout.strip()
    headers = {"Authorization": f"Bearer {token}", "X-Purpose": "test"}
    with serving(tmp_path, own) as (process, where), httpx.Client(headers=headers, timeout=PATIENCE_S) as client:

        def ask() -> dict[str, Any]:
            answer: dict[str, Any] = client.post(f"{where}/graphql", json=question).json()
            return answer

        assert run(tmp_path, "import", str(bundle), **own).returncode == 0
        assert ask() == whole
        state = read_state(LocalNeo4j(Settings(home=tmp_path)).files)
        assert state is not None
        os.kill(state.pid, signal.SIGKILL)
        answers = [ask()]
        while answers[-1] != whole and len(answers) < 300:
            time.sleep(0.2)
            answers.append(ask())
        refusals = {answer["errors"][0]["extensions"]["code"] for answer in answers[:-1]}
        assert refusals == {"UNAVAILABLE"}, "a question while it is away is refused, and says so"
        assert answers[-1] == whole
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 0
