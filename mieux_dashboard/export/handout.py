"""Charts on paper: a handout of two to a page, and the sheet on which drafts are cleared."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import typst

from mieux_dashboard.export.chart_files import ChartFile, Maker
from mieux_dashboard.export.frame import frame_of, standing
from mieux_dashboard.export.picture import DRAFT, HANDOUT, Look, plain, selection_sentence
from mieux_dashboard.words import LANGUAGE_NAMES, Words

_HANDOUT = Path(__file__).with_name("handout.typ")
_PROOF = Path(__file__).with_name("proof.typ")


def _quietly() -> None:
    """Tell nobody that a chart was drawn."""


def write_handout(
    maker: Maker,
    keys: Sequence[str],
    language: str,
    draft: bool = False,
    tick: Callable[[], None] = _quietly,
) -> bytes:
    """Return charts as a PDF of A4 pages: a list of the findings, then two charts to a page.

    Parameters
    ----------
    maker
        Makes the charts.
    keys
        The charts, in order; at least one.
    draft
        Whether every page and drawing says that it is a draft.
    tick
        Called after each chart.

    Raises
    ------
    NoBrowser, NotDrawn
        When a chart cannot be drawn.
    """
    look = Look(HANDOUT, frame=False, ground="transparent", draft=draft)
    files = [maker.chart(key, language, look) for key in keys]
    words = files[0].words
    with tempfile.TemporaryDirectory(prefix="mieux-") as folder:
        told = _told(files[0], words("Charts to take away")) | {
            "logos": list(_logos(words, Path(folder))),
            "charts": list(_charts(files, Path(folder), tick)),
        }
        return _set(_HANDOUT, told, Path(folder), files[0])


def write_proof(
    maker: Maker,
    keys: Sequence[str],
    languages: Sequence[str],
    tick: Callable[[], None] = _quietly,
) -> bytes:
    """Return the sheet on which three people clear a draft: every chart in every language.

    Parameters
    ----------
    languages
        Of the charts; the sheet itself is in the first.
    tick
        Called after each chart.

    Raises
    ------
    NoBrowser, NotDrawn
        When a chart cannot be drawn.
    """
    look = replace(maker.look, draft=True)
    parts = {one: [maker.chart(key, one, look) for key in keys] for one in languages}
    first = parts[languages[0]][0]
    words = first.words
    with tempfile.TemporaryDirectory(prefix="mieux-") as folder:
        told = _told(first, words("Proof sheet for clearance")) | {
            "sign": [words("Function"), words("Name"), words("Date"), words("Signature")],
            "cleared": words("cleared"),
            "remarks": words("cleared with the changes written below the charts"),
            "change": words("To change:"),
            "parts": [
                {
                    "language": LANGUAGE_NAMES[one],
                    "charts": list(_charts(files, Path(folder), tick)),
                }
                for one, files in parts.items()
            ],
        }
        return _set(_PROOF, told, Path(folder), first)


def _told(file: ChartFile, title: str) -> dict[str, Any]:
    """Return what both sheets say of themselves."""
    words, programme = file.words, file.answer.dataset.reference.programme
    source = file.chart.source(file.answer, words)
    return {
        "title": title,
        "programme": programme.titles[words.language],
        "language": words.language,
        "draft": words(DRAFT) if file.look.draft else "",
        "made_up": words("Demonstration: made-up data") if _made_up(words) else "",
        "opening": [
            plain(selection_sentence(file.answer, words)),
            " · ".join([source, *standing(words)]),
        ],
        "foot": " · ".join(standing(words)) or source,
    }


def _logos(words: Words, folder: Path) -> Iterator[Mapping[str, str]]:
    """Put the owner's logos into a folder, and yield each with what stands beside it."""
    for number, logo in enumerate(frame_of(words).logos):
        name = f"logo-{number}.{'svg' if logo.svg else 'png'}"
        (folder / name).write_bytes(logo.svg or logo.png)
        said = {"alternative": logo.alt, "statement": logo.statement}
        yield {"picture": name} | {part: text[words.language] for part, text in said.items()}


def _made_up(words: Words) -> bool:
    return words.reference.programme.record == "demonstration"


def _charts(
    files: Iterable[ChartFile], folder: Path, tick: Callable[[], None]
) -> Iterator[Mapping[str, str]]:
    """Draw charts into a folder, and yield what is written beside each."""
    for file in files:
        chart, answer, words = file.chart, file.answer, file.words
        name = f"{words.language}-{chart.key}.pdf"
        (folder / name).write_bytes(file.pictures(["pdf"])["pdf"])
        tick()
        said = {
            "finding": chart.finding(answer, words),
            "rule": chart.subtitle(answer, words),
            "rests": chart.rests(answer, words),
            "alternative": chart.alternative(answer, words),
        }
        yield {"key": chart.key, "picture": name} | {
            part: plain(text) for part, text in said.items()
        }


def _set(template: Path, told: Mapping[str, Any], folder: Path, file: ChartFile) -> bytes:
    """Typeset a template with the pictures in a folder; the same input gives the same bytes.

    Notes
    -----
    It is tagged and its pictures have their words, but it is no PDF/UA: that allows no picture of
    lines and letters in it, only one of dots.
    """
    main = folder / template.name
    main.write_bytes(template.read_bytes())
    made = datetime.combine(file.answer.dataset.reference.programme.compiled, time(), UTC)
    inputs = {"told": json.dumps(told)}
    compiler = typst.Compiler(
        input=str(main), root=str(folder), ignore_system_fonts=True, sys_inputs=inputs
    )
    return bytes(compiler.compile(format="pdf", timestamp=made))  # type: ignore[arg-type]
