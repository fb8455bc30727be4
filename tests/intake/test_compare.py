from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mieux_dashboard.intake.compare import difference, merged
from mieux_dashboard.intake.matching import likely_pairs, matched
from mieux_dashboard.model.columns import TABLES
from mieux_dashboard.model.decision import OWN, Decision, Decisions


def table(name, *rows):
    """A table as checking gives it: every declared column, text unless a number."""
    frame = pd.DataFrame(list(rows))
    columns = {}
    for column in TABLES[name].columns:
        number = column.type == "number"
        kind, nothing = ("float64", float("nan")) if number else ("str", "")
        given = frame[column.name] if column.name in frame else [nothing] * len(frame)
        columns[column.name] = pd.Series(list(given), dtype=kind)
    return pd.DataFrame(columns)


BASE = {
    "actions": table(
        "actions",
        {"action_id": "a-1", "title": "Border guards", "countries": "KEN", "participants": 20.0},
        {"action_id": "a-2", "title": "Diaspora strategy", "countries": "GHA"},
        {"action_id": "a-3", "title": "Asylum training", "countries": "MDA", "areas": "asylum"},
    ),
    "partners": table("partners", {"action_id": "a-1", "name": "A university"}),
}


def actions(*rows):
    return {"actions": table("actions", *rows)}


def changes(before, after):
    found = difference(before, after).changes
    return {tuple(row) for row in found.itertuples(index=False)}


def test_an_update_adds_and_changes_and_removes_nothing():
    given = actions(
        {"action_id": "A-1", "title": "Border guards", "participants": 25.0},
        {"action_id": "a-4", "title": "New", "countries": "CRI"},
    )
    after = merged(BASE, given, "update")
    assert list(after["actions"]["action_id"]) == ["a-1", "a-2", "a-3", "a-4"]
    assert changes(BASE, after) == {
        ("actions", "a-1", "changed", "participants", "20", "25"),
        ("actions", "a-4", "added", "", "", ""),
    }
    assert len(after["partners"]) == 1


def test_an_empty_cell_of_an_update_leaves_what_is_there():
    after = merged(BASE, actions({"action_id": "a-1", "title": "Border guards"}), "update")
    assert difference(BASE, after).empty


def test_a_replacement_says_what_goes():
    given = actions({"action_id": "a-2", "title": "Diaspora strategy", "countries": "GHA"})
    found = difference(BASE, merged(BASE, given, "replace"))
    assert found.counts["actions"].removed == 2
    assert found.counts["partners"].removed == 1
    assert found.counts["actions"].unchanged == 1


def test_published_figures_stay_when_a_register_replaces_the_rest():
    figures = table("published_figures", {"key": "actions", "value": 138.0})
    after = merged(BASE | {"published_figures": figures}, actions({"action_id": "x"}), "replace")
    assert len(after["published_figures"]) == 1


def test_a_changed_value_loses_the_basis_of_the_old_one():
    base = actions({"action_id": "a-1", "areas": "asylum", "areas_basis": "assigned"})
    after = merged(base, actions({"action_id": "a-1", "areas": "diaspora"}), "update")
    assert after["actions"]["areas_basis"].tolist() == [""]


def test_a_record_that_does_not_change_keeps_its_source():
    base = actions({"action_id": "a-1", "title": "T", "record_source": "published"})
    same = actions({"action_id": "a-1", "title": "T", "record_source": "programme"})
    other = actions({"action_id": "a-1", "title": "U", "record_source": "programme"})
    assert merged(base, same, "update")["actions"]["record_source"].tolist() == ["published"]
    assert merged(base, other, "update")["actions"]["record_source"].tolist() == ["programme"]


def test_a_column_that_was_not_there_is_added_empty_elsewhere():
    given = actions({"action_id": "a-1"})
    given["actions"]["Desk officer code"] = pd.Series(["D7"], dtype="str")
    after = merged(BASE, given, "update")["actions"]
    assert after["Desk officer code"].tolist() == ["D7", "", ""]


def test_rows_without_a_key_are_added_as_often_as_they_are_more():
    twice = {"partners": pd.concat([BASE["partners"]] * 2, ignore_index=True)}
    after = merged(BASE, twice, "update")
    assert len(after["partners"]) == 2
    assert difference(BASE, after).counts["partners"].added == 1


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "action_id": st.sampled_from(["a", "b", "c", "d"]),
            "title": st.sampled_from(["x", "y"]),
            "participants": st.sampled_from([float("nan"), 0.0, 3.0]),
        }
    ),
    unique_by=lambda row: row["action_id"],
    max_size=4,
)


@settings(max_examples=40)
@given(ROWS, ROWS)
def test_every_record_is_added_changed_removed_or_unchanged_once(old, new):
    before, after = actions(*old), actions(*new)
    counts = difference(before, after).counts["actions"]
    assert counts.added + counts.changed + counts.unchanged == len(new)
    assert counts.removed + counts.changed + counts.unchanged == len(old)


@settings(max_examples=40)
@given(ROWS, ROWS)
def test_an_update_made_twice_changes_nothing_the_second_time(old, new):
    once = merged(actions(*old), actions(*new), "update")
    assert difference(once, merged(once, actions(*new), "update")).empty


NEAR = {"action_id": "n-9", "title": "Training on Asylum", "countries": "MDA"}


def test_a_row_that_looks_like_a_record_is_asked_about_and_never_matched():
    (question,) = likely_pairs(BASE, actions(NEAR | {"title": "Asylum  training"}), Decisions())
    assert question.candidates == ("a-3",)
    assert "n-9" in question.shown


def test_a_row_of_another_country_is_no_candidate():
    assert likely_pairs(BASE, actions(NEAR | {"countries": "KEN"}), Decisions()) == []


@pytest.mark.parametrize(("answer", "id"), [("a-3", "a-3"), (OWN, "n-9")])
def test_what_a_person_decided_holds_for_the_next_file(answer, id):
    given = actions(NEAR | {"title": "Asylum training"})
    given["results"] = table("results", {"result_id": "r-1", "action_id": "N-9"})
    asked = likely_pairs(BASE, given, Decisions())[0]
    decided = Decisions((Decision("record", "actions", asked.asked, answer),))
    assert likely_pairs(BASE, given, decided) == []
    after = matched(BASE, given, decided)
    assert after["actions"]["action_id"].tolist() == [id]
    assert after["results"]["action_id"].str.lower().tolist() == [id]
