/* What the page does by itself in the browser: the address, choices made in charts, copies, light
   and dark. */
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
    if (button.dataset.copies) copy(button);
    if (button.dataset.presses) document.getElementById(button.dataset.presses).click();
    if (button.dataset.code) choose(button.closest(".card"), button.dataset.code, button);
    if (button.dataset.toggles) {
      const open = document.getElementById(button.dataset.toggles).classList.toggle("open");
      button.setAttribute("aria-expanded", String(open));
    }
  });

  /* A menu, of the page or of a card, closes behind the reader, and by Escape. */
  const more = () => document.querySelector("details.more[open], details.menu-of[open]");
  document.addEventListener("click", function (event) {
    const open = more(), done = "a, [data-presses]";
    if (open && (!open.contains(event.target) || event.target.closest(done))) open.open = false;
  });
  document.addEventListener("focusin", function (event) {
    const open = more();
    if (open && !open.contains(event.target)) open.open = false;
  });

  /* The texts of a card, as they stand when they are asked for. */
  function said(card, selector) {
    return Array.from(card.querySelectorAll(selector), (part) => part.textContent);
  }
  const WRITTEN = {
    answer: (card) => said(card, ".head h2, .head .rule, .badge, .source")
      .concat(card.querySelector("a.own").href),
    citation: (card) => said(card, ".citation")
      .map((sentence) => sentence.replace("{address}", card.querySelector("a.own").href)),
    report: (card) => [window.location.href, card.dataset.key]
      .concat(said(card, ".head h2, .source"), said(document, ".sentence strong, .sentence .chip")),
  };
  function written(element, what) { return WRITTEN[what](element.closest(".card")).join("\n"); }

  function copy(button) {
    window.navigator.clipboard.writeText(written(button, button.dataset.copies)).then(function () {
      const before = button.textContent;
      const announced = document.getElementById("announced");
      button.textContent = announced.textContent = button.dataset.done;
      window.setTimeout(function () {
        button.textContent = before;
        announced.textContent = "";
      }, 1500);
    });
  }
  document.addEventListener("click", function (event) {
    const letter = event.target.closest("a[data-reports]");
    if (letter) {
      const text = encodeURIComponent(written(letter, "report"));
      letter.href = letter.href.split("?")[0] + "?body=" + text;
    }
  });

  /* What the server refuses is said where the reader looks; who is signed out is led to the way in. */
  function refused(text) {
    const place = document.getElementById("refused");
    if (place) place.textContent = text;
  }

  /* Once another version of the data is accepted, no page shows a mixture: it is loaded anew. The
     page where data are accepted goes on by itself. */
  const ask = window.fetch;
  let version = null;
  window.fetch = async function (...asked) {
    const sends = String(asked[0]).includes("_dash-update-component");
    if (sends) refused("");
    let answer;
    try { answer = await ask.apply(window, asked); } catch (error) {
      if (sends) refused(document.getElementById("refused").dataset.lost);
      throw error;
    }
    if (sends && answer.status === 401) window.location.reload();
    else if (sends && answer.status >= 400) answer.clone().text().then(refused);
    const now = answer.headers.get("X-Data-Version");
    const moved = now && version && now !== version && !/\/data$/.test(window.location.pathname);
    version = now || version;
    if (!moved) return answer;
    window.location.reload();
    return new Promise(function () {}); /* what came belongs to the page that is on its way */
  };

  /* What the address holds: the selection, and parts that are the page's own, such as which charts
     are shown as tables. */
  function query(own, address) {
    const frame = document.querySelector("[data-selection]");
    const names = frame ? frame.dataset.selection.split(" ") : [];
    const parts = (address || window.location.search).slice(1).split("&");
    return parts.filter((part) => part && names.includes(part.split("=")[0]) !== own);
  }
  function search(parts) { return parts.length ? "?" + parts.join("&") : ""; }

  document.addEventListener("toggle", function (event) {
    const open = event.target.open;
    if (event.target.matches("details.reporting") && open) {
      event.target.querySelector(".report").textContent = written(event.target, "report");
    }
    if (!event.target.matches("details.as-table")) return;
    const key = event.target.closest(".card").dataset.key;
    const mine = query(true).find((part) => part.startsWith("tables="));
    const before = mine ? mine.slice(7).split(",") : [];
    const after = before.filter((other) => other !== key).concat(open ? [key] : []).sort();
    const others = query(true).filter((part) => part !== mine);
    const own = others.concat(after.length ? ["tables=" + after.join(",")] : []);
    const address = search(query(false).concat(own));
    if (address !== window.location.search) {
      window.history.replaceState(
        window.history.state, "", window.location.pathname + address + window.location.hash
      );
    }
    shown = window.location.pathname + address;
    document.querySelectorAll(".languages a").forEach(function (link) {
      link.href = link.pathname + address;
    });
  }, true);

  /* Back to an earlier choice on the same page: Dash sees no change of path, so load it anew. */
  let shown = window.location.pathname + window.location.search;
  window.addEventListener("popstate", function () {
    const now = window.location.pathname + window.location.search;
    const samePath = now.split("?")[0] === shown.split("?")[0];
    if (samePath && now !== shown) window.location.reload();
    shown = now;
  });

  /* What an address points at is there only once the page is laid out; a folded part opens. */
  function reach() {
    const part = document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
    if (!part) return false;
    if (part.matches("details:not([open]) > summary")) part.click();
    if (part.tabIndex < 0) part.tabIndex = -1;
    part.focus();
    part.scrollIntoView({ block: part.offsetHeight < window.innerHeight ? "center" : "start" });
    return true;
  }
  window.addEventListener("hashchange", reach);
  if (window.location.hash.length > 1) {
    const laidOut = new MutationObserver(() => { if (reach()) laidOut.disconnect(); });
    laidOut.observe(document, { childList: true, subtree: true });
    window.setTimeout(() => laidOut.disconnect(), 10000);
  }

  /* What is in view is drawn first; the rest when the browser has nothing else to do. */
  const draw = window.Plotly.react;
  let turn = 0;
  function inView(plot) {
    const box = plot.getBoundingClientRect();
    return box.top < window.innerHeight && box.bottom > 0;
  }
  window.Plotly.react = function (plot, ...rest) {
    const mine = (plot.mieuxTurn = ++turn);
    const drawn = () => draw.call(window.Plotly, plot, ...rest).then(listening);
    if (!plot.getBoundingClientRect || inView(plot)) return drawn();
    return new Promise(function (resolve) {
      window.requestIdleCallback(function () {
        resolve(plot.mieuxTurn === mine ? drawn() : plot);
      }, { timeout: 1000 });
    });
  };

  /* Choosing a mark, or its row's name in the table, switches its code on and off in the filters
     that the card names; Escape takes back the last choice made so, then the one before. */
  function listening(plot) {
    if (!plot.mieuxMarked) {
      plot.mieuxMarked = (click) => marked(plot.closest(".card"), click.points[0].customdata);
    }
    plot.removeListener("plotly_click", plot.mieuxMarked);
    plot.on("plotly_click", plot.mieuxMarked);
    plot.classList.add("listening");
    return plot;
  }
  function marked(card, code) {
    if (!card || typeof code !== "string" || !code) return;
    if (card.dataset.opens) {
      const language = window.location.pathname.split("/")[1];
      window.location.assign(
        "/" + language + "/" + card.dataset.opens + "/" + code + search(query(false))
      );
    } else if (card.dataset.controls) choose(card, code);
  }

  let taken = { path: "", choices: [] };
  function choose(card, code, button) {
    const path = window.location.pathname;
    if (taken.path !== path) taken = { path: path, choices: [] };
    const choice = {
      controls: card.dataset.controls.split(" "), value: (card.dataset.prefix || "") + code,
    };
    choice.before = choice.controls.map(value);
    choice.after = switched(choice, choice.before);
    taken.choices.push(choice);
    set(choice.controls, choice.after);
    if (button) keepFocus(card, code);
  }
  function value(control) {
    return window.dash_component_api.getLayout(control).props.value;
  }
  function set(controls, values) {
    controls.forEach((id, at) => window.dash_clientside.set_props(id, { value: values[at] }));
  }
  /* One control holds a list of codes; two hold the first and the last year. */
  function switched(choice, now) {
    const one = choice.value;
    if (now.length > 1) return now.map(() => (now.every((year) => year === one) ? null : one));
    const codes = now[0] || [];
    return [codes.includes(one) ? codes.filter((code) => code !== one) : codes.concat([one])];
  }
  function takeBack() {
    while (taken.path === window.location.pathname && taken.choices.length) {
      const choice = taken.choices.pop();
      const now = choice.controls.map(value);
      const has = (values) => [].concat(...values.map((one) => one || [])).includes(choice.value);
      const stands = now.length > 1
        ? now.join() === choice.after.join() : has(now) === has(choice.after);
      if (stands) return set(choice.controls, now.length > 1 ? choice.before : switched(choice, now));
    }
    return null;
  }
  window.addEventListener("keydown", function (event) {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    const menu = more();
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    } else if (!event.target.closest("input, textarea, select, [role=listbox], [role=dialog]")) {
      takeBack();
    }
  });
  /* The table is made anew after a choice: the name that was pressed keeps the focus. */
  function keepFocus(card, code) {
    const observer = new MutationObserver(function () {
      if (document.activeElement !== document.body) return;
      const again = card.querySelector('button[data-code="' + code + '"]');
      if (again) again.focus();
    });
    observer.observe(card.querySelector(".table"), { childList: true, subtree: true });
    window.setTimeout(() => observer.disconnect(), 3000);
  }

  const beneath = (path) => path.replace(/^\/../, ""); /* the same page in each language */
  function moved(how, chosen, own, ids) {
    const kept = search([chosen].filter(Boolean));
    const whole = search([chosen].concat(own).filter(Boolean));
    if (window.location.search !== whole) {
      window.history[how](null, "", window.location.pathname + whole);
    }
    shown = window.location.pathname + whole;
    document.querySelectorAll("a[data-keeps]").forEach(function (link) {
      const [path, anchor] = link.dataset.keeps.split("#");
      link.href = path + kept + (anchor ? "#" + anchor : "");
    });
    const here = beneath(window.location.pathname);
    return ids.map((id) => id.path + (beneath(id.path) === here ? whole : kept));
  }

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.mieux = {
    /* Dash gives the hidden field of an upload no name, and draws it late: it takes the one of the
       group around it as soon as it is there. */
    nameUpload: function (id) {
      (function name() {
        const upload = document.getElementById(id), field = upload && upload.querySelector("input");
        if (field) field.setAttribute("aria-label", upload.closest("[role=group]").getAttribute("aria-label"));
        else if (/\/data\/?$/.test(window.location.pathname)) window.requestAnimationFrame(name);
      })();
      return "drop";
    },
    keepInAddress: (chosen, ids) => moved("pushState", chosen, query(true), ids),
    keepTable: function (table, chosen, ids) {
      const others = query(true).filter((part) => !part.startsWith("table="));
      return moved("replaceState", chosen, [table].concat(others).filter(Boolean), ids);
    },
  };
})();
