"""The way in of every request: the form of the answer, the sender, the office, the policy; then what was sent."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from opentelemetry import trace
from starlette.requests import Request
from starlette.responses import Response

from api.access.accounts import Account
from api.access.errors import NotSignedIn
from api.access.throttle import Origin
from api.access.tokens import Scope
from api.http import multipart, preconditions, reading
from api.http.address import current_page
from api.http.bodies import Acting, Body, SignatureBody
from api.http.figures import FORM, PROGRAM, Writing
from api.http.frame import SHOWN_AS, SHOWN_TO, SHOWN_VERSION, Frame, require_person, require_standing, standing
from api.http.middleware import Cookies
from api.http.negotiate import HTML
from api.http.problems import Problem
from api.reads.plan import unknown_plan
from api.rights import Viewer
from api.services import Services
from api.usecases import Intent, UseCases
from domain.office.state import Office
from domain.plan.state import stream_of
from domain.route.route import Route

B = TypeVar("B", bound=Body)
Again = Callable[[Problem, str], Awaitable[str]]

# A slash is for the ids of timers and of the installation: nobody takes one of those from them.
_PLAN = re.compile(r"(?P<kind>[a-z0-9]+(?:-[a-z0-9]+)*)-(?P<year>[0-9]{4})")
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_PUT, _MOST_PUT = "put", 8000  # the button that puts a reading into its field; characters of it


@dataclass
class Visit:
    """One request on its way. `again` shows a form again, with what was typed, when its command fails.

    Of its body at most `most` bytes are read, beside the `files` that its form may bring.
    """

    request: Request
    services: Services
    language: str
    wants: str = HTML
    most: int = reading.SMALL
    files: bool = False
    account: Account | None = None
    viewer: Viewer | None = None
    scopes: frozenset[Scope] | None = None  # what the token was made for, where one was sent
    expired: bool = False
    again: Again | None = None
    body: bytes | None = None
    form: reading.Fields | None = None
    form_id: str = ""
    shown: dict[str, str] = field(default_factory=dict)  # whom the form says that it was shown to
    notice: str = ""
    kept_at: datetime | None = None
    office_version: int = 0  # where the page is about the office itself
    abroad: dict[str, Office] = field(default_factory=dict)
    cookies: Cookies = field(init=False)

    def __post_init__(self) -> None:
        """Make what is made of the services."""
        self.cookies = Cookies(self.services.secure_cookies)

    @property
    def html(self) -> bool:
        """Return whether a page is wanted."""
        return self.wants == HTML

    @property
    def usecases(self) -> UseCases:
        """Return the use cases."""
        return UseCases(self.services)

    @property
    def frame(self) -> Frame:
        """Return what surrounds a page."""
        return Frame(
            viewer=self.viewer,
            language=self.language,
            trial=self.services.trial,
            path=current_page(self.request, self.form or ()),
            now=self.services.clock(),
            notice=self.notice,
            kept_at=self.kept_at,
            standing=self.standing,
            version=self.office_version,
            proving=self.account is not None and self.account.freshly_linked,
            fresh=self.account is not None and not self.account.toured,
            abroad=self.abroad,
        )

    @property
    def writing(self) -> Writing:
        """Return how whoever sent the body writes numbers."""
        return PROGRAM if self.form is None else FORM

    @property
    def path(self) -> str:
        """Return the path of the address as the server read it; as an address it is quoted again."""
        return str(self.request.scope["path"])

    async def meet(self, route: Route) -> None:
        """Know the other offices that a route asks: the page names who holds its positions there."""
        for step in route:
            if step.office and (found := await self.services.offices.find(step.office)) is not None:
                self.abroad[step.office] = found

    @property
    def standing(self) -> str:
        """Return the viewer's roles and positions of today in the office of the address."""
        return standing(self.viewer, str(self.request.path_params.get("office", "")), self.services.clock())

    @property
    def place(self) -> Origin:
        """Return where the request comes from, as far as the server believes its proxies, and what the last says."""
        client = self.request.client
        said = self.request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
        return Origin(client.host if client else "", said)

    @property
    def who(self) -> Viewer:
        """Return who signed in. Raises `NotSignedIn`."""
        if self.viewer is None:
            raise self.unknown()
        return self.viewer

    @property
    def owner(self) -> Account:
        """Return whose account it is. Raises `NotSignedIn`."""
        if self.account is None:
            raise self.unknown()
        return self.account

    @property
    def office(self) -> Office:
        """Return the office of the address, which the viewer has a role in. Raises `HttpError` 404."""
        office = self.who.office(str(self.request.path_params.get("office", "")))
        if office is None:
            raise unknown_plan()
        return office

    @property
    def plan(self) -> str:
        """Return how the plan of the address is called: `rkt-2024`. Raises `HttpError` 404."""
        name = str(self.request.path_params.get("plan", ""))
        if not _PLAN.fullmatch(name):
            raise unknown_plan()
        return name

    @property
    def stream(self) -> str:
        """Return the plan's stream. Raises `HttpError` 404."""
        parts = _PLAN.fullmatch(self.plan)
        if parts is None:
            raise unknown_plan()
        return stream_of(parts["kind"], int(parts["year"]))

    def part(self, name: str) -> str:
        """Return a part of the address, as its route names it."""
        return str(self.request.path_params[name])

    def unknown(self) -> NotSignedIn:
        """Return why nobody is known."""
        if self.expired:
            return NotSignedIn("session-expired", "Your session has ended. Sign in again; what you typed is kept.")
        return NotSignedIn("not-signed-in", "Sign in, or send a token.")

    async def sent(self, model: type[B]) -> "Sent[B]":
        """Read a command that needs neither an id nor a version."""
        return Sent(self, await self._filled(model), "", None)

    async def command(self, model: type[B], *, versioned: bool = False) -> "Sent[B]":
        """Read a command with its id, and with the version it is based on where it needs one."""
        await self.read()
        command_id = self.command_id()
        based_on = self.seen_version() if versioned else None
        return Sent(self, await self._filled(model), command_id, based_on)

    async def _filled(self, model: type[B]) -> B:
        await self.read()
        sent, form, most = self.body or b"", self.form, self.most
        body = await reading.beside(len(sent), lambda: reading.filled(model, sent, form, most))
        if isinstance(body, SignatureBody):
            await self.services.sign_in.prove_again(self.owner, body.password, self.place)
        return body

    async def read(self) -> None:
        """Read the body, once; of files that nobody asked for, nothing is kept."""
        if self.body is None and multipart.is_multipart(self.request):
            most = self.services.largest_form if self.files else self.most
            self.took(await multipart.fields(self.request, most))
        if self.body is None:
            is_form = reading.is_form(self.request)
            body, most = await reading.read(self.request, self.most), self.most
            if is_form:
                self.took(await reading.beside(len(body), lambda: reading.fields(body, most)))
            else:
                self.body = body
        if self.viewer is not None:
            require_person(self.shown.get(SHOWN_TO, ""), self.viewer)
            if self.again is not None:  # so that it comes back with what was typed
                require_standing(self.shown.get(SHOWN_AS, ""), self.standing, self.frame.words)

    def took(self, form: reading.Fields) -> None:
        """Go on as if the form had brought these fields alone; whom it was shown to is kept apart.

        A reading that was pressed stands in the field that it is of.
        """
        self.shown = {name: value for name, value in form if name in (SHOWN_TO, SHOWN_AS, SHOWN_VERSION)}
        put = {field: text for name, value in form if name == _PUT for field, text in parse_qsl(value[:_MOST_PUT])}
        self.form = [(name, put.get(name, value)) for name, value in form if name not in (*self.shown, _PUT)]
        self.body = urlencode(self.form).encode("ascii")
        self.form_id = self.typed("command_id")

    def typed(self, name: str) -> str:
        """Return a field of the form, the last one of that name; empty where there is none."""
        return next((value for key, value in reversed(self.form or []) if key == name), "")

    def command_id(self) -> str:
        """Return the id the client chose. Raises `HttpError`."""
        found = preconditions.command_id(*self._said("command_id", "Idempotency-Key"))
        self.request.state.command = found
        trace.get_current_span().set_attribute("paraf.command", found)
        return found

    def seen_version(self) -> int:
        """Return the version that the sender saw. Raises `HttpError` 428 or 412."""
        return preconditions.seen_version(*self._said("text_version", "If-Match"))

    def _said(self, name: str, header: str) -> tuple[str, str]:
        """Return what a form says in a field, a program in a header, and which of the two."""
        if self.form is not None:
            return self.typed(name).strip(), name
        return self.request.headers.get(header, "").strip(), header

    def next(self, default: str) -> str:
        """Return where the form wants to go on, if that is a page of ours."""
        asked = self.typed("next")
        local = asked.startswith("/") and not asked.startswith("//") and "\\" not in asked
        return asked if local and asked.isascii() and asked.isprintable() else default


@dataclass(frozen=True)
class Sent(Generic[B]):
    """What was sent: the body, the command's id and the version it is based on."""

    visit: Visit
    body: B
    command_id: str
    based_on: int | None

    def intent(self, act: str, target: str, *, body: object = None, about: str = "", of: str = "") -> Intent:
        """Return the command to be carried out; `about` is what in the target it is about, `of` another office."""
        # Elsewhere than in an act on a plan, `role` is what is granted, not who acts.
        acting = isinstance(self.body, Acting)
        left_out = {"role", "position", "password"} if acting else None
        sent = self.body.model_dump(mode="json", exclude=left_out) if body is None else body
        return Intent(
            office=of or self.visit.office.id,
            act=act,
            target=target,
            command_id=self.command_id,
            body={"about": about, "sent": sent} if about else sent,
            role=self.body.role if isinstance(self.body, Acting) else None,
            position=self.body.position if isinstance(self.body, Acting) else None,
            based_on=self.based_on,
        )


def session_token(visit: Visit) -> str:
    """Return the token of the request's cookie; empty where it has none."""
    return visit.request.cookies.get(visit.cookies.session, "")


def account_id(visit: Visit) -> UUID:
    """Return the id of the account that signed in."""
    return visit.owner.id


def see_other(where: str) -> Response:
    """Send a browser on after a form."""
    return Response(status_code=303, headers={"Location": where})
