"""The pages of an amendment: what it says of itself, and its redline."""

from collections.abc import Mapping

from api.http.address import plan_path
from api.http.frame import Frame
from api.http.html import page
from api.http.problems import Problem
from api.plans.amendment.matrix import amended_from, matrix
from api.plans.pages.plan import signatures
from api.plans.paper import paper
from api.plans.standing import tone
from api.reads.upstream import AmendedSource
from api.words import amending, names
from domain.office.state import Office
from domain.plan.amendment import Amendment, amendment_digest
from domain.plan.state import Plan

_SAID = ("basis.title", "basis.number", "basis.day", "basis.file", "basis.name", "effective", "reason")


def amendment_form(
    frame: Frame,
    office: Office,
    plan: Plan,
    problem: Problem | None,
    command_id: str,
    typed: Mapping[str, str],
    grounds: tuple[str, ...],
    source: AmendedSource | None,
) -> str:
    """Return the form in which an amendment is begun, or says otherwise what it says of itself, as it was typed.

    `source` is an amendment that this one is to follow: what it says of itself stands there to be looked at.
    """
    words, begun = frame.words, plan.amendment
    there = begun or (source.amendment if source else None)
    known = said(frame, office, there) if there else {}
    return page(
        frame,
        "plans/amendment/form.html",
        office=office,
        problem=problem,
        plan=plan,
        base=plan_path(office, plan.key),
        begun=begun is not None,
        source=source,
        source_title="" if source is None else amending.called(words, source.amendment.number),
        title=amending.titled(words, plan) if begun else amending.called(words, len(plan.amended)),
        value={name: typed.get(name, known.get(name, "")) for name in _SAID},
        seen=_seen(begun, problem, typed),
        chosen=grounds if typed or there is None else there.grounds,
        command_id=command_id,
    )


def _seen(begun: Amendment | None, problem: Problem | None, typed: Mapping[str, str]) -> str:
    """What is corrected: as it was when the typing began, until its writer was told that it is another by now."""
    now = "" if begun is None else amendment_digest(begun)
    told = problem is not None and problem.code == "amendment-changed"
    return now if told else typed.get("seen", now)


def said(frame: Frame, office: Office, amendment: Amendment) -> dict[str, str]:
    """Return what an amendment says as its form has it."""
    clock, basis = frame.clock(office), amendment.basis
    return {
        "basis.title": basis.title,
        "basis.number": basis.number,
        "basis.day": clock.typed_day(basis.day),
        "basis.file": basis.file,
        "basis.name": basis.name,
        "effective": clock.typed_day(amendment.effective),
        "reason": amendment.reason,
    }


def redline_page(frame: Frame, office: Office, plan: Plan, amendment: Amendment, numbers: tuple[int, ...]) -> str:
    """Return what an amendment changes, and the whole text with it marked; `plan` is as the amendment made it."""
    words = frame.words
    before = plan.amended[-1] if plan.amendment is not None else plan.amended[-2]
    return page(
        frame,
        "plans/amendment/redline.html",
        office=office,
        plan=plan,
        base=plan_path(office, plan.key),
        title=amending.titled(words, plan),
        amendment=amendment,
        before=before.version,
        tone=tone(plan),
        phase=names.phase(words, plan),
        rows=matrix(words, plan),
        paper=paper(words, plan.text, amended_from(plan), of=plan),
        document=plan.document.document if plan.document else "",
        signatures=signatures(plan),
        others=[(number, amending.called(words, number)) for number in numbers],
    )
