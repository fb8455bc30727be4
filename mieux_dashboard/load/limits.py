"""How much a file may hold, and what reading it may cost. Nothing is read beyond these."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of reading one file.

    Parameters
    ----------
    file_mb
        Size of the file.
    unpacked_mb
        Size of all parts of a container together: as declared, and as counted while unpacking.
    members
        Parts of a container.
    ratio
        How many times its packed size a part above 1 MB may have.
    sheets
        Sheets of a workbook.
    rows, columns
        Of one sheet, as far as something is written in them.
    cells
        Of all sheets together: rows times columns.
    characters
        Of all cells together.
    cell_length
        Characters of one cell; no spreadsheet program writes more than 32,767.
    memory_mb
        Memory of the process that reads.
    seconds
        Time of that process, counted by the clock and by the processor.
    """

    file_mb: int = 20
    unpacked_mb: int = 300
    members: int = 2_000
    ratio: int = 100
    sheets: int = 100
    rows: int = 200_000
    columns: int = 702
    cells: int = 5_000_000
    characters: int = 200_000_000
    cell_length: int = 32_767
    memory_mb: int = 1_000
    seconds: int = 60


LIMITS = Limits()
