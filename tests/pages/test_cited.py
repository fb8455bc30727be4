"""The files of ids and indicators, and the decisions on the page Data."""

from __future__ import annotations

import csv
import io
import json

import pytest
from plotly.io.json import to_json_plotly
from typer.testing import CliRunner

from mieux_dashboard.cli import app as commands
from mieux_dashboard.model.decision import OWN, Decision
from mieux_dashboard.pages import cards, create_app, decided
from mieux_dashboard.pages.page import Visit
from mieux_dashboard.pages.site import CITED
from mieux_dashboard.settings import read_settings
from tests.pages.session import ORIGIN


@pytest.fixture
def app(tmp_path, monkeypatch):
    monkeypatch.setenv("MIEUX_INSTANCE", str(tmp_path / "instance"))
    return create_app(read_settings())


@pytest.fixture
def client(app):
    return app.server.test_client()


@pytest.fixture
def site(app):
    return app.server.extensions["mieux"]


def rows(answer):
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_the_ids_of_a_chart_follow_the_selection_and_name_their_version(client, site):
    answer = client.get("/fr/charts/actions-by-region/ids.csv?region=asia")
    found = rows(answer)
    assert len(found) == 15
    hash = site.store.versions()[0].tables_hash[:12]
    assert {(row["table"], row["version"], row["hash"]) for row in found} == {
        ("actions", "1", hash)
    }
    made_up = rows(client.get("/en/charts/requests-by-country/ids.csv?data=demonstration"))
    assert {(row["table"], row["hash"]) for row in made_up} == {("requests", "")}


def card(site, language, key, **query):
    visit = Visit(site, language, f"charts/{key}", {}, query)
    return str(json.loads(to_json_plotly(cards.card(visit, "chart", key))))


def test_every_card_offers_its_citation_and_the_ids_that_it_counts(site):
    said = card(site, "es", "actions-by-region", region="asia")
    assert f"tablas {site.store.versions()[0].tables_hash[:12]}, {CITED})" in said
    assert "/es/charts/actions-by-region/ids.csv?region=asia" in said
    assert "'data-copies': 'citation'" in said
    persons = card(site, "en", "experts-by-country", data="demonstration")
    assert f", {CITED})" in persons
    assert "ids.csv" not in persons


def test_of_persons_no_ids_are_given_and_the_reader_is_told(client):
    answer = client.get("/en/charts/experts-by-country/ids.csv?data=demonstration")
    assert answer.status_code == 404
    assert "no ids" in answer.text
    assert client.get("/en/charts/nothing/ids.csv").status_code == 404
    assert client.get("/en/charts/actions-by-region/ids.csv?region=mars").status_code == 400


def test_indicators_are_the_same_from_page_and_command(client, app):
    page = rows(client.get("/es/data/indicators.csv"))
    printed = CliRunner().invoke(commands, ["indicators", "--format", "csv", "--lang", "es"])
    assert list(csv.DictReader(io.StringIO(printed.stdout))) == page
    listed = json.loads(CliRunner().invoke(commands, ["indicators", "--format", "json"]).stdout)
    assert [str(row["value"]) for row in listed] == [row["value"] for row in page]
    assert page[0]["indicator_name"] == "Solicitudes"


GIVEN = [
    Decision("value", "countries", "ivorycost", "CIV", "ann"),
    Decision("column", "actions", "budgetline", OWN, "ann"),
    Decision("order", "actions.start_date", "start", "dmy", "ben"),
    Decision("person", "expert_id", "p-1", "p-2", "ben"),
    Decision("record", "actions", "a training|KEN|2012", "no-such-action", "ben"),
]


def shown(site, language="en"):
    return str(json.loads(to_json_plotly(decided.in_force(Visit(site, language, "data", {}, {})))))


def test_every_decision_in_force_is_listed_in_words_and_can_be_taken_back(client, site):
    assert "No decision is in force" in shown(site)
    site.store.decide(GIVEN)
    listed = shown(site, "fr")
    for text in ("ivorycost", site.words("fr").country("CIV"), "ann", "p-1", "p-2"):
        assert text in listed
    asked = json.dumps({"asked": "value|countries|ivorycost", "type": decided.REVOKE})
    (callback,) = (
        one for one in client.get("/_dash-dependencies").get_json()
        if any(decided.REVOKE in each["id"] for each in one["inputs"])
    )  # fmt: skip
    outputs = [
        dict(zip(("id", "property"), each.rsplit(".", 1), strict=True))
        for each in callback["output"].strip(".").split("...")
    ]
    trigger = {"id": json.loads(asked), "property": "n_clicks", "value": 1}
    states = [
        {"id": "data-who", "property": "value", "value": "ann"},
        {"id": "data-sitting", "property": "data", "value": None},
        {"id": "_pages_location", "property": "pathname", "value": "/en/data"},
        {"id": "_pages_location", "property": "search", "value": ""},
    ]
    body = {
        "output": callback["output"],
        "outputs": outputs,
        "inputs": [[trigger]],
        "state": states,
        "changedPropIds": [f"{asked}.n_clicks"],
    }
    answer = client.post("/_dash-update-component", json=body, headers=ORIGIN)
    assert answer.status_code == 200
    assert "taken back" in answer.text
    assert site.store.decisions().answer("value", "countries", "ivorycost") == ""
    assert len(site.store.decisions().given) == len(GIVEN) - 1
    assert len(site.store.history()) == len(GIVEN) + 1


def test_the_command_lists_the_decisions(site):
    site.store.decide(GIVEN[:1])
    run = CliRunner().invoke(commands, ["decisions", "--format", "json"])
    (one,) = json.loads(run.stdout)
    assert (one["asked"], one["answer"], one["by"]) == ("ivorycost", "CIV", "ann")
    assert "ivorycost" in CliRunner().invoke(commands, ["decisions"]).stdout
