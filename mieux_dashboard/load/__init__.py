"""Spreadsheet -> checked tables or findings: read, match headers, convert, check.

The only room that opens a workbook. Nothing here guesses: what cannot be read for certain becomes a
finding with its cell, and a person decides.
"""

from mieux_dashboard.load.accounts import Account
from mieux_dashboard.load.check import Checked, check, names_persons
from mieux_dashboard.load.findings import Finding, Group, grouped
from mieux_dashboard.load.unreadable import Unreadable
from mieux_dashboard.load.workbook import Sheet, Workbook, read_workbook

__all__ = [
    "Account",
    "Checked",
    "Finding",
    "Group",
    "Sheet",
    "Unreadable",
    "Workbook",
    "check",
    "grouped",
    "names_persons",
    "read_workbook",
]
