import pytest

from mieux_dashboard.measure.engine import collected
from mieux_dashboard.measure.select import (
    rests_on,
    selected,
    selected_actions,
    selected_records,
    selected_requests,
)
from mieux_dashboard.model.selection import Selection

ROWS = [
    {"countries": "GHA", "areas": "trafficking", "start_date": "2010", "end_date": "2012"},
    {"countries": "GHA;UKR", "areas": "horizontal", "start_date": "2012-05-02", "end_date": ""},
    {"regional_body": "ecowas", "institution_type": "regional-organisation", "phase": "mieux-i"},
    {"countries": "UKR", "start_date": "2016", "end_date": "2016", "record_source": "programme"},
]


REQUESTS = [
    {"request_id": "r1", "received_date": "2010", "countries": "GHA", "areas": "trafficking"},
    {"request_id": "r2", "received_date": "2013-05", "countries": "UKR", "decision": "declined"},
    {"request_id": "r3", "received_date": "", "regional_body": "ecowas"},
    {"request_id": "r4", "received_date": "2021", "institution_type": "border-police"},
]


@pytest.fixture(scope="module")
def data(make_dataset):
    return make_dataset(ROWS, requests=REQUESTS)


@pytest.mark.parametrize(
    ("selection", "chosen"),
    [
        (Selection(), ["a1", "a2", "a3", "a4"]),
        (Selection(region=("africa",)), ["a1", "a2", "a3"]),
        (Selection(region=("africa", "eu-neighbourhood")), ["a1", "a2", "a3", "a4"]),
        (Selection(region=("africa",), country=("UKR",)), ["a2"]),
        (Selection(group=("ecowas",)), ["a1", "a2", "a3"]),
        (Selection(group=("west-africa",)), ["a1", "a2"]),
        (Selection(pillar=("irregular-migration", "horizontal")), ["a1", "a2"]),
        (Selection(area=("trafficking",)), ["a1"]),
        (Selection(institution=("regional-organisation",)), ["a3"]),
        (Selection(phase=("mieux-i",)), ["a3"]),
        (Selection(period=("gamm",)), ["a2"]),
        (Selection(record=("programme",)), ["a4"]),
        (Selection(year_from=2012), ["a2", "a4"]),
        (Selection(year_to=2012), ["a1", "a2"]),
        (Selection(year_from=2011, year_to=2012), ["a2"]),
        (Selection(year_from=2011, year_to=2012, basis="active"), ["a1"]),
        (Selection(year_from=2030), []),
        (Selection(milestone=("valletta-2015",), around="gamm-2011"), ["a1", "a2", "a3", "a4"]),
    ],
)
def test_a_selection_holds(data, selection, chosen):
    actions = collected(selected_actions(data, selection))
    assert actions["action_id"].tolist() == chosen


def test_only_the_named_columns_are_carried(make_dataset):
    chosen = selected_actions(make_dataset(ROWS), Selection(phase=("mieux-i",)), "title")
    assert collected(chosen).columns.tolist() == ["title"]


def test_a_chosen_action_keeps_all_its_countries(make_dataset):
    rows = selected(make_dataset(ROWS), "action_countries", Selection(country=("UKR",)))
    assert collected(rows)["country"].tolist() == ["GHA", "UKR", "UKR"]


def test_a_figure_says_what_it_rests_on(make_dataset):
    data = make_dataset(
        [
            {"areas_basis": "published", "start_date": "2010", "record_source": "published"},
            {"areas_basis": "assigned", "phase_basis": "derived", "record_source": "published"},
            {"areas_basis": "derived", "start_date": "2012", "record_source": "programme"},
            {"areas_basis": "assigned", "record_source": "demonstration"},
        ]
    )
    chosen = Selection(record=("published", "programme"))
    rests = rests_on(data, chosen, ("areas", "phase", "institution_type"), ("start_date",))
    assert (rests.counted, rests.total, rests.loaded, rests.undated) == ("actions", 3, 4, 1)
    assert rests.records == {"published": 2, "programme": 1}
    assert rests.assigned == {"areas": 2, "phase": 1}


def test_a_chart_without_dates_leaves_nothing_undated(make_dataset):
    rests = rests_on(make_dataset(ROWS), Selection())
    assert (rests.total, rests.undated, rests.assigned) == (4, 0, {})


def test_both_dates_are_asked_for_where_a_chart_needs_both(make_dataset):
    assert rests_on(make_dataset(ROWS), Selection(), (), ("start_date", "end_date")).undated == 2


@pytest.mark.parametrize(
    ("selection", "chosen"),
    [
        (Selection(), ["r1", "r2", "r3", "r4"]),
        (Selection(region=("africa",)), ["r1", "r3"]),
        (Selection(group=("ecowas",)), ["r1", "r3"]),
        (Selection(country=("UKR",)), ["r2"]),
        (Selection(pillar=("irregular-migration",)), ["r1"]),
        (Selection(institution=("border-police",)), ["r4"]),
        (Selection(phase=("mieux-ii",)), ["r2"]),
        (Selection(period=("gamm", "pact")), ["r2", "r4"]),
        (Selection(year_from=2011, basis="active"), ["r2", "r4"]),
        (Selection(record=("published",)), []),
    ],
)
def test_a_selection_holds_the_requests(data, selection, chosen):
    rows = selected_requests(data, selection, "request_id")
    assert collected(rows)["request_id"].tolist() == chosen


@pytest.mark.parametrize("name", ["activities", "results", "partners", "deployments"])
def test_rows_of_an_action_are_chosen_with_it(make_dataset, name):
    rows = [{"action_id": "a1"}, {"action_id": "a4"}]
    data = make_dataset(ROWS, **{name: rows})
    chosen = collected(selected_records(data, name, Selection(country=("GHA",))))
    assert chosen["action_id"].tolist() == ["a1"]


def test_published_figures_are_never_narrowed(make_dataset):
    data = make_dataset(ROWS, published_figures=[{"key": "actions", "value": 138.0}])
    chosen = Selection(country=("TGO",))
    assert len(collected(selected_records(data, "published_figures", chosen))) == 1


def test_a_figure_over_other_records_says_what_it_rests_on(make_dataset):
    requests = [{**row, "record_source": "published"} for row in REQUESTS]
    requests[0]["institution_type_basis"] = "assigned"
    data = make_dataset(ROWS, requests=requests)
    chosen = Selection(region=("africa",))
    rests = rests_on(data, chosen, ("institution_type",), ("received_date",), "requests")
    assert (rests.counted, rests.total, rests.loaded, rests.undated) == ("requests", 2, 4, 1)
    assert (rests.records, rests.assigned) == ({"published": 2}, {"institution_type": 1})


def test_an_expert_is_dated_by_the_first_deployment_known(make_dataset):
    experts = [{"expert_id": "e1", "first_deployed": "2010"}, {"expert_id": "e2"}]
    sent = [{"expert_id": "e2", "action_id": "a1", "start_date": "2012"}]
    data = make_dataset(ROWS, experts=experts, deployments=sent)
    assert rests_on(data, Selection(), (), ("first_date",), "experts").undated == 0
    assert rests_on(data, Selection(), (), ("first_deployed",), "experts").undated == 1
