"""The whole pack: all charts of both programmes in three languages, opened file by file."""

from __future__ import annotations

import hashlib
import io
import json
from xml.etree import ElementTree

import openpyxl
import pytest
from pptx import Presentation
from pypdf import PdfReader

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.export.pack import Order, write_pack
from mieux_dashboard.export.picture import PRESETS
from mieux_dashboard.model.columns import LANGUAGES
from mieux_dashboard.model.selection import Selection
from mieux_dashboard.words import Words
from tests.export.conftest import demonstration, renderer
from tests.export.test_pack import english_messages, nothing, pack_of, read
from tests.export.test_pictures import pixels, texts

__all__ = ["demonstration", "renderer"]

ALL = Order(formats=("png", "svg", "pdf", "csv", "json", "xlsx", "html"))
CONTENT = ("actions-calendar",)  # writes the titles of Actions, which may have no translation


@pytest.fixture(scope="module", params=["public_record", "demonstration"])
def dataset(request):
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def made(dataset, renderer, tmp_path_factory):
    out = tmp_path_factory.mktemp("pack") / "event.zip"
    write_pack(pack_of(dataset, renderer, ALL), out, nothing)
    return read(out)


@pytest.fixture(scope="module")
def charts(made):
    manifest = json.loads(made["manifest.json"])
    empty = [one["chart"] for one in manifest["empty"]]
    assert {*manifest["charts"], *empty} == {*CHARTS}
    return manifest["charts"]


def test_every_picture_opens_has_its_size_and_differs_by_language(made, charts):
    for key in charts:
        assert len({made[f"{language}/{key}.png"] for language in LANGUAGES}) == len(LANGUAGES)
        for language in LANGUAGES:
            size, raw = pixels(made[f"{language}/{key}.png"])
            assert size == (PRESETS["slide"].width, PRESETS["slide"].height)
            assert len(set(raw[::97])) > 20
            svg = made[f"{language}/{key}.svg"]
            assert ElementTree.fromstring(svg).get("lang") == language
            assert len(svg) < 2_000_000


@pytest.mark.parametrize("language", ["fr", "es"])
def test_no_picture_and_no_handout_says_a_sentence_in_english(language, made, charts):
    handout = PdfReader(io.BytesIO(made[f"{language}/handout.pdf"])).pages
    said = [" ".join(" ".join(page.extract_text().split()) for page in handout)]
    said += [" ".join(texts(made[f"{language}/{k}.svg"])) for k in charts if k not in CONTENT]
    for message in english_messages(language):
        assert not [one for one in said if message in one], message


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_workbook_and_presentation_has_the_numbers_of_the_measures(
    language, made, charts, dataset
):
    words = Words(language, dataset.reference)
    book = openpyxl.load_workbook(io.BytesIO(made[f"{language}/data.xlsx"]))
    slides = Presentation(io.BytesIO(made[f"{language}/slides.pptx"])).slides
    assert len(slides) == len(charts) + 2
    for key in charts:
        answer = CHARTS[key].guarded_answer(dataset, Selection(), 5)
        table = CHARTS[key].table(answer, words)
        rows = [list(row[: len(table.columns)]) for row in book[key].iter_rows(values_only=True)]
        top = rows.index(list(table.columns))
        shown = [
            [None if cell == "" or cell != cell else cell for cell in row] for row in table.values
        ]
        assert rows[top + 1 :] == shown
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_every_hash_is_right(made):
    for one in json.loads(made["manifest.json"])["files"]:
        assert one["sha256"] == hashlib.sha256(made[one["file"]]).hexdigest()


def test_the_whole_pack_has_the_same_bytes_again(made, dataset, renderer, tmp_path):
    write_pack(pack_of(dataset, renderer, ALL), tmp_path / "again", nothing)
    again = read(tmp_path / "again")
    assert [path for path in made if made[path] != again.get(path)] == []
    assert {*again} == {*made}
