"""What takes longer than a commit may: run by ``make test-long``."""

from tests.browser.conftest import chromium, site, visit

__all__ = ["chromium", "site", "visit"]
