"""What the map shows: its classes, its frame, its markers."""

import pytest

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.draw.maps import REGIONS, WORLD, framed, lower_limits
from mieux_dashboard.model.selection import Selection
from mieux_dashboard.words import Words

CHART = CHARTS["actions-by-country"]


@pytest.fixture
def record(make_dataset):
    return make_dataset(
        [
            {"title": "Kenya I", "countries": "KEN"},
            {"title": "Kenya II", "countries": "KEN;UGA"},
            {"title": "Cabo Verde I", "countries": "CPV"},
        ]
    )


def drawn(record, selection=Selection()):  # noqa: B008 - frozen
    return CHART.draw(CHART.answer(record, selection), Words("en", record.reference))


def test_few_actions_get_a_class_for_each_number():
    assert lower_limits(2) == lower_limits(5) == [1, 2, 3, 4, 5]


def test_many_actions_get_classes_that_are_wider_the_higher_they_are():
    assert lower_limits(100) == [1, 3, 6, 16, 40]


def test_a_country_is_shaded_by_its_class_and_gives_its_code_to_a_click(record):
    shapes, _ = drawn(record)["data"]
    assert shapes["locations"] == shapes["customdata"] == ["KEN", "UGA"]
    assert shapes["z"] == [1, 0]


def test_a_small_island_state_is_a_marker_and_on_the_world_map_no_shape(record):
    _, markers = drawn(record)["data"]
    assert markers["customdata"] == ["CPV"]
    assert 14 < markers["lat"][0] < 17


def test_the_world_is_framed_without_antarctica_and_never_by_the_data(record):
    geo = drawn(record)["layout"]["geo"]
    assert geo["fitbounds"] is False
    assert geo["lataxis"]["range"][0] > -60
    assert geo["resolution"] == 110


def test_one_region_is_shown_alone_and_in_detail(record):
    one = Selection(region=("africa",))
    assert framed(CHART.answer(record, one)) == REGIONS["africa"]
    assert drawn(record, one)["layout"]["geo"]["resolution"] == 50


def test_two_regions_are_shown_on_the_world_map(record):
    assert framed(CHART.answer(record, Selection(region=("africa", "asia")))) == WORLD


def test_chosen_countries_are_all_within_the_frame(record):
    view = framed(CHART.answer(record, Selection(country=("CPV", "KEN"))))
    assert view.west < -24
    assert view.east > 38
    assert view.south < 0 < 16 < view.north


def test_a_group_is_framed_by_its_members(record):
    view = framed(CHART.answer(record, Selection(group=("west-africa",))))
    assert -60 < view.west < view.east < 60


def test_pacific_states_on_both_sides_of_the_date_line_make_one_narrow_frame(record):
    view = framed(CHART.answer(record, Selection(country=("FJI", "WSM"))))
    assert view.east - view.west < 90


def test_the_note_on_boundaries_is_in_the_picture(record):
    texts = [note["text"].replace("<br>", " ") for note in drawn(record)["layout"]["annotations"]]
    assert "The boundaries and names shown on this map do not imply official endorsement." in texts
