"""The made-up experts, their deployments, and the focal points."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from mieux_dashboard.model.reference import Reference
from mieux_dashboard.sample.asks import area_cells
from mieux_dashboard.sample.draws import (
    Draws,
    Texts,
    Whole,
    apportion,
    day_texts,
    ids,
    texts,
    whole,
)
from mieux_dashboard.sample.plan import Plan
from mieux_dashboard.sample.shape import EXPERTS_KIND, EXPERTS_OUTSIDE_EU, EXPERTS_SEX
from mieux_dashboard.sample.tables import declared

_EXPERTS_OF_ACTION = {"2": 5, "3": 15, "4": 80}
_LANGUAGES = {"en": 30, "en;fr": 25, "en;es": 20, "en;fr;es": 8, "en;pt": 7, "en;ar": 5, "en;ru": 5}
_DAYS = {"3": 2, "5": 4, "8": 3, "10": 2, "15": 1}
_FOCAL = {
    "ministry-interior": 45,
    "immigration-agency": 25,
    "ministry-foreign": 20,
    "ministry-labour": 6,
    "border-police": 4,
}
_SUCCESSIVE = 3  # so many focal points of a State follow one another; more stand beside them
_LATE_JOINING = 540  # a State's first focal point is named within so many days


def deployments(plan: Plan, n_experts: int, draws: Draws) -> pd.DataFrame:
    """Return the table ``deployments``: two to four per Action, each expert at least once."""
    actions = plan.actions
    counts = draws.deal(_EXPERTS_OF_ACTION, len(actions)).astype(np.int64)
    owner = np.repeat(np.arange(len(actions)), counts)
    start, end = (whole(actions[name])[owner] for name in ("start", "end"))
    days = draws.pick(_DAYS, len(owner)).astype(np.int64)
    begun = draws.between(start, end - days)
    sent = declared(
        "deployments",
        expert_id=ids("DX-", n_experts, 4)[_sent(len(owner), n_experts, draws)],
        action_id=actions["action_id"].to_numpy(dtype=object)[owner],
        start_date=day_texts(begun),
        end_date=day_texts(begun + days - 1),
        days=days.astype(np.float64),
        role=np.where(np.diff(owner, prepend=-1) > 0, "lead expert", "expert"),
    )
    return sent.drop_duplicates(["expert_id", "action_id"], ignore_index=True)


def _sent(places: int, n_experts: int, draws: Draws) -> Whole:
    """Return who takes each place: a new expert, or in what is left over one of those before."""
    again = np.zeros(places, dtype=bool)
    again[draws.order(places)[: places - n_experts]] = True
    newest = np.cumsum(~again) - 1
    return np.where(again, (newest - 4 - draws.below(56, places)) % n_experts, newest)


def experts(reference: Reference, sent: pd.DataFrame, n: int, draws: Draws) -> pd.DataFrame:
    """Return the table ``experts``: who was sent in `sent`, a third of them from outside the EU."""
    outside = (2 * EXPERTS_OUTSIDE_EU * n + 100) // 200
    countries = np.concatenate(
        [
            _favoured(_members_throughout(reference), n - outside, draws),
            _favoured(_partners(reference), outside, draws),
        ]
    )
    order = draws.order(n)
    return declared(
        "experts",
        expert_id=ids("DX-", n, 4),
        country=countries[order],
        institution_type=_kinds(n, draws)[order],
        sex=draws.deal(EXPERTS_SEX, n),
        areas=area_cells(n, draws)[1],
        languages=draws.deal(_LANGUAGES, n),
        first_deployed=_first(sent),
    )


def _first(sent: pd.DataFrame) -> Texts:
    """Return the first day of each expert, by id."""
    days = sent.sort_values("start_date").drop_duplicates("expert_id")
    return days.sort_values("expert_id")["start_date"].to_numpy(dtype=object)


def _kinds(n: int, draws: Draws) -> Texts:
    """Return kinds of institution; those of EU agencies stand first, with the EU's nationals."""
    kinds = draws.deal(EXPERTS_KIND, n)
    return np.concatenate([kinds[kinds == "eu-agency"], kinds[kinds != "eu-agency"]])


def _favoured(codes: list[str], n: int, draws: Draws) -> Texts:
    """Choose `n` of `codes`, some more often than others."""
    order, k = draws.order(len(codes)), len(codes)
    return texts(codes)[order[np.minimum(draws.below(k, n), draws.below(k, n))]]


def _members_throughout(reference: Reference) -> list[str]:
    """Return the States that were members all the while, so that "outside the EU" is plain."""
    members, start = reference.member_states, reference.programme.start.isoformat()
    throughout = (members["member_from"] <= start) & (members["member_to"] == "")
    return members.loc[throughout, "iso3"].tolist()


def _partners(reference: Reference) -> list[str]:
    countries = reference.countries
    return countries.loc[countries["eligible"] == "yes", "iso3"].tolist()


def focal_points(reference: Reference, n: int, draws: Draws) -> pd.DataFrame:
    """Return the table ``focal_points``: of States that were members in those days.

    Every State has one before any has two; up to three of a State follow one another without a
    gap, more stand beside them.
    """
    states = _states(reference, draws)
    each = apportion(min(n, len(states)), np.ones(len(states), dtype=np.int64))
    counts = each + apportion(n - int(each.sum()), 1 + draws.below(len(states), len(states)))
    rows = states.loc[states.index.repeat(counts)]
    start, end = _terms(rows, np.repeat(counts, counts))
    order = np.argsort(start, kind="stable")
    return declared(
        "focal_points",
        focal_point_id=ids("DF-", n, 2),
        member_state=rows["iso3"].to_numpy(dtype=object)[order],
        institution_type=draws.deal(_FOCAL, n),
        start_date=day_texts(start[order]),
        end_date=day_texts(end[order]),
    )


def _terms(rows: pd.DataFrame, of_state: Whole) -> tuple[Whole, Whole]:
    """Cut each State's days into equal terms; `of_state` is how many its rows are."""
    number = whole(rows.groupby("iso3").cumcount())
    turn = number % _SUCCESSIVE
    turns = np.minimum(of_state - (number - turn), _SUCCESSIVE)
    first, days = whole(rows["first"]), whole(rows["last"]) - whole(rows["first"]) + 1
    return first + days * turn // turns, first + days * (turn + 1) // turns - 1


def _states(reference: Reference, draws: Draws) -> pd.DataFrame:
    """Return the States in a chance order, each with its first and last day: ``iso3 first last``.

    The first is up to a year and a half after it could be; the last is membership's or the
    programme's.
    """
    start, end = reference.programme.start.isoformat(), reference.programme.end.isoformat()
    members = reference.member_states.iloc[draws.order(len(reference.member_states))]
    until = members["member_to"].where(members["member_to"] != "", end)
    first, last = (np.array(day, "datetime64[D]").astype(np.int64) for day in (start, end))
    return pd.DataFrame(
        {
            "iso3": members["iso3"].to_numpy(dtype=object),
            "first": np.maximum(_days(members["member_from"]), first)
            + draws.below(_LATE_JOINING, len(members)),
            "last": np.minimum(_days(until), last),
        }
    )


def _days(column: pd.Series[Any]) -> Whole:
    return column.to_numpy(dtype="datetime64[D]").astype(np.int64)
