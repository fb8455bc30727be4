"""A pack is whole, the same each time, in three languages; a failure leaves nothing behind."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from babel.messages.pofile import read_po
from pptx import Presentation
from pypdf import PdfReader

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.export.chart_files import Maker
from mieux_dashboard.export.chromium import NoBrowser
from mieux_dashboard.export.pack import NothingToPack, Order, Pack, write_pack
from mieux_dashboard.export.picture import PRESETS, Look
from mieux_dashboard.export.placed import NoPack
from mieux_dashboard.export.renderer import Renderer
from mieux_dashboard.model.columns import LANGUAGES
from mieux_dashboard.model.selection import Selection
from mieux_dashboard.words import Words
from tests.export.conftest import ASSETS
from tests.export.test_pictures import pixels, texts

ROOT = Path(__file__).parents[2]
KEYS = ("key-figures", "actions-by-region", "experts-by-kind", "actions-over-time")
DRAWN = tuple(key for key in KEYS if key != "experts-by-kind")
FORMATS = ("png", "svg", "csv", "xlsx")


def nothing(total):
    """Follow a pack without looking."""
    return lambda said: None


def pack_of(dataset, renderer, order, selection=None):
    return Pack(Maker(dataset, selection or Selection(), Look(), renderer, 5), order)


def read(out):
    """Return the files of a pack by their paths."""
    if out.suffix == ".zip":
        with zipfile.ZipFile(out) as packed:
            return {name: packed.read(name) for name in packed.namelist()}
    files = [path for path in out.rglob("*") if path.is_file()]
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in files}


@pytest.fixture(scope="module")
def made(public_record, renderer, tmp_path_factory):
    """Give the files of one pack, made into a folder."""
    out = tmp_path_factory.mktemp("pack") / "event"
    write_pack(pack_of(public_record, renderer, Order(KEYS, formats=FORMATS)), out, nothing)
    assert [one.name for one in out.parent.iterdir()] == ["event"]
    return read(out)


@pytest.fixture(scope="module")
def no_browser():
    """Give what draws nothing, because its browser is not there."""
    with closing(Renderer(ASSETS, "none")) as renderer:
        yield renderer


@pytest.mark.browser
def test_a_pack_has_every_chart_with_rows_in_each_language_and_format(made):
    for language in LANGUAGES:
        own = {path for path in made if path.startswith(f"{language}/")}
        charts = {f"{language}/{key}.{suffix}" for key in DRAWN for suffix in FORMATS}
        whole = {
            f"{language}/{name}"
            for name in ("slides.pptx", "data.xlsx", "handout.pdf", "captions.csv")
        }
        assert charts | whole <= own
    assert not [path for path in made if "experts-by-kind" in path]


@pytest.mark.browser
def test_pictures_have_their_size_are_not_blank_and_differ_by_language(made):
    for key in DRAWN:
        pictures = [made[f"{language}/{key}.png"] for language in LANGUAGES]
        assert len(set(pictures)) == len(LANGUAGES)
        for png in pictures:
            size, raw = pixels(png)
            assert size == (PRESETS["slide"].width, PRESETS["slide"].height)
            assert len(set(raw[::97])) > 20
        for language in LANGUAGES:
            assert ElementTree.fromstring(made[f"{language}/{key}.svg"]).get("lang") == language


def english_messages(language):
    """List the longer sentences of the catalogue that a language says otherwise."""
    path = ROOT / f"mieux_dashboard/words/locales/{language}/LC_MESSAGES/messages.po"
    with path.open("rb") as file:
        said = [one for one in read_po(file) if isinstance(one.id, str) and "{" not in one.id]
    return [one.id for one in said if len(one.id.split()) >= 3 and one.string != one.id]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("fr", ["24 novembre 2026", "depuis décembre 2005", "13 mai 2015", "15\u202f000"]),
        ("es", ["24 de noviembre de 2026", "desde diciembre de 2005", "13 may 2015", "15.000"]),
    ],
)
def test_pictures_and_handout_speak_their_language_and_no_english(language, expected, made):
    pictures = written(made, language)
    handout = " ".join(
        " ".join(page.extract_text() for page in PdfReader(pdf(made, language)).pages).split()
    )
    for part in expected:
        assert part in pictures
    assert expected[0] in handout
    messages = english_messages(language)
    assert [said for said in messages if said in written(made, "en")]
    assert [said for said in messages if said in pictures or said in handout] == []


def written(made, language):
    """Return all that the pictures of a language write."""
    lines = (line for key in DRAWN for line in texts(made[f"{language}/{key}.svg"]))
    return " ".join(lines)


def pdf(made, language):
    return io.BytesIO(made[f"{language}/handout.pdf"])


@pytest.mark.browser
def test_a_handout_has_two_charts_to_a_page_with_finding_rule_and_source(made, public_record):
    pages = PdfReader(pdf(made, "en")).pages
    assert len(pages) == 1 + (len(DRAWN) + 1) // 2
    said = [" ".join(page.extract_text().split()) for page in pages]
    words = Words("en", public_record.reference)
    for number, key in enumerate(DRAWN):
        chart = CHARTS[key]
        answer = chart.guarded_answer(public_record, Selection(), 5)
        assert chart.finding(answer, words) in said[0]
        assert chart.finding(answer, words) in said[1 + number // 2]
        assert chart.subtitle(answer, words)[:40] in said[1 + number // 2]
    assert all("Unofficial; compiled from public pages" in page for page in said)
    assert float(pages[0].mediabox.width) == pytest.approx(595.3, abs=0.5)


def opened(data):
    return openpyxl.load_workbook(io.BytesIO(data))


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_of_all_tables_has_the_values_of_the_measures_and_no_formula(
    language, made, public_record
):
    book = opened(made[f"{language}/data.xlsx"])
    words = Words(language, public_record.reference)
    assert book.sheetnames == [words("Contents"), *DRAWN]
    for key in DRAWN:
        answer = CHARTS[key].guarded_answer(public_record, Selection(), 5)
        table = CHARTS[key].table(answer, words)
        rows = [list(row[: len(table.columns)]) for row in book[key].iter_rows(values_only=True)]
        top = rows.index(list(table.columns))
        shown = [[cell if cell not in ("", None) else None for cell in row] for row in table.values]
        assert rows[top + 1 :] == shown
    links = {
        cell.hyperlink.location for row in book.worksheets[0] for cell in row if cell.hyperlink
    }
    assert links == {f"'{key}'!A1" for key in DRAWN}
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_slides_open_and_have_native_charts_with_the_numbers_of_the_measures(
    language, made, public_record
):
    slides = Presentation(io.BytesIO(made[f"{language}/slides.pptx"])).slides
    assert len(slides) == 1 + len(DRAWN) + 1
    words = Words(language, public_record.reference)
    chart = CHARTS["actions-by-region"]
    answer = chart.guarded_answer(public_record, Selection(), 5)
    (slide,) = [one for one in slides if one.shapes.title.text == chart.finding(answer, words)]
    (drawn,) = [shape.chart for shape in slide.shapes if shape.has_chart]
    values = [n for series in drawn.plots[0].series for n in series.values if n]
    assert sorted(values) == sorted(n for n in answer.table["n_actions"] if n)
    loop = Presentation(io.BytesIO(made["loop.pptx"])).slides
    assert len(loop) == len(DRAWN) * len(LANGUAGES)


@pytest.mark.browser
def test_captions_say_of_each_chart_what_is_to_stand_beside_it(made, public_record):
    rows = {
        language: list(
            csv.DictReader(made[f"{language}/captions.csv"].decode("utf-8-sig").splitlines())
        )
        for language in LANGUAGES
    }
    assert [row["key"] for row in rows["fr"]] == list(DRAWN)
    assert {row["translation"] for row in rows["en"]} == {"original"}
    assert {row["translation"] for row in rows["fr"]} == {"traduction non relue"}
    words = Words("es", public_record.reference)
    for row in rows["es"]:
        chart = CHARTS[row["key"]]
        answer = chart.guarded_answer(public_record, Selection(), 5)
        assert row["alt_text"] == chart.alternative(answer, words)
        assert row["finding"] in row["caption"] and row["source"] in row["caption"]


@pytest.mark.browser
def test_the_manifest_names_every_file_with_its_hash_and_what_was_left_out(made):
    manifest = json.loads(made["manifest.json"])
    listed = {one["file"]: one for one in manifest["files"]}
    assert {*listed, "manifest.json"} == {*made}
    for path, one in listed.items():
        assert one["sha256"] == hashlib.sha256(made[path]).hexdigest()
        assert one["bytes"] == len(made[path])
    assert [one["chart"] for one in manifest["empty"]] == ["experts-by-kind"]
    asked = {"chart": "actions-by-region", "language": "fr", "preset": "slide"}
    assert asked.items() <= listed["fr/actions-by-region.svg"].items()
    assert manifest["browser"] and manifest["libraries"]["plotly"]
    assert not re.search(rb"20\d\d-\d\d-\d\dT", made["manifest.json"])


@pytest.mark.browser
def test_the_same_pack_has_the_same_bytes_as_a_zip(made, public_record, renderer, tmp_path):
    out = tmp_path / "event.zip"
    steps = []

    def follow(total):
        steps.append(total)
        return steps.append

    write_pack(pack_of(public_record, renderer, Order(KEYS, formats=FORMATS)), out, follow)
    again = read(out)
    assert [path for path in made if made[path] != again.get(path)] == []
    assert len(again) == len(made)
    assert steps[0] == len(steps) - 1
    with zipfile.ZipFile(out) as packed:
        assert {member.date_time for member in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.browser
def test_the_gallery_opens_from_a_folder_in_three_languages_without_a_script(
    made, chromium, tmp_path
):
    for path, data in made.items():
        place = tmp_path / path
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(data)
    context = chromium.new_context(offline=True)
    page = context.new_page()
    said = []
    page.on("console", lambda one: said.append(one.text))
    page.goto((tmp_path / "index.html").as_uri())
    assert page.locator("section:visible").get_attribute("id") == "en"
    page.get_by_role("link", name="Français").click()
    assert page.locator("section:visible").get_attribute("id") == "fr"
    picture = page.locator("#fr-actions-by-region img")
    picture.scroll_into_view_if_needed()
    assert picture.evaluate("one => one.decode().then(() => one.naturalWidth)") == 1920
    links = page.locator("a[href*='/']").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert {*links} <= {*made}
    assert page.locator("script").count() == 0
    assert said == []
    context.close()


@pytest.mark.browser
def test_a_draft_says_so_in_every_drawing_table_and_sheet(public_record, renderer, tmp_path):
    order = Order(
        ("actions-by-region",), ("fr",), ("svg", "csv", "json"), ("slide", "web"), None, True
    )
    write_pack(pack_of(public_record, renderer, order), tmp_path / "draft", nothing)
    files = read(tmp_path / "draft")
    assert texts(files["fr/actions-by-region.svg"]).count("PROVISOIRE") == 6
    assert texts(files["fr/web/actions-by-region.svg"]).count("PROVISOIRE") == 6
    assert b"Provisoire" in files["fr/actions-by-region.csv"]
    assert json.loads(files["fr/actions-by-region.json"])["status"] == "Provisoire"
    assert "Provisoire" in opened(files["fr/data.xlsx"]).worksheets[1].oddHeader.center.text
    assert "Provisoire" in files["index.html"].decode()
    assert ",Provisoire" in files["fr/captions.csv"].decode("utf-8")
    for name in ("fr/handout.pdf", "proof.pdf"):
        assert "Provisoire" in PdfReader(io.BytesIO(files[name])).pages[-1].extract_text()
    first = PdfReader(io.BytesIO(files["proof.pdf"])).pages[0].extract_text()
    assert first.count("Signature") == 3
    assert json.loads(files["manifest.json"])["draft"] is True


def test_tables_need_no_browser_and_the_manifest_says_what_does(
    public_record, no_browser, tmp_path
):
    order = Order(("actions-by-region",), ("en",), ("csv", "xlsx"))
    made = write_pack(pack_of(public_record, no_browser, order), tmp_path / "tables", nothing)
    assert made.left_out == ["en/handout.pdf"]
    files = read(tmp_path / "tables")
    assert {"en/actions-by-region.csv", "en/actions-by-region.xlsx", "en/data.xlsx"} < {*files}
    assert json.loads(files["manifest.json"])["left_out"][0]["file"] == "en/handout.pdf"


def test_pictures_without_a_browser_are_refused_and_leave_nothing(
    public_record, no_browser, tmp_path
):
    order = Order(("actions-by-region",), ("en",))
    for name in ("folder", "pack.zip"):
        with pytest.raises(NoBrowser):
            write_pack(pack_of(public_record, no_browser, order), tmp_path / name, nothing)
    assert list(tmp_path.iterdir()) == []


def test_what_has_no_rows_at_all_is_no_pack(public_record, no_browser, tmp_path):
    nobody = Selection(year_from=2009, year_to=2009, country=("FJI",))
    order = Order(("actions-by-region",), ("en",), ("csv",))
    with pytest.raises(NothingToPack):
        write_pack(pack_of(public_record, no_browser, order, nobody), tmp_path / "none", nothing)
    assert list(tmp_path.iterdir()) == []


TABLES = Order(("actions-by-region",), ("en",), ("csv",))


def test_an_earlier_pack_is_replaced_and_anything_else_is_refused(
    public_record, no_browser, tmp_path
):
    pack = pack_of(public_record, no_browser, TABLES)
    for name in ("pack", "pack.zip"):
        out = tmp_path / name
        write_pack(pack, out, nothing)
        first = read(out)
        write_pack(pack, out, nothing)
        assert read(out) == first
    photos, letter = tmp_path / "photos", tmp_path / "letter.zip"
    photos.mkdir()
    (photos / "one.jpg").write_bytes(b"...")
    letter.write_bytes(b"Dear")
    for out in (photos, letter):
        with pytest.raises(NoPack):
            write_pack(pack, out, nothing)
    assert read(photos) == {"one.jpg": b"..."}
    assert letter.read_bytes() == b"Dear"
    assert {one.name for one in tmp_path.iterdir()} == {"pack", "pack.zip", "photos", "letter.zip"}


def test_an_empty_folder_becomes_the_pack(public_record, no_browser, tmp_path):
    out = tmp_path / "empty"
    out.mkdir()
    write_pack(pack_of(public_record, no_browser, TABLES), out, nothing)
    assert "en/actions-by-region.csv" in read(out)


@pytest.mark.parametrize("name", ["pack", "pack.zip"])
def test_a_place_that_cannot_be_written_is_named_and_stays_as_it_is(
    name, public_record, no_browser, tmp_path
):
    beside = tmp_path / "file"
    beside.write_bytes(b"mine")
    with pytest.raises(OSError, match=f"file/{name}"):
        write_pack(pack_of(public_record, no_browser, TABLES), beside / name, nothing)
    assert beside.read_bytes() == b"mine"


@pytest.mark.parametrize("name", ["pack", "pack.zip"])
def test_who_stops_a_pack_finds_nothing_of_it(name, public_record, no_browser, tmp_path):
    def stopped(total):
        said = []

        def step(what):
            said.append(what)
            if len(said) > 1:
                raise KeyboardInterrupt

        return step

    with pytest.raises(KeyboardInterrupt):
        write_pack(pack_of(public_record, no_browser, TABLES), tmp_path / name, stopped)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="only POSIX limits the size of a file")
def test_a_full_disk_is_said_in_one_line_and_leaves_nothing(tmp_path):
    command = [sys.executable, "-m", "mieux_dashboard"]
    environment = {**os.environ, "MIEUX_CHROMIUM": "none", "PYTHONPATH": str(ROOT)}
    subprocess.run([*command, "versions"], env=environment, check=True, capture_output=True)
    out = tmp_path / "pack.zip"
    more = ["pack", "actions-by-region", "--as", "html", "--languages", "en", "--out", str(out)]
    limited = ["bash", "-c", 'ulimit -f 400; exec "$@"', "bash", *command, *more]
    ended = subprocess.run(limited, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert ended.stderr.strip().splitlines() == [f"{out}: File too large"]
    assert list(tmp_path.iterdir()) == []
