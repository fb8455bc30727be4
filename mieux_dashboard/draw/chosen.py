"""What a reader has chosen, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from mieux_dashboard.model.dataset import Dataset
from mieux_dashboard.model.selection import Selection
from mieux_dashboard.words import Words


def parts(words: Words, selection: Selection) -> Iterable[str]:
    """Say each choice that narrows a selection, in the order of the filters."""
    named: dict[str, Callable[[str], str]] = {
        "period": words.period,
        "region": words.region,
        "group": words.group,
        "country": words.country,
        "pillar": words.area,
        "area": words.area,
        "institution": words.institution_type,
        "phase": lambda code: words.name("phases", code),
        "record": lambda code: words.name("record_source", code),
    }
    for part, name in named.items():
        codes = getattr(selection, part)
        if codes:
            yield words.listing(name(code) for code in codes)
    if selection.year_from or selection.year_to:
        yield _years(words, selection)


def _years(words: Words, selection: Selection) -> str:
    first = selection.year_from or words.reference.programme.start.year
    last = selection.year_to or words.reference.programme.end.year
    span = f"{first}–{last}" if first != last else str(first)
    if selection.basis == "active":
        return words("ran in {span}", span=span)
    return words("begun in {span}", span=span)


def everything(words: Words, dataset: Dataset, loaded: int) -> str:
    """Say that nothing was chosen: all Actions, those with a public page, and their years."""
    programme = dataset.reference.programme
    span = f"{programme.start.year}–{programme.end.year}"
    if programme.record == "published":
        return words("All {n} Actions with a public page, {span}", n=loaded, span=span)
    return words("All {n} Actions, {span}", n=loaded, span=span)
