"""What takes longer than a commit may: run by ``make test-long``."""

from tests.browser.conftest import site, visit

__all__ = ["site", "visit"]
