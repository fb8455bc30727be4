"""The whole dashboard as one folder that opens from a memory stick, without a server or network.

Each page holds what it shows of every region and policy period, worked out beforehand by the same
catalogue that the dashboard asks, so that choosing needs no program but the browser.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import pandas as pd

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.charts.chart import Chart
from mieux_dashboard.draw import texts
from mieux_dashboard.draw.chosen import everything, parts
from mieux_dashboard.export.brief import replace_file
from mieux_dashboard.export.brief_html import write_body
from mieux_dashboard.export.chart_files import write_csv
from mieux_dashboard.export.chart_html import CONFIG
from mieux_dashboard.export.partners import briefing_on, sort_key
from mieux_dashboard.export.picture import DRAFT, noted
from mieux_dashboard.export.records import as_csv
from mieux_dashboard.export.renderer import shapes
from mieux_dashboard.export.takeaway_html import (
    COUNTRIES,
    Frame,
    charts_page,
    height,
    said,
    start_page,
)
from mieux_dashboard.export.takeaway_pages import TakenPage, pages_of
from mieux_dashboard.export.takeaway_tables import Records
from mieux_dashboard.measure import places
from mieux_dashboard.measure.engine import collected, n_rows
from mieux_dashboard.measure.select import selected, selected_of_requests
from mieux_dashboard.model.answer import Answer
from mieux_dashboard.model.dataset import Dataset
from mieux_dashboard.model.selection import Selection
from mieux_dashboard.words import Words, message

_HERE = Path(__file__).parent
_COPIED = ("plotly-bundle.min.js", "plotly-locales.js", "print.js", "favicon.svg", "LICENCES.txt")
_DARK = ':root[data-mantine-color-scheme="dark"]'
_DARK_PART = '[data-mantine-color-scheme="dark"] '
_QUALIFIERS = {
    "more than": message("more than"),
    "up to": message("up to"),
    "an estimated": message("an estimated"),
    "about": message("about"),
}


def write_takeaway(  # noqa: PLR0913 - what a pack is made of
    dataset: Dataset,
    selection: Selection,
    folder: Path,
    languages: Sequence[str],
    assets: Path,
    min_cell: int,
    tick: Callable[[], object] = lambda: None,
) -> None:
    """Write the dashboard as a folder of pages: the same data give the same bytes.

    Parameters
    ----------
    dataset, selection
        The data, and what is in the folder of them.
    folder
        Where `index.html` goes; it is made where it is missing.
    languages
        Among `LANGUAGES`, the first for readers whose own is not there.
    assets
        Folder with plotly's bundle, its languages, the map shapes and the style sheet.
    min_cell
        Counts of persons below it are hidden.
    tick
        Called before each of the `steps`; what it raises ends the work.

    Raises
    ------
    OSError
        Where the folder cannot be written; what was written before stays.
    """
    taken = Takeaway(dataset, selection, assets, min_cell, tuple(languages))
    for path, write in taken.files():
        tick()
        replace_file(folder / path, write())


def steps(dataset: Dataset, selection: Selection, languages: Sequence[str]) -> int:
    """Count the files that `write_takeaway` writes: how often it calls `tick`."""
    taken = Takeaway(dataset, selection, Path(), 0, tuple(languages))
    return sum(1 for _ in taken.files())


@dataclass(frozen=True, eq=False)
class Takeaway:
    """Knows every file of the folder, and makes each when it is asked for, in their order.

    Parameters
    ----------
    dataset, selection, assets, min_cell, languages
        As for `write_takeaway`.
    draft
        Whether every page says that it is a draft.
    """

    dataset: Dataset
    selection: Selection
    assets: Path
    min_cell: int
    languages: tuple[str, ...]
    draft: bool = False
    _answers: dict[tuple[str, Selection], Answer] = field(default_factory=dict, repr=False)
    _shown: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict, repr=False)

    def files(self) -> Iterator[tuple[str, Callable[[], bytes]]]:
        """Yield the path of each file in the folder, and what writes it."""
        yield from self._shared()
        for language in self.languages:
            words = Words(language, self.dataset.reference)
            for page in self.pages:
                yield from self._page(page, words)
            yield f"{language}/countries.html", partial(self._countries, words)
            for iso3 in sorted(self.countries):
                yield (
                    f"{language}/countries/{iso3}.html",
                    partial(self._country, iso3, words),
                )

    @cached_property
    def pages(self) -> list[TakenPage]:
        """The pages of what the programme keeps."""
        return pages_of(self.dataset.reference.programme)

    @cached_property
    def regions(self) -> tuple[str, ...]:
        """The regions to choose from; "" is all that there are."""
        given = self.selection.region
        listed = given if given else self.dataset.reference.partner_regions
        return ("", *listed) if len(listed) > 1 else ("",)

    @cached_property
    def periods(self) -> tuple[str, ...]:
        """The policy periods to choose from; "" is all that there are."""
        known = tuple(period.id for period in self.dataset.reference.periods)
        listed = tuple(one for one in known if one in (self.selection.period or known))
        return ("", *listed) if len(listed) > 1 else ("",)

    @cached_property
    def countries(self) -> frozenset[str]:
        """The countries and territories that have a page: those with an Action or a request."""
        actions = selected(self.dataset, "action_countries", self.selection)
        requests = selected_of_requests(self.dataset, "request_countries", self.selection)
        named = {*collected(actions)["country"], *collected(requests)["country"]}
        return frozenset(named & {*self.dataset.reference.countries["iso3"]})

    def _frame(self, words: Words, path: str) -> Frame:
        return Frame(self.dataset, words, self.languages, path, self.draft)

    def _shared(self) -> Iterator[tuple[str, Callable[[], bytes]]]:
        everyone = [Words(language, self.dataset.reference) for language in self.languages]
        yield "index.html", lambda: start_page(self.dataset, everyone, self.draft).encode()
        for name in _COPIED:
            yield f"assets/{name}", (self.assets / name).read_bytes
        for name in ("world_110m", "world_50m"):
            yield f"assets/{name}.js", partial(self._shapes, name)
        yield "assets/style.css", lambda: style(self.assets).encode()
        yield "assets/takeaway.js", (_HERE / "takeaway.js").read_bytes
        yield "assets/start.js", (_HERE / "takeaway_start.js").read_bytes
        for key in dict.fromkeys(key for page in self.pages for key in page.keys):
            yield f"data/{key}.csv", partial(self._csv, key)
            yield f"data/{key}.js", partial(self._csv_script, key)

    def _csv(self, key: str) -> bytes:
        return self._table_file(key, self.selection)

    def _table_file(self, key: str, selection: Selection) -> bytes:
        """Return a chart's numbers as a file; that of a draft says so in each row."""
        words = Words(self.languages[0], self.dataset.reference)
        return write_csv(self._answer(key, selection), words(DRAFT) if self.draft else "")

    def _csv_script(self, key: str) -> bytes:
        """Return the file of a chart for each choice as a script: the same in all languages."""
        files = [self._table_file(key, selection).decode() for selection in self._choices()]
        return _script(f"(window.mieuxFiles = window.mieuxFiles || {{}})[{json.dumps(key)}]", files)

    def _shapes(self, name: str) -> bytes:
        """Return a map's shapes as a script: a page of a file may not fetch them."""
        held = (self.assets / "topojson" / f"{name}.json").read_text("utf-8")
        return (
            "window.PlotlyGeoAssets = window.PlotlyGeoAssets || {topojson: {}};\n"
            f"window.PlotlyGeoAssets.topojson.{name} = {held};\n"
        ).encode()

    def _page(self, page: TakenPage, words: Words) -> Iterator[tuple[str, Callable[[], bytes]]]:
        folder = words.language
        frame = self._frame(words, f"{page.name}.html")
        table = Records(self.dataset, self.selection, words, self.countries).table(page.name)
        data: dict[str, Any] = {}

        def write() -> bytes:
            data.update(self._data(page, words))
            return charts_page(frame, page, data, table).encode()

        yield f"{folder}/{page.name}.html", write
        yield f"{folder}/data/{page.name}.js", lambda: _script("window.mieuxPage", data)
        if table:
            yield f"{folder}/{page.name}.csv", lambda: as_csv(table.frame())

    def _data(self, page: TakenPage, words: Words) -> dict[str, Any]:
        """Return all that a page shows: for each choice its sentence, and its charts.

        Returns
        -------
        dict
            ``chosen`` has an entry for each region and in it each period, ``charts`` for each key
            the same number of places (``at``) among the different contents (``shown``).
        """
        chosen = list(self._choices())
        return {
            "config": CONFIG | {"locale": words.language},
            "texts": {
                "rows": words("Rows shown: {n} of {total}", n="{n}", total="{total}"),
                "clear": words("clear"),
                "sorts": words("Sort by: {name}", name="{name}"),
            },
            "regions": [
                {"id": one, "name": words.region(one) if one else words("All regions")}
                for one in self.regions
            ],
            "periods": [
                {"id": one, "name": words.period(one) if one else words("All periods")}
                for one in self.periods
            ],
            "chosen": [self._opening(page, one, words) for one in chosen],
            "charts": {key: self._chart(key, words) for key in page.keys},
        }

    def _choices(self) -> Iterator[Selection]:
        """Yield the selection of each region and in it each period, the whole first."""
        for region in self.regions:
            for period in self.periods:
                yield replace(
                    self.selection,
                    region=(region,) if region else self.selection.region,
                    period=(period,) if period else self.selection.period,
                )

    def _answer(self, key: str, selection: Selection) -> Answer:
        """Answer once for all languages, as a file may say it."""
        asked = key, selection
        if asked not in self._answers:
            self._answers[asked] = CHARTS[key].guarded_answer(
                self.dataset, selection, self.min_cell
            )
        return self._answers[asked]

    def _chart(self, key: str, words: Words) -> dict[str, Any]:
        """Return what a chart shows for each choice, what is the same only once."""
        asked = key, words.language
        if asked not in self._shown:
            different: dict[str, int] = {}
            contents: list[dict[str, Any]] = []
            at = []
            for selection in self._choices():
                content = _content(CHARTS[key], self._answer(key, selection), words)
                text = json.dumps(content, ensure_ascii=False)
                if text not in different:
                    different[text] = len(contents)
                    contents.append(content)
                at.append(different[text])
            self._shown[asked] = {"at": at, "shown": contents}
        return self._shown[asked]

    def _opening(self, page: TakenPage, selection: Selection, words: Words) -> dict[str, Any]:
        """Return what a page says of a choice before its charts."""
        answer = self._answer("key-figures", selection)
        n, loaded = answer.rests_on.total, n_rows(self.dataset, "actions")
        is_all = not selection.narrows
        narrowed = words.plural(
            "{n} of {loaded} Actions", "{n} of {loaded} Actions", n, loaded=loaded
        )
        return {
            "sentence": everything(words, self.dataset, loaded) if is_all else narrowed,
            "parts": list(parts(words, selection)),
            "status": words.plural("{n} Action in view", "{n} Actions in view", n),
            "answer": self._said(page, selection, words, n),
            "figures": _figures(answer, words) if page.name == "index" else [],
        }

    def _said(self, page: TakenPage, selection: Selection, words: Words, n: int) -> str:
        """Return the sentence that answers a page's question."""
        if page.answer:
            return CHARTS[page.answer].finding(self._answer(page.answer, selection), words)
        if page.name != "actions":
            return texts.programme_told(words, self.dataset)
        if not n:
            return words("No Action matches")
        return words.plural(
            "{n} Action in view. Open a title for what came of it and its sources.",
            "{n} Actions in view. Open a title for what came of it and its sources.",
            n,
        )

    def _countries(self, words: Words) -> bytes:
        """Return the list of countries and territories by region."""
        reference = self.dataset.reference
        counts = places.actions_by_member(self.dataset, sorted(self.countries))
        n = dict(zip(counts["country"], counts["n_actions"], strict=True))
        lists = ""
        for region in (*reference.partner_regions, "other", "eu"):
            listed = reference.countries[reference.countries["region"] == region]["iso3"]
            names = {code: words.country(code) for code in listed if code in self.countries}
            items = "".join(
                f'<li><a href="countries/{code}.html">{said(names[code])}</a> '
                f'<span class="n">{words.number(int(n.get(code, 0)))}</span></li>'
                for code in sorted(names, key=lambda code: sort_key(names[code]))
            )
            if items:
                lists += f'<h2>{said(words.region(region))}</h2><ul class="counts">{items}</ul>'
        rule = words("The number is that of its Actions; one in several countries counts in each.")
        title = words(COUNTRIES)
        marks = _designations(words, self.countries)
        body = (
            f'<div class="place"><h1>{said(title)}</h1><p class="rule">{said(rule)}</p>'
            f"{lists}{marks}</div>"
        )
        frame = self._frame(words, "countries.html")
        return frame.page(title, "countries", body).encode()

    def _country(self, iso3: str, words: Words) -> bytes:
        """Return the briefing on a country or territory as a page."""
        briefing = briefing_on(self.dataset, iso3, words)
        kept = replace(briefing, facts=briefing.facts_in_files)
        path = f"countries/{iso3}.html"
        told = write_body(kept, self._address)
        back = f'<p class="back"><a href="../countries.html">{said(words(COUNTRIES))}</a></p>'
        frame = self._frame(words, path)
        body = f'<div class="place">{back}{told}</div>'
        return frame.page(words.country(iso3), "countries", body).encode()

    def _address(self, path: str, chosen: Mapping[str, str]) -> str:
        """Lead from a country's page to those of the folder; "" where the folder has none."""
        page, _, code = path.partition("/")
        if page == "countries" and code in self.countries:
            return f"{code}.html"
        if page == "actions" and code:
            return f"../actions.html#{code}"
        if page == "map" and set(chosen) == {"region"} and chosen["region"] in self.regions:
            return f"../map.html#region={chosen['region']}"
        return ""


def style(assets: Path) -> str:
    """Return the dashboard's own style sheet, dark where the reader's system is, and some more."""
    own = (assets / "style.css").read_text("utf-8")
    marked = own.replace("@media screen { :root[data", "@media screen and (DARK) { :root[data")
    head, mark, dark = marked.partition("/* Dark: the drawings' inks")
    dark = dark.replace("@media screen {", "@media screen and (DARK) {", 1)
    sheet = (head + mark + dark).replace(_DARK, ":root").replace(_DARK_PART, "")
    sheet = sheet.replace("(DARK)", "(prefers-color-scheme: dark)")
    return sheet + (_HERE / "takeaway.css").read_text("utf-8")


def _script(name: str, value: object) -> bytes:
    """Return a value as a script that gives it a name; no text in it can end a script."""
    held = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return f"{name} = {held.replace('</', '<' + chr(92) + '/')};\n".encode()


def _content(chart: Chart, answer: Answer, words: Words) -> dict[str, Any]:
    """Return one chart as a reader sees it, as plain values."""
    missing = chart.missing(answer, words)
    figure = None if missing else chart.draw(answer, words)
    title = chart.heading(answer, words) if missing else chart.finding(answer, words)
    notes = noted(figure, title, answer, words) if figure else []
    return {
        "title": title,
        "rule": chart.subtitle(answer, words),
        "figure": figure,
        "height": height(figure),
        "maps": list(shapes(figure)) if figure else [],
        "note": missing,
        "alternative": chart.alternative(answer, words, title),
        "table": _table(chart.table(answer, words)),
        "rests": chart.rests(answer, words),
        "source": chart.source(answer, words),
        "notes": [f"* {note}" for note in notes],
    }


def _table(rows: pd.DataFrame) -> dict[str, Any]:
    numeric = [pd.api.types.is_numeric_dtype(kind) for kind in rows.dtypes]
    columns = [
        [cell if is_number else str(cell) for cell in rows.iloc[:, n].tolist()]
        for n, is_number in enumerate(numeric)
    ]
    return {
        "columns": [str(name) for name in rows.columns],
        "kinds": ["number" if is_number else "" for is_number in numeric],
        "rows": [list(row) for row in zip(*columns, strict=True)],
    }


def _figures(answer: Answer, words: Words) -> list[dict[str, str]]:
    """Let published totals lead for the public record, and a register's own counts for itself."""
    public = answer.dataset.reference.programme.record == "published"
    return [_figure(row, public, words) for row in answer.table.to_dict("records")]


def _figure(row: Mapping[Any, Any], public: bool, words: Words) -> dict[str, str]:
    leads = public and pd.notna(row["value"])
    known = _QUALIFIERS.get(row["qualifier"])
    qualifier = words(known) if known else row["qualifier"]
    loaded = texts.number_or_hidden(row["n_loaded"], words)
    return {
        "name": words(texts.FIGURES[row["key"]]),
        "qualifier": qualifier if leads else "",
        "number": words.number(row["value"]) if leads else loaded,
        "beneath": texts.beside(row, words, leads),
        "source": row["source_url"],
    }


def _designations(words: Words, named: frozenset[str]) -> str:
    """Return the footnote of each marked designation among the countries named."""
    notes = words.reference.designations
    return "".join(
        f'<p class="rule">* {said(note)}</p>'
        for key, note in zip(notes["key"], notes[f"footnote_{words.language}"], strict=True)
        if key in named and note
    )
