"""What holds for every measure, whatever the programme."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from mieux_dashboard.measure import (
    actions,
    activities,
    areas,
    comparison,
    completeness,
    figures,
    people,
    published,
    reconciliation,
    requests,
    results,
    time,
)
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
    time.action_durations,
    time.countries_reached,
    areas.actions_by_pillar,
    areas.areas_over_time,
    areas.areas_by_region,
    requests.requests_over_time,
    requests.requests_by_country,
    requests.request_decisions,
    requests.response_time,
    requests.requests_by_institution,
    people.experts_by_country,
    people.experts_over_time,
    people.experts_by_kind,
    people.expertise_flows,
    people.expertise_exchange,
    people.focal_points_by_member_state,
    people.focal_points_over_time,
    activities.participants_over_time,
    activities.participants_by_country,
    activities.participants_by_sex,
    activities.activities_by_type,
    results.results_by_type,
    results.results_by_region,
    results.results_by_stage,
    results.cooperation,
    completeness.completeness,
    comparison.comparison,
    published.published_requests_by_phase,
    published.published_experts,
    published.published_participants,
    reconciliation.reconciliation,
)

PUBLISHED = [
    {"key": "requests", "value": 188.0, "as_of": "2024-03", "period_from": "2009"},
    {"key": "actions:africa", "value": 52.0, "as_of": "2018", "region": "africa"},
    {"key": "experts", "value": 465.0, "as_of": "2024-03", "period_from": "2009"},
]

# A country's first Action, and so the year in which it is new, may move with the choice: no n_new.
COUNTS = {
    *("n_actions", "n_published", "n_assigned", "n_across", "n_base", "n_countries", "n_loaded"),
    *("n_requests", "n_cumulative", "n_experts", "n_focal_points", "n_member_states"),
    *("n_participants", "n_activities", "n_results", "n_organisations", "n_present"),
}
CODES = ("year", "offset", "bin_months")


def codes(*given, most=2):
    return st.lists(st.sampled_from(given), max_size=most, unique=True).map(";".join)


def rows(columns, most=4):
    return st.lists(st.fixed_dictionaries(columns), max_size=most)


def one(*given):
    return st.sampled_from(given)


DATE = one("", "2010", "2011-11", "2015-05-13", "2021-02", "2024-03-31")
COUNTRIES = codes("GHA", "KEN", "UKR", "PER", "SRB")
AREAS = codes("trafficking", "smuggling", "horizontal")
INSTITUTION = one("", "border-police", "ministry-labour")
BASIS = one("published", "assigned", "")
NUMBER = one(float("nan"), 0.0, 12.0)
ACTION = one("a0", "a1", "a2")
PHASE = one("", "mieux-i", "mieux-iii")

PROGRAMMES = st.fixed_dictionaries(
    {
        "actions": rows(
            {
                "countries": COUNTRIES,
                "regional_body": one("", "ecowas", "sica"),
                "areas": AREAS,
                "areas_basis": BASIS,
                "institution_type": INSTITUTION,
                "start_date": DATE,
                "end_date": DATE,
                "phase": PHASE,
                "participants": NUMBER,
                "expert_countries": codes("FRA", "KEN"),
            },
            most=6,
        ),
        "requests": rows(
            {
                "countries": COUNTRIES,
                "areas": AREAS,
                "institution_type": INSTITUTION,
                "decision": one("", "accepted", "declined", "pending"),
                "received_date": DATE,
                "decision_date": DATE,
                "first_activity_date": DATE,
                "action_ids": codes("a0", "a1"),
            }
        ),
        "experts": rows(
            {
                "country": one("FRA", "GBR", "KEN"),
                "sex": one("", "female", "male"),
                "institution_type": one("", "public", "academia"),
                "first_deployed": DATE,
            }
        ),
        "deployments": rows(
            {"expert_id": one("e0", "e1", "e9"), "action_id": ACTION, "start_date": DATE}
        ),
        "focal_points": rows(
            {"member_state": one("FRA", "HRV", "CHE"), "start_date": DATE, "end_date": DATE}
        ),
        "activities": rows(
            {
                "action_id": ACTION,
                "type": one("", "study", "workshop"),
                "date": DATE,
                "country": one("", "KEN", "PER"),
                "participants": NUMBER,
                "participants_women": NUMBER,
            }
        ),
        "results": rows(
            {
                "action_id": ACTION,
                "type": one("", "policy", "document"),
                "type_basis": BASIS,
                "level": one("", "output", "outcome"),
                "stage": one("", "drafted", "in-use"),
            }
        ),
        "partners": rows(
            {"action_id": ACTION, "name": one("A", "B"), "kind": one("", "academia", "other")}
        ),
    }
)
SELECTIONS = st.builds(
    Selection,
    year_from=one(0, 2011),
    year_to=one(0, 2015, 2021),
    region=one((), ("africa",), ("africa", "other")),
    country=one((), ("GHA",)),
    pillar=one((), ("irregular-migration",)),
    phase=one((), ("mieux-i",)),
    basis=one("start", "active"),
)
FEW = settings(max_examples=2, deadline=None)  # each walks all measures
IDS = {
    "actions": "action_id",
    "requests": "request_id",
    "experts": "expert_id",
    "focal_points": "focal_point_id",
    "activities": "activity_id",
    "results": "result_id",
}


def framed(programme):
    """Number the rows of each table: Actions a0, a1...; experts e0, e1..."""
    tables = {
        name: [{IDS[name]: f"{name[0]}{n}", **row} for n, row in enumerate(given)]
        if name in IDS
        else given
        for name, given in programme.items()
    }
    figures = [{"scope": "programme", "unit": "of", "region": "", **row} for row in PUBLISHED]
    frames = {name: pd.DataFrame(given) for name, given in tables.items()}
    return frames | {"published_figures": pd.DataFrame(figures).fillna("")}


def built(programme, reference):
    return dataset(framed(programme), reference)


def keyed_counts(table):
    """Give every count under its row's codes."""
    names = [n for n in table.columns if n in COUNTS]
    keys = [n for n in table.columns if n in CODES or table[n].dtype in ("str", "bool")]
    indexed = table.set_index(keys)[names]
    return {(row, name): n for name in names for row, n in indexed[name].items()}


def measured(measure, data, selection, named):
    """Measure; where partners are named all decisions of a year stand together."""
    table = measure(data, selection)
    if measure is requests.requests_over_time and named:
        summed = table.groupby("year")["n_requests"].sum()
        return table.assign(n_requests=table["year"].map(summed)).query("decision == ''")
    return table


@FEW
@given(programme=PROGRAMMES)
def test_regions_add_up_to_the_actions_that_have_one_or_to_more(reference, programme):
    data = built(programme, reference)
    located = data["action_regions"]["action_id"].nunique()
    shared = len(data["action_regions"]) > located
    summed = actions.actions_by_region(data, Selection())["n_actions"].sum()
    assert summed > located if shared else summed == located


@FEW
@given(programme=PROGRAMMES, selection=SELECTIONS)
def test_a_choice_never_adds_to_a_count(reference, programme, selection):
    data, named = built(programme, reference), bool(selection.country)
    for measure in MEASURES:
        whole = keyed_counts(measured(measure, data, Selection(basis=selection.basis), named))
        chosen = keyed_counts(measured(measure, data, selection, named))
        assert all(n <= whole.get(key, 0) for key, n in chosen.items()), measure.__name__


@FEW
@given(programme=PROGRAMMES, selection=SELECTIONS)
def test_a_measure_leaves_its_tables_as_they_were(reference, programme, selection):
    data = built(programme, reference)
    before = {name: table.copy(deep=True) for name, table in data.tables.items()}
    for measure in MEASURES:
        measure(data, selection)
    for name, table in before.items():
        assert_frame_equal(data[name], table)


@FEW
@given(programme=PROGRAMMES, selection=SELECTIONS, seed=st.integers(0, 9))
def test_the_order_of_the_rows_changes_nothing(reference, programme, selection, seed):
    tables = framed(programme)
    shuffled = {name: table.sample(frac=1, random_state=seed) for name, table in tables.items()}
    shuffled["published_figures"] = tables["published_figures"]
    one, other = dataset(tables, reference), dataset(shuffled, reference)
    for measure in MEASURES:
        assert_frame_equal(measure(other, selection), measure(one, selection))
