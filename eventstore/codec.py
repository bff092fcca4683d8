"""Events to the bytes that are hashed and stored, and back, old spellings included."""

from collections.abc import Callable, Mapping
from hashlib import sha256

import msgspec

from domain.events import Event
from domain.kernel.message import canonical
from eventstore.chain import spelled
from eventstore.errors import Foreign

# A message as JSON values in the order they were written.
Spelled = dict[str, object]
Upcast = Callable[[Spelled], Spelled]


# An event that changed its meaning: its tag, and a function that returns the new message, new tag included.
# A field that was added needs none: where it is not told, at any depth, its default holds.
UPCASTS: Mapping[str, Upcast] = {}
_DECODER: msgspec.json.Decoder[Event] = msgspec.json.Decoder(Event)
_SPELLED = msgspec.json.Decoder(Spelled)


def encode(event: Event) -> bytes:
    """Return the one spelling of the event."""
    return canonical(event)


def tag(event: Event) -> str:
    """Return the event's permanent name."""
    return str(event.__struct_config__.tag)


def decode(
    body: bytes, upcasts: Mapping[str, Upcast] = UPCASTS, events: msgspec.json.Decoder[Event] = _DECODER
) -> Event:
    """Return the event, or raise `Foreign` where it is not spelled as we spell it, or did before a field was added."""
    try:
        stored = _upcast(body, upcasts) if upcasts else body
        event = events.decode(stored)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Foreign(f"no event of ours: {error}: {_shown(body)}") from error
    if canonical(event) != stored and msgspec.json.encode(_as_stored(event, msgspec.json.decode(stored))) != stored:
        raise Foreign(f"not the spelling of this event: {_shown(body)}")
    return event


def _as_stored(value: object, old: object) -> object:
    """Return the value as JSON values, without those that defaults filled in, at any depth: they were not stored."""
    match value, old:
        case msgspec.Struct(), dict():
            fields = {
                name: _as_stored(getattr(value, name), old[name]) for name in value.__struct_fields__ if name in old
            }
            return {"type": value.__struct_config__.tag, **fields}
        case tuple(), list():
            return [_as_stored(one, other) for one, other in zip(value, old, strict=True)]
    return value


def _upcast(body: bytes, upcasts: Mapping[str, Upcast]) -> bytes:
    old = _SPELLED.decode(body)
    if str(old.get("type")) not in upcasts:
        return body
    if msgspec.json.encode(old) != body:
        raise Foreign(f"not the spelling of an old event: {_shown(body)}")
    # An old tag may lead to a tag that has itself been replaced since.
    while (upcast := upcasts.get(str(old.get("type")))) is not None and (new := upcast(old)) != old:
        old = new
    return msgspec.json.encode(old)


def _shown(body: bytes) -> str:
    return body[:200].decode("utf-8", "replace")


def fingerprint(office: str, person: str, role: str, act: str, target: str, body: object) -> bytes:
    """Return what tells a retry from another command under the same id.

    `body` is what the client sent, a message or JSON values, before the server adds anything; bytes stand as they are.
    """
    sent = body if isinstance(body, bytes) else canonical(body)
    parts: tuple[str | bytes, ...] = (office, person, role, act, target, sent)
    return sha256(b"".join(spelled(field) for field in parts)).digest()
