"""Charts that workers share on a Redis server, and how they go on without one."""

from __future__ import annotations

import logging
import os
import pickle
import signal
import socket
import sys
import threading
import time
from dataclasses import replace

import pytest

from mieux_dashboard.model.selection import Selection
from mieux_dashboard.pages import shelf
from mieux_dashboard.pages.shelf import Shelf
from mieux_dashboard.pages.site import Site
from tests.workers.conftest import SECRET, hits, until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Redis has no server for Windows")

KEY, WHOLE = "actions-by-region", Selection()


@pytest.fixture
def site(redis, make_dataset):
    """Give a factory of sites, as workers have them, over equal data."""
    data = make_dataset([{"countries": "KEN", "start_date": "2012"}])

    def make(edition="1", secret=SECRET, version=1, min_cell=5, url=redis.url):
        mine = replace(data, version=version)
        kept = Shelf(url, secret, edition)
        return Site({"": lambda: mine}, min_cell, local=min_cell == 1, shelf=kept)

    return make


def seen(shown):
    parts = (shown.figure, shown.finding, shown.subtitle, shown.alternative, shown.citation)
    return *parts, shown.table.to_dict("list"), shown.answer.table.to_dict("list")


def test_what_one_worker_drew_another_finds(redis, site):
    one, other = site(), site()
    drawn_here = one.shown(KEY, WHOLE, "fr")
    assert hits(redis) == 0
    found = other.shown(KEY, WHOLE, "fr")
    assert hits(redis) == 1
    assert seen(found) == seen(drawn_here)
    assert found.answer.dataset is other.dataset()
    assert found.answer.table.dtypes.equals(drawn_here.answer.table.dtypes)
    other.shown(KEY, WHOLE, "fr")
    assert hits(redis) == 1  # what was seen once is in the process


def test_the_shelf_is_emptied_of_all_editions_and_of_nothing_else(redis, site):
    one, earlier = site(), site(edition="0")
    one.shown(KEY, WHOLE, "fr")
    earlier.shown(KEY, WHOLE, "es")
    redis.client.set("LIMITS:ann", 1)
    assert one.shelf.clear() == 2
    assert redis.client.keys() == [b"LIMITS:ann"]
    redis.kill()
    assert one.shelf.clear() is None


@pytest.mark.parametrize(
    "other",
    [{"edition": "2"}, {"version": 2}, {"min_cell": 1}, {"secret": "t" * 32}],
    ids=lambda one: next(iter(one)),
)
def test_another_edition_version_smallest_number_or_secret_shares_nothing(site, other):
    site().shown(KEY, WHOLE, "fr")
    place = []
    stranger = site(**other)
    kept = stranger.shelf
    kept.get, found = (lambda where: place.append(where) or found(where)), kept.get
    stranger.shown(KEY, WHOLE, "fr")
    assert found(place[0]) is not None  # what it drew itself
    assert len(place) == 1


def test_each_language_and_selection_has_its_place(redis, site):
    one = site()
    for language, selection in (
        ("en", WHOLE),
        ("fr", WHOLE),
        ("fr", Selection(region=("africa",))),
    ):
        one.shown(KEY, selection, language)
    assert (hits(redis), redis.client.dbsize()) == (0, 3)
    assert all(0 < redis.client.ttl(key) <= shelf.DAY for key in redis.client.scan_iter())


class Evil:
    def __reduce__(self):
        return os.mkdir, (Evil.folder,)


def test_what_was_not_signed_for_its_place_is_never_read(redis, site, tmp_path):
    Evil.folder = str(tmp_path / "made")
    expected = seen(site().shown(KEY, WHOLE, "fr"))
    (key,) = redis.client.keys()
    site().shown("actions-by-pillar", WHOLE, "fr")
    (other,) = set(redis.client.keys()) - {key}
    forged = pickle.dumps(Evil())
    for value in (forged, forged + b".c2lnbmVk", redis.client.get(other), b"", b"."):
        redis.client.set(key, value)
        assert seen(site().shown(KEY, WHOLE, "fr")) == expected
        assert not (tmp_path / "made").exists()
    pickle.loads(forged)
    assert (tmp_path / "made").exists()


def test_a_redis_that_is_killed_is_left_alone_said_once_and_used_when_it_is_back(
    redis, site, caplog, monkeypatch
):
    monkeypatch.setattr(shelf, "REST", 0.2)
    caplog.set_level(logging.WARNING)
    one = site()
    redis.kill()
    for year in range(2009, 2019):
        assert one.shown(KEY, Selection(year_from=year), "en").figure
    assert [said.getMessage()[:21] for said in caplog.records] == ["Redis does not answer"]
    redis.start()
    years = iter(range(1, 2000))

    def is_used():
        one.shown(KEY, Selection(year_to=next(years)), "en")
        return redis.client.dbsize()

    until(is_used)
    assert [said.getMessage()[:19] for said in caplog.records][1:] == ["Redis answers again"]


def test_a_redis_that_holds_still_costs_one_short_wait(redis, site):
    one = site()
    redis.process.send_signal(signal.SIGSTOP)
    try:
        begun = time.monotonic()
        for year in range(1, 200):
            one.shelf.get(["x", year])
        assert time.monotonic() - begun < 4 * shelf.SECONDS
    finally:
        redis.process.send_signal(signal.SIGCONT)


def test_a_server_that_is_no_redis_is_as_none(site):
    listening = socket.create_server(("127.0.0.1", 0))

    def answer():
        line, _ = listening.accept()
        line.recv(1000)
        line.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        line.close()

    threading.Thread(target=answer, daemon=True).start()
    one = site(url=f"redis://127.0.0.1:{listening.getsockname()[1]}")
    assert one.shown(KEY, WHOLE, "en").figure
    listening.close()
