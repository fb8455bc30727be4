"""What a chart of Excel or PowerPoint, which its reader can edit, can honestly show of a chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from mieux_dashboard.charts.chart import Chart
from mieux_dashboard.draw.parts import inks
from mieux_dashboard.draw.style import ACCENT, CLASSES, MUTED, PAPER, REGION_COLOURS, Figure
from mieux_dashboard.model.answer import Answer
from mieux_dashboard.words import Words

_ALONG = ("year", "offset", "bin_months")  # numbers that stand along an axis
_NO_KEYS = ("group", "source", "basis", "level")
_RATE = "per_year"
_MOST = 60  # categories that a native chart may have


@dataclass(frozen=True, slots=True)
class Fill:
    """How a bar is filled: a colour as ``#RRGGBB``, ``solid``, ``hatched`` or ``hollow``."""

    colour: str
    kind: str = "solid"


@dataclass(frozen=True, eq=False)
class Native:
    """What a native chart shows.

    Parameters
    ----------
    kind
        ``bar``, ``column`` or ``line``.
    table
        One row a category, one column a series, both by their names; ``<NA>`` where hidden.
    name
        Of the categories.
    fills
        How each series is filled.
    points
        How each bar is filled, where a single series has bars of several fills.
    stacked
        Whether the series stand on each other.
    along
        The column of the measure's table whose numbers stand along the axis, "" for names.
    """

    kind: str
    table: pd.DataFrame
    name: str
    fills: Sequence[Fill]
    points: Sequence[Fill] = field(default=())
    stacked: bool = False
    along: str = ""

    @property
    def decimals(self) -> int:
        """How many decimals its numbers are shown with."""
        return int(pd.api.types.is_float_dtype(self.table.dtypes.iloc[0]))


@dataclass(frozen=True, eq=False)
class _Series:
    """A series: its name, its number by category, how it is filled."""

    name: str
    numbers: Mapping[str, Any]
    fill: Fill


def native(chart: Chart, answer: Answer, words: Words) -> Native | None:
    """Return what a native chart of bars or a line can show of a chart, None where none can.

    Maps, flows, tables in colour and figures with qualifiers cannot be told by one. Its numbers,
    their order and how bars are filled are those of the drawing; a number of persons that is
    hidden is a gap, never 0.
    """
    figure = chart.draw(answer, words)
    kind = _kind(figure)
    counts = [name for name in chart.columns if name.startswith("n_")]
    keys = _keys(chart, answer.table)
    if not (kind and counts and keys) or chart.by_key or "value" in answer.table:
        return None
    table = _in_order(answer.table, keys[0], figure)
    shown = chart.table(_with(answer, table), words)
    labels = [_capital(label) for label in _column(chart, shown, keys[0])]
    categories = list(dict.fromkeys(labels))
    if len(categories) > _MOST:
        return None
    count = _counted(counts, kind, table)
    series = (
        _divided(table, labels, answer, words)
        or _apart(table, keys, labels, figure, (count, _column(chart, shown, keys[-1])))
        or _assigned(table, count, labels, figure)
        or [_Series(str(words(chart.columns[count][0])), _sums(table, count, labels),
                    _fills(figure)[0])]
    )  # fmt: skip
    cells = {each.name: [each.numbers.get(label) for label in categories] for each in series}
    exact = "Float64" if count == _RATE else "Int64"
    wide = pd.DataFrame(cells, index=pd.Index(categories), dtype=exact)
    return Native(
        kind,
        wide,
        str(words(chart.columns[keys[0]][0])),
        [each.fill for each in series],
        _points(figure, categories) if len(series) == 1 else (),
        stacked=len(series) > 1 and figure["layout"].get("barmode") == "stack",
        along=keys[0] if keys[0] in _ALONG else "",
    )


def _with(answer: Answer, table: pd.DataFrame) -> Answer:
    return Answer(table, answer.selection, answer.dataset, answer.rests_on)


def _counted(counts: Sequence[str], kind: str, table: pd.DataFrame) -> str:
    """Return the column that is drawn."""
    if _RATE in table:
        return _RATE
    return counts[-1] if kind == "line" else counts[0]


def _keys(chart: Chart, table: pd.DataFrame) -> list[str]:
    """Return the columns that a native chart has a bar for each of: one, or two; else none.

    The first stands along its axis, the second is told by colour.
    """
    keys = [name for name in chart.columns if _is_key(table, name)]
    keys.sort(key=lambda name: (name not in _ALONG, name == "region"))
    return keys if len(keys) <= 2 else []


def _is_key(table: pd.DataFrame, name: str) -> bool:
    if name not in table or name in _NO_KEYS:
        return False
    return name in _ALONG or pd.api.types.is_string_dtype(table[name])


def _in_order(table: pd.DataFrame, key: str, figure: Figure) -> pd.DataFrame:
    """Put the rows into the order in which they are drawn, and leave out what is not drawn."""
    codes = [str(code) for code in figure["data"][0].get("customdata") or ()]
    at = {code: n for n, code in enumerate(codes)}
    place = table[key].astype(str).map(at)
    if key in _ALONG or place.isna().all() or len(at) != len(codes):
        return table
    drawn = table[place.notna()]
    return drawn.iloc[place.dropna().astype(int).argsort(kind="stable")].reset_index(drop=True)


def _column(chart: Chart, shown: pd.DataFrame, name: str) -> list[str]:
    """Return a column of a reader's table as text."""
    return [str(cell) for cell in shown.iloc[:, list(chart.columns).index(name)]]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _sums(table: pd.DataFrame, column: str, labels: list[str]) -> dict[str, Any]:
    """Return the number of each category; <NA> where it is hidden."""
    sums = table[column].groupby(labels, sort=False).sum(min_count=1)
    return dict(zip(map(str, sums.index), sums.tolist(), strict=True))


def _divided(table: pd.DataFrame, labels: list[str], answer: Answer, words: Words) -> list[_Series]:
    """Return a series a part, where the reader asked for periods or pillars."""
    return [
        _Series(ink.name, _sums(table, column, labels), _fill(ink.marker))
        for column, ink in inks(answer, words).items()
    ]


def _apart(
    table: pd.DataFrame,
    keys: list[str],
    labels: list[str],
    figure: Figure,
    counted: tuple[str, list[str]],
) -> list[_Series]:
    """Return a series for each code of a second key, none where there is no second."""
    if len(keys) < 2:
        return []
    count, names = counted
    codes = table[keys[1]].astype(str)
    present = [
        code
        for code in dict.fromkeys(codes)
        if table[codes == code][count].isna().any() or table[codes == code][count].any()
    ]
    drawn = _fills(figure) if len(figure["data"]) == len(present) else []
    shades = [CLASSES[3], CLASSES[1], CLASSES[4], CLASSES[2], CLASSES[0]]
    series = []
    for n, code in enumerate(present):
        rows = codes == code
        name = next(each for each, mine in zip(names, rows, strict=True) if mine)
        mine = [label for label, is_mine in zip(labels, rows, strict=True) if is_mine]
        colour = Fill(_hex(REGION_COLOURS.get(code, shades[n % 5])))
        fill = drawn[n] if drawn and code not in REGION_COLOURS else colour
        values = dict(zip(mine, table[rows][count].tolist(), strict=True))
        series.append(_Series(_capital(name), values, fill))
    return series


def _assigned(table: pd.DataFrame, count: str, labels: list[str], figure: Figure) -> list[_Series]:
    """Return two series where some values were assigned by us, as they are drawn."""
    traces = figure["data"]
    if "n_assigned" not in table or len(traces) != 2 or not table["n_assigned"].any():
        return []
    assigned = _sums(table, "n_assigned", labels)
    known = {label: n - assigned[label] for label, n in _sums(table, count, labels).items()}
    parts = zip(traces, (known, assigned), strict=True)
    return [_Series(_capital(trace["name"]), part, _fill(trace["marker"])) for trace, part in parts]


def _kind(figure: Figure) -> str:
    """Return the kind of native chart that a figure is, "" for none."""
    data, layout = figure["data"], figure["layout"]
    kinds = {trace["type"] for trace in data}
    if not data or layout.get("barmode") == "overlay" or not kinds <= {"bar", "scatter"}:
        return ""
    if "scatter" in kinds:
        return "line"
    return "bar" if data[0].get("orientation") == "h" else "column"


def _fills(figure: Figure) -> list[Fill]:
    """Return how each trace is filled."""
    shades = [CLASSES[3], CLASSES[1]]
    fills = [_fill(trace.get("marker") or trace["line"]) for trace in figure["data"]]
    if len(fills) == 2 and fills[0] == fills[1]:
        return [Fill(_hex(shade)) for shade in shades]
    return fills


def _fill(marker: Figure) -> Fill:
    colour = marker["color"]
    if isinstance(colour, list):
        colour = next(iter(colour), ACCENT)
    if "pattern" in marker:
        return Fill(_hex(marker["pattern"]["fgcolor"]), "hatched")
    if colour == PAPER:
        return Fill(_hex(MUTED), "hollow")
    return Fill(_hex(colour))


def _points(figure: Figure, categories: Sequence[str]) -> Sequence[Fill]:
    """Return how each bar is filled where they differ; none where they do not."""
    colours = figure["data"][0].get("marker", {}).get("color")
    if not isinstance(colours, list) or len(colours) != len(categories) or len(set(colours)) < 2:
        return ()
    return [_fill({"color": colour}) for colour in colours]


def _hex(colour: str) -> str:
    parts = colour.removeprefix("rgb(").removesuffix(")").split(",")
    return "#" + "".join(f"{int(part):02X}" for part in parts)
