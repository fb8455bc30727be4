"""The words that a page explains where they first stand (GLOSSARY.md holds the same)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from mieux_dashboard.words import Words, message
from mieux_dashboard.words.terms import FORMS


@dataclass(frozen=True, slots=True)
class Term:
    """One word with its meaning.

    Parameters
    ----------
    key
        Its anchor on the page of all words.
    meaning
        A phrase without a full stop: a message.
    plain
        Whether it stands in nearly every sentence: the rule of a chart does not explain it again.
    tables
        A programme that keeps none of them does not speak of it.
    """

    key: str
    meaning: str
    plain: bool = False
    tables: tuple[str, ...] = ()

    @property
    def forms(self) -> str:
        """How it is written, the first as the page of all words shows it, parted by ``|``."""
        return FORMS[self.key]


TERMS = (
    Term(
        "action",
        message("one piece of support, answering a request; always with a capital"),
        plain=True,
    ),
    Term(
        "request",
        message("what a partner submits, before any Action"),
        plain=True,
        tables=("requests",),
    ),
    Term(
        "partner",
        message("the country, territory or regional body that asks"),
        plain=True,
    ),
    Term(
        "institution",
        message("the partner's authority or organisation that asks"),
        plain=True,
    ),
    Term(
        "focal-point",
        message("a contact in an EU Member State administration who finds expertise"),
        tables=("focal_points",),
    ),
    Term(
        "expert",
        message(
            "a person deployed to an Action; known here by a pseudonym and a country, never by name"
        ),
        plain=True,
        tables=("experts",),
    ),
    Term(
        "deployment",
        message("one expert on one Action"),
        tables=("deployments",),
    ),
    Term(
        "activity",
        message("one workshop, mission, study visit or the like within an Action"),
        plain=True,
        tables=("activities",),
    ),
    Term(
        "participant",
        message("an attendance at an activity; attendances, not persons"),
        plain=True,
        tables=("activities",),
    ),
    Term(
        "result",
        message("what came of an Action: an output or an outcome"),
        plain=True,
        tables=("results",),
    ),
    Term(
        "output",
        message("what an Action produced: a document, a training held"),
        tables=("results",),
    ),
    Term(
        "outcome",
        message("what followed from an output: adopted, in use, changed"),
        tables=("results",),
    ),
    Term(
        "milestone",
        message("a dated policy event; the core milestones make the periods"),
    ),
    Term(
        "period",
        message(
            "the time from one core milestone to the day before the next, within the programme's "
            "life"
        ),
    ),
    Term(
        "phase",
        message("one of the programme's own contracts, not a policy period"),
    ),
    Term(
        "pillar",
        message("one of the headings under which the areas stand"),
    ),
    Term(
        "area",
        message("what an Action is about, in detail; each belongs to one pillar"),
    ),
    Term(
        "group",
        message(
            "any grouping of countries other than the programme's regions, such as the Sahel or "
            "the Rabat Process"
        ),
    ),
    Term(
        "record-source",
        message("where a row comes from: public record, programme register, demonstration"),
    ),
    Term(
        "basis",
        message("how a value came about: published, assigned by us, derived"),
    ),
    Term(
        "version",
        message("an accepted state of the data"),
    ),
)
"""In the order of what happens: who asks, who helps, what comes of it, how it is ordered."""


def shown(term: Term, words: Words) -> str:
    """Return how a term is written in a language, in its first form."""
    return words.forms(term.forms)[0]


def spoken_of(words: Words) -> tuple[Term, ...]:
    """Return the terms of what the programme keeps."""
    keeps = words.reference.programme.keeps
    return tuple(term for term in TERMS if keeps(*term.tables))


def explained(text: str, words: Words, terms: tuple[Term, ...]) -> Iterator[str | tuple[str, Term]]:
    """Split a sentence where a term first stands.

    Parameters
    ----------
    terms
        Those to look for; each is found once at most.

    Yields
    ------
    str or (str, Term)
        What stands between, and each term as it is written there. Joined, they are `text`.
    """
    left = {term.key: term for term in terms}
    done = 0
    written = tuple(tuple(words.forms(term.forms)) for term in TERMS)
    for found in _pattern(written).finditer(text):
        term = left.pop(_named(written)[found.group().casefold()], None) if left else None
        if term is None:
            continue
        if found.start() > done:
            yield text[done : found.start()]
        yield found.group(), term
        done = found.end()
    if done < len(text):
        yield text[done:]


Written = tuple[tuple[str, ...], ...]
"""The forms of each of `TERMS`, in their order."""


@cache
def _named(written: Written) -> dict[str, str]:
    pairs = zip(reversed(TERMS), reversed(written), strict=True)
    return {form.casefold(): term.key for term, forms in pairs for form in forms}


@cache
def _pattern(written: Written) -> re.Pattern[str]:
    """Return what finds any term, the longest form first."""
    forms = sorted(_named(written), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, forms))})(?![\w-])", re.IGNORECASE)
