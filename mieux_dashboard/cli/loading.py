"""Commands that change the data: what workbooks would do, doing it, and the empty workbook."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from mieux_dashboard.cli import common
from mieux_dashboard.cli.common import FOUND_ERRORS, Format, Language

if TYPE_CHECKING:
    from mieux_dashboard.intake.bench import Bench
    from mieux_dashboard.intake.prepare import Prepared
    from mieux_dashboard.model.decision import Decision
    from mieux_dashboard.words import Words

Files = Annotated[list[Path], typer.Argument(help="Workbooks or tables as text.")]
HowTo = Annotated[
    Literal["update", "replace"],
    typer.Option("--mode", help="update adds and changes; replace takes the rest away."),
]
Answers = Annotated[
    Path | None,
    typer.Option(
        "--decisions",
        help="JSON list of answers to the questions of compare: kind, where, asked, answer.",
    ),
]
_SHOWN = 40


def compare(
    files: Files,
    mode: HowTo = "update",
    decisions: Answers = None,
    lang: Language = "en",
    format: Format = "text",
) -> None:
    """Say what loading workbooks would change, and change nothing."""
    with common.foreseen(lang):
        words = common.words_of(lang)
        prepared = _prepared(common.bench(), files, mode, _given(decisions, words))
        if format == "json":
            common.print_json(_as_json(prepared))
        else:
            _print(prepared, words)
    raise typer.Exit(FOUND_ERRORS if prepared.checked.count("error") else 0)


def load(  # noqa: PLR0913, its options
    files: Files,
    mode: HowTo = "update",
    note: Annotated[str, typer.Option(help="Why, in your own words.")] = "",
    as_of: Annotated[str, typer.Option(help="Day that the data describe, 2024-03-31.")] = "",
    by: Annotated[str, typer.Option(help="Who accepts; default the machine's user.")] = "",
    yes: Annotated[
        bool, typer.Option("--yes", help="Accept although rows go or errors stay.")
    ] = False,
    decisions: Answers = None,
    lang: Language = "en",
    format: Format = "text",
) -> None:
    """Load workbooks as the next version, all or nothing, and print its number."""
    with common.foreseen(lang):
        words, bench = common.words_of(lang), common.bench()
        if as_of and not _is_day(as_of):
            common.fail(words("“{value}” is no day. Write it as 2024-03-31.", value=as_of))
        given = _given(decisions, words)
        prepared = _prepared(bench, files, mode, given)
        if format == "text":
            _print(prepared, words)
        if why := _why_not(bench, prepared, words, yes):
            common.fail(why, FOUND_ERRORS)
        number = bench.store_prepared(prepared, by or common.user(), note, as_of, given)
    if format == "json":
        common.print_json({"version": number} | _as_json(prepared))
    else:
        typer.echo(words("Version {number} is in force.", number=number))


def template(
    out: Annotated[Path | None, typer.Option(help="Where to write it.")] = None,
    lang: Language = "en",
    format: Format = "text",
) -> None:
    """Write an empty workbook with drop-downs, notes and an example row."""
    with common.foreseen(lang):
        from mieux_dashboard.export.template import examples_of
        from mieux_dashboard.export.template import template as written

        words = common.words_of(lang)
        path = out or Path(f"template-{lang}.xlsx")
        made_up = common.dataset(common.made_up())
        path.write_bytes(written(words, examples_of(made_up)))
    if format == "json":
        common.print_json({"file": str(path)})
    else:
        typer.echo(path)


def _prepared(
    bench: Bench,
    files: Sequence[Path],
    mode: Literal["update", "replace"],
    given: Sequence[Decision],
) -> Prepared:
    from mieux_dashboard.intake import read_bytes
    from mieux_dashboard.intake.prepare import Received

    received = [Received(file.name, read_bytes(file, bench.limits)) for file in files]
    return bench.prepare(received, mode, given)


def _given(path: Path | None, words: Words) -> tuple[Decision, ...]:
    """Read answers from a file, in the form in which compare prints the questions."""
    from mieux_dashboard.model.decision import Decision
    from mieux_dashboard.store import now

    if path is None:
        return ()
    try:
        listed = json.loads(path.read_text("utf-8"))
        names = ("kind", "where", "asked", "answer")
        rows = [{name: str(one[name]) for name in names} for one in listed if one.get("answer")]
    except (ValueError, TypeError, KeyError, AttributeError):
        common.fail(
            words(
                "{file}: expected is a JSON list of objects with kind, where, asked and answer, as "
                "“{command}” prints the questions.",
                file=path,
                command="mieux compare --format json",
            )
        )
    return tuple(Decision(**one, by=common.user(), at=now()) for one in rows)  # type: ignore[arg-type]


def _why_not(bench: Bench, prepared: Prepared, words: Words, yes: bool) -> str:
    """Say why nothing is loaded; "" where nothing stands against it."""
    known = max((bench.store.known_file(one.sha256) for one in prepared.received), default=0)
    if prepared.difference.empty:
        if known:
            return words("Nothing to load: this file is version {number} already.", number=known)
        return words("Nothing to load: these files change nothing.")
    removed = sum(one.removed for one in prepared.difference.counts.values())
    errors = prepared.checked.count("error")
    if yes or not (removed or errors):
        return ""
    goes = words.plural("{n} record would go.", "{n} records would go.", removed) if removed else ""
    stays = (
        words.plural("{n} error would stay.", "{n} errors would stay.", errors) if errors else ""
    )
    todo = words("Nothing was loaded. Mend the files, or load them all the same with --yes.")
    return " ".join(filter(None, [goes, stays, todo]))


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _as_json(prepared: Prepared) -> dict[str, Any]:
    found = prepared.difference
    return {
        "base": prepared.base.version,
        "mode": prepared.mode,
        "counts": {name: prepared.checked.count(name) for name in ("error", "warning")},
        "tables": {name: asdict(one) for name, one in found.counts.items()},
        "changes": found.changes.to_dict("records"),
        "figures": [asdict(one) for one in prepared.figures],
        "accounts": [asdict(one) for one in prepared.checked.accounts],
        "questions": [asdict(one) | {"answer": ""} for one in prepared.questions],
    }


def _print(prepared: Prepared, words: Words) -> None:
    """Print what would change, for reading."""
    from mieux_dashboard.draw.texts import FIGURES
    from mieux_dashboard.model.columns import TABLES

    found = prepared.difference
    rows: list[dict[Any, Any]] = [
        {
            words("Table"): words.sheet(TABLES[name]),
            words("Added"): one.added,
            words("Changed"): one.changed,
            words("Removed"): one.removed,
            words("Unchanged"): one.unchanged,
        }
        for name, one in found.counts.items()
    ]
    common.print_table(rows)
    moved = [one for one in prepared.figures if one.before != one.after]
    common.print_table(
        [
            {
                words("Figure"): words(FIGURES[one.key]),
                words("Now"): one.before,
                words("Then"): one.after,
            }
            for one in moved
        ]
    )
    common.print_table(found.changes.head(_SHOWN).to_dict("records"))
    if left := max(0, len(found.changes) - _SHOWN):
        typer.echo(words.plural("and {n} more", "and {n} more", left))
    for question in prepared.questions:
        asked = f"{question.kind} · {question.where} · {question.shown}"
        typer.echo(words("To decide: {what}", what=f"{asked} ({', '.join(question.cells)})"))
