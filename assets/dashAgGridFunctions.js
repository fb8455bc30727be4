/* The tables: cells, order, filters, what is seen reported to the page, and what is seen as CSV. */
(function () {
  "use strict";
  const element = (...parts) => window.React.createElement(...parts);
  const renderers = (window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {});
  const functions = (window.dashAgGridFunctions = window.dashAgGridFunctions || {});

  renderers.ActionLinks = function (props) {
    return props.data["#links"].flatMap(function ([label, href, lang], at) {
      const shown = href ? element("a", { href, lang, key: href }, label) : label;
      return at ? ["; ", shown] : [shown];
    });
  };

  renderers.InLanguage = function (props) {
    const lang = props.data["#lang"][props.colDef.field];
    return lang ? element("span", { lang }, props.value) : props.value;
  };

  /* A record is opened from any cell of its row by Enter. */
  document.addEventListener("keydown", function (event) {
    const cell = event.target;
    if (event.key !== "Enter" || !cell.matches || !cell.matches(".grid .ag-cell")) return;
    const link = cell.querySelector("a[href]") || cell.closest(".ag-row").querySelector("a[href]");
    if (link) link.click();
  });

  functions.wholePage = () => document.body;
  functions.plainText = (text) =>
    text === null || text === undefined
      ? text : String(text).normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  functions.saidCell = function (params) {
    const said = params.data["#said"][params.colDef.field];
    return said === undefined ? params.value : said;
  };
  /* A date of which only the month or the year is known counts from its first day. */
  functions.firstDay = function (params) {
    const known = params.data[params.colDef.field];
    if (!known) return null;
    const [year, month, day] = known.split("-").map(Number);
    return new Date(year, (month || 1) - 1, day || 1);
  };
  /* As a reader of the page's language orders; what has no value stands last both ways. */
  functions.readingOrder = function (one, other, nodeA, nodeB, isDescending) {
    const empty = (value) => value === null || value === undefined || value === "";
    if (empty(one) || empty(other)) {
      return (Number(empty(one)) - Number(empty(other))) * (isDescending ? -1 : 1);
    }
    if (typeof one === "number") return one - other;
    return one.localeCompare(other, document.documentElement.lang, { numeric: true });
  };

  const reported = new WeakMap();
  functions.reportTable = function (params, page) {
    const api = params.api;
    let total = 0;
    api.forEachNode(() => total++);
    const field = document.getElementById(page + "-search");
    const find = api.getGridOption("quickFilterText") || "";
    if (!reported.has(api) && field && field.value !== find) {
      api.setGridOption("quickFilterText", field.value); /* typed before the grid was there */
    }
    const seen = {
      shown: api.paginationGetRowCount(),
      total,
      size: api.paginationGetPageSize(),
      find: api.getGridOption("quickFilterText") || "",
      filter: api.getFilterModel(),
      sort: api.getColumnState().filter((column) => column.sort)
        .sort((one, other) => one.sortIndex - other.sortIndex)
        .map((column) => [column.colId, column.sort]),
    };
    const written = JSON.stringify(seen);
    if (reported.get(api) === written) return;
    reported.set(api, written);
    window.dash_clientside.set_props(page + "-view", { data: seen });
  };

  /* What a spreadsheet would take for a formula is marked as text; numbers stay numbers. */
  functions.csvCell = function (value, least) {
    if (value === null || value === undefined) return "";
    if (typeof value === "number") return least && value > 0 && value < least ? "<" + least : value;
    return /^(?!-\d+(?:[.,]\d+)?$)'*[=+\-@\t\r\n\0]/.test(value) ? "'" + value : value;
  };

  function download(rows, fileName, ids) {
    const api = ids.length && window.dash_ag_grid.getApi(ids[0]);
    if (!api) return;
    api.exportDataAsCsv({
      fileName,
      exportedRows: rows,
      processCellCallback: function (params) {
        const { context, field } = params.column.getColDef();
        const said = params.node.data["#said"][field];
        const hidden = context && params.value === null && said;
        return functions.csvCell(hidden ? said : params.value, context && context.least);
      },
      processHeaderCallback: (params) =>
        functions.csvCell(params.api.getDisplayNameForColumn(params.column, "csv")),
    });
  }

  const grid = (ids) => (ids.length ? window.dash_ag_grid.getApi(ids[0]) : null);
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.tables = {
    search: function (text, ids) {
      const api = grid(ids);
      if (api) api.setGridOption("quickFilterText", text || "");
    },
    everyRow: function (clicks, ids) {
      const api = grid(ids);
      if (api) api.setFilterModel(null);
      return "";
    },
    downloadShown: (clicks, name, ids) => download("filteredAndSorted", name, ids),
    downloadAll: (clicks, name, ids) => download("all", name, ids),
  };
})();
