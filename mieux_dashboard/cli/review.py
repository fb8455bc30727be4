"""The command of those who review translations."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mieux_dashboard.cli import common
from mieux_dashboard.cli.common import FOUND_ERRORS, Language, Translated

if TYPE_CHECKING:
    from mieux_dashboard.words import Words
    from mieux_dashboard.words.review import Text


def words(
    review: Annotated[
        Path | None, typer.Option(help="Write a workbook X.xlsx for a reviewer.")
    ] = None,
    take: Annotated[Path | None, typer.Option(help="Take a reviewed workbook back.")] = None,
    language: Annotated[
        Translated | None, typer.Option(help="Only this language beside the English.")
    ] = None,
    lang: Language = "en",
) -> None:
    """Give every sentence and translation to a reviewer, and take them back."""
    with common.foreseen(lang):
        from mieux_dashboard.words.review import TRANSLATED, all_texts

        words = common.words_of(lang)
        if (review is None) == (take is None):
            common.fail(words("Give either {one} or {other}.", one="--review", other="--take"))
        texts = all_texts(common.settings().programme)
        if review:
            from mieux_dashboard.export.brief import replace_file
            from mieux_dashboard.export.review import all_reviews, review_workbook

            languages = (language,) if language else TRANSLATED
            replace_file(review, review_workbook(texts, languages, all_reviews(words), words))
            typer.echo(review)
        elif take:
            _take(take, texts, words)


def _take(file: Path, texts: list[Text], words: Words) -> None:
    """Take a workbook back: all of it, or nothing."""
    from mieux_dashboard.export.brief import replace_file
    from mieux_dashboard.export.review import all_reviews, take, taken_files
    from mieux_dashboard.intake import read_bytes
    from mieux_dashboard.load import read_bounded

    folder = common.settings().programme
    book = read_bounded(read_bytes(file), file.name)
    taken = take(book, texts, all_reviews(words), date.today())  # noqa: DTZ011, the reviewer's day
    for where in taken.left:
        typer.echo(
            words("{where}: this text is not said any more; left out.", where=where), err=True
        )
    for wrong in taken.wrong:
        typer.echo(wrong.message(words), err=True)
    if taken.wrong:
        common.fail(words("Nothing was taken back."), FOUND_ERRORS)
    files = taken_files(folder, texts, taken)
    for path, data in files.items():
        replace_file(path, data)
        typer.echo(path)
    n = len(taken.changes)
    typer.echo(words.plural("{n} text changed.", "{n} texts changed.", n))
    if any(path.suffix == ".csv" and path.parent.name == "public_record" for path in files):
        typer.echo(
            words(
                "The workbook of the programme holds these titles too: build it anew ({command}), "
                "and load it.",
                command="make data",
            )
        )
