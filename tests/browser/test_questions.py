"""A reader starts on the overview, chooses a question, and finds its answer."""

from __future__ import annotations

import pytest

ANSWERS = {
    "What did Costa Rica ask for, and what came of it?": "Actions: 5, begun 2011–2022",
    "What was done with ECOWAS and its members?": "ECOWAS",
    "Who asked after the 2015 Agenda was presented?": "requests",
    "Whose experts took part in Actions in West Africa?": "experts",
    "In which policy period did most Actions begin, for its length?": "23 Actions in 35 months",
    "How did the pillars change from one policy period to the next?": "16 of 23",
    "How many Actions began before and after the Agenda was presented?": "36 months",
    "Where did Actions against trafficking take place?": "of 111 Actions",
    "Where did Actions engage the diaspora?": "of 111 Actions",
    "Which areas do the Actions in Asia address?": "15 of 111 Actions",
    "Which institutions ask most often?": "30 of the 111 Actions",
    "Which Actions ran in 2020?": "ran in 2020",
    "How long do Actions run, from request to closure?": "24 months",
    "Which results were adopted?": "8 of 103",
    "What was produced in Latin America and the Caribbean?": "27 of 111 Actions",
    "Which countries both sent and received experts?": "17 countries",
    "How many countries had an Action, year by year?": "55 partner countries",
    "What is published of each phase's requests?": "about 58",
    "How complete are the data?": "of the 111 Actions",
    "What is published, and what is loaded?": "more than 190",
}


@pytest.mark.parametrize(("question", "answer"), ANSWERS.items(), ids=list(ANSWERS))
def test_a_question_is_answered_in_one_step_from_the_overview(visit, question, answer):
    page = visit("/en/")
    page.get_by_role("link", name=question, exact=True).click()
    page.wait_for_url(lambda address: not address.endswith("/en/"))
    page.locator("main", has_text=answer).wait_for()


def test_an_answer_is_copied_with_its_base_source_and_address(visit):
    page = visit("/en/charts/actions-by-region", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy answer").click()
    page.get_by_role("button", name="Copy answer").filter(has_text="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "Africa: 50 of the 111 Actions with a public page" in copied
    assert "data version 1" in copied
    assert copied.endswith("/en/charts/actions-by-region")
