"""Which HTTP status a refusal of the domain has, and what problems of each status are called."""

from collections.abc import Mapping
from http import HTTPStatus

from api.words.words import Words
from domain.kernel.errors import N_

# Codes of the domain that are more than a value that cannot be used (422).
_FORBIDDEN = frozenset(
    {
        "role-missing",
        "not-your-step",
        "maker-is-checker",
        "two-roles",
        "administrator-only",
        "not-your-role",
        "role-ended",
        "position-ended",
        "no-position",
        "not-your-row",
    }
)
_MISSING = frozenset(
    {
        "plan-absent",
        "action-absent",
        "quarter-absent",
        "report-absent",
        "unknown-comment",
        "office-unknown",
        "appointment-unknown",
    }
)
_CONFLICTS = frozenset(
    {
        "action-drafting",
        "action-exists",
        "action-in-review",
        "action-in-signing",
        "action-incomplete",
        "action-signed",
        "action-unsigned",
        "already-filed",
        "nothing-filed",
        "plan-unsigned",
        "quarter-closed",
        "quarter-exists",
        "quarter-in-signing",
        "quarter-not-closed",
        "quarter-open",
        "quarter-signed",
        "row-changed",
        "row-filed",
        "row-returned",
        "section-changed",
        "figure-changed",
        "amendment-changed",
        "reason-changed",
        "report-drafting",
        "report-exists",
        "report-in-review",
        "report-in-signing",
        "report-incomplete",
        "report-signed",
        "window-closed",
        "window-not-open",
        "window-open",
        "already-done",
        "already-signed",
        "appointment-ended",
        "appointment-exists",
        "comment-exists",
        "comment-settled",
        "comments-open",
        "document-changed",
        "document-not-ready",
        "last-administrator",
        "office-exists",
        "person-exists",
        "plan-drafting",
        "plan-empty",
        "plan-exists",
        "plan-in-review",
        "plan-in-signing",
        "plan-rejected",
        "plan-signed",
        "proposal-changed",
        "position-taken",
        "step-not-open",
        "wrong-act",
        "account-closed",
        "account-exists",
        "token-made",
        "tokens-full",
        "bootstrap-done",
    }
)


def status_of(code: str) -> int:
    """Return the HTTP status of a refusal of the domain."""
    if code in _FORBIDDEN:
        return HTTPStatus.FORBIDDEN
    if code in _MISSING:
        return HTTPStatus.NOT_FOUND
    if code in _CONFLICTS:
        return HTTPStatus.CONFLICT
    return HTTPStatus.PRECONDITION_FAILED if code == "text-changed" else HTTPStatus.UNPROCESSABLE_ENTITY


TITLES: Mapping[int, str] = {
    400: N_("The request cannot be read"),
    401: N_("Please sign in"),
    403: N_("You may not do this"),
    404: N_("There is nothing here"),
    405: N_("This cannot be done here"),
    406: N_("There is no such form of this page"),
    408: N_("The request came too slowly"),
    409: N_("This cannot be done"),
    412: N_("It has changed since you saw it"),
    413: N_("This is too large"),
    415: N_("This form of text is not read here"),
    422: N_("Something in it cannot be used"),
    428: N_("Say which version you saw"),
    429: N_("Too many attempts"),
    500: N_("Something went wrong here"),
    503: N_("It is not known whether this was recorded"),
}
# What its status says too little of: the beginning or the end of a code, and what its problem is called.
_CALLED: Mapping[str, str] = {
    "sign-in-refused": N_("You are not signed in"),  # who is signing in need not be asked to
    "-exists": N_("There is one already"),
    "-taken": N_("There is one already"),
    "already-": N_("This is done already"),
    "-unsent": N_("This was not sent yet"),
}


def title_of(words: Words, status: int, code: str) -> str:
    """Return what a problem is called."""
    called = next((text for part, text in _CALLED.items() if code.startswith(part) or code.endswith(part)), "")
    return words(called or TITLES.get(status, TITLES[500]))
