"""The summary of the checks of reading, printed at the end of a run.

A check is a test marked ``check(number, what, verdict)``: E is refused with a reason, W is
read with a warning, R is read.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mieux_dashboard.load import Checked, Unreadable, Workbook, check, read_bounded
from mieux_dashboard.model.reference import Reference
from mieux_dashboard.words import Words

_RESULTS = pytest.StashKey[list[tuple[int, str, str, str]]]()


def pytest_configure(config: pytest.Config) -> None:
    """Make the mark known, and the place where results are kept."""
    config.addinivalue_line("markers", "check(number, what, verdict): a check of reading")
    config.stash[_RESULTS] = []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Keep the outcome of each check."""
    report = yield
    mark = item.get_closest_marker("check")
    if mark and (report.when == "call" or report.failed):
        item.config.stash[_RESULTS].append((*mark.args, "ok" if report.passed else "FAILED"))
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print one line for each check."""
    results = terminalreporter.config.stash[_RESULTS]
    if results:
        terminalreporter.section("hostile files: check, verdict (E refused, W warned, R read)")
    for number, what, verdict, outcome in sorted(results):
        terminalreporter.write_line(f"{number:4}  {verdict}  {outcome:7} {what}")


@pytest.fixture(scope="session")
def english(reference: Reference) -> Words:
    return Words("en", reference)


@pytest.fixture
def verdict(reference: Reference):
    """Read a file as a user's is read; give E, W or R, the codes, and what was read or refused."""

    def judge(data: bytes, name: str = "a.xlsx") -> tuple[str, list[str], Read]:
        try:
            workbook = read_bounded(data, name)
        except Unreadable as error:
            return "E", [error.code], error
        found = check(workbook, reference).findings
        reading = [finding.code for finding in found if finding.code not in OF_CONTENT]
        return "W" if reading else "R", reading, workbook

    return judge


Read = Workbook | Unreadable | Checked
# what is about the tables that these files hold, and not about reading them
OF_CONTENT = {
    "cell-missing",
    "no-known-sheet",
    "column-missing",
    "sheet-empty",
    "sheet-not-read",
    "no-rows",
}
