/* Before a page is printed: how much smaller each drawing must be, and the address it stands at. */
(function () {
  "use strict";
  const WIDE = 700; /* px of CSS between the margins of an A4 sheet */
  const HALF = 365; /* what title and source of a chart leave of half a sheet */
  const WHOLE = 830; /* and of a whole one, for what half a sheet would make too small to read */
  const SMALLEST = 0.5;

  function zoom(width, height) {
    const fits = Math.min(1, WIDE / width);
    const half = Math.min(fits, HALF / height);
    return half < SMALLEST ? Math.min(fits, WHOLE / height) : half;
  }

  window.addEventListener("beforeprint", function () {
    for (const drawing of document.querySelectorAll(".drawing")) {
      const graph = drawing.firstElementChild;
      const box = graph && graph.getBoundingClientRect();
      if (!box || !box.width || !box.height) continue;
      drawing.style.setProperty("--width", box.width + "px");
      drawing.style.setProperty("--height", box.height + "px");
      drawing.style.setProperty("--zoom", zoom(box.width, box.height).toFixed(3));
    }
    const foot = document.querySelector(".end");
    if (foot) foot.dataset.address = window.location.href;
  });

  window.addEventListener("afterprint", function () {
    for (const drawing of document.querySelectorAll(".drawing")) {
      for (const name of ["--width", "--height", "--zoom"]) drawing.style.removeProperty(name);
    }
  });
})();
