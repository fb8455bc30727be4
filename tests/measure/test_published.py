from mieux_dashboard.measure.published import (
    published_experts,
    published_participants,
    published_requests_by_phase,
)
from mieux_dashboard.model.selection import Selection

WHOLE = Selection()
AFRICA = Selection(region=("africa",))

FIGURES = [
    {"key": "experts:mieux-iii", "value": 220.0, "unit": "experts", "phase": "mieux-iii"},
    {"key": "experts", "value": 465.0, "unit": "experts", "as_of": "2024-03"},
    {"key": "requests:mieux-ii", "value": 58.0, "qualifier": "about", "basis": "derived"},
    {"key": "requests:mieux-ii:africa", "value": 15.0},
    {"key": "participants:mieux-iii", "value": 5000.0, "qualifier": "over"},
    {"key": "participants", "value": 15000.0, "qualifier": "an estimated"},
    {"key": "participants:mexico-ii", "value": 755.0},
]
REQUESTS = [
    {"request_id": "r1", "received_date": "2013", "countries": "UKR"},
    {"request_id": "r2", "received_date": "2015-12-31", "countries": "UKR"},
    {"request_id": "r3", "received_date": "2016-01-01", "countries": "UKR"},
    {"request_id": "r4", "received_date": "", "countries": "UKR"},
]


def test_requests_by_phase_stand_as_published_with_the_loaded_ones_apart(make_dataset):
    data = make_dataset(requests=REQUESTS, published_figures=FIGURES)
    for selection in (WHOLE, AFRICA):
        assert published_requests_by_phase(data, selection).to_dict("records") == [
            {
                "phase": "mieux-ii",
                "value": 58.0,
                "qualifier": "about",
                "basis": "derived",
                "source_url": "",
                "n_loaded": 2,
            }
        ]


def test_figures_about_experts_come_total_first_with_their_unit(make_dataset):
    table = published_experts(make_dataset(published_figures=FIGURES), AFRICA)
    assert table["key"].tolist() == ["experts", "experts:mieux-iii"]
    assert table["unit"].tolist() == ["experts", "experts"]


def test_participants_are_those_in_all_and_by_phase(make_dataset):
    table = published_participants(make_dataset(published_figures=FIGURES), AFRICA)
    assert table[["phase", "value"]].to_numpy().tolist() == [["", 15000.0], ["mieux-iii", 5000.0]]


def test_where_nothing_was_published_there_is_no_row(make_dataset):
    for measure in (published_requests_by_phase, published_experts, published_participants):
        assert len(measure(make_dataset(requests=REQUESTS), WHOLE)) == 0


def test_the_record_has_what_figures_were_published(public_record):
    requests = published_requests_by_phase(public_record, WHOLE)
    assert requests["value"].tolist() == [50, 58, 39, 41]
    assert requests["qualifier"].tolist() == ["", "about", "", "about"]
    assert requests["source_url"].ne("").all()
    assert published_participants(public_record, WHOLE)["value"].tolist() == [15000, 3500, 5000]
    assert published_experts(public_record, WHOLE)["value"].iloc[0] == 465
