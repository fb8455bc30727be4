"""A start that would open editing or a debugger to a network is refused in one line."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from mieux_dashboard.cli import app as commands
from mieux_dashboard.pages import create_app
from mieux_dashboard.settings import Settings, SettingsError, check_exposure
from tests.conftest import DATA

SIGNED = {
    "MIEUX_AUTH": "oidc",
    "MIEUX_OIDC_ISSUER": "https://id.example",
    "MIEUX_OIDC_CLIENT_ID": "m",
}
URL = {"MIEUX_URL": "https://m.example"}
KEY = {"MIEUX_SECRET_KEY": "k" * 32}


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"MIEUX_HOST": "0.0.0.0"}, "MIEUX_HOST=0.0.0.0"),
        ({"MIEUX_HOST": "::"}, "MIEUX_HOST=::"),
        ({"FLASK_DEBUG": "1"}, "FLASK_DEBUG=1"),
        ({"DASH_DEBUG": "true"}, "DASH_DEBUG=true"),
        ({**SIGNED, **URL}, "MIEUX_SECRET_KEY is missing"),
        ({**SIGNED, **KEY}, "MIEUX_URL is missing"),
        ({**SIGNED, **URL, "MIEUX_SECRET_KEY": "short"}, "MIEUX_SECRET_KEY=…"),
        ({**SIGNED, **KEY, "MIEUX_URL": "http://m.example"}, "MIEUX_URL=http://m.example"),
        ({**SIGNED, **KEY, **URL, "FLASK_DEBUG": "1"}, "FLASK_DEBUG=1"),
        ({"MIEUX_AUTH": "proxy", "MIEUX_PROXIES": "10.0.0.1"}, "MIEUX_SECRET_KEY is missing"),
        ({"MIEUX_AUTH": "proxy", **KEY}, "MIEUX_PROXIES is missing"),
        ({"MIEUX_AUTH": "none"}, "MIEUX_AUTH=none"),
        ({"MIEUX_EXPORT_LIMIT": "often"}, "MIEUX_EXPORT_LIMIT=often"),
    ],
)
def test_the_line_names_the_setting_and_the_exit_is_2(monkeypatch, given, named):
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    done = CliRunner().invoke(commands, ["serve", "--port", "0"])
    assert done.exit_code == 2
    assert done.stderr.startswith(named)
    assert len(done.stderr.splitlines()) == 1
    assert done.stdout == ""


def test_the_option_of_the_command_is_refused_as_the_setting_is():
    done = CliRunner().invoke(commands, ["serve", "--host", "0.0.0.0"])
    assert (done.exit_code, len(done.stderr.splitlines())) == (2, 1)


def test_another_server_that_takes_the_app_is_refused_too(tmp_path):
    given = {"MIEUX_HOST": "0.0.0.0", "MIEUX_INSTANCE": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", "from app import server"],
        env=os.environ | given, cwd=DATA.parent, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)


def test_what_signs_in_may_listen_everywhere():
    given = {"host": "0.0.0.0", "secret_key": "k" * 32}
    check_exposure(Settings(auth="proxy", proxies=("10.0.0.1",), **given), {})
    with pytest.raises(SettingsError):
        check_exposure(Settings(**given), {})


def test_a_debugger_of_the_environment_is_off_in_the_app(monkeypatch, tmp_path):
    app = create_app(Settings(instance=tmp_path))
    client = app.server.test_client()
    assert app.server.debug is False
    tools = app._dev_tools
    assert not any(
        tools.get(name) for name in ("ui", "hot_reload", "props_check", "serve_dev_bundles")
    )
    for path in (
        "/_reload-hash",
        "/_mcp",
        "/mcp",
        "/_dash-mcp",
        "/_dash-component-suites/os/x",
        "/console",
    ):
        assert client.get(path).status_code == 404
        assert client.post(path, json={}, headers={"Origin": "http://localhost"}).status_code in (
            404,
            405,
        )
    assert (
        '"ui":false' in client.get("/en/").text.replace(" ", "")
        or "hot_reload" not in client.get("/en/").text
    )
