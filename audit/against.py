"""A head that was remembered elsewhere, on a receipt or a printed page: it shows a log that was cut or rewritten."""

import re

import msgspec

from eventstore.errors import StoreError

_SPELLED = re.compile(r"(?:([a-z0-9][a-z0-9-]{0,62}):)?([1-9][0-9]{0,18}):([0-9a-f]{64})")


class NotAHead(StoreError):
    """The text is not `POSITION:HASH` or `OFFICE:POSITION:HASH`."""


class Remembered(msgspec.Struct, frozen=True):
    """`office` is empty where only position and hash were written down."""

    office: str
    position: int
    hash: bytes


def remembered(text: str) -> Remembered:
    """Read a head as it is printed; the hash is hexadecimal, spaces do not count."""
    match = _SPELLED.fullmatch("".join(text.split()).lower())
    if match is None:
        raise NotAHead(f"not POSITION:HASH or OFFICE:POSITION:HASH: {text[:120]}")
    return Remembered(match[1] or "", int(match[2]), bytes.fromhex(match[3]))


class Watch:
    """Looks for remembered heads while a log is read."""

    def __init__(self, heads: tuple[Remembered, ...]) -> None:
        self._missing = set(heads)
        self._at: dict[int, set[Remembered]] = {}
        for head in heads:
            self._at.setdefault(head.position, set()).add(head)

    def saw(self, office: str, position: int, entry_hash: bytes) -> None:
        """Take note of an entry whose hash was found true."""
        for head in self._at.get(position, ()):
            if head.hash == entry_hash and head.office in ("", office):
                self._missing.discard(head)

    @property
    def missing(self) -> list[Remembered]:
        """The heads that no log went through."""
        return sorted(self._missing, key=lambda head: (head.office, head.position))
