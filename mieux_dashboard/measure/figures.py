"""The programme's key figures: what was published, and beneath it what is loaded."""

from __future__ import annotations

import pandas as pd

from mieux_dashboard.measure.actions import named_countries
from mieux_dashboard.measure.activities import participants
from mieux_dashboard.measure.engine import collected, distinct, n_rows, table, total
from mieux_dashboard.measure.select import selected_actions
from mieux_dashboard.model.dataset import Dataset
from mieux_dashboard.model.selection import Selection


def key_figures(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """Set the published totals beside what is loaded.

    Returns
    -------
    pd.DataFrame
        A row for each of ``requests``, ``actions``, ``countries``, ``focal-points``, ``experts``
        and ``participants`` that the programme's tables speak of:

        - ``key``         str
        - ``n_loaded``    int64, see Notes
        - ``value``       float64, the published total; NaN where none was published
        - ``qualifier``   str, as published ("more than", "an estimated"); empty where none
        - ``as_of``       str, the date of the total as far as it is known; empty where none
        - ``source_url``  str; empty where none

    Notes
    -----
    ``n_loaded`` counts distinct Actions of the selection, distinct countries that they name, all
    loaded requests, focal points and experts whatever the selection, and adds up the participants
    (attendances, not persons) of the selection: those of its activities where any activity states
    them, else those that its Actions state themselves. The published totals
    are those of the whole programme, whatever the selection: loaded rows are no check on them.
    Source: all sheets, and *Published figures*.
    """
    figures = collected(
        table(dataset, "published_figures").select(
            "key", "value", "qualifier", "as_of", "source_url"
        )
    )
    loaded = pd.Series(_loaded(dataset, selection), dtype="int64", name="n_loaded")
    speaks_of = dataset.reference.programme.speaks_of
    loaded = loaded[[key for key in loaded.index if speaks_of(key)]]
    shown = loaded.rename_axis("key").reset_index().merge(figures, how="left", on="key")
    return shown.fillna({"qualifier": "", "as_of": "", "source_url": ""})


def _loaded(dataset: Dataset, selection: Selection) -> dict[str, int]:
    actions = selected_actions(dataset, selection, "action_id")
    return {
        "requests": n_rows(dataset, "requests"),
        "actions": total(actions, distinct(actions, "action_id")),
        "countries": len(named_countries(dataset, selection.choice)),
        "focal-points": n_rows(dataset, "focal_points"),
        "experts": n_rows(dataset, "experts"),
        "participants": participants(dataset, selection),
    }
