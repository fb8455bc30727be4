/* The meaning of an underlined word: by pointer, by focus or by touch; Escape closes it, and it stays
   while the pointer is on it (WCAG 1.4.13). */
(function () {
  "use strict";
  const PAUSE = 200; /* milliseconds to come from the word to its meaning */
  let shownBy = null, timer = null, box = null;

  function term(event) {
    return event.target.closest && event.target.closest("button.term");
  }

  function place(word) {
    const at = word.getBoundingClientRect();
    const wide = document.documentElement.clientWidth;
    box.style.maxWidth = Math.min(352, wide - 16) + "px";
    const left = Math.max(8, Math.min(at.left, wide - box.offsetWidth - 8));
    const below = at.bottom + 6 + box.offsetHeight <= window.innerHeight;
    const top = below ? at.bottom + 2 : at.top - box.offsetHeight - 2;
    box.style.left = left + window.scrollX + "px";
    box.style.top = top + window.scrollY + "px";
  }

  function open(word) {
    clearTimeout(timer);
    if (shownBy === word) return;
    close();
    if (!box) {
      box = document.createElement("div");
      box.id = "term-meaning";
      box.className = "meaning";
      box.setAttribute("role", "tooltip");
      box.addEventListener("pointerenter", () => clearTimeout(timer));
      box.addEventListener("pointerleave", later);
      document.body.append(box);
    }
    const head = document.createElement("strong");
    head.textContent = word.dataset.word;
    box.replaceChildren(head, " ", word.dataset.meaning);
    box.hidden = false;
    place(word);
    word.setAttribute("aria-describedby", box.id);
    shownBy = word;
  }

  function close() {
    clearTimeout(timer);
    if (!shownBy) return;
    shownBy.removeAttribute("aria-describedby");
    shownBy = null;
    box.hidden = true;
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(() => { if (shownBy !== document.activeElement) close(); }, PAUSE);
  }

  document.addEventListener("pointerover", (event) => { if (term(event)) open(term(event)); });
  document.addEventListener("pointerout", (event) => { if (term(event)) later(); });
  document.addEventListener("focusin", (event) => { if (term(event)) open(term(event)); else close(); });
  document.addEventListener("focusout", (event) => { if (term(event)) close(); });
  document.addEventListener("click", (event) => {
    if (term(event)) open(term(event));
    else close(); /* a press on the meaning too: it may lie on the next word */
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape" || !shownBy) return;
    event.preventDefault(); /* it takes back nothing else */
    close();
  });
})();
