"""Papers as DOCX: real headings and lists, header rows that repeat, pictures with their words, the marking on every page."""

import io
import zipfile
from collections.abc import Iterable
from typing import Any, Final

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle
from docx.table import Table as WrittenTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WrittenParagraph

from graph_service.papers.content import (
    MARKING,
    Block,
    Callout,
    Cell,
    Drawing,
    Facts,
    Heading,
    Items,
    Made,
    Paper,
    Paragraph,
    Table,
    Tone,
    Whole,
)
from graph_service.papers.layout import A4_MM, FOOT_MM, MARGIN_MM, TOP_MM, closed, drawn_size, foot_line, head_line

_TYPEFACE: Final = "Arial"
_SIZES: Final = {1: 20, 2: 14, 3: 12, 4: 11}
_INK, _GREY = RGBColor(0x0B, 0x0C, 0x0C), RGBColor(0x48, 0x4D, 0x50)
_RULE: Final = "B1B4B6"
_LABEL_MM: Final = 34.0
_WRITTEN: Final = (1980, 1, 1, 0, 0, 0)
"""The time that every file within the DOCX carries, so that it does not differ by the second in which it was written."""


def to_docx(paper: Paper, made: Made) -> bytes:
    """The paper as DOCX."""
    return _DocxWriter(closed(paper, made), made, head_line(paper), foot_line(paper, made)).written()


class _DocxWriter:
    def __init__(self, paper: Paper, made: Made, head: str, foot: str) -> None:
        self._paper = paper
        self._document: Document = docx.Document()
        self._across = 0.0
        self._list = 0
        _set_styles(self._document)
        self._describe(paper, made)
        for number, part in enumerate(paper.parts):
            section = self._document.sections[0] if number == 0 else self._document.add_section(WD_SECTION.NEW_PAGE)
            self._set_page(section, landscape=part.landscape)
            for block in part.blocks:
                self._write(block, landscape=part.landscape)
        # Each section has its own: not every reader lets a section take over the header of the one before.
        for section in self._document.sections:
            section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
            _marked(section.header.paragraphs[0], MARKING)
            _small(section.header.add_paragraph(), head)
            _page_number(_small(section.footer.paragraphs[0], f"{foot} · Page "))
            _marked(section.footer.add_paragraph(), MARKING)

    def written(self) -> bytes:
        """The file, the same bytes for the same paper, maker and time of making."""
        raw, fixed = io.BytesIO(), io.BytesIO()
        self._document.save(raw)
        with zipfile.ZipFile(raw) as made, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as kept:
            for name in made.namelist():
                kept.writestr(zipfile.ZipInfo(name, _WRITTEN), made.read(name), zipfile.ZIP_DEFLATED)
        return fixed.getvalue()

    def _describe(self, paper: Paper, made: Made) -> None:
        properties = self._document.core_properties
        properties.title = f"{paper.title}, record {paper.record_id}, {MARKING}"
        properties.author = properties.last_modified_by = made.by
        properties.created = properties.modified = made.at.replace(tzinfo=None, microsecond=0)
        properties.language = "en-GB"
        properties.comments = ""
        properties.keywords = MARKING

    def _set_page(self, section: Section, *, landscape: bool) -> None:
        across, down = reversed(A4_MM) if landscape else A4_MM
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Mm(across), Mm(down)
        section.left_margin = section.right_margin = Mm(MARGIN_MM)
        section.top_margin, section.bottom_margin = Mm(TOP_MM), Mm(FOOT_MM)
        section.header_distance = section.footer_distance = Mm(8)
        self._across = across - 2 * MARGIN_MM

    def _write(self, block: Block, *, landscape: bool) -> None:
        match block:
            case Whole():
                self._whole(block, landscape=landscape)
            case Heading():
                self._document.add_heading(block.text, block.level)
            case Paragraph():
                self._paragraph(block)
            case Items():
                self._items(block)
            case Facts():
                self._facts(block)
            case Callout():
                self._callout(block)
            case Table():
                self._table(block)
            case Drawing():
                self._drawing(block, landscape=landscape)

    def _whole(self, block: Whole, *, landscape: bool) -> None:
        """Word keeps blocks together where each of their paragraphs but the last stays with the next."""
        body = self._document.element.body
        before = set(body.iter(qn("w:p")))
        for one in block.blocks:
            self._write(one, landscape=landscape)
        *written, _ = (one for one in body.iter(qn("w:p")) if one not in before)
        for one in written:
            WrittenParagraph(one, self._document).paragraph_format.keep_with_next = True

    def _paragraph(self, block: Paragraph) -> None:
        paragraph = self._document.add_paragraph(style="Quiet" if block.quiet else None)
        if block.lead:
            paragraph.add_run(f"{block.lead} ").bold = True
        paragraph.add_run(block.text)

    def _items(self, block: Items) -> None:
        number = self._new_list() if block.numbered else None
        for item in block.items:
            paragraph = self._document.add_paragraph(item, style="List Number" if block.numbered else "List Bullet")
            if number is not None:
                _number_by(paragraph, number)

    def _new_list(self) -> int:
        """A list that counts from one again; without it the lists of a document count on."""
        numbering = self._document.part.numbering_part.element
        style: Any = self._document.styles["List Number"]
        template = numbering.num_having_numId(style.element.pPr.numPr.numId.val).abstractNumId.val
        instance = numbering.add_num(template)
        instance.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(instance.numId)

    def _facts(self, block: Facts) -> None:
        table = self._document.add_table(len(block.facts), 2)
        _shape(table, (_LABEL_MM, self._across - _LABEL_MM))
        _tell(table, "Facts", first_row=False)
        for row, fact in zip(table.rows, block.facts, strict=True):
            _unbroken(row)
            _fill(row.cells[0], [(fact.label, False)], "Label")
            _fill(row.cells[1], [(line, False) for line in fact.lines], "Cell")
        self._gap()

    def _callout(self, block: Callout) -> None:
        style = "Warning" if block.tone is Tone.WARNING else "Note"
        title = self._document.add_paragraph(style=style)
        title.add_run(block.title).bold = True
        title.paragraph_format.keep_with_next = True
        for line in block.lines:
            self._document.add_paragraph(line, style=style)
        self._gap()

    def _table(self, block: Table) -> None:
        table = self._document.add_table(1 + len(block.rows), len(block.columns), style="Table Grid")
        shares = sum(column.share for column in block.columns)
        _shape(table, [self._across * column.share / shares for column in block.columns])
        _tell(table, block.about, first_row=True)
        _rule(table, "000000" if block.room_mm else _RULE)
        head, *rows = table.rows
        _repeat(head)
        for cell, column in zip(head.cells, block.columns, strict=True):
            _fill(cell, [(column.title, True)], "Cell")
        for row, cells in zip(rows, block.rows, strict=True):
            _unbroken(row)
            if block.room_mm:
                row.height, row.height_rule = Mm(block.room_mm), WD_ROW_HEIGHT_RULE.AT_LEAST
            for written, cell in zip(row.cells, cells, strict=True):
                _fill(written, _texts(cell), "Cell")
        self._gap()

    def _drawing(self, block: Drawing, *, landscape: bool) -> None:
        width, height = drawn_size(block, landscape=landscape)
        paragraph = self._document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        shape = paragraph.add_run().add_picture(io.BytesIO(block.png), Mm(width), Mm(height))
        described: Any = shape._inline.docPr
        described.set("descr", block.alt)

    def _gap(self) -> None:
        """A little room after a table, which also keeps two tables apart."""
        self._document.add_paragraph(style="Gap")


def _set_styles(document: Document) -> None:
    styles: Any = document.styles
    normal = styles["Normal"]
    _face(normal, 10)
    normal.paragraph_format.space_after = Pt(5)
    defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    defaults.find(qn("w:lang")).set(qn("w:val"), "en-GB")
    _same_face(defaults.find(qn("w:rFonts")))
    for level, size in _SIZES.items():
        style = styles[f"Heading {level}"]
        # Some readers take the looks of a heading from the character style that belongs to it.
        for one in (style, styles[f"Heading {level} Char"]):
            _face(one, size)
            one.font.bold, one.font.italic, one.font.color.rgb = True, False, _INK
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(12 if level > 1 else 0), Pt(4)
        style.paragraph_format.keep_with_next = True
    for name, size, after in (
        ("Quiet", 9, 5),
        ("Cell", 9, 2),
        ("Label", 9, 2),
        ("Note", 10, 2),
        ("Warning", 10, 2),
        ("Gap", 4, 0),
    ):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        style.font.size, style.paragraph_format.space_after = Pt(size), Pt(after)
    for name in ("Quiet", "Label"):
        styles[name].font.color.rgb = _GREY
    _boxed(styles["Note"], {"left": 24}, "484D50", "F3F4F5")
    _boxed(styles["Warning"], dict.fromkeys(("top", "left", "bottom", "right"), 12), "000000", None)
    for name in ("List Bullet", "List Number"):
        styles[name].paragraph_format.space_after = Pt(2)


def _face(style: CharacterStyle, size: float) -> None:
    style.font.name, style.font.size = _TYPEFACE, Pt(size)
    properties: Any = style.element.get_or_add_rPr()
    _same_face(properties.get_or_add_rFonts())


def _same_face(faces: Any) -> None:
    """One typeface for every script, and none that a theme would put in its place."""
    for name in [name for name in faces.attrib if name.lower().endswith("theme")]:
        del faces.attrib[name]
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        faces.set(qn(script), _TYPEFACE)


def _boxed(style: ParagraphStyle, sides: dict[str, int], colour: str, fill: str | None) -> None:
    """Lines around (eighths of a point, by side) and a fill behind every paragraph of a style."""
    properties: Any = style.element.get_or_add_pPr()
    borders = OxmlElement("w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        if side in sides:
            borders.append(_element(f"w:{side}", val="single", sz=str(sides[side]), space="6", color=colour))
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")
    if fill is not None:
        shade = _element("w:shd", val="clear", color="auto", fill=fill)
        properties.insert_element_before(shade, "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def _element(name: str, **attributes: str) -> Any:
    element = OxmlElement(name)
    for attribute, value in attributes.items():
        element.set(qn(f"w:{attribute}"), value)
    return element


def _marked(paragraph: WrittenParagraph, text: str) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.add_run(text).bold = True


def _small(paragraph: WrittenParagraph, text: str) -> WrittenParagraph:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.add_run(text).font.size = Pt(7.5)
    return paragraph


def _page_number(paragraph: WrittenParagraph) -> None:
    """`x of y`, which Word counts itself."""
    for field, after in (("PAGE", " of "), ("NUMPAGES", "")):
        for kind, text in (("begin", ""), ("instr", field), ("separate", ""), ("text", "1"), ("end", "")):
            run = paragraph.add_run(text if kind == "text" else "")
            run.font.size = Pt(7.5)
            if kind == "instr":
                instruction = _element("w:instrText")
                instruction.set(qn("xml:space"), "preserve")
                instruction.text = f" {text} "
                run._r.append(instruction)
            elif kind != "text":
                run._r.append(_element("w:fldChar", fldCharType=kind))
        paragraph.add_run(after).font.size = Pt(7.5)


def _number_by(paragraph: WrittenParagraph, number: int) -> None:
    properties: Any = paragraph._p.get_or_add_pPr()
    numbered = properties.get_or_add_numPr()
    numbered.get_or_add_ilvl().val = 0
    numbered.get_or_add_numId().val = number


def _shape(table: WrittenTable, widths_mm: Iterable[float]) -> None:
    """Fixed widths of the columns, in the grid and in every cell: readers differ in which they believe."""
    table.autofit = False
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def _tell(table: WrittenTable, about: str, *, first_row: bool) -> None:
    """What a table holds, for those who do not see it, and whether its first row or its first column is its head."""
    properties: Any = table._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    if look is None:
        look = _element("w:tblLook")
        properties.append(look)
    head = {"firstRow": "1" if first_row else "0", "firstColumn": "0" if first_row else "1"}
    look.attrib.clear()
    for name, value in {**head, "lastRow": "0", "lastColumn": "0", "noHBand": "1", "noVBand": "1"}.items():
        look.set(qn(f"w:{name}"), value)
    properties.append(_element("w:tblCaption", val=about))


def _rule(table: WrittenTable, colour: str) -> None:
    borders = _element("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(_element(f"w:{side}", val="single", sz="4", space="0", color=colour))
    properties: Any = table._tbl.tblPr
    properties.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook", "w:tblCaption")


def _repeat(row: Any) -> None:
    row._tr.get_or_add_trPr().append(_element("w:tblHeader"))
    _unbroken(row)


def _unbroken(row: Any) -> None:
    row._tr.get_or_add_trPr().insert(0, _element("w:cantSplit"))


def _texts(cell: Cell) -> list[tuple[str, bool]]:
    return [(line.text, line.bold) for line in cell]


def _fill(cell: _Cell, lines: list[tuple[str, bool]], style: str) -> None:
    for number, (text, bold) in enumerate(lines or [("", False)]):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.style = style
        paragraph.add_run(text).bold = bold or None
