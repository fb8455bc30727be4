"""What a page may send back: only what it was built to send; all else is refused unread."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import orjson
from dash import Dash
from dash._grouping import flatten_grouping
from flask import Flask, request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType

from mieux_dashboard.model.columns import LANGUAGES
from mieux_dashboard.pages.guard import CALLBACKS

Check = Callable[[Any], bool]


def check_bodies(app: Dash) -> None:
    """Refuse the body of a callback that no page of this app could have sent.

    Dash itself trusts what is sent to it: an id too many or a number for a text ends in an error
    of the server. What passes here has the parts of a callback that there is, each with a value of
    the kind that its control gives.
    """
    server: Flask = app.server

    @server.before_request
    def check() -> None:
        if request.path != CALLBACKS or request.method != "POST":
            return
        if request.mimetype != "application/json":
            raise UnsupportedMediaType
        if not _is_known(app, _body()):
            raise BadRequest


def _body() -> Any:
    """Read the body, which has to be such that the same could be written again."""
    if len(request.get_data()) >= (request.max_content_length or math.inf):
        raise RequestEntityTooLarge  # it came in pieces, and was cut off there
    try:
        body = request.get_json()
        orjson.dumps(body)
    except (RecursionError, ValueError, TypeError):  # half characters, endless depth and numbers
        raise BadRequest from None
    return body


def _is_known(app: Dash, body: Any) -> bool:
    output = body.get("output") if isinstance(body, dict) else None
    asked = app.callback_map.get(output) if isinstance(output, str) else None
    if asked is None:
        return False
    declared = {
        "inputs": [(one["id"], one["property"]) for one in asked["inputs"]],
        "state": [(one["id"], one["property"]) for one in asked["state"]],
        "outputs": _outputs(asked),
    }
    given = {name: body.get(name, []) for name in declared}
    if isinstance(given["outputs"], dict):
        given["outputs"] = [given["outputs"]]
    return all(_all_fit(given[name], declared[name]) for name in declared) and _is_triggered(
        body.get("changedPropIds", []), given["inputs"]
    )


def _outputs(asked: Mapping[str, Any]) -> list[tuple[str, str]]:
    found = flatten_grouping(asked["output"])
    return [(one.component_id_str(), one.component_property) for one in found]


def _all_fit(given: Any, declared: list[tuple[str, str]]) -> bool:
    return (
        isinstance(given, list)
        and len(given) == len(declared)
        and all(_fits(one, *what) for one, what in zip(given, declared, strict=True))
    )


def _fits(given: Any, id: str, name: str) -> bool:
    """Whether one part is the declared one, or for a pattern a list of such."""
    if not id.startswith("{"):
        return isinstance(given, dict) and given.get("id") == id and _is_part(given, name)
    pattern = json.loads(id)
    several = given if "ALL" in id else [given]
    return isinstance(several, list) and all(
        isinstance(one, dict) and _matches(one.get("id"), pattern) and _is_part(one, name)
        for one in several
    )


def _matches(id: Any, pattern: Mapping[str, Any]) -> bool:
    if not isinstance(id, dict) or id.keys() != pattern.keys():
        return False
    return all(
        isinstance(id[key], str | int) and (isinstance(wanted, list) or id[key] == wanted)
        for key, wanted in pattern.items()
    )


def _is_part(given: Mapping[str, Any], name: str) -> bool:
    named = str(given.get("property")).partition("@")[0]  # a second output of one part has a mark
    return named == name.partition("@")[0] and _kind(name, given["id"])(given.get("value"))


def _is_triggered(given: Any, inputs: Iterable[Any]) -> bool:
    """Whether what set the callback off is among its inputs."""
    flat = [one for each in inputs for one in (each if isinstance(each, list) else [each])]
    known = {f"{_written(one['id'])}.{one['property']}" for one in flat}
    return isinstance(given, list) and all(
        isinstance(one, str) and (_normal(one) in known or not one) for one in given
    )


def _written(id: Any) -> str:
    return json.dumps(id, sort_keys=True) if isinstance(id, dict) else str(id)


def _normal(text: str) -> str:
    """Write the id before a property as `_written` does; the browser leaves out spaces."""
    id, _, name = text.rpartition(".")
    try:
        return f"{_written(json.loads(id))}.{name}" if id.startswith("{") else text
    except ValueError:
        return ""


def _text(value: Any) -> bool:
    return value is None or isinstance(value, str)


def _texts(value: Any) -> bool:
    return value is None or (isinstance(value, list) and all(isinstance(v, str) for v in value))


def _count(value: Any) -> bool:
    return value is None or (isinstance(value, int) and 0 <= value < 2**53)


def _choice(value: Any) -> bool:
    return _text(value) or _texts(value)


def _mapping(value: Any) -> bool:
    return value is None or isinstance(value, dict)


def _view(value: Any) -> bool:
    """Say whether a table reports itself so; see ``reportTable`` in the grid's script."""
    if not value:
        return value is None or value == {}
    return (
        isinstance(value, dict)
        and all(isinstance(value.get(n), int) and _count(value[n]) for n in ("shown", "total"))
        and isinstance(value.get("find"), str)
        and isinstance(value.get("size"), int)
        and _models(value.get("filter"))
        and isinstance(value.get("sort"), list)
        and all(_texts(pair) and pair and len(pair) == 2 for pair in value["sort"])
    )


def _models(value: Any) -> bool:
    return _mapping(value) and all(isinstance(one, dict) for one in (value or {}).values())


def _sitting(value: Any) -> bool:
    if not isinstance(value, dict):
        return value is None
    return isinstance(value.get("token"), str) and isinstance(value.get("stamp"), int)


def _anything(value: Any) -> bool:
    return True


KINDS: Mapping[str, Check] = {
    "checked": lambda value: value is None or isinstance(value, bool),
    "contents": _texts,
    "filename": _texts,
    "filterModel": _models,
    "n_clicks": _count,
    "pathname": lambda value: isinstance(value, str) and value[1:3] in LANGUAGES,
    "search": lambda value: isinstance(value, str),
    "value": _choice,
}
"""What the controls of our pages give, by property; `KEPT` by the end of the id for ``data``."""

KEPT: Mapping[str, Check] = {
    "-query": _text, "-table": _text, "-view": _view, "-sitting": _sitting, "-token": _text,
}  # fmt: skip


def _kind(name: str, id: Any) -> Check:
    ends = (check for end, check in KEPT.items() if name == "data" and str(id).endswith(end))
    return KINDS.get(name) or next(ends, _anything)
