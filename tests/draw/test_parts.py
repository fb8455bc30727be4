"""The inks of parts are apart, also for readers who see fewer colours, in both schemes."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from mieux_dashboard.draw.style import PILLAR_COLOURS

SHEET = (Path(__file__).parents[2] / "assets" / "style.css").read_text()
DARK = [re.search(rf"--pillar-{n}: (rgb[^;]*);", SHEET)[1] for n in range(1, 6)]
# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear light.
SEEN = {
    "all colours": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "protanopia": [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]],
    "deuteranopia": [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]],
    "tritanopia": [[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]],
}
XYZ = [[0.4339, 0.3762, 0.1899], [0.2127, 0.7152, 0.0722], [0.0178, 0.1095, 0.8730]]
APART = 20
"""CIE76 distance: a tenth of it is just seen."""


def lab(colour, seen):
    code = np.array([int(n) for n in re.findall(r"\d+", colour)]) / 255
    linear = np.where(code <= 0.04045, code / 12.92, ((code + 0.055) / 1.055) ** 2.4)
    light = np.array(XYZ) @ np.clip(np.array(seen) @ linear, 0, 1)
    x, y, z = np.where(light > 0.008856, np.cbrt(light), 7.787 * light + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("seen", SEEN)
@pytest.mark.parametrize("inks", [PILLAR_COLOURS, DARK], ids=["light", "dark"])
def test_two_pillars_never_look_alike(inks, seen):
    for one, other in combinations(inks, 2):
        assert np.linalg.norm(lab(one, SEEN[seen]) - lab(other, SEEN[seen])) > APART
