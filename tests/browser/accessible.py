"""What the rules of WCAG 2.2, levels A and AA, find on a page (axe-core)."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe

RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}
ALL_DRAWN = """() => [...document.querySelectorAll('.drawing')].every(room =>
  !room.offsetParent || room.querySelector('.main-svg, [style*="display: none"]'))"""
"""Each room of a drawing has one, or is out of sight, or holds a graph that is not shown."""


def settle(page):
    """Wait until a page has what it asked for and each chart that is shown is drawn."""
    page.wait_for_load_state("networkidle")
    page.wait_for_function(ALL_DRAWN)


def violations(page):
    """Return each rule that a page breaks, with where."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{one['id']}: {node['target']} {node['html'][:120]}"
        for one in found
        for node in one["nodes"][:3]
    ]
