"""A dashboard that two workers serve, asked over HTTP, each worker by a connection of its own."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from json import dumps, loads

import psutil

from tests.pages.session import ORIGIN, layout_body
from tests.servers import free_port

SECRET = "s" * 32
PATIENCE = 60
"""Seconds after which a test does not wait any longer."""


class Answer:
    """An answer with what the test client of Flask calls its parts."""

    def __init__(self, answer):
        self.status_code, self.headers, self.data = answer.status, answer.headers, answer.read()
        self.text = self.data.decode("utf-8", "replace")

    def get_json(self):
        return loads(self.text)


class Line:
    """One connection, which stays with the worker that took it."""

    def __init__(self, port, **headers):
        self._http = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self._headers = {"Host": "localhost"} | headers

    def get(self, path, **headers):
        return self._asked("GET", path, None, headers)

    def post(self, path, json, headers):
        head = {"Content-Type": "application/json"} | headers
        return self._asked("POST", path, dumps(json), head)

    def close(self):
        self._http.close()

    def _asked(self, method, path, body, headers):
        self._http.request(method, path, body, self._headers | headers)
        return Answer(self._http.getresponse())


class Served:
    """What ``mieux serve --workers 2`` runs, and who answers there."""

    def __init__(self, process, port, log):
        self.process, self.port, self._log = psutil.Process(process.pid), port, log
        self._lines = []

    @property
    def log(self):
        return self._log.read_text()

    def pids(self):
        return {one.pid for one in self.process.children()}

    def lines(self, **headers):
        """Return a line to each worker: while the other is held, only one can take it.

        The lines that were returned before are closed.
        """
        self.close()
        workers = sorted(until(lambda: len(self.pids()) == 2 and self.pids()))
        for worker in workers:
            others = [pid for pid in workers if pid != worker]
            for pid in others:
                os.kill(pid, signal.SIGSTOP)
            try:
                self._lines.append(Line(self.port, **headers))
                assert self._lines[-1].get("/healthz").status_code == 200
            finally:
                for pid in others:
                    os.kill(pid, signal.SIGCONT)
        return tuple(self._lines)

    def close(self):
        for line in self._lines:
            line.close()
        self._lines = []

    def ask(self, path="/healthz", **headers):
        """Ask whoever takes it."""
        line = Line(self.port, **headers)
        try:
            return line.get(path)
        finally:
            line.close()


@contextmanager
def served(folder, **given):
    """Serve by two workers."""
    told = {"port": free_port(), "instance": folder, "chromium": "none"} | given
    known = os.environ | {f"MIEUX_{name.upper()}": str(value) for name, value in told.items()}
    log = folder / "log"
    with log.open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "mieux_dashboard", "serve", "--workers", "2"],
            env=known, stdout=said, stderr=said,
        )  # fmt: skip
    try:
        until(lambda: process.poll() is not None or b"Ctrl+C" in log.read_bytes())
        assert process.poll() is None, log.read_text()
        serving = Served(process, told["port"], log)
        yield serving
        serving.close()
    finally:
        process.terminate()
        assert process.wait(PATIENCE) == 0, log.read_text()


def until(reached):
    """Wait until something is so, and return it."""
    ends = time.monotonic() + PATIENCE
    while not (found := reached()):
        assert time.monotonic() < ends
        time.sleep(0.05)
    return found


def hits(server):
    """Return how often something was found on a Redis server."""
    return server.client.info("stats")["keyspace_hits"]


def drawn(line, query="", page="requests"):
    """Have a page laid out that draws a chart; return its answer."""
    body = layout_body(f"/en/{page}", query)
    return line.post("/_dash-update-component", json=body, headers=ORIGIN)
