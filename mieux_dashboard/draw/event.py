"""Drawings for the big screen: letters and marks made larger, and the map year by year."""

from __future__ import annotations

import bisect
from collections.abc import Mapping, Sequence
from typing import Any

from mieux_dashboard.draw.maps import WORLD, lower_limits
from mieux_dashboard.draw.style import CLASSES, CLEAR, Figure

_PIXELS = {
    "xshift", "yshift", "ax", "ay", "standoff", "borderpad", "ticklen", "countrywidth", "size",
    "l", "r", "t", "b", "height",
}  # fmt: skip
"""What a figure says in pixels, wherever it says it."""


def enlarged(figure: Figure, factor: float) -> Figure:
    """Return a figure whose letters, margins and marks are `factor` times as large.

    Its height is left out: a scene gives every drawing the room that is left on it.
    """
    larger: Figure = _larger(figure, factor)
    larger["layout"].pop("height", None)
    return larger


def lifted(figure: Figure) -> Figure:
    """Return a map of the world whose legend stands on the ocean, so that the map is larger."""
    layout = figure["layout"]
    if layout.get("geo", {}).get("lonaxis", {}).get("range") != [WORLD.west, WORLD.east]:
        return figure
    up = layout["margin"]["b"]
    shapes = [
        shape | {"y0": shape["y0"] + up, "y1": shape["y1"] + up}
        if shape.get("ysizemode") == "pixel"
        else shape
        for shape in layout.get("shapes", [])
    ]
    letters = [note | {"yshift": note.get("yshift", 0) + up} for note in layout["annotations"]]
    margin = layout["margin"] | {"b": 0}
    return figure | {
        "layout": layout | {"margin": margin, "shapes": shapes, "annotations": letters}
    }


def frames(figure: Figure, by_year: Sequence[Mapping[str, int]]) -> list[Figure]:
    """Return what changes from year to year on a map: classes of shapes, inks of markers.

    Parameters
    ----------
    figure
        The map of the last year, of `maps.by_country`.
    by_year
        For each year, the number of each country that has any.

    Returns
    -------
    list
        One per year; empty where nothing could be drawn.
    """
    if "geo" not in figure["layout"]:
        return []
    shaped, dotted = figure["data"][0]["locations"], figure["data"][1]["customdata"]
    limits = lower_limits(max([1, *by_year[-1].values()]))
    return [
        {
            "z": [_class(counts, code, limits) for code in shaped],
            "color": [_ink(_class(counts, code, limits)) for code in dotted],
            "width": [2 if code in counts else 0 for code in dotted],
        }
        for counts in by_year
    ]


def _class(counts: Mapping[str, int], code: str, limits: Sequence[int]) -> int | None:
    return bisect.bisect_right(limits, counts[code]) - 1 if code in counts else None


def _ink(k: int | None) -> str:
    return CLEAR if k is None else CLASSES[k]


def _larger(part: Any, factor: float, name: str = "") -> Any:  # noqa: ANN401 - any part of a figure
    if isinstance(part, dict):
        changed = {key: _larger(value, factor, _path(name, key)) for key, value in part.items()}
        return changed | _pixel_sized(part, factor)
    if isinstance(part, list):
        return [_larger(value, factor, name) for value in part]
    is_number = isinstance(part, (int, float)) and not isinstance(part, bool)
    return part * factor if is_number and _in_pixels(name) else part


def _path(name: str, key: str) -> str:
    return f"{name.rpartition('.')[2]}.{key}"


def _in_pixels(name: str) -> bool:
    before, _, key = name.rpartition(".")
    return key in _PIXELS or (key == "width" and before == "line")


def _pixel_sized(shape: Figure, factor: float) -> Figure:
    """Enlarge the sides of a shape that is measured in pixels."""
    return {
        side: shape[side] * factor
        for axis in "xy"
        if shape.get(f"{axis}sizemode") == "pixel"
        for side in (f"{axis}0", f"{axis}1")
    }
