"""A chart as one HTML file that can be hovered and read anywhere, without a network."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from html import escape
from pathlib import Path

from mieux_dashboard.charts.chart import Chart
from mieux_dashboard.draw.style import FONT, INK, MUTED, PAPER
from mieux_dashboard.export.frame import frame_of, standing
from mieux_dashboard.export.picture import DRAFT, footnotes, plain, selection_sentence
from mieux_dashboard.export.renderer import shapes
from mieux_dashboard.model.answer import Answer
from mieux_dashboard.words import Words

_STYLE = f"""
body {{ margin: 0 auto; padding: 1.5rem; max-width: 70rem; font: 16px/1.45 {FONT}; color: {INK};
  background: {PAPER}; }}
h1 {{ font-size: 1.5rem; line-height: 1.25; margin: 0 0 .5rem; }}
p {{ margin: 0 0 .5rem; max-width: 46rem; }}
.quiet {{ color: {MUTED}; font-size: .875rem; }}
.drawing {{ margin: 1rem 0; overflow-x: auto; }}
.wide > div {{ min-width: 680px; }}
table {{ border-collapse: collapse; margin: .75rem 0; font-variant-numeric: tabular-nums; }}
th, td {{ text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid #ddd; }}
td.number, th.number {{ text-align: right; }}
.logo {{ display: flex; align-items: center; gap: .75rem; }}
.logo img {{ height: 2.5rem; }}
@media print {{ details {{ display: none; }} }}
"""
CONFIG = {
    "displayModeBar": False,
    "displaylogo": False,
    "showSendToCloud": False,
    "scrollZoom": False,
    "responsive": True,
}
"""How plotly shows a chart in a page that stands by itself."""


def write_html(
    chart: Chart, answer: Answer, words: Words, assets: Path, draft: bool = False
) -> bytes:
    """Return a chart as a page of its own: finding, rule, drawing, table, source.

    Its scripts are inside it, and a policy lets it run no other and load nothing.

    Parameters
    ----------
    assets
        Folder with plotly's bundle, its languages and the map shapes.
    draft
        Whether the page says at its head that it is a draft.
    """
    figure = chart.draw(answer, words)
    title = chart.finding(answer, words) if figure["data"] else chart.heading(answer, words)
    scripts = [
        (assets / name).read_text("utf-8") for name in ("plotly-bundle.min.js", "plotly-locales.js")
    ]
    scripts.append(_maps(assets, shapes(figure)))
    draw = "Plotly.newPlot('drawing', {data}, {layout}, {config});"
    config = CONFIG | {"locale": words.language}
    values = {"data": figure["data"], "layout": figure["layout"], "config": config}
    scripts.append(draw.format(**{name: json.dumps(value) for name, value in values.items()}))
    scripts = [script.replace("</", "<\\/") for script in scripts if script]
    height = figure["layout"].get("height")
    style = f"height: {height}px" if height else "height: min(70vh, 640px)"
    kind = "drawing wide" if chart.wide else "drawing"
    source = [chart.rests(answer, words), chart.source(answer, words), *standing(words)]
    page = [
        f'<!DOCTYPE html><html lang="{words.language}"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(scripts)}">',
        f"<title>{_said(title)}</title><style>{_STYLE}</style></head><body><main>",
        f"<p><strong>{_said(words(DRAFT))}</strong></p>" if draft else "",
        f"<h1>{_said(title)}</h1><p>{_said(chart.subtitle(answer, words))}</p>",
        f"<p>{_said(selection_sentence(answer, words))}</p>",
        f'<div class="{kind}"><div id="drawing" style="{style}" role="img" ',
        f'aria-label="{_said(chart.alternative(answer, words))}"></div></div>',
        f'<p class="quiet">{_said(" · ".join(filter(None, source)))}</p>',
        *(f'<p class="quiet">* {_said(note)}</p>' for note in footnotes(chart, answer, words)),
        f"<details><summary>{_said(words('Table'))}</summary>{_table(chart, answer, words)}",
        f"</details>{logos(words)}</main>",
        *(f"<script>{script}</script>" for script in scripts),
        "</body></html>",
    ]
    return "\n".join(page).encode()


def logos(words: Words) -> str:
    """Return the owner's logos, each beside its statement."""
    language = words.language
    return "".join(
        '<p class="quiet logo"><img src="data:image/png;base64,'
        f'{base64.b64encode(logo.png).decode()}" alt="{_said(logo.alt[language])}">'
        f"<span>{_said(logo.statement[language])}</span></p>"
        for logo in frame_of(words).logos
    )


def _said(text: str) -> str:
    return escape(plain(text))


def _maps(assets: Path, names: tuple[str, ...]) -> str:
    """Return a script that gives plotly its map shapes, "" where it needs none."""
    held = (
        f'"{name}": {(assets / "topojson" / f"{name}.json").read_text("utf-8")}' for name in names
    )
    return f"window.PlotlyGeoAssets = {{topojson: {{{', '.join(held)}}}}};" if names else ""


def _policy(scripts: list[str]) -> str:
    hashes = (
        base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts
    )
    allowed = " ".join(f"'sha256-{each}'" for each in hashes)
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data: blob:"
    )


def _lang(languages: Mapping[int, list[str]], column: int, row: int) -> str:
    """Mark a cell whose text is in another language than the page."""
    said = languages[column][row] if column in languages else ""
    return f" lang={said}" if said else ""


def _table(chart: Chart, answer: Answer, words: Words) -> str:
    table = chart.table(answer, words)
    kinds = [" class=number" if kind.kind in "iuf" else "" for kind in table.dtypes]
    head = "".join(
        f"<th scope=col{kind}>{_said(str(name))}</th>"
        for name, kind in zip(table.columns, kinds, strict=True)
    )
    languages = chart.languages(answer, words)
    rows = (
        "".join(
            f"<td{kind}{_lang(languages, at, number)}>{_said(str(cell))}</td>"
            for at, (cell, kind) in enumerate(zip(row, kinds, strict=True))
        )
        for number, row in enumerate(table.itertuples(index=False))
    )
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
