from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from mieux_dashboard.cli import app
from mieux_dashboard.load import read_workbook
from tests.load.conftest import xlsx

HEAD = ["Action ID", "Title", "Country", "Start"]
GOOD = {"Actions": [HEAD, ["x-1", "A first Action", "Kenya", "2023-01"]]}
BAD = {"Actions": [HEAD, ["x-1", "A first Action", "Ivory Cost", "2023-01"]]}


@pytest.fixture
def mieux(tmp_path):
    """Run a command on a store of its own; return its exit code and what it printed."""

    def run(*arguments):
        environment = {"MIEUX_INSTANCE": str(tmp_path / "instance"), "COLUMNS": "200"}
        return CliRunner().invoke(app, [str(one) for one in arguments], env=environment)

    return run


@pytest.fixture
def write(tmp_path):
    def file(name, sheets):
        path = tmp_path / name
        path.write_bytes(xlsx(sheets))
        return path

    return file


def test_compare_says_what_would_change_and_changes_nothing(mieux, write):
    result = mieux("compare", write("good.xlsx", GOOD), "--format", "json")
    told = json.loads(result.stdout)
    assert result.exit_code == 0
    assert told["base"] == 1
    assert told["tables"]["actions"] == {
        "added": 1, "changed": 0, "removed": 0, "unchanged": 111,
    }  # fmt: skip
    figure = next(one for one in told["figures"] if one["key"] == "actions")
    assert (figure["before"], figure["after"]) == (111, 112)
    versions = json.loads(mieux("versions", "--format", "json").stdout)
    assert [one["number"] for one in versions] == [1]


def test_load_makes_a_version_and_undo_takes_it_back(mieux, write):
    loaded = mieux("load", write("good.xlsx", GOOD), "--note", "test", "--format", "json")
    assert json.loads(loaded.stdout)["version"] == 2
    assert mieux("undo").exit_code == 0
    rows = json.loads(mieux("measure", "actions-by-region", "--format", "json").stdout)["rows"]
    assert rows[0]["n_actions"] == 50


def test_errors_keep_a_file_from_being_loaded_until_one_says_yes(mieux, write):
    file = write("bad.xlsx", BAD)
    refused = mieux("load", file)
    assert refused.exit_code == 1
    assert "--yes" in refused.stderr
    assert mieux("load", file, "--yes").exit_code == 0


def test_the_same_file_twice_is_recognised(mieux, write):
    file = write("good.xlsx", GOOD)
    assert mieux("load", file).exit_code == 0
    again = mieux("load", file)
    assert again.exit_code == 1
    assert "version 2" in again.stderr


def test_a_decision_given_in_a_file_is_used_and_remembered(mieux, write, tmp_path):
    file = write("bad.xlsx", BAD)
    questions = json.loads(mieux("compare", file, "--format", "json").stdout)["questions"]
    (question,) = questions
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps([question | {"answer": "CIV"}]), "utf-8")
    assert mieux("load", file, "--decisions", answers).exit_code == 0
    other = {"Actions": [HEAD, ["x-2", "Other", "Ivory Cost", "2023"]]}
    told = json.loads(mieux("compare", write("o.xlsx", other), "--format", "json").stdout)
    assert told["questions"] == []
    assert told["counts"]["error"] == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--as-of", "tomorrow"], "2024-03-31"),
        (["--decisions", "{here}/good.xlsx"], "JSON"),
    ],
)
def test_wrong_use_is_one_line_and_exit_2(mieux, write, tmp_path, arguments, said):
    file = write("good.xlsx", GOOD)
    given = [argument.format(here=tmp_path) for argument in arguments]
    result = mieux("load", file, *given)
    assert result.exit_code == 2
    assert said in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_replacing_says_what_would_go_and_asks_again(mieux, write):
    result = mieux("load", write("good.xlsx", GOOD), "--mode", "replace")
    assert result.exit_code == 1
    assert "253 records would go" in result.stderr


def test_a_template_is_written_in_the_language_asked_for(mieux, tmp_path):
    out = tmp_path / "modele.xlsx"
    assert mieux("template", "--out", out, "--lang", "fr").exit_code == 0
    names = [sheet.name for sheet in read_workbook(out.read_bytes(), out.name).sheets]
    assert "Demandes" in names


def test_a_workbook_comes_back_with_its_cells_marked(mieux, write, tmp_path):
    out = tmp_path / "marked.xlsx"
    result = mieux("check", write("bad.xlsx", BAD), "--annotated", out)
    assert result.exit_code == 1
    assert out.exists()


WALK = {
    "check": (["{good}"], ["{none}"]),
    "compare": (["{good}"], ["{none}"]),
    "load": (["{good}"], ["{none}"]),
    "versions": ([], ["--lang", "xx"]),
    "undo": ([], ["--to", "9"]),
    "original": (["1", "--out", "{out}"], ["9", "--out", "{out}"]),
    "template": (["--out", "{out}"], ["--out", "{none}/t.xlsx"]),
}


@pytest.mark.parametrize("command", WALK)
def test_every_command_of_loading_prints_json_and_says_a_failure_in_one_line(
    mieux, write, tmp_path, command
):
    places = {"good": write("good.xlsx", GOOD), "none": tmp_path / "none", "out": tmp_path / "o"}
    fine, wrong = ([one.format(**places) for one in given] for given in WALK[command])
    if command == "undo":
        assert mieux("load", places["good"]).exit_code == 0
    done = mieux(command, *fine, "--format", "json")
    assert done.exit_code == 0, done.stderr
    assert isinstance(json.loads(done.stdout), dict | list)
    assert done.stderr == ""
    failed = mieux(command, *wrong, "--format", "json")
    assert failed.exit_code in (1, 2)
    assert isinstance(failed.exception, SystemExit)
    assert failed.stdout == ""
    said = failed.stderr.strip()
    assert said
    if "Usage:" not in said:  # what typer says of a wrong option stands in a frame
        assert len(said.splitlines()) == 1
    assert "Traceback" not in said
