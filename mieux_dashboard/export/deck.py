"""Charts as slides: native charts that can be edited, pictures of what no native chart can show.

The finding is the title, the counting rule stands beneath it, the source at the foot, the text
alternative in the speaker's notes. The same charts and data give the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.util import Pt

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.charts.chart import Chart
from mieux_dashboard.draw.lettering import LINE, text_width
from mieux_dashboard.draw.style import DEMONSTRATION
from mieux_dashboard.export.deck_chart import add_native, fits
from mieux_dashboard.export.deck_master import (
    Master,
    Rect,
    hexed,
    open_master,
    saved,
    set_loop,
    set_sections,
)
from mieux_dashboard.export.deck_text import Line, describe, entitle, fitted, heights, write
from mieux_dashboard.export.frame import arranged, standing
from mieux_dashboard.export.native import native
from mieux_dashboard.export.picture import (
    Preset,
    broken,
    drawing,
    footnotes,
    plain,
    selection_sentence,
    title_of,
)
from mieux_dashboard.model.answer import Answer
from mieux_dashboard.words import TAGS, Words, message

if TYPE_CHECKING:
    from mieux_dashboard.export.chart_files import Maker
    from mieux_dashboard.export.renderer import Renderer, Tab

PAGES: Mapping[str, str] = {
    "overview": message("Overview"),
    "map": message("Map"),
    "timeline": message("Timeline"),
    "requests": message("Requests"),
    "expertise": message("Expertise"),
    "results": message("Results"),
    "about": message("About"),
    "compare": message("Compare"),
}
"""The pages whose charts make a section, as the menu calls them."""

SECONDS = 12
"""How long a slide of a loop stands."""

_TITLES = (30, 28, 26, 24, 22, 20, 18, 16, 14)
_COVER, _ONE_LINE = (36, 32, 28, 24, 20, 16), (36, 32, 28)
_RULE, _RULE_SHARE = 14.0, 0.26  # of the room, at most
_FOOT, _FOOT_SHARE, _SMALLEST = 11.0, 0.3, 7
_FRAME, _GAP = 11.0, 8.0
_PIXELS = 2  # a point of a picture
_MARK = 14.0


@dataclass(frozen=True, eq=False)
class Deck:
    """A presentation that is being written.

    Parameters
    ----------
    master
        The masters, and where slides have room.
    renderer
        What draws pictures.
    draft
        Whether every slide says that it is a draft.
    """

    master: Master
    renderer: Renderer
    draft: bool = False


@dataclass(frozen=True, eq=False)
class Told:
    """A chart with its answer, as a file may say it, in a language."""

    chart: Chart
    answer: Answer
    words: Words


def write_deck(
    maker: Maker,
    keys: Sequence[str],
    language: str,
    template: Path | None = None,
    draft: bool = False,
    tick: Callable[[str], None] | None = None,
) -> bytes:
    """Return charts as a presentation: cover, a section per page, one chart a slide, sources.

    Parameters
    ----------
    maker
        The data, the choice of them, and what draws the pictures.
    keys
        Charts of the catalogue; those of a page stand together, in the order given.
    language
        ``en``, ``fr`` or ``es``.
    template
        A presentation whose masters, layouts, theme and slide size are used; its slides are not.
    draft
        Whether every slide says that it is a draft.
    tick
        Is told each key once its slide is there.

    Raises
    ------
    TemplateRefused
        When the template is no presentation, or has no layout with a title.
    NoBrowser, NotDrawn
        For a chart that needs a picture, where none can be drawn.
    """
    deck = Deck(open_master(template), maker.renderer, draft)
    words = Words(language, maker.dataset.reference)
    ordered = [key for page in PAGES for key in keys if CHARTS[key].page == page]
    told = [_told(maker, key, words) for key in ordered]
    sections = {words("Cover"): [_cover(deck, told, words).slide_id]}
    for key, each in zip(ordered, told, strict=True):
        name = words(PAGES[each.chart.page])
        sections.setdefault(name, []).append(chart_slide(deck, each).slide_id)
        if tick:
            tick(key)
    sections[words("Sources")] = [_closing(deck, told, words).slide_id]
    set_sections(deck.master.deck, sections)
    return saved(deck.master.deck, words, _programme(words))


def write_loop(
    maker: Maker,
    keys: Sequence[str],
    languages: Sequence[str],
    template: Path | None = None,
    draft: bool = False,
) -> bytes:
    """Return a presentation that runs by itself and says each chart in one language after another.

    Charts without anything to draw are left out. Raises as `write_deck` does.
    """
    deck = Deck(open_master(template), maker.renderer, draft)
    spoken = [Words(language, maker.dataset.reference) for language in languages]
    for key in keys:
        told = [_told(maker, key, words) for words in spoken]
        if told[0].chart.draw(told[0].answer, spoken[0])["data"]:
            for each in told:
                _advance(chart_slide(deck, each))
    set_loop(deck.master.deck)
    return saved(deck.master.deck, spoken[0], _programme(spoken[0]))


def write_chart(
    renderer: Renderer, chart: Chart, answer: Answer, words: Words, draft: bool = False
) -> bytes:
    """Return one chart as a presentation of one slide; raises as `write_deck` does."""
    deck = Deck(open_master(None), renderer, draft)
    chart_slide(deck, Told(chart, answer, words))
    return saved(deck.master.deck, words, title_of(chart, answer, words))


def _told(maker: Maker, key: str, words: Words) -> Told:
    answer = CHARTS[key].guarded_answer(maker.dataset, maker.selection, maker.min_cell)
    return Told(CHARTS[key], answer, words)


def _advance(slide: Slide) -> None:
    """Let a slide give way to the next by itself."""
    space = "http://schemas.openxmlformats.org/presentationml/2006/main"
    fade = (
        f'<p:transition xmlns:p="{space}" spd="med" advTm="{SECONDS * 1000}">'
        "<p:fade/></p:transition>"
    )
    slide._element.find(qn("p:clrMapOvr")).addnext(parse_xml(fade))


def chart_slide(deck: Deck, told: Told) -> Slide:
    """Add the slide of a chart."""
    chart, answer, words = told.chart, told.answer, told.words
    slide = _blank(deck, words)
    room = _entitled(deck, slide, title_of(chart, answer, words), words)
    foot = [Line(text, _FOOT, quiet=True, above=2) for text in _sources(told)]
    room = _footed(slide, _framed(slide, room, words), foot, words)
    room = _ruled(slide, told, room)
    alternative = chart.alternative(answer, words)
    _show(deck, slide, told, room, alternative)
    _note(slide, alternative, words)
    return slide


def _note(slide: Slide, text: str, words: Words) -> None:
    """Write the speaker's notes."""
    frame = slide.notes_slide.notes_text_frame
    frame.text = plain(text)
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            run._r.get_or_add_rPr().set("lang", TAGS[words.language])


def _blank(deck: Deck, words: Words, cover: bool = False) -> Slide:
    """Add a slide with its title's place only, and the marks that every slide bears."""
    master = deck.master
    slide = master.deck.slides.add_slide(master.cover if cover else master.chart)
    for shape in list(slide.placeholders):
        if shape.placeholder_format.idx:
            shape._element.getparent().remove(shape._element)
    ink = hexed(DEMONSTRATION)
    marks = [Line(words("Draft"), _MARK, bold=True, rgb=ink)] if deck.draft else []
    if words.reference.programme.record == "demonstration":
        marks.append(Line(words("Demonstration: made-up data"), _MARK, bold=True, rgb=ink))
    if marks:
        said = Line(" · ".join(mark.text for mark in marks), _MARK, bold=True, rgb=ink)
        wide = text_width(said.text, _MARK, bold=True) + 6
        at = Rect(master.room.right - wide, 3, wide, _MARK * LINE)
        write(slide, at, [said], words, right=True)
    return slide


def _entitled(deck: Deck, slide: Slide, title: str, words: Words) -> Rect:
    """Write the title, and return the room beneath it."""
    master = deck.master
    inner = master.title if master.flows else _inside(master.title)
    inner = replace(inner, width=inner.width / master.letters)
    said, size = fitted(title, inner, _TITLES, bold=True)
    entitle(slide.shapes.title, said, size, words)
    if not master.flows:
        return master.room
    lines = len(broken(said, inner.width, size, bold=True))
    top = master.title.top + lines * size * LINE + _GAP
    return Rect(master.room.left, top, master.room.width, master.room.bottom - top)


def _inside(at: Rect) -> Rect:
    """Return a box within the margins that PowerPoint gives it."""
    return Rect(at.left + 8, at.top + 4, at.width - 16, at.height - 8)


def _framed(slide: Slide, room: Rect, words: Words) -> Rect:
    """Stand the owner's logos at the foot, each beside its statement; return the room above."""
    block = arranged(words, room.width, _FRAME)
    top = room.bottom - block.height
    for logo, left, down, wide, high in block.logos:
        where = map(Pt, (room.left + left, top + down, wide, high))
        describe(slide.shapes.add_picture(io.BytesIO(logo.png), *where), logo.alt[words.language])
    for lines, left, down, wide in block.texts:
        place = Rect(room.left + left, top + down, wide, len(lines) * _FRAME * LINE)
        write(slide, place, [Line(" ".join(lines), _FRAME)], words)
    return Rect(room.left, room.top, room.width, room.height - block.height)


def _footed(slide: Slide, room: Rect, lines: Sequence[Line], words: Words) -> Rect:
    """Write what stands at the foot, and return the room above it."""
    shown = _smaller(lines, room.width, room.height * _FOOT_SHARE)
    high = heights(shown, room.width)
    write(slide, Rect(room.left, room.bottom - high, room.width, high), shown, words)
    return Rect(room.left, room.top, room.width, room.height - high - _GAP)


def _ruled(slide: Slide, told: Told, room: Rect) -> Rect:
    """Write the counting rule and the selection, and return the room beneath them."""
    rule = told.chart.subtitle(told.answer, told.words)
    chosen = selection_sentence(told.answer, told.words)
    said = [Line(rule, _RULE, quiet=True), Line(chosen, _RULE)]
    lines = _smaller(said, room.width, room.height * _RULE_SHARE)
    high = heights(lines, room.width)
    write(slide, Rect(room.left, room.top, room.width, high), lines, told.words)
    top = room.top + high + _GAP
    return Rect(room.left, top, room.width, room.bottom - top)


def _smaller(lines: Sequence[Line], width: float, high: float) -> list[Line]:
    """Return paragraphs in letters that are so much smaller that they fit."""
    shown = list(lines)
    while heights(shown, width) > high and min(line.size for line in shown) > _SMALLEST:
        shown = [replace(line, size=line.size - 1) for line in shown]
    return shown


def _sources(told: Told) -> list[str]:
    """Return what stands at the foot of a slide."""
    chart, answer, words = told.chart, told.answer, told.words
    said = [chart.rests(answer, words), chart.source(answer, words), *standing(words)]
    notes = [f"* {note}" for note in footnotes(chart, answer, words)]
    return [" · ".join(filter(None, said)), *notes]


def _show(deck: Deck, slide: Slide, told: Told, room: Rect, alternative: str) -> None:
    """Show a chart in a room: native where that can be, else as a picture; or why there is none."""
    chart, answer, words = told.chart, told.answer, told.words
    if not chart.draw(answer, words)["data"]:
        write(slide, room, [Line(chart.finding(answer, words), 20, above=24)], words)
        return
    shown = native(chart, answer, words)
    if shown is not None and fits(shown, room):
        describe(add_native(slide, shown, answer, words, room), alternative)
        return
    wide, high = round(room.width * _PIXELS), round(room.height * _PIXELS)
    size = Preset(wide, high, 72 * _PIXELS, _PIXELS)

    def draw(tab: Tab) -> bytes:
        return tab.png(drawing(tab, chart, answer, words, size), wide, high)

    drawn = io.BytesIO(deck.renderer.run(draw))
    places = map(Pt, (room.left, room.top, room.width, room.height))
    describe(slide.shapes.add_picture(drawn, *places), alternative)


def _programme(words: Words) -> str:
    return words.reference.programme.titles[words.language]


def _cover(deck: Deck, told: Sequence[Told], words: Words) -> Slide:
    """Add the cover: the programme, what is in the presentation, and what the data are."""
    slide = _blank(deck, words, cover=True)
    title = slide.shapes.title
    place = Rect(title.left.pt, title.top.pt, title.width.pt, title.height.pt)
    said, inner = _programme(words), _inside(place)
    wide = inner.width / deck.master.letters
    one = [size for size in _ONE_LINE if text_width(said, size, bold=True) <= wide]
    said, size = (said, one[0]) if one else fitted(said, inner, _COVER, bold=True)
    entitle(title, said, size, words)
    pages = ", ".join(dict.fromkeys(words(PAGES[each.chart.page]) for each in told))
    count = words.plural("{n} chart", "{n} charts", len(told))
    lines = [Line(words.pair(count, pages), 18)]
    for each in told[:1]:
        lines.append(Line(selection_sentence(each.answer, words), 16, above=6))
        lines.append(Line(each.chart.source(each.answer, words), 16, quiet=True, above=6))
    lines += [Line(text, 16, quiet=True, above=6) for text in standing(words)]
    top = place.bottom + _GAP
    under = Rect(place.left, top, place.width, deck.master.room.bottom - top)
    at = _framed(slide, under, words)
    lines = _smaller(lines, at.width, at.height)
    write(slide, at, lines, words)
    _note(slide, "\n".join(line.text for line in lines), words)
    return slide


def _closing(deck: Deck, told: Sequence[Told], words: Words) -> Slide:
    """Add the closing slide: where the data come from, and what each kind of number rests on."""
    slide = _blank(deck, words)
    room = _entitled(deck, slide, words("Sources, and what the numbers rest on"), words)
    room = _framed(slide, room, words)
    sources = dict.fromkeys(each.chart.source(each.answer, words) for each in told)
    rests = {
        each.chart.rests(each.answer, words): words(each.chart.title)
        for each in reversed(told)
        if each.answer.rests_on.total
    }
    notes = dict.fromkeys(
        note for each in told for note in footnotes(each.chart, each.answer, words)
    )
    lines = [Line(source, 18, bold=True) for source in sources]
    lines += [
        Line(words.pair(name, said), 14, above=4) for said, name in reversed(rests.items()) if said
    ]
    lines += [Line(f"* {note}", 12, quiet=True, above=4) for note in notes]
    lines += [Line(text, 14, above=8) for text in standing(words)]
    lines = _smaller(lines, room.width, room.height)
    write(slide, room, lines, words)
    _note(slide, "\n".join(line.text for line in lines), words)
    return slide
