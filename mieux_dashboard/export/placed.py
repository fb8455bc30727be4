"""A pack put in its place at once: a folder or a zip that is whole, or nothing at all."""

from __future__ import annotations

import json
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from mieux_dashboard.words import Words

Put = Callable[[str, bytes], None]
"""Takes a file: its path within the pack, divided by ``/``, and its bytes."""

MANIFEST = "manifest.json"
KIND = "mieux pack"
"""What a manifest says that it is; a folder or zip without one is not written over."""

ZIP = ".zip"
_MADE = "made"
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can hold
_PACKED = (".png", ".pdf", ".xlsx", ".pptx")  # are compressed already


class NoPack(Exception):
    """What stands where a pack is to be put, and is none."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path

    def message(self, words: Words) -> str:
        """Say what stands there, and what to do."""
        return words(
            "{path}: this is there already and is no pack. Name a new or empty folder, a new zip, "
            "or a pack to be replaced.",
            path=self.path,
        )


def check_place(out: Path) -> None:
    """Refuse a place where something else stands.

    Raises
    ------
    NoPack
        For a folder with files, or a file, that is no pack.
    """
    if out.is_dir():
        if out.suffix.lower() == ZIP or (any(out.iterdir()) and not _is_pack(out)):
            raise NoPack(out)
    elif out.exists() and (out.suffix.lower() != ZIP or not _is_pack(out)):
        raise NoPack(out)


def _is_pack(path: Path) -> bool:
    """Whether a folder or zip has a pack's manifest in it."""
    try:
        if path.is_dir():
            said = (path / MANIFEST).read_bytes()
        else:
            with zipfile.ZipFile(path) as packed:
                said = packed.read(MANIFEST)
        return bool(json.loads(said).get("kind") == KIND)
    except (OSError, KeyError, ValueError, AttributeError, zipfile.BadZipFile):
        return False


@contextmanager
def placed(out: Path) -> Iterator[Put]:
    """Take files one by one, and put them in the place of `out` together at the end.

    Parameters
    ----------
    out
        A zip where it ends in ``.zip``, else a folder; an earlier pack there is replaced.

    Raises
    ------
    NoPack
        See `check_place`.
    OSError
        When `out` cannot be written; like any other failure, it leaves nothing behind.
    """
    check_place(out)
    place = out.absolute()
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(dir=place.parent, prefix=f".{place.name}-"))
    except OSError as error:
        raise _at(out, error) from None
    try:
        make = _zip if out.suffix.lower() == ZIP else _folder
        with make(beside / _MADE, out) as put:
            yield put
        try:
            _move(beside, place)
        except OSError as error:
            raise _at(out, error) from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _move(beside: Path, out: Path) -> None:
    """Put what was made beside in the place of what was there."""
    if out.is_dir():
        earlier = beside / "earlier"
        out.rename(earlier)
        try:
            (beside / _MADE).rename(out)
        except OSError:
            earlier.rename(out)
            raise
    else:
        (beside / _MADE).replace(out)


def _at(out: Path, error: OSError) -> OSError:
    """Return a failure that names what was to be written, not what stood beside it."""
    return type(error)(error.errno, error.strerror, str(out))


@contextmanager
def _zip(path: Path, out: Path) -> Iterator[Put]:
    with _opened(path, out) as packed:

        def put(name: str, data: bytes) -> None:
            member = zipfile.ZipInfo(name, _FIRST_DAY)
            member.external_attr = 0o644 << 16
            stored = name.endswith(_PACKED)
            member.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            try:
                packed.writestr(member, data)
            except OSError as error:
                raise _at(out, error) from None

        yield put


@contextmanager
def _opened(path: Path, out: Path) -> Iterator[zipfile.ZipFile]:
    """Open a zip; its list of contents, written at the end, may find no room either."""
    packed = zipfile.ZipFile(path, "w")
    try:
        yield packed
    finally:
        try:
            packed.close()
        except OSError as error:
            raise _at(out, error) from None


@contextmanager
def _folder(path: Path, out: Path) -> Iterator[Put]:
    path.mkdir()

    def put(name: str, data: bytes) -> None:
        try:
            place = path.joinpath(*name.split("/"))
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        except OSError as error:
            raise _at(out, error) from None

    yield put
