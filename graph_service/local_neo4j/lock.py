"""Write the lock of the Neo4j jars anew: `python -m graph_service.local_neo4j.lock`.

For a maintainer who moves to another Neo4j: change NEO4J_COORDINATE, run this, run the tests, commit the lock.
jgo resolves what Neo4j depends on; this records what it found.
"""

import hashlib
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from jgo.maven import MavenContext
from jgo.parse import Coordinate

from graph_service.local_neo4j.artifacts import NEO4J_COORDINATE, Artifact

LOCK_FILE = Path(__file__).parent / "neo4j.lock"


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


def _locked(path: Path, folder: Path) -> Artifact:
    content = path.read_bytes()
    return Artifact(hashlib.sha256(content).hexdigest(), len(content), path.relative_to(folder).as_posix())


def write(coordinate: str, artifacts: list[Artifact], file: Path) -> None:
    """Write the lock file."""
    lines = [f"# {coordinate} and all it needs: SHA-256, size, path. Written by graph_service.local_neo4j.lock."]
    lines += [f"{each.sha256} {each.size} {each.path}" for each in artifacts]
    file.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        write(NEO4J_COORDINATE, resolve(NEO4J_COORDINATE, Path(name)), LOCK_FILE)
