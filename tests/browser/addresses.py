"""Every page of the dashboard at an address that shows something."""

from __future__ import annotations

from mieux_dashboard.pages import PAGES

SHOWN = {
    "<action_id>": ("benin-ii", "DEMO-001"),
    "<key>": ("actions-by-pillar", "actions-by-pillar"),
    "<iso3>": ("CRI", "GHA"),
    "<group_id>": ("ecowas", "west-africa"),
    "<number>": ("1", "1"),
}
"""What stands for the variable parts of an address: in the record, in the demonstration."""


def addresses(made_up: bool = False) -> list[str]:
    """Return the address of each page beneath the language, of the record or made up."""
    found = []
    for page in PAGES:
        here = page.path
        for name, values in SHOWN.items():
            here = here.replace(name, values[made_up])
        found.append(here + ("?data=demonstration" if made_up else ""))
    return found
