"""What a store says, and never does, when the machine fails it."""

from __future__ import annotations

import multiprocessing
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from sqlalchemy import event

from mieux_dashboard.model.columns import LANGUAGES
from mieux_dashboard.store import StoreError, open_store
from mieux_dashboard.store.errors import SAID
from mieux_dashboard.words import Words
from tests.servers import new_database
from tests.store.conftest import accept, titles

RANDOM = random.Random(7)
LARGE = ["".join(RANDOM.choices("abcdefghijklmnop", k=40)) for _ in range(20_000)]


@pytest.fixture
def open_path(path):
    """Give what opens the store of a path; all that was opened is closed."""
    opened = []

    def open_it():
        opened.append(open_store(f"sqlite:///{path}"))
        return opened[-1]

    yield open_it
    for store in opened:
        store.close()


@pytest.fixture
def three(open_path, path):
    """Give the bytes of a store with three versions, each of its own tables."""
    store = open_path()
    for n in range(3):
        accept(store, *(f"{n} {title}" for title in LARGE[:300]), note=f"version {n}")
    store.close()
    return path.read_bytes()


def expected(n):
    return [f"{n} {title}" for title in LARGE[:300]]


def flip(path, data, at):
    path.write_bytes(data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :])


def test_a_flipped_byte_is_said_or_changes_nothing(open_path, path, three):
    versions = open_path().versions()
    said = []
    for at in RANDOM.sample(range(len(three)), 100):
        flip(path, three, at)
        try:
            store = open_path()
            assert store.version() == 3
            assert store.versions() == versions
            assert titles(store) == expected(2)
        except StoreError as error:
            said.append(error.code)
        store.close()
    assert 20 < len(said) < 100
    assert set(said) <= {"damaged", "version-damaged", "lost"}


def test_a_damaged_version_names_the_last_good_one_and_going_back_mends_it(open_path, path, three):
    blobs = [at for at in range(len(three)) if three.startswith(b"PAR1", at)]
    store = open_path()
    sizes = [len(store.tables(n)["actions"]) for n in (1, 2, 3)]
    store.close()
    assert (sizes, len(blobs)) == ([300] * 3, 6)
    damaged = 0
    for at in blobs:
        flip(path, three, at)
        store = open_path()
        try:
            assert titles(store) == expected(2)
        except StoreError as error:
            assert (error.code, error.details["version"]) == ("version-damaged", 3)
            assert error.details["good"] == 2
            assert "mieux undo --to 2" in str(error)
            assert titles(store, 2) == expected(1)
            assert accept(store, *expected(2)) == 4  # the same tables again mend what is kept
            assert titles(store, 3) == titles(store, 4) == expected(2)
            damaged += 1
        store.close()
    assert damaged in (1, 2)


def test_an_older_damaged_version_does_not_hurt_the_current_one(open_path, path, three):
    store = open_path()
    with store._database.engine.connect() as connection:
        connection.exec_driver_sql(
            "UPDATE blobs SET data = zeroblob(10) WHERE key = "
            "(SELECT blob FROM contents WHERE version = 1)"
        )
    assert titles(store) == expected(2)
    with pytest.raises(StoreError, match="no version can be read"):
        store.tables(1)


@pytest.mark.parametrize("part", [0.02, 0.3, 0.6, 0.9, 0.99])
def test_a_store_that_is_cut_off_is_said(open_path, path, three, part):
    path.write_bytes(three[: int(len(three) * part)])
    with pytest.raises(StoreError) as error:
        open_path()
    assert error.value.code in ("damaged", "lost")


def test_a_store_of_zero_bytes_is_not_taken_for_a_new_one(open_path, path, three):
    path.write_bytes(b"")
    with pytest.raises(StoreError, match=r"0 bytes.*backup"):
        open_path()


@pytest.mark.parametrize("content", [b"PK\x03\x04 a workbook" * 100, b"x"])
def test_another_file_in_its_place_is_said(open_path, path, content):
    path.write_bytes(content)
    with pytest.raises(StoreError) as error:
        open_path()
    assert error.value.code == "lost"


def test_a_database_of_another_program_is_said_and_left_alone(open_path, path):
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE theirs (x)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(StoreError) as error:
        open_path()
    assert error.value.code == "lost"
    shutil.copy(path, f"{path}-copy")
    tables = sqlite3.connect(f"{path}-copy").execute("SELECT name FROM sqlite_master").fetchall()
    assert tables == [("theirs",)]
    assert len(path.read_bytes()) == len(before)


def test_what_was_accepted_outlives_the_loss_of_the_file_beside_it(path):
    """A process accepts a version and is killed; then the -wal is deleted."""
    code = (
        "import os, sys; from mieux_dashboard.store import open_store;"
        "from tests.store.conftest import accept;"
        "store = open_store(sys.argv[1]); accept(store, 'one'); accept(store, 'two');"
        f"os.kill(os.getpid(), {int(signal.SIGKILL)})"
    )
    run = subprocess.run([sys.executable, "-c", code, f"sqlite:///{path}"], check=False)
    assert run.returncode == -signal.SIGKILL
    for name in ("-wal", "-shm"):
        Path(f"{path}{name}").unlink()
    store = open_store(f"sqlite:///{path}")
    assert (store.version(), titles(store)) == (2, ["two"])
    store.close()


def test_a_full_disk_is_said_with_what_is_needed_and_the_import_can_be_repeated(open_path):
    store = open_path()
    accept(store, "one")
    engine = store._database.engine
    engine.dispose()

    @event.listens_for(engine, "connect")
    def limit(connection, _):
        connection.execute("PRAGMA max_page_count = 40")

    with pytest.raises(StoreError) as error:
        accept(store, *LARGE)
    assert error.value.code == "full"
    assert error.value.details["needed"] >= 1
    assert error.value.details["free"] > 1
    assert (store.version(), titles(store)) == (1, ["one"])
    event.remove(engine, "connect", limit)
    engine.dispose()
    assert accept(store, *LARGE) == 2
    store.check()


def in_child(act, path):
    """Do something in a process of its own; return the code of what it could not do."""

    def run(end):
        try:
            act(path)
            end.send("done")
        except StoreError as error:
            end.send(error.code)

    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    child = context.Process(target=run, args=(theirs,))
    child.start()
    code = ours.recv()
    child.join()
    return code


def small_files(path):
    """Accept a large version where no file may grow beyond 300 kB."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
    accept(open_store(f"sqlite:///{path}"), *LARGE)


def as_nobody(path):
    """Open the store without rights; whoever is root gives them up first."""
    if os.geteuid() == 0:
        os.setgid(65534)
        os.setuid(65534)
    open_store(f"sqlite:///{path}")


def test_a_disk_that_takes_no_more_leaves_the_version_before(open_path, path):
    store = open_path()
    accept(store, "one")
    store.close()
    assert in_child(small_files, path) in ("disk", "full")
    store = open_path()
    assert (store.version(), titles(store)) == (1, ["one"])
    assert accept(store, *LARGE) == 2


@pytest.mark.parametrize("there", [True, False])
def test_a_place_that_may_not_be_written_to_is_refused_at_opening(there):
    folder = Path(tempfile.mkdtemp(prefix="mieux-"))
    path = folder / "store.sqlite"
    if there:
        store = open_store(f"sqlite:///{path}")
        accept(store, "one")
        store.close()
        path.chmod(0o444)
    folder.chmod(0o555)
    assert in_child(as_nobody, path) == "read-only"
    folder.chmod(0o755)
    assert [file.name for file in folder.iterdir()] == (["store.sqlite"] if there else [])
    shutil.rmtree(folder)


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(StoreError, match="there is no such folder"):
        open_store(f"sqlite:///{tmp_path / 'nowhere' / 'store.sqlite'}")


def test_a_store_that_goes_away_is_not_silently_made_anew(open_path, path):
    store = open_path()
    accept(store, "one")
    store.close()
    path.rename(f"{path}.away")
    with pytest.raises(StoreError) as error:
        store.version()
    assert error.value.code == "missing"
    assert not path.exists()


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("mysql://u:secret@host/x", "address"),
        ("sqlite://", "address"),
        ("secret", "address"),
        ("postgresql://u:secret@127.0.0.1:1/x", "connect"),
        ("postgres://u:secret@127.0.0.1:1/x", "connect"),
    ],
)
def test_an_address_that_cannot_work_is_said_without_its_password(url, code):
    with pytest.raises(StoreError) as error:
        open_store(url)
    assert error.value.code == code
    assert "secret" not in str(error.value).removeprefix("secret: ")


def test_a_postgresql_without_such_a_database_is_said(postgresql):
    with pytest.raises(StoreError) as error:
        open_store(postgresql.format(name="nowhere"))
    assert error.value.code == "connect"
    assert "nowhere" in str(error.value)


def test_a_user_of_postgresql_without_further_rights_cleans_the_store(postgresql):
    store = open_store(new_database(postgresql, owner="plain"))
    accept(store, "one")
    assert store.compact()
    store.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_failure_is_one_line_in_each_language(reference, language):
    names = (
        "where",
        "reason",
        "good",
        "version",
        "last",
        "needed",
        "free",
        "by",
        "current",
        "at",
        "member",
    )
    details = {name: f"<{name}>" for name in names}
    for code in SAID:
        said = StoreError(code, **details).message(Words(language, reference))
        assert "{" not in said
        assert "\n" not in said
        assert language == "en" or said != str(StoreError(code, **details))
