"""Text on a slide: broken into lines that fit their box, each in the language of the slide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.shapes.autoshape import Shape
from pptx.shapes.base import BaseShape
from pptx.slide import Slide
from pptx.text.text import _Paragraph
from pptx.util import Pt

from mieux_dashboard.draw.lettering import LINE
from mieux_dashboard.export.deck_master import Rect
from mieux_dashboard.export.picture import broken, plain
from mieux_dashboard.words import TAGS, Words


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph: its text and size in points, bold, quiet (the theme's second ink), room above.

    Parameters
    ----------
    rgb
        A colour of its own as ``RRGGBB``, "" for the theme's ink.
    """

    text: str
    size: float
    bold: bool = False
    quiet: bool = False
    above: float = 0
    rgb: str = ""

    def height(self, width: float) -> float:
        """Estimate its height in a width, rather too high than too low."""
        return len(broken(self.text, width, self.size, self.bold)) * self.size * LINE + self.above


def fitted(text: str, at: Rect, sizes: Sequence[float], bold: bool = False) -> tuple[str, float]:
    """Return a text and the largest of sizes at which it fits a box; cut where none does."""
    said = plain(text)
    for size in sizes:
        if _fits(said, at, size, bold):
            return said, size
    while not _fits(said + "…", at, sizes[-1], bold):
        said = said[: min(len(said) - 1, round(len(said) * 0.97))]
    return said.rstrip() + "…", sizes[-1]


def _fits(text: str, at: Rect, size: float, bold: bool) -> bool:
    return len(broken(text, at.width, size, bold)) * size * LINE <= at.height


def heights(lines: Sequence[Line], width: float) -> float:
    """Return the height that paragraphs take in a width."""
    return sum(line.height(width) for line in lines)


def write(
    slide: Slide,
    at: Rect,
    lines: Sequence[Line],
    words: Words,
    right: bool = False,
) -> Shape:
    """Write paragraphs into a box without margins; the box is as wide as was measured."""
    box = slide.shapes.add_textbox(*map(Pt, (at.left, at.top, at.width, at.height)))
    frame = box.text_frame
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for n, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
        paragraph.space_before = Pt(line.above)
        if right:
            paragraph.alignment = PP_ALIGN.RIGHT
        _run(paragraph, line, words)
    return box


def _run(paragraph: _Paragraph, line: Line, words: Words) -> None:
    run = paragraph.add_run()
    run.text = plain(line.text)
    run.font.size = Pt(line.size)
    if line.bold:
        run.font.bold = True
    if line.rgb:
        run.font.color.rgb = RGBColor.from_string(line.rgb)
    else:
        ink = MSO_THEME_COLOR.TEXT_2 if line.quiet else MSO_THEME_COLOR.TEXT_1
        run.font.color.theme_color = ink
    run._r.get_or_add_rPr().set("lang", TAGS[words.language])


def entitle(shape: Shape, text: str, size: float, words: Words) -> None:
    """Write a slide's title into its place; letters and colour are the layout's."""
    frame = shape.text_frame
    frame.text = plain(text)
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    for run in frame.paragraphs[0].runs:
        run.font.size = Pt(size)
        run._r.get_or_add_rPr().set("lang", TAGS[words.language])


def describe(shape: BaseShape, text: str) -> None:
    """Give a shape its text alternative."""
    shape._element.find(f".//{qn('p:cNvPr')}").set("descr", plain(text))
