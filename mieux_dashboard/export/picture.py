"""A chart as a picture: its finding, rule, drawing and source in one SVG of a fixed size.

PNG and PDF are pictures of that SVG, so all three say and show the same. Lengths in here are
units: a preset says how many pixels one takes, so that letters are as large as its use needs.
"""

from __future__ import annotations

import base64
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from mieux_dashboard.charts.chart import Chart
from mieux_dashboard.draw.chosen import parts
from mieux_dashboard.draw.lettering import LINE, text_width, wrap
from mieux_dashboard.draw.maps import RATIO
from mieux_dashboard.draw.style import DARK, FONT, INK, MUTED, PAPER, Figure
from mieux_dashboard.export.frame import arranged, standing
from mieux_dashboard.export.renderer import Tab
from mieux_dashboard.model.answer import Answer
from mieux_dashboard.words import Words, message

GROUNDS = ("light", "dark", "transparent")
DRAFT = message("Draft")


@dataclass(frozen=True, slots=True)
class Preset:
    """The size of a picture.

    Parameters
    ----------
    width, height
        In pixels.
    dpi
        Pixels for each inch, where it is printed.
    unit
        Pixels for each unit: the letters of a drawing are 13 units high.
    brief
        Whether the counting rule is left to the text beside the picture.
    """

    width: int
    height: int
    dpi: int
    unit: float
    brief: bool = False

    @property
    def units(self) -> tuple[float, float]:
        """Its width and height in units."""
        return self.width / self.unit, self.height / self.unit


PRESETS: Mapping[str, Preset] = {
    "slide": Preset(1920, 1080, 144, 2),
    "a4": Preset(2480, 1754, 300, 3),
    "square": Preset(1080, 1080, 144, 1.8, brief=True),
    "portrait": Preset(1080, 1350, 144, 1.8, brief=True),
    "poster": Preset(3179, 2245, 96, 3.1),
    "web": Preset(1200, 675, 96, 1.3),
}
"""A slide of 16:9, half an A4 sheet, two for the web's streams, an A1 sheet, a page's head."""

HANDOUT = "handout"
_SIZES = {**PRESETS, HANDOUT: Preset(2220, 1330, 300, 2.55)}
"""The presets, and the drawing beneath its text on half a page of a handout."""

_MARGIN, _GAP = 24, 28  # around the picture, and between two columns of a drawing
_TITLE = (25, 23, 21, 19, 17, 15)  # sizes of a finding, the largest that fits
_TITLE_LINES = 3
_RULE, _SMALL = 12.5, 10
_LARGEST = 1.9  # how much larger than on a page a drawing may be
_NARROWEST = {False: 340, True: 680}  # what a drawing needs in pixels; the second, a wide one
_COLUMNS = 3
_HIGHER = 1.8  # how much higher a drawing of axes may be than on a page
_LEGEND = 336  # room for a map's legend beside it
_UNSEEN = re.compile("[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_INKS = re.compile("|".join(map(re.escape, DARK)))


@dataclass(frozen=True, slots=True)
class Look:
    """How a picture is made.

    Parameters
    ----------
    preset
        A key of `PRESETS`, or `HANDOUT`.
    frame
        With its texts, or with the source only.
    ground
        One of `GROUNDS`.
    draft
        Whether the drawing, and each table, says that it is a draft.
    """

    preset: str = "slide"
    frame: bool = True
    ground: str = "light"
    draft: bool = False

    @property
    def size(self) -> Preset:
        """Its size."""
        return _SIZES[self.preset]


@dataclass(frozen=True, slots=True)
class _Text:
    """A text of a picture: its lines, their size, ink and weight, and the room beneath."""

    lines: Sequence[str]
    size: float
    ink: str = MUTED
    bold: bool = False
    beneath: float = 6

    @property
    def height(self) -> float:
        return len(self.lines) * self.size * LINE + self.beneath


@dataclass(frozen=True, slots=True)
class _Fit:
    """How a drawing fills its room: its scale, and its columns from and to a height each.

    What is above `head` and beneath `foot` stands with every column.
    """

    scale: float
    columns: Sequence[tuple[float, float]]
    head: float
    foot: float
    tall: float


def picture(tab: Tab, chart: Chart, answer: Answer, words: Words, look: Look) -> str:
    """Return a chart as an SVG with everything in it that must not be lost.

    Parameters
    ----------
    tab
        What draws.
    answer
        As a file may say it: see `Chart.guarded_answer`.
    look
        Its size, frame and ground.
    """
    size = look.size
    width, height = size.units
    figure = chart.draw(answer, words)
    room = width - 2 * _MARGIN
    head = list(_head(chart, answer, words, look, room))
    foot = list(_foot(chart, answer, words, look, room))
    top = _MARGIN + sum(text.height for text in head)
    logos, high = _logos(words, room, height - _MARGIN) if look.frame else ("", 0.0)
    bottom = height - _MARGIN - high - sum(text.height for text in foot)
    inner = (_MARGIN, top, room, bottom - top - 8)
    drawn = _drawing(tab, figure, chart, words, inner)
    mark = _drafted(words, inner) if look.draft else ()
    parts_ = [*_written(head, _MARGIN), drawn, *mark, *_written(foot, bottom), logos]
    ground = "" if look.ground == "transparent" else _ground(width, height)
    title = f"<title>{_xml(title_of(chart, answer, words))}</title>"
    svg = _svg(size, words, f"{title}{ground}{''.join(parts_)}")
    dark = look.ground == "dark"
    return _INKS.sub(lambda ink: DARK[ink[0]], svg) if dark else svg


def drawing(tab: Tab, chart: Chart, answer: Answer, words: Words, size: Preset) -> str:
    """Return the drawing of a chart alone as an SVG, where its texts stand around it already."""
    width, height = size.units
    room = (0.0, 0.0, width, height)
    return _svg(size, words, _drawing(tab, chart.draw(answer, words), chart, words, room))


def _svg(size: Preset, words: Words, content: str) -> str:
    width, height = size.units
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{size.width / size.dpi:.4f}in" height="{size.height / size.dpi:.4f}in" '
        f'viewBox="0 0 {width:.2f} {height:.2f}" lang="{words.language}" '
        f"font-family='{FONT}'>{content}</svg>"
    )


def _drafted(words: Words, room: tuple[float, float, float, float]) -> Iterator[str]:
    """Write over all of a drawing that it is a draft, so that no part can be cut out without it."""
    left, top, width, high = room
    said, across, down = words(DRAFT).upper(), 3, 3 if high > width else 2
    size = min(high / down / 1.6, width / across / text_width(said, 1, True) / 1.15)
    for n in range(across * down):
        x = left + width * (n % across + 0.5) / across
        y = top + high * (n // across + 0.5) / down
        yield (
            f'<text x="{x:.2f}" y="{y:.2f}" font-size="{size:.2f}" font-weight="bold" '
            f'text-anchor="middle" dominant-baseline="middle" fill="{MUTED}" fill-opacity="0.16" '
            f'transform="rotate(-14 {x:.2f} {y:.2f})">{_xml(said)}</text>'
        )


def _ground(width: float, height: float) -> str:
    return f'<rect width="{width:.2f}" height="{height:.2f}" fill="{PAPER}"/>'


def title_of(chart: Chart, answer: Answer, words: Words) -> str:
    """Return the finding; what the chart shows, where there is nothing to find."""
    drawn = chart.draw(answer, words)["data"]
    return chart.finding(answer, words) if drawn else chart.heading(answer, words)


def selected(answer: Answer, words: Words) -> str:
    """Say what was selected: every choice, or that there was none."""
    return " · ".join(parts(words, answer.selection)) or words("all")


def selection_sentence(answer: Answer, words: Words) -> str:
    """Say in a sentence what was selected."""
    return words("Selection: {chosen}", chosen=selected(answer, words))


def _head(chart: Chart, answer: Answer, words: Words, look: Look, room: float) -> Iterator[_Text]:
    if not look.frame:
        return
    title = title_of(chart, answer, words)
    size = next(
        (each for each in _TITLE if len(broken(title, room, each, True)) <= _TITLE_LINES),
        _TITLE[-1],
    )
    yield _Text(broken(title, room, size, True), size, INK, bold=True)
    if not look.size.brief:
        yield _Text(broken(chart.subtitle(answer, words), room, _RULE), _RULE, beneath=3)
    if not look.size.brief or answer.selection.narrows:
        said = selection_sentence(answer, words)
        yield _Text(broken(said, room, _RULE), _RULE, INK, beneath=0)
    yield _Text((), 0, beneath=10)


def _foot(chart: Chart, answer: Answer, words: Words, look: Look, room: float) -> Iterator[_Text]:
    said = [chart.rests(answer, words)] if look.frame and not look.size.brief else []
    said.append(chart.source(answer, words))
    said += standing(words)
    if not look.frame and answer.selection.narrows:
        said.append(selection_sentence(answer, words))
    yield _Text(broken(" · ".join(filter(None, said)), room, _SMALL), _SMALL, beneath=2)
    for note in footnotes(chart, answer, words):
        yield _Text(broken(f"* {note}", room, _SMALL), _SMALL, beneath=2)


def _logos(words: Words, room: float, bottom: float) -> tuple[str, float]:
    """Return the owner's logos beside their statements above `bottom`, and their height."""
    block = arranged(words, room, _SMALL)
    top = bottom - block.height
    parts_ = []
    for logo, left, down, wide, high in block.logos:
        kind, data = ("svg+xml", logo.svg) if logo.svg else ("png", logo.png)
        place = (
            f'x="{_MARGIN + left:.2f}" y="{top + down:.2f}" width="{wide:.2f}" height="{high:.2f}"'
        )
        source = f"data:image/{kind};base64,{base64.b64encode(data).decode()}"
        alt = _xml(logo.alt[words.language])
        parts_.append(f'<rect {place} fill="white"/>')
        parts_.append(f'<image {place} xlink:href="{source}"><title>{alt}</title></image>')
    for lines, left, down, _ in block.texts:
        parts_ += _written([_Text(lines, _SMALL)], top + down, _MARGIN + left)
    return "".join(parts_), block.height


def footnotes(chart: Chart, answer: Answer, words: Words) -> list[str]:
    """Return the footnote of each designation that the picture writes, or that its map shades."""
    return noted(chart.draw(answer, words), chart.finding(answer, words), answer, words)


def noted(figure: Figure, finding: str, answer: Answer, words: Words) -> list[str]:
    """Return the same for a figure that is drawn, and its finding."""
    written = "\n".join([*_texts(figure["layout"]), *_texts(figure["data"])]) + finding
    shaded = set(answer.table["country"]) if "geo" in figure["layout"] and figure["data"] else set()
    notes = words.reference.designations
    return [
        note
        for key, note in zip(notes["key"], notes[f"footnote_{words.language}"], strict=True)
        if note and (key in shaded or words.country(key) in written)
    ]


def _texts(part: Any) -> Iterator[str]:  # noqa: ANN401 - any part of a figure
    """Yield what a figure writes, without what only hovering says."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for name, value in part.items():
            if not name.startswith(("hover", "custom")):
                yield from _texts(value)
    elif isinstance(part, list):
        for value in part:
            yield from _texts(value)


def broken(text: str, room: float, size: float, bold: bool = False) -> list[str]:
    """Break a text into lines that fit; a word that is longer than a line is broken too."""
    lines = []
    for line in wrap(plain(text), room, size, bold):
        while text_width(line, size, bold) > room and len(line) > 1:
            fits = max(1, math.floor(len(line) * room / text_width(line, size, bold)))
            lines.append(line[:fits])
            line = line[fits:]
        lines.append(line)
    return [line for line in lines if line]


def plain(text: str) -> str:
    """Return a text without control characters and marks that turn its direction."""
    return _UNSEEN.sub("", text)


def _xml(text: str) -> str:
    return escape(plain(text), quote=False)


def _written(texts: Iterable[_Text], top: float, left: float = _MARGIN) -> Iterator[str]:
    """Write texts beneath each other from `top`."""
    for text in texts:
        weight = ' font-weight="bold"' if text.bold else ""
        for n, line in enumerate(text.lines):
            y = top + n * text.size * LINE + text.size
            yield (
                f'<text x="{left:.2f}" y="{y:.2f}" font-size="{text.size}"{weight} '
                f'fill="{text.ink}">{_xml(line)}</text>'
            )
        top += text.height


def _drawing(
    tab: Tab, figure: Figure, chart: Chart, words: Words, room: tuple[float, float, float, float]
) -> str:
    """Draw a figure into a room: left, top, width and height; in columns where it is tall."""
    left, top, width, high = room
    if "height" not in figure["layout"]:
        figure, wide = _map(figure, width, high)
        drawn = tab.drawing(figure, round(wide), round(high), words.language)
        return _placed(drawn, left + (width - wide) / 2, top, 1)
    least = _NARROWEST[chart.wide]
    fit = max(
        (_fit(figure, columns, least, width, high) for columns in range(1, _COLUMNS + 1)),
        key=lambda fit: (round(fit.scale, 2), -len(fit.columns)),
    )
    each = (width - _GAP * (len(fit.columns) - 1)) / len(fit.columns)
    tall = fit.tall
    if "cuts" not in figure["layout"].get("meta", {}):
        tall = min(max(tall, high / fit.scale), tall * _HIGHER)
    figure = figure | {"layout": figure["layout"] | {"height": round(tall)}}
    drawn = tab.drawing(figure, round(each / fit.scale), round(tall), words.language)
    if len(fit.columns) == 1:
        return _placed(drawn, left, top, fit.scale)
    return f'<defs><g id="drawing">{drawn}</g></defs>' + "".join(
        _column(fit, n, each, (left + n * (each + _GAP), top)) for n in range(len(fit.columns))
    )


def _map(figure: Figure, width: float, high: float) -> tuple[Figure, float]:
    """Return a map and the width it takes; its legend beside it where it is larger so."""
    below = figure["layout"]["margin"]["b"]
    beneath = min(width, (high - below) * RATIO)
    beside = min(width - _LEGEND, high * RATIO)
    if beside <= beneath:
        return figure, max(_NARROWEST[False], beneath)
    layout = figure["layout"]
    notes = [
        note | {"yshift": note["yshift"] + below} | _aside(note, "xshift")
        for note in layout["annotations"]
    ]
    shapes = [
        shape | _aside(shape, "x0") | _aside(shape, "x1") | _higher(shape, below)
        for shape in layout["shapes"]
    ]
    margin = layout["margin"] | {"b": 0, "l": _LEGEND}
    moved = {"margin": margin, "annotations": notes, "shapes": shapes}
    return figure | {"layout": layout | moved}, beside + _LEGEND


def _aside(part: Figure, side: str) -> Figure:
    """Move what stands at a map's left edge out of it; what stands at its right stays."""
    return {side: part[side] - _LEGEND} if not part.get("x") else {}


def _higher(shape: Figure, by: float) -> Figure:
    return {side: shape[side] + by for side in ("y0", "y1")}


def _fit(figure: Figure, columns: int, least: float, width: float, high: float) -> _Fit:
    """Fit a drawing into a room in so many columns, as large as may be.

    Where it has fewer rows, or no places to be cut at, it stays in one.
    """
    tall = float(figure["layout"]["height"])
    cuts = figure["layout"].get("meta", {}).get("cuts", [0, tall])
    spans = _cut(cuts, columns) if len(cuts) > columns else [(cuts[0], cuts[-1])]
    each = (width - _GAP * (len(spans) - 1)) / len(spans)
    around = cuts[0] + tall - cuts[-1]
    longest = max(end - start for start, end in spans) + around
    return _Fit(min(each / least, high / longest, _LARGEST), spans, cuts[0], cuts[-1], tall)


def _cut(cuts: Sequence[float], columns: int) -> list[tuple[float, float]]:
    """Cut rows into columns, the longest of them as short as may be."""
    starts = cuts[:-1]
    limit = (cuts[-1] - cuts[0]) / columns
    while True:
        ends, first = [], starts[0]
        for start, after in zip(starts, [*starts[1:], cuts[-1]], strict=True):
            if after - first > limit and start > first:
                ends.append(start)
                first = start
        if len(ends) < columns:
            return list(zip([starts[0], *ends], [*ends, cuts[-1]], strict=True))
        limit *= 1.02


def _placed(drawn: str, left: float, top: float, scale: float) -> str:
    return f'<g transform="translate({left:.2f},{top:.2f}) scale({scale:.4f})">{drawn}</g>'


def _column(fit: _Fit, n: int, width: float, at: tuple[float, float]) -> str:
    """Show the rows of one column, with what is above and beneath all rows."""
    left, top = at
    start, end = fit.columns[n]
    rows = top + fit.head * fit.scale
    foot = rows + (end - start) * fit.scale
    slices = [(0.0, fit.head, top), (start, end, rows), (fit.foot, fit.tall, foot)]
    return "".join(
        f'<svg x="{left:.2f}" y="{y:.2f}" width="{width:.2f}" '
        f'height="{(to - since) * fit.scale:.2f}" '
        f'viewBox="0 {since:.2f} {width / fit.scale:.2f} {to - since:.2f}">'
        '<use xlink:href="#drawing"/></svg>'
        for since, to, y in slices
        if to > since
    )
