"""What a person acts on: the version, the digest and the document that they were shown, and no others."""

from typing import Protocol, TypeVar

from domain.errors import Refused, require


class Seen(Protocol):
    """What somebody saw when they acted; digests are SHA-256 in hexadecimal."""

    @property
    def based_on(self) -> int:
        """The version."""

    @property
    def digest(self) -> str:
        """That of the content."""

    @property
    def document(self) -> str:
        """That of the PDF."""


class Rendered(Protocol):
    """A PDF that was rendered."""

    @property
    def document(self) -> str:
        """Its digest."""


D = TypeVar("D", bound=Rendered)


def require_current(seen: int, current: int) -> None:
    """Refuse what is based on another version than the current one."""
    require(
        seen == current,
        "text-changed",
        "The text changed after you opened it: you saw version {seen}, it is now version {current}.",
        seen=str(seen),
        current=str(current),
    )


def require_shown(seen: Seen, version: int, digest: str, shown: D | None) -> D:
    """Return the document that is shown now; refuses unless exactly this content and this document were seen."""
    require_current(seen.based_on, version)
    require(seen.digest == digest, "text-changed", "The text changed after you opened it.", current=str(version))
    if shown is None:
        raise Refused("document-not-ready", "The document of this text is still being prepared.")
    require(seen.document == shown.document, "document-changed", "The document changed after you opened it.")
    return shown
