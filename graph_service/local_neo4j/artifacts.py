"""Fetch Maven artifacts from a committed lock: side by side, checksummed, resumable, shown as they come.

A lock is a text file with one artifact a line: SHA-256, size in bytes, path in a Maven repository. A path below
the cache folder is the same as in a repository, so a filled cache can itself be served as a mirror.
"""

import hashlib
import os
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Protocol

import requests
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from graph_service.errors import CatalogueError, ComponentUnavailable
from graph_service.local_neo4j.locks import exclusive
from graph_service.settings import Settings

NEO4J_COORDINATE = "org.neo4j:neo4j:2026.08.1"
NEO4J_VERSION = NEO4J_COORDINATE.rpartition(":")[2]
GRAPHIQL_COORDINATES = (
    "org.webjars.npm:graphiql:2.4.7",
    "org.webjars.npm:react:18.3.1",
    "org.webjars.npm:react-dom:18.3.1",
)

_THREADS = 8
_ATTEMPTS = 4
_FIRST_PAUSE_S = 0.25  # then four times as long each time
_CHUNK = 16 * 1024  # what a broken connection loses at most
_TIMEOUT_S = (10, 60)
_RETRY_STATUS = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Artifact:
    """One file of a lock."""

    sha256: str
    size: int
    path: str

    @property
    def file_name(self) -> str:
        """The last part of its path."""
        return self.path.rpartition("/")[2]


class ProgressReport(Protocol):
    """What a fetch tells as it goes; called from several threads."""

    def advance(self, size: int) -> None:
        """So many bytes more are there (fewer, when a part had to be thrown away)."""


def read_lock(name: str = "neo4j.lock") -> tuple[Artifact, ...]:
    """The artifacts of a lock that is shipped with this package."""
    text = resources.files("graph_service.local_neo4j").joinpath(name).read_text("utf-8")
    return parse_lock(text, name)


def parse_lock(text: str, name: str) -> tuple[Artifact, ...]:
    """Read the lines of a lock; a line that cannot be right is a CatalogueError that names it."""
    artifacts = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        parts = line.split()
        if len(parts) != 3 or len(parts[0]) != 64 or not parts[1].isdigit() or ".." in parts[2].split("/"):
            raise CatalogueError(f"{name} line {number}: expected SHA-256, size and path.")
        artifacts.append(Artifact(parts[0], int(parts[1]), parts[2]))
    return tuple(artifacts)


def default_repository() -> str:
    """The address of the repository that jgo knows; none is written in this project."""
    from jgo.maven import MavenContext  # noqa: PLC0415  (slow to import, and needed only to download)

    address: str = next(iter(MavenContext().remote_repos.values()))
    return address


def neo4j_jars(settings: Settings) -> list[Path]:
    """Every jar of the local Neo4j, verified; fetched first where that is needed."""
    otherwise = ", or GRAPH_SERVICE_NEO4J_URI to a server that runs already"
    return fetch(read_lock(), settings, what=f"Neo4j {NEO4J_VERSION}", otherwise=otherwise)


def graphiql_jars(settings: Settings) -> list[Path]:
    """The jars of GraphiQL and of what draws it, verified; fetched first where that is needed."""
    return fetch(read_lock("graphiql.lock"), settings, what="GraphiQL")


def fetch(artifacts: Sequence[Artifact], settings: Settings, *, what: str, otherwise: str = "") -> list[Path]:
    """Return the verified files, in the order of the lock, fetching those that the cache does not hold.

    `otherwise` goes on with what a user may do instead where they cannot be fetched.

    Every file is hashed each time (a tenth of a second for all of Neo4j), so that a damaged cache mends itself
    rather than surfacing as a puzzling failure of the server.
    """
    folder = settings.cache / "maven"
    paths = [folder / artifact.path for artifact in artifacts]
    if not _missing(artifacts, folder):
        return paths
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Two services that start at once share one download: the second finds everything there.
        with exclusive(settings.cache / "maven.lock"):
            missing = _missing(artifacts, folder)
            if missing:
                base = (settings.maven_mirror or default_repository()).rstrip("/")
                with _shown(what, missing, folder) as report:
                    _Download(base, folder, report, what, otherwise).run(missing)
    except OSError as error:
        if isinstance(error, requests.RequestException):
            raise
        raise ComponentUnavailable(f"{what} could not be kept in {folder}: {error.strerror or error}.") from error
    return paths


def _missing(artifacts: Sequence[Artifact], folder: Path) -> list[Artifact]:
    # Hashing releases the interpreter lock, so threads do help here.
    with ThreadPoolExecutor(min(_THREADS, os.cpu_count() or 1)) as pool:
        whole = list(pool.map(lambda artifact: _is_whole(folder / artifact.path, artifact), artifacts))
    return [artifact for artifact, there in zip(artifacts, whole, strict=True) if not there]


def _is_whole(path: Path, artifact: Artifact) -> bool:
    try:
        return path.stat().st_size == artifact.size and sha256_of(path) == artifact.sha256
    except OSError:
        return False


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's content, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class _Unreachable(Exception):
    """One file could not be fetched, however often it was tried."""


class _Download:
    """One run over the missing files of a lock."""

    def __init__(self, base: str, folder: Path, report: ProgressReport, what: str, otherwise: str) -> None:
        self._base = base
        self._folder = folder
        self._report = report
        self._what = what
        self._otherwise = otherwise
        self._stop = threading.Event()
        self._local = threading.local()
        self._sessions: list[requests.Session] = []

    def run(self, artifacts: Sequence[Artifact]) -> None:
        # The largest first: otherwise one large file is left to a single thread at the end.
        ordered = sorted(artifacts, key=lambda artifact: -artifact.size)
        pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="fetch")
        try:
            futures = [pool.submit(self._fetch, artifact) for artifact in ordered]
            done, _ = wait(futures, return_when=FIRST_EXCEPTION)
            failures = [error for future in done if (error := future.exception()) is not None]
        finally:
            # Also on Ctrl-C: what is finished stays, what is begun is resumed by the next run.
            self._stop.set()
            pool.shutdown(cancel_futures=True)
            for session in self._sessions:
                session.close()
        for failure in failures:
            if not isinstance(failure, _Unreachable):
                raise failure
        if failures:
            raise ComponentUnavailable(
                f"{self._what} could not be fetched from {self._base} ({failures[0]}); what was fetched is kept. "
                f"Check the network or proxy, or set GRAPH_SERVICE_MAVEN_MIRROR to another repository{self._otherwise}."
            )

    def _fetch(self, artifact: Artifact) -> None:
        target = self._folder / artifact.path
        part = target.with_name(target.name + ".part")
        target.parent.mkdir(parents=True, exist_ok=True)
        problem = "stopped"
        for attempt in range(_ATTEMPTS):
            if attempt and self._stop.wait(_FIRST_PAUSE_S * 4 ** (attempt - 1)):
                break
            if self._stop.is_set():
                break
            try:
                self._receive(artifact, part)
            except _Permanent as error:
                problem = str(error)
                break
            except requests.RequestException as error:
                problem = f"{artifact.file_name}: {_reason(error)}"
                continue
            if self._stop.is_set():
                break
            if _is_whole(part, artifact):
                part.replace(target)
                return
            problem = f"{artifact.file_name} did not have the expected checksum"
            self._report.advance(-part.stat().st_size)
            part.unlink()
        raise _Unreachable(problem)

    def _receive(self, artifact: Artifact, part: Path) -> None:
        """Append to the part what is missing of it; a server without ranges sends the whole once more."""
        held = part.stat().st_size if part.exists() else 0
        if held > artifact.size:
            part.unlink()
            self._report.advance(-held)
            held = 0
        if held == artifact.size:
            return
        headers = {"Accept-Encoding": "identity"}  # a jar does not get smaller, and ranges need the plain bytes
        if held:
            headers["Range"] = f"bytes={held}-"
        url = f"{self._base}/{artifact.path}"
        with self._session().get(url, headers=headers, stream=True, timeout=_TIMEOUT_S) as response:
            if response.status_code in _RETRY_STATUS:
                raise requests.ConnectionError(f"the server answered {response.status_code}")
            if response.status_code not in (200, 206):
                raise _Permanent(f"{artifact.file_name}: the server answered {response.status_code}")
            resumed = response.status_code == 206 and bool(held)
            if held and not resumed:
                self._report.advance(-held)
            with part.open("ab" if resumed else "wb") as file:
                for chunk in response.iter_content(_CHUNK):
                    if self._stop.is_set():
                        return
                    file.write(chunk)
                    self._report.advance(len(chunk))

    def _session(self) -> requests.Session:
        """One session for each thread: requests does not promise that a session may be shared."""
        session: requests.Session | None = getattr(self._local, "session", None)
        if session is None:
            session = requests.Session()
            # requests honours proxies and its own two variables; the one that Python itself honours is added.
            if not (os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE")):
                session.verify = os.environ.get("SSL_CERT_FILE") or True
            self._local.session = session
            self._sessions.append(session)
        return session


class _Permanent(Exception):
    """Trying again would not help."""


def _reason(error: requests.RequestException) -> str:
    """Say in few words what the exception says in many."""
    if isinstance(error, requests.exceptions.ProxyError):
        return "the proxy refused or cannot be reached"
    if isinstance(error, requests.exceptions.SSLError):
        return "the server's certificate is not trusted"
    if isinstance(error, requests.Timeout):
        return "the server did not answer in time"
    if isinstance(error, requests.ConnectionError) and str(error).startswith("the server answered"):
        return str(error)
    if isinstance(error, (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema)):
        return "the address is not one of a repository"
    return "no connection"


class _QuarterLines:
    """Progress for a log: a line for each quarter."""

    def __init__(self, console: Console, what: str, total: int, held: int) -> None:
        self._console = console
        self._what = what
        self._total = total
        self._held = held
        self._quarter = 4 * held // max(total, 1)
        self._lock = threading.Lock()

    def advance(self, size: int) -> None:
        with self._lock:
            self._held += size
            quarter = 4 * self._held // max(self._total, 1)
            if quarter > self._quarter and quarter < 4:
                self._console.print(f"Fetching {self._what}: {25 * quarter} %")
            self._quarter = max(quarter, self._quarter)


class _Bar:
    """Progress for a terminal."""

    def __init__(self, progress: Progress, what: str, total: int, held: int) -> None:
        self._progress = progress
        self._task = progress.add_task(f"Fetching {what}", total=total, completed=held)

    def advance(self, size: int) -> None:
        self._progress.advance(self._task, size)


@contextmanager
def _shown(what: str, missing: Sequence[Artifact], folder: Path) -> Iterator[ProgressReport]:
    total = sum(artifact.size for artifact in missing)
    held = 0
    for artifact in missing:
        part = folder / f"{artifact.path}.part"
        held += part.stat().st_size if part.exists() else 0
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    begun = time.monotonic()
    if console.is_terminal:
        columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
        with Progress(*columns, console=console, transient=True) as progress:
            yield _Bar(progress, what, total, held)
    else:
        console.print(f"Fetching {what}: {len(missing)} files, {total / 1e6:.0f} MB")
        yield _QuarterLines(console, what, total, held)
    console.print(f"Fetched {what} in {time.monotonic() - begun:.0f} s; kept in {folder}")
