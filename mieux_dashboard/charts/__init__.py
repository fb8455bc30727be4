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
