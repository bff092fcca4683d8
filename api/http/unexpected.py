"""What nobody expected: answered like any other problem, within all that surrounds an answer."""

from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.answers import problem_answer


class Unexpected:
    """The innermost layer: no error leaves it, so what the others add is on every answer, and it is logged once."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; where nothing was sent yet, send the problem."""
        begun = False

        async def sending(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, sending)
        except ClientDisconnect:
            return  # nobody is there to be answered, and nothing is wrong here
        except Exception as error:
            if scope["type"] != "http":
                raise
            request = Request(scope, receive)
            answer = await problem_answer(request, error)
            if not begun:
                await answer(scope, receive, send)
