"""Tables of any size, completed chunk by chunk, are those that are completed in memory."""

import json

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from mieux_dashboard.export.sample import write_parquet
from mieux_dashboard.intake.engines import in_folder
from mieux_dashboard.measure.engine import collected, table
from mieux_dashboard.model.dataset import dataset
from mieux_dashboard.sample import made_up as make
from mieux_dashboard.store import StoreError, prepared
from mieux_dashboard.store.folder import DESCRIPTION, Folder
from mieux_dashboard.store.held import held
from mieux_dashboard.words import Words
from tests.engines.conftest import DATA


@pytest.fixture(scope="module")
def sample(reference):
    return make(reference, 60, seed=3)


@pytest.fixture
def source(sample, tmp_path):
    write_parquet(sample, tmp_path / "source")
    return Folder(str(tmp_path / "source"))


def ordered(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.sort_values(list(rows.columns), ignore_index=True)


def test_chunks_make_the_tables_that_memory_makes(
    source, sample, reference, duckdb_engine, tmp_path, monkeypatch
):
    monkeypatch.setattr(prepared, "CHUNK", 25)
    folder = Folder(f"file://{tmp_path}/prepared")
    prepared.prepare(source, folder, reference, duckdb_engine)
    found, expected = held(folder, reference, duckdb_engine), dataset(sample, reference)
    assert set(found.tables) == set(expected.tables)
    for name, rows in expected.tables.items():
        assert found.held.rows[name] == len(rows), name
        assert_frame_equal(ordered(collected(table(found, name))), ordered(rows), obj=name)
    assert sorted(path.name for path in (tmp_path / "prepared").iterdir()) == sorted(
        [*(f"{name}.parquet" for name in expected.tables), DESCRIPTION]
    )


def test_a_table_may_be_a_folder_of_parts(sample, reference, duckdb_engine, tmp_path):
    write_parquet(sample, tmp_path / "source")
    parts = tmp_path / "parts" / "actions.parquet"
    parts.mkdir(parents=True)
    for at in range(2):
        sample["actions"].iloc[at::2].to_parquet(parts / f"part-{at}.parquet", index=False)
    folder = Folder(str(tmp_path / "prepared"))
    prepared.prepare(Folder(str(tmp_path / "parts")), folder, reference, duckdb_engine)
    assert held(folder, reference, duckdb_engine).held.rows["actions"] == 60


def test_ids_that_stand_twice_are_refused(sample, reference, duckdb_engine, tmp_path):
    twice = {"actions": pd.concat([sample["actions"], sample["actions"].head(1)])}
    write_parquet(twice, tmp_path / "source")
    with pytest.raises(StoreError) as raised:
        folder = Folder(str(tmp_path / "prepared"))
        prepared.prepare(Folder(str(tmp_path / "source")), folder, reference, duckdb_engine)
    assert raised.value.code == "twice"
    with pytest.raises(StoreError) as raised:
        prepared.keep(dataset(twice, reference), Folder(str(tmp_path / "kept")))
    assert raised.value.code == "twice"


def test_a_folder_that_is_not_complete_is_not_shown(duckdb_engine, tmp_path):
    with pytest.raises(StoreError) as raised:
        in_folder(str(tmp_path), DATA, duckdb_engine)
    assert raised.value.code == "unprepared"


def test_tables_of_other_lists_are_not_shown(programme, reference, duckdb_engine, tmp_path):
    prepared.keep(programme, Folder(str(tmp_path)))
    path = tmp_path / DESCRIPTION
    path.write_text(json.dumps(json.loads(path.read_text()) | {"lists": "other"}))
    with pytest.raises(StoreError) as raised:
        held(Folder(str(tmp_path)), reference, duckdb_engine)
    assert "mieux prepare" in raised.value.message(Words("en", reference))


def test_a_prepared_folder_is_not_written_over(programme, prepared_twice):
    with pytest.raises(StoreError) as raised:
        prepared.keep(programme, prepared_twice)
    assert raised.value.code == "used"


@pytest.fixture
def prepared_twice(programme, tmp_path):
    folder = Folder(str(tmp_path / "prepared"))
    prepared.keep(programme, folder)
    return folder


@pytest.mark.parametrize("url", ["gopher://somewhere/mieux", "s3:/"])
def test_an_address_that_names_no_folder_is_one_line(url, duckdb_engine, reference):
    with pytest.raises(StoreError) as raised:
        in_folder(url, DATA, duckdb_engine)
    assert "\n" not in raised.value.message(Words("en", reference))
