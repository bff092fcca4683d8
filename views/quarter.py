"""A quarter as its readers get it: the one JSON spelling that the API serves, and the short one that is kept."""

from domain.kernel.message import canonical
from domain.kernel.numbers import spell_rupiah
from domain.measure.derivation import spell_reading
from domain.quarter.content import quarter_digest
from domain.quarter.events import QuarterReopened, WindowExtended
from domain.quarter.figures import Figure, ProgrammeAbsorption
from domain.quarter.followed import joined, row_before
from domain.quarter.line import Line, Spending
from domain.quarter.lowered import lowered_rows
from domain.quarter.outcome import CITATION, Money, absorbed, absorptions, figures
from domain.quarter.state import Quarter
from domain.route.route import Step
from views.action import plan_seen
from views.models.quarter import (
    GrantView,
    QuarterStep,
    QuarterSummary,
    QuarterView,
    RealisationView,
    SpendingView,
)
from views.models.year import OfficeMoneyView, ProgrammeMoneyView
from views.plan import actor_view, instant_view, position_view
from views.text import target_view
from views.year import achievement_view, aim_view, share_view


def quarter_json(quarter: Quarter) -> bytes:
    """Return the whole quarter as canonical JSON."""
    return canonical(quarter_view(quarter))


def quarter_summary_json(quarter: Quarter) -> bytes:
    """Return what desks and lists need: where the quarter stands, until when, what is left to do and by whom."""
    return canonical(quarter_summary(quarter))


def quarter_summary(quarter: Quarter) -> QuarterSummary:
    """Return it as plain values."""
    return {
        "office": quarter.office,
        "kind": quarter.kind,
        "year": quarter.year,
        "quarter": quarter.quarter,
        "phase": quarter.phase,
        "version": quarter.version,
        "since": instant_view(quarter.since),
        "window": {"opens": instant_view(quarter.window.opens), "closes": instant_view(quarter.window.closes)},
        "owing": quarter.tally.owing,
        "returned": quarter.returned,
        "rows": quarter.tally.rows,
        "lowered": len(lowered_rows(quarter)),
        "unreported": sum(not spending.settled for spending in quarter.budget.values()),
        "makers": sorted(quarter.authors),
        "route": [_step(quarter, step) for step in quarter.route],
        "document": quarter.document.document if quarter.document else None,
    }


def quarter_view(quarter: Quarter) -> QuarterView:
    """Return the quarter as plain values and messages; figures are those it closed with, or what it comes to now."""
    closing = quarter.closing
    return {
        "office": quarter.office,
        "kind": quarter.kind,
        "year": quarter.year,
        "quarter": quarter.quarter,
        "trial": quarter.trial,
        "phase": quarter.phase,
        "version": quarter.version,
        "digest": quarter_digest(quarter),
        "since": instant_view(quarter.since),
        "plan": plan_seen(quarter.basis),
        "window": {
            "opens": instant_view(quarter.window.opens),
            "closes": instant_view(quarter.window.closes),
            "round": quarter.round,
            "granted": quarter.granted,
            "estimated": quarter.window.estimated,
            "source": quarter.window.source,
            "citation": quarter.window.citation,
            "extensions": [_grant(e) for e in quarter.extensions],
            "reopenings": [_grant(e) for e in quarter.reopenings],
        },
        "owing": quarter.owing,
        "goals": quarter.goals,
        "rows": [
            _row(quarter, line, figure) for line, figure in zip(quarter.lines.values(), figures(quarter), strict=True)
        ],
        "later": [
            {"id": r.indicator.id, "text": r.indicator.text, "start": r.start, "lowered": r.lowered}
            for r in quarter.later
        ],
        "ended": [
            {
                "id": key,
                "text": line.row.indicator.text,
                "standing": line.standing,
                "reading": line.reading,
                "reading_text": spell_reading(line.reading),
            }
            for key, line in quarter.ended.items()
        ],
        "followed": [
            {"at": instant_view(each.at), "version": each.version, "plan": plan_seen(each.basis)}
            for each in quarter.followings
        ],
        "budget": {
            "programmes": [
                _spending(spending, absorption)
                for spending, absorption in zip(quarter.budget.values(), absorptions(quarter), strict=True)
            ],
            "absorption": share_view(absorbed(quarter)),
        },
        "reminded": [
            {
                "round": e.round,
                "reminder": e.reminder,
                "kind": e.kind,
                "to": e.to,
                "owners": e.owners,
                "at": instant_view(e.at),
            }
            for e in quarter.reminded.values()
        ],
        "route": [_step(quarter, step) for step in quarter.route],
        "void": [
            {
                "step": e.step,
                "official": actor_view(e.official),
                "given": instant_view(e.given),
                "document": e.document,
                "cause": e.cause,
                "by": actor_view(e.by),
                "at": instant_view(e.at),
            }
            for e in quarter.void
        ],
        "closed": None if closing is None else {"by": actor_view(closing.by), "at": instant_view(closing.at)},
        "closings": len(quarter.closings),
        "document": quarter.document.document if quarter.document else None,
        "documents": [
            {
                "document": d.document,
                "version": d.version,
                "digest": d.digest,
                "shown": d.shown,
                "template": d.template,
                "pages": d.pages,
                "signatures": d.signatures,
                "at": instant_view(d.at),
            }
            for d in quarter.documents
        ],
    }


def _row(quarter: Quarter, line: Line, figure: Figure) -> RealisationView:
    row, filing = line.row, line.filing
    was = row_before(quarter.followings, row.indicator.id)
    return {
        "id": row.indicator.id,
        "part": row.part,
        "goal": row.indicator.goal,
        "text": row.indicator.text,
        "year_target": target_view(row.indicator.target),
        "target": aim_view(row.target),
        "policy": row.policy,
        "owners": row.owners,
        "lowered": row.lowered,
        "plan_version": quarter.plan_version,
        "joined": joined(quarter.followings, row.indicator.id),
        "was": None
        if was is None
        else {
            "text": was.indicator.text,
            "year_target": target_view(was.indicator.target),
            "target": aim_view(was.target),
        },
        "earlier": [
            {"quarter": e.quarter, "reading": e.reading, "text": spell_reading(e.reading), "follow_up": e.follow_up}
            for e in row.earlier
        ],
        "standing": line.standing,
        "version": line.version,
        "reason": line.reason,
        "again": line.again,
        "reading": figure.reading,
        "reading_text": spell_reading(figure.reading),
        "filing": None
        if filing is None
        else {
            "reading": filing.reading,
            "explanation": filing.explanation,
            "obstacles": filing.obstacles,
            "follow_up": filing.follow_up,
            "justification": filing.justification,
            "answer": filing.answer,
            "evidence": filing.evidence,
            "by": actor_view(line.filed_by) if line.filed_by else None,
            "at": instant_view(line.filed_at),
        },
        "checked": {"by": actor_view(line.checked_by), "at": instant_view(line.checked_at)}
        if line.checked_by
        else None,
        "quarter": achievement_view(figure.quarter),
        "year": achievement_view(figure.year),
    }


def _spending(spending: Spending, found: ProgrammeAbsorption) -> SpendingView:
    return {
        "id": spending.of.programme.id,
        "part": spending.of.part,
        "text": spending.of.programme.text,
        "pays_for": spending.of.pays_for,
        "allotted": found.allotted,
        "allotted_text": spell_rupiah(found.allotted),
        "realised": found.realised,
        "realised_text": "" if found.realised is None else spell_rupiah(found.realised),
        "version": spending.version,
        "waived": spending.waived,
        "by": actor_view(spending.by) if spending.by else None,
        "at": instant_view(spending.at),
        "absorption": share_view(found.share),
    }


def _grant(event: WindowExtended | QuarterReopened) -> GrantView:
    return {
        "by": actor_view(event.by),
        "at": instant_view(event.at),
        "closes": instant_view(event.closes),
        "reason": event.reason,
    }


def _step(quarter: Quarter, step: Step) -> QuarterStep:
    given = quarter.given_at(step.key)
    done = given[-1] if given and step.key in quarter.done() else None
    is_open = step in quarter.open_steps()
    return {
        **position_view(step),
        "key": step.key,
        "order": step.order,
        "role": step.role,
        "act": step.act,
        "state": "done" if done else "open" if is_open else "ahead",
        "by": actor_view(done.by) if done else None,
        "at": instant_view(done.at) if done else None,
        "version": done.version if done else None,
        "digest": done.digest if done else None,
        "document": done.document if done else None,
        "unfollowed": done.unfollowed or None if done else None,
        "since": instant_view(quarter.since) if is_open else None,
    }


def money_view(quarter: int, found: Money) -> tuple[list[ProgrammeMoneyView], OfficeMoneyView]:
    """Return the programmes of a quarter, and the office, as plain values and messages."""
    programmes: list[ProgrammeMoneyView] = [
        {
            "programme": one.of.key,
            "text": one.of.text,
            "quarter": quarter,
            "pays_for": one.of.pays_for,
            "allotted": one.of.allotted,
            "realised": one.of.realised,
            "achievement": share_view(one.achievement),
            "absorption": share_view(one.absorption),
            "efficiency": share_view(one.efficiency),
            "quadrant": one.quadrant,
        }
        for one in found.programmes
    ]
    office: OfficeMoneyView = {
        "quarter": quarter,
        "absorption": share_view(found.absorption),
        "efficiency": share_view(found.efficiency),
        "lines": found.lines,
        "citation": CITATION,
    }
    return programmes, office
