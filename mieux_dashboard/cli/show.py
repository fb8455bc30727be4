"""Commands that show: the dashboard, its charts, their numbers, the published figures."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Literal

import typer

from mieux_dashboard.cli import common
from mieux_dashboard.cli.common import SELECTION_OPTIONS, Format, Language, with_selection


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on; default MIEUX_HOST.")] = "",
    port: Annotated[
        int, typer.Option(help="Port to listen on; default MIEUX_PORT.", min=0, max=65535)
    ] = 0,
    lang: Language = "en",
) -> None:
    """Serve the dashboard until it is stopped."""
    settings = common.settings()
    host, port = host or settings.host, port or settings.port
    hosts = (*settings.allowed_hosts, host.lower())
    settings = settings.model_copy(update={"host": host, "port": port, "allowed_hosts": hosts})
    with common.foreseen(lang):
        from mieux_dashboard.pages import create_app
        from mieux_dashboard.pages.listen import listening
        from mieux_dashboard.settings import SettingsError

        try:
            dashboard = create_app(settings)
            server = listening(dashboard.server, settings)
        except SettingsError as error:
            common.fail(str(error))
        except OSError as error:
            common.fail(f"{host}:{port}: {error.strerror or error}. Choose another with --port.")
    typer.echo(f"{dashboard.title}: http://{host}:{port}  (Ctrl+C stops)")
    server.run()


def charts(lang: Language = "en", format: Format = "text") -> None:
    """List the charts: key, title and page."""
    with common.foreseen(lang):
        from mieux_dashboard.charts import CHARTS
        from mieux_dashboard.words import Words

        words = Words(lang, common.reference())
        rows = [
            {"key": chart.key, "title": words(chart.title), "page": chart.page}
            for chart in CHARTS.values()
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
        from mieux_dashboard.charts import CHARTS

        settings = common.settings()
        words = common.words_of(lang)
        if key not in CHARTS:
            common.fail(
                words(
                    "There is no chart {key}. There are: {known}", key=key, known=", ".join(CHARTS)
                )
            )
        selection = common.selection(chosen, words)
        data = common.dataset(selection.data)
        chart = CHARTS[key]
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
