"""What a dry run shows: findings, what a person decides, what would change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import dash_mantine_components as dmc
import pandas as pd
from dash import html

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.draw.texts import FIGURES, published
from mieux_dashboard.intake.compare import CHANGES, Counts
from mieux_dashboard.intake.prepare import Prepared
from mieux_dashboard.load import Finding
from mieux_dashboard.load.accounts import Account
from mieux_dashboard.load.findings import Group, grouped
from mieux_dashboard.measure.engine import of_ids
from mieux_dashboard.measure.figures import key_figures
from mieux_dashboard.model.columns import CODE_LISTS, TABLES
from mieux_dashboard.model.decision import OWN, Question
from mieux_dashboard.model.selection import Selection
from mieux_dashboard.pages.page import Visit, labelled
from mieux_dashboard.pages.tables import stacking
from mieux_dashboard.words import Words, message

ANSWER = "data-answer"
SHOWN_FINDINGS = 100
SEVERAL = 3
"""More findings of one kind than these stand together."""
SHOWN_CHANGES = 200
_ASKS: Mapping[str, str] = {
    "value": message("“{shown}” is not known here. What does it mean?"),
    "column": message("The column “{shown}” is not known. Which one is it?"),
    "sheet": message("The sheet “{shown}” is not known. Which table is it?"),
    "order": message("In the column “{shown}” day and month could change places. Which order?"),
    "record": message("“{shown}” looks like a record that is here already. Is it?"),
    "person": message("Two names are nearly the same ({shown}). Are they one person?"),
}
_OWN: Mapping[str, str] = {
    "value": message("None of these: leave it out"),
    "column": message("None of these: keep the column as it is"),
    "sheet": message("No table: skip the sheet"),
    "record": message("No: a record of its own"),
    "person": message("No: two persons"),
}
_ORDERS = {"dmy": message("day, month, year"), "mdy": message("month, day, year")}


def findings(visit: Visit, prepared: Prepared, files: Any) -> list[Any]:
    """Lay out what was found: how the rows were accounted for, then every kind of finding."""
    words, checked = visit.words, prepared.checked
    errors, warnings = checked.count("error"), checked.count("warning")
    said = words(
        "{errors}, {warnings}.",
        errors=words.plural("{n} error", "{n} errors", errors),
        warnings=words.plural("{n} warning", "{n} warnings", warnings),
    )
    nothing = words("Nothing is wrong in these files.")
    return [
        html.P(said if errors + warnings else nothing, className="answer"),
        _accounts(words, checked.accounts),
        files if errors + warnings else None,
        *_grouped(words, checked.findings, named=len(prepared.received) > 1),
    ]


def _accounts(words: Words, accounts: Sequence[Account]) -> html.Table:
    """Say where every row went: rows = stored + refused + empty + skipped."""
    heads = [
        words("Sheet"),
        words("Table"),
        words("Rows"),
        words("Stored"),
        words("Refused"),
        words("Empty"),
        words("Skipped"),
    ]
    rows = [
        [
            one.sheet if len({a.file for a in accounts}) == 1 else f"{one.file} · {one.sheet}",
            words.sheet(TABLES[one.table]) if one.table in TABLES else "–",
            *map(words.number, (one.rows, one.stored, one.refused, one.empty, one.skipped)),
        ]
        for one in accounts
    ]
    return stacking(heads, rows, words("Where every row of the files went"), "..nnnnn")


def _grouped(words: Words, found: Sequence[Finding], named: bool) -> list[Any]:
    """Say the findings, errors first; many of one kind stand together, with their file if named."""
    ordered = sorted(found, key=lambda finding: finding.severity != "error")
    groups = grouped(ordered, SEVERAL)
    left = len(groups) - SHOWN_FINDINGS
    rest = [html.P(words.plural("and {n} more", "and {n} more", left))] if left > 0 else []
    return [*(_group(words, group, named) for group in groups[:SHOWN_FINDINGS]), *rest]


def _group(words: Words, group: Group, named: bool) -> html.P:
    severity = words("error") if group.first.severity == "error" else words("warning")
    mark = html.Span(severity, className=f"severity {group.first.severity}")
    file = f"{group.first.file} · " if named and group.first.file else ""
    said = f" {file}{group.message(words)} {group.remedy(words)}"
    return html.P([mark, html.Span(said)], className="finding")


def answer_id(question: Question) -> dict[str, str]:
    """Return the id of the control that answers a question."""
    return {"type": ANSWER, "asked": f"{question.kind}|{question.where}|{question.asked}"}


def decisions(visit: Visit, prepared: Prepared) -> list[Any]:
    """Lay out what a person decides: each question with its candidates, none chosen."""
    words, asked = visit.words, prepared.questions
    if not asked:
        return [html.P(words("Nothing is left to decide."), className="answer")]
    said = words.plural(
        "{n} question. What stays open is treated as the findings say.",
        "{n} questions. What stays open is treated as the findings say.",
        len(asked),
    )
    return [
        html.P(said, className="answer"),
        *(_question(visit, question) for question in asked),
    ]


def _question(visit: Visit, question: Question) -> html.Div:
    words = visit.words
    asks = words(_ASKS[question.kind], shown=question.shown)
    cells = ", ".join(question.cells)
    left = question.n_cells - len(question.cells)
    more = words.plural("and {n} more", "and {n} more", left) if left > 0 else ""
    where = " ".join(filter(None, [cells, more]))
    return html.Div(
        [
            dmc.Select(
                id=answer_id(question),
                label=asks,
                description=where,
                data=_options(visit, question),
                placeholder=words("Not decided"),
                searchable=True,
                clearable=True,
                clearButtonProps=labelled(words("Clear: {name}", name=asks)),
                nothingFoundMessage=words("Nothing found"),
            )
        ],
        className="question",
    )


def _options(visit: Visit, question: Question) -> list[dict[str, Any]]:
    """List the candidates first, then everything else that it may be."""
    words = visit.words
    near = list(question.candidates)
    others = [code for code in _codes(visit, question) if code not in near]
    groups = [(words("Likely"), near), (words("All"), others)]
    options: list[dict[str, Any]] = [
        {
            "group": name,
            "items": [{"value": c, "label": _called(visit, question, c)} for c in codes],
        }
        for name, codes in groups
        if codes
    ]
    own = _OWN.get(question.kind)
    return [*options, {"value": OWN, "label": words(own)}] if own else options


def answered(visit: Visit, question: Question, answer: str) -> str:
    """Say an answer in the reader's words, that it is nothing we have too."""
    if answer == OWN:
        return visit.words(_OWN[question.kind]) if question.kind in _OWN else answer
    return _called(visit, question, answer)


def _codes(visit: Visit, question: Question) -> Iterable[str]:
    """List what else a question may be answered with."""
    reference = visit.dataset.reference
    if question.kind == "column":
        return TABLES[question.where].names
    if question.kind == "sheet":
        return TABLES
    if question.kind == "order":
        return _ORDERS
    if question.kind != "value":
        return ()
    if question.where in CODE_LISTS:
        return CODE_LISTS[question.where]
    if question.where == "countries":
        return sorted(reference.countries["iso3"], key=visit.words.country)
    listed = getattr(reference, question.where, None)
    return list(listed["id"]) if isinstance(listed, pd.DataFrame) and "id" in listed else ()


def _called(visit: Visit, question: Question, code: str) -> str:
    """Say an answer as the reader's language calls it."""
    words = visit.words
    if question.kind == "column" and code in TABLES[question.where].names:
        return visit.words.label(TABLES[question.where].column(code))
    if question.kind == "sheet" and code in TABLES:
        return visit.words.sheet(TABLES[code])
    if question.kind == "order":
        return words(_ORDERS[code])
    if question.kind == "record":
        return _record(visit, question.where, code)
    if question.kind == "value":
        return (
            words.country(code)
            if question.where == "countries"
            else _named(words, question.where, code)
        )
    return code


def _named(words: Words, listed: str, code: str) -> str:
    return words.area(code) if listed == "areas" else words.name(listed, code)


def _record(visit: Visit, table: str, code: str) -> str:
    """Say which record an id is: by its title, or by who asked."""
    found = of_ids(visit.dataset, table, [code], TABLES[table].key)
    if found.empty:
        return code
    row = {str(name): str(value) for name, value in found.iloc[0].items()}
    said = visit.words.content(row, "title") if table == "actions" else row["institution"]
    return f"{said} ({code})"


def difference(visit: Visit, prepared: Prepared, min_cell: int, files: Any) -> list[Any]:
    """Lay out what accepting would change: tables, key figures, charts, then every change."""
    words, found = visit.words, prepared.difference
    if found.empty:
        return [html.P(words("Nothing would change."), className="answer")]
    return [
        *counted(words, found.counts),
        html.H3(words("Key figures: what is loaded")),
        _figures(words, prepared),
        html.H3(words("Charts that would change")),
        _charts(words, prepared, min_cell),
        html.H3(words("Every change")),
        files,
        changes(visit, found.changes),
    ]


def counted(words: Words, counts: Mapping[str, Counts]) -> list[Any]:
    """Lay out how many records of each table are added, changed, removed and unchanged."""
    heads = [words("Table"), words("Added"), words("Changed"), words("Removed"), words("Unchanged")]
    rows = [
        [
            words.sheet(TABLES[name]),
            *map(words.number, (one.added, one.changed, one.removed, one.unchanged)),
        ]
        for name, one in counts.items()
        if one.added or one.changed or one.removed or one.unchanged
    ]
    return [stacking(heads, rows, words("What would change in each table"), ".nnnn")]


def _figures(words: Words, prepared: Prepared) -> html.Table:
    heads = [words("Figure"), words("Published"), words("Loaded now"), words("Loaded then")]
    claimed = key_figures(prepared.after, Selection()).set_index("key")
    rows = [
        [
            words(FIGURES[one.key]),
            published(claimed.loc[one.key].to_dict(), words) or "–",
            words.number(int(one.before)),
            words.number(int(one.after)),
        ]
        for one in prepared.figures
    ]
    return stacking(heads, rows, words("Key figures before and after"), ".nnn")


def _charts(words: Words, prepared: Prepared, min_cell: int) -> html.Table | html.P:
    heads = [words("Chart"), words("Now"), words("Then")]
    rows = [
        [words(CHARTS[one.key].title), str(one.before), str(one.after)]
        for one in prepared.charts(words, min_cell)
    ]
    if not rows:
        return html.P(words("No chart would change."))
    return stacking(heads, rows, words("Findings of charts before and after"))


def changes(visit: Visit, found: pd.DataFrame) -> html.Div:
    """Lay out changes, the first of them where they are many."""
    words = visit.words
    kinds = {
        "added": words("added"), "changed": words("changed"), "removed": words("removed"),
    }  # fmt: skip
    heads = [
        words("Table"), words("Record"), words("Change"), words("Column"),
        words("Before"), words("After"),
    ]  # fmt: skip
    texts: list[list[str]] = found.head(SHOWN_CHANGES)[list(CHANGES)].to_numpy().tolist()
    rows = [
        [
            visit.words.sheet(TABLES[table]),
            id,
            kinds[change],
            _label(visit, table, column),
            before,
            after,
        ]
        for table, id, change, column, before, after in texts
    ]
    left = len(found) - len(rows)
    more = [html.P(words.plural("and {n} more", "and {n} more", left))] if left else []
    return html.Div([stacking(heads, rows, words("Every change")), *more])


def _label(visit: Visit, table: str, column: str) -> str:
    known = column in TABLES[table].names
    return visit.words.label(TABLES[table].column(column)) if known else column
