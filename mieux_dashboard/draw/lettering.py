"""How much room letters take, and where labels go so that none touches another.

Widths are estimated for the widest of the fonts in `style.FONT`, so that a label that fits here
fits on every machine.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache

from mieux_dashboard.draw.style import SIZE

LINE = 1.25  # height of a line in font sizes
_WIDTHS = (
    ("ijl'’.,:;!|I \u00a0()·", 0.33),
    ('tfr-/"', 0.41),
    ("mwMW%@", 0.95),
    ("0123456789+", 0.64),
)
_CAPITAL, _OTHER, _BOLD = 0.72, 0.61, 1.13


def text_width(text: str, size: float = SIZE, bold: bool = False) -> float:
    """Estimate the width of one line in pixels, rather too wide than too narrow."""
    return sum(_em(letter) for letter in text) * size * (_BOLD if bold else 1)


@cache
def _em(letter: str) -> float:
    plain = unicodedata.normalize("NFD", letter)[0]
    listed = next((width for letters, width in _WIDTHS if plain in letters), 0.0)
    return listed or (_CAPITAL if plain.isupper() else _OTHER)


def wrap(text: str, width: float, size: float = SIZE, bold: bool = False) -> list[str]:
    """Break a text between words into lines of at most `width` pixels; a long word stays whole."""
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def wrapped(text: str, width: float, size: float = SIZE, bold: bool = False) -> str:
    """Break a text as `wrap` does, and join the lines for a figure."""
    return "<br>".join(wrap(text, width, size, bold))


def spread(wanted: Sequence[float], heights: Sequence[float], low: float = 0.0) -> list[float]:
    """Push labels apart upwards until none touches another.

    Parameters
    ----------
    wanted
        The middle that each label would like, in pixels from the bottom, any order.
    heights
        The height of each label.
    low
        The bottom of the lowest label is at least here.

    Returns
    -------
    list of float
        The middle that each label gets, in the order of `wanted`.
    """
    placed = [0.0] * len(wanted)
    for index in sorted(range(len(wanted)), key=lambda i: wanted[i]):
        middle = max(wanted[index], low + heights[index] / 2)
        placed[index] = middle
        low = middle + heights[index] / 2
    return placed


def rows(spans: Sequence[tuple[float, float]], gap: float = 8.0) -> list[int]:
    """Give each label, from left to right, the first row in which it touches no other.

    Parameters
    ----------
    spans
        Left and right edge of each label in pixels, ordered by left edge or not.
    """
    ends: list[float] = []
    given = [0] * len(spans)
    for index in sorted(range(len(spans)), key=lambda i: spans[i]):
        left, right = spans[index]
        row = next((r for r, end in enumerate(ends) if end + gap <= left), len(ends))
        ends[row : row + 1] = [right]
        given[index] = row
    return given
