"""Signing in with an OpenID Connect provider, and out again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from flask import Flask, Response, redirect, request, session
from joserfc.errors import JoseError
from requests import RequestException

from mieux_dashboard.pages import answers
from mieux_dashboard.pages.access import GROUPS, NAME, SIGN_IN, SIGN_OUT, SIGNED_IN, as_name
from mieux_dashboard.pages.site import Site
from mieux_dashboard.settings import Settings

HOURS = 8
"""How long a reader stays signed in."""

COOKIE = "__Host-mieux"
_NEXT = "next"
_PROVIDER = "provider"
_METADATA = "/.well-known/openid-configuration"


def serve(server: Flask, site: Site, settings: Settings) -> None:
    """Add the ways in and out, and the cookie that remembers who came in."""
    assert settings.secret_key is not None  # see settings.check_exposure
    server.secret_key = settings.secret_key.get_secret_value()
    server.config.update(
        SESSION_COOKIE_NAME=COOKIE,
        SESSION_COOKIE_SECURE=True,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=HOURS),
    )
    provider = _provider(server, settings)

    @server.get(SIGN_IN)
    def sign_in() -> Any:
        site.rates.hit("sign-in", site.access)
        session.clear()
        session[_NEXT] = _local(request.args.get(_NEXT, ""))
        try:
            return provider.authorize_redirect(settings.url + SIGNED_IN)
        except (RequestException, AuthlibBaseError, ValueError) as error:
            return _failed(site, error, 503)

    @server.get(SIGNED_IN)
    def signed_in() -> Any:
        site.rates.hit("sign-in", site.access)
        there = session.get(_NEXT, "/")
        try:
            claims = _claims(provider, settings)
        except RequestException as error:
            return _failed(site, error, 503)
        except (AuthlibBaseError, JoseError, ValueError, KeyError) as error:
            return _failed(site, error, 400)
        name = as_name(claims.get(settings.name_claim))
        if not name:  # or the way in would lead back to itself
            return _failed(site, KeyError(settings.name_claim), 400)
        session.clear()
        session.permanent = True
        session[NAME] = name
        session[GROUPS] = _groups(claims, settings)
        return redirect(there)

    @server.post(SIGN_OUT)
    def sign_out() -> Response:
        session.clear()
        words = site.words(answers.language())
        again = (SIGN_IN, words("Sign in"))
        there = _ends_at(provider, settings)
        ways = [(there, words("Sign out of the provider too"))] if there else []
        said = words("You are signed out of the dashboard on this device.")
        return Response(
            answers.page(words("Signed out"), said, words, *ways, again), mimetype="text/html"
        )


def _provider(server: Flask, settings: Settings) -> Any:
    """Return the client of the provider; what it offers is asked for at the first sign-in."""
    secret = settings.oidc_client_secret
    method = {} if secret else {"token_endpoint_auth_method": "none"}
    return OAuth(server).register(
        _PROVIDER,
        client_id=settings.oidc_client_id,
        client_secret=secret.get_secret_value() if secret else None,
        server_metadata_url=settings.oidc_issuer.rstrip("/") + _METADATA,
        client_kwargs={
            "scope": settings.oidc_scope,
            "code_challenge_method": "S256",
            "timeout": 10,
            **method,
        },
    )


def _claims(provider: Any, settings: Settings) -> Mapping[str, Any]:
    """Return what the provider says of a reader; state, nonce and signature are checked first."""
    token = provider.authorize_access_token()
    claims = dict(token["userinfo"])
    wanted = {settings.name_claim, *([settings.groups_claim] if _asks_groups(settings) else [])}
    if wanted - claims.keys() and provider.load_server_metadata().get("userinfo_endpoint"):
        more = dict(provider.userinfo(token=token))
        if more.get("sub") != claims["sub"]:
            raise ValueError("userinfo is about somebody else")
        claims = more | claims
    if settings.name_claim == "email" and not claims.get("email_verified"):
        claims.pop("email", None)
    return claims


def _asks_groups(settings: Settings) -> bool:
    return bool(settings.editor_groups or settings.viewer_groups)


def _groups(claims: Mapping[str, Any], settings: Settings) -> list[str]:
    """Keep of the groups only those that a list of the settings names."""
    given = claims.get(settings.groups_claim, [])
    held = given.split() if isinstance(given, str) else given if isinstance(given, list) else []
    return [name for name in (*settings.editor_groups, *settings.viewer_groups) if name in held]


def _local(address: str) -> str:
    """Return an address of ours; where another was asked for, the first page."""
    foreign = ("//", "/\\", SIGN_IN)
    ours = address.startswith("/") and address.isprintable() and "\\" not in address
    return address if ours and not address.startswith(foreign) else "/"


def _ends_at(provider: Any, settings: Settings) -> str:
    """Return where the provider ends its own session, "" where it says nothing of it."""
    try:
        there = provider.load_server_metadata().get("end_session_endpoint", "")
    except (RequestException, AuthlibBaseError, ValueError):
        return ""
    back = {
        "client_id": settings.oidc_client_id,
        "post_logout_redirect_uri": f"{settings.url}/",
    }
    return f"{there}?{urlencode(back)}" if there.startswith(("https://", "http://")) else ""


def _failed(site: Site, error: Exception, status: int) -> Response:
    """Say that nobody was signed in; why stands in the log alone."""
    id = answers.note(error, str(getattr(error, "error", "")))
    words = site.words(answers.language(session.get(_NEXT, "")))
    if status == 503:
        said = words("The sign-in service does not answer. Try again in a while ({id}).", id=id)
    else:
        said = words("The sign-in did not come to its end ({id}).", id=id)
    return answers.refusal(status, said, words, (SIGN_IN, words("Sign in")))
