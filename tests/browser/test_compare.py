"""A reader sets two regions side by side, and a link reproduces what was chosen."""

from __future__ import annotations


def test_two_regions_are_chosen_and_a_link_reproduces_them(visit, site):
    page = visit("/en/compare")
    page.locator("#compare-by").click()
    page.get_by_role("option", name="Regions", exact=True).click()
    page.get_by_role("heading", name="Africa", exact=True).first.wait_for()
    page.locator("#compare-side-2").click()
    page.get_by_role("option", name="Asia", exact=True).click()
    page.wait_for_url("**/en/compare?by=region&of=africa,asia")
    again = visit(page.url.removeprefix(site))
    sides = again.locator(".sides").first.locator("section")
    numbers = [sides.nth(n).locator(".number").first.text_content() for n in (0, 1)]
    assert (sides.count(), numbers) == (2, ["50", "15"])
    cells = again.locator(".stacks tbody tr").first.locator("th, td").all_text_contents()
    assert cells == ["Actions", "50", "15", "111", "−35"]
