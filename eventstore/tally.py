"""Compares the receipts with the log they speak of: pure, entry by entry."""

from collections.abc import Iterable

from domain.kernel.refusal import CommandRefused
from eventstore.chain import receipt_seal
from eventstore.codec import decode
from eventstore.entry import BEGINNING, REFUSALS, Entry, Head, Slip
from eventstore.errors import Corrupt, Fault, Foreign


class Tally:
    """One office's receipts, in the order of their last positions, beside its entries in theirs."""

    def __init__(self, office: str, slips: Iterable[Slip]) -> None:
        self.office = office
        self._slips = iter(sorted(slips, key=lambda slip: (slip.last, slip.first is None, slip.recorded_at)))
        self._next = next(self._slips, None)
        self._group: tuple[Entry, Entry] | None = None  # the first and the newest entry of the command being read
        self._seen: set[str] = set()
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
            raise self._wrong(entry.position, "recorded before a receipt in front of it")
        self._seen.add(entry.command_id)
        self._group = (entry, entry)

    def doubt(self) -> None:
        """Check what was read last, before the entry behind it is called wrong: perhaps that one was rewritten."""
        slip, group = self._next, self._group
        if slip is not None and group is not None and slip.last == group[1].position:
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
        slip = self._take(last.position)
        if slip is None or slip.first is None or slip.command_id != first.command_id:
            raise self._wrong(first.position, f"command {first.command_id} has no receipt")
        if (slip.first, slip.head) != (first.position, last.hash):
            told = f"entries {first.position} to {last.position} are" if first is not last else "the entry is"
            raise self._wrong(first.position, f"{told} not what the receipt of {slip.command_id} was given for")
        if (slip.fingerprint, slip.recorded_at) != (last.fingerprint, last.recorded_at):
            raise self._wrong(first.position, f"the receipt of {slip.command_id} says other than the log")
        if slip.stream != _asked(first):
            raise self._wrong(first.position, f"the receipt of {slip.command_id} names the stream {slip.stream}")
        self.recorded_at = last.recorded_at
        self._changed_nothing(Head(last.position, last.hash, last.recorded_at))

    def _changed_nothing(self, head: Head) -> None:
        """Check the receipts without entries that were given while the log ended in `head`."""
        while (slip := self._take(head.position)) is not None:
            if slip.first is not None or slip.head != head.hash or slip.recorded_at < self.recorded_at:
                raise self._wrong(head.position, f"the receipt of {slip.command_id} says other than the log")
            if slip.command_id in self._seen:
                raise self._wrong(head.position, f"command {slip.command_id} has two receipts")
            self._seen.add(slip.command_id)
            self.recorded_at = slip.recorded_at

    def _take(self, position: int) -> Slip | None:
        slip = self._next
        if slip is None or slip.last > position:
            return None
        if slip.last < position or slip.office != self.office:
            raise self._wrong(slip.last, f"the receipt of {slip.command_id} ends inside another command")
        if receipt_seal(slip) != slip.seal:
            raise self._wrong(slip.last, f"the receipt of {slip.command_id} was edited")
        self._next = next(self._slips, None)
        self.count += 1
        return slip

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
