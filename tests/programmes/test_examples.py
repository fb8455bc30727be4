"""Two other programmes show, load and export by their folder alone, without a word of MIEUX."""

from __future__ import annotations

import json
import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from plotly.utils import PlotlyJSONEncoder
from typer.testing import CliRunner

from data.examples.build import EXAMPLES, build
from mieux_dashboard.charts import CHARTS, charts_of
from mieux_dashboard.cli import app as cli
from mieux_dashboard.model.columns import LANGUAGES
from mieux_dashboard.pages import create_app, pages_of
from mieux_dashboard.pages.page import Visit
from mieux_dashboard.pages.shell import frame
from mieux_dashboard.settings import Settings

FOLDER = Path(__file__).parents[2] / "data" / "examples"
MIEUX = (
    "MIEUX",
    "GAMM",
    "ICMPD",
    "EU policy",
    "Global Approach",
    "pproche globale",
    "Enfoque Global",
)
SWITCHED_OFF = {
    "compact_fund": ("expertise", "charts/experts-by-country", "charts/activities-by-type.csv"),
    "diaspora_facility": ("expertise", "charts/results-by-type", "charts/cooperation/ids.csv"),
}
OWN_WORDS = {
    "compact_fund": {"en": "Proposals", "fr": "Propositions", "es": "Propuestas"},
    "diaspora_facility": {"en": "Organisations", "fr": "Organisations", "es": "Organizaciones"},
}
NOT_SAID = {
    # but for a type of institution, and for a title
    "compact_fund": r"\b([Rr]equests?|[Dd]emandes?|[Ss]olicitud(es)?)\b(?! (by|conjoint|conjunt))",
    "diaspora_facility": r"\b(Actions?|Acci[oó]n(es)?)\b(?! Agenda| de Addis)",
}
PATHS = {"<action_id>": "EX-001", "<key>": "areas-over-time", "<iso3>": "KEN"}
PATHS |= {"<group_id>": "au", "<number>": "1"}


@pytest.fixture(params=EXAMPLES, scope="module")
def name(request):
    return request.param


@pytest.fixture(scope="module")
def app(name, tmp_path_factory):
    return create_app(Settings(programme=FOLDER / name, instance=tmp_path_factory.mktemp(name)))


@pytest.fixture(scope="module")
def site(app):
    return app.server.extensions["mieux"]


@pytest.fixture
def run(name, tmp_path, monkeypatch):
    monkeypatch.setenv("MIEUX_PROGRAMME", str(FOLDER / name))
    monkeypatch.setenv("MIEUX_INSTANCE", str(tmp_path / "instance"))
    return lambda *given: CliRunner().invoke(cli, [*map(str, given)])


def visits(site, language):
    """Visit every page of the menu, and one of each kind that is not in it."""
    for page in pages_of(site):
        own = {name: PATHS[name] for name in re.findall(r"<\w+>", page.path)}
        here = page.path
        for blank, value in own.items():
            here = here.replace(blank, value)
        path = {blank.strip("<>"): value for blank, value in own.items()}
        yield page, Visit(site, language, here, path, {})


def said_on(page, visit):
    return json.dumps(
        frame(visit, page, pages_of(visit.site)), cls=PlotlyJSONEncoder, ensure_ascii=False
    )


def shown(text):
    """Leave out of a layout what no reader sees: ids, addresses, names of classes."""
    return re.sub(
        r'"(id|href|className|data-\w+|source_url|key|page|value)": ("[^"]*"|{[^}]*})', "", text
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_opens_in_the_programmes_own_words(site, app, name, language):
    web, everything = app.server.test_client(), ""
    for page, visit in visits(site, language):
        answer = web.get(f"/{language}/{visit.here}")
        assert answer.status_code == 200, visit.here
        said = shown(said_on(page, visit))
        assert not [word for word in MIEUX if word in said + answer.text], visit.here
        assert not re.search(NOT_SAID[name], said), (visit.here, re.search(NOT_SAID[name], said))
        everything += said
    assert OWN_WORDS[name].get(language, OWN_WORDS[name]["en"]) in everything
    assert site.dataset().reference.programme.titles[language] in everything


def test_every_page_says_that_everything_is_made_up_and_offers_no_demonstration(site):
    for page, visit in visits(site, "fr"):
        said = said_on(page, visit)
        assert "Démonstration\u00a0: tout est fictif ici." in said
        assert "data=demonstration" not in said


def test_a_table_that_is_not_kept_has_no_page_and_no_chart(app, site, name):
    web = app.server.test_client()
    menu = said_on(*next(visits(site, "en")))
    for here in SWITCHED_OFF[name]:
        assert web.get(f"/en/{here}").status_code == 404, here
        assert f'"/en/{here}"' not in menu
    found = web.get("/en/search?q=expert").text
    assert "charts/expert" not in found
    assert set(charts_of(site.dataset().reference.programme)) < set(CHARTS)


def test_every_chart_that_is_kept_is_drawn_and_given_as_a_file(app, site):
    for key in charts_of(site.dataset().reference.programme):
        answer = app.server.test_client().get(f"/fr/charts/{key}.json")
        assert answer.status_code == 200, key
        assert not [word for word in MIEUX if word in json.dumps(answer.get_json())], key


def test_the_template_has_the_tables_of_the_programme_and_can_be_read_again(run, name, tmp_path):
    for language in ("en", "fr"):
        path = tmp_path / f"{language}.xlsx"
        assert run("template", "--out", path, "--lang", language).exit_code == 0
        book = load_workbook(path, read_only=True)
        assert OWN_WORDS[name][language] in book.sheetnames
        assert not {"Experts", "Focal points", "Points focaux", "Expertos"} & {*book.sheetnames}
        columns = set(next(book.worksheets[1].iter_rows(values_only=True)))
        assert not {"Experts' countries", "Pays des experts"} & columns
        found = json.loads(run("check", path, "--format", "json").stdout)
        assert not [one for one in found["findings"] if one["code"] == "unknown-column"]


def test_the_commands_read_its_workbook_and_measure_it(run, name):
    checked = json.loads(run("check", FOLDER / name / f"{name}.xlsx", "--format", "json").stdout)
    assert checked["counts"] == {"error": 0, "warning": 0}
    assert checked["tables"]["actions"]["rows"] >= 60
    assert json.loads(run("reconcile", "--format", "json").stdout) == {"figures": []}
    listed = [one["key"] for one in json.loads(run("charts", "--format", "json").stdout)]
    assert "actions-by-region" in listed
    assert not [key for key in listed if key.startswith(("expert", "focal", "published"))]
    assert run("measure", "experts-by-country").exit_code == 2
    told = json.loads(run("measure", "actions-by-pillar", "--format", "json").stdout)
    assert sum(row["n_actions"] for row in told["rows"]) >= 60


def test_it_exports_its_pack(run, name, tmp_path):
    keys = ("actions-by-region", "requests-over-time")
    made = run("pack", *keys, "--as", "csv,json", "--out", tmp_path / "pack.zip")
    assert made.exit_code == 0, made.output
    with zipfile.ZipFile(BytesIO((tmp_path / "pack.zip").read_bytes())) as pack:
        listed = pack.namelist()
        manifest = json.loads(pack.read(next(one for one in listed if "manifest" in one)))
        assert manifest["programme"] == {"compact_fund": "Compact Fund"}.get(
            name, "Diaspora Facility"
        )
        for language in LANGUAGES:
            assert [one for one in listed if one.endswith(f"{language}/captions.csv")]
        texts = [pack.read(one).decode() for one in listed if one.endswith((".csv", ".html"))]
    assert not [word for word in MIEUX for text in texts if word in text]


def test_the_workbook_that_is_kept_is_the_one_that_the_script_makes(name, tmp_path):
    build(name, tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == (FOLDER / name / f"{name}.xlsx").read_bytes()
