"""Where in a long answer to begin, how much of it to send, and where the rest is."""

from urllib.parse import quote, urlencode

from starlette.requests import Request

from api.http.problems import HttpError

_LARGEST = 2**63 - 1  # a position is a bigint


def whole(text: str, place: str, least: int = 0, most: int = _LARGEST) -> int:
    """Read a whole number. Raises `HttpError` 422 that names its place."""
    if not (text.isascii() and text.isdecimal()):
        raise HttpError(422, "not-a-whole-number", "“{name}” must be a whole number.", place, name=place)
    number = int(text) if len(text) < 20 else _LARGEST + 1
    if not least <= number <= most:
        limits = {"least": str(least), "most": str(most)}
        raise HttpError(422, "out-of-range", "“{name}” must be from {least} to {most}.", place, name=place, **limits)
    return number


def query_number(request: Request, name: str, default: int, least: int = 0, most: int = _LARGEST) -> int:
    """Read a whole number of the query. Raises `HttpError` 422."""
    text = request.query_params.get(name)
    return default if text is None else whole(text, name, least, most)


def address(request: Request, **changes: object) -> str:
    """Return the request's own address with other values in its query; None takes one out."""
    query = {**request.query_params, **changes}
    kept = {name: str(value) for name, value in query.items() if value is not None and value != ""}
    return quote(request.scope["path"]) + (f"?{urlencode(kept)}" if kept else "")


def next_page(request: Request, **changes: object) -> dict[str, str]:
    """Return the header that says where the answer goes on."""
    return {"Link": f'<{address(request, **changes)}>; rel="next"'}
