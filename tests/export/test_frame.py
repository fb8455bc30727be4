"""An owner's logos, disclaimer and contact stand together, and no logo without its statement."""

from __future__ import annotations

import io
import shutil
import struct
import zlib
from dataclasses import replace

import pytest
from pptx import Presentation
from typer.testing import CliRunner

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.cli import app as commands
from mieux_dashboard.export.chart_html import write_html
from mieux_dashboard.export.frame import arranged, standing
from mieux_dashboard.model.selection import Selection
from mieux_dashboard.reference import FrameRefused, read_reference
from mieux_dashboard.words import Words
from tests.conftest import DATA
from tests.export.conftest import ASSETS

LOGO = """
[[logos]]
file = "emblem.png"
alt = { en = "Emblem of the Union", fr = "Emblème de l'Union", es = "Emblema de la Unión" }
statement = { en = "Co-funded by the Union", fr = "Cofinancé", es = "Cofinanciado" }
"""
TEXTS = """
[disclaimer]
en = "The views are those of the owner."
fr = "Les avis sont ceux du propriétaire."
es = "Las opiniones son del propietario."

[contact]
en = "Write to info@example.org"
fr = "Écrire à info@example.org"
es = "Escribir a info@example.org"
"""


def png(width=6, height=4):
    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x00\x33\x99" * width) * height)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


@pytest.fixture
def programme(tmp_path):
    """Give a factory of a programme's folder with a frame of a text."""

    def make(text, **files):
        folder = tmp_path / "programme"
        for name in ("programme.toml", "demonstration.toml", "mieux_2009_2024.xlsx"):
            folder.mkdir(exist_ok=True)
            shutil.copy(DATA / name, folder / name)
        if not (folder / "reference").exists():
            shutil.copytree(DATA / "reference", folder / "reference")
        (folder / "frame").mkdir(exist_ok=True)
        (folder / "frame" / "frame.toml").write_text(text, "utf-8")
        for name, data in {"emblem.png": png(), **files}.items():
            (folder / "frame" / name).write_bytes(data)
        return folder

    return make


@pytest.fixture
def owned(programme, public_record):
    """Give the public record beneath an owner's frame."""
    reference = read_reference(programme(LOGO + TEXTS))
    return replace(public_record, reference=reference)


def test_what_ships_has_no_emblem_and_says_that_it_is_unofficial(reference):
    words = Words("en", reference)
    assert standing(words) == ["Unofficial; compiled from public pages"]
    assert arranged(words, 900, 10).height == 0


def test_a_frame_is_read_with_its_programme_and_never_stands_over_what_is_made_up(programme):
    folder = programme(LOGO + TEXTS)
    frame = read_reference(folder).programme.frame
    assert frame.logos[0].ratio == 1.5
    assert frame.logos[0].statement["fr"] == "Cofinancé"
    assert not read_reference(folder, "demonstration").programme.frame.given


@pytest.mark.parametrize(
    ("text", "files", "code", "found"),
    [
        (LOGO.replace("statement", "text"), {}, "no-statement", "emblem.png"),
        (LOGO.replace('es = "Cofinanciado"', 'es = " "'), {}, "no-statement", "emblem.png"),
        (LOGO.replace("alt", "text"), {}, "no-alt", "emblem.png"),
        (LOGO.replace("emblem.png", "other.png"), {}, "no-file", "other.png"),
        (LOGO.replace("emblem.png", "../frame.toml"), {}, "no-file", "../frame.toml"),
        (LOGO, {"emblem.png": b"GIF89a" + b"\0" * 40}, "no-picture", "emblem.png"),
        (LOGO.replace(".png", ".svg"), {"emblem.svg": b"<p/>"}, "no-picture", "emblem.svg"),
        (LOGO.replace("emblem.png", "a.svg"), {"a.svg": b"<svg/>"}, "no-png", "a.svg"),
        ('[disclaimer]\nen = "Only"', {}, "no-language", "disclaimer"),
        ("[footer]\nen = 'x'", {}, "unknown", "footer"),
        ("[[logos", {}, "no-toml", ""),
        ("logos = 3", {}, "no-toml", "logos"),
    ],
)
def test_a_frame_that_cannot_stand_is_refused(programme, reference, text, files, code, found):
    folder = programme(text, **files)
    with pytest.raises(FrameRefused) as told:
        read_reference(folder)
    assert told.value.code == code
    assert found in told.value.found
    for language in ("en", "fr", "es"):
        said = told.value.message(Words(language, reference))
        assert "frame.toml" in said and found in said


def test_a_command_says_in_one_line_what_is_wrong_with_the_frame(programme, monkeypatch):
    folder = programme(LOGO.replace("statement", "text"))
    monkeypatch.setenv("MIEUX_PROGRAMME", str(folder))
    done = CliRunner().invoke(commands, ["charts", "--lang", "fr"])
    assert done.exit_code == 2
    assert "mention de financement" in done.stderr
    assert done.stdout == "" and len(done.stderr.strip().splitlines()) == 1


def test_logo_statement_disclaimer_and_contact_stand_together_on_a_slide(owned, made):
    deck = Presentation(io.BytesIO(made("actions-by-region", owned, "pptx", language="es")))
    (slide,) = deck.slides
    pictures = [shape for shape in slide.shapes if shape.shape_type == 13]
    assert [p._element.nvPicPr.cNvPr.get("descr") for p in pictures] == ["Emblema de la Unión"]
    said = " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
    for part in ("Cofinanciado", "Las opiniones son del propietario.", "info@example.org"):
        assert part in said
    assert "oficial" not in said


def test_a_page_of_a_chart_has_the_frame(owned):
    words = Words("fr", owned.reference)
    chart = CHARTS["actions-by-region"]
    answer = chart.guarded_answer(owned, Selection(), 5)
    page = write_html(chart, answer, words, ASSETS).decode()
    for part in ("Cofinancé", 'alt="Emblème de l&#x27;Union"', "propriétaire", "data:image/png"):
        assert part in page


def test_a_vector_with_its_png_is_taken(programme):
    files = {"a.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.png": png(8, 2)}
    (logo,) = read_reference(
        programme(LOGO.replace("emblem.png", "a.svg"), **files)
    ).programme.frame.logos
    assert (logo.ratio, logo.svg[:4]) == (4, b"<svg")


@pytest.mark.browser
def test_a_picture_has_the_frame_where_it_has_its_title(owned, made, renderer):
    svg = made("actions-by-region", owned, "svg", renderer).decode()
    for part in (
        "Co-funded by the Union",
        "<title>Emblem of the Union</title>",
        "info@example.org",
    ):
        assert part in svg
