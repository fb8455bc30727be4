from datetime import date

import pytest

from mieux_dashboard.model.dates import first_day, last_day


@pytest.mark.parametrize(
    ("partial", "first", "last"),
    [
        ("2013", date(2013, 1, 1), date(2013, 12, 31)),
        ("2013-06", date(2013, 6, 1), date(2013, 6, 30)),
        ("2012-02", date(2012, 2, 1), date(2012, 2, 29)),
        ("2013-06-21", date(2013, 6, 21), date(2013, 6, 21)),
    ],
)
def test_a_partial_date_covers_all_days_that_it_may_mean(partial, first, last):
    assert (first_day(partial), last_day(partial)) == (first, last)


@pytest.mark.parametrize("text", ["", "13", "2013-13", "2013-6", "21-06-2013", "June 2013"])
def test_what_is_no_partial_date_is_refused(text):
    with pytest.raises(ValueError, match=r".*"):
        first_day(text)
