"""A programme's own names stand wherever the program would say its own."""

from __future__ import annotations

import pytest

from mieux_dashboard.words.terms import renamed

FORMS = {"action": ("Action", "Actions"), "request": ("request", "requests")}
OWN = {"action": ("project", "projects"), "request": ("ask", "asks")}


@pytest.mark.parametrize(
    ("said", "renamed_to"),
    [
        ("Actions by year", "Projects by year"),
        ("An Action counts once. Actions count.", "A project counts once. Projects count."),
        ("{n} of the {total} Actions", "{n} of the {total} projects"),
        ("a request, Requests", "an ask, Asks"),
        ("Interactions and requested {request}", "Interactions and requested {request}"),
        ("See the Action", "See the project"),
    ],
)
def test_a_name_keeps_its_number_its_capital_and_its_article(said, renamed_to):
    assert renamed(FORMS, OWN)(said) == renamed_to


def test_without_terms_everything_is_said_as_it_is():
    assert renamed(FORMS, {})("An Action") == "An Action"
