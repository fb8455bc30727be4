import pytest

from mieux_dashboard.measure.engine import collected
from mieux_dashboard.measure.select import rests_on, selected, selected_actions
from mieux_dashboard.model.selection import Selection

ROWS = [
    {"countries": "GHA", "areas": "trafficking", "start_date": "2010", "end_date": "2012"},
    {"countries": "GHA;UKR", "areas": "horizontal", "start_date": "2012-05-02", "end_date": ""},
    {"regional_body": "ecowas", "institution_type": "regional-organisation", "phase": "mieux-i"},
    {"countries": "UKR", "start_date": "2016", "end_date": "2016", "record_source": "programme"},
]


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
def test_a_selection_holds(make_dataset, selection, chosen):
    actions = collected(selected_actions(make_dataset(ROWS), selection))
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
    rests = rests_on(data, chosen, ["areas", "phase", "institution_type"], ["start_date"])
    assert (rests.counted, rests.total, rests.loaded, rests.undated) == ("actions", 3, 4, 1)
    assert rests.records == {"published": 2, "programme": 1}
    assert rests.assigned == {"areas": 2, "phase": 1}


def test_a_chart_without_dates_leaves_nothing_undated(make_dataset):
    rests = rests_on(make_dataset(ROWS), Selection())
    assert (rests.total, rests.undated, rests.assigned) == (4, 0, {})


def test_both_dates_are_asked_for_where_a_chart_needs_both(make_dataset):
    assert rests_on(make_dataset(ROWS), Selection(), (), ["start_date", "end_date"]).undated == 2
