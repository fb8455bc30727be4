"""A programme's own names for what the program calls an Action, a request, a focal point..."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from mieux_dashboard.model.message import message

FORMS: Mapping[str, str] = {
    "action": message("Action|Actions"),
    "request": message("request|requests"),
    "partner": message("partner|partners|partner country|partner countries"),
    "institution": message("institution|institutions"),
    "focal-point": message("focal point|focal points"),
    "expert": message("expert|experts"),
    "deployment": message("deployment|deployments"),
    "activity": message("activity|activities"),
    "participant": message("participant|participants"),
    "result": message("result|results"),
    "output": message("output|outputs"),
    "outcome": message("outcome|outcomes"),
    "milestone": message("milestone|milestones"),
    "period": message("period|periods|policy period|policy periods"),
    "phase": message("phase|phases"),
    "pillar": message("pillar|pillars"),
    "area": message("area|areas|specific area|specific areas"),
    "group": message("group|groups|group of countries|groups of countries"),
    "record-source": message("record source|record sources|public record"),
    "basis": message("basis|assigned|derived"),
    "version": message("version|versions|data version|data versions"),
}
"""How each term of the glossary is written, the first as it is shown; parted by ``|``."""

_VOWELS = "aeiouAEIOU"
_BEGINS = re.compile(r"(?:^|[.?!|:·“(]\s*|[¿¡«]\s*)$")
"""What stands before a word with which a sentence, or a part of a heading, begins."""


def renamed(
    forms: Mapping[str, Sequence[str]], own: Mapping[str, Sequence[str]]
) -> Callable[[str], str]:
    """Return what says a text with a programme's own names.

    Parameters
    ----------
    forms, own
        Term -> how the program writes it, and how the programme does, in the same order: the
        singular, the plural. A form that the programme does not give is written as its last one.

    Returns
    -------
    callable
        A text in, the text with the other names out. A name keeps the capital it had; one that the
        program always writes with a capital gets one where a sentence begins. English *a* and
        *an* follow the name; other articles are as they were, so that in French and Spanish the
        name has to be of the same gender as what it stands for.
    """
    pairs = {
        form: given[min(place, len(given) - 1)]
        for term, given in own.items()
        for place, form in enumerate(forms.get(term, ()))
    }
    if not pairs:
        return str
    listed = sorted({*pairs, *map(_capital, pairs)}, key=len, reverse=True)
    pattern = re.compile(
        rf"(?<![\w{{-])(?:([Aa])n? )?({'|'.join(map(re.escape, listed))})(?![\w}}-])"
    )

    def said(found: re.Match[str]) -> str:
        article, name = found.groups()
        given = pairs.get(name) or pairs[name[:1].lower() + name[1:]]
        begins = not article and bool(_BEGINS.search(found.string[: found.start()]))
        always = name in pairs and name[:1].isupper()
        if begins if always else name[:1].isupper():
            given = _capital(given)
        if not article:
            return given
        return f"{article}{'n' if given[0] in _VOWELS else ''} {given}"

    return lambda text: pattern.sub(said, text)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
