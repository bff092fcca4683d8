"""An office's emblem: a picture that covers bear, judged by what prints it."""

from datetime import UTC, datetime

from activities.documents.typesetting import TypesettingFailed, typeset
from domain.kernel.errors import N_, Refused, require

LARGEST = 256 * 1024  # bytes
KINDS = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}
_TRIAL = """#set document(title: "emblem")
#set text(lang: "id")
#image("emblem", alt: "emblem", height: 30mm)
#context [#metadata((pages: 1, together: ""))<layout>]
"""


def judged_emblem(data: bytes) -> str:
    """Return the media type of a picture that can be printed. Raises Refused, or OSError: try again. Blocks."""
    kind = next((kind for kind, begins in KINDS.items() if data.startswith(begins)), None)
    if kind is None:
        raise Refused("emblem-kind", N_("An emblem is a picture in PNG or JPEG."), "picture")
    large = N_("An emblem has at most {most} kB.")
    require(len(data) <= LARGEST, "emblem-large", large, "picture", most=str(LARGEST // 1024))
    try:
        typeset(_TRIAL, datetime(2000, 1, 1, tzinfo=UTC), data)
    except TypesettingFailed:
        unfit = N_("This picture cannot be printed; save it anew as PNG.")
        raise Refused("emblem-unfit", unfit, "picture") from None
    return kind
