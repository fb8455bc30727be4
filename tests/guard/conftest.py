"""The app as it is served to many: with editors, viewers and strangers."""

from __future__ import annotations

from contextlib import suppress

import pytest

from mieux_dashboard.pages import create_app
from mieux_dashboard.settings import Settings
from tests.pages.session import body_of

PROXY = "10.0.0.1"
SECRET = "s" * 32
ORIGIN = {"Origin": "http://localhost"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("instance")


def serving(server):
    """Serve until the test closes it: the loop then ends on a socket that is gone."""
    with suppress(OSError):
        server.run()


def settings(folder, **given):
    return Settings(instance=folder, **given)


@pytest.fixture(scope="module")
def local(folder):
    return create_app(settings(folder))


@pytest.fixture(scope="module")
def proxied(folder):
    """An app behind a proxy: ann may load, whoever has another name may look."""
    return create_app(
        settings(
            folder,
            auth="proxy",
            proxies=(PROXY,),
            secret_key=SECRET,
            allowed_hosts=("localhost",),
            groups_header="X-Groups",
            editors=("ann",),
            editor_groups=("loaders",),
        )
    )


@pytest.fixture
def as_(proxied):
    """Give a client that the proxy names so."""

    def client(name, groups="", by=PROXY):
        one = proxied.server.test_client()
        one.environ_base["REMOTE_ADDR"] = by
        if name:
            one.environ_base["HTTP_X_REMOTE_USER"] = name
        if groups:
            one.environ_base["HTTP_X_GROUPS"] = groups
        return one

    return client


def bodies(client):
    """Return a well-formed body for every callback that the server answers, by its output."""
    asked = client.get("/_dash-dependencies").get_json()
    return {one["output"]: body_of(one, {}) for one in asked if not one["clientside_function"]}


def send(client, body, **more):
    return client.post("/_dash-update-component", json=body, headers=ORIGIN, **more)
