"""Pages: all about one country or territory, or one group of them, as a briefing needs it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html

from mieux_dashboard.export.brief_html import FORMATS
from mieux_dashboard.export.briefing import Block, Briefing, Items, Line, Paragraph, Run
from mieux_dashboard.export.partners import (
    briefing_on,
    full_name,
    group_codes,
    group_row,
    is_country,
    is_group,
    sort_key,
)
from mieux_dashboard.measure import places
from mieux_dashboard.model.dataset import Dataset
from mieux_dashboard.pages import absent, glossary
from mieux_dashboard.pages.action import LOOKED_FOR, footnotes
from mieux_dashboard.pages.page import Page, Visit
from mieux_dashboard.pages.tables import stacking
from mieux_dashboard.words import message


def country(visit: Visit) -> list[Any]:
    """Lay out the page of a country or territory; without a code, the list of them."""
    return partner(visit, visit.path["iso3"]) if visit.path.get("iso3") else countries(visit)


def group(visit: Visit) -> list[Any]:
    """Lay out the page of a group or subregion; without a code, the list of them."""
    return partner(visit, visit.path["group_id"]) if visit.path.get("group_id") else groups(visit)


def partner(visit: Visit, code: str) -> list[Any]:
    """Lay out the briefing on a partner as a page."""
    briefing = briefing_on(visit.dataset, code, visit.words)
    told: list[Any] = []
    for section in briefing.sections:
        told += [(html.H2 if section.level == 2 else html.H3)(section.heading)]
        told += [_block(visit, block) for block in section.blocks]
    content = [
        _back(visit),
        html.H1(briefing.title),
        *glossary.explain(visit, [_block(visit, block) for block in briefing.opening]),
        _files(visit, briefing),
        html.Dl(
            [
                html.Div([html.Dt(name), html.Dd(_line(visit, line))])
                for name, line in briefing.facts
            ],
            className="facts",
        ),
        *told,
        *absent.lacking(visit, *LOOKED_FOR),
        *(_block(visit, block) for block in briefing.closing),
    ]
    return [html.Div(content, className="place")]


def countries(visit: Visit) -> list[Any]:
    """List the countries and territories by region, with the number of their Actions."""
    words, reference = visit.words, visit.dataset.reference
    counts = places.actions_by_member(visit.dataset, list(reference.countries["iso3"]))
    found = dict(zip(counts["country"], counts["n_actions"], strict=True))
    regions = reference.regions[reference.regions["level"] == "region"]["id"]
    said: list[Any] = []
    for region in regions:
        listed = reference.countries[reference.countries["region"] == region]["iso3"]
        named = sorted(listed, key=lambda code: sort_key(words.country(code)))
        rows = [_counted(visit, code, found[code]) for code in named]
        said += [html.H2(words.region(region)), html.Ul(rows, className="counts")]
    rule = words("The number is that of its Actions; one in several countries counts in each.")
    return _list(visit, words("Countries and territories"), rule, said)


def groups(visit: Visit) -> list[Any]:
    """List the groups and subregions."""
    words, reference = visit.words, visit.dataset.reference
    said: list[Any] = []
    bodies = list(reference.groups["id"])
    subregions = [code for code in group_codes(visit.dataset) if code not in bodies]
    for title, codes in (
        (words("Regional bodies and other groups"), bodies),
        (words("Subregions"), subregions),
    ):
        names = {code: full_name(words, code, group_row(visit.dataset, code)) for code in codes}
        rows = [
            html.Li(dcc.Link(names[code], href=visit.href(f"groups/{code}")))
            for code in sorted(codes, key=lambda code: sort_key(names[code]))
        ]
        said += [html.H2(title), html.Ul(rows, className="counts")]
    return _list(visit, words("Groups of countries"), "", said)


def knows_country(dataset: Dataset, path: Mapping[str, str]) -> bool:
    """Say whether the code is one of a country or territory."""
    return is_country(dataset, path["iso3"])


def knows_group(dataset: Dataset, path: Mapping[str, str]) -> bool:
    """Say whether the code is one of a group or subregion."""
    return is_group(dataset, path["group_id"])


def _list(visit: Visit, title: str, rule: str, body: Sequence[Any]) -> list[Any]:
    said = [html.P(rule, className="rule")] if rule else []
    codes = set(visit.dataset.reference.countries["iso3"]) if rule else set()
    content = [_back(visit), html.H1(title), *said, *body, *footnotes(visit, codes)]
    return [html.Div(content, className="place")]


def _back(visit: Visit) -> html.P:
    words = visit.words
    return html.P(
        [
            dcc.Link(words("All countries and territories"), href=visit.href("countries")),
            " · ",
            dcc.Link(words("All groups"), href=visit.href("groups")),
        ],
        className="back",
    )


def _files(visit: Visit, briefing: Briefing) -> html.P:
    """Lead to the same briefing as files, and as a sheet without scripts."""
    words, address, same = visit.words, briefing.address, visit.only()
    files = [
        html.A(name, href=visit.href(f"{address}.{suffix}", same), download="")
        for suffix, name in FORMATS.items()
    ]
    sheet = html.A(words("Plain sheet"), href=visit.href(f"{address}/sheet", same))
    said: list[Any] = [html.Span(words("Briefing"), className="name")]
    for link in [*files, sheet]:
        said += [" · ", link]
    said[1] = " "
    return html.P(said, className="files")


def _counted(visit: Visit, iso3: str, n: int) -> html.Li:
    name = dcc.Link(visit.words.country(iso3), href=visit.href(f"countries/{iso3}"))
    return html.Li([name, " ", html.Span(visit.words.number(n), className="n")])


def _block(visit: Visit, block: Block) -> Any:
    if isinstance(block, Paragraph):
        return html.P(_line(visit, block.line), className=block.kind)
    if isinstance(block, Items):
        return _items(visit, block)
    return stacking(block.heads, [[_cell(visit, cell) for cell in row] for row in block.rows])


def _items(visit: Visit, items: Items) -> html.Ul:
    return html.Ul([html.Li(_line(visit, line)) for line in items.lines], className=items.kind)


def _cell(visit: Visit, cell: Line | Items) -> Any:
    return _items(visit, cell) if isinstance(cell, Items) else _line(visit, cell)


def _line(visit: Visit, line: Line) -> Any:
    """Lay out a line; text alone stays text."""
    runs = [_run(visit, run) for run in line]
    if not runs:
        return ""
    return runs[0] if len(runs) == 1 else runs


def _run(visit: Visit, run: Run) -> Any:
    said: Any = run.text
    if run.kind or run.lang:
        said = html.Span(run.text, className=run.kind, lang=run.lang or visit.language)
    if run.is_external:
        return html.A(said, href=run.to)
    if not run.to:
        return said
    chosen = None if run.chosen is None else visit.only(**run.chosen)
    return dcc.Link(said, href=visit.href(run.to, chosen))


COUNTRY_PAGE = Page(
    "country",
    "countries/<iso3>",
    message("Country"),
    country,
    knows=knows_country,
    place="none",
    tab=lambda words, dataset, path: words.country(path["iso3"]),
)
GROUP_PAGE = Page(
    "group",
    "groups/<group_id>",
    message("Group"),
    group,
    knows=knows_group,
    place="none",
    tab=lambda words, dataset, path: words.group(path["group_id"]),
)
COUNTRIES_PAGE = Page("countries", "countries", message("Countries and territories"), countries)
GROUPS_PAGE = Page("groups", "groups", message("Groups of countries"), groups)
