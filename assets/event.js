/* The big screen: one scene at a time, its keys, the map that fills up, and the running by itself. */
(function () {
  "use strict";
  const WIDE = 1920; /* the drawings are made for a stage so many pixels wide */
  const NARROW = 720; /* below it the page scrolls, and letters no longer shrink with it */
  const root = document.documentElement;
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  const isHere = () => /^\/[a-z]{2}\/event\/?$/.test(window.location.pathname);
  const by = (name) => document.getElementById("event-" + name);

  let data = null, at = 0, paused = false, wired = false, fitted = 0;
  let drawing = Promise.resolve(), plotted = null, year = 0, turn = 0, clock = 0, redraw = 0, idle = 0;

  function dark() { root.setAttribute("data-mantine-color-scheme", "dark"); }
  if (isHere()) dark();

  const asked = () => new URLSearchParams(window.location.search);
  const runs = () => asked().get("kiosk") === "1";
  const scenes = () => Array.from(document.querySelectorAll("#event-stage > .scene"));

  function keepScene() {
    const query = asked();
    query.set("scene", String(at + 1));
    const search = "?" + query.toString().replace(/%2C/g, ",");
    window.history.replaceState(window.history.state, "", window.location.pathname + search);
  }

  /* At most one drawing is kept. The one before is out of sight at once, and taken apart when it is
     finished: plotly goes on drawing for a moment, and stumbles over what was taken apart before. */
  function clear() {
    turn += 1;
    window.clearTimeout(clock);
    if (plotted) {
      const old = plotted;
      old.style.visibility = "hidden";
      old.style.position = "absolute";
      drawing.catch(() => null).then(function () {
        window.Plotly.purge(old);
        old.remove();
      });
      plotted = null;
    }
  }

  function drawn(scene) {
    const one = data.plots[scene.dataset.scene];
    if (!one) return Promise.resolve(null);
    const place = by(scene.dataset.scene + "-plot"), room = place.parentElement;
    const plot = place.appendChild(document.createElement("div")); /* a new one: listeners go with it */
    const width = by("stage").clientWidth;
    const scale = width < NARROW ? 0.5 : width / WIDE;
    const size = {
      width: Math.round(Math.max(room.clientWidth / scale, width < NARROW ? 1500 : 0)),
      height: Math.round(room.clientHeight / scale),
    };
    place.style.width = size.width + "px";
    place.style.height = size.height + "px";
    place.style.transform = "scale(" + scale + ")";
    const figure = JSON.parse(JSON.stringify(one.figure));
    Object.assign(figure.layout, size, { autosize: false });
    room.scrollLeft = figure.layout.geo ? (room.scrollWidth - room.clientWidth) / 2 : 0;
    plotted = plot;
    fitted = window.innerWidth;
    drawing = window.Plotly.newPlot(plot, figure.data, figure.layout, {
      staticPlot: true, displayModeBar: false, responsive: false, locale: data.language,
      topojsonURL: "/assets/topojson/",
    });
    return drawing;
  }

  function showYear(changes, n) {
    year = n;
    by("year").textContent = changes.years[n];
    by("filling-heading").textContent = changes.headings[n];
    by("milestone").textContent = changes.milestones[n];
    by("dot").style.left = changes.at[n] + "%";
    document.querySelectorAll(".passing .mark").forEach(function (mark) {
      mark.classList.toggle("passed", Number(mark.dataset.at) <= changes.at[n]);
    });
    const frame = changes.frames[n];
    if (!frame || !plotted) return Promise.resolve();
    drawing = window.Plotly.update(plotted, {
      z: [frame.z, undefined],
      "marker.color": [undefined, frame.color],
      "marker.line.width": [0.6, frame.width],
    }, {}, [0, 1]);
    return drawing;
  }

  function step(mine, changes) {
    if (mine !== turn) return;
    if (!paused && year < changes.years.length - 1) showYear(changes, year + 1);
    if (year < changes.years.length - 1) window.setTimeout(() => step(mine, changes), 900);
  }

  function show(n, keep) {
    const all = scenes();
    clear();
    at = (n + all.length) % all.length;
    all.forEach(function (scene, k) {
      scene.hidden = k !== at;
      delete scene.dataset.drawn;
    });
    const scene = all[at], mine = turn;
    by("count").textContent = (at + 1) + " / " + all.length;
    if (!runs()) by("said").textContent = (at + 1) + " / " + all.length + " · " + heading(scene);
    if (keep) keepScene();
    const one = data.plots[scene.dataset.scene];
    const moves = one && one.changes.frames;
    if (moves) year = still.matches ? one.changes.years.length - 1 : 0;
    drawn(scene).then(function () {
      if (mine !== turn) return;
      scene.dataset.drawn = "yes";
      if (!moves) return;
      showYear(one.changes, year);
      window.setTimeout(() => step(mine, one.changes), 900);
    });
    wait(Number(scene.dataset.seconds));
  }
  const heading = (scene) => scene.querySelector("h2").textContent;

  function wait(seconds) {
    window.clearTimeout(clock);
    if (!runs()) return;
    clock = window.setTimeout(function () {
      if (paused) return wait(seconds);
      const last = at === scenes().length - 1;
      if (last && asked().get("rotate") === "1") speak(0);
      else show(at + 1, true);
    }, seconds * 1000);
  }

  /* The same scene in the next language; without loading anew, since that would end the full screen. */
  function speak(scene, language) {
    const all = Array.from(document.querySelectorAll(".event-controls [data-language]"));
    const now = all.findIndex((link) => link.dataset.language === data.language);
    const next = language || all[(now + 1) % all.length].dataset.language;
    if (next === data.language) return;
    const query = asked();
    query.set("scene", String(scene + 1));
    const search = "?" + query.toString().replace(/%2C/g, ",");
    clear();
    const path = "/" + next + "/event", href = window.location.origin + path + search;
    window.dash_clientside.set_props("_pages_location", { href: href, pathname: path, search: search });
  }

  /* A telephone's bar of addresses comes and goes: only another width is another page there. */
  function refit() {
    const same = window.innerWidth === fitted && window.innerWidth < NARROW;
    if (by("stage") && plotted && !same) show(at, false);
  }
  function full() {
    if (document.fullscreenElement) document.exitFullscreen();
    else root.requestFullscreen().catch(function () { /* not allowed here */ });
  }
  function pause() {
    paused = !paused;
    by("pause").setAttribute("aria-pressed", String(paused));
    by("pause").textContent = paused ? "▶" : "❚❚";
  }
  const does = {
    next: () => show(at + 1, true), back: () => show(at - 1, true), pause: pause, full: full,
    language: () => speak(at), out: () => window.location.assign(data.overview),
  };
  const KEYS = {
    ArrowRight: "next", PageDown: "next", " ": "next", ArrowLeft: "back", PageUp: "back",
    l: "language", p: "pause", f: "full", Escape: "out",
  };

  function wire() {
    document.addEventListener("keydown", function (event) {
      if (!by("stage") || event.ctrlKey || event.altKey || event.metaKey) return;
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      if (!KEYS[key] || (key === " " && event.target.closest("button, a"))) return;
      event.preventDefault();
      does[KEYS[key]]();
    });
    document.addEventListener("click", function (event) {
      const link = event.target.closest(".event-controls [data-language]");
      if (link && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
        event.preventDefault();
        return speak(at, link.dataset.language);
      }
      const button = event.target.closest(".event-controls [data-does]");
      if (button) does[button.dataset.does]();
    });
    window.addEventListener("resize", function () {
      window.cancelAnimationFrame(redraw);
      redraw = window.requestAnimationFrame(refit);
    });
    window.addEventListener("popstate", function () { if (!isHere()) window.location.reload(); });
    document.addEventListener("pointermove", awake);
  }

  /* While it runs by itself, the controls fade until somebody moves. */
  function awake() {
    root.classList.remove("event-idle");
    window.clearTimeout(idle);
    if (by("stage") && runs()) idle = window.setTimeout(() => root.classList.add("event-idle"), 4000);
  }

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.mieux_event = {
    start: function (given) {
      if (!given || !by("stage")) return window.dash_clientside.no_update;
      clear();
      data = given;
      dark();
      root.lang = data.language;
      if (!wired) wire();
      wired = true;
      const address = by("address");
      address.textContent = window.location.host + address.textContent;
      by("pause").setAttribute("aria-pressed", String(paused));
      awake();
      show(Math.max(0, (parseInt(asked().get("scene"), 10) || 1) - 1), false);
      return true;
    },
  };
})();
