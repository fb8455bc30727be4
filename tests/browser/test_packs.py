"""A pack is chosen, followed, fetched and cancelled on the page of all charts, by keyboard too."""

from __future__ import annotations

import json
import zipfile

from playwright.sync_api import expect

from tests.browser.accessible import violations
from tests.browser.conftest import TELEPHONE

LONG = 240_000


def opened(page):
    page.locator(".pack > summary").press("Enter")
    return page


def choose(page, *titles):
    """Choose charts of the list by typing their names."""
    for title in titles:
        page.locator("#charts-pack-keys").fill(title)
        page.get_by_role("option", name=title, exact=True).click()
    page.keyboard.press("Escape")


def test_a_pack_is_made_of_what_is_chosen_and_fetched(visit, tmp_path):
    page = opened(visit("/fr/charts?region=africa"))
    choose(page, "Actions par région")
    for name in ("English", "Español", "SVG", "PNG"):
        page.get_by_role("checkbox", name=name).uncheck()
    status = page.locator("#charts-pack-said")
    page.locator("#charts-pack-start").press("Enter")
    expect(status).to_have_text("Choisissez au moins une langue et un type de fichier.")
    page.get_by_role("checkbox", name="CSV").check()
    page.locator("#charts-pack-start").press("Enter")
    expect(page.locator("#charts-pack-running")).to_be_visible()
    assert violations(page) == []
    expect(page.locator("#charts-pack-step")).to_contain_text("sur", timeout=LONG)
    link = page.get_by_role("link", name="Télécharger le dossier")
    expect(link).to_be_visible(timeout=LONG)
    expect(status).to_have_text("Le dossier est prêt.")
    with page.expect_download() as fetched:
        link.press("Enter")
    fetched.value.save_as(tmp_path / "pack.zip")
    with zipfile.ZipFile(tmp_path / "pack.zip") as packed:
        manifest = json.loads(packed.read("manifest.json"))
    assert manifest["charts"] == ["actions-by-region"]
    assert manifest["selection"] == "region=africa"
    page.reload()
    expect(page.get_by_role("link", name="Télécharger le dossier")).to_be_visible()


def test_a_cancelled_pack_is_gone_and_the_page_says_so(visit):
    page = opened(visit("/en/charts", viewport=TELEPHONE))
    page.locator("#charts-pack-start").click()
    expect(page.locator("#charts-pack-start")).to_be_enabled(timeout=LONG)
    page.get_by_role("button", name="Cancel").click()
    said = page.locator("#charts-pack-said")
    expect(said).to_have_text("Cancelled. Nothing of the pack was kept.", timeout=LONG)
    expect(page.locator("#charts-pack-running")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= TELEPHONE["width"]
