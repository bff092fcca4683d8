"""What an installation can be told: `PARAF_*`, and `TEMPORAL_*` as the SDK reads them; all wrong ones named at once."""

import base64
import binascii
import difflib
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

PREFIX, FILE = "PARAF_", "_FILE"
TRUE, FALSE = ("1", "true", "yes", "on"), ("0", "false", "no", "off")
LOG_LEVELS = ("debug", "info", "warning", "error")


class WrongSettings(Exception):
    """Every setting that is wrong, one sentence each, without the value of a secret."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class PayloadKey:
    """A named AES-256 key for what Temporal keeps."""

    id: str
    key: bytes = field(repr=False)

    def __str__(self) -> str:
        return f"{self.id}:{base64.b64encode(self.key).decode()}"


@dataclass(frozen=True)
class Setting:
    """How one `PARAF_*` is read; a secret can also come from the file that `PARAF_*_FILE` names."""

    read: Callable[[str], object]
    meaning: str
    secret: bool = False


def _text(value: str) -> str:
    return value


def _flag(value: str) -> bool:
    if value.lower() in TRUE:
        return True
    if value.lower() in FALSE:
        return False
    raise ValueError("is neither yes (1, true) nor no (0, false)")


def _port(value: str) -> int:
    if not (value.isascii() and value.isdigit() and 0 < int(value) < 65536):
        raise ValueError("is not a port: a number from 1 to 65535")
    return int(value)


def _proxies(value: str) -> str:
    for item in value.split(",") if value != "*" else ():  # whoever trusts everybody says so
        try:
            ip_network(item.strip())
        except ValueError:
            raise ValueError("is not a list of addresses or networks such as 172.30.83.0/24") from None
    return value


def _megabytes(value: str) -> int:
    if not (value.isascii() and value.isdigit() and 0 < int(value) <= 100):
        raise ValueError("is not a number of megabytes from 1 to 100")
    return int(value)


def _minutes(value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) <= 8):
        raise ValueError("is not a number of minutes")
    return int(value)


def _level(value: str) -> str:
    if value.lower() not in LOG_LEVELS:
        raise ValueError(f"is not one of {', '.join(LOG_LEVELS)}")
    return value.lower()


def _url(*schemes: str) -> Callable[[str], str]:
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


def _base_url(value: str) -> str:
    found = _url("https", "http")(value)
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


def _version(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_.-]{1,64}", value):
        raise ValueError("is not a name of letters, digits, dots and dashes")
    return value


# In the order in which `paraf doctor` prints them.
SETTINGS: Mapping[str, Setting] = {
    "data": Setting(Path, "where everything that must stay is kept (default: data)"),
    "host": Setting(_text, "address to listen on (default: 127.0.0.1)"),
    "port": Setting(_port, "port to listen on (default: 8000)"),
    "base_url": Setting(_base_url, "address under which people reach paraf (default: http://HOST:PORT)"),
    "database_url": Setting(_url("postgresql", "postgres"), "PostgreSQL as paraf_runtime; unset: embedded", True),
    "migration_url": Setting(_url("postgresql", "postgres"), "PostgreSQL as paraf_migration", True),
    "superuser_url": Setting(_url("postgresql", "postgres"), "PostgreSQL as superuser, to make the roles once", True),
    "payload_keys": Setting(payload_keys, "id:key list for what Temporal keeps; AES-256, base64", True),
    "trial": Setting(_flag, "a trial: marked on screen and paper, with sample people (default: no)"),
    "secure_cookies": Setting(_flag, "cookies over HTTPS alone (default: if PARAF_BASE_URL is https)"),
    "evidence_megabytes": Setting(_megabytes, "the most that a file of evidence may have, in MiB (default: 10)"),
    "clock_minutes": Setting(_minutes, "by how much clocks may differ; 0: they are not compared (default: 5)"),
    "worker_version": Setting(_version, "what Temporal is to know this version's workers by (default: none, any do)"),
    "proxies": Setting(_proxies, "addresses or networks of proxies whose X-Forwarded-For is believed (default: none)"),
    "smtp_url": Setting(_url("smtp", "smtps"), "smtp[s]://user:password@host:port for reminders; unset: no mail", True),
    "mail_from": Setting(_text, "sender of reminders (default: paraf@ the host of PARAF_BASE_URL)"),
    "log_level": Setting(_level, f"{', '.join(LOG_LEVELS)} (default: info)"),
}


@dataclass(frozen=True)
class Settings:
    """The settings of one process, read once at its start."""

    data: Path = Path("data")
    host: str = "127.0.0.1"
    port: int = 8000
    base_url: str = ""
    database_url: str | None = field(default=None, repr=False)
    migration_url: str | None = field(default=None, repr=False)
    superuser_url: str | None = field(default=None, repr=False)
    payload_keys: tuple[PayloadKey, ...] = ()
    trial: bool = False
    secure_cookies: bool = False
    evidence_megabytes: int = 10
    clock_minutes: int = 5
    worker_version: str = ""
    proxies: str = ""
    smtp_url: str | None = field(default=None, repr=False)
    mail_from: str = ""
    log_level: str = "info"
    # The SDK's own, from the environment and its configuration file: address, namespace, API key, TLS.
    temporal: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def address(self) -> str:
        """Where a browser on this machine finds paraf."""
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, self.host)  # noqa: S104 - compared, not bound
        return f"http://{host}:{self.port}"

    @property
    def drift(self) -> timedelta | None:
        """By how much clocks may differ from the database's; None: they are not compared."""
        return timedelta(minutes=self.clock_minutes) if self.clock_minutes else None

    def secrets(self) -> tuple[str, ...]:
        """Return what must never be printed."""
        urls = [url for url in (self.database_url, self.migration_url, self.superuser_url, self.smtp_url) if url]
        passwords = [password for url in urls if (password := urlsplit(url).password)]
        found = [*urls, *passwords, *map(unquote, passwords)]
        found += [str(key).partition(":")[2] for key in self.payload_keys]
        if api_key := self.temporal.get("api_key"):
            found.append(str(api_key))
        return tuple(found)


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the environment, or raise `WrongSettings` with everything that is wrong in it."""
    faults: list[str] = []
    found: dict[str, Any] = {}
    for name, value in sorted(environment.items()):
        if not name.startswith(PREFIX):
            continue
        base, from_file = _named(name)
        if base is None:
            faults.append(_unknown(name))
            continue
        spelled = PREFIX + base.upper()
        if from_file and spelled in environment:
            faults.append(f"{spelled} and {name} are both set: keep one.")
            continue
        setting = SETTINGS[base]
        try:
            if from_file:
                value = Path(value).read_text()
            if value.strip():
                found[base] = setting.read(value.strip())
        except OSError as error:
            faults.append(f"{name} names a file that cannot be read: {error.strerror}.")
        except ValueError as error:
            shown = name if setting.secret else f"{name}={value}"
            faults.append(f"{shown} {error}.")
    temporal = _temporal(environment, faults)
    if faults:
        raise WrongSettings(faults)
    read = Settings(**found, temporal=temporal)
    base_url = read.base_url or read.address
    host = urlsplit(base_url).hostname or "localhost"
    derived = {
        "base_url": base_url,
        "secure_cookies": found.get("secure_cookies", base_url.startswith("https://")),
        "mail_from": read.mail_from or f"paraf@{host}",
    }
    return Settings(**(found | derived), temporal=temporal)


def spelled(settings: Settings) -> dict[str, str]:
    """Return the environment that reads back as these settings, for child processes."""
    environment = {}
    for each in fields(settings):
        value = getattr(settings, each.name)
        if each.name == "temporal" or value in (None, "", ()):
            continue
        if each.name == "payload_keys":
            value = ",".join(str(key) for key in value)
        environment[PREFIX + each.name.upper()] = str(int(value)) if isinstance(value, bool) else str(value)
    return environment


def _named(name: str) -> tuple[str | None, bool]:
    """Return the setting's name, and whether its value is in a file."""
    base = name.removeprefix(PREFIX)
    if base.lower() in SETTINGS and base.isupper():
        return base.lower(), False
    base = base.removesuffix(FILE)
    if base.lower() in SETTINGS and base.isupper() and SETTINGS[base.lower()].secret:
        return base.lower(), True
    return None, False


def _unknown(name: str) -> str:
    known = [PREFIX + each.upper() for each in SETTINGS]
    known += [PREFIX + each.upper() + FILE for each, setting in SETTINGS.items() if setting.secret]
    near = difflib.get_close_matches(name, known, 1)
    return f"{name} is not a setting" + (f"; do you mean {near[0]}?" if near else ".")


def _temporal(environment: Mapping[str, str], faults: list[str]) -> Mapping[str, Any]:
    """Read Temporal's own settings; none of them means the embedded server."""
    # Imported here: it loads the SDK's native part, which `paraf --help` does not need.
    from temporalio.envconfig import ClientConfig

    own = {name: value for name, value in environment.items() if name.startswith("TEMPORAL_") and value}
    key_file = own.pop("TEMPORAL_API_KEY_FILE", None)
    try:
        if key_file is not None:
            own["TEMPORAL_API_KEY"] = Path(key_file).read_text().strip()
        if not own:
            return {}
        config = dict(ClientConfig.load_client_connect_config(override_env_vars=own))
    except (OSError, RuntimeError, ValueError) as error:
        faults.append(f"TEMPORAL_*: {error}.")
        return {}
    address = str(config.get("target_host", ""))
    if not re.fullmatch(r"[^\s:/]+:\d{1,5}|\[[0-9a-fA-F:]+\]:\d{1,5}", address):
        faults.append(
            f"TEMPORAL_ADDRESS={address} is not host:port."
            if address
            else "TEMPORAL_ADDRESS is missing beside other TEMPORAL_*."
        )
    return config
