"""Each question's door opens on a page that answers it."""

from __future__ import annotations

import pytest

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.model.selection import read_selection
from mieux_dashboard.pages import PAGES, match
from mieux_dashboard.pages.questions import QUESTIONS

ids = [question.text for question in QUESTIONS]


@pytest.mark.parametrize("question", QUESTIONS, ids=ids)
def test_a_question_leads_to_a_page_that_exists_with_a_choice_that_is_known(question, reference):
    page, path = match(PAGES, question.path)
    assert page.name
    assert path.get("key", "key-figures") in CHARTS
    assert read_selection(question.chosen, reference)[1] == ()
