"""Lets the sample people in while the installation is a trial, and keeps them out when it is none any more."""

import contextlib

from starlette.types import ASGIApp, Receive, Scope, Send

from api.access.trial import TrialAccounts
from eventstore.errors import Unavailable


class TrialDoor:
    """Opens or closes their accounts before the first request that the database could answer."""

    def __init__(self, app: ASGIApp, accounts: TrialAccounts, *, trial: bool) -> None:
        self._app = app
        self._accounts = accounts
        self._trial = trial
        self._done = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on."""
        if scope["type"] == "http" and not self._done and scope["path"] != "/livez":
            # Without a database nobody comes in, and the next request tries again.
            with contextlib.suppress(Unavailable):
                await (self._accounts.open() if self._trial else self._accounts.close())
                self._done = True
        await self._app(scope, receive, send)
