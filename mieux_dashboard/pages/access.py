"""Who reads, and what she may do: one answer per request, asked wherever something is changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from flask import g, has_request_context, request, session

from mieux_dashboard.settings import Settings

Role = Literal["none", "viewer", "editor"]
SIGN_IN, SIGNED_IN, SIGN_OUT = "/sign-in", "/signed-in", "/sign-out"
SIGNING = (SIGN_IN, SIGNED_IN, SIGN_OUT)
"""The addresses of signing in and out."""

NAME, GROUPS = "name", "groups"
"""What the session of a reader who signed in holds."""

LONGEST_NAME, LONGEST_LINE = 200, 1000


@dataclass(frozen=True, slots=True)
class Reader:
    """One reader.

    Parameters
    ----------
    name
        What stands beside a version that she accepts; "" where nobody signs in.
    role
        ``viewer`` looks and exports, ``editor`` loads, decides, accepts and undoes too, ``none``
        neither.
    """

    name: str = ""
    role: Role = "none"


@dataclass(frozen=True, eq=False)
class Access:
    """How readers are told apart.

    Parameters
    ----------
    mode
        As the setting ``AUTH``.
    recognise
        Says who sends the request that is being answered.
    """

    mode: Literal["local", "proxy", "oidc"]
    recognise: Callable[[], Reader]

    def reader(self) -> Reader:
        """Return who sends this request; she is recognised once per request."""
        if not has_request_context():
            return self.recognise() if self.mode == "local" else Reader()
        if "reader" not in g:
            g.reader = self.recognise()
        reader: Reader = g.reader
        return reader

    @property
    def by_name(self) -> bool:
        """Whether readers sign in, so that their name need not be typed."""
        return self.mode != "local"


AT_THE_MACHINE = Access("local", lambda: Reader(role="editor"))
"""The person at this machine may do everything; nobody else reaches it."""


def access_for(settings: Settings) -> Access:
    """Return how the settings tell readers apart."""
    if settings.auth == "local":
        return AT_THE_MACHINE
    named = _named_by_proxy if settings.auth == "proxy" else _signed_in

    def recognise() -> Reader:
        name, groups = named(settings)
        role = role_of(settings, name, groups)
        return Reader(name, "viewer" if role == "none" and settings.open else role)

    return Access(settings.auth, recognise)


def role_of(settings: Settings, name: str, groups: Iterable[str]) -> Role:
    """Return what the lists of the settings let a reader do; without a name nothing."""
    held = set(groups)
    if not name:
        return "none"
    if name in settings.editors or held & {*settings.editor_groups}:
        return "editor"
    return "viewer" if not settings.viewer_groups or held & {*settings.viewer_groups} else "none"


def _named_by_proxy(settings: Settings) -> tuple[str, list[str]]:
    """Read the headers of a proxy; what another machine writes into them counts for nothing."""
    if request.remote_addr not in settings.proxies:
        return "", []
    given = request.headers.get(settings.groups_header, "") if settings.groups_header else ""
    groups = [name.strip() for name in given.split(",") if name.strip()]
    return as_name(request.headers.get(settings.user_header)), groups


def _signed_in(settings: Settings) -> tuple[str, list[str]]:
    return session.get(NAME, ""), session.get(GROUPS, [])


def as_line(given: object) -> str:
    """Return what was typed as one line that a store can keep."""
    line = given.strip()[:LONGEST_LINE] if isinstance(given, str) else ""
    return "".join(mark for mark in line if mark.isprintable())


def as_name(given: object) -> str:
    """Return what may stand beside a version; "" for what is no short text in one line."""
    name = given.strip() if isinstance(given, str) else ""
    return name if name.isprintable() and len(name) <= LONGEST_NAME else ""
