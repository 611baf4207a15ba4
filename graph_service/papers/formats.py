"""The formats of papers, and what their files are called. A file's name names nobody."""

import re
from datetime import date
from enum import StrEnum
from typing import Final

from graph_service.papers.content import Made, Paper
from graph_service.papers.docx import to_docx
from graph_service.papers.pdf import to_pdf

_PLAIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


class Format(StrEnum):
    """How a paper is written; the value is the ending of its file."""

    DOCX = "docx"
    PDF = "pdf"

    @property
    def media_type(self) -> str:
        """What the format is called on the web."""
        if self is Format.PDF:
            return "application/pdf"
        return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def write(paper: Paper, made: Made, format: Format) -> bytes:
    """The paper in this format."""
    return to_pdf(paper, made) if format is Format.PDF else to_docx(paper, made)


def file_name(what: str, record_id: str, as_of: date, ending: str) -> str:
    """What a paper's file is called: the record's id is in it only where it is a plain token."""
    record = f"-{record_id}" if _PLAIN.fullmatch(record_id) else ""
    return f"{what}{record}-{as_of.isoformat()}.{ending}"
