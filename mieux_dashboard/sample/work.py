"""What the made-up Actions did: activities, results, and who worked along."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mieux_dashboard.model.columns import CODE_LISTS
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
from mieux_dashboard.sample.shape import ACTIVITIES_AND_ACTIONS, DELIVERABLES_AND_ACTIONS
from mieux_dashboard.sample.tables import declared

_TYPES = {
    "workshop": 34,
    "training": 22,
    "mission": 20,
    "study-visit": 9,
    "conference": 7,
    "study": 8,
}
_LENGTH = {
    "workshop": 3,
    "training": 5,
    "mission": 4,
    "study-visit": 4,
    "conference": 2,
    "study": 30,
}
_SIZE = {
    "workshop": 30,
    "training": 25,
    "mission": 12,
    "study-visit": 9,
    "conference": 70,
    "study": 6,
}
_MODES = (
    ("2020-03-15", {"in-person": 98, "online": 2}),
    ("2022-01-01", {"online": 75, "hybrid": 13, "in-person": 12}),
    ("9999-12-31", {"in-person": 70, "hybrid": 16, "online": 14}),
)
_OUTPUTS = {
    "document": 38,
    "training": 18,
    "policy": 15,
    "legislation": 9,
    "institution": 8,
    "local-plan": 6,
    "follow-up": 6,
}
_OUTCOMES = {"policy": 34, "legislation": 20, "institution": 18, "document": 18, "local-plan": 10}
_STAGELESS = ("training", "follow-up")
_OUTPUT_STAGES = {"drafted": 60, "presented": 40}
_OUTCOME_STAGES = {"adopted": 60, "in-use": 40}
_EVIDENCE = {"programme-reported": 60, "partner-confirmed": 30, "evaluator-verified": 10}
_ACTIONS_PER_OUTCOME = 3
_PARTNERS_OF_ACTION = {"0": 30, "1": 45, "2": 25}
_KINDS = {
    "eu-delegation": 40,
    "international-organisation": 25,
    "civil-society": 20,
    "academia": 10,
    "other": 5,
}
_DESCRIPTIONS = {
    "description": ("en", "Demonstration result {number}: {type}"),
    "description_fr": ("fr", "Résultat de démonstration {number} : {type}"),
    "description_es": ("es", "Resultado de demostración {number}: {type}"),
}


def activities(plan: Plan, n_participants: int, draws: Draws) -> pd.DataFrame:
    """Return the table ``activities`` by Action and day; its participants sum to the number given.

    An Action's first activity is on its first day, in one of its countries as all are.
    """
    actions = plan.actions
    weights = (whole(actions["end"]) - whole(actions["start"])) * (1 + draws.below(9, len(actions)))
    owner = _owners(len(actions), ACTIVITIES_AND_ACTIONS, weights)
    kind = draws.deal(_TYPES, len(owner))
    first = _begun(plan, owner, _of(_LENGTH, kind), draws)
    order = np.lexsort((first, owner))
    first, kind = first[order], kind[order]
    participants = apportion(n_participants, _of(_SIZE, kind) * (50 + draws.below(101, len(kind))))
    place, count = (whole(actions[name])[owner] for name in ("first", "count"))
    return declared(
        "activities",
        activity_id=ids("DV-", len(owner), 4),
        action_id=actions["action_id"].to_numpy(dtype=object)[owner],
        type=kind,
        date=day_texts(first),
        end_date=day_texts(first + _of(_LENGTH, kind) - 1),
        country=plan.pools.codes[place + draws.below(count, len(place))],
        mode=_modes(first, draws),
        participants=participants.astype(np.float64),
        participants_women=_women(participants, draws).astype(np.float64),
    )


def _owners(n: int, ratio: tuple[int, int], weights: Whole) -> Whole:
    """Return the Action of each row: `ratio` rows per Action on the whole, at least one each."""
    total = (2 * n * ratio[0] + ratio[1]) // (2 * ratio[1])
    return np.repeat(np.arange(n), 1 + apportion(total - n, weights))


def _of(values: dict[str, int], kinds: Texts) -> Whole:
    return whole(pd.Series(kinds).map(values))


def _begun(plan: Plan, owner: Whole, length: Whole, draws: Draws) -> Whole:
    """Return the first day of each activity, so that it ends within its Action."""
    start, end = (whole(plan.actions[name])[owner] for name in ("start", "end"))
    return np.where(np.diff(owner, prepend=-1) > 0, start, draws.between(start, end - length))


def _women(participants: Whole, draws: Draws) -> Whole:
    """Return how many of the participants are women: 35 to 65 of a hundred."""
    return (participants * (35 + draws.below(31, len(participants))) + 50) // 100


def _modes(days: Whole, draws: Draws) -> Texts:
    modes = np.empty(len(days), dtype=object)
    left = np.ones(len(days), dtype=bool)
    for until, weights in _MODES:
        here = left & (days < np.datetime64(until, "D").astype(np.int64))
        modes[here] = draws.pick(weights, int(here.sum()))
        left &= ~here
    return modes


def results(plan: Plan, draws: Draws) -> pd.DataFrame:
    """Return the table ``results``: the deliverables as outputs, and an outcome of every third."""
    actions = plan.actions
    made = _owners(len(actions), DELIVERABLES_AND_ACTIONS, 1 + draws.below(9, len(actions)))
    used = np.sort(draws.order(len(actions))[: len(actions) // _ACTIONS_PER_OUTCOME])
    owner = np.concatenate([made, used])
    n_outputs, n_outcomes = len(made), len(used)
    start, end = (whole(actions[name])[owner] for name in ("start", "end"))
    kind = np.concatenate([draws.deal(_OUTPUTS, n_outputs), draws.deal(_OUTCOMES, n_outcomes)])
    stage = np.concatenate(
        [draws.pick(_OUTPUT_STAGES, n_outputs), draws.pick(_OUTCOME_STAGES, n_outcomes)]
    )
    return declared(
        "results",
        result_id=ids("DO-", len(owner)),
        action_id=actions["action_id"].to_numpy(dtype=object)[owner],
        level=np.repeat(texts(["output", "outcome"]), [n_outputs, n_outcomes]),
        type=kind,
        stage=np.where(np.isin(kind, _STAGELESS), "", stage),
        evidence=draws.pick(_EVIDENCE, len(owner)),
        date=day_texts(draws.between((start + end) // 2, end)),
        institution=actions["institution"].to_numpy(dtype=object)[owner],
        **_descriptions(kind),
    )


def _descriptions(kinds: Texts) -> dict[str, Texts]:
    numbers = [number.removeprefix("-") for number in ids("-", len(kinds))]
    labels = CODE_LISTS["result_type"]
    return {
        column: texts(
            [
                sentence.format(number=number, type=labels[kind][language][0])
                for number, kind in zip(numbers, kinds.tolist(), strict=True)
            ]
        )
        for column, (language, sentence) in _DESCRIPTIONS.items()
    }


def partners(plan: Plan, draws: Draws) -> pd.DataFrame:
    """Return the table ``partners``: none to two numbered organisations per Action."""
    n = len(plan.actions)
    counts = draws.deal(_PARTNERS_OF_ACTION, n).astype(np.int64)
    owner = np.repeat(np.arange(n), counts)
    n_known = max(4, n // 3)
    known = draws.deal(_KINDS, n_known)
    number = draws.below(n_known, len(owner))
    names = [
        f"Demonstration {'delegation' if kind == 'eu-delegation' else 'organisation'} {n}"
        for n, kind in enumerate(known, 1)
    ]
    found = declared(
        "partners",
        action_id=plan.actions["action_id"].to_numpy(dtype=object)[owner],
        name=texts(names)[number],
        kind=known[number],
    )
    return found.drop_duplicates(ignore_index=True)
