from __future__ import annotations

import pytest

from mieux_dashboard.settings import SettingsError, read_settings
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


def test_the_secret_key_is_not_shown(monkeypatch):
    monkeypatch.setenv("MIEUX_SECRET_KEY", "hush")
    assert "hush" not in repr(read_settings())
