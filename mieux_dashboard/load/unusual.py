"""Texts that are not what they seem: damaged in another program, or with letters of two scripts."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from mieux_dashboard.load.text import Unveiled

_GARBLED = re.compile("[ÂÃÐÑØÙ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€|\ufffd")
_WORD = re.compile(r"[^\W\d_]+")
_LIKE_LATIN = ("CYRILLIC", "GREEK")


def unusual(text: str) -> str:
    """Return the code of what is unusual about a text, ``""`` where nothing is."""
    if isinstance(text, Unveiled):
        return "unseen-characters"
    if text.isascii():
        return ""
    if _GARBLED.search(text):
        return "garbled-text"
    return "mixed-letters" if any(map(_mixed, _WORD.findall(text))) else ""


def repaired(text: str) -> str:
    """Return what a damaged text was before: ``CÃ´te`` was ``Côte``; others as they are."""
    if text.isascii() or not _GARBLED.search(text):
        return text
    for encoding in ("cp1252", "latin-1"):
        try:
            return text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return text


@lru_cache(maxsize=10_000)
def _mixed(word: str) -> bool:
    """Whether a word has Latin letters and some that only look like them."""
    if word.isascii():
        return False
    names = [unicodedata.name(letter, "") for letter in word]
    latin = any(name.startswith("LATIN") for name in names)
    return latin and any(name.startswith(_LIKE_LATIN) for name in names)
