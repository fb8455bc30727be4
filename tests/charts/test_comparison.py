"""Sides next to each other, drawn on one scale, and persons on them."""

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.charts.comparison import drawn, rows
from mieux_dashboard.measure.comparison import settled, side
from mieux_dashboard.model.selection import COMPARED, Selection
from mieux_dashboard.words import Words

MIN_CELL = 5


def answers(key, data, asked):
    chosen = settled(data, asked)
    return {code: CHARTS[key].answer(data, side(chosen, code)) for code in chosen.of}


def bars_of(figure):
    return figure["data"][0]["customdata"]


def test_a_chart_has_one_scale_and_one_order_on_all_sides(public_record, english):
    for by in COMPARED:
        for key in drawn(by):
            figures, finding = rows(key, answers(key, public_record, Selection(by=by)), by, english)
            one, other = figures.values()
            assert one["layout"]["xaxis"]["range"] == other["layout"]["xaxis"]["range"]
            assert one["layout"]["margin"]["r"] == other["layout"]["margin"]["r"]
            assert one["layout"]["height"] == other["layout"]["height"]
            assert bars_of(one) == bars_of(other)
            assert finding.count(" Actions (") == 2


def test_what_differs_most_is_said_with_the_base_of_each_side(public_record, english):
    asked = Selection(of=("gamm", "pact"))
    _, finding = rows(
        "actions-by-pillar", answers("actions-by-pillar", public_record, asked), "period", english
    )
    assert finding.startswith("Horizontal interventions: 9 of 22 Actions (After GAMM) and 15 of ")


def test_a_side_without_actions_says_so_beside_the_other(public_record, english):
    asked = Selection(by="country", of=("KEN", "ATG"))
    figures, finding = rows(
        "actions-by-period", answers("actions-by-period", public_record, asked), "country", english
    )
    assert figures["ATG"]["data"] == []
    assert figures["KEN"]["data"]
    assert "0 of 0 Actions (Antigua and Barbuda)" in finding


def test_no_side_says_more_of_experts_than_their_own_chart_shows(demonstration):
    chart = CHARTS["comparison"]
    for asked in (
        Selection(by="region", of=("africa", "asia", "eu-neighbourhood")),
        Selection(by="country", of=("KEN", "GHA")),
        Selection(year_from=2020),
    ):
        table = chart.guarded_answer(demonstration, asked, MIN_CELL).table
        chosen = settled(demonstration, asked)
        for row in table[table["key"] == "experts"].to_dict("records"):
            own = CHARTS["experts-by-country"].guarded_answer(
                demonstration, side(chosen, row["side"]), MIN_CELL
            )
            shown = own.table["n_experts"].fillna(0).sum()
            assert (
                row["n_count"] is None
                or row["n_count"] != row["n_count"]
                or (row["n_count"] % MIN_CELL == 0 and row["n_count"] <= shown)
            )


def test_a_page_that_hides_persons_says_so(demonstration):
    chart, words = CHARTS["comparison"], Words("en", demonstration.reference)
    asked = Selection(by="region")
    safe = chart.guarded_answer(demonstration, asked, MIN_CELL)
    assert "Numbers of persons are rounded down." in chart.subtitle(safe, words)
    assert "rounded" not in chart.subtitle(chart.answer(demonstration, asked), words)


def test_a_comparison_of_periods_says_what_runs_across_and_what_a_date_is_not(
    public_record, english
):
    chart = CHARTS["comparison"]
    said = chart.subtitle(chart.answer(public_record, Selection()), english)
    assert "Actions run across a boundary" in said
    assert "14 Actions have no known start and are on no side." in said
    assert said.endswith("Coincidence in time is not influence.")
    regions = chart.subtitle(chart.answer(public_record, Selection(by="region")), english)
    assert "boundary" not in regions
