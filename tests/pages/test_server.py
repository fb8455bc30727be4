"""What the server answers beside the pages themselves."""

from __future__ import annotations

import csv
import io

import pytest

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.model.columns import LANGUAGES
from mieux_dashboard.pages import app_for
from mieux_dashboard.pages.site import Site
from tests.pages.conftest import ASSETS, HOSTS


def test_health_is_ok_only_when_there_are_data(client, make_dataset):
    assert client.get("/healthz").get_json() == {"status": "ok", "version": 1}
    empty = make_dataset()
    site = Site({"": lambda: empty}, 5, local=True)
    answer = app_for(site, ASSETS, HOSTS).server.test_client().get("/healthz")
    assert (answer.status_code, answer.get_json()["status"]) == (503, "no data")


@pytest.mark.parametrize(
    ("asked", "language"),
    [("fr-BE,fr;q=0.9", "fr"), ("es", "es"), ("de", "en"), ("", "en")],
)
def test_the_root_leads_to_the_readers_language(client, asked, language):
    answer = client.get("/", headers={"Accept-Language": asked})
    assert (answer.status_code, answer.location) == (302, f"/{language}/")


@pytest.mark.parametrize(
    "path",
    ["/en/nowhere", "/de/map", "/en/actions/none", "/fr/charts/none", "/es/charts/none.csv", "/x"],
)
def test_an_unknown_address_is_a_real_404_with_a_way_back(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert 'href="/' in answer.text


def test_a_404_shows_what_was_asked_as_text(client):
    assert "<script>" not in client.get("/en/<script>alert(1)</script>").text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["", "map", "timeline", "actions", "actions/ken-1", "charts"])
def test_every_page_says_its_language(client, language, path):
    answer = client.get(f"/{language}/{path}")
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.text


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "https://evil.example"}])
def test_a_foreign_host_or_origin_is_refused(client, headers):
    assert client.get("/healthz", headers=headers).status_code == 403


def test_every_answer_carries_the_headers_that_protect_it(client):
    answer = client.get("/en/")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "script-src 'self' 'sha256-" in answer.headers["Content-Security-Policy"]


def test_the_numbers_of_a_chart_are_a_file(client):
    answer = client.get("/en/charts/actions-by-region.csv?period=agenda,pact")
    rows = {row["region"]: row["n_actions"] for row in csv.DictReader(io.StringIO(answer.text))}
    assert rows == {
        "africa": "1",
        "latin-america-caribbean": "1",
        "eu-neighbourhood": "0",
        "asia": "0",
    }


def test_the_numbers_carry_what_they_rest_on(client):
    answer = client.get("/fr/charts/actions-by-pillar.json?country=KEN").get_json()
    assert answer["selection"] == "country=KEN"
    assert {row["pillar"]: row["n_actions"] for row in answer["rows"]}["migration-development"] == 1
    assert answer["finding"]


def test_a_selection_that_names_nothing_we_have_is_refused_with_what_there_is(client):
    answer = client.get("/en/charts/actions-by-region.csv?region=atlantis")
    assert answer.status_code == 400
    assert "atlantis" in answer.text
    assert "africa" in answer.text


@pytest.mark.parametrize("key", CHARTS)
@pytest.mark.parametrize("suffix", ["csv", "json"])
def test_every_chart_is_served_for_every_choice_even_an_empty_one(client, key, suffix):
    for query in ("", "?region=asia", "?country=KEN&from=2015"):
        assert client.get(f"/es/charts/{key}.{suffix}{query}").status_code == 200


def test_two_apps_in_one_process_keep_their_own_data(make_dataset):
    one, two = make_dataset([{"countries": "KEN"}]), make_dataset([{"countries": "PER"}] * 2)
    sites = [Site({"": lambda data=data: data}, 5, local=True) for data in (one, two)]
    clients = [app_for(site, ASSETS, HOSTS).server.test_client() for site in sites]
    counts = [
        client.get("/en/charts/key-figures.json").get_json()["rows"][1]["n_loaded"]
        for client in clients
    ]
    assert counts == [1, 2]


def test_a_page_carries_only_itself(client):
    """Dash would put the layout of all pages, 1.4 MB, into each."""
    assert len(client.get("/en/map").data) < 30_000
