"""Two phase workbooks as evaluators have them: one sheet for all, experts side by side."""

from __future__ import annotations

from mieux_dashboard.intake.prepare import Received
from mieux_dashboard.model.decision import Decision
from tests.load.conftest import xlsx

HEAD = ["Request No.", "Date received", "Decision", "Action ID", "Title", "Country 1", "Country 2",
        "Start", "End", "Expert 1", "Expert 1 country", "Expert 2", "Expert 2 country"]  # fmt: skip
ONE = {
    "MIEUX III": [
        ["Register of requests and Actions"],
        HEAD,
        ["r-1", "2015-01-05", "accepted", "a-1", "Border training", "Ivory Cost", "Ghana",
         "2015-03", "2015-09", "Wilhelmina Zzyzx", "Germany", "Ximena Oyelaran", "France"],
        ["r-2", "2015-02-05", "declined", "", "", "Kenya", "", "", "", "", "", "", ""],
        ["r-3", "2015-04-01", "accepted", "a-2", "Diaspora study", "Kenya", "",
         "2015-06", "2016-01", "Ximena Oyelaran", "France", "", ""],
        [],
        ["Total", "", "", "2"],
    ]
}  # fmt: skip
TWO = {
    "MIEUX+": [
        HEAD,
        ["r-4", "2021-04-01", "accepted", "a-3", "Return policy", "Peru", "",
         "2021-06", "2022-01", "Wilhelmina Zzyzx", "Germany", "Ben Ray", "Spain"],
        ["r-1", "2021-05-01", "pending", "", "", "Mali", "", "", "", "", "", "", ""],
    ],
    "Results": [
        ["Result ID", "Action ID", "Level", "Type"],
        ["o-1", "a-1", "output", ""],
        ["o-2", "a-3", "outcome", ""],
        ["o-3", "nowhere", "output", ""],
    ],
}  # fmt: skip


def received():
    return [Received("phase iii.xlsx", xlsx(ONE)), Received("phase plus.xlsx", xlsx(TWO))]


def test_two_phases_become_one_version_in_which_every_row_is_accounted_for(bench):
    prepared = bench.prepare(received(), "replace")
    for one in prepared.checked.accounts:
        assert one.rows == one.stored + one.refused + one.empty + one.skipped
    stored = {}
    for one in prepared.checked.accounts:
        stored[one.table] = stored.get(one.table, 0) + one.stored
    rows = {name: len(table) for name, table in prepared.checked.tables.items()}
    assert {name: stored[name] for name in rows} == rows
    assert rows == {"requests": 4, "actions": 3, "experts": 3, "deployments": 5, "results": 2}
    by_file = {(one.file, one.sheet, one.table) for one in prepared.checked.accounts}
    assert ("phase iii.xlsx", "MIEUX III", "requests") in by_file
    assert ("phase plus.xlsx", "Results", "results") in by_file
    refused = {(f.file, f.code) for f in prepared.checked.findings if f.severity == "error"}
    assert ("phase plus.xlsx", "id-repeated") in refused
    assert ("phase plus.xlsx", "unknown-reference") in refused


def test_what_is_decided_for_one_file_holds_and_persons_are_one_across_files(bench):
    sitting = bench.sittings.begin(received())
    prepared = bench.prepared(sitting)
    (asked,) = [one for one in prepared.questions if one.kind == "value"]
    assert "CIV" in asked.candidates
    answer = Decision("value", asked.where, asked.asked, "CIV", "tests", "2024-01-01")
    sitting = bench.decide(sitting, [answer])
    prepared = bench.prepared(sitting)
    number = bench.accept(sitting, prepared, "tests")
    tables = bench.store.tables(number)
    first = tables["actions"].set_index("action_id").loc["a-1"]
    assert first["countries"] == "CIV;GHA"
    assert first["request_id"] == "r-1"
    sent = tables["deployments"].groupby("expert_id")["action_id"].agg(sorted).tolist()
    assert sorted(sent) == [["a-1", "a-2"], ["a-1", "a-3"], ["a-3"]]
    again = bench.prepare(received())
    assert again.difference.empty
