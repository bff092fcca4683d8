"""What can stop an embedded server.

EmbeddedError
├── Taken      somebody else has the data directory or the port
├── NotReady   the server did not come up: carries the end of its log
└── Unusable   the data directory cannot be used as it is
"""


class EmbeddedError(Exception):
    """A sentence for the person at the terminal, who is told what to do about it."""


class Taken(EmbeddedError):
    """Another process has the data directory or the port."""


class NotReady(EmbeddedError):
    """The server did not come up."""


class Unusable(EmbeddedError):
    """The data directory cannot be used as it is."""
