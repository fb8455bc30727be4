"""Search: what the names of the data and of the lists lead to, from every page."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import dash_mantine_components as dmc
from dash import html
from flask import Flask, Response, request

from mieux_dashboard.charts import charts_of
from mieux_dashboard.load.lookup import called
from mieux_dashboard.load.text import plain
from mieux_dashboard.measure.engine import collected, first, table
from mieux_dashboard.model.columns import LANGUAGES
from mieux_dashboard.model.dataset import Dataset
from mieux_dashboard.pages.page import Visit, labelled
from mieux_dashboard.pages.site import Site
from mieux_dashboard.words import Words, message

ADDRESS = "search.json"
"""Beneath the language."""
KINDS = {
    "country": message("Countries and territories"),
    "group": message("Regions, groups and bodies"),
    "area": message("Thematic areas"),
    "action": message("Actions"),
    "institution": message("Institutions"),
    "institution-type": message("Types of institution"),
    "chart": message("Charts"),
}
"""The kinds of entry, the first shown first where two match equally well."""
MOST = 12
"""How many results are shown."""
OF_A_KIND = 3
"""How many of one kind are shown before the other kinds have had their turn."""
SHORTEST = 2
LONGEST = 100
"""Letters that a search has at least, and at most."""
_WRITTEN = LANGUAGES[0]
"""The language of what the data give in one language only."""
INSIDE = 3
"""Letters that a search needs to be found inside a word."""
EXACT, WORDS, STARTS, WITHIN = range(4)
"""How well a name matches: all of it, by whole words, by how words start, by text inside it."""


@dataclass(frozen=True, slots=True)
class Name:
    """One thing that an entry is called, as it is written and as it is compared."""

    text: str
    words: tuple[str, ...]
    joined: str


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that a search finds.

    Parameters
    ----------
    kind
        One of `KINDS`.
    label
        Its name in the reader's language.
    detail
        What tells it from others of that name.
    path
        Where it leads, beneath the language.
    names
        Everything that it is called, in every language, its label first.
    codes
        The selection with which it leads there.
    lang
        The language of its label, where that may be another than the reader's.
    """

    kind: str
    label: str
    detail: str
    path: str
    names: tuple[Name, ...]
    codes: Mapping[str, str] = field(default_factory=dict)
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that was found, by which of its names, and how well."""

    entry: Entry
    name: Name
    rank: int

    @property
    def via(self) -> str:
        """The name by which it was found, where what is shown does not show that."""
        shown = plain(self.entry.label + self.entry.detail)
        return "" if self.name.joined in shown else self.name.text


def folded(text: str) -> Name:
    """Return a text with its words as they are compared: without accents, case or punctuation."""
    written = re.findall(r"\w+", unicodedata.normalize("NFC", text))
    return Name(text, tuple(filter(None, map(plain, written))), plain(text))


def entries(dataset: Dataset, words: Words) -> tuple[Entry, ...]:
    """Return everything that can be found in a dataset, named in the reader's language."""
    makers = (_countries, _groups, _areas, _actions, _institutions, _institution_types, _charts)
    return tuple(entry for make in makers for entry in make(dataset, words))


def find(listed: Iterable[Entry], asked: str) -> list[Hit]:
    """Find the entries that a text names, the best match first.

    Each word of the text must be in one name of the entry. A whole name comes before whole words,
    those before words that start so, and those before text inside a name; then shorter names come
    first.
    """
    wanted = folded(asked[:LONGEST])
    if len(wanted.joined) < SHORTEST:
        return []
    kinds = list(KINDS)
    hits = [hit for entry in listed if (hit := _best(entry, wanted))]
    return sorted(
        hits,
        key=lambda hit: (hit.rank, kinds.index(hit.entry.kind), len(hit.name.words)),
    )


def chosen(hits: Sequence[Hit]) -> dict[str, list[Hit]]:
    """Choose which hits are shown, by kind: no kind keeps the others out."""
    turns: dict[str, int] = {}
    first: list[Hit] = []
    later: list[Hit] = []
    for hit in hits:
        turn = turns[hit.entry.kind] = turns.get(hit.entry.kind, 0) + 1
        (first if turn <= OF_A_KIND else later).append(hit)
    shown: dict[str, list[Hit]] = {}
    for hit in (first + later)[:MOST]:
        shown.setdefault(hit.entry.kind, []).append(hit)
    return shown


def box(visit: Visit) -> html.Div:
    """Lay out the field in the header, and what the results are put into (assets/search.js)."""
    words = visit.words
    name = words("Search Actions, countries, bodies, institutions, areas and charts")
    field = dmc.TextInput(
        id="search-field",
        placeholder=words("Search"),
        size="xs",
        attributes={
            "input": {
                "type": "search",
                "role": "combobox",
                "aria-expanded": "false",
                "aria-controls": "search-results",
                "aria-autocomplete": "list",
                "aria-keyshortcuts": "/",
                "autoComplete": "off",
                "spellCheck": "false",
                "maxLength": LONGEST,
            }
        },
        rightSection=html.Kbd("/", className="finder-key", **_attributes(aria_hidden="true")),
        **labelled(name),
    )
    found = html.Div(
        [
            html.Div(id="search-results", role="listbox", **labelled(words("Results"))),
            html.P(id="search-count", className="finder-count", **_attributes(aria_hidden="true")),
        ],
        id="search-found",
        className="finder-found",
        hidden=True,
    )
    address = visit.href(ADDRESS, visit.only())
    failed = words("The search does not answer.")
    return html.Div(
        [
            html.Button(
                id="search-open",
                className="finder-open",
                title=words("Search"),
                **labelled(words("Search")),
                **_attributes(aria_expanded="false", aria_controls="search-box"),
            ),
            html.Div(
                [field, found],
                id="search-box",
                className="finder-box",
                **_attributes(data_address=address, data_failed=failed),
            ),
            html.Div(id="search-status", className="unseen", role="status"),
        ],
        className="finder",
        role="search",
        **labelled(words("Search")),
    )


def serve(server: Flask, site: Site, known: Callable[[str], bool]) -> None:
    """Add the address that answers a search; a page that is not `known` is not offered."""

    @lru_cache(2 * len(LANGUAGES))
    def index(dataset: Dataset, words: Words) -> tuple[Entry, ...]:
        paged = ("country", "group")
        return tuple(
            entry
            for entry in entries(dataset, words)
            if entry.kind not in paged or known(entry.path)
        )

    @server.get(f"/<language>/{ADDRESS}")
    def search(language: str) -> Response:
        visit = Visit(site, language, ADDRESS, {}, {"data": request.args.get("data", "")})
        hits = find(index(visit.dataset, visit.words), request.args.get("q", ""))
        return Response(json.dumps(_said(visit, hits)), mimetype="application/json")


def _attributes(**given: str) -> dict[str, Any]:
    """Return attributes that Dash takes by names with a hyphen."""
    return {name.replace("_", "-"): value for name, value in given.items()}


def _said(visit: Visit, hits: Sequence[Hit]) -> dict[str, Any]:
    """Say what was found, as the page shows it."""
    words, groups = visit.words, chosen(hits)
    shown = sum(map(len, groups.values()))
    if not hits:
        count = words("Nothing found")
    elif shown < len(hits):
        count = words("The first {shown} of {n} results", shown=shown, n=len(hits))
    else:
        count = words.plural("{n} result", "{n} results", shown)
    return {
        "count": count,
        "groups": [
            {
                "label": words(KINDS[kind]),
                "results": [
                    {
                        "label": hit.entry.label,
                        "lang": hit.entry.lang or visit.language,
                        "detail": " · ".join(filter(None, (hit.via, hit.entry.detail))),
                        "href": visit.href(hit.entry.path, visit.only(**hit.entry.codes)),
                    }
                    for hit in found
                ],
            }
            for kind, found in groups.items()
        ],
    }


def _best(entry: Entry, wanted: Name) -> Hit | None:
    """Return an entry with the name that matches best, its label before others, if one does."""
    ranked = [(_rank(name, wanted), at > 0, name) for at, name in enumerate(entry.names)]
    rank, _, name = min(ranked, key=lambda one: (*one[:2], len(one[2].words)))
    return Hit(entry, name, rank) if rank <= WITHIN else None


def _rank(name: Name, wanted: Name) -> int:
    """Return how well a name matches; beyond `WITHIN` it does not."""
    if name.joined == wanted.joined:
        return EXACT
    if all(word in name.words for word in wanted.words):
        return WORDS
    if name.joined.startswith(wanted.joined) or all(
        any(has.startswith(word) for has in name.words) for word in wanted.words
    ):
        return STARTS
    inside = len(wanted.joined) >= INSIDE and wanted.joined in name.joined
    return WITHIN if inside else WITHIN + 1


def _names(texts: Iterable[str]) -> tuple[Name, ...]:
    """Fold names, each once; the first to be written so is the one that is shown."""
    found: dict[tuple[str, ...], Name] = {}
    for text in texts:
        name = folded(text)
        if name.joined:
            found.setdefault(name.words, name)
    return tuple(found.values())


def _by_code(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for name, code in pairs:
        names.setdefault(code, []).append(name)
    return names


def _countries(dataset: Dataset, words: Words) -> Iterator[Entry]:
    countries, aliases = dataset.reference.countries, dataset.reference.aliases
    names = _by_code(
        [
            *called(countries, key="iso3"),
            *zip(aliases["alias"], aliases["iso3"], strict=True),
            *zip(countries["iso2"], countries["iso3"], strict=True),
        ]
    )
    for iso3 in countries["iso3"]:
        label = words.country(iso3)
        yield Entry("country", label, "", f"countries/{iso3}", _names([label, *names[iso3], iso3]))


def _groups(dataset: Dataset, words: Words) -> Iterator[Entry]:
    reference = dataset.reference
    names = _by_code(called(reference.regions))
    for region in reference.partner_regions:
        called_so = _names([words.region(region), *names[region]])
        yield Entry("group", words.region(region), "", "map", called_so, {"region": region})
    regions = reference.regions
    tops = set(regions["id"][regions["level"] == "region"])
    for region in regions["id"][regions["level"] == "subregion"]:
        if region not in tops:
            called_so = _names([words.region(region), *names[region]])
            yield Entry("group", words.region(region), "", f"groups/{region}", called_so)
    names = _by_code(called(reference.groups))
    full = dict(
        zip(reference.groups["id"], reference.groups[f"name_{words.language}"], strict=True)
    )
    for group in reference.groups["id"]:
        label = words.group(group)
        detail = "" if full[group] == label else full[group]
        called_so = _names([label, detail, *names[group]])
        yield Entry("group", label, detail, f"groups/{group}", called_so)


def _areas(dataset: Dataset, words: Words) -> Iterator[Entry]:
    areas, labels = dataset.reference.areas, dataset.reference.area_labels
    names = _by_code([*called(areas), *zip(labels["label"], labels["area"], strict=True)])
    for area, level, pillar in areas[["id", "level", "pillar"]].to_numpy().tolist():
        label = words.area(area)
        detail = "" if level == "pillar" else words.area(pillar)
        called_so = _names([label, *names[area]])
        yield Entry("area", label, detail, "timeline", called_so, {level: area})


def _rows(dataset: Dataset) -> list[dict[str, Any]]:
    rows = collected(first(table(dataset, "actions"), "action_id"))
    return rows.to_dict("records")  # type: ignore[return-value]


def _actions(dataset: Dataset, words: Words) -> Iterator[Entry]:
    for row in _rows(dataset):
        label = words.content(row, "title") or row["action_id"]
        titles = [row.get(name, "") for name in ("title", "title_fr", "title_es", "action_id")]
        called_so = _names([label, *titles])
        year = row["start_date"][:4]
        lang = words.content_language(row, "title")
        yield Entry("action", label, year, f"actions/{row['action_id']}", called_so, lang=lang)


def _institutions(dataset: Dataset, words: Words) -> Iterator[Entry]:
    """Yield each institution that asked for an Action or took part in it, once for the Action."""
    rows = _rows(dataset)
    titles = {row["action_id"]: words.content(row, "title") or row["action_id"] for row in rows}
    partners = collected(first(table(dataset, "partners"), "action_id", "name"))
    pairs = [
        *((row["institution"], row["action_id"]) for row in rows),
        *zip(partners["name"], partners["action_id"], strict=True),
    ]
    for name, action in dict.fromkeys(pairs):
        if folded(name).joined and action in titles:
            path = f"actions/{action}"
            yield Entry("institution", name, titles[action], path, _names([name]), lang=_WRITTEN)


def _institution_types(dataset: Dataset, words: Words) -> Iterator[Entry]:
    types = dataset.reference.institution_types
    names = _by_code(called(types))
    for kind in types["id"]:
        label = words.institution_type(kind)
        called_so = _names([label, *names[kind]])
        yield Entry("institution-type", label, "", "actions", called_so, {"institution": kind})


def _charts(dataset: Dataset, words: Words) -> Iterator[Entry]:
    said = [Words(language, dataset.reference) for language in LANGUAGES]
    for key, chart in charts_of(dataset.reference.programme).items():
        title = words(chart.title)
        titles = _names([title, *(one(chart.title) for one in said), key])
        yield Entry("chart", title, "", f"charts/{key}", titles)
