"""Sentences and pieces that several drawings share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from mieux_dashboard.draw.lettering import wrapped
from mieux_dashboard.draw.style import MUTED, SIZE, Figure, layout, note
from mieux_dashboard.measure.engine import n_rows
from mieux_dashboard.model.answer import Answer
from mieux_dashboard.model.dataset import Dataset
from mieux_dashboard.words import Words, message

NARROWEST = 300  # pixels that a line of text may take: a card on a telephone


def plural(one: str, many: str) -> tuple[str, str]:
    """Mark a pair of messages for translation where it stands, to be said later with a number."""
    return one, many


_COUNTED = {
    "actions": plural("{n} Action", "{n} Actions"),
    "requests": plural("{n} request", "{n} requests"),
    "focal_points": plural("{n} focal point", "{n} focal points"),
    "experts": plural("{n} expert", "{n} experts"),
    "activities": plural("{n} activity", "{n} activities"),
    "participants": plural("{n} participant", "{n} participants"),
    "results": plural("{n} result", "{n} results"),
    "partners": plural("{n} cooperating organisation", "{n} cooperating organisations"),
    "published_figures": plural("{n} published figure", "{n} published figures"),
}
_SELECTED = {
    "actions": plural("{n} selected Action", "{n} selected Actions"),
    "requests": plural("{n} selected request", "{n} selected requests"),
    "focal_points": plural("{n} selected focal point", "{n} selected focal points"),
    "experts": plural("{n} expert of the selection", "{n} experts of the selection"),
    "activities": plural("{n} activity of the selection", "{n} activities of the selection"),
    "results": plural("{n} result of the selection", "{n} results of the selection"),
    "partners": plural(
        "{n} cooperating organisation of the selection",
        "{n} cooperating organisations of the selection",
    ),
}
_PUBLISHED = {
    "actions": plural("{n} Action with a public page", "{n} Actions with a public page"),
    "requests": plural("{n} request that is public", "{n} requests that are public"),
    "results": plural("{n} published result", "{n} published results"),
}
_MADE_UP = {
    "actions": plural("{n} made-up Action", "{n} made-up Actions"),
    "requests": plural("{n} made-up request", "{n} made-up requests"),
    "focal_points": plural("{n} made-up focal point", "{n} made-up focal points"),
    "experts": plural("{n} made-up expert", "{n} made-up experts"),
    "activities": plural("{n} made-up activity", "{n} made-up activities"),
    "results": plural("{n} made-up result", "{n} made-up results"),
    "partners": plural(
        "{n} made-up cooperating organisation", "{n} made-up cooperating organisations"
    ),
}
_NONE = {
    "actions": message("No Action matches this selection"),
    "requests": message("No request matches this selection"),
    "focal_points": message("No focal point matches this selection"),
    "experts": message("No expert matches this selection"),
    "activities": message("No activity matches this selection"),
    "results": message("No result matches this selection"),
    "partners": message("No cooperating organisation matches this selection"),
    "published_figures": message("No published figure is loaded"),
}
_NONE_SHOWN = {
    "actions": message("No Action of this selection has what this chart shows"),
    "requests": message("No request of this selection has what this chart shows"),
    "focal_points": message("No focal point of this selection has what this chart shows"),
    "experts": message("No expert of this selection has what this chart shows"),
    "activities": message("No activity of this selection has what this chart shows"),
    "results": message("No result of this selection has what this chart shows"),
    "partners": message("No organisation of this selection has what this chart shows"),
    "published_figures": message("No published figure is loaded"),
}


def counted(kind: str, n: int, words: Words) -> str:
    """Say a number of what a table holds: "33 requests"; `kind` is its name or participants."""
    return words.plural(*_COUNTED[kind], n)


def count_or_hidden(kind: str, n: object, words: Words) -> str:
    """Say a number of persons, or that it is not shown."""
    return words("not shown") if hidden(n) else counted(kind, int(n), words)  # type: ignore[call-overload]


def number_or_hidden(n: object, words: Words) -> str:
    """Say a number, or that it is not shown."""
    return words("not shown") if hidden(n) else words.number(int(n))  # type: ignore[call-overload]


def hidden(n: object) -> bool:
    """Whether a count of persons is hidden, so that no person can be told from it."""
    return n is None or n is pd.NA


def is_guarded(table: pd.DataFrame, column: str) -> bool:
    """Whether a column of counts has been made safe to show, some of them hidden."""
    return str(table[column].dtype) == "Int64"


def actions(n: int, words: Words) -> str:
    """Say a number of Actions."""
    return counted("actions", n, words)


def base(answer: Answer, words: Words) -> str:
    """Say what a figure counts among: "111 Actions with a public page"."""
    kind = answer.rests_on.counted
    return words.plural(*_bases(answer).get(kind, _COUNTED[kind]), answer.rests_on.total)


def _bases(answer: Answer) -> Mapping[str, tuple[str, str]]:
    if answer.selection.narrows:
        return _SELECTED
    return {"published": _PUBLISHED, "demonstration": _MADE_UP}.get(only_record(answer), {})


def of_base(name: str, count: int, answer: Answer, words: Words) -> str:
    """Say a number with its base: "Africa: 50 of the 111 Actions with a public page"."""
    total = answer.rests_on.total
    said = {"name": name, "count": count}
    if answer.rests_on.counted != "actions":
        among = base(answer, words)
        return words("{name}: {count} of {base}", base=among, **said)
    if answer.selection.narrows:
        return words.plural(
            "{name}: {count} of the {n} selected Action",
            "{name}: {count} of the {n} selected Actions",
            total,
            **said,
        )
    if only_record(answer) == "published":
        return words.plural(
            "{name}: {count} of the {n} Action with a public page",
            "{name}: {count} of the {n} Actions with a public page",
            total,
            **said,
        )
    if only_record(answer) == "demonstration":
        return words.plural(
            "{name}: {count} of the {n} made-up Action",
            "{name}: {count} of the {n} made-up Actions",
            total,
            **said,
        )
    return words.plural(
        "{name}: {count} of the {n} Action", "{name}: {count} of the {n} Actions", total, **said
    )


def none_matches(answer: Answer, words: Words) -> str:
    """Say that the selection holds nothing of what is counted."""
    return words(_NONE[answer.rests_on.counted])


def none_shown(answer: Answer, words: Words) -> str:
    """Say that what the selection holds lacks what the chart needs."""
    return words(_NONE_SHOWN[answer.rests_on.counted])


def only_record(answer: Answer) -> str:
    """Return the record source that all records have, "" where they have several or none."""
    sources = [source for source, n in answer.rests_on.records.items() if n]
    return sources[0] if len(sources) == 1 else ""


def nothing(text: str) -> Figure:
    """Return the figure that says in its middle why there is nothing to draw."""
    unseen = {"visible": False, "range": [0, 1]}
    said = note(
        wrapped(text, NARROWEST, SIZE + 2),
        x=0.5,
        y=0.5,
        xref="paper",
        yref="paper",
        xanchor="center",
        align="center",
        font={"size": SIZE + 2, "color": MUTED},
    )
    return {
        "data": [],
        "layout": layout(height=180, xaxis=unseen, yaxis=unseen, annotations=[said]),
    }


FIGURES = {
    "actions": message("Actions"),
    "countries": message("Countries and territories"),
    "requests": message("Requests"),
    "focal-points": message("Focal points"),
    "experts": message("Experts"),
    "participants": message("Participants"),
}


def published(row: Mapping[Any, Any], words: Words) -> str:
    """Say a published total with its qualifier: "more than 100"; "" where there is none."""
    if row["value"] != row["value"]:
        return ""
    said = _QUALIFIED.get(row["qualifier"])
    if said:
        return words(said, n=row["value"])
    if row["qualifier"].startswith("of "):
        return words("{n} of {base}", n=row["value"], base=row["qualifier"].removeprefix("of "))
    return f"{row['qualifier']} {words.number(row['value'])}".strip()


_QUALIFIED = {
    "more than": message("more than {n}"),
    "over": message("over {n}"),
    "up to": message("up to {n}"),
    "about": message("about {n}"),
    "an estimated": message("an estimated {n}"),
    "almost": message("almost {n}"),
    "close to": message("close to {n}"),
    "just under": message("just under {n}"),
    "around": message("around {n}"),
    "within": message("within {n}"),
    "average of": message("{n} on average"),
    "6 to 7": message("6 to 7"),
}


def key_figure(row: Mapping[Any, Any], words: Words) -> str:
    """Say a key figure: what is loaded, and beside it what was published."""
    name, total = words(FIGURES[row["key"]]), published(row, words)
    if hidden(row["n_loaded"]):
        loaded = words("not shown")
        return words("{name}: {n} loaded", name=name, n=loaded)
    if not total:
        return words("{name}: {n} loaded", name=name, n=row["n_loaded"])
    if not row["n_loaded"]:
        return words("{name}: published total {total}; no rows loaded", name=name, total=total)
    return words(
        "{name}: {n} loaded; published total: {total}", name=name, n=row["n_loaded"], total=total
    )


def programme_told(words: Words, dataset: Dataset) -> str:
    """Say what the programme was, and what of it is shown."""
    programme = dataset.reference.programme
    if programme.record == "demonstration":
        return words(
            "A made-up programme that supports partner countries, territories and regional bodies."
        )
    told = words(
        "From {first} to {last} the programme supported partner countries, "
        "territories and regional bodies.",
        first=str(programme.start.year),
        last=str(programme.end.year),
    )
    if programme.record != "published":
        return told
    public = words(
        "Shown here is what is public: totals, and the {n} Actions with a page of their own.",
        n=n_rows(dataset, "actions"),
    )
    return f"{told} {public}"


def beside(row: Mapping[Any, Any], words: Words, leads: bool) -> str:
    """Say what stands beside a key figure: rows loaded where the published total leads, else it."""
    return _loaded(row, words) if leads else _total(row, words)


def _total(row: Mapping[Any, Any], words: Words) -> str:
    total = published(row, words)
    return words("published total: {total}", total=total) if total else words("counted from rows")


def _loaded(row: Mapping[Any, Any], words: Words) -> str:
    if hidden(row["n_loaded"]):
        return words("not shown")
    n = int(row["n_loaded"])
    if row["key"] == "participants":
        return words("{n} named on Action pages", n=n)
    if row["key"] in ("experts", "focal-points") and not n:
        return words("published as a total only")
    if row["key"] == "countries":
        return words.plural("{n} named in the Actions", "{n} named in the Actions", n)
    return words.plural("{n} row loaded", "{n} rows loaded", n)
