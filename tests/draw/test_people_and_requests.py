"""Drawings of requests and of persons, over tables of a few rows."""

import pandas as pd
import pytest

from mieux_dashboard.draw import people, requests, results, spans
from mieux_dashboard.draw.style import ACCENT, PAPER
from mieux_dashboard.model.answer import Answer, RestsOn
from mieux_dashboard.model.selection import Selection
from mieux_dashboard.words import Words


@pytest.fixture
def answered(make_dataset):
    """Give a factory of answers around a literal table."""

    def answer(table):
        basis = RestsOn("requests", 4, 4, {"programme": 4}, {})
        return Answer(pd.DataFrame(table), Selection(), make_dataset(), basis)

    return answer


@pytest.fixture
def words(reference):
    return Words("en", reference)


def notes(figure):
    return [note["text"] for note in figure["layout"]["annotations"]]


def decisions(*rows):
    columns = ["year", "decision", "n_requests", "n_cumulative"]
    return [dict(zip(columns, row, strict=True)) for row in rows]


def test_the_decisions_of_a_year_stand_on_one_another_and_those_that_never_occur_are_left_out(
    answered, words
):
    table = decisions(
        (2009, "accepted", 2, 3),
        (2009, "declined", 1, 3),
        (2009, "", 0, 3),
        (2010, "accepted", 0, 4),
        (2010, "declined", 1, 4),
        (2010, "", 0, 4),
    )
    figure = requests.over_time(answered(table), words)
    assert [trace["name"] for trace in figure["data"]] == ["accepted 2", "declined 2"]
    assert [trace["y"] for trace in figure["data"]] == [[2, None], [1, 1]]
    assert {"3", "1", "4", "All until then"} <= set(notes(figure))


def test_where_only_accepted_stands_apart_the_rest_is_named_as_the_rest(answered, words):
    table = decisions((2009, "accepted", 2, 3), (2009, "", 1, 3))
    figure = requests.over_time(answered(table), words)
    assert [trace["name"] for trace in figure["data"]] == ["accepted 2", "all others 1"]
    assert figure["data"][1]["marker"]["color"] == PAPER


def test_steps_to_an_action_stand_apart_from_what_did_not_reach_it(answered, words):
    steps = {"received": 9, "decided": 7, "accepted": 6, "action": 5, "declined": 1, "pending": 0}
    table = [{"step": step, "n_requests": n} for step, n in (steps | {"not-published": 2}).items()]
    figure = requests.decisions(answered(table), words)
    (bars,) = figure["data"]
    assert bars["customdata"] == [*list(steps)[:5], "not-published"]
    assert bars["x"] == [9, 7, 6, 5, 1, 2]
    assert bars["marker"]["color"][0] == ACCENT
    assert bars["marker"]["color"][-1] == PAPER
    assert [text for text in notes(figure) if "The others" in text or "From request" in text]


def waits(*rows):
    columns = ["measure", "bin_months", "n_requests", "n_base", "median_days"]
    return [dict(zip(columns, row, strict=True)) for row in rows]


def test_each_wait_has_a_panel_of_its_own_and_its_median_as_a_line(answered, words):
    table = waits(
        ("decision", 0, 1, 3, 45.0),
        ("decision", 1, 2, 3, 45.0),
        ("first-activity", 0, 0, 1, 60.0),
        ("first-activity", 1, 1, 1, 60.0),
    )
    figure = spans.response_time(answered(table), words)
    assert [(trace["yaxis"], trace["y"]) for trace in figure["data"]] == [
        ("y", [1, 2]),
        ("y2", [0, 1]),
    ]
    assert figure["layout"]["yaxis"]["domain"][0] > figure["layout"]["yaxis2"]["domain"][1]
    assert [line["x0"] for line in figure["layout"]["shapes"]] == pytest.approx([1.48, 1.97], 0.01)
    assert any("median 45 days (3 requests" in text.replace("<br>", " ") for text in notes(figure))


def test_a_wait_without_two_dates_is_said_and_takes_no_axes(answered, words):
    table = waits(("decision", 0, 0, 0, float("nan")), ("first-activity", 0, 1, 1, 12.0))
    figure = spans.response_time(answered(table), words)
    assert len(figure["data"]) == len(figure["layout"]["shapes"]) == 1
    assert "yaxis2" not in figure["layout"]
    assert any("No request has both dates" in text for text in notes(figure))


def test_a_hidden_number_of_a_year_is_a_dash_and_no_bar(answered, words):
    table = pd.DataFrame({"year": [2009, 2010], "n_new": [None, 12], "n_experts": [None, None]})
    table = table.astype({"n_new": "Int64", "n_experts": "Int64"})
    figure = people.experts_over_time(answered(table), words)
    (bars,) = figure["data"]
    assert bars["y"] == [None, 12]
    assert bars["hovertext"][0] == "2009: not shown"
    assert notes(figure).count("–") == 1
    assert "All until then" not in notes(figure)


def test_a_hidden_part_of_a_bar_is_said_in_words_and_its_sum_is_not(answered, words):
    table = pd.DataFrame(
        {
            "institution_type": ["public", "public", "academia", "academia"],
            "sex": ["female", "male", "female", "male"],
            "n_experts": pd.array([7, 9, None, 6], dtype="Int64"),
        }
    )
    figure = people.experts_by_kind(answered(table), words)
    assert [trace["x"] for trace in figure["data"]] == [[7, None], [9, 6]]
    said = " ".join(notes(figure))
    assert "women: not shown · men: 6" in said
    assert "<b>16</b>" in said
    assert "<b>6</b>" not in said


def test_member_states_stand_by_number_then_by_name(answered, words):
    table = {"member_state": ["AUT", "BEL", "SWE"], "n_focal_points": [1, 2, 1]}
    (bars,) = people.focal_points_by_member_state(answered(table), words)["data"]
    assert bars["customdata"] == ["BEL", "AUT", "SWE"]
    assert bars["x"] == [2, 1, 1]


def test_participants_that_the_actions_state_are_hatched(answered, words):
    table = {"year": [2009, 2010], "n_participants": [0, 30], "source": ["actions", "actions"]}
    (bars,) = people.participants_over_time(answered(table), words)["data"]
    assert bars["marker"]["pattern"]["shape"] == "/"


def test_a_stage_that_was_not_published_is_hollow(answered, words):
    table = {"stage": ["drafted", "adopted", ""], "n_results": [2, 0, 5]}
    (bars,) = results.results_by_stage(answered(table), words)["data"]
    assert bars["marker"]["color"] == [ACCENT, ACCENT, PAPER]
    assert bars["marker"]["line"]["width"] == [0, 0, 1]


def test_a_type_that_we_assigned_is_hatched_and_outcomes_are_said(answered, words):
    table = {
        "type": ["policy", "policy"],
        "level": ["output", "outcome"],
        "n_results": [3, 1],
        "n_assigned": [2, 0],
    }
    figure = results.results_by_type(answered(table), words)
    solid, hatched = figure["data"]
    assert (solid["x"], hatched["x"]) == ([2], [2])
    assert any("1 is an outcome" in text for text in notes(figure))
