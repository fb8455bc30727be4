"""Who reviewed which translation: a small file beside the texts, ``review.csv``."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FILE = "review.csv"
_COLUMNS = ("language", "text", "by", "on", "comment")


@dataclass(frozen=True, slots=True)
class Review:
    """Who reviewed a translation and when; a comment of no language is about the English text."""

    by: str = ""
    on: str = ""
    comment: str = ""


Reviews = Mapping[tuple[str, str], Review]
"""Language ("" for a comment) and `digest` -> the review."""


def digest(english: str, said: str = "") -> str:
    """Name a text and its translation in a few letters; spaces of any kind are one space."""
    texts = [" ".join(text.split()) for text in (english, said)]
    return hashlib.sha256("\x1f".join(texts).encode()).hexdigest()[:16]


def read_reviews(folder: Path) -> Reviews:
    """Read ``review.csv`` of a folder; where there is none, nothing was reviewed."""
    path = folder / FILE
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        (row["language"], row["text"]): Review(row["by"], row["on"], row["comment"]) for row in rows
    }


def as_file(reviews: Reviews) -> bytes:
    """Write reviews as `read_reviews` reads them, in a fixed order."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for (language, text), review in sorted(reviews.items()):
        writer.writerow([language, text, review.by, review.on, review.comment])
    return out.getvalue().encode()
