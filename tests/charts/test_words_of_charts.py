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
