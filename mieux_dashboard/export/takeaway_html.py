"""The pages of the dashboard to take away, as HTML that needs no server and asks for nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.export.briefing import record_sentence
from mieux_dashboard.export.frame import standing
from mieux_dashboard.export.picture import DRAFT, plain
from mieux_dashboard.export.takeaway_pages import Block, TakenPage, pages_of
from mieux_dashboard.export.takeaway_tables import RecordTable
from mieux_dashboard.model.dataset import Dataset
from mieux_dashboard.words import LANGUAGE_NAMES, Words, message

COUNTRIES = message("Countries and territories")
_POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file: 'unsafe-inline'; "
    "img-src 'self' file: data:; base-uri 'none'; form-action 'none'"
)
"""No script in a page, none from elsewhere, and no request: browsers differ in whether files of
the folder are ``'self'``, so that ``file:`` stands beside it. Plotly sets styles of its own."""
_MAP_HEIGHT = "clamp(280px, calc(54cqi + {beneath}px), 830px)"
_SCRIPTS = ("plotly-bundle.min.js", "plotly-locales.js", "print.js")


@dataclass(frozen=True, eq=False)
class Frame:
    """What is around a page: its place in the folder, the menu, the languages and the foot.

    Parameters
    ----------
    dataset, words
        The data, and the words of the language.
    languages
        Every language of the folder.
    path
        Of the page beneath its language, such as ``map.html`` or ``countries/GHA.html``.
    draft
        Whether the page says at its head that it is a draft.
    """

    dataset: Dataset
    words: Words
    languages: Sequence[str]
    path: str
    draft: bool = False

    @property
    def up(self) -> str:
        """The way to the folder of the language."""
        return "../" * self.path.count("/")

    def page(self, title: str, name: str, body: str, scripts: Sequence[str] = ()) -> str:
        """Return a whole page.

        Parameters
        ----------
        title
            What the browser's tab says before the programme's name.
        name
            Of the page in the menu; also a class of the style sheet.
        body
            The HTML of its content.
        scripts
            Paths from the folder of the language.
        """
        words, root = self.words, f"{self.up}../assets/"
        programme = words.programme
        loads = "".join(f'<script src="{self.up}{one}" defer></script>' for one in scripts)
        others = "".join(
            f'<link rel="alternate" hreflang="{one}" href="{self.up}../{one}/{self.path}">'
            for one in self.languages
        )
        return (
            head(words.language, f"{title} · {programme}", root)
            + f"{others}{loads}</head><body><div{_data_class(self.dataset)}>"
            f'<a href="#content" class="skip">{said(words("Skip to the content"))}</a>'
            f"{self._header(name)}{banner(self.dataset, words, self.draft)}"
            f'<main id="content" class="page {name}">{body}</main>{self._foot()}</div>'
            "</body></html>\n"
        )

    def _header(self, name: str) -> str:
        words, programme = self.words, self.words.reference.programme
        menu = {page.name: words(page.menu) for page in pages_of(programme)}
        entries = "".join(
            f'<a href="{self.up}{one}.html" data-keeps{_here(one == name, "page")}>'
            f"{said(label)}</a>"
            for one, label in [*menu.items(), ("countries", words(COUNTRIES))]
        )
        languages = "".join(
            f'<a href="{self.up}../{one}/{self.path}" data-keeps lang="{one}" hreflang="{one}" '
            f'title="{LANGUAGE_NAMES[one]}"{_here(one == words.language, "true")}>{one.upper()}</a>'
            for one in self.languages
        )
        life = f"{programme.start.year}–{programme.end.year}"
        return (
            f'<header class="top"><a class="brand" href="{self.up}index.html" data-keeps '
            f'title="{said(programme.titles[words.language])}">'
            f"<strong>{said(words.programme)}</strong>"
            f'<span class="life"> {life}</span></a>'
            f'<nav class="menu" aria-label="{said(words("Pages"))}">{entries}</nav>'
            f'<nav class="languages" aria-label="{said(words("Languages"))}">{languages}</nav>'
            "</header>"
        )

    def _foot(self) -> str:
        words = self.words
        lines = [
            record_sentence(self.dataset, words),
            *standing(words),
            words("That two dates coincide is not influence."),
        ]
        paragraphs = "".join(f"<p>{said(line)}</p>" for line in filter(None, lines))
        return f'<footer class="end">{paragraphs}</footer>'


def head(language: str, title: str, assets: str) -> str:
    """Return the open head of a page, its rules for what may run and load included."""
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="referrer" content="no-referrer">'
        f'<title>{said(title)}</title><link rel="icon" href="{assets}favicon.svg">'
        f'<link rel="stylesheet" href="{assets}style.css">'
    )


def banner(dataset: Dataset, words: Words, draft: bool) -> str:
    """Say on every page of the demonstration that it is one, and of a draft that it is one."""
    made_up = words("Demonstration: everything here is made up.")
    told = [words(DRAFT)] if draft else []
    told += [made_up] if _is_made_up(dataset) else []
    if not told:
        return ""
    name = words("Demonstration") if _is_made_up(dataset) else words(DRAFT)
    return (
        f'<div class="banner" role="region" aria-label="{said(name)}">'
        f"<strong>{said(' · '.join(told))}</strong></div>"
    )


def start_page(dataset: Dataset, words: Sequence[Words], draft: bool) -> str:
    """Return the page that leads to each language; a script takes readers to their own.

    Parameters
    ----------
    words
        One for each language of the folder.
    draft
        Whether the page says that it is a draft.
    """
    links = "".join(
        f'<li><a href="{one.language}/index.html" lang="{one.language}" '
        f'hreflang="{one.language}">{LANGUAGE_NAMES[one.language]}</a></li>'
        for one in words
    )
    first = words[0]
    lines = "".join(
        f'<p class="rule" lang="{one.language}">'
        f"{said(' '.join(filter(None, _told(dataset, one))))}</p>"
        for one in words
    )
    name = first.programme
    return (
        head(first.language, name, "assets/")
        + '<script src="assets/start.js" defer></script></head>'
        f'<body><div{_data_class(dataset)}>{banner(dataset, first, draft)}<main class="page start">'
        f"<h1>{said(name)}</h1><ul>{links}</ul>{lines}</main></div></body></html>\n"
    )


def _told(dataset: Dataset, words: Words) -> list[str]:
    return [record_sentence(dataset, words), *standing(words)]


def charts_page(
    frame: Frame, page: TakenPage, data: Mapping[str, Any], table: RecordTable | None
) -> str:
    """Return a page of charts and records, filled for the whole of the data.

    Parameters
    ----------
    data
        What its script holds: see `mieux_dashboard.export.takeaway`.
    table
        Its records, if it has any.
    """
    words = frame.words
    first = data["chosen"][0]
    explained = "".join(f'<p class="rule">{said(words(one))}</p>' for one in page.explained)
    lead = (
        f'<div class="lead"><h1>{said(words(page.question))}</h1>'
        f'<p class="answer" id="answer">{said(first["answer"])}</p>'
        f"{_key_figures(first['figures'], words)}{explained}</div>"
    )
    shown = {key: of["shown"][of["at"][0]] for key, of in data["charts"].items()}
    blocks = "".join(_block(block, shown, words) for block in page.blocks)
    records = _records(table, words) if table else ""
    without = said(words("The drawings and the choices need scripts; the tables have the numbers."))
    body = f"{_bar(data, words)}{lead}<noscript><p>{without}</p></noscript>{blocks}{records}"
    scripts = [*_drawing_scripts(data["charts"]), f"data/{page.name}.js", "../assets/takeaway.js"]
    return frame.page(words(page.menu), page.name, body, scripts)


def _drawing_scripts(charts: Mapping[str, Any]) -> list[str]:
    """Name what some charts need besides their contents: plotly, the shapes of maps, files."""
    if not charts:
        return []
    maps = {name for of in charts.values() for one in of["shown"] for name in one["maps"]}
    return [
        *(f"../assets/{name}" for name in _SCRIPTS),
        *(f"../assets/{name}.js" for name in sorted(maps)),
        *(f"../data/{key}.js" for key in charts),
    ]


def table_html(table: Mapping[str, Any], caption: str) -> str:
    """Return a chart's table; `table` has ``columns``, ``kinds`` and ``rows``."""
    kinds = [f' class="{kind}"' if kind else "" for kind in table["kinds"]]
    heads = "".join(
        f'<th scope="col"{kind}>{said(str(name))}</th>'
        for name, kind in zip(table["columns"], kinds, strict=True)
    )
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td{kind}>{said(str(cell))}</td>" for cell, kind in zip(row, kinds, strict=True)
        )
        + "</tr>"
        for row in table["rows"]
    )
    return (
        f'<table class="sortable"><caption class="unseen">{said(caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )


def said(text: str) -> str:
    """Return text as HTML, without what no reader sees."""
    return escape(plain(text))


def _is_made_up(dataset: Dataset) -> bool:
    return dataset.reference.programme.record == "demonstration"


def _data_class(dataset: Dataset) -> str:
    return ' class="demonstration"' if _is_made_up(dataset) else ""


def _here(is_here: bool, current: str) -> str:
    return f' class="here" aria-current="{current}"' if is_here else ""


def _bar(data: Mapping[str, Any], words: Words) -> str:
    """Lay out what is in view, and the choices of region and policy period."""
    controls = "".join(
        f'<div><label for="{name}">{said(label)}</label>'
        f'<select id="{name}" autocomplete="off">{_options(listed)}</select></div>'
        for name, label, listed in (
            ("region", words("Region"), data["regions"]),
            ("period", words("Policy period"), data["periods"]),
        )
        if len(listed) > 1
    )
    return (
        f'<div class="bar" role="search" aria-label="{said(words("Filters"))}">'
        '<div class="bar-line"><p class="sentence" id="sentence">'
        f"<strong>{said(data['chosen'][0]['sentence'])}</strong></p></div>"
        '<p class="unseen" role="status" id="status"></p>'
        f'<div class="filters open taken">{controls}</div></div>'
    )


def _options(listed: Sequence[Mapping[str, str]]) -> str:
    return "".join(f'<option value="{said(o["id"])}">{said(o["name"])}</option>' for o in listed)


def _key_figures(figures: Sequence[Mapping[str, str]], words: Words) -> str:
    if not figures:
        return ""
    parts = "".join(
        f"<div><dt>{said(one['name'])}</dt>"
        f'<dd><span class="qualifier">{said(one["qualifier"])}</span>'
        f'<span class="number">{said(one["number"])}</span></dd>'
        f'<dd class="loaded"><span>{said(one["beneath"])}</span>{_source(one, words)}</dd></div>'
        for one in figures
    )
    return f'<dl class="key-figures">{parts}</dl>'


def _source(figure: Mapping[str, str], words: Words) -> str:
    if not figure["source"]:
        return ""
    label = words("Source of the published total: {name}", name=figure["name"])
    return (
        f' <a href="{said(figure["source"])}" rel="noreferrer" aria-label="{said(label)}">'
        f"{said(words('source'))}</a>"
    )


def _block(block: Block, shown: Mapping[str, Mapping[str, Any]], words: Words) -> str:
    heading = f'<p class="section">{said(words(block.heading))}</p>' if block.heading else ""
    cards = "".join(_card(key, shown[key], words) for key in block.keys)
    return heading + (f'<div class="columns balanced">{cards}</div>' if block.halves else cards)


def _card(key: str, shown: Mapping[str, Any], words: Words) -> str:
    """Lay out one chart of the catalogue as it is for the whole of the data."""
    wide = CHARTS[key].wide
    scrolls = (
        f' tabindex="0" role="group" aria-label="{said(words("Chart, scrolls sideways"))}"'
        if wide
        else ""
    )
    notes = "".join(f'<p class="rule">{said(note)}</p>' for note in shown["notes"])
    none = " hidden" if shown["figure"] is None else ""
    return (
        f'<section class="card" data-key="{key}">'
        f'<div class="head"><h2>{said(shown["title"])}</h2>'
        f'<p class="rule">{said(shown["rule"])}</p></div>'
        f'<details class="as-table"><summary>'
        f'<span class="when-closed">{said(words("Table"))}</span>'
        f'<span class="when-open">{said(words("Chart"))}</span></summary>'
        f'<div class="table" tabindex="0">{table_html(shown["table"], shown["title"])}</div>'
        "</details>"
        f'<div class="note">{_note(shown["note"])}</div>'
        f'<figure{none}><div class="drawing{" wide" if wide else ""}"{scrolls}>'
        f'<div class="graph" style="height: {shown["height"]}"></div></div>'
        f'<figcaption class="unseen">{said(shown["alternative"])}</figcaption></figure>'
        f'<div class="foot"><div class="rests"><span class="badge">{said(shown["rests"])}</span>'
        f'<span class="source">{said(shown["source"])}</span></div>'
        f'<a class="csv" href="../data/{key}.csv" download="{key}.csv" '
        f'aria-label="CSV: {said(words(CHARTS[key].title))}">CSV</a></div>'
        f'<div class="notes">{notes}</div></section>'
    )


def _note(note: str) -> str:
    return f"<p>{said(note)}</p>" if note else ""


def height(figure: Mapping[str, Any] | None) -> str:
    """Return the height that a drawing takes in a page; a map's follows its width."""
    if figure is None:
        return "0"
    pixels = figure["layout"].get("height")
    beneath = figure["layout"]["margin"]["b"]
    return f"{pixels}px" if pixels else _MAP_HEIGHT.format(beneath=beneath)


def _records(table: RecordTable, words: Words) -> str:
    """Lay out records with a search, a file, and names of columns that sort."""
    if not table.rows:
        return ""
    heads = "".join(f'<th scope="col">{said(name)}</th>' for name in table.heads)
    rows = []
    for row in table.rows:
        first, *others = row.cells
        cells = "".join(
            f'<td data-label="{said(name)}"{_order(cell.order)}>{cell.html}</td>'
            for name, cell in zip(table.heads[1:], others, strict=True)
        )
        rows.append(
            f'<tr id="{said(row.anchor)}" data-regions="{said(" ".join(row.regions))}" '
            f'data-period="{said(row.period)}">'
            f'<th scope="row"{_order(first.order)}>{first.html}</th>{cells}</tr>'
        )
    titles = {
        "actions": words("The Actions one by one, as a table"),
        "requests": words("The requests one by one, as a table"),
        "results": words("The results one by one, as a table"),
    }
    title = said(titles[table.name])
    note = f'<p class="rule">{said(table.note)}</p>' if table.note else ""
    told = (
        f'{note}<div class="table-line">'
        f'<div class="search"><label for="finds">{said(words("Search the table"))}</label>'
        '<input type="search" id="finds" class="finds" autocomplete="off"></div>'
        '<p class="rows-shown" role="status"></p>'
        f'<a class="csv" href="{table.name}.csv" download>CSV</a></div>'
        f'<table class="stacks sortable"><caption class="unseen">{title}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )
    if table.name == "actions":
        return f'<section class="listed"><h2>{title}</h2>{told}</section>'
    return f'<details class="records listed"><summary>{title}</summary>{told}</details>'


def _order(order: str) -> str:
    return f' data-order="{said(order)}"' if order else ""
