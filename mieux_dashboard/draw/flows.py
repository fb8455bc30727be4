"""Where expertise came from and where it went: bands to regions, and lines between countries."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from mieux_dashboard.draw import texts
from mieux_dashboard.draw.lettering import wrap
from mieux_dashboard.draw.maps import WORLD, disclaimer, frame, under
from mieux_dashboard.draw.style import (
    ACCENT,
    CLASSES,
    INK,
    MUTED,
    PAPER,
    SMALL,
    Figure,
    layout,
    note,
    region_colours,
)
from mieux_dashboard.model.answer import Answer
from mieux_dashboard.words import Words

SHOWN = 12
"""How many Member States stand by name; the others stand together."""
OTHERS, OUTSIDE = "other-member-states", "outside"
_HEIGHT, _PAD, _THICK = 470, 10, 8
_LEFT, _RIGHT = 122, 104
_FAINT, _MANY = 0.35, 200  # how faint what lies over much else is; from how many lines on


@dataclass(frozen=True, slots=True)
class _Node:
    """One end of the bands: its name, its number, where its middle is in parts of the height."""

    code: str
    name: str
    n: int
    middle: float
    x: float
    colour: str


def expertise_flows(answer: Answer, words: Words) -> Figure:
    """Draw bands from the experts' countries to the regions of the Actions.

    Names stand in the margins, so that no width clips them.

    Parameters
    ----------
    answer
        With the table of `measure.people.expertise_flows`.
    """
    sums = _grouped(answer.table)
    names = _origin_names(sums, words)
    regions = {code: words.region(code) for code in dict.fromkeys(sums["region"])}
    tall = _HEIGHT - 8
    totals = [sums.groupby(column)["n_actions"].sum() for column in ("origin", "region")]
    scale = _scale([len(names), len(regions)], int(totals[0].sum()), tall)
    origins = _nodes(names, totals[0], 0.001, scale, dict.fromkeys(names, ACCENT))
    targets = _nodes(regions, totals[1], 0.999, scale, region_colours(words.reference))
    return {
        "data": [_sankey([*origins, *targets], sums, words)],
        "layout": layout(
            height=_HEIGHT,
            margin={"l": _LEFT, "r": _RIGHT, "t": 4, "b": 4},
            annotations=[
                *(_beside(node, words, left=True) for node in origins),
                *(_beside(node, words, left=False) for node in targets),
            ],
        ),
    }


def _grouped(table: pd.DataFrame) -> pd.DataFrame:
    """Add up ``n_actions`` by ``origin`` and region; a few Member States keep their names."""
    members = table[table["origin_kind"] == "member-state"]
    sums = members.groupby("country", sort=False)["n_actions"].sum()
    named = set(sums.sort_values(ascending=False, kind="stable").head(SHOWN).index)
    origin = [
        OUTSIDE if kind == "other" else country if country in named else OTHERS
        for kind, country in zip(table["origin_kind"], table["country"], strict=True)
    ]
    keyed = table.assign(origin=origin)
    return keyed.groupby(["origin", "region"], sort=False)["n_actions"].sum().reset_index()


def _origin_names(sums: pd.DataFrame, words: Words) -> dict[str, str]:
    """Name the origins: Member States by their number, then what stands together."""
    totals = sums.groupby("origin", sort=False)["n_actions"].sum()
    totals = totals.sort_values(ascending=False, kind="stable")
    together = {OTHERS: words("Other Member States"), OUTSIDE: words("Outside the EU")}
    named = {str(code): words.country(str(code)) for code in totals.index if code not in together}
    return named | {code: name for code, name in together.items() if code in totals.index}


def _scale(ends: Sequence[int], total: int, tall: int) -> float:
    """Return the pixels per Action, as the renderer will set them."""
    return min((tall - (n - 1) * _PAD) / total for n in ends)


def _nodes(
    names: Mapping[str, str],
    totals: pd.Series[int],
    x: float,
    scale: float,
    colours: Mapping[str, str],
) -> list[_Node]:
    """Stack the ends of one side, the whole in the middle of the height."""
    tall = _HEIGHT - 8
    used = sum(totals) * scale + (len(names) - 1) * _PAD
    y, nodes = (tall - used) / 2, []
    for code, name in names.items():
        high = int(totals[code]) * scale
        nodes.append(_Node(code, name, int(totals[code]), (y + high / 2) / tall, x, colours[code]))
        y += high + _PAD
    return nodes


def _sankey(nodes: list[_Node], sums: pd.DataFrame, words: Words) -> Figure:
    place = {node.code: number for number, node in enumerate(nodes)}
    names = {node.code: node.name for node in nodes}
    rows, colours = sums.to_dict("records"), region_colours(words.reference)
    return {
        "type": "sankey",
        "arrangement": "fixed",
        "node": {
            "label": [""] * len(nodes),
            "x": [node.x for node in nodes],
            "y": [max(0.001, node.middle) for node in nodes],
            "color": [node.colour for node in nodes],
            "line": {"width": 0},
            "pad": _PAD,
            "thickness": _THICK,
            "customdata": [node.code for node in nodes],
            "hovertemplate": [_of_node(node, words) for node in nodes],
        },
        "link": {
            "source": [place[row["origin"]] for row in rows],
            "target": [place[row["region"]] for row in rows],
            "value": [int(row["n_actions"]) for row in rows],
            "color": [faint(colours[row["region"]]) for row in rows],
            "hovertemplate": [_of_link(row, names, words) for row in rows],
        },
    }


def faint(colour: str) -> str:
    """Return a colour through which what lies beneath is seen."""
    return colour.replace("rgb(", "rgba(").replace(")", f", {_FAINT})")


def _of_node(node: _Node, words: Words) -> str:
    return f"<b>{node.name}</b><br>{words.number(node.n)}<extra></extra>"


def _of_link(row: dict[Any, Any], names: Mapping[str, str], words: Words) -> str:
    ends = f"{names[row['origin']]} → {names[row['region']]}"
    return f"<b>{ends}</b><br>{words.number(int(row['n_actions']))}<extra></extra>"


def _beside(node: _Node, words: Words, left: bool) -> Figure:
    """Write an end's name and number in the margin beside it."""
    gap, room = ("\u00a0", _LEFT - 10) if left else (" ", _RIGHT - 10)
    lines = wrap(f"{node.name}{gap}{words.number(node.n)}", room, SMALL)
    aside = {"x": 0, "xanchor": "right", "align": "right", "xshift": -6}
    if not left:
        aside = {"x": 1, "xanchor": "left", "align": "left", "xshift": 6}
    return note(
        "<br>".join(lines),
        y=1 - node.middle,
        xref="paper",
        yref="paper",
        yanchor="middle",
        borderpad=0,
        font={"size": SMALL, "color": INK if left else node.colour},
        **aside,
    )


def expertise_exchange(answer: Answer, words: Words) -> Figure:
    """Draw a line from each country of experts to each partner country, and a dot at each.

    Lines from outside the EU lie above the others, in ink.

    Parameters
    ----------
    answer
        With the table of `measure.people.expertise_exchange`.
    """
    reference = answer.dataset.reference
    places = reference.countries.set_index("iso3")[["lat", "lon"]].dropna()
    members = set(reference.member_states["iso3"])
    table = answer.table
    table = table[table["country"].isin(places.index) & table["partner"].isin(places.index)]
    inside = table["country"].isin(members)
    shapes, letters, below = _key(words)
    return {
        "data": [
            _lines(table[inside], places, CLASSES[1], 0.8),
            _lines(table[~inside], places, INK, 1),
            _dots(_ends(table, "partner", "country"), places, PAPER, words),
            _dots(_ends(table, "country", "partner"), places, ACCENT, words),
        ],
        "layout": layout(
            margin={"l": 0, "r": 0, "t": 0, "b": below},
            dragmode="pan",
            geo=frame(WORLD),
            shapes=shapes,
            annotations=letters,
        ),
    }


def _lines(table: pd.DataFrame, places: pd.DataFrame, colour: str, width: float) -> Figure:
    """Return one trace of lines between two countries each."""
    lines: dict[str, list[float | None]] = {"lon": [], "lat": []}
    for axis, points in lines.items():
        at = places[axis]
        for country, partner in zip(table["country"], table["partner"], strict=True):
            points += [float(at[country]), float(at[partner]), None]
    return {
        "type": "scattergeo",
        "mode": "lines",
        **lines,
        "line": {"color": colour, "width": width},
        "opacity": _FAINT if len(table) > _MANY else 0.6,
        "hoverinfo": "skip",
    }


def _ends(table: pd.DataFrame, end: str, other: str) -> pd.DataFrame:
    """Count at each ``code`` the other ends: ``n_others``."""
    counts = table.groupby(end, sort=False)[other].nunique()
    return counts.rename_axis("code").rename("n_others").reset_index().assign(end=end)


def _dots(ends: pd.DataFrame, places: pd.DataFrame, fill: str, words: Words) -> Figure:
    counts = [int(n) for n in ends["n_others"].tolist()]
    hovers = [
        f"<b>{words.country(code)}</b><br>{_of_end(end, n, words)}"
        for code, end, n in zip(ends["code"], ends["end"], counts, strict=True)
    ]
    return {
        "type": "scattergeo",
        "mode": "markers",
        "lon": ends["code"].map(places["lon"]).tolist(),
        "lat": ends["code"].map(places["lat"]).tolist(),
        "marker": {
            "size": [3 + 1.4 * math.sqrt(n) if fill == ACCENT else 6 for n in counts],
            "opacity": 1,
            "color": fill,
            "line": {"color": MUTED if fill == PAPER else PAPER, "width": 1},
        },
        "customdata": ends["code"].tolist(),
        "hoverinfo": "text",
        "hovertext": hovers,
    }


def _of_end(end: str, n: int, words: Words) -> str:
    if end == "country":
        return words.plural(
            "experts from here: to {n} country", "experts from here: to {n} countries", n
        )
    return words.plural(
        "experts came here from {n} country", "experts came here from {n} countries", n
    )


def _key(words: Words) -> tuple[list[Figure], list[Figure], int]:
    """Return the legend and the note on boundaries, and the pixels that they need below the map."""
    rows = [
        (_dot(ACCENT), words("country of experts, larger the more countries they supported")),
        (_dot(PAPER), words("partner country")),
        (_stroke(CLASSES[1]), words("from a Member State of the EU")),
        (_stroke(INK), words("from outside the EU")),
    ]
    shapes, letters, top = [], [], 8
    for shape, text in rows:
        lines = wrap(text, texts.NARROWEST - 24, SMALL)
        shapes.append(_moved(shape, top))
        letters.append(under(24, -top, "<br>".join(lines)))
        top += 16 * len(lines)
    said, below = disclaimer(words, top + 6)
    return shapes, [*letters, said], below


def _dot(fill: str) -> Figure:
    return {
        "type": "circle",
        "x0": 4,
        "x1": 13,
        "y0": -4.5,
        "y1": 4.5,
        "fillcolor": fill,
        "line": {"width": 1, "color": MUTED if fill == PAPER else PAPER},
    }


def _stroke(colour: str) -> Figure:
    return {
        "type": "line",
        "x0": 2,
        "x1": 17,
        "y0": 0,
        "y1": 0,
        "line": {"width": 2, "color": colour},
    }


def _moved(shape: Figure, top: int) -> Figure:
    """Place a field of the legend `top` pixels below the map."""
    at = {"xref": "paper", "yref": "paper", "xsizemode": "pixel", "ysizemode": "pixel"}
    ends = {side: shape[side] - top - 8 for side in ("y0", "y1")}
    return shape | at | ends | {"xanchor": 0, "yanchor": 0}
