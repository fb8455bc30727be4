"""Two phase workbooks as evaluators have them: one sheet for all, experts side by side."""

from __future__ import annotations

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.intake import undo
from mieux_dashboard.intake.prepare import Received
from mieux_dashboard.model.decision import Decision
from mieux_dashboard.model.selection import Selection
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


TOP = ["", "", "", "Implementation", "", "Experts", ""]
BELOW = ["Title", "Country", "Date received", "Start date", "End date", "Expert 1", "Expert 2"]
PHASE_III = {
    "MIEUX III": [
        ["Register of the third phase"],
        TOP,
        BELOW,
        ["Border training", "Ivory Cost", "5 January 2015", "3/2015", "30/09/2015",
         "Wilhelmina Zzyzx", "Ximena Oyelaran"],
        ["Diaspora study", "Kenya", "1 avril 2015", "juin 2015", "2016", "Ximena Oyelaran", ""],
        ["Total", "2", "", "", "", "3", ""],
    ]
}  # fmt: skip
PHASE_PLUS = {
    "MIEUX+": [
        TOP,
        BELOW,
        ["Diaspora study", "Kenya", "1 April 2015", "June 2015", "31 December 2017", "", ""],
        ["Border trainings", "Ivory Cost", "", "March 2015", "", "", ""],
        ["Return policy", "Peru", "2021", "2021-06", "January 2022", "Ben Ray", ""],
        ["Total", "3", "", "", "", "1", ""],
    ]
}  # fmt: skip


def rows_of_every_measure(bench):
    dataset, selection = bench.base().dataset, Selection()
    return {key: chart.measure(dataset, selection).to_csv() for key, chart in CHARTS.items()}


def decided(bench, sitting, kind, answer):
    prepared = bench.prepared(sitting)
    asked = [one for one in prepared.questions if one.kind == kind]
    assert asked, kind
    answers = [Decision(kind, one.where, one.asked, answer(one), "ann") for one in asked]
    return bench.decide(sitting, answers)


def test_a_second_phase_changes_and_adds_and_undoing_brings_every_number_back(bench):
    before = rows_of_every_measure(bench)
    sitting = bench.sittings.begin([Received("phase iii.xlsx", xlsx(PHASE_III))])
    sitting = decided(bench, sitting, "value", lambda _: "CIV")
    first = bench.prepared(sitting)
    assert [f.code for f in first.checked.findings if f.severity == "error"] == []
    assert "total-row" in {finding.code for finding in first.checked.findings}
    counts = first.difference.counts["actions"]
    assert (counts.added, counts.changed, counts.removed) == (2, 0, 0)
    assert bench.accept(sitting, first, "ann") == 2
    third = rows_of_every_measure(bench)
    assert third != before
    sitting = bench.sittings.begin([Received("phase plus.xlsx", xlsx(PHASE_PLUS))])
    assert [one for one in bench.prepared(sitting).questions if one.kind == "value"] == []
    sitting = decided(bench, sitting, "record", lambda one: one.candidates[0])
    second = bench.prepared(sitting)
    counts = second.difference.counts["actions"]
    assert (counts.added, counts.changed, counts.removed) == (1, 2, 0)
    assert bench.accept(sitting, second, "ann") == 3
    actions = bench.store.tables(3)["actions"].set_index("title")
    assert actions.loc["Diaspora study", "end_date"] == "2017-12-31"
    assert actions.loc["Border trainings", "countries"] == "CIV"
    assert "Border training" not in actions.index
    assert len(actions) == 111 + 3
    undo(bench.store, 2, "ann")
    assert rows_of_every_measure(bench) == third
    undo(bench.store, 1, "ann")
    assert rows_of_every_measure(bench) == before
