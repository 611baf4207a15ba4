"""Papers as their readers meet them: the words of a PDF, page by page, and of a DOCX with its headers and footers."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

import docx
import pypdfium2
from docx.oxml.ns import qn


def pdf_pages(content: bytes) -> list[str]:
    """The words of each page, on one line."""
    document = pypdfium2.PdfDocument(content)
    try:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()


@dataclass
class Docx:
    """A DOCX, opened."""

    content: bytes

    def __post_init__(self) -> None:
        self.document = docx.Document(io.BytesIO(self.content))

    @property
    def text(self) -> str:
        """All that its body says, in order, tables included."""
        return " ".join(
            "".join(run.text or "" for run in paragraph.iter(qn("w:t"))) for paragraph in self._paragraphs()
        )

    def _paragraphs(self) -> Iterator["docx.oxml.text.paragraph.CT_P"]:
        yield from self.document.element.body.iter(qn("w:p"))

    @property
    def headings(self) -> list[str]:
        """Its headings, in order."""
        return [one.text for one in self.document.paragraphs if (one.style.name or "").startswith("Heading")]
