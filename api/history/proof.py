"""The proof of an act: what it made happen, where it stands in the log, and what happens next."""

from collections.abc import Callable

from api.history.sentences import Teller
from api.http.frame import Frame
from api.http.html import page
from api.plans.standing import StandingShown
from domain.action.events import ActionEndorsement, ActionSubmitted
from domain.action.state import Action
from domain.events import Event
from domain.office.state import Office
from domain.plan.events import PlanEndorsement, PlanSubmitted
from domain.plan.state import Plan
from eventstore.entry import Receipt

_FEW = 6  # sentences
_NAMES_THE_TEXT = (PlanEndorsement, PlanSubmitted, ActionEndorsement, ActionSubmitted)
Title = tuple[str, str, str]  # in words, with its tone and its icon


def proof_page(
    frame: Frame,
    office: Office,
    shown: Plan | Action,
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
        link=(f"{base}/{stands.path}", stands.act) if stands.path else (base, whole),
        document=last.document if isinstance(last, PlanEndorsement | ActionEndorsement) else "",
        text_digest=last.digest if isinstance(last, _NAMES_THE_TEXT) else "",
    )


def _title(frame: Frame, receipt: Receipt, last: Event | None, titled: Callable[[Event], Title | None]) -> Title:
    words = frame.words
    if receipt.refusal is not None:
        return words("This was refused"), "returned", "cross"
    if last is None:
        return words("Nothing had changed"), "draft", "check"
    return titled(last) or (words("It is recorded"), "done", "check")
