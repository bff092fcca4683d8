"""Files that people bring, read whole, and sent so that nothing of them acts in the name of their reader."""

from urllib.parse import quote

from api.http import multipart, reading
from api.http.visit import Visit
from domain.kernel.errors import require

_AROUND = 64 * 1024  # bytes of a form around its one file

# Whoever opens a file does so outside the browser, where nothing of it can act in the name of its reader; what is shown
# within is a picture and nothing else.
GUARDED = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "Cache-Control": "private, no-cache",  # the address names the content, but who may see it may change
}


def attachment(name: str) -> str:
    """Return a Content-Disposition that saves the file under its name (RFC 6266, RFC 8187)."""
    plain = "".join(c if c.isascii() and c.isprintable() and c not in '"\\%' else "_" for c in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


async def one_file(visit: Visit) -> tuple[str, bytes]:
    """Return name and content: the body itself, or the one file of a form."""
    request, largest = visit.request, visit.services.largest_evidence
    if not multipart.is_multipart(request):
        return request.query_params.get("name", ""), await reading.read(request, largest)
    files = [
        part
        async for part in multipart.parts(request, largest, largest + _AROUND)
        if isinstance(part, multipart.SentFile)
    ]
    require(len(files) == 1, "one-file", "Send one file at a time.", "file")
    if files[0].content is None:
        raise reading.too_large(largest)
    return files[0].name, files[0].content
