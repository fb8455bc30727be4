"""Every question in every language; a commit asks each in one language by turns."""

from __future__ import annotations

import pytest

from tests.browser.test_questions import ANSWERS, LANGUAGES, answered


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("question", ANSWERS)
def test_a_question_is_answered_in_one_step_from_the_overview(visit, question, language):
    answered(visit, question, language)
