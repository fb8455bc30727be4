"""A zip container, looked through before any reader sees it.

Every part is unpacked once here and counted, whatever sizes the file declares. Nothing is written,
no name of a part is used as a path, and no part that declares entities gets any further.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator

from mieux_dashboard.load import kinds
from mieux_dashboard.load.limits import Limits
from mieux_dashboard.load.unreadable import Unreadable

_CHUNK = 1 << 20
_FED = 1 << 16
_LOCAL_HEADER = 30
_LARGE = 1_000_000
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_END = b"PK\x05\x06"
_END_LENGTH = 22
_DOCTYPE = re.compile(b"<!DOCTYPE|<\0!\0D\0O\0C\0T\0Y\0P\0E")
_ENCODING = re.compile(rb"""^[^>]{0,200}?encoding=["']([^"']*)["']""")
_OVERLAP = 20
_UNREAD = re.compile(r"(^|/)(media|pictures|thumbnails|embeddings|configurations2)/", re.IGNORECASE)


def open_archive(data: bytes, name: str, limits: Limits) -> zipfile.ZipFile:
    """Open a container whose every part was unpacked, counted and found harmless.

    Raises
    ------
    Unreadable
        When it is damaged, ambiguous, protected, or beyond the limits.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise Unreadable("damaged", name, reason=str(error)) from None
    members = archive.infolist()
    _one_container(data, archive, name)
    _declared(members, name, limits)
    left = limits.unpacked_mb * 1_000_000
    for member in members:
        left -= _counted(data, member, name, left)
        if left < 0:
            raise Unreadable("unpacks-too-large", name, limit=limits.unpacked_mb)
    return archive


def container_kind(archive: zipfile.ZipFile, name: str) -> str:
    """Name the kind of spreadsheet that a container holds.

    Raises
    ------
    Unreadable
        When it is no spreadsheet, or protected with a password.
    """
    names = set(archive.namelist())
    manifest = "META-INF/manifest.xml"
    if manifest in names and b"encryption-data" in archive.read(manifest):
        raise Unreadable("password", name)
    return kinds.of_container(names, archive.read("mimetype") if "mimetype" in names else b"")


def _one_container(data: bytes, archive: zipfile.ZipFile, name: str) -> None:
    """Refuse a file that is a container and something else, or two containers."""
    members = archive.infolist()
    ends = data[-_END_LENGTH:].startswith(_END) and not archive.comment
    if not ends or (members and min(member.header_offset for member in members) != 0):
        raise Unreadable("two-in-one", name)
    same = Counter(member.filename.replace("\\", "/").casefold() for member in members)
    part, times = max(same.items(), key=lambda pair: pair[1], default=("", 0))
    if times > 1:
        raise Unreadable("member-twice", name, part=part)


def _declared(members: list[zipfile.ZipInfo], name: str, limits: Limits) -> None:
    """Hold what the file says about its parts against the limits."""
    if len(members) > limits.members:
        raise Unreadable("too-many-members", name, limit=limits.members)
    if sum(member.file_size for member in members) > limits.unpacked_mb * 1_000_000:
        raise Unreadable("unpacks-too-large", name, limit=limits.unpacked_mb)
    for member in members:
        if member.flag_bits & 1:
            raise Unreadable("password", name)
        if member.compress_type not in _METHODS:
            raise Unreadable("damaged", name, reason=f"{member.filename}: compression")
        large = member.file_size > _LARGE
        if large and member.file_size > limits.ratio * member.compress_size:
            part = member.filename
            raise Unreadable("packed-too-tight", name, part=part, limit=limits.ratio)


def _counted(data: bytes, member: zipfile.ZipInfo, name: str, left: int) -> int:
    """Unpack a part without keeping it, and count."""
    part = member.filename
    size, checksum, tail = 0, 0, b""
    searched = not _UNREAD.search(part)
    try:
        for chunk in _chunks(data, member):
            if searched and _declares(tail, chunk, first=not size):
                raise Unreadable("declaration", name, part=part)
            size += len(chunk)
            if size > min(left, member.file_size):
                break
            checksum, tail = zlib.crc32(chunk, checksum), chunk[-_OVERLAP:]
    except (zlib.error, struct.error, EOFError) as error:
        raise Unreadable("damaged", name, reason=f"{part}: {error}") from None
    if size != member.file_size:
        raise Unreadable("size-false", name, part=part)
    if checksum != member.CRC:
        raise Unreadable("damaged", name, reason=f"{part}: CRC")
    return size


def _chunks(data: bytes, member: zipfile.ZipInfo) -> Iterator[bytes]:
    head = data[member.header_offset : member.header_offset + _LOCAL_HEADER]
    name_length, extra_length = struct.unpack("<HH", head[26:_LOCAL_HEADER])
    start = member.header_offset + _LOCAL_HEADER + name_length + extra_length
    packed = memoryview(data)[start : start + member.compress_size]
    fed = (packed[at : at + _FED] for at in range(0, len(packed), _FED))
    if member.compress_type == zipfile.ZIP_STORED:
        yield from map(bytes, fed)
        return
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    for piece in fed:
        yield inflate.decompress(piece, _CHUNK)
        while inflate.unconsumed_tail:
            yield inflate.decompress(inflate.unconsumed_tail, _CHUNK)
    if not inflate.eof or inflate.unused_data:
        raise EOFError("cut off")


def _declares(tail: bytes, chunk: bytes, *, first: bool) -> bool:
    """Whether a part declares entities, or an encoding that readers may take differently."""
    if first and chunk.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    encoding = _ENCODING.match(chunk) if first and b"<?xml" in chunk[:10] else None
    if encoding and encoding.group(1).lower() not in (b"utf-8", b"utf8", b"us-ascii", b"ascii"):
        return True
    return bool(_DOCTYPE.search(tail + chunk))
