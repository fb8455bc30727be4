"""What pages say to everyone: the menu, what is not public, which language a text is in."""

from __future__ import annotations

import json

import pytest

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.export.chart_html import write_html
from mieux_dashboard.model.selection import Selection
from mieux_dashboard.pages import PAGES, actions, app_for, cards, grid
from mieux_dashboard.pages.page import Visit
from mieux_dashboard.pages.shell import frame
from mieux_dashboard.pages.site import Site
from mieux_dashboard.words import Words
from tests.pages.conftest import ASSETS, HOSTS
from tests.pages.test_pages import parts, texts

UNTRANSLATED = {
    "action_id": "ken-1",
    "title": "Fraud in documents",
    "title_es": "Fraude documental",
    "institution": "Department of Immigration",
    "countries": "KEN",
    "start_date": "2013",
    "output": "a manual",
}
COUNTED = {
    "activity_id": "v",
    "action_id": "ken-1",
    "type": "workshop",
    "date": "2013",
    "participants": 9,
    "participants_women": 4,
}


def laid_out(data, name, language="en", **path):
    page = next(page for page in PAGES if page.name == name)
    here = page.path
    for part, value in path.items():
        here = here.replace(f"<{part}>", value)
    site = Site({"": lambda: data}, 5, local=True)
    return frame(Visit(site, language, here, path, {}), page, PAGES)


def marked(shown, language):
    found = [part for part in parts(shown) if getattr(part, "lang", "") == language]
    return {part.children for part in found if isinstance(part.children, str)}


def said(shown):
    return " ".join(texts(shown))


def test_the_menu_has_seven_pages_first_and_every_other_aside():
    assert len([page for page in PAGES if page.place == "first"]) == 7
    hidden = [page for page in PAGES if page.place == "none"]
    assert all("<" in page.path for page in hidden)
    assert all("<" not in page.path for page in PAGES if page not in hidden)


def test_the_record_says_what_is_not_public_where_a_reader_looks_for_it(public_record):
    assert "Not public: the activities one by one and participants by sex." in said(
        laid_out(public_record, "results")
    )
    assert "Public one by one: 33 of the 188 requests." in said(laid_out(public_record, "requests"))
    assert "Not public: the experts one by one" in said(laid_out(public_record, "expertise"))
    action = said(laid_out(public_record, "action", action_id="benin-ii"))
    assert "Not public: amounts of money" in action


def test_a_register_that_counts_women_does_not_say_that_it_lacks_them(make_dataset):
    data = make_dataset(actions=[UNTRANSLATED], activities=[COUNTED])
    assert "participants by sex" not in said(laid_out(data, "results"))
    without = make_dataset(actions=[UNTRANSLATED])
    assert "participants by sex" in said(laid_out(without, "results"))


@pytest.mark.parametrize("name", ["action", "country"])
def test_a_text_that_is_not_translated_is_marked_as_english(make_dataset, name):
    data = make_dataset(actions=[UNTRANSLATED])
    shown = laid_out(data, name, "fr", action_id="ken-1", iso3="KEN")
    assert {"Fraud in documents", "a manual", "Department of Immigration"} <= marked(shown, "en")
    shown = laid_out(data, name, "es", action_id="ken-1", iso3="KEN")
    assert "Fraude documental" in said(shown)
    assert "Fraude documental" not in marked(shown, "en")


def test_rows_of_the_table_and_results_of_the_search_say_their_language(make_dataset):
    data = make_dataset(actions=[UNTRANSLATED | {"remark": "to be checked"}])
    french = Visit(Site({"": lambda: data}, 5, local=True), "fr", "actions", {}, {})
    names = ("title", "institution", "title_es", "remark", "start_date", "partner")
    row = actions.RECORDS.rows(french, names)[0]
    marked_so = {"title": "en", "institution": "en", "title_es": "es", "remark": "en"}
    assert row[grid.LANG] == marked_so
    client = app_for(Site({"": lambda: data}, 5, local=True), ASSETS, HOSTS).server.test_client()
    found = json.loads(client.get("/fr/search.json?q=documents").text)
    assert found["groups"][0]["results"][0]["lang"] == "en"
    found = json.loads(client.get("/es/search.json?q=documental").text)
    assert found["groups"][0]["results"][0]["lang"] == "es"


def test_titles_in_the_table_of_a_chart_and_in_its_file_say_their_language(make_dataset):
    data = make_dataset(actions=[UNTRANSLATED | {"end_date": "2014"}])
    visit = Visit(Site({"": lambda: data}, 5, local=True), "fr", "timeline", {}, {})
    shown = visit.site.shown("actions-calendar", visit.selection, "fr")
    spans = [p for p in parts(cards.chart_table(visit, shown)) if getattr(p, "lang", "")]
    assert [(span.lang, span.children.children) for span in spans] == [("en", "Fraud in documents")]
    chart = CHARTS["actions-calendar"]
    answer = chart.answer(data, Selection())
    spanish = Words("es", data.reference)
    assert chart.languages(answer, spanish) == {0: [""]}
    written = write_html(chart, answer, Words("fr", data.reference), ASSETS).decode()
    assert "<td lang=en>Fraud in documents</td>" in written


@pytest.mark.parametrize(
    ("by", "first", "said"),
    [("", "early", ""), ("period", "early", "after GAMM"), ("pillar", "late", "counts in each")],
)
def test_the_actions_are_put_in_the_order_of_what_they_are_grouped_by(
    make_dataset, by, first, said
):
    data = make_dataset(
        actions=[
            {"action_id": "early", "start_date": "2013", "areas": "diaspora"},
            {"action_id": "late", "start_date": "2016", "areas": "diaspora;labour-migration"},
            {"action_id": "none"},
        ]
    )
    visit = Visit(Site({"": lambda: data}, 5, local=True), "en", "actions", {}, {"by": by})
    rows = actions.RECORDS.rows(visit, ("action_id", "policy_period", "pillar"))
    assert [row["action_id"] for row in rows][::2] == [first, "none"]
    assert rows[2]["pillar"] == rows[2]["policy_period"] == ""
    note = actions.RECORDS.note(visit)
    assert said in note
    assert bool(note) == bool(by)
    assert (": 1" in note) == bool(by)


def test_a_page_explains_a_word_once_in_its_opening(public_record):
    for page in ("requests", "expertise", "results", "map"):
        shown = laid_out(public_record, page)
        lead = next(part for part in parts(shown) if getattr(part, "className", "") == "lead")
        words = [part for part in parts(lead) if getattr(part, "className", "") == "term"]
        meanings = [getattr(part, "data-meaning") for part in words]
        assert meanings
        assert len(meanings) == len(set(meanings))


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_the_glossary_has_an_anchor_for_each_word_and_says_it_in_the_other_languages(
    public_record, language
):
    shown = laid_out(public_record, "glossary", language)
    ids = {part.id for part in parts(shown) if isinstance(getattr(part, "id", None), str)}
    assert {"action", "request", "focal-point", "record-source"} <= ids
    assert {"en": "demande", "fr": "solicitud", "es": "request"}[language] in said(shown)
