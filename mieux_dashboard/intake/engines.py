"""The engine of the settings: it holds the store's current version, or tables that lie prepared."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

from mieux_dashboard.intake.live import current
from mieux_dashboard.intake.shipped import Key
from mieux_dashboard.model.dataset import Dataset
from mieux_dashboard.reference import PROGRAMME, read_reference
from mieux_dashboard.store import Store
from mieux_dashboard.store.folder import Folder, lists_hash
from mieux_dashboard.store.held import Engine, engine_for, held
from mieux_dashboard.store.prepared import keep, prepare

PREPARED = "prepared"
"""Folder of the instance in which the tables of versions lie prepared for an engine."""

engine = cache(engine_for)
"""The engine of a name: one for the process."""


def in_folder(
    url: str, folder: Path, engine: Engine, name: str = PROGRAMME
) -> Callable[[], Dataset]:
    """Return what gives the Dataset whose prepared tables lie at an address.

    Parameters
    ----------
    url
        Where `mieux prepare` wrote them.
    folder, name
        As in `first_run`.

    Raises
    ------
    StoreError
        As `store.held.held` does.
    """
    found = held(Folder(url), read_reference(folder, name), engine)
    return lambda: found


def current_held(
    store: Store, folder: Path, key: Key | None, instance: Path, engine: Engine
) -> Callable[[], Dataset]:
    """Return what `current` returns, each version held by an engine.

    The tables of a version are written as Parquet once, beneath `instance`, and stay there with the
    answers that are kept beside them.
    """
    return current(store, folder, key, partial(_hold, store, instance, engine))


def forget(instance: Path) -> None:
    """Delete the prepared tables of all versions: who is erased from the store stands in them too.

    The current version is prepared anew when it is next asked for.

    Raises
    ------
    OSError
        When they cannot be deleted.
    """
    if (prepared := instance.absolute() / PREPARED).exists():
        shutil.rmtree(prepared)


__all__ = ["current_held", "engine", "forget", "in_folder", "keep", "prepare"]


def _hold(store: Store, instance: Path, engine: Engine, made: Dataset) -> Dataset:
    version = next(one for one in store.versions() if one.number == made.version)
    name = f"{version.tables_hash[:16]}-{made.version}-{lists_hash(made.reference)[:16]}"
    folder = Folder(str(instance.absolute() / PREPARED / name))
    if folder.description() is None:
        keep(made, folder, version.tables_hash)
    return held(folder, made.reference, engine)
