from collections import Counter

import numpy as np

from mieux_dashboard.sample.draws import Draws, apportion, day_texts, ids, joined, texts


def test_a_seed_and_a_stream_give_the_same_numbers_on_every_machine():
    assert Draws(1, 0).below(1000, 4).tolist() == [889, 557, 800, 956]
    assert Draws(1, 0).order(5).tolist() == [4, 1, 2, 0, 3]
    assert Draws(1, 1).below(1000, 4).tolist() == [331, 611, 507, 156]


def test_apportioning_gives_the_floors_and_then_the_largest_rests():
    assert apportion(10, np.array([1, 1, 1])).tolist() == [4, 3, 3]
    assert apportion(39, np.array([15, 14, 6, 4])).tolist() == [15, 14, 6, 4]
    assert apportion(0, np.array([2, 3])).tolist() == [0, 0]


def test_dealing_keeps_to_the_weights_and_picking_only_to_what_has_any():
    assert Counter(Draws(3, 0).deal({"a": 3, "b": 1}, 8)) == {"a": 6, "b": 2}
    assert set(Draws(3, 0).pick({"a": 1, "b": 0, "c": 1}, 50)) == {"a", "c"}


def test_between_reaches_both_ends_and_nothing_beyond():
    first, last = np.full(200, 3), np.full(200, 5)
    assert set(Draws(1, 0).between(first, last).tolist()) == {3, 4, 5}


def test_days_become_iso_texts_and_no_day_becomes_nothing():
    assert day_texts(np.array([0, -1, 14_276])).tolist() == ["1970-01-01", "", "2009-02-01"]


def test_ids_are_as_wide_as_the_last():
    assert ids("D-", 2).tolist() == ["D-001", "D-002"]
    assert ids("D-", 10, 1).tolist()[8:] == ["D-09", "D-10"]


def test_joined_cells_hold_each_value_once_in_order():
    owners, values = np.array([1, 0, 1, 1]), texts(["b", "x", "a", "b"])
    assert joined(owners, values, 3).tolist() == ["x", "b;a", ""]
