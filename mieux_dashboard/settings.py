"""Settings from the environment, prefix ``MIEUX_``; one that cannot work stops the start."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from importlib.util import find_spec
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from limits import parse_many
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from mieux_dashboard.model.folders import SHIPPED, beside

_PACKAGE = Path(__file__).parent
PREFIX = "MIEUX_"
_KEY_LENGTH = 32
LOOPBACK = ("127.0.0.1", "localhost", "::1")
"""Names and addresses of this machine that no other one reaches."""

_REDIS = ("redis", "rediss", "redis+unix")
"""How the address of a Redis server may begin."""

MACHINE = ("127.0.0.0/8", "::1")
"""Addresses of this machine that no other one reaches."""

_DEBUGGERS = ("FLASK_DEBUG", "DASH_DEBUG")
_SECRET = ("_key", "_url", "_secret")
"""What the names of settings end in that are never shown."""

Names = Annotated[tuple[str, ...], NoDecode]
"""Several names in one variable, divided by commas."""


def _instance() -> Path:
    """Return ``instance`` in a checkout, else where the program is started."""
    checkout = _PACKAGE.parent
    return (checkout if (checkout / "pyproject.toml").exists() else Path.cwd()) / "instance"


_NEEDED = {
    "local": (),
    "proxy": ("secret_key", "proxies", "user_header"),
    "oidc": ("secret_key", "url", "oidc_issuer", "oidc_client_id"),
}
"""What each way of signing in cannot do without."""


class SettingsError(Exception):
    """A setting that cannot work, said in one line."""


class Settings(BaseSettings):
    """What may differ from one machine to another.

    Parameters
    ----------
    host, port
        Where the dashboard listens.
    workers
        How many processes answer, each with a dashboard of its own over the same store; on Windows
        there is one.
    threads
        How many readers each of them answers at once.
    programme
        Folder with ``programme.toml``, ``reference/`` and the programme's workbook.
    assets
        Folder with style sheet, map shapes and scripts.
    allowed_hosts
        Names under which the dashboard may be asked, divided by commas; ``*`` allows all.
    max_upload_mb
        Largest file that is taken, in MB.
    min_cell
        Counts of persons below it are hidden in what is exported, printed or shared.
    secret_key
        Signs the session of who is signed in, and the charts that a Redis server keeps; needed
        where people sign in, and with `cache_url`. The same for all workers and servers.
    auth
        Who may use it: ``local`` the person at this machine, ``proxy`` whom a proxy names in a
        header, ``oidc`` who signs in with an OpenID Connect provider.
    url
        Address under which readers reach it, such as ``https://dashboard.example.org``; needed
        for ``oidc``.
    proxies
        Addresses of the proxies in front of it, divided by commas.
    user_header, groups_header
        Headers in which the proxy names the reader, and her groups divided by commas.
    oidc_issuer, oidc_client_id, oidc_client_secret, oidc_scope
        The OpenID Connect provider, and what it knows this dashboard by.
    name_claim, groups_claim
        Which claims of the provider hold the reader's name and groups.
    editors, editor_groups
        Names and groups of those who may load, decide, accept and undo.
    viewer_groups
        Groups of those who may look and export; without it everyone who signs in.
    open
        Whether all who reach it may look without signing in.
    upload_limit, export_limit, sign_in_limit
        How often one reader may send files, have files written, and sign in: ``20 per minute``.
    cache_url
        A Redis server for these counts and for drawn charts, which all workers then share:
        ``redis://host``; without it each process has its own.
    log
        How lines of the log are written: ``text`` or ``json``.
    metrics_from
        Addresses or networks that may ask for ``/metrics``, divided by commas.
    pseudonym_key
        Makes the pseudonyms of persons whom a register names; without it a random key is kept in
        ``pseudonym.key`` of the folder `instance`. Another key gives other pseudonyms.
    keep_originals_months
        How long the files that versions were made from are kept; 0 keeps them for ever. ``mieux
        retain`` deletes those that are older.
    chromium
        Program of the Chromium, Chrome or Edge that draws pictures; without it one is looked for.
    instance
        Folder of what the program keeps on this machine; never part of the data. What belongs to
        another programme than the one that ships lies in a folder of that one's name inside it.
    database_url
        The store of accepted versions: ``sqlite:///path`` or ``postgresql://user:password@host/name``;
        without it the file ``mieux.sqlite`` in the folder `instance`.
    engine
        What holds the tables: ``pandas`` in memory; ``duckdb`` for one large machine; Apache Spark
        as ``local[2]``, in this process with two threads, or a cluster's ``spark://host:port``.
    engine_memory_mb
        How much memory DuckDB takes, or Spark in this process, before it uses the disk.
    data_url
        Folder with the prepared tables as Parquet, a path or an address such as
        ``s3://bucket/folder``; without it those of the store's current version, which are prepared
        in the folder `instance`.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, env_ignore_empty=True)

    host: str = Field(default="127.0.0.1", min_length=1)
    port: int = Field(default=8050, ge=1, le=65535)
    workers: int = Field(default=1, ge=1, le=64)
    threads: int = Field(default=8, ge=4, le=64)
    programme: Path = SHIPPED
    assets: Path = beside("assets")
    allowed_hosts: Names = LOOPBACK
    max_upload_mb: int = Field(default=20, ge=1, le=1000)
    min_cell: int = Field(default=5, ge=1, le=9)
    secret_key: SecretStr | None = Field(default=None, min_length=_KEY_LENGTH)
    auth: Literal["local", "proxy", "oidc"] = "local"
    url: str = ""
    proxies: Names = ()
    user_header: str = "X-Remote-User"
    groups_header: str = ""
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr | None = None
    oidc_scope: str = "openid"
    name_claim: str = "sub"
    groups_claim: str = "groups"
    editors: Names = ()
    editor_groups: Names = ()
    viewer_groups: Names = ()
    open: bool = False
    upload_limit: str = "20 per minute"
    export_limit: str = "120 per minute"
    sign_in_limit: str = "20 per minute"
    cache_url: SecretStr | None = None
    log: Literal["text", "json"] = "text"
    metrics_from: Names = MACHINE
    pseudonym_key: SecretStr | None = Field(default=None, min_length=_KEY_LENGTH)
    keep_originals_months: int = Field(default=0, ge=0, le=1200)
    chromium: str = ""
    instance: Path = Field(default_factory=_instance, validate_default=True)
    database_url: SecretStr | None = None  # may hold a password
    engine: str = "pandas"
    engine_memory_mb: int = Field(default=3000, ge=500)
    data_url: SecretStr | None = None  # may hold a key

    @field_validator(
        "allowed_hosts", "proxies", "editors", "editor_groups", "viewer_groups", "metrics_from",
        mode="before",
    )  # fmt: skip
    @classmethod
    def _split(cls, value: object) -> object:
        """Take names divided by commas."""
        if not isinstance(value, str):
            return value
        return tuple(name.strip() for name in value.split(",") if name.strip())

    @field_validator("metrics_from")
    @classmethod
    def _are_networks(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            ip_network(name, strict=False)
        return names

    @field_validator("allowed_hosts")
    @classmethod
    def _lower(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(str.lower, names))

    @field_validator("url")
    @classmethod
    def _is_address(cls, value: str) -> str:
        parts = urlsplit(value)
        bare = value.rstrip("/") == f"{parts.scheme}://{parts.netloc}"
        tls = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
        if value and not (bare and tls and parts.hostname):
            raise ValueError("write https://name, without a path")
        return value.rstrip("/")

    @field_validator("upload_limit", "export_limit", "sign_in_limit")
    @classmethod
    def _is_rate(cls, value: str) -> str:
        parse_many(value)
        return value

    @field_validator("cache_url")
    @classmethod
    def _is_redis(cls, value: SecretStr | None) -> SecretStr | None:
        if value and urlsplit(value.get_secret_value()).scheme not in _REDIS:
            raise ValueError("write redis://host:6379/0")
        return value

    @field_validator("engine")
    @classmethod
    def _is_engine(cls, value: str) -> str:
        if not re.fullmatch(r"pandas|duckdb|local\[(\d+|\*)\]|spark://[^\s/]+", value):
            raise ValueError("expected is pandas, duckdb, local[2] or spark://host:port")
        return value

    @field_validator("programme")
    @classmethod
    def _is_programme(cls, folder: Path) -> Path:
        if not (folder / "programme.toml").is_file():
            raise ValueError("there is no programme.toml in this folder")
        return folder

    @field_validator("instance")
    @classmethod
    def _of_the_programme(cls, folder: Path, info: ValidationInfo) -> Path:
        """Keep programmes apart, so that none shows the versions of another."""
        programme = info.data.get("programme", SHIPPED).resolve()
        own = programme != SHIPPED.resolve() and folder.name != programme.name
        return folder / programme.name if own else folder

    @field_validator("assets")
    @classmethod
    def _is_folder(cls, folder: Path) -> Path:
        if not folder.is_dir():
            raise ValueError("there is no such folder")
        return folder


def read_settings() -> Settings:
    """Read the settings from the environment.

    Raises
    ------
    SettingsError
        Says in one line which setting cannot work, and why.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        given = "…" if name.endswith(_SECRET) else first["input"]
        reason = first["msg"].removeprefix("Value error, ")
        raise SettingsError(f"{PREFIX}{name.upper()}={given}: {reason}") from None


def check_engine(settings: Settings) -> None:
    """See that the engine which the settings name can be had on this machine.

    Raises
    ------
    SettingsError
        Says in one line what is missing, and how to get it.
    """
    engine = settings.engine
    if engine == "pandas":
        if settings.data_url:
            raise SettingsError(
                f"{PREFIX}DATA_URL needs an engine: set {PREFIX}ENGINE to duckdb, local[2] or "
                "spark://host:port"
            )
        return
    extra = "duckdb" if engine == "duckdb" else "spark"
    package = "duckdb" if engine == "duckdb" else "pyspark"
    if find_spec(package) is None:
        raise SettingsError(
            f"{PREFIX}ENGINE={engine}: this needs one more package; install it with: "
            f'pip install "mieux-dashboard[{extra}]"'
        )
    if package == "pyspark" and not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise SettingsError(
            f"{PREFIX}ENGINE={engine}: Spark needs Java 17 or later, and there is no java on the "
            "path; on Debian: apt-get install openjdk-17-jre-headless"
        )


def environment(settings: Settings) -> dict[str, str]:
    """Return settings as the environment of another process that is to have the same."""
    told = {}
    for name in Settings.model_fields:
        value = getattr(settings, name)
        if isinstance(value, SecretStr):
            value = value.get_secret_value()
        if isinstance(value, tuple):
            value = ",".join(value)
        if value not in (None, ""):
            told[f"{PREFIX}{name.upper()}"] = str(value)
    return told


def check_exposure(settings: Settings, environment: Mapping[str, str] = os.environ) -> None:
    """See that no network reaches editing or a debugger without signing in.

    Raises
    ------
    SettingsError
        Says in one line what would be open, and what to set.
    """
    if why := _exposed(settings) or _debugged(environment):
        raise SettingsError(why)


def _exposed(settings: Settings) -> str:
    if settings.auth == "local" and settings.host not in LOOPBACK:
        return (
            f"{PREFIX}HOST={settings.host}: without sign-in the dashboard listens on this "
            f"machine only; set {PREFIX}AUTH=oidc or {PREFIX}AUTH=proxy"
        )
    by = f"AUTH={settings.auth}"
    missing = next((name for name in _NEEDED[settings.auth] if not getattr(settings, name)), "")
    if not missing and settings.cache_url and not settings.secret_key:
        by, missing = "CACHE_URL", "secret_key"
    return f"{PREFIX}{missing.upper()} is missing; {PREFIX}{by} needs it" if missing else ""


def _debugged(environment: Mapping[str, str]) -> str:
    """Name a debugger that is switched on: it would show code and data to whoever asks."""
    off = ("", "0", "false", "no")
    on = next((n for n in _DEBUGGERS if environment.get(n, "").lower() not in off), "")
    return (
        f"{on}={environment[on]}: the dashboard is not served with a debugger; unset it"
        if on
        else ""
    )


def read_pseudonym_key(settings: Settings) -> bytes:
    """Return the key of pseudonyms; the first time, make one that only this user can read.

    Raises
    ------
    SettingsError
        When the key can be neither read nor kept.
    """
    if settings.pseudonym_key:
        return settings.pseudonym_key.get_secret_value().encode()
    path = settings.instance / "pseudonym.key"
    try:
        _make_key(path)
        key = path.read_bytes().strip()
    except OSError as error:
        reason = f"{path}: {error.strerror}; set {PREFIX}PSEUDONYM_KEY or {PREFIX}INSTANCE"
        raise SettingsError(reason) from None
    if len(key) < _KEY_LENGTH:
        raise SettingsError(f"{path}: the key is cut off; bring it back from your backup")
    return key


def read_database_url(settings: Settings) -> str:
    """Return the address of the store; by default it is a file in the folder of this machine.

    Raises
    ------
    SettingsError
        When that folder cannot be made.
    """
    if settings.database_url:
        return settings.database_url.get_secret_value()
    folder = settings.instance.absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = f"{folder}: {error.strerror}; set {PREFIX}DATABASE_URL or {PREFIX}INSTANCE"
        raise SettingsError(reason) from None
    return f"sqlite:///{folder / 'mieux.sqlite'}"


def _make_key(path: Path) -> None:
    """Make a random key where there is none; of two processes that do so at once, one does."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # for this user only
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_hex(_KEY_LENGTH).encode())
        with suppress(FileExistsError):
            _put(Path(name), path)
    finally:
        Path(name).unlink()


def _put(made: Path, path: Path) -> None:
    try:
        os.link(made, path)  # whole, or not there: nobody reads half a key
    except FileExistsError:
        raise
    except OSError:  # a stick's file system knows no links
        mine = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(mine, "wb") as file:
            file.write(made.read_bytes())
