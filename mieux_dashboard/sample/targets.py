"""The made-up programme beside the published proportions that it takes over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from mieux_dashboard.model.dates import last_day
from mieux_dashboard.model.reference import Reference
from mieux_dashboard.sample.shape import (
    ACTIVITIES_AND_ACTIONS,
    COUNTRIES,
    DELIVERABLES_AND_ACTIONS,
    EXPERTS_KIND,
    EXPERTS_OUTSIDE_EU,
    EXPERTS_SEX,
    REGIONS_OF_PHASE,
    REQUESTS,
    SIZE,
)

_NEWS = "https://www.mieux-initiative.eu/en/news-events/news"
_FIFTEEN_YEARS = f"{_NEWS}/15-years-of-achievements-the-mieux-initiative"
_TIMELINE = f"{_NEWS}/2008-to-2018-a-timeline-of-milestones"
_PHASE_III = f"{_NEWS}/phase-iii-in-review-2016-2020"
_READKONG = (
    "https://fr.readkong.com/page/creer-des-liens-le-renforcement-des-capacites-sur-les-4358679"
)
_ICMPD = "https://www.icmpd.org"
_RECRUITED = f"{_ICMPD}/our-work/capacity-building/european-and-global-initiatives/mieux-iii/"
_FOURTH_PHASE = (
    f"{_ICMPD}/news-centre/news-detail/"
    "project-news-the-fourth-phase-of-the-migration-eu-expertise-initiative-is-launched/"
)
_WHAT_IS = "https://mieux-initiative.eu/en/about/what-is-mieux"

_REGIONS_III = REGIONS_OF_PHASE["mieux-iii"]
_REQUEST_SOURCES = {
    "mieux-i": _TIMELINE,
    "mieux-ii": _READKONG,
    "mieux-iii": _PHASE_III,
    "mieux-plus": _FIFTEEN_YEARS,
}

# What grows with the number of Actions; keys are those of the published figures.
_COUNTS = (
    *((key, number, _FIFTEEN_YEARS) for key, number in SIZE.items()),
    *((f"requests:{phase}", n, _REQUEST_SOURCES[phase]) for phase, n in REQUESTS.items()),
    *((f"requests:mieux-iii:{region}", n, _PHASE_III) for region, n in _REGIONS_III.items()),
    ("actions:mieux-i-and-ii", 48, _FOURTH_PHASE),
    ("actions:mieux-iii", 61, _PHASE_III),
    ("actions:mieux-plus", 29, _FIFTEEN_YEARS),
)
# What does not: percentages, numbers per Action (their keys are ours), and countries.
_SHARES = (
    ("countries", COUNTRIES, _FIFTEEN_YEARS),
    ("experts:share-non-eu", EXPERTS_OUTSIDE_EU, _WHAT_IS),
    ("experts:mieux-iii:share-men", EXPERTS_SEX["male"], _PHASE_III),
    ("experts:mieux-iii:share-women", EXPERTS_SEX["female"], _PHASE_III),
    (
        "experts:recruited-2016:share-public",
        100 * EXPERTS_KIND["public"] / sum(EXPERTS_KIND.values()),
        _RECRUITED,
    ),
    (
        "activities:mieux-iii:per-action",
        ACTIVITIES_AND_ACTIONS[0] / ACTIVITIES_AND_ACTIONS[1],
        _PHASE_III,
    ),
    (
        "deliverables:mieux-iii:per-action",
        DELIVERABLES_AND_ACTIONS[0] / DELIVERABLES_AND_ACTIONS[1],
        _PHASE_III,
    ),
)


def targets(reference: Reference, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Set what a made-up programme was to be beside what it is.

    Returns
    -------
    pd.DataFrame
        - ``key``         str, of the published figure; with a suffix of ours for a ratio of two
        - ``target``      float64, the published value, in proportion to the number of Actions;
          percent, and numbers per Action, as they are
        - ``source_url``  str, where the value was published
        - ``achieved``    float64, counted from `tables`

    Notes
    -----
    A request counts in the phase that it was received in, an Action in the phase that it ended in.
    ``experts:share-non-eu`` counts the experts whose country lies outside the region ``eu``,
    ``countries`` the countries of Actions ("more than 100" was published),
    ``deliverables:...:per-action`` the results of level output.
    """
    grown = len(tables["actions"]) / SIZE["actions"]
    rows = [(key, number * grown, url) for key, number, url in _COUNTS] + list(_SHARES)
    found = _totals(tables) | _in_phases(reference, tables) | _shares(reference, tables)
    frame = pd.DataFrame(rows, columns=["key", "target", "source_url"])
    return frame.assign(
        target=frame["target"].astype("float64"), achieved=frame["key"].map(found).astype("float64")
    )


def _totals(tables: Mapping[str, pd.DataFrame]) -> dict[str, float]:
    rows = {key: float(len(tables[key.replace("-", "_")])) for key in SIZE if key != "participants"}
    return rows | {"participants": float(tables["activities"]["participants"].sum())}


def _in_phases(reference: Reference, tables: Mapping[str, pd.DataFrame]) -> dict[str, float]:
    """Count requests by the phase they came in (one of them by region), Actions by their last."""
    requests = tables["requests"]
    asked = _phases(reference, requests["received_date"])
    ended = _phases(reference, tables["actions"]["end_date"]).replace(
        {"mieux-i": "mieux-i-and-ii", "mieux-ii": "mieux-i-and-ii"}
    )
    country = requests["countries"].str.partition(";")[0]
    region = country.map(reference.countries.set_index("iso3")["region"])[asked == "mieux-iii"]
    return (
        _counted("requests:", asked)
        | _counted("actions:", ended)
        | dict.fromkeys((f"requests:mieux-iii:{name}" for name in _REGIONS_III), 0.0)
        | _counted("requests:mieux-iii:", region)
    )


def _phases(reference: Reference, days: pd.Series[Any]) -> pd.Series[Any]:
    """Return the phase that each ISO day lies in."""
    until = [last_day(end).isoformat() for end in reference.phases["end"]]
    place = pd.Series(until).searchsorted(days.to_numpy())
    return pd.Series(reference.phases["id"].to_numpy()[place])


def _counted(prefix: str, codes: pd.Series[Any]) -> dict[str, float]:
    return {f"{prefix}{code}": float(n) for code, n in codes.value_counts().items()}


def _shares(reference: Reference, tables: Mapping[str, pd.DataFrame]) -> dict[str, float]:
    experts, n = tables["experts"], len(tables["actions"])
    region = experts["country"].map(reference.countries.set_index("iso3")["region"])
    return {
        "countries": float(tables["actions"]["countries"].str.split(";").explode().nunique()),
        "experts:share-non-eu": _percent(region != "eu"),
        "experts:mieux-iii:share-men": _percent(experts["sex"] == "male"),
        "experts:mieux-iii:share-women": _percent(experts["sex"] == "female"),
        "experts:recruited-2016:share-public": _percent(experts["institution_type"] == "public"),
        "activities:mieux-iii:per-action": len(tables["activities"]) / n,
        "deliverables:mieux-iii:per-action": float(
            (tables["results"]["level"] == "output").sum() / n
        ),
    }


def _percent(which: pd.Series[bool]) -> float:
    return float(100 * which.mean())
