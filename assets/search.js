/* The search in the header: asks the server, shows what it found as text, and is moved through by keys. */
(function () {
  "use strict";
  const PAUSE = 120; /* milliseconds without a key before the server is asked */
  const get = (id) => document.getElementById("search-" + id);
  const isField = (element) => element && element.id === "search-field";
  let timer = null, asking = null, wanted = false, active = -1;

  function options() {
    return Array.from(get("results").querySelectorAll("[role=option]"));
  }

  function make(tag, className, text) {
    const element = document.createElement(tag);
    element.className = className;
    element.textContent = text;
    return element;
  }

  function activate(index) {
    const all = options();
    active = all.length ? (index + all.length) % all.length : -1;
    all.forEach((option, at) => option.setAttribute("aria-selected", String(at === active)));
    const field = get("field");
    if (active < 0) { field.removeAttribute("aria-activedescendant"); return; }
    field.setAttribute("aria-activedescendant", all[active].id);
    all[active].scrollIntoView({ block: "nearest" });
  }

  function isOpen() {
    return !get("found").hidden;
  }

  function open() {
    get("found").hidden = false;
    get("field").setAttribute("aria-expanded", String(options().length > 0));
  }

  function close() {
    clearTimeout(timer);
    if (asking) asking.abort();
    timer = asking = null;
    wanted = false;
    active = -1;
    get("found").hidden = true;
    get("status").textContent = "";
    get("field").setAttribute("aria-expanded", "false");
    get("field").removeAttribute("aria-activedescendant");
  }

  function show(answer) {
    let number = 0;
    const groups = answer.groups.map(function (group, at) {
      const part = document.createElement("div");
      part.setAttribute("role", "group");
      const heading = make("div", "finder-kind", group.label);
      heading.id = "search-kind-" + at;
      part.setAttribute("aria-labelledby", heading.id);
      part.append(heading);
      group.results.forEach(function (result) {
        const option = make("a", "finder-option", "");
        option.id = "search-option-" + number++;
        option.href = result.href;
        option.tabIndex = -1;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        const label = make("span", "finder-label", result.label);
        label.lang = result.lang;
        option.append(label);
        if (result.detail) option.append(" ", make("span", "finder-detail", result.detail));
        part.append(option);
      });
      return part;
    });
    get("results").replaceChildren(...groups);
    get("count").textContent = answer.count;
    open();
    get("status").textContent = answer.count;
    active = -1; /* none yet: the next key down takes the first */
    get("results").scrollTop = 0;
    get("field").removeAttribute("aria-activedescendant");
    if (wanted) choose();
  }

  function choose() {
    wanted = false;
    const all = options();
    const option = all[Math.max(active, 0)];
    if (option) option.click();
  }

  function ask() {
    timer = null;
    const text = get("field").value.trim();
    if (asking) asking.abort();
    asking = null;
    if (text.length < 2) { close(); return; }
    const mine = (asking = new AbortController());
    const address = get("box").dataset.address;
    const joint = address.includes("?") ? "&" : "?";
    window.fetch(address + joint + "q=" + encodeURIComponent(text), { signal: mine.signal })
      .then((response) => (response.ok ? response.json() : Promise.reject(new Error("no answer"))))
      .catch(() => ({ groups: [], count: get("box").dataset.failed }))
      .then(function (answer) {
        if (asking !== mine) return; /* a later search is under way, or the list was closed */
        asking = null;
        show(answer);
      });
  }

  function toggle(opened) {
    get("box").classList.toggle("open", opened);
    get("open").setAttribute("aria-expanded", String(opened));
    if (opened) get("field").focus();
    else close();
  }

  function enter() {
    get("box").classList.add("open");
    get("open").setAttribute("aria-expanded", "true");
    get("field").focus();
    get("field").select();
  }

  document.addEventListener("input", function (event) {
    if (!isField(event.target)) return;
    wanted = false;
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });

  document.addEventListener("keydown", function (event) {
    if (event.isComposing) return;
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const typing = event.target.closest &&
        event.target.closest("input, textarea, select, [contenteditable=true], [role=textbox]");
      if (typing || !get("field")) return;
      event.preventDefault();
      enter();
      return;
    }
    if (!isField(event.target)) return;
    if (event.key === "Escape") {
      if (isOpen() || ((timer || asking) && event.target.value)) {
        event.preventDefault();
        close();
      } else if (!event.target.value && get("open").offsetParent) {
        event.preventDefault();
        toggle(false);
        get("open").focus();
      }
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen()) { if (!timer) ask(); return; }
      if (event.key === "ArrowDown") activate(active + 1);
      else activate(active < 0 ? -1 : active - 1);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (timer || asking) wanted = true;
      else if (isOpen()) choose();
    }
  });

  document.addEventListener("mousedown", function (event) {
    /* The field keeps the focus while a result is pressed. */
    if (event.target.closest && event.target.closest("#search-found")) event.preventDefault();
  });

  document.addEventListener("click", function (event) {
    if (event.target.closest && event.target.closest("#search-open")) {
      toggle(!get("box").classList.contains("open"));
    }
  });

  document.addEventListener("focusin", function (event) {
    if (isField(event.target) && event.target.value && !isOpen()) ask();
  });

  document.addEventListener("focusout", function (event) {
    if (isField(event.target) && get("found")) close();
  });
})();
