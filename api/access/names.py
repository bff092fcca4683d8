"""What somebody signs in with and where mail goes, as they may be written."""

import re

from api.access.errors import AccountRefused

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,62}")
_EMAIL = re.compile(r"[^@\s\x00-\x1f<>,;]+@[^@\s\x00-\x1f<>,;]+\.[^@\s\x00-\x1f<>,;]+")


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
