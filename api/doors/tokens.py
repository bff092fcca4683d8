"""API tokens: how a machine acts for the person who made them, each shown once."""

from datetime import datetime
from typing import Annotated, TypedDict
from uuid import UUID

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.access.tokens import Scope, Token
from api.doors import pages
from api.doors.bodies import TokenBody
from api.http.answers import json_answer, page_answer
from api.http.bodies import Nothing
from api.http.described import reads, writes
from api.http.problems import Problem
from api.http.visit import Visit, see_other
from api.http.way import Way
from api.reads.plan import unknown_plan

router = APIRouter(tags=["access"])
Own = Annotated[Visit, Depends(Way("manage-own-account"))]


class TokenView(TypedDict):
    """A token without its secret."""

    id: str
    name: str
    scopes: list[Scope]
    issued_at: datetime
    expires_at: datetime | None
    used_at: datetime | None
    revoked_at: datetime | None


class TokensListed(TypedDict):
    """The tokens of an account, the newest first."""

    tokens: list[TokenView]


class TokenMade(TypedDict):
    """A token with its secret, which nobody can read again."""

    token: TokenView
    secret: str


@router.get("/tokens", **reads("Your tokens, without their secrets", TokensListed, operation="list_tokens"))
async def tokens(visit: Own) -> Response:
    """List them, newest first."""
    known = await visit.services.tokens.of_account(visit.owner)
    if visit.html:
        return page_answer(pages.tokens(visit.frame, known, visit.services.new_id()))
    return json_answer({"tokens": [_view(token) for token in known]})


@router.post(
    "/tokens",
    **writes(
        "Make a token; only this answer has its secret",
        TokenBody,
        shape=TokenMade,
        operation="make_token",
        command=False,
    ),
)
async def issue(visit: Own) -> Response:
    """Make it. A form that is pressed twice makes one, and the answer that is seen has its secret."""

    async def again(problem: Problem, command_id: str) -> str:
        known = await visit.services.tokens.of_account(visit.owner)
        scopes = tuple(value for name, value in visit.form or () if name == "scopes")
        typed = pages.Wish(visit.typed("name"), scopes, visit.typed("days"))
        return pages.tokens(visit.frame, known, command_id, typed=typed, problem=problem)

    visit.again = again
    body = (await visit.sent(TokenBody)).body
    pressed = visit.form_id or visit.request.headers.get("idempotency-key", "")
    token, secret = await visit.services.tokens.issue(
        visit.owner, body.name, pressed, scopes=body.scopes, days=body.days
    )
    if visit.html:
        known = await visit.services.tokens.of_account(visit.owner)
        return page_answer(pages.tokens(visit.frame, known, visit.services.new_id(), made=token, secret=secret))
    return json_answer({"token": _view(token), "secret": secret}, 201)


@router.post(
    "/tokens/{token}/revocation",
    **writes("End a token", Nothing, shape=TokenView, operation="revoke_token", command=False),
)
async def revoke(visit: Own, token: UUID) -> Response:
    """End it, for good; one that has ended stays so."""
    await visit.services.tokens.revoke(visit.owner, token)
    found = next((t for t in await visit.services.tokens.of_account(visit.owner) if t.id == token), None)
    if found is None:
        raise unknown_plan()
    return see_other("/tokens") if visit.html else json_answer(_view(found))


def _view(token: Token) -> TokenView:
    return {
        "id": str(token.id),
        "name": token.name,
        "scopes": list(token.scopes),
        "issued_at": token.issued_at,
        "expires_at": token.expires_at,
        "used_at": token.used_at,
        "revoked_at": token.revoked_at,
    }
