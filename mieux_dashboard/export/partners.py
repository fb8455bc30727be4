"""What a briefing on a partner tells: a country or territory, a regional body, a group."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import Any

import narwhals as nw
import pandas as pd

from mieux_dashboard.export.briefing import (
    Block,
    Briefing,
    Grid,
    Items,
    Line,
    Paragraph,
    Run,
    Section,
    footnotes,
    joined,
    record_sentence,
    said,
)
from mieux_dashboard.export.part import (
    Part,
    action_run,
    counted,
    country_run,
    date_line,
    group_run,
    partners_line,
)
from mieux_dashboard.measure import places
from mieux_dashboard.measure.engine import collected, first, of_ids, table
from mieux_dashboard.model.columns import ACTIONS
from mieux_dashboard.model.dataset import Dataset
from mieux_dashboard.model.selection import known_codes
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


def briefing_on(dataset: Dataset, code: str, words: Words) -> Briefing:
    """Return the briefing on a country or territory, or on a group or subregion.

    Parameters
    ----------
    dataset
        The data.
    code
        An ISO3 code or the id of a group or subregion: one for which `is_country` or `is_group`
        holds.
    words
        Of the language, with the reference lists of the dataset.

    Notes
    -----
    What counts for a body is never mixed with what its members had (counting rule 8), no refusal is
    listed by partner, and persons are not counted at all: see `mieux_dashboard.measure.places`.
    """
    make = _on_country if is_country(dataset, code) else _on_group
    return make(dataset, code, words)


def is_country(dataset: Dataset, code: str) -> bool:
    """Say whether the code is one of a country or territory."""
    return code in set(dataset.reference.countries["iso3"])


def is_group(dataset: Dataset, code: str) -> bool:
    """Say whether the code is one of a group or subregion."""
    return code in group_codes(dataset)


def group_codes(dataset: Dataset) -> tuple[str, ...]:
    """List the ids of groups and subregions."""
    return known_codes(dataset.reference)["group"]


def group_row(dataset: Dataset, code: str) -> dict[Any, Any]:
    """Return a group's own row; a subregion has none."""
    listed = dataset.reference.groups
    found = listed[listed["id"] == code].to_dict("records")
    return found[0] if found else {}


def full_name(words: Words, code: str, row: Mapping[Any, Any]) -> str:
    """Return the name of a group with its acronym, or of a subregion, which has no `row`."""
    if not row:
        return words.region(code)
    name, acronym = row[f"name_{words.language}"], row[f"acronym_{words.language}"]
    return f"{name} ({acronym})" if acronym and acronym not in name else str(name)


def sort_key(name: str) -> str:
    """Return what a name is sorted by: É stands with E."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(one for one in decomposed if not unicodedata.combining(one))
    return plain.removeprefix("the ")


def _on_country(dataset: Dataset, iso3: str, words: Words) -> Briefing:
    part = Part(
        dataset,
        words,
        places.actions_in(dataset, [iso3]),
        places.requests_in(dataset, [iso3]),
        iso3,
    )
    elsewhere = places.experts_elsewhere(dataset, iso3)
    sections = [
        *part.sections(),
        _elsewhere(words, elsewhere),
        *part.ending(),
    ]
    opening = (Paragraph(said(part.sentence()), "answer"), *footnotes(words, [iso3]))
    named = _named(dataset, part.actions, elsewhere) - {iso3}
    return _briefing(
        dataset,
        words,
        (iso3, f"countries/{iso3}", words.country(iso3)),
        opening,
        tuple(_country_facts(dataset, words, iso3)),
        (sections, named, part.actions),
    )


def _on_group(dataset: Dataset, code: str, words: Words) -> Briefing:
    row, members = group_row(dataset, code), places.members_of(dataset, code)
    of_members = Part(
        dataset,
        words,
        places.actions_in(dataset, members),
        places.requests_in(dataset, members),
        ",".join(members),
        level=3,
    )
    own = Part(
        dataset,
        words,
        places.actions_of_body(dataset, code),
        places.requests_of_body(dataset, code),
        "",
        level=3,
    )
    sentence = words(
        "Actions of the body itself: {n}; Actions in its member countries and territories: {m}",
        n=len(own.actions),
        m=len(of_members.actions),
    )
    if not row:
        sentence = of_members.sentence()
    everything = pd.concat([own.actions, of_members.actions]).drop_duplicates("action_id")
    return _briefing(
        dataset,
        words,
        (code, f"groups/{code}", full_name(words, code, row)),
        (Paragraph(said(sentence), "answer"),),
        tuple(_group_facts(words, code, row, members)),
        (
            [*(_body(own) if row else []), *_members(of_members, members)],
            {*members} | _named(dataset, own.actions, of_members.actions),
            everything,
        ),
    )


def _briefing(
    dataset: Dataset,
    words: Words,
    who: tuple[str, str, str],
    opening: tuple[Paragraph, ...],
    facts: tuple[tuple[str, Line], ...],
    told: tuple[Sequence[Section], set[str], pd.DataFrame],
) -> Briefing:
    """Put a briefing together; `told` are its sections, the countries named, and its Actions."""
    (code, address, title), (sections, named, actions) = who, told
    programme = dataset.reference.programme
    made_up = words("Demonstration: everything here is made up.")
    is_made_up = programme.record == "demonstration"
    rests = [Paragraph(said(line), "rule") for line in _rests_on(words, actions)]
    record = Paragraph(said(record_sentence(dataset, words)), "rule")
    return Briefing(
        code=code,
        address=address,
        title=title,
        programme=words.programme,
        language=words.language,
        opening=opening,
        facts=facts,
        sections=tuple(sections),
        closing=(*note_on_translation(dataset, words), *footnotes(words, named), *rests),
        foot=(record,),
        made_up=made_up if is_made_up else "",
        compiled=programme.compiled,
    )


def _country_facts(dataset: Dataset, words: Words, iso3: str) -> Iterable[tuple[str, Line]]:
    reference = dataset.reference
    row = reference.countries[reference.countries["iso3"] == iso3].iloc[0]
    region, subregion = row["region"], row["subregion"]
    yield words("Region"), (Run(words.region(region), to="map", chosen={"region": region}),)
    if subregion and subregion != region:
        yield words("Subregion"), (group_run(words, subregion),)
    listed = reference.groups
    belongs = [
        code
        for code, members in zip(listed["id"], listed["members"], strict=True)
        if iso3 in members.split(";")
    ]
    if belongs:
        yield words("Groups"), joined([(group_run(words, code),) for code in belongs])
    yield _on_map(words, country=iso3)
    yield _compared(words, by="country", of=iso3)


def _group_facts(
    words: Words, code: str, row: Mapping[Any, Any], members: Sequence[str]
) -> Iterable[tuple[str, Line]]:
    kind = row.get("kind", "subregion")
    yield words("Kind"), said(words(KINDS[kind]) if kind in KINDS else kind)
    named = sorted(members, key=lambda iso3: sort_key(words.country(iso3)))
    links = joined([(country_run(words, iso3),) for iso3 in named])
    yield words("Members"), links or said(words("none in the list"))
    if row:
        yield words("Members as of"), said(words.date(row["as_of"]))
        listed = row["complete"]
        complete = words(COMPLETE[listed]) if listed in COMPLETE else listed
        yield words("List of members"), said(complete)
    yield _on_map(words, group=code)
    yield _compared(words, by="group", of=code)


def _on_map(words: Words, **chosen: str) -> tuple[str, Line]:
    return words("Map"), (Run(words("Actions on the map"), "onward", to="map", chosen=chosen),)


def _compared(words: Words, **sides: str) -> tuple[str, Line]:
    return words("Compare"), (Run(words("Beside another"), "onward", to="compare", chosen=sides),)


def _body(own: Part) -> list[Section]:
    words = own.words
    first = Section(words("The body itself"), 2, (Paragraph(said(own.sentence())),))
    if not len(own.actions) and not len(own.requests):
        return [first]
    return [first, *own.sections(), *own.ending()]


def _members(part: Part, members: Sequence[str]) -> list[Section]:
    words = part.words
    counts = places.actions_by_member(part.dataset, members)
    pairs = zip(counts["country"], counts["n_actions"], strict=True)
    listed = tuple(counted(words, iso3, n) for iso3, n in pairs if n)
    rule = words(
        "Actions that name a member. One of the body that names members counts here as well; "
        "one in several members counts once in each, and once in all."
    )
    blocks: tuple[Block, ...] = (
        Paragraph(said(part.sentence())),
        Paragraph(said(rule), "rule"),
        Items(listed, "counts"),
    )
    return [Section(words("Its members"), 2, blocks), *part.sections(), *part.ending()]


def _elsewhere(words: Words, actions: pd.DataFrame) -> Section:
    """List the other Actions in which the country's experts took part."""
    heading = words("Its experts' work elsewhere")
    if not len(actions):
        return Section(
            heading, 2, (Paragraph(said(words("No Action elsewhere names experts from here."))),)
        )
    sentence = words.plural(
        "Experts from here took part in {n} Action elsewhere.",
        "Experts from here took part in {n} Actions elsewhere.",
        len(actions),
    )
    rows = tuple(
        ((action_run(words, row),), partners_line(words, row), date_line(words, row["start_date"]))
        for row in actions.to_dict("records")
    )
    start = words.label(ACTIONS.column("start_date"))
    grid = Grid((words("Action"), words("Partner"), start), rows)
    return Section(heading, 2, (Paragraph(said(sentence)), grid))


def _rests_on(words: Words, actions: pd.DataFrame) -> Iterable[str]:
    """Say how many Actions of which record source it rests on."""
    if len(actions):
        counts = actions["record_source"].value_counts().sort_index()
        named = [
            words.pair(words.name("record_source", str(source)) or words("not known"), int(n))
            for source, n in counts.items()
        ]
        yield words("Record source of the Actions: {sources}", sources=", ".join(named))


def note_on_translation(dataset: Dataset, words: Words) -> list[Paragraph]:
    """Say that texts are translated and not yet reviewed, where they are."""
    actions = table(dataset, "actions").filter(nw.col("translation_basis") == "unreviewed")
    doubtful = collected(first(actions, "action_id")).to_dict("records")
    texts = product(doubtful, ("title", "output"))
    if words.language == "en" or all(words.content_reviewed(row, text) for row, text in texts):
        return []
    note = words("Titles and results: translated from English, not yet reviewed.")
    return [Paragraph(said(note), "rule")]


def _named(dataset: Dataset, *tables: pd.DataFrame) -> set[str]:
    """Collect the countries that some Actions and their experts name."""
    named: set[str] = set()
    for actions in tables:
        named |= {code for cell in actions["countries"] for code in cell.split(";") if code}
        named |= set(of_ids(dataset, "action_origins", actions["action_id"])["country"])
    return named
