"""The made-up programme beside the published proportions that it takes over."""

from __future__ import annotations

import pandas as pd

from mieux_dashboard.model.dates import last_day
from mieux_dashboard.model.reference import Reference
from mieux_dashboard.sample.shape import (
    ACTIVITIES_AND_ACTIONS,
    DELIVERABLES_AND_ACTIONS,
    EXPERTS_KIND,
    EXPERTS_OUTSIDE_EU,
    EXPERTS_SEX,
    REGIONS_OF_PHASE,
    REQUESTS,
    ROUTES,
    SIZE,
)

_SITE = "https://www.mieux-initiative.eu/en/news-events/news"
_ICMPD = "https://www.icmpd.org"
_SOURCES = {
    "total": f"{_SITE}/15-years-of-achievements-the-mieux-initiative",
    "phase-i": f"{_SITE}/2008-to-2018-a-timeline-of-milestones",
    "ten-years": "https://fr.readkong.com/page/"
    "creer-des-liens-le-renforcement-des-capacites-sur-les-4358679",
    "phase-iii": f"{_SITE}/phase-iii-in-review-2016-2020",
    "phase-iv": f"{_ICMPD}/news-centre/news-detail/"
    "project-news-the-fourth-phase-of-the-migration-eu-expertise-initiative-is-launched/",
    "what": "https://mieux-initiative.eu/en/about/what-is-mieux",
    "recruited": f"{_ICMPD}/our-work/capacity-building/european-and-global-initiatives/mieux-iii/",
}
