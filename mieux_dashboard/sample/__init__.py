"""A wholly made-up programme of the facility's shape, the same for the same seed everywhere."""

from __future__ import annotations

import pandas as pd

from mieux_dashboard.model.reference import Reference
from mieux_dashboard.sample.draws import Draws
from mieux_dashboard.sample.people import deployments, experts, focal_points
from mieux_dashboard.sample.plan import plan
from mieux_dashboard.sample.shape import SIZE, scaled
from mieux_dashboard.sample.tables import actions_table, requests_table
from mieux_dashboard.sample.targets import targets
from mieux_dashboard.sample.work import activities, partners, results

__all__ = ["made_up", "targets"]


def made_up(
    reference: Reference, actions: int = SIZE["actions"], seed: int = 1
) -> dict[str, pd.DataFrame]:
    """Make up a programme of `actions` Actions.

    Parameters
    ----------
    reference
        The lists whose codes are used; the programme's end closes the focal points.
    actions
        How many Actions; everything else keeps its proportion to them.
    seed
        The same seed gives the same tables, on every machine.

    Returns
    -------
    dict[str, pd.DataFrame]
        ``actions requests focal_points experts deployments activities results partners``, each
        with the declared columns: text (``""`` where there is nothing), several values joined by
        ``;``, dates as ISO days, numbers as float64. ``record_source`` is ``demonstration``, the
        columns that say on what a value rests (``*_basis``) and the sources are empty.

    Raises
    ------
    ValueError
        When `actions` is below 1 or `seed` below 0.

    Notes
    -----
    No row describes anything real: institutions and organisations are numbered, no person has a
    name. Only countries, regional dialogues and code lists are real.
    """
    if actions < 1 or seed < 0:
        raise ValueError(f"{actions} Actions from seed {seed}: take at least 1 and a seed from 0")
    draws = {name: Draws(seed, stream) for stream, name in enumerate(_STREAMS)}
    made = plan(reference, actions, draws["plan"])
    sent = deployments(made, scaled("experts", actions), draws["deployments"])
    known = experts(reference, sent, scaled("experts", actions), draws["experts"])
    held = activities(made, scaled("participants", actions), draws["activities"])
    return {
        "actions": actions_table(made, reference, known, sent, held),
        "requests": requests_table(made),
        "focal_points": focal_points(
            reference, scaled("focal-points", actions), draws["focal_points"]
        ),
        "experts": known,
        "deployments": sent,
        "activities": held,
        "results": results(made, draws["results"]),
        "partners": partners(made, draws["partners"]),
    }


_STREAMS = ("plan", "deployments", "experts", "activities", "focal_points", "results", "partners")
