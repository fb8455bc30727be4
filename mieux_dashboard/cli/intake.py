"""Commands that take workbooks in."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mieux_dashboard.cli import common
from mieux_dashboard.cli.common import FOUND_ERRORS, WRONG_USE, Format, Language

if TYPE_CHECKING:
    from mieux_dashboard.load import Finding, Group
    from mieux_dashboard.model.reference import Reference
    from mieux_dashboard.words import Words

Report = tuple[dict[str, Any], "tuple[Group, ...]"]


def check(
    files: Annotated[list[Path], typer.Argument(help="Workbooks or tables as text.")],
    annotated: Annotated[
        Path | None, typer.Option(help="Write the one workbook back with its cells marked.")
    ] = None,
    lang: Language = "en",
    format: Format = "text",
) -> None:
    """Check workbooks and print what is wrong in them, cell by cell."""
    with common.foreseen(lang):
        from mieux_dashboard.load import Unreadable
        from mieux_dashboard.words import Words

        reference = common.reference()
        words = Words(lang, reference)
        if annotated and len(files) > 1:
            common.fail(words("{option} goes with one file.", option="--annotated"))
        reports: list[Report] = []
        codes = [0]
        for file in files:
            try:
                report, groups = _report(file, reference, words, annotated)
            except Unreadable as error:
                typer.echo(error.message(words), err=True)
                codes.append(WRONG_USE)
                continue
            reports.append((report, groups))
            codes.append(FOUND_ERRORS if report["counts"]["error"] else 0)
        if format == "json" and reports:
            printed = [report for report, _ in reports]
            common.print_json(printed if len(files) > 1 else printed[0])
        elif format == "text":
            _print_reports(reports, words)
    raise typer.Exit(max(codes))


def _report(file: Path, reference: Reference, words: Words, out: Path | None) -> Report:
    """Check a file, mark its cells in `out`; what ``--format json`` prints, and what text says."""
    from mieux_dashboard.intake import check_read, read_bytes
    from mieux_dashboard.load import Limits, grouped, read_bounded

    settings = common.settings()
    limits = Limits(file_mb=settings.max_upload_mb)
    data = read_bytes(file, limits)
    key = functools.partial(common.pseudonym_key, settings)
    workbook = read_bounded(data, file.name, limits)
    checked = check_read(workbook, reference, key)
    if out:
        from mieux_dashboard.export.annotated import annotated

        out.write_bytes(annotated(data, workbook, checked.findings, words))
    report = {
        "file": str(file),
        "sha256": hashlib.sha256(data).hexdigest(),
        "tables": {name: {"rows": rows} for name, rows in checked.rows.items()},
        "counts": {"error": checked.count("error"), "warning": checked.count("warning")},
        "findings": [_finding(finding, words) for finding in checked.findings],
    }
    return report, grouped(checked.findings)


def _finding(finding: Finding, words: Words) -> dict[str, Any]:
    names = ("code", "severity", "table", "sheet", "row", "column", "cell", "value")
    said = {"message": finding.message(words), "remedy": finding.remedy(words)}
    return {name: getattr(finding, name) for name in names} | said


def _print_reports(reports: list[Report], words: Words) -> None:
    """Print each file's rows, counts, and findings, one a line; many of one kind in one."""
    for report, groups in reports:
        typer.echo(report["file"])
        for name, table in report["tables"].items():
            from mieux_dashboard.model.columns import TABLES

            sheet = words.sheet(TABLES[name])
            rows = words.plural("{n} row", "{n} rows", table["rows"])
            typer.echo("  " + words.pair(sheet, rows))
        for group in groups:
            error = group.first.severity == "error"
            severity = words("error") if error else words("warning")
            said = typer.style(severity, fg=typer.colors.RED if error else typer.colors.YELLOW)
            typer.echo(f"  {said}  {group.message(words)} {group.remedy(words)}")
        counts = report["counts"]
        errors = words.plural("{n} error", "{n} errors", counts["error"])
        warnings = words.plural("{n} warning", "{n} warnings", counts["warning"])
        typer.echo(f"  {errors}, {warnings}")
