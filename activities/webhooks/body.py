"""What is sent: a happening as programs read it, the same bytes at every try."""

from datetime import datetime
from typing import TypedDict

from activities.notices.words import path_of
from domain.kernel.message import canonical
from domain.notice.notice import Happening, Told

# What programs are told of; that one of them is told no more is for administrators.
KINDS = tuple(kind for kind in Happening if kind is not Happening.WEBHOOK_DISABLED)


class WebhookActor(TypedDict):
    """Who did it."""

    person: str
    name: str
    role: str
    position: str


class WebhookData(TypedDict):
    """What happened to which paper, where it stands in the log of the office, and where people read more.

    `quarter` is 0 and texts are empty where there is nothing to say; `about` is the row's wording, or the part.
    """

    office: str
    position: int
    paper: str
    plan: str
    quarter: int
    row: str
    about: str
    reason: str
    by: WebhookActor
    link: str
    trial: bool


class WebhookBody(TypedDict):
    """A delivery: `type` is the paper and what happened to it, such as `plan.returned`."""

    type: str
    timestamp: datetime
    data: WebhookData


def body_of(office: str, position: int, at: datetime, told: Told, base_url: str) -> bytes:
    """Return the body of a delivery."""
    body: WebhookBody = {
        "type": f"{told.paper}.{told.happening}",
        "timestamp": at,
        "data": {
            "office": office,
            "position": position,
            "paper": told.paper,
            "plan": told.plan,
            "quarter": told.quarter,
            "row": told.row,
            "about": told.about,
            "reason": told.reason,
            "by": {"person": told.person, "name": told.name, "role": told.role, "position": told.position},
            "link": f"{base_url}{path_of(office, told)}",
            "trial": told.trial,
        },
    }
    return canonical(body)
