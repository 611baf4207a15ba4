"""The reason that a user gives for reading personal data."""

from typing import Final

from graph_service.errors import InputRefused

MAX_PURPOSE: Final = 500
"""The longest purpose, in characters."""


def read_purpose(text: str | None) -> str | None:
    """The purpose as it will be logged; None without one. Raises InputRefused where it cannot be logged."""
    text = (text or "").strip()
    if not text:
        return None
    if len(text) > MAX_PURPOSE or not text.isprintable():
        raise InputRefused(f"A purpose has 1 to {MAX_PURPOSE} printable characters.")
    return text
