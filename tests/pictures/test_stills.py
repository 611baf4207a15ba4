"""Still pictures: the same bytes for the same view, readable in black and white, self-contained and marked."""

import hashlib
import os
import re
import struct
import subprocess
import sys
from dataclasses import replace
from itertools import combinations
from xml.etree import ElementTree

import pytest

from graph_service.model.records import Link, Network, Record
from graph_service.model.vocabulary import Kind
from graph_service.pictures.family.build import family_picture
from graph_service.pictures.family.drawing import family_key
from graph_service.pictures.family.values import BondKind
from graph_service.pictures.network.build import network_picture
from graph_service.pictures.network.drawing import network_key
from graph_service.pictures.still import PRINT_WIDTH, family_svg, network_svg, print_width, to_png
from graph_service.pictures.style import style
from graph_service.pictures.svg import sheet
from tests.pictures.family_samples import everything, many
from tests.pictures.samples import VIEW, crowd, family, person

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '<script>alert(1)</script> "O\'Brien" & \u2028\u0007 ]]>'


def network() -> str:
    case, findings, alerts, around = family()
    return network_svg(network_picture(case.person, findings, around, VIEW, alerts), case)


def relatives() -> str:
    case, found = everything()
    return family_svg(found, case)


def words_of(svg: str) -> str:
    """All the text that a picture holds as text."""
    return " ".join("".join(node.itertext()) for node in ElementTree.fromstring(svg).iter(f"{SVG}text"))


def digests() -> str:
    """What both pictures are, as SVG and PNG, in a few characters."""
    svgs = [network(), relatives()]
    parts = [svg.encode() for svg in svgs] + [to_png(svg, width_px=900) for svg in svgs]
    return " ".join(hashlib.sha256(part).hexdigest() for part in parts)


def test_the_same_view_gives_the_same_bytes_here_and_in_another_process() -> None:
    first = digests()
    assert digests() == first
    code = "from tests.pictures.test_stills import digests; print(digests())"
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        other = subprocess.run(
            [sys.executable, "-c", code], check=True, capture_output=True, text=True, env=environment
        )
        assert other.stdout.strip() == first


@pytest.mark.parametrize("svg", [network(), relatives()], ids=["network", "family"])
def test_a_still_stands_alone_and_says_what_it_is(svg: str) -> None:
    root = ElementTree.fromstring(svg)
    names = {node.tag for node in root.iter()}
    assert not names & {f"{SVG}{name}" for name in ("script", "style", "image", "use", "foreignObject", "a")}
    assert not any(
        "href" in name or name == "style" or name.startswith("on") for node in root.iter() for name in node.attrib
    )
    assert re.findall(r"https?://[^\"' ]+", svg) == ["http://www.w3.org/2000/svg"]
    words = words_of(svg)
    assert words.count("OFFICIAL-SENSITIVE") == 2
    assert "True on 1 June 2026" in words and "As known at 09:30 on 1 June 2026 (UK time)" in words
    assert "Key" in words


def test_the_network_still_says_what_the_picture_says() -> None:
    case, findings, alerts, around = family()
    picture = network_picture(case.person, findings, around, VIEW, alerts)
    words = words_of(network_svg(picture, case))
    assert "Network of Brian Moss" in words and "MAPPA category 1, level 2" in words
    for node in picture.nodes:
        assert all(line.text in words for line in node.lines)
    for edge in picture.edges:
        assert all(row in words for row in edge.at_first)
    svg = network_svg(picture, case)
    heads = sum(edge.arrow for edge in picture.edges)
    assert len(re.findall(r'<path d="M[^"]*L[^"]*Z" fill="#', svg)) >= heads > 0
    assert svg.count('stroke-dasharray="11 7"') >= 1 and svg.count('stroke-dasharray="2 5"') >= 1


def test_the_stills_tell_conditions_of_handling_with_what_they_are_about_and_name_nobody_in_their_title() -> None:
    olaf, pat = person("o", "Olaf Vane", "1980-01-01"), person("p", "Pat Vale", "1990-01-01")
    secret = Record(Kind.SOURCE, "s", {"handling": "C", "handling_note": "Ask first."})
    pat = replace(pat, values={**pat.values, "source_id": "s"})
    around = Network((olaf, pat), (Link("r", "PARTNER_OF", "o", "p", source_id="s"),))
    network = network_picture(olaf, (), around, VIEW, sources={"s": secret})
    relatives = family_picture(olaf, around, (), VIEW, steps=2, sources={"s": secret})
    for svg, what in ((network_svg(network), "Network"), (family_svg(relatives), "Family")):
        words = words_of(svg)
        assert "Handling C: Ask first. This applies to: Olaf Vane is Pat Vale's partner; Pat Vale." in words
        assert "handling C" in words
        title = ElementTree.fromstring(svg).findtext(f"{SVG}title")
        assert title == f"{what} – o – OFFICIAL-SENSITIVE"


def test_the_family_still_says_what_the_picture_says() -> None:
    case, found = everything()
    words = words_of(family_svg(found, case))
    assert "Family of Gary Flint" in words and "within 2 steps" in words
    for member in found.members:
        assert all(line.text in words for line in member.lines)
    for row in (
        "until 30 Apr 2019",
        "weak: 3D",
        "foster",
        "adoptive",
        "step",
        "kinship carer",
        "Home 1: 12 Brook Street,",
    ):
        assert row in words


def test_hostile_names_stay_text() -> None:
    case, found = everything(name=f"Gary {HOSTILE}", child=f"Kit {HOSTILE}")
    root = ElementTree.fromstring(family_svg(found, case))
    assert not list(root.iter(f"{SVG}script"))
    assert "<script>" in "".join(root.itertext())
    case_2, findings, alerts, around = family(name=f"Brian {HOSTILE}")
    ElementTree.fromstring(network_svg(network_picture(case_2.person, findings, around, VIEW, alerts), case_2))


def in_black_and_white(svg: str) -> str:
    """A drawing of which only black and white are left: fills dark or light, lines black."""

    def plain(found: re.Match[str]) -> str:
        name, value = found.groups()
        if value == "none" or name == "stroke":
            return f'{name}="{"none" if value == "none" else "black"}"'
        red, green, blue = (int(value[at : at + 2], 16) for at in (1, 3, 5))
        return f'{name}="{"black" if 0.3 * red + 0.6 * green + 0.1 * blue < 128 else "white"}"'

    return re.sub(r'\b(fill|stroke)="(none|#[0-9a-f]{6})"', plain, svg)


def test_without_colour_no_two_entries_of_a_key_look_alike() -> None:
    case, findings, alerts, around = family()
    picture = network_picture(case.person, findings, around, VIEW, alerts)
    for key in (network_key(picture, offender=True), family_key(everything()[1])):
        samples = [in_black_and_white(item.sample) for item in key]
        assert len(samples) > 8
        # A child's tint is the one thing that only helps: the node says "child", and the age stands inside.
        alike = [
            (one.meaning, other.meaning)
            for (one, first), (other, second) in combinations(zip(key, samples, strict=True), 2)
            if first == second
        ]
        assert alike == []


def test_every_strength_and_every_look_differs_by_more_than_colour() -> None:
    looks = style()
    assert len({strength.width for strength in looks.strengths.values()}) == len(looks.strengths)
    assert len({(look.shape, look.letter) for look in looks.looks().values()}) == len(looks.looks())
    assert len({line.dashes for line in looks.lines.values()}) == len(looks.lines)
    case, found = everything()
    words = family_svg(found, case)
    assert "Child, age 11" in words and "At risk: strong" in words and "Offender, age 49" in words
    assert found.plan is not None
    kinds = {stroke.style.kind for stroke in found.plan.strokes}
    assert kinds >= {BondKind.FOSTER, BondKind.BIRTH, BondKind.STEP, BondKind.ADOPTIVE}


def test_a_png_is_as_large_as_asked_and_print_is_a4_at_300_dots_per_inch() -> None:
    svg = relatives()
    png = to_png(svg, width_px=1200)
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    root = ElementTree.fromstring(svg)
    assert width == 1200
    assert abs(height / width - float(root.attrib["height"]) / float(root.attrib["width"])) < 0.01
    assert print_width(svg) == PRINT_WIDTH >= 297 / 25.4 * 200


def test_a_large_picture_gets_more_pixels_within_a_limit() -> None:
    case, findings, alerts, around = crowd(200)
    svg = network_svg(network_picture(case.person, findings, around, VIEW, alerts), case)
    root = ElementTree.fromstring(svg)
    wide, tall = float(root.attrib["width"]), float(root.attrib["height"])
    assert PRINT_WIDTH < print_width(svg) <= 2 * wide
    assert print_width(svg) ** 2 * tall / wide <= 60_000_000


def test_a_picture_too_large_to_read_says_so_instead() -> None:
    case, findings, alerts, around = crowd(230)
    assert "More than 200 cannot be drawn" in words_of(
        network_svg(network_picture(case.person, findings, around, VIEW, alerts), case)
    )
    case, found = many(61)
    assert "More than 60 cannot be drawn" in words_of(family_svg(found, case))


def test_a_long_condition_of_handling_is_never_cut() -> None:
    condition = " ".join(f"condition{number}" for number in range(600))
    case = family()[0]
    told = words_of(
        sheet(
            "", (0, 0), (), what="Network", person=case.person, case=case, view=VIEW, notes=(), conditions=[condition]
        )
    )
    assert "condition599" in told and "…" not in told
