"""What the domain refuses.

PlanError
├── Refused        a rule says no: the answer to a command, kept as a receipt
└── Unreadable     a text is not what it should be (a number, a row): carries the place
    └── Ambiguous  a number that can be read in two ways: carries both readings
"""

from collections.abc import Mapping


class PlanError(Exception):
    """A code for machines, an English gettext msgid with `{named}` places for people, and where it happened."""

    def __init__(self, code: str, message: str, place: str = "", /, **params: str) -> None:
        super().__init__(message.format(**params) if params else message)
        self.code = code
        self.message = message
        self.place = place
        self.params: Mapping[str, str] = params

    def at(self, place: str) -> "PlanError":
        """Return the same error, found at `place` (a row id and field, such as `i-07.target`)."""
        return type(self)(self.code, self.message, place, **self.params)


class Refused(PlanError):
    """A rule of the plan says no; nothing happened."""


class Unreadable(PlanError):
    """A typed value cannot be read."""


class Ambiguous(Unreadable):
    """A typed number has two readings; params `first` and `second` print both."""


def require(condition: bool, code: str, message: str, place: str = "", /, **params: str) -> None:
    """Raise `Refused` unless the condition holds."""
    if not condition:
        raise Refused(code, message, place, **params)
