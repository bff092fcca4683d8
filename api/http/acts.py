"""Acts: what somebody sends becomes one command, which is carried out once; every noun declares its own."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.http import reading
from api.http.address import page_of
from api.http.answers import receipt_answer
from api.http.bodies import Body
from api.http.described import writes
from api.http.negotiate import PAGE
from api.http.problems import Problem
from api.http.visit import Sent, Visit, account_id, see_other
from api.http.way import Way
from api.usecases import Build, Intent
from domain.kernel.actor import Actor
from domain.kernel.message import Message
from eventstore.entry import Receipt

ShowAgain = Callable[[Visit, Problem, str], Awaitable[str]]
Read = Callable[[Visit], Awaitable[Sent[Any]]]
Identity = Callable[[Visit, Sent[Any]], Any]
CommandFields = Callable[[Visit, Sent[Any]], Awaitable[Mapping[str, Any]]]
Then = Callable[[Visit, Sent[Any], Receipt], Awaitable[str]]
Carry = Callable[[Visit, Intent, Build[Any], str], Awaitable[Receipt]]


@dataclass(frozen=True, kw_only=True)
class Acts:
    """What the acts on one noun share, unless one says otherwise.

    `stream` is what is acted on, `where` the address of what changed, `then` where a browser goes on to; `again` shows
    the form again, with what was typed, when its command fails.
    """

    router: APIRouter
    prefix: str
    carry: Carry
    stream: Callable[[Visit], str]
    where: Callable[[Visit], str]
    then: Then
    again: ShowAgain

    def add(
        self,
        path: str,
        act: str,
        summary: str,
        body: type[Body],
        command: type[Message],
        *,
        about: str = "",
        versioned: bool = False,
        files: bool = False,
        offers: Sequence[str] = PAGE,
        most: int = reading.ORDINARY,
        operation: str = "",
        first: Callable[[Visit], Awaitable[None]] | None = None,
        read: Read | None = None,
        identity: Identity | None = None,
        fields: CommandFields | None = None,
        of: Callable[[Sent[Any]], str] | None = None,
        where: Callable[[Visit, Sent[Any]], str] | None = None,
        then: Then | None = None,
        again: ShowAgain | None = None,
    ) -> None:
        """Add the route of an act, named as in the table of rights.

        The command's fields are those of the body and of the address that have their names, the version it is based on,
        and what `fields` makes of the state; that is read only where the command has no answer yet, so that a retry
        finds its receipt whatever has changed since. `about` is the part of the address that tells a retry, `first` may
        find that there is no such address, `read` reads another form than the body, `identity` says what of it tells a
        retry, `of` which office it is where the address does not. `operation` names one of several routes of an act.
        """

        async def endpoint(visit: Annotated[Visit, Depends(Way(act, offers, most=most, files=files))]) -> Response:
            if first:
                await first(visit)
            shown_again = again or self.again

            async def show_again(problem: Problem, command_id: str) -> str:
                return await shown_again(visit, problem, command_id)

            visit.again = show_again
            sent = await (read(visit) if read else visit.command(body, versioned=versioned))
            intent = sent.intent(
                act,
                self.stream(visit),
                of=of(sent) if of else "",
                body=identity(visit, sent) if identity else None,
                about=visit.part(about) if about else "",
            )

            async def build(by: Actor, at: datetime) -> Any:
                known = {**visit.request.path_params, "by": by, "at": at}
                known |= {name: getattr(sent.body, name) for name in type(sent.body).model_fields}
                if sent.based_on is not None:
                    known["based_on"] = sent.based_on
                given = {name: known[name] for name in command.__struct_fields__ if name in known}
                return command(**given | dict(await fields(visit, sent) if fields else {}))

            page = page_of(visit.path, visit.form or ())
            receipt = await self.carry(visit, intent, build, getattr(sent.body, "step", ""))
            if page:
                await visit.services.unsaved.drop(account_id(visit), page)
            if visit.html:
                return see_other(await (then or self.then)(visit, sent, receipt))
            return receipt_answer(receipt, where(visit, sent) if where else self.where(visit))

        endpoint.__name__ = act.replace("-", "_")
        described = writes(summary, body, operation=operation, versioned=versioned, files=files)
        self.router.add_api_route(self.prefix + path, endpoint, methods=["POST"], **described)


async def of_plan(visit: Visit, intent: Intent, build: Build[Any], step: str) -> Receipt:
    """Carry out a command for a plan or its execution."""
    return await visit.usecases.plan(visit.who, intent, build, step)


async def of_office(visit: Visit, intent: Intent, build: Build[Any], step: str) -> Receipt:
    """Carry out a command for an office."""
    return await visit.usecases.office(visit.who, intent, build)


def proof(where: Callable[[Visit], str]) -> Then:
    """Go on to the proof of the act."""

    async def then(visit: Visit, sent: Sent[Any], _: Receipt) -> str:
        return f"{where(visit)}/receipts/{sent.command_id}"

    return then


def recorded(where: Callable[[Visit], str]) -> Then:
    """Go on to the page, which says that it is recorded."""

    async def then(visit: Visit, sent: Sent[Any], _: Receipt) -> str:
        return f"{where(visit)}?recorded=1"

    return then


def tell_recorded(visit: Visit) -> None:
    """Let the page say that what led to it is recorded."""
    if visit.request.query_params.get("recorded") == "1":
        visit.notice = visit.frame.words("It is recorded")
