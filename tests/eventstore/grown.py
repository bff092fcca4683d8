"""The messages as a later version may have them: one class has a field more, wherever it is held."""

import types
from functools import reduce
from operator import or_
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec

from domain.events import Event
from domain.kernel.message import Message

LATER = "added_later"


def reachable() -> list[type[Message]]:
    """Return the class of every event and of every value that an event can hold, at any depth."""
    found: dict[type[Message], None] = {}
    left = [*get_args(Event)]
    while left:
        kind = left.pop()
        if get_args(kind):
            left.extend(get_args(kind))
        elif isinstance(kind, type) and issubclass(kind, Message) and kind not in found:
            found[kind] = None
            left.extend(get_type_hints(kind).values())
    return sorted(found, key=lambda kind: str(kind.__struct_config__.tag))


def grown(kind: Any, which: type[Message], made: dict[Any, Any] | None = None) -> Any:
    """Return the type with `which`, wherever it is held, replaced by a class of the same tag with a defaulted field."""
    made = {} if made is None else made
    if get_origin(kind) in (types.UnionType, Union):
        return reduce(or_, (grown(one, which, made) for one in get_args(kind)))
    if get_origin(kind) is tuple:
        return tuple[tuple(one if one is ... else grown(one, which, made) for one in get_args(kind))]  # type: ignore[misc]
    if not (isinstance(kind, type) and issubclass(kind, Message)):
        return kind
    if kind not in made:
        made[kind] = _class(kind, which, made)
    return made[kind]


def _class(kind: type[Message], which: type[Message], made: dict[Any, Any]) -> type[msgspec.Struct]:
    hints = get_type_hints(kind)
    fields: list[Any] = []
    for field in msgspec.structs.fields(kind):
        held = grown(hints[field.name], which, made)
        default = () if field.default is msgspec.NODEFAULT else (field.default,)
        fields.append((field.name, held, *default))
    if kind is which:
        fields.append((LATER, str, ""))
    return msgspec.defstruct(
        kind.__name__,
        fields,
        bases=(Message,),
        frozen=True,
        tag=kind.__struct_config__.tag,
        kw_only=True,
        omit_defaults=kind.__struct_config__.omit_defaults and kind is not which,
    )
