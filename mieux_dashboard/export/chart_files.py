"""A chart as a file of any format: one writer a format, found by its suffix."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.charts.chart import Chart
from mieux_dashboard.export.chart_html import write_html
from mieux_dashboard.export.chart_xlsx import write_xlsx
from mieux_dashboard.export.deck import write_chart
from mieux_dashboard.export.picture import DRAFT, GROUNDS, PRESETS, Look, Preset, picture
from mieux_dashboard.export.records import neutralised
from mieux_dashboard.export.renderer import Renderer, Tab
from mieux_dashboard.model.answer import Answer
from mieux_dashboard.model.dataset import Dataset
from mieux_dashboard.model.selection import Selection
from mieux_dashboard.words import Words

_FRAMES = {"yes": True, "no": False}


@dataclass(frozen=True, eq=False)
class ChartFile:
    """A chart that is to become a file.

    Parameters
    ----------
    chart, answer
        The chart, and its answer as a file may say it: see `Chart.guarded_answer`.
    words
        The words of the file's language.
    renderer
        What draws pictures, and knows where plotly is.
    look
        How a picture is made.
    """

    chart: Chart
    answer: Answer
    words: Words
    renderer: Renderer
    look: Look

    def pictures(self, suffixes: Iterable[str]) -> dict[str, bytes]:
        """Draw the picture once, and return it as each of some formats of `PICTURES`.

        Raises
        ------
        NoBrowser, NotDrawn
            When it cannot be drawn.
        """

        def work(tab: Tab) -> dict[str, bytes]:
            svg = picture(tab, self.chart, self.answer, self.words, self.look)
            return {suffix: PICTURES[suffix](tab, svg, self.look.size) for suffix in suffixes}

        return self.renderer.run(work)


@dataclass(frozen=True, eq=False)
class Maker:
    """Makes files of many charts for one selection.

    Parameters
    ----------
    dataset, selection
        The data, and the choice of them.
    look
        How pictures are made.
    renderer
        What draws them.
    min_cell
        Counts of persons below it are hidden.
    """

    dataset: Dataset
    selection: Selection
    look: Look
    renderer: Renderer
    min_cell: int

    def words(self, language: str) -> Words:
        """Return the words of a language of the files."""
        return Words(language, self.dataset.reference)

    def chart(self, key: str, language: str, look: Look | None = None) -> ChartFile:
        """Return a chart of the catalogue that is to become files of a language."""
        answer = CHARTS[key].guarded_answer(self.dataset, self.selection, self.min_cell)
        words = self.words(language)
        return ChartFile(CHARTS[key], answer, words, self.renderer, look or self.look)

    def file(self, key: str, language: str, suffix: str) -> bytes:
        """Return a chart of the catalogue as a file of a language and a format."""
        return chart_bytes(self.chart(key, language), suffix)


class NotOffered(Exception):
    """A preset, ground, frame, format or language that there is none of."""

    def __init__(self, name: str, value: str, known: Sequence[str]) -> None:
        super().__init__(name, value)
        self.name, self.value, self.known = name, value, tuple(known)

    def message(self, words: Words) -> str:
        """Say in one line what was asked and what there is."""
        return words(
            "{name}: there is no {value}. It may be one of: {known}",
            name=self.name,
            value=self.value,
            known=", ".join(self.known),
        )


def read_look(asked: Mapping[str, str]) -> Look:
    """Read the look of a picture from the parts of an address: ``preset``, ``ground``, ``frame``.

    Raises
    ------
    NotOffered
        For the first value that there is none of.
    """
    given = {name: asked.get(name, "") for name in ("preset", "ground", "frame")}
    look = Look()
    preset = offered("preset", given["preset"] or look.preset, tuple(PRESETS))
    ground = offered("ground", given["ground"] or look.ground, GROUNDS)
    frame = offered("frame", given["frame"] or "yes", tuple(_FRAMES))
    return Look(preset, _FRAMES[frame], ground)


def offered(name: str, value: str, known: Sequence[str]) -> str:
    """Return a value that is among those known.

    Raises
    ------
    NotOffered
        Where it is not.
    """
    if value not in known:
        raise NotOffered(name, value, known)
    return value


def each_offered(name: str, values: str, known: Sequence[str]) -> list[str]:
    """Return values split by commas, each once, all of them known.

    Raises
    ------
    NotOffered
        For the first that is not.
    """
    parts = dict.fromkeys(part.strip() for part in values.split(","))
    return [offered(name, part, known) for part in parts]


def chart_bytes(file: ChartFile, suffix: str) -> bytes:
    """Return a chart as a file; the same chart, data and look give the same bytes.

    Parameters
    ----------
    suffix
        One of `WRITERS`.

    Raises
    ------
    NoBrowser, NotDrawn
        For a picture that cannot be drawn.
    """
    return WRITERS[suffix][1](file)


PICTURES: Mapping[str, Callable[[Tab, str, Preset], bytes]] = {
    "png": lambda tab, svg, size: tab.png(svg, size.width, size.height),
    "svg": lambda tab, svg, size: svg.encode(),
    "pdf": lambda tab, svg, size: tab.pdf(svg, size.width / size.dpi, size.height / size.dpi),
}
"""Suffix -> what makes a picture's file of its SVG; these need a browser."""


def _picture(suffix: str) -> Callable[[ChartFile], bytes]:
    return lambda file: file.pictures([suffix])[suffix]


def _csv(file: ChartFile) -> bytes:
    return write_csv(file.answer, file.words(DRAFT) if file.look.draft else "")


def write_csv(answer: Answer, status: str = "") -> bytes:
    """Write the numbers as a table: codes and counts, then what they rest on in every row.

    Parameters
    ----------
    status
        What every row says of the file, such as that it is a draft.
    """
    rests = answer.rests_on
    table = answer.table.assign(
        record_source=";".join(rests.records),
        records=rests.total,
        assigned=";".join(f"{column}={n}" for column, n in rests.assigned.items()),
        selection=answer.selection.query(),
        programme=answer.dataset.reference.programme.name,
        data_version=answer.dataset.version,
        **({"status": status} if status else {}),
    )
    return str(neutralised(table).to_csv(index=False, lineterminator="\r\n")).encode()


def _json(file: ChartFile) -> bytes:
    chart, answer, words = file.chart, file.answer, file.words
    said = {
        "key": chart.key,
        "title": words(chart.title),
        "finding": chart.finding(answer, words),
        "rule": chart.subtitle(answer, words),
        "selection": answer.selection.query(),
        "programme": answer.dataset.reference.programme.name,
        "version": answer.dataset.version,
        "sources": chart.source(answer, words),
        "rests_on": chart.rests(answer, words),
        "rows": json.loads(answer.table.to_json(orient="records", date_format="iso")),
    }
    if file.look.draft:
        said["status"] = words(DRAFT)
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def _xlsx(file: ChartFile) -> bytes:
    return write_xlsx(file.chart, file.answer, file.words, file.look.draft)


def _pptx(file: ChartFile) -> bytes:
    return write_chart(file.renderer, file.chart, file.answer, file.words, file.look.draft)


def _html(file: ChartFile) -> bytes:
    return write_html(file.chart, file.answer, file.words, file.renderer.assets, file.look.draft)


WRITERS: Mapping[str, tuple[str, Callable[[ChartFile], bytes]]] = {
    "csv": ("text/csv", _csv),
    "json": ("application/json", _json),
    "png": ("image/png", _picture("png")),
    "svg": ("image/svg+xml", _picture("svg")),
    "pdf": ("application/pdf", _picture("pdf")),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx),
    "pptx": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", _pptx),
    "html": ("text/html", _html),
}
"""Suffix -> the kind of file, and what writes it."""
