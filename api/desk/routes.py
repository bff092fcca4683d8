"""The front page: the desk of whoever looks."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Annotated, Any, TypedDict

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.desk import page
from api.desk.items import Item, Owed, items, owed, unbegun
from api.desk.page import Desk
from api.doors.account import news, sentences
from api.http.address import office_path
from api.http.answers import json_answer, page_answer
from api.http.described import query, reads
from api.http.paging import page_asked, pages_asked
from api.http.visit import Visit
from api.http.way import Way
from api.notices.lines import notice_lines
from api.rights import Membership, may
from domain.action.state import ActionPhase
from domain.kernel.streams import action_stream
from eventstore.views import DONE, FILINGS, MINE, OTHERS, DeskRows
from views.desk import wait_of

router = APIRouter(tags=["desk"])
_LISTS = (MINE, OTHERS, DONE, FILINGS)
_NEWS = 5  # of what happened since the person looked
_MOST_STREAMS = 2  # of the six connections that a browser has for all its windows here


class DeskItem(TypedDict):
    """A plan, its action plan or a quarter (`of`), and what the reader can do with it (`act`)."""

    office: str
    plan: str
    of: str
    act: str
    step: Mapping[str, Any] | None
    holders: list[str]
    since: datetime | None
    due: datetime | None
    working_days_waited: int
    working_days_late: int
    summary: Mapping[str, Any]


class FilingOwed(TypedDict):
    """A quarter in which the reader has rows to file, so many `returned`; `over` says that its window has closed."""

    office: str
    plan: str
    quarter: int
    rows: int
    returned: int
    opens: datetime
    closes: datetime
    over: bool


class DeskView(TypedDict):
    """A page of what waits for the reader, of what they wait for, of what is done, and of what they owe.

    `counts` says how many there are of each, plans and quarters rather than steps.
    """

    mine: list[DeskItem]
    others: list[DeskItem]
    done: list[DeskItem]
    filings: list[FilingOwed]
    counts: dict[str, int]


@router.get(
    "/",
    **reads(
        "What waits for you, what you wait for, what is done",
        DeskView,
        operation="read_desk",
        headers=[*pages_asked(*_LISTS), query("office", "Only what is of this office", {"type": "string"})],
    ),
)
async def front(visit: Annotated[Visit, Depends(Way("read-desk"))]) -> Response:
    """Show the desk of all offices of the viewer, or of one."""
    lists = await _desk(visit)
    if visit.html:
        fresh = await news(visit)
        told = await sentences(visit, fresh.unread)
        return page_answer(page.desk(visit.frame, lists, fresh.asking, told, await _news(visit)))
    answer: DeskView = {
        "mine": [_view(item) for item in lists.mine],
        "others": [_view(item) for item in lists.others],
        "done": [_view(item) for item in lists.done],
        "filings": [_filing(item) for item in lists.filings],
        "counts": {name: of.total for name, of in lists.pages.items()},
    }
    return json_answer(answer)


async def _news(visit: Visit) -> page.News:
    of, person, offices = visit.services.notices, visit.owner.person, visit.owner.offices
    unread = await of.of(person, offices, _NEWS, unread=True)
    # Most desks have few: those are counted already.
    count = len(unread) if len(unread) < _NEWS else await of.unread(person, offices)
    return page.News(count, await notice_lines(visit, unread))


async def _desk(visit: Visit) -> Desk:
    """Read a page of each list: what is on none of them is counted and no more."""
    pool, person, now = visit.services.store.pool, visit.who.person, visit.services.clock()
    only = visit.request.query_params.get("office", "")
    of = {m.office.id: m for m in visit.who.memberships if only in ("", m.office.id)}
    parties = [] if only else [wait_of(duty) for duty in visit.who.elsewhere()]
    begins = [office for office, member in of.items() if may("begin-action", member.roles)]
    duties = {office: [wait_of(duty) for duty in member.duties] for office, member in of.items()}
    asked = DeskRows(person, now, duties, begins, parties)
    counts = await asked.counts(pool)
    pages = {name: page_asked(visit.request, counts[name], name) for name in _LISTS}
    size = next(iter(pages.values())).size
    rows = await asked.rows(pool, size, {name: each.offset for name, each in pages.items()})
    for theirs in {office for kept in rows.values() for office, _, _ in kept if office not in of}:
        if (found := await visit.services.offices.find(theirs)) is not None:
            of[theirs] = Membership(found, frozenset(), visit.who.elsewhere())

    offices = {office.id: office for office in await visit.services.offices.all()}

    def listed(name: str) -> Iterator[Item]:
        return (
            item
            for office, stream, body in rows[name]
            for item in items(of[office], person, stream, body, now, offices)
        )

    mine: list[Item] = []
    for item in listed(MINE):
        if item.of == "plan" and item.over:  # a signed plan waits for nothing but its action plan
            mine.append(unbegun(item.office, item.summary, now, begun=await _begun(visit, item)))
        elif item.act != "read":
            mine.append(item)

    return Desk(
        tuple(mine),
        tuple(item for item in listed(OTHERS) if item.act == "read"),
        tuple(listed(DONE)),
        tuple(owed(of[office].office, person, body, now) for office, _, body in rows[FILINGS]),
        pages,
        counts["late"],
        only,
        await _live(visit, of.values()) if visit.html else (),
    )


async def _begun(visit: Visit, item: Item) -> bool:
    """Whether a signed plan has an action plan: then that is to follow an amendment."""
    stream = action_stream(item.summary["kind"], item.summary["year"])
    return (await visit.services.recorder.action(item.office.id, stream)).phase is not ActionPhase.ABSENT


async def _live(visit: Visit, of: Iterable[Membership]) -> tuple[str, ...]:
    """Return the streams that tell what is recorded from now on; a browser listens to few at once."""
    heads = await visit.services.store.heads()
    telling = [m.office for m in of if may("read-history", m.roles)][:_MOST_STREAMS]
    return tuple(f"{office_path(o)}/log?after={heads[o.id].position}" for o in telling if o.id in heads)


def _filing(item: Owed) -> FilingOwed:
    return {
        "office": item.office.id,
        "plan": item.plan,
        "quarter": item.quarter,
        "rows": item.rows,
        "returned": item.returned,
        "opens": item.opens,
        "closes": item.closes,
        "over": item.over,
    }


def _view(item: Item) -> DeskItem:
    return {
        "office": item.office.id,
        "plan": item.plan,
        "of": item.of,
        "act": item.act,
        "step": item.step,
        "holders": list(item.holders),
        "since": item.since,
        "due": item.due,
        "working_days_waited": item.waited,
        "working_days_late": item.late,
        "summary": item.summary,
    }
