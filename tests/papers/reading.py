"""Papers as their readers meet them: the words of a PDF, page by page, and of a DOCX with its headers and footers."""

import io
from dataclasses import dataclass

import docx
import pypdfium2
from docx.oxml.ns import qn

_DOTS_A_POINT = 0.5
_DOTS_A_MM = _DOTS_A_POINT * 72 / 25.4


def pdf_pages(content: bytes) -> list[str]:
    """The words of each page, on one line."""
    document = pypdfium2.PdfDocument(content)
    try:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()


def pdf_filled(content: bytes) -> list[float]:
    """How far down each page is written on, as a share of the room between its head and its foot."""
    document = pypdfium2.PdfDocument(content)
    try:
        return [_filled(page) for page in document]
    finally:
        document.close()


def _filled(page: pypdfium2.PdfPage) -> float:
    bitmap = page.render(scale=_DOTS_A_POINT, grayscale=True)
    height = int(bitmap.height)
    first, last = round(25 * _DOTS_A_MM), height - round(23 * _DOTS_A_MM)
    dots, line = bytes(bitmap.buffer), int(bitmap.stride)
    written = [row for row in range(first, last) if min(dots[row * line : (row + 1) * line]) < 160]
    return (max(written, default=first) - first) / (last - first)


@dataclass
class Docx:
    """A DOCX, opened."""

    content: bytes

    def __post_init__(self) -> None:
        self.document = docx.Document(io.BytesIO(self.content))

    @property
    def text(self) -> str:
        """All that its body says, in order, tables included."""
        paragraphs = self.document.element.body.iter(qn("w:p"))
        return " ".join("".join(run.text or "" for run in one.iter(qn("w:t"))) for one in paragraphs)

    @property
    def styled(self) -> list[tuple[str, str]]:
        """Its paragraphs outside tables, each with the name of its style."""
        return [((one.style and one.style.name) or "", one.text) for one in self.document.paragraphs]

    @property
    def headings(self) -> list[str]:
        """Its headings, in order."""
        return [text for style, text in self.styled if style.startswith("Heading ")]
