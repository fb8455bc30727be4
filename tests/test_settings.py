from __future__ import annotations

import errno
import os

import pytest

from mieux_dashboard.settings import (
    Settings,
    SettingsError,
    read_database_url,
    read_pseudonym_key,
    read_settings,
)
from tests.conftest import DATA


def test_without_any_setting_the_programme_of_the_checkout_is_served_locally(monkeypatch):
    monkeypatch.setenv("MIEUX_PORT", "")
    settings = read_settings()
    assert (settings.host, settings.port, settings.programme) == ("127.0.0.1", 8050, DATA)
    assert (settings.max_upload_mb, settings.min_cell, settings.secret_key) == (20, 5, None)


def test_hosts_are_divided_by_commas(monkeypatch):
    monkeypatch.setenv("MIEUX_ALLOWED_HOSTS", "Dashboard.example.org, localhost,")
    assert read_settings().allowed_hosts == ("dashboard.example.org", "localhost")


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "70000"), ("PROGRAMME", "/nowhere"), ("ASSETS", "/nowhere"), ("MIN_CELL", "12")],
)
def test_a_setting_that_cannot_work_is_named_with_its_value(monkeypatch, name, value):
    monkeypatch.setenv(f"MIEUX_{name}", value)
    with pytest.raises(SettingsError, match=f"^MIEUX_{name}={value}: .+"):
        read_settings()


@pytest.mark.parametrize("name", ["SECRET_KEY", "PSEUDONYM_KEY"])
def test_a_key_is_not_shown(monkeypatch, name):
    monkeypatch.setenv(f"MIEUX_{name}", "hush" * 8)
    assert "hush" not in repr(read_settings())


def test_a_key_that_is_too_short_is_named_and_not_shown(monkeypatch):
    monkeypatch.setenv("MIEUX_PSEUDONYM_KEY", "hush")
    with pytest.raises(SettingsError, match=r"^MIEUX_PSEUDONYM_KEY=…: .+") as error:
        read_settings()
    assert "hush" not in str(error.value)


def test_the_key_of_pseudonyms_is_the_one_that_is_set(monkeypatch, tmp_path):
    monkeypatch.setenv("MIEUX_PSEUDONYM_KEY", "k" * 32)
    monkeypatch.setenv("MIEUX_INSTANCE", str(tmp_path))
    assert read_pseudonym_key(read_settings()) == b"k" * 32
    assert list(tmp_path.iterdir()) == []


def test_without_a_key_one_is_made_once_that_only_its_owner_reads(monkeypatch, tmp_path):
    monkeypatch.setenv("MIEUX_INSTANCE", str(tmp_path / "instance"))
    key = read_pseudonym_key(read_settings())
    path = tmp_path / "instance" / "pseudonym.key"
    assert (len(key), read_pseudonym_key(read_settings())) == (64, key)
    assert path.read_bytes() == key
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600


def test_a_key_is_made_on_a_stick_that_knows_no_links(monkeypatch, tmp_path):
    def link(*_):
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", link)
    monkeypatch.setenv("MIEUX_INSTANCE", str(tmp_path))
    key = read_pseudonym_key(read_settings())
    assert (len(key), read_pseudonym_key(read_settings())) == (64, key)
    assert [one.name for one in tmp_path.iterdir()] == ["pseudonym.key"]


def test_the_key_is_kept_outside_the_data():
    assert DATA not in (Settings().instance, *Settings().instance.parents)


def test_a_key_that_is_cut_off_or_cannot_be_kept_is_one_line(monkeypatch, tmp_path):
    (tmp_path / "pseudonym.key").write_bytes(b"short")
    monkeypatch.setenv("MIEUX_INSTANCE", str(tmp_path))
    with pytest.raises(SettingsError, match=r"pseudonym\.key: the key is cut off"):
        read_pseudonym_key(read_settings())
    monkeypatch.setenv("MIEUX_INSTANCE", str(tmp_path / "pseudonym.key"))
    with pytest.raises(SettingsError, match="set MIEUX_PSEUDONYM_KEY or MIEUX_INSTANCE"):
        read_pseudonym_key(read_settings())


def test_the_store_is_a_file_of_this_machine_unless_an_address_is_set(monkeypatch, tmp_path):
    monkeypatch.setenv("MIEUX_INSTANCE", str(tmp_path / "instance"))
    assert read_database_url(read_settings()) == f"sqlite:///{tmp_path}/instance/mieux.sqlite"
    assert (tmp_path / "instance").is_dir()
    address = "postgresql://u:hush@host/mieux"
    monkeypatch.setenv("MIEUX_DATABASE_URL", address)
    assert read_database_url(read_settings()) == address
    assert "hush" not in repr(read_settings())


def test_no_test_writes_into_the_checkout():
    assert DATA.parent not in read_settings().instance.parents
