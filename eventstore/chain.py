"""The hash chain of an office's log: pure, the twin of entry_hash and the seals in schema/functions."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import msgspec

from eventstore.entry import BEGINNING, Entry, Head, StoredReceipt
from eventstore.errors import Corrupt, Fault

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class _Tagged(msgspec.Struct):
    type: str


_TAG = msgspec.json.Decoder(_Tagged)


def spelled(field: str | bytes) -> bytes:
    """Return the field with its length before it (4 bytes, big-endian), so that no two rows are spelled alike."""
    raw = field.encode() if isinstance(field, str) else field
    return len(raw).to_bytes(4) + raw


def microseconds(instant: datetime) -> bytes:
    """Return the microseconds since 1970 in 8 bytes, big-endian; the division of timedeltas is exact."""
    return ((instant - _EPOCH) // _MICROSECOND).to_bytes(8, signed=True)


def entry_hash(previous: bytes, entry: Entry) -> bytes:
    """Return what the entry's hash must be after `previous`; the entry's own `hash` is not read."""
    return sha256(
        previous
        + spelled(entry.office)
        + entry.position.to_bytes(8)
        + spelled(entry.stream)
        + entry.version.to_bytes(8)
        + spelled(entry.command_id)
        + entry.fingerprint
        + microseconds(entry.recorded_at)
        + spelled(entry.tag)
        + spelled(entry.body)
    ).digest()


def receipt_seal(receipt: StoredReceipt) -> bytes:
    """Return what the receipt's seal must be: its stored columns, hashed."""
    return sha256(
        spelled("receipt")
        + spelled(receipt.office)
        + spelled(receipt.command_id)
        + spelled(receipt.stream)
        + receipt.fingerprint
        + (receipt.first or 0).to_bytes(8)
        + receipt.last.to_bytes(8)
        + receipt.head
        + microseconds(receipt.recorded_at)
    ).digest()


def document_seal(digest: bytes, media_type: str) -> bytes:
    """Return what the document's seal must be."""
    return sha256(spelled("document") + digest + spelled(media_type)).digest()


class Chain:
    """One office's log, taken entry by entry; `head` is the last that was found true."""

    def __init__(self, office: str) -> None:
        self.office = office
        self.head = BEGINNING
        self._versions: dict[str, int] = {}
        self._doubt: Entry | None = None

    def take(self, entry: Entry) -> bool:
        """Go one entry further, or raise `Corrupt` with the first position that is wrong, and how.

        Returns False for an entry whose hash does not fit: only the entry behind it tells what of the two was edited.
        """
        if self._doubt is not None:
            raise self._which_of(self._doubt, entry)
        self._order(entry)
        if entry.recorded_at < self.head.recorded_at:
            raise self._wrong(Fault.TIME, f"recorded at {entry.recorded_at}, before the entry in front of it")
        version = self._versions.get(entry.stream, 0) + 1
        if entry.version != version:
            raise self._wrong(Fault.VERSION, f"version {entry.version} of {entry.stream} where {version} is due")
        self._tag(entry)
        if entry_hash(self.head.hash, entry) != entry.hash:
            self._doubt = entry
            return False
        self._versions[entry.stream] = version
        self.head = Head(entry.position, entry.hash, entry.recorded_at)
        return True

    def end(self) -> Head:
        """Return the head of the whole log."""
        if self._doubt is not None:
            raise self._unfit()
        return self.head

    def _order(self, entry: Entry) -> None:
        due = self.head.position + 1
        if entry.office != self.office:
            raise self._wrong(Fault.ORDER, f"an entry of {entry.office} in this log")
        if entry.position > due:
            raise self._wrong(Fault.GAP, f"missing; the next entry is {entry.position}")
        if entry.position < due:
            raise self._wrong(Fault.ORDER, f"entry {entry.position} stands here, out of order or twice")
        if len(entry.fingerprint) != 32 or len(entry.hash) != 32:
            raise self._wrong(Fault.HASH, "a fingerprint or hash that is not 32 bytes long")

    def _tag(self, entry: Entry) -> None:
        try:
            tag = _TAG.decode(entry.body).type
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise self._wrong(Fault.BODY, f"a body that is no message: {error}") from error
        if tag != entry.tag:
            raise self._wrong(Fault.TAG, f"tagged {entry.tag}, but its body says {tag}")

    def _which_of(self, entry: Entry, after: Entry) -> Corrupt:
        if entry_hash(entry.hash, after) == after.hash:
            how = "edited: its hash is the one that was written, its contents are not"
            if self.head.position:
                how += " (or the entry in front of it was rewritten, with its hash)"
            return self._wrong(Fault.CONTENT, how)
        if entry_hash(entry_hash(self.head.hash, entry), after) == after.hash:
            return self._wrong(Fault.HASH, "its hash was edited, its contents were not")
        return self._unfit()

    def _unfit(self) -> Corrupt:
        return self._wrong(Fault.HASH, "its contents and the hash in front of it do not give its hash")

    def _wrong(self, fault: Fault, how: str) -> Corrupt:
        return Corrupt(self.office, self.head.position + 1, fault, how)


def verify(entries: Iterable[Entry]) -> Head:
    """Return the head of one office's whole log, or raise `Corrupt`: the first wrong position, and how it is wrong."""
    chain: Chain | None = None
    for entry in entries:
        chain = chain or Chain(entry.office)
        chain.take(entry)
    return chain.end() if chain else BEGINNING
