"""No letters of a drawing touch others or leave their drawing, measured from their boxes."""

from __future__ import annotations

import pytest

from tests.browser.accessible import settle

PATHS = (
    "",
    "map",
    "timeline?milestone=khartoum-2014,valletta-2015,eu-turkey-2016,gcm-adoption-2018",
    "requests",
    "expertise",
    "results?data=demonstration",
    "about",
    "map?by=pillar",
    "timeline?by=pillar",
    "compare?by=region&of=africa,asia,eu-neighbourhood",
)
TOUCHING = """() => {
  const found = [];
  for (const plot of document.querySelectorAll('.js-plotly-plot')) {
    const frame = plot.getBoundingClientRect();
    const boxes = [...plot.querySelectorAll('svg text')]
      .filter(text => text.textContent.trim() && getComputedStyle(text).visibility !== 'hidden')
      .map(text => [text.textContent.slice(0, 40), text.getBoundingClientRect()])
      .filter(([, box]) => box.width > 0);
    boxes.forEach(([one, a], at) => {
      if (a.left < frame.left - 1 || a.right > frame.right + 1 || a.bottom > frame.bottom + 1)
        found.push([plot.parentElement.id, 'clipped', one]);
      for (const [other, b] of boxes.slice(at + 1)) {
        const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (wide > 1.5 && high > 3) found.push([plot.parentElement.id, one, other]);
      }
    });
  }
  return found;
}"""


def touching(page):
    """Return the letters that touch others or leave their drawing, when all is drawn."""
    settle(page)
    return page.evaluate(TOUCHING)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(("width", "language"), [(1440, "fr"), (1024, "es"), (390, "en")], ids=str)
def test_no_label_touches_another(visit, path, width, language):
    page = visit(f"/{language}/{path}", viewport={"width": width, "height": 900})
    assert touching(page) == []
