"""The guides show what there is: labels as the pages have them, commands that run, pictures."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from typer.main import get_command
from typer.testing import CliRunner

from mieux_dashboard.cli import app
from mieux_dashboard.words import LOCALES
from tests.load.conftest import xlsx
from tools.pictures import DOCS, GUIDED, PICTURES, PICTURES_FOLDER

ROOT = DOCS.parent
FOLDERS = {language: DOCS / language for language in GUIDED} | {"en": DOCS}
GUIDES = ("explore", "event", "load")
FRONT = {"en": "README.md", "fr": "LISEZ-MOI.md", "es": "LEEME.md"}
PAPERS = sorted(
    [*(ROOT / name for name in FRONT.values()), ROOT / "CONTRIBUTING.md", *DOCS.glob("*.md")]
    + [folder / f"{name}.md" for folder in FOLDERS.values() for name in GUIDES if folder != DOCS]
)
"""What a reader is given; each of its commands is tried."""

LONG = {"serve", "pack"}
"""Commands that go on, or draw for minutes: tests of their own run them. Here their options are."""


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def one_line(said: str) -> str:
    return " ".join(said.split())


def shown_commands(path: Path) -> list[str]:
    """Return the lines of a paper's blocks that call mieux, without what is said beside them."""
    lines = re.findall(r"^ {4}(?:\S*[/\\])?(mieux .+)$", text(path), re.M)
    return [re.split(r"\s{2,}", line)[0] for line in lines]


def named_commands(path: Path) -> list[str]:
    """Return what a paper names as a command within its text."""
    return [one_line(said) for said in re.findall(r"`(mieux [^`]+)`", text(path))]


def parsed(command: str):
    """Read a command line as the program would, and run nothing."""
    name, *options = shlex.split(command)[1:]
    found = get_command(app)
    return found.commands[name].make_context(name, options or [], resilient_parsing=not options)


def sentences(language: str) -> set[str]:
    """Return all that pages may say in a language, as it stands in the catalogues."""
    with (LOCALES / ("fr" if language == "en" else language) / "LC_MESSAGES/messages.po").open(
        "rb"
    ) as file:
        entries = [entry for entry in read_po(file) if entry.id]
    said = [entry.id if language == "en" else entry.string for entry in entries]
    forms = [form for one in said for form in (one if isinstance(one, tuple) else (one,))]
    return {one_line(form) for form in forms}


def test_each_guide_is_there_in_each_language():
    assert [f for f in FOLDERS.values() for n in GUIDES if not (f / f"{n}.md").is_file()] == []


@pytest.mark.parametrize("language", GUIDED)
def test_what_stands_in_bold_is_a_label_of_the_pages_in_that_language(language):
    known = sentences(language)
    for name in GUIDES:
        labels = re.findall(r"\*\*(.+?)\*\*", one_line(text(FOLDERS[language] / f"{name}.md")))
        assert labels
        assert [label for label in labels if label not in known] == [], name


def test_guides_have_the_same_parts_in_each_language():
    for name in GUIDES:
        shapes = {
            tuple(re.findall(r"^(?:#+|\d\.|- |\| |!|    mieux \w+)", text(f / f"{name}.md"), re.M))
            for f in FOLDERS.values()
        }
        assert len(shapes) == 1, name


def test_french_papers_keep_their_marks_with_the_word_before():
    for path in (*sorted(FOLDERS["fr"].glob("*.md")), ROOT / FRONT["fr"]):
        prose = [line for line in text(path).splitlines() if not line.startswith(("    ", "|---"))]
        assert [line for line in prose if re.search(r"\S [?!:;»]|« ", line)] == [], path.name


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_that_is_named_has_the_options_that_it_is_named_with(path):
    for command in [*shown_commands(path), *named_commands(path)]:
        parsed(command)


def test_commands_in_french_and_spanish_guides_are_those_of_the_english_ones():
    for name in GUIDES:
        asked = {}
        for language, folder in FOLDERS.items():
            commands = [shlex.split(one) for one in shown_commands(folder / f"{name}.md")]
            said = [one[one.index("--lang") + 1] for one in commands if "--lang" in one]
            assert language == "en" or said == [language] * len(commands)
            asked[language] = [
                [part for part in one if part[:2] == "--" and part[:6] != "--lang"] + one[1:2]
                for one in commands
            ]
        assert asked["fr"] == asked["es"] == asked["en"], name


def test_the_commands_of_the_guides_run_one_after_the_other(tmp_path, monkeypatch):
    monkeypatch.setenv("MIEUX_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.chdir(tmp_path)
    row = ["n-1", "Border training", "KEN", "2023-01", "2023-06"]
    sheets = {"Actions": [["Action ID", "Title", "Countries", "Start", "End"], row]}
    Path("REGISTER.xlsx").write_bytes(xlsx(sheets))
    papers = [DOCS / f"{name}.md" for name in (*GUIDES, "commands", "translate")]
    commands = [command for path in papers for command in shown_commands(path)]
    for command in dict.fromkeys(commands):
        name, *options = shlex.split(command)[1:]
        if name not in LONG and not _draws(options):
            done = CliRunner().invoke(app, [name, *options])
            assert done.exit_code == 0, f"{command}\n{done.output}"


def _draws(options: list[str]) -> bool:
    """Whether a command needs a browser, which tests of pictures have."""
    return any("png" in option for option in options)


def test_each_picture_that_a_paper_shows_is_there_and_none_is_left_over():
    shown = set()
    for path in PAPERS:
        for alternative, file in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", text(path)):
            assert len(alternative) > 20, f"{path.name}: {file} needs a text alternative"
            shown.add(Path(os.path.normpath(path.parent / file)))
    listed = {
        PICTURES_FOLDER / language / f"{picture.name}.png"
        for language in GUIDED
        for picture in PICTURES
    }
    assert shown == listed == set(PICTURES_FOLDER.rglob("*.png"))


def test_each_link_of_a_paper_leads_to_a_file_or_heading_that_is_there():
    for path in PAPERS:
        for to in re.findall(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)", text(path)):
            if not to.startswith("http"):
                assert (path.parent / to.partition("#")[0]).exists(), f"{path.name}: {to}"


def test_pictures_are_small_enough_for_a_repository():
    sizes = [path.stat().st_size for path in PICTURES_FOLDER.rglob("*.png")]
    assert sum(sizes) < 1_500_000
