"""`paraf account` and `paraf office`: an installation begun, peopled and run from its own terminal."""

import asyncio
import json
import re
from pathlib import Path

from api.access.accounts import Accounts
from api.access.sessions import Sessions
from api.access.tokens import DEFAULT, Bearer, Tokens
from domain.kernel.actor import Role
from eventstore.pool import open_pool
from eventstore.store import Store
from tests.cli.office_terminal import Terminal, begun, office_of
from tests.conftest import Database

LINK = re.compile(r"https://paraf\.example\.org/invitations/([A-Za-z0-9_-]{43})")


async def test_an_office_is_begun_and_peopled(terminal: Terminal, database: Database, tmp_path: Path) -> None:
    await begun(terminal)
    assert await terminal.done("office", "grant", "kantor", "sari", "secretary") == "Recorded at position 3 of kantor."
    # Done again it changes nothing; undone in between it is done again.
    again = await terminal.done("office", "grant", "kantor", "sari", "secretary")
    assert again == "Nothing had changed; nothing was recorded."
    await terminal.done("office", "revoke", "kantor", "sari", "secretary", "--reason", "Pindah tugas")
    await terminal.done("office", "grant", "kantor", "sari", "secretary")
    appointed = await terminal.done(
        *("office", "appoint", "kantor", "sari", "Sekretaris", "--since", "2024-01-02", "--role", "secretary"),
        *("--capacity", "plt", "--decree", "SK 1/2024"),
    )
    key = appointed.removeprefix("The appointment is ").removesuffix(".")
    await terminal.done("office", "end", "kantor", key, "--until", "2024-12-31")
    await terminal.done("office", "rename", "kantor", "sari", "Sari Rahmawati, S.H.")
    await terminal.done("office", "describe", "kantor", "--title", "secretary=Sekretaris", "--address", "Jl. Contoh 1")
    route = tmp_path / "route.json"
    steps = [{"key": "chair-sign", "order": 1, "role": "chair", "act": "sign", "part": "A"}]
    route.write_text(json.dumps({"kind": "rkt", "steps": steps}))
    await terminal.done("office", "route", "kantor", str(route))
    assert await terminal.done("office", "list") == "kantor  Kantor Contoh  Asia/Jayapura  1 people"
    people = await terminal.ran("office", "people", "kantor")
    assert people.printed == [
        "sari  Sari Rahmawati, S.H.  secretary",
        f"  {key}  Sekretaris (plt)  2024-01-02 to 2024-12-31",
    ]
    pool = await open_pool(database.url, size=1)
    try:
        office = await office_of(Store(pool))
    finally:
        await pool.close()
    assert office.roles_of("sari") == {Role.SECRETARY}
    assert (office.name, office.address, office.title(Role.SECRETARY)) == (
        "Kantor Contoh",
        "Jl. Contoh 1",
        "Sekretaris",
    )
    assert [step.key for step in office.routes["rkt"]] == ["chair-sign"]


async def test_positions_are_named_held_and_looked_after_from_the_terminal(terminal: Terminal, tmp_path: Path) -> None:
    await begun(terminal)
    await terminal.done("office", "position", "kantor", "kepala-dinas", "Kepala Dinas")
    route = tmp_path / "route.json"
    steps = [{"key": "kepala", "order": 1, "position": "kepala-dinas", "act": "sign", "part": ""}]
    route.write_text(json.dumps({"kind": "quarter/rkt", "steps": steps}))
    await terminal.done("office", "route", "kantor", str(route))
    assert await terminal.done("office", "positions", "kantor") == "kepala-dinas  Kepala Dinas  nobody  quarter/rkt"
    vacant = "kantor: nobody holds kepala-dinas, which quarter/rkt asks"
    assert vacant in " ".join((await terminal.ran("doctor")).text.split())
    await terminal.done("office", "appoint", "kantor", "sari", "kepala-dinas", "--since", "2024-01-02")
    held = await terminal.ran("office", "people", "kantor")
    assert "Kepala Dinas [kepala-dinas] (definitive)" in held.printed[1]
    assert (await terminal.done("office", "positions", "kantor")).endswith("Kepala Dinas  Sari Rahmawati  quarter/rkt")
    assert vacant not in " ".join((await terminal.ran("doctor")).text.split())


async def test_a_person_gets_an_account_and_a_machine_a_token(terminal: Terminal, database: Database) -> None:
    await begun(terminal)
    assert "paraf office register" in await terminal.refused("account", "create", "budi", "budi")
    created = await terminal.done("account", "create", "sari", "sari", "--email", "sari@example.org")
    invited = await terminal.done("account", "invite", "sari")
    first, second = (LINK.fullmatch(line) for line in (created, invited))
    assert first is not None
    assert second is not None
    secret = await terminal.done("account", "token", "sari", "Mesin cetak")
    pool = await open_pool(database.url, size=2)
    try:
        accounts, sessions, tokens = Accounts(pool), Sessions(pool), Tokens(pool)
        assert await accounts.invited(first[1]) is None
        sari = await accounts.invited(second[1])
        assert sari is not None
        assert (sari.username, sari.person, sari.email) == ("sari", "sari", "sari@example.org")
        assert (await tokens.find(secret)) == Bearer(sari, frozenset(DEFAULT))
        assert await terminal.done("account", "list") == "sari  invited  sari  no role"
        # Closed, it opens nothing; what ends with a role ends here too.
        await terminal.done("office", "grant", "kantor", "sari", "chair")
        session = await sessions.open(sari)
        await terminal.done("office", "revoke", "kantor", "sari", "chair")
        assert await sessions.find(session) is None
        await terminal.done("account", "close", "sari")
        assert await tokens.find(secret) is None
        assert await terminal.done("account", "list") == "sari  closed  sari  no role"
        assert "is closed" in await terminal.refused("account", "invite", "sari")
        await terminal.done("account", "open", "sari")
        assert await tokens.find(secret) is not None
        listed = await terminal.done("account", "tokens", "sari")
        assert secret not in listed
        await terminal.done("account", "revoke", "sari", listed.split()[0])
        assert await tokens.find(secret) is None
        await terminal.done("account", "email", "sari")
        found = await accounts.find("sari")
        assert found is not None
        assert found.email is None
    finally:
        await pool.close()


async def test_the_bootstrap_has_a_secret_until_it_was_used(terminal: Terminal, database: Database) -> None:
    command = await terminal.ran("account", "bootstrap")
    assert command.process.returncode == 0
    pool = await open_pool(database.url, size=1)
    try:
        kept = await pool.fetchval(
            "SELECT count(*) FROM access.bootstrap WHERE hash = sha256($1)", command.printed[-1].encode()
        )
        assert kept == 1
        await pool.execute("UPDATE access.bootstrap SET used_at = clock_timestamp()")
    finally:
        await pool.close()
    assert "The first administrator was made already." in await terminal.refused("account", "bootstrap")


async def test_what_cannot_be_done_is_said_in_a_sentence(terminal: Terminal, tmp_path: Path) -> None:
    assert await terminal.done("office", "list") == "No office. Begin with: paraf account bootstrap"
    assert "There is no such office." in await terminal.refused("office", "register", "kantor", "sari", "Sari")
    await begun(terminal)
    route = tmp_path / "route.json"
    route.write_text('{"kind": "rkt", "steps": [{"key": "A", "order": 0, "role": "auditor", "act": "sign"}]}')
    said = await asyncio.gather(
        terminal.refused("account", "close", "sari"),
        terminal.refused("office", "open", "kantor", "Lain", "--time-zone", "Asia/Jakarta"),
        terminal.refused("office", "open", "lain", "Lain", "--time-zone", "Asia/Atlantis"),
        terminal.refused("office", "register", "kantor", "budi", "Budi 6371012345678901"),
        terminal.refused("office", "describe", "kantor", "--title", "raja=Raja"),
        terminal.refused("office", "route", "kantor", str(route)),
        terminal.refused("office", "grant", "kantor", "sari", "system", code=2),
    )
    expected = (
        "There is no account sari.",
        "There is an office of this id already.",
        "“Asia/Atlantis” is not a time zone",
        "Leave e-mail addresses and personal numbers out",
        "is not ROLE=TEXT",
        "steps.0.role:",
        "system",
    )
    for text, part in zip(said, expected, strict=True):
        assert part in text
    assert "steps.0.key:" in said[5]
    assert "steps.0.order:" in said[5]
