"""The app over four made-up rows, and over the public record."""

from __future__ import annotations

from pathlib import Path

import pytest

from mieux_dashboard.pages import app_for
from mieux_dashboard.pages.guard import Doors
from mieux_dashboard.pages.site import Site

ASSETS = Path(__file__).parents[2] / "assets"
HOSTS = Doors(("localhost", "127.0.0.1"))
FOUR = [
    {"action_id": "ken-1", "countries": "KEN", "start_date": "2012-03", "end_date": "2013-01"},
    {"action_id": "ken-2", "countries": "KEN;UGA", "start_date": "2016", "areas": "diaspora"},
    {"action_id": "per-1", "countries": "PER", "start_date": "2021-05-04", "end_date": "2022"},
    {"action_id": "pse-1", "countries": "PSE", "output": "<b>manual</b>"},
]


@pytest.fixture(scope="session")
def four(make_dataset):
    return make_dataset(actions=FOUR)


@pytest.fixture(scope="session")
def site(four):
    return Site({"": lambda: four}, 5, local=True)


@pytest.fixture(scope="session")
def client(site):
    return app_for(site, ASSETS, HOSTS).server.test_client()
