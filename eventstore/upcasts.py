"""What became of old spellings: by tag, how a stored message is told as the message that took its place."""

from collections.abc import Callable, Mapping

# A message as JSON values in the order they were written.
Spelled = dict[str, object]
Upcast = Callable[[Spelled], Spelled]

# A field that was added: `"plan-signed": lambda old: {**old, "channel": "form"} if "channel" not in old else old`.
# An event that changed its meaning: its tag, and a function that returns the new message, new tag included.
UPCASTS: Mapping[str, Upcast] = {}
