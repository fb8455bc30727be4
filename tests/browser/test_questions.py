"""A reader starts on the overview, chooses a question, and finds its answer."""

from __future__ import annotations

import re

import pytest

from mieux_dashboard.pages.questions import QUESTIONS
from mieux_dashboard.words import catalogue

LANGUAGES = ("en", "fr", "es")
ANSWERS = {
    "Who asked after the 2015 Agenda was presented?": (
        "3 of 8 selected requests", "3 sur 8 demandes sélectionnées", "3 de 8 solicitudes",
    ),
    "Whose experts took part in Actions in West Africa?": (
        "from 23 countries", "de 23 pays", "Países de los expertos: 23",
    ),
    "What did Costa Rica ask for, and what came of it?": (
        "Actions: 5, begun 2011–2022", "Actions : 5, commencées en 2011–2022",
        "Acciones: 5, iniciadas en 2011–2022",
    ),
    "What was done with ECOWAS and its members?": (
        "Actions in its member countries and territories: 27",
        "Actions dans ses pays et territoires membres : 27",
        "Acciones en sus países y territorios miembros: 27",
    ),
    "In which policy period did most Actions begin, for its length?": (
        "23 Actions in 35 months", "23 Actions en 35 mois", "23 Acciones en 35 meses",
    ),
    "How did the pillars change from one policy period to the next?": (
        "16 of 23", "16 des 23", "16 de 23",
    ),
    "How many Actions began before and after the Agenda was presented?": (
        "17 Actions began in the 36 months before", "17 dans les 36 mois précédents",
        "36 meses anteriores, 17",
    ),
    "Where did Actions against trafficking take place?": (
        "25 of 111 Actions", "25 des 111 Actions", "25 de 111 Acciones",
    ),
    "Where did Actions engage the diaspora?": (
        "11 of 111 Actions", "11 des 111 Actions", "11 de 111 Acciones",
    ),
    "Which areas do the Actions in Asia address?": (
        "15 of 111 Actions", "15 des 111 Actions", "15 de 111 Acciones",
    ),
    "Which institutions ask most often?": (
        "30 of the 111 Actions", "30 des 111 Actions", "30 de las 111 Acciones",
    ),
    "Which Actions ran in 2020?": ("20 of 111 Actions", "20 des 111 Actions", "20 de 111 Acciones"),
    "How long do Actions run, from request to closure?": ("24 months", "24 mois", "24 meses"),
    "Which results were adopted?": ("8 of 103", "8 sur 103", "8 de 103"),
    "What was produced in Latin America and the Caribbean?": (
        "27 of 111 Actions", "27 des 111 Actions", "27 de 111 Acciones",
    ),
    "Which countries both sent and received experts?": (
        "17 countries", "les deux à la fois : 17 pays", "países en ambos casos: 17",
    ),
    "How many countries had an Action, year by year?": (
        "55 partner countries", "55 pays et territoires", "55 países y territorios",
    ),
    "What is published of each phase's requests?": ("about 58", "environ 58", "aproximadamente 58"),
    "How complete are the data?": (
        "2 of the 111 Actions", "2 des 111 Actions", "2 de las 111 Acciones",
    ),
    "What is published, and what is loaded?": ("more than 190", "plus de 190", "más de 190"),
}  # fmt: skip


def answered(visit, question, language):
    """Ask a question on the overview, and wait for its number on the page that it leads to."""
    page = visit(f"/{language}/")
    page.get_by_role("link", name=said(question, language), exact=True).click()
    page.wait_for_url(lambda address: not address.endswith(f"/{language}/"))
    answer = ANSWERS[question][LANGUAGES.index(language)]
    page.wait_for_function(
        """answer => (document.querySelector("main")?.innerText ?? "")
             .replace(/[\u00a0\u202f]/g, " ").includes(answer)""",
        arg=answer,
    )


def said(message, language):
    return catalogue(language).gettext(message)


def test_every_question_has_its_answer_here():
    assert list(ANSWERS) == [question.text for question in QUESTIONS]


@pytest.mark.parametrize(
    ("question", "language"),
    [(question, LANGUAGES[n % 3]) for n, question in enumerate(ANSWERS)],
)
def test_a_question_is_answered_in_one_step_from_the_overview(visit, question, language):
    answered(visit, question, language)


def test_an_answer_is_copied_with_its_base_source_and_address(visit):
    page = visit("/en/charts/actions-by-region", permissions=["clipboard-read", "clipboard-write"])
    page.locator(".menu-of > summary").click()
    page.get_by_role("button", name="Copy answer").click()
    page.get_by_role("button", name="Copy answer").filter(has_text="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "Africa: 50 of the 111 Actions with a public page" in copied
    assert "data version 1" in copied
    assert copied.endswith("/en/charts/actions-by-region")
    page.get_by_role("button", name="Cite").click()
    page.get_by_role("button", name="Cite").filter(has_text="Copied").wait_for()
    cited = page.evaluate("navigator.clipboard.readText()")
    assert re.search(
        r"data version 1, tables [0-9a-f]{12}, http://\S+/en/charts/actions-by-region\)", cited
    )
