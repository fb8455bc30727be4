"""The published proportions that the made-up programme takes over, and where they stand."""

from __future__ import annotations

SIZE = {
    "actions": 138,
    "requests": 188,
    "focal-points": 48,
    "experts": 465,
    "participants": 15_000,
}
COUNTRIES = 100  # "more than"

REQUESTS = {"mieux-i": 50, "mieux-ii": 58, "mieux-iii": 39, "mieux-plus": 41}

# Actions by the phase that their request came in and the phase that they were concluded in: 48 in
# MIEUX I and II together, 61 in III, 29 in MIEUX+ are published; the rest of the table is ours.
ROUTES = (
    ("mieux-i", "mieux-i", 14),
    ("mieux-i", "mieux-ii", 23),
    ("mieux-ii", "mieux-ii", 11),
    ("mieux-ii", "mieux-iii", 27),
    ("mieux-iii", "mieux-iii", 34),
    ("mieux-iii", "mieux-plus", 2),
    ("mieux-plus", "mieux-plus", 27),
)
FIRST_REQUEST = "2009-04-04"

REGIONS = {"africa": 50, "latin-america-caribbean": 27, "eu-neighbourhood": 19, "asia": 15}
REGIONS_OF_PHASE = {
    "mieux-iii": {"africa": 15, "latin-america-caribbean": 14, "eu-neighbourhood": 6, "asia": 4}
}

EXPERTS_OUTSIDE_EU = 33
EXPERTS_SEX = {"male": 54, "female": 46}
EXPERTS_KIND = {  # of 262; the 91 that are not public are split by us
    "public": 171,
    "academia": 30,
    "civil-society": 24,
    "international-organisation": 17,
    "private": 12,
    "eu-agency": 8,
}

ACTIVITIES_AND_ACTIONS = (248, 61)
DELIVERABLES_AND_ACTIONS = (111, 61)


def scaled(key: str, actions: int) -> int:
    """Return the total `key` of `SIZE` for a programme of `actions` Actions, at least 1."""
    return max(1, (2 * SIZE[key] * actions + SIZE["actions"]) // (2 * SIZE["actions"]))
