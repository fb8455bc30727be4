"""The words that pages explain: where they are found, and that the paper says the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mieux_dashboard.model.columns import LANGUAGES
from mieux_dashboard.words import Words, catalogue
from mieux_dashboard.words.glossary import TERMS, explained, shown

GLOSSARY = Path(__file__).parents[2] / "GLOSSARY.md"


@pytest.fixture(scope="module")
def words(make_dataset):
    reference = make_dataset(actions=[]).reference
    return {language: Words(language, reference) for language in LANGUAGES}


def found(text, words, terms=TERMS):
    parts = [part for part in explained(text, words, terms) if isinstance(part, tuple)]
    return [(written, term.key) for written, term in parts]


def test_a_word_is_found_once_in_the_form_in_which_it_stands(words):
    said = "Requests were answered by Actions; a request may have several."
    assert found(said, words["en"]) == [("Requests", "request"), ("Actions", "action")]


def test_the_longest_form_is_found_first(words):
    assert found("Partner countries asked.", words["en"]) == [("Partner countries", "partner")]
    assert found("Les points focaux", words["fr"]) == [("points focaux", "focal-point")]


def test_a_word_inside_another_is_not_found(words):
    assert found("Interactions and requesters, an Action-like thing", words["en"]) == []


def test_a_french_verb_or_conjunction_is_not_taken_for_a_word_explained(words):
    assert found("Ce que le programme a produit ; en effet, sur cette base.", words["fr"]) == []


def test_a_word_that_was_explained_is_not_looked_for_again(words):
    left = tuple(term for term in TERMS if term.key != "request")
    assert found("One request", words["en"], left) == []


@given(st.text(alphabet="Aacino tsfléprqu-", max_size=60))
def test_nothing_of_a_text_is_lost(text):
    said = Words("fr", None)
    parts = explained(f"{text} Action {text}", said, TERMS)
    joined = "".join(part if isinstance(part, str) else part[0] for part in parts)
    assert joined == f"{text} Action {text}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_form_belongs_to_two_words(language):
    forms = [
        form.casefold()
        for term in TERMS
        for form in catalogue(language).gettext(term.forms).split("|")
    ]
    assert len(forms) == len(set(forms))


def test_the_paper_says_of_each_word_what_the_pages_say():
    lines = [line for line in GLOSSARY.read_text(encoding="utf-8").splitlines() if line[:1] == "|"]
    paper = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    said = {language: Words(language, None) for language in LANGUAGES}
    pages = [
        [shown(term, said["en"]), term.meaning, shown(term, said["fr"]), shown(term, said["es"])]
        for term in TERMS
    ]
    assert [row for row in pages if row not in paper] == []
    assert len({row[0] for row in paper}) == len(paper)
