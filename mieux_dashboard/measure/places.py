"""Everything about one partner: a country or territory, a regional body, a group's members.

The Actions of a body are never mixed with those of its members (counting rule 8): the functions
that take countries count what names one of them, those that take a body what the body itself asked.
"""

from __future__ import annotations

from collections.abc import Sequence

import narwhals as nw
import pandas as pd

from mieux_dashboard.measure.engine import Lazy, collected, count_by, table
from mieux_dashboard.model.dataset import Dataset

_LISTED = ("accepted", "pending", "")
"""Decisions of requests that are listed by partner: no refusal is, and no withdrawal."""
_NEEDED = ("start_date", "end_date", "areas", "institution")


def actions_in(dataset: Dataset, countries: Sequence[str]) -> pd.DataFrame:
    """Return the Actions that name one of `countries`.

    Returns
    -------
    pd.DataFrame
        The columns of the Actions, by start, those without a start last.

    Notes
    -----
    An Action that names several of the countries is in once. A regional body's Action is in where
    it names one of them itself. Source: sheet *Actions*, column Countries.
    """
    naming = _naming(dataset, "action_countries", countries)
    return _ordered(table(dataset, "actions").filter(nw.col("action_id").is_in(naming)))


def actions_of_body(dataset: Dataset, body: str) -> pd.DataFrame:
    """Return the Actions of a regional body itself, by start, those without a start last.

    Notes
    -----
    What its members had is not in, unless the body is named. Source: sheet *Actions*, column
    Regional body.
    """
    return _ordered(table(dataset, "actions").filter(nw.col("regional_body") == body))


def requests_in(dataset: Dataset, countries: Sequence[str]) -> pd.DataFrame:
    """Return the requests that name one of `countries` and may be listed by partner.

    Returns
    -------
    pd.DataFrame
        The columns of the requests, by receipt, those without a date last.

    Notes
    -----
    A request that was declined or withdrawn is neither listed nor counted by partner. Source: sheet
    *Requests*, columns Countries and Decision.
    """
    naming = _naming(dataset, "request_countries", countries, "request_id")
    return _listed(table(dataset, "requests").filter(nw.col("request_id").is_in(naming)))


def requests_of_body(dataset: Dataset, body: str) -> pd.DataFrame:
    """Return the requests of a regional body itself, as `requests_in` returns those of countries.

    Notes
    -----
    Source: sheet *Requests*, columns Regional body and Decision.
    """
    return _listed(table(dataset, "requests").filter(nw.col("regional_body") == body))


def areas_of(dataset: Dataset, actions: pd.DataFrame) -> pd.DataFrame:
    """Count the given Actions by pillar and specific area.

    Returns
    -------
    pd.DataFrame
        One row per pillar and area that occurs, in reading order; a pillar's own row comes first:

        - ``pillar``     str, id
        - ``area``       str, id; the pillar's own id in its own row
        - ``n_actions``  int64, distinct Actions

    Notes
    -----
    An Action with several areas counts once in each, so the rows may add up to more than the total;
    a pillar counts each Action with one of its areas once. Source: sheet *Actions*, column Areas.
    """
    pillars = count_by(_of(dataset, "action_pillars", actions), ["pillar"])
    areas = count_by(_of(dataset, "action_areas", actions), ["pillar", "area"])
    counts = pd.concat(
        [pillars.assign(area=pillars["pillar"]), areas[areas["area"] != areas["pillar"]]]
    )
    listed = list(dataset.reference.areas["id"])
    order = {code: position for position, code in enumerate(listed)}
    places = counts.assign(
        first=counts["pillar"].map(order),
        own=counts["area"] != counts["pillar"],
        second=counts["area"].map(order),
    )
    ordered = places.sort_values(["first", "own", "second"], ignore_index=True)
    return ordered[["pillar", "area", "n_actions"]].astype({"n_actions": "int64"})


def experts_of(dataset: Dataset, actions: pd.DataFrame) -> pd.DataFrame:
    """Count the given Actions by the country of the experts who took part.

    Returns
    -------
    pd.DataFrame
        One row per country of experts, most Actions first, then by ISO3:

        - ``country``    str, ISO3
        - ``n_actions``  int64, distinct Actions

    Notes
    -----
    The countries are those of the experts deployed, or where an Action has no deployment those
    published for it. An Action counts once per country, so the rows may add up to more than the
    total. Persons are not counted. Source: sheets *Actions*, *Deployments* and *Experts*.
    """
    counts = count_by(_of(dataset, "action_origins", actions), ["country"])
    return counts.sort_values(["n_actions", "country"], ascending=[False, True], ignore_index=True)


def experts_elsewhere(dataset: Dataset, country: str) -> pd.DataFrame:
    """Return the Actions in which experts from `country` took part and that do not name it.

    Notes
    -----
    Experts' countries as for `experts_of`; by start, those without a start last. Source: sheets
    *Actions*, *Deployments* and *Experts*.
    """
    own = set(_naming(dataset, "action_countries", [country]))
    sent = [one for one in _naming(dataset, "action_origins", [country]) if one not in own]
    return _ordered(table(dataset, "actions").filter(nw.col("action_id").is_in(sent)))


def members_of(dataset: Dataset, group: str) -> list[str]:
    """List the members of a group, or the countries and territories of a subregion, by ISO3."""
    groups = dataset.reference.groups
    listed = groups[groups["id"] == group]["members"]
    if len(listed):
        return [code for code in listed.iloc[0].split(";") if code]
    countries = dataset.reference.countries
    return list(countries[countries["subregion"] == group]["iso3"])


def actions_by_member(dataset: Dataset, members: Sequence[str]) -> pd.DataFrame:
    """Count the Actions of each of `members`, those without one included.

    Returns
    -------
    pd.DataFrame
        ``country`` (str, ISO3) and ``n_actions`` (int64), most Actions first, then by ISO3.

    Notes
    -----
    An Action in several members counts once in each. Source: sheet *Actions*, column Countries.
    """
    naming = table(dataset, "action_countries").filter(nw.col("country").is_in(list(members)))
    counts = count_by(naming, ["country"])
    found = dict(zip(counts["country"], counts["n_actions"], strict=True))
    rows = pd.DataFrame({"country": pd.Series(list(members), dtype="str")})
    rows["n_actions"] = rows["country"].map(lambda code: found.get(code, 0)).astype("int64")
    return rows.sort_values(["n_actions", "country"], ascending=[False, True], ignore_index=True)


def results_of(dataset: Dataset, actions: pd.DataFrame) -> pd.DataFrame:
    """Return the results of the given Actions, as the sheet *Results* has them."""
    return collected(_of(dataset, "results", actions))


def missing_of(dataset: Dataset, actions: pd.DataFrame) -> pd.DataFrame:
    """Count for how many of the given Actions something is not known.

    Returns
    -------
    pd.DataFrame
        One row for each thing that is missing at least once, in this order:

        - ``key``        str: ``start_date``, ``end_date``, ``areas``, ``institution``, ``request``
          (no request names the Action), ``experts`` (no country of an expert), ``results`` (no
          result and no output)
        - ``n_actions``  int64, distinct Actions

    Notes
    -----
    Source: sheets *Actions*, *Requests*, *Deployments* and *Results*.
    """
    ids = actions["action_id"]
    lacks = {name: actions[name] == "" for name in _NEEDED}
    for key, name in {"request": "request_actions", "experts": "action_origins"}.items():
        lacks[key] = ~ids.isin(_ids_in(dataset, name, actions))
    lacks["results"] = ~ids.isin(_ids_in(dataset, "results", actions)) & (actions["output"] == "")
    counts = {key: int(lack.sum()) for key, lack in lacks.items()}
    found = [(key, n) for key, n in counts.items() if n]
    return pd.DataFrame(found, columns=["key", "n_actions"]).astype(
        {"key": "str", "n_actions": "int64"}
    )


def _naming(
    dataset: Dataset, bridge: str, countries: Sequence[str], key: str = "action_id"
) -> list[str]:
    """List the Actions, or requests, that a bridge joins with one of `countries`."""
    rows = table(dataset, bridge).filter(nw.col("country").is_in(list(countries)))
    return list(collected(rows.select(key))[key])


def _ids_in(dataset: Dataset, name: str, actions: pd.DataFrame) -> pd.Series[str]:
    """List the ids of the given Actions that a table names."""
    return collected(_of(dataset, name, actions).select("action_id").unique())["action_id"]


def _of(dataset: Dataset, name: str, actions: pd.DataFrame) -> Lazy:
    ids = actions["action_id"].tolist()
    return table(dataset, name).filter(nw.col("action_id").is_in(ids))


def _listed(requests: Lazy) -> pd.DataFrame:
    rows = collected(requests.filter(nw.col("decision").is_in(_LISTED)))
    return _by_date(rows, "received_date", "request_id")


def _ordered(actions: Lazy) -> pd.DataFrame:
    return _by_date(collected(actions), "start_date", "action_id")


def _by_date(rows: pd.DataFrame, column: str, key: str) -> pd.DataFrame:
    placed = rows.assign(undated=rows[column] == "").sort_values(["undated", column, key])
    return placed.drop(columns="undated").reset_index(drop=True)
