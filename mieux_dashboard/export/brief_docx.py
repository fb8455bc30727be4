"""A briefing as a Word document that can be edited: real headings, table headers, its language."""

from __future__ import annotations

import io
from datetime import datetime, time
from typing import Any

from docx import Document
from docx.document import Document as Opened
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph as Laid

from mieux_dashboard.export.briefing import (
    Block,
    Briefing,
    Grid,
    Items,
    Line,
    Paragraph,
    Run,
    cell_lines,
    column_widths,
    readable,
)
from mieux_dashboard.export.still import repacked
from mieux_dashboard.words import TAGS

_INK, _MUTED = RGBColor(23, 32, 51), RGBColor(91, 101, 120)
_ACCENT, _MADE_UP = RGBColor(11, 78, 162), RGBColor(150, 60, 110)
_FONT, _SIZE = "Arial", Pt(8)
_SMALL = Pt(7)
_WIDE, _SIDE = 176, 17  # mm: of the text and beside it, on a sheet of 210


def write_docx(briefing: Briefing) -> bytes:
    """Return a briefing as a Word document; the same briefing gives the same bytes."""
    document = Document()
    _set_up(document, briefing)
    document.add_heading(readable(briefing.title), level=1)
    for sentence in briefing.opening:
        _add(document, sentence)
    for name, line in briefing.facts_in_files:
        fact = document.add_paragraph()
        fact.add_run(readable(name) + "  ").font.color.rgb = _MUTED
        _say(fact, line)
    for section in briefing.sections:
        document.add_heading(readable(section.heading), level=section.level)
        for block in section.blocks:
            _add(document, block)
    for note in briefing.closing:
        _add(document, note)
    written = io.BytesIO()
    document.save(written)
    return repacked(written.getvalue())


def _set_up(document: Opened, briefing: Briefing) -> None:
    """Set the sheet, the styles, the language, the properties, head and foot."""
    section, accent = document.sections[0], _MADE_UP if briefing.made_up else _ACCENT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(_SIDE)
    section.top_margin, section.bottom_margin = Mm(15), Mm(15)
    section.header_distance = section.footer_distance = Mm(8)
    _style(document, "Normal", _SIZE, _INK, after=2)
    _style(document, "Heading 1", Pt(17), _INK, after=3)
    _style(document, "Heading 2", Pt(10.5), accent, before=6, after=2)
    _style(document, "Heading 3", Pt(9), _INK, before=5, after=1)
    _style(document, "List Bullet", _SIZE, _INK)
    _set_language(document, TAGS[briefing.language])
    made = datetime.combine(briefing.compiled, time())
    about = document.core_properties
    about.title = readable(f"{briefing.title} · {briefing.programme}")
    about.author = about.last_modified_by = about.comments = about.keywords = ""
    about.language = TAGS[briefing.language]
    about.created = about.modified = made
    about.revision = 1
    if briefing.made_up:
        mark = section.header.paragraphs[0]
        mark.alignment = WD_ALIGN_PARAGRAPH.CENTER
        said = mark.add_run(briefing.made_up)
        said.font.bold, said.font.color.rgb = True, _MADE_UP
    foot = section.footer.paragraphs[0]
    for block in briefing.foot:
        _say(foot, block.line, _SMALL, _MUTED)
    foot.add_run("  ")
    _field(foot, "PAGE")
    _styled(foot.add_run(" / "), _SMALL, _MUTED)
    _field(foot, "NUMPAGES")


def _style(
    document: Opened, name: str, size: Pt, ink: RGBColor, before: float = 0, after: float = 0
) -> None:
    style = document.styles[name]
    style.font.name, style.font.size, style.font.color.rgb = _FONT, size, ink
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name_of in [key for key in fonts.attrib if key.endswith("Theme")]:
        del fonts.attrib[name_of]
    for name_of in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name_of), _FONT)
    spacing = style.paragraph_format
    spacing.space_before, spacing.space_after, spacing.line_spacing = Pt(before), Pt(after), 1.0


def _set_language(document: Opened, locale: str) -> None:
    """Set the language of all text that names none itself."""
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), locale)


def _add(document: Opened, block: Block) -> None:
    if isinstance(block, Paragraph):
        aside = block.kind == "rule"
        said = document.add_paragraph()
        _say(said, block.line, *((_SMALL, _MUTED) if aside else (_SIZE, _INK)))
        if block.kind == "answer":
            for run in said.runs:
                run.font.size = Pt(10)
    elif isinstance(block, Items):
        _add_items(document, block)
    else:
        _add_table(document, block)


def _add_items(document: Opened, items: Items) -> None:
    if items.kind == "counts":
        together = document.add_paragraph()
        for place, line in enumerate(items.lines):
            together.add_run("; " if place else "")
            _say(together, line)
        return
    small = (_SMALL, _MUTED) if items.kind == "sources" else (_SIZE, _INK)
    for line in items.lines:
        _say(document.add_paragraph(style="List Bullet"), line, *small)


def _add_table(document: Opened, grid: Grid) -> None:
    table = document.add_table(rows=1, cols=len(grid.heads))
    table.autofit = False
    widths = column_widths(grid)
    shares = [Mm(_WIDE * width / sum(widths)) for width in widths]
    for column, share in zip(table.columns, shares, strict=True):
        column.width = share
    _rule_lines(table._tbl.tblPr)
    for cell, head, share in zip(table.rows[0].cells, grid.heads, shares, strict=True):
        cell.width = share
        _first(cell).add_run(readable(head)).font.bold = True
    _mark(table.rows[0]._tr, "w:tblHeader")
    _mark(table.rows[0]._tr, "w:cantSplit")
    for row in grid.rows:
        laid = table.add_row()
        _mark(laid._tr, "w:cantSplit")
        for cell, told, share in zip(laid.cells, row, shares, strict=True):
            cell.width = share
            _fill(cell, told)


def _fill(cell: _Cell, told: Line | Items) -> None:
    """Say a cell, each line of a list as a paragraph of its own."""
    for place, line in enumerate(cell_lines(told)):
        _say(cell.add_paragraph() if place else _first(cell), line)
    for paragraph in cell.paragraphs:
        paragraph.paragraph_format.space_after = Pt(1)


def _first(cell: _Cell) -> Laid:
    first: Laid = cell.paragraphs[0]
    return first


def _say(paragraph: Laid, line: Line, size: Pt = _SIZE, ink: RGBColor = _INK) -> None:
    for run in line:
        text = readable(run.text)
        said = paragraph.add_run(text.replace(" ", "\u00a0") if run.kind == "date" else text)
        _styled(said, size, _MUTED if run.kind == "basis" else ink)
        said.font.bold = run.kind == "n" or None
        if run.lang:
            language = OxmlElement("w:lang")
            language.set(qn("w:val"), TAGS[run.lang])
            said._r.get_or_add_rPr().append(language)
        if run.is_external:
            _link(paragraph, said, run)


def _styled(said: Any, size: Pt, ink: RGBColor) -> None:  # noqa: ANN401 - python-docx has no type for it
    said.font.size, said.font.color.rgb = size, ink


def _link(paragraph: Laid, said: Any, run: Run) -> None:  # noqa: ANN401
    """Make what was said lead to a web address."""
    link = OxmlElement("w:hyperlink")
    address = paragraph.part.relate_to(
        readable(run.to), RELATIONSHIP_TYPE.HYPERLINK, is_external=True
    )
    link.set(qn("r:id"), address)
    paragraph._p.append(link)
    link.append(said._r)


def _field(paragraph: Laid, name: str) -> None:
    """Add a number that Word fills in."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    paragraph._p.append(field)
    said = paragraph.add_run("1")
    _styled(said, _SMALL, _MUTED)
    field.append(said._r)


def _mark(row: Any, name: str) -> None:  # noqa: ANN401
    row.get_or_add_trPr().append(OxmlElement(name))


def _rule_lines(properties: Any) -> None:  # noqa: ANN401
    """Draw a thin line beneath each row of a table, and let its text begin where all text does."""
    borders = OxmlElement("w:tblBorders")
    for side in ("bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in {"val": "single", "sz": "2", "space": "0", "color": "C8CEDA"}.items():
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    properties.append(borders)
    margins = OxmlElement("w:tblCellMar")
    for side, width in {"left": "0", "right": "100"}.items():
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), width)
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties.append(margins)
