"""What a cell's text is: cleaned of odd spaces, compared without accents, case or punctuation."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_NEITHER = re.compile(r"[^a-z0-9]+")

# nobody sees them, or they turn the order of a line; the two joiners of Persian and Hindi stay
_ZERO_WIDTH = "\u200b\u200e\u200f\u061c\u180e\u2060-\u2064\ufeff\u00ad"
_TURNING = "\u202a-\u202e\u2066-\u2069"
_CONTROL = "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
_UNSEEN = re.compile(f"[{_ZERO_WIDTH}{_TURNING}{_CONTROL}]")
_OTHERS = "[\u0370-\u04ff]"  # Greek and Cyrillic
_OTHER_ALPHABET = re.compile(_OTHERS)
_TWO_ALPHABETS = re.compile(f"[A-Za-z]{_OTHERS}|{_OTHERS}[A-Za-z]")


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
    lines = (" ".join(line.split()) for line in _UNSEEN.sub("", text).splitlines())
    return "\n".join(line for line in lines if line)


def unseen(text: str) -> bool:
    """Whether `clean` takes out of `text` what is neither a letter nor a space."""
    return not text.isprintable() and bool(_UNSEEN.search(text))


def two_alphabets(text: str) -> bool:
    """Whether Latin letters stand beside Greek or Cyrillic ones that look like them."""
    return bool(_OTHER_ALPHABET.search(text)) and bool(_TWO_ALPHABETS.search(text))


@lru_cache(maxsize=100_000)
def plain(text: str) -> str:
    """Reduce `text` to what is compared: letters and digits, without accents or case."""
    if text.isascii():
        return _NEITHER.sub("", text.lower())
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if character.isalnum())
