"""A table of records: search, sort, filters, columns kept in the address, what is seen as CSV.

One mechanism for every page that lists records one by one. The server gives the rows of the
selection and the columns that are chosen; the browser sorts, filters and turns pages, and reports
what is seen; the server says it in words and writes it as one part of the address.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import dash_ag_grid as dag
import dash_mantine_components as dmc
import pandas as pd
from dash import ALL, ClientsideFunction, Dash, Input, Output, State, dcc, html, no_update

from mieux_dashboard.measure.engine import LISTED, n_rows, of_ids, table
from mieux_dashboard.measure.select import rests_on
from mieux_dashboard.model.columns import LANGUAGES, Column, Table
from mieux_dashboard.pages import view
from mieux_dashboard.pages.page import Visit
from mieux_dashboard.pages.shell import kept
from mieux_dashboard.pages.site import Site
from mieux_dashboard.pages.table_state import (
    CONDITIONS,
    SIZES,
    TABLE,
    TableState,
    known_columns,
    read_state,
    state_of,
)
from mieux_dashboard.words import Words

SAID, LINKS, LANG = "#said", "#links", "#lang"
"""Keys of a row beside its columns: values in words, the names and addresses of its Actions with
the language of each name, and the languages of texts that are in another than the reader's."""
PERSONS = ("participants", "participants_women")
"""Columns that count persons: small numbers are hidden, in files always."""
_TRANSLATED = tuple(f"_{language}" for language in LANGUAGES)
_DATE_PARTS = ("from", "to", "year", "period", "phase")


@dataclass(frozen=True)
class Records:
    """A table of records on a page.

    Parameters
    ----------
    page
        The page's name, prefix of the ids and of the file.
    table
        Its declaration.
    lead
        The column that leads each row and is always shown.
    shown
        The columns shown at first beside it.
    read
        A visit in; its records in order out, with the declared and unknown columns and `own`.
    actions
        The column with the ids of a record's Actions, split on ``;``.
    link
        The column that names these Actions and leads to them.
    own
        Columns made for reading, already in words: name -> an English message.
    without
        Declared columns that are not offered, because one of `own` says the same.
    note
        A sentence on what the table leaves out of a visit, or nothing.
    """

    page: str
    table: Table
    lead: str
    shown: tuple[str, ...]
    read: Callable[[Visit], pd.DataFrame]
    actions: str
    link: str
    own: Mapping[str, str] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    note: Callable[[Visit], str] = lambda visit: ""

    def kinds(self, visit: Visit) -> dict[str, str]:
        """Return the columns that the table can show: name -> ``text``, ``number`` or ``date``.

        First those shown at first, then the declared ones, last those of a register that we do not
        know, whose values stand as text.
        """
        first = (self.lead, *self.shown)
        declared = [name for name in self.table.names if name not in self.without]
        unknown = [
            name
            for name in table(visit.dataset, self.table.name).collect_schema().names()
            if name not in self.table.names and name not in self._computed
        ]
        names = dict.fromkeys((*first, *self.own, *declared, *unknown))
        return {name: self._kind(name) for name in names}

    def label(self, visit: Visit, name: str) -> str:
        """Return a column's name for the reader; an unknown column's as the register has it."""
        if name in self.own:
            return visit.words(self.own[name])
        declared = self._declared(name)
        return visit.words.label(declared) if declared else name

    def state(self, visit: Visit) -> TableState:
        """Return the state that a visit's address asks for."""
        given = visit.query.get(TABLE, "")
        text = given if isinstance(given, str) else "".join(given[:1])
        return read_state(text, self.kinds(visit), self.lead)

    def rows(self, visit: Visit, names: Sequence[str]) -> list[dict[str, Any]]:
        """Return the records of a visit with the columns `names`, ready for the grid.

        Numbers are numbers and dates partial ISO texts, None where a record has none; how both are
        said stands apart, under `SAID`.
        """
        records = self.read(visit)
        cells = records[self.actions]
        titles = _titles(visit, {one for cell in cells for one in cell.split(";") if one})
        return [self._row(visit, record, names, titles) for record in records.to_dict("records")]

    def columns(
        self, visit: Visit, names: Sequence[str], state: TableState | None = None
    ) -> list[dict[str, Any]]:
        """Return the grid's definitions of columns, sorted at first as `state` has it."""
        kinds = self.kinds(visit)
        ways = dict(state.sort) if state else {}
        return [
            _definition(name, self.label(visit, name), kinds[name])
            | _sorted_at_first(name, ways)
            | ({"cellRenderer": "ActionLinks"} if name == self.link else {})
            | ({"context": {"least": visit.site.min_cell}} if name in PERSONS else {})
            | ({"minWidth": 240, "flex": 3} if name == self.lead else {})
            for name in names
        ]

    @property
    def _computed(self) -> frozenset[str]:
        dates = [column.name for column in self.table.columns if column.type == "date"]
        stems = [name.removesuffix("_date") for name in dates]
        return frozenset(f"{stem}_{part}" for stem in stems for part in _DATE_PARTS)

    def _declared(self, name: str) -> Column | None:
        return self.table.column(name) if name in self.table.names else None

    def _kind(self, name: str) -> str:
        declared = self._declared(name)
        kind = declared.type if declared and name not in self.own else "text"
        return kind if kind in ("number", "date") else "text"

    def _row(
        self,
        visit: Visit,
        record: Mapping[Any, Any],
        names: Sequence[str],
        titles: Mapping[str, tuple[str, str]],
    ) -> dict[str, Any]:
        ids = [one for one in record[self.actions].split(";") if one]
        links = [
            [titles[one][0], visit.href(f"actions/{one}"), titles[one][1]]
            if one in titles
            else [one, "", ""]
            for one in ids
        ]
        row: dict[str, Any] = {LINKS: links, SAID: {}, LANG: self._languages(visit, record, names)}
        for name in names:
            if name == self.link:
                row[name] = "; ".join(label for label, *_ in links)
            else:
                row[name], said = self._cell(visit, record, name)
                row[SAID] |= {name: said} if said is not None else {}
        return row

    def _languages(
        self, visit: Visit, record: Mapping[Any, Any], names: Sequence[str]
    ) -> dict[str, str]:
        """Return in which language a text is, where that is not the reader's."""
        texts = [name for name in names if self._is_text(name) and record.get(name)]
        said = {
            name: name[-2:]
            if name[-3:] in _TRANSLATED
            else visit.words.content_language(record, name)
            for name in texts
        }
        return {name: lang for name, lang in said.items() if lang != visit.language}

    def _is_text(self, name: str) -> bool:
        column = self._declared(name)
        return name not in self.own and (column is None or column.type == "text")

    def _cell(
        self, visit: Visit, record: Mapping[Any, Any], name: str
    ) -> tuple[str | float | None, str | None]:
        """Return a cell's value, and how it is said where that is something else."""
        value, column = record[name], self._declared(name)
        if name in self.own or column is None:
            return ("" if pd.isna(value) else str(value)), None
        if column.type == "number":
            return _number(visit, name, value)
        if column.type == "date":
            return value or None, visit.words.date(value, short=True)
        if column.codes:
            return _named(visit.words, column.codes, value), None
        return visit.words.content(record, name), None


def layout(visit: Visit, records: Records, with_grid: bool = True) -> list[Any]:
    """Lay out a table and its tools; the grid itself only where it is in view (`with_grid`)."""
    state, page = records.state(visit), records.page
    grid = _grid(visit, records, state) if with_grid else None
    return [
        dcc.Store(id=f"{page}-table", data=state.query()),
        dcc.Store(id=f"{page}-view"),
        html.Div(_tools(visit, records, state), className="tools"),
        html.P(_note(visit, records), id=f"{page}-records-note", className="rule"),
        html.Div(
            [
                html.P(id=f"{page}-rows-shown", className="rows-shown", role="status"),
                html.Button(
                    visit.words("Show all rows"),
                    id=f"{page}-every-row",
                    className="filters-button",
                    hidden=True,
                ),
            ],
            className="table-line",
        ),
        html.Div(grid, id=f"{page}-records", className="grid"),
        html.Div(_downloads(visit, records), className="tools"),
    ]


def folded(visit: Visit, records: Records, title: str) -> html.Details:
    """Lay out a table that opens on demand, or at once where the address asks something of it."""
    asked = records.state(visit) != TableState()
    return html.Details(
        [
            html.Summary(title, id=f"{records.page}-opens-records"),
            *layout(visit, records, with_grid=asked),
        ],
        open=asked,
        className="records",
    )


def register(app: Dash, site: Site, records: Records, is_folded: bool = False) -> None:
    """Wire a table to an app; its page has a bar of filters and keeps it in the address."""
    page = records.page
    if is_folded:
        _fill_when_opened(app, site, records)

    @app.callback(
        output={
            "rows": Output(_grid_id(page, ALL), "rowData"),
            "columns": Output(_grid_id(page, ALL), "columnDefs"),
            "filters": Output(_grid_id(page, ALL), "filterModel"),
        },
        inputs={
            "query": Input(f"{page}-query", "data"),
            "chosen": Input(f"{page}-columns", "value"),
            "filters": State(_grid_id(page, ALL), "filterModel"),
            "address": view.ADDRESS,
        },
        prevent_initial_call=True,
    )
    def show(
        query: str, chosen: list[str], filters: list[dict[str, Any]], address: dict[str, str]
    ) -> dict[str, Any]:
        visit = view.asked(site, address, query)
        names = _names(visit, records, chosen)
        return {
            "rows": [records.rows(visit, names) for _ in filters],
            "columns": [records.columns(visit, names) for _ in filters],
            "filters": [_without_hidden(model or {}, names) for model in filters],
        }

    @app.callback(
        output={
            "table": Output(f"{page}-table", "data"),
            "shown": Output(f"{page}-rows-shown", "children"),
            "all_shown": Output(f"{page}-every-row", "hidden"),
            "download": Output(f"{page}-download", "children"),
            "download_all": Output(f"{page}-download-all", "children"),
            "note": Output(f"{page}-records-note", "children"),
        },
        inputs={
            "seen": Input(f"{page}-view", "data"),
            "chosen": Input(f"{page}-columns", "value"),
            "query": Input(f"{page}-query", "data"),
            "address": view.ADDRESS,
        },
        prevent_initial_call=True,
    )
    def say(
        seen: dict[str, Any] | None, chosen: list[str], query: str, address: dict[str, str]
    ) -> dict[str, Any]:
        visit = view.asked(site, address, query)
        if not seen:
            return dict.fromkeys(
                ("table", "shown", "all_shown", "download", "download_all"), no_update
            ) | {"note": _note(visit, records)}
        columns = None if tuple(chosen or ()) == records.shown else chosen or ()
        state = state_of(seen, columns, records.kinds(visit), records.lead)
        return {
            "table": state.query(),
            "note": _note(visit, records),
            "all_shown": seen["shown"] == seen["total"],
            **said(visit.words, seen["shown"], seen["total"]),
        }

    _in_the_browser(app, page)


def _note(visit: Visit, records: Records) -> str:
    """Say what the table leaves out: what the page says, and what is more than can be listed."""
    own, dataset, name = records.note(visit), visit.dataset, records.table.name
    if n_rows(dataset, name) <= LISTED or dataset.held is None:
        return own
    n = rests_on(dataset, visit.selection, counted=name).total
    if n <= LISTED:
        return own
    more = visit.words(
        "Of {n} records the first {listed} are listed. Figures and charts count all of them.",
        n=n,
        listed=LISTED,
    )
    return f"{own} {more}".strip()


def partners(words: Words, records: pd.DataFrame) -> list[str]:
    """Name who asked, record by record: the countries, or the body where there are none."""
    pairs = zip(records["countries"], records["regional_body"], strict=True)
    return [
        words.listing(words.country(code) for code in countries.split(";") if code)
        or words.group(body)
        for countries, body in pairs
    ]


def said(words: Words, shown: int, total: int) -> dict[str, str]:
    """Say how many rows are seen, and what each download holds."""
    if shown == total:
        rows = words.plural("{n} row shown.", "All {n} rows shown.", total)
    else:
        rows = words.plural(
            "{n} of {total} rows shown.", "{n} of {total} rows shown.", shown, total=total
        )
    return {
        "shown": rows,
        "download": words.plural(
            "Download the {n} row shown (CSV)", "Download the {n} rows shown (CSV)", shown
        ),
        "download_all": words.plural(
            "Download {n} row in all (CSV)", "Download all {n} rows (CSV)", total
        ),
    }


def _without_hidden(model: Mapping[str, Any], names: Sequence[str]) -> Any:
    """Return the filters of the columns that stay: one that is not seen should not narrow."""
    left = {name: one for name, one in model.items() if name in names}
    return no_update if left == model else left


def _fill_when_opened(app: Dash, site: Site, records: Records) -> None:
    page = records.page

    @app.callback(
        Output(f"{page}-records", "children"),
        inputs={
            "n_clicks": Input(f"{page}-opens-records", "n_clicks"),
            "grids": State(_grid_id(page, ALL), "id"),
            "chosen": State(f"{page}-columns", "value"),
            "query": State(f"{page}-query", "data"),
            "address": view.ADDRESS,
        },
        prevent_initial_call=True,
    )
    def fill(
        n_clicks: int,
        grids: list[Any],
        chosen: list[str],
        query: str,
        address: dict[str, str],
    ) -> Any:
        if grids:
            return no_update
        state = TableState(columns=tuple(chosen or ()))
        return _grid(view.asked(site, address, query), records, state)


def _in_the_browser(app: Dash, page: str) -> None:
    """Wire what needs no server: the address, the search, the downloads, the way back to all."""
    app.clientside_callback(
        ClientsideFunction("mieux", "keepTable"),
        Output(kept(ALL, ALL), "href", allow_duplicate=True),
        Input(f"{page}-table", "data"),
        State(f"{page}-query", "data"),
        State(kept(ALL, ALL), "id"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("tables", "search"),
        Input(f"{page}-search", "value"),
        State(_grid_id(page, ALL), "id"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("tables", "everyRow"),
        Output(f"{page}-search", "value"),
        Input(f"{page}-every-row", "n_clicks"),
        State(_grid_id(page, ALL), "id"),
        prevent_initial_call=True,
    )
    for button, rows in (
        (f"{page}-download", "downloadShown"),
        (f"{page}-download-all", "downloadAll"),
    ):
        app.clientside_callback(
            ClientsideFunction("tables", rows),
            Input(button, "n_clicks"),
            State(button, "value"),
            State(_grid_id(page, ALL), "id"),
            prevent_initial_call=True,
        )


def _grid_id(page: str, place: Any) -> dict[str, Any]:
    """Return the grid's id; a pattern, because a folded table has no grid until it is opened."""
    return {"type": f"{page}-grid", "place": place}


def _names(visit: Visit, records: Records, chosen: Sequence[str] | None) -> tuple[str, ...]:
    columns = records.shown if chosen is None else chosen
    return (records.lead, *known_columns(columns, records.kinds(visit), records.lead))


def _grid(visit: Visit, records: Records, state: TableState) -> dag.AgGrid:
    names, page = _names(visit, records, state.columns), records.page
    report = [f"reportTable(params, '{page}')"]
    return dag.AgGrid(
        id=_grid_id(page, "page"),
        rowData=records.rows(visit, names),
        columnDefs=records.columns(visit, names, state),
        filterModel=state.model(records.kinds(visit)),
        columnSize="responsiveSizeToFit",
        defaultColDef={
            "sortable": True,
            "resizable": True,
            "wrapText": True,
            "autoHeight": True,
            "suppressMovable": True,
            "cellDataType": False,
            "comparator": {"function": "readingOrder"},
            "getQuickFilterText": {"function": "saidCell(params)"},
        },
        eventListeners={
            "firstDataRendered": report,
            "modelUpdated": report,
            "paginationChanged": report,
        },
        dashGridOptions={
            "pagination": True,
            "paginationPageSize": state.size,
            "paginationPageSizeSelector": list(SIZES),
            "quickFilterText": state.find,
            "domLayout": "autoHeight",
            "animateRows": False,
            "suppressFieldDotNotation": True,
            "popupParent": {"function": "wholePage()"},
            "localeText": grid_words(visit.words),
            "theme": {"function": "themeQuartz"},
        },
    )


def _tools(visit: Visit, records: Records, state: TableState) -> list[Any]:
    words, page = visit.words, records.page
    kinds = records.kinds(visit)
    return [
        dmc.TextInput(
            id=f"{page}-search",
            label=words("Search the table"),
            value=state.find,
            debounce=150,
            className="search",
        ),
        dmc.MultiSelect(
            id=f"{page}-columns",
            label=words("Columns"),
            data=[
                {"value": name, "label": records.label(visit, name)}
                for name in kinds
                if name != records.lead
            ],
            value=list(records.shown if state.columns is None else state.columns),
            searchable=True,
            nothingFoundMessage=words("Nothing found"),
            className="columns-shown",
        ),
    ]


def _downloads(visit: Visit, records: Records) -> list[Any]:
    words, page = visit.words, records.page
    parts = (page, visit.language, visit.selection.data)
    name = "-".join(filter(None, parts)) + ".csv"
    labels = {
        "download": words("Download the rows shown (CSV)"),
        "download-all": words("Download all rows (CSV)"),
    }
    return [
        html.Button(label, id=f"{page}-{key}", value=name, className="filters-button always")
        for key, label in labels.items()
    ]


def _definition(name: str, label: str, kind: str) -> dict[str, Any]:
    params = {
        "filterOptions": list(CONDITIONS[kind]),
        "maxNumConditions": 1,
        "buttons": ["reset"],
    }
    definition: dict[str, Any] = {"field": name, "colId": name, "headerName": label}
    if kind == "text":
        params |= {"textFormatter": {"function": "plainText(params)"}}
        return definition | {
            "filter": "agTextColumnFilter",
            "filterParams": params,
            "cellRenderer": "InLanguage",
            "minWidth": 150,
            "flex": 2,
        }
    definition |= {"valueFormatter": {"function": "saidCell(params)"}, "filterParams": params}
    if kind == "number":
        return definition | {"filter": "agNumberColumnFilter", "minWidth": 120, "flex": 1}
    first_day = {"filterValueGetter": {"function": "firstDay(params)"}}
    return definition | {"filter": "agDateColumnFilter", "minWidth": 120, "flex": 1} | first_day


def _sorted_at_first(name: str, ways: Mapping[str, str]) -> dict[str, Any]:
    if name not in ways:
        return {}
    return {"initialSort": ways[name], "initialSortIndex": [*ways].index(name)}


def _titles(visit: Visit, ids: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return the title of each of these Actions and its language."""
    words, actions = visit.words, of_ids(visit.dataset, "actions", ids)
    rows: list[Any] = actions.to_dict("records")
    return {
        row["action_id"]: (words.content(row, "title"), words.content_language(row, "title"))
        for row in rows
    }


def _number(visit: Visit, name: str, value: float) -> tuple[float | None, str]:
    """Return a number and how it is said; a small one of persons is not told."""
    if pd.isna(value):
        return None, ""
    least = visit.site.shown_from
    if name in PERSONS and 0 < value < least:
        return None, f"<{least}"
    whole = value == int(value)
    return (int(value) if whole else float(value)), visit.words.number(value, 0 if whole else 2)


def _named(words: Words, codes: str, value: str) -> str:
    name = words.group if codes == "groups" else lambda code: words.name(codes, code)
    return "; ".join(name(code) for code in value.split(";") if code)


def grid_words(words: Words) -> dict[str, str]:
    """Return every word that AG Grid says of itself in our tables, under its own keys."""
    return {
        "noRowsToShow": words("No row to show"),
        "noMatchingRows": words("No row matches the search and the filters of the columns"),
        "loadingOoo": words("Loading…"),
        **_page_words(words),
        **_filter_words(words),
    }


def _page_words(words: Words) -> dict[str, str]:
    return {
        "page": words("Page"),
        "to": words("to"),
        "of": words("of"),
        "pageSizeSelectorLabel": words("Rows per page:"),
        "ariaPageSizeSelectorLabel": words("Rows per page:"),
        "firstPage": words("First page"),
        "previousPage": words("Previous page"),
        "nextPage": words("Next page"),
        "lastPage": words("Last page"),
        "thousandSeparator": words.number(1000)[1:-3],
    }


def _filter_words(words: Words) -> dict[str, str]:
    return {
        "contains": words("Contains"),
        "notContains": words("Does not contain"),
        "equals": words("Equals"),
        "notEqual": words("Does not equal"),
        "startsWith": words("Begins with"),
        "endsWith": words("Ends with"),
        "blank": words("Is empty"),
        "notBlank": words("Is not empty"),
        "lessThan": words("Less than"),
        "lessThanOrEqual": words("Less than or equal to"),
        "greaterThan": words("Greater than"),
        "greaterThanOrEqual": words("Greater than or equal to"),
        "before": words("Before"),
        "after": words("After"),
        "inRange": words("Between"),
        "inRangeStart": words("From"),
        "inRangeEnd": words("To"),
        "filterOoo": words("Filter…"),
        "resetFilter": words("Reset"),
        "dateFormatOoo": words("yyyy-mm-dd"),
        "textFilter": words("Text filter"),
        "numberFilter": words("Number filter"),
        "dateFilter": words("Date filter"),
        "invalidNumber": words("Not a number"),
        "invalidDate": words("Not a date"),
        "ariaColumnFiltered": words("Column filtered"),
        "ariaDateFilterInput": words("Date to compare with"),
        "ariaFilterColumn": words("Press Ctrl and Enter to open the filter"),
        "ariaFilterFromValue": words("From value"),
        "ariaFilterToValue": words("To value"),
        "ariaFilterInput": words("Value to compare with"),
        "ariaFilterValue": words("Value to compare with"),
        "ariaFilterMenuOpen": words("Open the filter"),
        "ariaFilteringOperator": words("Condition"),
        "ariaLabelColumnFilter": words("Column filter"),
        "ariaLabelColumnMenu": words("Column menu"),
        "ariaLabelSelectField": words("Condition"),
        "ariaMenuColumn": words("Press Alt and the down arrow to open the filter"),
        "ariaSortableColumn": words("Press Enter to sort"),
        "ariaInputEditor": words("Value"),
        "ariaLabelTooltip": words("Hint"),
    }
