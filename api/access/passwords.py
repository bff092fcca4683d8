"""What somebody signs in with, as it may be written: name, address, password; and secrets kept as their SHA-256."""

import asyncio
import hashlib
import re
import secrets
import unicodedata
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from api.access.errors import AccountRefused

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,62}")
_EMAIL = re.compile(r"[^@\s\x00-\x1f<>,;]+@[^@\s\x00-\x1f<>,;]+\.[^@\s\x00-\x1f<>,;]+")
_BYTES = 32  # of chance: nothing to be gained by a slow hash
SHORTEST, LONGEST = 12, 256  # characters
_TELLING = 4  # characters: a shorter user name may well stand in a password by chance
_LOOKED_AT = 36  # characters whose chance is counted; of more it would take long
_GUESSES = 10**8  # that whoever knows lists, keyboards and days would need at the least
_AT_ONCE = 2  # each takes 64 MiB and a core


def checked_username(text: str) -> str:
    """Return a name to sign in with, in small letters. Raises `AccountRefused`."""
    username = folded(text)
    if not _USERNAME.fullmatch(username):
        raise AccountRefused(
            "username-unusable", "A user name has 2 to 63 letters, digits, dots, hyphens or underscores.", "username"
        )
    return username


def checked_email(text: str | None) -> str | None:
    """Return an address that mail can be sent to. Raises `AccountRefused`."""
    if not text:
        return None
    if len(text) > 254 or not _EMAIL.fullmatch(text):
        raise AccountRefused("email-unusable", "This is not an e-mail address.", "email")
    return text


def folded(username: str) -> str:
    """Return a name as it is looked for."""
    # The database takes no NUL; such a name is nobody's.
    return username.strip().casefold().replace("\x00", "\ufffd").encode("utf-8", "replace").decode()


def fresh(prefix: str = "") -> str:
    """Return a new secret, safe in an URL and a header."""
    return prefix + secrets.token_urlsafe(_BYTES)


def hashed(secret: str) -> bytes:
    """Return what is kept of a secret."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


class Passwords:
    """Hashes and verifies; an unknown person's password takes as long as a known one's."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()  # argon2id by RFC 9106, second recommendation
        self._turns = asyncio.Semaphore(_AT_ONCE)

    async def hash(self, password: str) -> str:
        """Return the hash to be kept."""
        async with self._turns:
            return await asyncio.to_thread(self._hasher.hash, _normal(password))

    async def verify(self, kept: str | None, password: str) -> bool:
        """Return whether the password is the kept one; with nothing kept, no, after the same work."""
        async with self._turns:
            right = await asyncio.to_thread(self._matches, kept or self._nobodys, _normal(password))
        return right and kept is not None

    def is_outdated(self, kept: str) -> bool:
        """Return whether the hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(kept)

    @cached_property
    def _nobodys(self) -> str:
        return self._hasher.hash("nobody's password")

    def _matches(self, kept: str, password: str) -> bool:
        try:
            return self._hasher.verify(kept, password)
        except (VerifyMismatchError, InvalidHashError):
            return False


def require_strong(password: str, username: str) -> None:
    """Raise `AccountRefused` for a password that is short, endless, common or the user's own name.

    Length and chance alone are asked for, as NIST SP 800-63B advises: rules on kinds of characters make passwords
    worse.
    """
    from zxcvbn import zxcvbn  # its lists take longer to load than most commands to run

    password = _normal(password)
    if not SHORTEST <= len(password) <= LONGEST:
        raise AccountRefused(
            "password-length",
            "A password has at least {least} and at most {most} characters.",
            "password",
            least=str(SHORTEST),
            most=str(LONGEST),
        )
    named = len(username) >= _TELLING and username in password.casefold()
    if named or zxcvbn(password[:_LOOKED_AT], [username])["guesses"] < _GUESSES:
        raise AccountRefused("password-guessable", "This password is too easy to guess.", "password")


def _normal(password: str) -> str:
    """The same password from every keyboard; cut where no password is longer, so that none costs more."""
    return unicodedata.normalize("NFKC", password[: LONGEST * 4]).encode("utf-8", "replace").decode()
