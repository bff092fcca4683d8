"""Who looks, and who may do which act in which phase: one table, and whatever is not in it is refused."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from api.access.errors import NotAllowed
from domain.action.state import ActionPhase
from domain.kernel.actor import Duty, Role
from domain.office.state import GRANTED, Office
from domain.plan.state import Phase
from domain.quarter.state import QuarterPhase
from domain.report.state import ReportPhase


@dataclass(frozen=True)
class Membership:
    """An office that knows the person in at least one role or position, and what they can act under there today."""

    office: Office
    roles: frozenset[Role]
    duties: frozenset[Duty] = frozenset()


@dataclass(frozen=True)
class Viewer:
    """Somebody who signed in; `memberships` are in the order of the offices' ids."""

    account: str
    username: str
    person: str
    name: str
    memberships: tuple[Membership, ...]

    def roles(self, office: str) -> frozenset[Role]:
        """Return the roles in an office; none where the person is a stranger or the office does not exist."""
        return next((m.roles for m in self.memberships if m.office.id == office), frozenset())

    def duties(self, office: str) -> frozenset[Duty]:
        """Return under what they can act in an office."""
        return next((m.duties for m in self.memberships if m.office.id == office), frozenset())

    def elsewhere(self) -> frozenset[Duty]:
        """Return their positions, as the logs of other offices name them."""
        official = ((duty, m.office.id) for m in self.memberships for duty in m.duties if duty.position)
        return frozenset(duty._replace(office=duty.office or office) for duty, office in official)

    def with_duties(self, office: Office, duties: frozenset[Duty]) -> "Viewer":
        """Return them as somebody who can act under these in the office, too."""
        known = next((m for m in self.memberships if m.office.id == office.id), Membership(office, frozenset()))
        roles = known.roles | {duty.role for duty in duties}
        others = tuple(m for m in self.memberships if m is not known)
        return replace(self, memberships=(*others, Membership(office, roles, known.duties | duties)))

    def office(self, office: str) -> Office | None:
        """Return the office, where the person has a role in it."""
        return next((m.office for m in self.memberships if m.office.id == office), None)

    def administers(self, office: str) -> bool:
        """Return whether the person is an administrator of the office."""
        return Role.ADMINISTRATOR in self.roles(office)


AnyPhase = Phase | ActionPhase | QuarterPhase | ReportPhase


class Door(StrEnum):
    """How far in a person must be before roles are asked at all."""

    ANYONE = "anyone"
    SIGNED_IN = "signed-in"
    OFFICE = "office"  # in a role of the office that is asked for; to all others the office has nothing


@dataclass(frozen=True, slots=True)
class Rule:
    """`roles` of the office, the one to act in first when several fit; `phases` where the act is offered, None: any.

    Those of `on_route` do it where a step of the route is theirs.
    """

    door: Door
    roles: tuple[Role, ...] = ()
    phases: tuple[AnyPhase, ...] | None = None
    on_route: tuple[Role, ...] = ()


_DRAFTER = (Role.DRAFTER,)
_OFFICIALS = (Role.SECRETARY, Role.CHAIR)
_WRITERS = (*_DRAFTER, *_OFFICIALS)
_OFFICIAL = (Role.OFFICIAL,)
_TALKERS = (*_OFFICIAL, Role.PLANNER, Role.OWNER)
_REVIEWERS = (*_TALKERS, Role.DRAFTER)
_INSIDE = (*GRANTED, Role.OFFICIAL)
_ADMINISTRATOR = (Role.ADMINISTRATOR,)
_SYSTEM = (Role.SYSTEM,)
_DRAFTING, _ROUTED = (Phase.DRAFTING,), (Phase.REVIEW, Phase.SIGNING)
_NOBODY = Rule(Door.OFFICE)
_PLANNER, _OWNER = (Role.PLANNER,), (Role.OWNER,)
_PLANNERS = (*_PLANNER, *_DRAFTER)
_LIVE = (QuarterPhase.OPEN, QuarterPhase.SIGNING, QuarterPhase.SIGNED)
_ON_ROUTE = (ActionPhase.REVIEW, ActionPhase.SIGNING)
_REPORTED = (ReportPhase.REVIEW, ReportPhase.SIGNING)
_REPORTING = (ReportPhase.DRAFTING, *_REPORTED, ReportPhase.SIGNED)


# Commands are named by their permanent tags.
POLICY: Mapping[str, Rule] = {
    "draft-plan": Rule(Door.OFFICE, _DRAFTER, (Phase.ABSENT, Phase.REJECTED)),
    "edit-text": Rule(Door.OFFICE, _DRAFTER, (*_DRAFTING, *_ROUTED)),
    "submit-plan": Rule(Door.OFFICE, _DRAFTER, _DRAFTING),
    "give-paraf": Rule(Door.OFFICE, _OFFICIALS, (Phase.REVIEW,), _REVIEWERS),
    "sign-part": Rule(Door.OFFICE, _OFFICIALS, (Phase.SIGNING,), _OFFICIAL),
    "return-plan": Rule(Door.OFFICE, _OFFICIALS, _ROUTED, _REVIEWERS),
    "reject-plan": Rule(Door.OFFICE, _OFFICIALS, _ROUTED, _REVIEWERS),
    "withdraw-plan": Rule(Door.OFFICE, _DRAFTER, _ROUTED),
    "begin-amendment": Rule(Door.OFFICE, _DRAFTER, (Phase.SIGNED,)),
    "state-amendment": Rule(Door.OFFICE, _DRAFTER, _DRAFTING),
    "state-reasons": Rule(Door.OFFICE, _DRAFTER, _DRAFTING),
    "withdraw-amendment": Rule(Door.OFFICE, _DRAFTER, (*_DRAFTING, *_ROUTED)),
    "make-comment": Rule(Door.OFFICE, _WRITERS, (*_DRAFTING, *_ROUTED), _TALKERS),
    "settle-comment": Rule(Door.OFFICE, _WRITERS, (*_DRAFTING, *_ROUTED), _TALKERS),
    "carry-comment": Rule(Door.OFFICE, _WRITERS, (*_DRAFTING, *_ROUTED), _TALKERS),
    "answer-question": Rule(Door.OFFICE, _DRAFTER, (*_DRAFTING, *_ROUTED)),
    "record-document": Rule(Door.OFFICE, _SYSTEM),
    "record-due": Rule(Door.OFFICE, _SYSTEM),
    "remind-step": Rule(Door.OFFICE, _SYSTEM),
    "begin-action": Rule(Door.OFFICE, _PLANNERS, (ActionPhase.ABSENT,)),
    "edit-action": Rule(Door.OFFICE, (*_PLANNERS, *_OWNER), (ActionPhase.DRAFTING, *_ON_ROUTE, ActionPhase.SIGNED)),
    "follow-plan": Rule(Door.OFFICE, _PLANNERS, (ActionPhase.DRAFTING, *_ON_ROUTE, ActionPhase.SIGNED)),
    "submit-action": Rule(Door.OFFICE, _PLANNERS, (ActionPhase.DRAFTING,)),
    "give-action-paraf": Rule(Door.OFFICE, (*_OWNER, *_PLANNER, *_OFFICIALS), (ActionPhase.REVIEW,), _OFFICIAL),
    "sign-action": Rule(Door.OFFICE, _OFFICIALS, (ActionPhase.SIGNING,), _OFFICIAL),
    "return-action": Rule(Door.OFFICE, (*_OWNER, *_PLANNER, *_OFFICIALS), _ON_ROUTE, _OFFICIAL),
    "record-action-document": Rule(Door.OFFICE, _SYSTEM),
    "open-quarter": Rule(Door.OFFICE, _SYSTEM),
    "rearm-window": Rule(Door.OFFICE, _SYSTEM),
    "extend-window": Rule(Door.OFFICE, (*_PLANNER, *_OFFICIALS), _LIVE),
    "file-realisation": Rule(Door.OFFICE, _OWNER, (QuarterPhase.OPEN,)),
    "correct-realisation": Rule(Door.OFFICE, _OWNER, _LIVE),
    "upload-evidence": Rule(Door.OFFICE, _OWNER, _LIVE),
    "file-budget": Rule(Door.OFFICE, (*_PLANNERS, *_OWNER), _LIVE),
    "verify-realisations": Rule(Door.OFFICE, _PLANNER, _LIVE),
    "return-realisation": Rule(Door.OFFICE, (*_PLANNER, *_OFFICIALS), _LIVE),
    "waive-realisation": Rule(Door.OFFICE, _PLANNER, (QuarterPhase.OPEN,)),
    "hand-over-realisation": Rule(Door.OFFICE, (*_PLANNER, Role.SECRETARY), _LIVE),
    "correct-policy": Rule(Door.OFFICE, _PLANNER, _LIVE),
    "note-earlier": Rule(Door.OFFICE, _SYSTEM),
    "follow-action": Rule(Door.OFFICE, _SYSTEM),
    "record-quarter-document": Rule(Door.OFFICE, _SYSTEM),
    "sign-quarter": Rule(Door.OFFICE, _OFFICIALS, (QuarterPhase.SIGNING,), _OFFICIAL),
    "close-quarter": Rule(Door.OFFICE, _SYSTEM),
    "reopen-quarter": Rule(Door.OFFICE, _OFFICIALS, (QuarterPhase.CLOSED,)),
    "remind-filing": Rule(Door.OFFICE, _SYSTEM),
    "begin-report": Rule(Door.OFFICE, _PLANNERS, (ReportPhase.ABSENT,)),
    "compose-report": Rule(Door.OFFICE, _PLANNERS, _REPORTING),
    "write-section": Rule(Door.OFFICE, _PLANNERS, _REPORTING),
    "state-figure": Rule(Door.OFFICE, _PLANNERS, _REPORTING),
    "submit-report": Rule(Door.OFFICE, _PLANNERS, (ReportPhase.DRAFTING,)),
    "give-report-paraf": Rule(Door.OFFICE, (*_OFFICIALS, *_PLANNER), (ReportPhase.REVIEW,), _REVIEWERS),
    "sign-report": Rule(Door.OFFICE, _OFFICIALS, (ReportPhase.SIGNING,), _OFFICIAL),
    "return-report": Rule(Door.OFFICE, (*_OFFICIALS, *_PLANNER), _REPORTED, _REVIEWERS),
    "record-report-document": Rule(Door.OFFICE, _SYSTEM),
    "state-review": Rule(Door.OFFICE, (Role.AUDITOR,), (*_REPORTED, ReportPhase.SIGNED)),
    "open-office": Rule(Door.OFFICE, _ADMINISTRATOR),  # of an office that is there already
    "describe-office": Rule(Door.OFFICE, _ADMINISTRATOR),
    "set-emblem": Rule(Door.OFFICE, _ADMINISTRATOR),
    "register-person": Rule(Door.OFFICE, _ADMINISTRATOR),
    "rename-person": Rule(Door.OFFICE, _ADMINISTRATOR),
    "name-position": Rule(Door.OFFICE, _ADMINISTRATOR),
    "appoint": Rule(Door.OFFICE, _ADMINISTRATOR),
    "end-appointment": Rule(Door.OFFICE, _ADMINISTRATOR),
    "grant-role": Rule(Door.OFFICE, _ADMINISTRATOR),
    "revoke-role": Rule(Door.OFFICE, _ADMINISTRATOR),
    "set-route": Rule(Door.OFFICE, _ADMINISTRATOR),
    "set-reminder-policy": Rule(Door.OFFICE, _ADMINISTRATOR),
    "declare-day": Rule(Door.OFFICE, _ADMINISTRATOR),
    "set-filing-policy": Rule(Door.OFFICE, _ADMINISTRATOR),
    "set-measurement-practice": Rule(Door.OFFICE, _ADMINISTRATOR),
    "set-quadrant-lines": Rule(Door.OFFICE, _ADMINISTRATOR),
    "set-duty-policy": Rule(Door.OFFICE, _ADMINISTRATOR),
    "set-acting-policy": Rule(Door.OFFICE, _ADMINISTRATOR),
    "set-paper-policy": Rule(Door.OFFICE, _ADMINISTRATOR),
    "declare-kind": Rule(Door.OFFICE, _ADMINISTRATOR),
    "manage-webhooks": Rule(Door.OFFICE, _ADMINISTRATOR),
    "manage-accounts": Rule(Door.OFFICE, _ADMINISTRATOR),  # whose home the office is
    "open-plan": Rule(Door.OFFICE, _INSIDE),
    "read-plan": Rule(Door.OFFICE, _INSIDE),  # with the lists, and the year that came of it
    "read-history": Rule(Door.OFFICE, _INSIDE),
    "read-office": Rule(Door.OFFICE, _INSIDE),
    "read-access-log": Rule(Door.OFFICE, (Role.AUDITOR,)),
    "keep-typed": Rule(Door.OFFICE, _INSIDE),  # in one's own account; no token types
    "read-desk": Rule(Door.SIGNED_IN),
    "act-on-papers": Rule(Door.SIGNED_IN),  # by the acts on each of them, which have their own rules
    "manage-own-account": Rule(Door.SIGNED_IN),
    "sign-out": Rule(Door.SIGNED_IN),
    "sign-in": Rule(Door.ANYONE),
    "accept-invitation": Rule(Door.ANYONE),
    "bootstrap": Rule(Door.ANYONE),
    "choose-language": Rule(Door.ANYONE),
    "read-public": Rule(Door.ANYONE),  # health, static files, the description of the API
}


# What an official of another office does with a plan whose route names their position, and nothing else.
PARTIES = frozenset({"open-plan", "give-paraf", "sign-part", "return-plan"})


def rule(act: str) -> Rule:
    """Return the act's rule; an act that the table does not have is nobody's."""
    return POLICY.get(act, _NOBODY)


def may(act: str, roles: Collection[Role], phase: AnyPhase | None = None) -> bool:
    """Return whether somebody with these roles in the office may do it, and in this phase if one is given."""
    asked = rule(act)
    if phase is not None and asked.phases is not None and phase not in asked.phases:
        return False
    return asked.door is not Door.OFFICE or any(role in roles for role in asked.roles)


def lets_in(act: str, roles: Collection[Role]) -> bool:
    """Return whether somebody with these roles may do it, at least where a step of the route is theirs."""
    return may(act, roles) or any(role in roles for role in rule(act).on_route)


def acting(act: str, roles: Collection[Role], prefer: Role | None = None) -> Role:
    """Return the role to do it in: the preferred one (an open step's, say) if it fits. Raises `NotAllowed`.

    Only for acts in an office: what anybody may do is done in no role.
    """
    fitting = [role for role in rule(act).roles if role in roles]
    if not fitting:
        raise NotAllowed("not-allowed", "Your role in this office does not allow this.")
    return prefer if prefer in fitting else fitting[0]
