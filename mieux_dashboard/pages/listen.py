"""The web server that serves everywhere, Windows too."""

from __future__ import annotations

from typing import Any

from flask import Flask
from waitress import create_server

from mieux_dashboard.settings import Settings


def listening(server: Flask, settings: Settings) -> Any:
    """Return a server at the address of the settings; its ``run`` serves until it is stopped.

    It refuses what is too large before it reads it, in whatever pieces it comes, and hands on the
    headers of proxies: who counts as one is decided in `pages.guard`.

    Raises
    ------
    OSError
        When the address is taken.
    """
    return create_server(
        server,
        host=settings.host,
        port=settings.port,
        threads=settings.threads,
        max_request_body_size=server.config["MAX_CONTENT_LENGTH"] + 1,
        clear_untrusted_proxy_headers=False,
        ident=None,
    )
