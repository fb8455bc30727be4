"""Charts of how many Actions there were, where and with whom."""

from __future__ import annotations

from mieux_dashboard.charts import cells
from mieux_dashboard.charts.chart import ACTIONS, COUNTRY, INSTITUTION, REGION, SOURCE, Chart
from mieux_dashboard.draw import bars, maps, texts
from mieux_dashboard.measure.actions import (
    actions_by_country,
    actions_by_institution,
    actions_by_region,
    actions_by_subregion,
)
from mieux_dashboard.measure.figures import key_figures
from mieux_dashboard.model.answer import Answer
from mieux_dashboard.model.selection import PARTED
from mieux_dashboard.words import Words, message


def _most(answer: Answer, words: Words, listed: str, column: str) -> str:
    """Say the row with the most Actions, and of how many."""
    row = answer.table.nlargest(1, "n_actions").iloc[0]
    return texts.of_base(words.name(listed, row[column]), int(row["n_actions"]), answer, words)


def _region_finding(answer: Answer, words: Words) -> str:
    return _most(answer, words, "regions", "region")


def _subregion_finding(answer: Answer, words: Words) -> str:
    return _most(answer, words, "regions", "subregion")


def _institution_finding(answer: Answer, words: Words) -> str:
    return _most(answer, words, "institution_types", "institution_type")


def _country_finding(answer: Answer, words: Words) -> str:
    """Say how many countries, and which has the most Actions where one is alone in that."""
    base = texts.base(answer, words)
    return words.plural(
        "{n} partner country or territory is named in {base}",
        "{n} partner countries and territories are named in {base}",
        len(answer.table),
        base=base,
    )


def _figures_finding(answer: Answer, words: Words) -> str:
    first = answer.table.set_index("key").loc["actions"]
    return texts.key_figure({**first.to_dict(), "key": "actions"}, words)


def _figure_name(row: cells.Row, column: str, words: Words) -> str:
    return words(texts.FIGURES[row[column]])


def _published(row: cells.Row, column: str, words: Words) -> str:
    return texts.published(row, words)


CHARTS = (
    Chart(
        "key-figures",
        "overview",
        message("Key figures: loaded and published"),
        message(
            "Published totals are those of the whole programme, as published; loaded are the rows "
            "behind the figures here."
        ),
        key_figures,
        bars.key_figures,
        _figures_finding,
        {
            "key": (message("Figure"), _figure_name),
            "n_loaded": (message("Loaded"), cells.persons),
            "value": (message("Published total"), _published),
            "as_of": (message("As of"), cells.day),
            "source_url": (SOURCE, cells.plain),
        },
        persons=("n_loaded",),
        by_key=True,
        rules=(1, 7, 11),
    ),
    Chart(
        "actions-by-country",
        "map",
        message("Actions by partner country or territory"),
        message(
            "An Action in several countries counts once in each, so the countries add up to more "
            "than the total. A regional body's Action counts for its named countries only."
        ),
        actions_by_country,
        maps.by_country,
        _country_finding,
        {
            "country": (COUNTRY, cells.country),
            "region": (REGION, cells.region),
            "n_actions": (ACTIONS, cells.number),
        },
        rules=(1, 8),
        chooses="country",
    ),
    Chart(
        "actions-by-region",
        "map",
        message("Actions by region"),
        message(
            "An Action in several regions counts once in each, so the regions may add up to more "
            "than the total."
        ),
        actions_by_region,
        bars.by_region,
        _region_finding,
        {"region": (REGION, cells.region), "n_actions": (ACTIONS, cells.number)},
        parted=PARTED,
        rules=(1, 8),
        chooses="region",
    ),
    Chart(
        "actions-by-subregion",
        "map",
        message("Actions by subregion"),
        message(
            "An Action in several subregions counts once in each. A regional body's Action without "
            "named countries counts in no subregion."
        ),
        actions_by_subregion,
        bars.by_subregion,
        _subregion_finding,
        {
            "region": (REGION, cells.region),
            "subregion": (message("Subregion"), cells.region),
            "n_actions": (ACTIONS, cells.number),
        },
        parted=PARTED,
        rules=(1, 8),
        chooses="group",
    ),
)

INSTITUTIONS = (
    Chart(
        "actions-by-institution",
        "map",
        message("Actions by type of requesting institution"),
        message("Each Action has one type of institution; those without one are not drawn."),
        actions_by_institution,
        bars.by_institution,
        _institution_finding,
        {
            "institution_type": (INSTITUTION, cells.institution),
            "n_actions": (ACTIONS, cells.number),
        },
        assigned=("institution_type",),
        parted=PARTED,
        rules=(1, 10),
        chooses="institution",
    ),
)
