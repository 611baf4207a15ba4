"""Secret keys that the service makes for itself and keeps in its home, readable by their owner alone."""

import os
import secrets
from pathlib import Path

from graph_service.errors import ComponentUnavailable, WrongUse

_BYTES = 32


def private_folder(folder: Path) -> Path:
    """`folder`, made where it is missing, open to its owner alone. Raises ComponentUnavailable where it cannot be."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ComponentUnavailable(f"The folder {folder} cannot be made: {error.strerror}.") from None
    return folder


def read_or_create_key(path: Path) -> bytes:
    """The key kept at `path`, made on first use; several processes may ask at once and all get the same.

    Raises WrongUse where others may read the file, and ComponentUnavailable where it cannot be read or written.
    """
    private_folder(path.parent)
    try:
        if not path.exists():
            _create(path)
        if path.stat().st_mode & 0o077:
            raise WrongUse(f"The key {path} must be readable by its owner alone (chmod 600).")
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except OSError as error:
        raise ComponentUnavailable(f"The key {path} cannot be read or made: {error.strerror}.") from None
    except ValueError:
        raise WrongUse(f"The key {path} does not hold a key; move it away to have a new one made.") from None
    if len(key) < _BYTES:
        raise WrongUse(f"The key {path} is too short; move it away to have a new one made.")
    return key


def _create(path: Path) -> None:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(_BYTES) + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            # A link, unlike a rename, never replaces the key another process has made in the meantime.
            os.link(draft, path)
        except FileExistsError:
            return
    finally:
        draft.unlink()
