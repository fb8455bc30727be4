"""The command line, ``mieux``: what a page shows, for scripts and for machines without a browser.

Results go to stdout, failures to stderr in one line. Exit 0 is fine; 1 is read, but with errors in
it; 2 is wrong use, or a file that cannot be read at all. What is heavy is imported by the command
that needs it, so that ``--help`` is quick.
"""

from __future__ import annotations

import io
import sys

import typer

from mieux_dashboard.cli import backups, files, history, intake, loading, protect, review, show

app = typer.Typer(
    name="mieux",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="A programme's spreadsheets as maps by region and timelines beside EU migration policy.",
)
COMMANDS = (
    show.serve,
    intake.check,
    loading.compare,
    loading.load,
    loading.template,
    show.charts,
    show.measure,
    show.indicators,
    show.reconcile,
    files.export,
    files.pack,
    files.brief,
    history.versions,
    history.undo,
    history.decisions,
    history.original,
    backups.backup,
    backups.restore,
    protect.holdings,
    protect.erase,
    protect.retain,
    protect.audit,
    files.sample,
    files.prepare,
    review.words,
)
"""In the order in which the help lists them; each is called as its function is."""

for command in COMMANDS:
    app.command()(command)


def main() -> None:
    """Run ``mieux``; what it prints is UTF-8 everywhere."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    app()
