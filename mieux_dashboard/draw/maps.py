"""The map: countries and territories in one hue by their number of Actions.

Shapes come from the map files that the page or the exporter serves (``world_110m`` for the world,
``world_50m`` for a part of it). Places that such a map cannot show, and those without a shape, get
a marker of the same colour.
"""

from __future__ import annotations

import bisect
import math
from dataclasses import dataclass, replace
from itertools import pairwise

import pandas as pd

from mieux_dashboard.draw import texts
from mieux_dashboard.draw.lettering import LINE, text_width, wrap
from mieux_dashboard.draw.style import (
    CLASSES,
    CLEAR,
    INK,
    LAND,
    MUTED,
    PAPER,
    SMALL,
    Figure,
    layout,
    note,
)
from mieux_dashboard.model.answer import Answer
from mieux_dashboard.model.reference import Reference
from mieux_dashboard.words import Words

NARROWEST = 324
MARKER = 9
RATIO = 1.84  # width to height of the world's frame, without what stands beneath it


@dataclass(frozen=True, slots=True)
class View:
    """What part of the world a map shows: west, east, south, north in degrees."""

    west: float
    east: float
    south: float
    north: float
    resolution: int = 50


WORLD = View(-124, 160, -57, 73, resolution=110)
REGIONS = {
    "africa": View(-27, 60, -37, 26),
    "latin-america-caribbean": View(-119, -33, -57, 34),
    "eu-neighbourhood": View(-19, 52, 16, 58),
    "asia": View(44, 154, -13, 57),
}
_MARGIN = (26.0, 18.0)  # degrees around the label points of chosen countries, lon and lat


@dataclass(frozen=True, slots=True)
class Shading:
    """What a map shades by: a column, what it counts, and the words of its legend.

    Parameters
    ----------
    column
        The counts; a hidden one (``<NA>``) is drawn as nothing.
    counted
        What they count, as `texts.counted` names it.
    title, none
        What stands above the legend, and beside the grey of a country without any.
    """

    column: str
    counted: str
    title: str
    none: str


def by_country(answer: Answer, words: Words) -> Figure:
    """Draw the Actions of each country, framed on what was chosen.

    Parameters
    ----------
    answer
        With the table of `measure.actions.actions_by_country`.
    """
    legend = Shading("n_actions", "actions", words("Number of Actions"), words("no Action"))
    return shaded(answer, words, legend, framed(answer))


def requests_by_country(answer: Answer, words: Words) -> Figure:
    """Draw the requests of each country, framed on what was chosen.

    Parameters
    ----------
    answer
        With the table of `measure.requests.requests_by_country`.
    """
    legend = Shading("n_requests", "requests", words("Number of requests"), words("none"))
    return shaded(answer, words, legend, framed(answer))


def experts_by_country(answer: Answer, words: Words) -> Figure:
    """Draw the experts of each country, always on the whole world: they come from elsewhere.

    Parameters
    ----------
    answer
        With the table of `measure.people.experts_by_country`.
    """
    legend = Shading("n_experts", "experts", words("Number of experts"), words("none"))
    return shaded(answer, words, legend, WORLD)


def participants_by_country(answer: Answer, words: Words) -> Figure:
    """Draw the participants of each country, framed on what was chosen.

    Parameters
    ----------
    answer
        With the table of `measure.activities.participants_by_country`.
    """
    title = words("Number of participants")
    legend = Shading("n_participants", "participants", title, words("none"))
    return shaded(answer, words, legend, framed(answer))


def shaded(answer: Answer, words: Words, legend: Shading, view: View) -> Figure:
    """Draw a map of countries and territories by a number.

    Its height is left to whoever shows it, since a map's shape depends on the width.

    Parameters
    ----------
    answer
        With a table that has ``country`` and the column of `legend`.
    legend
        What the map shades by.
    view
        The part of the world that it shows.
    """
    places = answer.dataset.reference.countries.set_index("iso3")
    placed = answer.table["country"].isin(places.index)
    known = answer.table[placed & answer.table[legend.column].notna()]
    counts = [int(n) for n in known[legend.column].tolist()]
    limits = lower_limits(max([1, *counts]))
    table = known.assign(
        k=[bisect.bisect_right(limits, n) - 1 for n in counts],
        small=known["country"].map(places["small"]),
        hover=_hovers(known["country"], counts, legend.counted, words),
    )
    table = table[table["k"] >= 0]
    shaped = table[~table["small"]] if view == WORLD else table
    labels = _class_labels([*limits, max([1, *counts]) + 1], words)
    none = legend.none if len(known) == placed.sum() else words("none, or not shown")
    shapes, annotations, below = _beneath(labels, legend.title, none, words)
    return {
        "data": [_shapes(shaped), _markers(table[table["small"]], places)],
        "layout": layout(
            margin={"l": 0, "r": 0, "t": 0, "b": below},
            dragmode="pan",
            geo=frame(view),
            shapes=shapes,
            annotations=annotations,
        ),
    }


def lower_limits(highest: int, classes: int = len(CLASSES)) -> list[int]:
    """Return the smallest number of each class: whole, and further apart the higher they are."""
    limits = [1]
    for k in range(1, classes):
        limits.append(max(limits[-1] + 1, math.floor(highest ** (k / classes) + 0.5)))
    return limits


def framed(answer: Answer) -> View:
    """Return the part of the world that shows what was chosen: a region, countries, or all."""
    chosen = answer.selection
    if chosen.country or chosen.group:
        codes = {*chosen.country, *_members(answer.dataset.reference, chosen.group)}
        places = answer.dataset.reference.countries
        return around(places[places["iso3"].isin(codes)])
    if len(chosen.region) == 1:
        places = answer.dataset.reference.countries
        region = chosen.region[0]
        return REGIONS.get(region) or around(places[places["region"] == region])
    return WORLD


def _members(reference: Reference, groups: tuple[str, ...]) -> list[str]:
    """List the countries of groups, or of subregions, which are groups too."""
    listed = reference.groups[reference.groups["id"].isin(groups)]["members"]
    within = reference.countries[reference.countries["subregion"].isin(groups)]["iso3"]
    return [*(code for cell in listed for code in cell.split(";") if code), *within]


def around(places: pd.DataFrame) -> View:
    """Return a view of places by their ``lat`` and ``lon``, with room around them."""
    known = places.dropna(subset=["lat", "lon"])
    if known.empty:
        return WORLD
    lon, lat = known["lon"], known["lat"]
    if lon.max() - lon.min() > 180:  # around the antimeridian
        lon = lon.where(lon > 0, lon + 360)
    aside, above = _MARGIN
    south, north = max(-57.0, lat.min() - above), min(75.0, lat.max() + above)
    return View(float(lon.min() - aside), float(lon.max() + aside), float(south), float(north))


def filled(view: View, ratio: float = RATIO) -> View:
    """Widen a view, so that no map ends within a frame of `ratio` (width to height)."""
    across, up = view.east - view.west, view.north - view.south
    shrink = math.cos(math.radians((view.north + view.south) / 2))
    missing = max(0.0, min(300.0, ratio * up / shrink) - across) / 2
    above = max(0.0, across * shrink / ratio - up) / 2
    return replace(
        view,
        west=view.west - missing,
        east=view.east + missing,
        south=max(-57.0, view.south - above),
        north=min(75.0, view.north + above),
    )


def frame(chosen: View) -> Figure:
    """Return the axes, inks and projection of a map that shows a part of the world."""
    view = chosen if chosen == WORLD else filled(chosen)
    middle = (view.west + view.east) / 2
    return {
        "uirevision": f"{view}",
        "scope": "world",
        "resolution": view.resolution,
        "fitbounds": False,
        "projection": {"type": "natural earth", "rotation": {"lon": middle, "lat": 0, "roll": 0}},
        "lonaxis": {"range": [view.west, view.east]},
        "lataxis": {"range": [view.south, view.north]},
        "bgcolor": CLEAR,
        "showland": True,
        "landcolor": LAND,
        "showcountries": True,
        "countrycolor": PAPER,
        "countrywidth": 0.6,
        "showcoastlines": False,
        "showlakes": False,
        "showframe": False,
        "showocean": False,
    }


def _hovers(countries: pd.Series[str], counts: list[int], kind: str, words: Words) -> list[str]:
    return [
        f"<b>{words.country(code)}</b><br>{texts.counted(kind, n, words)}"
        for code, n in zip(countries, counts, strict=True)
    ]


def _shapes(table: pd.DataFrame) -> Figure:
    steps = len(CLASSES) - 1
    return {
        "type": "choropleth",
        "locationmode": "ISO-3",
        "locations": table["country"].tolist(),
        "z": table["k"].tolist(),
        "zmin": 0,
        "zmax": steps,
        "colorscale": [[k / steps, colour] for k, colour in enumerate(CLASSES)],
        "showscale": False,
        "marker": {"line": {"color": PAPER, "width": 0.6}},
        "customdata": table["country"].tolist(),
        "hoverinfo": "text",
        "hovertext": table["hover"].tolist(),
    }


def _markers(table: pd.DataFrame, places: pd.DataFrame) -> Figure:
    return {
        "type": "scattergeo",
        "mode": "markers",
        "lon": table["country"].map(places["lon"]).tolist(),
        "lat": table["country"].map(places["lat"]).tolist(),
        "marker": {
            "size": MARKER,
            "opacity": 1,
            "color": [CLASSES[k] for k in table["k"]],
            "line": {"color": PAPER, "width": 1},
        },
        "customdata": table["country"].tolist(),
        "hoverinfo": "text",
        "hovertext": table["hover"].tolist(),
    }


def _beneath(
    labels: list[str], title: str, none: str, words: Words
) -> tuple[list[Figure], list[Figure], int]:
    """Return the legend and the note on boundaries, and the pixels that they need below the map."""
    shapes, letters, left = [], [under(0, -6, title, INK)], 0.0
    for label, colour in zip(labels, CLASSES, strict=True):
        width = max(30, round(text_width(label, SMALL)) + 8)
        shapes.append(_swatch(left, width, colour))
        letters.append(under(left, -38, label))
        left += width
    shapes.append(_swatch(left + 12, 30, LAND))
    letters.append(under(left + 12, -38, none))
    said, below = disclaimer(words, 62)
    return shapes, [*letters, said], below


def disclaimer(words: Words, top: int) -> tuple[Figure, int]:
    """Return the note on boundaries `top` pixels below a map, and where it ends."""
    lines = wrap(
        words("The boundaries and names shown on this map do not imply official endorsement."),
        NARROWEST,
        SMALL,
    )
    return under(0, -top, "<br>".join(lines)), top + 4 + round(len(lines) * SMALL * LINE)


def _class_labels(limits: list[int], words: Words) -> list[str]:
    """Say what each class holds: 1, 2–3, 4–6; the last of `limits` is one past the last class."""
    return [
        words.number(low) if high <= low + 1 else f"{words.number(low)}–{words.number(high - 1)}"
        for low, high in pairwise(limits)
    ]


def _swatch(left: float, width: float, colour: str) -> Figure:
    """Draw a field of the legend at a distance in pixels from the map's lower left corner."""
    return {
        "type": "rect",
        "xref": "paper",
        "yref": "paper",
        "xsizemode": "pixel",
        "ysizemode": "pixel",
        "xanchor": 0,
        "yanchor": 0,
        "x0": left + 2,
        "x1": left + width + 2,
        "y0": -36,
        "y1": -26,
        "fillcolor": colour,
        "line": {"width": 0},
    }


def under(left: float, top: float, text: str, colour: str = MUTED) -> Figure:
    """Write a text at a distance in pixels from the map's lower left corner."""
    return note(
        text,
        x=0,
        y=0,
        xref="paper",
        yref="paper",
        xshift=left + 2,
        yshift=top,
        yanchor="top",
        borderpad=0,
        font={"size": SMALL, "color": colour},
    )
