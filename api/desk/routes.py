"""The front page: the desk of whoever looks."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, TypedDict

import msgspec
from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.desk import page
from api.desk.action import action_items
from api.desk.desk import Item, Summary, desk
from api.desk.owed import Owed, owed
from api.desk.quarter import quarter_items
from api.doors.account import news, sentences
from api.http.answers import json_answer, page_answer
from api.http.described import reads
from api.http.visit import Visit
from api.http.way import Way
from eventstore.views import ACTION, QUARTER, SUMMARY

router = APIRouter(tags=["desk"])


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
    """A quarter in which the reader has rows to file; `over` says that its window has closed."""

    office: str
    plan: str
    quarter: int
    rows: int
    opens: datetime
    closes: datetime
    over: bool


class DeskView(TypedDict):
    """What waits for the reader, what they wait for, what is done, and what they owe."""

    mine: list[DeskItem]
    others: list[DeskItem]
    done: list[DeskItem]
    filings: list[FilingOwed]


@router.get("/", **reads("What waits for you, what you wait for, what is done", DeskView, operation="read_desk"))
async def front(visit: Annotated[Visit, Depends(Way("read-desk"))]) -> Response:
    """Show the desk of all offices of the viewer."""
    summaries = [
        msgspec.json.decode(body)
        for membership in visit.who.memberships
        for _, body in await visit.services.store.views(membership.office.id, SUMMARY)
    ]
    now = visit.services.clock()
    quarters = [
        (membership, [body for _, body in await visit.services.store.views(membership.office.id, QUARTER)])
        for membership in visit.who.memberships
    ]
    person = visit.who.person
    reports = [item for membership, bodies in quarters for item in quarter_items(membership, person, bodies, now)]
    lists = desk(visit.who, summaries, now, [*await _actions(visit, summaries, now), *reports])
    filings = [item for membership, bodies in quarters for item in owed(membership, person, bodies, now)]
    if visit.html:
        fresh = await news(visit)
        return page_answer(page.desk(visit.frame, lists, filings, fresh.asking, await sentences(visit, fresh.unread)))
    sides = {"mine": lists.mine, "others": lists.others, "done": lists.done}
    listed = {side: [_view(item) for item in items] for side, items in sides.items()}
    return json_answer({**listed, "filings": [_filing(item) for item in filings]})


async def _actions(visit: Visit, summaries: list[Summary], now: datetime) -> list[Item]:
    """What waits of the action plans of the viewer's offices."""
    return [
        item
        for membership in visit.who.memberships
        for item in action_items(
            membership,
            visit.who.person,
            dict(await visit.services.store.views(membership.office.id, ACTION)),
            summaries,
            now,
        )
    ]


def _filing(item: Owed) -> FilingOwed:
    return {
        "office": item.office.id,
        "plan": item.plan,
        "quarter": item.quarter,
        "rows": item.rows,
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
