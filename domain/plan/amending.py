"""What an amendment allows: begun on a signed plan, stated, each change with its reason, given up unsigned."""

import re
from datetime import date

from msgspec import structs

from domain.kernel.actor import Role, require_role
from domain.kernel.characters import clean, require_impersonal
from domain.kernel.errors import N_, Refused, require
from domain.plan.amendment import Amendment, BasisDocument, Ground, amendment_digest
from domain.plan.commands import BeginAmendment, GiveReasons, StateAmendment, WithdrawAmendment
from domain.plan.events import AmendmentBegun, AmendmentStated, AmendmentWithdrawn, ChangeReasoned
from domain.plan.state import Plan, PlanEvent
from domain.route.endorsement import require_unsigned

AmendmentCommand = BeginAmendment | StateAmendment | GiveReasons | WithdrawAmendment
_SHA256 = re.compile(r"[0-9a-f]{64}")
_MOST = {"title": 400, "number": 200, "name": 255}
_MAX_REASON = 4000


def decide_amendment(command: AmendmentCommand, plan: Plan) -> list[PlanEvent]:
    """Return what it makes happen beside the end of what was given, or raise Refused."""
    require_role(command.by, Role.DRAFTER)
    by, at, open_ = command.by, command.at, plan.amendment
    if isinstance(command, BeginAmendment):
        # The first version is none, so that they count the amendments.
        return [AmendmentBegun(by=by, at=at, amendment=_stated(command, plan, len(plan.amended)), version=plan.version)]
    if open_ is None:
        raise Refused("amendment-absent", N_("The plan is not being amended."))
    match command:
        case StateAmendment():
            new = _stated(command, plan, open_.number)
            meanwhile = N_("Somebody else changed what the amendment says of itself meanwhile.")
            seen = command.seen in ("", amendment_digest(open_))
            require(seen or new == open_, "amendment-changed", meanwhile)
            return [] if new == open_ else [AmendmentStated(by=by, at=at, old=open_, new=new)]
        case GiveReasons():
            return _reasoned(command, plan)
        case WithdrawAmendment():
            require_unsigned(plan)
            reason = _reason(command.reason, "reason")
            return [AmendmentWithdrawn(by=by, at=at, version=plan.version, reason=reason)]


def require_changes(plan: Plan) -> None:
    """Refuse an amendment that changes nothing, or does not say why it changes what it does."""
    changes, said = plan.changes(), plan.said()
    require(bool(changes), "amendment-empty", N_("The amendment changes nothing."))
    missing = [place for place in changes if place not in said]
    why = N_("Say why each change is made: {count} of them have no reason yet.")
    require(not missing, "reason-missing", why, missing[0] if missing else "", count=str(len(missing)))


def _stated(command: BeginAmendment | StateAmendment, plan: Plan, number: int) -> Amendment:
    grounds = tuple(ground for ground in Ground if ground in command.grounds)
    require(bool(grounds), "ground-missing", N_("Choose at least one ground."), "grounds")
    _require_effective(command.effective, plan, date(plan.year + command.holds - 1, 12, 31))
    reason = _reason(command.reason, "reason")
    return Amendment(number, grounds, _basis(command.basis), command.effective, reason)


def _require_effective(effective: date, plan: Plan, ends: date) -> None:
    first = date(plan.year, 1, 1)
    early = N_("The plan begins on {day}; it cannot change before.")
    require(effective >= first, "effective-early", early, "effective", day=str(first))
    late = N_("The plan ends on {day}; it cannot change after.")
    require(effective <= ends, "effective-late", late, "effective", day=str(ends))
    last = plan.in_force.effective if plan.in_force else None
    before = N_("The amendment before this one is in force from {day}; this one follows it.")
    require(last is None or effective >= last, "effective-early", before, "effective", day=str(last))


def _basis(told: BasisDocument) -> BasisDocument:
    line = {name: " ".join(clean(getattr(told, name), f"basis.{name}").split()) for name in _MOST}
    for name, most in _MOST.items():
        long = N_("At most {most} characters.")
        require(len(line[name]) <= most, "too-long", long, f"basis.{name}", most=str(most))
    for name in ("title", "number"):
        require(bool(line[name]), "basis-missing", N_("Name the document that asks for the change."), f"basis.{name}")
    known = not told.file or _SHA256.fullmatch(told.file) is not None
    require(known, "file-unknown", N_("The file is named by the SHA-256 of its bytes."), "basis.file")
    return structs.replace(told, **{**line, "name": line["name"] if told.file else ""})


def _reasoned(command: GiveReasons, plan: Plan) -> list[PlanEvent]:
    changes, told, seen = plan.changes(), dict(plan.reasons), dict(command.seen)
    said: list[PlanEvent] = []
    for place, reason in command.reasons:
        why = _reason(reason, place)
        require(place in changes, "change-unknown", N_("The amendment changes nothing here."), place)
        old = told.get(place, "")
        meanwhile = N_("Somebody else gave another reason meanwhile: {reason}")
        require(why == old or seen.get(place, old) == old, "reason-changed", meanwhile, place, reason=old)
        if why != old:
            given = ChangeReasoned(by=command.by, at=command.at, place=place, old=old, new=why, version=plan.version)
            said.append(given)
            told[place] = why
    return said


def _reason(text: str, place: str) -> str:
    cleaned = clean(text, place).strip()
    require(len(cleaned) <= _MAX_REASON, "too-long", "At most {most} characters.", place, most=str(_MAX_REASON))
    require_impersonal(cleaned, place)
    return cleaned
