"""The big screen in a browser: scenes, keys, languages, the map, running by itself."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import TELEPHONE

SCREEN = {"width": 1920, "height": 1080}
SCENES = 9


def opened(visit, path, viewport=SCREEN, **options):
    page = visit(path, viewport=viewport, reduced_motion="reduce", **options)
    drawn(page)
    return page


def drawn(page, name=""):
    which = f"#event-{name}" if name else ".scene"
    page.locator(f"{which}:not([hidden])[data-drawn=yes]").wait_for()


def count(page, n):
    page.locator("#event-count", has_text=f"{n} / {SCENES}").wait_for()


def test_every_scene_shows_its_heading_within_the_screen_and_one_drawing_at_most(visit):
    page = opened(visit, "/en/event")
    for n in range(1, SCENES + 1):
        count(page, n)
        drawn(page)
        headings = page.locator("#event-stage h2:visible")
        assert headings.count() == 1
        assert headings.inner_text()
        assert page.locator("#event-stage .js-plotly-plot .main-svg").count() in (0, 2, 3)
        assert page.locator("#event-stage .js-plotly-plot").count() <= 1
        inside = page.evaluate(
            """() => {
              const stage = document.querySelector('#event-stage').getBoundingClientRect();
              const parts = [...document.querySelectorAll('.scene:not([hidden]) *')];
              return parts.filter(part => !part.closest('.room, .unseen') &&
                !part.matches('.unseen')).every(part => {
                const box = part.getBoundingClientRect();
                return box.bottom <= stage.bottom + 1 && box.right <= stage.right + 1;
              });
            }"""
        )
        assert inside, headings.inner_text()
        page.keyboard.press("ArrowRight")
    count(page, 1)


def test_the_keys_turn_the_scenes_and_are_kept_in_the_address(visit):
    page = opened(visit, "/en/event?region=africa")
    for key, n in (("ArrowRight", 2), (" ", 3), ("PageDown", 4), ("ArrowLeft", 3), ("PageUp", 2)):
        page.keyboard.press(key)
        count(page, n)
    assert page.url.endswith("/en/event?region=africa&scene=2")
    page.keyboard.press("p")
    assert page.locator("#event-pause").get_attribute("aria-pressed") == "true"
    page.get_by_role("button", name="Next scene").click()
    count(page, 3)
    page.keyboard.press("Escape")
    page.locator("#overview-sentence", has_text="Africa").wait_for()
    assert page.url.endswith("/en/?region=africa")


def test_the_language_changes_on_the_same_scene(visit):
    page = opened(visit, "/en/event?scene=4")
    page.keyboard.press("l")
    page.locator("#event-actions-by-region h2", has_text="Afrique").wait_for()
    drawn(page, "actions-by-region")
    assert page.locator("html").get_attribute("lang") == "fr"
    assert page.url.endswith("/fr/event?scene=4")
    page.locator(".event-controls [data-language=es]").click()
    page.locator("#event-actions-by-region h2", has_text="África").wait_for()
    count(page, 4)


def test_the_map_ends_with_the_numbers_of_the_chart(visit):
    page = opened(visit, "/en/event?scene=3")
    told = page.evaluate(
        """async () => {
          const plot = document.querySelector('#event-filling-plot .js-plotly-plot');
          const [shapes, dots] = plot.data;
          const shown = shapes.locations.filter((code, k) => shapes.z[k] !== null);
          shown.push(...dots.customdata.filter((code, k) => dots.marker.line.width[k] > 0));
          const chart = await (await fetch('/en/charts/actions-by-country.json?to=2024')).json();
          const reached = await (await fetch('/en/charts/countries-reached.json')).json();
          return {
            shown: shown.sort(), countries: chart.rows.map(row => row.country).sort(),
            n: reached.rows.at(-1).n_countries,
            heading: document.querySelector('#event-filling-heading').textContent,
          };
        }"""
    )
    assert told["shown"] == told["countries"]
    assert len(told["shown"]) == told["n"]
    assert f" {told['n']} " in told["heading"]


def test_the_map_fills_up_year_by_year(visit):
    page = visit("/en/event?scene=3", viewport=SCREEN)
    drawn(page, "filling")
    for year in ("2009", "2010", "2011"):
        page.locator("#event-year", has_text=year).wait_for()
    page.locator("#event-milestone", has_text="GAMM").wait_for()


def test_it_runs_by_itself_and_rotates_the_languages(visit):
    page = opened(visit, "/en/event?kiosk=1&rotate=1&scene=8")
    page.clock.install()
    page.keyboard.press("ArrowLeft")
    count(page, 7)
    for n in (8, 9):
        drawn(page)
        page.clock.run_for(20_000)
        count(page, n)
    page.clock.run_for(20_000)
    page.locator("html[lang=fr]").wait_for()
    count(page, 1)
    assert "kiosk=1" in page.url


def test_the_chosen_scheme_of_other_pages_is_left_alone(visit):
    page = opened(visit, "/en/event", color_scheme="light")
    root = page.locator("html")
    assert root.get_attribute("data-mantine-color-scheme") == "dark"
    page.locator("#event-out").click()
    page.locator("#overview-sentence").wait_for()
    assert root.get_attribute("data-mantine-color-scheme") == "light"


@pytest.mark.parametrize("viewport", [SCREEN, TELEPHONE], ids=["screen", "telephone"])
@pytest.mark.parametrize("scene", [2, 3, 7])
def test_a_scene_can_be_read_by_everyone(visit, viewport, scene):
    page = opened(visit, f"/es/event?scene={scene}&data=demonstration", viewport)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
    assert [violation["id"] for violation in found.response["violations"]] == []
