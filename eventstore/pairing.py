"""Compares the receipts with the log they speak of: pure, entry by entry."""

from collections.abc import Iterable

from domain.events import CommandRefused
from eventstore.chain import receipt_seal
from eventstore.codec import decode
from eventstore.entry import BEGINNING, REFUSALS, Entry, Head, StoredReceipt
from eventstore.errors import Corrupt, Fault, Foreign


class Pairing:
    """One office's receipts, in the order of their last positions, beside its entries in theirs."""

    def __init__(self, office: str, receipts: Iterable[StoredReceipt]) -> None:
        self.office = office
        self._receipts = iter(
            sorted(receipts, key=lambda receipt: (receipt.last, receipt.first is None, receipt.recorded_at))
        )
        self._next = next(self._receipts, None)
        self._group: tuple[Entry, Entry] | None = None  # the first and the newest entry of the command being read
        self._seen: set[str] = set()
        self._answered = ""  # the command of the newest receipt
        self.recorded_at = BEGINNING.recorded_at
        self.count = 0

    def take(self, entry: Entry) -> None:
        """Go one entry further, or raise `Corrupt` at the first receipt that does not fit."""
        if self._group is None:
            self._changed_nothing(BEGINNING)
        elif self._group[1].command_id == entry.command_id:
            first = self._group[0]
            if (entry.fingerprint, entry.recorded_at, entry.stream) != (
                first.fingerprint,
                first.recorded_at,
                first.stream,
            ):
                raise self._wrong(entry.position, "differs from the entry of the same command in front of it")
            self._group = (first, entry)
            return
        else:
            self._end(self._group)
        if entry.command_id in self._seen:
            raise self._wrong(entry.position, f"command {entry.command_id} has entries in two places")
        if entry.recorded_at < self.recorded_at:
            raise self._wrong(entry.position, f"recorded before the receipt of {self._answered} in front of it")
        self._seen.add(entry.command_id)
        self._group = (entry, entry)

    def doubt(self) -> None:
        """Check what was read last, before the entry behind it is called wrong: perhaps that one was rewritten."""
        receipt, group = self._next, self._group
        if receipt is not None and group is not None and receipt.last == group[1].position:
            self._end(group)

    def end(self) -> None:
        """Check what is left when the log has ended."""
        if self._group is None:
            self._changed_nothing(BEGINNING)
        else:
            self._end(self._group)
        if self._next is not None:
            raise self._wrong(self._next.last, f"the receipt of {self._next.command_id} has no entries in the log")

    def _end(self, group: tuple[Entry, Entry]) -> None:
        first, last = group
        receipt = self._take(last.position)
        if receipt is None or receipt.first is None or receipt.command_id != first.command_id:
            other = f": that of {receipt.command_id} stands in its place" if receipt is not None else ""
            raise self._wrong(first.position, f"command {first.command_id} has no receipt{other}")
        if (receipt.first, receipt.head) != (first.position, last.hash):
            subject = f"entries {first.position} to {last.position} are" if first is not last else "the entry is"
            raise self._wrong(first.position, f"{subject} not what the receipt of {receipt.command_id} was given for")
        if (receipt.fingerprint, receipt.recorded_at) != (last.fingerprint, last.recorded_at):
            raise self._wrong(first.position, f"the receipt of {receipt.command_id} says other than the log")
        if receipt.stream != _asked(first):
            raise self._wrong(first.position, f"the receipt of {receipt.command_id} names the stream {receipt.stream}")
        self.recorded_at = last.recorded_at
        self._changed_nothing(Head(last.position, last.hash, last.recorded_at))

    def _changed_nothing(self, head: Head) -> None:
        """Check the receipts without entries that were given while the log ended in `head`."""
        while (receipt := self._take(head.position)) is not None:
            true = receipt.first is None and receipt.head == head.hash and receipt.stream != REFUSALS
            if not true or receipt.recorded_at < self.recorded_at:
                raise self._wrong(head.position, f"the receipt of {receipt.command_id} says other than the log")
            if receipt.command_id in self._seen:
                raise self._wrong(head.position, f"command {receipt.command_id} has two receipts")
            self._seen.add(receipt.command_id)
            self.recorded_at = receipt.recorded_at

    def _take(self, position: int) -> StoredReceipt | None:
        receipt = self._next
        if receipt is None or receipt.last > position:
            return None
        if receipt.last < position or receipt.office != self.office:
            raise self._wrong(receipt.last, f"the receipt of {receipt.command_id} ends inside another command")
        if receipt_seal(receipt) != receipt.seal:
            raise self._wrong(receipt.last, f"the receipt of {receipt.command_id} was edited")
        self._next = next(self._receipts, None)
        self._answered = receipt.command_id
        self.count += 1
        return receipt

    def _wrong(self, position: int, how: str) -> Corrupt:
        return Corrupt(self.office, position, Fault.RECEIPT, how)


def _asked(entry: Entry) -> str:
    """The stream that the entry's command was about."""
    if entry.stream != REFUSALS:
        return entry.stream
    try:
        refused = decode(entry.body)
    except Foreign as error:
        raise Corrupt(entry.office, entry.position, Fault.BODY, str(error)) from error
    return refused.stream if isinstance(refused, CommandRefused) else ""
