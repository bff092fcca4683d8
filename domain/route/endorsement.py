"""What a person acts on: the version, the digest and the document that they were shown, and no others."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from domain.kernel.errors import Refused, require


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


class Version(Rendered, Protocol):
    """A PDF of a version; `shown` is the document whose pages it shows, itself or the one that was signed."""

    @property
    def version(self) -> int:
        """The version of the content."""

    @property
    def shown(self) -> str:
        """The digest of the document that people were shown."""


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


def no_longer(
    ended: Iterable[str], documents: Iterable[Version], version: int, current: Rendered | None
) -> frozenset[str]:
    """Return the documents (SHA-256) of a version that was replaced, or with or for a signature that ended.

    What came back with the same content is shown by the same document, which then holds.
    """
    signed = frozenset(ended)
    void = {d.document for d in documents if d.version != version or d.shown in signed}
    return frozenset(signed | void) - {current.document if current else ""}
