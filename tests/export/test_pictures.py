"""Every chart becomes a picture that says what it shows, in its language, the same each time."""

from __future__ import annotations

import json
import re
import struct
import threading
import zlib
from concurrent.futures import ThreadPoolExecutor
from xml.etree import ElementTree

import psutil
import pytest

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.draw.lettering import text_width
from mieux_dashboard.draw.style import DARK
from mieux_dashboard.export.chromium import NoBrowser
from mieux_dashboard.export.picture import PRESETS, Look
from mieux_dashboard.export.renderer import NotDrawn, Renderer
from mieux_dashboard.model.selection import Selection
from mieux_dashboard.pages import app_for
from mieux_dashboard.pages.guard import Doors
from mieux_dashboard.pages.site import Site
from mieux_dashboard.words import Words
from tests.export.conftest import ASSETS

pytestmark = pytest.mark.browser

WEB = Look("web")
QUICK = [key for key, chart in CHARTS.items() if "country" not in key and "exchange" not in key]


def texts(svg):
    """List what an SVG writes, a line each; the places of what only hovering says have none."""
    tree = ElementTree.fromstring(svg)
    lines = []
    for text in tree.iter("{http://www.w3.org/2000/svg}text"):
        spans = [
            part for part in text if part.tag.endswith("tspan") and part.get("class") == "line"
        ]
        lines += ["".join(part.itertext()) for part in spans or [text]]
    return [" ".join(line.split(" ")) for line in lines if line.strip()]


def pixels(png):
    """Return the size of a PNG, and its bytes without the filter's compression."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", png[16:24])
    at, packed = 8, b""
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        packed += png[at + 8 : at + 8 + length] if kind == b"IDAT" else b""
        at += length + 12
    return (width, height), zlib.decompress(packed)


@pytest.mark.parametrize("key", CHARTS)
def test_every_chart_is_a_picture_of_its_size_and_not_blank(key, demonstration, renderer, made):
    size, raw = pixels(made(key, demonstration, "png", renderer, look=WEB))
    assert size == (1200, 675)
    assert len(set(raw[::97])) > 20


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_has_its_size_as_png_svg_and_pdf(preset, public_record, renderer, made):
    look, size = Look(preset), PRESETS[preset]
    found, _ = pixels(made("actions-by-region", public_record, "png", renderer, look=look))
    assert found == (size.width, size.height)
    svg = ElementTree.fromstring(
        made("actions-by-region", public_record, "svg", renderer, look=look)
    )
    inches = size.width / size.dpi, size.height / size.dpi
    assert float(svg.get("width").removesuffix("in")) == pytest.approx(inches[0], abs=0.001)
    pdf = made("actions-by-region", public_record, "pdf", renderer, look=look)
    assert pdf.count(b"/Type /Page\n") == 1
    box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert [float(n) / 72 for n in box.groups()] == pytest.approx(inches, abs=0.02)


def test_a_picture_holds_finding_rule_selection_source_and_what_it_rests_on(
    public_record, renderer, made
):
    chosen = Selection(region=("africa",), year_from=2012)
    svg = made("actions-by-subregion", public_record, "svg", renderer, selection=chosen)
    said = " ".join(texts(svg))
    chart, words = CHARTS["actions-by-subregion"], Words("en", public_record.reference)
    answer = chart.guarded_answer(public_record, chosen, 5)
    for part in (
        chart.finding(answer, words),
        chart.subtitle(answer, words),
        "Selection: Africa · begun in 2012–2024",
        chart.rests(answer, words),
        "Source: programme pages, compiled 24 November 2026 · data version",
        "Unofficial; compiled from public pages",
    ):
        assert part in said


def test_without_its_frame_a_picture_keeps_its_source_and_its_marks(demonstration, renderer, made):
    svg = made("actions-by-region", demonstration, "svg", renderer, look=Look(frame=False))
    said = texts(svg)
    assert "Demonstration: made-up data" in said
    assert any("Source: made-up programme" in line for line in said)
    assert not any(line.startswith("Selection") for line in said)


def test_a_map_has_the_note_on_boundaries_and_the_footnotes_of_its_designations(
    public_record, renderer, made
):
    said = " ".join(texts(made("actions-by-country", public_record, "svg", renderer)))
    assert "do not imply official endorsement" in said
    assert "shall not be construed as recognition of a State of Palestine" in said
    africa = made(
        "actions-by-country",
        public_record,
        "svg",
        renderer,
        selection=Selection(region=("africa",)),
    )
    assert "State of Palestine" not in " ".join(texts(africa))
    assert len(africa) < 2_000_000


@pytest.mark.parametrize(
    ("language", "day", "milestone", "thousands"),
    [
        ("fr", "24 novembre 2026", "13 mai 2015", "1\u202f055"),
        ("es", "24 de noviembre de 2026", "13 may 2015", "1.055"),
    ],
)
def test_a_picture_speaks_its_language(
    language, day, milestone, thousands, public_record, renderer, made
):
    said = {}
    for key in ("actions-over-time", "participants-by-sex", "actions-by-country"):
        english = texts(made(key, public_record, "svg", renderer))
        said[key] = texts(made(key, public_record, "svg", renderer, language))
        sentences = {line for line in english if len(line.split()) > 2}
        assert not sentences & {*said[key]}
        assert day in " ".join(said[key])
    assert milestone in said["actions-over-time"]
    assert thousands in said["participants-by-sex"]


def test_numbers_that_plotly_writes_have_the_separators_of_the_language(renderer):
    figure = {"data": [{"type": "bar", "x": ["a"], "y": [9500]}], "layout": {"height": 300}}
    figure["layout"]["yaxis"] = {"tickformat": ",.1f"}
    drawn = {
        language: renderer.run(lambda tab, to=language: tab.drawing(figure, 400, 300, to))
        for language in ("en", "fr", "es")
    }
    assert "5,000.0" in texts(drawn["en"])
    assert "5\u202f000,0" in texts(drawn["fr"])
    assert "5.000,0" in texts(drawn["es"])


def test_the_same_chart_gives_the_same_bytes_in_another_browser(public_record, renderer, made):
    asked = [
        ("actions-over-time", "png"),
        ("countries-reached", "svg"),
        ("actions-by-country", "svg"),
        ("expertise-flows", "svg"),
        ("actions-by-region", "pdf"),
    ]
    first = [made(key, public_record, suffix, renderer) for key, suffix in asked]
    renderer.close()
    again = [made(key, public_record, suffix, renderer) for key, suffix in reversed(asked)]
    assert first == again[::-1]


def draw_at_once(keys, dataset, renderer, made):
    """Ask for each chart in a thread of its own, all at once; return what each got by its title."""
    together = threading.Barrier(len(keys))

    def ask(key):
        together.wait()
        return made(key, dataset, "svg", renderer)

    with ThreadPoolExecutor(len(keys)) as pool:
        drawn = dict(zip(keys, pool.map(ask, keys), strict=True))
    words = Words("en", dataset.reference)
    wanted = {}
    for key in keys:
        answer = CHARTS[key].guarded_answer(dataset, Selection(), 5)
        blank = not CHARTS[key].draw(answer, words)["data"]
        wanted[key] = getattr(CHARTS[key], "heading" if blank else "finding")(answer, words)
    title = "{http://www.w3.org/2000/svg}title"
    return {key: ElementTree.fromstring(svg).find(title).text for key, svg in drawn.items()}, wanted


def test_24_who_ask_at_once_get_each_their_own(demonstration, renderer, made):
    found, wanted = draw_at_once(QUICK[:24], demonstration, renderer, made)
    assert len(set(wanted.values())) == 24
    assert found == wanted


def test_on_a_dark_ground_every_ink_is_exchanged(demonstration, renderer, made):
    svg = made("actions-over-time", demonstration, "svg", renderer, look=Look(ground="dark"))
    assert not [ink for ink in DARK if ink.encode() in svg and ink not in DARK.values()]


def test_the_dark_inks_of_files_are_those_of_the_page():
    sheet = (ASSETS / "style.css").read_text("utf-8")
    dark = sheet[sheet.index('[data-mantine-color-scheme="dark"]') :]
    for ink, twin in DARK.items():
        name = re.search(rf'\[fill="{re.escape(ink)}"\] {{ fill: var\((--[\w-]+)\)', sheet)[1]
        assert f"{name}: {twin};" in dark


def test_a_transparent_ground_lets_through_what_is_beneath(demonstration, renderer, made):
    for ground, alpha in (("transparent", 6), ("light", 2)):
        png = made("actions-by-region", demonstration, "png", renderer, look=Look(ground=ground))
        assert png[25] == alpha  # the colour type: with transparency, or without


def test_an_empty_selection_is_a_picture_that_says_so(public_record, renderer, made):
    nobody = Selection(region=("asia",), country=("GHA",))
    svg = made("actions-over-time", public_record, "svg", renderer, selection=nobody)
    assert "No Action matches this selection" in " ".join(texts(svg))


def test_what_was_typed_stays_text(make_dataset, renderer, made):
    title = '<img src="x" onerror="alert(1)"> & \u202eevil'
    typed = {"title": title, "start_date": "2012-03", "end_date": "2013-01", "countries": "KEN"}
    svg = made("actions-calendar", make_dataset([typed]), "svg", renderer)
    assert any(line.startswith("<img src=") for line in texts(svg))
    assert not [part for part in ElementTree.fromstring(svg).iter() if part.tag.endswith("img")]
    page = made("actions-calendar", make_dataset([typed]), "html").decode()
    assert "<img" not in page.partition("</main>")[0]


def test_a_word_that_is_longer_than_the_picture_is_broken():
    from mieux_dashboard.export.picture import broken

    lines = broken("short " + "x" * 500 + "\u202e end", 300, 20, True)
    assert "".join(lines).replace(" ", "") == "short" + "x" * 500 + "end"
    assert all(text_width(line, 20, True) <= 300 for line in lines)


def test_nothing_that_is_drawn_reaches_another_machine(demonstration, renderer, made):
    made("actions-by-country", demonstration, "png", renderer)
    browser = psutil.Process(renderer.pid)
    for process in [browser, *browser.children(recursive=True)]:
        assert [each for each in process.net_connections("inet") if each.raddr] == []
    refused = "fetch({}).then(() => 'reached', () => 'refused')"
    for address in ("https://cdn.plot.ly/un/world_110m.json", "http://127.0.0.1:8050/"):
        script = refused.format(json.dumps(address))
        assert renderer.run(lambda tab, said=script: tab.evaluate(said)) == "refused"


def test_a_browser_that_dies_is_started_again(demonstration, renderer, made):
    first = made("actions-by-region", demonstration, "svg", renderer)
    before = renderer.pid
    psutil.Process(before).kill()
    assert made("actions-by-region", demonstration, "svg", renderer) == first
    assert renderer.pid != before


def test_a_picture_that_takes_too_long_is_given_up_and_the_next_is_drawn(renderer):
    short = Renderer(ASSETS, seconds=4)
    with pytest.raises(NotDrawn):
        short.run(lambda tab: tab.evaluate("new Promise(() => {})"))
    assert short.run(lambda tab: tab.evaluate("1 + 1")) == 2
    short.close()


@pytest.mark.parametrize("does", ["exec sleep 60", "exit 1"])
def test_a_program_that_is_no_browser_is_given_up(does, tmp_path):
    program = tmp_path / "browser"
    program.write_text(f"#!/bin/sh\n{does}\n")
    program.chmod(0o755)
    other = Renderer(ASSETS, str(program), seconds=1)
    with pytest.raises(NotDrawn):
        other.run(lambda tab: tab.evaluate("1"))
    assert other.pid == 0


def test_the_browser_is_started_afresh_after_a_number_of_pictures(renderer):
    few = Renderer(ASSETS, pictures=2)
    pids = []
    for _ in range(4):
        few.run(lambda tab: tab.evaluate("1"))
        pids.append(few.pid)
    few.close()
    assert pids[0] == pids[1] != pids[2] == pids[3]
    assert few.pid == 0


def test_without_a_browser_it_is_said_what_to_install(demonstration, made):
    with pytest.raises(NoBrowser) as raised:
        made("actions-by-region", demonstration, "png")
    said = raised.value.message(Words("en", demonstration.reference))
    assert "MIEUX_CHROMIUM" in said
    assert "apt-get install chromium" in said
    for suffix in ("csv", "json", "xlsx", "html"):
        assert made("actions-by-region", demonstration, suffix)


def test_an_address_gives_a_picture_and_names_what_there_is_none_of(public_record, renderer):
    site = Site({"": lambda: public_record}, 5, local=True)
    web = app_for(site, ASSETS, Doors(("localhost",))).server.test_client()
    answer = web.get("/fr/charts/actions-by-region.png?region=africa&preset=square&ground=dark")
    assert answer.mimetype == "image/png"
    assert pixels(answer.data)[0] == (1080, 1080)
    assert "actions-by-region-fr.png" in answer.headers["Content-Disposition"]
    assert web.get("/en/charts/actions-by-region.xlsx").status_code == 200
    unknown = web.get("/en/charts/actions-by-region.png?preset=huge")
    assert unknown.status_code == 404
    assert unknown.text.startswith("preset: there is no huge. It may be one of: slide, a4")
    assert web.get("/en/charts/actions-by-region.gif").status_code == 404
    without = app_for(site, ASSETS, Doors(("localhost",)), "none").server.test_client()
    refused = without.get("/en/charts/actions-by-region.svg")
    assert refused.status_code == 503
    assert "MIEUX_CHROMIUM" in refused.text
