"""A law: what holds of every fact that was recorded since it came into force."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Law:
    """`name` stands in docs/verifying.md; nothing that was recorded before `since` is judged by it."""

    name: str
    since: datetime = ALWAYS

    def unless(self, kept: bool, how: str) -> "Iterator[Breach]":
        """Yield the breach, where the law is not kept."""
        if not kept:
            yield Breach(self, how)


@dataclass(frozen=True, slots=True)
class Breach:
    """A law that a fact does not keep, and how."""

    law: Law
    how: str


PHASE = Law("phase")  # phases follow one another
ROLE = Law("role")  # an act is one of the role in which it was done
VERSION = Law("version")  # versions are counted one by one
CONTENT = Law("content")  # what names a version or a digest names those that the past makes
NAME = Law("name")  # what begins in a stream is what the stream is called after
PAST = Law("past")  # what a fact says was there before it was there
