"""Countries and territories by whatever they are called, and never by a guess."""

from __future__ import annotations

from collections.abc import Iterator

from mieux_dashboard.load.lookup import Lookup, called
from mieux_dashboard.load.text import plain
from mieux_dashboard.model.reference import Reference


class CountryFinder(Lookup):
    """Finds ISO3 codes: by code, by name in three languages, by alias, then by pycountry.

    Aliases that the list marks as ambiguous (``RU``, ``EL``) are doubtful: their candidates are
    shown and a person chooses. pycountry is asked for exact codes and names only; its fuzzy search
    takes Niger for Nigeria.
    """

    def __init__(self, reference: Reference) -> None:
        countries, aliases = reference.countries, reference.aliases
        doubtful = aliases["ambiguous"] == "yes"
        self._codes = frozenset(countries["iso3"])
        self._iso: dict[str, str] = {}
        super().__init__(
            "countries",
            self._codes,
            [
                *zip(countries["iso2"], countries["iso3"], strict=True),
                *called(countries, key="iso3"),
                *zip(aliases["alias"][~doubtful], aliases["iso3"][~doubtful], strict=True),
            ],
            zip(aliases["alias"][doubtful], aliases["iso3"][doubtful], strict=True),
        )

    def beyond(self, key: str) -> str:
        """Look among the names that ISO 3166 has and our lists have not."""
        if not self._iso:
            self._iso = {plain(name): code for name, code in _iso_names() if code in self._codes}
        return self._iso.get(key, "")


def _iso_names() -> Iterator[tuple[str, str]]:
    """Yield every exact name that pycountry knows, with its ISO3 code."""
    import pycountry

    for country in pycountry.countries:
        for name in ("alpha_2", "name", "official_name", "common_name"):
            if hasattr(country, name):
                yield getattr(country, name), country.alpha_3
