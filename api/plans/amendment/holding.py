"""The signed versions of a plan: which of them holds on which day, in words."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from api.words import amending
from api.words.clock import Clock
from api.words.words import Words
from domain.plan.in_force import InForce
from domain.plan.state import Plan


@dataclass(frozen=True)
class SignedVersion:
    """A version that was signed; `today` says that it holds on the day of the clock."""

    name: str
    version: int
    holds: str
    today: bool
    signed_at: datetime
    document: str
    number: int


def signed_versions(words: Words, clock: Clock, plan: Plan) -> list[SignedVersion]:
    """Return them, the newest first."""
    today = plan.in_force_on(clock.date(clock.now))
    found, until = [], None
    for held in reversed(plan.amended):
        number = held.amendment.number if held.amendment else 0
        holds = _holds(words, clock, held.effective, until)
        found.append(
            SignedVersion(
                amending.held(words, held), held.version, holds, held is today, held.signed_at, _document(held), number
            )
        )
        until = min(filter(None, (until, held.effective)), default=None)
    return found


def _document(held: InForce) -> str:
    return held.document.document if held.document else ""


def _holds(words: Words, clock: Clock, since: date | None, until: date | None) -> str:
    last = clock.typed_day(until - timedelta(days=1)) if until else ""
    if since is not None and until is not None:
        if until <= since:
            return words("replaced before it came into force")
        return words("in force from {since} to {until}", since=clock.typed_day(since), until=last)
    if since is not None:
        return words("in force from {since}", since=clock.typed_day(since))
    return words("in force until {until}", until=last) if until else words("in force since it was signed")


def in_force_told(words: Words, clock: Clock, plan: Plan) -> str:
    """Say what of an amended plan is in force today, and what will be; empty where there is one text alone."""
    versions = signed_versions(words, clock, plan)
    held = next((each for each in versions if each.today), None)
    if held is None or (len(versions) == 1 and plan.amendment is None):
        return ""
    return words(
        "Today {name} is in force, version {version}: {holds}.",
        name=held.name, version=str(held.version), holds=held.holds,
    )  # fmt: skip
