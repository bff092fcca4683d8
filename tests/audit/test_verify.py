"""Whatever an owner of the database does to the record, a verification says where and how."""

from datetime import timedelta

import pytest

from audit.verify import NotAHead, verify
from domain.kind.kind import RowKind
from domain.plan.facts import RowReworded
from eventstore.append import Append
from eventstore.codec import encode
from eventstore.errors import Fault
from eventstore.snapshot import Snapshot
from eventstore.store import Store
from tests.audit.conftest import Falsify, append_anything, owner, unguarded
from tests.conftest import Database
from tests.domain.office.office_life import AT, DRAFTER, OFFICE
from tests.eventstore.life import PLAN, note, plan_life, print_of, remark

# The log: an office of 10 entries, the draft is 11 to 17, the submission 18, its document 19, a paraf 20, notes 21 and
# 22, a refusal 23.
EVENT, HEAD, RECEIPT = "UPDATE paraf.events SET", "UPDATE paraf.heads SET", "UPDATE paraf.receipts SET"
AT_13 = f"WHERE office = '{OFFICE}' AND position = 13"
OURS = f"WHERE office = '{OFFICE}'"
EDIT = "body = convert_to(replace(convert_from(body, 'UTF8'), 'Dewi', 'Sari'), 'UTF8')"
REHASH = f"""
    {EVENT} hash = paraf.entry_hash(
        (SELECT hash FROM paraf.events {OURS} AND position = {{0}} - 1),
        office, position, stream, version, command_id, fingerprint, recorded_at, tag, body
    ) {OURS} AND position = {{0}};
"""
SWAP = "".join(f"{EVENT} position = {new} {OURS} AND position = {old};" for old, new in ((13, 99), (14, 13), (99, 14)))
INSERT = f"""
    INSERT INTO paraf.events SELECT office, {{0}}, stream, 3, {{1}}, fingerprint, clock_timestamp(), tag, body, hash
        FROM paraf.events {OURS} AND position = 22;
    {REHASH.format("{0}")}
"""
NO_CHECK = "ALTER TABLE paraf.documents DROP CONSTRAINT documents_check"
WEAK_TRIGGER = """
    CREATE TRIGGER frozen BEFORE DELETE ON paraf.events FOR EACH STATEMENT EXECUTE FUNCTION paraf.frozen();
    ALTER TABLE paraf.events ENABLE ALWAYS TRIGGER frozen
"""
CASES = (
    (f"{EVENT} {EDIT} {AT_13}", 13, Fault.CONTENT),
    (f"{EVENT} hash = sha256('') {AT_13}", 13, Fault.HASH),
    (f"{EVENT} fingerprint = sha256('') {AT_13}", 13, Fault.CONTENT),
    (f"{EVENT} command_id = 'x' {AT_13}", 13, Fault.CONTENT),
    (f"{EVENT} recorded_at = recorded_at - interval '1 hour' {AT_13}", 13, Fault.TIME),
    (f"{EVENT} stream = 'notes-2' {AT_13}", 13, Fault.VERSION),
    (f"{EVENT} tag = 'part-signed' {AT_13}", 13, Fault.TAG),
    (f"DELETE FROM paraf.events {AT_13}", 13, Fault.GAP),
    (f"DELETE FROM paraf.events {OURS} AND position > 15", 16, Fault.CUT),
    (f"DELETE FROM paraf.events {OURS}", 1, Fault.CUT),
    (SWAP, 13, Fault.VERSION),
    (f"{EVENT} {EDIT} {AT_13}; {REHASH.format(13)}", 14, Fault.CONTENT),  # this one or the one in front of it
    # What a receipt was given for cannot be rewritten, not by the command and not to the end of the log.
    (f"{EVENT} {EDIT} {OURS} AND position = 18; {REHASH.format(18)}", 18, Fault.RECEIPT),
    (f"{EVENT} {EDIT} {AT_13}; " + "".join(REHASH.format(n) for n in range(13, 24)), 11, Fault.RECEIPT),
    (INSERT.format(24, "'more'"), 24, Fault.RECEIPT),
    (INSERT.format(24, "'note-notes-1'"), 24, Fault.RECEIPT),
    (f"{RECEIPT} fingerprint = sha256('') WHERE command_id = 'life-1'", 18, Fault.RECEIPT),
    (f"{RECEIPT} stream = 'x' WHERE command_id = 'life-1'", 18, Fault.RECEIPT),
    (f"{RECEIPT} head = sha256('') WHERE command_id = 'life-1'", 18, Fault.RECEIPT),
    (f"{RECEIPT} last = 16 WHERE command_id = 'life-0'", 16, Fault.RECEIPT),
    (f"{RECEIPT} command_id = 'x' WHERE command_id = 'nothing'", 23, Fault.RECEIPT),
    (f"{RECEIPT} recorded_at = 'epoch' WHERE command_id = 'nothing'", 23, Fault.RECEIPT),
    ("DELETE FROM paraf.receipts WHERE command_id = 'life-1'", 18, Fault.RECEIPT),
    ("DELETE FROM paraf.receipts WHERE command_id = 'nothing'", 23, Fault.HEAD),
    (f"{HEAD} position = position + 1 {OURS}", 24, Fault.CUT),
    (f"{HEAD} position = position - 1 {OURS}", 23, Fault.HEAD),
    (f"{HEAD} hash = sha256('') {OURS}", 23, Fault.HEAD),
    (f"DELETE FROM paraf.heads {OURS}", 23, Fault.HEAD),
    ("UPDATE paraf.views SET body = '{}' WHERE kind = 'plan'", 20, Fault.VIEW),
    ("DELETE FROM paraf.views WHERE kind = 'summary'", 20, Fault.VIEW),
    (f"INSERT INTO paraf.views VALUES ('{OFFICE}', 'plan', 'rkt-1999', '')", 0, Fault.VIEW),
    ("UPDATE paraf.documents SET media_type = 'text/html'", 0, Fault.DOCUMENT),
    (f"{NO_CHECK}; UPDATE paraf.documents SET data = ''", 0, Fault.DOCUMENT),
    ("DELETE FROM paraf.documents", 19, Fault.DOCUMENT),
    ("ALTER TABLE paraf.events DISABLE TRIGGER ALL", 0, Fault.GUARD),
    ("ALTER TABLE paraf.receipts ENABLE TRIGGER frozen", 0, Fault.GUARD),  # on, but not in replica mode
    ("DROP FUNCTION paraf.frozen CASCADE", 0, Fault.GUARD),
    ("DROP TRIGGER frozen ON paraf.events", 0, Fault.GUARD),
    (f"DROP TRIGGER frozen ON paraf.events; {WEAK_TRIGGER}", 0, Fault.GUARD),
    ("GRANT DELETE ON paraf.events TO paraf_runtime", 0, Fault.GUARD),
    ("GRANT UPDATE (body) ON paraf.views TO paraf_runtime", 0, Fault.GUARD),
    ("GRANT INSERT ON paraf.heads TO paraf_runtime", 0, Fault.GUARD),
    ("GRANT paraf_owner TO paraf_runtime", 0, Fault.GUARD),
    ("ALTER ROLE paraf_owner LOGIN", 0, Fault.GUARD),
    ("ALTER FUNCTION paraf.append SET search_path = public", 0, Fault.GUARD),
)
# Whoever may do everything rewrites the last entry, its receipt and the head, so that all of it fits again ...
REWRITE = f"""
    {EVENT} {EDIT.replace("Sari", "Tina").replace("Dewi", "Sari")} {OURS} AND position = 23;
    {REHASH.format(23)}
    {HEAD} hash = (SELECT hash FROM paraf.events {OURS} AND position = 23) {OURS};
    {RECEIPT} head = (SELECT hash FROM paraf.events {OURS} AND position = 23) {OURS} AND last = 23;
    {RECEIPT} seal = paraf.receipt_seal(office, command_id, stream, fingerprint, first, last, head, recorded_at)
        {OURS} AND last = 23;
"""
# ... or cuts it off.
CUT = f"""
    DELETE FROM paraf.events {OURS} AND position = 23;
    DELETE FROM paraf.receipts {OURS} AND last = 23;
    {HEAD} (position, hash, recorded_at) =
        (SELECT position, hash, recorded_at FROM paraf.events {OURS} AND position = 22) {OURS};
"""


async def test_it_says_where_and_how(falsify: Falsify) -> None:
    for sql, position, fault in CASES:
        report = await falsify(sql)
        found = [(finding.position, finding.fault) for finding in report.findings]
        assert (position, fault) in found[:1], (sql, report.findings)


async def test_guards_without_teeth_are_no_guards(record: Store, database: Database) -> None:
    async with owner(database) as connection:
        attempt = connection.transaction()
        await attempt.start()
        async with unguarded(connection):
            report = await verify(Snapshot(connection))
        await attempt.rollback()
    assert [str(finding) for finding in report.findings] == ["function paraf.frozen() is not as it was made"]
    assert (await verify(record)).ok


async def test_a_fault_of_one_office_hides_no_other(falsify: Falsify) -> None:
    report = await falsify(f"{EVENT} {EDIT} {AT_13}; {EVENT} hash = sha256('') WHERE office = 'other-office'")
    assert [(f.office, f.position) for f in report.findings] == [(OFFICE, 13), ("other-office", 1)]


@pytest.mark.parametrize("sql", [REWRITE, CUT], ids=["rewritten", "cut"])
async def test_a_remembered_head_finds_what_the_chain_cannot(record: Store, falsify: Falsify, sql: str) -> None:
    head = await record.head(OFFICE)
    assert (await falsify(sql)).ok
    for printed in (f"{head}", f"{OFFICE}:{head}", f" {head.position} : {head.hash.hex().upper()}"):
        report = await falsify(sql, printed)
        assert [(f.position, f.fault) for f in report.findings] == [(23, Fault.CUT)]
        assert (await verify(record, printed)).ok


async def test_a_head_of_another_office_does_not_count(record: Store) -> None:
    other = await record.head("other-office")
    assert (await verify(record, f"other-office:{other}", str(other))).ok
    assert not (await verify(record, f"{OFFICE}:{other}")).ok


@pytest.mark.parametrize("text", ["13", "13:abc", "0:" + "0" * 64, "x_y:1:" + "0" * 64, "-1:" + "0" * 64])
async def test_what_is_no_head_is_said_to_be_none(record: Store, text: str) -> None:
    with pytest.raises(NotAHead):
        await verify(record, text)


async def test_a_true_record_is_counted(record: Store) -> None:
    report = await verify(record)
    assert report.ok
    counted = [(o.office, o.head.position, o.entries, o.receipts, o.views) for o in report.offices]
    assert counted == [(OFFICE, 23, 23, 8, 4), ("other-office", 1, 1, 1, 0)]
    assert report.documents == 1


@pytest.mark.usefixtures("falsified")
async def test_a_body_that_is_no_event_of_ours_is_named_though_it_was_chained(store: Store) -> None:
    await store.append(note(1, 0))
    await append_anything(
        store, "notes", 1, "comment-faked", encode(remark(7)).replace(b"comment-made", b"comment-faked")
    )
    (finding,) = (await verify(store)).findings
    assert (finding.position, finding.fault) == (2, Fault.BODY)


@pytest.mark.usefixtures("falsified")
async def test_a_refusal_that_is_none_is_named(store: Store) -> None:
    await append_anything(store, "notes", 0, "command-refused", b'{"type":"command-refused"}', into="refusals")
    (finding,) = (await verify(store)).findings
    assert (finding.position, finding.fault) == (1, Fault.BODY)


@pytest.mark.usefixtures("falsified")
async def test_of_a_streams_events_that_make_no_sense_the_first_is_named(store: Store) -> None:
    """An event that no decision made: the row that it rewords was never there."""
    events = await plan_life(store)
    nowhere = RowReworded(by=DRAFTER, at=AT, version=2, part="A", row="none", kind=RowKind.GOAL, old="", new="x")
    await append_anything(store, PLAN, len(events), "row-reworded", encode(nowhere))
    await append_anything(store, PLAN, len(events) + 1, "comment-made", encode(remark(1)))
    await append_anything(store, "office", 10, "comment-made", encode(remark(1)))
    findings = (await verify(store)).findings
    assert [(finding.position, finding.fault) for finding in findings] == [(21, Fault.BODY), (23, Fault.BODY)]
    assert findings[0].how == "row-reworded makes no sense in plan/rkt-2024 after what was there"


async def test_it_reads_one_instant_while_others_write(store: Store) -> None:
    await store.append(note(0, 0))
    for version in range(1, 20):
        report = await verify(store)
        await store.append(note(version, version))
        assert report.ok
        assert report.offices[0].entries == version


async def test_time_is_compared_to_the_microsecond(record: Store, database: Database) -> None:
    (entry, *_) = await record.log(OFFICE)
    assert entry.recorded_at.utcoffset() == timedelta(0)
    nothing = Append(OFFICE, "notes", "later", print_of("later"), 2, ())
    assert (await record.append(nothing)).recorded_at == (await record.head(OFFICE)).recorded_at
