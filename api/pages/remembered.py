"""What was made of the very same things before is not made again."""

from collections import OrderedDict
from collections.abc import Callable, Hashable

from markupsafe import Markup


class Remembered:
    """Keeps the pieces of pages that were asked for last; they depend on nothing but `things` and `key`."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, tuple[tuple[object, ...], Markup]] = OrderedDict()

    def of(self, things: tuple[object, ...], key: Hashable, make: Callable[[], Markup]) -> Markup:
        """Return what was made of these objects, which do not change, or make it now."""
        name = (key, *map(id, things))
        # The objects are kept with what was made of them, so that their ids are nobody else's.
        found = self._kept.pop(name, None) or (things, make())
        self._kept[name] = found
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return found[1]
