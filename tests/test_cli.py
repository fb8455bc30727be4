from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import threading
import time
import urllib.request

import pytest
from typer.testing import CliRunner

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.cli import COMMANDS, app
from mieux_dashboard.cli.common import SELECTION_OPTIONS
from mieux_dashboard.load import read_workbook
from mieux_dashboard.model.selection import NAMES
from tests.conftest import DATA
from tests.load.conftest import xlsx
from tests.servers import free_port

WORKBOOK = DATA / "mieux_2009_2024.xlsx"
GOOD = [["Action ID", "Title", "Country"], ["a-1", "First", "Kenya"]]


def mieux(*arguments, **environment):
    return CliRunner().invoke(app, [str(a) for a in arguments], env=environment)


@pytest.fixture
def write(tmp_path):
    def file(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else xlsx({"Actions": content}))
        return path

    return file


@pytest.fixture(autouse=True)
def instance(tmp_path, monkeypatch):
    """Keep what the program keeps away from the checkout."""
    monkeypatch.setenv("MIEUX_INSTANCE", str(tmp_path / "instance"))
    return tmp_path / "instance"


@pytest.mark.parametrize("command", [command.__name__ for command in COMMANDS])
def test_every_command_has_help_and_a_language(command):
    result = mieux(command, "--help", COLUMNS="200")
    assert result.exit_code == 0
    assert "--lang" in result.stdout


def test_help_is_quick_because_nothing_heavy_is_imported():
    code = "import sys, mieux_dashboard.cli; print('pandas' in sys.modules, 'dash' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "False"]


def test_check_prints_one_object_for_one_file():
    result = mieux("check", WORKBOOK, "--format", "json")
    report = json.loads(result.stdout)
    assert result.exit_code == 0
    assert list(report) == ["file", "sha256", "tables", "counts", "findings"]
    assert report["file"] == str(WORKBOOK)
    assert report["sha256"] == hashlib.sha256(WORKBOOK.read_bytes()).hexdigest()
    assert report["tables"]["actions"] == {"rows": 111}
    assert report["counts"] == {"error": 0, "warning": 0}


def test_check_prints_every_finding_with_its_address(write):
    file = write("a.xlsx", [["Action ID", "Title", "Country"], ["a-1", "First", "Kameroonn"]])
    result = mieux("check", file, "--format", "json")
    (finding,) = json.loads(result.stdout)["findings"]
    assert result.exit_code == 1
    assert {name: finding[name] for name in list(finding)[:8]} == {
        "code": "unknown-country",
        "severity": "error",
        "table": "actions",
        "sheet": "Actions",
        "row": 2,
        "column": "countries",
        "cell": "C2",
        "value": "Kameroonn",
    }
    assert finding["message"].startswith("Actions!C2: ")
    assert finding["remedy"]


def test_check_prints_a_list_for_several_files(write):
    result = mieux("check", write("a.xlsx", GOOD), write("b.xlsx", GOOD), "--format", "json")
    assert [report["counts"]["error"] for report in json.loads(result.stdout)] == [0, 0]


def test_check_in_text_has_a_line_for_each_finding(write):
    file = write("a.xlsx", [["Action ID", "Title", "Start"], ["a-1", "First", "soon"]])
    result = mieux("check", file)
    assert "Actions!C2" in result.stdout
    assert result.stdout.splitlines()[-1].strip() == "1 error, 0 warnings"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("garbage.xlsx", b"\x01\x02 garbage" * 99, 2),
        ("empty.xlsx", b"", 2),
        ("notes.docx", b"text", 2),
        ("data.csv", b"Title,Country\nFirst,Kenya\n", 1),
        ("blank.xlsx", [], 1),
        ("other.xlsx", [["a", "b"], [1, 2]], 1),
    ],
)
def test_a_file_that_cannot_be_used_is_one_clear_line(write, name, content, code):
    file = write(name, content)
    result = mieux("check", file, "--format", "json")
    assert result.exit_code == code
    if code == 2:
        assert result.stdout == ""
        assert len(result.stderr.splitlines()) == 1
        assert name in result.stderr
    else:
        assert json.loads(result.stdout)["counts"]["error"] == 1
        assert result.stderr == ""


def test_a_missing_file_and_a_folder_are_one_line_each(tmp_path, write):
    result = mieux("check", tmp_path / "nowhere.xlsx", tmp_path, write("a.xlsx", GOOD))
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 2
    assert "a.xlsx" in result.stdout


def test_charts_lists_key_title_and_page():
    rows = json.loads(mieux("charts", "--format", "json").stdout)
    assert {"key", "title", "page"} == set(rows[0])
    assert "actions-by-region" in [row["key"] for row in rows]
    assert "actions-by-region" in mieux("charts").stdout


def test_measure_prints_the_same_numbers_as_a_plain_count():
    printed = json.loads(mieux("measure", "actions-by-region", "--format", "json").stdout)
    assert list(printed) == ["key", "selection", "version", "sources", "rows"]
    assert {row["region"]: row["n_actions"] for row in printed["rows"]} == {
        "africa": 50,
        "latin-america-caribbean": 27,
        "eu-neighbourhood": 19,
        "asia": 15,
    }


def test_measure_takes_the_selection_of_the_address():
    options = ["--region", "africa,asia", "--from", "2012", "--to", "2014", "--basis", "active"]
    printed = json.loads(mieux("measure", "actions-by-region", *options, "--format", "json").stdout)
    assert printed["selection"] == "from=2012&to=2014&region=africa,asia&basis=active"
    twice = mieux("measure", "actions-by-region", "--region", "asia", "--region", "africa")
    assert twice.exit_code == 0
    assert "Africa" in twice.stdout


@pytest.mark.parametrize(
    ("arguments", "known"),
    [
        (["measure", "nothing"], "actions-by-region"),
        (["measure", "actions-by-region", "--region", "nowhere"], "africa"),
        (["measure", "actions-by-region", "--lang", "de"], "'fr'"),
    ],
)
def test_what_is_not_known_is_wrong_use_and_says_what_is(arguments, known):
    result = mieux(*arguments, COLUMNS="300")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert known in result.stderr


def test_the_demonstration_is_another_set_of_data():
    options = ["--data", "demonstration", "--format", "json"]
    printed = json.loads(mieux("measure", "actions-by-pillar", *options).stdout)
    own = json.loads(mieux("measure", "actions-by-pillar", "--format", "json").stdout)
    assert printed["selection"] == "data=demonstration"
    assert "made-up" in printed["sources"]
    assert "made-up" not in own["sources"]
    assert printed["rows"] != own["rows"]


def test_small_numbers_of_persons_are_not_printed():
    def printed(**environment):
        command = ["measure", "focal-points-by-member-state", "--data", "demonstration"]
        rows = json.loads(mieux(*command, "--format", "json", **environment).stdout)["rows"]
        return [row["n_focal_points"] for row in rows]

    every = printed(MIEUX_MIN_CELL="1")
    assert len(every) == 28
    assert sum(every) == 48
    assert max(every) < 5
    assert all(number in (None, 0) for number in printed())


def test_check_in_text_says_many_of_one_kind_in_one_line(write):
    rows = [["Action ID", "Title"], *([f"a-{n}", ""] for n in range(21)), ["b", "B"]]
    result = mieux("check", write("many.xlsx", rows))
    assert result.stdout.count("Title is empty") == 1
    assert "21 cells or rows in all: Actions!B2, Actions!B3" in result.stdout
    assert (
        len(
            json.loads(mieux("check", write("many.xlsx", rows), "--format", "json").stdout)[
                "findings"
            ]
        )
        == 21
    )


def test_check_replaces_names_by_pseudonyms_of_a_key_that_it_keeps(write, instance):
    rows = {"Experts": [["Name", "Country"], ["Ann Lee", "FRA"], ["Lee, Ann", "FRA"]]}
    result = mieux("check", write("a.xlsx", xlsx(rows)), "--format", "json")
    findings = json.loads(result.stdout)["findings"]
    assert [finding["code"] for finding in findings] == ["name-replaced", "id-repeated"]
    assert findings[1]["value"].startswith("p-")
    assert "Ann" not in result.stdout
    assert (instance / "pseudonym.key").exists()


def test_check_keeps_no_key_where_nobody_is_named(write, instance):
    mieux("check", write("a.xlsx", GOOD))
    assert not instance.exists()


def test_a_key_that_cannot_be_kept_is_one_line(write, tmp_path):
    rows = {"Experts": [["Name", "Country"], ["Ann Lee", "FRA"]]}
    file = write("a.xlsx", xlsx(rows))
    result = mieux("check", file, MIEUX_INSTANCE=str(file))
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert "MIEUX_PSEUDONYM_KEY" in result.stderr


def test_reconcile_lists_headline_figures_then_phases_then_regions():
    figures = json.loads(mieux("reconcile", "--format", "json").stdout)["figures"]
    keys = [figure["key"] for figure in figures]
    assert list(figures[0]) == [
        "key",
        "published",
        "qualifier",
        "source_url",
        "as_of",
        "loaded",
        "difference",
        "reason",
    ]
    assert keys[:6] == [
        "requests",
        "actions",
        "countries",
        "focal-points",
        "experts",
        "participants",
    ]
    assert 6 <= keys.index("requests:mieux-i") < keys.index("actions:africa")
    by_key = dict(zip(keys, figures, strict=True))
    actions, africa = by_key["actions"], by_key["actions:africa"]
    assert (actions["published"], actions["loaded"], actions["difference"]) == (138, 111, -27)
    assert (africa["published"], africa["as_of"]) == (52, "2018")
    assert africa["loaded"] < 50
    assert (by_key["experts"]["loaded"], by_key["experts"]["difference"]) == (None, None)
    assert "188" in by_key["requests:alternative-190"]["reason"]
    assert all(figure["reason"].endswith(".") for figure in figures)


def test_reconcile_speaks_and_has_nothing_to_say_of_the_demonstration():
    assert "138" in mieux("reconcile", "--lang", "fr").stdout
    assert json.loads(mieux("reconcile", "--data", "demonstration", "--format", "json").stdout) == {
        "figures": []
    }
    assert mieux("reconcile", "--data", "demonstration").stdout.startswith("No figure")
    assert mieux("reconcile", "--data", "elsewhere").exit_code == 2


@pytest.mark.parametrize("name", ["made.xlsx", "folder"])
def test_sample_makes_the_same_bytes_for_the_same_seed(tmp_path, name):
    def made(seed, folder):
        out = tmp_path / folder / name
        result = mieux("sample", "--actions", 12, "--seed", seed, "--out", out)
        assert (result.exit_code, result.stdout) == (0, f"{out}\n")
        files = sorted(out.iterdir()) if out.is_dir() else [out]
        return {file.name: file.read_bytes() for file in files}

    first, second, other = made(1, "a"), made(1, "b"), made(2, "c")
    assert first == second
    assert first != other


def test_the_demonstration_that_ships_is_the_default_sample(tmp_path):
    made, shipped = tmp_path / "demonstration.xlsx", DATA / "demonstration.xlsx"
    assert mieux("sample", "--out", made).exit_code == 0
    first, second = (read_workbook(path.read_bytes(), path.name) for path in (made, shipped))
    assert first == second


def test_sample_prints_targets_beside_what_came_out():
    lines = mieux("sample", "--targets").stdout.splitlines()
    assert lines[2].startswith("| `actions` | 138 | [www.mieux-initiative.eu]")
    tenfold = mieux("sample", "--targets", "--actions", 1380, "--lang", "fr").stdout
    assert "| `actions` | 1\u202f380 |" in tenfold


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--out", "README.md"],
        ["--out", "tests"],
        ["--out", "x.csv"],
    ],
)
def test_sample_says_in_one_line_where_it_does_not_write(arguments, monkeypatch):
    monkeypatch.chdir(DATA.parent)
    result = mieux("sample", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1


def test_a_place_that_cannot_be_made_is_one_line(tmp_path):
    (tmp_path / "file").write_text("mine")
    for out in ("x.xlsx", "folder"):
        result = mieux("sample", "--actions", 2, "--out", tmp_path / "file" / out)
        assert (result.exit_code, result.stdout) == (2, "")
        assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("options", [["--actions", "0"], ["--seed", "-1"]])
def test_sample_takes_sensible_numbers_only(options, tmp_path):
    assert mieux("sample", "--out", tmp_path / "x.xlsx", *options).exit_code == 2


@pytest.mark.parametrize("starter", [["app.py"], ["-c", "import app"]])
@pytest.mark.parametrize(
    ("name", "value"), [("MIEUX_PORT", "none"), ("MIEUX_PROGRAMME", "/nowhere")]
)
def test_app_stops_with_one_line_on_a_setting_that_cannot_work(starter, name, value):
    run = subprocess.run(
        [sys.executable, *starter],
        capture_output=True,
        text=True,
        cwd=DATA.parent,
        env=os.environ | {name: value},
        check=False,
    )
    assert (run.returncode, len(run.stderr.splitlines())) == (2, 1)
    assert run.stderr.startswith(f"{name}={value}: ")


def test_every_option_of_a_selection_is_offered():
    shown = mieux("measure", "--help", COLUMNS="200").stdout
    assert all(f"--{name} " in shown for name in SELECTION_OPTIONS)


@pytest.mark.parametrize(
    ("name", "value"),
    [("MIEUX_PORT", "none"), ("MIEUX_PROGRAMME", "/nowhere"), ("MIEUX_MIN_CELL", "0")],
)
def test_a_setting_that_cannot_work_stops_with_one_line(name, value):
    result = mieux("measure", "actions-by-region", **{name: value})
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert result.stderr.startswith(f"{name}={value}: ")


def test_serve_says_its_address_and_answers():
    port = free_port()
    environment = os.environ | {"MIEUX_PORT": str(port)}
    command = [sys.executable, "-m", "mieux_dashboard", "serve"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    stop = threading.Timer(240, server.kill)
    stop.start()
    try:
        assert f"http://127.0.0.1:{port}" in server.stdout.readline()
        assert healthy(f"http://127.0.0.1:{port}/healthz")["status"] == "ok"
        second = subprocess.run(
            command, capture_output=True, text=True, env=environment, check=False, timeout=180
        )
        assert second.returncode == 2
        assert len(second.stderr.splitlines()) == 1
        assert str(port) in second.stderr
    finally:
        stop.cancel()
        server.kill()
        server.wait()
        server.stdout.close()


def healthy(address):
    for _ in range(50):
        try:
            with urllib.request.urlopen(address) as answer:
                return json.load(answer)
        except OSError:
            time.sleep(0.1)
    raise AssertionError(address)


def test_brief_writes_a_word_file_or_a_pdf(tmp_path):
    for name, opens in (("b.docx", b"PK"), ("b.pdf", b"%PDF-")):
        result = mieux("brief", "cri", "--out", tmp_path / name, "--lang", "es")
        assert (result.exit_code, result.stdout.strip()) == (0, str(tmp_path / name))
        assert (tmp_path / name).read_bytes().startswith(opens)


@pytest.mark.parametrize(
    ("partner", "name", "said"),
    [
        ("Gana", "b.pdf", "Near it: GHA (Ghana)"),
        ("GHA", "b.txt", "Name a file X.docx or X.pdf."),
        ("GHA", "folder.pdf", "folder.pdf: "),
        ("GHA", "file/b.pdf", "file/b.pdf: "),
    ],
)
def test_brief_says_in_one_line_what_it_cannot_do_and_leaves_nothing(tmp_path, partner, name, said):
    (tmp_path / "folder.pdf").mkdir()
    (tmp_path / "file").touch()
    before = sorted(tmp_path.rglob("*"))
    result = mieux("brief", partner, "--out", tmp_path / name)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stderr.count("\n") == 1
    left = [path for path in sorted(tmp_path.rglob("*")) if "instance" not in path.parts]
    assert left == [path for path in before if "instance" not in path.parts]


def test_export_writes_each_language_chart_and_format(tmp_path):
    result = mieux(
        "export", "actions-by-region", "actions-over-time", "--out", tmp_path / "out",
        "--as", "csv,xlsx", "--languages", "en,fr", "--region", "africa",
        MIEUX_CHROMIUM="none",
    )  # fmt: skip
    assert result.exit_code == 0
    out = tmp_path / "out"
    written = sorted(str(path.relative_to(out)) for path in out.rglob("*.*"))
    assert written[:2] == ["en/actions-by-region.csv", "en/actions-by-region.xlsx"]
    assert len(written) == 8
    assert "region=africa" in (tmp_path / "out/fr/actions-by-region.csv").read_text()


def test_export_all_writes_every_chart(tmp_path):
    assert mieux("export", "all", "--out", tmp_path, "--as", "csv").exit_code == 0
    assert len(list((tmp_path / "en").iterdir())) == len(CHARTS)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["nothing"], "chart: there is no nothing. It may be one of: key-figures,"),
        (["all", "--as", "gif"], "format: there is no gif. It may be one of: csv,"),
        (["all", "--preset", "huge"], "preset: there is no huge. It may be one of: slide,"),
        (["all", "--ground", "red"], "ground: there is no red. It may be one of: light,"),
        (["all", "--languages", "en,de"], "language: there is no de. It may be one of: en, fr, es"),
    ],
)
def test_export_lists_what_there_is_where_what_is_asked_is_not(tmp_path, asked, said):
    result = mieux("export", *asked, "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert result.stderr.startswith(said)
    assert result.stderr.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_export_says_in_a_line_what_to_install_where_there_is_no_browser(tmp_path):
    out = tmp_path / "out"
    result = mieux("export", "all", "--out", out, "--lang", "fr", MIEUX_CHROMIUM="none")
    assert result.exit_code == 2
    assert "MIEUX_CHROMIUM" in result.stderr
    assert result.stderr.count("\n") == 1
    assert not out.exists()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("actions-by-regoin",), "actions-by-region"),
        (("--languages", "de"), "en, fr, es"),
        (("--as", "gif"), "png, svg, pdf"),
        (("--preset", "slides"), "slide, a4"),
        (("--region", "afrika"), "africa"),
    ],
)
def test_pack_lists_what_there_is_where_what_is_asked_is_not(tmp_path, asked, said):
    result = mieux("pack", *asked, "--out", tmp_path / "out")
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert said in line
    assert not (tmp_path / "out").exists()


def test_pack_says_what_it_holds_and_in_a_line_what_it_does_not(tmp_path):
    out = tmp_path / "out"
    more = ("--as", "csv", "--languages", "fr", "--lang", "fr", "--region", "africa")
    result = mieux(
        "pack", "actions-by-region", "experts-by-kind", *more, "--out", out, MIEUX_CHROMIUM="none"
    )
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [str(out)]
    files, empty, no_browser = result.stderr.splitlines()
    assert files == "7 fichiers"
    assert "experts-by-kind" in empty
    assert "fr/handout.pdf" in no_browser
    assert json.loads((out / "manifest.json").read_text("utf-8"))["selection"] == "region=africa"


@pytest.mark.parametrize("out", ["out", "out.zip"])
def test_pack_says_in_a_line_what_to_install_where_there_is_no_browser(tmp_path, out):
    result = mieux("pack", "key-figures", "--out", tmp_path / out, MIEUX_CHROMIUM="none")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert "MIEUX_CHROMIUM" in result.stderr
    assert not list(tmp_path.glob("*out*"))


def test_pack_adds_the_whole_dashboard_to_explore_without_a_server(tmp_path):
    out = tmp_path / "out"
    narrow = ("--region", "asia", "--period", "pact", "--languages", "es", "--as", "csv")
    result = mieux("pack", "key-figures", "--html", *narrow, "--out", out, MIEUX_CHROMIUM="none")
    assert result.exit_code == 0
    assert (out / "dashboard/es/map.html").is_file()
    assert 'href="dashboard/es/index.html"' in (out / "index.html").read_text("utf-8")
    listed = json.loads((out / "manifest.json").read_text("utf-8"))["files"]
    assert "dashboard/es/map.html" in {one["file"] for one in listed}


def test_pack_takes_no_folder_that_holds_something_else(tmp_path):
    (tmp_path / "photo.jpg").write_bytes(b"...")
    result = mieux("pack", "key-figures", "--as", "csv", "--out", tmp_path)
    assert result.exit_code == 2
    assert "no pack" in result.stderr
    assert [one.name for one in tmp_path.iterdir()] == ["photo.jpg"]


def test_a_selection_of_an_address_can_be_given_as_options():
    assert set(NAMES) == set(SELECTION_OPTIONS)


def test_export_into_what_is_no_folder_leaves_nothing_half_written(tmp_path):
    (tmp_path / "out").write_text("kept")
    result = mieux("export", "key-figures", "--as", "csv", "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert (tmp_path / "out").read_text() == "kept"
    assert [path.name for path in tmp_path.iterdir() if path.name != "instance"] == ["out"]
