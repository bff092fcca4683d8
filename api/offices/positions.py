"""The positions of an office: how each is printed and who holds it today, those its plans ask for, and a new one."""

from dataclasses import replace
from typing import Annotated, NotRequired, TypedDict
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.http.address import office_path
from api.http.answers import json_answer, page_answer
from api.http.described import reads
from api.http.forms import Typed, make_ids
from api.http.problems import Problem
from api.http.visit import Sent, Visit
from api.http.way import Way
from api.offices import pages
from api.offices.bodies import PositionBody
from api.offices.routes import done, office_acts, tell_done
from domain.kernel.actor import Duty, Role
from domain.kind.shipped import SHIPPED
from domain.office.commands import NamePosition
from domain.office.state import Office

router = APIRouter(tags=["offices"])
_POSITIONS = "/offices/{office}/positions"


class PositionListed(TypedDict):
    """A position, with those who hold it today by their ids; without holders it is one that routes ask for only."""

    position: str
    title: str
    several: NotRequired[bool]
    holders: NotRequired[list[str]]
    asked_by: list[str]


class PositionsListed(TypedDict):
    """The positions that the office named, and under `missing` those that the routes of its plans name beside them."""

    positions: list[PositionListed]
    missing: list[PositionListed]


@router.get(_POSITIONS, **reads("The positions of an office", PositionsListed, operation="list_positions"))
async def positions(visit: Annotated[Visit, Depends(Way("read-office"))]) -> Response:
    """List them."""
    if visit.html:
        await tell_done(visit)
        return page_answer(await _page(visit, Typed(command_id=visit.services.new_id())))
    return json_answer(_listed(visit, visit.office))


def _listed(visit: Visit, office: Office) -> PositionsListed:
    today = visit.services.clock().astimezone(ZoneInfo(office.time_zone)).date()
    asked: dict[str, dict[str, str]] = {}
    codes = dict.fromkeys([*office.routes, *office.kinds, *(kind.code for kind in SHIPPED)])
    for code in codes:
        declared = office.kind(code)
        for step in office.routes.get(code) or (declared.route if declared else ()):
            if step.position and not step.office:
                asked.setdefault(step.position, {})[code] = step.title or step.position
    return {
        "positions": [
            {
                "position": key,
                "title": position.title,
                "several": position.several,
                "holders": list(office.on_duty(Duty(Role.OFFICIAL, key), today)),
                "asked_by": list(asked.get(key, ())),
            }
            for key, position in office.positions.items()
        ],
        "missing": [
            {"position": key, "title": next(iter(by.values())), "asked_by": list(by)}
            for key, by in asked.items()
            if key not in office.positions
        ],
    }


async def _page(visit: Visit, typed: Typed) -> str:
    office = await visit.services.offices.find(visit.office.id) or visit.office  # as it is by now
    return pages.positions(visit.frame, office, _listed(visit, office), typed)


async def _again(visit: Visit, problem: Problem, command_id: str) -> str:
    typed = dict(visit.form or [])
    key = typed.get("position", "")
    form = f"position-{key}" if key in visit.office.positions else "position"
    return await _page(visit, Typed(form, typed, problem, command_id))


def _where(visit: Visit) -> str:
    return f"{office_path(visit.office)}/positions"


async def _named(visit: Visit) -> Sent[PositionBody]:
    await make_ids(visit, position="title")
    return await visit.command(PositionBody)


replace(office_acts(router), where=_where, then=done(_where), again=_again).add(
    "/positions", "name-position", "Name a position, or print it otherwise", PositionBody, NamePosition, read=_named
)
