"""What the charts say of the public record, and of smaller ones."""

import pytest

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.model.selection import Selection
from mieux_dashboard.words import Words


def finding(record, key, words, **chosen):
    chart = CHARTS[key]
    return chart.finding(chart.answer(record, Selection(**chosen)), words)


def test_a_finding_names_its_base(public_record, english):
    said = finding(public_record, "actions-by-region", english)
    assert said == "Africa: 50 of the 111 Actions with a public page"


def test_the_base_of_a_part_is_the_part(public_record, english):
    said = finding(public_record, "actions-by-region", english, region=("asia",))
    assert said == "Asia: 15 of the 15 selected Actions"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("demonstration", "Africa: 2 of the 3 made-up Actions"),
        ("programme", "Africa: 2 of the 3 Actions"),
        ("published", "Africa: 2 of the 3 Actions with a public page"),
    ],
)
def test_the_base_says_what_kind_of_records_it_has(make_dataset, english, source, said):
    rows = [
        {"title": "T", "countries": country, "record_source": source}
        for country in ("KEN", "GHA", "PER")
    ]
    assert finding(make_dataset(rows), "actions-by-region", english) == said


def test_records_of_several_sources_are_just_actions(make_dataset, english):
    rows = [
        {"title": "T", "countries": "KEN", "record_source": source}
        for source in ("published", "programme")
    ]
    said = finding(make_dataset(rows), "actions-by-region", english)
    assert said == "Africa: 2 of the 2 Actions"


def test_a_year_is_found_by_its_distinct_actions(make_dataset, english):
    rows = [
        {"title": "T", "countries": "KEN;PER", "start_date": "2012"},
        {"title": "U", "countries": "KEN", "start_date": "2013"},
    ]
    said = finding(make_dataset(rows), "actions-over-time", english)
    assert said == "1 of the 2 Actions with a known start began in 2012"


def test_the_subtitle_counts_what_has_no_date(public_record, english):
    chart = CHARTS["actions-calendar"]
    said = chart.subtitle(chart.answer(public_record, Selection()), english)
    assert said.endswith("24 of 111 Actions have no known start and end and are not drawn.")


def test_the_rule_follows_the_choice_of_years(public_record, english):
    chart = CHARTS["actions-over-time"]
    said = chart.subtitle(chart.answer(public_record, Selection(basis="active")), english)
    assert said.startswith("An Action counts in each year from its start to its end")
    assert "24 of 111" in said


def test_a_chart_says_what_it_rests_on(public_record, english):
    chart = CHARTS["actions-by-pillar"]
    said = chart.rests(chart.answer(public_record, Selection()), english)
    assert said == "public record 111 · areas of 24 assigned by us"


def test_a_chart_names_its_source(public_record, english):
    chart = CHARTS["actions-by-region"]
    said = chart.source(chart.answer(public_record, Selection()), english)
    assert said == "Source: programme pages, compiled 24 November 2026 · data version 1"


def test_the_text_alternative_has_the_finding_and_the_main_numbers(public_record, english):
    chart = CHARTS["actions-by-region"]
    said = chart.alternative(chart.answer(public_record, Selection()), english)
    assert said == (
        "Africa: 50 of the 111 Actions with a public page. "
        "Region: Africa, Actions: 50; "
        "Region: Latin America and the Caribbean, Actions: 27; "
        "Region: EU Neighbourhood, Actions: 19; Region: Asia, Actions: 15."
    )


def test_a_table_has_names_and_headers_in_the_language(public_record, reference):
    chart = CHARTS["actions-by-country"]
    table = chart.table(
        chart.answer(public_record, Selection(country=("CIV",))), Words("fr", reference)
    )
    assert "Côte d'Ivoire" in table.iloc[:, 0].tolist()
    assert "Afrique" in table.iloc[:, 1].tolist()


def subtitle(record, key, words, **chosen):
    chart = CHARTS[key]
    return chart.subtitle(chart.answer(record, Selection(**chosen)), words)


def test_the_length_of_actions_says_what_it_runs_from_and_why_many_ended_together(
    public_record, english
):
    said = subtitle(public_record, "action-durations", english)
    assert "The time runs from request to closure for 85 Actions: it is no response time." in said
    assert "14 Actions end in April 2020, as a phase of the programme ends." in said


def test_the_length_of_actions_says_nothing_of_requests_where_none_starts_it(make_dataset, english):
    record = make_dataset(
        [{"title": "T", "countries": "KEN", "start_date": "2012-01", "end_date": "2012-06"}]
    )
    assert finding(record, "action-durations", english) == (
        "Median: 6 months, 1 Action with both dates"
    )
    assert "request" not in subtitle(record, "action-durations", english)


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("requests-over-time", "2009: 4 of 33 requests that are public"),
        (
            "requests-by-country",
            "29 partner countries and territories are named in 33 requests that are public",
        ),
        ("response-time", "Until the first activity: median 184 days, 1 request with both dates"),
        (
            "published-requests-by-phase",
            "MIEUX I: 50 · MIEUX II: about 58 · MIEUX III: 39 · MIEUX+: about 41",
        ),
        ("results-by-stage", "Stage known: 8 of 103 published results"),
        ("completeness", "Participants: 2 of the 111 Actions with a public page"),
        (
            "experts-by-country",
            "The experts are published as totals only: their countries, dates and institutions "
            "are not public.",
        ),
    ],
)
def test_each_finding_has_its_own_base(public_record, english, key, said):
    assert finding(public_record, key, english) == said


def test_a_made_up_finding_has_a_made_up_base(demonstration, english):
    assert finding(demonstration, "experts-by-kind", english) == (
        "Demonstration · Women: 214 of 465 made-up experts"
    )


def test_what_is_not_dated_is_counted_among_its_own_kind(public_record, english):
    said = subtitle(public_record, "requests-over-time", english)
    assert said.endswith("Without a known date, and not drawn: 8 of 33 requests.")


def test_a_chart_of_published_figures_rests_on_those_that_it_shows(public_record, english):
    chart = CHARTS["published-requests-by-phase"]
    answer = chart.answer(public_record, Selection())
    assert chart.rests(answer, english) == "4 published figures"


def test_results_say_for_how_many_the_type_was_assigned(public_record, english):
    chart = CHARTS["results-by-type"]
    said = chart.rests(chart.answer(public_record, Selection()), english)
    assert said == "public record 103 · types of 103 assigned by us"


def test_a_title_of_the_demonstration_says_that_it_is_one(demonstration, public_record, english):
    chart = CHARTS["requests-over-time"]
    said = [
        chart.heading(chart.answer(record, Selection()), english)
        for record in (demonstration, public_record)
    ]
    assert said == ["Demonstration · Requests by year", "Requests by year"]
