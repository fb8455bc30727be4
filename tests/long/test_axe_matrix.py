"""No page breaks a rule of WCAG 2.2 A or AA: every language, width and scheme, made up or not."""

from __future__ import annotations

import pytest

from mieux_dashboard.model.columns import LANGUAGES
from tests.browser.accessible import settle, violations
from tests.browser.addresses import addresses
from tests.browser.conftest import LAPTOP, TELEPHONE

ALL = [*addresses(), *addresses(made_up=True)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [LAPTOP, TELEPHONE], ids=["laptop", "telephone"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", ALL, ids=lambda address: address or "overview")
def test_a_page_breaks_no_rule(visit, address, language, viewport, scheme):
    page = visit(f"/{language}/{address}", viewport=viewport, color_scheme=scheme)
    settle(page)
    assert violations(page) == []
