"""A pack that is made aside: followed, cancelled, kept for a day, and one at a time."""

from __future__ import annotations

import json
import os
import time
import zipfile

import psutil
import pytest

from mieux_dashboard.export.packing import DAY, Busy, Packing
from mieux_dashboard.settings import environment, read_settings

TABLES = ("--as=csv", "--languages=en", "actions-by-region")


@pytest.fixture
def packing(tmp_path, monkeypatch):
    monkeypatch.setenv("MIEUX_CHROMIUM", "none")
    return Packing(tmp_path / "packs", environment(read_settings()))


def until(packing, token, reached):
    """Wait until the state of a pack is one that is waited for."""
    ends = time.monotonic() + 60
    while not reached(packing.state(token)):
        assert time.monotonic() < ends, packing.state(token)
        time.sleep(0.05)
    return packing.state(token)


def test_a_pack_is_made_aside_and_is_there_for_a_day(packing):
    token = packing.begin(TABLES)
    assert packing.state(token).stage == "running"
    with pytest.raises(Busy):
        packing.begin(TABLES)
    ready = until(packing, token, lambda state: state.stage != "running")
    assert ready.stage == "ready"
    elsewhere = Packing(packing.folder, {})
    assert elsewhere.state(token) == ready
    with zipfile.ZipFile(elsewhere.result(token)) as packed:
        assert "en/actions-by-region.csv" in packed.namelist()
        assert ready.size == elsewhere.result(token).stat().st_size
    place = packing.folder / token
    assert place.stat().st_mode & 0o077 == packing.folder.stat().st_mode & 0o077 == 0
    os.utime(place, (0, time.time() - DAY - 60))
    packing.sweep()
    assert packing.state(token).stage == "gone"
    assert packing.result(token) is None


def test_a_cancelled_pack_leaves_no_file_and_no_process_and_lets_another_begin(packing):
    token = packing.begin(("--as=html", *TABLES[1:], "actions-over-time"))
    pid = json.loads((packing.folder / token / "process.json").read_text())["pid"]
    packing.cancel(token)
    assert packing.state(token).stage == "gone"
    assert list(packing.folder.iterdir()) == []
    assert not psutil.pid_exists(pid)
    another = packing.begin(TABLES)
    packing.cancel(another)


def test_a_pack_that_fails_says_why_without_a_folder_of_this_machine(packing):
    token = packing.begin(("--as=png", *TABLES[1:]))
    failed = until(packing, token, lambda state: state.stage != "running")
    assert failed.stage == "failed"
    assert "MIEUX_CHROMIUM" in failed.said
    assert str(packing.folder) not in failed.said
    packing.cancel(token)


def test_the_place_of_a_server_that_died_is_taken_over(packing):
    packing.folder.mkdir()
    slot = packing.folder / "slot"
    slot.write_text("A" * 22)
    with pytest.raises(Busy):
        packing.begin(TABLES)
    os.utime(slot, (0, time.time() - 60))
    token = packing.begin(TABLES)
    assert packing.state(token).stage == "running"
    packing.cancel(token)


@pytest.mark.parametrize("token", ["", "..", "../../etc", "a/b", "A" * 22])
def test_what_is_no_token_names_nothing(packing, token):
    assert packing.state(token).stage == "gone"
    assert packing.result(token) is None
    packing.cancel(token)
