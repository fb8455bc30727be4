from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mieux_dashboard.load import Sheet, Workbook, check
from tests.load.conftest import said

ACTIONS = [("Action ID", "Title", "Request"), ("MX-142", "A", "r-1"), ("mx-2", "B", "")]
REQUESTS = [("Request ID", "Actions"), ("R-1", "MX-142"), ("r-2", "")]
EXPERTS = [("Expert ID", "Country"), ("X-1", "FRA"), ("x-2", "ESP")]
ACTIVITY_HEAD = ("Activity ID", "Action ID", "Participants", "Women")


def column(result, name, table):
    return list(result.tables[table][name])


def test_rows_that_lead_somewhere_are_no_finding_and_take_the_spelling_of_what_they_name(checked):
    result = checked(
        Actions=ACTIONS,
        Requests=REQUESTS,
        Experts=EXPERTS,
        Deployments=[("Expert ID", "Action ID"), ("x-1", "mx-142"), ("X-2", "MX-2")],
        Activities=[ACTIVITY_HEAD, ("v-1", "mx-142", "9", "4")],
        Results=[("Result ID", "Action ID"), ("o-1", "Mx-142")],
        Partners=[("Action ID", "Organisation"), ("MX-2", "IOM")],
    )
    assert result.findings == ()
    assert column(result, "request_id", "actions") == ["R-1", ""]
    assert column(result, "expert_id", "deployments") == ["X-1", "x-2"]
    assert column(result, "action_id", "deployments") == ["MX-142", "mx-2"]
    assert column(result, "action_id", "partners") == ["mx-2"]


@pytest.mark.parametrize(
    ("sheet", "rows", "cell", "table"),
    [
        (
            "Deployments",
            [("Expert ID", "Action ID"), ("X-9", "MX-142"), ("X-1", "MX-142")],
            "A2",
            "experts",
        ),
        (
            "Deployments",
            [("Expert ID", "Action ID"), ("X-1", "MX-412"), ("X-1", "MX-142")],
            "B2",
            "actions",
        ),
        (
            "Activities",
            [ACTIVITY_HEAD, ("v-1", "MX-412", "", ""), ("v-2", "MX-142", "", "")],
            "B2",
            "actions",
        ),
        (
            "Results",
            [("Result ID", "Action ID"), ("o-1", "MX-412"), ("o-2", "MX-142")],
            "B2",
            "actions",
        ),
        (
            "Partners",
            [("Action ID", "Organisation"), ("MX-412", "IOM"), ("mx-2", "IOM")],
            "A2",
            "actions",
        ),
    ],
)
def test_a_row_about_something_unknown_is_an_error_and_left_out(checked, sheet, rows, cell, table):
    result = checked(Actions=ACTIONS, Requests=REQUESTS, Experts=EXPERTS, **{sheet: rows})
    assert said(result) == [("unknown-reference", sheet, cell)]
    (finding,) = result.findings
    assert (finding.severity, finding.details["expected"]) == ("error", table)
    assert result.rows[sheet.lower()] == 1


def test_a_request_keeps_its_row_and_the_actions_that_are_known(checked, english):
    requests = [("Request ID", "Actions"), ("r-1", "MX-412; MX-142; mx-2")]
    result = checked(Actions=ACTIONS, Requests=requests)
    (finding,) = result.findings
    assert (finding.code, finding.severity, finding.value) == (
        "unknown-reference",
        "error",
        "MX-412",
    )
    assert finding.message(english) == (
        "Requests!B2: Action IDs: “MX-412” is not in the table “Actions”. Nearest: MX-142 and mx-2."
    )
    assert "The request was kept" in finding.remedy(english)
    assert column(result, "action_ids", "requests") == ["MX-142;mx-2"]


def test_an_action_that_names_an_unknown_request_is_kept_without_it(checked):
    result = checked(Actions=[*ACTIONS, ("a-3", "C", "r-9")], Requests=REQUESTS)
    assert said(result) == [("unknown-reference", "Actions", "C4")]
    assert column(result, "request_id", "actions") == ["R-1", "", ""]
    assert result.rows == {"actions": 3, "requests": 2}


def test_every_reference_of_a_row_is_looked_at(checked):
    rows = [("Expert ID", "Action ID"), ("X-9", "MX-412")]
    result = checked(Actions=ACTIONS, Requests=REQUESTS, Experts=EXPERTS, Deployments=rows)
    assert [cell for _, _, cell in said(result)] == ["A2", "B2"]
    assert result.rows["deployments"] == 0


def test_ids_of_persons_are_never_proposed(checked, english):
    rows = [("Expert ID", "Action ID"), ("X-11", "MX-142")]
    (finding,) = checked(
        Actions=ACTIONS, Requests=REQUESTS, Experts=EXPERTS, Deployments=rows
    ).findings
    assert finding.details["nearest"] == ()
    assert finding.message(english).endswith("is not in the table “Experts”.")


@pytest.mark.parametrize("actions", [None, [("Action ID", "Title")]])
def test_a_table_that_is_not_there_or_empty_is_not_asked(checked, actions):
    sheets = {"Actions": actions} if actions else {}
    result = checked(
        Requests=[("Request ID", "Actions"), ("r-1", "a-9")],
        Deployments=[("Expert ID", "Action ID"), ("X-9", "a-9"), ("x-9", "A-9")],
        **sheets,
    )
    assert result.findings == ()
    assert column(result, "expert_id", "deployments") == ["X-9", "X-9"]
    assert column(result, "action_id", "deployments") == ["a-9", "a-9"]


def test_a_row_without_its_action_is_named_and_left_out(checked):
    rows = [ACTIVITY_HEAD, ("v-1", "", "9", ""), ("v-2", "MX-142", "9", "")]
    result = checked(Actions=ACTIONS, Requests=REQUESTS, Activities=rows)
    assert said(result) == [("cell-missing", "Activities", "B2")]
    assert column(result, "activity_id", "activities") == ["v-2"]


def test_a_table_without_the_column_of_its_actions_is_not_read(checked):
    result = checked(Actions=[*ACTIONS[:1], ("a", "A", "")], Results=[("Result ID",), ("o-1",)])
    assert said(result) == [("column-missing", "Results", "")]
    assert "results" not in result.tables


def test_an_action_that_two_requests_name_is_a_warning_and_both_keep_it(checked, english):
    requests = [("Request ID", "Actions"), ("R-1", "MX-142"), ("r-2", "mx-2; mx-142"), ("r-3", "")]
    result = checked(Actions=ACTIONS, Requests=requests)
    (finding,) = result.findings
    assert (finding.code, finding.severity, finding.cell, finding.value) == (
        "action-claimed-twice",
        "warning",
        "B3",
        "MX-142",
    )
    assert "(Requests!B2)" in finding.message(english)
    assert column(result, "action_ids", "requests") == ["MX-142", "mx-2;MX-142", ""]


def test_an_expert_under_two_cases_of_one_id_counts_once(checked):
    result = checked(
        Experts=[("Expert ID", "Country"), ("X-1", "FRA"), ("x-1", "FRA"), ("X -1", "FRA")],
        Deployments=[("Expert ID", "Action ID"), ("x-1", "a"), ("X-1", "b")],
    )
    assert said(result) == [("id-repeated", "Experts", "A3"), ("id-near", "Experts", "A4")]
    assert column(result, "expert_id", "experts") == ["X-1", "X -1"]
    assert column(result, "expert_id", "deployments") == ["X-1", "X-1"]


def test_thousands_of_unknown_ids_are_found_in_time(checked):
    actions = [("Action ID", "Title"), *((f"a-{n}", "A") for n in range(30_000))]
    results = [("Result ID", "Action ID"), *((f"o-{n}", f"b-{n}") for n in range(3_000))]
    result = checked(Actions=actions, Results=results)
    assert len(result.findings) == 3_000
    proposed = [finding for finding in result.findings if finding.details["nearest"]]
    assert 0 < len(proposed) < 100


IDS = st.sampled_from(["", "a-1", "A-1", "a-2", "a-3"])


@settings(max_examples=40)
@given(named=st.lists(IDS, max_size=5), there=st.lists(IDS, max_size=4))
def test_what_is_kept_leads_somewhere(reference, named, there):
    sheets = (
        Sheet("Actions", (("Action ID", "Title"), *((name, "T") for name in there))),
        Sheet("Partners", (("Action ID", "Name"), *((name, "N") for name in named))),
    )
    tables = check(Workbook("a.xlsx", sheets), reference).tables
    known = set(tables["actions"]["action_id"])
    kept = set(tables["partners"]["action_id"])
    assert kept <= (known or {"a-1", "A-1", "a-2", "a-3"})
    assert "" not in kept
