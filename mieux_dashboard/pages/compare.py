"""Page: two or three sides next to each other, on the same scales."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import parse_qs

import dash_mantine_components as dmc
import pandas as pd
from dash import Dash, Input, Output, dcc, html

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.charts.comparison import drawn, rows
from mieux_dashboard.draw import texts
from mieux_dashboard.draw.comparison import FIGURES
from mieux_dashboard.draw.comparison import side as side_name
from mieux_dashboard.measure.comparison import MOST, settled, side
from mieux_dashboard.model.answer import Answer
from mieux_dashboard.model.selection import COMPARED, Selection, known_codes
from mieux_dashboard.pages import cards, filters, view
from mieux_dashboard.pages.page import Page, Visit, labelled
from mieux_dashboard.pages.site import Outline, Shown, Site
from mieux_dashboard.pages.tables import stacking
from mieux_dashboard.words import Words, message

NAME = "compare"
KEY = "comparison"
BY = {
    "period": message("Policy periods"),
    "region": message("Regions"),
    "group": message("Groups and subregions"),
    "country": message("Countries and territories"),
    "pillar": message("Pillars"),
    "phase": message("Phases of the programme"),
}
"""What can be compared, in the order of the menu."""
SIDES = tuple(f"side-{n}" for n in range(1, MOST + 1))


@dataclass(frozen=True, eq=False)
class Compared:
    """A visit with its comparison settled.

    Parameters
    ----------
    visit
        Whose selection names the sides and holds no filter of their kind.
    replaced
        Whether a filter of their kind was left out.
    """

    visit: Visit
    replaced: bool

    @property
    def chosen(self) -> Selection:
        """The settled selection."""
        return self.visit.selection

    @cached_property
    def shown(self) -> Shown:
        """The chart of the comparison."""
        return self.visit.site.shown(KEY, self.chosen, self.visit.language)

    def name(self, code: str) -> str:
        """Return the name of a side."""
        return side_name(self.chosen.by, code, self.visit.words)

    def answer(self, key: str, code: str) -> Answer:
        """Return a chart's answer for one side."""
        return self.visit.site.shown(key, side(self.chosen, code), self.visit.language).answer


def compared(visit: Visit) -> Compared:
    """Settle what a visit compares."""
    asked = visit.selection
    chosen = settled(visit.dataset, asked)
    query = {name: values[0] for name, values in parse_qs(chosen.query()).items()}
    on = Visit(visit.site, visit.language, visit.here, visit.path, query)
    return Compared(on, bool(getattr(asked, chosen.by)))


def lead(visit: Visit) -> list[Any]:
    """Open with the question and the sentence that answers it."""
    return _lead(compared(visit))


def _lead(on: Compared) -> list[Any]:
    words = on.visit.words
    replaced = words("What is compared takes the place of the filter of the same kind.")
    return [
        html.H1(words("How do they compare?")),
        html.P(on.shown.finding, className="answer"),
        html.P([on.shown.subtitle, " ", replaced if on.replaced else ""], className="rule"),
    ]


def layout(visit: Visit) -> list[Any]:
    """Lay the page out for a visit."""
    on = compared(visit)
    return [
        filters.bar(on.visit, NAME),
        _controls(on),
        html.Div(_lead(on), id=f"{NAME}-lead", className="lead"),
        html.Div([] if isinstance(visit.site, Outline) else _body(on), id=f"{NAME}-body"),
    ]


def register(app: Dash, site: Site) -> None:
    """Wire the page to an app: every choice fills the page and stands in the address."""
    inputs = {"by": Input(f"{NAME}-by", "value")}
    inputs |= {name: Input(f"{NAME}-{name}", "value") for name in SIDES}

    @app.callback(
        output={
            "bar": filters.outputs(NAME),
            "lead": Output(f"{NAME}-lead", "children"),
            "body": Output(f"{NAME}-body", "children"),
            "data": [Output(f"{NAME}-{name}", "data") for name in SIDES],
            "values": [Output(f"{NAME}-{name}", "value") for name in SIDES],
        },
        inputs={
            "chosen": filters.inputs(NAME),
            "sides": inputs,
            "address": view.ADDRESS,
        },
        prevent_initial_call=True,
    )
    def show(
        chosen: dict[str, Any], sides: dict[str, str | None], address: dict[str, str]
    ) -> dict[str, Any]:
        of = [sides[name] or "" for name in SIDES]
        on = compared(view.visited(site, address, chosen | {"by": sides["by"], "of": of}))
        return {
            "bar": filters.shown(on.visit),
            "lead": _lead(on),
            "body": _body(on),
            "data": [_options(on)] * MOST,
            "values": _values(on),
        }

    view.keep_in_address(app, NAME)


def _controls(on: Compared) -> html.Div:
    """Lay out what is compared, and the sides."""
    words, chosen = on.visit.words, on.chosen
    by = dmc.Select(
        id=f"{NAME}-by",
        label=words("Compare"),
        data=[{"value": code, "label": words(BY[code])} for code in COMPARED],
        value=chosen.by,
        allowDeselect=False,
        size="xs",
    )
    labels = (words("First side"), words("Second side"), words("Third side"))
    sides = [
        dmc.Select(
            id=f"{NAME}-{name}",
            label=label,
            placeholder=words("None"),
            data=_options(on),
            value=value,
            searchable=True,
            allowDeselect=False,
            clearable=name == SIDES[-1],
            clearButtonProps={"aria-label": words("Clear: {name}", name=label)},
            nothingFoundMessage=words("Nothing found"),
            maxDropdownHeight=320,
            size="xs",
        )
        for name, label, value in zip(SIDES, labels, _values(on), strict=True)
    ]
    return html.Div(
        [by, *sides],
        className="filters comparing",
        role="group",
        **labelled(words("What is compared")),
    )


def _values(on: Compared) -> list[str | None]:
    return [*on.chosen.of, *[None] * (MOST - len(on.chosen.of))]


def _options(on: Compared) -> list[dict[str, str]]:
    """List what may be a side: periods and the like in their order, places by name."""
    words, by = on.visit.words, on.chosen.by
    reference = words.reference
    codes = known_codes(reference)[by]
    if by in ("region", "country"):
        partners = reference.partner_regions
        of = reference.countries.set_index("iso3")["region"]
        codes = tuple(code for code in codes if (code if by == "region" else of[code]) in partners)
    codes = tuple(dict.fromkeys((*codes, *on.chosen.of)))
    listed = [{"value": code, "label": on.name(code)} for code in codes]
    sort = by in ("group", "country")
    return sorted(listed, key=lambda one: one["label"].casefold()) if sort else listed


def _body(on: Compared) -> list[Any]:
    names = {"--sides": str(len(on.chosen.of))}
    return [
        html.Div([_side(on, code) for code in on.chosen.of], className="sides", style=names),
        _table(on),
        *(_row(on, key, names) for key in drawn(on.chosen.by)),
    ]


def _side(on: Compared, code: str) -> html.Section:
    """Give a side's key numbers, and lead to its Actions."""
    words, table = on.visit.words, on.shown.answer.table
    own = table[table["side"] == code].to_dict("records")
    numbers = [_number(words(FIGURES[row["key"]]), _count(row, words), "") for row in own]
    first = own[0]
    if first["per_year"] == first["per_year"]:
        rate = words.number(float(first["per_year"]), 1)
        numbers.insert(1, _number(words("Actions per twelve months"), rate, _begun(first, words)))
    none = [] if first["n_count"] else [html.P(words("No Action matches"), className="answer")]
    actions = on.visit.href("actions", side(on.chosen, code))
    return html.Section(
        [
            html.H2(dcc.Link(on.name(code), href=actions)),
            *none,
            html.Dl(numbers, className="key-figures"),
        ]
    )


def _number(name: str, number: str, beneath: str) -> html.Div:
    said = html.Dd(html.Span(number, className="number"))
    return html.Div([html.Dt(name), said, html.Dd(beneath, className="loaded")])


def _count(row: Mapping[Any, Any], words: Words) -> str:
    return texts.number_or_hidden(row["n_count"], words)


def _begun(row: Mapping[Any, Any], words: Words) -> str:
    return words.plural(
        "{n} Action in {months} months",
        "{n} Actions in {months} months",
        int(row["n_begun"]),
        months=round(row["months"]),
    )


def _table(on: Compared) -> html.Section:
    """Set the sides' numbers beside each other, with what they are parts of and differ by."""
    words, table = on.visit.words, on.shown.answer.table
    first, *others = (on.name(code) for code in on.chosen.of)
    apart = [words("Difference: {side} minus {first}", side=other, first=first) for other in others]
    heads = [words("Figure"), first, *others, words("In all"), *apart]
    listed = []
    for key, own in table.groupby("key", sort=False):
        sides = own.to_dict("records")
        differ = [_signed(row["difference"], 0, words) for row in sides[1:]]
        base = texts.number_or_hidden(sides[0]["n_base"], words)
        counts = [_count(row, words) for row in sides]
        listed.append([words(FIGURES[str(key)]), *counts, base, *differ])
    listed.insert(1, _rates(table[table["key"] == "actions"], words))
    caption = words("Sides next to each other")
    files = [
        html.A(suffix.upper(), href=on.visit.href(f"charts/{KEY}.{suffix}"), download="")
        for suffix in cards.DATA_FORMATS
    ]
    chart = dcc.Link(words("Link"), href=on.visit.href(f"charts/{KEY}"))
    foot = [
        html.Span(on.shown.rests, className="badge"),
        html.Span(on.shown.source, className="source"),
        html.Span([html.Span([words("Files"), " "]), *files, chart], className="links"),
    ]
    numbers = "-" + "n" * (len(heads) - 1)
    return html.Section(
        [
            html.Div(stacking(heads, listed, caption, numbers), className="table", tabIndex="0"),
            html.Div(foot, className="foot"),
        ],
        className="card",
    )


def _rates(actions: pd.DataFrame, words: Words) -> list[str]:
    """Set the Actions per twelve months beside each other, each with its base."""
    rows_ = actions.to_dict("records")
    said = ["–" if row["per_year"] != row["per_year"] else _rate(row, words) for row in rows_]
    first = rows_[0]["per_year"]
    differ = [_signed(row["per_year"] - first, 1, words) for row in rows_[1:]]
    return [words("Actions per twelve months"), *said, "", *differ]


def _rate(row: Mapping[Any, Any], words: Words) -> str:
    rate, base = words.number(float(row["per_year"]), 1), _begun(row, words)
    return f"{rate} ({base})"


def _signed(n: Any, digits: int, words: Words) -> str:
    """Say a difference with its sign; "–" where there is none."""
    if texts.hidden(n) or n != n:
        return "–"
    sign = "+" if n > 0 else "−" if n < 0 else ""
    return sign + words.number(abs(n), digits)


def _row(on: Compared, key: str, names: dict[str, str]) -> html.Section:
    """Draw one chart of the catalogue once per side."""
    visit, chart = on.visit, CHARTS[key]
    words = visit.words
    answers = {code: on.answer(key, code) for code in on.chosen.of}
    figures, finding = rows(key, answers, on.chosen.by, words)
    sides = [
        html.Figure(
            [
                html.H3(on.name(code)),
                dcc.Graph(
                    figure=figure,
                    style={"height": f"{figure['layout']['height']}px"},
                    config=cards.GRAPH_CONFIG | {"locale": visit.language},  # type: ignore[arg-type]
                    responsive=True,
                ),
                html.Figcaption(chart.alternative(answers[code], words), className="unseen"),
            ]
        )
        for code, figure in figures.items()
    ]
    return html.Section(
        [
            html.H2(finding),
            html.P([words.pair(words(chart.title), words(chart.rule))], className="rule"),
            html.Div(sides, className="sides", style=names),
        ],
        className="card",
    )


PAGE = Page(NAME, "compare", message("Compare"), layout, register)
