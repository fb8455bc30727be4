"""What a cell's text is: cleaned of odd spaces, compared without accents, case or punctuation."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_NEITHER = re.compile(r"[^a-z0-9]+")

_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200e\u200f\u2060\ufeff\u00ad"))


class Number(str):
    """The text of a cell that holds a number, so that 1.234 is never taken for 1,234."""

    __slots__ = ()


class Faulty(str):
    """The text of a cell that shows an error, or a formula without its value (``=A1``)."""

    __slots__ = ()


def clean(text: str) -> str:
    """Take out what nobody sees and every superfluous space; line breaks stay."""
    if text.isprintable() and "  " not in text:
        return text.strip()
    lines = (" ".join(line.split()) for line in text.translate(_UNSEEN).splitlines())
    return "\n".join(line for line in lines if line)


@lru_cache(maxsize=100_000)
def plain(text: str) -> str:
    """Reduce `text` to what is compared: letters and digits, without accents or case."""
    if text.isascii():
        return _NEITHER.sub("", text.lower())
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if character.isalnum())
