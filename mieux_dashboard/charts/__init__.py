"""The catalogue: a chart is declared once, and page, table, address, file and test find it here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from mieux_dashboard.charts import (
    actions,
    areas,
    comparison,
    completeness,
    expertise,
    requests,
    results,
    time,
)
from mieux_dashboard.charts.chart import Chart
from mieux_dashboard.model.reference import Programme

CHARTS: Mapping[str, Chart] = MappingProxyType(
    {
        chart.key: chart
        for chart in (
            *actions.CHARTS,
            *time.CHARTS,
            *areas.PILLARS,
            *actions.INSTITUTIONS,
            *time.REACHED,
            *requests.CHARTS,
            *requests.PUBLISHED,
            *expertise.EXCHANGE,
            *expertise.EXPERTS_CHARTS,
            *expertise.PUBLISHED,
            *results.RESULTS_CHARTS,
            *results.PARTICIPANTS_CHARTS,
            *results.PUBLISHED,
            *completeness.CHARTS,
            *comparison.COMPARISON,
        )
    }
)
"""Every chart by its key, in reading order."""


def charts_of(programme: Programme) -> dict[str, Chart]:
    """Return the charts of the tables that a programme keeps, by their keys, in reading order."""
    return {key: chart for key, chart in CHARTS.items() if chart.is_kept(programme)}
