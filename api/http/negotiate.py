"""Which form of an answer is wanted, and in which language."""

from collections.abc import Sequence

from starlette.requests import Request

from api.http.problems import HttpError
from api.words.words import LANGUAGES

HTML, JSON, PROBLEM = "text/html", "application/json", "application/problem+json"
JSONL, EVENTS, PDF, PNG = "application/jsonl", "text/event-stream", "application/pdf", "image/png"
FORM, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"
OCTETS = "application/octet-stream"
LANGUAGE_COOKIE = "lang"
SITE = "__Host-"  # a browser takes a cookie whose name begins so only from us, over TLS, for the whole site
# The first is what `*/*` gets: a machine says less than a browser.
PAGE = (JSON, HTML)


def wanted(request: Request, offered: Sequence[str] = PAGE) -> str:
    """Return the form that the client likes best; a form sent by a page is answered by a page where both will do.

    Raises `HttpError` 406.
    """
    if sent_type(request) in (FORM, MULTIPART) and HTML in offered:
        offered = (HTML, *(o for o in offered if o != HTML))
    accept = ",".join(request.headers.getlist("accept"))
    best = preferred(accept, offered)
    if best is None:
        raise HttpError(406, "not-acceptable", "There is no such form of this page; there are {known}.", "Accept",
                        known=", ".join(offered))  # fmt: skip
    return best


def preferred(accept: str, offered: Sequence[str]) -> str | None:
    """Return which of the offered media types an Accept header likes best (RFC 9110, 12.5.1)."""
    ranges = _weighed(accept)
    if not ranges:
        return offered[0]
    found = [(_weight(media, ranges), -n, media) for n, media in enumerate(offered)]
    weight, _, media = max(found)
    return media if weight > 0 else None


def page_wanted(request: Request) -> bool:
    """Return whether a person should get a page about a problem; never raises."""
    accept = ",".join(request.headers.getlist("accept"))
    order = (HTML, PROBLEM, JSON) if sent_type(request) in (FORM, MULTIPART) else (PROBLEM, JSON, HTML)
    return preferred(accept, order) == HTML


def sent_type(request: Request) -> str:
    """Return the media type of the body, without its parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def language(request: Request) -> str:
    """Return the language to answer in: the cookie's, else the browser's, else Indonesian."""
    chosen = request.cookies.get(SITE + LANGUAGE_COOKIE) or request.cookies.get(LANGUAGE_COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    weighed = sorted(_weighed(request.headers.get("accept-language", "")), key=lambda r: -r[1])
    return next(
        (code for tag, weight in weighed if weight > 0 and (code := tag.partition("-")[0]) in LANGUAGES), LANGUAGES[0]
    )


def _weighed(header: str) -> list[tuple[str, float]]:
    ranges = []
    for item in header.split(","):
        name, *parameters = (part.strip().lower() for part in item.split(";"))
        if not name:
            continue
        weight = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip() == "q":
                try:
                    weight = min(1.0, max(0.0, float(value)))
                except ValueError:
                    weight = 0.0
        ranges.append((name, weight))
    return ranges


def _weight(media: str, ranges: list[tuple[str, float]]) -> float:
    """The weight of the most specific range that holds the type."""
    whole = media.partition("/")[0] + "/*"
    for name in (media, whole, "*/*"):
        given = [weight for range_, weight in ranges if range_ == name]
        if given:
            return max(given)
    return 0.0
