"""What a store cannot do, said in one line: where, what, and what to do."""

from __future__ import annotations

from mieux_dashboard.words import Words, message

SAID = {
    "address": message(
        "{where}: this names no store. Expected in MIEUX_DATABASE_URL is sqlite:///path or "
        "postgresql://user@host/name."
    ),
    "folder": message(
        "{where}: there is no such folder. Make it, or name another place with MIEUX_DATABASE_URL."
    ),
    "read-only": message(
        "{where}: the store may not be written to ({reason}). Give this user the right to write "
        "the file and its folder, or name another place with MIEUX_DATABASE_URL."
    ),
    "empty": message(
        "{where}: the store is empty (0 bytes). Bring your backup back with: mieux restore FILE "
        "--yes. Delete the file only if it never held data."
    ),
    "missing": message(
        "{where}: the store is gone. Bring your backup back with: mieux restore FILE."
    ),
    "full": message(
        "{where}: the disk is full; {needed} MB are needed, {free} MB are free. Nothing was "
        "stored. Make room and try again."
    ),
    "disk": message(
        "{where}: the disk did not take or give the data ({reason}); {needed} MB are needed, "
        "{free} MB are free. Nothing was stored. Look at the disk and try again."
    ),
    "busy": message(
        "{where}: another program has been writing to the store for too long. Nothing was stored. "
        "Try again."
    ),
    "connect": message(
        "{where}: the store cannot be reached ({reason}). Look whether the server runs, and at "
        "MIEUX_DATABASE_URL."
    ),
    "driver": message(
        "{where}: PostgreSQL needs one more package. Install it with: pip install "
        '"psycopg[binary]".'
    ),
    "newer": message(
        "{where}: a later edition of this program made the store. Install that edition."
    ),
    "damaged": message(
        "{where}: the store is damaged ({reason}). The last good version is {good}. Stop the "
        "program and bring your backup back with: mieux restore FILE --yes."
    ),
    "lost": message(
        "{where}: the store is damaged ({reason}), and no version can be read. Stop the program "
        "and bring your backup back with: mieux restore FILE --yes."
    ),
    "version-damaged": message(
        "{where}: version {version} is damaged ({reason}). The last good version is {good}. Go "
        "back to it with: mieux undo --to {good}. Or bring your backup back with: mieux restore "
        "FILE --yes."
    ),
    "no-version": message("There is no version {version}. The last one is {last}."),
    "no-original": message("No file was kept with version {version}."),
    "already": message("Version {version} is in force already; nothing was done."),
    "nothing-before": message("There is no version before version {version}."),
    "moved": message(
        "{by} has accepted version {current} in the meantime ({at}). Nothing was stored. Look at "
        "the new difference and accept again."
    ),
    "no-backup": message("{where}: this is no backup that mieux backup has made."),
    "backup-damaged": message(
        "{where}: the backup is damaged ({member}). Nothing was restored. Take another backup."
    ),
    "backup-newer": message(
        "{where}: a later edition of this program made the backup. Install that edition."
    ),
    "parquet": message(
        "{where}: the folder of Parquet files cannot be used ({reason}). Look at MIEUX_DATA_URL."
    ),
    "unprepared": message(
        "{where}: there are no prepared tables here. Write them with: mieux prepare --out {where}"
    ),
    "other-lists": message(
        "{where}: the tables were prepared with other reference lists than the programme now has. "
        "Prepare them again with: mieux prepare"
    ),
    "used": message("{where}: tables were prepared here already. Name a new folder."),
    "twice": message(
        "{where}: an id stands in more than one row of this table. Give each record an id of its "
        "own, and prepare the tables again."
    ),
    "no-tables": message(
        "{where}: there is no table of Actions here; expected is actions.parquet, as mieux sample "
        "writes it."
    ),
    "failed": message("{where}: the store failed ({reason})."),
}


class StoreError(Exception):
    """What a store cannot do; `message` says where, what, and what to do.

    Parameters
    ----------
    code
        One of the keys of `SAID`.
    details
        What the sentence's blanks hold; never a password.
    """

    def __init__(self, code: str, **details: object) -> None:
        self.code = code
        self.details = details
        super().__init__(SAID[code].format(**details))

    def message(self, words: Words) -> str:
        """Say it in one line of the reader's language."""
        return words(SAID[self.code], **self.details)


class Moved(StoreError):
    """Somebody else's version became the current one since one looked.

    Parameters
    ----------
    current, by, at
        The version now in force, who accepted it, and when (UTC, ISO).
    """

    def __init__(self, current: int, by: str, at: str) -> None:
        self.current, self.by, self.at = current, by, at
        super().__init__("moved", current=current, by=by, at=at)
