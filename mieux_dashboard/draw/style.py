"""The look shared by all drawings: inks, region colours, one small template.

Figures carry the light inks. In dark mode the style sheet exchanges these exact colours in the
drawn SVG (``assets/style.css``), so that a figure is the same on screen, on paper and in a file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from mieux_dashboard.model.reference import Reference

Figure = dict[str, Any]

INK = "rgb(23, 32, 51)"
MUTED = "rgb(91, 101, 120)"
GRID = "rgb(228, 231, 237)"
BAND = "rgb(240, 243, 249)"
LAND = "rgb(232, 235, 239)"
PAPER = "rgb(255, 255, 255)"
ACCENT = "rgb(11, 78, 162)"
DEMONSTRATION = "rgb(150, 60, 110)"  # the accent of what is made up
CLEAR = "rgba(0,0,0,0)"
REGION_COLOURS = {
    "africa": "rgb(184, 68, 25)",
    "latin-america-caribbean": "rgb(109, 79, 163)",
    "eu-neighbourhood": "rgb(31, 111, 181)",
    "asia": "rgb(31, 128, 106)",
    "other": "rgb(110, 116, 128)",
    "eu": "rgb(110, 116, 128)",
}
# Five classes in one hue, from few to many; numbers that stand on them have inks of their own, so
# that dark mode may exchange them together or not at all.
CLASSES = (
    "rgb(196, 218, 239)",
    "rgb(137, 181, 221)",
    "rgb(76, 139, 197)",
    "rgb(24, 95, 163)",
    "rgb(9, 52, 110)",
)
# The pillars in reading order, apart also for readers who see fewer colours.
PILLAR_COLOURS = (
    "rgb(20, 40, 140)",
    "rgb(160, 60, 5)",
    "rgb(30, 170, 115)",
    "rgb(131, 83, 144)",
    "rgb(214, 160, 20)",
)
ON_LIGHT = "rgb(22, 31, 50)"
ON_DARK = "rgb(254, 254, 254)"
COLOURS = (
    INK, MUTED, GRID, BAND, LAND, PAPER, ACCENT, DEMONSTRATION, CLEAR, ON_LIGHT, ON_DARK,
    *REGION_COLOURS.values(), *CLASSES, *PILLAR_COLOURS,
)  # fmt: skip
"""Every colour that a figure may have; dark mode exchanges these and no other."""
DARK = {
    PAPER: "rgb(20, 24, 33)",
    INK: "rgb(229, 233, 241)",
    MUTED: "rgb(160, 170, 188)",
    GRID: "rgb(44, 50, 63)",
    BAND: "rgb(30, 36, 48)",
    LAND: "rgb(52, 59, 73)",
    ACCENT: "rgb(92, 148, 222)",
    DEMONSTRATION: "rgb(222, 140, 186)",
    REGION_COLOURS["africa"]: "rgb(226, 117, 72)",
    REGION_COLOURS["latin-america-caribbean"]: "rgb(160, 132, 211)",
    REGION_COLOURS["eu-neighbourhood"]: "rgb(84, 160, 225)",
    REGION_COLOURS["asia"]: "rgb(62, 174, 146)",
    CLASSES[0]: "rgb(39, 71, 112)",
    CLASSES[1]: "rgb(41, 98, 158)",
    CLASSES[2]: "rgb(63, 133, 202)",
    CLASSES[3]: "rgb(122, 178, 230)",
    CLASSES[4]: "rgb(197, 222, 246)",
    ON_LIGHT: "rgb(254, 254, 254)",
    ON_DARK: "rgb(22, 31, 50)",
}
"""Ink -> its twin on a dark ground, the same as in the style sheet: for files, which have none."""
FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", "DejaVu Sans", sans-serif'
SIZE = 13
SMALL = 12


@lru_cache(8)
def region_colours(reference: Reference) -> Mapping[str, str]:
    """Return the colour of each region: its own, or of a programme's own region the next one."""
    listed = list(dict.fromkeys(reference.regions["id"]))
    free = [ink for region, ink in REGION_COLOURS.items() if region not in listed]
    inks = list(dict.fromkeys(free)) or list(dict.fromkeys(REGION_COLOURS.values()))
    others = [region for region in listed if region not in REGION_COLOURS]
    return REGION_COLOURS | {region: inks[n % len(inks)] for n, region in enumerate(others)}


def on_class(k: int) -> str:
    """Return the ink of a number that stands on class `k`."""
    return ON_LIGHT if k < 3 else ON_DARK


def layout(**changes: object) -> Figure:
    """Return the shared layout with `changes` laid over it (axes are merged, not replaced)."""
    shared: Figure = {
        "font": {"family": FONT, "size": SIZE, "color": INK},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
        "bargap": 0.25,
        "uirevision": "kept",
        "hoverlabel": {"bgcolor": PAPER, "bordercolor": GRID, "font": {"color": INK, "size": SIZE}},
        "xaxis": {"automargin": True, "gridcolor": GRID, "zeroline": False, "fixedrange": True},
        "yaxis": {"automargin": True, "gridcolor": GRID, "zeroline": False, "fixedrange": True},
    }
    for name, value in changes.items():
        merge = isinstance(value, dict) and isinstance(shared.get(name), dict)
        shared[name] = shared[name] | value if merge else value
    return shared


def cuts(at: Sequence[float]) -> Figure:
    """Return a layout's ``meta``: where a picture may cut a tall drawing into columns.

    Parameters
    ----------
    at
        Pixels from the top of the drawing: where its first row begins, each further row, and where
        the last ends. What is above the first and beneath the last is repeated with every column.
    """
    return {"cuts": [round(y) for y in at]}


def note(text: str, **changes: object) -> Figure:
    """Return an annotation without an arrow: small, muted, left-aligned, with `changes`."""
    return {
        "text": text,
        "showarrow": False,
        "align": "left",
        "xanchor": "left",
        "font": {"size": SMALL, "color": MUTED},
    } | changes


def coloured(text: str, colour: str) -> str:
    """Return `text` in a colour of its own, for use inside an annotation or tick label."""
    return f'<span style="color: {colour}">{text}</span>'


def solid(colour: str) -> Figure:
    """Return how what was counted is filled."""
    return {"color": colour, "line": {"width": 0}}


def hollow() -> Figure:
    """Return how what is not known is filled."""
    return {"color": PAPER, "line": {"width": 1, "color": MUTED}}


def hatched() -> Figure:
    """Return how what was assigned or derived is filled."""
    return {
        "color": PAPER,
        "line": {"width": 1, "color": ACCENT},
        "pattern": {"shape": "/", "fgcolor": ACCENT, "bgcolor": PAPER, "size": 6, "solidity": 0.25},
    }
