"""One part of a briefing: some Actions, the requests of the same partners, and what to tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from mieux_dashboard.export.briefing import (
    Block,
    Grid,
    Items,
    Line,
    Paragraph,
    Run,
    Section,
    content,
    given,
    joined,
    said,
    web_addresses,
)
from mieux_dashboard.measure import places
from mieux_dashboard.model.columns import ACTIONS, REQUESTS
from mieux_dashboard.model.dataset import Dataset
from mieux_dashboard.words import Words, message

MISSING = {
    "request": message("Request"),
    "experts": message("Country of the experts"),
    "results": message("Results"),
}
"""What may be missing for an Action and is no column of its own row."""


@dataclass(frozen=True, eq=False)
class Part:
    """What a briefing, or one part of it, is about.

    Parameters
    ----------
    dataset, words
        The data, and the words of the language.
    actions, requests
        The rows, in order.
    countries
        The countries whose Actions these are, joined by commas; empty for a body's own.
    level
        Of its headings, 2 or 3.
    """

    dataset: Dataset
    words: Words
    actions: pd.DataFrame
    requests: pd.DataFrame
    countries: str
    level: int = 2

    def sentence(self) -> str:
        """Say how many Actions, begun when, and how many requests."""
        words = self.words
        n, dated = len(self.actions), [text[:4] for text in self.actions["start_date"] if text]
        if not n:
            actions = words("No Action is in the data")
        elif dated:
            first, last = min(dated), max(dated)
            years = first if first == last else f"{first}–{last}"
            actions = words("Actions: {n}, begun {years}", n=n, years=years)
        else:
            actions = words("Actions: {n}", n=n)
        total = len(self.requests)
        if not self._keeps("requests"):
            return actions
        if words.reference.programme.record == "published":
            requests = words("requests that are public: {n}", n=total)
        else:
            requests = words("requests listed: {n}", n=total)
        return words("{actions}; {requests}", actions=actions, requests=requests)

    def sections(self) -> list[Section]:
        """Tell what happened, in the order in which a briefing does."""
        words = self.words
        asked = [self._section(words("Who asked, and when"), *self._asked())]
        experts = [self._section(words("Whose experts took part"), *self._experts())]
        asked = asked if self._keeps("requests") else []
        if not len(self.actions):
            return asked
        return [
            *asked,
            self._section(words("What for"), *self._areas()),
            self._section(words("What was done"), self._done()),
            *(experts if self._keeps("experts", "deployments") else []),
            self._section(words("What came of it"), self._results()),
        ]

    def _keeps(self, *tables: str) -> bool:
        return self.words.reference.programme.keeps(*tables)

    def ending(self) -> list[Section]:
        """Name the sources, and what is missing."""
        words = self.words
        found = dict.fromkeys(
            url for cell in self.actions["source_url"] for url in web_addresses(cell)
        )
        sources = tuple((Run(url, to=url),) for url in found)
        missing = tuple(map(said, self._missing()))
        sections = [
            self._section(words("Sources"), Items(sources, "sources")),
            self._section(words("What is missing"), Items(missing)),
        ]
        return [one for one, has in zip(sections, (sources, missing), strict=True) if has]

    def _section(self, heading: str, *blocks: Block) -> Section:
        return Section(heading, self.level, blocks)

    def _asked(self) -> list[Block]:
        words = self.words
        if words.reference.programme.record == "published":
            rule = words(
                "Only some requests are public. Listed are those that were accepted or whose "
                "decision is not known."
            )
        else:
            rule = words("Listed are requests that were accepted or whose decision is not known.")
        if not len(self.requests):
            return [Paragraph(said(words("No request is listed."))), Paragraph(said(rule), "rule")]
        several = self.countries.count(",") > 0
        heads = [words.label(REQUESTS.column(n)) for n in ("received_date", "institution")]
        heads = [*heads, *([words("Partner")] if several else [])]
        heads.append(words.label(REQUESTS.column("decision")))
        rows = tuple(self._request(row, several) for row in self.requests.to_dict("records"))
        return [Grid(tuple(heads), rows), Paragraph(said(rule), "rule")]

    def _request(self, row: Mapping[Any, Any], several: bool) -> tuple[Line, ...]:
        words = self.words
        decision = [Run(words("not known"))]
        if row["decision"] == "accepted":
            decision = [Run(words.name("decision", "accepted"))]
            if row["decision_basis"] in ("assigned", "derived"):
                decision.append(_aside(words.name("basis", row["decision_basis"])))
        date = words.date(row["received_date"], short=True) or words("not known")
        institution = given(row, "institution", words) or said(words("not known"))
        partner = [partners_line(words, row)] if several else []
        return (said(date), institution, *partner, tuple(decision))

    def _areas(self) -> list[Block]:
        words, rows = self.words, []
        counts = places.areas_of(self.dataset, self.actions)
        for pillar, listed in counts.groupby("pillar", sort=False):
            found: list[Line] = [
                (self._in_table(area, str(pillar)), Run(" "), Run(words.number(n)))
                for area, n in zip(listed["area"], listed["n_actions"], strict=True)
            ]
            rows.append((found[0], joined(found[1:])))
        if not rows:
            return [Paragraph(said(words("not known")))]
        rule = words("Number of Actions; one with several areas counts in each.")
        assigned = int((self.actions["areas_basis"] == "assigned").sum())
        if assigned:
            total = len(self.actions)
            more = words(
                "Areas assigned by us for {n} of {total} Actions.", n=assigned, total=total
            )
            rule = f"{rule} {more}"
        heads = words("Pillar"), words.label(ACTIONS.column("areas"))
        return [Grid(heads, tuple(rows)), Paragraph(said(rule), "rule")]

    def _in_table(self, code: str, pillar: str) -> Run:
        """Name an area, and lead to the table of its Actions; a body's own has no such table."""
        name = self.words.area(code)
        if not self.countries:
            return Run(name)
        part = "pillar" if code == pillar else "area"
        return Run(name, to="actions", chosen={part: code, "country": self.countries})

    def _done(self) -> Grid:
        words = self.words
        names = ("start_date", "end_date", "areas", "institution")
        heads = (words("Action"), *(words.label(ACTIONS.column(name)) for name in names))
        rows = tuple(
            (
                (action_run(words, row),),
                date_line(words, row["start_date"]),
                date_line(words, row["end_date"]),
                said("; ".join(words.area(code) for code in row["areas"].split(";") if code)),
                given(row, "institution", words),
            )
            for row in self.actions.to_dict("records")
        )
        return Grid(heads, rows)

    def _experts(self) -> list[Block]:
        words = self.words
        counts = places.experts_of(self.dataset, self.actions)
        if not len(counts):
            return [Paragraph(said(words("The countries of the experts are not known.")))]
        rule = words("Number of Actions; one with experts from several countries counts in each.")
        if words.reference.programme.record == "published":
            more = words("Country of the expert as published.")
            rule = f"{more} {rule}"
        pairs = zip(counts["country"], counts["n_actions"], strict=True)
        listed = tuple(counted(words, iso3, n) for iso3, n in pairs)
        return [Items(listed, "counts"), Paragraph(said(rule), "rule")]

    def _results(self) -> Block:
        """List what came of each Action: its results, or where it has none its output."""
        words = self.words
        found: dict[str, list[Line]] = {}
        for row in places.results_of(self.dataset, self.actions).to_dict("records"):
            known = [words.name("stage", row["stage"])] if row["stage"] else []
            known += [words.name("evidence", row["evidence"])] if row["evidence"] else []
            aside = [_aside(", ".join(known))] if known else []
            line = (content(row, "description", words), *aside)
            found.setdefault(row["action_id"], []).append(line)
        rows = []
        for row in self.actions.to_dict("records"):
            lines = found.get(row["action_id"], [])
            if not lines and row["output"]:
                lines = [(content(row, "output", words),)]
            if lines:
                rows.append(((action_run(words, row),), Items(tuple(lines))))
        if not rows:
            return Paragraph(said(words("Nothing is known of what came of it.")))
        return Grid((words("Action"), words("Results")), tuple(rows))

    def _missing(self) -> Iterable[str]:
        words, total = self.words, len(self.actions)
        counts = places.missing_of(self.dataset, self.actions)
        for key, n in zip(counts["key"], counts["n_actions"], strict=True):
            if not words.reference.programme.speaks_of(key):
                continue
            name = words(MISSING[key]) if key in MISSING else words.label(ACTIONS.column(key))
            yield words("{name}: not known for {n} of {total} Actions", name=name, n=n, total=total)
        undated = int((self.requests["received_date"] == "").sum())
        if undated:
            name, listed = words.label(REQUESTS.column("received_date")), len(self.requests)
            yield words(
                "{name}: not known for {n} of {total} requests", name=name, n=undated, total=listed
            )


def _aside(text: str) -> Run:
    return Run(f" ({text})", "basis")


def country_run(words: Words, iso3: str) -> Run:
    """Name a country or territory, and lead to its page."""
    return Run(words.country(iso3), to=f"countries/{iso3}")


def group_run(words: Words, code: str) -> Run:
    """Name a group or subregion, and lead to its page."""
    return Run(words.group(code), to=f"groups/{code}")


def action_run(words: Words, row: Mapping[Any, Any]) -> Run:
    """Name an Action, and lead to its page."""
    title = content(row, "title", words)
    return Run(title.text, lang=title.lang, to=f"actions/{row['action_id']}")


def partners_line(words: Words, row: Mapping[Any, Any]) -> Line:
    """Name the partners of a row: its countries and its regional body."""
    links: list[Line] = [
        (country_run(words, code),) for code in row["countries"].split(";") if code
    ]
    body = row["regional_body"]
    return joined([*links, *([(group_run(words, body),)] if body else [])])


def counted(words: Words, iso3: str, n: int) -> Line:
    """Say a country with a number of Actions."""
    return country_run(words, iso3), Run(" "), Run(words.number(n), "n")


def date_line(words: Words, partial: str) -> Line:
    """Say a date that stays on one line; nothing where it is not known."""
    return (Run(words.date(partial, short=True), "date"),) if partial else ()
