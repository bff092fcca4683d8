"""What became of old spellings: by tag, how a stored message is told as the message that took its place."""

from collections.abc import Callable, Mapping

# A message as JSON values in the order they were written.
Spelled = dict[str, object]
Upcast = Callable[[Spelled], Spelled]

# An event that changed its meaning: its tag, and a function that returns the new message, new tag included.
# A field that was added needs none: where it is not told, at any depth, its default holds.
UPCASTS: Mapping[str, Upcast] = {}
