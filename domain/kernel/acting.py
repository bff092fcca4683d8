"""What every command and every event says: who, and when."""

from datetime import datetime

from domain.kernel.actor import Actor
from domain.kernel.message import Message


class Command(Message, frozen=True, kw_only=True):
    """Who asks, and when (UTC)."""

    by: Actor
    at: datetime


class Act(Message, frozen=True, kw_only=True):
    """Who did it, and the actor's own time (UTC)."""

    by: Actor
    at: datetime
