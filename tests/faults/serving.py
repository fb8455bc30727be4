"""A dashboard served by a process of its own, asked as a browser asks it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from contextlib import contextmanager, suppress

import requests

from tests.conftest import DATA
from tests.pages.session import ask
from tests.servers import free_port

START = 60
SERVE = (sys.executable, "-m", "mieux_dashboard", "serve")


class Served:
    """One server: where it is, what it has logged, and answers to what it is asked."""

    def __init__(self, url, process, log):
        self.url, self.process, self.log = url, process, log

    def get(self, path, **headers):
        answer = requests.get(self.url + path, headers=headers, timeout=60)
        answer.get_json = answer.json
        return answer

    def post(self, path, headers=None, **given):
        said = {**(headers or {}), "Origin": self.url}
        answer = requests.post(self.url + path, headers=said, timeout=60, **given)
        answer.get_json = answer.json
        return answer

    def ask(self, trigger, values, language="en"):
        """Answer a callback of the page Data."""
        return ask(self, trigger, values, language)

    def version(self):
        return self.get("/healthz").json()["version"]

    def lines(self):
        """Return the lines of its log, as JSON."""
        return [json.loads(line) for line in self.log.read_text("utf-8").splitlines()]

    def kill(self):
        self.process.kill()
        self.process.wait()


@contextmanager
def served(folder, *, command=SERVE, port=0, log=None, **environment):
    """Serve what is kept in a folder.

    Of the environment, NAMES are settings without our prefix, names are other variables.
    """
    port = port or free_port()
    names = {name: f"MIEUX_{name}" for name in environment if name.isupper()}
    given = {names.get(name, name.upper()): str(value) for name, value in environment.items()}
    own = {"MIEUX_INSTANCE": str(folder), "MIEUX_PORT": str(port), "MIEUX_LOG": "json"}
    given = {**own, **given}
    log = (log or folder.parent) / f"log-{port}-{time.monotonic_ns()}"
    with log.open("wb") as err:
        process = subprocess.Popen(
            [one.format(port=port) for one in command], cwd=DATA.parent,
            env={**os.environ, **given}, stdout=subprocess.DEVNULL, stderr=err,
        )  # fmt: skip
    one = Served(f"http://127.0.0.1:{port}", process, log)
    try:
        wait_for(lambda: one.get("/healthz").ok, process)
        yield one
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            one.kill()


def wait_for(happened, process=None, seconds=START):
    """Wait until something happens, while a process lives."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with suppress(requests.ConnectionError):
            if happened():
                return
        assert process is None or process.poll() is None, "the server has ended"
        time.sleep(0.1)
    raise AssertionError("that did not happen")


def mieux(folder, *command, **environment):
    """Run a command over what is kept in a folder; return what it printed, as bytes."""
    given = {**os.environ, "MIEUX_INSTANCE": str(folder), **environment}
    return subprocess.run(
        [sys.executable, "-m", "mieux_dashboard", *command],
        cwd=DATA.parent, env=given, capture_output=True, check=False, timeout=120,
    )  # fmt: skip
