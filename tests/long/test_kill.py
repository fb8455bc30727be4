"""An import that is killed, 200 times."""

from __future__ import annotations

from tests.store.test_kill import kill_imports


def test_of_200_killed_imports_each_leaves_one_whole_version(tmp_path):
    seen = kill_imports(tmp_path / "store.sqlite", rounds=200, seed=200, imports=6)
    assert len(set(seen)) > 30
