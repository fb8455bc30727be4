import narwhals as nw
import pandas as pd

from mieux_dashboard.measure.engine import completed, count_by, table, total


def test_a_count_is_of_distinct_ids_and_leaves_out_what_is_not_known():
    rows = pd.DataFrame({"action_id": ["a1", "a1", "a2", "a3"], "kind": ["x", "x", "x", None]})
    counts = count_by(nw.from_native(rows).lazy(), ["kind"])
    assert counts.to_dict("records") == [{"kind": "x", "n_actions": 2}]


def test_what_did_not_occur_counts_nought_and_what_is_not_listed_is_left_out():
    counts = pd.DataFrame({"kind": ["y", "z"], "n_actions": [2, 5]})
    assert completed(counts, {"kind": ["x", "y"]}, ["n_actions"]).to_dict("list") == {
        "kind": ["x", "y"],
        "n_actions": [0, 2],
    }


def test_rows_follow_the_order_of_the_levels():
    counts = pd.DataFrame({"year": [2010], "kind": ["x"], "n_actions": [1]})
    done = completed(counts, {"year": [2010, 2009], "kind": ["y", "x"]}, ["n_actions"])
    assert done["year"].tolist() == [2010, 2010, 2009, 2009]
    assert done["kind"].tolist() == ["y", "x", "y", "x"]
    assert done["n_actions"].tolist() == [0, 1, 0, 0]
    assert done["n_actions"].dtype == "int64"


def test_a_total_over_no_rows_is_nought(make_dataset):
    actions = table(make_dataset(), "actions")
    assert total(actions, nw.col("participants").sum()) == 0
    assert total(actions, nw.len()) == 0
