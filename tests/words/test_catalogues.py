"""Every sentence of the code is in every catalogue, and every catalogue says no more than that."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from mieux_dashboard.model.columns import LANGUAGES
from mieux_dashboard.reference import read_reference
from mieux_dashboard.words import LOCALES

PACKAGE = Path(__file__).parents[2] / "mieux_dashboard"
KEYWORDS = {"words": None, "plural": (1, 2), "message": None}
TRANSLATED = LANGUAGES[1:]
DATA = PACKAGE.parent / "data"
FOLDERS = (DATA, *(path.parent for path in sorted(DATA.glob("examples/*/programme.toml"))))


def in_code():
    found = extract_from_dir(str(PACKAGE), method_map=[("**.py", "python")], keywords=KEYWORDS)
    return {text for _, _, text, _, _ in found}


def catalogue(language):
    with (LOCALES / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return {entry.id: entry for entry in read_po(file, locale=language) if entry.id}


def blanks(text):
    return set(re.findall(r"{(\w+)}", text))


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalogue_holds_the_sentences_of_the_code_and_no_others(language):
    assert set(catalogue(language)) == in_code()


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_is_translated_with_the_same_blanks(language):
    for text, entry in catalogue(language).items():
        singulars = text if isinstance(text, tuple) else (text,)
        said = entry.string if isinstance(entry.string, tuple) else (entry.string,)
        assert all(part.strip() for part in said), text
        assert not entry.fuzzy, text
        for part in said:
            assert blanks(part) == blanks(singulars[-1]), text


def test_french_keeps_its_marks_with_the_word_before():
    for text, entry in catalogue("fr").items():
        for said in entry.string if isinstance(entry.string, tuple) else (entry.string,):
            assert not re.search(r" [?!:;»]|« ", said), text


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_programme_says_otherwise_only_what_the_program_says_and_with_the_same_blanks(folder):
    known = {text if isinstance(text, str) else text[0] for text in in_code()}
    for row in read_reference(folder).sentences.to_dict("records"):
        assert row["sentence"] in known
        for language in LANGUAGES:
            assert blanks(row[f"said_{language}"]) == blanks(row["sentence"])
