"""What is noted of one answer while it is made, for the log and the counts; never a value."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from flask import g, has_request_context, request

HEADER = "X-Request-ID"
"""Header by which a proxy names a request, and by which every answer says its name."""

_ID = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Noted:
    """One answer in the making.

    Parameters
    ----------
    id
        Finds its lines in the log.
    began
        When, on the clock of `time.perf_counter`.
    shown, drawn
        Keys of the charts it holds; those of them that had to be drawn for it.
    counted
        What of it `Rates` counts: ``upload``, ``export``, ``sign-in``.
    """

    id: str
    began: float = field(default_factory=time.perf_counter)
    shown: list[str] = field(default_factory=list)
    drawn: list[str] = field(default_factory=list)
    counted: list[str] = field(default_factory=list)


def begin(proxies: Sequence[str]) -> None:
    """Begin to note an answer; only a proxy of ours may say by which id."""
    said = request.headers.get(HEADER, "") if request.remote_addr in proxies else ""
    g.noted = Noted(said if _ID.fullmatch(said) else secrets.token_hex(8))


def noted() -> Noted:
    """Return what is noted of the answer that is being made; outside of one it is thrown away."""
    found = g.get("noted") if has_request_context() else None
    return found if isinstance(found, Noted) else Noted(secrets.token_hex(8))
