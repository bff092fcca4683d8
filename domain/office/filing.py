"""When quarters can be filed and who hears of it: a dated rule with its source, of which windows are computed."""

from datetime import date

from domain.kernel.message import Message


class FilingPolicy(Message, frozen=True, tag="filing-policy"):
    """Of quarters that end from `effective` on.

    The window opens on the `opens`th day after the quarter and closes with the `closes`th, or with the working day
    after it. Owners are reminded so many days before that one (`before`, or the working day before) and on it; the
    Secretary and the Chair hear of what is not filed so many working days after it.
    """

    effective: date
    opens: int
    closes: int
    before: tuple[int, ...]
    secretary: int
    chair: int
    citation: str


# What an office follows until it says otherwise.
DEFAULT = FilingPolicy(
    date.min, 1, 10, (7, 3, 1), 1, 3, "paraf default: the 1st to the 10th after the end of the quarter"
)
