"""No small count of persons can be read or computed: every one has at least two possible values.

The attacker of these tests knows the rule, the whole programme's total and what is shown. Every
table that would show the same is enumerated: where all of them agree on a small count, it leaks.
"""

from collections import defaultdict
from itertools import product

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mieux_dashboard.measure.people import (
    experts_by_country,
    experts_by_kind,
    experts_over_time,
    focal_points_by_member_state,
)
from mieux_dashboard.measure.persons import guarded, guarded_figures, rounded, suppressed
from mieux_dashboard.model.selection import Selection

HIDDEN = None


def frame(counts):
    """Make a table of one count per place."""
    table = pd.DataFrame({"place": list("abcdefgh")[: len(counts)], "n_experts": counts})
    return table.astype({"n_experts": "int64"})


def cells(table):
    return [None if pd.isna(n) else int(n) for n in table["n_experts"]]


# --- the rule


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([12, 8, 0], [12, 8, 0]),
        ([12, 8, 3], [HIDDEN, HIDDEN, HIDDEN]),
        ([30, 12, 3], [30, HIDDEN, HIDDEN]),
        ([30, 12, 12, 3, 0], [30, HIDDEN, HIDDEN, HIDDEN, 0]),
        ([30, 3, 4, 2, 4, 4], [30, HIDDEN, HIDDEN, HIDDEN, HIDDEN, HIDDEN]),
        ([30, 14, 3, 4, 2], [30, HIDDEN, HIDDEN, HIDDEN, HIDDEN]),
        ([0, 0], [0, 0]),
        ([], []),
    ],
)
def test_small_counts_are_hidden_and_others_with_them(counts, expected):
    assert cells(guarded(frame(counts), "n_experts", 5, False)) == expected


@pytest.mark.parametrize("counts", [[3, 0, 0], [1, 1, 1, 1, 1], [7, 2, 0]])
def test_where_hiding_all_would_not_do_no_row_is_shown(counts):
    safe = guarded(frame(counts), "n_experts", 5, False)
    assert (len(safe), safe["n_experts"].dtype) == (0, "Int64")
    assert len(guarded(frame(counts), "n_experts", 5, True, frame(counts))) == 0


def narrowed(counts, whole, min_cell=5):
    return cells(guarded(frame(counts), "n_experts", min_cell, True, frame(whole)))


def test_a_narrowed_count_is_rounded_down_and_a_small_one_hidden():
    assert narrowed([14, 5, 4, 0, 40], [40, 40, 40, 40, 40]) == [10, 5, HIDDEN, 0, 40]


def test_what_the_whole_hides_no_choice_shows():
    assert narrowed([30, 12, 3], [30, 12, 3]) == [30, HIDDEN, HIDDEN]
    assert narrowed([30, 11, 0], [30, 12, 3]) == [30, HIDDEN, 0]


def test_rows_of_the_whole_are_found_by_what_they_are_not_by_their_place():
    whole = pd.DataFrame({"place": ["x", "y", "z"], "n_experts": [30, 12, 3]})
    chosen = pd.DataFrame({"place": ["y", "x"], "n_experts": [12, 6]})
    assert cells(guarded(chosen, "n_experts", 5, True, whole)) == [HIDDEN, 5]


@pytest.mark.parametrize("min_cell", [0, 1])
def test_a_programme_may_show_every_count(min_cell):
    assert cells(guarded(frame([3, 1, 0]), "n_experts", min_cell, False)) == [3, 1, 0]
    assert narrowed([3, 1, 0], [3, 2, 0], min_cell) == [3, 1, 0]


def test_the_table_given_stays_as_it_was():
    table = frame([12, 3, 4])
    guarded(table, "n_experts", 5, False)
    assert table["n_experts"].tolist() == [12, 3, 4]
    assert table["n_experts"].dtype == "int64"


def test_loaded_persons_are_hidden_among_the_key_figures_with_what_follows_from_them():
    figures = pd.DataFrame(
        {
            "key": ["actions", "experts", "experts:mieux-i", "participants"],
            "loaded": [3.0, 3.0, 12.0, float("nan")],
            "difference": [-1.0, -1.0, 2.0, float("nan")],
        }
    )
    safe = guarded_figures(figures, ["loaded", "difference"], 5)
    assert safe["loaded"].isna().tolist() == [False, True, False, True]
    assert safe["difference"].isna().tolist() == [False, True, False, True]


def test_each_key_figure_stands_alone_and_only_those_of_persons_are_guarded():
    figures = pd.DataFrame(
        {
            "key": ["actions", "countries", "experts", "participants"],
            "n_loaded": [13, 2, 3, 27],
        }
    )
    whole = guarded(figures, "n_loaded", 5, False)
    assert whole["n_loaded"].fillna(-1).tolist() == [13, 2, -1, 27]
    chosen = guarded(figures, "n_loaded", 5, True, figures)
    assert chosen["n_loaded"].fillna(-1).tolist() == [13, 2, -1, 25]
    assert str(chosen["n_loaded"].dtype) == "Int64"


# --- what the rule is for


def leaks(seen, min_cell):
    """List the small counts on which all tables with the same view agree.

    `seen` gives, for each possible table, what is shown of it and its true counts by name.
    """
    possible = defaultdict(lambda: defaultdict(set))
    for view, truth in seen:
        for name, count in truth.items():
            possible[view][name].add(count)
    return [
        (view, name, counts)
        for view, names in possible.items()
        for name, counts in names.items()
        if len(counts) == 1 and 0 < min(counts) < min_cell
    ]


def totalling(total, n_cells):
    return [c for c in product(range(total + 1), repeat=n_cells) if sum(c) == total]


def within(whole):
    return product(*(range(n + 1) for n in whole))


def suppressed_view(counts, min_cell, listed_only=False):
    """Give what is shown by place; with `listed_only`, of the places that have a count."""
    places = [place for place, n in enumerate(counts) if n or not listed_only]
    safe = suppressed([counts[place] for place in places], min_cell)
    return tuple(zip(places[: len(safe)], safe, strict=True))


def rounded_view(counts, min_cell, whole):
    return tuple(rounded(counts, min_cell, suppressed(whole, min_cell)))


@pytest.mark.parametrize("listed_only", [False, True])
@pytest.mark.parametrize(
    ("min_cell", "n_cells", "totals"),
    [(3, 2, range(3, 25)), (3, 4, range(3, 13)), (4, 3, range(4, 22)), (5, 3, range(5, 26))],
)
def test_no_small_count_can_be_computed_from_a_table_and_its_total(
    min_cell, n_cells, totals, listed_only
):
    for total in totals:
        seen = [
            (suppressed_view(counts, min_cell, listed_only), dict(enumerate(counts)))
            for counts in totalling(total, n_cells)
        ]
        assert leaks(seen, min_cell) == []


@pytest.mark.parametrize(("min_cell", "total", "n_cells"), [(3, 9, 3), (3, 14, 3), (5, 26, 2)])
def test_no_small_count_can_be_computed_from_the_whole_and_a_choice(min_cell, total, n_cells):
    seen = [
        (
            (suppressed_view(whole, min_cell), rounded_view(chosen, min_cell, whole)),
            named("whole", whole) | named("chosen", chosen) | named("left", less(whole, chosen)),
        )
        for whole in totalling(total, n_cells)
        for chosen in within(whole)
    ]
    assert leaks(seen, min_cell) == []


@pytest.mark.parametrize(("min_cell", "total"), [(3, 8), (3, 13), (5, 14)])
def test_no_small_count_can_be_computed_from_two_choices(min_cell, total):
    seen = [
        (
            (
                suppressed_view(whole, min_cell),
                rounded_view(wide, min_cell, whole),
                rounded_view(close, min_cell, whole),
            ),
            named("wide", wide) | named("close", close) | named("left", less(wide, close)),
        )
        for whole in totalling(total, 2)
        for wide in within(whole)
        for close in within(wide)
    ]
    assert leaks(seen, min_cell) == []


def less(wide, close):
    return [a - b for a, b in zip(wide, close, strict=True)]


def named(name, counts):
    return {(name, place): n for place, n in enumerate(counts)}


@settings(max_examples=100, deadline=None)
@given(counts=st.lists(st.integers(0, 30), max_size=40), min_cell=st.sampled_from([3, 5]))
def test_hidden_counts_have_room_and_what_is_shown_is_true(counts, min_cell):
    safe = suppressed(counts, min_cell)
    hidden = [n for n, cell in zip(counts, safe, strict=False) if cell is None]
    assert all(cell in (None, n) for n, cell in zip(counts, safe, strict=False))
    assert all(cell in (None, 0) or cell >= min_cell for cell in safe)
    assert not hidden or sum(hidden) - (len(hidden) - 1) >= min_cell


# --- the demonstration


@pytest.mark.parametrize(
    ("measure", "column"),
    [
        (experts_by_country, "n_experts"),
        (experts_over_time, "n_new"),
        (experts_by_kind, "n_experts"),
        (focal_points_by_member_state, "n_focal_points"),
    ],
)
@pytest.mark.parametrize("selection", [Selection(), Selection(region=("asia",), year_to=2014)])
def test_the_demonstration_shows_no_small_count(demonstration, measure, column, selection):
    table, whole = measure(demonstration, selection), measure(demonstration, Selection())
    safe = guarded(table, column, 5, selection.narrows, whole)
    known = safe[column].dropna()
    assert ((known == 0) | (known >= 5)).all()
    assert len(safe) == len(table)
    assert (safe[column].fillna(0) <= table[column]).all()
