"""What is refused before anything is read: foreign pages, strangers, what is too large."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

from flask import Flask, Response, redirect, request
from werkzeug.exceptions import RequestEntityTooLarge

from mieux_dashboard.pages import answers
from mieux_dashboard.pages.access import SIGN_IN, SIGNING
from mieux_dashboard.pages.site import Site
from mieux_dashboard.settings import LOOPBACK, MACHINE

CALLBACKS = "/_dash-update-component"
METRICS = "/metrics"
OPEN_TO_ALL = ("/healthz", METRICS, "/_favicon.ico", *SIGNING)
PROBES = ("/healthz", METRICS)
"""What is asked by who watches, without a proxy between."""

SMALL = 1_000_000
"""Bytes that a request of someone who may not load may have."""

_SAFE = ("GET", "HEAD", "OPTIONS")
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip")
_DEVICES = (
    "accelerometer", "autoplay", "camera", "display-capture", "geolocation", "gyroscope",
    "microphone", "midi", "payment", "publickey-credentials-get", "usb", "xr-spatial-tracking",
)  # fmt: skip
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in _DEVICES),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
NO_PAGE = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""What an answer that is no page may do, should a browser take it for one."""


@dataclass(frozen=True)
class Doors:
    """Under which names and from where the dashboard may be asked.

    Parameters
    ----------
    hosts
        Names under which it may be asked; ``*`` allows all.
    url
        Address under which readers reach it, where a proxy stands in front; "" where none does.
    proxies
        Addresses of these proxies.
    largest_mb
        Largest file that is taken, in MB.
    metrics_from
        Addresses and networks that are told the counts.
    """

    hosts: Sequence[str]
    url: str = ""
    proxies: Sequence[str] = ()
    largest_mb: int = 20
    metrics_from: Sequence[str] = MACHINE
    names: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """Take the name in the address for one of ours."""
        own = urlsplit(self.url).hostname
        object.__setattr__(self, "names", frozenset([*self.hosts, *([own] if own else [])]))

    @property
    def largest(self) -> int:
        """Bytes that a request may have: a browser sends files a third larger."""
        return self.largest_mb * 1_500_000


def protect(server: Flask, site: Site, doors: Doors, policy: Callable[[], str]) -> None:
    """Ask every request for its host, origin, size and reader, in this order, before all else.

    Parameters
    ----------
    policy
        Gives the Content-Security-Policy of pages.
    """
    server.config["MAX_CONTENT_LENGTH"] = doors.largest

    def guard() -> Any:
        if why := _foreign(doors, site.access.mode):
            return Response(f"403: {why}\n", 403, mimetype="text/plain")
        if stranger := _stranger(site):
            return stranger
        _check_size(site, doors.largest)
        if answers.is_file(request.path):
            site.rates.hit("export", site.access)
        return None

    server.before_request_funcs[None].insert(0, guard)
    _send_headers(server, site, doors, policy)


def _check_size(site: Site, largest: int) -> None:
    """Refuse by its declared size what is too large; what declares none is cut off there."""
    if site.access.reader().role != "editor":
        request.max_content_length = min(SMALL, largest)
    if (request.content_length or 0) > (request.max_content_length or largest):
        raise RequestEntityTooLarge


def _send_headers(server: Flask, site: Site, doors: Doors, policy: Callable[[], str]) -> None:
    @server.after_request
    def headers(response: Response) -> Response:
        response.headers.update(HEADERS)
        is_page = response.mimetype == "text/html"
        response.headers["Content-Security-Policy"] = policy() if is_page else NO_PAGE
        if doors.url.startswith("https:"):
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        if site.access.by_name and not request.path.startswith(("/assets/", "/_dash-component")):
            response.headers["Cache-Control"] = "no-store"
        return response


def _foreign(doors: Doors, mode: str) -> str:
    """Say what makes a request foreign: its host, the page that sends it, the way it came."""
    if "*" not in doors.names and _hostname(request.host) not in doors.names:
        return "this host or origin is not served here."
    if mode == "local" and not _at_the_machine():
        return "without sign-in only this machine is answered; see MIEUX_AUTH."
    if mode == "proxy" and request.remote_addr not in doors.proxies and request.path not in PROBES:
        return "only the proxy is answered here; see MIEUX_PROXIES."
    return "" if _is_same_origin(doors) else "this host or origin is not served here."


def _at_the_machine() -> bool:
    """Whether no proxy and no other machine sends this."""
    near = request.remote_addr is None or request.remote_addr in LOOPBACK
    return near and not any(name in request.headers for name in FORWARDED)


def _is_same_origin(doors: Doors) -> bool:
    """Whether one of our own pages sends this, or someone who opens an address.

    A browser says which page asks: by Origin on all that changes, by Sec-Fetch-Site on the rest.
    What changes has to say it; a link from elsewhere may open a page, and no more.
    """
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")
    if origin is not None and not _is_ours(origin, doors):
        return False
    if request.method not in _SAFE:
        return origin is not None or site == "same-origin"
    opened = request.headers.get("Sec-Fetch-Mode") == "navigate"
    return site in (None, "same-origin", "none") or (
        opened and request.headers.get("Sec-Fetch-Dest") == "document"
    )


def _is_ours(origin: str, doors: Doors) -> bool:
    if doors.url:
        return origin == doors.url
    return origin in (f"http://{request.host}", f"https://{request.host}")


def _hostname(netloc: str) -> str:
    try:
        return urlsplit(f"//{netloc}").hostname or ""
    except ValueError:  # half an IPv6 address
        return ""


def _stranger(site: Site) -> Any:
    """Lead who is not signed in to the way in; refuse whom no list names."""
    path, reader = request.path, site.access.reader()
    if reader.role != "none" or path in OPEN_TO_ALL or path.startswith("/assets/"):
        return None
    words = site.words(answers.language())
    if reader.name:
        said = words("You are signed in as {name}, who is on no list here.", name=reader.name)
        return answers.refusal(403, said, words)
    opened = request.method == "GET" and not answers.is_file(path) and not path.startswith("/_")
    if site.access.mode == "oidc" and opened:
        return redirect(f"{SIGN_IN}?next={quote(request.full_path.rstrip('?'))}")
    return answers.refusal(401, words("Nobody is signed in. Load the page anew."), words)
