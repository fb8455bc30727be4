"""The owner's frame in what is exported: logos with their statements, disclaimer and contact."""

from __future__ import annotations

from dataclasses import dataclass

from mieux_dashboard.draw.lettering import LINE, wrap
from mieux_dashboard.model.reference import Frame, Logo
from mieux_dashboard.words import Words, message

__all__ = ["UNOFFICIAL", "Arranged", "Frame", "Logo", "arranged", "frame_of", "standing"]

UNOFFICIAL = message("Unofficial; compiled from public pages")
_LOGO, _SIDE, _GAP = 2.8, 0.42, 8.0  # height in letters; most of a cell's width; between two
_ACROSS = 3


@dataclass(frozen=True, slots=True)
class Arranged:
    """Where the parts of a frame stand in a box, from its left and top.

    Parameters
    ----------
    height
        Of the box.
    logos
        Each with left, top, width and height.
    texts
        Each as lines, with left, top and width.
    """

    height: float
    logos: tuple[tuple[Logo, float, float, float, float], ...] = ()
    texts: tuple[tuple[list[str], float, float, float], ...] = ()


def frame_of(words: Words) -> Frame:
    """Return the owner's frame; one without anything where there is none."""
    return words.reference.programme.frame


def standing(words: Words) -> list[str]:
    """Say who stands behind what is shown: the owner's disclaimer and contact, or that none does.

    What is compiled from public pages says so, as long as no owner gave it a frame.
    """
    programme, language = words.reference.programme, words.language
    frame = programme.frame
    if frame.given:
        return [text[language] for text in (frame.disclaimer, frame.contact) if text]
    return [words(UNOFFICIAL)] if programme.record == "published" else []


def arranged(words: Words, width: float, size: float) -> Arranged:
    """Stand logos beside their statements, at most three across, in letters of a size.

    Disclaimer and contact are no part of it: they stand with the sources (see `standing`).
    """
    logos = frame_of(words).logos
    if not logos:
        return Arranged(0)
    across = min(len(logos), _ACROSS)
    cell = (width - _GAP * (across - 1)) / across
    placed, texts, top = [], [], _GAP / 2
    for start in range(0, len(logos), across):
        tallest = 0.0
        for n, logo in enumerate(logos[start : start + across]):
            left = n * (cell + _GAP)
            high = min(_LOGO * size, cell * _SIDE / logo.ratio)
            wide = high * logo.ratio
            room = cell - wide - _GAP
            lines = wrap(logo.statement[words.language], room, size)
            placed.append((logo, left, top, wide, high))
            texts.append((lines, left + wide + _GAP, top, room))
            tallest = max(tallest, high, len(lines) * size * LINE)
        top += tallest + _GAP / 2
    return Arranged(top, tuple(placed), tuple(texts))
