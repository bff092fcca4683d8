"""A launcher: drop to an account, ask the kernel to end us with our parent, become the command.

Run as a script of its own (`python -I -S leash.py PARENT SIGNAL UID GID -- COMMAND...`), because doing this between
fork and exec of a process with threads can deadlock. It imports nothing of paraf.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main(argv: list[str]) -> None:
    """Become the command after `--`; uid and gid of -1 keep the caller's."""
    parent, signum, uid, gid = (int(word) for word in argv[:4])
    command = argv[5:]
    if uid >= 0:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    if sys.platform == "linux":
        # After setuid, which clears it. Elsewhere an orphan is found by its pid file at the next start.
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signum, 0, 0, 0)
        if os.getppid() != parent:  # the parent died before we asked
            sys.exit(1)
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGPIPE):
        signal.signal(name, signal.SIG_DFL)
    os.execv(command[0], command)  # noqa: S606 - the whole point; no shell is involved


if __name__ == "__main__":
    main(sys.argv[1:])
