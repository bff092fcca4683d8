"""Signing in and out, and the language of the pages."""

from typing import Annotated, TypedDict

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.access.accounts import Account
from api.access.sessions import ABSOLUTE
from api.doors import pages
from api.doors.bodies import LanguageBody, SignInBody
from api.http.answers import json_answer, page_answer
from api.http.bodies import Nothing
from api.http.described import reads, writes
from api.http.negotiate import HTML
from api.http.problems import Problem
from api.http.visit import Visit, see_other, session_token
from api.http.way import Way, viewer_of

router = APIRouter(tags=["access"])


class SignedIn(TypedDict):
    """Who is signed in now."""

    name: str
    username: str
    person: str


class Done(TypedDict):
    """Nothing to tell."""


@router.get("/sign-in", **reads("The form to sign in", operation="sign_in_page"))
async def sign_in_page(visit: Annotated[Visit, Depends(Way("sign-in", (HTML,)))]) -> Response:
    """Ask for name and password; who is signed in has no need of it."""
    if visit.viewer is not None:
        return see_other("/")
    asked = visit.request.query_params
    return page_answer(pages.sign_in(visit.frame, asked.get("next", ""), reason=asked.get("reason", "")))


@router.post("/sign-in", **writes("Sign in", SignInBody, shape=SignedIn, command=False, statuses=(429,)))
async def sign_in(visit: Annotated[Visit, Depends(Way("sign-in"))]) -> Response:
    """Begin a session in place of the one that the browser had."""

    async def again(problem: Problem, _: str) -> str:
        return pages.sign_in(visit.frame, visit.typed("next"), visit.typed("username"), problem)

    visit.again = again
    body = (await visit.sent(SignInBody)).body
    account, token = await visit.services.sign_in.enter(body.username, body.password, visit.place)
    return await begun(visit, account, token, visit.next("/"))


async def begun(visit: Visit, account: Account, token: str, where: str) -> Response:
    """Give the browser its new session, and end the one it had."""
    if old := session_token(visit):
        await visit.services.sessions.end(old)
    if visit.html:
        response = see_other(where)
    else:
        viewer = await viewer_of(visit.services, account)
        said: SignedIn = {"name": viewer.name, "username": viewer.username, "person": viewer.person}
        response = json_answer(said)
    visit.cookies.sign_in(response, token, int(ABSOLUTE.total_seconds()))
    if account.language:
        visit.cookies.language(response, account.language)
    return response


@router.post("/sign-out", **writes("Sign out", Nothing, shape=Done, command=False))
async def sign_out(visit: Annotated[Visit, Depends(Way("sign-out"))]) -> Response:
    """End the session, at once and for good."""
    await visit.services.sessions.end(session_token(visit))
    response = see_other("/sign-in?reason=signed-out") if visit.html else json_answer({})
    visit.cookies.sign_out(response)
    # On a shared PC the next person finds nothing of what this one read. The language stays.
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@router.post("/language", **writes("Choose the language of the pages", LanguageBody, shape=Done, command=False))
async def choose_language(visit: Annotated[Visit, Depends(Way("choose-language"))]) -> Response:
    """Remember it in the browser, and for whoever is signed in wherever they sign in."""
    body = (await visit.sent(LanguageBody)).body
    if visit.account is not None:
        await visit.services.profiles.speak(visit.account, body.lang)
    response = see_other(visit.next("/")) if visit.html else json_answer({})
    visit.cookies.language(response, body.lang)
    return response
