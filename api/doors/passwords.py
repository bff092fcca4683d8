"""One's own password: chosen by a link that works once, or changed by whoever knows the old one."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.access.errors import AccountRefused, NotSignedIn
from api.doors import pages
from api.doors.bodies import InvitationBody, PasswordBody
from api.doors.sessions import SignedIn, begun
from api.http import html as problem_page
from api.http.answers import page_answer
from api.http.described import reads, writes
from api.http.negotiate import HTML
from api.http.problems import HttpError, Problem
from api.http.visit import Visit
from api.http.way import Way

router = APIRouter(tags=["access"])
_PATH = "/invitations/{secret}"


@router.get(_PATH, **reads("The form to choose a password", operation="invitation_page"))
async def invitation(visit: Annotated[Visit, Depends(Way("accept-invitation", (HTML,)))], secret: str) -> Response:
    """Show whose account it is."""
    account = await visit.services.accounts.invited(secret)
    if account is None:
        raise _unknown()
    return page_answer(pages.invitation(visit.frame, account.username))


@router.post(
    _PATH,
    **writes("Choose the password, and sign in", InvitationBody, shape=SignedIn, command=False, statuses=(429,)),
)
async def accept(visit: Annotated[Visit, Depends(Way("accept-invitation"))], secret: str) -> Response:
    """Set the password once; whoever sends the same again, as after a lost answer, is signed in by it."""

    async def again(problem: Problem, _: str) -> str:
        account = await visit.services.accounts.invited(secret)
        if account is None:
            return problem_page.error(visit.frame, problem)
        return pages.invitation(visit.frame, account.username, problem)

    visit.again = again
    body = (await visit.sent(InvitationBody)).body
    account = await visit.services.accounts.accept(secret, body.password)
    if account is not None:
        return await begun(visit, account, await visit.services.sessions.open(account), "/")
    try:
        account, token = await visit.services.sign_in.enter(body.username, body.password, visit.place)
    except NotSignedIn:
        raise _unknown() from None
    return await begun(visit, account, token, "/")


def _unknown() -> HttpError:
    return HttpError(
        404,
        "invitation-unknown",
        "This invitation was used, has expired, or never was. Ask the administrator of your office for another.",
    )


@router.get("/password", **reads("The form to change your password", operation="password_page"))
async def password(visit: Annotated[Visit, Depends(Way("manage-own-account", (HTML,)))]) -> Response:
    """Ask for the old one and the new one."""
    if "changed" in visit.request.query_params:
        visit.notice = visit.frame.words("Your password is changed. Every other session of yours has ended.")
    return page_answer(pages.password(visit.frame, visit.owner.username))


@router.post(
    "/password",
    **writes(
        "Change your password",
        PasswordBody,
        shape=SignedIn,
        operation="change_password",
        command=False,
        statuses=(429,),
    ),
)
async def change(visit: Annotated[Visit, Depends(Way("manage-own-account"))]) -> Response:
    """Change it; every session ends but the one that begins with the answer."""

    async def again(problem: Problem, _: str) -> str:
        return pages.password(visit.frame, visit.owner.username, problem)

    visit.again = again
    body = (await visit.sent(PasswordBody)).body
    try:
        token = await visit.services.sign_in.change_password(visit.owner, body.old, body.new, visit.place)
    except NotSignedIn:
        raise AccountRefused("password-wrong", "This is not your password.", "old") from None
    except AccountRefused as no:
        raise no.at("new") from None
    return await begun(visit, visit.owner, token, "/password?changed=1")
