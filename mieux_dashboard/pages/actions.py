"""Page: a searchable table of the Actions in view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import dash_ag_grid as dag
import dash_mantine_components as dmc
import pandas as pd
from dash import ClientsideFunction, Dash, Input, Output, State, html

from mieux_dashboard.measure.engine import collected
from mieux_dashboard.measure.select import selected_actions
from mieux_dashboard.model.columns import ACTIONS
from mieux_dashboard.pages import filters, view
from mieux_dashboard.pages.page import Page, Visit, labelled
from mieux_dashboard.pages.site import Site
from mieux_dashboard.words import Words, message

NAME = "actions"
GRID = "actions-grid"
SEARCH = "actions-search"
COLUMNS = "actions-columns"
DOWNLOAD = "actions-download"
ALWAYS = ("title", "countries", "areas", "start_date", "end_date")
"""Columns that the table always shows, the first in the reader's language."""


def lead(visit: Visit) -> list[Any]:
    """Open with the question and how many Actions the table holds."""
    words = visit.words
    total = filters.total(visit)
    said = words.plural(
        "{n} Action in view. Choose a title for everything known about it and its sources.",
        "{n} Actions in view. Choose a title for everything known about it and its sources.",
        total,
    )
    return [
        html.H1(words("Which Actions were there?")),
        html.P(said if total else words("No Action matches"), className="answer"),
    ]


def layout(visit: Visit) -> list[Any]:
    """Lay the page out for a visit."""
    words = visit.words
    search = dmc.TextInput(
        id=SEARCH,
        placeholder=words("Search the table"),
        className="search",
        **labelled(words("Search the table")),
    )
    columns = dmc.MultiSelect(
        id=COLUMNS,
        placeholder=words("Further columns"),
        data=_further(visit),
        value=[],
        searchable=True,
        clearable=True,
        clearButtonProps={"aria-label": words("Clear: {name}", name=words("Further columns"))},
        nothingFoundMessage=words("Nothing found"),
        className="search",
        **labelled(words("Further columns")),
    )
    download = html.Button(
        words("Download the rows shown (CSV)"), id=DOWNLOAD, className="filters-button always"
    )
    grid = dag.AgGrid(
        id=GRID,
        rowData=rows(visit, ()),
        columnDefs=_columns(visit, ()),
        csvExportParams={"fileName": _file_name(visit)},
        columnSize="responsiveSizeToFit",
        defaultColDef={"sortable": True, "resizable": True, "wrapText": True, "autoHeight": True},
        dashGridOptions={
            "pagination": True,
            "paginationPageSize": 25,
            "paginationPageSizeSelector": [25, 50, 100],
            "domLayout": "autoHeight",
            "suppressCellFocus": False,
            "localeText": _grid_words(words),
            "theme": {"function": "themeQuartz"},
        },
    )
    tools = html.Div([search, columns, download], className="tools")
    return view.laid_out(visit, NAME, lead, [tools, html.Div(grid, className="grid")])


def register(app: Dash, site: Site) -> None:
    """Wire the page to an app: the filters change the rows, the search narrows what is shown."""

    @app.callback(
        output={
            "bar": filters.outputs(NAME),
            "lead": Output(f"{NAME}-lead", "children"),
            "rows": Output(GRID, "rowData"),
            "columns": Output(GRID, "columnDefs"),
        },
        inputs={
            "chosen": filters.inputs(NAME),
            "further": Input(COLUMNS, "value"),
            "address": view.ADDRESS,
        },
        prevent_initial_call=True,
    )
    def show(
        chosen: dict[str, Any], further: list[str] | None, address: dict[str, str]
    ) -> dict[str, Any]:
        visit = view.visited(site, address, chosen)
        return {
            "bar": filters.shown(visit),
            "lead": lead(visit),
            "rows": rows(visit, further or ()),
            "columns": _columns(visit, further or ()),
        }

    view.keep_in_address(app, NAME)
    app.clientside_callback(
        ClientsideFunction("mieux", "searchTable"),
        Output(GRID, "dashGridOptions"),
        Input(SEARCH, "value"),
        State(GRID, "dashGridOptions"),
        prevent_initial_call=True,
    )

    app.clientside_callback(
        ClientsideFunction("mieux", "yes"),
        Output(GRID, "exportDataAsCsv"),
        Input(DOWNLOAD, "n_clicks"),
        prevent_initial_call=True,
    )


def rows(visit: Visit, further: Sequence[str]) -> list[dict[str, Any]]:
    """Return the table's rows for a visit, newest start last, undated Actions at the end.

    Parameters
    ----------
    further
        Names of columns beyond those always shown, unknown columns of a register included.
    """
    dataset = visit.dataset
    actions = collected(selected_actions(dataset, visit.selection))
    regions = _joined(dataset["action_regions"], "region")
    ordered = actions.assign(undated=actions["start_date"] == "").sort_values(
        ["undated", "start_date", "action_id"]
    )
    return [
        _row(visit, row, regions) | {name: _text(visit.words, row, name) for name in further}
        for row in ordered.to_dict("records")
    ]


def _text(words: Words, row: Mapping[Any, Any], name: str) -> str:
    """Say a value of any column as plain text; an unknown column's as it stands."""
    value = row.get(name, "")
    if name not in ACTIONS.names:
        return str(value)
    column = ACTIONS.column(name)
    if column.type == "number":
        return words.number(value) if value == value else ""
    if column.type == "date":
        return words.date(value)
    if column.codes:
        return "; ".join(words.name(column.codes, code) for code in value.split(";") if code)
    return str(value)


def _further(visit: Visit) -> list[dict[str, str]]:
    """List the columns that are not always shown, those we do not know at the end."""
    given = visit.dataset["actions"]
    declared = [name for name in ACTIONS.names if name not in ALWAYS]
    unknown = [n for n in given.columns if n not in ACTIONS.names and not _derived(n)]
    return [{"value": n, "label": _label(visit, n)} for n in (*declared, *unknown)]


def _derived(name: str) -> bool:
    return name.startswith(("start_", "end_"))


def _label(visit: Visit, name: str) -> str:
    known = name in ACTIONS.names
    return ACTIONS.column(name).label(visit.language) if known else name


def _file_name(visit: Visit) -> str:
    return "-".join(filter(None, ["actions", visit.language, visit.selection.data])) + ".csv"


def _joined(bridge: pd.DataFrame, column: str) -> dict[str, list[str]]:
    joined: dict[str, list[str]] = {}
    for action_id, value in zip(bridge["action_id"], bridge[column], strict=True):
        joined.setdefault(action_id, []).append(value)
    return joined


def _row(visit: Visit, row: Mapping[Any, Any], regions: dict[str, list[str]]) -> dict[str, Any]:
    words = visit.words
    places = [words.country(code) for code in row["countries"].split(";") if code]
    return {
        "href": visit.href(f"actions/{row['action_id']}"),
        "title": words.content(row, "title"),
        "places": words.listing(places) if places else words.group(row["regional_body"]),
        "region": words.listing(words.region(code) for code in regions.get(row["action_id"], [])),
        "areas": "; ".join(words.area(code) for code in row["areas"].split(";") if code),
        "start": words.date(row["start_date"], short=True),
        "start_sort": row["start_date"],
        "end": words.date(row["end_date"], short=True),
        "end_sort": row["end_date"],
    }


def _columns(visit: Visit, further: Sequence[str]) -> list[dict[str, Any]]:
    words = visit.words
    named = {name: ACTIONS.column(name).label(words.language) for name in ACTIONS.names}
    return [
        {
            "field": "title",
            "headerName": named["title"],
            "cellRenderer": "ActionLink",
            "minWidth": 260,
            "flex": 3,
        },
        {"field": "places", "headerName": words("Partner"), "minWidth": 150, "flex": 2},
        {"field": "region", "headerName": words("Region"), "minWidth": 130, "flex": 1},
        {"field": "areas", "headerName": named["areas"], "minWidth": 200, "flex": 2},
        _date_column("start", named["start_date"]),
        _date_column("end", named["end_date"]),
        *(
            {"field": name, "headerName": _label(visit, name), "minWidth": 160, "flex": 1}
            for name in further
        ),
    ]


def _date_column(field: str, label: str) -> dict[str, Any]:
    """Show a date as the reader writes it, sort by what it is."""
    return {
        "field": field,
        "headerName": label,
        "minWidth": 105,
        "maxWidth": 130,
        "comparator": {"function": f"byField(nodeA, nodeB, '{field}_sort')"},
    }


def _grid_words(words: Words) -> dict[str, str]:
    return {
        "noRowsToShow": words("No Action matches"),
        "noMatchingRows": words("No Action matches"),
        "page": words("Page"),
        "to": words("to"),
        "of": words("of"),
        "pageSizeSelectorLabel": words("Rows per page:"),
        "firstPage": words("First page"),
        "previousPage": words("Previous page"),
        "nextPage": words("Next page"),
        "lastPage": words("Last page"),
        "ariaPageSizeSelectorLabel": words("Rows per page:"),
    }


PAGE = Page(NAME, "actions", message("Actions"), layout, register)
