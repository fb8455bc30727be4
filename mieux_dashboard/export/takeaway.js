/* The dashboard to take away: a choice of region and policy period, drawings, tables that sort. */
(function () {
  "use strict";
  const page = window.mieuxPage;
  const MAP_BUTTONS = [["zoomInGeo", "zoomOutGeo", "resetGeo"]];
  const byId = (id) => document.getElementById(id);
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const choices = { region: byId("region"), period: byId("period") };
  const lists = { region: page.regions, period: page.periods };

  function element(name, text, className) {
    const made = document.createElement(name);
    made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  /* What is chosen stands behind the # of the address, and in each link that keeps it. */
  function readAddress() {
    const asked = new URLSearchParams(window.location.hash.slice(1));
    for (const name of Object.keys(choices)) {
      const wanted = asked.get(name) || "";
      const known = lists[name].some((one) => one.id === wanted);
      if (choices[name]) choices[name].value = known ? wanted : "";
    }
  }

  function chosen(name) {
    return choices[name] ? choices[name].value : "";
  }

  function keepInLinks() {
    const asked = new URLSearchParams();
    for (const name of Object.keys(choices)) if (chosen(name)) asked.set(name, chosen(name));
    const kept = String(asked);
    for (const link of document.querySelectorAll("a[data-keeps]")) {
      link.href = link.getAttribute("href").split("#")[0] + (kept ? "#" + kept : "");
    }
    return kept;
  }

  function place() {
    const at = (name) => Math.max(0, lists[name].findIndex((one) => one.id === chosen(name)));
    return at("region") * lists.period.length + at("period");
  }

  /* What is above the charts. */
  function showOpening(opening) {
    const sentence = byId("sentence");
    sentence.replaceChildren(element("strong", opening.sentence));
    for (const part of opening.parts) sentence.append(" ", element("span", part, "chip"));
    if (chosen("region") || chosen("period")) {
      const clear = element("button", page.texts.clear, "clear");
      clear.type = "button";
      clear.addEventListener("click", function () {
        for (const control of Object.values(choices)) if (control) control.value = "";
        choose();
        const first = choices.region || choices.period;
        if (first) first.focus();
      });
      sentence.append(" ", clear);
    }
    byId("answer").textContent = opening.answer;
    const figures = document.querySelectorAll(".key-figures > div");
    opening.figures.forEach(function (figure, n) {
      figures[n].querySelector(".qualifier").textContent = figure.qualifier;
      figures[n].querySelector(".number").textContent = figure.number;
      figures[n].querySelector(".loaded span").textContent = figure.beneath;
    });
  }

  /* One chart. */
  function showChart(card, shown) {
    const key = card.dataset.key;
    card.querySelector("h2").textContent = shown.title;
    card.querySelector(".head .rule").textContent = shown.rule;
    card.querySelector(".badge").textContent = shown.rests;
    card.querySelector(".source").textContent = shown.source;
    card.querySelector("figcaption").textContent = shown.alternative;
    card.querySelector(".note").replaceChildren(...(shown.note ? [element("p", shown.note)] : []));
    card.querySelector(".notes").replaceChildren(
      ...shown.notes.map((note) => element("p", note, "rule"))
    );
    showTable(card.querySelector("table"), shown);
    const file = card.querySelector(".csv");
    const names = [key, chosen("region"), chosen("period")].filter(Boolean);
    file.download = names.join("-") + ".csv";
    file.href = place()
      ? "data:text/csv;charset=utf-8," + encodeURIComponent(window.mieuxFiles[key][place()])
      : "../data/" + key + ".csv";
    draw(card, shown);
  }

  function draw(card, shown) {
    const graph = card.querySelector(".graph");
    card.querySelector("figure").hidden = !shown.figure;
    if (!shown.figure) return;
    graph.style.height = shown.height;
    const more = shown.maps.length
      ? { displayModeBar: true, modeBarButtons: MAP_BUTTONS }
      : {};
    Plotly.react(graph, shown.figure.data, shown.figure.layout, { ...page.config, ...more });
  }

  function showTable(table, shown) {
    table.caption.textContent = shown.title;
    const rows = shown.table.rows.map(function (cells) {
      const row = document.createElement("tr");
      cells.forEach((cell, n) => row.append(element("td", String(cell), shown.table.kinds[n])));
      return row;
    });
    const head = document.createElement("tr");
    shown.table.columns.forEach(function (name, n) {
      const cell = element("th", name, shown.table.kinds[n]);
      cell.scope = "col";
      head.append(cell);
    });
    table.tHead.replaceChildren(head);
    table.tBodies[0].replaceChildren(...rows);
    makeSortable(table);
  }

  /* Tables that sort by a column, and records that can be searched. */
  function order(row, n) {
    const cell = row.cells[n];
    return cell.dataset.order || cell.textContent;
  }

  function makeSortable(table) {
    [...table.tHead.rows[0].cells].forEach(function (cell, n) {
      const button = element("button", cell.textContent, "sorts");
      button.type = "button";
      button.title = page.texts.sorts.replace("{name}", cell.textContent);
      button.addEventListener("click", function () {
        sort(table, n);
      });
      cell.replaceChildren(button);
    });
  }

  function sort(table, n) {
    const heads = [...table.tHead.rows[0].cells];
    const down = heads[n].getAttribute("aria-sort") === "ascending";
    for (const head of heads) head.removeAttribute("aria-sort");
    heads[n].setAttribute("aria-sort", down ? "descending" : "ascending");
    const rows = [...table.tBodies[0].rows];
    rows.sort((a, b) => collator.compare(order(a, n), order(b, n)) * (down ? -1 : 1));
    table.tBodies[0].append(...rows);
  }

  const records = document.querySelector(".listed");

  function plain(text) {
    return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  }

  function showRecords() {
    if (!records) return;
    const wanted = plain(records.querySelector(".finds").value).split(/\s+/).filter(Boolean);
    const region = chosen("region");
    const period = chosen("period");
    const rows = [...records.querySelectorAll("tbody tr")];
    let n = 0;
    for (const row of rows) {
      row.dataset.said = row.dataset.said || plain(row.textContent);
      const shown =
        (!region || row.dataset.regions.split(" ").includes(region)) &&
        (!period || row.dataset.period === period) &&
        wanted.every((word) => row.dataset.said.includes(word));
      row.hidden = !shown;
      n += shown ? 1 : 0;
    }
    const lang = document.documentElement.lang;
    records.querySelector(".rows-shown").textContent = page.texts.rows
      .replace("{n}", n.toLocaleString(lang))
      .replace("{total}", rows.length.toLocaleString(lang));
  }

  /* A link to one record opens it, whatever was chosen. */
  function openRecord() {
    const row = records && byId(decodeURIComponent(window.location.hash.slice(1)));
    if (!row || row.tagName !== "TR") return;
    const details = row.querySelector("details");
    if (details) details.open = true;
    row.hidden = false;
    row.scrollIntoView();
  }

  function show() {
    const at = place();
    showOpening(page.chosen[at]);
    for (const card of document.querySelectorAll(".card[data-key]")) {
      const chart = page.charts[card.dataset.key];
      showChart(card, chart.shown[chart.at[at]]);
    }
    showRecords();
  }

  function choose() {
    const kept = keepInLinks();
    window.location.replace("#" + (kept || "all"));
    show();
    byId("status").textContent = page.chosen[place()].status;
  }

  for (const control of Object.values(choices)) {
    if (control) control.addEventListener("change", choose);
  }
  for (const details of document.querySelectorAll("details.as-table")) {
    details.addEventListener("toggle", function () {
      const graph = details.parentElement.querySelector(".js-plotly-plot");
      if (graph && !details.open) Plotly.Plots.resize(graph);
    });
  }
  if (records) {
    makeSortable(records.querySelector("table"));
    records.querySelector(".finds").addEventListener("input", showRecords);
  }
  window.addEventListener("hashchange", function () {
    if (/[#&](region|period)=/.test(window.location.hash)) {
      readAddress();
      keepInLinks();
      show();
    } else {
      openRecord();
    }
  });
  readAddress();
  keepInLinks();
  show();
  openRecord();
})();
