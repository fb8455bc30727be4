"""Lines of the log: text for people, JSON for machines; arranged by a start, never at import."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

from flask import has_request_context

from mieux_dashboard.pages.noted import noted
from mieux_dashboard.settings import Settings

ANSWER = "answer"
"""Under which name a line about an answer carries its parts."""


def configure(settings: Settings) -> None:
    """Write what happens to standard error: our own lines from INFO, those of libraries that warn.

    Whoever starts a server calls this before it forks.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(AsJson() if settings.log == "json" else AsText())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("mieux_dashboard").setLevel(logging.INFO)


class AsText(logging.Formatter):
    """A line with its time, level and the id of the request, then what happened."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the text of a record; what belongs to no request has no id."""
        return f"{_at(record)} {record.levelname} {_id() or '-'} {super().format(record)}"


class AsJson(logging.Formatter):
    """An object on one line; a line about an answer has its parts by name."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the JSON of a record."""
        line = {"at": _at(record), "level": record.levelname, "logger": record.name, "id": _id()}
        line |= getattr(record, ANSWER, {}) or {"message": super().format(record)}
        return json.dumps(line, ensure_ascii=False)


def _at(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def _id() -> str:
    return noted().id if has_request_context() else ""
