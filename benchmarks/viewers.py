"""Viewers of a dashboard, for locust: each opens a page, then changes a filter every 5 seconds.

``benchmarks/load.py`` runs this. What a viewer sends is what Dash's own script sends: the page, its
layout and callbacks, its content, then for each choice the callback of the bar with the first chart
and the one of the other charts.
"""

from __future__ import annotations

import itertools
import json
import random
from typing import Any
from urllib.request import urlopen

from locust import FastHttpUser, constant_pacing, events, task
from locust.env import Environment

CALLBACKS = "/_dash-update-component"
PAGES = {"overview": "", "map": "map", "timeline": "timeline", "requests": "requests"}
CHOICES = [
    *((("from", str(year)), f"from={year}") for year in range(2009, 2024)),
    *((("to", str(year)), f"to={year}") for year in range(2010, 2025)),
    *((("region", [name]), f"region={name}") for name in ("africa", "asia", "americas", "europe")),
    *((("theme", [f"area:{name}"]), f"area={name}") for name in ("diaspora", "asylum", "returns")),
]
ASKED: dict[str, Any] = {}
SEEDS = itertools.count()


@events.test_start.add_listener
def learn(environment: Environment, **_: object) -> None:
    """Learn from the server which callbacks its pages have."""
    with urlopen(f"{environment.host}/_dash-dependencies") as answer:
        known = [one for one in json.load(answer) if not one["clientside_function"]]
    ASKED["content"] = next(one for one in known if "_pages_content.children" in one["output"])
    for page in PAGES:
        first = f"..{page}-sentence.children"
        ASKED[page, "first"] = next(one for one in known if one["output"].startswith(first))
        query = [{"id": f"{page}-query", "property": "data"}]
        others = (one for one in known if one["inputs"] == query and one["output"][:2] == "..")
        ASKED[page, "others"] = next(others, None)


def body(asked: dict[str, Any], values: dict[str, Any], trigger: str) -> dict[str, Any]:
    """Return what a browser sends for a callback; what is not given is sent as nothing."""

    def given(one: dict[str, str]) -> dict[str, Any]:
        return {**one, "value": values.get(f"{one['id']}.{one['property']}")}

    parts = [part.rpartition(".") for part in asked["output"].strip(".").split("...")]
    return {
        "output": asked["output"],
        "outputs": [{"id": id, "property": name} for id, _, name in parts],
        "inputs": [given(one) for one in asked["inputs"]],
        "state": [given(one) for one in asked["state"]],
        "changedPropIds": [trigger],
    }


class Viewer(FastHttpUser):
    """One reader in one browser."""

    wait_time = constant_pacing(5)  # type: ignore[no-untyped-call]

    def on_start(self) -> None:
        """Open a page."""
        self.chance = random.Random(next(SEEDS))
        self.page = self.chance.choice(list(PAGES))
        self.address = {
            "_pages_location.pathname": f"/{self.chance.choice(('en', 'fr', 'es'))}/"
            + PAGES[self.page],
            "_pages_location.search": "",
        }
        self._open(self.address["_pages_location.pathname"], "page")
        for path in ("/_dash-layout", "/_dash-dependencies"):
            self._open(path, path)
        sent = body(ASKED["content"], self.address, "_pages_location.pathname")
        self._open(CALLBACKS, "content of the page", sent)

    @task
    def choose(self) -> None:
        """Change a filter: the first chart comes at once, the others follow."""
        (part, value), query = self.chance.choice(CHOICES)
        control = f"{self.page}-filter-{part}.value"
        sent = body(ASKED[self.page, "first"], self.address | {control: value}, control)
        self._open(CALLBACKS, "filter: first chart", sent)
        if others := ASKED[self.page, "others"]:
            asked = f"{self.page}-query.data"
            sent = body(others, self.address | {asked: query}, asked)
            self._open(CALLBACKS, "filter: the others", sent)

    def _open(self, path: str, name: str, sent: dict[str, Any] | None = None) -> None:
        headers = {"Origin": self.host, "Accept-Encoding": "gzip, br"}
        method = "POST" if sent else "GET"
        self.client.request(method, path, name=name, headers=headers, json=sent)
