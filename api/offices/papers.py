"""Which papers an office has of a year, and by when: all policies that were set, and the form that sets another."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, TypedDict
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.http import reading
from api.http.answers import json_answer, page_answer
from api.http.described import reads
from api.http.forms import FormReader, at_fields, row_numbers
from api.http.frame import Frame, roles
from api.http.html import page
from api.http.problems import Problem, Unprocessable
from api.http.visit import Sent, Visit
from api.http.way import Way
from api.offices.bodies import PaperPolicyBody
from api.offices.routes import done, office_acts, tell_done, where
from api.rights import may
from api.words import names
from domain.kernel.errors import N_
from domain.kernel.message import canonical
from domain.office.commands import SetPaperPolicy
from domain.office.papers import PaperPolicy, YearPaper
from domain.office.state import Office
from domain.route.route import action_kind, quarter_kind, report_kind

router = APIRouter(tags=["offices"])
_PATH = "/paper-policies"
_SPARE, _MOST = 3, 30  # rows
_COLUMNS = ("kind", "day", "month", "years", "holds", "citation")
_NO_ROW = dict.fromkeys(_COLUMNS, "") | {"years": "0", "holds": "1"}
_YEARS = {-1: N_("of the year before"), 0: N_("of the year"), 1: N_("of the year after"), 2: N_("two years after")}


class PaperPoliciesListed(TypedDict):
    """The policy of this year, and each that the office set, the oldest first."""

    in_force: PaperPolicy
    policies: list[PaperPolicy]


@dataclass(frozen=True)
class PapersForm:
    """The fields; each row is a paper, one without a kind says nothing."""

    effective: str
    citation: str
    rows: tuple[Mapping[str, str], ...]

    @classmethod
    def from_policy(cls, policy: PaperPolicy, effective: str) -> "PapersForm":
        """Return the form that changes a policy from a day on; its source is yet to be said."""
        return cls(effective, "", tuple(_row(paper) for paper in policy.papers))

    @classmethod
    def from_fields(cls, fields: Mapping[str, str]) -> "PapersForm":
        """Return the form as it was sent: `papers.0.kind`, `papers.0.day` and their like."""
        numbers = sorted({int(n) for n in row_numbers(fields, "papers")})[: _MOST + _SPARE]
        rows = ({name: fields.get(f"papers.{n}.{name}", "") for name in _COLUMNS} for n in numbers)
        kept = tuple(row for row in rows if row["kind"])
        return cls(fields.get("effective", ""), fields.get("citation", ""), kept)

    def body(self) -> PaperPolicyBody:
        """Return the command's body. Raises `Unprocessable` that names every wrong field."""
        reader = FormReader()
        papers = []
        for n, row in enumerate(self.rows):
            at = f"papers.{n}"
            told: dict[str, Any] = {"kind": row["kind"], "citation": row["citation"]}
            told["holds"] = reader.whole(f"{at}.holds", row["holds"] or "1")
            if row["month"]:
                told["due"] = {name: reader.whole(f"{at}.{name}", row[name]) for name in ("month", "day", "years")}
            papers.append(told)
        typed = {"effective": reader.day("effective", self.effective) or "", "citation": self.citation}
        if reader.wrong:
            raise Unprocessable(reader.wrong)
        return reading.filled(PaperPolicyBody, canonical(typed | {"papers": papers}), None)

    def places(self) -> dict[str, str]:
        """Return where in the form the places of a body are."""
        inner = ((f"papers.{n}", name) for n in range(len(self.rows)) for name in ("month", "day", "years"))
        return {f"{at}.due.{name}": f"{at}.{name}" for at, name in inner}


def _row(paper: YearPaper) -> Mapping[str, str]:
    told = {"kind": paper.kind, "citation": paper.citation, "holds": str(paper.holds)}
    due = paper.due
    return _NO_ROW | told | ({} if due is None else {n: str(getattr(due, n)) for n in ("day", "month", "years")})


def _page(visit: Visit, typed: PapersForm | None, problem: Problem | None, command_id: str) -> str:
    frame, office = visit.frame, visit.office
    words, clock = frame.words, frame.clock(office)
    today = clock.date(frame.now)
    now = office.paper_policy(today.year)
    others = sorted((each for each in office.papers.values() if each is not now), key=lambda each: each.effective)
    form = typed or PapersForm.from_policy(now, clock.typed_day(today))
    return page(
        frame,
        "offices/papers.html",
        office=office,
        problem=at_fields(problem, form.places()),
        form=form,
        rows=[*form.rows, *[_NO_ROW] * _SPARE],
        year=today.year,
        policies=[(each, each is now, _told(frame, office, each, today.year)) for each in (now, *reversed(others))],
        kinds=_kinds(frame, office, form),
        months=[(str(n), clock.month(n)) for n in range(1, 13)],
        years=[(str(n), words(text)) for n, text in _YEARS.items()],
        may_change=may("set-paper-policy", roles(frame, office)),
        command_id=command_id,
    )


def _told(frame: Frame, office: Office, policy: PaperPolicy, year: int) -> list[tuple[str, str, str]]:
    """What a policy says of a year: each paper, by when, and the rule."""
    clock, known = frame.clock(office), office.known_kinds()
    return [
        (
            names.kind(frame.words, paper.kind, known.get(paper.kind)),
            "" if paper.due is None else clock.day(paper.due.on(year)),
            paper.citation,
        )
        for paper in policy.papers
    ]


def _kinds(frame: Frame, office: Office, form: PapersForm) -> list[tuple[str, str]]:
    """Every paper that can be one of the year's."""
    known = office.known_kinds()
    plans = dict.fromkeys(["renstra", *known, *office.routes, *(row["kind"] for row in form.rows)])
    own = [plan for plan in plans if "/" not in plan]
    every = [*own, *(of(plan) for plan in own for of in (action_kind, quarter_kind, report_kind))]
    return [(kind, names.kind(frame.words, kind, known.get(kind))) for kind in every]


def _where(visit: Visit) -> str:
    return f"{where(visit)}{_PATH}"


@router.get(
    f"/offices/{{office}}{_PATH}",
    **reads("Which papers an office has of a year: today, and each policy it set", PaperPoliciesListed,
            operation="list_paper_policies"),
)  # fmt: skip
async def policies(visit: Annotated[Visit, Depends(Way("read-office"))]) -> Response:
    """Tell them, or show the form that sets another."""
    if visit.html:
        await tell_done(visit)
        return page_answer(_page(visit, None, None, visit.services.new_id()))
    today = visit.services.clock().astimezone(ZoneInfo(visit.office.time_zone)).date()
    dated = [policy for _, policy in sorted(visit.office.papers.items())]
    answer: PaperPoliciesListed = {"in_force": visit.office.paper_policy(today.year), "policies": dated}
    return json_answer(answer)


async def _again(visit: Visit, problem: Problem, command_id: str) -> str:
    return _page(visit, PapersForm.from_fields(dict(visit.form or [])), problem, command_id)


async def _sent(visit: Visit) -> Sent[PaperPolicyBody]:
    await visit.read()
    if visit.form is None:
        return await visit.command(PaperPolicyBody)
    return Sent(visit, PapersForm.from_fields(dict(visit.form)).body(), visit.command_id(), None)


async def _policy(_: Visit, sent: Sent[PaperPolicyBody]) -> dict[str, Any]:
    return {"policy": sent.body.policy()}


replace(office_acts(router), again=_again, then=done(_where), where=_where).add(
    _PATH, "set-paper-policy", "Say which papers there are of a year, and by when, from a date on", PaperPolicyBody,
    SetPaperPolicy, read=_sent, fields=_policy,
)  # fmt: skip
