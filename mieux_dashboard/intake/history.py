"""Going back: an earlier version's tables become the current ones, as a new version."""

from __future__ import annotations

from collections.abc import Mapping

from mieux_dashboard.store import Acceptance, Original, Store, StoreError, Version


def undo(store: Store, to: int, by: str, note: str = "") -> int:
    """Accept an earlier version's tables again; return the number of the new version.

    Parameters
    ----------
    store
        The accepted versions.
    to
        The version to go back to, or forward to again; 0 for the one before the last load that is
        in force, so that undoing twice goes back two loads.
    by, note
        Who, and in whose words.

    Raises
    ------
    StoreError
        ``no-version``, ``nothing-before`` where there is nothing to go back to, ``already`` where
        the version is in force, ``version-damaged``.
    Moved
        When somebody else accepted a version in the meantime.
    """
    versions = {version.number: version for version in store.versions()}
    current = max(versions, default=0)
    in_force = _source(versions, current)
    target = to or _source(versions, versions[in_force].parent if in_force else 0)
    if not target:
        raise StoreError("nothing-before", version=in_force)
    if target not in versions:
        raise StoreError("no-version", version=target, last=current)
    if _source(versions, target) == in_force:
        raise StoreError("already", version=target)
    acceptance = Acceptance(
        tables=store.tables(target),
        base=current,
        by=by,
        note=note,
        as_of=versions[target].as_of,
        counts=versions[target].counts,
        kind="undo",
        mode="",
        undoes=target,
    )
    return store.accept(acceptance)


def kept_originals(store: Store, number: int) -> tuple[Original, ...]:
    """Return the files of a version; of one that went back, those of the version it went back to.

    Raises
    ------
    StoreError
        ``no-version``, ``version-damaged``, or ``no-original`` where no file was kept.
    """
    versions = {version.number: version for version in store.versions()}
    if number not in versions:
        raise StoreError("no-version", version=number, last=max(versions, default=0))
    kept = tuple(one for one in store.original(_source(versions, number)) if one.data)
    if not kept:
        raise StoreError("no-original", version=number)
    return kept


def _source(versions: Mapping[int, Version], number: int) -> int:
    """Return the version that first held the tables of a version; 0 stays 0."""
    while number and versions[number].undone_to:
        number = versions[number].undone_to
    return number
