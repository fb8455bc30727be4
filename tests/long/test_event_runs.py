"""The big screen runs by itself for ten minutes: no error, no other machine, no growing memory."""

from __future__ import annotations

import time

SCREEN = {"width": 1920, "height": 1080}
MINUTES = 10


def measured(session):
    """Return what the page holds once everything that nobody holds is gone."""
    for _ in range(3):
        session.send("HeapProfiler.collectGarbage")
    metrics = session.send("Performance.getMetrics")["metrics"]
    return {one["name"]: one["value"] for one in metrics}


def test_the_kiosk_runs_ten_minutes_in_rotating_languages_without_growing(visit):
    page = visit("/en/event?kiosk=1&rotate=1", viewport=SCREEN)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    session.send("HeapProfiler.enable")
    end = time.monotonic() + MINUTES * 60
    languages, held = set(), []
    while time.monotonic() < end:
        page.wait_for_timeout(20_000)  # the run itself is what is tested: it takes its time
        languages.add(page.locator("html").get_attribute("lang"))
        held.append(measured(session))
    assert languages == {"en", "fr", "es"}
    half = len(held) // 2
    for name, factor in (("JSHeapUsedSize", 1.03), ("Nodes", 1.2), ("JSEventListeners", 1.05)):
        early = max(one[name] for one in held[:half])
        late = max(one[name] for one in held[half:])
        assert late <= factor * early, (name, [one[name] for one in held])
