"""How often one reader may have files written, send files and sign in."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from flask import request
from limits import RateLimitItem, parse_many
from limits.errors import StorageError
from limits.storage import MemoryStorage, Storage, storage_from_string
from limits.strategies import FixedWindowRateLimiter
from werkzeug.exceptions import TooManyRequests

from mieux_dashboard.pages.access import Access
from mieux_dashboard.pages.noted import noted
from mieux_dashboard.pages.shelf import redis_options

What = Literal["upload", "export", "sign-in"]


@dataclass(frozen=True, eq=False)
class Rates:
    """What is counted, by reader, and where.

    The counts are made by the library beneath Flask-Limiter: that one counts by address, and all
    callbacks of Dash have the same.

    Parameters
    ----------
    allowed
        How often, by what; what is not named is not counted.
    proxies
        Addresses of the proxies that say on whose behalf they ask.
    storage
        Address of the store of counts; "" for the memory of this process.
    """

    allowed: Mapping[What, str] = field(default_factory=dict)
    proxies: Sequence[str] = ()
    storage: str = field(default="", repr=False)
    _items: Mapping[What, list[RateLimitItem]] = field(init=False, repr=False)
    _counters: list[FixedWindowRateLimiter] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Read what is allowed; memory stands in where the store of counts is gone."""
        items = {what: parse_many(text) for what, text in self.allowed.items()}
        stores: list[Storage] = [MemoryStorage()]
        if self.storage:
            asked = storage_from_string(self.storage, wrap_exceptions=True, **redis_options())
            stores.insert(0, _as_storage(asked))
        object.__setattr__(self, "_items", items)
        object.__setattr__(self, "_counters", [FixedWindowRateLimiter(one) for one in stores])

    def hit(self, what: What, access: Access) -> None:
        """Count one.

        Raises
        ------
        TooManyRequests
            When that was one too many; it says after how many seconds to try again.
        """
        noted().counted.append(what)
        key = access.reader().name or client(self.proxies)
        for item in self._items.get(what, ()):
            if wait := self._wait(item, what, key):
                raise TooManyRequests(retry_after=wait)

    def _wait(self, item: RateLimitItem, what: str, key: str) -> int:
        for counter in self._counters:
            try:
                if counter.hit(item, what, key):
                    return 0
                left = counter.get_window_stats(item, what, key).reset_time - time.time()
                return max(1, math.ceil(left))
            except StorageError:
                continue
        return 0


def _as_storage(made: object) -> Storage:
    assert isinstance(made, Storage)
    return made


def client(proxies: Sequence[str]) -> str:
    """Return the address that asks: what the nearest proxy of ours says, else the other end."""
    nearest = request.remote_addr or ""
    said = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return said if said and nearest in proxies else nearest
