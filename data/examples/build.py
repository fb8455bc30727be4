"""Build the workbooks of the two worked examples: ``python data/examples/build.py``.

Everything in them is made up, from a seed: no organisation, person or amount is real. Columns that
the program does not know (the markers of the fund) are kept and shown as they stand.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from mieux_dashboard.export.workbook import write_workbook
from mieux_dashboard.model.reference import Reference
from mieux_dashboard.reference import read_reference
from mieux_dashboard.words import Words

FOLDER = Path(__file__).parent
Rows = list[dict[str, object]]
MADE_UP = {"record_source": "demonstration"}
COVER = (
    ("A made-up programme",),
    ("What this is", "A worked example of another programme's register. All of it is made up."),
    ("How it was made", "By data/examples/build.py, the same on every machine."),
)
TYPES = ("ministry-interior", "ministry-labour", "diaspora-directorate", "local-authority")
FUND_COUNTRIES = (
    "KEN",
    "SEN",
    "MAR",
    "ETH",
    "COL",
    "ECU",
    "PER",
    "GEO",
    "MDA",
    "PHL",
    "NPL",
    "LKA",
)


def _day(chance: random.Random, first: date, last: date) -> date:
    return first + timedelta(days=chance.randrange((last - first).days))


def _areas(reference: Reference) -> list[str]:
    return list(reference.areas.query("level == 'area'")["id"])


def _titles(reference: Reference, number: int, kinds: tuple[str, str, str], iso3: str) -> Rows:
    """Name a record in three languages: what it is, its number and its country."""
    said = zip(("", "_fr", "_es"), ("en", "fr", "es"), kinds, strict=True)
    title = {
        f"title{suffix}": f"{kind} {number:02} · {Words(language, reference).country(iso3)}"
        for suffix, language, kind in said
    }
    return [{**title}]


def _records(
    reference: Reference,
    chance: random.Random,
    countries: tuple[str, ...],
    kinds: tuple[str, str, str],
    total: int,
) -> Iterator[dict[str, object]]:
    """Make records that begin over the programme's life, the later the more."""
    programme, areas = reference.programme, _areas(reference)
    for number in range(1, total + 1):
        last = programme.end - timedelta(days=400)
        start = max(_day(chance, programme.start, last) for _ in range(2))
        end = start + timedelta(days=chance.randrange(180, 900))
        own = sorted(chance.sample(countries, chance.choice((1, 1, 1, 2))))
        yield {
            "action_id": f"EX-{number:03}",
            **_titles(reference, number, kinds, own[0])[0],
            "scope": "national" if len(own) == 1 else "regional",
            "countries": ";".join(own),
            "areas": ";".join(sorted(chance.sample(areas, chance.choice((1, 1, 2))))),
            "institution_type": chance.choice(TYPES),
            "start_date": start.isoformat(),
            "end_date": end.isoformat() if end < programme.end else "",
            "status": "completed" if end < programme.end else "running",
            "request_id": f"IN-{number:03}",
            "amount": float(chance.randrange(5, 60) * 10_000),
            "currency": "USD",
            **MADE_UP,
        }


def _requests(records: Rows, chance: random.Random, declined: int) -> Rows:
    """Let a request precede every record, and some lead to none."""
    asked: Rows = []
    for record in records:
        start = date.fromisoformat(str(record["start_date"]))
        received = start - timedelta(days=chance.randrange(30, 200))
        asked.append(
            {
                "request_id": record["request_id"],
                "received_date": received.isoformat(),
                "countries": record["countries"],
                "institution_type": record["institution_type"],
                "areas": record["areas"],
                "decision": "accepted",
                "decision_date": (start - timedelta(days=20)).isoformat(),
                "action_ids": record["action_id"],
                **MADE_UP,
            }
        )
    for number in range(declined):
        like = chance.choice(records)
        received = date.fromisoformat(str(like["start_date"]))
        asked.append(
            {
                "request_id": f"IN-{len(records) + number + 1:03}",
                "received_date": received.isoformat(),
                "countries": like["countries"],
                "institution_type": like["institution_type"],
                "areas": like["areas"],
                "decision": chance.choice(("declined", "withdrawn")),
                "decision_date": (received + timedelta(days=60)).isoformat(),
                **MADE_UP,
            }
        )
    return asked


def compact_fund(reference: Reference) -> dict[str, Rows]:
    """Make up a fund: 70 Actions with an amount and two markers, from 96 proposals."""
    chance = random.Random(2018)
    kinds = ("Joint programme", "Programme conjoint", "Programa conjunto")
    actions = list(_records(reference, chance, FUND_COUNTRIES, kinds, 70))
    for action in actions:
        action |= {
            "Gender marker": chance.choice("0123"),
            "Human rights marker": chance.choice("123"),
        }
    results: Rows = [
        {
            "result_id": f"R-{number:03}",
            "action_id": action["action_id"],
            "level": "outcome"
            if (stage := chance.choice(("drafted", "adopted", "in-use"))) != "drafted"
            else "output",
            "type": chance.choice(("policy", "document", "training", "local-plan")),
            "stage": stage,
            "evidence": "programme-reported",
            "date": action["end_date"],
            "description": f"Made-up result {number:03}",
            **MADE_UP,
        }
        for number, action in enumerate(actions, 1)
        if action["end_date"] and chance.random() < 0.7
    ]
    return {"actions": actions, "requests": _requests(actions, chance, 26), "results": results}


def diaspora_facility(reference: Reference) -> dict[str, Rows]:
    """Make up a facility: 60 organisations that it supports, with 120 activities."""
    chance = random.Random(2014)
    placed = reference.countries["region"].isin(reference.partner_regions)
    countries = tuple(reference.countries[placed]["iso3"])
    kinds = ("Example association", "Association exemple", "Asociación de ejemplo")
    supported = list(_records(reference, chance, countries, kinds, 60))
    for one in supported:
        one |= {"amount": float(chance.randrange(10, 90) * 1_000), "currency": "EUR"}
    activities: Rows = []
    for number in range(1, 121):
        of = chance.choice(supported)
        attended = chance.randrange(8, 60)
        activities.append(
            {
                "activity_id": f"AC-{number:03}",
                "action_id": of["action_id"],
                "type": chance.choice(("workshop", "training", "mission", "conference")),
                "date": of["start_date"],
                "country": str(of["countries"]).split(";")[0],
                "mode": chance.choice(("in-person", "online")),
                "participants": float(attended),
                "participants_women": float(chance.randrange(attended // 4, attended)),
                **MADE_UP,
            }
        )
    return {
        "actions": supported,
        "requests": _requests(supported, chance, 45),
        "activities": activities,
    }


EXAMPLES: dict[str, Callable[[Reference], dict[str, Rows]]] = {
    "compact_fund": compact_fund,
    "diaspora_facility": diaspora_facility,
}


def build(name: str, target: Path) -> None:
    """Write the workbook of one example."""
    reference = read_reference(FOLDER / name)
    tables = {
        table: pd.DataFrame(rows).fillna({"end_date": "", "action_ids": ""})
        for table, rows in EXAMPLES[name](reference).items()
    }
    write_workbook(tables, Words("en", reference), target, COVER, "")


if __name__ == "__main__":
    for example in EXAMPLES:
        build(example, FOLDER / example / f"{example}.xlsx")
