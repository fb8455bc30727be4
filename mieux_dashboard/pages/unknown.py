"""What a reader or a command is told where a selection names what we do not have."""

from __future__ import annotations

from mieux_dashboard.model.selection import Unknown
from mieux_dashboard.words import Words


def say_unknown(unknown: Unknown, words: Words) -> str:
    """Say what a selection named that we do not have, and what it may name."""
    if not unknown.known:
        return words(
            "{name}: {value} is no year of four digits.", name=unknown.name, value=unknown.value
        )
    return words(
        "{name}: there is no {value}. It may be one of: {known}",
        name=unknown.name,
        value=unknown.value,
        known=", ".join(unknown.known[:40]),
    )
