"""The door of every route: who asks, from which page, and whether the one table of rights lets them in."""

import logging
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

import msgspec
from starlette.requests import Request

from activities.recording.states import OFFICE
from api.access.accounts import Account
from api.access.errors import NotAllowed, NotSignedIn
from api.access.tokens import Scope, scope_of
from api.http import reading
from api.http.negotiate import FORM, MULTIPART, PAGE, language, sent_type, wanted
from api.http.problems import HttpError
from api.http.visit import Visit, session_token
from api.rights import PARTIES, Door, Membership, Viewer, lets_in, rule
from api.services import Services
from domain.kernel.actor import Duty, Role
from domain.office.state import STREAM, Office
from eventstore.views import PLAN

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_LOG = logging.getLogger(__name__)


def from_elsewhere(method: str, headers: Mapping[str, str]) -> bool:
    """Return whether another site's page made the browser send this (names of `headers` in small letters).

    `Sec-Fetch-Site` decides where the browser sends it, else `Origin` against `Host`. Neither: no browser sent it,
    so no cookie was lent; a machine shows a token.
    """
    if method in _SAFE:
        return False
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = headers.get("origin")
    try:
        return origin is not None and urlsplit(origin).netloc.lower() != headers.get("host", "").lower()
    except ValueError:  # no address at all
        return True


class Way:
    """The dependency of every route: lets in whom the policy lets in, and nobody else.

    What the route reads has at most `most` bytes, and little where nobody need be known; `files` come beside it.
    """

    def __init__(
        self, act: str, offers: Sequence[str] = PAGE, *, most: int = reading.ORDINARY, files: bool = False
    ) -> None:
        self.act = act
        self.offers = tuple(offers)
        self.most = most if rule(act).door is Door.OFFICE else reading.SMALL
        self.files = files

    async def __call__(self, request: Request) -> Visit:
        """Return the visit. Raises what the first closed door says."""
        visit = visit_of(request)
        visit.most, visit.files = self.most, self.files
        secret = bearer(request)
        if secret is None and from_elsewhere(request.method, request.headers):
            raise _cross_site(request)
        if self.act != "read-public":  # health must be told when nothing else works
            await _known(visit, secret)
            path = request.path_params
            if {"office", "plan"} <= path.keys():
                await as_party(visit, self.act, str(path["office"]), str(path["plan"]))
        door = rule(self.act).door
        if door is not Door.ANYONE and visit.viewer is None:
            raise visit.unknown()
        if door is not Door.ANYONE and visit.scopes is not None:
            _require_scope(self.act, visit.scopes)
        if door is Door.OFFICE:
            try:
                _require(self.act, visit)
            except (NotAllowed, HttpError):
                if sent_type(request) in (FORM, MULTIPART):
                    await visit.read()  # what was shown to somebody else is said to be so, and nothing of it is lost
                raise
        _require_known(request)
        visit.wants = wanted(request, self.offers)  # to whom nothing is here, there is no form of it either
        of_office = "office" in request.path_params and "plan" not in request.path_params
        if door is Door.OFFICE and of_office and visit.html:
            office = await visit.services.recorder.states.of(OFFICE, visit.office.id, STREAM)
            visit.office_version = office.version
        return visit


def visit_of(request: Request) -> Visit:
    """Return the request's visit, a fresh one where it has none yet."""
    visit: Visit | None = getattr(request.state, "visit", None)
    if visit is None:
        visit = Visit(request, request.app.state.services, language(request))
        request.state.visit = visit
    return visit


def _cross_site(request: Request) -> HttpError:
    origin, host = request.headers.get("origin", ""), request.headers.get("host", "")
    if "sec-fetch-site" in request.headers or origin in ("", "null"):
        return HttpError(403, "cross-site", "This request comes from another site; it is refused.")
    # A proxy that keeps the name to itself looks the same, and nobody could sign in.
    _LOG.warning("refused: Origin is %.200r, Host is %.200r; a proxy in front must pass Host on", origin, host)
    return HttpError(
        403,
        "cross-site",
        "This request comes from {origin}, but asks for {host}, so it is refused as another site's. "
        "If both are this installation, the proxy in front of it must pass on the header Host.",
        origin=origin[:200],
        host=host[:200],
    )


def _require(act: str, visit: Visit) -> None:
    who = visit.who
    if "office" in visit.request.path_params:
        roles = who.roles(visit.office.id)
    else:
        roles = frozenset(role for m in who.memberships for role in m.roles)
    if not lets_in(act, roles):
        raise NotAllowed("not-allowed", "Your role in this office does not allow this.")


def _require_known(request: Request) -> None:
    """Refuse a value of the query that is none of those which its description names: it would be left unread."""
    described = getattr(request.scope.get("route"), "openapi_extra", None) or {}
    for parameter in described.get("parameters", ()):
        known: list[str] = parameter["schema"].get("enum", []) if parameter["in"] == "query" else []
        asked = request.query_params.getlist(parameter["name"]) if known else []
        if len(asked) > 1 or any(value and value not in known for value in asked):
            name = parameter["name"]
            raise HttpError(
                422, "unknown-value", "“{name}” must be one of {known}.", name, name=name, known=", ".join(known)
            )


def _require_scope(act: str, scopes: frozenset[Scope]) -> None:
    needed = scope_of(act)
    if needed is None:
        raise NotAllowed("not-by-token", "No token does this: sign in as yourself.")
    if needed not in scopes:
        raise NotAllowed("scope-missing", "This token was not made for it: it needs the scope {scope}.", scope=needed)


def bearer(request: Request) -> str | None:
    """Return the token a machine sent, None where it sent none."""
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else None


async def _known(visit: Visit, secret: str | None) -> None:
    services = visit.services
    if secret is not None:
        found = await services.tokens.find(secret)
        if found is None:
            raise NotSignedIn("token-unknown", "This token is unknown, has ended or was revoked.")
        visit.account, visit.scopes = found.account, found.scopes
    elif token := session_token(visit):
        # What a page asks by itself is no sign of life: one that is left open must not keep its session.
        session = await services.sessions.find(token, alive="x-unasked" not in visit.request.headers)
        # Of a token that never was, nothing typed is kept, and nobody is told that it were.
        visit.expired = session is None and await services.sessions.owner(token) is not None
        visit.account = session.account if session else None
    if visit.account is not None:
        visit.viewer = await viewer_of(services, visit.account)


async def viewer_of(services: Services, account: Account) -> Viewer:
    """Return the account's person as they are now; what another office grants holds once the account joined it."""
    memberships = tuple(
        Membership(office, frozenset(duty.role for duty in duties), duties)
        for office, duties in await services.offices.of(account.person, services.clock())
        if office.id in account.offices
    )
    name = next((m.office.people.get(account.person, "") for m in memberships), "")
    return Viewer(str(account.id), account.username, account.person, name or account.username, memberships)


async def as_party(visit: Visit, act: str, of: str, plan: str) -> None:
    """Let in whom the plan's route names by a position of another office, to that plan alone.

    Whoever held one, of whichever office, may still ask: they are told who ended it, and when.
    """
    account, who = visit.account, visit.viewer
    if act not in PARTIES or account is None or who is None:
        return
    office = await visit.services.offices.find(of)
    asked = who.elsewhere() if act == "open-plan" else account.offices
    body = await visit.services.store.view(office.id, PLAN, plan.replace("\0", "")) if office and asked else None
    if office is None or body is None:
        return
    named = {step.duty for step in msgspec.json.decode(body, type=_Routed).route if step.position}
    theirs = frozenset(named & who.elsewhere())
    if act != "open-plan":
        theirs |= {duty for duty in named if await _held_once(visit, account, duty, office)}
    if theirs:
        visit.viewer = who.with_duties(office, theirs)


async def _held_once(visit: Visit, account: Account, duty: Duty, office: Office) -> bool:
    home = await visit.services.offices.find(duty.office) if duty.office else office
    return home is not None and home.id in account.offices and home.held_once(account.person, duty.position)


class _Step(msgspec.Struct):
    position: str = ""
    office: str = ""

    @property
    def duty(self) -> Duty:
        return Duty(Role.OFFICIAL, self.position, self.office)


class _Routed(msgspec.Struct):
    route: list[_Step]
