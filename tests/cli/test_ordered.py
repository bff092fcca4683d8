"""An order to stop is followed, whoever gives it and however the command was started."""

import signal
import subprocess
import sys

import pytest

_WORK = """
import asyncio, signal
from cli.ordered import run
signal.signal(signal.SIGINT, signal.{ignored})

async def work():
    try:
        print("on", flush=True)
        await asyncio.Event().wait()
    finally:
        await asyncio.sleep(0)
        print("in order", flush=True)

try:
    run(work())
except KeyboardInterrupt:
    print("stopped", flush=True)
"""


@pytest.mark.parametrize("order", [signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("ignored", ["SIG_IGN", "default_int_handler"])
def test_an_order_to_stop_ends_in_order(order: signal.Signals, ignored: str) -> None:
    """A shell that starts us in the background has SIGINT ignored."""
    with subprocess.Popen(
        [sys.executable, "-c", _WORK.format(ignored=ignored)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "on\n"
        process.send_signal(order)
        said, _ = process.communicate(timeout=20)
    assert (said, process.returncode) == ("in order\nstopped\n", 0)
