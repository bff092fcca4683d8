"""The account that runs PostgreSQL, which refuses to run as root."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from cli.embedded.errors import Unusable

# PostgreSQL's own account where the system has one, else the one that every Unix has. Both have an entry in the
# password file, which initdb insists on.
CANDIDATES = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """A user and group to drop to."""

    uid: int
    gid: int
    name: str

    @classmethod
    def for_servers(cls, owned: Path) -> Self | None:
        """Return whom to drop to when we are root (the owner of `owned` if it exists), or None: stay who we are."""
        if os.geteuid() != 0:
            return None
        if owned.exists() and (uid := owned.stat().st_uid) != 0:
            return cls(uid, owned.stat().st_gid, str(uid))
        for name in CANDIDATES:
            try:
                entry = pwd.getpwnam(name)
            except KeyError:
                continue
            return cls(entry.pw_uid, entry.pw_gid, name)
        raise Unusable(f"PostgreSQL does not run as root, and there is no account {' or '.join(CANDIDATES)} here.")

    def can(self, test: str, path: Path) -> bool:
        """Ask as the account itself whether `test FLAG PATH` holds, so that every rule of the system counts."""
        script = 'cd "$2" 2>/dev/null || exit 1; test "$1" .' if test == "-x" else 'test "$1" "$2"'
        done = subprocess.run(
            ["/bin/sh", "-c", script, "sh", test, str(path)],
            user=self.uid,
            group=self.gid,
            extra_groups=[],
            cwd="/",
            env={},
            check=False,
        )
        return done.returncode == 0

    def give(self, path: Path) -> None:
        """Make the account the owner of `path`, and of everything in it."""
        os.chown(path, self.uid, self.gid)
        for below in path.rglob("*"):
            os.chown(below, self.uid, self.gid, follow_symlinks=False)


def run_as(account: Account | None, argv: Sequence[str], cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a short command to its end as the account, with an empty environment but for the C locale."""
    return subprocess.run(
        list(argv),
        cwd=cwd,
        env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
    )
