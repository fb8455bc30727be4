"""Where the made-up Actions take place: countries that follow one another in a list of lists."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mieux_dashboard.model.reference import Reference
from mieux_dashboard.sample.draws import Draws, Texts, Whole, texts

_DIALOGUES = ("migration dialogue", "EU partnership")
_SMALLEST, _LARGEST = 3, 7


@dataclass(frozen=True, eq=False)
class Pools:
    """Countries to choose from, pool after pool: each region, then each dialogue.

    Parameters
    ----------
    codes
        ISO3 codes of all pools, one after the other; a place is a first and a count in it.
    pools
        ``region``, ``body`` (``""`` for the region itself), ``first`` and ``size``.
    """

    codes: Texts
    pools: pd.DataFrame

    def text(self, first: Whole, count: Whole) -> Texts:
        """Return the codes of each place, joined by ``;``."""
        known, place = np.unique(first * 100 + count, return_inverse=True)
        cells = [";".join(self.codes[key // 100 :][: key % 100]) for key in known.tolist()]
        return texts(cells)[place]


def pools(reference: Reference) -> Pools:
    """Return the eligible countries of every partner region, and of its dialogues."""
    order = {region: n for n, region in enumerate(reference.regions["id"])}
    eligible = reference.countries[reference.countries["eligible"] == "yes"]
    by_place = eligible.sort_values("subregion", key=lambda ids: ids.map(order), kind="stable")
    of_region = {
        region: by_place.loc[by_place["region"] == region, "iso3"].tolist()
        for region in reference.partner_regions
    }
    dialogues = reference.groups[reference.groups["kind"].isin(_DIALOGUES)]
    rows = [(region, "", codes) for region, codes in of_region.items()] + [
        (region, body, [code for code in of_region.get(region, ()) if code in members.split(";")])
        for body, region, members in dialogues[["id", "region", "members"]].itertuples(index=False)
    ]
    return _laid_out([row for row in rows if len(row[2]) >= _SMALLEST])


def _laid_out(rows: list[tuple[str, str, list[str]]]) -> Pools:
    size = pd.Series([len(codes) for _, _, codes in rows])
    frame = pd.DataFrame([row[:2] for row in rows], columns=["region", "body"])
    codes = texts([code for _, _, codes in rows for code in codes])
    return Pools(codes, frame.assign(first=size.cumsum() - size, size=size))


def placed(regions: Texts, given: Pools, draws: Draws) -> pd.DataFrame:
    """Choose a place in each of `regions`: ``scope first count body``.

    Nine of ten are one country: three of four take each country in turn, the others fall on some
    more than on others. The tenth is three to seven neighbours, or members of a dialogue.
    """
    n = len(regions)
    scopes = draws.deal({"national": 9, "regional": 1}, n)
    place = pd.DataFrame({"scope": scopes, "first": 0, "count": 1, "body": ""})
    for region, own in given.pools.groupby("region", sort=False):
        here = regions == region
        single, several = here & (scopes == "national"), here & (scopes == "regional")
        place.loc[single, "first"] = _single(own, int(single.sum()), draws)
        chosen = _several(own, int(several.sum()), draws)
        place.loc[several, list(chosen)] = chosen.set_index(place.index[several])
    return place


def _single(own: pd.DataFrame, n: int, draws: Draws) -> Whole:
    """Return the places of `n` single countries of the region whose pools are `own`."""
    size, in_turn = int(own["size"].iloc[0]), n * 3 // 4
    favoured = draws.below(draws.below(size, n - in_turn) + 1, n - in_turn)
    chosen = np.concatenate(
        [draws.order(size)[np.arange(in_turn) % size], draws.order(size)[favoured]]
    )
    return int(own["first"].iloc[0]) + chosen[draws.order(n)]


def _several(own: pd.DataFrame, n: int, draws: Draws) -> pd.DataFrame:
    """Return `n` places of several countries: half in the region at large, half in a dialogue."""
    dialogue = 1 + draws.below(max(1, len(own) - 1), n)
    pool = np.where(draws.below(2, n) == 0, 0, dialogue % len(own))
    chosen = own.iloc[pool].reset_index(drop=True)
    size = chosen["size"].to_numpy()
    count = draws.between(np.full(n, _SMALLEST), np.minimum(size, _LARGEST))
    first = chosen["first"].to_numpy() + draws.below(size - count + 1, n)
    return pd.DataFrame({"first": first, "count": count, "body": chosen["body"]})
