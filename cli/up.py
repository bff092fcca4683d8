"""`paraf up`: the whole system, until it is told to stop."""

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any

from rich.table import Table

from api.services import Services
from cli.console import Failed, complain, out, say, shown
from cli.settings import Settings
from cli.system import System
from cli.trial import (
    SampleSignIn,
    inside,
    load_sample,
    play_year,
    sign_ins_file,
    still_true,
    year_begun_otherwise,
    year_played,
)
from domain.kernel.actor import Role
from examples.banjarmasin import year
from examples.trial import OtherOffices

DOES = {
    Role.DRAFTER: "drafts and corrects the plan",
    Role.SECRETARY: "reviews it, signs part B, and each quarter",
    Role.CHAIR: "reviews it, signs part A, and each quarter",
    Role.PLANNER: "checks what owners file",
    Role.OWNER: "files what indicators came to",
    Role.AUDITOR: "reads everything, changes nothing",
    Role.ADMINISTRATOR: "people and their rights",
}


async def up(settings: Settings) -> None:
    """Start everything, say where it is and how to get in, and keep it running."""
    async with System(settings) as system:
        settings = system.settings
        async with inside(settings) as services:
            sample = await _sample(services, settings)
            true = await still_true(services, sample)
            unplayed = bool(sample) and not await year_played(services)
            lives_on = unplayed and not await year_begun_otherwise(services)
            unattended = not sample and not await services.bootstrap.done()
        out.print()
        out.print(f"  paraf is running at [bold]{settings.base_url}[/bold]")
        if sample:
            _tell_sign_ins(sample, true)
            where = shown(sign_ins_file(settings.data))
            out.print(f"  [dim]passwords, by the id of each person, in {where}, for you alone[/dim]")
        if unattended:
            say(f"  Nobody can sign in yet. The first administrator is made at {settings.base_url}/bootstrap")
            say("  with a secret that this prints: paraf account bootstrap")
        if lives_on:
            say(f"  The sample people are living through {year()} meanwhile; a line says when they are done.")
        elif unplayed:
            say(f"  There is a plan for {year()} here already, so the sample's year is not played.")
        out.print(f"  [dim]data and logs: {shown(settings.data)}; stop with Ctrl-C[/dim]")
        out.print()
        await _ordered_to_stop(_live_on(settings, sample) if lives_on else None)


async def _live_on(settings: Settings, sample: Sequence[SampleSignIn]) -> None:
    """Let the sample people act on while whoever started this looks around."""
    try:
        async with inside(settings) as services:
            await play_year(services, settings, sample)
    except Failed as why:
        complain(str(why))
    else:
        say(f"  The sample's year is played: plan {year()} is signed, three quarters are closed, the fourth is open.")


async def _ordered_to_stop(meanwhile: Coroutine[Any, Any, None] | None) -> None:
    """Wait for Ctrl-C, which is how this ends well."""
    try:
        if meanwhile is not None:
            await meanwhile
        await asyncio.Event().wait()
    except asyncio.CancelledError:
        if (task := asyncio.current_task()) is not None:
            task.uncancel()


async def _sample(services: Services, settings: Settings) -> tuple[SampleSignIn, ...]:
    if not settings.trial:
        return ()
    try:
        return await load_sample(services, settings)
    except OtherOffices:
        complain("There are offices here already, so the sample is not loaded.")
        return ()


def _tell_sign_ins(sample: Sequence[SampleSignIn], true: Sequence[bool]) -> None:
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0), header_style="dim")
    for heading in ("trial sign-ins", "user name", "password", ""):
        table.add_column(heading, no_wrap=True)
    order = list(DOES)
    for each, is_true in sorted(zip(sample, true, strict=True), key=lambda pair: order.index(pair[0].role)):
        password = each.password if is_true else "(changed since)"
        table.add_row(each.name, each.username, password, f"[dim]{DOES[each.role]}[/dim]")
    out.print()
    for line in out.render_lines(table, out.options.update(width=200), pad=False):
        out.print("  " + "".join(segment.text for segment in line), markup=False)
    out.print()
