// Written by tools/build_assets/build.mjs from CLDR 48.2.0; do not edit.
// Month and day names in lower case, as French and Spanish write them.
// Loads after plotly-bundle.min.js; without it the list waits for whichever plotly comes.
(function (locales) {
  if (window.Plotly) {
    window.Plotly.register(locales);
  } else {
    window.PlotlyLocales = (window.PlotlyLocales || []).concat(locales);
  }
})([
  {
    "moduleType": "locale",
    "name": "es",
    "dictionary": {},
    "format": {
      "days": ["domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"],
      "shortDays": ["dom", "lun", "mar", "mié", "jue", "vie", "sáb"],
      "months": ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"],
      "shortMonths": ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"],
      "date": "%-d/%-m/%Y",
      "dateTime": "%-d %b %Y, %X",
      "decimal": ",",
      "thousands": ".",
      "year": "%Y",
      "month": "%b %Y",
      "dayMonth": "%-d %b",
      "dayMonthYear": "%-d %b %Y"
    }
  },
  {
    "moduleType": "locale",
    "name": "fr",
    "dictionary": {},
    "format": {
      "days": ["dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"],
      "shortDays": ["dim.", "lun.", "mar.", "mer.", "jeu.", "ven.", "sam."],
      "months": ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"],
      "shortMonths": ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."],
      "date": "%d/%m/%Y",
      "dateTime": "%-d %b %Y, %X",
      "decimal": ",",
      "thousands": "\u202f",
      "year": "%Y",
      "month": "%b %Y",
      "dayMonth": "%-d %b",
      "dayMonthYear": "%-d %b %Y"
    }
  }
]);
