"""What holds of an amendment: of a signed plan, counted, each change with its reason, asked of whom it concerns."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from audit.laws.law import PAST, VERSION, Breach, Law
from domain.kernel.actor import ACTING
from domain.office.state import Office
from domain.plan.amendment import Amendment
from domain.plan.events import (
    AmendmentBegun,
    AmendmentStated,
    AmendmentWithdrawn,
    ChangeReasoned,
    ParafGiven,
    PartSigned,
    PlanSubmitted,
)
from domain.plan.state import Plan

AMENDMENT = Law("amendment")
ACTING_SIGNS = Law("acting")  # where an office bars it, which its facts say


def amending(
    plan: Plan, event: AmendmentBegun | AmendmentStated | ChangeReasoned | AmendmentWithdrawn
) -> Iterator[Breach]:
    """Judge what makes an amendment, in the plan's state before."""
    if isinstance(event, AmendmentBegun):
        yield from VERSION.unless(event.version == plan.version, f"amends version {event.version}")
        yield from _stated(plan, event.amendment, len(plan.amended))
        return
    open_ = plan.amendment
    yield from AMENDMENT.unless(open_ is not None, "no amendment was begun")
    match event:
        case AmendmentStated(old=old, new=new):
            yield from PAST.unless(old == open_, "corrects what the amendment did not say")
            yield from _stated(plan, new, old.number)
        case ChangeReasoned(place=place, old=was, version=version):
            yield from VERSION.unless(version == plan.version, f"is about version {version}")
            yield from PAST.unless(was == plan.reasons.get(place, ""), f"gives {place} another reason than it had")
            yield from AMENDMENT.unless(place in plan.changes(), f"gives a reason for {place}, which does not change")
        case AmendmentWithdrawn(version=version):
            yield from VERSION.unless(version == plan.version, f"gives up version {version}")
            yield from PAST.unless(not plan.given, "leaves an endorsement standing")


def _stated(plan: Plan, amendment: Amendment, number: int) -> Iterator[Breach]:
    last = plan.in_force.effective if plan.in_force else None
    yield from AMENDMENT.unless(amendment.number == number, f"is amendment {amendment.number}, not {number}")
    follows = last is None or amendment.effective >= last
    yield from AMENDMENT.unless(follows, "is in force before the amendment that it changes")


def sent(plan: Plan, event: PlanSubmitted) -> Iterator[Breach]:
    """Judge of whom a text is asked: an amendment, with every reason, of those who sign what it changes."""
    if plan.amendment is None:
        yield from AMENDMENT.unless(not event.steps and not event.acting, "is sent as an amendment, and is none")
        return
    changes = plan.changes()
    yield from AMENDMENT.unless(bool(changes), "changes nothing")
    unsaid = changes.keys() - plan.said().keys()
    yield from AMENDMENT.unless(not unsaid, f"gives no reason for {', '.join(sorted(unsaid))}")
    yield from AMENDMENT.unless(event.steps == plan.asked(), "is not asked of those who sign what it changes")


def barred_as_declared(office: Office, plan: Plan, event: PlanSubmitted) -> Iterator[Breach]:
    """Judge by which rule nobody who only acts signs an amendment: the office's on the day it is sent."""
    if plan.amendment is not None:
        rule = office.acting_policy(event.at.astimezone(ZoneInfo(office.time_zone)).date())
        said = rule.citation if rule.refused else ""
        yield from ACTING_SIGNS.unless(event.acting == said, f"goes by “{event.acting}” where the office says “{said}”")


def barred(plan: Plan, event: ParafGiven | PartSigned) -> Iterator[Breach]:
    """Judge whether somebody who only acts in a position signs an amendment where that is barred."""
    acts = event.signs and event.by.capacity in ACTING
    yield from ACTING_SIGNS.unless(not (plan.acting and acts), f"{event.by.person} only acts in a position")
