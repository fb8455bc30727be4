"""A store that was filled once, and workbooks whose rows say which they are."""

from __future__ import annotations

import base64
import os
import shutil
from pathlib import Path

import pytest

from tests.faults.serving import mieux
from tests.load.conftest import xlsx

HEAD = ["Action ID", "Title", "Country", "Start"]


@pytest.fixture(scope="session")
def filled(tmp_path_factory):
    """A folder with version 1 in it, which nobody changes."""
    folder = tmp_path_factory.mktemp("filled")
    assert mieux(folder, "versions").returncode == 0
    return folder


@pytest.fixture
def instance(filled, tmp_path):
    """A folder with version 1 in it."""
    return shutil.copytree(filled, tmp_path / "instance")


def register(mark, n):
    """Return a workbook of `n` Actions in Kenya whose titles hold a mark."""
    rows = [[f"x-{i}", f"{mark} number {i}", "Kenya", "2023-01"] for i in range(n)]
    return xlsx({"Actions": [HEAD, *rows]})


def upload(server, data, language="en"):
    """Send a file from the page Data; return what the page is told."""
    given = {
        "data-upload.contents": [f"data:;base64,{base64.b64encode(data).decode()}"],
        "data-upload.filename": ["register.xlsx"],
        "data-mode.value": "update",
    }
    return server.ask("data-upload.contents", given, language).json()["response"]


def accept(server, taken, language="en"):
    """Accept what waits; return what the page is told."""
    given = {
        "data-sitting.data": taken["data-sitting"]["data"], "data-who.value": "AB",
        "data-sure.checked": True, "data-accept.n_clicks": 1,
    }  # fmt: skip
    return server.ask("data-accept.n_clicks", given, language)


def tool(folder, pattern):
    """Return a file that Debian has; see tests/get-servers."""
    found = next(Path(folder).glob(pattern), None)
    if found is None and os.environ.get("CI") == "true":
        pytest.fail(f"{pattern} is not there: tests/get-servers")
    if found is None:
        pytest.skip(f"no {pattern} on this machine: that fault was not tested")
    return str(found)
