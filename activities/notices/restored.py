"""After a restore: what was on its way when the backup was taken went out since, and goes to nobody again."""

from eventstore.pool import Pool, transaction

_QUIET = """
INSERT INTO access.followed (office, position, quiet) SELECT office, 0, position FROM paraf.heads
ON CONFLICT (office) DO UPDATE SET quiet = excluded.quiet
"""
_LETTERS = "UPDATE access.notices SET mail = 'held' WHERE mail = 'waits'"
_DELIVERIES = "UPDATE access.deliveries SET state = 'held' WHERE state = 'waits'"


async def hold_back(pool: Pool) -> None:
    """Let desks alone tell what the log holds already; a delivery can be sent again from its page."""
    async with transaction(pool) as connection:
        for each in (_QUIET, _LETTERS, _DELIVERIES):
            await connection.execute(each)
