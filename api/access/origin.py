"""Whether a request that changes something comes from our own pages."""

from collections.abc import Mapping
from urllib.parse import urlsplit

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def from_elsewhere(method: str, headers: Mapping[str, str]) -> bool:
    """Return whether another site's page made the browser send this (names of `headers` in small letters).

    `Sec-Fetch-Site` decides where the browser sends it, else `Origin` against `Host`. Neither: no browser sent it,
    so no cookie was lent; a machine shows a token.
    """
    if method in _SAFE:
        return False
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = headers.get("origin")
    try:
        return origin is not None and urlsplit(origin).netloc.lower() != headers.get("host", "").lower()
    except ValueError:  # no address at all
        return True
