"""All charts as pictures in three languages, and many who ask at once, ten times over."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.export.picture import GROUNDS, PRESETS, Look
from mieux_dashboard.model.columns import LANGUAGES
from tests.export.conftest import demonstration, made, renderer
from tests.export.test_pictures import QUICK, draw_at_once, pixels, texts

__all__ = ["demonstration", "made", "renderer"]

CONTENT = ("actions-calendar",)  # writes the titles of Actions, which may have no translation


@pytest.mark.parametrize("key", CHARTS)
@pytest.mark.parametrize("data", ["public_record", "demonstration"])
def test_every_chart_is_a_picture_in_each_language(key, data, request, renderer, made):
    dataset = request.getfixturevalue(data)
    drawn = {one: made(key, dataset, "svg", renderer, one) for one in LANGUAGES}
    said = {language: texts(svg) for language, svg in drawn.items()}
    assert len(set(drawn.values())) == 3
    for language in ("fr", "es"):
        assert len(drawn[language]) < 2_000_000
        sentences = {line for line in said["en"] if len(line.split()) > 3}
        assert key in CONTENT or not sentences & {*said[language]}


@pytest.mark.parametrize("key", CHARTS)
def test_every_chart_is_a_picture_in_every_preset_and_on_every_ground(
    key, demonstration, renderer, made
):
    for n, (preset, size) in enumerate(PRESETS.items()):
        look = Look(preset, ground=GROUNDS[n % len(GROUNDS)])
        found, raw = pixels(made(key, demonstration, "png", renderer, look=look))
        assert found == (size.width, size.height)
        assert len(set(raw[::97])) > 20
        ElementTree.fromstring(made(key, demonstration, "svg", renderer, look=look))


@pytest.mark.parametrize("key", CHARTS)
def test_every_chart_gives_the_same_bytes_twice(key, public_record, renderer, made):
    for suffix in ("png", "svg", "pdf", "xlsx", "html"):
        one, two = (made(key, public_record, suffix, renderer) for _ in range(2))
        assert one == two, suffix


@pytest.mark.parametrize("turn", range(10))
def test_24_who_ask_at_once_get_each_their_own(turn, demonstration, renderer, made):
    found, wanted = draw_at_once(QUICK[:24], demonstration, renderer, made)
    assert found == wanted
