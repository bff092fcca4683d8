"""Everything a request may need, made once at the start from plain values."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from activities.evidence.pictures import picture
from activities.recording.recorder import Recorder
from activities.recording.states import States
from activities.webhooks.deliveries import Deliveries
from activities.webhooks.reach import PUBLIC, Reach
from activities.webhooks.webhooks import Webhooks
from api.access.accounts import Accounts
from api.access.bootstrap import Bootstrap
from api.access.imports import Imports
from api.access.kept import SeenVersions, Unsaved
from api.access.log import AccessLog
from api.access.memberships import Memberships, Offices
from api.access.notices import Notices
from api.access.passwords import Passwords
from api.access.present import Present
from api.access.profiles import Profiles
from api.access.sessions import Sessions, SignIn
from api.access.throttle import Limits, Throttle
from api.access.tokens import Tokens
from api.http.pictures import Pictures
from api.http.reading import ORDINARY
from api.http.streams import OpenStreams
from api.imports.reader import Reader
from api.reads.chains import Chains
from domain.quarter.filing import MOST_FILES
from eventstore.documents import EvidenceStore
from eventstore.store import Store
from workflows.client import Plans

LARGEST_EVIDENCE = 10 * 1024 * 1024  # bytes of a file, unless the installation says otherwise


def utc_now() -> datetime:
    """Return the present instant."""
    return datetime.now(UTC)


def new_id() -> str:
    """Return a new id of a command or a row."""
    return str(uuid.uuid4())


@dataclass(frozen=True)
class Services:
    """The parts a request works with; `base_url` is where the installation is reached, without a slash at its end.

    `largest_evidence` is the most bytes that a file of evidence may have.
    """

    store: Store
    plans: Plans
    recorder: Recorder
    offices: Offices
    accounts: Accounts
    memberships: Memberships
    profiles: Profiles
    sessions: Sessions
    sign_in: SignIn
    tokens: Tokens
    access_log: AccessLog
    notices: Notices
    deliveries: Deliveries
    bootstrap: Bootstrap
    unsaved: Unsaved
    imports: Reader
    seen: SeenVersions
    present: Present
    streams: OpenStreams
    chains: Chains
    evidence: EvidenceStore
    pictures: Pictures
    previews: Pictures  # of evidence
    largest_evidence: int
    reach: Reach  # of webhooks
    trial: bool
    base_url: str
    secure_cookies: bool
    clock: Callable[[], datetime]
    new_id: Callable[[], str]

    @property
    def webhooks(self) -> Webhooks:
        """Return the webhooks, whose secrets are sealed with the keys of Temporal's client."""
        return Webhooks(self.store.pool, self.plans.seal, self.reach)

    @property
    def largest_form(self) -> int:
        """Return the most bytes of a form that brings evidence: all files of a row at once."""
        return MOST_FILES * self.largest_evidence + ORDINARY


def build_services(
    store: Store,
    plans: Plans,
    *,
    trial: bool = False,
    largest_evidence: int = LARGEST_EVIDENCE,
    reach: Reach = PUBLIC,
    base_url: str = "http://localhost",
    secure_cookies: bool = False,
    clock: Callable[[], datetime] = utc_now,
    new_id: Callable[[], str] = new_id,
    passwords: Passwords | None = None,
    limits: Limits | None = None,
    sessions: Sessions | None = None,
) -> Services:
    """Return the services over one store and one way to the plans."""
    pool, states = store.pool, States(store)
    passwords = passwords or Passwords()
    accounts = Accounts(pool, passwords)
    sessions = sessions or Sessions(pool)
    access_log = AccessLog(pool)
    return Services(
        store=store,
        plans=plans,
        recorder=Recorder(states),
        offices=Offices(states),
        accounts=accounts,
        memberships=Memberships(pool),
        profiles=Profiles(pool),
        sessions=sessions,
        sign_in=SignIn(accounts, sessions, Throttle(pool, limits), access_log),
        tokens=Tokens(pool),
        access_log=access_log,
        notices=Notices(pool),
        deliveries=Deliveries(pool),
        bootstrap=Bootstrap(pool, passwords),
        unsaved=Unsaved(pool),
        imports=Reader(Imports(pool)),
        seen=SeenVersions(pool),
        present=Present(pool),
        streams=OpenStreams(),
        chains=Chains(store, clock),
        evidence=EvidenceStore(pool),
        pictures=Pictures(),
        previews=Pictures(draw=picture),
        largest_evidence=largest_evidence,
        reach=reach,
        trial=trial,
        base_url=base_url.rstrip("/"),
        secure_cookies=secure_cookies,
        clock=clock,
        new_id=new_id,
    )
