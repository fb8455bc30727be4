"""Junk sent to any address is refused, never an error of the server; more in tests/long."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from tests.guard import junk
from tests.guard.conftest import ORIGIN, bodies

quick = settings(
    max_examples=150, derandomize=True, database=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


@pytest.fixture(scope="module")
def client(local):
    local.server.config["MAX_CONTENT_LENGTH"] = 3_000_000
    return local.server.test_client()


@pytest.fixture(scope="module")
def known(client):
    return bodies(client)


def refused_or_answered(answer):
    """Whether an answer is none of a broken server, and says nothing of its inside."""
    inside = ("Traceback", "site-packages", "mieux_dashboard/")
    with answer:
        said = answer.get_data(as_text=True) if answer.status_code >= 400 else ""
        assert answer.status_code < 500, answer.request.url
        assert not any(one in said for one in inside)


@quick
@given(address=junk.address, headers=junk.header)
def test_any_address_with_any_query_is_answered_or_refused(client, address, headers):
    refused_or_answered(client.get(address, headers=headers))
    refused_or_answered(client.post(address, headers=headers | ORIGIN, data=b"\x00{"))


def check_body(client, data, kind):
    headers = ORIGIN | {"Content-Type": kind}
    refused_or_answered(client.post("/_dash-update-component", data=data, headers=headers))


def test_a_callback_with_spoiled_parts_is_answered_or_refused(client, known):
    @quick
    @given(body=junk.spoiled(known))
    def send(body):
        answer = client.post("/_dash-update-component", json=body, headers=ORIGIN)
        refused_or_answered(answer)

    send()


@pytest.mark.parametrize(
    "kind", ["application/json", "text/plain", "", "application/json; charset=utf-7"]
)
@pytest.mark.parametrize(
    "data",
    [
        b"", b"{", b"null", b"[]", b"\xff\xfe", b"1" * 5000, b"[" * 100_000, b'{"output":' * 50_000,
        b'{"output": NaN}', b'{"output": {}}', b'{"output": "\\ud800"}', b"x" * 2_900_000,
    ],
)  # fmt: skip
def test_what_is_no_body_of_a_callback_is_refused(client, data, kind):
    answer = client.post(
        "/_dash-update-component", data=data, headers=ORIGIN | {"Content-Type": kind}
    )
    assert answer.status_code in (400, 415)
