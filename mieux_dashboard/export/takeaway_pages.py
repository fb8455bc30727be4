"""The pages of the dashboard to take away: which charts each shows, in which order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from mieux_dashboard.charts import charts_of
from mieux_dashboard.model.reference import Programme
from mieux_dashboard.words import message


@dataclass(frozen=True, slots=True)
class Block:
    """Charts under a heading that may be empty; `halves` stand in two columns where there is room.

    Parameters
    ----------
    keys
        Keys of the catalogue.
    """

    keys: Sequence[str]
    halves: bool = False
    heading: str = ""


@dataclass(frozen=True, slots=True)
class TakenPage:
    """A page of charts and records.

    Parameters
    ----------
    name
        Of its file, without the suffix.
    menu, question
        Its name in the menu, and the question that it opens with: messages.
    answer
        The chart whose finding answers the question, "" where another sentence does.
    explained
        What else is said at its head: messages.
    blocks
        Its charts.
    tables
        A programme that keeps none of them has no such page.
    """

    name: str
    menu: str
    question: str
    answer: str = ""
    explained: Sequence[str] = ()
    blocks: Sequence[Block] = ()
    tables: Sequence[str] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """Every chart of the page, in order."""
        return tuple(key for block in self.blocks for key in block.keys)


_PAGES = (
    TakenPage(
        "index",
        message("Overview"),
        message("What did the programme do, and where?"),
        explained=(
            message(
                "Large: totals as published by the programme. "
                "Small: what is loaded and in view here."
            ),
        ),
        blocks=(
            Block(("actions-by-country", "actions-over-time")),
            Block(("actions-by-region", "actions-by-pillar"), halves=True),
        ),
    ),
    TakenPage(
        "map",
        message("Map"),
        message("Where did Actions take place?"),
        "actions-by-region",
        (
            message(
                "Point at a place, or touch it, for its numbers. The signs beside a map make it "
                "larger and smaller; drag it to move it."
            ),
        ),
        (
            Block(("actions-by-country", "countries-reached")),
            Block(
                ("actions-by-region", "actions-by-institution", "actions-by-subregion"),
                halves=True,
            ),
        ),
    ),
    TakenPage(
        "timeline",
        message("Timeline"),
        message("When did Actions run, beside policy milestones?"),
        "actions-over-time",
        (message("Coincidence in time is not influence."),),
        (
            Block(("actions-over-time", "actions-calendar"), heading=message("Aligned by date")),
            Block(("actions-by-period", "actions-around-milestone"), halves=True),
            Block(
                ("areas-over-time", "areas-by-region"),
                heading=message("Aligned by theme: pillars and areas"),
            ),
        ),
    ),
    TakenPage("actions", message("Actions"), message("Which Actions were there?")),
    TakenPage(
        "requests",
        message("Requests"),
        message("Who asked, when, and what became of it?"),
        "requests-over-time",
        (
            message(
                "Refusals are shown as totals only, never by partner. The filters narrow "
                "requests by the date on which they were received."
            ),
        ),
        (
            Block(("requests-over-time", "requests-by-country")),
            Block(
                (
                    "published-requests-by-phase",
                    "request-decisions",
                    "requests-by-institution",
                    "response-time",
                ),
                halves=True,
            ),
        ),
        tables=("requests",),
    ),
    TakenPage(
        "expertise",
        message("Expertise"),
        message("Whose experts took part, and who found them?"),
        "expertise-exchange",
        (
            message(
                "An expert's country is no proof that an administration sent him or her. Persons "
                "are counted by pseudonym; small numbers of persons are hidden in files."
            ),
        ),
        (
            Block(("expertise-exchange", "expertise-flows")),
            Block(
                (
                    "published-experts",
                    "experts-by-kind",
                    "focal-points-by-member-state",
                    "cooperation",
                ),
                halves=True,
            ),
            Block(("experts-by-country", "experts-over-time", "focal-points-over-time")),
        ),
        tables=("experts", "focal_points", "deployments"),
    ),
    TakenPage(
        "results",
        message("Results"),
        message("What came of the Actions?"),
        "results-by-type",
        (
            message(
                "A result is what an Action produced; that a text was adopted or is in use is said "
                "only where a source says so. Participants are attendances, not persons."
            ),
        ),
        (
            Block(
                ("results-by-type", "results-by-stage", "results-by-region", "action-durations"),
                halves=True,
            ),
            Block(
                ("participants-over-time", "participants-by-country"),
                heading=message("Activities and participants"),
            ),
            Block(
                ("published-participants", "participants-by-sex", "activities-by-type"),
                halves=True,
            ),
        ),
        tables=("results", "activities"),
    ),
)
PAGES: Mapping[str, TakenPage] = MappingProxyType({page.name: page for page in _PAGES})
"""Each page by its name, in the order of the menu."""


def charts_on(name: str) -> list[tuple[str, ...]]:
    """Return the keys of a page's charts, block by block; the dashboard's page has the same."""
    return [tuple(block.keys) for block in PAGES[name].blocks]


def pages_of(programme: Programme) -> list[TakenPage]:
    """Return the pages of a programme, with the charts of the tables that it keeps."""
    return [_of(page, programme) for page in PAGES.values() if programme.keeps(*page.tables)]


def _of(page: TakenPage, programme: Programme) -> TakenPage:
    """Leave out of a page what is not kept."""
    kept = charts_of(programme)
    held = [replace(one, keys=[key for key in one.keys if key in kept]) for one in page.blocks]
    blocks = [one for one in held if one.keys]
    answer = page.answer if page.answer in kept or not blocks else blocks[0].keys[0]
    answer = answer if page.answer else ""
    figures = page.name != "index" or programme.keeps("published_figures")
    explained = page.explained if figures else ()
    return replace(page, blocks=blocks, answer=answer, explained=explained)
