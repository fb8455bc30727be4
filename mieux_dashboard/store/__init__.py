"""The store: accepted versions of the data, on SQLite by default or on PostgreSQL."""

from mieux_dashboard.store.errors import Moved, StoreError
from mieux_dashboard.store.records import Acceptance, Original, Version
from mieux_dashboard.store.store import Store, now, open_store

__all__ = ["Acceptance", "Moved", "Original", "Store", "StoreError", "Version", "now", "open_store"]
