import pytest

from mieux_dashboard.model.columns import CODE_LISTS, LANGUAGES, TABLES


def test_a_column_is_labelled_in_the_readers_language():
    title = TABLES["actions"].column("title")
    assert [title.label(language) for language in ("en", "fr", "es")] == [
        "Title",
        "Titre",
        "Título",
    ]
    assert all(title.label(language) for language in LANGUAGES)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES.keys())
def test_a_tables_columns_are_named_once_and_its_key_if_it_has_one_is_required(table):
    assert len(set(table.names)) == len(table.names)
    assert not table.key or table.column(table.key).required


def test_a_code_is_written_with_hyphens():
    assert "on-hold" in CODE_LISTS["status"]
    assert not [code for codes in CODE_LISTS.values() for code in codes if "_" in code]
