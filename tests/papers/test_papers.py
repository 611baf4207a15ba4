"""What the pack and the list of candidates say of the vignettes, on which pages, and that they stay the same."""

import csv
import html
import io
import re
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from graph_service.importing.importer import import_bundle
from graph_service.model.records import Clearance
from graph_service.pages.case import render_case_page
from graph_service.papers.candidates import candidates_csv
from graph_service.papers.content import Made, digest
from graph_service.papers.docx import to_docx
from graph_service.papers.formats import file_name
from graph_service.papers.pdf import to_pdf
from graph_service.security.identity import Identity, Role
from graph_service.settings import Settings
from graph_service.store.graph import Graph
from tests.conftest import empty
from tests.papers.conftest import CLEARED_AUTHOR, DAY, MADE, MakePapers, read_papers
from tests.papers.reading import Docx, pdf_filled, pdf_pages
from tests.pictures.samples import HEAD
from tests.worlds import link, person, write_bundle

SAID = {
    "carl-voss": (
        "Jay Lowe, age 4",
        "strong",
        "Dean Hart and Carl Voss were convicted together in 2011 of burglary of a dwelling",
        "Mia Lowe (parent)",
        "Consider telling, to protect Jay Lowe",
        "housing options team",
        "Presumption to disclose",
        "worked out from the records of the two places",
    ),
    "gary-flint": (
        "Kit Barr, age 11",
        "Children at Brook Primary School",
        "Sue Barr (partner); also parent",
        "Consider telling first: Sue Barr (parent), weigh first.",
        "Consider telling first: Omar Said (designated safeguarding lead).",
        "Lynn Flint (head teacher): Lynn Flint is Gary Flint's sister.",
        "Could be told instead: Omar Said (designated safeguarding lead), Priya Nair (chair of governors)",
        "Gary Flint is Lynn Flint's brother",
        "Lead agency Police",
        "Child sexual offending, recorded as preferring boys aged 10 to 13 – since 6 November 2015; graded 1A",
        "Convicted on 6 November 2015 [E7]",
        "Children: high risk of serious harm (ARMS, 8 December 2025",
        "Graded 1A (reliable source, known directly)",
        "Kelderwick Council, education: School roll and staff list",
        "09:00 on 5 January 2026",
    ),
    "craig-tully": (
        "Jade Orme, age 35",
        "Former partner",
        "10 February 2024 to 24 May 2026",
        "Consider telling first: Jade Orme (former partner), weigh first.",
        "Domestic Violence Disclosure Scheme, right to know",
        "public protection unit",
    ),
    "ryan-moffat": (
        "Brand, expected in September 2026 – strong",
        "she is to be the mother of Brand (expected in September 2026)",
        "Consider telling first: Holly Brand (partner), weigh first.",
    ),
    "darren-pell": (
        "Maureen Pell, age 75 – moderate",
        "Adult in the household",
        "52 Glebe Street",
        "22 June 2026",
        "Consider telling first: Maureen Pell (person at risk, for their own safety), weigh first.",
        "Maureen Pell is Darren Pell's mother.",
        "Enquiry not made or not answered",
        "The police have not been asked about this address, or have not answered in time.",
        "Victim whom no liaison officer supports",
    ),
    "lee-garrick": (
        "Meera Rao, age 9 – strong",
        "Keys to the home",
        "12 Windmill Road",
        "30 June 2026",
        "Consider telling first: Sunita Rao (parent).",
    ),
    "sean-kirby": (
        "Maisie Hollis, age 7 – moderate",
        "Child of a partner",
        "30 January 2026",
        "Tara Hollis (former partner); also parent",
        "Consider telling first: Tara Hollis (parent), weigh first.",
        "Ending that is disputed",
    ),
    "kev-marsh": (
        "Amy Lunn, age 8",
        "moderate",
        "Claire Lunn (parent)",
        "Kev Marsh has offered to mind Amy Lunn",
        "graded 2B",
        "untested source, known indirectly but corroborated",
        "A mother's report of 28 May 2026",
        "For context only Says where somebody is.",
    ),
}


@pytest.mark.parametrize("offender", SAID)
async def test_a_pack_says_who_is_at_risk_why_and_who_could_be_told(offender: str, papers: MakePapers) -> None:
    made = await papers(offender)
    pdf, written = " ".join(pdf_pages(to_pdf(made.pack, MADE))), Docx(to_docx(made.pack, MADE))
    for sentence in SAID[offender]:
        assert sentence in pdf, sentence
        assert sentence in written.text, sentence
    for title in ("Who is at risk", "Network picture", "Family picture", "Findings", "Alerts", "Whom to tell"):
        assert title in written.headings
    assert written.headings[-4:] == ["Decisions recorded so far", "Decisions to take", "Evidence annex", "Seal"]


@pytest.mark.parametrize("offender", SAID)
async def test_the_first_page_answers_by_itself(offender: str, papers: MakePapers) -> None:
    first = pdf_pages(to_pdf((await papers(offender)).pack, MADE))[0]
    at_risk, told = {
        "carl-voss": ("Jay Lowe", "Mia Lowe"),
        "gary-flint": ("Kit Barr", "Sue Barr"),
        "craig-tully": ("Jade Orme", "Jade Orme"),
        "ryan-moffat": ("Brand", "Holly Brand"),
        "darren-pell": ("Maureen Pell", "Maureen Pell"),
        "lee-garrick": ("Meera Rao", "Sunita Rao"),
        "sean-kirby": ("Maisie Hollis", "Tara Hollis"),
        "kev-marsh": ("Amy Lunn", "Claire Lunn"),
    }[offender]
    assert re.search(f"Who is at risk .*Consider first .*{at_risk}.*{told}", first)
    assert "Nothing in it is a disclosure decision, and it holds no risk score" in first


@pytest.mark.parametrize("offender", SAID)
async def test_the_first_table_of_the_pack_is_that_of_the_case_page(offender: str, papers: MakePapers) -> None:
    made = await papers(offender)
    page = render_case_page(made.file, Identity("ana.author", Role.PLAN_AUTHOR, False, MADE.at), HEAD)
    table = page[page.index('<table class="stacked"') : page.index("</table>")]
    shown = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in table.split("<tr>")[1:]]
    (first, *_) = (one for one in Docx(to_docx(made.pack, MADE)).document.tables if one.rows[0].cells[0].text == "Who")
    assert [[_plain(cell) for cell in row] for row in shown] == [
        [_plain(cell.text) for cell in row.cells] for row in first.rows
    ]


def _plain(markup: str) -> str:
    """What a cell says, without its marks, in one line, whatever its case; a link parts no words."""
    text = re.sub(r"<[^>]*>", " ", re.sub(r"</?a\b[^>]*>", "", markup))
    return " ".join(html.unescape(text).split()).replace(" :", ":").casefold()


async def test_the_list_opens_with_the_table_of_its_page(papers: MakePapers) -> None:
    written = Docx(to_docx((await papers("gary-flint")).candidates, MADE))
    (table,) = (one for one in written.document.tables if one.rows[0].cells[0].text == "Who")
    assert [[cell.text for cell in row.cells] for row in table.rows][1:3] == [
        ["Sue Barr (partner)", "Kit Barr (strong)", "Weigh first", "Disclosure", "None yet"],
        [
            "Omar Said (designated safeguarding lead)",
            "Children at Brook Primary School (moderate)",
            "No conflict recorded",
            "Disclosure",
            "None yet",
        ],
    ]


async def test_nobody_who_is_not_safe_to_tell_is_offered_to_be_told(papers: MakePapers) -> None:
    written = Docx(to_docx((await papers("gary-flint")).pack, MADE))
    (form,) = (one for one in written.document.tables if one.rows[0].cells[0].text == "Whom, to protect whom")
    rows = {row.cells[0].text.splitlines()[0]: row.cells for row in form.rows[1:]}
    boxes = {whom: cells[1].text.splitlines() for whom, cells in rows.items()}
    assert boxes["1. Sue Barr (partner)"] == ["☐ Tell", "☐ Do not", "☐ Not yet"]
    assert boxes["5. Lynn Flint (head teacher)"] == ["☐ Do not", "☐ Not yet"]
    assert rows["5. Lynn Flint (head teacher)"][0].text.splitlines()[1] == "Not safe to tell"
    assert all(cell.text == "" for cells in rows.values() for cell in cells[2:])


async def test_what_would_be_said_to_somebody_not_safe_to_tell_is_no_thing_to_do(papers: MakePapers) -> None:
    made = await papers("gary-flint")
    for paper in (made.pack, made.candidates):
        written = Docx(to_docx(paper, MADE)).text
        lynn = written[written.index("5. Lynn Flint (head teacher) – not safe to tell") :]
        lynn = lynn[: lynn.index("Decisions recorded so far")]
        assert "no more than this: Which children are concerned" in lynn
        assert "To be told Nothing, while what speaks against it stands." in lynn
        assert "and no more " not in lynn and "Consider" not in lynn
        assert "Tell, and no more" in written and "Share, and no more" in written
    lynn_row = list(csv.DictReader(io.StringIO(candidates_csv(made.file).decode("utf-8-sig"))))[-1]
    assert lynn_row["minimum_information"].startswith("Nothing, while what speaks against it stands.")


@pytest.mark.parametrize("offender", SAID)
async def test_no_page_but_the_last_is_nearly_empty(offender: str, papers: MakePapers) -> None:
    made = await papers(offender)
    for paper in (made.pack, made.candidates):
        assert min(pdf_filled(to_pdf(paper, MADE))[:-1]) > 0.25, paper.title


async def test_a_past_decision_stands_with_its_reasons_and_whether_it_needs_another_look(papers: MakePapers) -> None:
    pdf = " ".join(pdf_pages(to_pdf((await papers("neil-frost")).pack, MADE)))
    assert "Told on 12 February 2026 by MAPPA panel chair" in pdf
    assert "their mother can set the rules of the house" in pdf
    assert "NEEDS ANOTHER LOOK" in pdf and "Decide again: Told: " in pdf


@pytest.mark.parametrize("offender", SAID)
async def test_every_page_is_marked_numbered_and_sealed_to_its_view(offender: str, papers: MakePapers) -> None:
    made = await papers(offender, known_at=datetime(2026, 6, 1, 10, 30, tzinfo=UTC))
    for paper in (made.pack, made.candidates):
        pages = pdf_pages(to_pdf(paper, MADE))
        for number, page in enumerate(pages, 1):
            assert page.startswith("OFFICIAL-SENSITIVE") and page.endswith("OFFICIAL-SENSITIVE")
            assert f"Page {number} of {len(pages)}" in page
            assert "True on 1 June 2026 · as known at 11:30 on 1 June 2026 (UK time)" in page
            assert "Made by ana.author at 10:05 on 2 June 2026" in page
            assert digest(paper)[:12] in page
        assert digest(paper) in pages[-1] and "2026-06-01T10:30:00Z" in pages[-1]


async def test_a_docx_is_marked_numbered_and_built_so_that_it_can_be_read_aloud(papers: MakePapers) -> None:
    written = Docx(to_docx((await papers("gary-flint")).pack, MADE))
    document = written.document
    assert {section.orientation for section in document.sections} == {WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE}
    for section in document.sections:
        assert not section.header.is_linked_to_previous and not section.footer.is_linked_to_previous
        head, foot = (" ".join(one.text for one in part.paragraphs) for part in (section.header, section.footer))
        assert head.startswith("OFFICIAL-SENSITIVE") and "As known at" not in foot
        assert "True on 1 June 2026" in head and foot.endswith("OFFICIAL-SENSITIVE")
        assert "Made by ana.author" in foot and "Page 1 of 1" in foot
        fields = [one.text.strip() for one in section.footer._element.iter(qn("w:instrText"))]
        assert fields == ["PAGE", "NUMPAGES"]
    for table in document.tables:
        assert table._tbl.tblPr.find(qn("w:tblCaption")) is not None
        if table.style is not None and table.style.name == "Table Grid":
            assert table.rows[0]._tr.get_or_add_trPr().find(qn("w:tblHeader")) is not None
    pictures = list(document.element.body.iter(qn("wp:docPr")))
    assert len(pictures) == 2
    # Those who share a home and those who could be told are in it, on a path or not, as on the page.
    assert "and 10 relationships" in pictures[0].get("descr")
    assert "At risk: Kit Barr, age 11" in pictures[0].get("descr") and "Sue Barr" in pictures[1].get("descr")
    languages = {one.get(qn("w:val")) for one in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}
    levels = [int(style.removeprefix("Heading ")) for style, _ in written.styled if style.startswith("Heading ")]
    assert levels[0] == 1 and all(after <= before + 1 for before, after in pairwise(levels))
    assert "Flint" not in (document.core_properties.title or "")


async def test_a_pdf_is_tagged_and_says_that_it_meets_pdf_ua(papers: MakePapers) -> None:
    content = to_pdf((await papers("gary-flint")).pack, MADE)
    document = pypdfium2.PdfDocument(content)
    assert pdfium.FPDFCatalog_IsTagged(document.raw)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content and b"/Lang(en-GB)" in content
    assert "Flint" not in document.get_metadata_dict()["Title"]
    assert [one.get_width() > one.get_height() for one in document].count(True) == 1
    document.close()


async def test_the_same_view_gives_the_same_content_whatever_is_learnt_later(
    papers: MakePapers, vignettes: Graph, settings: Settings, tmp_path: Path
) -> None:
    then = datetime(2026, 6, 1, 12, tzinfo=UTC)
    first, again = await papers("gary-flint", known_at=then), await papers("gary-flint", known_at=then)
    assert to_pdf(first.pack, MADE) == to_pdf(again.pack, MADE)
    assert to_docx(first.pack, MADE) == to_docx(again.pack, MADE)
    other = Made("ben.other", datetime(2026, 7, 9, 8, tzinfo=UTC))
    assert digest(first.pack) in pdf_pages(to_pdf(first.pack, other))[-1]
    # What is recorded now was not known then: somebody he has nothing to do with, and a second child at his home.
    await import_bundle(
        vignettes,
        write_bundle(
            tmp_path,
            people=[
                person("una-stone", given_names="Una", family_name="Stone", recorded_at="2026-06-02T09:00:00Z"),
                person(
                    "ivy-barr",
                    given_names="Ivy",
                    family_name="Barr",
                    date_of_birth="2019-05-05",
                    recorded_at="2026-06-02T09:00:00Z",
                ),
            ],
            relationships=[
                link("FRIEND_OF", "una-stone", "mia-lowe", valid_from="2020-01-01"),
                link("PARENT_OF", "sue-barr", "ivy-barr", role="BIRTH", valid_from="2019-05-05"),
                link("LIVES_AT", "ivy-barr", "home-gary-flint", role="MAIN", valid_from="2019-05-05"),
            ],
        ),
    )
    later = await papers("gary-flint", known_at=then)
    assert (digest(later.pack), digest(later.candidates)) == (digest(first.pack), digest(first.candidates))
    assert to_pdf(later.pack, MADE) == to_pdf(first.pack, MADE)
    now = await papers("gary-flint")
    assert digest(now.pack) != digest(first.pack)
    assert "Ivy Barr" in " ".join(pdf_pages(to_pdf(now.pack, MADE)))


async def test_what_may_be_handled_with_conditions_alone_is_there_for_the_cleared_and_says_so(
    papers: MakePapers,
) -> None:
    open_pack, cleared = await papers("stu-lacey"), await papers("stu-lacey", clearance=CLEARED_AUTHOR)
    for content in (to_pdf(open_pack.pack, MADE), to_pdf(open_pack.candidates, MADE)):
        assert not re.search("Nadia|nonymous|Handling C", " ".join(pdf_pages(content)))
    assert "Nadia" not in Docx(to_docx(open_pack.pack, MADE)).text
    pages = pdf_pages(to_pdf(cleared.pack, MADE))
    assert "Holds material with handling conditions (C)" in pages[0]
    assert "Handling C: Ask the intelligence bureau before any use" in " ".join(pages)
    assert digest(cleared.pack) != digest(open_pack.pack)


async def test_the_csv_has_a_row_for_each_candidate_in_the_order_of_the_work(papers: MakePapers) -> None:
    made = await papers("gary-flint", known_at=datetime(2026, 6, 1, 10, 30, tzinfo=UTC))
    rows = list(csv.DictReader(io.StringIO(candidates_csv(made.file).decode("utf-8-sig"))))
    assert [(row["recipient"], row["role"], row["standing"]) for row in rows] == [
        ("Sue Barr", "PARTNER", "ASSESS"),
        ("Omar Said", "SAFEGUARDING_LEAD", "CLEAR"),
        ("Kelderwick Council, children's services", "CHILDRENS_SERVICES", "CLEAR"),
        ("Priya Nair", "GOVERNORS_CHAIR", "CLEAR"),
        ("Lynn Flint", "HEAD_TEACHER", "BLOCKED"),
    ]
    sue, lynn = rows[0], rows[-1]
    assert {row["marking"] for row in rows} == {"OFFICIAL-SENSITIVE"}
    assert (sue["as_of"], sue["known_at"]) == ("2026-06-01", "2026-06-01T10:30:00Z")
    assert (sue["also_as"], sue["recipient_id"], sue["protects"]) == ("PARENT", "sue-barr", "Kit Barr, age 11 [STRONG]")
    assert "PRESUMPTION_TO_DISCLOSE" in sue["gateways"] and "safety plan" in sue["minimum_information"]
    assert (
        "Gary Flint has lived with Sue Barr as a couple since 22 March 2025" in sue["why"]
        and "An identified child" in sue["factors_for"]
    )
    assert "Family: Lynn Flint is Gary Flint's sister." in lynn["conflicts"]
    assert "Omar Said" in lynn["alternatives"] and lynn["group"] == "Not safe to tell"


@pytest.mark.parametrize(
    ("record_id", "name"),
    [
        ("O-17", "panel-pack-O-17-2026-06-01.pdf"),
        ("a b", "panel-pack-2026-06-01.pdf"),
        ('x";../y', "panel-pack-2026-06-01.pdf"),
        ("Jürgen", "panel-pack-2026-06-01.pdf"),
        ("x\r\ny", "panel-pack-2026-06-01.pdf"),
    ],
)
def test_a_file_is_named_by_a_plain_id_or_by_its_day_alone(record_id: str, name: str) -> None:
    assert file_name("panel-pack", record_id, DAY, "pdf") == name


class TestAWorldOfItsOwn:
    """A victim at an address of her own, and names that are anything but plain."""

    async def test_a_victims_address_is_sealed_in_every_paper(
        self, empty_store: Graph, settings: Settings, tmp_path: Path
    ) -> None:
        await self._load(empty_store, tmp_path)
        made = await read_papers(empty_store, settings, "o")
        written = Docx(to_docx(made.pack, MADE))
        said = (
            *(" ".join(pdf_pages(to_pdf(paper, MADE))) for paper in (made.pack, made.candidates)),
            written.document.element.xml,
            candidates_csv(made.file).decode(),
        )
        for text in said:
            assert "Vera Quill" in text
            assert not re.search("Quiet Haven|Farley|ZZ2|haven-id", text)
        assert "sealed address" in said[0].casefold()
        opened = await read_papers(empty_store, settings, "o", clearance=Clearance(cleared=False, seals_victims=False))
        assert "Quiet Haven" in " ".join(pdf_pages(to_pdf(opened.pack, MADE)))

    async def test_names_stand_as_they_are_and_none_is_run_by_a_spreadsheet(
        self, empty_store: Graph, settings: Settings, tmp_path: Path
    ) -> None:
        await self._load(empty_store, tmp_path)
        made = await read_papers(empty_store, settings, "o")
        rows = list(csv.DictReader(io.StringIO(candidates_csv(made.file).decode("utf-8-sig"))))
        names = [row["recipient"] for row in rows]
        assert "'=HYPERLINK(1) *Lund* #emph[x]" in names
        assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
        pdf = " ".join(pdf_pages(to_pdf(made.pack, MADE)))
        assert "=HYPERLINK(1) *Lund* #emph[x]" in pdf and "Łucja <b> Đỗ" in pdf
        assert "Łucja <b> Đỗ" in Docx(to_docx(made.pack, MADE)).text

    async def test_a_name_that_no_typeface_here_has_keeps_nobody_from_their_paper(
        self, empty_store: Graph, settings: Settings, tmp_path: Path
    ) -> None:
        await self._load(empty_store, tmp_path, child="ꆈꌠ ꉙ")
        pages = pdf_pages(to_pdf((await read_papers(empty_store, settings, "o")).pack, MADE))
        assert pages[0].startswith("OFFICIAL-SENSITIVE")

    async def _load(self, graph: Graph, folder: Path, child: str = "Łucja <b>\u202e Đỗ") -> None:
        await empty(graph)
        given, family = child.split(" ", 1)
        await import_bundle(
            graph,
            write_bundle(
                folder,
                people=[
                    person("o", given_names="Olaf", family_name="Vane"),
                    person("p", given_names="=HYPERLINK(1)", family_name="*Lund* #emph[x]"),
                    person("c", given_names=given, family_name=family, date_of_birth="2018-03-01"),
                    person("v", given_names="Vera", family_name="Quill", date_of_birth="1980-01-01"),
                ],
                offenders=[{"person_id": "o", "category": 1, "level": 2}],
                profiles=[{"person_id": "o", "profile": "CHILD_SEXUAL"}],
                offences=[{"id": "off", "title": "Assault"}],
                addresses=[
                    {
                        "id": "haven-id",
                        "lines": "7 Quiet Haven",
                        "town": "Farley",
                        "postcode": "ZZ2 2ZZ",
                        "latitude": 54.0,
                        "longitude": -1.0,
                        "kind": "DWELLING",
                    },
                    {
                        "id": "his-home",
                        "lines": "1 Low Road",
                        "latitude": 54.001,
                        "longitude": -1.0,
                        "kind": "DWELLING",
                    },
                ],
                relationships=[
                    link("PARTNER_OF", "o", "p", role="INTIMATE", valid_from="2025-01-01"),
                    link("PARENT_OF", "p", "c", valid_from="2018-03-01"),
                    link("INVOLVED_IN", "o", "off", role="CONVICTED", valid_from="2015-01-01"),
                    link("VICTIM_OF", "v", "off", valid_from="2015-01-01"),
                    link("LIVES_AT", "v", "haven-id", role="MAIN", valid_from="2016-01-01"),
                    link("LIVES_AT", "o", "his-home", role="MAIN", valid_from="2024-01-01"),
                ],
            ),
        )
