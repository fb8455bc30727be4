"""The event pack: every chart in each language as pictures, slides, tables and paper, together.

What it is made of is a list of `PARTS`; the manifest says of each file what it shows and its hash.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from mieux_dashboard.charts import CHARTS, charts_of
from mieux_dashboard.export.chart_files import (
    PICTURES,
    WRITERS,
    ChartFile,
    Maker,
    chart_bytes,
    each_offered,
)
from mieux_dashboard.export.chromium import NoBrowser
from mieux_dashboard.export.data_book import write_data_book
from mieux_dashboard.export.deck import write_deck, write_loop
from mieux_dashboard.export.deck_master import open_master
from mieux_dashboard.export.frame import standing
from mieux_dashboard.export.gallery import write_gallery
from mieux_dashboard.export.handout import write_handout, write_proof
from mieux_dashboard.export.picture import DRAFT, PRESETS, selected
from mieux_dashboard.export.placed import KIND, MANIFEST, placed
from mieux_dashboard.export.records import as_csv
from mieux_dashboard.export.takeaway import Takeaway
from mieux_dashboard.model.columns import LANGUAGES
from mieux_dashboard.model.dataset import Dataset
from mieux_dashboard.words import LANGUAGE_NAMES, Words
from mieux_dashboard.words.review import Heard

LIBRARIES = ("babel", "narwhals", "pandas", "plotly", "python-pptx", "typst", "xlsxwriter")
"""The packages that decide what is in a file."""

GALLERY = "index.html"
DASHBOARD = "dashboard"

Tick = Callable[[str], None]
"""Told what is being made, once for each step."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a pack is to hold.

    Parameters
    ----------
    keys
        Charts, in order; those without rows are left out.
    languages, formats, presets
        Codes, suffixes and sizes. Pictures of the first preset stand in their language's folder,
        those of another in a folder of its name.
    template
        A presentation whose look the slides take, None for our own.
    draft
        Whether everything says that it is a draft, and a sheet for clearance is added.
    dashboard
        Whether the whole dashboard is added, as a folder of pages that need no server.
    """

    keys: tuple[str, ...] = tuple(CHARTS)
    languages: tuple[str, ...] = LANGUAGES
    formats: tuple[str, ...] = ("png", "svg")
    presets: tuple[str, ...] = ("slide",)
    template: Path | None = None
    draft: bool = False
    dashboard: bool = False

    @property
    def pictures(self) -> tuple[str, ...]:
        """The formats that need a browser."""
        return tuple(one for one in self.formats if one in PICTURES)


def read_order(
    keys: Sequence[str], asked: Mapping[str, str], template: Path | None = None, draft: bool = False
) -> Order:
    """Read an order from texts divided by commas: ``languages``, ``formats`` and ``presets``.

    Parameters
    ----------
    keys
        Of charts; none for all.

    Raises
    ------
    NotOffered
        For the first value that there is none of.
    """
    return Order(
        tuple(each_offered("chart", ",".join(keys), tuple(CHARTS)) if keys else CHARTS),
        tuple(each_offered("language", asked["languages"], LANGUAGES)),
        tuple(each_offered("format", asked["formats"], tuple(WRITERS))),
        tuple(each_offered("preset", asked["presets"], tuple(PRESETS))),
        template,
        draft,
    )


class NothingToPack(Exception):
    """No chart that was asked for has rows."""

    def message(self, words: Words) -> str:
        """Say so, and what to do."""
        return words("No chart has rows for this choice. Choose less narrowly, or other charts.")


@dataclass(frozen=True, eq=False)
class Made:
    """What came of a pack.

    Parameters
    ----------
    paths
        Its files, in order.
    empty
        Chart -> why it has nothing to show, in English.
    left_out
        Files that need a browser, where there is none.
    """

    paths: Sequence[str]
    empty: Mapping[str, str]
    left_out: Sequence[str]


@dataclass(frozen=True, eq=False)
class Pack:
    """An order, and the data that it is made of.

    Parameters
    ----------
    maker
        The data, their selection, and what draws.
    order
        What is asked for.
    """

    maker: Maker
    order: Order

    @cached_property
    def offered(self) -> tuple[str, ...]:
        """The charts asked for whose tables the programme keeps."""
        kept = charts_of(self.maker.dataset.reference.programme)
        return tuple(key for key in self.order.keys if key in kept)

    @cached_property
    def empty(self) -> dict[str, str]:
        """Chart -> why it has nothing to show, in English; only those that have nothing."""
        files = (self.file(key, "en") for key in self.offered)
        why = {one.chart.key: one.chart.why_nothing(one.answer, one.words) for one in files}
        return {key: said for key, said in why.items() if said}

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The charts that have something to show."""
        return tuple(key for key in self.offered if key not in self.empty)

    def file(self, key: str, language: str, preset: str = "") -> ChartFile:
        """Return a chart in a language, as the pack looks."""
        look = replace(self.maker.look, draft=self.order.draft)
        look = replace(look, preset=preset or self.order.presets[0])
        return self.maker.chart(key, language, look)

    def files(self, language: str) -> list[ChartFile]:
        """Return all charts in a language."""
        return [self.file(key, language) for key in self.keys]


@dataclass(frozen=True, eq=False)
class Piece:
    """Files of a pack that are made together.

    Parameters
    ----------
    said
        What is being made.
    paths
        Where the files go.
    make
        Returns their bytes, in the order of `paths`; calls what it is given once for each step.
    steps
        How many there are; one that is not called by `make` is by who calls it.
    facts
        What the manifest says of the files.
    extra
        Whether a pack goes without it where there is no browser.
    """

    said: str
    paths: Sequence[str]
    make: Callable[[Callable[[], None]], Sequence[bytes]]
    steps: int = 0
    facts: Mapping[str, str] = field(default_factory=dict)
    extra: bool = False


def _pictures(pack: Pack, language: str) -> Iterator[Piece]:
    order = pack.order
    for number, preset in enumerate(order.presets):
        folder = f"{language}/{preset}" if number else language
        for key in pack.keys if order.pictures else ():
            yield Piece(
                _named(pack, key, language),
                [f"{folder}/{key}.{suffix}" for suffix in order.pictures],
                lambda tick, key=key, preset=preset: [  # type: ignore[misc]
                    *pack.file(key, language, preset).pictures(order.pictures).values()
                ],
                facts={"chart": key, "language": language, "preset": preset},
            )


def _tables(pack: Pack, language: str) -> Iterator[Piece]:
    suffixes = [one for one in pack.order.formats if one not in PICTURES]
    for key in pack.keys if suffixes else ():
        yield Piece(
            _named(pack, key, language),
            [f"{language}/{key}.{suffix}" for suffix in suffixes],
            lambda tick, key=key: [  # type: ignore[misc]
                chart_bytes(pack.file(key, language), suffix) for suffix in suffixes
            ],
            facts={"chart": key, "language": language},
        )


def _slides(pack: Pack, language: str) -> Iterator[Piece]:
    order = pack.order
    yield Piece(
        _whole(language, "slides.pptx"),
        [f"{language}/slides.pptx"],
        lambda tick: [
            write_deck(
                pack.maker, pack.keys, language, order.template, order.draft, lambda key: tick()
            )
        ],
        len(pack.keys),
        {"language": language},
        extra=True,
    )


def _data_book(pack: Pack, language: str) -> Iterator[Piece]:
    yield Piece(
        _whole(language, "data.xlsx"),
        [f"{language}/data.xlsx"],
        lambda tick: [write_data_book(pack.files(language))],
        facts={"language": language},
    )


def _handout(pack: Pack, language: str) -> Iterator[Piece]:
    yield Piece(
        _whole(language, "handout.pdf"),
        [f"{language}/handout.pdf"],
        lambda tick: [write_handout(pack.maker, pack.keys, language, pack.order.draft, tick)],
        len(pack.keys),
        {"language": language},
        extra=True,
    )


def _captions(pack: Pack, language: str) -> Iterator[Piece]:
    yield Piece(
        _whole(language, "captions.csv"),
        [f"{language}/captions.csv"],
        lambda tick: [as_csv(captions(pack.files(language)))],
        facts={"language": language},
    )


def _loop(pack: Pack) -> Iterator[Piece]:
    order = pack.order
    yield Piece(
        "loop.pptx",
        ["loop.pptx"],
        lambda tick: [
            write_loop(pack.maker, pack.keys, order.languages, order.template, order.draft)
        ],
        extra=True,
    )


def _proof(pack: Pack) -> Iterator[Piece]:
    languages = pack.order.languages
    maker = replace(pack.maker, look=replace(pack.maker.look, preset=pack.order.presets[0]))
    if pack.order.draft:
        yield Piece(
            "proof.pdf",
            ["proof.pdf"],
            lambda tick: [write_proof(maker, pack.keys, languages, tick)],
            len(pack.keys) * len(languages),
            extra=True,
        )


def _dashboard(pack: Pack) -> Iterator[Piece]:
    """Add the whole dashboard: its pages hold every region and policy period of the selection."""
    maker, order = pack.maker, pack.order
    if not order.dashboard:
        return
    taken = Takeaway(
        maker.dataset,
        maker.selection,
        maker.renderer.assets,
        maker.min_cell,
        order.languages,
        order.draft,
    )
    for path, write in taken.files():
        yield Piece(path, [f"{DASHBOARD}/{path}"], lambda tick, write=write: [write()])  # type: ignore[misc]


PARTS: Sequence[Callable[[Pack, str], Iterator[Piece]]] = (
    _pictures,
    _tables,
    _slides,
    _data_book,
    _handout,
    _captions,
)
"""What a pack holds for each language; a new part is one entry."""

TOGETHER: Sequence[Callable[[Pack], Iterator[Piece]]] = (_loop, _proof, _dashboard)
"""What it holds once, for all languages."""


def _named(pack: Pack, key: str, language: str) -> str:
    return f"{LANGUAGE_NAMES[language]} · {pack.maker.words(language)(CHARTS[key].title)}"


def _whole(language: str, name: str) -> str:
    return f"{LANGUAGE_NAMES[language]} · {name}"


def captions(files: Sequence[ChartFile]) -> pd.DataFrame:
    """Return what is to be written beside each chart, wherever its picture is used.

    Returns
    -------
    DataFrame
        ``key``, ``title``, ``finding``, ``caption`` (finding, rule and source as sentences),
        ``alt_text``, ``source``, ``selection``, ``translation`` (whether somebody reviewed it) and
        ``status`` (that it is a draft, else empty); one row a chart.
    """
    return pd.DataFrame([_caption(file) for file in files], dtype="str")


def _caption(file: ChartFile) -> dict[str, str]:
    chart, answer = file.chart, file.answer
    words = Heard(file.words.language, file.words.reference)
    finding = chart.finding(answer, words)
    source = " · ".join([chart.source(answer, words), *standing(words)])
    said = [finding.rstrip("."), chart.subtitle(answer, words).rstrip("."), source]
    caption = {
        "key": chart.key,
        "title": words(chart.title),
        "finding": finding,
        "caption": ". ".join(said) + ".",
        "alt_text": chart.alternative(answer, words, finding),
        "source": source,
        "selection": selected(answer, words),
    }
    return caption | {
        "translation": _translation(words),
        "status": file.words(DRAFT) if file.look.draft else "",
    }


def _translation(words: Heard) -> str:
    """Say whether somebody reviewed all that was said in a language."""
    reviewed = words.all_reviewed
    if words.language == LANGUAGES[0]:
        return words("original")
    return words("translation, reviewed") if reviewed else words("translation, not reviewed")


def write_pack(pack: Pack, out: Path, tick: Callable[[int], Tick]) -> Made:
    """Make a pack and put it in its place when it is whole.

    Parameters
    ----------
    out
        A folder, or a zip where it ends in ``.zip``.
    tick
        Told how many steps there are; returns what is told of each.

    Raises
    ------
    NothingToPack
        When no chart has rows.
    TemplateRefused
        When the template is no presentation.
    NoPack
        When something else stands at `out`.
    NoBrowser, NotDrawn
        When pictures are asked for and cannot be drawn.
    OSError
        When `out` cannot be written. Nothing is left behind after any of these.
    """
    open_master(pack.order.template)  # a template that is none is said before anything is made
    if not pack.keys:
        raise NothingToPack
    with placed(out) as put:
        pieces = [
            *(piece for one in pack.order.languages for part in PARTS for piece in part(pack, one)),
            *(piece for part in TOGETHER for piece in part(pack)),
        ]
        step = tick(sum(max(piece.steps, 1) for piece in pieces))
        listed: list[dict[str, Any]] = []
        left_out: list[str] = []
        for piece in pieces:
            made = _made(piece, step)
            for path, data in zip(piece.paths, made, strict=False):
                put(path, data)
                listed.append({**_listed(path, data), **piece.facts})
            left_out += piece.paths[len(made) :]
        charts = {one: pack.files(one) for one in pack.order.languages}
        gallery = write_gallery(charts, [one["file"] for one in listed])
        put(GALLERY, gallery)
        listed.append(_listed(GALLERY, gallery))
        put(MANIFEST, _manifest(pack, listed, left_out))
    return Made([*(one["file"] for one in listed), MANIFEST], pack.empty, left_out)


def _made(piece: Piece, step: Tick) -> Sequence[bytes]:
    """Make a piece; nothing of it where it needs a browser, may be left out, and there is none."""

    def told() -> None:
        step(piece.said)

    if not piece.steps:
        told()
    try:
        return piece.make(told)
    except NoBrowser:
        if not piece.extra:
            raise
        return ()


def _listed(path: str, data: bytes) -> dict[str, Any]:
    return {"file": path, "bytes": len(data), "sha256": _hash(data)}


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _manifest(pack: Pack, listed: Sequence[Mapping[str, Any]], left_out: Sequence[str]) -> bytes:
    """Say what the pack is made of; the same input says the same, so there is no clock in it."""
    order, dataset = pack.order, pack.maker.dataset
    said = {
        "kind": KIND,
        "programme": dataset.reference.programme.name,
        "record": dataset.reference.programme.record,
        "draft": order.draft,
        "selection": pack.maker.selection.query(),
        "data": {"version": dataset.version, "sha256": data_hash(dataset)},
        "min_cell": pack.maker.min_cell,
        "program": {"name": "mieux-dashboard", "version": version("mieux-dashboard")},
        "libraries": {name: version(name) for name in LIBRARIES},
        "browser": pack.maker.renderer.browser,
        "languages": order.languages,
        "formats": order.formats,
        "presets": order.presets,
        "template": _hash(order.template.read_bytes()) if order.template else "",
        "charts": pack.keys,
        "empty": [{"chart": key, "why": why} for key, why in pack.empty.items()],
        "left_out": [{"file": path, "why": "no browser to draw with"} for path in left_out],
        "files": listed,
    }
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


def data_hash(dataset: Dataset) -> str:
    """Return the SHA-256 of all tables of a version, each as comma-separated text, by name.

    Of tables that an engine holds it is the hash that was kept with them.
    """
    if dataset.held is not None:
        return dataset.held.tables_hash
    hashed = hashlib.sha256()
    for name in sorted(dataset.tables):
        hashed.update(f"{name}\n{dataset.tables[name].to_csv(index=False)}".encode())
    return hashed.hexdigest()
