"""Names in other scripts in a picture: every letter of them, joined as they should be, in their order."""

import re
import tomllib
import unicodedata
from importlib import metadata
from pathlib import Path

import pytest

from graph_service.model.records import Network
from graph_service.pictures.family.build import family_picture
from graph_service.pictures.network.build import network_picture
from graph_service.pictures.still import family_svg, network_svg, to_png
from graph_service.pictures.svg import text
from graph_service.pictures.typefaces import isolated, other_files, outlined
from graph_service.pictures.typesetting import text_width
from tests.pictures.samples import VIEW, case_of, person

# Two names of equally many letters each.
NAMES = {
    "Arabic": ("محمد", "حميد"),
    "Hebrew": ("דוד", "משה"),
    "Chinese": ("王明", "李强"),
    "Gurmukhi": ("ਸਿੰਘ", "ਗਿੱਲ"),
    "Bengali": ("রহিম", "করিম"),
    "Georgian": ("ნინო", "გელა"),
    "Ethiopic": ("አበበ", "ከበደ"),
    "Korean": ("김민준", "이서연"),
}


def png(name: str, *, bold: bool = False) -> bytes:
    drawn = text(name, 10, 30, 20, bold=bold)
    return to_png(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 40">{drawn}</svg>', width_px=200)


def letters(content: str) -> str:
    """The outlines of a line, where every letter of it is outlined."""
    (path,) = re.findall(r' d="([^"]+)"', outlined(text(content, 0, 0, 20)))
    return str(path)


def edges(outline: str) -> tuple[float, float]:
    """The leftmost and the rightmost point of an outline."""
    across = [float(pair.split()[0]) for pair in re.findall(r"-?[\d.]+ -?[\d.]+", outline)]
    return min(across), max(across)


@pytest.mark.parametrize("script", NAMES)
def test_a_name_in_any_of_these_scripts_is_drawn_by_its_letters(script: str) -> None:
    one, other = NAMES[script]
    assert len({png(one), png(other), png(one, bold=True), png(other, bold=True)}) == 4
    # None is the box that stands for a letter which no typeface has.
    box = letters(f"{one}\ua188")[len(letters(one)) :]
    assert box and box.split("M")[1][-20:] not in letters(one)


ROOT = Path(__file__).parents[2]
WHOLE = {
    "Arabic": "م", "Armenian": "Ա", "Ethiopic": "አ", "Georgian": "ნ", "Hebrew": "ד", "Bengali": "ক", "Devanagari": "क",
    "Gujarati": "ક", "Gurmukhi": "ਕ", "Kannada": "ಕ", "Malayalam": "ക", "Oriya": "କ", "Sinhala": "ක", "Tamil": "க",
    "Telugu": "క", "Khmer": "ក", "Lao": "ກ", "Myanmar": "က", "Thai": "ก", "Bopomofo": "ㄅ", "Han": "王", "Hangul": "김",
    "Hiragana": "か", "Katakana": "カ",
}  # fmt: skip
BOXES = {
    "Adlam": "\U0001e900", "Balinese": "\u1b13", "Bamum": "\ua6a0", "Batak": "\u1bc0", "Buginese": "\u1a00",
    "Canadian Syllabics": "\u1401", "Chakma": "\U00011107", "Cham": "\uaa00", "Cherokee": "\u13a0", "Coptic": "\u2c80",
    "Hanifi Rohingya": "\U00010d00", "Javanese": "\ua98f", "Kayah Li": "\ua90a", "Lepcha": "\u1c00", "Limbu": "\u1901",
    "Lisu": "\ua4d0", "Mandaic": "\u0840", "Meetei Mayek": "\uabc0", "Mende Kikakui": "\U0001e800",
    "Miao": "\U00016f00", "Mongolian": "\u1820", "N'Ko": "\u07ca", "New Tai Lue": "\u1980", "Newa": "\U0001140e",
    "Nyiakeng Puachue Hmong": "\U0001e100", "Ol Chiki": "\u1c5a", "Osage": "\U000104b0", "Osmanya": "\U00010480",
    "Pahawh Hmong": "\U00016b00", "Rejang": "\ua930", "Samaritan": "\u0800", "Saurashtra": "\ua892",
    "Sundanese": "\u1b8a", "Syloti Nagri": "\ua807", "Syriac": "\u0710", "Tai Le": "\u1950", "Tai Tham": "\u1a20",
    "Tai Viet": "\uaa80", "Thaana": "\u0780", "Tibetan": "\u0f40", "Tifinagh": "\u2d30", "Vai": "\ua500",
    "Warang Citi": "\U000118a0", "Yi": "\ua000",
}  # fmt: skip


def test_the_docs_name_the_scripts_that_are_whole_and_those_that_are_boxes() -> None:
    scripts = (ROOT / "docs" / "papers.md").read_text(encoding="utf-8").split("## Scripts")[1]
    whole, boxes = (
        re.split(r"[,;:.]? +(?:and )?|[.]$", part.replace("\n", " ")) for part in scripts.split("\n\n")[1:3]
    )
    assert {"Latin", "Greek", "Cyrillic", *WHOLE} <= set(whole)
    assert {word for script in BOXES for word in script.split()} <= set(boxes)
    # A letter that no typeface has stays text, which the drawing engine shows as a box.
    for script, letter in WHOLE.items():
        assert outlined(text(letter, 0, 0, 20)).startswith("<path"), script
    for script, letter in BOXES.items():
        assert unicodedata.name(letter).replace("NKO", "N'KO").startswith(script.upper().split()[0]), script
        assert outlined(text(letter, 0, 0, 20)).startswith("<text"), script


def test_each_package_of_typefaces_is_of_one_version_and_holds_the_files_that_are_looked_up() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for name in ("font-source-sans-pro", "manimgx-fonts", "manimgx-fonts-cjk"):
        assert f"{name}=={metadata.version(name)}" in project["dependencies"]
    names = [file.name for file in other_files()]
    assert names[-2:] == ["NotoSansCJK-VF.otf.ttc", "NotoEmoji[wght].ttf"] and names[0] == "NotoSansArabic[wght].ttf"
    assert all(file.is_file() for file in other_files())


def test_the_title_of_a_picture_names_the_offender_in_any_script() -> None:
    for name in ("محمد علي", "דוד כהן", "王小明", "ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ"):
        olaf = person("o", name, "1980-01-01")
        family = family_svg(family_picture(olaf, Network((olaf,), ()), (), VIEW, steps=2), case_of(olaf))
        network = network_svg(network_picture(olaf, (), None, VIEW), case_of(olaf))
        for svg, what in ((family, "Family"), (network, "Network")):
            # The file keeps its text as text; what is drawn from it has no text left that Source Sans Pro cannot set.
            assert name in svg.replace("\u2067", "").replace("\u2069", "")
            title = f"<text [^>]*>{what} of"
            assert re.search(title, svg) and not re.search(title, outlined(svg))
            shown = "".join(re.findall(r"<text [^>]*>([^<]*)</text>", outlined(svg)))
            assert not set(shown) & (set(name) - {" "})


def test_what_source_sans_pro_can_set_stays_text() -> None:
    for name in ("Łucja Đỗ", "Ægir Þórsson", "Ελένη", "Наташа", "O’Brien–Smith · 5"):
        drawn = text(name, 0, 0, 20)
        assert outlined(drawn) == drawn


def test_letters_from_right_to_left_are_drawn_in_that_order() -> None:
    first, second = letters("א"), letters("ב")
    assert letters("אב").startswith(second) and letters("בא").startswith(first)
    assert letters("אב") != letters("בא")


def test_arabic_letters_are_joined() -> None:
    joined = letters("محمد")
    assert not any(letters(one) in joined for one in ("م", "ح"))
    # Joined, they take less room than apart.
    assert edges(joined)[1] < edges(letters("م ح م د"))[1]


def test_marks_stand_with_the_letter_they_belong_to() -> None:
    # The vowel i of Gurmukhi is written before its consonant and drawn before it.
    assert letters("ਸਿ") != letters("ਸ") and not letters("ਸਿ").startswith(letters("ਸ"))


def test_a_name_from_right_to_left_keeps_its_place_in_a_line() -> None:
    assert isolated("דוד, 5") == "\u2067דוד\u2069, 5"
    assert isolated("Family of דוד כהן (12)") == "Family of \u2067דוד כהן\u2069 (12)"
    assert isolated("דוד כהן, משה") == "\u2067דוד כהן\u2069, \u2067משה\u2069"
    assert isolated("Ann Ash, 5") == "Ann Ash, 5"
    name = letters("דוד")
    assert letters("דוד, 5").startswith(name)
    # A number within such a name is read from left to right.
    within = letters("א 12 ב")
    assert within.startswith(letters("ב")) and letters("א 21 ב") != within


@pytest.mark.parametrize(
    "name",
    [
        "முருகன் சுப்பிரமணியம்",
        "അനിൽ കുമാർ",
        "ಮಂಜುನಾಥ್",
        "ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ",
        "রহিমা বেগম",
        "محمد عبد الرحمن",
        "王小明",
        "ნინო გელაშვილი",
        "Արամ",
    ],
)
@pytest.mark.parametrize("bold", [False, True])
def test_a_name_is_as_wide_as_the_card_that_is_made_for_it(name: str, bold: bool) -> None:
    drawn = outlined(text(name, 0, 0, 15, bold=bold))
    (outline,) = re.findall(r' d="([^"]+)"', drawn)
    # The last letter may end a little before or after the place where the next would begin.
    assert edges(outline)[1] == pytest.approx(text_width(name, 15, bold=bold), abs=1.2)


@pytest.mark.parametrize(("anchor", "share"), [("middle", 0.5), ("end", 1.0)])
def test_a_line_keeps_the_place_it_is_given(anchor: str, share: float) -> None:
    at = {
        one: float(re.findall(r"translate\((-?[\d.]+) ", outlined(text("דוד כהן", 100, 0, 20, anchor=one)))[0])
        for one in (None, "end", anchor)
    }
    assert at[None] == 100 and at[anchor] == pytest.approx(100 - share * (100 - at["end"]), abs=0.02)
    assert 20 < at["end"] < 80


def test_markup_in_a_name_stays_text() -> None:
    drawn = outlined(text('<דוד> & "x"', 0, 0, 20))
    assert drawn.startswith("<path") and "דוד" not in drawn
