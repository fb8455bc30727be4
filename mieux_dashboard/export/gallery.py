"""The page of a pack: every chart in every language, from a memory stick, without a script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from pathlib import Path

from mieux_dashboard.export.chart_files import ChartFile
from mieux_dashboard.export.chart_html import logos
from mieux_dashboard.export.frame import standing
from mieux_dashboard.export.picture import DRAFT, plain, selection_sentence
from mieux_dashboard.words import LANGUAGE_NAMES, Words, message

_STYLE = Path(__file__).with_name("gallery.css")
_SHOWN = ("png", "svg")  # what a page can show, the quickest first
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' file: data:"
_WHOLE = {
    "slides.pptx": message("Slides (PowerPoint)"),
    "handout.pdf": message("Handout (PDF)"),
    "data.xlsx": message("All tables (Excel)"),
    "captions.csv": message("Captions and alternative texts (CSV)"),
    "loop.pptx": message("Slides that advance by themselves (PowerPoint)"),
    "proof.pdf": message("Proof sheet for clearance (PDF)"),
    "index.html": message("The whole dashboard, to explore"),
}
"""The files of a pack that hold all charts, in the order in which the page offers them."""


def write_gallery(files: Mapping[str, Sequence[ChartFile]], paths: Sequence[str]) -> bytes:
    """Return one page with a part for each language, in which a link shows the one that is asked.

    Parameters
    ----------
    files
        Language -> its charts, in order; at least one of each.
    paths
        Every file of the pack.
    """
    first = next(iter(files.values()))[0]
    title = first.answer.dataset.reference.programme.titles[first.words.language]
    links = "".join(
        f'<a href="#{language}" lang="{language}" hreflang="{language}">'
        f"{_said(LANGUAGE_NAMES[language])}</a>"
        for language in files
    )
    size = first.look.size
    page = [
        f'<!DOCTYPE html><html lang="{first.words.language}"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        f"<title>{_said(title)}</title><style>{_STYLE.read_text('utf-8')}",
        f":root {{ --shape: {size.width} / {size.height}; }}</style></head><body>",
        f"<nav><strong>{_said(first.answer.dataset.reference.programme.name)}</strong>{links}</nav>",
        "<main>",
        *(_section(charts, paths) for charts in files.values()),
        "</main></body></html>",
    ]
    return "\n".join(page).encode()


def _said(text: str) -> str:
    return escape(plain(text))


def _section(files: Sequence[ChartFile], paths: Sequence[str]) -> str:
    """Return the part of one language."""
    first, words = files[0], files[0].words
    language, programme = words.language, first.answer.dataset.reference.programme
    marks = [words(DRAFT)] if first.look.draft else []
    marks += [words("Demonstration: made-up data")] if programme.record == "demonstration" else []
    source = [first.chart.source(first.answer, words), *standing(words)]
    whole = (
        (path, words(_WHOLE[name]))
        for name in _WHOLE
        for path in (f"{language}/{name}", name, f"dashboard/{language}/{name}")
        if path in paths
    )
    return "\n".join(
        [
            f'<section id="{language}" lang="{language}">',
            "".join(f'<span class="mark">{_said(mark)}</span>' for mark in marks),
            f"<h1>{_said(programme.titles[language])}</h1>",
            f"<p>{_said(selection_sentence(first.answer, words))}</p>",
            f'<p class="quiet">{_said(" · ".join(source))}</p>',
            f'<ul class="files whole">{_links(whole)}</ul>',
            f'<div class="charts">{"".join(_article(file, paths) for file in files)}</div>',
            logos(words),
            "</section>",
        ]
    )


def _links(links: Iterable[tuple[str, str]]) -> str:
    return "".join(f'<li><a href="{escape(path)}">{_said(name)}</a></li>' for path, name in links)


def _article(file: ChartFile, paths: Sequence[str]) -> str:
    """Return one chart: its picture, its finding, how it counts, and its files."""
    chart, answer, words = file.chart, file.answer, file.words
    stem = f"{words.language}/{chart.key}"
    picture = next((f"{stem}.{kind}" for kind in _SHOWN if f"{stem}.{kind}" in paths), "")
    shown = ""
    if picture:
        shown = (
            f'<a href="{picture}"><img src="{picture}" loading="lazy" '
            f'alt="{_said(chart.alternative(answer, words))}"></a>'
        )
    return (
        f'<article id="{words.language}-{chart.key}">{shown}<div class="said">'
        f"<h2>{_said(chart.finding(answer, words))}</h2>"
        f"<details><summary>{_said(words('How it counts'))}</summary>"
        f"<p>{_said(chart.subtitle(answer, words))}</p><p>{_said(chart.rests(answer, words))}</p>"
        f'</details><ul class="files">{_links(_own(file, words, paths))}</ul></div></article>'
    )


def _own(file: ChartFile, words: Words, paths: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the files of one chart in one language, with their format and other size."""
    folder, name = words.language, f"/{file.chart.key}."
    for path in paths:
        if path.startswith(f"{folder}/") and name in path:
            preset = path.removeprefix(f"{folder}/").rpartition("/")[0]
            kind = path.rpartition(".")[2].upper()
            yield path, f"{kind} ({preset})" if preset else kind
