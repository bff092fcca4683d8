"""The `paraf` command: one function for each thing that can be asked of it."""

import gc
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

import typer

from cli.account import account
from cli.console import Failed, complain
from cli.embedded.process import EmbeddedError
from cli.office import office
from cli.ordered import run
from cli.settings import WrongSettings, read_settings
from cli.webhook import webhook
from domain.kernel.errors import PlanError
from domain.measure.reading.convention import convention
from eventstore.errors import StoreError

paraf = typer.Typer(
    name="paraf",
    help="Annual performance plans: drafted, reviewed, signed, and never forgotten.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

paraf.add_typer(account)
paraf.add_typer(office)
paraf.add_typer(webhook)

_NUMBERS = Annotated[
    Literal["id", "en"] | None, typer.Option(help="how the document writes its numbers: 1.234,5 or 1,234.5")
]
_MONEY = Annotated[Literal["rupiah", "thousands", "millions"] | None, typer.Option(help="what it counts its money in")]
WRONG, STOPPED = 1, 130  # exit codes; 2 is a wrong command line or setting


def app() -> None:
    """Run the command, and leave with its exit code."""
    code = _ran()
    try:
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read our output has seen enough
        code = WRONG
    sys.stderr.flush()
    # At once: threads of Temporal's native part may still end, and Python's own end has crashed on them.
    os._exit(code)


def _ran() -> int:
    """Return the exit code; what a person can mend is said in a sentence, not in a traceback."""
    try:
        paraf()
    except WrongSettings as error:
        for fault in error.faults:
            complain(fault)
        return 2
    except (Failed, EmbeddedError, StoreError, PlanError) as error:
        complain(str(error))
        return WRONG
    except KeyboardInterrupt:
        return STOPPED
    except BrokenPipeError:
        return WRONG
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else WRONG if done.code else 0
    except Exception:
        traceback.print_exc()
        return WRONG
    return 0


@contextmanager
def _for_good() -> Iterator[None]:
    """Load without looking for garbage, which takes a fifth of a start: what is loaded here stays to the end."""
    gc.disable()
    yield
    gc.freeze()
    gc.enable()


@paraf.command()
def up() -> None:
    """Run the whole system: database, Temporal, worker and API, until Ctrl-C."""
    from cli.up import up as start

    run(start(read_settings()))


@paraf.command()
def api() -> None:
    """Serve pages and API, until told to stop."""
    with _for_good():
        from cli.api import api as serve

    run(serve(read_settings()))


@paraf.command()
def worker() -> None:
    """Do what waits: record, render, remind, until told to stop."""
    with _for_good():
        from cli.worker import worker as work

    run(work(read_settings()))


@paraf.command()
def demo(
    out: Annotated[Path, typer.Option(help="Where history, plan and documents are left.")] = Path("out"),
) -> None:
    """Play the sample plan's whole life on throwaway data, and leave what came of it."""
    from cli.demo import demo as play

    run(play(out))


@paraf.command()
def migrate() -> None:
    """Bring the database's schema up to date."""
    from cli.upkeep import migrate as bring

    run(bring(read_settings()))


@paraf.command()
def verify(
    against: Annotated[
        list[str] | None,
        typer.Option(
            help="A head written down earlier, [OFFICE:]POSITION:HASH; finds a log that was cut or rewritten."
        ),
    ] = None,
    export: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="Verify this exported log (JSON lines) with no database."),
    ] = None,
) -> None:
    """Read the whole record again, and name the first wrong position and how it is wrong."""
    from cli.audit import verify as read_again

    if not run(read_again(read_settings(), against or [], export)):
        raise typer.Exit(WRONG)


@paraf.command()
def rebuild() -> None:
    """Make every read model again from the events."""
    from cli.audit import rebuild as make_again

    run(make_again(read_settings()))


@paraf.command()
def reconcile() -> None:
    """Start the workflow of every open plan that Temporal has lost."""
    from cli.upkeep import reconcile as compare

    run(compare(read_settings()))


@paraf.command()
def backup(folder: Annotated[Path, typer.Argument(help="Where to; must not be there yet.")]) -> None:
    """Copy the whole database, as of one instant, while everybody goes on working."""
    from cli.audit import backup as copy

    run(copy(read_settings(), folder))


@paraf.command()
def restore(folder: Annotated[Path, typer.Argument(help="A folder that `paraf backup` wrote.")]) -> None:
    """Fill an empty database from a backup, and verify it."""
    from cli.audit import restore as fill

    if not run(fill(read_settings(), folder)):
        raise typer.Exit(WRONG)


@paraf.command()
def restore_drill(
    folder: Annotated[Path, typer.Argument(help="A folder that `paraf backup` wrote.")],
    against: Annotated[list[str] | None, typer.Option(help="A head written down, OFFICE:POSITION:HASH.")] = None,
) -> None:
    """Restore a backup on a server that is thrown away, verify it, and say how long it took."""
    from cli.audit import drill

    if not run(drill(folder, against or [])):
        raise typer.Exit(WRONG)


@paraf.command()
def soak(
    seconds: Annotated[float, typer.Option(min=1, help="How long people act and accidents happen.")] = 60,
    seed: Annotated[int, typer.Option(help="Of the chance: the same people ask for the same.")] = 1,
    out: Annotated[Path | None, typer.Option(help="Where figures and a picture are left.")] = None,
) -> None:
    """Let many people act on a throwaway system whose parts are killed, and prove that it kept its word."""
    from cli.soak.soak import soak as try_it

    if not run(try_it(seconds, seed, out)):
        raise typer.Exit(WRONG)


@paraf.command()
def doctor() -> None:
    """Say what is set, what is there, and what is missing."""
    from cli.doctor import examine

    if not run(examine(read_settings())):
        raise typer.Exit(WRONG)


@paraf.command()
def openapi() -> None:
    """Print the description of the API (OpenAPI), for whatever makes a client of it."""
    from cli.api import openapi as describe

    describe(read_settings())


@paraf.command()
def achieve(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="indicator, direction, target, realisation")],
    policy: Annotated[Path | None, typer.Option(metavar="FILE", help="how to compute, as JSON")] = None,
    numbers: _NUMBERS = None,
    money: _MONEY = None,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object a row")] = False,
) -> None:
    """Check a table of published achievements against its own arithmetic."""
    from cli.achieve import achieve as check

    check(file, policy, convention(numbers or "", money or ""), as_json=as_json)


@paraf.command()
def read(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="text, kind (may be empty), indicator")],
    numbers: _NUMBERS = None,
    money: _MONEY = None,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object a row")] = False,
) -> None:
    """Read the cells of a document as the editor would, and say what is to be asked."""
    from cli.read import read_cells

    read_cells(file, convention(numbers or "", money or ""), as_json=as_json)


if __name__ == "__main__":
    app()
