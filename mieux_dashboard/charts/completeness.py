"""The chart of how much of the record is there."""

from __future__ import annotations

from mieux_dashboard.charts import cells
from mieux_dashboard.charts.chart import ACTIONS, Chart
from mieux_dashboard.draw import completeness, texts
from mieux_dashboard.measure import completeness as measure
from mieux_dashboard.model.answer import Answer
from mieux_dashboard.words import Words, message


def _least_finding(answer: Answer, words: Words) -> str:
    """Say the field that the fewest Actions have."""
    once = answer.table[answer.table["by"] == "phase"]
    sums = once.groupby(["table", "field"], sort=False)["n_present"].sum().reset_index()
    row = sums.nsmallest(1, "n_present").iloc[0].to_dict()
    return texts.of_base(completeness.field(row, words), int(row["n_present"]), answer, words)


CHARTS = (
    Chart(
        "completeness",
        "about",
        message("How much is known, by phase and by region"),
        message(
            "Of the Actions of each phase and each region, those with a value in the field, "
            "whether it was published, assigned by us or derived. An Action in several regions "
            "counts once in each."
        ),
        measure.completeness,
        completeness.by_field,
        _least_finding,
        {
            "field": (message("Field"), lambda row, _, words: completeness.field(row, words)),
            "value": (
                message("Phase or region"),
                lambda row, _, words: completeness.value(row, words),
            ),
            "n_present": (message("With a value"), cells.number),
            "n_base": (ACTIONS, cells.number),
            "share": (message("Share"), cells.share),
        },
        rules=(1, 6, 10),
    ),
)
