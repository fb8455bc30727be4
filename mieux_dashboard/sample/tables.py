"""The made-up requests and Actions as the tables that the program declares."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from mieux_dashboard.model.columns import TABLES
from mieux_dashboard.model.reference import Reference
from mieux_dashboard.sample.draws import Texts, day_texts, joined, texts, whole
from mieux_dashboard.sample.plan import Plan

_TITLES = {
    "en": "Demonstration Action {number}: {area} ({place})",
    "fr": "Action de démonstration {number} : {area} ({place})",
    "es": "Acción de demostración {number}: {area} ({place})",
}


def declared(
    table_name: str, /, **columns: pd.Series[Any] | npt.NDArray[Any] | str
) -> pd.DataFrame:
    """Return table `table_name` with its declared columns; what is not given is empty."""
    table = TABLES[table_name]
    n = len(next(iter(columns.values())))
    empty = {c.name: np.nan if c.type == "number" else "" for c in table.columns}
    marked = {"record_source": "demonstration"} if "record_source" in empty else {}
    frame = pd.DataFrame(empty | marked | columns, index=range(n))
    return frame.astype({c.name: "float64" if c.type == "number" else "str" for c in table.columns})


def requests_table(plan: Plan) -> pd.DataFrame:
    """Return the table ``requests``."""
    asked = plan.requests
    return declared(
        "requests",
        request_id=asked["request_id"],
        received_date=day_texts(whole(asked["received"])),
        countries=asked["countries"],
        regional_body=asked["body"],
        institution=asked["institution"],
        institution_type=asked["institution_type"],
        areas=asked["areas"],
        decision=asked["decision"],
        decision_date=day_texts(whole(asked["decided"])),
        first_activity_date=day_texts(whole(asked["begun"])),
        action_ids=asked["action_ids"],
    )


def actions_table(
    plan: Plan,
    reference: Reference,
    experts: pd.DataFrame,
    deployments: pd.DataFrame,
    activities: pd.DataFrame,
) -> pd.DataFrame:
    """Return the table ``actions``: participants are those of its activities."""
    actions = plan.actions
    number = {action: n for n, action in enumerate(actions["action_id"])}
    sums = activities.groupby("action_id")["participants"].sum()
    return declared(
        "actions",
        action_id=actions["action_id"],
        **_titles(plan, reference),
        scope=actions["scope"],
        countries=actions["countries"],
        regional_body=actions["body"],
        areas=actions["areas"],
        institution=actions["institution"],
        institution_type=actions["institution_type"],
        start_date=day_texts(whole(actions["start"])),
        end_date=day_texts(whole(actions["end"])),
        status="completed",
        phase=actions["phase"],
        request_id=actions["request_id"],
        participants=sums.reindex(actions["action_id"]).to_numpy(),
        expert_countries=joined(
            whole(deployments["action_id"].map(number)),
            _countries(experts, deployments),
            len(actions),
        ),
    )


def _countries(experts: pd.DataFrame, deployments: pd.DataFrame) -> Texts:
    """Return the country of the expert of each deployment."""
    country = experts.set_index("expert_id")["country"]
    return country.reindex(deployments["expert_id"]).to_numpy(dtype=object)


def _titles(plan: Plan, reference: Reference) -> dict[str, Texts]:
    """Word the titles: number, first area, and the country (the region where there are several)."""
    actions = plan.actions
    codes = plan.pools.codes[whole(actions["first"])]
    places = np.where(actions["count"] == 1, codes, actions["region"]).tolist()
    areas = actions["area"].tolist()
    numbers = [action.removeprefix("DEMO-") for action in actions["action_id"]]
    titles = {}
    for language in _TITLES:
        names, labels = _place_names(reference, language), _area_labels(reference, language)
        titles["title" if language == "en" else f"title_{language}"] = texts(
            [
                _TITLES[language].format(number=number, area=labels[area], place=names[place])
                for number, area, place in zip(numbers, areas, places, strict=True)
            ]
        )
    return titles


def _place_names(reference: Reference, language: str) -> dict[str, str]:
    """Name countries, with the asterisk of a designation, and regions."""
    countries, regions = reference.countries, reference.regions
    named = countries[f"name_{language}"] + countries["mark"]
    return dict(zip(countries["iso3"], named, strict=True)) | dict(
        zip(regions["id"], regions[f"label_{language}"], strict=True)
    )


def _area_labels(reference: Reference, language: str) -> dict[str, str]:
    """Name areas inside a sentence, without what a label adds in brackets."""
    labels = reference.areas[f"label_{language}"].str.partition(" (")[0]
    inside = labels.str.slice(0, 1).str.lower() + labels.str.slice(1)
    return dict(zip(reference.areas["id"], inside, strict=True))
