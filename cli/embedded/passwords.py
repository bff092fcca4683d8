"""The passwords of the embedded database: made once, kept in one file that only its owner reads."""

import json
import os
import secrets
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Self

from cli.embedded.errors import Unusable


def _fresh() -> str:
    return secrets.token_urlsafe(24)


@dataclass(frozen=True)
class Passwords:
    """One password for each role that can log in."""

    superuser: str = field(default_factory=_fresh)
    migration: str = field(default_factory=_fresh)
    runtime: str = field(default_factory=_fresh)

    @classmethod
    def kept_in(cls, path: Path) -> Self:
        """Return the passwords of the file, which is made when it is not there."""
        if not path.exists():
            write_private(path, json.dumps(asdict(cls()), indent=1) + "\n")
        try:
            return cls(**json.loads(path.read_text()))
        except (ValueError, TypeError) as error:
            raise Unusable(f"{path} does not hold the passwords of the database: {error}") from None


def write_private(path: Path, text: str) -> None:
    """Write a file of mode 0600, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.new")
    half.unlink(missing_ok=True)
    fd = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(fd, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(fd)
    half.replace(path)
