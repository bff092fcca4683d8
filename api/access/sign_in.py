"""Signing in: throttle, password, session, in this order."""

from api.access.accounts import Account, Accounts
from api.access.errors import AccountRefused, NotSignedIn
from api.access.log import AccessLog
from api.access.names import folded
from api.access.sessions import Sessions, refused
from api.access.throttle import Place, Throttle


class SignIn:
    """The door for people. One answer, one time for wrong name, wrong password and closed account."""

    def __init__(self, accounts: Accounts, sessions: Sessions, throttle: Throttle, log: AccessLog) -> None:
        self._accounts = accounts
        self._sessions = sessions
        self._throttle = throttle
        self._log = log

    async def enter(self, username: str, password: str, place: Place) -> tuple[Account, str]:
        """Return the account and the token of a new session. Raises `NotSignedIn` or `TooManyAttempts`."""
        account, proof = await self.prove(username, password, place)
        return account, await self._sessions.open(account, proof)

    async def change_password(self, account: Account, old: str, new: str, place: Place) -> str:
        """Change one's own password; every session ends, and the token of a new one is returned.

        Raises `NotSignedIn`, `TooManyAttempts` or `AccountRefused`.
        """
        await self.prove(account.username, old, place)
        await self._accounts.change_password(account, new)
        return await self._sessions.open(account)

    async def prove(self, username: str, password: str, place: Place) -> tuple[Account, str]:
        """Return whose name and password these are, and the hash that says so.

        Raises `NotSignedIn` or `TooManyAttempts`.
        """
        await self._throttle.attempt(username, place)
        proven = await self._accounts.proven(username, password)
        if proven is None:
            await self._log.failed(folded(username))
            raise refused()
        await self._throttle.succeeded(username, place)
        return proven

    async def prove_again(self, account: Account, password: str | None, place: Place) -> None:
        """Ask whoever signs for the password again, where somebody else's link set it less than a day ago.

        Raises `AccountRefused` or `TooManyAttempts`.
        """
        if not account.freshly_linked:
            return
        if not password:
            raise AccountRefused(
                "password-needed",
                "Your password was chosen by a link that somebody else made, less than a day ago: type it once more.",
                "password",
            )
        try:
            await self.prove(account.username, password, place)
        except NotSignedIn:
            raise AccountRefused("password-wrong", "This is not your password.", "password") from None
