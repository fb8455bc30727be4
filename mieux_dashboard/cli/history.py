"""Commands about accepted versions: list them, go back, get a file back."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mieux_dashboard.cli import common
from mieux_dashboard.cli.common import Format, Language

if TYPE_CHECKING:
    from mieux_dashboard.store import Original, Store, Version
    from mieux_dashboard.words import Words


def versions(
    verify: Annotated[
        bool, typer.Option("--verify", help="Look at every byte, and list what is damaged.")
    ] = False,
    lang: Language = "en",
    format: Format = "text",
) -> None:
    """List the accepted versions of the data, the first one first."""
    with common.foreseen(lang):
        store, words = common.filled_store(), common.words_of(lang)
        if verify:
            _verify(store, words, format)
            return
        found = store.versions()
    if format == "json":
        common.print_json([_object(version) for version in found])
    else:
        common.print_table([_row(version, words) for version in found])


def undo(
    to: Annotated[
        int | None,
        typer.Option(min=1, help="The version to go to; default: before the last load."),
    ] = None,
    note: Annotated[str, typer.Option(help="Why.")] = "",
    lang: Language = "en",
    format: Format = "text",
) -> None:
    """Go back to an earlier version, which becomes a new one; a later one undoes the undoing."""
    with common.foreseen(lang):
        from mieux_dashboard.intake import undo

        store = common.filled_store()
        number = undo(store, to or 0, common.user(), note)
        made = store.versions()[number - 1]
        words = common.words_of(lang)
    if format == "json":
        common.print_json(_object(made))
    else:
        typer.echo(
            words(
                "Version {version} is in force: its tables are those of version {earlier}.",
                version=number,
                earlier=made.undone_to,
            )
        )


def decisions(lang: Language = "en", format: Format = "text") -> None:
    """List the decisions in force: what was asked, what was answered, by whom, when."""
    with common.foreseen(lang):
        given = common.filled_store().decisions().given
        words = common.words_of(lang)
    if format == "json":
        common.print_json([dataclasses.asdict(one) for one in given])
    elif not given:
        typer.echo(words("No decision is in force."))
    else:
        common.print_table(
            [
                {
                    words("Asked"): f"{one.kind} · {one.where}",
                    words("Of"): one.asked,
                    words("Answer"): one.answer,
                    words("By"): one.by,
                    words("When (UTC)"): one.at.removesuffix("+00:00"),
                }
                for one in given
            ]
        )


def original(
    version: Annotated[int, typer.Argument(min=1, help="Its number; mieux versions lists them.")],
    out: Annotated[Path, typer.Option(help="A new file; a folder where there are several.")],
    lang: Language = "en",
    format: Format = "text",
) -> None:
    """Write the files that a version was made from, as they were kept."""
    with common.foreseen(lang):
        from mieux_dashboard.intake import kept_originals

        words = common.words_of(lang)
        store = common.filled_store()
        kept = kept_originals(store, version)
        if len(kept) > 1 and not out.is_dir():
            common.fail(
                words("{where}: there are several files. Name a folder that is there.", where=out)
            )
        paths = _places(kept, out)
        for path in paths:
            if path.exists():
                common.fail(words("{where}: this file is there already.", where=path))
        for path, file in zip(paths, kept, strict=True):
            path.write_bytes(file.data)
        store.note("original", version, common.user())
    if format == "json":
        common.print_json(
            [
                {"file": str(path), "name": file.name, "received_sha256": file.received_sha256}
                for path, file in zip(paths, kept, strict=True)
            ]
        )
    else:
        for path in paths:
            typer.echo(path)


def _places(kept: tuple[Original, ...], out: Path) -> list[Path]:
    """Say where each file goes; a name is a name, whatever path it was given as."""
    if not out.is_dir():
        return [out]
    names = [file.name.replace("\\", "/").rpartition("/")[2] for file in kept]
    return [
        out / (name if names.count(name) == 1 else f"{position}-{name}")
        for position, name in enumerate(names, 1)
    ]


def _verify(store: Store, words: Words, format: str) -> None:
    damaged = store.verify()
    if format == "json":
        common.print_json([dataclasses.asdict(one) for one in damaged])
    for one in damaged if format == "text" else ():
        name = one.name or words("its entry")
        typer.echo(words("Version {version}: {name} is damaged.", version=one.version, name=name))
    if damaged:
        raise typer.Exit(common.FOUND_ERRORS)
    if format == "text":
        n = len(store.versions())
        typer.echo(
            words.plural(
                "{n} version, its files and the audit trail are as it was accepted.",
                "{n} versions, their files and the audit trail are as they were accepted.",
                n,
            )
        )


def _object(version: Version) -> dict[str, Any]:
    files = [{"name": name, "sha256": sha256} for name, sha256 in version.files]
    return dataclasses.asdict(version) | {"files": files}


def _row(version: Version, words: Words) -> dict[str, str]:
    counts = ", ".join(f"{name} {n}" for name, n in version.counts.items() if isinstance(n, int))
    kinds = {
        "first": words("as shipped"),
        "load": words("loaded"),
        "erase": words("a person was erased"),
    }
    back = words("back to version {version}", version=version.undone_to)
    return {
        words("Version"): str(version.number),
        words("What"): kinds.get(version.kind, back),
        words("By"): version.by,
        words("When (UTC)"): version.at.removesuffix("+00:00"),
        words("As of"): words.date(version.as_of),
        words("Files"): ", ".join(name for name, _ in version.files),
        words("Rows"): counts,
        words("Note"): version.note,
    }
