"""A paper that waits for somebody: what it is, what changed since they looked, the exact document, and their act."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from msgspec import structs

from api.history.sentences import Teller
from api.http.address import plan_path
from api.http.frame import acts_as
from api.http.visit import Visit, account_id
from api.http.way import as_party
from api.reads.plan import Past
from api.rights import Viewer
from api.words import names
from api.words.refusals import explained
from domain.action.commands import GiveActionParaf, SignAction
from domain.action.events import RowFact
from domain.action.state import Action, action_digest
from domain.events import Event
from domain.kernel.actor import Actor, system
from domain.kernel.errors import N_, Refused
from domain.office.state import Office
from domain.plan.commands import GiveParaf, SignPart
from domain.plan.difference import difference
from domain.plan.state import Plan, text_digest
from domain.quarter.commands import SignQuarter
from domain.quarter.content import quarter_digest
from domain.quarter.events import QuarterFact
from domain.quarter.state import Quarter
from domain.report.commands import GiveReportParaf, SignReport
from domain.report.events import ReportFact
from domain.report.state import Report, report_digest
from domain.route.endorsement import own_open_step
from domain.route.messages import Endorse, Rendered
from domain.route.route import Step, StepAct
from eventstore.replay import Moment, kind_of, replay

Endorsable = Plan | Action | Quarter | Report
_FEW = 8  # changes of one paper that are told
_ACTS: Mapping[tuple[str, StepAct], tuple[str, type[Endorse]]] = {
    ("plan", StepAct.REVIEW): ("give-paraf", GiveParaf),
    ("plan", StepAct.SIGN): ("sign-part", SignPart),
    ("action", StepAct.REVIEW): ("give-action-paraf", GiveActionParaf),
    ("action", StepAct.SIGN): ("sign-action", SignAction),
    ("quarter", StepAct.SIGN): ("sign-quarter", SignQuarter),
    ("report", StepAct.REVIEW): ("give-report-paraf", GiveReportParaf),
    ("report", StepAct.SIGN): ("sign-report", SignReport),
}
_ANY = "0" * 64
_MAKER = N_("You helped to make it, so somebody else must act.")


@dataclass(frozen=True)
class Paper:
    """A step of a paper as it is now: `base` is the paper's address, `path` that of its own page to act on.

    `who` is the person with what the paper's route lets them act under.
    `changes` are those since the person looked last, at version `seen` (None: never), and `more` are not told; `why`
    says why they cannot act, where they cannot.
    """

    key: str
    office: Office
    stream: str
    of: str
    step: Step
    act: str
    command: type[Endorse]
    title: str
    base: str
    path: str
    version: int
    digest: str
    document: Rendered | None
    given: tuple[Any, ...]
    who: Viewer
    by: Actor | None
    why: str
    seen: int | None
    changes: tuple[Markup, ...]
    more: int

    @property
    def signs(self) -> bool:
        """Return whether it asks for a signature, rather than a paraf."""
        return self.step.act is StepAct.SIGN


async def read_paper(visit: Visit, key: str) -> Paper | None:
    """Return the paper of this key, `office/stream/step`; None where there is none, or none for the person."""
    who = visit.viewer
    try:
        return await _read(visit, key)
    finally:
        visit.viewer = who  # whom one plan asks from another office reads no other paper there


async def _read(visit: Visit, key: str) -> Paper | None:
    of, _, rest = key.replace("\0", "").partition("/")
    stream, _, named = rest.rpartition("/")
    kind, name = kind_of(stream), stream.partition("/")[2]
    if kind is not None and kind.name == "plan":
        await as_party(visit, "give-paraf", of, name)
    office = visit.who.office(of)
    entries = await visit.services.store.read(of, stream) if office and kind else []
    if office is None or kind is None or not entries:
        return None
    moments = list(replay(kind, entries))
    state: Endorsable = moments[-1].state
    step = state.step(named)
    if step is None or (kind.name, step.act) not in _ACTS:
        return None
    by, why = _standing(visit, office, state, step)
    seen = await visit.services.seen.look(account_id(visit), office.id, stream, state.version)
    told = list(_told(visit, office, moments, seen))
    act, command = _ACTS[kind.name, step.act]
    base = _base(office, state)
    return Paper(
        key=key,
        office=office,
        stream=stream,
        of=kind.name,
        step=step,
        act=act,
        command=command,
        title=_title(visit, state),
        base=base,
        path=base + ("/sign" if kind.name not in ("action", "report") and step.act is StepAct.SIGN else "/review"),
        version=state.version,
        digest=_digest(state),
        document=state.document,
        given=state.given,
        who=visit.who,
        by=by,
        why=why,
        seen=seen,
        changes=tuple(told[:_FEW]),
        more=max(0, len(told) - _FEW),
    )


def _standing(visit: Visit, office: Office, state: Endorsable, step: Step) -> tuple[Actor | None, str]:
    """Return whom they would act as, and why they cannot; by the rules that decide when they do."""
    words = visit.frame.words
    if any(given.by.person == visit.who.person for given in state.given_at(step.key)):
        return None, words("You did this already.")
    try:
        by = acts_as(visit.frame, office, step)
        # Where it is recorded, an entry of their own office's log says that they hold it.
        there = structs.replace(by, authority=_ANY) if step.office else by
        own_open_step(state, step.key, there, _MAKER, step.act)
    except Refused as no:
        return None, explained(words, visit.frame.clock(office), no.message, no.params)
    return by, "" if state.document else words("The document is being prepared.")


def _told(visit: Visit, office: Office, moments: list[Moment[Any]], seen: int | None) -> Iterator[Markup]:
    """Tell what changed since a version."""
    now, teller = moments[-1].state, Teller(visit.frame.words, visit.frame.clock(office), office)
    if seen is None or seen == now.version:
        return
    if isinstance(now, Plan):
        before = Past(tuple(moments)).text_at(seen)
        changes: list[Event] = []
        if before is not None and [p.key for p in before.parts] == [p.key for p in now.text.parts]:
            changes += difference(before, now.text, system(office.id), visit.frame.now, now.version)
    else:
        facts = (m.event for m in moments if isinstance(m.event, RowFact | QuarterFact | ReportFact))
        changes = [fact for fact in facts if fact.version > seen]
    for change in changes:
        yield teller.sentence(change, now)


def _digest(state: Endorsable) -> str:
    match state:
        case Plan():
            return text_digest(state)
        case Action():
            return action_digest(state)
        case Quarter():
            return quarter_digest(state)
        case Report():
            return report_digest(state)


def _base(office: Office, state: Endorsable) -> str:
    plan = plan_path(office, f"{state.kind}-{state.year}")
    match state:
        case Plan():
            return plan
        case Action():
            return f"{plan}/action"
        case Quarter():
            return f"{plan}/quarters/{state.quarter}"
        case Report():
            return f"{plan}/report"


def _title(visit: Visit, state: Endorsable) -> str:
    words, title = visit.frame.words, names.short_title(visit.frame.words, state.kind, state.year)
    match state:
        case Plan():
            return title
        case Action():
            return f"{words('Action plan')} {title}"
        case Report():
            return f"{words('Annual report')} {title}"
        case Quarter():
            quarter = words("Quarter {number} of {year}", number=names.quarter(state.quarter), year=str(state.year))
            return f"{quarter} · {title}"
