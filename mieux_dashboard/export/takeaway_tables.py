"""The records of the dashboard to take away, row by row, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from mieux_dashboard.export.briefing import plain as line
from mieux_dashboard.export.briefing import web_addresses
from mieux_dashboard.export.partners import note_on_translation
from mieux_dashboard.export.picture import plain
from mieux_dashboard.measure.engine import collected, of_ids, table
from mieux_dashboard.measure.select import selected, selected_actions, selected_requests
from mieux_dashboard.model.columns import ACTIONS, REQUESTS, RESULTS
from mieux_dashboard.model.dataset import Dataset
from mieux_dashboard.model.selection import Selection
from mieux_dashboard.words import Words

LISTED = ("accepted", "")
"""Decisions of requests that are listed one by one: a refusal is never shown by named partner."""

Row = Mapping[Any, Any]


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell says as text, as HTML, and what it is sorted by where that is not its text."""

    text: str
    html: str
    order: str = ""


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A row: its anchor, where and when it belongs, and its cells, the first of which heads it."""

    anchor: str
    regions: tuple[str, ...]
    period: str
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class RecordTable:
    """Records under column names, with a note that may be empty."""

    name: str
    heads: Sequence[str]
    rows: Sequence[RecordRow]
    note: str = ""

    def frame(self) -> pd.DataFrame:
        """Return the cells as text, for a file."""
        return pd.DataFrame(
            [[cell.text for cell in row.cells] for row in self.rows], columns=list(self.heads)
        )


@dataclass(frozen=True, eq=False)
class Records:
    """Makes the tables of one selection in one language.

    Parameters
    ----------
    dataset, selection, words
        The data, the choice of them, and the words of the language.
    countries
        Codes of the countries that have a page, which their names lead to.
    """

    dataset: Dataset
    selection: Selection
    words: Words
    countries: frozenset[str]

    def table(self, name: str) -> RecordTable | None:
        """Return the table of the page ``actions``, ``requests`` or ``results``, None elsewhere."""
        makers = {"actions": self.actions, "requests": self.requests, "results": self.results}
        return makers[name]() if name in makers else None

    def actions(self) -> RecordTable:
        """List the Actions by their start, those without a date at the end."""
        rows = _ordered(selected_actions(self.dataset, self.selection), "start_date", "action_id")
        regions = _regions(self.dataset, "action")
        heads = [
            self.words("Action"),
            self.words("Partner"),
            self.words("Region"),
            *self._labels(ACTIONS, "areas", "start_date", "end_date"),
        ]
        return RecordTable(
            "actions",
            heads,
            [
                RecordRow(
                    row["action_id"],
                    regions.get(row["action_id"], ()),
                    row["start_period"],
                    [
                        self._action(row),
                        self._partner(row),
                        _text(", ".join(map(self.words.region, regions.get(row["action_id"], ())))),
                        self._areas(row),
                        self._day(row["start_date"]),
                        self._day(row["end_date"]),
                    ],
                )
                for row in rows
            ],
            self._translated(),
        )

    def requests(self) -> RecordTable:
        """List the requests that may be, by receipt, and say how many may not be listed.

        One that was declined, was withdrawn or is pending is in no row: were some of these listed,
        the requests of a country less its rows would be its refusals.
        """
        words = self.words
        rows = _ordered(
            selected_requests(self.dataset, self.selection), "received_date", "request_id"
        )
        listed = [row for row in rows if row["decision"] in LISTED]
        regions = _regions(self.dataset, "request")
        ids = (one for row in listed for one in row["action_ids"].split(";") if one)
        titles = _titles(self.dataset, ids)
        heads = [
            words("Partner"),
            *self._labels(REQUESTS, "received_date", "institution_type", "areas", "decision"),
            words("Action"),
        ]
        return RecordTable(
            "requests",
            heads,
            [
                RecordRow(
                    row["request_id"],
                    regions.get(row["request_id"], ()),
                    row["received_period"],
                    [
                        self._partner(row),
                        self._day(row["received_date"]),
                        _text(words.institution_type(row["institution_type"])),
                        self._areas(row),
                        _text(words.name("decision", row["decision"])),
                        self._led(row, titles),
                    ],
                )
                for row in listed
            ],
            self._unlisted(len(rows) - len(listed)),
        )

    def results(self) -> RecordTable:
        """List the results, Action by Action."""
        words = self.words
        rows = collected(selected(self.dataset, "results", self.selection))
        titles = _titles(self.dataset, rows["action_id"])
        regions = _regions(self.dataset, "action")
        names = ("description", "level", "type", "stage", "date", "evidence")
        ordered = rows.sort_values(["action_id", "result_id"]).to_dict("records")
        return RecordTable(
            "results",
            [words("Action"), *self._labels(RESULTS, *names)],
            [
                RecordRow(
                    row["result_id"],
                    regions.get(row["action_id"], ()),
                    titles.get(row["action_id"], {}).get("start_period", ""),
                    [
                        self._linked([row["action_id"]], titles),
                        self._content(row, "description"),
                        _text(words.name("result_level", row["level"])),
                        _text(words.name("result_type", row["type"])),
                        _text(words.name("stage", row["stage"])),
                        self._day(row["date"]),
                        _text(words.name("evidence", row["evidence"])),
                    ],
                )
                for row in ordered
            ],
            self._translated(),
        )

    def _translated(self) -> str:
        notes = note_on_translation(self.dataset, self.words)
        return " ".join(line(note.line) for note in notes)

    def _labels(self, table: Any, *names: str) -> list[str]:  # noqa: ANN401 - a declared table
        return [self.words.label(table.column(name)) for name in names]

    def _content(self, row: Row, column: str) -> Cell:
        """Say a text of a row, marked as English where it is not translated."""
        language = self.words.content_language(row, column)
        cell = _text(self.words.content(row, column))
        if language == self.words.language or not cell.text:
            return cell
        return Cell(cell.text, f'<span lang="{language}">{cell.html}</span>')

    def _action(self, row: Row) -> Cell:
        """Say an Action's title; what came of it and its sources open beneath."""
        title, words = self._content(row, "title"), self.words
        told = []
        for name in ("output", "institution"):
            content = self._content(row, name)
            if content.text:
                label = escape(words.label(ACTIONS.column(name)))
                told.append(f"<dt>{label}</dt><dd>{content.html}</dd>")
        links = "<br>".join(
            f'<a href="{_said(url)}" rel="noreferrer">{_said(url)}</a>'
            for url in web_addresses(row["source_url"])
        )
        if links:
            told.append(f"<dt>{escape(words('Source'))}</dt><dd>{links}</dd>")
        if not told:
            return title
        opened = f"<details><summary>{title.html}</summary><dl>{''.join(told)}</dl></details>"
        return Cell(title.text, opened, title.text)

    def _partner(self, row: Row) -> Cell:
        """Name who asked: the countries, or the body where there are none."""
        codes = [code for code in row["countries"].split(";") if code]
        if not codes:
            return _text(self.words.group(row["regional_body"]))
        names = {code: self.words.country(code) for code in codes}
        linked = [
            f'<a href="countries/{code}.html">{_said(name)}</a>'
            if code in self.countries
            else _said(name)
            for code, name in names.items()
        ]
        return Cell(", ".join(names.values()), ", ".join(linked))

    def _areas(self, row: Row) -> Cell:
        return _text("; ".join(map(self.words.area, filter(None, row["areas"].split(";")))))

    def _day(self, day: str) -> Cell:
        said = self.words.date(day, short=True)
        return Cell(said, f'<span class="date">{_said(said)}</span>' if said else "", day or "9999")

    def _led(self, row: Row, titles: Mapping[str, Row]) -> Cell:
        return self._linked([one for one in row["action_ids"].split(";") if one], titles)

    def _linked(self, ids: Iterable[str], titles: Mapping[str, Row]) -> Cell:
        """Name some Actions, and lead to their rows."""
        cells = {one: self._content(titles[one], "title") for one in ids if one in titles}
        links = [f'<a href="actions.html#{_said(i)}">{cell.html}</a>' for i, cell in cells.items()]
        return Cell("; ".join(cell.text for cell in cells.values()), "; ".join(links))

    def _unlisted(self, n: int) -> str:
        if not n:
            return ""
        return self.words.plural(
            "{n} request that was declined, was withdrawn or is pending is not listed, because "
            "refusals are never shown by partner.",
            "{n} requests that were declined, were withdrawn or are pending are not listed, "
            "because refusals are never shown by partner.",
            n,
        )


def _said(text: str) -> str:
    return escape(plain(text))


def _text(text: str) -> Cell:
    return Cell(text, _said(text))


def _ordered(records: Any, date: str, key: str) -> list[dict[Any, Any]]:  # noqa: ANN401 - lazy
    """Return records by a date, those without it at the end."""
    rows = collected(records)
    undated = rows[date] == ""
    ordered = rows.assign(undated=undated).sort_values(["undated", date, key])
    return ordered.to_dict("records")


def _titles(dataset: Dataset, ids: Iterable[str]) -> dict[str, dict[Any, Any]]:
    """Return the Actions of `ids`, each by its id."""
    return {row["action_id"]: row for row in of_ids(dataset, "actions", ids).to_dict("records")}


def _regions(dataset: Dataset, kind: str) -> dict[str, tuple[str, ...]]:
    """Return the regions of each Action or request by its id."""
    key = f"{kind}_id"
    found: dict[str, tuple[str, ...]] = {}
    bridge = collected(table(dataset, f"{kind}_regions"))
    for one, region in zip(bridge[key], bridge["region"], strict=True):
        found[one] = (*found.get(one, ()), region)
    return found
