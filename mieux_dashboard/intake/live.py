"""The data in force: the current version of a store, for as many threads and processes as ask."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pandas as pd

from mieux_dashboard.intake.originals import kept
from mieux_dashboard.intake.shipped import Key, read_bytes, shipped_data
from mieux_dashboard.load import read_workbook
from mieux_dashboard.model.dataset import Dataset, dataset
from mieux_dashboard.model.dates import last_day
from mieux_dashboard.model.reference import Reference
from mieux_dashboard.reference import read_reference
from mieux_dashboard.store import Acceptance, Moved, Original, Store

OURS = "mieux"
"""Who accepts what ships with a programme."""


def current(
    store: Store,
    folder: Path,
    key: Key | None = None,
    hold: Callable[[Dataset], Dataset] = lambda dataset: dataset,
) -> Callable[[], Dataset]:
    """Return what gives the Dataset of the store's current version, whenever it is asked.

    The store of a first run is given the programme's workbook as version 1. The Dataset is built
    once per version; a version that another thread or process accepts shows at the next asking.

    Parameters
    ----------
    store
        The accepted versions.
    folder, key
        As in `first_run`, whose errors this raises too.
    hold
        Gives a new version's Dataset to an engine: see `intake.engines.holding`.

    Raises
    ------
    StoreError
        When the store cannot be read; what is returned raises it too.
    """
    reference = read_reference(folder)
    accept_shipped(store, folder, reference, key)
    building = threading.Lock()
    kept: dict[int, Dataset] = {}

    def ask() -> Dataset:
        number = store.version()
        found = kept.get(number)
        if found is None:
            with building:
                found = kept.get(number)
                if found is None:
                    found = hold(version_dataset(store, reference, number))
                    kept.clear()
                    kept[number] = found
        return found

    return ask


def accept_shipped(store: Store, folder: Path, reference: Reference, key: Key | None) -> None:
    """Accept the workbook that ships with a programme, while the store has nothing else.

    The workbook of a later edition becomes a version of its own, unless a team has loaded data or
    gone back; where two programs do this at once, one does it for both.
    """
    versions = store.versions()
    if any(version.kind != "first" for version in versions):
        return
    data = read_bytes(folder / reference.programme.workbook)
    sha256 = hashlib.sha256(data).hexdigest()
    if store.known_file(sha256):
        return
    name = reference.programme.workbook
    checked = shipped_data(data, reference, key)
    original = Original(name, sha256, kept(data, read_workbook(data, name), checked))
    acceptance = Acceptance(
        tables=checked.tables,
        base=versions[-1].number if versions else 0,
        by=OURS,
        as_of=reference.programme.compiled.isoformat(),
        originals=(original,),
        kind="first",
        mode="replace",
    )
    with suppress(Moved):
        store.accept(acceptance)


def version_dataset(store: Store, reference: Reference, number: int) -> Dataset:
    """Return the Dataset of a version.

    Its reference says what the rows rest on: ``programme`` once a team has loaded any, else what
    the programme's folder says; and as of when the data are.

    Raises
    ------
    StoreError
        When there is no such version, or it is damaged.
    """
    version = next(one for one in store.versions() if one.number == number)
    return dataset_of(store.tables(number), reference, number, version.as_of)


def dataset_of(
    tables: Mapping[str, pd.DataFrame], reference: Reference, number: int, as_of: str = ""
) -> Dataset:
    """Return the Dataset that tables make, as version `number`, of the day `as_of` where given."""
    programme = reference.programme
    if _loaded(tables):
        programme = replace(programme, record="programme")
    if as_of:
        programme = replace(programme, compiled=last_day(as_of))
    return dataset(tables, replace(reference, programme=programme), number)


def _loaded(tables: Mapping[str, pd.DataFrame]) -> bool:
    """Whether any row is a team's own."""
    sources = (table["record_source"] for table in tables.values() if "record_source" in table)
    return any(bool((source == "programme").any()) for source in sources)
