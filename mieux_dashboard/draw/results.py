"""What was held, what came of it, and who worked along."""

from __future__ import annotations

from typing import Any

from mieux_dashboard.draw import texts
from mieux_dashboard.draw.bars import Bar, divided, in_parts, with_hollow
from mieux_dashboard.draw.parts import inks
from mieux_dashboard.draw.style import ACCENT, Figure, hatched, solid
from mieux_dashboard.measure.split import counted
from mieux_dashboard.model.answer import Answer
from mieux_dashboard.words import Words


def named(listed: str, code: str, words: Words) -> str:
    """Say a code of a list with a capital, or that it is not known."""
    name = words.name(listed, code) if code else words("not known")
    return name[:1].upper() + name[1:]


def activities_by_type(answer: Answer, words: Words) -> Figure:
    """Draw a bar per type of activity, most first; beneath its name, how many took part.

    Parameters
    ----------
    answer
        With the table of `measure.activities.activities_by_type`.
    """
    table = answer.table.sort_values("n_activities", ascending=False, kind="stable")
    held = table[table["n_activities"] > 0]
    listed = [_activity(row, words) for row in held.to_dict("records")]
    return in_parts(listed, held, answer, words)


def _activity(row: dict[Any, Any], words: Words) -> Bar:
    name, n = named("activity_type", str(row["type"]), words), int(row["n_activities"])
    attended = row["n_participants"]
    held, detail = texts.counted("activities", n, words), ""
    if texts.hidden(attended) or attended:
        said = texts.number_or_hidden(attended, words)
        detail = words.pair(words("participants"), said)
    hover = "<br>".join(filter(None, [f"<b>{name}</b>", held, detail]))
    return Bar(name, (n,), words.number(n), hover, str(row["type"]), detail=detail)


def results_by_type(answer: Answer, words: Words) -> Figure:
    """Draw a bar per type of result, most first: hatched where the type was assigned by us.

    Parameters
    ----------
    answer
        With the table of `measure.results.results_by_type`.
    """
    sums = answer.table.groupby("type", sort=False)[counted(answer.table)].sum()
    sums = sums.sort_values("n_results", ascending=False, kind="stable").reset_index()
    outcomes = answer.table[answer.table["level"] == "outcome"]
    n_outcomes = dict(zip(outcomes["type"], outcomes["n_results"], strict=True))
    rows = [row | {"n_outcomes": n_outcomes[row["type"]]} for row in sums.to_dict("records")]
    listed = [_result(row, words) for row in rows]
    if inks(answer, words) or not sums["n_assigned"].any():
        return in_parts(listed, sums, answer, words)
    names = {words("type published"): solid(ACCENT), words("type assigned by us"): hatched()}
    return divided(listed, names)


def _result(row: dict[Any, Any], words: Words) -> Bar:
    n, assigned = int(row["n_results"]), int(row["n_assigned"])
    name = named("result_type", str(row["type"]), words)
    outcomes = words.plural("{n} is an outcome", "{n} are outcomes", int(row["n_outcomes"]))
    detail = outcomes if row["n_outcomes"] else ""
    said = texts.counted("results", n, words)
    hover = "<br>".join(filter(None, [f"<b>{name}</b>", said, detail]))
    parts = (n - assigned, assigned)
    return Bar(name, parts, words.number(n), hover, str(row["type"]), detail=detail)


def results_by_stage(answer: Answer, words: Words) -> Figure:
    """Draw a bar per stage, from drafted to in use; hollow where no stage was published.

    Parameters
    ----------
    answer
        With the table of `measure.results.results_by_stage`.
    """
    rows = answer.table.to_dict("records")
    listed = [_stage(row, words) for row in rows]
    if inks(answer, words):
        return in_parts(listed, answer.table, answer, words)
    return with_hollow(listed, [not row["stage"] for row in rows])


def stage(code: str, words: Words) -> str:
    """Say a stage with a capital, or that it was not published."""
    return named("stage", code, words) if code else words("Stage not published")


def _stage(row: dict[Any, Any], words: Words) -> Bar:
    code, n = str(row["stage"]), int(row["n_results"])
    name = stage(code, words)
    hover = f"<b>{name}</b><br>{texts.counted('results', n, words)}"
    return Bar(name, (n,), words.number(n), hover, code)


def cooperation(answer: Answer, words: Words) -> Figure:
    """Draw a bar per kind of cooperating organisation; beneath its name, in how many Actions.

    Parameters
    ----------
    answer
        With the table of `measure.results.cooperation`.
    """
    table = answer.table.sort_values("n_organisations", ascending=False, kind="stable")
    listed = [_partner(row, words) for row in table.to_dict("records")]
    return in_parts(listed, table, answer, words)


def _partner(row: dict[Any, Any], words: Words) -> Bar:
    name, n = named("partner_kind", str(row["kind"]), words), int(row["n_organisations"])
    detail = words.plural("in {n} Action", "in {n} Actions", int(row["n_actions"])) if n else ""
    said = texts.counted("partners", n, words)
    hover = "<br>".join(filter(None, [f"<b>{name}</b>", said, detail]))
    return Bar(name, (n,), words.number(n), hover, str(row["kind"]), detail=detail)
