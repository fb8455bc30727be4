"""Drawn charts on a Redis server: what one worker drew, no other draws again."""

from __future__ import annotations

import hashlib
import json
import logging
import pickle
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

from itsdangerous import BadSignature, Signer

from mieux_dashboard.model.folders import SHIPPED
from mieux_dashboard.settings import PREFIX, Settings, SettingsError

Gives = TypeVar("Gives")

SECONDS = 0.2
"""How long Redis is waited for."""

REST = 5.0
"""Seconds for which a Redis that failed is left alone."""

DAY = 24 * 3600
_MADE_WITH = ("pandas", "numpy", "pyarrow", "plotly", "babel")
_OURS = "mieux:"  # how the name of every place begins
_AT_ONCE = 1000
_log = logging.getLogger(__name__)


class Shelf:
    """Where processes put what they drew, and find what others did; without it they draw alone.

    What is found was signed by one of ours for this very place: nothing else is read. Redis gone,
    slow or full is the same as nothing found; after a failure it is left alone for `REST` seconds.

    Parameters
    ----------
    url
        Address of a Redis server.
    secret
        Signs what is put there.
    edition
        Of program and programme; what another one put there is not found.
    """

    def __init__(self, url: str, secret: str, edition: str = "") -> None:
        import redis

        # limits calls a socket redis+unix, redis itself unix.
        address = url.replace("redis+unix:", "unix:", 1)
        self._redis = redis.Redis.from_url(address, **redis_options())
        self._failures = (redis.RedisError, OSError)
        self._secret, self._edition = secret, edition
        self._alone_until = 0.0
        self._is_away = False

    def get(self, place: Sequence[object]) -> Any:
        """Return what stands at a place, None where there is nothing."""
        key = self._key(place)
        signed = self._asked(lambda: self._redis.get(key))
        if not isinstance(signed, bytes):
            return None
        try:
            return pickle.loads(self._signer(key).unsign(signed))  # signed by one of ours
        except BadSignature:
            return None

    def put(self, place: Sequence[object], what: object) -> None:
        """Keep something at a place for a day."""
        key = self._key(place)
        signed = self._signer(key).sign(pickle.dumps(what, pickle.HIGHEST_PROTOCOL))
        self._asked(lambda: self._redis.set(key, signed, ex=DAY))

    def clear(self) -> int | None:
        """Delete what ours left, of any edition; return how many charts, None if Redis is away."""
        return self._asked(self._deleted)

    def _deleted(self) -> int:
        named = self._redis.scan_iter(f"{_OURS}*", count=_AT_ONCE)
        return sum(self._redis.unlink(key) for key in named)

    def _key(self, place: Sequence[object]) -> str:
        named = json.dumps([self._edition, *place])
        return f"{_OURS}{hashlib.sha256(named.encode()).hexdigest()}"

    def _signer(self, key: str) -> Signer:
        """Bind to its place what is signed: elsewhere it would be another chart."""
        return Signer(self._secret, salt=f"{__name__}:{key}", digest_method=hashlib.sha256)

    def _asked(self, ask: Callable[[], Gives]) -> Gives | None:
        if time.monotonic() < self._alone_until:
            return None
        try:
            answer = ask()
        except self._failures as error:
            self._alone_until = time.monotonic() + REST
            if not self._is_away:
                self._is_away = True
                name = type(error).__name__
                _log.warning("Redis does not answer (%s): each worker draws for itself", name)
            return None
        if self._is_away:
            self._is_away = False
            _log.warning("Redis answers again")
        return answer


def redis_options() -> dict[str, Any]:
    """Return how Redis is asked: briefly, and once."""
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    return {
        "socket_timeout": SECONDS,
        "socket_connect_timeout": SECONDS,
        "retry": Retry(NoBackoff(), 0),
    }


def shelf_for(settings: Settings) -> Shelf | None:
    """Return the shelf of the settings, None where they name no Redis server.

    Raises
    ------
    SettingsError
        When the package that speaks with Redis is missing.
    """
    if settings.cache_url is None or settings.secret_key is None:
        return None
    keys = settings.cache_url.get_secret_value(), settings.secret_key.get_secret_value()
    try:
        return Shelf(*keys, edition(settings.programme))
    except ModuleNotFoundError:
        raise SettingsError(
            f"{PREFIX}CACHE_URL: the package redis is missing; pip install 'mieux-dashboard[redis]'"
        ) from None


def edition(programme: Path) -> str:
    """Return the hash of all that a chart is drawn with beside its data: programme and program."""
    hashed = hashlib.sha256(sys.version.encode())
    for name in _MADE_WITH:
        hashed.update(version(name).encode())
    for path in _files(Path(__file__).parents[1], programme):
        hashed.update(hashlib.sha256(path.read_bytes()).digest())
    return hashed.hexdigest()


def _files(package: Path, programme: Path) -> Iterable[Path]:
    for kind in ("**/*.py", "**/*.po", "**/*.css"):
        yield from sorted(package.glob(kind))
    for kind in ("*.toml", "*.xlsx", "reference/**/*.csv"):
        yield from sorted(programme.glob(kind))
    yield from sorted(SHIPPED.glob("reference/*.csv"))  # what a programme lacks is from there
