"""Every chart of the public record that needs a picture, as a slide."""

from __future__ import annotations

from tests.export.conftest import renderer
from tests.export.test_deck import check_pictures

__all__ = ["renderer"]


def test_every_chart_of_the_public_record_that_needs_one_is_a_picture(public_record, renderer):
    check_pictures(public_record, renderer)
