"""Commands that show: the dashboard, its charts, their numbers, the published figures."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from mieux_dashboard.cli import common
from mieux_dashboard.cli.common import SELECTION_OPTIONS, Format, Language, with_selection

if TYPE_CHECKING:
    from mieux_dashboard.settings import Settings


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on; default MIEUX_HOST.")] = "",
    port: Annotated[
        int, typer.Option(help="Port to listen on; default MIEUX_PORT.", min=0, max=65535)
    ] = 0,
    workers: Annotated[
        int,
        typer.Option(help="Processes that answer; default MIEUX_WORKERS.", min=0, max=64),
    ] = 0,
    lang: Language = "en",
) -> None:
    """Serve the dashboard until it is stopped."""
    settings = common.settings()
    host, port = host or settings.host, port or settings.port
    given = {"host": host, "port": port, "workers": workers or settings.workers}
    hosts = (*settings.allowed_hosts, host.lower())
    settings = settings.model_copy(update={**given, "allowed_hosts": hosts})
    with common.foreseen(lang):
        from mieux_dashboard.pages.logs import configure
        from mieux_dashboard.settings import SettingsError

        configure(settings)
        try:
            name, server = _server(settings, lang)
        except SettingsError as error:
            common.fail(str(error))
        except OSError as error:
            common.fail(f"{host}:{port}: {error.strerror or error}. Choose another with --port.")
    typer.echo(f"{name}: http://{host}:{port}  (Ctrl+C stops)")
    server.run()


def _server(settings: Settings, lang: str) -> tuple[str, Any]:
    """Return the programme's name and what serves it, by as many processes as can be."""
    if settings.workers > 1 and sys.platform != "win32":
        from mieux_dashboard.pages.workers import Workers

        server = Workers(settings)
        _make_ready(settings, lang)
        return common.reference().programme.name, server
    from mieux_dashboard.pages import create_app
    from mieux_dashboard.pages.listen import listening

    if settings.workers > 1:
        words = common.words_of(lang)
        typer.echo(words("Several processes cannot answer on Windows: one does."), err=True)
    dashboard = create_app(settings)
    return dashboard.title, listening(dashboard.server, settings)


def _make_ready(settings: Settings, lang: str) -> None:
    """Let another process open the store, filled at a first run, or say why it cannot be.

    In this one a connection and the threads of a reader would be carried into each worker.
    """
    from mieux_dashboard.settings import environment

    command = [sys.executable, "-m", "mieux_dashboard", "versions", "--lang", lang]
    known = {**os.environ, **environment(settings)}
    done = subprocess.run(command, env=known, stdout=subprocess.DEVNULL, check=False)
    if done.returncode:
        raise typer.Exit(done.returncode)


def charts(lang: Language = "en", format: Format = "text") -> None:
    """List the charts: key, title and page."""
    with common.foreseen(lang):
        from mieux_dashboard.charts import charts_of
        from mieux_dashboard.words import Words

        words = Words(lang, common.reference())
        rows = [
            {"key": chart.key, "title": words(chart.title), "page": chart.page}
            for chart in charts_of(words.reference.programme).values()
        ]
    if format == "json":
        common.print_json(rows)
    else:
        common.print_table(rows)


@with_selection
def measure(
    key: Annotated[str, typer.Argument(help="Key of a chart; mieux charts lists them.")],
    chosen: Mapping[str, str],
    lang: Language = "en",
    format: Format = "text",
) -> None:
    """Print the numbers of one chart."""
    with common.foreseen(lang):
        from mieux_dashboard.charts import charts_of

        settings = common.settings()
        words = common.words_of(lang)
        kept = charts_of(words.reference.programme)
        if key not in kept:
            common.fail(
                words("There is no chart {key}. There are: {known}", key=key, known=", ".join(kept))
            )
        selection = common.selection(chosen, words)
        data = common.dataset(selection.data)
        chart = kept[key]
        answer = chart.guarded_answer(data, selection, settings.min_cell)
    if format == "json":
        common.print_json(
            {
                "key": key,
                "selection": selection.query(),
                "version": data.version,
                "sources": chart.source(answer, words),
                "rows": json.loads(answer.table.to_json(orient="records", date_format="iso")),
            }
        )
    else:
        typer.echo(words(chart.title))
        common.print_table(chart.table(answer, words).to_dict("records"))
        typer.echo(chart.subtitle(answer, words))
        typer.echo(chart.source(answer, words))


def indicators(
    data: Annotated[str, typer.Option(help=SELECTION_OPTIONS["data"])] = "",
    lang: Language = "en",
    format: Annotated[
        Literal["text", "json", "csv"], typer.Option("--format", help="How to print results.")
    ] = "text",
) -> None:
    """Print the figures as monitoring systems take them: indicator, disaggregation, date, value."""
    with common.foreseen(lang):
        from mieux_dashboard.charts.indicators import indicators as written
        from mieux_dashboard.export.records import as_csv
        from mieux_dashboard.words import Words

        chosen = common.selection({"data": data}, common.words_of(lang))
        dataset = common.dataset(chosen.data)
        rows = written(dataset, Words(lang, dataset.reference), common.settings().min_cell)
    if format == "csv":
        typer.echo(as_csv(rows).decode("utf-8-sig"), nl=False)
    elif format == "json":
        common.print_json(json.loads(rows.to_json(orient="records")))
    else:
        names = ["indicator_name", "disaggregation", "disaggregation_name", "date", "value", "unit"]
        shown = rows[names].astype("str").replace("<NA>", "–")
        common.print_table(shown.to_dict("records"))


def reconcile(
    data: Annotated[str, typer.Option(help=SELECTION_OPTIONS["data"])] = "",
    lang: Language = "en",
    format: Format = "text",
) -> None:
    """Set each published figure beside what is loaded, with the difference and its reason."""
    with common.foreseen(lang):
        from mieux_dashboard.export.reconciliation import reconciled, reconciled_table

        words = common.words_of(lang)
        dataset = common.dataset(common.selection({"data": data}, words).data)
        figures = reconciled(dataset, words, common.settings().min_cell)
    if format == "json":
        common.print_json({"figures": figures})
    elif figures:
        common.print_table(reconciled_table(figures, words))
    else:
        typer.echo(words("No figure was published about this programme."))
