"""The one base of every command, event and value that is stored or sent."""

import msgspec


class Message(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="type", gc=False):
    """A frozen record whose tag is permanent: once stored, a spelling is never given another meaning.

    No message holds itself, so the collector of cycles need not walk the thousands that a remembered state is made of.
    """
