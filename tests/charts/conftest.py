"""The made-up programme, once for all walks of the catalogue."""

from pathlib import Path

import pytest

from mieux_dashboard.model.dataset import Dataset, dataset
from mieux_dashboard.reference import read_reference
from mieux_dashboard.sample import made_up
from mieux_dashboard.words import Words

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="session")
def demonstration() -> Dataset:
    """Give the demonstration as a first run makes it, with its own programme."""
    reference = read_reference(DATA, "demonstration")
    return dataset(made_up(reference), reference)


@pytest.fixture
def english(reference) -> Words:
    """Give the English words."""
    return Words("en", reference)
