"""Junk for every address and callback, for as long as a commit cannot wait."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from tests.guard import junk
from tests.guard.conftest import ORIGIN, bodies, folder, local  # noqa: F401, fixtures
from tests.guard.test_junk import refused_or_answered

LONG = settings(max_examples=5000, database=None, suppress_health_check=list(HealthCheck))


def test_addresses(local):  # noqa: F811
    client = local.server.test_client()

    @LONG
    @given(address=junk.address, headers=junk.header)
    def ask(address, headers):
        refused_or_answered(client.get(address, headers=headers))

    ask()


def test_callbacks(local):  # noqa: F811
    client = local.server.test_client()

    @LONG
    @given(body=junk.spoiled(bodies(client)))
    def send(body):
        answer = client.post("/_dash-update-component", json=body, headers=ORIGIN)
        refused_or_answered(answer)

    send()
