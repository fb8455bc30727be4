"""What every command shares: its options, the data it reads, its failures, how it prints."""

from __future__ import annotations

import functools
import getpass
import inspect
import json
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NoReturn, TypeAlias, TypeVar

import typer

from mieux_dashboard.model.columns import LANGUAGES

if TYPE_CHECKING:
    from mieux_dashboard.intake.bench import Bench
    from mieux_dashboard.model.dataset import Dataset
    from mieux_dashboard.model.reference import Reference
    from mieux_dashboard.model.selection import Selection
    from mieux_dashboard.settings import Settings
    from mieux_dashboard.store import Store
    from mieux_dashboard.words import Words

    Spoken: TypeAlias = str
    Translated: TypeAlias = str
else:
    Spoken, Translated = Literal[LANGUAGES], Literal[LANGUAGES[1:]]

FOUND_ERRORS, NOTHING_DONE, WRONG_USE = 1, 1, 2
Item = TypeVar("Item")

Language = Annotated[Spoken, typer.Option("--lang", help="Language to answer in.")]
Format = Annotated[Literal["text", "json"], typer.Option("--format", help="How to print results.")]

_NOTHING_DONE = ("moved", "already", "nothing-before", "no-original")
"""Failures of the store that leave all well."""

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
    "milestone": "Further milestones that charts over time show, such as eam-2015.",
    "around": "Milestone that months are counted from, such as eam-2015.",
    "by": "Group by period or pillar; for the comparison also region, group, country or phase.",
    "of": "The sides of the comparison: two or three codes of what it is by.",
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


def settings() -> Settings:
    """Read the settings, or say which cannot work."""
    from mieux_dashboard.settings import SettingsError, read_settings

    try:
        return read_settings()
    except SettingsError as error:
        fail(str(error))


def reference(name: str = "") -> Reference:
    """Read a programme's reference lists."""
    from mieux_dashboard.reference import read_reference

    return read_reference(settings().programme, name or "programme")


def dataset(data: str) -> Dataset:
    """Return the programme, held by the engine of the settings, or the made-up one of `data`."""
    given = settings()
    if data or (given.engine == "pandas" and not given.data_url):
        return in_memory(data)
    from mieux_dashboard.intake import engines

    check_engine(given)
    key = functools.partial(pseudonym_key, given)
    engine = engines.engine(given.engine, given.engine_memory_mb)
    if given.data_url:
        return engines.in_folder(given.data_url.get_secret_value(), given.programme, engine)()
    store = open_store()
    return engines.current_held(store, given.programme, key, given.instance, engine)()


def in_memory(data: str) -> Dataset:
    """Load the programme, or the made-up one that `data` names, into memory."""
    from mieux_dashboard.intake import current, demonstration

    given = settings()
    if data:
        return demonstration(given.programme)
    return current(open_store(), given.programme, functools.partial(pseudonym_key, given))()


def made_up() -> str:
    """Return what names the made-up programme beside the programme; "" where there is none."""
    from mieux_dashboard.intake import DEMONSTRATION, has_demonstration

    return DEMONSTRATION if has_demonstration(settings().programme) else ""


def check_engine(given: Settings) -> None:
    """See that the engine can be had, or say what is missing."""
    from mieux_dashboard.settings import SettingsError, check_engine

    try:
        check_engine(given)
    except SettingsError as error:
        fail(str(error))


def open_store() -> Store:
    """Open the store of accepted versions as it is."""
    from mieux_dashboard.settings import SettingsError, read_database_url
    from mieux_dashboard.store import open_store

    try:
        return open_store(read_database_url(settings()))
    except SettingsError as error:
        fail(str(error))


def filled_store() -> Store:
    """Open the store; an empty one is first given the programme's own workbook."""
    from mieux_dashboard.intake import current

    given, store = settings(), open_store()
    current(store, given.programme, functools.partial(pseudonym_key, given))
    return store


def bench() -> Bench:
    """Return the bench of the store; an empty one is first given the programme's own workbook."""
    from mieux_dashboard.intake import open_bench
    from mieux_dashboard.load import Limits

    given = settings()
    key = functools.partial(pseudonym_key, given)
    limits = Limits(file_mb=given.max_upload_mb)
    return open_bench(open_store(), given.programme, given.instance / "waiting", key, limits)


def user() -> str:
    """Return who types the command, as the machine knows her."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container may have no user, Windows no variable
        return "mieux"


def pseudonym_key(settings: Settings) -> bytes:
    """Return the key of pseudonyms, or say why there is none."""
    from mieux_dashboard.settings import SettingsError, read_pseudonym_key

    try:
        return read_pseudonym_key(settings)
    except SettingsError as error:
        fail(str(error))


def selection(chosen: Mapping[str, str], words: Words) -> Selection:
    """Read the options of a selection, or say which names nothing we have."""
    from mieux_dashboard.model.selection import read_selection

    found, unknown = read_selection(chosen, words.reference)
    if unknown:
        from mieux_dashboard.pages.unknown import say_unknown

        fail(say_unknown(unknown[0], words))
    return found


@contextmanager
def foreseen(language: str) -> Iterator[None]:
    """Turn each failure that is foreseen into its line and exit code."""
    from mieux_dashboard.intake import Refused
    from mieux_dashboard.load import Unreadable
    from mieux_dashboard.reference import FrameRefused, ProgrammeRefused
    from mieux_dashboard.store import StoreError
    from mieux_dashboard.words import Words

    try:
        yield
    except OSError as error:
        why = error.strerror or str(error)
        fail(f"{error.filename}: {why}" if error.filename else why)
    except Refused as error:
        fail(error.message(words_of(language)), FOUND_ERRORS)
    except Unreadable as error:
        fail(error.message(words_of(language)))
    except ProgrammeRefused as error:
        fail(str(error))
    except FrameRefused as error:
        fail(error.message(Words(language, error.reference)))
    except StoreError as error:
        code = NOTHING_DONE if error.code in _NOTHING_DONE else WRONG_USE
        fail(error.message(words_of(language)), code)


def words_of(language: str) -> Words:
    """Return a language's words."""
    from mieux_dashboard.words import Words

    return Words(language, reference())


def fail(line: str, code: int = WRONG_USE) -> NoReturn:
    """Print a line for the failure and stop."""
    typer.echo(line, err=True)
    raise typer.Exit(code)


def watched(items: Sequence[Item]) -> Iterator[Item]:
    """Go through items; on a terminal a bar shows how far."""
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    if not console.is_terminal:
        yield from items
    else:
        yield from track(items, "", console=console, transient=True)


@contextmanager
def steps() -> Iterator[Callable[[int], Callable[[str], None]]]:
    """Take how many steps there are, then what each does; on a terminal a bar shows it."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}", markup=False),
    )
    disable = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=disable) as progress:
        task = progress.add_task("", total=None)

        def begin(total: int) -> Callable[[str], None]:
            progress.update(task, total=total)
            said: list[str] = []

            def step(what: str) -> None:
                """Show what is being made; what was said before is done."""
                progress.update(task, completed=len(said), description=what)
                said.append(what)

            return step

        yield begin


@contextmanager
def ended_cleanly() -> Iterator[None]:
    """Let an end that another process asks for be one on which what was begun is cleaned up."""

    def end(number: int, frame: object) -> NoReturn:
        raise SystemExit(128 + number)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def written_steps(path: Path) -> Iterator[Callable[[int], Callable[[str], None]]]:
    """Take the same as `steps`, and keep in a file what another process may show."""

    def begin(total: int) -> Callable[[str], None]:
        said: list[str] = []

        def step(what: str) -> None:
            told = {"done": len(said), "total": total, "said": what}
            beside = path.with_suffix(".new")
            beside.write_text(json.dumps(told), "utf-8")
            beside.replace(path)
            said.append(what)

        return step

    yield begin


def print_json(value: object) -> None:
    """Print a value as JSON, for a program to read."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1))


def print_table(rows: list[dict[Any, Any]]) -> None:
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
