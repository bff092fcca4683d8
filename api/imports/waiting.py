"""The page that waits for a file to be read: it looks again by itself, with scripts and without."""

from api.access.imports import SentFile
from api.http.frame import Frame
from api.http.html import page
from api.words.amounts import said_size


def waiting_page(frame: Frame, here: str, sent: SentFile) -> str:
    """Return the page; `here` is where the file was sent to."""
    seconds = int((frame.now - sent.sent_at).total_seconds())
    return page(frame, "imports/waiting.html", here=here, name=sent.name, size=said_size(sent.size), seconds=seconds)
