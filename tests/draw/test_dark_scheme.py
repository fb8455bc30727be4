"""The style sheet exchanges every ink of the drawings in the dark scheme."""

from __future__ import annotations

from pathlib import Path

import pytest

from mieux_dashboard.draw.style import CLEAR, COLOURS, REGION_COLOURS

SHEET = (Path(__file__).parents[2] / "assets" / "style.css").read_text()
SAME_ON_BOTH = {CLEAR, REGION_COLOURS["other"]}


@pytest.mark.parametrize("colour", sorted({*COLOURS} - SAME_ON_BOTH))
@pytest.mark.parametrize("ink", ["fill", "stroke"])
def test_every_ink_has_a_dark_one(colour, ink):
    assert f'[{ink}="{colour}"]' in SHEET
    assert f'[style*="{ink}: {colour}"]' in SHEET
