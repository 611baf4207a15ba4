"""Cursors: the places of a list that a client comes back with, sealed.

A cursor holds what its list is ordered by, a name or an id, and travels in addresses and logs. So it is encrypted and signed
(AES-SIV, RFC 5297) under a key that is derived from the one which signs tokens: whoever shares that key, such as a second
service beside this one, understands it. The same place has the same cursor, and its length tells of a name's length only by
steps of 48 bytes.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import SecretStr

from graph_service.errors import InputRefused
from graph_service.security.tokens import signing_secret
from graph_service.settings import Settings

_KEY_BYTES: Final = 64
_STEP: Final = 48


class Ordered(StrEnum):
    """The lists that come in pages. A cursor of one is none of another."""

    RELATIONSHIPS = "relationships"
    OFFENDERS = "offenders"
    EVENTS = "events"


@dataclass(frozen=True, slots=True)
class Cursors:
    """Seals places and opens them again."""

    cipher: AESSIV

    @classmethod
    def of(cls, settings: Settings) -> "Cursors":
        """With the key of the settings, or the one kept in the home."""
        return _cursors(settings.home, settings.token_key)

    def seal(self, ordered: Ordered, place: Sequence[str]) -> str:
        """The cursor of a place: the values by which the list is ordered."""
        said = json.dumps(list(place), ensure_ascii=False).encode()
        padded = said.ljust(-(-len(said) // _STEP) * _STEP)
        return urlsafe_b64encode(self.cipher.encrypt(padded, [ordered.encode()])).decode().rstrip("=")

    def open(self, ordered: Ordered, cursor: str) -> tuple[str, ...]:
        """The place that a cursor stands for; raises InputRefused where it is none of this list."""
        try:
            sealed = urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
            return tuple(json.loads(self.cipher.decrypt(sealed, [ordered.encode()])))
        except (ValueError, InvalidTag):
            raise InputRefused(
                "`after` is not a cursor of this list: expected an `endCursor` or `cursor` it returned."
            ) from None


@lru_cache(maxsize=8)
def _cursors(home: Path, token_key: SecretStr | None) -> Cursors:
    secret = signing_secret(home, token_key)
    derived = HKDF(SHA256(), _KEY_BYTES, salt=None, info=b"graph-service cursors").derive(secret)
    return Cursors(AESSIV(derived))
