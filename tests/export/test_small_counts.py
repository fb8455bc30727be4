"""Two programmes that differ only in numbers that are hidden have the same files, byte for byte.

So neither a picture's text, nor a percentage in a sentence, nor the difference of two choices can
tell one from the other.
"""

from __future__ import annotations

import pytest

from mieux_dashboard.export.picture import Look
from mieux_dashboard.model.selection import Selection

TEXTS = ("csv", "json", "html")
AFRICA = Selection(region=("africa",))
SINCE = Selection(year_from=2015)
COUNTRIES = ("DEU",) * 20 + ("FRA",) * 9


def same(*files):
    """Whether files are the same; pytest would compare long ones for minutes."""
    return len(set(files)) == 1


@pytest.fixture(scope="session")
def programme(make_dataset):
    """Give a factory: how many experts of Malta and Italy, of them women, and deployed where."""

    def make(malta, italy, women, africa):
        countries = COUNTRIES + ("MLT",) * malta + ("ITA",) * italy
        experts = [
            {
                "expert_id": f"e{n}",
                "country": country,
                "institution_type": "public",
                "sex": "female" if n < women else "male",
                "first_deployed": "2014" if n % 2 else "2016",
            }
            for n, country in enumerate(countries)
        ]
        points = [
            {"focal_point_id": f"f{n}", "member_state": country, "start_date": "2015"}
            for n, country in enumerate(countries)
        ]
        actions = [
            {"title": "Kenya", "countries": "KEN", "start_date": "2016"},
            {"title": "Nepal", "countries": "NPL", "start_date": "2016"},
        ]
        deployed = [
            {"expert_id": f"e{n}", "action_id": "a1" if n < africa else "a2"}
            for n in range(len(experts))
        ]
        return make_dataset(actions, experts=experts, focal_points=points, deployments=deployed)

    return make


@pytest.mark.parametrize("suffix", TEXTS)
@pytest.mark.parametrize(
    "key", ["experts-by-country", "experts-by-kind", "focal-points-by-member-state"]
)
def test_hidden_numbers_of_a_whole_leave_no_trace_in_any_text(programme, made, key, suffix):
    one, other = programme(2, 4, 20, 12), programme(3, 3, 20, 12)
    assert same(made(key, one, suffix), made(key, other, suffix))
    shown = programme(2, 8, 20, 12)
    assert key == "experts-by-kind" or not same(*(made(key, data, suffix) for data in (one, shown)))


def test_hidden_numbers_leave_no_trace_in_a_percentage(programme, made):
    """Three women or two of 35 are 9 or 6 per cent: neither may be said."""
    assert same(*(made("experts-by-kind", programme(2, 4, n, 12), "json") for n in (2, 3)))


@pytest.mark.parametrize("suffix", TEXTS)
@pytest.mark.parametrize("key", ["experts-by-country", "experts-by-kind", "experts-over-time"])
def test_a_choice_tells_no_more_than_its_rounded_numbers(programme, made, key, suffix):
    """With the whole and the choice in hand, twelve deployed or thirteen look the same."""
    one, other = programme(2, 4, 20, 12), programme(2, 4, 20, 13)
    assert same(made(key, one, suffix), made(key, other, suffix))
    chosen = [made(key, data, suffix, selection=AFRICA) for data in (one, other)]
    assert same(*chosen)
    both = [made(key, data, suffix, selection=SINCE) for data in (one, other)]
    assert same(*both)


@pytest.mark.browser
@pytest.mark.parametrize("key", ["experts-by-country", "experts-by-kind"])
def test_hidden_numbers_leave_no_trace_in_a_picture(programme, made, renderer, key):
    look = Look("web")
    pictures = [
        made(key, data, "svg", renderer, look=look)
        for data in (programme(2, 4, 3, 12), programme(3, 3, 2, 12))
    ]
    assert same(*pictures)
    assert b"<text" in pictures[0]
