"""The proof of an act: what it made happen, where it stands in the log, and what happens next."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from api.history.sentences import Teller
from api.http.frame import Frame
from api.http.html import page
from api.plans.standing import StandingShown
from api.words import names
from domain.action.events import ActionEndorsement, ActionSubmitted
from domain.action.state import Action
from domain.events import Event
from domain.office.state import Office
from domain.plan.events import PlanEndorsement, PlanSubmitted
from domain.plan.state import Plan
from domain.quarter.events import QuarterSigned
from domain.quarter.state import Quarter
from domain.report.events import ReportEndorsement, ReportSubmitted, ReviewStated
from domain.report.state import Report
from eventstore.entry import Receipt

_FEW = 6  # sentences
_ENDORSEMENTS = (PlanEndorsement, ActionEndorsement, QuarterSigned, ReportEndorsement, ReviewStated)
_NAMES_THE_TEXT = (*_ENDORSEMENTS, PlanSubmitted, ActionSubmitted, ReportSubmitted)
Title = tuple[str, str, str]  # in words, with its tone and its icon


@dataclass(frozen=True)
class Following:
    """A step that waits now: what it is, who can do it by name, and by when, where a day is set."""

    what: str
    who: str
    due: datetime | None


def proof_page(
    frame: Frame,
    office: Office,
    shown: Plan | Action | Quarter | Report,
    receipt: Receipt,
    *,
    base: str,
    whole: str,
    stands: StandingShown,
    titled: Callable[[Event], Title | None],
) -> str:
    """Return the page; `base` is the address of what was acted on, `whole` what a link there says.

    `titled` names the events that have a title of their own.
    """
    words = frame.words
    events: tuple[Event, ...] = receipt.events if receipt.refusal is None else (receipt.refusal,)
    told = [Teller(words, frame.clock(office)).sentence(event, shown) for event in events]
    last = events[-1] if events else None
    title, tone, symbol = _title(frame, receipt, last, titled)
    return page(
        frame,
        "history/proof.html",
        office=office,
        plan=shown,
        base=base,
        receipt=receipt,
        title=title,
        tone=tone,
        symbol=symbol,
        told=told[:_FEW],
        more=max(0, len(told) - _FEW),
        next=stands.sentence or stands.state,
        following=_following(frame, office, shown),
        link=(f"{base}/{stands.path}", stands.act) if stands.path else (base, whole),
        document=last.document if isinstance(last, _ENDORSEMENTS) else "",
        text_digest=last.digest if isinstance(last, _NAMES_THE_TEXT) else "",
    )


def _following(frame: Frame, office: Office, shown: Plan | Action | Quarter | Report) -> list[Following]:
    words, today = frame.words, frame.clock(office).date(frame.now)
    found = []
    for step in shown.open_steps():
        acted = {event.by.person for event in shown.given_at(step.key)}
        home = frame.abroad.get(step.office, office) if step.office else office
        people = shown.asked_of(step) or home.on_duty(step.duty, today)
        left = [home.people.get(person, person) for person in people if person not in acted | shown.barred(step)]
        due = shown.due.get(step.key) if isinstance(shown, Plan) else None
        who = words(" and ").join(left) or names.holder(words, step, office)
        found.append(Following(names.step(words, step, office), who, due.due if due else None))
    return found


def _title(frame: Frame, receipt: Receipt, last: Event | None, titled: Callable[[Event], Title | None]) -> Title:
    words = frame.words
    if receipt.refusal is not None:
        return words("This was refused"), "returned", "cross"
    if last is None:
        return words("Nothing had changed"), "draft", "check"
    own = frame.viewer is not None and last.by.person == frame.viewer.person
    return (titled(last) if own else None) or (words("It is recorded"), "done", "check")
