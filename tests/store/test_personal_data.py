"""No store keeps what a register says of a person: its file, its log, its dump, its blobs."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from mieux_dashboard.intake import open_bench
from mieux_dashboard.intake.prepare import Received
from mieux_dashboard.model.decision import OWN, Decision
from mieux_dashboard.store import open_store
from tests.conftest import DATA
from tests.pages.test_personal_data import held, register

_HEX = re.compile(rb"\\\\x([0-9a-f]{2,})")


def dump(url):
    """Return a PostgreSQL database as pg_dump writes it, and behind it its bytes unpacked."""
    found = shutil.which("pg_dump") or sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_dump"))[-1]
    written = subprocess.run([found, "--dbname", url], check=True, stdout=subprocess.PIPE).stdout
    blobs = [bytes.fromhex(found.decode()) for found in _HEX.findall(written)]
    assert blobs
    return [written, *blobs]


def test_no_name_mail_or_telephone_number_is_in_the_store(url, tmp_path):
    store = open_store(url)
    bench = open_bench(store, DATA, tmp_path / "waiting", lambda: b"k" * 32)
    sitting = bench.sittings.begin([Received("r.xlsx", register())])
    prepared = bench.prepared(sitting)
    persons = [one for one in prepared.questions if one.kind == "person"]
    assert persons
    given = [Decision("person", one.where, one.asked, OWN, "ann") for one in persons]
    sitting = bench.decide(sitting, given)
    number = bench.accept(sitting, bench.prepared(sitting), "ann")
    kept = [one.data for one in store.original(number)]
    kept += [table.to_csv().encode() for table in store.tables(number).values()]
    kept += [repr(store.history()).encode(), repr(store.decisions()).encode()]
    if url.startswith("sqlite"):
        files = sorted(path.name for path in tmp_path.iterdir() if path.is_file())
        assert files == ["store.sqlite", "store.sqlite-shm", "store.sqlite-wal"]
        kept += [(tmp_path / name).read_bytes() for name in files]
    else:
        kept += dump(url)
    assert len(b"".join(kept)) > 10_000
    assert [held(data) for data in kept if held(data)] == []
    store.close()
