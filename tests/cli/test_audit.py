"""`paraf verify`, `rebuild`, `backup` and `restore` as a shell meets them: what they say, and the exit codes."""

from pathlib import Path

import pytest

from audit.export import export
from cli.embedded.process import free_port
from eventstore.store import Store
from tests.audit.conftest import empty, falsified, owner, record, store, unguarded
from tests.cli.terminal import Command, ran
from tests.conftest import Database
from tests.domain.office.office_life import OFFICE

__all__ = ["empty", "falsified", "record", "store"]

EDIT = f"""
    UPDATE paraf.events SET body = convert_to(replace(convert_from(body, 'UTF8'), 'Dewi', 'Sari'), 'UTF8')
    WHERE office = '{OFFICE}' AND position = 3
"""


async def on(database: Database, *words: str) -> Command:
    """Run a command on the database, as both of its roles."""
    return await ran(*words, PARAF_DATABASE_URL=database.url, PARAF_MIGRATION_URL=database.migration_url)


async def falsify(database: Database, sql: str) -> None:
    """Change the record as its owner can."""
    async with owner(database) as connection, connection.transaction(), unguarded(connection):
        await connection.execute(sql)


async def test_a_true_record_is_said_to_be_true_with_the_heads_to_write_down(record: Store, database: Database) -> None:
    done = await on(database, "verify")
    assert done.process.returncode == 0
    assert done.printed == [
        "Reading the whole record …",
        f"{OFFICE}: 23 entries, 8 receipts, 4 views",
        f"  head {OFFICE}:{await record.head(OFFICE)}",
        "other-office: 1 entry, 1 receipt, 0 views",
        f"  head other-office:{await record.head('other-office')}",
        "1 document",
        "The record is whole and true.",
    ]


@pytest.mark.usefixtures("record", "falsified")
async def test_an_edited_record_is_named_with_its_first_wrong_position(database: Database) -> None:
    await falsify(database, EDIT)
    done = await on(database, "verify")
    assert done.process.returncode == 1
    assert f"{OFFICE}, position 3: edited: its hash is the one that was written, its contents are not" in done.text
    assert done.printed[-1] == "WRONG: 1 fault, named above."


async def test_a_head_written_down_finds_a_log_that_was_cut(record: Store, database: Database) -> None:
    head = await record.head(OFFICE)
    assert (await on(database, "verify", "--against", str(head))).process.returncode == 0
    two = await on(database, "verify", "--against", f"{OFFICE}:{head}", "--against", f"14:{head.hash.hex()}")
    assert two.process.returncode == 1
    assert f"no log has the hash {head.hash.hex()} at position 14: it was cut or rewritten" in two.text
    typo = await on(database, "verify", "--against", f"13:{head.hash.hex()[:-1]}")
    assert typo.process.returncode == 1
    assert "not POSITION:HASH or OFFICE:POSITION:HASH" in typo.text


async def test_an_export_is_verified_with_no_database(record: Store, tmp_path: Path) -> None:
    lines = [line async for line in export(record, OFFICE)]
    file = tmp_path / "history.jsonl"
    file.write_bytes(b"".join(lines))
    head = str(await record.head(OFFICE))
    done = await ran("verify", "--export", str(file), "--against", head)
    assert done.process.returncode == 0, done.text
    assert done.printed == [
        f"{OFFICE}: 23 entries",
        f"  head {OFFICE}:{head}",
        "The export is whole and true.",
    ]
    file.write_bytes(b"".join(lines[:-1]))
    assert (await ran("verify", "--export", str(file))).process.returncode == 0
    assert (await ran("verify", "--export", str(file), "--against", head)).process.returncode == 1
    file.write_bytes(b"".join(lines).replace(b"Dewi", b"Sari", 1))
    done = await ran("verify", "--export", str(file))
    assert done.process.returncode == 1
    assert f"{OFFICE}, position 3: edited" in done.text


@pytest.mark.parametrize(("text", "said"), [(b"", "holds no entry"), (b"a,b\n", "line 1 is no entry")])
async def test_a_file_that_is_no_export_is_said_to_be_none(tmp_path: Path, text: bytes, said: str) -> None:
    file = tmp_path / "no.jsonl"
    file.write_bytes(text)
    done = await ran("verify", "--export", str(file))
    assert done.process.returncode == 1
    assert said in done.text


@pytest.mark.parametrize("place", ["nothing.jsonl", "."])
async def test_a_file_that_is_not_there_is_said_not_to_be(tmp_path: Path, place: str) -> None:
    done = await ran("verify", "--export", str(tmp_path / place))
    assert done.process.returncode == 2
    assert "Traceback" not in done.text


async def test_read_models_are_made_again(record: Store, database: Database) -> None:
    before = await record.view(OFFICE, "plan", "rkt-2024")
    async with owner(database) as connection:
        await connection.execute("UPDATE paraf.views SET body = '' WHERE kind = 'plan'")
    wrong = await on(database, "verify")
    assert wrong.process.returncode == 1
    assert "plan rkt-2024 is not what the events of plan/rkt-2024 make" in wrong.text
    done = await on(database, "rebuild")
    assert (done.process.returncode, done.printed[-1]) == (
        0,
        "4 rows of 2 offices: 1 written, 0 removed, the rest equal.",
    )
    assert await record.view(OFFICE, "plan", "rkt-2024") == before
    assert (await on(database, "verify")).process.returncode == 0


async def test_a_backup_comes_back_and_ends_in_a_verification(
    record: Store, database: Database, empty: Database, tmp_path: Path
) -> None:
    folder = str(tmp_path / "backup")
    head = f"head {OFFICE}:{await record.head(OFFICE)}"
    done = await on(database, "backup", folder)
    assert done.process.returncode == 0
    assert f"  {head}" in done.printed
    done = await on(empty, "restore", folder)
    assert done.process.returncode == 0, done.text
    assert f"  {head}" in done.printed
    assert done.printed[-1] == "The record is whole and true."
    assert (await on(empty, "verify")).process.returncode == 0
    for words, said in ((("backup", folder), "is there already"), (("restore", folder), "the database is not empty")):
        again = await on(empty, *words)
        assert again.process.returncode == 1
        assert said in again.text


@pytest.mark.usefixtures("record")
async def test_a_tampered_backup_is_refused_and_leaves_nothing(
    database: Database, empty: Database, tmp_path: Path
) -> None:
    folder = tmp_path / "backup"
    await on(database, "backup", str(folder))
    file = folder / "paraf.events.copy"
    file.write_bytes(file.read_bytes()[:-100])
    done = await on(empty, "restore", str(folder))
    assert done.process.returncode == 1
    assert done.printed[-1] == "paraf.events.copy is not the file that was written"
    assert (await on(empty, "verify")).printed[-2:] == ["0 documents", "The record is whole and true."]


@pytest.mark.usefixtures("record", "falsified")
async def test_a_backup_of_a_falsified_record_is_restored_and_found_wrong(
    database: Database, empty: Database, tmp_path: Path
) -> None:
    await falsify(database, EDIT)
    assert (await on(database, "backup", str(tmp_path / "backup"))).process.returncode == 0
    done = await on(empty, "restore", str(tmp_path / "backup"))
    assert done.process.returncode == 1
    assert f"{OFFICE}, position 3: edited" in done.text


@pytest.mark.usefixtures("record")
async def test_a_backup_is_restored_into_an_installation_of_its_own(
    database: Database, data: Path, tmp_path: Path
) -> None:
    folder = str(tmp_path / "backup")
    heads = [line.removeprefix("  head ") for line in (await on(database, "backup", folder)).printed if "head" in line]
    assert len(heads) == 2
    own = {"PARAF_DATA": str(data / "new")}
    restored = await ran("restore", folder, **own)
    assert restored.process.returncode == 0, restored.text
    done = await ran("verify", *(word for head in heads for word in ("--against", head)), **own)
    assert done.process.returncode == 0, done.text
    assert "1 document" in done.printed


async def test_a_drill_restores_a_backup_elsewhere_and_says_whether_all_of_it_is_there(
    record: Store, database: Database, tmp_path: Path
) -> None:
    folder, head = str(tmp_path / "backup"), f"{OFFICE}:{await record.head(OFFICE)}"
    await on(database, "backup", folder)
    for remembered, code, said in (head, 0, "The backup can be restored"), (head[:-8] + "0" * 8, 1, "WRONG, see above"):
        done = await on(database, "restore-drill", folder, "--against", remembered)
        assert done.process.returncode == code, done.text
        assert done.printed[-1].startswith(said)
    assert f"{OFFICE}:{await record.head(OFFICE)}" == head  # the installation is not touched


@pytest.mark.parametrize("command", ["rebuild", "backup", "restore"])
async def test_what_needs_the_owners_rights_says_which_setting_is_missing(
    database: Database, tmp_path: Path, command: str
) -> None:
    words = [command] if command == "rebuild" else [command, str(tmp_path / "b")]
    done = await ran(*words, PARAF_DATABASE_URL=database.url, PARAF_DATA=str(tmp_path / "data"))
    assert done.process.returncode == 1
    assert "Set PARAF_MIGRATION_URL" in done.printed[-1]
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("words", [("verify",), ("rebuild",), ("backup", "b"), ("restore", "b")])
async def test_a_database_that_is_away_is_a_sentence(tmp_path: Path, words: tuple[str, ...]) -> None:
    url = f"postgresql://paraf:secret@127.0.0.1:{free_port()}/paraf"
    places = [str(tmp_path / word) if word == "b" else word for word in words]
    done = await ran(*places, PARAF_DATABASE_URL=url, PARAF_MIGRATION_URL=url)
    assert done.process.returncode == 1
    assert "Traceback" not in done.text
    assert "secret" not in done.text
    assert not (tmp_path / "b").exists()


@pytest.mark.usefixtures("record")
async def test_a_new_version_makes_the_read_models_again(database: Database) -> None:
    async with owner(database) as connection:
        await connection.execute("DELETE FROM paraf.migrations WHERE name = '015_quarters_in_short.sql'")
        await connection.execute("UPDATE paraf.views SET body = '{}'")  # as an older version spelled them
    done = await on(database, "migrate")
    assert done.printed == ["ran 015_quarters_in_short.sql", "The schema is up to date."]
    assert (await on(database, "verify")).printed[-1] == "The record is whole and true."
