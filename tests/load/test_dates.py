from __future__ import annotations

import pytest

from mieux_dashboard.load.dates import ReadDate, read_date


@pytest.mark.parametrize(
    ("text", "partial"),
    [
        ("2013-06-21", "2013-06-21"),
        ("2013/6/1", "2013-06-01"),
        ("2013-06-01 14:30:00", "2013-06-01"),
        ("2013-06-01T00:00:00Z", "2013-06-01"),
        ("2013-06", "2013-06"),
        ("2013", "2013"),
        ("06/2013", "2013-06"),
        ("6.2013", "2013-06"),
        ("12/06/2016", "2016-06-12"),
        ("12.06.16", "2016-06-12"),
        ("1/2/2016", "2016-02-01"),
        ("41426", "2013-06-01"),
        ("41426.5", "2013-06-01"),
        ("June 2013", "2013-06"),
        ("juin 2013", "2013-06"),
        ("junio de 2013", "2013-06"),
        ("JUIL. 2013", "2013-07"),
        ("août 2013", "2013-08"),
        ("aout 2013", "2013-08"),
        ("Sept 2013", "2013-09"),
        ("ene 2013", "2013-01"),
        ("Jun-13", "2013-06"),
        ("12 June 2016", "2016-06-12"),
        ("June 12, 2016", "2016-06-12"),
        ("1er juin 2016", "2016-06-01"),
        ("12 de junio de 2016", "2016-06-12"),
        ("3rd of May 2016", "2016-05-03"),
        ("12-Jun-99", "1999-06-12"),
    ],
)
def test_a_date_is_read_as_closely_as_it_is_known(text, partial):
    assert read_date(text) == ReadDate(partial)


def test_a_date_that_can_only_have_the_month_first_says_so():
    assert read_date("06/21/2016") == ReadDate("2016-06-21", month_first=True)


@pytest.mark.parametrize(
    "text",
    [
        "ongoing",
        "31/02/2016",
        "2013-13",
        "99999",
        "19999",
        "Q1 2013",
        "12",
        "1.5",
        "June",
        "June 2013 2014 1",
        "June July 2013",
        "spring 2013",
        "2013-06-01-02",
        "June 201",
    ],
)
def test_what_is_no_date_is_not_guessed(text):
    assert read_date(text) is None
