"""One renderer for all tests of pictures, and charts of both programmes as files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.export.chart_files import ChartFile, chart_bytes
from mieux_dashboard.export.chromium import NoBrowser, find
from mieux_dashboard.export.picture import Look
from mieux_dashboard.export.renderer import Renderer
from mieux_dashboard.model.selection import Selection
from mieux_dashboard.words import Words
from tests.charts.conftest import demonstration

__all__ = ["demonstration"]

ASSETS = Path(__file__).parents[2] / "assets"


@pytest.fixture(scope="session")
def renderer():
    """Give the browser that draws; without one nothing that needs it is tested."""
    try:
        find()
    except NoBrowser:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip("no Chromium on this machine: no picture was drawn")
    drawing = Renderer(ASSETS)
    yield drawing
    drawing.close()


@pytest.fixture(scope="session")
def made():
    """Give a factory of files: a chart, data, a format, and what else is asked."""

    def make(key, dataset, suffix, renderer=None, language="en", selection=None, look=None):
        words = Words(language, dataset.reference)
        answer = CHARTS[key].guarded_answer(dataset, selection or Selection(), 5)
        drawing = renderer or Renderer(ASSETS, "none")
        return chart_bytes(ChartFile(CHARTS[key], answer, words, drawing, look or Look()), suffix)

    return make
