"""What people chose of their accounts, and the number of a civil servant below a name: none of it is in any log."""

import re
from collections.abc import Collection, Mapping

from activities.notices.hearing import Hearing
from activities.reminders.post import Mailing
from api.access.accounts import Account
from api.access.errors import AccountRefused
from domain.kernel.message import canonical
from domain.notice.notice import Happening
from eventstore.pool import Pool, outages

_NUMBER = re.compile(r"[0-9]{18}")


def checked_number(text: str) -> str:
    """Return a NIP without its spaces; empty where none was given. Raises `AccountRefused`."""
    number = re.sub(r"[\s.-]", "", text)
    if number and not _NUMBER.fullmatch(number):
        raise AccountRefused("number-unusable", "A NIP has 18 digits.", "number")
    return number


def spelled_number(number: str) -> str:
    """Write a NIP as papers print it: *19800101 200501 1 001*."""
    return " ".join(part for part in (number[:8], number[8:14], number[14:15], number[15:]) if part)


class Profiles:
    """The choices and numbers in the database. Everything may raise `Unavailable`."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def silence(self, account: Account, mailings: Collection[Mailing]) -> None:
        """Send no mail of these kinds; what concerns the account itself is sent always."""
        await self._set(account, "silenced", sorted(mailings))

    async def hear(self, account: Account, choices: Mapping[Happening, Hearing]) -> None:
        """Keep how the person hears of these kinds; of the others as before."""
        with outages():
            await self._pool.execute(
                "UPDATE access.accounts SET hears = hears || $2::jsonb WHERE id = $1",
                *(account.id, canonical(choices).decode()),
            )

    async def speak(self, account: Account, language: str) -> None:
        """Keep the language that the pages begin with, wherever the person signs in."""
        await self._set(account, "language", language)

    async def toured(self, account: Account) -> None:
        """Keep that the person saw what is shown to whoever is new."""
        with outages():
            await self._pool.execute(
                "UPDATE access.accounts SET toured_at = coalesce(toured_at, clock_timestamp()) WHERE id = $1",
                account.id,
            )

    async def numbers(self, office: str) -> Mapping[str, str]:
        """Return the numbers that an office knows of its people."""
        with outages():
            rows = await self._pool.fetch("SELECT person, number FROM access.numbers WHERE office = $1", office)
        return {row["person"]: row["number"] for row in rows}

    async def set_number(self, office: str, person: str, number: str) -> None:
        """Keep a person's number, or forget it."""
        with outages():
            if number:
                await self._pool.execute(
                    "INSERT INTO access.numbers (office, person, number) VALUES ($1, $2, $3)"
                    " ON CONFLICT (office, person) DO UPDATE SET number = excluded.number",
                    *(office, person, number),
                )
            else:
                await self._pool.execute("DELETE FROM access.numbers WHERE office = $1 AND person = $2", office, person)

    async def _set(self, account: Account, column: str, value: object) -> None:
        with outages():
            await self._pool.execute(
                f"UPDATE access.accounts SET {column} = $2 WHERE id = $1",  # noqa: S608 - one of our own names
                *(account.id, value),
            )
