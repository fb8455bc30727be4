"""Commands about the whole store as one file: backup, restore."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mieux_dashboard.cli import common
from mieux_dashboard.cli.common import NOTHING_DONE, Format, Language

if TYPE_CHECKING:
    from mieux_dashboard.settings import Settings
    from mieux_dashboard.store import Backup, Tombstone
    from mieux_dashboard.words import Words


def backup(
    out: Annotated[Path, typer.Option(help="A new file.")],
    with_key: Annotated[
        bool,
        typer.Option(
            "--with-key", help="Put the key of pseudonyms in: who has the file can use it."
        ),
    ] = False,
    lang: Language = "en",
    format: Format = "text",
) -> None:
    """Write all versions, originals, decisions and the audit trail into one file, while in use."""
    with common.foreseen(lang):
        from mieux_dashboard.store import write_backup

        words, key = common.words_of(lang), common.pseudonym_key(common.settings())
        made = write_backup(common.filled_store(), out, key, with_key)
        megabytes = out.stat().st_size / 1_000_000
    if format == "json":
        common.print_json({"file": str(out), "version": made.last, "with_key": with_key})
        return
    typer.echo(
        words(
            "{file}: versions up to {version}, {n} MB.",
            file=out,
            version=made.last,
            n=words.number(round(megabytes, 1)),
        )
    )
    typer.echo(
        words("The key of pseudonyms is in it: keep the file as you would keep names.")
        if with_key
        else words(
            "The key of pseudonyms is not in it: keep that apart, in another place "
            "(MIEUX_PSEUDONYM_KEY, or pseudonym.key in the folder of this machine)."
        )
    )


def restore(
    file: Annotated[Path, typer.Argument(help="What mieux backup has written.")],
    yes: Annotated[
        bool, typer.Option("--yes", help="Replace what the store holds, or a damaged store.")
    ] = False,
    by: Annotated[str, typer.Option(help="Who restores; default the machine's user.")] = "",
    lang: Language = "en",
    format: Format = "text",
) -> None:
    """Bring a backup back, all or nothing, onto the store that the settings name."""
    with common.foreseen(lang):
        from mieux_dashboard.settings import read_database_url
        from mieux_dashboard.store import read_backup, restore

        words, given, by = common.words_of(lang), common.settings(), by or common.user()
        kept, url = read_backup(file), read_database_url(given)
        stones = _what_goes(url, words, yes)
        took = _take_key(given, kept)
        aside = restore(url, kept, by, stones)
        erased = _erase_again(by)
        same_key = _has_key(given) and _is_key_of(kept, given)
    if format == "json":
        said = {"version": kept.last, "aside": str(aside or ""), "erased_again": erased}
        common.print_json(said | {"same_key": same_key, "took_key": took})
        return
    typer.echo(words("Version {version} is in force, as it was backed up.", version=kept.last))
    if aside:
        typer.echo(words("The damaged store is now {file}. Delete it in time.", file=aside))
    if erased:
        typer.echo(
            words.plural(
                "{n} person who was erased after the backup was erased again.",
                "{n} persons who were erased after the backup were erased again.",
                erased,
            )
        )
    if not same_key:
        typer.echo(
            words(
                "The key of pseudonyms on this machine is not that of the backup: bring that key "
                "back too, or persons named in later files get other pseudonyms."
            )
        )
    typer.echo(words("Restart running dashboards: they still show what was there."))


def _what_goes(url: str, words: Words, yes: bool) -> tuple[Tombstone, ...]:
    """Stop where something would go and nobody said so; return the tombstones that hold on."""
    from mieux_dashboard.store import StoreError, open_store

    try:
        store = open_store(url)
    except StoreError as error:
        if error.code in ("lost", "damaged", "empty") and yes:
            return ()
        raise
    versions, stones = store.versions(), store.tombstones()
    store.close()
    if any(one.kind != "first" for one in versions) and not yes:
        n = len(versions)
        common.fail(
            words.plural(
                "The store holds {n} version. Nothing was restored. Say --yes to replace it.",
                "The store holds {n} versions. Nothing was restored. Say --yes to replace them.",
                n,
            ),
            NOTHING_DONE,
        )
    return stones


def _erase_again(by: str) -> int:
    """Take out again who was erased after the backup was made."""
    from mieux_dashboard.cli.protect import keeping

    kept = keeping(common.open_store())
    again = kept.again(kept.store.tombstones())
    for id in again:
        kept.erase(id, by)
    return len(again)


def _has_key(given: Settings) -> bool:
    return bool(given.pseudonym_key) or (given.instance / "pseudonym.key").exists()


def _is_key_of(kept: Backup, given: Settings) -> bool:
    from mieux_dashboard.store import fingerprint

    return fingerprint(common.pseudonym_key(given)) == str(kept.manifest["key"])


def _take_key(given: Settings, kept: Backup) -> bool:
    """Take the key that is in a backup, where this machine has none."""
    if _has_key(given) or not kept.key:
        return False
    given.instance.mkdir(parents=True, exist_ok=True)
    path = given.instance / "pseudonym.key"
    made = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(made, "wb") as file:
        file.write(kept.key)
    return True
