"""What is watched of a running dashboard: a line in the log per answer, and the counts of them."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address, ip_network
from typing import Any

import psutil
from flask import Flask, Response, abort, g, request

from mieux_dashboard.model.columns import LANGUAGES
from mieux_dashboard.pages import answers
from mieux_dashboard.pages.guard import FORWARDED, METRICS, Doors
from mieux_dashboard.pages.logs import ANSWER
from mieux_dashboard.pages.noted import HEADER, Noted, begin, noted
from mieux_dashboard.pages.page import Page
from mieux_dashboard.pages.rates import client
from mieux_dashboard.pages.server import match
from mieux_dashboard.pages.site import Site
from mieux_dashboard.store import StoreError

SHARED = "PROMETHEUS_MULTIPROC_DIR"
"""Variable that names the folder in which the processes of a server count together."""

UNKNOWN = "(unknown)"
_ANY_PAGE = "/<path:path>"
_METHODS = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH")
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


def count_together() -> None:
    """Let the processes of a server count together; called before any of them makes an app.

    The folder in which they do goes when the process that called this ends.
    """
    folder, owner = tempfile.mkdtemp(prefix="mieux-metrics-"), os.getpid()
    os.environ[SHARED] = folder

    @atexit.register
    def clear() -> None:
        if os.getpid() == owner:
            shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class Answered:
    """What the log and the counts hold of one answer."""

    method: str
    route: str
    status: int
    version: int | None
    charts: tuple[str, ...]
    drawn: tuple[str, ...]
    ms: float
    bytes: int

    def said(self) -> str:
        """Return it as a line for people."""
        version = "" if self.version is None else f" v{self.version}"
        charts = f" charts={','.join(self.charts)}" if self.charts else ""
        what = f"{self.method} {self.route} {self.status}{version}"
        return f"{what} {self.ms:.0f} ms {self.bytes} bytes{charts}"


class Counts:
    """The counts of one app, in a registry of its own.

    prometheus_client is imported here and not above: it looks once whether several processes
    count together, and a start says so after it has read the settings.
    """

    def __init__(self, site: Site) -> None:
        from prometheus_client import CollectorRegistry, Counter, Histogram

        self._site = site
        self._registry = CollectorRegistry()
        into: dict[str, Any] = {"namespace": "mieux", "registry": self._registry}
        self._requests = Counter("requests", "Answers", ["method", "route", "status"], **into)
        self._seconds = Histogram(
            "request_seconds", "Time to an answer", ["route"], buckets=_SECONDS, **into
        )
        self._charts = Counter(
            "charts", "Charts shown, drawn for it (miss) or kept (hit)", ["cache"], **into
        )
        self._exports = Counter("exports", "Files and packs asked for", ["format"], **into)
        self._uploads = Counter("uploads", "Sendings of files to be checked", **into)

    def add(self, answered: Answered, note: Noted) -> None:
        """Count one answer."""
        self._requests.labels(answered.method, answered.route, answered.status).inc()
        self._seconds.labels(answered.route).observe(answered.ms / 1000)
        drawn = len(note.drawn)
        self._charts.labels("miss").inc(drawn)
        self._charts.labels("hit").inc(max(len(note.shown) - drawn, 0))
        if answered.status < 400:
            self._uploads.inc(note.counted.count("upload"))
            for _ in range(note.counted.count("export")):
                self._exports.labels(_format(request.path)).inc()

    def text(self) -> tuple[bytes, str]:
        """Return all counts, those of the other processes too, and their type."""
        from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
        from prometheus_client.multiprocess import MultiProcessCollector

        registry = self._registry
        now = CollectorRegistry()
        if SHARED in os.environ:
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        now.register(_Now(self._site))
        return generate_latest(registry) + generate_latest(now), CONTENT_TYPE_LATEST


class _Now:
    """What is so at the moment of asking: the version, its age, the memory of each process."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def collect(self) -> Iterator[Any]:
        from prometheus_client.core import GaugeMetricFamily

        with suppress(StoreError):
            number, seconds = self._version()
            yield GaugeMetricFamily("mieux_data_version", "Version in force", value=number)
            if seconds is not None:
                yield GaugeMetricFamily(
                    "mieux_data_version_age_seconds", "Time since it was accepted", value=seconds
                )
        memory = GaugeMetricFamily(
            "mieux_memory_bytes", "Memory of each process that answers", labels=["process"]
        )
        for number, process in enumerate(_processes()):
            with suppress(psutil.Error):
                memory.add_metric([str(number)], process.memory_info().rss)
        yield memory

    def _version(self) -> tuple[int, float | None]:
        number, store = self._site.dataset().version, self._site.store
        found = [one.at for one in store.versions() if one.number == number] if store else []
        return number, time.time() - datetime.fromisoformat(found[0]).timestamp() if found else None


def _processes() -> list[psutil.Process]:
    """Return the processes that answer: this one, or all that the same one started."""
    own = psutil.Process()
    parent = own.parent() if SHARED in os.environ else None
    return sorted(parent.children(), key=lambda one: one.pid) if parent else [own]


def _format(path: str) -> str:
    return path.rpartition(".")[2] if answers.is_file(path) else "pack"


def watch(server: Flask, site: Site, doors: Doors, pages: Sequence[Page]) -> None:
    """Log and count every answer; called last, so that it sees also what others refuse.

    No line and no count holds a cell, a text that someone typed, a name or an address.
    """
    counts = Counts(site)

    def note() -> None:
        begin(doors.proxies)

    def log(response: Response) -> Response:
        note = noted()
        answered = _answered(response, note, pages)
        response.headers[HEADER] = note.id
        counts.add(answered, note)
        server.logger.info(
            answered.said(),
            extra={ANSWER: {name: getattr(answered, name) for name in Answered.__slots__}},
        )
        return response

    server.before_request_funcs[None].insert(0, note)
    server.after_request_funcs[None].insert(0, log)  # they run from the last to the first

    @server.get(METRICS)
    def metrics() -> Response:
        if not _may_count(doors):
            abort(404)
        text, kind = counts.text()
        return Response(text, content_type=kind)


def _may_count(doors: Doors) -> bool:
    """Whether one of the addresses asks that may have the counts.

    What came through a proxy that we do not know is not from the proxy's own address.
    """
    passed_on = any(name in request.headers for name in FORWARDED)
    if passed_on and request.remote_addr not in doors.proxies:
        return False
    try:
        asks = ip_address(client(doors.proxies))
    except ValueError:
        return False
    return any(asks in ip_network(one, strict=False) for one in doors.metrics_from)


def _answered(response: Response, note: Noted, pages: Sequence[Page]) -> Answered:
    dataset = g.get("dataset")
    return Answered(
        method=request.method if request.method in _METHODS else "OTHER",
        route=_route(pages),
        status=response.status_code,
        version=dataset.version if dataset is not None else None,
        charts=tuple(dict.fromkeys(note.shown)),
        drawn=tuple(dict.fromkeys(note.drawn)),
        ms=round((time.perf_counter() - note.began) * 1000, 1),
        bytes=response.content_length or response.calculate_content_length() or 0,
    )


def _route(pages: Sequence[Page]) -> str:
    """Return the pattern of the address, never the address: a reader may type anything there."""
    rule = request.url_rule.rule if request.url_rule else UNKNOWN
    if rule != _ANY_PAGE:
        return rule
    language, _, here = request.path.strip("/").partition("/")
    found = match(pages, here) if language in LANGUAGES else None
    return f"/<language>/{found[0].path}" if found else UNKNOWN
