/* Take readers to the pages in their own language; those whose language is not here choose. */
(function () {
  "use strict";
  const links = [...document.querySelectorAll("a[hreflang]")];
  for (const wanted of navigator.languages || []) {
    const link = links.find((one) => one.hreflang === wanted.slice(0, 2).toLowerCase());
    if (link) {
      window.location.replace(link.href);
      return;
    }
  }
})();
