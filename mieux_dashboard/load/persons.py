"""Columns that hold names or addresses of persons: recognised, reported, never kept."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mieux_dashboard.load.text import plain

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.\w{2,}")
_WHOLE = re.compile(
    "(full|first|last|sur|family|given)?name|contact(person)?|(pre)?nom|nom(defamille|complet)"
    "|nombre(completo)?|apellidos?|tel|gsm|mobile|movil|fax|(home|postal)?address"
    "|adresse(postale)?|direccion|passe?port|pasaporte|linkedin"
    "|dateofbirth|birthdate|datedenaissance|fechadenacimiento"
)
_PARTS = ("email", "mailaddress", "phone", "courriel", "correoelectronico", "telefono")
_NAMED = re.compile(
    "(name|nom|nombre).*(expert|focal|contact|person|participant|funcionari|official)"
    "|(expert|focalpoint|contact|person|participant|official)s?(name|surname)"
)


def is_personal(header: str, cells: Iterable[str]) -> bool:
    """Whether a column's header, or an e-mail address in its cells, says that it is about persons.

    Parameters
    ----------
    header
        The header of a column that is no declared one.
    cells
        Its cells.
    """
    name = plain(header)
    named = _WHOLE.fullmatch(name) or _NAMED.search(name)
    listed = any(part in name for part in _PARTS)
    return bool(named) or listed or any(_ADDRESS.search(text) for text in cells)
