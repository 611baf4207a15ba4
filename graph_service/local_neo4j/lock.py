"""Write the locks of the jars anew: `python -m graph_service.local_neo4j.lock`.

For a maintainer who moves to another Neo4j or GraphiQL: change NEO4J_COORDINATE or GRAPHIQL_COORDINATES, run this, run the
tests, commit the locks. jgo resolves what Neo4j depends on; this records what it found. GraphiQL's jar holds all it needs but
React, so that what its package names besides is left alone.
"""

import hashlib
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from jgo.maven import Component, MavenContext
from jgo.parse import Coordinate

from graph_service.local_neo4j.artifacts import GRAPHIQL_COORDINATES, NEO4J_COORDINATE, Artifact

LOCK_FILE = Path(__file__).parent / "neo4j.lock"
GRAPHIQL_LOCK_FILE = Path(__file__).parent / "graphiql.lock"


def resolve(coordinate: str, folder: Path) -> list[Artifact]:
    """Resolve a coordinate with everything it needs at run time, and download it into a folder."""
    context = MavenContext(repo_cache=folder, timeout=60)
    group, artifact, version = coordinate.split(":")
    wanted = context.create_dependency(Coordinate(group, artifact, version, scope="compile"))
    found, needed = context.resolver.resolve([wanted])
    at_run_time = [*found, *(each for each in needed if each.scope in ("compile", "runtime"))]
    with ThreadPoolExecutor(8) as pool:
        files: list[Path] = list(pool.map(lambda each: each.artifact.resolve(), at_run_time))
    # The asked-for artifact comes first and the order of the others is jgo's: it is the class path.
    return [_locked(path, folder) for path in files]


def single(coordinates: Sequence[str], folder: Path) -> list[Artifact]:
    """Download artifacts into a folder, without what they depend on."""
    context = MavenContext(repo_cache=folder, timeout=60)
    return [_locked(_component(context, each).artifact().resolve(), folder) for each in coordinates]


def _component(context: MavenContext, coordinate: str) -> Component:
    group, artifact, version = coordinate.split(":")
    return context.project(group, artifact).at_version(version)


def _locked(path: Path, folder: Path) -> Artifact:
    content = path.read_bytes()
    return Artifact(hashlib.sha256(content).hexdigest(), len(content), path.relative_to(folder).as_posix())


def write(what: str, artifacts: list[Artifact], file: Path) -> None:
    """Write the lock file."""
    lines = [f"# {what}: SHA-256, size, path. Written by graph_service.local_neo4j.lock."]
    lines += [f"{each.sha256} {each.size} {each.path}" for each in artifacts]
    file.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        write(f"{NEO4J_COORDINATE} and all it needs", resolve(NEO4J_COORDINATE, Path(name)), LOCK_FILE)
        write("GraphiQL", single(GRAPHIQL_COORDINATES, Path(name)), GRAPHIQL_LOCK_FILE)
