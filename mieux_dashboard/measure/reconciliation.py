"""Published figures beside what is loaded for the same definition: explained, not fitted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import narwhals as nw
import pandas as pd

from mieux_dashboard.measure.activities import participants_source
from mieux_dashboard.measure.engine import Lazy, n_rows, table, total
from mieux_dashboard.measure.published import published_figures
from mieux_dashboard.measure.select import selected_records
from mieux_dashboard.model.dataset import Dataset
from mieux_dashboard.model.dates import first_day, last_day
from mieux_dashboard.model.reference import Reference
from mieux_dashboard.model.selection import Selection

Figure = Mapping[Any, Any]

# What is compared, in order -> its table and the date by which a row is there.
_SUBJECTS = {
    "requests": ("requests", "received_from"),
    "actions": ("actions", "start_from"),
    "countries": ("actions", "start_from"),
    "focal-points": ("focal_points", "start_from"),
    "experts": ("experts", "first_from"),
    "participants": ("activities", "date_from"),
}
_NO_COUNTS = ("percent", "year")  # units
_TYPES = {
    "key": "str",
    "published": "float64",
    "qualifier": "str",
    "basis": "str",
    "as_of": "str",
    "source_url": "str",
    "loaded": "float64",
    "difference": "float64",
    "reason": "str",
    "contradicts": "str",
}


def reconciliation(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """Set each published count beside what is loaded for the same definition.

    Returns
    -------
    pd.DataFrame
        One row per published count of requests, Actions, countries, focal points, experts and
        participants: the six totals first, then by phase, by region, and totals of earlier dates:

        - ``key``          str
        - ``published``    float64
        - ``qualifier``    str, as published ("more than"); empty where none
        - ``basis``        str, ``published`` or ``derived`` (from other figures)
        - ``as_of``        str, date as far as it is known
        - ``source_url``   str
        - ``loaded``       float64; NaN where nothing comparable is loaded
        - ``difference``   float64, ``loaded`` less ``published``
        - ``reason``       str, see Notes
        - ``contradicts``  str, keys of other figures of the same thing that this one contradicts,
          joined by ``;``

    Notes
    -----
    Both are those of the whole programme, whatever the selection. A figure is comparable when its
    key names nothing but phases and regions (``requests:mieux-iii:africa``), or when it is a total
    of the programme at an earlier date. A figure of a date before the programme's end is compared
    with the rows dated until then: Actions that had begun, requests that had been received.

    Two figures of the same thing contradict one another when they have the same date and another
    value, or when the later is lower though both count from the same beginning.

    ``reason`` is the first of these that holds: ``different-definition``, not comparable;
    ``not-published-as-rows``, nothing is loaded; ``same``; ``attendances``, the rows count these;
    ``different-definition`` for Actions by phase, which is the one in which a row began; in the
    public record where the rows are fewer, ``no-public-page`` for Actions and countries and
    ``not-published-as-rows`` for the rest; where they are more, ``contradicts`` when another figure
    does so too, ``after-date`` when the figure's date is known to the year only; else
    ``different-definition``. Source: sheet *Published figures*, and all sheets.
    """
    listed = published_figures(dataset).to_dict("records")
    figures = _compared(listed, dataset.reference)
    rows = [_row(dataset, figure, listed) for figure in figures]
    return pd.DataFrame(rows, columns=list(_TYPES)).astype(_TYPES)


def _row(dataset: Dataset, figure: Figure, listed: Sequence[Figure]) -> dict[str, object]:
    chosen = _definition(figure, dataset.reference)
    loaded = float("nan") if chosen is None else _loaded(dataset, figure, chosen)
    difference = loaded - figure["value"]
    others = [f["key"] for f in listed if _contradict(f, figure, dataset.reference)]
    return {
        **figure,
        "published": figure["value"],
        "loaded": loaded,
        "difference": difference,
        "reason": "different-definition"
        if chosen is None
        else _reason(dataset, figure, difference, bool(others)),
        "contradicts": ";".join(others),
    }


def _subject(figure: Figure) -> str:
    return str(figure["key"]).partition(":")[0]


def _compared(listed: Sequence[Figure], reference: Reference) -> list[Figure]:
    """Pick the figures to be shown: totals, by phase, by region, earlier totals, each in order."""
    heads = {figure["key"]: figure for figure in listed}
    regions = list(dict.fromkeys(reference.regions["id"]))
    phases = list(reference.phases["id"])
    placed = []
    for figure in listed:
        subject = _subject(figure)
        group = _group(figure, heads.get(subject), reference)
        if group is not None:
            phase = phases.index(figure["phase"]) if figure["phase"] else -1
            region = regions.index(figure["region"]) if figure["region"] else -1
            place = (group, list(_SUBJECTS).index(subject), phase, region, figure["as_of"])
            placed.append((place, figure))
    return [figure for _, figure in sorted(placed, key=lambda pair: pair[0])]


def _group(figure: Figure, head: Figure | None, reference: Reference) -> int | None:
    if _subject(figure) not in _SUBJECTS or figure["unit"] in _NO_COUNTS:
        return None
    if figure is head:
        return 0
    if figure["region"]:
        return 2
    if figure["phase"]:
        return 1
    return 3 if head and _same_thing(figure, head, reference) else None


def _same_thing(one: Figure, other: Figure, reference: Reference) -> bool:
    """Whether two figures count the same from the same beginning, whatever their dates."""
    alike = all(one[name] == other[name] for name in ("unit", "scope", "phase", "region"))
    begun = _begun(one, reference)
    return (
        alike
        and _subject(one) == _subject(other)
        and begun is not None
        and begun == _begun(other, reference)
        and ":per-" not in one["key"] + other["key"]
    )


def _begun(figure: Figure, reference: Reference) -> date | None:
    """Return the day from which a figure counts, within the programme's life."""
    given = figure["period_from"]
    return max(first_day(given), reference.programme.start) if given else None


def _contradict(one: Figure, other: Figure, reference: Reference) -> bool:
    if one["value"] == other["value"] or not _same_thing(one, other, reference):
        return False
    if not one["as_of"] or not other["as_of"]:
        return False
    low, high = sorted((one, other), key=lambda figure: figure["value"])
    return bool(last_day(low["as_of"]) >= first_day(high["as_of"]))


def _definition(figure: Figure, reference: Reference) -> Selection | None:
    """Return what a figure counts as a selection, or None where it counts something else."""
    parts = figure["key"].split(":")[1:]
    named = [part for part in (figure["phase"], figure["region"]) if part]
    if parts != named and named:
        return None
    top = figure["region"] in reference.partner_regions
    place = (figure["region"],) if figure["region"] else ()
    return Selection(
        phase=(figure["phase"],) if figure["phase"] else (),
        region=place if top else (),
        group=() if top else place,
    )


def _loaded(dataset: Dataset, figure: Figure, chosen: Selection) -> float:
    """Count what is loaded of what a figure counts, dated until the figure is."""
    subject = _subject(figure)
    name, day = _SUBJECTS[subject]
    if subject == "participants" and participants_source(dataset) == "actions":
        name, day = "actions", "start_from"
    needed = "deployments" if name == "experts" and chosen.narrows else name
    if not n_rows(dataset, needed):
        return float("nan")
    until = last_day(figure["as_of"]) if figure["as_of"] else dataset.reference.programme.end
    rows = selected_records(dataset, name, chosen)
    if until < dataset.reference.programme.end:
        rows = rows.filter(nw.col(day) <= pd.Timestamp(until))
    return _COUNTS.get(subject, _rows)(dataset, rows, chosen)


def _rows(dataset: Dataset, rows: Lazy, chosen: Selection) -> float:
    return float(total(rows, nw.len()))


def _countries(dataset: Dataset, rows: Lazy, chosen: Selection) -> float:
    places = table(dataset, "action_countries").join(rows, on="action_id", how="semi")
    if chosen.region:
        places = places.filter(nw.col("region").is_in(list(chosen.region)))
    return float(total(places, nw.col("country").n_unique()))


def _participants(dataset: Dataset, rows: Lazy, chosen: Selection) -> float:
    stated = rows.drop_nulls(subset=["participants"])
    known = total(stated, nw.len()) > 0
    return float(total(stated, nw.col("participants").sum())) if known else float("nan")


_COUNTS: Mapping[str, Callable[[Dataset, Lazy, Selection], float]] = {
    "countries": _countries,
    "participants": _participants,
}


def _reason(dataset: Dataset, figure: Figure, difference: float, disputed: bool) -> str:
    if difference != difference:
        return "not-published-as-rows"
    if difference == 0:
        return "same"
    if _subject(figure) == "participants" and participants_source(dataset) == "activities":
        return "attendances"
    if _subject(figure) == "actions" and figure["phase"]:
        return "different-definition"
    if difference < 0 and dataset.reference.programme.record == "published":
        paged = _subject(figure) in ("actions", "countries")
        return "no-public-page" if paged else "not-published-as-rows"
    if difference > 0 and disputed:
        return "contradicts"
    yearly = len(figure["as_of"]) == len("2018")
    return "after-date" if difference > 0 and yearly else "different-definition"
