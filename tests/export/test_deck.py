"""Charts as slides: their numbers can be edited, nothing is lost, nothing leaves the slide."""

from __future__ import annotations

import io
import re
import time
import zipfile
from dataclasses import replace
from functools import cache

import openpyxl
import pytest
from pptx import Presentation
from pptx.util import Pt

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.draw.lettering import LINE
from mieux_dashboard.export.chart_files import Maker
from mieux_dashboard.export.chromium import NoBrowser
from mieux_dashboard.export.deck import PAGES, write_chart, write_deck, write_loop
from mieux_dashboard.export.deck_chart import fits
from mieux_dashboard.export.deck_master import Rect, TemplateRefused
from mieux_dashboard.export.deck_text import broken
from mieux_dashboard.export.native import native
from mieux_dashboard.export.picture import Look, plain
from mieux_dashboard.export.renderer import Renderer
from mieux_dashboard.model.selection import Selection
from mieux_dashboard.words import Words
from tests.export.conftest import ASSETS

NATIVE = ["actions-by-region", "actions-over-time", "countries-reached", "actions-by-pillar"]
NARROW = 0.88  # our own titles are set in Arial


@pytest.fixture
def maker():
    """Give a factory of makers that have no browser, or the one that is given."""

    def make(dataset, selection=None, renderer=None):
        drawing = renderer or Renderer(ASSETS, "none")
        return Maker(dataset, selection or Selection(), Look(), drawing, 5)

    return make


def opened(data):
    return Presentation(io.BytesIO(data))


@cache
def answered(key, dataset, selection):
    return CHARTS[key].guarded_answer(dataset, selection, 5)


def told(key, dataset, language="en", selection=None):
    answer = answered(key, dataset, selection or Selection())
    return answer, Words(language, dataset.reference)


@cache
def shown_natively(key, dataset, language="en"):
    answer, words = told(key, dataset, language)
    found = native(CHARTS[key], answer, words)
    room = Rect(36, 120, 888, 320)
    return found if found is not None and fits(found, room) else None


def written(key, dataset, language="en", renderer=None):
    drawing = renderer or Renderer(ASSETS, "none")
    return write_chart(drawing, CHARTS[key], *told(key, dataset, language))


def chart_of(slide):
    return next((shape.chart for shape in slide.shapes if shape.has_chart), None)


def texts(slide):
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


def check_room(deck, slide, letters=NARROW):
    """Check that no shape leaves the slide, and that each text fits its box."""
    for shape in slide.shapes:
        assert shape.left >= 0 and shape.top >= 0
        assert shape.left + shape.width <= deck.slide_width
        assert shape.top + shape.height <= deck.slide_height
        if shape.has_text_frame and shape.text_frame.text:
            check_fits(shape, letters)


def check_fits(shape, letters):
    title = shape.is_placeholder
    high, width = 0.0, shape.width.pt / (letters if title else 1)
    for paragraph in shape.text_frame.paragraphs:
        size, bold = paragraph.runs[0].font.size.pt, title or bool(paragraph.runs[0].font.bold)
        high += len(broken(paragraph.text, width, size, bold)) * size * LINE
        high += paragraph.space_before.pt if paragraph.space_before else 0
    assert high <= shape.height.pt + 1, shape.text_frame.text


def check_chart(key, dataset, data, language="en"):
    """Check one slide against the chart: title, notes, numbers, room."""
    deck = opened(data)
    (slide,) = deck.slides
    answer, words = told(key, dataset, language)
    chart = CHARTS[key]
    drawn = chart.draw(answer, words)["data"]
    title = chart.finding(answer, words) if drawn else chart.heading(answer, words)
    assert slide.shapes.title.text_frame.text == plain(title)
    assert slide.notes_slide.notes_text_frame.text == chart.alternative(answer, words)
    said = "\n".join(texts(slide))
    assert chart.subtitle(answer, words) in said
    assert chart.source(answer, words) in said
    shown = shown_natively(key, dataset, language)
    if shown is not None:
        series = {each.name: list(each.values) for each in chart_of(slide).plots[0].series}
        cells = shown.table.astype("object")
        wanted = cells.where(shown.table.notna(), None).to_dict("list")
        assert series == wanted
        assert list(chart_of(slide).plots[0].categories) == [*shown.table.index]
    check_room(deck, slide)
    return slide


@pytest.mark.parametrize("programme", ["public_record", "demonstration"])
@pytest.mark.parametrize("key", CHARTS)
def test_every_native_chart_is_a_slide_with_the_measures_numbers_and_needs_no_browser(
    key, programme, request
):
    dataset = request.getfixturevalue(programme)
    answer, words = told(key, dataset)
    if CHARTS[key].draw(answer, words)["data"] and shown_natively(key, dataset) is None:
        with pytest.raises(NoBrowser):
            written(key, dataset)
        return
    check_chart(key, dataset, written(key, dataset))


def check_pictures(dataset, renderer):
    """Check every chart that no native chart can show: a picture with its text alternative."""
    for key in CHARTS:
        answer, words = told(key, dataset, "fr")
        drawn = CHARTS[key].draw(answer, words)["data"]
        if not drawn or shown_natively(key, dataset) is not None:
            continue
        slide = check_chart(key, dataset, written(key, dataset, "fr", renderer), "fr")
        (picture,) = [shape for shape in slide.shapes if shape.shape_type == 13]
        alternative = plain(CHARTS[key].alternative(answer, words))
        assert picture._element.nvPicPr.cNvPr.get("descr") == alternative


@pytest.mark.browser
def test_every_other_chart_is_a_picture_with_its_text_alternative(demonstration, renderer):
    check_pictures(demonstration, renderer)


@pytest.mark.parametrize("language", ["fr", "es"])
@pytest.mark.parametrize("key", NATIVE)
def test_a_slide_is_in_its_language(key, language, public_record):
    slide = check_chart(key, public_record, written(key, public_record, language), language)
    code = {"fr": "fr-FR", "es": "es-ES"}[language]
    runs = [
        run
        for shape in slide.shapes
        if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs
    ]
    assert {run._r.rPr.get("lang") for run in runs} == {code}


def test_milestones_are_lines_with_labels_where_their_dates_are(public_record):
    slide = check_chart(
        "actions-over-time", public_record, written("actions-over-time", public_record)
    )
    lines = [shape for shape in slide.shapes if shape.shape_type == 9]
    names = [line.name for line in lines]
    assert names == [
        "After GAMM", "After the Agenda was presented", "After the New Pact was proposed",
    ]  # fmt: skip
    frame = next(shape for shape in slide.shapes if shape.has_chart)
    layout = frame.chart._chartSpace.chart.plotArea.find(
        "{*}layout/{*}manualLayout".replace(
            "{*}", "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
        )
    )
    part = {each.tag.rpartition("}")[2]: each.get("val") for each in layout}
    left = frame.left + frame.width * float(part["x"])
    width = frame.width * float(part["w"])
    agenda = 2015 + (31 + 28 + 31 + 30 + 12) / 365
    assert lines[1].left == pytest.approx(left + width * (agenda - 2009) / 16, abs=Pt(1))


def test_hidden_numbers_of_persons_are_gaps_and_never_zero(demonstration, maker):
    asia = Selection(region=("asia",))
    answer, _ = told("experts-by-kind", demonstration, selection=asia)
    hidden = int(answer.table["n_experts"].isna().sum())
    data = write_deck(maker(demonstration, asia), ["experts-by-kind"], "en")
    chart = chart_of(opened(data).slides[1])
    values = [n for series in chart.plots[0].series for n in series.values]
    assert values.count(None) == hidden > 0
    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    cells = [cell for row in book["Sheet1"].iter_rows(min_row=2, min_col=2) for cell in row]
    assert [cell.value for cell in cells].count(None) == hidden


def test_what_is_assigned_is_hatched_and_named(public_record):
    slide = check_chart(
        "actions-by-pillar", public_record, written("actions-by-pillar", public_record)
    )
    known, assigned = chart_of(slide).plots[0].series
    assert (known.name, assigned.name) == ("Areas published", "Areas assigned by us")
    assert b"pattFill" in assigned._element.xml.encode()
    assert "Areas assigned by us" in texts(slide)


@pytest.mark.parametrize("by", ["period", "pillar"])
def test_bars_that_the_reader_divided_are_divided_on_the_slide(by, public_record, maker):
    data = write_deck(maker(public_record, Selection(by=by)), ["actions-by-region"], "en")
    slide = opened(data).slides[1]
    answer, _ = told("actions-by-region", public_record, selection=Selection(by=by))
    total = sum(n or 0 for each in chart_of(slide).plots[0].series for n in each.values)
    parts = [c for c in answer.table if c.startswith("n_") and c != "n_actions"]
    assert total == answer.table[parts].sum().sum()
    assert len(chart_of(slide).plots[0].series) > 2


@pytest.mark.parametrize("by", ["", "period", "pillar"])
def test_native_charts_have_the_numbers_that_are_drawn(by, public_record):
    for key, chart in CHARTS.items():
        answer, words = told(key, public_record, selection=Selection(by=by))
        shown = native(chart, answer, words)
        if shown is None or shown.kind == "line":
            continue
        traces = chart.draw(answer, words)["data"]
        side = "x" if shown.kind == "bar" else "y"
        drawn = sorted(float(n) for trace in traces for n in trace[side] if n)
        assert sorted(float(n) for n in shown.table.stack().dropna() if n) == pytest.approx(
            drawn
        ), key


def test_a_deck_has_a_cover_sections_by_page_and_its_sources(public_record, maker):
    keys = ["actions-over-time", "actions-by-region", "actions-by-period"]
    ticks = []
    data = write_deck(maker(public_record), keys, "fr", tick=ticks.append)
    deck = opened(data)
    assert ticks == ["actions-by-region", "actions-over-time", "actions-by-period"]
    assert len(deck.slides) == 5
    cover, *_, closing = deck.slides
    said = "\n".join(texts(cover))
    words = Words("fr", public_record.reference)
    for part in ("3 graphiques", "Carte, Chronologie", "24 novembre 2026", "Non officiel"):
        assert part in said
    assert public_record.reference.programme.titles["fr"] in said
    answer, _ = told("actions-by-region", public_record)
    assert CHARTS["actions-by-region"].rests(answer, words) in "\n".join(texts(closing))
    whole = zipfile.ZipFile(io.BytesIO(data)).read("ppt/presentation.xml").decode()
    assert re.findall(r'p14:section [^>]*name="([^"]+)"', whole) == [
        "Couverture", "Carte", "Chronologie", "Sources",
    ]  # fmt: skip
    assert len(re.findall("<p14:sldId ", whole)) == 5
    for slide in deck.slides:
        check_room(deck, slide)


def test_every_page_of_a_chart_makes_a_section():
    assert {chart.page for chart in CHARTS.values()} <= {*PAGES}


def test_every_slide_says_draft_and_that_it_is_made_up(demonstration, maker):
    data = write_deck(maker(demonstration), ["actions-by-region"], "es", draft=True)
    for slide in opened(data).slides:
        said = "\n".join(texts(slide))
        assert "Borrador" in said and "Demostración" in said
    plain_deck = opened(write_deck(maker(demonstration), ["actions-by-region"], "es"))
    assert not any("Borrador" in text for slide in plain_deck.slides for text in texts(slide))


@pytest.mark.parametrize("kind", ["deck", "loop"])
def test_the_same_charts_give_the_same_bytes_in_another_second(kind, public_record, maker):
    def write():
        if kind == "loop":
            return write_loop(maker(public_record), ["actions-by-region"], ["en", "fr"])
        return write_deck(maker(public_record), NATIVE, "fr", draft=True)

    one = write()
    second = int(time.time())
    while int(time.time()) < second + 2:
        time.sleep(0.2)
    assert one == write()
    assert one.count(b"docProps/thumbnail") == 0


def test_titles_are_text_and_are_fitted(public_record, maker):
    title = "<b>Bold</b> \u202eturned " + "Donaudampfschifffahrtsgesellschaft" * 9 + " &amp; " * 30
    chart = replace(CHARTS["actions-by-region"], sentence=lambda answer, words: title)
    answer, words = told("actions-by-region", public_record)
    deck = opened(write_chart(Renderer(ASSETS, "none"), chart, answer, words))
    (slide,) = deck.slides
    said = slide.shapes.title.text_frame.text
    assert said.startswith("<b>Bold</b> turned Donau")
    check_room(deck, slide)
    assert "\u202e" not in said


def template(tmp_path, width=1280, layouts=True):
    """Write a template of another size, letters and colours, with a slide of its own."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(width), Pt(720)
    layout = deck.slide_layouts.get_by_name("Title Only")
    layout.placeholders[0].left, layout.placeholders[0].top = Pt(100), Pt(60)
    layout.placeholders[0].width, layout.placeholders[0].height = Pt(width - 200), Pt(90)
    body = deck.slide_master.placeholders[1]
    body.left, body.top, body.width, body.height = Pt(100), Pt(140), Pt(width - 200), Pt(520)
    deck.slides.add_slide(layout).shapes.title.text = "Left out"
    if not layouts:
        for slide in list(deck.slides._sldIdLst):
            deck.part.drop_rel(slide.rId)
            deck.slides._sldIdLst.remove(slide)
        for each in list(deck.slide_layouts):
            if each.name != "Blank":
                deck.slide_layouts.remove(each)
    path = tmp_path / "corporate.pptx"
    deck.save(path)
    return path


def test_a_template_gives_its_size_its_layouts_and_its_colours(tmp_path, public_record, maker):
    path = template(tmp_path)
    data = write_deck(maker(public_record), NATIVE, "en", path)
    deck = opened(data)
    assert deck.slide_width == Pt(1280)
    assert len(deck.slides) == len(NATIVE) + 2
    slide = deck.slides[2]
    assert slide.slide_layout.name == "Title Only"
    assert slide.shapes.title.left == Pt(100)
    xml = chart_of(deck.slides[4])._chartSpace.xml
    assert 'schemeClr val="accent1"' in xml
    assert all("Left out" not in text for each in deck.slides for text in texts(each))
    room = Rect(100, 150, 1080, 510)
    for each in list(deck.slides)[1:]:
        check_room(deck, each, 1)
        for shape in each.shapes:
            beneath = shape.is_placeholder or shape.top.pt >= room.top - 1
            assert beneath and shape.top.pt + shape.height.pt <= room.bottom + 1
            assert shape.left.pt >= room.left - 1
            assert shape.left.pt + shape.width.pt <= room.right + 1


def test_a_file_that_is_no_template_is_refused_in_one_line(tmp_path, public_record, maker):
    broken_zip, text = tmp_path / "a.pptx", tmp_path / "b.pptx"
    text.write_text("no presentation")
    with zipfile.ZipFile(broken_zip, "w") as file:
        file.writestr("x", "y")
    for path in (broken_zip, text):
        with pytest.raises(TemplateRefused) as raised:
            write_deck(maker(public_record), NATIVE, "en", path)
        said = raised.value.message(Words("fr", public_record.reference))
        assert str(path) in said and ".pptx" in said and "\n" not in said
    bare = template(tmp_path, layouts=False)
    with pytest.raises(TemplateRefused) as raised:
        write_deck(maker(public_record), NATIVE, "en", bare)
    assert "layout" in raised.value.message(Words("en", public_record.reference))


def test_a_loop_runs_by_itself_and_says_each_chart_in_every_language(public_record, maker):
    keys = ["actions-by-region", "experts-by-kind"]
    data = write_loop(maker(public_record), keys, ["en", "fr", "es"])
    deck = opened(data)
    answer, _ = told("actions-by-region", public_record)
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    chart = CHARTS["actions-by-region"]
    assert titles == [
        chart.finding(answer, Words(each, public_record.reference)) for each in ("en", "fr", "es")
    ]
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        slides = [packed.read(f"ppt/slides/slide{n}.xml").decode() for n in (1, 2, 3)]
        properties = packed.read("ppt/presProps.xml").decode()
    assert all(re.search(r'<p:transition [^>]*advTm="\d+"', slide) for slide in slides)
    assert re.search(r'<p:showPr [^>]*loop="1"', properties) and "<p:kiosk" in properties


def test_numbers_are_set_as_the_language_does_whatever_the_machine(demonstration):
    data = written("participants-over-time", demonstration, "fr")
    xml = chart_of(opened(data).slides[0])._chartSpace.xml
    assert "[&gt;=1000]#&quot;\u202f&quot;##0" in xml or '[&gt;=1000]#"\u202f"##0' in xml
    data = written("actions-by-period", demonstration, "fr")
    words = Words("fr", demonstration.reference)
    answer, _ = told("actions-by-period", demonstration)
    xml = chart_of(opened(data).slides[0])._chartSpace.xml
    assert words.number(float(answer.table["per_year"].iloc[0]), 1) in xml
