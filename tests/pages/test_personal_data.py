"""Nothing that an evaluator's register says of a person leaves the load, searched for as bytes."""

from __future__ import annotations

import base64
import io
import logging
import sqlite3
import zipfile

import pytest
import xlsxwriter
from plotly.io.json import to_json_plotly
from typer.testing import CliRunner

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.cli import app as commands
from mieux_dashboard.intake import open_bench
from mieux_dashboard.model.selection import Selection
from mieux_dashboard.pages import action, app_for, data, expertise, versions
from mieux_dashboard.pages.page import Visit
from mieux_dashboard.pages.site import Site
from mieux_dashboard.store import open_store
from mieux_dashboard.words import Words
from tests.conftest import DATA
from tests.pages.conftest import ASSETS, HOSTS
from tests.pages.session import ask

ANN = ("Wilhelmina Zzyzx", "wilhelmina@zzyzx.example", "+32 470 112 233")
BEN = ("Ximena Oyelaran", "ximena@zzyzx.example", "0032470112244")
SECRETS = (
    b"Wilhelmin", b"Zzyzx", b"zzyzx.example", b"470 112", b"470112", b"Ximena", b"Oyelaran",
    b"Quentin", b"Brobdingnag",
)  # fmt: skip
SHEETS = {
    "Experts": [
        ["Name", "Country", "E-mail", "Telephone", "Mobile"],
        [ANN[0], "Germany", ANN[1], ANN[2], ANN[2]],
        ["Wilhelmine Zzyzx", "Germania", "w@zzyzx.example", BEN[2], "none"],
    ],
    "Focal points": [
        ["Name of focal point", "Member State", "Type of institution", "How to reach", "Phone"],
        [BEN[0], "Franse", "Ministry", ANN[2], BEN[2]],
    ],
    "Actions": [
        ["Action ID", "Title", "Country", "Start", "Output", "Expert 1", "Expert 1 country",
         "Expert 2", "Contact person"],
        ["x-1", "First", "Costa Rica", "2023-01", "Manual", ANN[0], "Germany", BEN[0], ANN[0]],
        ["x-2", "Second", BEN[1], BEN[1], f"Ask {ANN[1]} or {ANN[2]}", BEN[0], "Franse", ANN[1],
         ANN[2]],
    ],
    "Who is who": [["Surname", "Mail", "Town"], [ANN[0], ANN[1], "Ghent"], [BEN[0], BEN[1], "Ulm"]],
}  # fmt: skip


def register():
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    book.set_properties({"author": "Quentin", "company": "Brobdingnag"})
    for name, rows in SHEETS.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        sheet.write_comment("A2", "Call Zzyzx", {"author": "Quentin"})
    book.close()
    return file.getvalue()


PAGES_OF = (
    (data.PAGE, {}),
    (versions.VERSION_PAGE, {"number": "2"}),
    (action.PAGE, {"action_id": "x-2"}),
    (expertise.PAGE, {}),
)


def layout(site, page, path):
    here = page.path
    for name, value in path.items():
        here = here.replace(f"<{name}>", value)
    return page.layout(Visit(site, "en", here, path, {}))


def held(data):
    """Return the secrets in bytes, or in the parts of a zip that they are."""
    parts = [data]
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [archive.read(name) for name in archive.namelist()]
    return [secret for secret in SECRETS if any(secret in part for part in parts)]


@pytest.fixture
def bench(tmp_path):
    store = open_store(f"sqlite:///{tmp_path / 'store.sqlite'}")
    yield open_bench(store, DATA, tmp_path / "waiting", lambda: b"k" * 32)
    store.close()


@pytest.fixture
def site(bench):
    return Site({"": lambda: bench.base().dataset}, 5, True, bench.store, bench)


@pytest.fixture
def client(site):
    return app_for(site, ASSETS, HOSTS).server.test_client()


def test_the_register_itself_holds_every_secret():
    assert held(register()) == list(SECRETS)


def test_a_session_on_the_page_tells_keeps_and_logs_nothing_of_a_person(
    client, site, bench, tmp_path, caplog
):
    caplog.set_level(logging.DEBUG)
    upload = f"data:;base64,{base64.b64encode(register()).decode()}"
    given = {
        "data-upload.contents": [upload],
        "data-upload.filename": ["r.xlsx"],
        "data-mode.value": "update",
    }
    taken = ask(client, "data-upload.contents", given)
    sitting = {"data-sitting.data": taken.get_json()["response"]["data-sitting"]["data"]}
    token = sitting["data-sitting.data"]["token"]
    answers = [taken]
    for language in ("en", "fr", "es"):
        answers.append(ask(client, "data-sitting.data", sitting, language))
        files = ("findings.csv", "findings.xlsx", "changes.csv")
        answers += [client.get(f"/{language}/data/waiting/{token}/{name}") for name in files]
    who = {"data-who.value": "AB", "data-sure.checked": True, "data-accept.n_clicks": 1}
    answers.append(ask(client, "data-accept.n_clicks", sitting | who))
    assert bench.store.version() == 2
    pages = ("data/versions/2", "actions/x-2", "search.json?q=zzy", "search.json?q=ask")
    answers += [client.get(f"/en/{page}") for page in pages]
    answers.append(client.get("/en/data/versions/2/file-0"))
    answers += [
        client.get(f"/en/charts/{key}.{kind}") for key in CHARTS for kind in ("csv", "json")
    ]
    persons = [key for key, chart in CHARTS.items() if chart.counted in ("experts", "focal_points")]
    answers += [client.get(f"/en/charts/{key}.xlsx") for key in (*persons, "actions-calendar")]
    answers += [client.get(f"/en/{name}") for name in ("countries/CRI.docx", "data/indicators.csv")]
    answers.append(client.get("/en/charts/actions-calendar.html"))
    assert [a.request.path for a in answers if a.status_code != 200] == []
    assert [answer.request.path for answer in answers if held(answer.data)] == []
    shown = [to_json_plotly(layout(site, *page)) for page in PAGES_OF]
    assert [page for page, said in zip(PAGES_OF, shown, strict=True) if held(said.encode())] == []
    assert held(caplog.text.encode()) == []
    bench.store.close()
    sqlite3.connect(tmp_path / "store.sqlite").execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
    places = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert places
    assert [path.name for path in places if held(path.read_bytes())] == []


def test_what_the_command_line_prints_of_a_register_names_nobody(tmp_path, monkeypatch):
    monkeypatch.setenv("MIEUX_INSTANCE", str(tmp_path / "instance"))
    (tmp_path / "r.xlsx").write_bytes(register())
    for command in (["check"], ["compare"], ["compare", "--format", "json"], ["load", "--yes"]):
        done = CliRunner().invoke(commands, [command[0], str(tmp_path / "r.xlsx"), *command[1:]])
        assert done.output
        assert done.exception is None or isinstance(done.exception, SystemExit)
        assert held(done.output.encode()) == []


def test_an_expert_whose_country_could_not_be_read_counts_and_is_from_nowhere(make_dataset):
    experts = [{"expert_id": f"e{n}", "country": "" if n else "KEN"} for n in range(6)]
    dataset = make_dataset(experts=experts)
    chart, words = CHARTS["experts-by-country"], Words("en", dataset.reference)
    answer = chart.guarded_answer(dataset, Selection(), 1)
    assert chart.finding(answer, words) == "From outside the EU: 1 of 6 experts"
    assert "not known" in chart.table(answer, words).to_numpy()
    assert "KEN" in str(chart.draw(answer, words))
