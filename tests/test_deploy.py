"""What the files for a server say is what the program takes."""

from __future__ import annotations

import re

import pytest
from typer.main import get_command

from mieux_dashboard.cli import app
from mieux_dashboard.settings import PREFIX, Settings, check_exposure, read_settings
from tests.conftest import DATA

ROOT = DATA.parent
FILES = ("compose.yaml", "Dockerfile", *(f"deploy/{p.name}" for p in (ROOT / "deploy").iterdir()))
PAPERS = ("README.md", *(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")))
FILLED = {"OIDC_ISSUER": "https://id.example", "DASHBOARD_NAME": "mieux.example"}
_FILLS = re.compile(r"\$\{(\w+)(:-[^}]*|:\?[^}]*)?\}")


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def lines_of(name: str) -> dict[str, str]:
    """Return the settings of a file of NAME=value."""
    pairs = (line.split("=", 1) for line in text(name).splitlines() if re.match(r"\w+=", line))
    return dict(pairs)


def filled(value: str) -> str:
    """Put into a value of compose.yaml what .env gives, a key where it is not known."""

    def fill(found: re.Match[str]) -> str:
        name, otherwise = found[1], found[2] or ""
        default = otherwise[2:] if otherwise.startswith(":-") else "k" * 32
        return FILLED.get(name, default)

    return _FILLS.sub(fill, value)


@pytest.mark.parametrize("name", [*FILES, *PAPERS])
def test_every_setting_that_is_named_is_one(name):
    named = set(re.findall(rf"\b{PREFIX}([A-Z_]+[A-Z])\b", text(name)))
    known = {field.upper() for field in Settings.model_fields}
    assert named <= known


def test_the_start_is_accepted_with_just_what_compose_gives(monkeypatch, tmp_path):
    given = dict(re.findall(rf"^ +({PREFIX}\w+): (.+)$", text("compose.yaml"), re.M))
    assert len(given) > 12
    for name, value in given.items():
        monkeypatch.setenv(name, filled(value))
    settings = read_settings()
    check_exposure(settings)
    assert (settings.host, settings.auth, settings.workers) == ("0.0.0.0", "oidc", 2)
    assert settings.url == "https://mieux.example"
    assert settings.proxies == ("172.30.80.10",)
    assert "ipv4_address: 172.30.80.10" in text("compose.yaml")


def test_what_compose_must_be_given_is_asked_for_in_the_file_to_fill_in():
    asked = {name for name, how in _FILLS.findall(text("compose.yaml")) if not how.startswith(":-")}
    assert asked <= lines_of("deploy/compose.env").keys()


def test_the_start_is_accepted_with_just_what_the_service_is_given(monkeypatch):
    for name, value in lines_of("deploy/mieux.env").items():
        monkeypatch.setenv(name, value or "k" * 32)
    check_exposure(read_settings())


def test_the_image_holds_what_it_is_built_from():
    copied = re.findall(r"^COPY (.+) \S+$", text("Dockerfile"), re.M)
    named = {name for line in copied for name in line.split()}
    kept = {line[1:] for line in text(".dockerignore").splitlines() if line.startswith("!")}
    assert named == kept
    assert all((ROOT / name).exists() for name in named)


def test_proxies_take_files_as_large_as_the_dashboard_does():
    largest = Settings().max_upload_mb * 1.5
    for name in ("deploy/nginx.conf", "deploy/Caddyfile"):
        (taken,) = re.findall(r"(?:max_body_size|max_size) (\d+)", text(name))
        assert int(taken) >= largest


def test_the_commands_of_the_papers_are_there():
    known = set(get_command(app).commands)
    for name in ("docs/deploy.md", *FILES):
        used = set(re.findall(r"(?:bin/mieux|app mieux) ([a-z]+)", text(name)))
        assert used <= known
