"""What the data do not hold at all."""

from __future__ import annotations

from mieux_dashboard.measure.absent import THINGS, absent

ACTION = {"action_id": "a"}
ACTIVITY = {"activity_id": "v", "action_id": "a"}


def test_an_empty_register_holds_nothing(make_dataset):
    assert absent(make_dataset(actions=[ACTION])) == set(THINGS)


def test_one_row_with_a_value_is_enough(make_dataset):
    data = make_dataset(actions=[ACTION | {"amount": 0}, {"action_id": "b"}], activities=[ACTIVITY])
    assert absent(data) == set(THINGS) - {"amounts", "activities"}


def test_no_woman_counted_is_not_the_same_as_no_count(make_dataset):
    counted = ACTIVITY | {"participants": 7, "participants_women": 0}
    data = make_dataset(actions=[ACTION], activities=[counted])
    assert "participants-by-sex" not in absent(data)
