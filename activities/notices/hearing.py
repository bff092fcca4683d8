"""How people hear of what happened: as each chose, of each kind by itself."""

from collections.abc import Mapping
from enum import StrEnum

import msgspec

from domain.notice.notice import Happening


class Hearing(StrEnum):
    """How somebody hears of a kind of notice; their desk tells it in any case. Stored with their account."""

    DESK = "desk"
    MAIL = "mail"  # at once
    DAILY = "daily"  # one mail a day


# What asks something of whoever hears it comes at once; what they may want to know, once a day.
USUAL: Mapping[Happening, Hearing] = {
    Happening.RETURNED: Hearing.MAIL,
    Happening.REJECTED: Hearing.MAIL,
    Happening.WITHDRAWN: Hearing.DAILY,
    Happening.SIGNED: Hearing.DAILY,
    Happening.ALL_SIGNED: Hearing.MAIL,
    Happening.BEGUN: Hearing.DAILY,
    Happening.AMENDED: Hearing.MAIL,
    Happening.REMARK: Hearing.DAILY,
    Happening.ANSWERED: Hearing.DAILY,
    Happening.ROW_RETURNED: Hearing.MAIL,
    Happening.CLOSED: Hearing.DAILY,
    Happening.REOPENED: Hearing.MAIL,
    Happening.LOWERED: Hearing.MAIL,
    Happening.WEBHOOK_DISABLED: Hearing.MAIL,
}


def hears(stored: str) -> Mapping[Happening, Hearing]:
    """Return how somebody hears of each kind, by what is stored of their choices."""
    return {**USUAL, **msgspec.json.decode(stored, type=dict[Happening, Hearing])}
