"""Whoever looks while a register is loaded sees one whole version, never a mixture."""

from __future__ import annotations

import re
import threading
import time

from tests.faults.conftest import accept, register, upload
from tests.faults.serving import served

MARKS = {2: ("Second", 4), 3: ("Third", 9)}
A_SECOND, LOOKERS = 20, 4


def test_every_page_is_of_one_version_at_twenty_loads_a_second(instance):
    seen, ended = [], threading.Event()

    def look(server):
        while not ended.is_set():
            until = time.monotonic() + LOOKERS / A_SECOND
            page = server.get("/en/countries/KEN/sheet")
            seen.append((page.status_code, re.findall(r"(\w+) number \d", page.text)))
            ended.wait(max(until - time.monotonic(), 0))

    with served(instance) as server:
        lookers = [threading.Thread(target=look, args=(server,)) for _ in range(LOOKERS)]
        for one in lookers:
            one.start()
        for number, (mark, n) in MARKS.items():
            accept(server, upload(server, register(mark, n)))
            assert server.version() == number
        time.sleep(0.5)
        ended.set()
        for one in lookers:
            one.join()
    whole = [[mark] * n for mark, n in MARKS.values()]
    assert {status for status, _ in seen} == {200}
    assert [marks for _, marks in seen if marks and marks not in whole] == []
    shown = [marks[0] for _, marks in seen if marks]
    assert {mark for mark, _ in MARKS.values()} == set(shown)
    assert len(seen) > 30
