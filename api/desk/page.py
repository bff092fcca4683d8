"""The desk of one person, and its page: what waits for them, what they wait for, what is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from api.desk.items import Item, Owed
from api.desk.lines import DeskLine, item_line, owed_line
from api.http.frame import Frame
from api.http.html import page
from api.http.paging import Page
from api.notices.lines import NoticeLine
from api.rights import Membership, may
from domain.kernel.actor import Role

_ACTING = {Role.DRAFTER, Role.SECRETARY, Role.CHAIR, Role.OFFICIAL, Role.PLANNER, Role.OWNER}


@dataclass(frozen=True)
class Desk:
    """A page of each list; what is to be done begins with what is late and what came back, the last with the newest.

    `live` are the streams that tell when it changes.
    """

    mine: tuple[Item, ...]
    others: tuple[Item, ...]
    done: tuple[Item, ...]
    filings: tuple[Owed, ...]
    pages: Mapping[str, Page]
    late: int
    only: str
    live: tuple[str, ...]

    @property
    def waiting(self) -> int:
        """Return how many things wait for the person."""
        return self.pages["mine"].total + self.pages["filings"].total


@dataclass(frozen=True)
class News:
    """What happened since the person looked: how much, and the newest of it."""

    unread: int
    lines: Sequence[NoticeLine]


def desk(
    frame: Frame,
    lists: Desk,
    asking: Sequence[tuple[str, str, datetime]],
    unread: Sequence[tuple[datetime, Markup]],
    news: News,
) -> str:
    """Return the three lists of the viewer, under what others did to their account."""
    memberships = frame.viewer.memberships if frame.viewer else ()
    roles = frozenset(role for m in memberships for role in m.roles)
    owed = [owed_line(frame, each) for each in lists.filings]
    mine = sorted([*owed, *(item_line(frame, item) for item in lists.mine)], key=_first)
    return page(
        frame,
        "desk/desk.html",
        desk=lists,
        mine=mine,
        several=sum(bool(line.paper) for line in mine) > 1,
        others=[item_line(frame, item) for item in lists.others],
        done=[item_line(frame, item) for item in lists.done],
        asking=asking,
        unread=unread,
        news=news,
        drafts=[m.office for m in memberships if may("draft-plan", m.roles)],
        acts=bool(_ACTING & roles),
        offices=[(m.office.id, m.office.name) for m in memberships],
        rooms=[(m.office, _rooms(m)) for m in memberships if not _ACTING & m.roles],
    )


def _first(line: DeskLine) -> tuple[bool, bool]:
    """What is late comes first, then what came back; else each list keeps its order."""
    return not line.late, not line.returned


def _rooms(member: Membership) -> frozenset[str]:
    """Where somebody has to do who acts on no paper."""
    ways = {"people": "manage-accounts", "kinds": "declare-kind", "log": "read-access-log", "plans": "read-plan"}
    return frozenset(room for room, act in ways.items() if may(act, member.roles))
