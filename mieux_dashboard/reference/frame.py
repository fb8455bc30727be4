"""Reads the owner's frame from ``frame/frame.toml`` of a programme's folder.

::

    [[logos]]
    file = "emblem.png"             # or emblem.svg with emblem.png beside it
    alt = { en = "…", fr = "…", es = "…" }
    statement = { en = "Co-funded by …", fr = "…", es = "…" }

    [disclaimer]
    en = "…"
    fr = "…"
    es = "…"

    [contact]
    en = "…"
    fr = "…"
    es = "…"
"""

from __future__ import annotations

import struct
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from mieux_dashboard.model.columns import LANGUAGES
from mieux_dashboard.model.message import message
from mieux_dashboard.model.reference import Frame, Logo, Reference

FOLDER, FILE = "frame", "frame.toml"
_PNG = b"\x89PNG\r\n\x1a\n"
_TEXTS = ("disclaimer", "contact")
_REFUSALS = {
    "no-toml": message("{path}: this cannot be read: {found}. Correct it there."),
    "no-statement": message(
        "{path}: the logo {found} has no funding statement in every language. A logo never stands "
        "without one. Give it a statement in en, fr and es, or leave the logo out."
    ),
    "no-alt": message(
        "{path}: the logo {found} has no text alternative in every language. Give it an alt in en, "
        "fr and es."
    ),
    "no-file": message(
        "{path}: there is no file {found} beside it. Put the logo there, or correct its name."
    ),
    "no-picture": message("{path}: {found} is no PNG and no SVG picture. Save the logo as one."),
    "no-png": message(
        "{path}: slides need the logo {found} as a PNG too. Put one of the same name beside it."
    ),
    "no-language": message(
        "{path}: {found} is not there in every language. Write it in en, fr and es."
    ),
    "unknown": message(
        "{path}: {found} means nothing here. It may hold logos, disclaimer and contact."
    ),
}


class FrameRefused(Exception):
    """A frame that cannot be shown as it is: the file, what was found in it, and the lists."""

    def __init__(self, code: str, path: Path, found: str, reference: Reference) -> None:
        super().__init__(code, str(path), found)
        self.code, self.path, self.found, self.reference = code, path, found, reference

    def message(self, words: Callable[..., str]) -> str:
        """Say in one line what was found, what was expected, and what to do."""
        return words(_REFUSALS[self.code], path=self.path, found=self.found)


def read_frame(folder: Path, reference: Reference) -> Frame:
    """Read a programme's frame; one without anything where its folder has none.

    Raises
    ------
    FrameRefused
        When a logo has no funding statement, no text alternative or no picture, or a text is not
        there in every language.
    """
    path = folder / FOLDER / FILE
    if not path.is_file():
        return Frame()

    def refuse(code: str, found: object) -> FrameRefused:
        return FrameRefused(code, path, str(found), reference)

    try:
        given = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise refuse("no-toml", error) from None
    for name, value in given.items():
        if name not in ("logos", *_TEXTS):
            raise refuse("unknown", name)
        if name in _TEXTS and not _in_every_language(value):
            raise refuse("no-language", name)
    listed = given.get("logos", [])
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        raise refuse("no-toml", "logos")
    logos = tuple(_logo(each, path.parent, refuse) for each in listed)
    return Frame(logos, *(given.get(name, {}) for name in _TEXTS))


def _logo(
    given: Mapping[str, Any], folder: Path, refuse: Callable[[str, object], FrameRefused]
) -> Logo:
    file = str(given.get("file", ""))
    if not _in_every_language(given.get("statement")):
        raise refuse("no-statement", file)
    if not _in_every_language(given.get("alt")):
        raise refuse("no-alt", file)
    path = folder / file
    if not path.is_file() or path.resolve().parent != folder.resolve():
        raise refuse("no-file", file)
    png = path.with_suffix(".png")
    if path.suffix.lower() == ".svg":
        svg = path.read_bytes()
        if b"<svg" not in svg:
            raise refuse("no-picture", file)
        if not png.is_file():
            raise refuse("no-png", file)
    else:
        png, svg = path, b""
    picture = png.read_bytes()
    width, height = struct.unpack(">II", picture[16:24]) if len(picture) > 24 else (0, 0)
    if not picture.startswith(_PNG) or not width or not height:
        raise refuse("no-picture", png.name)
    return Logo(picture, svg, width / height, given["alt"], given["statement"])


def _in_every_language(texts: object) -> bool:
    """Whether a text is there, and not blank, in each language."""
    if not isinstance(texts, dict):
        return False
    return all(isinstance(texts.get(each), str) and texts[each].strip() for each in LANGUAGES)
