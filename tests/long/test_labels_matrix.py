"""No letters of a drawing touch others, at three widths, in every language, made up or not."""

from __future__ import annotations

import pytest

from mieux_dashboard.model.columns import LANGUAGES
from tests.browser.test_labels import PATHS, touching

MADE_UP = ("map", "timeline", "requests", "expertise", "about")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [1440, 1024, 390])
@pytest.mark.parametrize("path", [*PATHS, *(f"{path}?data=demonstration" for path in MADE_UP)])
def test_no_label_touches_another(visit, path, width, language):
    page = visit(f"/{language}/{path}", viewport={"width": width, "height": 900})
    assert touching(page) == []
