"""Where what ships with the program lies."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parents[1]


def beside(name: str) -> Path:
    """Return a folder beside the package in a checkout, else the one inside an installed wheel."""
    checkout = _PACKAGE.parent / name
    return checkout if (_PACKAGE.parent / "pyproject.toml").exists() else _PACKAGE / name


SHIPPED = beside("data")
"""The folder of the programme that ships."""
