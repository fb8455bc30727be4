"""A reviewer's workbook: written, taken back as it was, changed in one place, or refused."""

from __future__ import annotations

import csv
import io
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from babel.messages.pofile import read_po

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.export.review import review_workbook, take, taken_files
from mieux_dashboard.load import read_workbook
from mieux_dashboard.model.review import FILE, Review, as_file, digest, read_reviews
from mieux_dashboard.model.selection import Selection
from mieux_dashboard.reference import read_reference
from mieux_dashboard.settings import Settings
from mieux_dashboard.words import LOCALES, Words
from mieux_dashboard.words.review import NAMES, TRANSLATED, Heard, all_texts, changed_files

TODAY = date(2026, 11, 24)
SENTENCE = "A made-up programme, to see and try everything."
BLANKS = "an estimated {n}"
FRENCH, BY = "Français", "Relu par"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The programme's folder before anybody reviewed anything."""
    copy = tmp_path_factory.mktemp("programme") / "data"
    left_out = shutil.ignore_patterns("*.xlsx", FILE)
    return shutil.copytree(Settings().programme, copy, ignore=left_out)


@pytest.fixture(scope="module")
def every(folder):
    return all_texts(folder)


@pytest.fixture(scope="module")
def texts(every):
    few = (
        SENTENCE,
        BLANKS,
        "{n} error would stay.",
        "{n} errors would stay.",
        "Kosovo",
        "national",
    )
    ids = ("actions:benin-i:title", "programme.toml")
    return [text for text in every if text.english in few or text.id in ids]


@pytest.fixture(scope="module")
def lists(folder):
    return read_reference(folder)


@pytest.fixture(scope="module")
def written(texts, lists):
    return review_workbook(texts, TRANSLATED, {}, Words("en", lists))


def find(texts, english):
    return next(text for text in texts if text.english == english)


def come_back(written, texts, edits, made=()):
    """Take `written` back with cells changed: (id, column) -> text."""
    book = openpyxl.load_workbook(io.BytesIO(written))
    where = {}
    for sheet in book.worksheets[1:]:
        header = [cell.value for cell in sheet[1]]
        rows = {row[0].value: row for row in sheet.iter_rows(min_row=2)}
        for (named, column), said in edits.items():
            if named in rows:
                cell = rows[named][header.index(column)]
                cell.value = said
                if said.startswith("=") and column != "formula":
                    cell.data_type = "s"
                where[named, column] = f"{sheet.title}!{cell.coordinate}"
    out = io.BytesIO()
    book.save(out)
    made = dict(made)
    return take(read_workbook(out.getvalue(), "back.xlsx"), texts, made, TODAY), where


def test_every_text_stands_once_and_comes_back_without_a_change(every, lists, folder):
    written = review_workbook(every, TRANSLATED, {}, Words("es", lists))
    book = openpyxl.load_workbook(io.BytesIO(written), read_only=True)
    ids = [row[0] for sheet in book.worksheets[1:] for row in sheet.iter_rows(2, values_only=True)]
    assert sorted(ids) == sorted(text.id for text in every)
    taken = take(read_workbook(written, "back.xlsx"), every, {}, TODAY)
    assert (taken.wrong, taken.left, taken.changes) == ([], [], {})
    assert taken_files(folder, every, taken) == {}


@pytest.mark.parametrize("english", ["Kenya", "Completed", "Demonstration", "an estimated {n}"])
def test_sentences_content_and_names_are_there(every, english):
    assert any(text.english.casefold() == english.casefold() for text in every)


def test_the_same_texts_give_the_same_bytes(texts, written, lists):
    assert review_workbook(texts, TRANSLATED, {}, Words("en", lists)) == written


def test_one_changed_sentence_changes_only_itself(texts, written, folder):
    text = find(texts, SENTENCE)
    taken, _ = come_back(written, texts, {(text.id, FRENCH): "Rien ne correspond !"})
    files = taken_files(folder, texts, taken)
    path = LOCALES / "fr" / "LC_MESSAGES" / "messages.po"
    assert list(files) == [path]
    before, after = path.read_bytes().splitlines(), files[path].splitlines()
    changed = [line for line in after if line not in before]
    assert changed == ['msgstr "Rien ne correspond\u00a0!"'.encode()]
    assert {m.id for m in read_po(io.BytesIO(files[path]))} >= {SENTENCE}


def test_one_changed_title_changes_only_its_cell(texts, written, folder):
    text = next(each for each in texts if each.id == "actions:benin-i:title")
    taken, _ = come_back(written, texts, {(text.id, FRENCH): "Bénin I, les transferts"})
    files = taken_files(folder, texts, taken)
    path = folder / "public_record" / "actions.csv"
    assert list(files) == [path]
    before, after = path.read_bytes().splitlines(), files[path].splitlines()
    assert sum(a != b for a, b in zip(before, after, strict=True)) == 1


def test_the_name_of_the_programme_is_written_into_its_own_line(texts, written, folder):
    taken, _ = come_back(written, texts, {("programme.toml", FRENCH): 'MIEUX, "dix ans"'})
    (data,) = taken_files(folder, texts, taken).values()
    before = (folder / "programme.toml").read_bytes().splitlines()
    changed = [line for line in data.splitlines() if line not in before]
    assert changed == [b'fr = "MIEUX, \\"dix ans\\""']


def test_a_formula_typed_as_text_stays_text(texts, written, lists):
    text = next(each for each in texts if each.id == "actions:benin-i:title")
    hostile = '=HYPERLINK("http://example.org","x")'
    taken, _ = come_back(written, texts, {(text.id, FRENCH): hostile})
    assert taken.changes == {text.id: {"fr": hostile}}
    changed = replace(text, said=text.said | {"fr": hostile})
    again = review_workbook([changed], ("fr",), {}, Words("en", lists))
    cells = [c for s in openpyxl.load_workbook(io.BytesIO(again)) for row in s for c in row]
    assert [cell.data_type for cell in cells if cell.value == hostile] == ["s"]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("{m} (estimation)", "blanks"),
        ("(estimation)", "blanks"),
        ("{n (estimation)", "blanks"),
        ("{n.__class__} (estimation)", "blanks"),
        ("{n:>99999999} (estimation)", "blanks"),
        ("", "empty"),
    ],
)
def test_a_sentence_whose_blanks_differ_is_refused_with_its_cell(texts, written, said, code):
    text = find(texts, BLANKS)
    taken, where = come_back(written, texts, {(text.id, FRENCH): said})
    assert [(wrong.code, wrong.where) for wrong in taken.wrong] == [(code, where[text.id, FRENCH])]


def test_what_nobody_translated_yet_may_come_back_so(texts, lists, folder):
    begun = [replace(t, said=t.said | {"fr": ""}) for t in texts if t.kind != NAMES]
    book = review_workbook(begun, ("fr",), {}, Words("en", lists))
    text = find(begun, SENTENCE)
    taken, _ = come_back(book, begun, {(text.id, FRENCH): "Un programme fictif."})
    assert (taken.wrong, taken.changes) == ([], {text.id: {"fr": "Un programme fictif."}})


def test_a_list_gets_the_column_of_a_language_that_it_has_not_had(folder, tmp_path):
    copy = Path(shutil.copytree(folder, tmp_path / "programme"))
    path = copy / "reference" / "regions.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row[:5] + row[6:] for row in csv.reader(file)]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    text = next(each for each in all_texts(copy) if each.id == "regions:africa:label")
    assert text.said["es"] == ""
    path.write_bytes(changed_files(copy, [(text, {"es": "África"})])[path])
    said = read_reference(copy).regions.set_index("id")["label_es"]
    assert (said["africa"], said["asia"], said["eu-neighbourhood"]) == (
        "África",
        "Asia",
        "EU Neighbourhood",
    )


def test_both_forms_of_a_plural_are_asked_for(texts, written):
    one, many = find(texts, "{n} error would stay."), find(texts, "{n} errors would stay.")
    assert one.id != many.id
    taken, where = come_back(written, texts, {(many.id, FRENCH): ""})
    assert [wrong.where for wrong in taken.wrong] == [where[many.id, FRENCH]]


def test_english_and_names_are_not_changed_here(texts, written, lists):
    text, name = find(texts, SENTENCE), find(texts, "national")
    edits = {(text.id, "English"): "Nothing", (name.id, FRENCH): "local"}
    taken, where = come_back(written, texts, edits)
    assert {(wrong.code, wrong.where) for wrong in taken.wrong} == {
        ("english", where[text.id, "English"]),
        ("code", where[name.id, FRENCH]),
    }
    for wrong in taken.wrong:
        assert wrong.where in wrong.message(Words("fr", lists))


def test_a_row_whose_text_is_not_said_any_more_is_left_out(texts, written):
    taken, _ = come_back(written, [text for text in texts if text.english != SENTENCE], {})
    assert (len(taken.left), taken.wrong) == (1, [])


def test_a_workbook_of_another_kind_is_refused(texts):
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    taken = take(read_workbook(out.getvalue(), "other.xlsx"), texts, {}, TODAY)
    assert [wrong.code for wrong in taken.wrong] == ["none"]


def test_a_review_stands_beside_what_was_reviewed_and_comes_back(texts, written, lists, folder):
    sentence, title = find(texts, SENTENCE), find(texts, "Kosovo")
    edits = {
        (sentence.id, BY): "AB",
        (title.id, BY): "CD, 2026-01-31",
        (title.id, "Comment · Commentaire · Comentario"): "as in the Treaty",
    }
    taken, _ = come_back(written, texts, edits)
    files = taken_files(folder, texts, taken)
    assert set(files) == {LOCALES / FILE, folder / FILE}
    of_sentence = digest(sentence.english, sentence.said["fr"])
    assert taken.reviews["fr", of_sentence] == Review("AB", "2026-11-24")
    assert Review("CD", "2026-01-31") in taken.reviews.values()
    again = review_workbook(texts, TRANSLATED, taken.reviews, Words("en", lists))
    unchanged, _ = come_back(again, texts, {}, taken.reviews)
    assert unchanged.reviews == taken.reviews
    cleared, _ = come_back(again, texts, {(sentence.id, BY): ""}, taken.reviews)
    assert ("fr", of_sentence) not in cleared.reviews


def test_an_old_sign_does_not_stand_for_a_new_translation(texts, lists, folder):
    text = find(texts, SENTENCE)
    made = {("fr", digest(text.english, text.said["fr"])): Review("AB", "2026-01-31")}
    book = review_workbook(texts, TRANSLATED, made, Words("en", lists))
    mended, _ = come_back(book, texts, {(text.id, FRENCH): "Rien"}, made)
    assert LOCALES / FILE not in taken_files(folder, texts, mended)
    signed, _ = come_back(book, texts, {(text.id, FRENCH): "Rien", (text.id, BY): "CD"}, made)
    assert signed.reviews["fr", digest(text.english, "Rien")] == Review("CD", "2026-11-24")


def test_reviews_are_read_as_they_were_written(tmp_path, lists):
    made = {("fr", "abc"): Review("A, B", "2026-01-31"), ("", "abc"): Review(comment='"x"\n=1')}
    (tmp_path / FILE).write_bytes(as_file(made))
    assert read_reviews(tmp_path) == made
    assert read_reviews(tmp_path / "none") == {}


def heard(lists, language, *reviewed):
    made = {(language, digest(*pair)): Review("AB", "2026-01-31") for pair in reviewed}
    return Heard(language, replace(lists, reviews=made))


def test_a_caption_is_reviewed_once_everything_said_in_it_is(lists, texts):
    sentence, kenya = find(texts, BLANKS), find(texts, "Kosovo")
    pairs = [(text.english, text.said["fr"]) for text in (sentence, kenya)]
    for reviewed, expected in ((pairs, True), (pairs[:1], False), (pairs[1:], False)):
        words = heard(lists, "fr", *reviewed)
        said = words(BLANKS, n=4), words.country("XKX")
        assert all(said)
        assert words.all_reviewed is expected
        assert len(words.unreviewed) == 2 - len(reviewed)


def test_a_sentence_whose_english_or_translation_changed_is_unreviewed_again(lists, texts):
    said = find(texts, SENTENCE).said["fr"]
    for pair in (("No Action matches", said), (SENTENCE, said + ".")):
        words = heard(lists, "fr", pair)
        words(SENTENCE)
        assert not words.all_reviewed


def test_either_form_of_a_plural_is_reviewed_by_itself(lists, texts):
    one, many = "{n} error would stay.", "{n} errors would stay."
    words = heard(lists, "fr", (one, find(texts, one).said["fr"]))
    words.plural(one, many, 1)
    assert words.all_reviewed
    words.plural(one, many, 2)
    assert not words.all_reviewed


def test_english_and_content_said_in_english_need_no_review(lists):
    row = {"title": "A", "title_fr": "", "title_es": "B"}
    for language, expected in (("en", True), ("fr", True), ("es", False)):
        words = heard(lists, language)
        words.content(row, "title")
        assert words.all_reviewed is expected
        assert words.content_reviewed(row, "title") is expected


@pytest.mark.parametrize("language", TRANSLATED)
def test_once_every_text_of_the_workbook_is_signed_every_caption_is_reviewed(
    every, public_record, language
):
    """Nothing that a caption says is missing from the workbook, and nothing passes unsigned."""
    signed = {
        (language, digest(text.english, text.said[language])): Review("AB", "2026-11-24")
        for text in every
    }
    for reviews, expected in ((signed, True), ({}, False)):
        reference = replace(public_record.reference, reviews=reviews)
        for chart in CHARTS.values():
            words = Heard(language, reference)
            answer = chart.answer(public_record, Selection(by="pillar"))
            said = chart.heading, chart.subtitle, chart.alternative, chart.rests, chart.source
            assert all(say(answer, words) for say in said[:3])
            assert all(isinstance(say(answer, words), str) for say in said[3:])
            assert words.all_reviewed is expected, (chart.key, words.unreviewed)
