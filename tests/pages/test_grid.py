"""The tables of records: which rows and columns they have, and what they never show."""

from __future__ import annotations

import json

import pytest

from mieux_dashboard.model.columns import LANGUAGES
from mieux_dashboard.pages import PAGES, actions, grid, requests, results
from mieux_dashboard.pages.page import Visit
from mieux_dashboard.pages.shell import frame
from mieux_dashboard.pages.site import Site
from mieux_dashboard.pages.table_state import TableState

ACTIONS = [
    {
        "action_id": "late",
        "title": "Late",
        "countries": "KEN;UGA",
        "start_date": "2016",
        "participants": 1234.0,
        "No. of x": "=1+1",
        "start_up": "slow",
    },
    {"action_id": "none", "title": "Undated", "regional_body": "ecowas", "participants": 3.0},
    {"action_id": "early", "title": "Early", "title_fr": "Tôt", "start_date": "2012-03"},
]
REQUESTS = [
    {
        "request_id": f"r-{decision or 'unknown'}",
        "countries": "KEN" if decision == "accepted" else "UGA",
        "decision": decision,
        "received_date": "2012-01-02",
        "action_ids": "early;gone" if decision == "accepted" else "",
        "institution": f"Office of {decision}",
    }
    for decision in ("accepted", "declined", "withdrawn", "pending", "")
]
RESULTS = [{"result_id": "x", "action_id": "early", "level": "output", "description": "Guide"}]


@pytest.fixture(scope="module")
def loaded(make_dataset):
    return make_dataset(actions=ACTIONS, requests=REQUESTS, results=RESULTS)


@pytest.fixture
def visit(loaded):
    def at(here="actions", language="en", local=True, **query):
        site = Site({"": lambda: loaded}, 5, local=local)
        return Visit(site, language, here, {}, query)

    return at


def rows(visit, records, *names):
    return records.rows(visit, names or (records.lead, *records.shown))


def test_rows_stand_by_their_start_with_what_has_no_date_at_the_end(visit):
    assert [row["title"] for row in rows(visit(), actions.RECORDS)] == ["Early", "Late", "Undated"]


def test_dates_stay_dates_and_numbers_numbers_and_both_are_said_in_words(visit):
    early, late, undated = rows(visit(language="fr"), actions.RECORDS, "start_date", "participants")
    assert early["start_date"] == "2012-03"
    assert early[grid.SAID]["start_date"] == "mars 2012"
    assert (late["participants"], late[grid.SAID]["participants"]) == (1234, "1\u202f234")
    assert early["participants"] is None
    assert undated["start_date"] is None


def test_a_small_number_of_persons_is_told_only_where_nobody_else_sees_it(visit):
    last = rows(visit(local=False), actions.RECORDS, "participants")[-1]
    assert last["participants"] is None
    assert last[grid.SAID]["participants"] == "<5"
    assert rows(visit(), actions.RECORDS, "participants")[-1]["participants"] == 3
    (column,) = actions.RECORDS.columns(visit(), ["participants"])
    assert column["context"] == {"least": 5}


def test_columns_we_do_not_know_can_be_shown_and_computed_ones_not(visit):
    kinds = actions.RECORDS.kinds(visit())
    assert {"No. of x", "start_up", "participants"} <= kinds.keys()
    assert not {"start_from", "end_year", "start_period"} & kinds.keys()
    assert rows(visit(), actions.RECORDS, "No. of x")[1]["No. of x"] == "=1+1"
    assert actions.RECORDS.label(visit(), "No. of x") == "No. of x"
    columns = visit(table="columns:No. of x,phase")
    assert actions.RECORDS.state(columns).columns == ("No. of x", "phase")


def test_a_row_leads_to_its_actions_in_the_language_and_the_selection(visit):
    fr = visit(language="fr", country="KEN")
    (request,) = rows(fr, requests.RECORDS)
    assert request["action"] == "Tôt; gone"
    assert request[grid.LINKS] == [
        ["Tôt", "/fr/actions/early?country=KEN", "fr"],
        ["gone", "", ""],
    ]
    assert rows(visit(), results.RECORDS)[0][grid.LINKS] == [["Early", "/en/actions/early", "en"]]


def test_a_refusal_and_what_would_give_it_away_is_in_no_row(visit):
    listed = json.dumps(rows(visit(), requests.RECORDS, *requests.RECORDS.kinds(visit())))
    assert "Office of accepted" in listed
    for decision in ("declined", "withdrawn", "pending"):
        assert decision not in listed
    assert requests.RECORDS.note(visit()).startswith("3 requests")
    assert requests.RECORDS.note(visit(country="KEN")) == ""


def test_the_part_of_the_address_is_kept_by_languages_and_by_no_other_page(visit):
    page = next(page for page in PAGES if page.name == "actions")
    laid_out = frame(visit(table="sort:title-desc;find:ü"), page, PAGES)
    hrefs = {getattr(part, "href", "") for part in laid_out._traverse()}
    assert "/fr/actions?table=sort:title-desc;find:%C3%BC" in hrefs
    assert "/en/map" in hrefs


def test_a_folded_table_has_its_grid_only_where_the_address_asks_for_it(visit):
    def grids(**query):
        laid_out = grid.folded(visit("requests", **query), requests.RECORDS, "Table")
        return [part for part in laid_out._traverse() if getattr(part, "rowData", None)]

    assert grids() == []
    assert len(grids(table="find:ken")) == 1


def test_sort_and_filters_of_the_address_are_those_of_the_grid(visit):
    asked = visit(table="sort:end_date-asc,title-desc;filter:start_date,greaterThan,2013-01-01")
    state = actions.RECORDS.state(asked)
    columns = {one["field"]: one for one in actions.RECORDS.columns(asked, ["title"], state)}
    assert (columns["title"]["initialSort"], columns["title"]["initialSortIndex"]) == ("desc", 1)
    assert state.model(actions.RECORDS.kinds(asked)) == {
        "start_date": {"filterType": "date", "type": "greaterThan", "dateFrom": "2013-01-01"}
    }
    assert state != TableState()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("shown", [0, 1, 2])
def test_each_download_says_how_many_rows_it_has(visit, language, shown):
    said = grid.said(visit(language=language).words, shown, 23)
    assert str(shown) in said["download"]
    assert "23" in said["download_all"]
    assert "23" in said["shown"]
    assert str(shown) in said["shown"]


@pytest.mark.parametrize("language", ["fr", "es"])
def test_no_english_word_is_left_in_a_grid_of_another_language(visit, language):
    english = grid.grid_words(visit().words)
    other = grid.grid_words(visit(language=language).words)
    same = {key for key in english if english[key] == other[key]}
    assert same <= {"page", "ariaFilteringOperator", "ariaLabelSelectField"}  # Page, Condition
