"""Charts of what Actions were about: pillars of the Global Approach and specific areas."""

from __future__ import annotations

from mieux_dashboard.charts import cells
from mieux_dashboard.charts.chart import ACTIONS, PERIOD, PILLAR, REGION, Chart
from mieux_dashboard.draw import bars, heat, texts
from mieux_dashboard.measure.areas import actions_by_pillar, areas_by_region, areas_over_time
from mieux_dashboard.model.answer import Answer
from mieux_dashboard.words import Words, message


def _pillar_finding(answer: Answer, words: Words) -> str:
    row = answer.table.nlargest(1, "n_actions").iloc[0]
    return texts.of_base(words.area(row["pillar"]), int(row["n_actions"]), answer, words)


def _change_finding(answer: Answer, words: Words) -> str:
    """Set the last period beside the first, for the pillar whose part differs most."""
    table = answer.table[answer.table["n_base"] > 0]
    first = table[table["period"] == table["period"].iloc[0]].reset_index(drop=True)
    last = table[table["period"] == table["period"].iloc[-1]].reset_index(drop=True)
    apart = (last["share"] - first["share"]).abs()
    alone = first["period"].iloc[0] == last["period"].iloc[0]
    at = int((first["share"] if alone else apart).to_numpy().argmax())
    said = {"pillar": words.area(first["pillar"][at])} | _part("", first.iloc[at], words)
    if alone:
        return words("{pillar}: {n} of {base} Actions ({period})", **said)
    return words(
        "{pillar}: {n} of {base} Actions ({period}), {last_n} of {last_base} ({last_period})",
        **said,
        **_part("last_", last.iloc[at], words),
    )


def _part(prefix: str, row: cells.Row, words: Words) -> dict[str, object]:
    """Name a numerator, its base and its period for a sentence."""
    return {
        f"{prefix}n": int(row["n_actions"]),
        f"{prefix}base": int(row["n_base"]),
        f"{prefix}period": words.period(str(row["period"])),
    }


def _areas_of_us(answer: Answer, words: Words) -> str:
    """Say what is hatched; bars in parts are not."""
    if answer.selection.by == "period" or not answer.table["n_assigned"].any():
        return ""
    return words("Hatched: the areas were assigned by us, from the Action's topic.")


def _cell_finding(answer: Answer, words: Words) -> str:
    """Say the area and region with the most Actions."""
    row = answer.table.nlargest(1, "n_actions").iloc[0]
    return texts.of_base(
        f"{words.area(row['area'])} · {words.region(row['region'])}",
        int(row["n_actions"]),
        answer,
        words,
    )


PILLARS = (
    Chart(
        "actions-by-pillar",
        "timeline",
        message("Actions by pillar"),
        message("An Action with areas under several pillars counts once in each."),
        actions_by_pillar,
        bars.by_pillar,
        _pillar_finding,
        {
            "pillar": (PILLAR, cells.area),
            "n_actions": (ACTIONS, cells.number),
            "n_published": (message("Areas published"), cells.number),
            "n_assigned": (message("Areas assigned by us"), cells.number),
        },
        assigned=("areas",),
        parted=("period",),
        further=_areas_of_us,
        rules=(1, 5, 10),
        chooses="pillar",
    ),
    Chart(
        "areas-over-time",
        "timeline",
        message("Pillars by policy period"),
        message(
            "Of the Actions that began in a period, those with at least one area under the pillar. "
            "An Action may count in several. Coincidence in time is not influence."
        ),
        areas_over_time,
        heat.areas_over_time,
        _change_finding,
        {
            "period": (PERIOD, cells.period),
            "pillar": (PILLAR, cells.area),
            "n_actions": (ACTIONS, cells.number),
            "n_base": (message("Actions begun in the period"), cells.number),
            "share": (message("Share"), cells.share),
        },
        assigned=("areas",),
        dated=("start_date",),
        rules=(4, 5, 6),
        chooses="pillar",
    ),
    Chart(
        "areas-by-region",
        "timeline",
        message("Areas by region"),
        message(
            "An Action counts once in each of its areas and regions. Actions known by their pillar "
            "only are not drawn."
        ),
        areas_by_region,
        heat.areas_by_region,
        _cell_finding,
        {
            "pillar": (PILLAR, cells.area),
            "area": (message("Area"), cells.area),
            "region": (REGION, cells.region),
            "n_actions": (ACTIONS, cells.number),
        },
        assigned=("areas",),
        rules=(1, 5, 10),
        chooses="area",
    ),
)
