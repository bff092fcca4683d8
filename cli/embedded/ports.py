"""Free ports on the loopback address."""

import random
import socket

LOOPBACK = "127.0.0.1"
# Below the ports that the system gives to outgoing connections: one of those could take a server's port while the
# server is being restarted, or connect to itself.
LOWEST, HIGHEST = 20000, 32000


def is_free(port: int, host: str = LOOPBACK) -> bool:
    """Say whether a server could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def free_port() -> int:
    """Return a port that was free a moment ago."""
    chance = random.SystemRandom()
    while True:
        port = chance.randint(LOWEST, HIGHEST)
        if is_free(port):
            return port
