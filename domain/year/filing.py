"""What an owner files of a quarter: the realisation with everything that explains it."""

from domain.message import Message
from domain.realisation import Reading


class Evidence(Message, frozen=True, tag="evidence"):
    """A stored file by the SHA-256 of its bytes, with the name and media type it came with; `size` in bytes."""

    digest: str
    name: str
    media_type: str
    size: int


class FollowUpAnswer(Message, frozen=True, tag="follow-up-answer"):
    """What became of the follow-up that was announced in the quarter before."""

    done: bool
    text: str = ""


class Filing(Message, frozen=True, tag="filing"):
    """A realisation; `justification` says why it is below its target or the quarter before, where it is."""

    reading: Reading
    explanation: str = ""
    obstacles: str = ""
    follow_up: str = ""
    justification: str = ""
    answer: FollowUpAnswer | None = None
    evidence: tuple[Evidence, ...] = ()
