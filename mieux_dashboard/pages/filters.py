"""The one bar of filters: the sentence that says what is in view, and its controls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import dash_mantine_components as dmc
from dash import Input, Output, dcc, html

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.draw.chosen import everything, parts
from mieux_dashboard.measure.engine import n_rows
from mieux_dashboard.model.selection import PARTED, Selection
from mieux_dashboard.pages.page import Visit, labelled
from mieux_dashboard.pages.shell import link
from mieux_dashboard.words import Words, message

PARTS = ("period", "region", "place", "theme", "institution", "from", "to", "basis")
"""The controls; ``place`` holds countries and groups, ``theme`` pillars and areas."""


HELD = (
    "region",
    "group",
    "country",
    "pillar",
    "area",
    "institution",
    "period",
    "from",
    "to",
    "basis",
)
"""The parts of a selection that the controls hold; the others stay as the address has them."""
RECORDS = {"requests": message("See the requests"), "results": message("See the results")}
"""The pages that have a table of records of their own."""


def ids(page: str) -> dict[str, str]:
    """Return the ids of a page's controls by part."""
    return {part: f"{page}-filter-{part}" for part in PARTS}


def control(page: str, field: str) -> tuple[str, str]:
    """Return where a choice goes: the ids of its controls, split by a space, and its prefix there.

    Parameters
    ----------
    field
        One of `charts.chart.CODES`; a year goes into the first and the last year.
    """
    if field == "year":
        return f"{ids(page)['from']} {ids(page)['to']}", ""
    shared = {"country": "place", "group": "place", "pillar": "theme", "area": "theme"}
    return ids(page)[shared.get(field, field)], f"{field}:" if field in shared else ""


def chosen(selection: Selection, field: str) -> tuple[str, ...]:
    """Return the codes that are chosen of a field."""
    if field != "year":
        codes: tuple[str, ...] = getattr(selection, field)
        return codes
    one = selection.year_from == selection.year_to
    return (str(selection.year_from),) if one else ()


def inputs(page: str) -> dict[str, Input]:
    """Return the values of a page's controls as callback inputs."""
    return {part: Input(control, "value") for part, control in ids(page).items()}


def outputs(page: str) -> dict[str, Output]:
    """Return what the bar itself shows of a selection."""
    return {
        "sentence": Output(f"{page}-sentence", "children"),
        "query": Output(f"{page}-query", "data"),
        "said": Output(f"{page}-said", "children"),
    }


def shown(visit: Visit) -> dict[str, Any]:
    """Return the values for `outputs`."""
    n = total(visit)
    return {
        "sentence": sentence(visit, n),
        "query": visit.selection.query(),
        "said": visit.words.plural("{n} Action in view", "{n} Actions in view", n),
    }


def total(visit: Visit) -> int:
    """Count the Actions in a visit's selection."""
    return visit.site.total(visit.selection)


def bar(visit: Visit, page: str) -> html.Div:
    """Lay out the bar with the visit's selection set in its controls."""
    words = visit.words
    return html.Div(
        [
            dcc.Store(id=f"{page}-query", data=visit.selection.query()),
            html.Div(
                [
                    html.Div(
                        sentence(visit, total(visit)), id=f"{page}-sentence", className="sentence"
                    ),
                    html.Div(id=f"{page}-said", className="unseen", role="status"),
                    html.Button(
                        words("Filters"),
                        id=f"{page}-filters-button",
                        className="filters-button",
                        **labelled(words("Filters"), toggles=f"{page}-filters"),
                    ),
                ],
                className="bar-line",
            ),
            html.Div(_controls(visit, page), id=f"{page}-filters", className="filters"),
        ],
        className="bar",
        role="search",
        **labelled(words("Filters")),
    )


def values(selection: Selection) -> dict[str, Any]:
    """Return the controls' values for a selection."""
    return {
        "period": list(selection.period),
        "region": list(selection.region),
        "place": [f"group:{code}" for code in selection.group]
        + [f"country:{code}" for code in selection.country],
        "theme": [f"pillar:{code}" for code in selection.pillar]
        + [f"area:{code}" for code in selection.area],
        "institution": list(selection.institution),
        "from": str(selection.year_from or "") or None,
        "to": str(selection.year_to or "") or None,
        "basis": selection.basis,
    }


def milestones(visit: Visit, page: str) -> html.Div:
    """Lay out the controls of the charts over time: milestones shown, and the one to count from."""
    words = visit.words
    listed = words.reference.milestones
    programme = words.reference.programme
    shown = listed[
        listed["date"].between(programme.start.isoformat(), programme.end.isoformat())
        & (listed["core"] != "yes")
    ]
    return html.Div(
        [
            dmc.MultiSelect(
                id=f"{page}-filter-milestone",
                label=words("Further milestones"),
                placeholder=words("None shown"),
                data=_options(shown["id"], words.milestone),
                value=list(visit.selection.milestone),
                searchable=True,
                clearable=True,
                clearButtonProps={
                    "aria-label": words("Clear: {name}", name=words("Further milestones"))
                },
                nothingFoundMessage=words("Nothing found"),
                size="xs",
            ),
            dmc.Select(
                id=f"{page}-filter-around",
                label=words("Months before and after"),
                placeholder=words.milestone(words.reference.around),
                data=_options(listed["id"], words.milestone),
                value=visit.selection.around or None,
                searchable=True,
                clearable=True,
                clearButtonProps={
                    "aria-label": words("Clear: {name}", name=words("Months before and after"))
                },
                nothingFoundMessage=words("Nothing found"),
                size="xs",
            ),
        ],
        className="filters milestones",
    )


def milestone_inputs(page: str) -> dict[str, Input]:
    """Return the values of `milestones` as callback inputs."""
    return {part: Input(f"{page}-filter-{part}", "value") for part in ("milestone", "around")}


def grouping(visit: Visit, page: str, said: str = "") -> html.Div:
    """Lay out the control that divides the bars of charts by policy period or by pillar.

    `said` is what it does on the page, where that is something else or less.
    """
    words, by = visit.words, visit.selection.by
    names = {"period": words("Policy period"), "pillar": words("Pillar")}
    label = words("Group by")
    control = dmc.Select(
        id=f"{page}-filter-by",
        label=label,
        placeholder=words("Nothing"),
        data=[{"value": code, "label": names[code]} for code in PARTED],
        value=by if by in PARTED else None,
        clearable=True,
        clearButtonProps={"aria-label": words("Clear: {name}", name=label)},
        size="xs",
    )
    does = said or words("Divides the bars of the charts that can be divided.")
    rule = html.P([does, " ", comparing(visit)], className="rule")
    return html.Div([control, rule], className="filters grouping")


def comparing(visit: Visit) -> dcc.Link:
    """Return a link to the comparison that keeps the selection."""
    said = visit.words("Compare two periods, regions or countries")
    return link(visit, "comparing", said, "compare")


def grouping_inputs(page: str) -> dict[str, Input]:
    """Return the value of `grouping` as a callback input."""
    return {"by": Input(f"{page}-filter-by", "value")}


def query(chosen: Mapping[str, Any]) -> dict[str, str | list[str]]:
    """Turn the controls' values into the parts of an address."""
    parts: dict[str, str | list[str]] = {
        name: value or [] for name, value in chosen.items() if name not in ("place", "theme")
    }
    for pair in [*(chosen["place"] or []), *(chosen["theme"] or [])]:
        name, _, code = pair.partition(":")
        parts.setdefault(name, []).append(code)  # type: ignore[union-attr]
    return parts


def sentence(visit: Visit, total: int) -> list[Any]:
    """Say what is in view, each choice, and the way out."""
    words, selection = visit.words, visit.selection
    dataset = visit.dataset
    loaded = n_rows(dataset, "actions")
    if not selection.narrows:
        return [html.Strong(everything(words, dataset, loaded))]
    said = words.plural("{n} of {loaded} Actions", "{n} of {loaded} Actions", total, loaded=loaded)
    chips = [html.Span(chip, className="chip") for chip in parts(words, selection)]
    clear = dcc.Link(
        words("clear"), href=visit.href(visit.here, selection.everything), className="clear"
    )
    return [html.Strong(said), *chips, clear, *_records(visit, total)]


def _records(visit: Visit, total: int) -> list[Any]:
    """Lead to the records behind the charts: the Actions in view, and the page's own rows."""
    words = visit.words
    links: list[Any] = []
    if total and visit.here != "actions":
        said = words.plural("See the {n} Action", "See the {n} Actions", total)
        links.append(dcc.Link(said, href=visit.href("actions"), className="to-records"))
    page, _, key = visit.here.partition("/")
    counted = CHARTS[key].counted if page == "charts" and key in CHARTS else page
    if counted in RECORDS:
        there = "" if counted == page else visit.href(counted)
        said = words(RECORDS[counted])
        links.append(html.A(said, href=f"{there}#{counted}-opens-records", className="to-records"))
    return links


def _controls(visit: Visit, page: str) -> list[Any]:
    words, names = visit.words, ids(page)
    chosen = values(visit.selection)
    years = [
        str(year)
        for year in range(
            words.reference.programme.start.year, words.reference.programme.end.year + 1
        )
    ]
    multiple = {
        "period": (words("Policy period"), words("All periods"), _periods(words)),
        "region": (words("Region"), words("All regions"), _regions(words)),
        "place": (words("Country or group"), words("All countries"), _places(words)),
        "theme": (words("Pillar or area"), words("All areas"), _themes(words)),
        "institution": (words("Institution type"), words("All institutions"), _institutions(words)),
    }
    controls: list[Any] = [
        dmc.MultiSelect(
            id=names[part],
            label=label,
            placeholder="" if chosen[part] else every,
            data=data,
            value=chosen[part],
            searchable=True,
            clearable=True,
            clearButtonProps={"aria-label": words("Clear: {name}", name=label)},
            nothingFoundMessage=words("Nothing found"),
            hidePickedOptions=True,
            size="xs",
            maxDropdownHeight=320,
        )
        for part, (label, every, data) in multiple.items()
    ]
    from_to = [
        dmc.Select(
            id=names[part],
            label=label,
            placeholder=years[0] if part == "from" else years[-1],
            data=years,
            value=chosen[part],
            clearable=True,
            clearButtonProps={"aria-label": words("Clear: {name}", name=label)},
            size="xs",
        )
        for part, label in (("from", words("From year")), ("to", words("To year")))
    ]
    basis = dmc.Select(
        id=names["basis"],
        label=words("Years count"),
        data=[
            {"value": "start", "label": words("the start")},
            {"value": "active", "label": words("each year it ran")},
        ],
        value=chosen["basis"],
        allowDeselect=False,
        size="xs",
    )
    return [*controls, html.Div([*from_to, basis], className="years")]


def _options(codes: Iterable[str], name: Any, prefix: str = "") -> list[dict[str, str]]:
    return [{"value": prefix + code, "label": name(code)} for code in codes]


def _sorted(options: list[dict[str, str]]) -> list[dict[str, str]]:
    return sorted(options, key=lambda option: option["label"].casefold())


def _periods(words: Words) -> list[dict[str, str]]:
    return _options((period.id for period in words.reference.periods), words.period)


def _regions(words: Words) -> list[dict[str, str]]:
    return _options(words.reference.partner_regions, words.region)


def _places(words: Words) -> list[dict[str, Any]]:
    lists = words.reference
    subregions = lists.regions[
        (lists.regions["level"] == "subregion")
        & lists.regions["region"].isin(lists.partner_regions)
    ]
    partners = lists.countries[lists.countries["region"].isin(lists.partner_regions)]
    return [
        {"group": words("Subregions"), "items": _options(subregions["id"], words.region, "group:")},
        {
            "group": words("Groups"),
            "items": _sorted(_options(lists.groups["id"], words.group, "group:")),
        },
        {
            "group": words("Countries and territories"),
            "items": _sorted(_options(partners["iso3"], words.country, "country:")),
        },
    ]


def _themes(words: Words) -> list[dict[str, Any]]:
    areas = words.reference.areas
    groups = [
        {
            "group": words("Pillars"),
            "items": _options(words.reference.pillars, words.area, "pillar:"),
        }
    ]
    for pillar in words.reference.pillars:
        specific = areas[(areas["level"] == "area") & (areas["pillar"] == pillar)]
        groups.append(
            {"group": words.area(pillar), "items": _options(specific["id"], words.area, "area:")}
        )
    return groups


def _institutions(words: Words) -> list[dict[str, str]]:
    types = words.reference.institution_types
    partners = types[types["role"].str.contains("partner|any")]
    return _options(partners["id"], words.institution_type)
