"""What a client has already is not sent again: entity tags, compared as RFC 9110, 13.1.2, says."""

import hashlib

from starlette.responses import Response

from api.answers import told
from api.described import header
from api.visit import Visit

IF_NONE_MATCH = header("If-None-Match", "The ETag you have: 304 while it is that")


def unchanged(visit: Visit, tag: str, headers: dict[str, str] | None = None) -> Response | None:
    """Return the answer that the client has the entity of that tag; None where it is to be sent."""
    known = [part.strip().removeprefix("W/") for part in visit.request.headers.get("if-none-match", "").split(",")]
    if tag.removeprefix("W/") not in known and "*" not in known:
        return None
    return Response(status_code=304, headers={**(headers or {}), "ETag": tag})


def told_once(visit: Visit, body: bytes) -> Response:
    """Return JSON to whoever has not got it, tagged by its bytes."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    return unchanged(visit, tag) or told(body, headers={"ETag": tag})
