"""The words that a page explains where they first stand (GLOSSARY.md holds the same)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from mieux_dashboard.words import Words, catalogue, message


@dataclass(frozen=True, slots=True)
class Term:
    """One word with its meaning.

    Parameters
    ----------
    key
        Its anchor on the page of all words.
    forms
        How it is written, the first as the page of all words shows it, parted by ``|``: a message.
    meaning
        A phrase without a full stop: a message.
    plain
        Whether it stands in nearly every sentence: the rule of a chart does not explain it again.
    """

    key: str
    forms: str
    meaning: str
    plain: bool = False


TERMS = (
    Term(
        "action",
        message("Action|Actions"),
        message("one piece of support, answering a request; always with a capital"),
        plain=True,
    ),
    Term(
        "request",
        message("request|requests"),
        message("what a partner submits, before any Action"),
        plain=True,
    ),
    Term(
        "partner",
        message("partner|partners|partner country|partner countries"),
        message("the country, territory or regional body that asks"),
        plain=True,
    ),
    Term(
        "institution",
        message("institution|institutions"),
        message("the partner's authority or organisation that asks"),
        plain=True,
    ),
    Term(
        "focal-point",
        message("focal point|focal points"),
        message("a contact in an EU Member State administration who finds expertise"),
    ),
    Term(
        "expert",
        message("expert|experts"),
        message(
            "a person deployed to an Action; known here by a pseudonym and a country, never by name"
        ),
        plain=True,
    ),
    Term(
        "deployment",
        message("deployment|deployments"),
        message("one expert on one Action"),
    ),
    Term(
        "activity",
        message("activity|activities"),
        message("one workshop, mission, study visit or the like within an Action"),
        plain=True,
    ),
    Term(
        "participant",
        message("participant|participants"),
        message("an attendance at an activity; attendances, not persons"),
        plain=True,
    ),
    Term(
        "result",
        message("result|results"),
        message("what came of an Action: an output or an outcome"),
        plain=True,
    ),
    Term(
        "output",
        message("output|outputs"),
        message("what an Action produced: a document, a training held"),
    ),
    Term(
        "outcome",
        message("outcome|outcomes"),
        message("what followed from an output: adopted, in use, changed"),
    ),
    Term(
        "milestone",
        message("milestone|milestones"),
        message("a dated EU policy event; four core milestones make the periods"),
    ),
    Term(
        "period",
        message("period|periods|policy period|policy periods"),
        message(
            "the time from one core milestone to the day before the next, within the programme's "
            "life"
        ),
    ),
    Term(
        "phase",
        message("phase|phases"),
        message("MIEUX I, II, III, MIEUX+: the programme's own contracts, not policy periods"),
    ),
    Term(
        "pillar",
        message("pillar|pillars"),
        message("one of the four pillars of the Global Approach, or the horizontal heading"),
    ),
    Term(
        "area",
        message("area|areas|specific area|specific areas"),
        message("what an Action is about, in detail; each belongs to one pillar"),
    ),
    Term(
        "group",
        message("group|groups|group of countries|groups of countries"),
        message(
            "any grouping of countries other than the programme's regions, such as the Sahel or "
            "the Rabat Process"
        ),
    ),
    Term(
        "record-source",
        message("record source|record sources|public record"),
        message("where a row comes from: public record, programme register, demonstration"),
    ),
    Term(
        "basis",
        message("basis|assigned|derived"),
        message("how a value came about: published, assigned by us, derived"),
    ),
    Term(
        "version",
        message("version|versions|data version|data versions"),
        message("an accepted state of the data"),
    ),
)
"""In the order of what happens: who asks, who helps, what comes of it, how it is ordered."""


def shown(term: Term, language: str) -> str:
    """Return how a term is written in a language, in its first form."""
    return _forms(term, language)[0]


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
    for found in _pattern(words.language).finditer(text):
        term = left.pop(_named(words.language)[found.group().casefold()], None) if left else None
        if term is None:
            continue
        if found.start() > done:
            yield text[done : found.start()]
        yield found.group(), term
        done = found.end()
    if done < len(text):
        yield text[done:]


def _forms(term: Term, language: str) -> list[str]:
    return catalogue(language).gettext(term.forms).split("|")


@cache
def _named(language: str) -> dict[str, str]:
    return {
        form.casefold(): term.key for term in reversed(TERMS) for form in _forms(term, language)
    }


@cache
def _pattern(language: str) -> re.Pattern[str]:
    """Return what finds any term, the longest form first."""
    forms = sorted(_named(language), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, forms))})(?![\w-])", re.IGNORECASE)
