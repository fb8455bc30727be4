"""Several processes that answer at one address, by gunicorn, which there is not on Windows."""

from __future__ import annotations

import socket
import sys
import time
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from mieux_dashboard.intake import Refused
from mieux_dashboard.load import Unreadable
from mieux_dashboard.pages import create_app
from mieux_dashboard.pages.shelf import shelf_for
from mieux_dashboard.pages.watch import count_together
from mieux_dashboard.settings import Settings, SettingsError, check_exposure
from mieux_dashboard.store import StoreError

_BOOT_SECONDS = 120  # a worker that shows no life for so long is replaced
_IDLE_SECONDS = 75  # longer than a proxy keeps a connection that it may use again
_LONGEST_ADDRESS = 8190  # as many as gunicorn takes: an address says all that was chosen


class Lines(Logger):  # type: ignore[misc]
    """What gunicorn says of its workers, written as all other lines of the log are."""

    def setup(self, cfg: Any) -> None:
        """Hand its lines to the log; it writes none itself."""
        super().setup(cfg)
        self.error_log.propagate = True


class Workers(BaseApplication):  # type: ignore[misc]
    """A master that keeps as many workers as the settings say; `run` serves until it is stopped.

    Each worker makes a dashboard of its own after it was forked, so that no connection, lock or
    thread is shared. One that ends is replaced.

    Parameters
    ----------
    settings
        Where to listen, how many workers, how many threads each has.

    Raises
    ------
    SettingsError
        As `create_app`.
    OSError
        When the address is taken.
    """

    def __init__(self, settings: Settings) -> None:
        check_exposure(settings)
        shelf_for(settings)
        self._settings = settings
        self._bound = _bound(settings.host, settings.port)
        count_together()
        super().__init__()

    def load_config(self) -> None:
        """Tell gunicorn what the settings say; it reads no file and no environment."""
        told = {
            "bind": f"fd://{self._bound.detach()}",
            "workers": self._settings.workers,
            "threads": self._settings.threads,
            "worker_class": "gthread",
            "timeout": _BOOT_SECONDS,
            "keepalive": _IDLE_SECONDS,
            "limit_request_line": _LONGEST_ADDRESS,
            "forwarded_allow_ips": "",  # who counts as a proxy is decided in `pages.guard`
            "control_socket_disable": True,
            "loglevel": "warning",
            "logger_class": Lines,
            "errorlog": None,
        }
        for name, value in told.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Return what one worker serves; where the store is away, the next one tries again."""
        try:
            return create_app(self._settings).server
        except (SettingsError, StoreError, Refused, Unreadable, OSError) as error:
            sys.stderr.write(f"{error}\n")
            time.sleep(1)
            sys.exit(1)


def _bound(host: str, port: int) -> socket.socket:
    """Return a socket at an address, before any worker starts: it says at once what is wrong."""
    family, *_, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    return socket.create_server(address[:2], family=family)
