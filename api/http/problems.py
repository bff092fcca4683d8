"""Errors to RFC 9457 problems: the one table of what each error is over HTTP.

PlanError
└── HttpError          what HTTP itself asks for and the request does not give: carries its status
    └── Unprocessable  a body that is not what it should be: carries every wrong place
Exception
└── RefusedCommand     a receipt that says no; carries what changed where the text was a stale one
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus

from api.access.errors import AccountRefused, NotAllowed, NotSignedIn, TooManyAttempts
from api.http.statuses import status_of, title_of
from api.words.clock import Clock
from api.words.refusals import explained
from api.words.words import words
from domain.kernel.errors import N_, PlanError, Refused, Unreadable
from domain.plan.facts import Change
from eventstore.entry import Receipt
from eventstore.errors import ClockApart, CommandIdReused, StoreError, Unavailable, Unstorable
from workflows.client import Unknown

CORRUPTED = N_(
    "The server met an error it does not know. Nothing was said about your command: ask again with the same id."
)
MOST_LISTED = 50  # faults of one body: who has more begins with these
_LONGEST_PLACE = 200  # characters; a place can hold what was sent
TYPE = "/problems/"  # the type of a problem is this and its code, in every installation; it leads to a page


class HttpError(PlanError):
    """The base of what this layer raises; `status` is HTTP's."""

    def __init__(self, status: int, code: str, message: str, place: str = "", /, **params: str) -> None:
        super().__init__(code, message, place, **params)
        self.status = status
        self.headers: Mapping[str, str] = {}

    def at(self, place: str) -> "HttpError":
        """Return the same error, found at `place`."""
        return HttpError(self.status, self.code, self.message, place, **self.params)

    def telling(self, **headers: str) -> "HttpError":
        """Return the same error with response headers, an underscore standing for a hyphen."""
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}
        return self


class Unprocessable(HttpError):
    """A body with wrong values, each with its place; of very many, the first."""

    def __init__(self, causes: Sequence[PlanError]) -> None:
        first = causes[0]
        if len(causes) == 1:
            super().__init__(422, first.code, first.message, first.place, **first.params)
        elif len(causes) <= MOST_LISTED:
            super().__init__(422, "values-unreadable", N_("{count} values cannot be read."), "", count=str(len(causes)))
        else:
            many = N_("More than {count} values cannot be read; these are the first.")
            super().__init__(422, "values-unreadable", many, "", count=str(MOST_LISTED))
        self.causes = tuple(causes[:MOST_LISTED])


@dataclass(frozen=True)
class Stale:
    """The text version that was seen, the one it is now, and what changed between the two."""

    seen: int
    current: int
    changes: tuple[Change, ...]


class RefusedCommand(Exception):
    """A command was refused and the refusal recorded."""

    def __init__(self, receipt: Receipt, stale: Stale | None = None) -> None:
        super().__init__(receipt.command_id)
        self.receipt = receipt
        self.stale = stale


@dataclass(frozen=True)
class Problem:
    """What went wrong, in the reader's language; `errors` are (place, message).

    `command_id` is what the next try carries: after an unknown outcome the same, else none. `resend` are the fields of
    a form that could not even be shown again, and where they go; `request` is what the log calls it, of a fault here.
    """

    status: int
    code: str
    title: str
    detail: str
    detail_en: str
    detail_id: str
    place: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    errors: tuple[tuple[str, str], ...] = ()
    stale: Stale | None = None
    receipt: Receipt | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[Mapping[str, str], ...] = ()
    resend: tuple[str, tuple[tuple[str, str], ...]] | None = None
    request: str = ""

    @property
    def unknown(self) -> bool:
        """Return whether it is not known what became of the request, so that a retry must carry the same id."""
        return self.status >= HTTPStatus.INTERNAL_SERVER_ERROR

    def members(self) -> dict[str, object]:
        """Return the members of the problem as JSON has them."""
        answer: dict[str, object] = {
            "type": TYPE + self.code,
            "title": self.title,
            "status": int(self.status),
            "detail": self.detail,
            "code": self.code,
            "place": self.place,
            "params": dict(self.params),
            "errors": [dict(fault) for fault in self.faults],
            "detail_en": self.detail_en,
            "detail_id": self.detail_id,
        }
        if self.request:
            answer["instance"] = f"urn:paraf:request:{self.request}"
        if self.stale is not None:
            answer |= {
                "seen_version": self.stale.seen,
                "current_version": self.stale.current,
                "changes": list(self.stale.changes),
            }
        if self.receipt is not None:
            answer["receipt"] = {
                "command_id": self.receipt.command_id,
                "position": self.receipt.first,
                "head": self.receipt.head,
                "recorded_at": self.receipt.recorded_at,
            }
        return answer


@dataclass(frozen=True)
class Reader:
    """Whom a problem is told: in which language, and on the clock of which zone."""

    language: str
    zone: str = "UTC"

    def said(self, error: PlanError, language: str = "") -> str:
        """Return the error's sentence, in another language where one is named."""
        spoken = words(language or self.language)
        return explained(spoken, Clock(spoken, self.zone, datetime.now(UTC)), error.message, error.params)


def problem_of(error: Exception, reader: Reader) -> Problem:
    """Return the problem that an error is; whatever is not in the table is a 500 that tells nothing."""
    match error:
        case Unprocessable():
            return _problem(error.status, error, reader, causes=error.causes, headers=error.headers)
        case HttpError():
            return _problem(error.status, error, reader, headers=error.headers)
        case FormErrors():
            wrong = Unprocessable([cause.at(place) for place, cause in error.errors])
            return _problem(wrong.status, wrong, reader, causes=wrong.causes)
        case TooManyAttempts():
            return _problem(429, error, reader, headers={"Retry-After": str(error.retry_after)})
        case NotSignedIn():
            return _problem(401, error, reader, headers={"WWW-Authenticate": "Bearer"})
        case NotAllowed():
            return _problem(403, error, reader)
        case AccountRefused() | Refused():
            return _problem(status_of(error.code), error, reader)
        case Unreadable():
            return _problem(422, error, reader)
        case RefusedCommand():
            return _refused(error, reader)
        case CommandIdReused():
            reused = PlanError("command-id-reused", "This command id was used for another command.", "Idempotency-Key")
            return _problem(409, reused, reader)
        case Unstorable():
            return _problem(422, PlanError("unstorable", "This cannot be recorded as it is."), reader)
        case ClockApart():
            apart = PlanError(
                "clocks-apart", "The clocks of this system differ: nothing is recorded until they are set right."
            )
            return _problem(503, apart, reader, headers={"Retry-After": "60"})
        case Unknown() | Unavailable():
            retry = {"Retry-After": "1"}
            unknown = PlanError("outcome-unknown", "The answer did not come. Ask again with the same command id.")
            return _problem(503, unknown, reader, headers=retry)
    return _problem(500, PlanError("server-error", CORRUPTED), reader)


def _refused(error: RefusedCommand, reader: Reader) -> Problem:
    no = error.receipt.refusal
    if no is None:
        raise ValueError("this receipt refuses nothing")
    said = PlanError(no.code, no.message, no.place, **no.params)
    status = status_of(no.code) if error.stale is None else int(HTTPStatus.PRECONDITION_FAILED)
    return _problem(status, said, reader, stale=error.stale, receipt=error.receipt)


def _problem(
    status: int,
    error: PlanError,
    reader: Reader,
    *,
    causes: Sequence[PlanError] = (),
    headers: Mapping[str, str] | None = None,
    stale: Stale | None = None,
    receipt: Receipt | None = None,
) -> Problem:
    every = tuple(causes) or ((error,) if error.place else ())
    return Problem(
        status=status,
        code=error.code,
        title=title_of(words(reader.language), status, error.code),
        detail=reader.said(error),
        detail_en=reader.said(error, "en"),
        detail_id=reader.said(error, "id"),
        place=error.place[:_LONGEST_PLACE],
        params=error.params,
        errors=tuple((cause.place[:_LONGEST_PLACE], reader.said(cause)) for cause in every),
        faults=tuple(
            {
                "place": cause.place[:_LONGEST_PLACE],
                "code": cause.code,
                "detail": reader.said(cause),
                "detail_en": reader.said(cause, "en"),
                "detail_id": reader.said(cause, "id"),
            }
            for cause in every
        ),
        stale=stale,
        receipt=receipt,
        headers=headers or {},
    )


class FormErrors(Exception):
    """What could not be read, each with its place (`a-i07.target`)."""

    def __init__(self, errors: list[tuple[str, PlanError]]) -> None:
        super().__init__("; ".join(f"{place}: {error}" for place, error in errors[:MOST_LISTED]))
        self.errors = errors


# What is told to whoever asked; any other exception is a fault of ours.
ANSWERED = (PlanError, FormErrors, RefusedCommand, StoreError, Unknown)
