"""The backbone of the made-up programme: who asked when, and which Action answers whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from mieux_dashboard.model.dates import first_day, last_day
from mieux_dashboard.model.reference import Reference
from mieux_dashboard.sample.asks import asks
from mieux_dashboard.sample.draws import Draws, Texts, Whole, apportion, ids, joined, whole
from mieux_dashboard.sample.places import Pools, pools
from mieux_dashboard.sample.shape import (
    FIRST_REQUEST,
    REGIONS,
    REGIONS_OF_PHASE,
    REQUESTS,
    ROUTES,
    scaled,
)

NONE = -1  # the day that is none

_SOONEST, _LATEST = 90, 365  # days from a request to its first activity
_SHORTEST, _LONGEST = 110, 1095  # days of an Action
_EARLY, _LATE = 900, 480  # days of receipt before the closing phase's first and last day
_UNDECIDED = 365  # what came in the programme's last so many days may still be pending
_TWICE = 69  # one of so many Actions is its request's second


@dataclass(frozen=True, eq=False)
class Plan:
    """Requests and Actions in numbers: days since 1970 (`NONE` for none), places in `pools`.

    Parameters
    ----------
    requests
        By day of receipt: ``request_id received decision decided begun action_ids`` and what
        `asks` gives.
    actions
        By day of start: ``action_id request_id start end phase`` and what its request asks.
    pools
        The countries that ``first`` and ``count`` point into.
    last
        The programme's last day.
    """

    requests: pd.DataFrame
    actions: pd.DataFrame
    pools: Pools
    last: int


def plan(reference: Reference, n: int, draws: Draws) -> Plan:
    """Make up the requests and the `n` Actions that answer them."""
    given, last = pools(reference), _day(reference.programme.end.isoformat())
    received = _received(_windows(reference), n, draws)
    asked = asks(received["region"], reference, given, draws)
    threes = _threes(received)
    requests = pd.concat([received, _alike(asked, threes)], axis=1)
    actions = _actions(requests, reference, draws)
    links = _links(actions["row"].to_numpy(), threes)
    answered = _answered(requests, actions, links, draws)
    request_ids = answered["request_id"].to_numpy()
    own = links.drop_duplicates("action").set_index("action")["request"]
    named = actions.assign(request_id=request_ids[own[actions["row"]].to_numpy()])
    return Plan(_decided(answered, last, draws), named, given, last)


def _windows(reference: Reference) -> pd.DataFrame:
    """Return a row per route: in which days its requests come in and its Actions close.

    A route that closes nowhere holds the requests that no Action answers.
    """
    spans = {
        phase: (_day(first_day(start).isoformat()), _day(last_day(end).isoformat()))
        for phase, start, end in reference.phases[["id", "start", "end"]].itertuples(index=False)
    }
    rows = []
    for phase, closing, weight in (*ROUTES, *_unanswered()):
        first, last = spans[phase]
        opens, closes = spans.get(closing, (first + _EARLY, last + _LATE))
        window = max(first, opens - _EARLY, _day(FIRST_REQUEST)), min(last, closes - _LATE)
        rows.append((phase, closing, weight, *window, opens, closes))
    names = ["phase", "closing", "weight", "from", "to", "opens", "closes"]
    return pd.DataFrame(rows, columns=names)


def _unanswered() -> list[tuple[str, str, int]]:
    answered = pd.DataFrame(ROUTES).groupby(0)[2].sum()
    return [(phase, "", number - int(answered[phase])) for phase, number in REQUESTS.items()]


def _day(text: str) -> int:
    return int(np.datetime64(text, "D").astype("int64"))


def _received(windows: pd.DataFrame, n: int, draws: Draws) -> pd.DataFrame:
    """Return the requests by day of receipt: a window each, ``received`` and ``region``."""
    weights = whole(windows["weight"])
    answers = (windows["closing"] != "").to_numpy()
    counts = np.zeros(len(windows), dtype=np.int64)
    counts[answers] = apportion(n, weights[answers])
    counts[~answers] = apportion(scaled("requests", n) - n, weights[~answers])
    rows = windows.loc[windows.index.repeat(counts)]
    rows = rows.assign(received=draws.between(whole(rows["from"]), whole(rows["to"])))
    rows = rows.sort_values("received", kind="stable", ignore_index=True)
    return rows.assign(region=_regions(rows["phase"], draws))


def _regions(phases: pd.Series[Any], draws: Draws) -> Texts:
    regions = np.empty(len(phases), dtype=object)
    for phase in REQUESTS:
        here = (phases == phase).to_numpy()
        regions[here] = draws.deal(REGIONS_OF_PHASE.get(phase, REGIONS), int(here.sum()))
    return regions


def _threes(received: pd.DataFrame) -> Whole:
    """Choose three requests a, b, c at a time, close in time, of one route and region.

    Of their three Actions two answer a, the third answers b and c. The closest are taken.
    """
    accepted = received[received["closing"] != ""]
    alike = accepted.sort_values(["phase", "closing", "region", "received"], kind="stable")
    rows = alike.index.to_numpy()[: len(alike) // 3 * 3].reshape(-1, 3)
    kind, _ = pd.factorize(received["phase"] + received["closing"] + received["region"])
    rows = rows[kind[rows[:, 0]] == kind[rows[:, 2]]]
    days = whole(received["received"])
    closest = np.argsort(days[rows[:, 2]] - days[rows[:, 0]], kind="stable")
    threes: Whole = rows[closest[: len(accepted) // _TWICE]]
    return threes


def _alike(asked: pd.DataFrame, threes: Whole) -> pd.DataFrame:
    """Let the second and third of each three ask what the first asks."""
    source = np.arange(len(asked))
    source[threes[:, 1:]] = threes[:, :1]
    return asked.iloc[source].reset_index(drop=True)


def _actions(requests: pd.DataFrame, reference: Reference, draws: Draws) -> pd.DataFrame:
    """Return an Action per accepted request by day of start; ``row`` is the request's."""
    accepted = requests[requests["closing"] != ""]
    received, opens, closes = (whole(accepted[name]) for name in ("received", "opens", "closes"))
    start = received + _SOONEST + draws.below(_LATEST - _SOONEST + 1, len(received))
    end = draws.between(np.maximum(start + _SHORTEST, opens), np.minimum(start + _LONGEST, closes))
    begins = whole(reference.phases["start"].map(lambda text: _day(first_day(text).isoformat())))
    phase = reference.phases["id"].to_numpy(dtype=object)[
        np.searchsorted(begins, start, side="right") - 1
    ]
    actions = accepted.assign(row=accepted.index, start=start, end=end, phase=phase)
    actions = actions.sort_values(["start", "row"], ignore_index=True)
    return actions.assign(action_id=ids("DEMO-", len(actions)))


def _links(rows: Whole, threes: Whole) -> pd.DataFrame:
    """Return which request (its row) each Action (its own request's row) answers."""
    first, second, third = threes.T
    own = pd.Series(rows, index=rows)
    own[second] = first
    return pd.DataFrame(
        {"request": np.concatenate([own, second]), "action": np.concatenate([rows, third])}
    )


def _answered(
    requests: pd.DataFrame, actions: pd.DataFrame, links: pd.DataFrame, draws: Draws
) -> pd.DataFrame:
    """Add ids, the Actions that answer each request, and the day that the first of them began."""
    answers = links.merge(actions[["row", "action_id", "start"]], left_on="action", right_on="row")
    answers = answers.sort_values("action_id", kind="stable")
    begun = answers.groupby("request")["start"].min().reindex(requests.index, fill_value=NONE)
    return requests.assign(
        request_id=ids("DEMO-R-", len(requests)),
        begun=begun,
        action_ids=joined(
            whole(answers["request"]), answers["action_id"].to_numpy(dtype=object), len(requests)
        ),
    )


def _decided(requests: pd.DataFrame, last: int, draws: Draws) -> pd.DataFrame:
    """Add each request's decision and the day of it; what is pending has none."""
    n, accepted = len(requests), (requests["closing"] != "").to_numpy()
    received = whole(requests["received"])
    wait = np.where(accepted, whole(requests["begun"]) - received, 240)
    decision = draws.pick({"declined": 3, "withdrawn": 2}, n)
    decision[received > last - _UNDECIDED] = "pending"
    decision[accepted] = "accepted"
    day = received + draws.between(wait // 4, wait * 7 // 10)
    return requests.assign(decision=decision, decided=np.where(decision == "pending", NONE, day))
