import math

from mieux_dashboard.measure.completeness import FIELDS, completeness
from mieux_dashboard.model.selection import Selection

ROWS = [
    {"phase": "mieux-i", "countries": "KEN;UKR", "participants": 0.0, "start_date": "2010"},
    {"phase": "mieux-i", "countries": "KEN", "output": "a law"},
    {"phase": "", "regional_body": "ecowas"},
    {"phase": "mieux-plus", "countries": "PER", "expert_countries": "FRA"},
]


def shares(data, by, field):
    table = completeness(data, Selection())
    rows = table[(table["by"] == by) & (table["field"] == field)]
    return {row["value"]: (row["n_present"], row["n_base"]) for row in rows.to_dict("records")}


def test_a_field_is_present_or_not_by_phase_and_by_region(make_dataset):
    data = make_dataset(ROWS)
    assert shares(data, "phase", "start_date") == {
        "mieux-i": (1, 2),
        "mieux-ii": (0, 0),
        "mieux-iii": (0, 0),
        "mieux-plus": (0, 1),
        "": (0, 1),
    }
    assert shares(data, "region", "countries") == {
        "africa": (2, 3),
        "latin-america-caribbean": (1, 1),
        "eu-neighbourhood": (1, 1),
        "asia": (0, 0),
    }


def test_nought_participants_are_a_value_and_no_base_is_no_share(make_dataset):
    data = make_dataset(ROWS)
    assert shares(data, "phase", "participants")["mieux-i"] == (1, 2)
    table = completeness(data, Selection())
    assert set(table["field"]) == set(FIELDS)
    assert all(math.isnan(s) for s in table[table["n_base"] == 0]["share"])
    assert not table[table["n_base"] > 0]["share"].isna().any()


def test_without_actions_every_phase_and_region_is_still_listed(make_dataset):
    table = completeness(make_dataset(), Selection())
    assert len(table) == len(FIELDS) * (4 + 4)
    assert table["n_base"].sum() == 0
