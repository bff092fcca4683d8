"""The one base of every command, event and value that is stored or sent."""

import msgspec


class Message(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="type"):
    """A frozen record whose tag is permanent: once stored, a spelling is never given another meaning."""
