"""Files beside the page Data: the template, findings, changes, marked workbooks, originals."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pandas as pd
from flask import Flask, Response, abort

from mieux_dashboard.export.annotated import annotated
from mieux_dashboard.export.records import as_csv, as_xlsx
from mieux_dashboard.export.template import examples_of, template
from mieux_dashboard.intake.bench import Bench
from mieux_dashboard.intake.prepare import Prepared
from mieux_dashboard.intake.sittings import Gone
from mieux_dashboard.load import Finding
from mieux_dashboard.pages.site import Site
from mieux_dashboard.words import Words

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ADDRESS = re.compile(
    r"data/(template\.xlsx|waiting/[\w-]{22}/[\w-]+\.(csv|xlsx)|versions/\d+/file-\d+)", re.ASCII
)


def is_address(here: str) -> bool:
    """Whether a path beneath the language may be that of a file of this page."""
    return bool(_ADDRESS.fullmatch(here))


def serve(server: Flask, site: Site) -> None:
    """Add the addresses beneath ``/<language>/data``; all but the template for editors only."""

    @server.get("/<language>/data/template.xlsx")
    def empty(language: str) -> Response:
        examples = examples_of(site.dataset(site.made_up))
        return _file(template(site.words(language), examples), XLSX, f"template-{language}.xlsx")

    if site.bench is not None:
        _serve_sittings(server, site, site.bench)
        _serve_originals(server, site, site.bench)


def _serve_sittings(server: Flask, site: Site, bench: Bench) -> None:
    @server.get("/<language>/data/waiting/<token>/<name>")
    @site.for_editors
    def sitting_file(language: str, token: str, name: str) -> Response:
        try:
            prepared = bench.prepared(bench.sittings.find(token))
        except Gone:
            abort(404)
        written = _written(name, prepared, site.words(language))
        if written is None:
            abort(404)
        return _file(written, XLSX if name.endswith("xlsx") else "text/csv", name)


def _written(name: str, prepared: Prepared, words: Words) -> bytes | None:
    """Write one of a sitting's files; None where there is none of that name."""
    writers: dict[str, Callable[[], bytes]] = {
        "findings.csv": lambda: as_csv(findings_table(prepared, words)),
        "findings.xlsx": lambda: as_xlsx(findings_table(prepared, words), words("Findings")),
        "changes.csv": lambda: as_csv(prepared.difference.changes),
    }
    for number, one in enumerate(prepared.received):
        writers[f"marked-{number}.xlsx"] = lambda number=number, one=one: annotated(  # type: ignore[misc]
            one.data, prepared.workbooks[number], _of_file(prepared, one.name), words
        )
    return writers[name]() if name in writers else None


def _of_file(prepared: Prepared, name: str) -> list[Finding]:
    return [one for one in prepared.checked.findings if one.file in ("", name)]


def findings_table(prepared: Prepared, words: Words) -> pd.DataFrame:
    """Return every finding as a row of text, as a reader of the language reads it."""
    severities = {"error": words("error"), "warning": words("warning")}
    rows = [
        {
            words("Severity"): severities[one.severity],
            words("File"): one.file,
            words("Sheet"): one.sheet,
            words("Cell"): one.cell,
            words("What was found"): one.message(words),
            words("What to do"): one.remedy(words),
        }
        for one in prepared.checked.findings
    ]
    return pd.DataFrame(rows, dtype="str")


LOCAL = "local"
"""Who has an original where nobody signs in: the person at the machine."""


def _serve_originals(server: Flask, site: Site, bench: Bench) -> None:
    @server.get("/<language>/data/versions/<int:number>/file-<int:place>")
    @site.for_editors
    def original(language: str, number: int, place: int) -> Response:
        if not 1 <= number <= bench.store.version():
            abort(404)
        kept = bench.store.original(number)
        if place >= len(kept):
            abort(404)
        data = kept[place].data
        if not data:
            abort(404)
        bench.store.note("original", number, site.who("") or LOCAL)
        suffix = "xlsx" if data.startswith(b"PK") else kept[place].name.rpartition(".")[2].lower()
        kind = XLSX if suffix == "xlsx" else "application/octet-stream"
        return _file(data, kind, f"version-{number}-{place + 1}.{suffix}")


def _file(data: bytes, kind: str, name: str) -> Response:
    response = Response(io.BytesIO(data).getvalue(), mimetype=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
