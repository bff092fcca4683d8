"""What the domain refuses, and the mark of an English sentence that is said elsewhere."""

from collections.abc import Mapping


def N_(msgid: str) -> str:
    """Mark a msgid where it stands; whoever shows it translates it."""
    return msgid


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
