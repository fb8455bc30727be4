"""Pages: all about one country or territory, or one group of them, as a briefing needs it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from dash import dcc, html

from mieux_dashboard.measure import places
from mieux_dashboard.model.columns import ACTIONS, REQUESTS
from mieux_dashboard.model.dataset import Dataset
from mieux_dashboard.model.selection import known_codes
from mieux_dashboard.pages.action import footnotes, urls
from mieux_dashboard.pages.page import Page, Visit
from mieux_dashboard.pages.tables import stacking
from mieux_dashboard.words import Words, message

KINDS = {
    "subregion": message("subregion of the programme"),
    "continental organisation": message("continental organisation"),
    "regional economic community": message("regional economic community"),
    "monetary union": message("monetary union"),
    "intergovernmental committee": message("intergovernmental committee"),
    "regional framework": message("regional framework"),
    "regional organisation": message("regional organisation"),
    "EU partnership": message("EU partnership"),
    "migration dialogue": message("migration dialogue"),
    "protection framework": message("protection framework"),
    "cross-border area": message("cross-border area"),
    "cooperation network": message("cooperation network"),
    "global forum": message("global forum"),
}
COMPLETE = {
    "yes": message("complete"),
    "no": message("not complete"),
    "uncertain": message("not certain to be complete"),
}
MISSING = {
    "request": message("Request"),
    "experts": message("Country of the experts"),
    "results": message("Results"),
}
"""What may be missing for an Action and is no column of its own row."""


@dataclass(frozen=True, eq=False)
class Part:
    """What a page, or one part of it, is about: some Actions and the requests of the same.

    Parameters
    ----------
    actions, requests
        The rows, in order.
    countries
        The countries whose Actions these are, joined by commas; empty for a body's own.
    level
        Of its headings, 2 or 3.
    """

    actions: pd.DataFrame
    requests: pd.DataFrame
    countries: str
    level: int = 2

    def heading(self, text: str) -> Any:
        """Return a heading of this part."""
        return (html.H2 if self.level == 2 else html.H3)(text)


def country(visit: Visit) -> list[Any]:
    """Lay out the page of a country or territory; without a code, the list of them."""
    iso3 = visit.path.get("iso3", "")
    if not iso3:
        return countries(visit)
    words, dataset = visit.words, visit.dataset
    part = Part(places.actions_in(dataset, [iso3]), places.requests_in(dataset, [iso3]), iso3)
    elsewhere = places.experts_elsewhere(dataset, iso3)
    return _page(
        visit,
        words.country(iso3),
        [html.P(_sentence(words, part), className="answer"), *footnotes(visit, [iso3])],
        _country_facts(visit, iso3),
        [*_sections(visit, part, _elsewhere(visit, elsewhere)), *_ending(visit, part, elsewhere)],
        _named(dataset, part.actions, elsewhere) - {iso3},
    )


def group(visit: Visit) -> list[Any]:
    """Lay out the page of a group or subregion; without a code, the list of them."""
    code = visit.path.get("group_id", "")
    if not code:
        return groups(visit)
    words, dataset = visit.words, visit.dataset
    row = _group(dataset, code)
    members = places.members_of(dataset, code)
    of_members = Part(
        places.actions_in(dataset, members),
        places.requests_in(dataset, members),
        ",".join(members),
        level=3,
    )
    own = Part(
        places.actions_of_body(dataset, code), places.requests_of_body(dataset, code), "", level=3
    )
    said = words(
        "Actions of the body itself: {n}; Actions in its member countries and territories: {m}",
        n=len(own.actions),
        m=len(of_members.actions),
    )
    if not row:
        said = _sentence(words, of_members)
    return _page(
        visit,
        _full_name(words, code, row),
        [html.P(said, className="answer")],
        _group_facts(visit, code, row, members),
        [
            *(_body(visit, own) if row else []),
            *_members(visit, of_members, members),
        ],
        {*members} | _named(dataset, own.actions, of_members.actions),
    )


def countries(visit: Visit) -> list[Any]:
    """List the countries and territories by region, with the number of their Actions."""
    words, reference = visit.words, visit.dataset.reference
    counts = places.actions_by_member(visit.dataset, list(reference.countries["iso3"]))
    found = dict(zip(counts["country"], counts["n_actions"], strict=True))
    regions = reference.regions[reference.regions["level"] == "region"]["id"]
    said: list[Any] = []
    for region in regions:
        listed = reference.countries[reference.countries["region"] == region]["iso3"]
        named = sorted(listed, key=lambda code: _sorted(words.country(code)))
        rows = [_counted(visit, code, found[code]) for code in named]
        said += [html.H2(words.region(region)), html.Ul(rows, className="counts")]
    rule = words("The number is that of its Actions; one in several countries counts in each.")
    return _list(visit, words("Countries and territories"), rule, said)


def groups(visit: Visit) -> list[Any]:
    """List the groups and subregions."""
    words, reference = visit.words, visit.dataset.reference
    said: list[Any] = []
    bodies = list(reference.groups["id"])
    subregions = [code for code in _group_codes(visit.dataset) if code not in bodies]
    for title, codes in (
        (words("Regional bodies and other groups"), bodies),
        (words("Subregions"), subregions),
    ):
        names = {code: _full_name(words, code, _group(visit.dataset, code)) for code in codes}
        rows = [
            html.Li(dcc.Link(names[code], href=visit.href(f"groups/{code}")))
            for code in sorted(codes, key=lambda code: _sorted(names[code]))
        ]
        said += [html.H2(title), html.Ul(rows, className="counts")]
    return _list(visit, words("Groups of countries"), "", said)


def knows_country(dataset: Dataset, path: Mapping[str, str]) -> bool:
    """Say whether the code is one of a country or territory."""
    return path["iso3"] in set(dataset.reference.countries["iso3"])


def knows_group(dataset: Dataset, path: Mapping[str, str]) -> bool:
    """Say whether the code is one of a group or subregion."""
    return path["group_id"] in _group_codes(dataset)


def _group_codes(dataset: Dataset) -> tuple[str, ...]:
    return known_codes(dataset.reference)["group"]


def _group(dataset: Dataset, code: str) -> dict[Any, Any]:
    """Return a group's own row; a subregion has none."""
    listed = dataset.reference.groups
    found = listed[listed["id"] == code].to_dict("records")
    return found[0] if found else {}


def _full_name(words: Words, code: str, row: Mapping[Any, Any]) -> str:
    if not row:
        return words.region(code)
    name, acronym = row[f"name_{words.language}"], row[f"acronym_{words.language}"]
    return f"{name} ({acronym})" if acronym and acronym not in name else str(name)


def _sorted(name: str) -> str:
    """Return what a name is sorted by: É stands with E."""
    plain = name.casefold().translate(str.maketrans("àáâãäåçèéêëìíîïñòóôõöùúûü", _PLAIN))
    return plain.removeprefix("the ")


_PLAIN = "aaaaaaceeeeiiiinooooouuuu"


def _page(
    visit: Visit,
    name: str,
    opening: Sequence[Any],
    facts: Iterable[Any],
    body: Sequence[Any],
    named: Collection[str],
) -> list[Any]:
    content = [
        _back(visit),
        html.H1(name),
        *opening,
        html.Dl(list(facts), className="facts"),
        *body,
        *_note_on_translation(visit),
        *footnotes(visit, named),
    ]
    return [html.Div(content, className="place")]


def _list(visit: Visit, title: str, rule: str, body: Sequence[Any]) -> list[Any]:
    said = [html.P(rule, className="rule")] if rule else []
    codes = set(visit.dataset.reference.countries["iso3"]) if rule else set()
    content = [_back(visit), html.H1(title), *said, *body, *footnotes(visit, codes)]
    return [html.Div(content, className="place")]


def _back(visit: Visit) -> html.P:
    words = visit.words
    return html.P(
        [
            dcc.Link(words("All countries and territories"), href=visit.href("countries")),
            " · ",
            dcc.Link(words("All groups"), href=visit.href("groups")),
        ],
        className="back",
    )


def _sentence(words: Words, part: Part) -> str:
    """Say how many Actions, begun when, and how many requests."""
    n, dated = len(part.actions), [text[:4] for text in part.actions["start_date"] if text]
    if not n:
        actions = words("No Action is in the data")
    elif dated:
        first, last = min(dated), max(dated)
        years = first if first == last else f"{first}–{last}"
        actions = words("Actions: {n}, begun {years}", n=n, years=years)
    else:
        actions = words("Actions: {n}", n=n)
    total = len(part.requests)
    public = words.reference.programme.record == "published"
    if public:
        requests = words("requests that are public: {n}", n=total)
    else:
        requests = words("requests listed: {n}", n=total)
    return words("{actions}; {requests}", actions=actions, requests=requests)


def _fact(label: str, said: Any) -> html.Div:
    return html.Div([html.Dt(label), html.Dd(said)])


def _country_facts(visit: Visit, iso3: str) -> Iterable[html.Div]:
    words, reference = visit.words, visit.dataset.reference
    row = reference.countries[reference.countries["iso3"] == iso3].iloc[0]
    region, subregion = row["region"], row["subregion"]
    on_map = dcc.Link(words.region(region), href=visit.href("map", visit.only(region=region)))
    yield _fact(words("Region"), on_map)
    if subregion and subregion != region:
        yield _fact(words("Subregion"), _group_link(visit, subregion))
    listed = reference.groups
    belongs = [
        code
        for code, members in zip(listed["id"], listed["members"], strict=True)
        if iso3 in members.split(";")
    ]
    if belongs:
        links = [_group_link(visit, code) for code in belongs]
        yield _fact(words("Groups"), _joined(links))
    yield _on_map(visit, country=iso3)


def _group_facts(
    visit: Visit, code: str, row: Mapping[Any, Any], members: Sequence[str]
) -> Iterable[html.Div]:
    words = visit.words
    kind = row.get("kind", "subregion")
    yield _fact(words("Kind"), words(KINDS[kind]) if kind in KINDS else kind)
    named = sorted(members, key=lambda iso3: _sorted(words.country(iso3)))
    links = [_country_link(visit, iso3) for iso3 in named]
    yield _fact(words("Members"), _joined(links) if links else words("none in the list"))
    if row:
        yield _fact(words("Members as of"), words.date(row["as_of"]))
        listed = row["complete"]
        said = words(COMPLETE[listed]) if listed in COMPLETE else listed
        yield _fact(words("List of members"), said)
    yield _on_map(visit, group=code)


def _on_map(visit: Visit, **chosen: str) -> html.Div:
    words = visit.words
    there = dcc.Link(words("Actions on the map"), href=visit.href("map", visit.only(**chosen)))
    return _fact(words("Map"), there)


def _joined(said: Sequence[Any]) -> list[Any]:
    joined: list[Any] = []
    for one in said:
        joined += [", ", one]
    return joined[1:]


def _country_link(visit: Visit, iso3: str) -> dcc.Link:
    return dcc.Link(visit.words.country(iso3), href=visit.href(f"countries/{iso3}"))


def _group_link(visit: Visit, code: str) -> dcc.Link:
    return dcc.Link(visit.words.group(code), href=visit.href(f"groups/{code}"))


def _counted(visit: Visit, iso3: str, n: int) -> html.Li:
    number = html.Span(visit.words.number(n), className="n")
    return html.Li([_country_link(visit, iso3), " ", number])


def _body(visit: Visit, own: Part) -> list[Any]:
    words = visit.words
    said = [html.H2(words("The body itself")), html.P(_sentence(words, own))]
    if not len(own.actions) and not len(own.requests):
        return said
    return [*said, *_sections(visit, own), *_ending(visit, own)]


def _members(visit: Visit, part: Part, members: Sequence[str]) -> list[Any]:
    words = visit.words
    counts = places.actions_by_member(visit.dataset, members)
    pairs = zip(counts["country"], counts["n_actions"], strict=True)
    rule = words(
        "Actions that name a member. One of the body that names members counts here as well; "
        "one in several members counts once in each, and once in all."
    )
    return [
        html.H2(words("Its members")),
        html.P(_sentence(words, part)),
        html.P(rule, className="rule"),
        html.Ul([_counted(visit, iso3, n) for iso3, n in pairs if n], className="counts"),
        *_sections(visit, part),
        *_ending(visit, part),
    ]


def _sections(visit: Visit, part: Part, elsewhere: Sequence[Any] = ()) -> list[Any]:
    """Tell what happened, in the order in which a briefing does."""
    words = visit.words
    if not len(part.actions):
        return [*_asked(visit, part), *elsewhere]
    return [
        *_asked(visit, part),
        part.heading(words("What for")),
        *_areas(visit, part),
        part.heading(words("What was done")),
        _done(visit, part.actions),
        part.heading(words("Whose experts took part")),
        *_experts(visit, part),
        part.heading(words("What came of it")),
        _results(visit, part),
        *elsewhere,
    ]


def _asked(visit: Visit, part: Part) -> list[Any]:
    words = visit.words
    if words.reference.programme.record == "published":
        rule = words(
            "Only some requests are public. Listed are those that were accepted or whose "
            "decision is not known."
        )
    else:
        rule = words("Listed are requests that were accepted or whose decision is not known.")
    heading = part.heading(words("Who asked, and when"))
    if not len(part.requests):
        return [heading, html.P(words("No request is listed.")), html.P(rule, className="rule")]
    heads = [REQUESTS.column(n).label(visit.language) for n in ("received_date", "institution")]
    several = part.countries.count(",") > 0
    heads = [*heads, *([words("Partner")] if several else [])]
    heads.append(REQUESTS.column("decision").label(visit.language))
    rows = [_request(visit, row, several) for row in part.requests.to_dict("records")]
    return [heading, stacking(heads, rows), html.P(rule, className="rule")]


def _request(visit: Visit, row: Mapping[Any, Any], several: bool) -> list[Any]:
    words = visit.words
    said: list[Any] = [words("not known")]
    if row["decision"] == "accepted":
        said = [words.name("decision", "accepted")]
        if row["decision_basis"] in ("assigned", "derived"):
            said.append(_aside(words.name("basis", row["decision_basis"])))
    date = words.date(row["received_date"], short=True) or words("not known")
    institution = row["institution"] or words("not known")
    return [date, institution, *([_partners(visit, row)] if several else []), said]


def _aside(text: str) -> html.Span:
    return html.Span(f" ({text})", className="basis")


def _partners(visit: Visit, row: Mapping[Any, Any]) -> list[Any]:
    links = [_country_link(visit, code) for code in row["countries"].split(";") if code]
    body = row["regional_body"]
    return _joined([*links, *([_group_link(visit, body)] if body else [])])


def _areas(visit: Visit, part: Part) -> list[Any]:
    words, said = visit.words, []
    counts = places.areas_of(visit.dataset, part.actions)
    for pillar, rows in counts.groupby("pillar", sort=False):
        found = [
            [_in_table(visit, part, area, str(pillar)), " ", words.number(n)]
            for area, n in zip(rows["area"], rows["n_actions"], strict=True)
        ]
        said.append([found[0], [bit for one in _joined(found[1:]) for bit in _bits(one)]])
    rule = words("Number of Actions; one with several areas counts in each.")
    assigned = int((part.actions["areas_basis"] == "assigned").sum())
    if assigned:
        total = len(part.actions)
        more = words("Areas assigned by us for {n} of {total} Actions.", n=assigned, total=total)
        rule = f"{rule} {more}"
    if not said:
        return [html.P(words("not known"))]
    return [
        stacking([words("Pillar"), ACTIONS.column("areas").label(visit.language)], said),
        html.P(rule, className="rule"),
    ]


def _bits(one: Any) -> list[Any]:
    return one if isinstance(one, list) else [one]


def _in_table(visit: Visit, part: Part, code: str, pillar: str) -> Any:
    """Name an area, and lead to the table of these Actions; a body's own has no such table."""
    name = visit.words.area(code)
    if not part.countries:
        return name
    chosen = {"pillar" if code == pillar else "area": code, "country": part.countries}
    return dcc.Link(name, href=visit.href("actions", visit.only(**chosen)))


def _done(visit: Visit, actions: pd.DataFrame) -> html.Table:
    words, language = visit.words, visit.language
    names = ("start_date", "end_date", "areas", "institution")
    heads = [words("Action"), *(ACTIONS.column(name).label(language) for name in names)]
    rows = [
        [
            _action_link(visit, row),
            _date(words, row["start_date"]),
            _date(words, row["end_date"]),
            "; ".join(words.area(code) for code in row["areas"].split(";") if code),
            row["institution"],
        ]
        for row in actions.to_dict("records")
    ]
    return stacking(heads, rows)


def _date(words: Words, partial: str) -> Any:
    """Say a date that stays on one line; nothing where it is not known."""
    return html.Span(words.date(partial, short=True), className="date") if partial else ""


def _action_link(visit: Visit, row: Mapping[Any, Any]) -> dcc.Link:
    return dcc.Link(_content(visit, row, "title"), href=visit.href(f"actions/{row['action_id']}"))


def _content(visit: Visit, row: Mapping[Any, Any], column: str) -> html.Span:
    """Say a text of a row, marked as English where it is not translated."""
    translated = visit.language == "en" or row.get(f"{column}_{visit.language}")
    lang = visit.language if translated else "en"
    return html.Span(visit.words.content(row, column), lang=lang)


def _experts(visit: Visit, part: Part) -> list[Any]:
    words = visit.words
    counts = places.experts_of(visit.dataset, part.actions)
    if not len(counts):
        return [html.P(words("The countries of the experts are not known."))]
    rule = words("Number of Actions; one with experts from several countries counts in each.")
    if words.reference.programme.record == "published":
        more = words("Country of the expert as published.")
        rule = f"{more} {rule}"
    pairs = zip(counts["country"], counts["n_actions"], strict=True)
    listed = html.Ul([_counted(visit, iso3, n) for iso3, n in pairs], className="counts")
    return [listed, html.P(rule, className="rule")]


def _results(visit: Visit, part: Part) -> Any:
    """List what came of each Action: its results, or where it has none its output."""
    words = visit.words
    found: dict[str, list[Any]] = {}
    for row in places.results_of(visit.dataset, part.actions).to_dict("records"):
        known = [words.name("stage", row["stage"])] if row["stage"] else []
        known += [words.name("evidence", row["evidence"])] if row["evidence"] else []
        aside = [_aside(", ".join(known))] if known else []
        item = html.Li([_content(visit, row, "description"), *aside])
        found.setdefault(row["action_id"], []).append(item)
    rows = []
    for row in part.actions.to_dict("records"):
        items = found.get(row["action_id"], [])
        if not items and row["output"]:
            items = [html.Li(_content(visit, row, "output"))]
        if items:
            rows.append([_action_link(visit, row), html.Ul(items)])
    if not rows:
        return html.P(words("Nothing is known of what came of it."))
    return stacking([words("Action"), words("Results")], rows)


def _elsewhere(visit: Visit, actions: pd.DataFrame) -> list[Any]:
    """List the other Actions in which the country's experts took part."""
    words = visit.words
    heading = html.H2(words("Its experts' work elsewhere"))
    if not len(actions):
        return [heading, html.P(words("No Action elsewhere names experts from here."))]
    said = words.plural(
        "Experts from here took part in {n} Action elsewhere.",
        "Experts from here took part in {n} Actions elsewhere.",
        len(actions),
    )
    rows = [
        [
            _action_link(visit, row),
            _partners(visit, row),
            _date(words, row["start_date"]),
        ]
        for row in actions.to_dict("records")
    ]
    start = ACTIONS.column("start_date").label(visit.language)
    return [
        heading,
        html.P(said),
        stacking([words("Action"), words("Partner"), start], rows),
    ]


def _ending(visit: Visit, part: Part, elsewhere: pd.DataFrame | None = None) -> list[Any]:
    """Name the sources, and what is missing."""
    words = visit.words
    cells = list(part.actions["source_url"])
    found = dict.fromkeys(url for cell in cells for url in urls(cell))
    sources = [html.Li(html.A(url, href=url)) for url in found]
    missing = list(_missing(visit, part))
    return [
        *([part.heading(words("Sources")), html.Ul(sources, className="sources")] * bool(sources)),
        *([part.heading(words("What is missing")), html.Ul(missing)] * bool(missing)),
    ]


def _missing(visit: Visit, part: Part) -> Iterable[html.Li]:
    words, total = visit.words, len(part.actions)
    counts = places.missing_of(visit.dataset, part.actions)
    for key, n in zip(counts["key"], counts["n_actions"], strict=True):
        name = words(MISSING[key]) if key in MISSING else ACTIONS.column(key).label(visit.language)
        said = words("{name}: not known for {n} of {total} Actions", name=name, n=n, total=total)
        yield html.Li(said)
    undated = int((part.requests["received_date"] == "").sum())
    if undated:
        name = REQUESTS.column("received_date").label(visit.language)
        listed = len(part.requests)
        yield html.Li(
            words(
                "{name}: not known for {n} of {total} requests", name=name, n=undated, total=listed
            )
        )


def _note_on_translation(visit: Visit) -> list[Any]:
    words = visit.words
    bases = visit.dataset["actions"]["translation_basis"]
    if visit.language == "en" or not (bases == "unreviewed").any():
        return []
    note = words("Titles and results: translated from English, not yet reviewed.")
    return [html.P(note, className="rule")]


def _named(dataset: Dataset, *tables: pd.DataFrame) -> set[str]:
    """Collect the countries that some Actions and their experts name."""
    origins = dataset["action_origins"]
    named: set[str] = set()
    for actions in tables:
        named |= {code for cell in actions["countries"] for code in cell.split(";") if code}
        named |= set(origins[origins["action_id"].isin(actions["action_id"])]["country"])
    return named


COUNTRY_PAGE = Page(
    "country",
    "countries/<iso3>",
    message("Country"),
    country,
    knows=knows_country,
    in_menu=False,
    tab=lambda words, dataset, path: words.country(path["iso3"]),
)
GROUP_PAGE = Page(
    "group",
    "groups/<group_id>",
    message("Group"),
    group,
    knows=knows_group,
    in_menu=False,
    tab=lambda words, dataset, path: words.group(path["group_id"]),
)
COUNTRIES_PAGE = Page(
    "countries", "countries", message("Countries and territories"), countries, in_menu=False
)
GROUPS_PAGE = Page("groups", "groups", message("Groups of countries"), groups, in_menu=False)
