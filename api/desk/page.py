"""The desk of one person, and its page: what waits for them, what they wait for, what is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from api.desk.items import Item, Owed
from api.http.frame import Frame
from api.http.html import page
from api.http.paging import Page
from api.rights import may
from api.words.clock import Clock
from domain.kernel.actor import Role


@dataclass(frozen=True)
class Desk:
    """A page of each list; the first two begin with what is latest, the last with what was done last."""

    mine: tuple[Item, ...]
    others: tuple[Item, ...]
    done: tuple[Item, ...]
    filings: tuple[Owed, ...]
    pages: Mapping[str, Page]
    late: int


def desk(
    frame: Frame,
    lists: Desk,
    asking: Sequence[tuple[str, str, datetime]],
    unread: Sequence[tuple[datetime, Markup]],
) -> str:
    """Return the three lists of the viewer, under what others did to their account and what they have to file."""
    memberships = frame.viewer.memberships if frame.viewer else ()

    def item_clock(item: Item | Owed) -> Clock:
        return frame.clock(item.office)

    acting = {Role.DRAFTER, Role.SECRETARY, Role.CHAIR, Role.OFFICIAL}
    return page(
        frame,
        "desk/desk.html",
        desk=lists,
        filings=lists.filings,
        asking=asking,
        unread=unread,
        late=lists.late,
        drafts=[m.office for m in memberships if may("draft-plan", m.roles)],
        acts=any(acting & m.roles for m in memberships),
        item_clock=item_clock,
    )
