"""Junk for every address and callback: what is nearly right, and what is nothing of the kind."""

from __future__ import annotations

import copy
from urllib.parse import quote

from hypothesis import strategies as st

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.model.selection import NAMES
from tests.browser.addresses import addresses

ODD = (
    "", "0", "-1", "²", "٣", "1e9", "9" * 40, "null", "undefined", "NaN", "true", "[]", "{}", "..",
    "%", "%00", "\x00", "\u202e", "😀", "a" * 3000, "'; DROP TABLE actions--", "<b>x</b>",
    "../../../../etc/passwd", "C:\\windows", "{{7*7}}", "=1+1", "|", "a|b|c", ",", ";;;", "\n",
)  # fmt: skip
FILES = (
    *(f"charts/{key}.{suffix}" for key in list(CHARTS)[::7] for suffix in ("csv", "json", "exe")),
    "charts/actions-by-region/ids.csv", "data/indicators.csv", "data/template.xlsx", "search.json",
    "data/versions/1/file-0", "data/waiting/AAAAAAAAAAAAAAAAAAAAAA/findings.csv",
    "countries/GHA/sheet", "groups/ecowas/sheet",
)  # fmt: skip
OWN = (
    "/healthz", "/_dash-layout", "/_dash-dependencies", "/_dash-update-component", "/_reload-hash",
    "/_dash-component-suites/dash/deps/react.js", "/assets/style.css", "/_favicon.ico", "/sign-in",
    "/signed-in", "/sign-out", "/static/x", "/mcp", "/",
)  # fmt: skip
PARTS = (
    "en",
    "fr",
    "es",
    "de",
    "charts",
    "data",
    "versions",
    "waiting",
    "countries",
    "actions",
    "assets",
)

odd = st.one_of(st.sampled_from(ODD), st.text(max_size=20))
kept = st.sampled_from(
    [*OWN, *(f"/{lang}/{path}" for lang in ("en", "fr") for path in (*addresses(), *FILES))]
)
made = (
    st.lists(st.one_of(st.sampled_from(PARTS), odd), max_size=6)
    .map(lambda parts: "/" + "/".join(quote(part, safe="%", errors="replace") for part in parts))
    .map(lambda path: "/" + path.lstrip("/"))
)  # werkzeug's client takes what follows // for a host
names = st.one_of(
    st.sampled_from(
        [*NAMES, "q", "table", "tables", "against", "preset", "next", "code", "state", "size"]
    ),
    odd,
)
values = st.one_of(
    odd,
    st.sampled_from(
        ["sort:x", "filter:a,b", "size:9", "columns:", "KEN", "africa", "2012", "demonstration"]
    ),
)
query = st.lists(st.tuples(names, values), max_size=4).map(
    lambda pairs: "&".join(
        f"{quote(n, errors='replace')}={quote(v, errors='replace')}" for n, v in pairs
    )
)
address = st.tuples(st.one_of(kept, kept, made), query).map(
    lambda two: two[0] + (("&" if "?" in two[0] else "?") + two[1] if two[1] else "")
)
header = st.dictionaries(
    st.sampled_from(
        [
            "Accept",
            "Accept-Language",
            "Content-Type",
            "Referer",
            "Cookie",
            "Range",
            "If-None-Match",
            "X-Dash",
        ]
    ),
    st.sampled_from(
        [
            "",
            "x",
            "*/*",
            "fr;q=9",
            "application/json",
            "http://[",
            "bytes=0-",
            "a" * 500,
            "text/html",
        ]
    ),
    max_size=2,
)

NEAR = (
    "/en/charts/none", "/en/charts/actions-by-region", "/xx/data", "/en/actions/none", "/en/",
    "/en/data/versions/99", "/en/data/versions/²", "/es/data/versions/1", "?against=²", "/en/event",
    "?table=a&table=b&data=x&data=y", "/en/groups/none", "/en/compare", "/fr/countries/XXX",
    "?data=demonstration", "?data=x&from=1&table=;:,", "from=2011&region=africa", "region:africa",
    "country:KEN", "pillar:x", "period", "region", "update", "gamm", "2012", "title", "active",
)  # fmt: skip
MODEL = ("filterType", "type", "filter", "filterTo", "dateFrom", "dateTo")
leaf = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**70), 2**70), st.floats(), odd,
    st.just("\ud800"), st.sampled_from(NEAR),
)  # fmt: skip
junk = st.recursive(
    leaf,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["id", "property", "value", "a"]), inner, max_size=3),
    ),
    max_leaves=5,
)


def places(body, path=()):
    """Return the way to every part of a body."""
    yield path
    if isinstance(body, dict | list):
        for key in list(body) if isinstance(body, dict) else range(len(body)):
            yield from places(body[key], (*path, key))


def changed(body, path, part):
    """Return a body with one part exchanged."""
    if not path:
        return part
    body = copy.deepcopy(body)
    inner = body
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = part
    return body


right_kind = st.one_of(
    odd,
    st.sampled_from(NEAR),
    st.lists(st.one_of(odd, st.sampled_from(NEAR)), max_size=3),
    st.none(),
    st.integers(0, 9),
    st.fixed_dictionaries({"token": odd, "stamp": st.integers(-1, 9)}),
    st.fixed_dictionaries(
        {
            "shown": st.integers(0, 9), "total": st.integers(0, 9), "find": odd,
            "size": st.integers(), "sort": st.lists(st.tuples(odd, odd).map(list), max_size=2),
            "filter": st.dictionaries(st.sampled_from(["title", "start_date", "x"]),
                                      st.dictionaries(st.sampled_from(MODEL), leaf), max_size=2),
        }
    ),
)  # fmt: skip


def spoiled(bodies):
    """Draw a body whose values are odd but of a likely kind, or that has a part of no kind."""

    @st.composite
    def draw_body(draw):
        body = bodies[draw(st.sampled_from(sorted(bodies)))]
        ways = list(places(body))
        values = [way for way in ways if way and way[-1] == "value"] or ways
        for way in draw(st.lists(st.sampled_from(values), max_size=4)):
            body = changed(body, way, draw(right_kind))
        if draw(st.integers(0, 3)) == 0:
            body = changed(body, draw(st.sampled_from(ways)), draw(junk))
        if isinstance(body, dict) and draw(st.integers(0, 3)) == 0:
            body = {**body, "changedPropIds": draw(st.lists(odd, max_size=2))}
        return body

    return draw_body()
