"""A page without a browser: its callbacks are asked as Dash's own script asks them."""

from __future__ import annotations

import json

ORIGIN = {"Origin": "http://localhost"}


def ask(client, trigger, values, language="en", output="data-"):
    """Answer the callback that `trigger` sets off, as ``id.property``, with values by the same.

    What is not given is sent as nothing; components by pattern are sent as none. Of several
    callbacks the one is meant whose first output begins with `output`.
    """
    (asked,) = (
        one
        for one in client.get("/_dash-dependencies").get_json()
        if not one["clientside_function"]
        and trigger in [f"{each['id']}.{each['property']}" for each in one["inputs"]]
        and all("ALL" not in each["id"] for each in one["inputs"])
        and one["output"].strip(".").startswith(output)
    )
    body = body_of(asked, values, language) | {"changedPropIds": [trigger]}
    return client.post("/_dash-update-component", json=body, headers=ORIGIN)


def layout_body(path, query=""):
    """Return what the browser sends to have the page at a path laid out."""
    return {
        "output": ".._pages_content.children..._pages_store.data..",
        "outputs": [
            {"id": "_pages_content", "property": "children"},
            {"id": "_pages_store", "property": "data"},
        ],
        "inputs": [
            {"id": "_pages_location", "property": "pathname", "value": path},
            {"id": "_pages_location", "property": "search", "value": query},
        ],
        "state": [{"id": "_pages_location", "property": "pathname", "value": path}],
        "changedPropIds": ["_pages_location.pathname"],
    }


def body_of(asked, values, language="en"):
    """Return what a page sends for a callback of ``/_dash-dependencies``."""
    given = {"_pages_location.pathname": f"/{language}/data", "_pages_location.search": ""} | values
    outputs = [_output(each) for each in asked["output"].strip(".").split("...")]
    return {
        "output": asked["output"],
        "outputs": outputs if asked["output"].startswith("..") else outputs[0],
        "inputs": [_given(each, given) for each in asked["inputs"]],
        "state": [_given(each, given) for each in asked["state"]],
        "changedPropIds": [],
    }


def _output(text):
    id, _, name = text.rpartition(".")
    return [] if "ALL" in id else {"id": id, "property": name}


def _given(one, given):
    if one["id"].startswith("{"):
        wild = json.loads(one["id"]) | {"asked": "", "number": 0}
        return [] if "ALL" in one["id"] else {"id": wild, "property": one["property"]}
    value = given.get(f"{one['id']}.{one['property']}")
    return {"id": one["id"], "property": one["property"], "value": value}
