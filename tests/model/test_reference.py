from dataclasses import replace
from datetime import date, timedelta

import pytest


def test_the_four_core_milestones_make_four_periods(reference):
    assert [(period.id, period.milestone) for period in reference.periods] == [
        ("global-approach", "global-approach-2005"),
        ("gamm", "gamm-2011"),
        ("agenda", "eam-2015"),
        ("pact", "pact-2020"),
    ]


def test_periods_touch_and_are_clipped_to_the_programmes_life(reference):
    periods = reference.periods
    assert (periods[0].start, periods[-1].end) == (date(2009, 1, 1), date(2024, 3, 31))
    assert [after.start - timedelta(days=1) for after in periods[1:]] == [
        before.end for before in periods[:-1]
    ]
    assert [period.start for period in periods[1:]] == [
        date(2011, 11, 18),
        date(2015, 5, 13),
        date(2020, 9, 23),
    ]


def test_the_months_of_all_periods_are_those_of_the_programmes_life(reference):
    assert sum(period.months for period in reference.periods) == pytest.approx(15.25 * 12, abs=0.1)


def test_a_period_outside_the_programmes_life_is_left_out(reference):
    late = replace(reference, programme=replace(reference.programme, start=date(2015, 5, 13)))
    assert [period.id for period in late.periods] == ["agenda", "pact"]


def test_partner_regions_leave_out_other_places_and_the_eu(reference):
    assert reference.partner_regions == (
        "africa",
        "latin-america-caribbean",
        "eu-neighbourhood",
        "asia",
    )


def test_the_horizontal_heading_is_the_last_of_the_pillars(reference):
    assert reference.pillars == (
        "legal-migration",
        "irregular-migration",
        "international-protection",
        "migration-development",
        "horizontal",
    )
