"""Workbooks as people make them: nothing is picked, nothing is lost, everything is named."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mieux_dashboard.load import Checked, Sheet, Workbook, check, grouped, names_persons
from mieux_dashboard.load.persons import pseudonym
from mieux_dashboard.load.text import Number
from mieux_dashboard.model.columns import TABLES
from mieux_dashboard.model.decision import OWN, Decision, Decisions
from mieux_dashboard.model.reference import Reference
from mieux_dashboard.words import Words

KEY = b"a key of a test, and nothing else"
HEAD = ("Action ID", "Title", "Country", "Start", "End", "Participants")
ROW = ("a-1", "First", "KEN", "2015-01", "2016", "20")


def book(name="a.xlsx", **sheets):
    return Workbook(
        name, tuple(Sheet(title, tuple(map(tuple, rows))) for title, rows in sheets.items())
    )


@pytest.fixture(scope="module")
def read(reference: Reference):
    def run(decided=(), **sheets) -> Checked:
        return check(book(**sheets), reference, KEY, decisions(*decided))

    return run


@pytest.fixture(scope="module")
def english(reference: Reference) -> Words:
    return Words("en", reference)


def decisions(*given):
    return Decisions(tuple(Decision(*one) for one in given))


def found(result):
    return [(finding.code, finding.cell) for finding in result.findings]


def column(result, name, table="actions"):
    return list(result.tables[table][name])


def questions(result, kind):
    return [one for one in result.questions if one.kind == kind]


def balanced(result):
    assert all(
        a.rows == a.stored + a.refused + a.empty + a.skipped and min(a.stored, a.refused) >= 0
        for a in result.accounts
    )
    assert all(a.skipped == sum(a.rules.values()) for a in result.accounts)
    for name, table in result.tables.items():
        assert sum(a.stored for a in result.accounts if a.table == name) == len(table)


# several files


def test_files_are_read_together_and_findings_say_their_file(reference):
    first = book("one.xlsx", Actions=[HEAD, ROW])
    second = book("two.xlsx", Actions=[HEAD, ("a-2", *ROW[1:]), ("A-1", "Other", *ROW[2:])])
    result = check([first, second], reference, KEY)
    (finding,) = result.findings
    assert (finding.code, finding.file, finding.cell) == ("id-repeated", "two.xlsx", "A3")
    assert finding.details["other"] == "one.xlsx: Actions!A2"
    assert column(result, "action_id") == ["a-1", "a-2"]
    assert [(a.file, a.stored, a.refused) for a in result.accounts] == [
        ("one.xlsx", 1, 0),
        ("two.xlsx", 1, 1),
    ]
    balanced(result)


def test_a_file_of_actions_and_one_of_requests_lead_to_each_other(reference):
    actions = book("a.csv", a=[("Action ID", "Title", "Request ID"), ("a-1", "A", "r-1")])
    requests = book("r.csv", r=[("Request ID", "Received", "Country"), ("R-1", "2015", "KEN")])
    result = check((actions, requests), reference, KEY)
    assert result.findings == ()
    assert column(result, "request_id") == ["R-1"]


# decisions


@pytest.mark.check(35, "an unknown country is asked, the answer remembered", "E")
def test_an_unknown_country_is_asked_once_and_read_by_the_decision(read):
    rows = [HEAD, ("a-1", "A", "Ivory Cost", *ROW[3:]), ("a-2", "B", "IVORY cost; Mali", *ROW[3:])]
    result = read(Actions=rows)
    (asked,) = questions(result, "value")
    assert (asked.where, asked.asked, asked.shown, asked.n_cells) == (
        "countries",
        "ivorycost",
        "Ivory Cost",
        2,
    )
    assert asked.candidates[0] == "CIV"
    assert asked.cells == ("Actions!C2", "Actions!C3")
    assert {finding.asked for finding in result.findings} == {("value", "countries", "ivorycost")}
    assert column(result, "countries") == ["", "MLI"]
    assert column(result, "Country (as typed)") == ["Ivory Cost", "IVORY cost; Mali"]
    decided = read([("value", "countries", "ivorycost", "CIV")], Actions=rows)
    assert (decided.findings, decided.questions) == ((), ())
    assert column(decided, "countries") == ["CIV", "CIV;MLI"]


def test_what_is_none_of_ours_is_kept_as_typed_without_a_finding(read):
    rows = [HEAD, ("a-1", "A", "Ruritania", *ROW[3:])]
    result = read([("value", "countries", "ruritania", OWN)], Actions=rows)
    assert (result.findings, result.questions) == ((), ())
    assert column(result, "countries") == [""]
    assert column(result, "Country (as typed)") == ["Ruritania"]


def test_a_decision_for_a_code_that_is_none_is_asked_again(read):
    result = read(
        [("value", "countries", "ruritania", "XXX")], Actions=[HEAD, ("a", "A", "Ruritania")]
    )
    assert len(questions(result, "value")) == 1


def test_a_decision_never_overrides_what_a_text_certainly_names(read):
    result = read([("value", "countries", "niger", "NGA")], Actions=[HEAD, ("a", "A", "Niger")])
    assert column(result, "countries") == ["NER"]


@pytest.mark.parametrize(
    ("header", "where", "text"),
    [
        ("Area", "areas", "Bordr managment"),
        ("Institution type", "institution_types", "Interior min"),
    ],
)
def test_unknown_codes_are_asked_with_candidates(read, header, where, text):
    result = read(Actions=[("Action ID", "Title", header), ("a", "A", text)])
    (asked,) = questions(result, "value")
    assert (asked.where, asked.shown) == (where, text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Niger", "NER"),
        ("Nigeria", "NGA"),
        ("Guinea", "GIN"),
        ("Guinea-Bissau", "GNB"),
        ("Equatorial Guinea", "GNQ"),
        ("Papua New Guinea", "PNG"),
        ("Dominica", "DMA"),
        ("Dominican Republic", "DOM"),
        ("Sudan", "SDN"),
        ("South Sudan", "SSD"),
        ("Georgia", "GEO"),
        ("Democratic Republic of the Congo", "COD"),
        ("NA", "NAM"),
    ],
)
@pytest.mark.check(36, "countries of like names", "R")
def test_countries_of_like_names_are_not_confused(read, text, code):
    assert column(read(Actions=[HEAD, ("a", "A", text)]), "countries") == [code]


@pytest.mark.parametrize("text", ["Nigera", "Guinee Bisau", "Columbia", "Dominicana", "Kongo"])
@pytest.mark.check(36, "a name that is only near is never picked", "E")
def test_what_is_only_near_is_never_picked(read, text):
    result = read(Actions=[HEAD, ("a", "A", text)])
    assert column(result, "countries") == [""]
    assert len(questions(result, "value")) == 1


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Kenya and Mali", "KEN;MLI"),
        ("Kenya, Mali and Trinidad and Tobago", "KEN;MLI;TTO"),
        ("Kenya / Mali", "KEN;MLI"),
        ("Kenya & Mali", "KEN;MLI"),
        ("Le Kenya et Ruritania", ""),
        ("Bosnia and Herzegovina", "BIH"),
        ("Sao Tome and Principe; Kenya", "STP;KEN"),
    ],
)
@pytest.mark.check(38, "several countries in a cell", "R")
def test_several_countries_are_split_only_where_that_leaves_names(read, text, codes):
    assert column(read(Actions=[HEAD, ("a", "A", text)]), "countries") == [codes]


def test_a_column_that_is_not_known_is_asked_and_mapped_by_the_decision(read):
    rows = [("Action ID", "Title", "Titel in French", "Donor"), ("a", "A", "Un", "x")]
    result = read(Actions=rows)
    asked = {one.asked: one for one in questions(result, "column")}
    assert set(asked) == {"titelinfrench", "donor"}
    assert asked["titelinfrench"].candidates[0] == "title_fr"
    assert asked["titelinfrench"].cells == ("Actions!C1",)
    assert column(result, "Titel in French") == ["Un"]
    given = [
        ("column", "actions", "titelinfrench", "title_fr"),
        ("column", "actions", "donor", OWN),
    ]
    decided = read(given, Actions=rows)
    assert decided.questions == ()
    assert column(decided, "title_fr") == ["Un"]
    assert column(decided, "Donor") == ["x"]


def test_a_column_of_persons_is_not_asked_about(read):
    result = read(Actions=[("Action ID", "Title", "Contact person"), ("a", "A", "Ann Lee")])
    assert questions(result, "column") == []


SURVEY = [("Ref", "What", "Where"), ("1", "A", "Mali"), ("2", "B", "Kenya")]


def test_a_sheet_that_is_not_known_is_asked_and_read_by_the_decision(read):
    result = read(Actions=[HEAD, ROW], Liste=SURVEY)
    assert found(result) == [("sheet-unknown", "")]
    (asked,) = questions(result, "sheet")
    assert (asked.where, asked.asked, asked.shown) == ("", "liste", "Liste")
    skipped = read([("sheet", "", "liste", OWN)], Actions=[HEAD, ROW], Liste=SURVEY)
    assert (skipped.findings, questions(skipped, "sheet")) == ((), [])
    given = [
        ("sheet", "", "liste", "actions"),
        ("column", "actions", "ref", "action_id"),
        ("column", "actions", "what", "title"),
        ("column", "actions", "where", "countries"),
    ]
    decided = read(given, Actions=[HEAD, ROW], Liste=SURVEY)
    assert decided.findings == ()
    assert column(decided, "action_id") == ["a-1", "1", "2"]
    for each in (result, skipped, decided):
        balanced(each)


# dates


def dated(*texts, header="Start"):
    rows = [(f"a-{n}", "A", text) for n, text in enumerate(texts)]
    return [("Action ID", "Title", header), *rows]


@pytest.mark.check(28, "dates that may all be read in two ways are asked about", "W")
def test_dates_that_may_all_be_read_in_two_ways_are_asked(read):
    rows = dated("03/04/2015", "05/06/2016", "2017")
    result = read(Actions=rows)
    assert found(result) == [("order-assumed", "C1")]
    (asked,) = questions(result, "order")
    assert (asked.where, asked.asked, asked.candidates) == (
        "actions.start_date",
        "start",
        ("dmy", "mdy"),
    )
    assert column(result, "start_date") == ["2015-04-03", "2016-06-05", "2017"]
    decided = read([("order", "actions.start_date", "start", "mdy")], Actions=rows)
    assert (decided.findings, decided.questions) == ((), ())
    assert column(decided, "start_date") == ["2015-03-04", "2016-05-06", "2017"]


@pytest.mark.check(28, "one date decides for its column", "W")
def test_one_date_decides_for_the_whole_column(read):
    result = read(Actions=dated("03/04/2015", "06/21/2016"))
    assert column(result, "start_date") == ["2015-03-04", "2016-06-21"]
    assert ("order-by-column", "C1") in found(result)
    result = read(Actions=dated("03/04/2015", "21/06/2016"))
    assert (result.findings, result.questions) == ((), ())
    assert column(result, "start_date") == ["2015-04-03", "2016-06-21"]


@pytest.mark.check(28, "two orders of day and month in one column", "E")
def test_two_orders_in_one_column_are_an_error_and_none_is_read(read, english):
    rows = dated("03/04/2015", "21/06/2016", "06/21/2016", "2014-05")
    result = read(Actions=rows)
    (finding,) = result.findings
    assert (finding.code, finding.severity, finding.cell) == ("mixed-order", "error", "C1")
    assert "21/06/2016 (C3), the month in 06/21/2016 (C4)" in finding.message(english)
    assert column(result, "start_date") == ["", "", "", "2014-05"]
    assert column(result, "Start (as typed)") == ["03/04/2015", "21/06/2016", "06/21/2016", ""]
    decided = read([("order", "actions.start_date", "start", "dmy")], Actions=rows)
    assert found(decided) == [("not-in-order", "C4")]
    assert column(decided, "start_date") == ["2015-04-03", "2016-06-21", "", "2014-05"]


@pytest.mark.parametrize("text", ["ongoing", "2015 Q2", "en cours", "printemps 2015"])
@pytest.mark.check(29, "dates in words, quarters, ongoing", "W")
def test_a_date_in_words_that_is_none_is_kept_as_typed_and_named(read, english, text):
    result = read(Actions=dated(text, "mars 2014", "12 de junio de 2016"))
    assert found(result) == [("not-a-date", "C2")]
    assert column(result, "start_date") == ["", "2014-03", "2016-06-12"]
    assert column(result, "Start (as typed)")[0] == text
    assert "“Start (as typed)”" in result.findings[0].remedy(english)


# shape


@pytest.mark.check(39, "two header rows", "R")
def test_two_header_rows_are_read_as_one(read):
    rows = [
        ("Register",),
        ("Action", "", "Dates", "", "Partner"),
        ("ID", "Title", "Start", "End", "Country"),
        ("a-1", "A", "2015", "2016", "KEN"),
    ]
    result = read(Register=rows)
    assert result.findings == ()
    assert column(result, "countries") == ["KEN"]
    assert (column(result, "start_date"), column(result, "end_date")) == (["2015"], ["2016"])
    balanced(result)


def test_experts_below_a_wide_header_are_persons_of_their_own(read):
    rows = [
        ("Action ID", "Title", "Expert 1", "", "Expert 2", ""),
        ("", "", "Name", "Country", "Name", "Country"),
        ("a-1", "A", "Ann Lee", "FRA", "Bo Ek", "SWE"),
        ("a-2", "B", "LEE, Ann", "FRA", "", ""),
    ]
    result = read(Actions=rows)
    ids = [pseudonym(name, "expert_id", KEY) for name in ("Ann Lee", "Bo Ek")]
    assert set(column(result, "expert_id", "experts")) == set(ids)
    assert sorted(column(result, "country", "experts")) == ["FRA", "SWE"]
    sent = result.tables["deployments"]
    assert set(zip(sent["expert_id"], sent["action_id"], strict=True)) == {
        (ids[0], "a-1"),
        (ids[1], "a-1"),
        (ids[0], "a-2"),
    }
    assert result.count("error") == 0
    assert "Lee" not in repr(result.findings) + repr(result.questions)
    balanced(result)


@pytest.mark.parametrize(
    "head",
    [
        ("Expert 1", "Expert 1 country", "Expert 2", "Expert 2 country"),
        (
            "Name of expert 1",
            "Nationality (expert 1)",
            "Name of expert 2",
            "Nationality (expert 2)",
        ),
        ("Expert 1 nom", "Expert 1 nationalité", "Expert 2 nom", "Expert 2 nationalité"),
    ],
)
def test_experts_in_columns_become_deployments(read, head):
    result = read(
        Actions=[("Action ID", "Title", *head), ("a", "A", "Ann Lee", "FRA", "Bo Ek", "SWE")]
    )
    assert sorted(column(result, "country", "experts")) == ["FRA", "SWE"]
    assert column(result, "action_id", "deployments") == ["a", "a"]
    assert names_persons(book(Actions=[("Action ID", "Title", *head), ("a", "A", "Ann Lee")]))


def test_numbered_columns_are_the_values_of_one(read):
    head = ("Action ID", "Title", "Country 1", "Country 2", "Area 1", "Area 2", "Country 3")
    rows = [
        head,
        ("a", "A", "Kenya", "Mali", "Diaspora", "", ""),
        ("b", "B", "", "", "", "", "Nowhere"),
    ]
    result = read(Actions=rows)
    assert column(result, "countries") == ["KEN;MLI", ""]
    assert found(result) == [("unknown-country", "G3")]
    balanced(result)


@pytest.mark.check(39, "notes, totals, repeated headers", "W")
def test_notes_totals_and_repeated_headers_are_no_records(read):
    rows = [
        ("Register of Actions",),
        HEAD,
        ROW,
        HEAD,
        ("a-2", *ROW[1:]),
        (),
        ("Total", "", "", "", "", "40"),
        ("", "", "Sous-total", "", "", "40"),
        ("Note: participants are attendances",),
        ("Figures as reported by the Commission",),
    ]
    result = read(Actions=rows)
    assert found(result) == [
        ("total-row", "A7"),
        ("total-row", "C8"),
        ("note-row", "A9"),
        ("note-row", "A10"),
    ]
    assert result.rows == {"actions": 2}
    (account,) = result.accounts
    assert account.rules == {"heading": 3, "total": 2, "note": 2}
    balanced(result)


def test_a_title_that_begins_like_a_total_is_a_record(read):
    result = read(Actions=[HEAD, ("a-1", "Total quality of borders", "KEN", "2015", "", "3")])
    assert (result.findings, result.rows) == ((), {"actions": 1})


BOTH = ("Request received", "Decision", "Country", "Institution", "Action title", "Start", "End")


def test_one_sheet_of_requests_and_actions_feeds_both_with_the_link(read):
    rows = [
        BOTH,
        ("2014-05", "accepted", "Kenya", "Police", "Border management", "2015", "2016"),
        ("2014-07", "declined", "Mali", "", "", "", ""),
        ("", "", "Peru", "", "Study visit", "2016", "2017"),
    ]
    result = read(Register=rows)
    assert result.count("error") == 0
    requests, actions = result.tables["requests"], result.tables["actions"]
    assert list(requests["countries"]) == ["KEN", "MLI"]
    assert list(requests["decision"]) == ["accepted", "declined"]
    assert list(actions["title"]) == ["Border management", "Study visit"]
    assert list(actions["request_id"]) == [requests["request_id"][0], ""]
    assert {code for code, _ in found(result)} == {"two-tables", "ids-made"}
    balanced(result)


def test_a_row_number_and_a_remark_make_no_action_of_a_declined_request(read):
    rows = [
        ("No.", *BOTH, "Remarks"),
        ("1", "2014", "declined", "Mali", "", "", "", "", "no budget"),
    ]
    result = read(Register=rows)
    assert result.rows == {"requests": 1, "actions": 0}
    assert column(result, "Remarks", "requests") == ["no budget"]
    assert result.count("error") == 0
    balanced(result)


@pytest.mark.parametrize("name", ["Actions", "Requests", "Register"])
def test_persons_beside_two_tables_are_named_and_kept_in_neither(read, name):
    rows = [
        (*BOTH, "Contact person"),
        (*(("2014", "accepted", "Mali", "", "A", "2015", "")), "Ann Lee"),
    ]
    result = read(**{name: rows})
    assert [code for code, _ in found(result)].count("personal-column") == 1
    assert all("Lee" not in table.to_csv() for table in result.tables.values())
    assert result.rows == {"requests": 1, "actions": 1}


def test_two_columns_of_one_header_are_read_together_where_several_values_are_meant(read):
    result = read(
        Actions=[("Action ID", "Title", "Country", "Country"), ("a", "A", "Kenya", "Mali")]
    )
    assert (result.findings, column(result, "countries")) == ((), ["KEN;MLI"])


def test_a_regional_body_in_the_column_of_countries_is_noticed(read):
    result = read(Actions=[HEAD, ("a", "A", "ECOWAS", "2015")])
    assert found(result) == [("unknown-country", "C2"), ("body-not-country", "C2")]


def test_given_ids_of_both_are_kept(read):
    head = ("Request ID", "Date received", "Decision", "Action ID", "Title", "Start", "End")
    rows = [
        head,
        ("r-1", "2014", "accepted", "a-1", "A", "2015", ""),
        ("r-1", "2014", "accepted", "a-2", "B", "2015", ""),
        ("r-2", "2015", "pending", "", "", "", ""),
    ]
    result = read(Register=rows)
    assert found(result) == [("two-tables", "A1")]
    assert column(result, "request_id", "requests") == ["r-1", "r-2"]
    assert column(result, "request_id") == ["r-1", "r-1"]
    balanced(result)


def test_a_sheet_of_actions_beside_one_of_requests_feeds_actions_only(read):
    actions = [
        ("Action ID", "Title", "Start", "Date received", "Decision"),
        ("a", "A", "2015", "2014", "accepted"),
    ]
    result = read(Actions=actions, Requests=[("Request ID", "Received"), ("r", "2014")])
    assert column(result, "request_id", "requests") == ["r"]
    balanced(result)


def test_rows_without_ids_get_stable_ones_made_from_what_tells_them_apart(read, english):
    rows = [
        ("Titre", "Pays", "Début"),
        ("Études de frontières", "Kenya", "2013"),
        ("Études de frontières", "Kenya", "2014"),
    ]
    ids = ["etudes-de-frontieres-ken-2013", "etudes-de-frontieres-ken-2014"]
    result = read(Sheet1=rows)
    assert column(result, "action_id") == ids
    (finding,) = result.findings
    assert (finding.code, finding.severity) == ("ids-made", "warning")
    assert finding.message(english).endswith("Title, Countries, and Start.")
    other = read(Sheet1=[rows[0], rows[2], rows[1]])
    assert column(other, "action_id") == ids[::-1]


def test_equal_rows_without_ids_are_named_and_differing_ones_are_both_kept(read):
    rows = [("Title", "Country", "Start", "Participants")]
    rows += [("A", "KEN", "2013", "4"), ("A", "KEN", "2013", "4"), ("A", "KEN", "2013", "5")]
    result = read(Sheet1=rows)
    assert column(result, "action_id") == ["a-ken-2013", "a-ken-2013-2"]
    assert found(result) == [("ids-made", "A1"), ("id-repeated", "A3")]
    balanced(result)


# numbers and amounts


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1 234", 1234),
        ("1\u00a0234", 1234),
        ("1\u202f234", 1234),
        ("1'234", 1234),
        ("1.234,0", 1234),
        ("1.234", 1234),
        ("١٢٣٤", 1234),
        (Number("12"), 12),
    ],
)
@pytest.mark.check(30, "numbers as people write them", "R")
def test_participants_are_read_as_people_write_numbers(read, text, number):
    result = read(Actions=[HEAD, (*ROW[:5], text)])
    assert (result.findings, column(result, "participants")) == ((), [number])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("24 pax", "not-a-number"),
        ("true", "not-a-number"),
        ("-3", "negative-number"),
        (Number("-3"), "negative-number"),
        (Number("12.5"), "fractional-number"),
        ("1.234,5", "fractional-number"),
    ],
)
@pytest.mark.check(31, "negative, fractional and worded participants", "E")
def test_what_is_no_count_of_persons_is_an_error_with_its_cell_and_kept_as_typed(read, text, code):
    result = read(Actions=[HEAD, (*ROW[:5], text)])
    assert [(f.code, f.severity, f.cell) for f in result.findings] == [(code, "error", "F2")]
    assert result.tables["actions"]["participants"].isna().all()
    assert column(result, "Participants (as typed)") == [text]


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("EUR 12 500", 12500, "EUR"),
        ("12.500 €", 12500, "EUR"),
        ("€12,500.50", 12500.5, "EUR"),
        ("US$ 5,000", 5000, "USD"),
        ("12 500 euros", 12500, "EUR"),
        ("$ 5,000", 5000, "$"),
        ("12500", 12500, ""),
    ],
)
@pytest.mark.check(30, "amounts with their currency", "R")
def test_an_amount_may_name_its_currency(read, text, amount, currency):
    result = read(Actions=[("Action ID", "Title", "Amount"), ("a", "A", text)])
    assert result.findings == ()
    assert (column(result, "amount"), column(result, "currency")) == ([amount], [currency])


def test_an_amount_in_another_currency_than_its_column_is_named(read):
    result = read(Actions=[("Action ID", "Title", "Amount", "Currency"), ("a", "A", "5 €", "USD")])
    assert found(result) == [("currency-differs", "C2")]
    assert column(result, "currency") == ["USD"]


def test_an_amount_with_a_remark_is_no_amount(read):
    result = read(Actions=[("Action ID", "Title", "Amount"), ("a", "A", "about 500")])
    assert found(result) == [("not-a-number", "C2")]


@pytest.mark.parametrize(
    "texts",
    [("1.234", "12.5"), ("1,234", "12,5"), ("1,234.5", "1.234,5"), ("EUR 1.234", "EUR 12.5")],
)
@pytest.mark.check(47, "numbers in several styles in one column", "W")
def test_numbers_in_several_styles_in_one_column_are_noticed(read, texts):
    rows = [("Action ID", "Title", "Amount"), *((f"a{n}", "A", t) for n, t in enumerate(texts))]
    result = read(Actions=rows)
    assert found(result) == [("mixed-numbers", "C1")]
    assert f"{texts[0]} (C2)" in repr(result.findings[0].details)


@pytest.mark.parametrize(
    "texts", [("1.234", "12,5"), ("1 234", "12.5"), (Number("1.234"), "1.234")]
)
def test_numbers_in_one_style_are_no_finding(read, texts):
    rows = [("Action ID", "Title", "Amount"), *((f"a{n}", "A", t) for n, t in enumerate(texts))]
    assert read(Actions=rows).findings == ()


# ids


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("007", "7"),
        ("1", "1.0"),
        ("MX-1", "MX‑1"),
        ("MX-1", "MX - 1"),
        ("MX 1", "MX01"),
        ("a1", "a01"),
    ],
)
@pytest.mark.check(32, "ids that are nearly the same", "W")
def test_ids_that_are_nearly_the_same_are_named_and_kept_as_typed(read, first, second):
    result = read(Actions=[HEAD, (first, *ROW[1:]), (second, *ROW[1:])])
    assert found(result) == [("id-near", "A3")]
    assert column(result, "action_id") == [first, second]


@pytest.mark.check(33, "one id with other content", "E")
def test_one_id_with_other_content_is_an_error_that_names_both_rows(read, english):
    result = read(Actions=[HEAD, ROW, ("A-1", "Other", *ROW[2:])])
    (finding,) = result.findings
    assert (finding.code, finding.severity, finding.cell) == ("id-repeated", "error", "A3")
    said = finding.message(english)
    assert "“A-1” stands in Actions!A2 already, with other content (Title)" in said
    assert column(result, "title") == ["First"]


@pytest.mark.check(34, "rows that lead nowhere", "E")
def test_orphans_are_named_and_good_rows_kept(read):
    result = read(
        Actions=[HEAD, ROW],
        Requests=[("Request ID", "Actions"), ("r-1", "a-9; a-1")],
        Experts=[("Expert ID", "Country"), ("x-1", "FRA")],
        Deployments=[("Expert ID", "Action ID"), ("x-9", "a-1"), ("x-1", "a-1")],
    )
    assert found(result) == [("unknown-reference", "B2"), ("unknown-reference", "A2")]
    assert result.rows == {"actions": 1, "requests": 1, "experts": 1, "deployments": 1}
    balanced(result)


# what is not what it seems


@pytest.mark.check(47, "an organisation in the column of countries", "W")
def test_an_organisation_in_the_column_of_countries_is_noticed(read):
    head = ("Action ID", "Title", "Country", "Institution")
    result = read(
        Actions=[head, ("a", "A", "Ministry of Labour", "Kenya"), ("b", "B", "KEN", "Police")]
    )
    assert found(result) == [("unknown-country", "C2"), ("cells-swapped", "C2")]
    assert column(result, "countries") == ["", "KEN"]


@pytest.mark.check(47, "text damaged by another encoding", "W")
def test_damaged_text_is_named_and_no_country(read):
    result = read(Actions=[HEAD, ("a", "RÃ©forme", "CÃ´te d'Ivoire", "2015", "2016", "3")])
    assert found(result) == [
        ("garbled-text", "B2"),
        ("garbled-text", "C2"),
        ("unknown-country", "C2"),
    ]
    assert column(result, "countries") == [""]
    assert column(result, "title") == ["RÃ©forme"]
    (asked,) = questions(result, "value")
    assert asked.candidates[0] == "CIV"


@pytest.mark.parametrize(
    "text",
    ["'; DROP TABLE actions; --", "<script>alert(1)</script>", "=1+1", "{{7*7}}", "None", "nan"],
)
@pytest.mark.check(52, "text that looks like SQL or code, in a table", "R")
def test_text_that_looks_like_code_is_stored_as_typed(read, text):
    result = read(Actions=[(*HEAD, "Remarks"), ("a", text, *ROW[2:], text)])
    assert column(result, "title") == [text]
    assert column(result, "Remarks") == [text]


# much of it


@pytest.mark.check(43, "one bad cell in 5,000 rows", "E")
def test_one_bad_cell_among_thousands_is_named_alone(read):
    rows = [(f"a-{n}", *ROW[1:]) for n in range(5_000)]
    rows[3_000] = ("a-3000", "A", "Ruritania", "2015", "2016", "2")
    rows[4_000] = ("a-4000", "A", "KEN", "2015", "2016", "x")
    result = read(Actions=[HEAD, *rows])
    assert found(result) == [("unknown-country", "C3002"), ("not-a-number", "F4002")]


@pytest.mark.check(44, "5,000 bad rows are a few groups", "E")
def test_thousands_of_bad_rows_are_a_few_groups_with_their_first_cells(read, english):
    rows = [(f"a-{n}", "", f"Ruritania {n}", "soon", "2016", "x") for n in range(5_000)]
    result = read(Actions=[HEAD, *rows])
    groups = grouped(result.findings)
    assert [(g.first.code, g.n) for g in groups] == [
        ("cell-missing", 5_000),
        ("unknown-country", 5_000),
        ("not-a-date", 5_000),
        ("not-a-number", 5_000),
    ]
    assert groups[0].cells[:2] == ("Actions!B2", "Actions!B3")
    assert "5,000 cells or rows in all: Actions!B2, Actions!B3" in groups[0].message(english)
    assert sum(group.n for group in groups) == len(result.findings)


def test_few_findings_of_a_kind_stay_apart(read):
    rows = [(f"a-{n}", "A", "Ruritania") for n in range(3)]
    assert [g.n for g in grouped(read(Actions=[HEAD, *rows]).findings)] == [1, 1, 1]


# persons


PERSONS = [
    ("Name", "Country"),
    ("Annabel Leeman", "FRA"),
    ("Bo Ek", "SWE"),
    ("Annabell Leeman", "FRA"),
]


def test_nearly_the_same_names_are_asked_without_showing_one(read):
    result = read(Experts=PERSONS)
    (asked,) = questions(result, "person")
    first, again = (pseudonym(n, "expert_id", KEY) for n in ("Annabel Leeman", "Annabell Leeman"))
    assert (asked.where, asked.asked, asked.candidates) == ("expert_id", again, (first,))
    assert asked.cells == ("Experts!A4",)
    assert "eeman" not in repr(result.questions) + repr(result.findings)
    assert ("persons-alike", "A4") in found(result)
    assert result.rows == {"experts": 3}


def test_persons_who_are_one_are_counted_once(read):
    first, again = (pseudonym(n, "expert_id", KEY) for n in ("Annabel Leeman", "Annabell Leeman"))
    sent = [("Expert", "Action ID"), ("Annabell Leeman", "a-1")]
    result = read([("person", "expert_id", again, first)], Experts=PERSONS, Deployments=sent)
    assert result.count("error") == 0
    assert questions(result, "person") == []
    assert first in column(result, "expert_id", "experts")
    assert again not in column(result, "expert_id", "experts")
    assert column(result, "expert_id", "deployments") == [first]
    assert result.rows["experts"] == 2
    balanced(result)


def test_persons_who_are_two_are_not_asked_about_again(read):
    again = pseudonym("Annabell Leeman", "expert_id", KEY)
    result = read([("person", "expert_id", again, OWN)], Experts=PERSONS)
    assert (questions(result, "person"), result.rows) == ([], {"experts": 3})


# every row is accounted for

TEXT = st.sampled_from(
    [
        "",
        "a-1",
        "A-1",
        "a-2",
        "Total",
        "Note: x",
        "Kenya",
        "Ruritania",
        "2015",
        "03/04/2015",
        "x y z",
    ]
)
HEADS = st.sampled_from(
    [
        HEAD,
        ("Title", "Country", "Start"),
        BOTH,
        ("Action ID", "Title", "Country 1", "Country 2"),
        ("Expert ID", "Country"),
        ("Name", "Member State"),
        ("Expert ID", "Action ID"),
        ("One", "Two", "Three"),
    ]
)
SHEETS = st.lists(
    st.tuples(HEADS, st.lists(st.lists(TEXT, max_size=7), max_size=5), st.booleans()),
    min_size=1,
    max_size=3,
)


@settings(max_examples=60)
@given(drawn=SHEETS)
@pytest.mark.check(45, "rows = stored + refused + empty + skipped", "R")
def test_every_row_is_stored_refused_empty_or_skipped(reference, drawn):
    sheets = {
        f"Sheet{n}": [*([("A title",)] if titled else []), head, *rows]
        for n, (head, rows, titled) in enumerate(drawn)
    }
    result = check(book(**sheets), reference, KEY)
    balanced(result)
    refused = {(a.sheet, a.table) for a in result.accounts if a.refused}
    errors = {f.sheet for f in result.findings if f.severity == "error"}
    assert {sheet for sheet, _ in refused} <= errors
    assert {a.sheet for a in result.accounts} == set(sheets)
    assert set(result.tables) <= set(TABLES)
