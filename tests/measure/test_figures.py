from mieux_dashboard.measure.figures import key_figures
from mieux_dashboard.model.selection import Selection

ACTIONS = [
    {"countries": "GHA;KEN", "participants": 300.0},
    {"countries": "GHA", "participants": 55.0},
    {"countries": "UKR"},
]
FIGURES = [
    {"key": "requests", "value": 188.0, "as_of": "2024-03", "source_url": "https://example.org/r"},
    {"key": "countries", "value": 100.0, "qualifier": "more than"},
    {"key": "actions:africa", "value": 52.0},
]
WHOLE = Selection()
KEYS = ["requests", "actions", "countries", "focal-points", "experts", "participants"]


def figures(data, selection=WHOLE):
    return key_figures(data, selection).set_index("key")


def test_published_totals_stand_as_published(make_dataset):
    shown = figures(make_dataset(ACTIONS, published_figures=FIGURES))
    assert shown.index.tolist() == KEYS
    assert shown.loc["requests"].tolist() == [0, 188.0, "", "2024-03", "https://example.org/r"]
    assert shown.loc["countries", "qualifier"] == "more than"
    assert shown["value"].isna().tolist() == [False, True, False, True, True, True]
    assert shown.loc["experts"][["qualifier", "as_of", "source_url"]].tolist() == ["", "", ""]


def test_beneath_them_stands_what_is_loaded(make_dataset):
    data = make_dataset(
        ACTIONS,
        requests=[{"request_id": "r1"}, {"request_id": "r2"}],
        focal_points=[{"focal_point_id": "f1", "member_state": "FRA"}],
        experts=[{"expert_id": "e1", "country": "FRA"}],
    )
    assert figures(data)["n_loaded"].tolist() == [2, 3, 3, 1, 1, 355]
    assert figures(data, Selection(country=("KEN",)))["n_loaded"].tolist() == [2, 1, 2, 1, 1, 300]


def test_nothing_loaded_counts_nought_and_nothing_published_is_absent(make_dataset):
    shown = figures(make_dataset())
    assert shown["n_loaded"].tolist() == [0, 0, 0, 0, 0, 0]
    assert shown["value"].isna().all()
    assert shown["value"].dtype == "float64"


def test_participants_are_those_of_activities_where_any_states_them(make_dataset):
    held = [{"activity_id": "v1", "action_id": "a1", "participants": 7.0}]
    shown = figures(make_dataset(ACTIONS, activities=held))
    assert shown.loc["participants", "n_loaded"] == 7
