"""What an installation can be told: `PARAF_*`, and `TEMPORAL_*` as the SDK reads them; all wrong ones named at once."""

import difflib
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from activities.webhooks.reach import Reach
from cli import values
from cli.values import LOG_LEVELS, PayloadKey, payload_keys

PREFIX, FILE = "PARAF_", "_FILE"


class WrongSettings(Exception):
    """Every setting that is wrong, one sentence each, without the value of a secret."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Setting:
    """How one `PARAF_*` is read; a secret can also come from the file that `PARAF_*_FILE` names."""

    read: Callable[[str], object]
    meaning: str
    secret: bool = False


# In the order in which `paraf doctor` prints them.
SETTINGS: Mapping[str, Setting] = {
    "data": Setting(Path, "where everything that must stay is kept (default: data)"),
    "host": Setting(values.text, "address to listen on (default: 127.0.0.1)"),
    "port": Setting(values.port, "port to listen on (default: 8000)"),
    "base_url": Setting(values.base_url, "address under which people reach paraf (default: http://HOST:PORT)"),
    "database_url": Setting(values.database, "PostgreSQL as paraf_runtime; unset: embedded", True),
    "database_pooled": Setting(values.flag, "PgBouncer in transaction mode stands in PARAF_DATABASE_URL (default: no)"),
    "migration_url": Setting(values.database, "PostgreSQL as paraf_migration", True),
    "superuser_url": Setting(values.database, "PostgreSQL as superuser, for the roles", True),
    "payload_keys": Setting(payload_keys, "id:key list for what Temporal keeps; AES-256, base64", True),
    "trial": Setting(values.flag, "a trial: marked on screen and paper, with sample people (default: no)"),
    "secure_cookies": Setting(values.flag, "cookies over HTTPS alone (default: if PARAF_BASE_URL is https)"),
    "evidence_megabytes": Setting(values.megabytes, "the most that a file of evidence may have, in MiB (default: 10)"),
    "clock_minutes": Setting(values.minutes, "by how much clocks may differ; 0: they are not compared (default: 5)"),
    "worker_version": Setting(values.version, "what Temporal knows this version's workers by (default: none, any do)"),
    "proxies": Setting(
        values.proxies, "proxies (addresses, networks) whose X-Forwarded-For is believed (default: none)"
    ),
    "smtp_url": Setting(values.url("smtp", "smtps"), "smtp[s]://user:password@host:port; unset: no mail", True),
    "webhooks_inside": Setting(values.flag, "webhooks may go into private networks and to this machine (default: no)"),
    "mail_from": Setting(values.text, "sender of reminders (default: paraf@ the host of PARAF_BASE_URL)"),
    "metrics": Setting(values.listening, "host:port to serve /metrics on, for Prometheus; unset: none"),
    "traces": Setting(values.url("http", "https"), "OTLP/HTTP collector that traces go to; unset: none", True),
    "log_level": Setting(values.level, f"{', '.join(LOG_LEVELS)} (default: info)"),
}


@dataclass(frozen=True)
class Settings:
    """The settings of one process, read once at its start."""

    data: Path = Path("data")
    host: str = "127.0.0.1"
    port: int = 8000
    base_url: str = ""
    database_url: str | None = field(default=None, repr=False)
    database_pooled: bool = False
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
    webhooks_inside: bool = False
    mail_from: str = ""
    metrics: str = ""
    traces: str | None = field(default=None, repr=False)
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

    @property
    def reach(self) -> Reach:
        """How far webhooks go: in a trial by plain HTTP, too."""
        return Reach(private=self.webhooks_inside, plain=self.trial)

    def secrets(self) -> tuple[str, ...]:
        """Return what must never be printed."""
        urls = [url for url in (self.database_url, self.migration_url, self.superuser_url, self.smtp_url) if url]
        urls += [self.traces] if self.traces and "@" in self.traces else []
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
