"""Pages of evidence as pictures, drawn apart: a file comes from anywhere."""

import subprocess
import sys

from activities.documents.press import png
from activities.evidence import drawing

_PATIENCE = 30  # seconds on the clock, for a busy machine


class NotDrawn(Exception):
    """No picture came of the file: it is locked or damaged, or asks for too much."""


def picture(pdf: bytes, page: int, side: int) -> bytes:
    """Return a page (from 1) as a PNG, its longer side of at most `side` pixels. Blocks.

    Raises `NotDrawn`, or IndexError where there is no such page.
    """
    command = [sys.executable, "-I", drawing.__file__, str(page), str(side)]
    try:
        done = subprocess.run(command, input=pdf, capture_output=True, env={}, timeout=_PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        raise NotDrawn from None
    told = drawing.TOLD.size
    if done.returncode != 0 or len(done.stdout) < told:
        raise NotDrawn
    pages, width, height, stride = drawing.TOLD.unpack_from(done.stdout)
    if not 1 <= page <= pages:
        raise IndexError(page)
    pixels = done.stdout[told:]
    if not (0 < width <= side and 0 < height <= side and 3 * width <= stride and len(pixels) == stride * height):
        raise NotDrawn
    return png(pixels, width, height, stride)
