/* What the page does by itself in the browser: the address, clicks on marks, light and dark. */
(function () {
  "use strict";
  const KEPT = "mantine-color-scheme-value"; /* where Mantine looks when it starts */
  const root = document.documentElement;

  function scheme(value) {
    root.setAttribute("data-mantine-color-scheme", value);
    root.setAttribute("data-ag-theme-mode", value);
  }
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  let kept = null;
  try { kept = window.localStorage.getItem(KEPT); } catch (error) { kept = null; }
  scheme(kept === "dark" || kept === "light" ? kept : dark.matches ? "dark" : "light");

  document.addEventListener("click", function (event) {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.id === "scheme") {
      const next = root.getAttribute("data-mantine-color-scheme") === "dark" ? "light" : "dark";
      scheme(next);
      try { window.localStorage.setItem(KEPT, next); } catch (error) { /* private window: not kept */ }
    }
    if (button.dataset.copies) {
      const link = button.parentElement.querySelector("a[href*='/charts/']:not([download])");
      const said = button.dataset.copies + (link ? "\n" + link.href : "");
      window.navigator.clipboard.writeText(said).then(function () {
        const before = button.textContent;
        button.textContent = button.dataset.done;
        window.setTimeout(function () { button.textContent = before; }, 1500);
      });
    }
    if (button.dataset.toggles) {
      const open = document.getElementById(button.dataset.toggles).classList.toggle("open");
      button.setAttribute("aria-expanded", String(open));
    }
  });

  /* The further pages of the menu close behind the reader, and by Escape. */
  const more = () => document.querySelector("details.more[open]");
  document.addEventListener("click", function (event) {
    const open = more();
    if (open && (!open.contains(event.target) || event.target.closest("a"))) open.open = false;
  });
  document.addEventListener("focusin", function (event) {
    const open = more();
    if (open && !open.contains(event.target)) open.open = false;
  });
  document.addEventListener("keydown", function (event) {
    const open = more();
    if (event.key !== "Escape" || !open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });

  /* Back to an earlier choice on the same page: Dash sees no change of path, so load it anew. */
  let shownPath = window.location.pathname, shownQuery = window.location.search;
  window.addEventListener("popstate", function () {
    const { pathname, search } = window.location;
    if (pathname === shownPath && search !== shownQuery) window.location.reload();
    shownPath = pathname;
    shownQuery = search;
  });

  /* Once another version of the data is accepted, no page shows a mixture: it is loaded anew. The
     page where data are accepted goes on by itself. */
  const ask = window.fetch;
  let version = null;
  window.fetch = async function (...asked) {
    const answer = await ask.apply(window, asked);
    const now = answer.headers.get("X-Data-Version");
    const moved = now && version && now !== version && !/\/data$/.test(window.location.pathname);
    version = now || version;
    if (!moved) return answer;
    window.location.reload();
    return new Promise(function () {}); /* what came belongs to the page that is on its way */
  };

  /* What is in view is drawn first; the rest when the browser has nothing else to do. */
  const draw = window.Plotly.react;
  let turn = 0;
  function inView(plot) {
    const box = plot.getBoundingClientRect();
    return box.top < window.innerHeight && box.bottom > 0;
  }
  window.Plotly.react = function (plot, ...rest) {
    const mine = (plot.mieuxTurn = ++turn);
    if (!plot.getBoundingClientRect || inView(plot)) return draw.call(window.Plotly, plot, ...rest);
    return new Promise(function (resolve) {
      window.requestIdleCallback(function () {
        resolve(plot.mieuxTurn === mine ? draw.call(window.Plotly, plot, ...rest) : plot);
      }, { timeout: 1000 });
    });
  };

  function toggled(click, chosen, prefix) {
    const point = click && click.points && click.points[0];
    if (!point || point.customdata === undefined) return window.dash_clientside.no_update;
    const given = Array.isArray(point.customdata) ? point.customdata[0] : point.customdata;
    const code = prefix + given;
    const now = chosen || [];
    return now.includes(code) ? now.filter((other) => other !== code) : now.concat([code]);
  }

  /* The address: what is chosen, kept by every link; and the state of the page's own table. */
  const joined = (...parts) => (parts.some(Boolean) ? "?" + parts.filter(Boolean).join("&") : "");
  const parts = () => window.location.search.slice(1).split("&");
  const isTable = (part) => part.startsWith("table=");
  const beneath = (path) => path.replace(/^\/../, ""); /* the same page in each language */
  function moved(how, query, table, ids) {
    const search = joined(query, table);
    if (window.location.search !== search) {
      window.history[how](null, "", window.location.pathname + search);
    }
    shownPath = window.location.pathname;
    shownQuery = window.location.search;
    const here = beneath(shownPath);
    return ids.map((id) => id.path + (beneath(id.path) === here ? search : joined(query)));
  }

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.mieux = {
    keepInAddress: (query, ids) => moved("pushState", query, parts().find(isTable), ids),
    keepTable: (table, query, ids) => moved("replaceState", query, table, ids),
    toggle_country: (click, chosen) => toggled(click, chosen, "country:"),
    toggle_code: (click, chosen) => toggled(click, chosen, ""),
    openAction: function (click) {
      const point = click && click.points && click.points[0];
      if (point && point.customdata !== undefined) {
        const id = Array.isArray(point.customdata) ? point.customdata[0] : point.customdata;
        const language = window.location.pathname.split("/")[1];
        window.location.assign("/" + language + "/actions/" + id + joined(...parts().filter((part) => !isTable(part))));
      }
      return window.dash_clientside.no_update;
    },
  };
})();
