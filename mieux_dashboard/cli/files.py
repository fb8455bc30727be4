"""Commands that write files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mieux_dashboard.cli import common
from mieux_dashboard.cli.common import SELECTION_OPTIONS, Language


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
    with common.foreseen(lang):
        from mieux_dashboard.export.sample import Refusal, targets_table, write_files
        from mieux_dashboard.intake import DEMONSTRATION
        from mieux_dashboard.sample import made_up
        from mieux_dashboard.sample import targets as compare
        from mieux_dashboard.words import Words

        reference = common.reference(DEMONSTRATION)
        words = Words(lang, reference)
        if not out and not targets:
            common.fail(words("Name a workbook or a folder with {option}.", option="--out"))
        tables = made_up(reference, actions, seed)
        try:
            if out:
                write_files(tables, words, out)
        except Refusal as error:
            common.fail(str(error))
    if out:
        typer.echo(out)
    if targets:
        typer.echo(targets_table(compare(reference, tables), words))


def brief(
    country: Annotated[
        str, typer.Argument(help="ISO3 code such as GHA, or a group such as ecowas.")
    ],
    out: Annotated[Path, typer.Option(help="A file X.docx or X.pdf.")],
    data: Annotated[str, typer.Option(help=SELECTION_OPTIONS["data"])] = "",
    lang: Language = "en",
) -> None:
    """Write the two-page briefing on a partner: a country, a territory or a group."""
    with common.foreseen(lang):
        from mieux_dashboard.export.brief import Refusal, write_brief
        from mieux_dashboard.words import Words

        chosen = common.selection({"data": data}, common.words_of(lang)).data
        dataset = common.dataset(chosen)
        try:
            write_brief(dataset, country, Words(lang, dataset.reference), out)
        except Refusal as error:
            common.fail(str(error))
    typer.echo(out)
