"""Files by which numbers are checked elsewhere: the ids that a chart counts, and the indicators."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flask import Flask, Response, abort, request

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.charts.cite import HASH_LENGTH, counted_ids, counts_ids
from mieux_dashboard.charts.indicators import indicators
from mieux_dashboard.export.records import as_csv
from mieux_dashboard.model.selection import read_selection
from mieux_dashboard.pages.site import Site
from mieux_dashboard.pages.unknown import say_unknown

INDICATORS = "data/indicators.csv"
_IDS = re.compile(r"charts/([\w-]+)/ids\.csv", re.ASCII)


def is_address(here: str) -> bool:
    """Whether a path beneath the language is that of one of these files."""
    ids = _IDS.fullmatch(here)
    return here == INDICATORS or bool(ids and ids[1] in CHARTS)


def serve(server: Flask, site: Site) -> None:
    """Add the addresses of these files."""

    @server.get("/<language>/charts/<key>/ids.csv")
    def ids(language: str, key: str) -> Response:
        selection, unknown = read_selection(_asked(), site.dataset().reference)
        words = site.words(language, selection.data)
        if unknown:
            return Response(say_unknown(unknown[0], words) + "\n", 400, mimetype="text/plain")
        chart = CHARTS[key]
        if not chart.is_kept(words.reference.programme):
            abort(404)
        if not counts_ids(chart):
            said = words("The records of this chart have no ids that are given out.")
            return Response(said + "\n", 404, mimetype="text/plain")
        dataset = site.dataset(selection.data)
        short = site.tables_hash(dataset, selection.data)[:HASH_LENGTH]
        rows = counted_ids(chart, dataset, selection).assign(version=dataset.version, hash=short)
        return _file(as_csv(rows), f"{key}-ids.csv")

    @server.get(f"/<language>/{INDICATORS}")
    def all_indicators(language: str) -> Response:
        data = site.selection({"data": request.args.get("data", "")}).data
        words = site.words(language, data)
        rows = indicators(site.dataset(data), words, site.min_cell)
        name = "-".join(filter(None, ["indicators", language, data]))
        return _file(as_csv(rows), f"{name}.csv")


def _asked() -> Mapping[str, str]:
    return {name: ",".join(request.args.getlist(name)) for name in request.args}


def _file(data: bytes, name: str) -> Response:
    response = Response(data, mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
