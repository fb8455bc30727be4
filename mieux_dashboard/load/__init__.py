"""Spreadsheet -> checked tables or findings: read, match headers, convert, check.

The only room that opens a workbook. Nothing here guesses: what cannot be read for certain becomes a
finding with its cell, and a person decides.
"""

from mieux_dashboard.load.accounts import Account
from mieux_dashboard.load.bounded import read_bounded
from mieux_dashboard.load.check import Checked, check, names_persons
from mieux_dashboard.load.findings import Finding, Group, grouped
from mieux_dashboard.load.limits import LIMITS, Limits
from mieux_dashboard.load.unreadable import Unreadable
from mieux_dashboard.load.workbook import Note, Sheet, Workbook, read_workbook

__all__ = [
    "LIMITS",
    "Account",
    "Checked",
    "Finding",
    "Group",
    "Limits",
    "Note",
    "Sheet",
    "Unreadable",
    "Workbook",
    "check",
    "grouped",
    "names_persons",
    "read_bounded",
    "read_workbook",
]
