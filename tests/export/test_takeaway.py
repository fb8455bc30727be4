"""The dashboard to take away: whole, closed in itself, safe, and the same each time."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import pytest

from mieux_dashboard.export.takeaway import Takeaway, steps, style, write_takeaway
from mieux_dashboard.export.takeaway_pages import PAGES
from mieux_dashboard.model.selection import Selection
from tests.conftest import LIVE
from tests.export.conftest import ASSETS

LANGUAGES = ("en", "fr", "es")
SMALL = Selection(region=("africa",), period=("gamm",))


class Parts(HTMLParser):
    """Reads what a page leads to, loads and is in danger of running."""

    def __init__(self, text):
        super().__init__()
        self.links, self.loads, self.inline, self.ids, self.handlers = [], [], [], [], []
        self.tags = set()
        self._script = False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tags.add(tag)
        if tag == "a":
            self.links.append(given.get("href") or "")
        elif tag in ("script", "img"):
            self.loads.append(given.get("src") or "")
        elif tag == "link":
            self.loads.append(given["href"])
        if "id" in given:
            self.ids.append(given["id"])
        self._script = tag == "script"
        self.handlers += [name for name in given if name.startswith("on")]

    def handle_data(self, data):
        if self._script and data.strip():
            self.inline.append(data)

    def handle_endtag(self, tag):
        self._script = False


@pytest.fixture(scope="module")
def pages(take_away):
    return {
        path.relative_to(take_away).as_posix(): Parts(path.read_text("utf-8"))
        for path in take_away.rglob("*.html")
    }


@pytest.fixture
def small(make_dataset):
    return Takeaway(make_dataset(**LIVE), SMALL, ASSETS, 5, ("en",))


def script(path):
    return json.loads(path.read_text("utf-8").partition(" = ")[2].rstrip(";\n"))


def test_every_page_is_there_in_every_language(pages):
    names = [*(f"{name}.html" for name in PAGES), "countries.html", "countries/KEN.html"]
    assert {f"{language}/{name}" for language in LANGUAGES for name in names} <= set(pages)
    assert "index.html" in pages


def test_every_link_leads_to_a_file_of_the_folder_or_to_a_source(take_away, pages):
    for path, page in pages.items():
        for address in [*page.links, *page.loads]:
            parts = urlsplit(address)
            if parts.scheme:
                assert parts.scheme == "https" and parts.hostname == "example.org"
                assert address not in page.loads
                continue
            target = (
                (take_away / path).parent / unquote(parts.path) if parts.path else take_away / path
            )
            assert not address.startswith("/")
            assert target.resolve().is_file(), f"{path}: {address}"
            if parts.fragment and "=" not in parts.fragment:
                there = target.resolve().relative_to(take_away.resolve()).as_posix()
                assert parts.fragment in pages[there].ids, f"{path}: {address}"


def test_nothing_is_named_twice_on_a_page(pages):
    for path, page in pages.items():
        assert len(page.ids) == len(set(page.ids)), path


def test_no_text_of_a_register_becomes_a_tag_or_a_script(take_away, pages):
    for page in pages.values():
        assert page.inline == [] and page.handlers == []
        assert "img" not in page.tags and "b" not in page.tags and "i" not in page.tags
    for path in take_away.rglob("data/*.js"):
        assert "</" not in path.read_text("utf-8"), path
    listed = (take_away / "en/actions.html").read_text("utf-8")
    assert "Uganda &lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;" in listed


def test_every_page_forbids_what_is_not_a_file_of_the_folder(take_away):
    for path in take_away.rglob("*.html"):
        policy = re.search(r'Content-Security-Policy" content="([^"]+)"', path.read_text("utf-8"))[
            1
        ]
        rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
        assert rules["default-src"] == "'none'"
        assert rules["script-src"] == "'self' file:"
        assert "http" not in policy and "connect-src" not in rules


def test_a_choice_narrows_the_charts_and_says_so(take_away):
    data = script(take_away / "en/data/map.js")
    regions = [one["id"] for one in data["regions"]]
    periods = [one["id"] for one in data["periods"]]
    assert (regions, periods) == (["", "africa", "asia"], ["", "gamm", "agenda"])
    at = regions.index("africa") * len(periods) + periods.index("gamm")
    assert data["chosen"][at]["sentence"] == "1 of 3 Actions"
    assert data["chosen"][at]["parts"] == ["after GAMM", "Africa"]
    chart = data["charts"]["actions-by-country"]
    named = {row[0] for row in chart["shown"][chart["at"][at]]["table"]["rows"]}
    assert "Kenya" in named and "Nepal" not in named
    assert len(chart["at"]) == len(data["chosen"]) == 9


def test_what_is_the_same_for_several_choices_is_held_once(take_away):
    chart = script(take_away / "en/data/requests.js")["charts"]["published-requests-by-phase"]
    assert len(chart["shown"]) < len(chart["at"])


def test_each_language_says_it_in_its_own_words(take_away):
    titles = {
        language: re.search(
            "<h1>(.*?)</h1>", (take_away / language / "map.html").read_text("utf-8")
        )[1]
        for language in LANGUAGES
    }
    assert len(set(titles.values())) == 3
    french = (take_away / "fr/timeline.html").read_text("utf-8")
    assert '<html lang="fr">' in french and "Kenya I" in french


def test_no_refusal_is_listed_by_partner(take_away):
    page = (take_away / "en/requests.html").read_text("utf-8")
    assert 'id="r1"' in page and 'id="r2"' not in page
    assert "1 request that was declined, was withdrawn or is pending is not listed" in page


def test_small_numbers_of_persons_are_in_no_file(take_away):
    data = script(take_away / "en/data/expertise.js")["charts"]["experts-by-country"]
    assert all(
        "not shown" in json.dumps(one["table"]) or not one["table"]["rows"] for one in data["shown"]
    )
    held = (take_away / "data/experts-by-country.csv").read_text("utf-8")
    assert "ITA,2" not in held and "IT,2" not in held


def test_a_file_of_records_is_no_live_spreadsheet(take_away):
    for path in take_away.rglob("*.csv"):
        for line in path.read_text("utf-8-sig").splitlines():
            assert not line.startswith(("=", "+", "@")), path


def test_the_style_follows_the_reader_s_system():
    sheet = style(ASSETS)
    assert "mantine-color-scheme" not in sheet
    assert sheet.count("@media screen and (prefers-color-scheme: dark)") == 2
    assert ":root {\n  --paper: rgb(20, 24, 33);" in sheet


def test_the_same_data_give_the_same_bytes(small, make_dataset):
    again = Takeaway(make_dataset(**LIVE), SMALL, ASSETS, 5, ("en",))
    first = {path: write() for path, write in small.files()}
    second = {path: write() for path, write in again.files()}
    assert first == second


def test_work_can_be_counted_and_ended(make_dataset, tmp_path):
    data = make_dataset(**LIVE)
    assert steps(data, SMALL, ("en", "fr")) > 2 * len(PAGES)
    done = []

    def tick():
        done.append(1)
        if len(done) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_takeaway(data, SMALL, tmp_path, ("en",), ASSETS, 5, tick)
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 2


def test_the_demonstration_says_on_every_page_that_it_is_made_up(demonstration):
    taken = Takeaway(demonstration, SMALL, ASSETS, 5, ("en", "fr"))
    made = dict(taken.files())
    country = min(path for path in made if path.startswith("en/countries/"))
    for path in ("index.html", "en/actions.html", "en/countries.html", country):
        page = made[path]().decode()
        assert "everything here is made up" in page, path
        assert 'class="demonstration"' in page
        assert "Unofficial" not in page


def test_a_draft_says_so_on_every_page(make_dataset):
    taken = Takeaway(make_dataset(**LIVE), SMALL, ASSETS, 5, ("fr",), draft=True)
    made = dict(taken.files())
    for path in ("index.html", "fr/actions.html", "fr/countries.html", "fr/countries/KEN.html"):
        assert "<strong>Provisoire</strong>" in made[path]().decode(), path


def test_the_public_record_says_that_it_is_no_publication(take_away):
    for path in ("en/map.html", "en/countries/KEN.html", "index.html"):
        assert "Unofficial; compiled from public pages" in (take_away / path).read_text("utf-8")
