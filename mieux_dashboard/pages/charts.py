"""Pages: every chart of the catalogue in a list, and one page per chart."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, dcc, html

from mieux_dashboard.charts import CHARTS, charts_of
from mieux_dashboard.pages import cards, filters, packs, view
from mieux_dashboard.pages.page import Page, Visit
from mieux_dashboard.pages.site import Site
from mieux_dashboard.words import message

GALLERY = "charts"
ONE = "chart"


LIST = f"{GALLERY}-list"


def gallery_lead(visit: Visit) -> list[Any]:
    """Open with the question."""
    words = visit.words
    return [
        html.H1(words("Which charts are there?")),
        html.P(
            words("Each has a page of its own, a table, and its numbers as files."),
            className="answer",
        ),
    ]


def gallery(visit: Visit) -> list[Any]:
    """Lay out for a visit how to take the charts away, then each one's title and finding."""
    listed = html.Ul(_entries(visit), id=LIST, className="gallery")
    return view.laid_out(visit, GALLERY, gallery_lead, [*packs.panel(visit, GALLERY), listed])


def register_gallery(app: Dash, site: Site) -> None:
    """Wire the list to an app."""
    view.register(app, site, GALLERY, {}, gallery_lead)
    packs.register(app, site, GALLERY)

    @app.callback(
        Output(LIST, "children"),
        Input(f"{GALLERY}-query", "data"),
        view.ADDRESS,
        prevent_initial_call=True,
    )
    def entries(query: str, address: dict[str, str]) -> list[Any]:
        return _entries(view.asked(site, address, query))


def _entries(visit: Visit) -> list[Any]:
    return [_entry(visit, key) for key in charts_of(visit.dataset.reference.programme)]


def _entry(visit: Visit, key: str) -> html.Li:
    shown = visit.site.shown(key, visit.selection, visit.language)
    return html.Li(
        [
            dcc.Link(visit.words(CHARTS[key].title), href=visit.href(f"charts/{key}")),
            html.P(shown.finding),
        ]
    )


def chart_lead(visit: Visit) -> list[Any]:
    """Open with the chart's title."""
    key = visit.here.rpartition("/")[2]
    title = CHARTS[key].title if key in CHARTS else CHARTS["key-figures"].title
    return [
        html.P(dcc.Link(visit.words("All charts"), href=visit.href(GALLERY)), className="back"),
        html.H1(visit.words(title)),
    ]


def chart(visit: Visit) -> list[Any]:
    """Lay one chart's page out for a visit."""
    key = visit.path.get("key", "key-figures")
    return view.laid_out(
        visit,
        ONE,
        chart_lead,
        [
            html.Div(filters.milestones(visit, ONE), hidden=not CHARTS[key].dated),
            html.Div(filters.grouping(visit, ONE), hidden=not CHARTS[key].parted),
            cards.card(visit, ONE, key, slot="it"),
        ],
    )


def register_chart(app: Dash, site: Site) -> None:
    """Wire the page of one chart to an app."""
    further = filters.milestone_inputs(ONE) | filters.grouping_inputs(ONE)
    view.register(app, site, ONE, {"it": ""}, chart_lead, **further)


GALLERY_PAGE = Page(GALLERY, "charts", message("Charts"), gallery, register_gallery)
ONE_PAGE = Page(
    ONE,
    "charts/<key>",
    message("Chart"),
    chart,
    register_chart,
    knows=lambda dataset, path: path["key"] in charts_of(dataset.reference.programme),
    place="none",
    tab=lambda words, dataset, path: words(CHARTS[path["key"]].title),
)
