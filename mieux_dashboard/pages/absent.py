"""What the data lack, said on the page where a reader looks for it."""

from __future__ import annotations

from typing import Any

from dash import html

from mieux_dashboard.measure.absent import absent
from mieux_dashboard.pages.page import Visit
from mieux_dashboard.words import message

_NAMES = {
    "experts": message("the experts one by one"),
    "deployments": message("which expert took part in which Action"),
    "focal-points": message("the focal points one by one"),
    "activities": message("the activities one by one"),
    "participants-by-sex": message("participants by sex"),
    "results": message("the results one by one"),
    "amounts": message("amounts of money"),
}


def lacking(visit: Visit, *things: str) -> list[html.P]:
    """Say which of some things no row of the data holds; nothing where each is there.

    Parameters
    ----------
    things
        Keys of `mieux_dashboard.measure.absent.THINGS`.
    """
    words, missing = visit.words, absent(visit.dataset)
    speaks_of = visit.dataset.reference.programme.speaks_of
    what = words.listing(
        words(_NAMES[thing]) for thing in things if thing in missing and speaks_of(thing)
    )
    if not what:
        return []
    public = visit.dataset.reference.programme.record == "published"
    said = words("Not public: {what}.", what=what)
    return [
        html.P(said if public else words("Not in the data: {what}.", what=what), className="rule")
    ]


def requests_listed(visit: Visit) -> list[Any]:
    """Say how many of the requests published as a total are public one by one."""
    answer = visit.site.shown("key-figures", visit.only(), visit.language).answer
    row = next(one for one in answer.table.to_dict("records") if one["key"] == "requests")
    public = visit.dataset.reference.programme.record == "published"
    if not public or not row["n_loaded"] < row["value"]:
        return []
    said = visit.words(
        "Public one by one: {n} of the {total} requests.", n=row["n_loaded"], total=row["value"]
    )
    return [html.P(said, className="rule")]
