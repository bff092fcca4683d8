"""`paraf verify`, `rebuild`, `backup`, `restore` and its drill: the record read again, made again, taken elsewhere."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from activities.notices.restored import hold_back
from audit.backup import backup as write_backup
from audit.backup import restore as read_backup
from audit.export import Export
from audit.judge import OfficeCount, Verdict
from audit.rebuild import rebuild as make_again
from audit.verify import verify as read_again
from cli.console import Failed, complain, say, shown, step
from cli.demo import throwaway
from cli.servers import database, prepare
from cli.settings import Settings, read_settings
from eventstore.pool import open_pool
from eventstore.store import Store


@asynccontextmanager
async def store(settings: Settings) -> AsyncIterator[Store]:
    """Yield the store, read as the runtime role reads it."""
    async with database(settings, complain) as settings:
        if settings.database_url is None:
            raise Failed("Set PARAF_DATABASE_URL.")
        pool = await open_pool(settings.database_url, size=2, pooled=settings.database_pooled)
        try:
            yield Store(pool)
        finally:
            await pool.close()


async def verify(settings: Settings, against: list[str], export: Path | None) -> bool:
    """Verify the database, or an exported log; return whether it is whole and true."""
    if export is not None:
        return _say_export(await read_again(Export(export), *against))
    async with store(settings) as opened:
        with step("Reading the whole record"):
            report = await read_again(opened, *against)
    return _say_report(report)


def _say_report(report: Verdict) -> bool:
    for office in report.offices:
        counted = (_count(office.entries, "entry"), _count(office.receipts, "receipt"), _count(office.views, "view"))
        _say_head(office, ", ".join(counted))
    say(_count(report.documents, "document"))
    return _judged(report, "The record")


def _say_export(report: Verdict) -> bool:
    """An export has entries alone; one without any is no export of anything."""
    for office in report.offices:
        _say_head(office, _count(office.entries, "entry"))
    if not report.offices and report.ok:
        complain("The file holds no entry.")
        return False
    return _judged(report, "The export")


def _say_head(office: OfficeCount, counted: str) -> None:
    say(f"{office.office}: {counted}")
    # What to write down elsewhere: `--against` finds a log that was cut or rewritten since.
    say(f"  head {office.office}:{office.head}")


def _judged(report: Verdict, what: str) -> bool:
    for finding in report.findings:
        complain(str(finding))
    say(f"{what} is whole and true." if report.ok else f"WRONG: {_count(len(report.findings), 'fault')}, named above.")
    return report.ok


def _count(number: int, what: str) -> str:
    many = what.removesuffix("y") + "ies" if what.endswith("y") else f"{what}s"
    return f"{number} {what if number == 1 else many}"


async def rebuild(settings: Settings) -> None:
    """Make every read model again from the events."""
    async with database(settings, complain) as settings:
        with step("Making the read models again"):
            made = await make_again(_owner(settings))
    counted = f"{_count(made.rows, 'row')} of {_count(made.offices, 'office')}"
    say(f"{counted}: {made.written} written, {made.removed} removed, the rest equal.")


async def backup(settings: Settings, folder: Path) -> None:
    """Write a backup."""
    async with database(settings, complain) as settings:
        with step(f"Copying the database to {shown(folder)}"):
            manifest = await write_backup(_owner(settings), folder)
    rows = sum(copy.rows for copy in manifest.copies)
    say(f"{_count(rows, 'row')} of {_count(len(manifest.copies), 'table')}, as of {manifest.taken_at}.")
    for head in manifest.heads:
        say(f"  head {head}")


async def restore(settings: Settings, folder: Path) -> bool:
    """Fill an empty database from a backup, and verify it; return whether it is whole and true."""
    if not settings.database_url:
        settings.data.mkdir(mode=0o711, parents=True, exist_ok=True)
    async with database(settings, complain, make=True) as settings:
        with step("Bringing the schema up to date"):
            await prepare(settings)
        with step(f"Restoring {shown(folder)}"):
            report = await read_backup(folder, _owner(settings))
        pool = await open_pool(str(settings.database_url), size=1, pooled=settings.database_pooled)
        try:
            await hold_back(pool)
        finally:
            await pool.close()
    return _say_report(report)


async def drill(folder: Path, against: list[str]) -> bool:
    """Restore a backup on a server that is thrown away, and return whether all of it is there and true."""
    began = time.monotonic()
    with throwaway() as data:
        async with database(read_settings({"PARAF_DATA": str(data)}), complain, make=True) as settings:
            well = await restore(settings, folder)
            if against:
                say("Against the heads that were written down:")
                well = await verify(settings, against, None) and well
            with step("Making the read models again"):
                made = await make_again(_owner(settings))
    if made.written or made.removed:
        complain(f"{made.written + made.removed} rows of the read models were not what the events say.")
        well = False
    said = "The backup can be restored" if well else "WRONG, see above"
    say(f"{said}: {time.monotonic() - began:.0f} s on this machine. Nothing of it is left here.")
    return well


def _owner(settings: Settings) -> str:
    if settings.migration_url is None:
        raise Failed("Set PARAF_MIGRATION_URL: this is done by the role paraf_migration.")
    return settings.migration_url
