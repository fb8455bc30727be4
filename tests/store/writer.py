"""A process that accepts a version on each number that it is given: ``writer URL NAME``."""

import sys

from mieux_dashboard.store import Moved, open_store
from tests.store.conftest import accept

store = open_store(sys.argv[1])
for line in sys.stdin:
    base, by = int(line), sys.argv[2]
    try:
        said = f"accepted {accept(store, by, line, base=base, by=by)}"
    except Moved as moved:
        said = f"moved {moved.current} {moved.by}"
    sys.stdout.write(f"{said}\n")
    sys.stdout.flush()
