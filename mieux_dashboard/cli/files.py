"""Commands that write files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mieux_dashboard.cli import common
from mieux_dashboard.cli.common import SELECTION_OPTIONS, Language, with_selection
from mieux_dashboard.model.columns import LANGUAGES

if TYPE_CHECKING:
    from mieux_dashboard.export.pack import Made
    from mieux_dashboard.words import Words

EVERY = "all"
_LANGUAGES = ",".join(LANGUAGES)


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


def prepare(
    out: Annotated[
        str, typer.Option(help="A new folder: a path, or an address such as s3://bucket/folder.")
    ],
    source: Annotated[
        str,
        typer.Option(
            "--from",
            help="A folder with one Parquet file per table, as sample writes it; "
            "without it the current version is written.",
        ),
    ] = "",
    data: Annotated[str, typer.Option(help=SELECTION_OPTIONS["data"])] = "",
    lang: Language = "en",
) -> None:
    """Write complete tables as Parquet, for DuckDB or Spark: MIEUX_DATA_URL names the folder."""
    with common.foreseen(lang):
        from mieux_dashboard.intake import engines
        from mieux_dashboard.store.folder import Folder

        chosen = common.selection({"data": data}, common.words_of(lang)).data
        if source:
            given = common.settings()
            name = given.engine if given.engine != "pandas" else "duckdb"
            given = given.model_copy(update={"engine": name})
            common.check_engine(given)
            engine = engines.engine(name, given.engine_memory_mb)
            engines.prepare(Folder(source), Folder(out), common.reference(chosen), engine)
        else:
            engines.keep(common.in_memory(chosen), Folder(out))
    typer.echo(out)


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


@with_selection
def export(  # noqa: PLR0913 - each is an option
    keys: Annotated[
        list[str], typer.Argument(help="Keys of charts, or all; mieux charts lists them.")
    ],
    out: Annotated[Path, typer.Option(help="Folder for <language>/<key>.<format>.")],
    chosen: Mapping[str, str],
    formats: Annotated[
        str, typer.Option("--as", help="Among png, svg, pdf, csv, json, xlsx, pptx and html.")
    ] = "png",
    preset: Annotated[
        str, typer.Option(help="slide, a4, square, portrait, poster or web.")
    ] = "slide",
    frame: Annotated[bool, typer.Option(help="With title and rule, or the drawing only.")] = True,
    ground: Annotated[str, typer.Option(help="light, dark or transparent.")] = "light",
    languages: Annotated[
        str, typer.Option(help="Languages of the files, such as en,fr,es; default --lang.")
    ] = "",
    lang: Language = "en",
) -> None:
    """Write charts as pictures, tables and pages, each with its counting rule and source."""
    with common.foreseen(lang):
        from mieux_dashboard.charts import charts_of
        from mieux_dashboard.export.brief import replace_file
        from mieux_dashboard.export.chart_files import (
            WRITERS,
            Maker,
            NotOffered,
            each_offered,
            read_look,
        )
        from mieux_dashboard.export.chromium import NoBrowser
        from mieux_dashboard.export.renderer import NotDrawn, Renderer

        words = common.words_of(lang)
        asked = {"preset": preset, "ground": ground, "frame": "yes" if frame else "no"}
        try:
            kept = charts_of(words.reference.programme)
            listed = kept if EVERY in keys else keys
            files = product(
                each_offered("language", languages or lang, LANGUAGES),
                each_offered("chart", ",".join(listed), tuple(kept)),
                each_offered("format", formats, tuple(WRITERS)),
            )
            look, selection = read_look(asked), common.selection(chosen, words)
            settings, dataset = common.settings(), common.dataset(selection.data)
            with closing(Renderer(settings.assets, settings.chromium)) as renderer:
                maker = Maker(dataset, selection, look, renderer, settings.min_cell)
                for language, key, suffix in common.watched(list(files)):
                    path = out / language / f"{key}.{suffix}"
                    replace_file(path, maker.file(key, language, suffix))
                    typer.echo(path)
        except (NotOffered, NoBrowser, NotDrawn) as error:
            common.fail(error.message(words))


@with_selection
def pack(  # noqa: PLR0913 - each is an option
    out: Annotated[Path, typer.Option(help="A new or empty folder, or a zip X.zip.")],
    chosen: Mapping[str, str],
    keys: Annotated[
        list[str] | None,
        typer.Argument(help="Keys of charts; without them every chart that has rows."),
    ] = None,
    languages: Annotated[str, typer.Option(help="Languages of the files.")] = _LANGUAGES,
    formats: Annotated[
        str,
        typer.Option("--as", help="Files of each chart, among those that mieux export writes."),
    ] = "png,svg",
    preset: Annotated[
        str, typer.Option(help="Sizes of the pictures, such as slide,a4; see mieux export.")
    ] = "slide",
    template: Annotated[
        Path | None, typer.Option(help="A presentation X.pptx whose look the slides take.")
    ] = None,
    draft: Annotated[
        bool, typer.Option("--draft", help="Mark everything as a draft; add a sheet for clearance.")
    ] = False,
    html: Annotated[
        bool,
        typer.Option("--html", help="Add the whole dashboard as pages that need no server."),
    ] = False,
    progress: Annotated[
        Path | None, typer.Option(help="Write how far it is into a file.", hidden=True)
    ] = None,
    lang: Language = "en",
) -> None:
    """Write the event pack: charts as pictures, slides, tables and a handout in each language."""
    with common.foreseen(lang), common.ended_cleanly(), ExitStack() as stack:
        from mieux_dashboard.export.chart_files import Maker, NotOffered
        from mieux_dashboard.export.chromium import NoBrowser
        from mieux_dashboard.export.deck_master import TemplateRefused
        from mieux_dashboard.export.pack import NothingToPack, Pack, read_order, write_pack
        from mieux_dashboard.export.picture import Look
        from mieux_dashboard.export.placed import NoPack, check_place
        from mieux_dashboard.export.renderer import NotDrawn, Renderer

        words = common.words_of(lang)
        asked = {"languages": languages, "formats": formats, "presets": preset}
        try:
            listed = [] if EVERY in (keys or ()) else keys or []
            order = replace(read_order(listed, asked, template, draft), dashboard=html)
            check_place(out)
            selection = common.selection(chosen, words)
            settings, dataset = common.settings(), common.dataset(selection.data)
            renderer = stack.enter_context(closing(Renderer(settings.assets, settings.chromium)))
            maker = Maker(dataset, selection, Look(), renderer, settings.min_cell)
            steps = common.written_steps(progress) if progress else common.steps()
            made = write_pack(Pack(maker, order), out, stack.enter_context(steps))
        except (NotOffered, NoBrowser, NotDrawn, NoPack, TemplateRefused) as error:
            common.fail(error.message(words))
        except NothingToPack as error:
            common.fail(error.message(words), common.NOTHING_DONE)
    typer.echo(out)
    for line in _said_of(made, words):
        typer.echo(line, err=True)


def _said_of(made: Made, words: Words) -> Iterator[str]:
    """Say how much a pack holds, and what it does not."""
    yield words.plural("{n} file", "{n} files", len(made.paths))
    if made.empty:
        yield words(
            "Left out, because nothing is there to show: {keys}", keys=", ".join(made.empty)
        )
    if made.left_out:
        names = ", ".join(made.left_out)
        yield words("Left out, because no Chromium, Chrome or Edge was found: {names}", names=names)
