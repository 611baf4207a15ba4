"""Names in other scripts in a PDF: every letter of them, in their order, in a file that holds no more than is used."""

import re

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from graph_service.model.records import Link, Network
from graph_service.papers.content import Drawing, Heading, Items, Paper, Paragraph, Section
from graph_service.papers.pdf import to_pdf
from graph_service.pictures.family.build import family_picture
from graph_service.pictures.still import family_svg, to_png
from tests.papers.conftest import MADE
from tests.papers.reading import pdf_pages
from tests.pictures.samples import VIEW, case_of, person

NAMES = {
    "Arabic": "محمد علي",
    "Hebrew": "דוד כהן",
    "Gurmukhi": "ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ",
    "Chinese": "王小明",
    "Bengali": "রহিমা বেগম",
    "Tamil": "முருகன்",
}


def paper(name: str, *more: str) -> Paper:
    """A paper that says a name as text, and in a picture."""
    olaf, pat = person("o", name, "1980-01-01", sex="M"), person("p", "Pat Vale", "1990-01-01", sex="F")
    around = Network((olaf, pat), (Link("r", "PARTNER_OF", "o", "p", role="SPOUSE"),))
    svg = family_svg(family_picture(olaf, around, (), VIEW, steps=2), case_of(olaf))
    wide, tall = map(float, svg.split('viewBox="0 0 ', 1)[1].split('"', 1)[0].split())
    drawing = Drawing(svg, to_png(svg, width_px=300), wide, tall, f"Family of {name}.")
    blocks = (Heading(f"Pack of {name}", 1), Paragraph(f"{name} (46)"), Items((name, *more)), drawing)
    return Paper("Panel pack", "o", VIEW, (Section(blocks),))


@pytest.mark.parametrize("script", NAMES)
def test_a_name_in_any_of_these_scripts_is_set_whole(script: str) -> None:
    content = to_pdf(paper(NAMES[script]), MADE)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content, "a PDF/UA has a letter for every character of its text"
    found = set(re.findall(rb"/FontName\s*/[A-Z]{6}\+([A-Za-z]+)", content)) - {b"SourceSansPro"}
    assert len(found) == 1 and found.pop().startswith(b"NotoSans"), "one other typeface, and no other than that"
    assert len(content) < 100_000, "cut down to what is used"


def test_without_other_scripts_no_other_typeface_is_in_it() -> None:
    content = to_pdf(paper("Łucja Đỗ"), MADE)
    assert b"+Noto" not in content and b"SourceSansPro" in content


def test_names_from_right_to_left_keep_their_place_in_a_line() -> None:
    content = to_pdf(paper("דוד כהן", "משה, 5"), MADE)
    assert "Pat Vale" in pdf_pages(content)[0]
    document = pypdfium2.PdfDocument(content)
    page = document[0]
    words = page.get_textpage()

    def left_of(text: str, nth: int = 0) -> float:
        """Where a character stands."""
        places = [place for place in range(words.count_chars()) if words.get_text_range(place, 1) == text]
        return float(words.get_charbox(places[nth])[0])

    # The paragraph “דוד כהן (46)”: the name from right to left, the age after it and not before.
    digits = [place for place in range(words.count_chars()) if words.get_text_range(place, 2) == "46"]
    bottom = words.get_charbox(digits[0])[1]
    line = [place for place in range(words.count_chars()) if abs(words.get_charbox(place)[1] - bottom) < 6]
    across = {words.get_text_range(place, 1): words.get_charbox(place)[0] for place in line}
    assert across["ן"] < across["כ"] < across["ו"] < across["4"] < across["6"]
    assert left_of("ש") < left_of("מ") < left_of("5", -1)
    assert pdfium.FPDFCatalog_IsTagged(document.raw)
    document.close()
