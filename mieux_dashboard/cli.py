"""The command line, ``mieux``: what a page shows, for scripts and for machines without a browser.

Results go to stdout, failures to stderr in one line. Exit 0 is fine; 1 is read, but with errors in
it; 2 is wrong use, or a file that cannot be read at all. What is heavy is imported by the command
that needs it, so that ``--help`` is quick.
"""

from __future__ import annotations

import functools
import hashlib
import inspect
import io
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NoReturn

import typer

if TYPE_CHECKING:
    from mieux_dashboard.load import Finding
    from mieux_dashboard.model.dataset import Dataset
    from mieux_dashboard.model.reference import Reference
    from mieux_dashboard.model.selection import Selection
    from mieux_dashboard.settings import Settings
    from mieux_dashboard.words import Words

FOUND_ERRORS, WRONG_USE = 1, 2

app = typer.Typer(
    name="mieux",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="A programme's spreadsheets as maps by region and timelines beside EU migration policy.",
)

Language = Annotated[
    Literal["en", "fr", "es"], typer.Option("--lang", help="Language to answer in.")
]
Format = Annotated[Literal["text", "json"], typer.Option("--format", help="How to print results.")]

SELECTION_OPTIONS: Mapping[str, str] = {
    "from": "First year.",
    "to": "Last year.",
    "region": "Region, such as africa.",
    "group": "Group of countries or subregion, such as rabat-process.",
    "country": "ISO3 code, such as KEN.",
    "pillar": "Pillar, such as migration-development.",
    "area": "Specific area, such as diaspora.",
    "institution": "Institution type, such as ministry-interior.",
    "period": "Policy period, such as gamm.",
    "phase": "Phase of the programme, such as mieux-iii.",
    "record": "Record source: published, programme or demonstration.",
    "basis": "What a year means: start or active.",
    "around": "Milestone that months are counted from, such as eam-2015.",
    "data": "The data: demonstration for the made-up programme, else the programme's own.",
}
"""The parts of a selection, named as in the address, and their help."""


def with_selection(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the selection's options; it takes them as one mapping, ``chosen``.

    Each option takes several values, by commas or by repeating it.
    """

    @functools.wraps(command)
    def run(**given: object) -> None:
        values = {name: given.pop(_variable(name)) for name in SELECTION_OPTIONS}
        chosen = {name: ",".join(each) for name, each in values.items() if isinstance(each, list)}
        command(chosen=chosen, **given)

    own = inspect.signature(command, eval_str=True).parameters
    options = [
        inspect.Parameter(
            _variable(name),
            inspect.Parameter.KEYWORD_ONLY,
            default=None,
            annotation=Annotated[
                list[str] | None, typer.Option(f"--{name}", help=text, rich_help_panel="Selection")
            ],
        )
        for name, text in SELECTION_OPTIONS.items()
    ]
    parameters = [own[name] for name in own if name != "chosen"] + options
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return run


def _variable(name: str) -> str:
    return f"select_{name}"


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on; default MIEUX_HOST.")] = "",
    port: Annotated[
        int, typer.Option(help="Port to listen on; default MIEUX_PORT.", min=0, max=65535)
    ] = 0,
    lang: Language = "en",
) -> None:
    """Serve the dashboard until it is stopped."""
    settings = _settings()
    host, port = host or settings.host, port or settings.port
    hosts = (*settings.allowed_hosts, host.lower())
    settings = settings.model_copy(update={"host": host, "port": port, "allowed_hosts": hosts})
    with _foreseen(lang):
        from waitress import create_server

        from mieux_dashboard.pages import create_app

        dashboard = create_app(settings)
        try:
            server = create_server(dashboard.server, host=host, port=port, threads=settings.threads)
        except OSError as error:
            _fail(f"{host}:{port}: {error.strerror or error}. Choose another with --port.")
    typer.echo(f"{dashboard.title}: http://{host}:{port}  (Ctrl+C stops)")
    server.run()


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(help="Workbooks or tables as text.")],
    lang: Language = "en",
    format: Format = "text",
) -> None:
    """Check workbooks and print what is wrong in them, cell by cell."""
    with _foreseen(lang):
        from mieux_dashboard.load import Unreadable
        from mieux_dashboard.words import Words

        reference = _reference()
        words = Words(lang, reference)
        reports, codes = [], [0]
        for file in files:
            try:
                report = _report(file, reference, words)
            except Unreadable as error:
                typer.echo(error.message(words), err=True)
                codes.append(WRONG_USE)
                continue
            reports.append(report)
            codes.append(FOUND_ERRORS if report["counts"]["error"] else 0)
        if format == "json" and reports:
            _print_json(reports if len(files) > 1 else reports[0])
        elif format == "text":
            _print_reports(reports, words)
    raise typer.Exit(max(codes))


@app.command()
def charts(lang: Language = "en", format: Format = "text") -> None:
    """List the charts: key, title and page."""
    with _foreseen(lang):
        from mieux_dashboard.charts import CHARTS
        from mieux_dashboard.words import Words

        words = Words(lang, _reference())
        rows = [
            {"key": chart.key, "title": words(chart.title), "page": chart.page}
            for chart in CHARTS.values()
        ]
    if format == "json":
        _print_json(rows)
    else:
        _print_table(rows)


@app.command()
@with_selection
def measure(
    key: Annotated[str, typer.Argument(help="Key of a chart; mieux charts lists them.")],
    chosen: Mapping[str, str],
    lang: Language = "en",
    format: Format = "text",
) -> None:
    """Print the numbers of one chart."""
    with _foreseen(lang):
        from mieux_dashboard.charts import CHARTS

        settings = _settings()
        words = _words(lang)
        if key not in CHARTS:
            _fail(
                words(
                    "There is no chart {key}. There are: {known}", key=key, known=", ".join(CHARTS)
                )
            )
        selection = _selection(chosen, words)
        data = _dataset(selection.data)
        chart = CHARTS[key]
        answer = chart.guarded_answer(data, selection, settings.min_cell)
    if format == "json":
        _print_json(
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
        _print_table(chart.table(answer, words).to_dict("records"))
        typer.echo(chart.subtitle(answer, words))
        typer.echo(chart.source(answer, words))


@app.command()
def reconcile(
    data: Annotated[str, typer.Option(help=SELECTION_OPTIONS["data"])] = "",
    lang: Language = "en",
    format: Format = "text",
) -> None:
    """Set each published figure beside what is loaded, with the difference and its reason."""
    with _foreseen(lang):
        from mieux_dashboard.export.reconciliation import reconciled, reconciled_table

        words = _words(lang)
        dataset = _dataset(_selection({"data": data}, words).data)
        figures = reconciled(dataset, words, _settings().min_cell)
    if format == "json":
        _print_json({"figures": figures})
    elif figures:
        _print_table(reconciled_table(figures, words))
    else:
        typer.echo(words("No figure was published about this programme."))


@app.command()
def sample(
    out: Annotated[
        Path | None,
        typer.Option(help="A workbook X.xlsx, or a new or empty folder for Parquet files."),
    ] = None,
    actions: Annotated[int, typer.Option(min=1, help="How many Actions.")] = 138,
    seed: Annotated[int, typer.Option(min=0, help="The same seed makes the same programme.")] = 1,
    targets: Annotated[
        bool, typer.Option("--targets", help="Print what was aimed at beside what came out.")
    ] = False,
    lang: Language = "en",
) -> None:
    """Make up a programme, for trying and for benchmarks; nothing in it is real."""
    with _foreseen(lang):
        from mieux_dashboard.export.sample import Refusal, targets_table, write_files
        from mieux_dashboard.intake import DEMONSTRATION
        from mieux_dashboard.sample import made_up
        from mieux_dashboard.sample import targets as compare
        from mieux_dashboard.words import Words

        reference = _reference(DEMONSTRATION)
        words = Words(lang, reference)
        if not out and not targets:
            _fail(words("Name a workbook or a folder with {option}.", option="--out"))
        tables = made_up(reference, actions, seed)
        try:
            if out:
                write_files(tables, words, out)
        except Refusal as error:
            _fail(str(error))
    if out:
        typer.echo(out)
    if targets:
        typer.echo(targets_table(compare(reference, tables), words))


def _settings() -> Settings:
    from mieux_dashboard.settings import SettingsError, read_settings

    try:
        return read_settings()
    except SettingsError as error:
        _fail(str(error))


def _reference(name: str = "programme") -> Reference:
    from mieux_dashboard.reference import read_reference

    return read_reference(_settings().programme, name)


def _dataset(data: str) -> Dataset:
    """Load the programme, or the made-up one that `data` names."""
    from mieux_dashboard.intake import demonstration, first_run

    settings = _settings()
    if data:
        return demonstration(settings.programme)
    return first_run(settings.programme, key=functools.partial(_pseudonym_key, settings))


def _pseudonym_key(settings: Settings) -> bytes:
    from mieux_dashboard.settings import SettingsError, read_pseudonym_key

    try:
        return read_pseudonym_key(settings)
    except SettingsError as error:
        _fail(str(error))


def _selection(chosen: Mapping[str, str], words: Words) -> Selection:
    from mieux_dashboard.model.selection import read_selection

    selection, unknown = read_selection(chosen, words.reference)
    if unknown:
        from mieux_dashboard.pages.server import say_unknown

        _fail(say_unknown(unknown[0], words))
    return selection


@contextmanager
def _foreseen(language: str) -> Iterator[None]:
    """Turn each failure that is foreseen into its line and exit code."""
    from mieux_dashboard.intake import Refused
    from mieux_dashboard.load import Unreadable

    try:
        yield
    except OSError as error:
        _fail(f"{error.filename}: {error.strerror}" if error.filename else str(error))
    except Refused as error:
        _fail(error.message(_words(language)), FOUND_ERRORS)
    except Unreadable as error:
        _fail(error.message(_words(language)))


def _words(language: str) -> Words:
    from mieux_dashboard.words import Words

    return Words(language, _reference())


def _fail(line: str, code: int = WRONG_USE) -> NoReturn:
    typer.echo(line, err=True)
    raise typer.Exit(code)


def _report(file: Path, reference: Reference, words: Words) -> dict[str, Any]:
    """Check one file; the object that ``--format json`` prints."""
    from mieux_dashboard.intake import check_read, read_bytes
    from mieux_dashboard.load import read_workbook

    data = read_bytes(file)
    key = functools.partial(_pseudonym_key, _settings())
    checked = check_read(read_workbook(data, file.name), reference, key)
    return {
        "file": str(file),
        "sha256": hashlib.sha256(data).hexdigest(),
        "tables": {name: {"rows": rows} for name, rows in checked.rows.items()},
        "counts": {"error": checked.count("error"), "warning": checked.count("warning")},
        "findings": [_finding(finding, words) for finding in checked.findings],
    }


def _finding(finding: Finding, words: Words) -> dict[str, Any]:
    names = ("code", "severity", "table", "sheet", "row", "column", "cell", "value")
    said = {"message": finding.message(words), "remedy": finding.remedy(words)}
    return {name: getattr(finding, name) for name in names} | said


def _print_json(value: object) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1))


def _print_reports(reports: list[dict[str, Any]], words: Words) -> None:
    """Print each file's rows, counts, and findings, one a line."""
    for report in reports:
        typer.echo(report["file"])
        for name, table in report["tables"].items():
            from mieux_dashboard.model.columns import TABLES

            sheet = TABLES[name].sheets[words.language][0]
            rows = words.plural("{n} row", "{n} rows", table["rows"])
            typer.echo("  " + words.pair(sheet, rows))
        for finding in report["findings"]:
            severity = words("error") if finding["severity"] == "error" else words("warning")
            colour = typer.colors.RED if finding["severity"] == "error" else typer.colors.YELLOW
            said = typer.style(severity, fg=colour)
            typer.echo(f"  {said}  {finding['message']} {finding['remedy']}")
        counts = report["counts"]
        errors = words.plural("{n} error", "{n} errors", counts["error"])
        warnings = words.plural("{n} warning", "{n} warnings", counts["warning"])
        typer.echo(f"  {errors}, {warnings}")


def _print_table(rows: list[dict[Any, Any]]) -> None:
    """Print rows under their column names, for reading; into a file, lines are not folded early."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name in rows[0] if rows else ():
        numeric = all(isinstance(row[name], int | float) for row in rows)
        table.add_column(str(name), justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*map(str, row.values()))
    width = None if sys.stdout.isatty() else 200
    Console(file=sys.stdout, width=width, highlight=False, markup=False).print(table)


def main() -> None:
    """Run ``mieux``; what it prints is UTF-8 everywhere."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    app()
