"""Signing in: throttle, password, session, in this order."""

from api.access.accounts import Account, Accounts
from api.access.errors import NotSignedIn
from api.access.sessions import Sessions
from api.access.throttle import Throttle


class SignIn:
    """The door for people. One answer, one time for wrong name, wrong password and closed account."""

    def __init__(self, accounts: Accounts, sessions: Sessions, throttle: Throttle) -> None:
        self._accounts = accounts
        self._sessions = sessions
        self._throttle = throttle

    async def enter(self, username: str, password: str, address: str) -> tuple[Account, str]:
        """Return the account and the token of a new session. Raises `NotSignedIn` or `TooManyAttempts`."""
        account = await self._proven(username, password, address)
        return account, await self._sessions.open(account)

    async def change_password(self, account: Account, old: str, new: str, address: str) -> str:
        """Change one's own password; every session ends, and the token of a new one is returned.

        Raises `NotSignedIn`, `TooManyAttempts` or `AccountRefused`.
        """
        await self._proven(account.username, old, address)
        await self._accounts.change_password(account, new)
        return await self._sessions.open(account)

    async def _proven(self, username: str, password: str, address: str) -> Account:
        await self._throttle.attempt(username, address)
        account = await self._accounts.verify(username, password)
        if account is None:
            raise NotSignedIn("sign-in-refused", "The user name or the password is wrong.")
        await self._throttle.succeeded(username, address)
        return account
