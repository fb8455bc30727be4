"""A native chart of PowerPoint, with milestones as shapes around it."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

import pandas as pd
import xlsxwriter
from pptx.chart.chart import Chart as Drawn
from pptx.chart.data import CategoryChartData
from pptx.chart.datalabel import DataLabel
from pptx.chart.series import _BaseCategorySeries
from pptx.dml.chtfmt import ChartFormat
from pptx.dml.color import ColorFormat, RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE, MSO_PATTERN, MSO_THEME_COLOR
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.shapes.graphfrm import GraphicFrame
from pptx.slide import Slide
from pptx.util import Pt

from mieux_dashboard.draw.lettering import LINE, rows, text_width, wrap
from mieux_dashboard.draw.style import ACCENT, CLASSES, GRID, MUTED
from mieux_dashboard.draw.timelines import counts_axis
from mieux_dashboard.export.deck_marks import Mark, bands, marks
from mieux_dashboard.export.deck_master import Rect, hexed
from mieux_dashboard.export.deck_text import Line, write
from mieux_dashboard.export.native import Fill, Native
from mieux_dashboard.export.picture import plain
from mieux_dashboard.export.workbook import TEXT_STAYS_TEXT
from mieux_dashboard.model.answer import Answer
from mieux_dashboard.words import TAGS, Words

_THICKEST = 44.0  # a bar
_NARROWEST = 420.0, 200.0  # width and height
MOST_BARS = 22
"""Bars with names that fit one beneath the other on a slide."""
_SIZE, _SIZES = 14.0, (16.0, 15.0, 14.0, 13.0, 12.0, 11.0, 10.0)
_NAMES = 0.55  # of the width, for the names of bars
_LEGEND_LINE, _SIGN_SIZE, _SIGN, _SPACE = 19.0, 11.0, "■", "\u2003"
_FLAG, _FLAG_SIZE, _FLAG_GAP = 4.0, 12.0, 6.0
_THEME = {
    hexed(ACCENT): MSO_THEME_COLOR.ACCENT_1,
    hexed(CLASSES[3]): MSO_THEME_COLOR.ACCENT_1,
    hexed(CLASSES[1]): MSO_THEME_COLOR.ACCENT_2,
    hexed(CLASSES[4]): MSO_THEME_COLOR.ACCENT_3,
    hexed(CLASSES[2]): MSO_THEME_COLOR.ACCENT_4,
    hexed(MUTED): MSO_THEME_COLOR.TEXT_2,
}
_KINDS = {
    ("bar", False): XL_CHART_TYPE.BAR_CLUSTERED,
    ("bar", True): XL_CHART_TYPE.BAR_STACKED,
    ("column", False): XL_CHART_TYPE.COLUMN_CLUSTERED,
    ("column", True): XL_CHART_TYPE.COLUMN_STACKED,
    ("line", False): XL_CHART_TYPE.LINE,
    ("line", True): XL_CHART_TYPE.LINE,
}
_C = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'


def _separated(words: Words) -> str:
    """Return the format of whole numbers in the language, whatever the machine is set to."""
    mark = words.number(1000)[1:-3]
    if mark == ",":
        return "#,##0"
    return f'[>=1000000]#"{mark}"###"{mark}"##0;[>=1000]#"{mark}"##0;0'


@dataclass(frozen=True, eq=False)
class _Plan:
    """Where the parts of a chart stand: the whole, the plot in it, and the size of its names."""

    whole: Rect
    plot: Rect
    size: float


def fits(shown: Native, at: Rect) -> bool:
    """Whether a native chart can be read in a room."""
    wide, high = _NARROWEST
    few = shown.kind != "bar" or len(shown.table) <= MOST_BARS
    return few and at.width >= wide and at.height >= high


def add_native(slide: Slide, shown: Native, answer: Answer, words: Words, at: Rect) -> GraphicFrame:
    """Put a native chart on a slide, with the periods behind it and the milestones through it.

    Parameters
    ----------
    slide
        Of python-pptx.
    shown
        What the chart shows.
    answer
        For the milestones.
    at
        The room for it, in points.

    Returns
    -------
    GraphicFrame
        The shape that holds the chart.
    """
    found = marks(shown, answer, words)
    flags = _flags(found, at.width - 60)
    plan = _plan(shown, at, sum(flags.heights), words)
    for start, end in bands(shown, answer):
        _band(slide, plan.plot, start, end)
    _draw_marks(slide, found, flags, plan, words)
    _write_legend(slide, _legend(shown, at.width), at, words)
    data = CategoryChartData(number_format=_separated(words))
    data.categories = [plain(str(label)) for label in shown.table.index]
    for name, column in shown.table.items():
        values = [None if cell != cell or cell is None else cell for cell in _cells(column)]
        data.add_series(plain(str(name)), values)
    kind = _KINDS[shown.kind, shown.stacked and not _exclusive(shown)]
    where = (Pt(at.left), Pt(at.top), Pt(at.width), Pt(at.height))
    frame = slide.shapes.add_chart(kind, *where, data)
    drawn = frame.chart
    drawn.part.chart_workbook.update_from_xlsx_blob(_workbook(shown, words))
    _style(drawn, shown, plan, words)
    return frame


def _cells(column: pd.Series[Any]) -> list[Any]:
    return [None if hidden else cell for cell, hidden in zip(column, column.isna(), strict=True)]


def _exclusive(shown: Native) -> bool:
    """Whether each category has a bar of one series only, which colour tells apart."""
    return shown.kind == "bar" and bool(((shown.table.fillna(0) > 0).sum(axis=1) <= 1).all())


def _plan(shown: Native, at: Rect, above: float, words: Words) -> _Plan:
    """Give names, legend, marks and plot their room."""
    lines = len(_legend(shown, at.width))
    top = lines * _LEGEND_LINE + (6 if lines else 0) + above + (8 if shown.kind == "bar" else 20)
    if shown.kind != "bar":
        plot = Rect(at.left + 46, at.top + top, at.width - 58, at.height - top - 46)
        return _Plan(at, plot, _along_size(shown, plot.width))
    high = at.height - top - 4
    names = [str(label) for label in shown.table.index]
    size = next((each for each in _SIZES if _names_fit(names, each, at.width, high)), _SIZES[-1])
    left = min(max(text_width(name, size) for name in names) + 12, at.width * _NAMES)
    ends = text_width(words.number(_highest(shown), 1), size) + 8
    return _Plan(at, Rect(at.left + left, at.top + top, at.width - left - ends, high), size)


def _names_fit(names: Sequence[str], size: float, width: float, high: float) -> bool:
    room = width * _NAMES - 12
    lines = max(len(wrap(name, room, size)) for name in names)
    return lines * size * LINE <= high / len(names)


def _along_size(shown: Native, width: float) -> float:
    """Return the size of the labels along an axis, so that they stand beside each other."""
    widest = max(text_width(str(label), 1) for label in shown.table.index)
    return max(10.0, min(_SIZE, width / len(shown.table) * 0.92 / widest))


def _legend(shown: Native, width: float) -> list[list[tuple[Fill, str]]]:
    """Set the names of the series, each behind its sign, into lines; none for a single series."""
    lines: list[list[tuple[Fill, str]]] = []
    used = width
    for fill, name in zip(shown.fills, map(str, shown.table.columns), strict=True):
        need = text_width(f"{_SIGN} {name}{_SPACE}", _SIZE)
        if used + need > width:
            lines.append([])
            used = 0
        lines[-1].append((fill, name))
        used += need
    return lines if len(shown.table.columns) > 1 else []


def _write_legend(
    slide: Slide, lines: Sequence[Sequence[tuple[Fill, str]]], at: Rect, words: Words
) -> None:
    """Write the legend: its signs are filled as the bars are."""
    for n, line in enumerate(lines):
        left, top = at.left, at.top + n * _LEGEND_LINE
        for fill, name in line:
            sign = slide.shapes.add_shape(
                MSO_SHAPE.RECTANGLE, *map(Pt, (left, top + 3, _SIGN_SIZE, _SIGN_SIZE))
            )
            sign.name = "Legend"
            sign.shadow.inherit = False
            sign.line.fill.background()
            _fill(sign, fill)
            wide = text_width(name, _SIZE) + 4
            place = Rect(left + _SIGN_SIZE + 5, top, wide, _LEGEND_LINE)
            write(slide, place, [Line(name, _SIZE)], words)
            left += text_width(f"{_SIGN} {name}{_SPACE}", _SIZE)


def _workbook(shown: Native, words: Words) -> bytes:
    """Return the workbook behind a chart, where PowerPoint edits its numbers; it has no clock."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, TEXT_STAYS_TEXT | {"in_memory": True})
    made = datetime.combine(words.reference.programme.compiled, time())
    book.set_properties({"created": made})
    sheet = book.add_worksheet("Sheet1")
    sheet.set_column(0, 0, 40)
    for row, label in enumerate(shown.table.index, start=1):
        sheet.write_string(row, 0, plain(str(label)))
    for at, (name, column) in enumerate(shown.table.items(), start=1):
        sheet.write_string(0, at, plain(str(name)))
        for row, cell in enumerate(_cells(column), start=1):
            if cell is not None:
                sheet.write_number(row, at, cell)
    book.close()
    return target.getvalue()


def _style(drawn: Drawn, shown: Native, plan: _Plan, words: Words) -> None:
    """Set letters, axes, legend, colours and numbers of a chart."""
    drawn.has_title = False
    drawn.font.size = Pt(plan.size)
    drawn.font.color.theme_color = MSO_THEME_COLOR.TEXT_1
    drawn.has_legend = False
    _axes(drawn, shown, plan, words)
    plot = drawn.plots[0]
    if shown.kind != "line":
        row = plan.plot.height / len(shown.table)
        thick = min(row * 0.69, _THICKEST)
        gap = min(round(100 * (row / thick - 1)), 500)
        plot.gap_width = gap if shown.kind == "bar" else 30
        together = shown.stacked or _exclusive(shown)
        plot.overlap = 100 if together else 0
    for series, fill in zip(plot.series, shown.fills, strict=True):
        _fill_series(series, fill, shown)
    for n, fill in enumerate(shown.points):
        _fill(plot.series[0].points[n].format, fill)
    _numbers(drawn, shown, plan, words)
    _inner(drawn, plan)
    for properties in drawn._chartSpace.iter(qn("a:defRPr")):
        properties.set("lang", TAGS[words.language])


def _axes(drawn: Drawn, shown: Native, plan: _Plan, words: Words) -> None:
    along, counts = drawn.category_axis, drawn.value_axis
    along.major_tick_mark = counts.major_tick_mark = XL_TICK_MARK.NONE
    along.has_major_gridlines = False
    along.format.line.color.rgb = RGBColor.from_string(hexed(GRID))
    along.tick_labels.font.size = Pt(plan.size)
    highest = _highest(shown)
    counts.minimum_scale, counts.maximum_scale = 0, highest * (1.02 if shown.kind == "bar" else 1.1)
    if shown.kind == "bar":
        along.reverse_order = True
        counts.visible = counts.has_major_gridlines = False
        return
    counts.major_unit = counts_axis(max(1, math.ceil(highest)))["dtick"]
    counts.has_major_gridlines = True
    counts.major_gridlines.format.line.color.rgb = RGBColor.from_string(hexed(GRID))
    counts.format.line.fill.background()
    counts.tick_labels.number_format = _separated(words)
    counts.tick_labels.number_format_is_linked = False
    counts.tick_labels.font.size = Pt(_SIZE)
    if shown.along != "year":
        along.has_title = True
        said = along.axis_title.text_frame
        said.text = plain(shown.name)
        said.paragraphs[0].font.size, said.paragraphs[0].font.bold = Pt(_SIZE), False


def _highest(shown: Native) -> float:
    filled = shown.table.fillna(0)
    sums = filled.sum(axis=1) if shown.stacked else filled.max(axis=1)
    return float(max(sums.max(), 1))


def _fill_series(series: _BaseCategorySeries, fill: Fill, shown: Native) -> None:
    if shown.kind == "line":
        series.smooth = False
        series.format.line.width = Pt(3)
        _paint(series.format.line.color, fill.colour)
        series.marker.style = None
        series.marker.format.fill.solid()
        _paint(series.marker.format.fill.fore_color, fill.colour)
        return
    series.invert_if_negative = False
    _fill(series.format, fill)


def _fill(form: ChartFormat, fill: Fill) -> None:
    if fill.kind == "hatched":
        form.fill.patterned()
        form.fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        _paint(form.fill.fore_color, fill.colour)
        form.fill.back_color.theme_color = MSO_THEME_COLOR.BACKGROUND_1
    elif fill.kind == "hollow":
        form.fill.background()
    else:
        form.fill.solid()
        _paint(form.fill.fore_color, fill.colour)
        return
    form.line.width = Pt(1)
    _paint(form.line.color, fill.colour)


def _paint(colour: ColorFormat, hexadecimal: str) -> None:
    """Set a colour: one of the theme's where it is the accent or a shade, else itself."""
    code = hexadecimal.removeprefix("#")
    if code in _THEME:
        colour.theme_color = _THEME[code]
    else:
        colour.rgb = RGBColor.from_string(code)


def _numbers(drawn: Drawn, shown: Native, plan: _Plan, words: Words) -> None:
    """Write the numbers at the ends of bars; in the parts of bars where they have room."""
    inside = shown.stacked and not _exclusive(shown)
    room = (plan.plot.width if shown.kind == "bar" else plan.plot.height) / _highest(shown)
    parts = zip(drawn.plots[0].series, shown.table.items(), shown.fills, strict=True)
    for series, (_, column), fill in parts:
        _label(series, fill if inside else None, shown.kind, plan, words)
        for n, cell in enumerate(_cells(column)):
            need = text_width(words.number(cell or 0), plan.size) if shown.kind == "bar" else 0
            zero = cell == 0 and (inside or shown.kind != "bar")
            if cell is None or zero or (inside and cell * room < max(plan.size * 1.2, need + 4)):
                _no_label(series, n)
            elif shown.decimals:
                _say_label(series.points[n].data_label, words.number(cell, 1), plan, words)


def _label(
    series: _BaseCategorySeries, inside: Fill | None, kind: str, plan: _Plan, words: Words
) -> None:
    """Write a series' numbers beyond its bars, or in them in an ink that stands on their fill."""
    labels = series.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = _separated(words), False
    labels.font.size, labels.font.bold = Pt(plan.size), True
    labels.position = XL_LABEL_POSITION.ABOVE if kind == "line" else XL_LABEL_POSITION.OUTSIDE_END
    ink = MSO_THEME_COLOR.TEXT_1
    if inside:
        labels.position = XL_LABEL_POSITION.CENTER
        dark = inside.kind == "solid" and not _is_light(inside.colour)
        ink = MSO_THEME_COLOR.BACKGROUND_1 if dark else ink
    elif kind != "bar":  # a milestone's line does not go through a number
        ground = parse_xml(
            f'<c:spPr {_C} {_A}><a:solidFill><a:schemeClr val="bg1"/></a:solidFill></c:spPr>'
        )
        labels._element.find(qn("c:txPr")).addprevious(ground)
    labels.font.color.theme_color = ink


def _is_light(colour: str) -> bool:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue > 150


def _no_label(series: _BaseCategorySeries, n: int) -> None:
    """Write no number at a point that has none, or no room for it."""
    label = series.data_labels._element._insert_dLbl_in_sequence(n)
    for child in list(label):
        if child.tag != qn("c:idx"):
            label.remove(child)
    label.append(parse_xml(f'<c:delete {_C} val="1"/>'))


def _say_label(label: DataLabel, text: str, plan: _Plan, words: Words) -> None:
    """Write a number with decimals as the language does."""
    label.has_text_frame = True
    label.text_frame.text = text
    run = label.text_frame.paragraphs[0].runs[0]
    run.font.size, run.font.bold = Pt(plan.size), True
    run._r.get_or_add_rPr().set("lang", TAGS[words.language])
    label.position = XL_LABEL_POSITION.OUTSIDE_END


def _inner(drawn: Drawn, plan: _Plan) -> None:
    """Fix the plot's place, so that milestones can stand in it; leave the ground clear."""
    area = drawn._chartSpace.chart.plotArea
    whole, plot = plan.whole, plan.plot
    parts = {
        "x": (plot.left - whole.left) / whole.width,
        "y": (plot.top - whole.top) / whole.height,
        "w": plot.width / whole.width,
        "h": plot.height / whole.height,
    }
    modes = '<c:xMode val="edge"/><c:yMode val="edge"/>'
    values = "".join(f'<c:{name} val="{value:.5f}"/>' for name, value in parts.items())
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    fixed = f'<c:layoutTarget val="inner"/>{modes}{values}'
    area.insert(0, parse_xml(f"<c:layout {_C}><c:manualLayout>{fixed}</c:manualLayout></c:layout>"))
    clear = f"<c:spPr {_C} {_A}><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
    area.append(parse_xml(clear))
    drawn._chartSpace.chart.addnext(parse_xml(clear))


@dataclass(frozen=True, eq=False)
class _Flags:
    """What is written above the plot: the lines of each mark, its row, the height of the rows."""

    lines: Sequence[Sequence[Line]]
    rows: Sequence[int]
    heights: Sequence[float]


def _flags(found: Sequence[Mark], width: float) -> _Flags:
    """Break the labels of marks into lines, and give each a row in which it touches no other."""
    solid = [mark.at for mark in found if not mark.dotted]
    lines, spans = [], []
    for mark in found:
        ends = 1.0 if mark.dotted else min([at for at in solid if at > mark.at], default=1.0)
        room = max(width * (ends - mark.at) - 2 * _FLAG, 90)
        written = [Line(each, _FLAG_SIZE, bold=True) for each in
                   wrap(mark.name, room, _FLAG_SIZE, bold=True)]  # fmt: skip
        quiet = wrap(mark.detail, room, _FLAG_SIZE) if mark.detail else []
        written += [Line(each, _FLAG_SIZE, quiet=True) for each in quiet]
        wide = max(text_width(each.text, _FLAG_SIZE, each.bold) for each in written)
        left = mark.at * width
        spans.append((left - wide, left) if left + wide > width else (left, left + wide))
        lines.append(written)
    given = rows([(-right, -left) for left, right in spans], _FLAG_GAP)  # no line through a label
    heights = [
        max(len(each) for each, mine in zip(lines, given, strict=True) if mine == row)
        * _FLAG_SIZE * LINE + _FLAG_GAP
        for row in range(max(given, default=-1) + 1)
    ]  # fmt: skip
    return _Flags(lines, given, heights)


def _band(slide: Slide, plot: Rect, start: float, end: float) -> None:
    where = (plot.left + start * plot.width, plot.top, (end - start) * plot.width, plot.height)
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *map(Pt, where))
    shape.name = "Period"
    shape.shadow.inherit = False
    shape.fill.solid()
    shape.fill.fore_color.theme_color = MSO_THEME_COLOR.BACKGROUND_1
    shape.fill.fore_color.brightness = -0.05
    shape.line.fill.background()


def _draw_marks(
    slide: Slide,
    found: Sequence[Mark],
    flags: _Flags,
    plan: _Plan,
    words: Words,
) -> None:
    """Draw a line at each mark, from its label down through the plot."""
    plot = plan.plot
    tops = [plot.top - 14 - sum(flags.heights[: row + 1]) for row in range(len(flags.heights))]
    for mark, lines, row in zip(found, flags.lines, flags.rows, strict=True):
        x, top = plot.left + mark.at * plot.width, tops[row]
        if mark.drawn:
            line = slide.shapes.add_connector(
                MSO_CONNECTOR.STRAIGHT, *map(Pt, (x, top, x, plot.bottom))
            )
            line.name = plain(mark.name)
            line.line.width = Pt(1)
            line.line.color.theme_color = MSO_THEME_COLOR.TEXT_1
            if mark.dotted:
                line.line.dash_style = MSO_LINE.ROUND_DOT
        wide = max(text_width(each.text, each.size, each.bold) for each in lines) + 4
        before = x + _FLAG + wide > plan.whole.right
        left = x - _FLAG - wide if before else x + (_FLAG if mark.drawn else 0)
        high = len(lines) * _FLAG_SIZE * LINE
        write(slide, Rect(left, top, wide, high), lines, words, right=before)
