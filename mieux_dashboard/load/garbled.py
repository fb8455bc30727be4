"""Texts that were damaged when they were saved in another program."""

from __future__ import annotations

import re

_GARBLED = re.compile("[ÂÃÐÑØÙ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€|\ufffd")


def garbled(text: str) -> bool:
    """Whether a text has the marks of UTF-8 that was read as another encoding: ``CÃ´te``."""
    return not text.isascii() and bool(_GARBLED.search(text))


def repaired(text: str) -> str:
    """Return what a damaged text was before: ``CÃ´te`` was ``Côte``; others as they are."""
    if not garbled(text):
        return text
    for encoding in ("cp1252", "latin-1"):
        try:
            return text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return text
