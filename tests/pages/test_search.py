"""What a search finds, by which of its names, and what the server answers to one."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.model.columns import LANGUAGES
from mieux_dashboard.model.selection import read_selection
from mieux_dashboard.pages import PAGES, app_for, match, search
from mieux_dashboard.pages.site import Site
from mieux_dashboard.words import Words
from tests.pages.conftest import ASSETS, HOSTS

HOSTILE = '<img src=x onerror="alert(1)">'


@pytest.fixture(scope="module")
def data(make_dataset):
    return make_dataset(
        actions=[
            {
                "action_id": "civ-1",
                "title": "Ivory Coast I: trafficking in human beings",
                "title_fr": "Côte d'Ivoire I: traite des êtres humains",
                "countries": "CIV",
                "start_date": "2012-03",
                "institution": "Comité national de lutte contre la traite",
            },
            {"action_id": "ken-1", "title": "Kenya I", "countries": "KEN"},
            {"action_id": "ken-2", "title": HOSTILE, "countries": "KEN"},
            *({"action_id": f"many-{n}", "title": f"Manifold {n}"} for n in range(20)),
        ],
        partners=[{"action_id": "ken-1", "name": "Université de Nairobi", "kind": "academia"}],
    )


@pytest.fixture(scope="module")
def listed(data):
    return {
        language: search.entries(data, Words(language, data.reference)) for language in LANGUAGES
    }


@pytest.fixture(scope="module")
def web(data):
    site = Site({"": lambda: data}, 5, local=True)
    return app_for(site, ASSETS, HOSTS).server.test_client()


def leads(listed, asked):
    """Where the hits lead: the path, with the codes that it is narrowed to."""
    return [
        hit.entry.path + "".join(f"?{name}={code}" for name, code in hit.entry.codes.items())
        for hit in search.find(listed, asked)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("RDC", "countries/COD"),
        ("rep. dem. del congo", "countries/COD"),
        ("Ivory Coast", "countries/CIV"),
        ("COTE D'IVOIRE", "countries/CIV"),
        ("cote d\N{RIGHT SINGLE QUOTATION MARK}ivoire", "countries/CIV"),
        ("Co\N{COMBINING CIRCUMFLEX ACCENT}te d'Ivoire", "countries/CIV"),
        ("civ", "countries/CIV"),
        ("Georgia", "countries/GEO"),
        ("CEDEAO", "groups/ecowas"),
        ("ECOWAS", "groups/ecowas"),
        ("comision de la cedeao", "groups/ecowas"),
        ("west africa", "groups/west-africa"),
        ("afrique de l'ouest", "groups/west-africa"),
        ("asie", "map?region=asia"),
        ("traite", "timeline?area=trafficking"),
        ("trata", "timeline?area=trafficking"),
        ("protection internationale", "timeline?pillar=international-protection"),
        ("ministère de l'intérieur", "actions?institution=ministry-interior"),
        ("kenya i", "actions/ken-1"),
        ("ken-1", "actions/ken-1"),
        ("universite nairobi", "actions/ken-1"),
        ("lutte contre la traite", "actions/civ-1"),
        ("actions-by-region", "charts/actions-by-region"),
    ],
)
def test_a_name_of_any_language_leads_to_what_it_names(listed, language, asked, first):
    found = leads(listed[language], asked)
    best = search.find(listed[language], asked)[0].rank
    equal = [hit for hit in search.find(listed[language], asked) if hit.rank == best]
    assert first in found[: len(equal)]


def test_the_label_is_in_the_readers_language_and_says_by_which_name_it_was_found(listed):
    said = {
        language: next(iter(search.find(listed[language], "Ivory Coast"))) for language in LANGUAGES
    }
    assert said["fr"].entry.label == "Côte d'Ivoire"
    assert said["fr"].via == "Ivory Coast"
    action = search.find(listed["fr"], "etres humains I")[0]
    assert action.entry.label == "Côte d'Ivoire I: traite des êtres humains"
    assert action.via == ""


def test_whole_names_come_before_words_before_starts_before_text_inside(listed):
    hits = search.find(listed["en"], "niger")
    assert hits[0].entry.path == "countries/NER"
    ranks = [hit.rank for hit in hits]
    assert ranks == sorted(ranks)
    starts = {hit.entry.path: hit.rank for hit in hits}
    assert starts["countries/NGA"] == search.STARTS
    inside = {hit.entry.path: hit.rank for hit in search.find(listed["en"], "istan")}
    assert inside["countries/AFG"] == search.WITHIN


@pytest.mark.parametrize("asked", ["", " ", "a", "'", "—", "zzzz", "x" * 5000, "%", "\x00"])
def test_what_names_nothing_finds_nothing(listed, asked):
    assert search.find(listed["en"], asked) == []


def test_two_letters_are_found_where_words_start_and_not_inside_them(listed):
    for hit in search.find(listed["en"], "be"):
        assert any(word.startswith("be") for word in hit.name.words) or hit.rank == search.EXACT


def test_one_kind_does_not_keep_the_others_out(listed):
    hits = search.find(listed["en"], "ma")
    assert len(hits) > search.MOST
    shown = search.chosen(hits)
    assert sum(map(len, shown.values())) == search.MOST
    assert {"country", "action"} <= set(shown)


def test_every_chart_is_found_by_its_title_in_every_language(listed, reference):
    for language in LANGUAGES:
        words = Words(language, reference)
        for key, chart in CHARTS.items():
            assert f"charts/{key}" in leads(listed["en"], words(chart.title))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "asked", ["kenya", "traite", "manifold", "migration", "west", "ministry", "africa", "france"]
)
def test_the_server_answers_with_addresses_of_pages_that_exist(web, data, language, asked):
    answer = web.get(f"/{language}/search.json", query_string={"q": asked})
    assert answer.mimetype == "application/json"
    for group in answer.get_json()["groups"]:
        for result in group["results"]:
            address = urlsplit(result["href"])
            start, _, here = address.path.removeprefix("/").partition("/")
            page, path = match(PAGES, here)
            assert start == language
            assert page.knows(data, path)
            assert not read_selection(dict(parse_qsl(address.query)), data.reference)[1]


def test_a_result_opens(web):
    found = web.get("/fr/search.json", query_string={"q": "traite"}).get_json()["groups"]
    hrefs = {group["results"][0]["href"] for group in found}
    assert "/fr/timeline?area=trafficking" in hrefs
    assert web.get("/fr/timeline?area=trafficking").status_code == 200


def test_the_server_counts_what_it_found(web):
    def count(asked):
        return web.get("/en/search.json", query_string={"q": asked}).get_json()["count"]

    assert count("nairobi") == "1 result"
    assert count("zzzz") == "Nothing found"
    assert count("manifold") == "The first 12 of 20 results"
    assert web.get("/en/search.json").get_json() == {"count": "Nothing found", "groups": []}


def test_a_title_that_is_markup_stays_text(web):
    answer = web.get("/en/search.json", query_string={"q": "onerror"})
    assert answer.get_json()["groups"][0]["results"][0]["label"] == HOSTILE
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_search_of_another_language_is_a_404(web):
    assert web.get("/de/search.json?q=kenya").status_code == 404
    assert web.get("/en/search.json/more?q=kenya").status_code == 404


def test_a_search_of_the_demonstration_stays_in_it(data, make_dataset):
    made_up = make_dataset(actions=[{"action_id": "DEMO-001", "title": "Kenya, made up"}])
    site = Site({"": lambda: data, "demonstration": lambda: made_up}, 5, local=True)
    web = app_for(site, ASSETS, HOSTS).server.test_client()
    ours = web.get("/en/search.json?q=kenya").text
    theirs = web.get("/en/search.json?q=kenya&data=demonstration").get_json()
    hrefs = [result["href"] for group in theirs["groups"] for result in group["results"]]
    assert "/en/actions/DEMO-001?data=demonstration" in hrefs
    assert all("data=demonstration" in href for href in hrefs)
    assert "DEMO" not in ours
