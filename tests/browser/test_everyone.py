"""Everyone reaches everything: by keyboard, on 320 pixels, in any language and scheme."""

from __future__ import annotations

import re

import pytest

from mieux_dashboard.model.columns import LANGUAGES
from tests.browser.accessible import settle, violations
from tests.browser.addresses import addresses
from tests.browser.conftest import LAPTOP, TELEPHONE

NARROW = {"width": 320, "height": 640}
"""What a page of 1280 pixels has at 400 %, and the smallest telephone (WCAG 1.4.10)."""
ZOOMED = {"width": 640, "height": 400}
"""What a window of 1280 by 800 pixels has at 200 % (WCAG 1.4.4)."""
COVERING = [
    (made_up if n // 2 % 2 else public, LANGUAGES[n % 3], (LAPTOP, TELEPHONE)[n // 3 % 2], scheme)
    for n, (public, made_up) in enumerate(zip(addresses(), addresses(made_up=True), strict=True))
    for scheme in [("light", "dark")[n % 2]]
]
"""Each page in one language, width and scheme, so that each value meets many pages."""
FOCUS = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  const shown = one.closest('.mantine-Input-wrapper') || one;
  const marked = [one, one.closest('.mantine-Input-input')].some(part => {
    const style = part && getComputedStyle(part);
    return part && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  });
  const x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 1);
  const y = Math.min(Math.max(box.top + Math.min(box.height, 24) / 2, 1), innerHeight - 1);
  const top = document.elementFromPoint(x, y);
  return {
    tag: one.tagName, id: one.id, text: (one.textContent || '').trim().slice(0, 60),
    href: one.getAttribute('href') || '', download: one.hasAttribute('download'),
    marked, inView: box.bottom > 0 && box.top < innerHeight,
    covered: !(top && (one.contains(top) || top.contains(one) || shown.contains(top))),
  };
}"""


def press(page, key):
    """Press a key and return what has the focus, which can be seen."""
    page.keyboard.press(key)
    focus = page.evaluate(FOCUS)
    assert focus["marked"], focus
    assert focus["inView"], focus
    assert not focus["covered"], focus
    return focus


def tab_to(page, wanted, most=80):
    """Press Tab until something `wanted` has the focus; on the way each focus is seen."""
    for _ in range(most):
        focus = press(page, "Tab")
        if wanted(focus):
            return focus
    raise AssertionError("not reached by Tab")


@pytest.mark.parametrize(("address", "language", "viewport", "scheme"), COVERING)
def test_a_page_breaks_no_rule_of_accessibility(visit, address, language, viewport, scheme):
    page = visit(f"/{language}/{address}", viewport=viewport, color_scheme=scheme)
    settle(page)
    assert violations(page) == []


BEYOND = """() => [...document.querySelectorAll('header *, main h1, main .lead *, main .bar *')]
  .filter(part => part.offsetParent && part.getBoundingClientRect().right > innerWidth + 1
    && !part.closest('.unseen, .skip'))
  .map(part => part.outerHTML.slice(0, 120))"""
"""What stands beyond the right edge."""


@pytest.mark.parametrize("address", addresses(made_up=True))
def test_no_page_scrolls_sideways_on_320_pixels(visit, address):
    page = visit(f"/{LANGUAGES[len(address) % 3]}/{address}", viewport=NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    assert page.evaluate(BEYOND) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_scrolls_sideways_at_200_percent(visit, language):
    """All pages one after the other in one window, each language a third of them."""
    mine = addresses(made_up=True)[LANGUAGES.index(language) :: 3]
    page = visit(f"/{language}/about", viewport=ZOOMED, device_scale_factor=2)
    wide = {}
    for address in mine:
        page.goto(f"{page.url.split('/' + language)[0]}/{language}/{address}")
        page.locator("main h1").first.wait_for()
        over = page.evaluate("document.documentElement.scrollWidth") - ZOOMED["width"]
        wide |= {address: found} if (found := page.evaluate(BEYOND) or max(over, 0)) else {}
    assert wide == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_row_of_the_menu_has_seven_pages_and_the_rest_is_opened_by_keyboard(
    visit, language
):
    page = visit(f"/{language}/map")
    menu = page.locator(".menu")
    assert menu.locator("> a").count() == 7
    assert menu.locator("[aria-current=page]").count() == 1
    more = menu.locator("summary")
    more.focus()
    assert menu.locator("li a").first.is_hidden()
    page.keyboard.press("Enter")
    menu.locator("li a").first.wait_for()
    assert press(page, "Tab")["href"] == f"/{language}/charts"
    page.keyboard.press("Escape")
    menu.locator("li a").first.wait_for(state="hidden")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_further_pages_of_the_menu_are_all_seen_on_320_pixels(visit, language):
    page = visit(f"/{language}/glossary", viewport=NARROW)
    page.locator(".more summary").click()
    box = page.locator(".more ul").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= NARROW["width"]
    last = page.locator(".more li a").last.bounding_box()
    assert last["height"] >= 24


def test_the_title_changes_with_the_page(visit):
    page = visit("/fr/")
    before = page.title()
    page.locator(".menu > a", has_text="Demandes").click()
    page.locator("main.requests h1").wait_for()
    page.wait_for_function("before => document.title !== before", arg=before)
    assert page.title().startswith("Demandes")


def test_a_word_is_explained_by_pointer_focus_and_touch_and_closes_by_escape(visit):
    page = visit("/en/requests")
    word, meaning = page.locator(".lead .term").first, page.get_by_role("tooltip")
    word.hover()
    meaning.wait_for()
    assert word.get_attribute("aria-describedby") == meaning.get_attribute("id")
    meaning.hover()
    page.mouse.move(1, 1)
    meaning.wait_for(state="hidden")
    word.focus()
    meaning.wait_for()
    page.keyboard.press("Escape")
    meaning.wait_for(state="hidden")
    assert page.evaluate("document.activeElement.className") == "term"


def test_a_word_is_explained_by_touch_within_the_width_of_a_telephone(visit):
    page = visit("/fr/requests", viewport=NARROW, has_touch=True)
    for word in page.locator(".lead .term").all():
        word.tap()
        box = page.get_by_role("tooltip").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= NARROW["width"]
        page.get_by_role("tooltip").tap()
        page.get_by_role("tooltip").wait_for(state="hidden")


def test_the_glossary_opens_at_the_word_that_the_address_names(visit):
    page = visit("/es/glossary#version", viewport=TELEPHONE)
    page.wait_for_function(
        """() => {
          const box = document.getElementById('version').getBoundingClientRect();
          return box.top >= 0 && box.top < innerHeight;
        }"""
    )


def test_nothing_moves_for_those_who_ask_for_it(visit):
    page = visit("/en/", reduced_motion="reduce")
    moving = page.evaluate(
        """() => [...document.querySelectorAll('*')].filter(part => {
          const style = getComputedStyle(part);
          return parseFloat(style.transitionDuration) > 0 || parseFloat(style.animationDuration) > 0
            && style.animationName !== 'none';
        }).map(part => part.outerHTML.slice(0, 80))"""
    )
    assert moving == []


def test_the_letters_of_a_chart_are_read_in_forced_colours(visit):
    page = visit("/en/map", forced_colors="active", color_scheme="dark")
    drawing = page.locator("#map-actions-by-region .drawing")
    ground = drawing.evaluate("room => getComputedStyle(room).backgroundColor")
    letters = drawing.locator("svg text").first.evaluate("text => getComputedStyle(text).fill")
    assert brightness(letters) - brightness(ground) > 120


def brightness(colour):
    return sum(map(int, re.findall(r"\d+", colour)[:3])) / 3


def test_by_keyboard_from_the_overview_to_a_choice_a_country_of_the_map_and_its_file(visit):
    page = visit("/en/")
    settle(page)
    assert press(page, "Tab")["href"] == "#content"
    tab_to(page, lambda focus: focus["href"] == "/en/map")
    page.keyboard.press("Enter")
    page.locator("main.map h1").wait_for()
    page.locator("body").evaluate("() => document.activeElement.blur()")
    tab_to(page, lambda focus: focus["id"] == "map-filter-region")
    page.keyboard.type("Asia")
    page.get_by_role("option", name="Asia").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.locator("#map-sentence", has_text="15 of 111 Actions").wait_for()
    page.keyboard.press("Escape")
    tab_to(page, lambda focus: focus["id"] == "map-actions-by-country-opens")
    page.keyboard.press("Enter")
    page.locator("#map-actions-by-country-table td").first.wait_for()
    tab_to(page, lambda focus: focus["tag"] == "BUTTON" and focus["text"] == "Kyrgyzstan")
    page.keyboard.press("Enter")
    page.locator("#map-sentence", has_text="Kyrgyzstan").wait_for()
    tab_to(page, lambda focus: focus["tag"] == "SUMMARY" and focus["text"].startswith("More"))
    page.keyboard.press("Enter")
    link = tab_to(page, lambda focus: focus["download"])
    assert link["href"] == "/en/charts/actions-by-country.csv?region=asia&country=KGZ"
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename == "actions-by-country-en.csv"


def test_no_focus_is_hidden_by_the_banner_of_the_demonstration(visit):
    page = visit("/en/about?data=demonstration", viewport={"width": 1024, "height": 500})
    page.locator("main a").last.focus()
    for _ in range(12):
        press(page, "Shift+Tab")
