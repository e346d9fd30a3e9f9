"""Finding profiles in the pages of a damaged file, where the tree that leads to them is broken.

Reads SQLite's file format (https://www.sqlite.org/fileformat2.html): the leaves of tables, their cells, and the chains
of overflow pages of large ones. Nothing in the file is trusted: what does not fit is passed over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TABLE_LEAF = 0x0D
PAGE = 4096
"""Stores are made with SQLite's default page size, whose number may itself be lost."""
BEGINNING = b'{"profile":'
"""How the document of a profile begins."""
LARGEST = 64 * 1024 * 1024
"""Bytes of a document, beyond which its length is taken for damage."""


class Carved(NamedTuple):
    """A profile's document, and its number in the order of use."""

    number: int
    content: bytes


class _Misfit(Exception):  # noqa: N818
    """What was read is no cell of the kind looked for."""


def carve(path: Path) -> Iterator[Carved]:
    """Every document of a profile that stands whole in the file, in the order of its pages. Raises OSError."""
    with path.open("rb") as stream:
        at = 0
        while page := _page(stream, at):
            yield from _documents(stream, page, 100 if at == 0 else 0)
            at += 1


def _page(stream: BinaryIO, index: int) -> bytes:
    stream.seek(index * PAGE)
    return stream.read(PAGE)


def _documents(stream: BinaryIO, page: bytes, start: int) -> Iterator[Carved]:
    if len(page) < PAGE or page[start] != TABLE_LEAF:
        return
    for at in range(int.from_bytes(page[start + 3 : start + 5], "big")):
        pointer = start + 8 + 2 * at
        try:
            yield _document(stream, page, int.from_bytes(page[pointer : pointer + 2], "big"))
        except (_Misfit, IndexError):
            continue


def _document(stream: BinaryIO, page: bytes, at: int) -> Carved:
    size, at = _number(page, at)
    row, at = _number(page, at)
    if not 0 < size <= LARGEST:
        raise _Misfit
    payload = _payload(stream, page, at, size)
    head, place = _number(payload, 0)
    first, place = _number(payload, place)
    second, place = _number(payload, place)
    # Two columns: the row's number, which stands as NULL, and a BLOB (an even type from 12) that fills the rest.
    if place != head or first != 0 or second < 12 or second % 2:
        raise _Misfit
    content = payload[head:]
    if len(content) != (second - 12) // 2 or not content.startswith(BEGINNING):
        raise _Misfit
    return Carved(row, content)


def _payload(stream: BinaryIO, page: bytes, at: int, size: int) -> bytes:
    """What a cell holds: in the page, and for a large one further along a chain of pages."""
    local = _local(size)
    payload = page[at : at + local]
    if local == size:
        return payload
    following = int.from_bytes(page[at + local : at + local + 4], "big")
    parts, left = [payload], size - local
    while left > 0:
        overflow = _page(stream, following - 1) if following else b""
        if len(overflow) < PAGE:
            raise _Misfit
        parts.append(overflow[4 : 4 + min(left, PAGE - 4)])
        left -= len(parts[-1])
        following = int.from_bytes(overflow[:4], "big")
    return b"".join(parts)


def _local(size: int) -> int:
    """How much of a payload stands in the leaf itself; the format's own arithmetic."""
    most, least = PAGE - 35, (PAGE - 12) * 32 // 255 - 23
    if size <= most:
        return size
    kept = least + (size - least) % (PAGE - 4)
    return kept if kept <= most else least


def _number(content: bytes, at: int) -> tuple[int, int]:
    """A number of one to nine bytes, and where it ends."""
    value = 0
    for taken in range(8):
        byte = content[at + taken]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + taken + 1
    return value << 8 | content[at + 8], at + 9
