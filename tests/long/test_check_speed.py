"""A workbook of 100,000 Actions is checked in seconds, whatever is wrong in it."""

from __future__ import annotations

import time

from mieux_dashboard.load import Sheet, Workbook, check, grouped

ROWS = 100_000
HEAD = ("Action ID", "Title", "Country", "Area", "Start", "End", "Participants", "Remarks")


def test_a_hundred_thousand_actions_are_checked_in_fifteen_seconds(reference):
    rows = [
        (f"a-{n}", f"Title {n}", "Kenya; Mali", "Diaspora", "2015-03-01", "2016", "12", f"r {n}")
        for n in range(ROWS)
    ]
    started = time.process_time()
    result = check(Workbook("a.xlsx", (Sheet("Actions", (HEAD, *rows)),)), reference)
    assert time.process_time() - started < 15
    assert (result.findings, result.rows) == ((), {"actions": ROWS})


def test_a_hundred_thousand_bad_rows_are_one_group_each(reference):
    rows = [(f"a-{n}", "T", f"Land {n % 500}", "", "soon", "", "x", "") for n in range(ROWS)]
    started = time.process_time()
    result = check(Workbook("a.xlsx", (Sheet("Actions", (HEAD, *rows)),)), reference)
    assert time.process_time() - started < 30
    assert [group.n for group in grouped(result.findings)] == [ROWS] * 3
    assert len([one for one in result.questions if one.kind == "value"]) == 500
