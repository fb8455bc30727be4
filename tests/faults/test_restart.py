"""A server that ends between check and accept costs nothing: one goes on, or is told."""

from __future__ import annotations

import json
import shutil

import pytest

from tests.faults.conftest import accept, register, upload
from tests.faults.serving import mieux, served

GONE = {"en": "These files do not wait any more", "fr": "Ces fichiers n’attendent plus"}


@pytest.fixture
def taken(instance):
    """What the page knows after a file was checked by a server that is then killed."""
    with served(instance) as server:
        told = upload(server, register("Mark", 3))
        server.kill()
    return told


def test_after_a_restart_one_goes_on_where_one_was_and_nothing_is_loaded_twice(instance, taken):
    kept = shutil.copytree(instance / "waiting", instance / "kept")
    with served(instance) as server:
        sitting = {"data-sitting.data": taken["data-sitting"]["data"]}
        shown = str(server.ask("data-sitting.data", sitting).json())
        assert f"{sitting['data-sitting.data']['token']}/changes.csv" in shown
        assert server.version() == 1
        accept(server, taken)
        assert server.version() == 2
        again = accept(server, taken).json()["response"]
        assert again["data-said"]["children"].startswith(GONE["en"])
        assert server.version() == 2
        shutil.copytree(kept, instance / "waiting", dirs_exist_ok=True)
        accept(server, taken)  # as if it had ended after it accepted, before it threw them away
    figures = json.loads(mieux(instance, "reconcile", "--format", "json").stdout)["figures"]
    assert [one["loaded"] for one in figures if one["key"] == "actions"] == [111 + 3]


def test_whose_files_are_gone_meanwhile_is_told_and_nothing_is_loaded(instance, taken):
    shutil.rmtree(instance / "waiting")
    with served(instance) as server:
        for language, said in GONE.items():
            told = accept(server, taken, language).json()["response"]
            assert told["data-said"]["children"].startswith(said)
            assert told["data-sitting"]["data"] is None
        assert server.version() == 1
