"""A clock that goes back a year changes neither the order of versions nor what is in force."""

from __future__ import annotations

import json

import pytest

from tests.faults.conftest import accept, register, tool, upload
from tests.faults.serving import mieux, served

BACK = {"faketime": "-365d"}


@pytest.fixture(scope="module")
def a_year_ago():
    """The environment of a process whose clock is a year behind."""
    return BACK | {"ld_preload": tool("/usr/lib", "*/faketime/libfaketimeMT.so.1")}


def test_versions_keep_the_order_of_their_numbers(instance, a_year_ago):
    with served(instance) as now:
        accept(now, upload(now, register("Now", 1)))
    with served(instance, **a_year_ago) as before:
        accept(before, upload(before, register("Before", 2)))
        assert before.version() == 3
        assert "Before number 1" in before.get("/en/countries/KEN/sheet").text
        assert before.log.read_text("utf-8").count("Traceback") == 0
    told = json.loads(mieux(instance, "versions", "--format", "json").stdout)
    years = {one["number"]: int(one["at"][:4]) for one in told}
    assert sorted(years) == [1, 2, 3]
    assert years[3] == years[2] - 1
    assert mieux(instance, "undo").returncode == 0
    with served(instance) as again:
        page = again.get("/en/countries/KEN/sheet").text
    assert ("Now number 0" in page, "Before number" in page) == (True, False)
