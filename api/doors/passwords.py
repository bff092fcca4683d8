"""One's own password, changed by whoever knows the old one."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.access.errors import AccountRefused, NotSignedIn
from api.doors import pages
from api.doors.bodies import PasswordBody
from api.doors.sessions import SignedIn, begun
from api.http.answers import page_answer
from api.http.described import reads, writes
from api.http.negotiate import HTML
from api.http.problems import Problem
from api.http.visit import Visit
from api.http.way import Way

router = APIRouter(tags=["access"])


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
