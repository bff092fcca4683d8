"""What surrounds every page: who looks, in which language, where, when, and what was just done."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from api.rights import Viewer
from api.words.clock import Clock
from api.words.words import Words, words
from domain.kernel.actor import Role
from domain.office.state import Office


@dataclass(frozen=True)
class Frame:
    """`path` is that of the request with its query; `notice` is a sentence to show once, in the reader's language."""

    viewer: Viewer | None
    language: str
    trial: bool
    path: str
    now: datetime
    notice: str = ""
    standing: str = ""  # the viewer's roles and positions in the office of the page
    proving: bool = False  # signing asks for the password again

    @property
    def words(self) -> Words:
        """Return the words of the page's language."""
        return words(self.language)

    def clock(self, office: Office | None = None) -> Clock:
        """Return the office's clock; without an office that of the viewer's first one, else UTC."""
        offices = [m.office for m in self.viewer.memberships] if self.viewer else []
        zone = next((o.time_zone for o in [office, *offices] if o is not None and o.time_zone), "UTC")
        return Clock(self.words, zone, self.now)

    def new_id(self) -> str:
        """Return an id for one more form on the page."""
        return str(uuid4())


def roles(frame: Frame, office: Office) -> frozenset[Role]:
    """Return what the viewer is in the office."""
    return frame.viewer.roles(office.id) if frame.viewer else frozenset()
