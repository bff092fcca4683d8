"""What a token may be made for; an act that belongs to no scope is no machine's."""

from collections.abc import Collection, Mapping
from enum import StrEnum


class Scope(StrEnum):
    """A kind of acts; `sign` is never given unless it is asked for."""

    READ = "read"
    DRAFT = "draft"
    FILE = "file"
    SIGN = "sign"


DEFAULT = (Scope.READ, Scope.DRAFT, Scope.FILE)
LASTS, MOST_DAYS = 90, 366  # days that a token holds, where none are said and at most
# Whose word binds others is `sign`. Who may come in, and the rules of an office, are in none.
_ACTS: Mapping[Scope, tuple[str, ...]] = {
    Scope.READ: ("read-desk", "read-plan", "read-history", "read-office", "read-access-log"),
    Scope.DRAFT: (
        *("draft-plan", "edit-text", "submit-plan", "withdraw-plan"),
        *("make-comment", "settle-comment", "carry-comment"),
        *("begin-action", "edit-action", "submit-action"),
    ),
    Scope.FILE: ("file-realisation", "correct-realisation", "upload-evidence", "file-budget"),
    Scope.SIGN: (
        *("give-paraf", "sign-part", "return-plan", "reject-plan"),
        *("give-action-paraf", "sign-action", "return-action"),
        *("verify-realisations", "return-realisation", "waive-realisation", "hand-over-realisation"),
        *("extend-window", "sign-quarter", "reopen-quarter"),
    ),
}
SCOPES: Mapping[str, Scope] = {act: scope for scope, acts in _ACTS.items() for act in acts}


def scope_of(act: str) -> Scope | None:
    """Return the scope that an act needs; None for what no token opens."""
    return SCOPES.get(act)


def ordered(scopes: Collection[Scope]) -> tuple[Scope, ...]:
    """Return the scopes once each, in their order."""
    return tuple(scope for scope in Scope if scope in scopes)
