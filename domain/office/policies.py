"""What an office sets for all its plans: dated policies, days, and kinds of plan."""

from msgspec import structs

from domain.kind.check import checked_kind
from domain.measure.practice import DEFAULT
from domain.office import check as checked
from domain.office.commands import (
    DeclareDay,
    DeclareKind,
    SetActingPolicy,
    SetDutyPolicy,
    SetFilingPolicy,
    SetPaperPolicy,
    SetPractice,
    SetQuadrantLines,
    SetReminderPolicy,
)
from domain.office.events import (
    ActingPolicySet,
    DayDeclared,
    DutyPolicySet,
    FilingPolicySet,
    KindDeclared,
    OfficeEvent,
    PaperPolicySet,
    PracticeSet,
    QuadrantLinesSet,
    ReminderPolicySet,
)
from domain.office.state import Office


def set_reminders(command: SetReminderPolicy, office: Office) -> list[OfficeEvent]:
    """Say when steps are due."""
    policy = checked.policy(command.policy)
    if office.reminder_policy(policy.effective) == policy:
        return []
    return [ReminderPolicySet(by=command.by, at=command.at, policy=policy)]


def declare_day(command: DeclareDay, office: Office) -> list[OfficeEvent]:
    """Follow a decree about a day."""
    declared = DayDeclared(
        by=command.by,
        at=command.at,
        day=command.day,
        working=command.working,
        name=checked.line(command.name, "name", needed=not command.working),
        decree=checked.line(command.decree, "decree"),
    )
    old = office.days.get(command.day)
    same = old is not None and (old.working, old.name, old.decree) == (declared.working, declared.name, declared.decree)
    return [] if same else [declared]


def set_filing(command: SetFilingPolicy, office: Office) -> list[OfficeEvent]:
    """Say when quarters can be filed."""
    policy = checked.filing(command.policy)
    if office.filing.get(policy.effective) == policy:
        return []
    return [FilingPolicySet(by=command.by, at=command.at, policy=policy)]


def set_practice(command: SetPractice, office: Office) -> list[OfficeEvent]:
    """Say how indicators are measured."""
    # paraf's own practice is the first version.
    last = max((known.version for known in office.practices.values()), default=DEFAULT.version)
    practice = checked.practice(command.practice, last + 1)
    same = any(known == structs.replace(practice, version=known.version) for known in office.practices.values())
    return [] if same else [PracticeSet(by=command.by, at=command.at, practice=practice)]


def set_lines(command: SetQuadrantLines, office: Office) -> list[OfficeEvent]:
    """Say from where on a result counts as reached."""
    lines = checked.quadrant(command.lines)
    if office.lines.get(command.effective) == lines:
        return []
    return [QuadrantLinesSet(by=command.by, at=command.at, effective=command.effective, lines=lines)]


def set_duties(command: SetDutyPolicy, office: Office) -> list[OfficeEvent]:
    """Say whether one person may act in two roles."""
    policy = structs.replace(command.policy, citation=checked.line(command.policy.citation, "citation"))
    if office.duties.get(policy.effective) == policy:
        return []
    return [DutyPolicySet(by=command.by, at=command.at, policy=policy)]


def set_acting(command: SetActingPolicy, office: Office) -> list[OfficeEvent]:
    """Say whether who only acts in a position may sign an amendment."""
    policy = structs.replace(command.policy, citation=checked.line(command.policy.citation, "citation"))
    if office.acting.get(policy.effective) == policy:
        return []
    return [ActingPolicySet(by=command.by, at=command.at, policy=policy)]


def set_papers(command: SetPaperPolicy, office: Office) -> list[OfficeEvent]:
    """Say which papers there are of a year, and by when."""
    policy = checked.papers(command.policy)
    if office.papers.get(policy.effective) == policy:
        return []
    return [PaperPolicySet(by=command.by, at=command.at, policy=policy)]


def declare_kind(command: DeclareKind, office: Office) -> list[OfficeEvent]:
    """Say what plans of a code are made of."""
    last = office.kinds.get(command.kind.code)
    scales = checked.scales(DEFAULT, command.kind.scales)
    version = 1 if last is None else last.version + 1
    kind = structs.replace(checked_kind(command.kind), scales=scales, version=version)
    if last == structs.replace(kind, version=kind.version - 1):
        return []
    return [KindDeclared(by=command.by, at=command.at, kind=kind)]
