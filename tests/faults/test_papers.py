"""What docs/reliability.md says was tried is tried."""

from __future__ import annotations

import re

from tests.conftest import DATA

ROOT = DATA.parent
PAPER = (ROOT / "docs" / "reliability.md").read_text("utf-8")


def test_every_fault_names_tests_that_there_are():
    rows = re.findall(r"^\| (.+?) \|.*\| (.+?) \|$", PAPER.partition("## Load")[0], re.M)[2:]
    assert len(rows) > 12
    for fault, named in rows:
        files = re.findall(r"`(tests/[^`]+\.py)`", named)
        assert files, fault
        for file in files:
            assert re.search(r"^def test_", (ROOT / file).read_text("utf-8"), re.M), file


def test_every_test_of_faults_is_named():
    ours = {f"tests/faults/{path.name}" for path in (ROOT / "tests/faults").glob("test_*.py")}
    assert {one for one in ours if f"`{one}`" not in PAPER} == {"tests/faults/test_papers.py"}
