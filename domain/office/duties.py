"""Whether one person may act in two roles on the same thing: a dated rule with its source."""

from datetime import date

from domain.kernel.message import Message


class DutyPolicy(Message, frozen=True, tag="duty-policy"):
    """Of what is sent from `effective` on: where duties are `separate`, who acted in one role acts in no other."""

    effective: date
    separate: bool
    citation: str


# What an office follows until it says otherwise.
DEFAULT = DutyPolicy(date.min, separate=False, citation="paraf default: each act is recorded under its own role")
