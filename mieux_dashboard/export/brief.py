"""A briefing as a file: found by what the reader calls the partner, written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from rapidfuzz import fuzz

from mieux_dashboard.export.brief_docx import write_docx
from mieux_dashboard.export.brief_pdf import fitted, write_pdf
from mieux_dashboard.export.briefing import Briefing
from mieux_dashboard.export.partners import briefing_on, group_codes, is_country, is_group
from mieux_dashboard.model.dataset import Dataset
from mieux_dashboard.words import Words

WRITERS: Mapping[str, tuple[str, Callable[[Briefing], bytes]]] = {
    "docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        write_docx,
    ),
    "pdf": ("application/pdf", write_pdf),
}
"""Suffix -> the kind of file, and what writes it."""
_NEAR = 6


class Refusal(Exception):
    """A partner that is not known, or a file that is none of ours, said in one line."""


def brief_bytes(dataset: Dataset, code: str, words: Words, suffix: str) -> bytes:
    """Return the briefing on a partner as a file of at most two sheets.

    Parameters
    ----------
    dataset, code, words
        As for `mieux_dashboard.export.partners.briefing_on`.
    suffix
        One of `WRITERS`.
    """
    return WRITERS[suffix][1](fitted(briefing_on(dataset, code, words), words))


def write_brief(dataset: Dataset, code: str, words: Words, out: Path) -> None:
    """Write the briefing on a partner to a file; where that fails, nothing is left of it.

    Parameters
    ----------
    dataset, words
        The data, and the words of the language.
    code
        ISO3 of a country or territory, or the id of a group or subregion, in any case.
    out
        ``X.docx`` or ``X.pdf``, which is replaced where it exists.

    Raises
    ------
    Refusal
        When the code is not known, with those near it, or `out` is neither kind of file.
    OSError
        When `out` cannot be written.
    """
    suffix = out.suffix.lower().removeprefix(".")
    if suffix not in WRITERS:
        raise Refusal(
            words("{path}: a briefing is a .docx or a .pdf. Name a file X.docx or X.pdf.", path=out)
        )
    written = brief_bytes(dataset, known(dataset, code, words), words, suffix)
    replace_file(out, written)


def known(dataset: Dataset, code: str, words: Words) -> str:
    """Return the code of a partner as the lists write it.

    Raises
    ------
    Refusal
        When there is none, with the codes and names near it.
    """
    for found in (code.upper(), code.lower()):
        if is_country(dataset, found) or is_group(dataset, found):
            return found
    near = ", ".join(f"{each} ({name})" for each, name in _near(dataset, code, words))
    raise Refusal(
        words(
            "There is no country, territory or group {code}. Near it: {near}", code=code, near=near
        )
    )


def _near(dataset: Dataset, code: str, words: Words) -> list[tuple[str, str]]:
    """List partners whose code or name is like what was asked, nearest first."""
    names = {iso3: words.country(iso3) for iso3 in dataset.reference.countries["iso3"]}
    names |= {group: words.group(group) for group in group_codes(dataset)}
    asked = code.casefold()
    likeness = {
        each: max(
            fuzz.ratio(asked, each.casefold()),
            fuzz.WRatio(asked, name.casefold()),
        )
        for each, name in names.items()
    }
    nearest = sorted(names, key=lambda each: (-likeness[each], each))
    return [(each, names[each]) for each in nearest[:_NEAR]]


def replace_file(out: Path, written: bytes) -> None:
    """Put a whole file in the place of `out` at once."""
    if out.is_dir():
        raise IsADirectoryError(21, os.strerror(21), str(out))
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=out.parent, prefix=".", suffix=out.suffix)
    except OSError as error:
        raise type(error)(error.errno, error.strerror, str(out)) from None
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(written)
        beside.chmod(0o666 & ~_umask())
        beside.replace(out)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise type(error)(error.errno, error.strerror, str(out)) from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
