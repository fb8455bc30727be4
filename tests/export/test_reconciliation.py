from __future__ import annotations

import json

import pytest

from mieux_dashboard.export.reconciliation import REASONS, reason, reconciled, reconciled_table
from mieux_dashboard.measure.reconciliation import reconciliation
from mieux_dashboard.model.selection import Selection
from mieux_dashboard.words import Words


@pytest.fixture(scope="module")
def english(reference):
    return Words("en", reference)


def test_every_reason_of_the_record_has_its_sentence(public_record):
    reasons = set(reconciliation(public_record, Selection())["reason"])
    assert reasons <= set(REASONS)
    assert len(reasons) > 1


def test_figures_are_those_of_the_measure_and_go_into_json(public_record, english):
    figures = reconciled(public_record, english, 5)
    rows = reconciliation(public_record, Selection())
    assert [figure["key"] for figure in figures] == list(rows["key"])
    assert (figures[1]["published"], figures[1]["loaded"]) == (138, 111)
    assert figures[4]["loaded"] is None
    assert "NaN" not in json.dumps(figures)


def test_a_reason_names_what_contradicts_the_figure(english):
    others = [
        {"value": 400.0, "qualifier": "more than", "as_of": "2018-12"},
        {"value": 340.0, "qualifier": "", "as_of": ""},
    ]
    assert reason("same", [], english) == "Both are the same."
    assert reason("same", others, english) == (
        "Both are the same. Published elsewhere: more than 400 (December 2018) and 340."
    )


def test_a_reader_sees_the_qualifier_and_a_dash_for_what_is_not_loaded(public_record, english):
    rows = reconciled_table(reconciled(public_record, english, 5), english)
    assert list(rows[0]) == ["Figure", "Published", "As of", "Loaded", "Difference", "Reason"]
    countries, experts = rows[2], rows[4]
    assert (countries["Figure"], countries["Published"]) == ("countries", "more than 100")
    assert countries["As of"] == "March 2024"
    assert (experts["Published"], experts["Loaded"], experts["Difference"]) == ("465", "–", "–")
