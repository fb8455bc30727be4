"""What holds for every measure, whatever the Actions."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from mieux_dashboard.measure import actions, areas, figures, time
from mieux_dashboard.model.dataset import dataset
from mieux_dashboard.model.selection import Selection

MEASURES = (
    figures.key_figures,
    actions.actions_by_country,
    actions.actions_by_region,
    actions.actions_by_subregion,
    actions.actions_by_institution,
    time.actions_over_time,
    time.actions_by_period,
    time.actions_calendar,
    time.actions_around_milestone,
    time.countries_reached,
    areas.actions_by_pillar,
    areas.areas_over_time,
    areas.areas_by_region,
)

DATES = ["", "2010", "2011-11", "2015-05-13", "2021-02", "2024-03-31"]

COUNTS = ("n_actions", "n_published", "n_assigned", "n_across", "n_base", "n_countries", "n_loaded")

ACTION = st.fixed_dictionaries(
    {
        "countries": st.lists(st.sampled_from(["GHA", "KEN", "UKR", "PER", "SRB"]), max_size=2),
        "regional_body": st.sampled_from(["", "ecowas", "sica"]),
        "areas": st.lists(st.sampled_from(["trafficking", "smuggling", "horizontal"]), max_size=2),
        "areas_basis": st.sampled_from(["published", "assigned", ""]),
        "institution_type": st.sampled_from(["", "border-police", "ministry-labour"]),
        "start_date": st.sampled_from(DATES),
        "end_date": st.sampled_from(DATES),
        "participants": st.sampled_from([float("nan"), 12.0]),
    }
)
ACTIONS = st.lists(ACTION, max_size=6)
SELECTIONS = st.builds(
    Selection,
    year_from=st.sampled_from([0, 2011]),
    year_to=st.sampled_from([0, 2015, 2021]),
    region=st.sampled_from([(), ("africa",), ("africa", "other")]),
    country=st.sampled_from([(), ("GHA",)]),
    pillar=st.sampled_from([(), ("irregular-migration",)]),
    basis=st.sampled_from(["start", "active"]),
)
FEW = settings(max_examples=6, deadline=None)


def built(rows, reference):
    cells = [
        {"action_id": f"a{n}", **row, "countries": ";".join(row["countries"])}
        | {"areas": ";".join(row["areas"])}
        for n, row in enumerate(rows)
    ]
    return dataset({"actions": pd.DataFrame(cells)}, reference)


def keyed_counts(table):
    """Give every count under its row's codes; not new countries, whose year may move."""
    names = [n for n in table.columns if n in COUNTS]
    keys = [n for n in table.columns if n in ("year", "offset") or table[n].dtype == "str"]
    indexed = table.set_index(keys)[names]
    return {(row, name): n for name in names for row, n in indexed[name].items()}


@FEW
@given(rows=ACTIONS)
def test_regions_add_up_to_the_actions_that_have_one_or_to_more(reference, rows):
    data = built(rows, reference)
    located = data["action_regions"]["action_id"].nunique()
    shared = len(data["action_regions"]) > located
    summed = actions.actions_by_region(data, Selection())["n_actions"].sum()
    assert summed > located if shared else summed == located


@FEW
@given(rows=ACTIONS, selection=SELECTIONS)
def test_a_choice_never_adds_to_a_count(reference, rows, selection):
    data = built(rows, reference)
    for measure in MEASURES:
        whole = keyed_counts(measure(data, Selection(basis=selection.basis)))
        chosen = keyed_counts(measure(data, selection))
        assert all(n <= whole.get(key, 0) for key, n in chosen.items()), measure.__name__


@FEW
@given(rows=ACTIONS, selection=SELECTIONS)
def test_a_measure_leaves_its_tables_as_they_were(reference, rows, selection):
    data = built(rows, reference)
    before = {name: table.copy(deep=True) for name, table in data.tables.items()}
    for measure in MEASURES:
        measure(data, selection)
    for name, table in before.items():
        assert_frame_equal(data[name], table)


@FEW
@given(rows=ACTIONS, selection=SELECTIONS, data=st.data())
def test_the_order_of_the_rows_changes_nothing(reference, rows, selection, data):
    one = built(rows, reference)
    order = data.draw(st.permutations(range(len(rows))))
    shuffled = one["actions"].iloc[list(order)].reset_index(drop=True)
    other = dataset({"actions": shuffled}, reference)
    for measure in MEASURES:
        assert_frame_equal(measure(other, selection), measure(one, selection))
