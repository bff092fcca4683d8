"""How the value of one setting is read; ValueError says what is wrong with it."""

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import ip_network
from urllib.parse import urlsplit

TRUE, FALSE = ("1", "true", "yes", "on"), ("0", "false", "no", "off")
LOG_LEVELS = ("debug", "info", "warning", "error")


@dataclass(frozen=True)
class PayloadKey:
    """A named AES-256 key for what Temporal keeps."""

    id: str
    key: bytes = field(repr=False)

    def __str__(self) -> str:
        return f"{self.id}:{base64.b64encode(self.key).decode()}"


def text(value: str) -> str:
    return value


def flag(value: str) -> bool:
    if value.lower() in TRUE:
        return True
    if value.lower() in FALSE:
        return False
    raise ValueError("is neither yes (1, true) nor no (0, false)")


def port(value: str) -> int:
    if not (value.isascii() and value.isdigit() and 0 < int(value) < 65536):
        raise ValueError("is not a port: a number from 1 to 65535")
    return int(value)


def listening(value: str) -> str:
    host, colon, number = value.rpartition(":")
    if not (host and colon) or "/" in host:
        raise ValueError("is not host:port, such as 127.0.0.1:9464")
    port(number)
    return value


def proxies(value: str) -> str:
    for item in value.split(",") if value != "*" else ():  # whoever trusts everybody says so
        try:
            ip_network(item.strip())
        except ValueError:
            raise ValueError("is not a list of addresses or networks such as 172.30.83.0/24") from None
    return value


def megabytes(value: str) -> int:
    if not (value.isascii() and value.isdigit() and 0 < int(value) <= 100):
        raise ValueError("is not a number of megabytes from 1 to 100")
    return int(value)


def minutes(value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) <= 8):
        raise ValueError("is not a number of minutes")
    return int(value)


def level(value: str) -> str:
    if value.lower() not in LOG_LEVELS:
        raise ValueError(f"is not one of {', '.join(LOG_LEVELS)}")
    return value.lower()


def url(*schemes: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        try:
            parts = urlsplit(value)
            known = parts.scheme in schemes and bool(parts.hostname) and (parts.port is None or parts.port > 0)
        except ValueError:
            known = False
        if not known:
            raise ValueError(f"is not a URL such as {schemes[0]}://…")
        return value.rstrip("/") if schemes[0] == "https" else value

    return read


def database(value: str) -> str:
    parts = urlsplit(value)
    who, at, hosts = parts.netloc.rpartition("@")
    for host in hosts.split(","):
        url("postgresql", "postgres")(parts._replace(netloc=f"{who}{at}{host}").geturl())
    return value


def base_url(value: str) -> str:
    found = url("https", "http")(value)
    parts = urlsplit(found)
    if parts.path or parts.query or parts.fragment:
        raise ValueError("has a path: paraf is served at the root of a host name of its own")
    return found


def payload_keys(value: str) -> tuple[PayloadKey, ...]:
    """Read `id:base64[,id:base64…]`; the first encrypts, all decrypt."""
    keys = []
    for item in re.split(r"[,\s]+", value.strip()):
        name, _, encoded = item.partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            key = b""
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,32}", name) or len(key) != 32:
            raise ValueError("is not a list of id:key, each key 32 bytes in base64, separated by commas")
        keys.append(PayloadKey(name, key))
    if len({key.id for key in keys}) != len(keys):
        raise ValueError("names the same key id twice")
    return tuple(keys)


def version(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_.-]{1,64}", value):
        raise ValueError("is not a name of letters, digits, dots and dashes")
    return value
