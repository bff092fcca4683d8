"""Which addresses a webhook may have: our requests come from inside, and must open nothing there for anybody."""

import asyncio
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

import httpx

from domain.kernel.errors import Refused, require

_LONGEST = 2000  # characters of an address
_TRANSLATED = IPv6Network("64:ff9b::/96")  # in which an IPv4 address stands at the end (RFC 6052)
_UNICAST = IPv6Network("2000::/3")
_PORTS = {"https": 443, "http": 80}


class Unreachable(OSError):
    """A name that leads nowhere, or to where no webhook may go."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Reach:
    """How far webhooks go: to public addresses over HTTPS; in a trial over `plain` HTTP, too.

    `private` lets them into this machine and the networks around it.
    """

    private: bool = False
    plain: bool = False

    def check(self, url: str) -> str:
        """Return the address as it is kept. Raises Refused where it is none that a webhook may have.

        Where its name leads is looked at when something is sent: it may lead elsewhere by then.
        """
        text = url.strip()
        try:
            parts = urlsplit(text)
            host, _, _ = parts.hostname or "", parts.port, httpx.URL(text)
        except (ValueError, httpx.InvalidURL):
            raise Refused("webhook-url", "This is not an address that a webhook can have.", "url") from None
        spelled = text.isascii() and text.isprintable() and " " not in text and len(text) <= _LONGEST
        known = parts.scheme in _PORTS and host and not parts.fragment
        require(bool(spelled and known), "webhook-url", "This is not an address that a webhook can have.", "url")
        require("@" not in parts.netloc, "webhook-password", "An address with a password in it is not kept.", "url")
        plain = self.plain or parts.scheme == "https"
        require(plain, "webhook-plain", "A webhook's address begins with https://.", "url")
        literal = _literal(host)
        inside = literal is not None and not self.allows(literal)
        require(not inside, "webhook-inside", "This address is inside a network, where no webhook goes.", "url")
        return text

    def allows(self, address: IPv4Address | IPv6Address) -> bool:
        """Return whether a request may go there."""
        plain = _unwrapped(address)
        routed = isinstance(plain, IPv4Address) or plain in _UNICAST
        return self.private or (routed and plain.is_global and not plain.is_multicast)

    async def resolved(self, parts: SplitResult) -> str:
        """Return the one address to connect to; where a name has any that is not allowed, it has none.

        Raises `Unreachable`.
        """
        loop, port = asyncio.get_running_loop(), parts.port or _PORTS[parts.scheme]
        try:
            found = await loop.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise Unreachable("name-unknown") from None
        addresses = [ip_address(str(where[0]).partition("%")[0]) for *_, where in found]
        if not addresses:
            raise Unreachable("name-unknown")
        if not all(map(self.allows, addresses)):
            raise Unreachable("address-inside")
        return str(addresses[0])


PUBLIC = Reach()


def _literal(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _unwrapped(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Return the IPv4 address that stands within one of IPv6; others as they are."""
    if isinstance(address, IPv4Address):
        return address
    if address in _TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo[1] if address.teredo else None
    return address.ipv4_mapped or address.sixtofour or teredo or address
