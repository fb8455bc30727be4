"""What the server says where it does not give what was asked: in words, never in a traceback."""

from __future__ import annotations

import traceback
from html import escape
from urllib.parse import urlsplit

from dash.exceptions import DependencyException
from flask import Flask, Response, current_app, request
from werkzeug.exceptions import HTTPException, NotFound

from mieux_dashboard.model.columns import LANGUAGES
from mieux_dashboard.pages.noted import noted
from mieux_dashboard.pages.search import ADDRESS
from mieux_dashboard.pages.site import Site
from mieux_dashboard.store import StoreError
from mieux_dashboard.words import Words, message

TITLES = {
    400: message("This could not be understood"),
    401: message("Please sign in"),
    403: message("This is not open to you"),
    404: message("Page not found"),
    405: message("This address is only read"),
    413: message("This is too large"),
    415: message("This could not be understood"),
    429: message("Too often"),
    500: message("Something went wrong here"),
    503: message("Not now"),
}


def language(there: str = "") -> str:
    """Return the language of the address, else of the page that asks, else the one preferred.

    `there` is the address that the reader is on the way to.
    """
    for path in (request.path, there, _path(request.headers.get("Referer", ""))):
        code = path.strip("/").partition("/")[0]
        if code in LANGUAGES:
            return code
    return preferred()


def _path(address: str) -> str:
    try:
        return urlsplit(address).path
    except ValueError:  # half an IPv6 address
        return ""


def preferred() -> str:
    """Return which of our languages the browser prefers."""
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]


def is_file(path: str) -> bool:
    """Whether an address is that of a file that is written for the reader."""
    last = path.rpartition("/")[2]
    ours = not path.startswith(("/assets/", "/_")) and not path.endswith(f"/{ADDRESS}")
    return "." in last and ours


def refusal(status: int, said: str, words: Words, *more: tuple[str, str]) -> Response:
    """Answer with a sentence: a page that leads on for who reads pages, else a line of text.

    Parameters
    ----------
    status
        Of HTTP, one of `TITLES`.
    said
        The sentence.
    words
        Of the reader's language.
    more
        Address and text of further links.
    """
    if request.method != "GET" or request.path.startswith("/_"):
        return Response(f"{said}\n", status, mimetype="text/plain")
    return Response(page(words(TITLES[status]), said, words, *more), status, mimetype="text/html")


def page(title: str, said: str, words: Words, *more: tuple[str, str]) -> str:
    """Return a page of one sentence that leads back, and on."""
    title, said = escape(title), escape(said)
    links = [*more, (f"/{words.language}/", words("To the overview"))]
    ways = "".join(f'<p><a href="{escape(to)}">{escape(text)}</a></p>' for to, text in links)
    return (
        f'<!DOCTYPE html><html lang="{words.language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{title}</title>'
        f'<link rel="stylesheet" href="/assets/style.css"></head><body><main class="page">'
        f'<h1>{title}</h1><p class="answer">{said}</p>{ways}</main></body></html>'
    )


def serve(server: Flask, site: Site, largest_mb: int) -> None:
    """Say every failure in the reader's language; what was not foreseen gets an id for the log."""

    def said(error: HTTPException, words: Words) -> str:
        sentences = {
            400: words("What was sent does not belong to a page of this dashboard."),
            403: words("You may look and export here; loading needs the role of an editor."),
            404: words("There is no page at {address}", address=request.path),
            405: words("Nothing can be sent to {address}", address=request.path),
            413: words("What was sent is too large: a file may have up to {n} MB.", n=largest_mb),
            429: words("That was asked for very often. Try again in a minute."),
        }
        return sentences.get(error.code or 400, sentences[400])

    @server.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Response | HTTPException:
        status = error.code or 500
        if status < 400 or error.response is not None:  # a redirect, or an answer of its own
            return error
        if status >= 500:
            return failed(error)
        words = site.words(language())
        answer = refusal(status if status in TITLES else 400, said(error, words), words)
        answer.status_code = status
        if wait := getattr(error, "retry_after", None):
            answer.headers["Retry-After"] = str(wait)
        return answer

    @server.errorhandler(DependencyException)
    def no_script(error: DependencyException) -> Response | HTTPException:
        return refused(NotFound())

    @server.errorhandler(Exception)
    def failed(error: Exception) -> Response:
        id = note(error)
        words = site.words(language())
        return refusal(
            500, words("It was noted as {id}. Whoever runs this finds it there.", id=id), words
        )


def store_said(error: StoreError, words: Words) -> str:
    """Say on a page what a store cannot do; where it is and why stand in the log alone."""
    if "where" not in error.details:
        return error.message(words)
    current_app.logger.error("%s %s", noted().id, error)
    hidden = {"where": words("The store"), "reason": words("noted as {id}", id=noted().id)}
    return StoreError(error.code, **{**error.details, **hidden}).message(words)


def note(error: BaseException, code: str = "") -> str:
    """Write where a failure happened into the log, and return the id of its request.

    Its message is left out: it may quote a cell, and a cell may name a person. `code` is a word
    that says more, from another program.
    """
    id = noted().id
    where = "".join(traceback.format_tb(error.__traceback__))
    what = f"{type(error).__name__} {code[:80]!r}" if code else type(error).__name__
    asked = request.url_rule.rule if request.url_rule else "-"
    current_app.logger.error("%s %s %s %s\n%s", id, request.method, asked, what, where)
    return id
