"""Answers that are kept with tables that an engine holds: an unfiltered view asks them once."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version

import pandas as pd
import pyarrow as pa

from mieux_dashboard.model.answer import Answer, RestsOn
from mieux_dashboard.model.dataset import Dataset
from mieux_dashboard.model.selection import Selection

Ask = Callable[[Dataset, Selection], Answer]
_RESTS_ON = b"rests_on"


def answered(key: str, dataset: Dataset, selection: Selection, ask: Ask) -> Answer:
    """Return the answer of a chart; one that nothing narrows is kept with an engine's tables.

    Parameters
    ----------
    key
        The chart.
    ask
        Measures, where no answer is kept yet.
    """
    if dataset.held is None or selection.narrows:
        return ask(dataset, selection)
    answers, asked = dataset.held.answers, f"{_edition()} {key}?{selection.query()}"
    kept = answers.get(asked)
    if kept is None:
        answer = ask(dataset, selection)
        answers[asked] = _written(answer)
        return answer
    table, rests_on = _read(kept)
    return Answer(table, selection, dataset, rests_on)


def _edition() -> str:
    try:
        return version("mieux-dashboard")
    except PackageNotFoundError:
        return ""


def _written(answer: Answer) -> bytes:
    table = pa.Table.from_pandas(answer.table, preserve_index=False)
    said = {**(table.schema.metadata or {}), _RESTS_ON: json.dumps(asdict(answer.rests_on))}
    table = table.replace_schema_metadata(said)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()  # type: ignore[no-any-return]


def _read(data: bytes) -> tuple[pd.DataFrame, RestsOn]:
    with pa.ipc.open_stream(data) as reader:
        table = reader.read_all()
    rests_on = json.loads(table.schema.metadata[_RESTS_ON])
    found: pd.DataFrame = table.to_pandas(coerce_temporal_nanoseconds=False)
    return found, RestsOn(**rests_on)
