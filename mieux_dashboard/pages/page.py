"""What a page is: a name, an address, a layout and its callbacks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal
from urllib.parse import urlencode

from dash import Dash, html

from mieux_dashboard.model.dataset import Dataset
from mieux_dashboard.model.selection import NAMES, Selection
from mieux_dashboard.pages.site import Site
from mieux_dashboard.pages.table_state import TABLE, written_query
from mieux_dashboard.words import Words

Place = Literal["first", "aside", "none"]


@dataclass(frozen=True, eq=False)
class Visit:
    """One reader at one address.

    Parameters
    ----------
    site
        The data and words.
    language
        ``en``, ``fr`` or ``es``.
    here
        The path beneath the language, ``actions/benin-i``.
    path
        The variable parts of the path.
    query
        The parts of the query.
    """

    site: Site
    language: str
    here: str
    path: Mapping[str, str]
    query: Mapping[str, str | Sequence[str]]

    @property
    def words(self) -> Words:
        """The words of the reader's language."""
        return self.site.words(self.language, self.selection.data)

    @property
    def dataset(self) -> Dataset:
        """The data that the reader looks at: the programme's, or the demonstration."""
        return self.site.dataset(self.selection.data)

    @cached_property
    def selection(self) -> Selection:
        """What the reader has chosen."""
        return self.site.selection(self.query)

    @property
    def table(self) -> str:
        """What the address asks of the page's own table, ``table=...``; no other page keeps it."""
        given = self.query.get(TABLE, "")
        return written_query(given if isinstance(given, str) else "".join(given[:1]))

    @property
    def own(self) -> str:
        """What else the address says that is no part of the selection; no other page keeps it."""
        parts = {name: value for name, value in self.query.items() if name not in (*NAMES, TABLE)}
        return urlencode(parts, doseq=True, safe=",")

    @property
    def tables(self) -> tuple[str, ...]:
        """The charts that the address asks to be shown as tables."""
        given = self.query.get("tables", "")
        return tuple(given.split(",")) if isinstance(given, str) else tuple(given)

    def only(self, **codes: str) -> Selection:
        """Return a selection of the same data that holds nothing but `codes`."""
        return self.site.selection(codes | {"data": self.selection.data})

    def content(self, row: Mapping[Any, Any], column: str) -> html.Span:
        """Return a text of a row, marked as English where it is not translated."""
        words = self.words
        return html.Span(words.content(row, column), lang=words.content_language(row, column))

    def href(self, path: str, selection: Selection | None = None) -> str:
        """Return the address of another page in the same language, keeping a selection."""
        query = (self.selection if selection is None else selection).query()
        return f"/{self.language}/{path}" + (f"?{query}" if query else "")


def labelled(text: str, **more: str) -> dict[str, Any]:
    """Return what gives a control or a region its name where no text does; `more` are data-*."""
    return {"aria-label": text} | data(**more)


def data(**more: str) -> dict[str, Any]:
    """Return what the browser is to know of an element (assets/shell.js): ``data-*``."""
    return {f"data-{name}": value for name, value in more.items()}


@dataclass(frozen=True, slots=True)
class Page:
    """One address in each language.

    Parameters
    ----------
    name
        Prefix of the page's ids; also the key of its callbacks.
    path
        Beneath the language; may hold ``<variable>``.
    menu
        Its name in the menu and the browser's tab, an English message.
    layout
        A visit in, the content of ``<main>`` out.
    register
        Wires the page's callbacks to an app.
    knows
        Whether a path's variables name something; an address that does not is a 404.
    place
        Where the menu shows it: in the ``first`` row, ``aside``, or ``none``.
    bare
        Whether it stands without menu and foot, and has its own way out.
    tables
        A programme that keeps none of them has no such page.
    tab
        What the browser's tab says, where that is more than the name in the menu.
    """

    name: str
    path: str
    menu: str
    layout: Callable[[Visit], Any]
    register: Callable[[Dash, Site], None] = lambda app, site: None
    knows: Callable[[Dataset, Mapping[str, str]], bool] = lambda dataset, path: True
    place: Place = "aside"
    bare: bool = False
    tables: tuple[str, ...] = ()
    tab: Callable[[Words, Dataset, Mapping[str, str]], str] | None = None
