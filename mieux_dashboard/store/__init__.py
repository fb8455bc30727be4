"""The store: accepted versions of the data, on SQLite by default or on PostgreSQL."""

from mieux_dashboard.store.backup import (
    Backup,
    fingerprint,
    read_backup,
    restore,
    write_backup,
)
from mieux_dashboard.store.errors import Moved, StoreError
from mieux_dashboard.store.records import (
    Acceptance,
    Damaged,
    Erasure,
    Original,
    Tombstone,
    Version,
)
from mieux_dashboard.store.store import Store, open_store
from mieux_dashboard.store.trail import now

__all__ = [
    "Acceptance",
    "Backup",
    "Damaged",
    "Erasure",
    "Moved",
    "Original",
    "Store",
    "StoreError",
    "Tombstone",
    "Version",
    "fingerprint",
    "now",
    "open_store",
    "read_backup",
    "restore",
    "write_backup",
]
