"""Settings from the environment, prefix ``MIEUX_``; one that cannot work stops the start."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

_PACKAGE = Path(__file__).parent
PREFIX = "MIEUX_"


def _beside(name: str) -> Path:
    """Return a folder beside the package in a checkout, else the one inside an installed wheel."""
    checkout = _PACKAGE.parent / name
    return checkout if (_PACKAGE.parent / "pyproject.toml").exists() else _PACKAGE / name


class SettingsError(Exception):
    """A setting that cannot work, said in one line."""


class Settings(BaseSettings):
    """What may differ from one machine to another.

    Parameters
    ----------
    host, port
        Where the dashboard listens.
    threads
        How many readers it answers at once.
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
        Signs what the server gives out; without it the server makes one at each start.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, env_ignore_empty=True)

    host: str = Field(default="127.0.0.1", min_length=1)
    port: int = Field(default=8050, ge=1, le=65535)
    threads: int = Field(default=8, ge=4, le=64)
    programme: Path = _beside("data")
    assets: Path = _beside("assets")
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = ("127.0.0.1", "localhost", "::1")
    max_upload_mb: int = Field(default=20, ge=1, le=1000)
    min_cell: int = Field(default=5, ge=1, le=9)
    secret_key: SecretStr | None = None

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        """Take names divided by commas."""
        if not isinstance(value, str):
            return value
        return tuple(name.strip().lower() for name in value.split(",") if name.strip())

    @field_validator("programme")
    @classmethod
    def _is_programme(cls, folder: Path) -> Path:
        if not (folder / "programme.toml").is_file():
            raise ValueError("there is no programme.toml in this folder")
        return folder

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
        name = PREFIX + str(first["loc"][0]).upper()
        reason = first["msg"].removeprefix("Value error, ")
        raise SettingsError(f"{name}={first['input']}: {reason}") from None
