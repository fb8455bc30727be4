"""What a reader chooses of a pack becomes what the command is given; nothing else is served."""

from __future__ import annotations

import pytest

from mieux_dashboard.export.chart_files import NotOffered
from mieux_dashboard.export.packing import Packing, State
from mieux_dashboard.pages import app_for
from mieux_dashboard.pages.packs import order, shown
from mieux_dashboard.pages.page import Visit
from mieux_dashboard.pages.site import Site
from tests.pages.conftest import ASSETS, HOSTS

ASKED = {"languages": ["en", "fr"], "formats": ["png"], "preset": "a4"}


def visit(site, language="en", **query):
    return Visit(site, language, "charts", {}, query)


def test_an_order_says_everything_that_was_chosen(site):
    asked = visit(site, "es", region="africa,asia", basis="active", milestone="eam-2015")
    assert order(asked, ["actions-by-region"], ASKED, True) == [
        "--languages=en,fr",
        "--as=png",
        "--preset=a4",
        "--lang=es",
        "--draft",
        "--region=africa,asia",
        "--basis=active",
        "--milestone=eam-2015",
        "actions-by-region",
    ]
    assert order(visit(site), [], ASKED, False)[-1] == "--lang=en"


@pytest.mark.parametrize(
    ("keys", "asked"),
    [
        (["--out=/etc"], {}),
        ([], {"formats": ["png", "--out=/etc"]}),
        ([], {"preset": "huge"}),
        ([], {"languages": ["de"]}),
    ],
)
def test_what_there_is_none_of_is_no_part_of_an_order(site, keys, asked):
    with pytest.raises(NotOffered):
        order(visit(site), keys, ASKED | asked, False)


def test_a_pack_is_shown_while_it_is_made_and_offered_when_it_is_ready(site):
    made = shown(State("running", 3, 12, "Français · CSV"), "t", visit(site, "fr"))
    assert (made["bar"], made["hidden"], made["poll"]) == (25, False, False)
    assert made["step"] == "3 sur 12\u00a0: Français · CSV"
    ready = shown(State("ready", size=31_400_000), "A" * 22, visit(site, "fr"))
    assert (ready["hidden"], ready["poll"]) == (True, True)
    assert ready["ready"][0].href == f"/fr/charts/packs/{'A' * 22}/pack.zip"
    assert "31,4\u00a0Mo" in ready["ready"][0].children
    failed = shown(State("failed", said="no room"), "t", visit(site))
    assert failed["said"] == "The pack could not be made: no room"
    assert failed["ready"] == ""


def test_only_a_pack_that_is_ready_is_served(four, tmp_path):
    site = Site({"": lambda: four}, 5, local=True, packing=Packing(tmp_path, {}))
    client = app_for(site, ASSETS, HOSTS).server.test_client()
    place = tmp_path / ("B" * 22)
    place.mkdir()
    (place / "pack.zip").write_bytes(b"PK")
    answer = client.get(f"/en/charts/packs/{'B' * 22}/pack.zip")
    assert answer.data == b"PK"
    assert "filename=mieux-pack.zip" in answer.headers["Content-Disposition"]
    answer.close()
    for path in (f"{'C' * 22}/pack.zip", f"{'B' * 22}/process.json", "../../pack.zip"):
        assert client.get(f"/en/charts/packs/{path}").status_code == 404


def test_where_no_pack_can_be_made_none_is_offered(client):
    assert client.get(f"/en/charts/packs/{'B' * 22}/pack.zip").status_code == 404
