"""What marks a figure of the made-up programme, so that no copy of it passes for a real one."""

from __future__ import annotations

from typing import Any

from mieux_dashboard.draw.style import ACCENT, DEMONSTRATION, SMALL, Figure, note
from mieux_dashboard.words import Words

_ROOM = 24  # pixels beneath everything else


def marked(figure: Figure, words: Words) -> Figure:
    """Return a figure with the accent of the demonstration and, beneath it, the words.

    Parameters
    ----------
    figure
        A drawing with margins of its own; a height, where it has one, grows by what the words need.
    words
        The words of a language.
    """
    recoloured: Figure = _recoloured(figure)
    layout = recoloured["layout"]
    margin = layout["margin"] | {"b": layout["margin"]["b"] + _ROOM}
    taller = {"height": layout["height"] + _ROOM} if "height" in layout else {}
    said = note(
        "<b>" + words("Demonstration: made-up data") + "</b>",
        x=1,
        y=0,
        xref="paper",
        yref="paper",
        xanchor="right",
        yanchor="bottom",
        xshift=margin["r"] - 2,
        yshift=2 - margin["b"],
        borderpad=0,
        font={"size": SMALL, "color": DEMONSTRATION},
    )
    annotations = [*layout.get("annotations", []), said]
    return recoloured | {"layout": layout | taller | {"margin": margin, "annotations": annotations}}


def _recoloured(part: Any) -> Any:  # noqa: ANN401 - any part of a figure
    if isinstance(part, dict):
        return {name: _recoloured(value) for name, value in part.items()}
    if isinstance(part, list):
        return [_recoloured(value) for value in part]
    return part.replace(ACCENT, DEMONSTRATION) if isinstance(part, str) else part
