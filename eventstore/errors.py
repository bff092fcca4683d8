"""What the event store reports.

StoreError
├── Conflict          a stream has moved on: load, decide and append again
├── CommandIdReused   the command id belongs to another command: final
├── Unstorable        what was asked can never be stored, such as a name that is none: final
├── Unavailable       the database did not answer: the outcome is unknown, ask again with the same command id
│   └── ClockApart    clocks differ by more than they may: nothing was recorded, and nothing is until they agree
├── Corrupt           the record is not what was written: carries the position and how it is wrong
├── Foreign           bytes that are no event of ours, or not in the one spelling an event has
└── MigrationError    the schema in the database and the files do not belong together
"""

from enum import StrEnum


class StoreError(Exception):
    """The base of what this package raises."""


class Conflict(StoreError):
    """Somebody else's event came first."""

    def __init__(self, stream: str, expected: int, actual: int) -> None:
        super().__init__(f"{stream} is at version {actual}, not {expected}")
        self.stream = stream
        self.expected = expected
        self.actual = actual


class CommandIdReused(StoreError):
    """The command id was used for another command."""

    def __init__(self, office: str, command_id: str) -> None:
        super().__init__(f"command id {command_id} of {office} belongs to another command")
        self.office = office
        self.command_id = command_id


class Unstorable(StoreError):
    """The database refuses these values, whoever asks and however often."""


class Unavailable(StoreError):
    """Nothing is known about what was asked."""


class ClockApart(Unavailable):
    """This machine's clock, or the end of a log, is too far from the database's clock."""


class Foreign(StoreError):
    """Bytes that do not decode to an event and encode to the same bytes again."""


class Fault(StrEnum):
    """How a record can be wrong."""

    GAP = "gap"
    ORDER = "order"
    TIME = "time"
    VERSION = "version"
    TAG = "tag"
    BODY = "body"
    CONTENT = "content"
    HASH = "hash"
    RECEIPT = "receipt"
    HEAD = "head"
    CUT = "cut"
    VIEW = "view"
    DOCUMENT = "document"
    GUARD = "guard"
    LAW = "law"


class Corrupt(StoreError):
    """`position` is the first wrong one of the office's log; 0 where the fault is at none."""

    def __init__(self, office: str, position: int, fault: Fault, how: str) -> None:
        super().__init__(f"{office}, position {position}: {how}" if position else f"{office}: {how}")
        self.office = office
        self.position = position
        self.fault = fault
        self.how = how


class MigrationError(StoreError):
    """A schema file was changed after it ran, or the database is newer than the files."""
