"""The questions people come with, each a door to the page and the choice that answer it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dash import dcc, html

from mieux_dashboard.charts import charts_of
from mieux_dashboard.measure.engine import holds
from mieux_dashboard.model.selection import read_selection
from mieux_dashboard.pages.page import Visit
from mieux_dashboard.words import message


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its words, the page that answers it, what is chosen there.

    Parameters
    ----------
    text
        The question, an English message.
    path
        Beneath the language.
    chosen
        Parts of the address's query.
    """

    text: str
    path: str
    chosen: Mapping[str, str] = field(default_factory=dict)


QUESTIONS = (
    Question(
        message("Who asked after the 2015 Agenda was presented?"), "requests", {"period": "agenda"}
    ),
    Question(
        message("Whose experts took part in Actions in West Africa?"),
        "expertise",
        {"group": "west-africa"},
    ),
    Question(message("What did Costa Rica ask for, and what came of it?"), "countries/CRI"),
    Question(message("What was done with ECOWAS and its members?"), "groups/ecowas"),
    Question(
        message("In which policy period did most Actions begin, for its length?"),
        "charts/actions-by-period",
    ),
    Question(
        message("How did the pillars change from one policy period to the next?"),
        "charts/areas-over-time",
    ),
    Question(
        message("How many Actions began before and after the Agenda was presented?"),
        "charts/actions-around-milestone",
        {"around": "eam-2015"},
    ),
    Question(
        message("Where did Actions against trafficking take place?"), "map", {"area": "trafficking"}
    ),
    Question(message("Where did Actions engage the diaspora?"), "map", {"area": "diaspora"}),
    Question(
        message("Which areas do the Actions in Asia address?"),
        "charts/areas-by-region",
        {"region": "asia"},
    ),
    Question(message("Which institutions ask most often?"), "charts/actions-by-institution"),
    Question(
        message("Which Actions ran in 2020?"),
        "actions",
        {"from": "2020", "to": "2020", "basis": "active"},
    ),
    Question(
        message("How long do Actions run, from request to closure?"), "charts/action-durations"
    ),
    Question(message("Which results were adopted?"), "charts/results-by-stage"),
    Question(
        message("What was produced in Latin America and the Caribbean?"),
        "results",
        {"region": "latin-america-caribbean"},
    ),
    Question(
        message("Which countries both sent and received experts?"), "charts/expertise-exchange"
    ),
    Question(
        message("How many countries had an Action, year by year?"), "charts/countries-reached"
    ),
    Question(
        message("What is published of each phase's requests?"), "charts/published-requests-by-phase"
    ),
    Question(message("How complete are the data?"), "charts/completeness"),
    Question(message("What is published, and what is loaded?"), "about"),
)


TABLES_OF = {
    "requests": ("requests",),
    "expertise": ("experts", "deployments"),
    "results": ("results",),
    "about": ("published_figures",),
}
"""Page -> the tables without which it answers no question."""


def doors(visit: Visit) -> html.Section:
    """Lay the questions out as links, each to its page with its choice made."""
    words = visit.words
    links = [
        html.Li(dcc.Link(words(one.text), href=visit.href(one.path, visit.only(**one.chosen))))
        for one in QUESTIONS
        if _has_answer(visit, one)
    ]
    elsewhere = (
        ("countries", words("All countries and territories")),
        ("groups", words("All groups")),
        ("event", words("The programme on a big screen")),
    )
    more = [
        html.Li(
            html.A(label, href=visit.href(path))
            if path == "event"
            else dcc.Link(label, href=visit.href(path))
        )
        for path, label in elsewhere
    ]
    return html.Section(
        [html.H2(words("Questions people come with")), html.Ul([*links, *more], className="doors")],
        className="card",
        id="questions",
    )


_BRIDGES = {"countries": ("action_countries", "country"), "groups": ("action_groups", "group")}
"""Folder of pages -> the bridge, and its column, that has what Actions are of."""


def _has_answer(visit: Visit, question: Question) -> bool:
    """Whether the programme has the page, the chart and the codes that a question is about."""
    dataset, reference = visit.dataset, visit.dataset.reference
    folder, _, name = question.path.partition("/")
    if folder in _BRIDGES:
        known = not name or holds(dataset, *_BRIDGES[folder], name)
    else:
        known = folder != "charts" or name in charts_of(reference.programme)
    kept = reference.programme.keeps(*TABLES_OF.get(question.path, ()))
    return known and kept and not read_selection(question.chosen, reference)[1]
