"""The briefing on every partner with an Action, and on every group, holds on two sheets."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from mieux_dashboard.export.brief import brief_bytes
from mieux_dashboard.export.brief_html import HEAVY, write_html
from mieux_dashboard.export.brief_pdf import SHEETS
from mieux_dashboard.export.partners import briefing_on, group_codes
from mieux_dashboard.intake import demonstration
from mieux_dashboard.model.columns import LANGUAGES
from mieux_dashboard.words import Words
from tests.conftest import DATA


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("data", ["record", "demonstration"])
def test_every_briefing_holds_on_two_sheets(public_record, data, language):
    dataset = public_record if data == "record" else demonstration(DATA)
    words = Words(language, dataset.reference)
    codes = [*sorted(set(dataset["action_countries"]["country"])), *group_codes(dataset)]
    sheets, weights = {}, {}
    for code in codes:
        written = brief_bytes(dataset, code, words, "pdf")
        sheets[code] = len(PdfReader(io.BytesIO(written)).pages)
        weights[code] = len(write_html(briefing_on(dataset, code, words), words, {}).encode())
        assert brief_bytes(dataset, code, words, "docx")
    assert {code: n for code, n in sheets.items() if n > SHEETS} == {}
    assert max(weights.values()) < HEAVY
