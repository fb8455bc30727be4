"""What the tests of hostile files are judged with."""

from __future__ import annotations

import pytest

from mieux_dashboard.load import Checked, Unreadable, Workbook, check, read_bounded
from mieux_dashboard.model.reference import Reference
from mieux_dashboard.words import Words


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
