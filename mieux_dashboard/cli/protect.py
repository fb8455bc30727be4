"""Commands about persons and about who did what: holdings, erase, retain, audit."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mieux_dashboard.cli import common
from mieux_dashboard.cli.common import NOTHING_DONE, Format, Language

if TYPE_CHECKING:
    from mieux_dashboard.export.packing import Packing
    from mieux_dashboard.intake.erasure import Holdings, Keeping
    from mieux_dashboard.pages.shelf import Shelf
    from mieux_dashboard.store import Store
    from mieux_dashboard.words import Words

Id = Annotated[
    str, typer.Argument(help="Of an expert or a focal point; - reads it from the input.")
]
By = Annotated[str, typer.Option(help="Who does it; default the machine's user.")]


def holdings(
    id: Id,
    name: Annotated[
        bool, typer.Option("--name", help="A name is given: find the pseudonym made from it.")
    ] = False,
    lang: Language = "en",
    format: Format = "text",
) -> None:
    """List all that is held about one expert or focal point."""
    with common.foreseen(lang):
        words, id, kept = common.words_of(lang), _read(id), keeping(common.filled_store())
        if name:
            id = kept.known_as(id)
            if format == "text":
                typer.echo(words("Pseudonym: {id}", id=id))
        held = kept.held(id)
        if format == "json":
            common.print_json(_object(id, held))
        else:
            _print(held, words)
    raise typer.Exit(0 if held.stored or held.tombstones else NOTHING_DONE)


def erase(  # noqa: PLR0913, its options
    id: Id,
    reason: Annotated[str, typer.Option(help="Why; without the name or the ID.")] = "",
    by: By = "",
    yes: Annotated[bool, typer.Option("--yes", help="Erase without asking.")] = False,
    allow: Annotated[
        bool, typer.Option("--allow", help="Let an erased ID be stored again from now on.")
    ] = False,
    lang: Language = "en",
    format: Format = "text",
) -> None:
    """Take one expert or focal point out of everything that is kept; show first what will go."""
    with common.foreseen(lang):
        words, id, by = common.words_of(lang), _read(id), by or common.user()
        kept, packs, shelf = keeping(common.filled_store()), _packing(), _shelf()
        if allow:
            _allow(kept, id, by, words, format)
            return
        held = kept.held(id)
        if not held.stored:
            common.fail(words("Nothing is held about this ID; nothing was done."), NOTHING_DONE)
        if format == "text":
            _print(held, words)
            if n := packs.count():
                typer.echo(
                    words.plural(
                        "{n} pack made on this machine goes too.",
                        "{n} packs made on this machine go too.",
                        n,
                    )
                )
        if not (yes or _confirmed(words, format)):
            common.fail(words("Nothing was erased. Say --yes to erase."), NOTHING_DONE)
        number, clean = kept.erase(id, by, reason)
        _forget_prepared()
        n_packs, n_charts = packs.clear(), shelf.clear() if shelf else 0
    if format == "json":
        said = {"erased": True, "version": number, "packs": n_packs, "files_clean": clean}
        common.print_json(_object(id, held) | said | {"charts": n_charts})
        return
    _say_erased(words, number, clean, n_charts)


def retain(lang: Language = "en", by: By = "", format: Format = "text") -> None:
    """Delete what is past its time: originals, files that wait, packs; clean the store's files."""
    with common.foreseen(lang):
        words, given, store = common.words_of(lang), common.settings(), common.filled_store()
        months = given.keep_originals_months
        originals: tuple[tuple[int, str], ...] = ()
        if months:
            originals = store.retain(months_ago(datetime.now(UTC), months), by or common.user())
        waiting, packs = keeping(store).sittings.sweep(), _packing().sweep()
        clean = store.compact()
    if format == "json":
        listed = [{"version": version, "name": name} for version, name in originals]
        said = {"originals": listed, "waiting": waiting, "packs": packs, "files_clean": clean}
        common.print_json(said)
        return
    for version, name in originals:
        typer.echo(
            words("Version {version}: {name} is kept no longer.", version=version, name=name)
        )
    if not months:
        typer.echo(words("Originals are kept for ever: MIEUX_KEEP_ORIGINALS_MONTHS is not set."))
    rows = {words("Originals"): len(originals), words("Files that waited"): waiting}
    common.print_table([rows | {words("Packs"): packs}])


def audit(lang: Language = "en", format: Format = "text") -> None:
    """Print the audit trail: what was done, to what, by whom, when; it is checked first."""
    with common.foreseen(lang):
        store, words = common.filled_store(), common.words_of(lang)
        kinds = {one.number: one.kind for one in store.versions()}
        lines = [dict(line) for line in store.audit()]
        for line in lines:
            if line["act"] == "accept":
                line["act"] = _ACTS.get(kinds[line["of"]], "load")
    if format == "json":
        common.print_json(lines)
    else:
        common.print_table(
            [
                {
                    words("Line"): line["number"],
                    words("When (UTC)"): line["at"].removesuffix("+00:00"),
                    words("By"): line["by"],
                    words("What was done"): line["act"],
                    words("Number"): line["of"],
                    words("Hash"): line["hash"][:12],
                }
                for line in lines
            ]
        )


_ACTS = {"first": "first", "load": "load", "undo": "undo", "erase": "erased-version"}


def keeping(store: Store) -> Keeping:
    """Return what is kept of persons on this machine and in the store."""
    from mieux_dashboard.intake.erasure import keeping
    from mieux_dashboard.load import Limits

    given = common.settings()
    limits = Limits(file_mb=given.max_upload_mb)
    return keeping(store, given.instance / "waiting", common.pseudonym_key(given), limits)


def months_ago(now: datetime, months: int) -> str:
    """Return the moment some months before another one, ISO; of a later month its last day."""
    import calendar

    year, month = divmod(now.year * 12 + now.month - 1 - months, 12)
    day = min(now.day, calendar.monthrange(year, month + 1)[1])
    return now.replace(year=year, month=month + 1, day=day).isoformat(timespec="seconds")


def _packing() -> Packing:
    from mieux_dashboard.export.packing import Packing

    return Packing(common.settings().instance.absolute() / "packs", {})


def _forget_prepared() -> None:
    from mieux_dashboard.intake import engines

    engines.forget(common.settings().instance)


def _shelf() -> Shelf | None:
    from mieux_dashboard.pages.shelf import shelf_for

    return shelf_for(common.settings())


def _read(id: str) -> str:
    """Read an id; one from the input stands in no list of commands."""
    return sys.stdin.readline().strip() if id == "-" else id.strip()


def _allow(kept: Keeping, id: str, by: str, words: Words, format: str) -> None:
    if not kept.allow(id, by):
        common.fail(words("This ID is not erased; nothing was done."), NOTHING_DONE)
    if format == "json":
        common.print_json({"allowed": True})
    else:
        typer.echo(words("The ID may be stored again. What was erased does not come back."))


def _confirmed(words: Words, format: str) -> bool:
    asks = format == "text" and sys.stdin.isatty()
    return asks and typer.confirm(words("Erase all of this? It cannot be undone."))


def _say_erased(words: Words, number: int, clean: bool, n_charts: int | None) -> None:
    typer.echo(
        words(
            "Erased. Version {number} is in force. The ID is left out of every later file.",
            number=number,
        )
    )
    if not clean:
        typer.echo(
            words(
                "The store is in use, and bytes of what was deleted may still be in its files. "
                "Stop the dashboard and run: mieux retain."
            )
        )
    if n_charts is None:
        typer.echo(
            words(
                "Redis does not answer: charts drawn earlier stay there for a day at most. "
                "Empty it, or wait."
            )
        )
    typer.echo(
        words(
            "Backups, packs and files that were written elsewhere are not reached: delete those "
            "made before today. Restart running dashboards, which may hold it in memory."
        )
    )


def _object(id: str, held: Holdings) -> dict[str, Any]:
    return {
        "id": id,
        "places": [asdict(one) for one in held.places],
        "decisions": [asdict(one) for one in held.decisions],
        "waiting": list(held.waiting),
        "tombstones": [asdict(one) for one in held.tombstones],
    }


def _print(held: Holdings, words: Words) -> None:
    """Print what is held: a line for each place, versions in which it is the same together."""
    kinds = {
        "unread": words("original that can no longer be read"),
        "row": words("row"), "cell": words("text of another row"), "file": words("original"),
        "note": words("note"),
    }  # fmt: skip
    same = [
        (one.kind, one.where, one.row, one.column, str(dict(one.record))) for one in held.places
    ]
    versions: dict[Any, list[str]] = {}
    for one, key in zip(held.places, same, strict=True):
        versions.setdefault(key, []).append(str(one.version))
    common.print_table(
        [
            {
                words("What"): kinds[kind],
                words("Where"): where,
                words("Row"): row or "–",
                words("Column"): column,
                words("Versions"): ", ".join(numbers),
                words("Record"): record if record != "{}" else "",
            }
            for (kind, where, row, column, record), numbers in versions.items()
        ]
    )
    for decision in held.decisions:
        what = f"{decision.kind} · {decision.where} · {decision.asked} → {decision.answer}"
        typer.echo(words("Decision: {what}", what=what))
    for name in dict.fromkeys(held.waiting):
        typer.echo(words("{name} waits to be accepted; it was not looked into.", name=name))
    for tombstone in held.tombstones:
        said = words("Erased on {date}, by {by}.", date=tombstone.at[:10], by=tombstone.by)
        again = words("Allowed again on {date}, by {by}.", date=tombstone.at[:10], by=tombstone.by)
        typer.echo(said if tombstone.act == "erase" else again)
    if not (held.stored or held.tombstones):
        typer.echo(words("Nothing is held about this ID."))
