"""Which version somebody saw last: the first time, again, and after a change."""

from tests.api.house import Kantor, Person
from tests.api.plans.test_versions import edited

FIRST = "Anda melihat naskah ini untuk pertama kali"
SAME = "Tidak ada perubahan sejak terakhir Anda lihat"
CHANGED = "1 perubahan sejak terakhir Anda lihat"


async def test_a_reviewer_is_told_what_changed_since_they_looked(office: Kantor) -> None:
    plan = await office.draft()
    await office.submit()
    review = f"{office.path}/review"
    assert FIRST in await _read(office.secretary, review)
    assert SAME in await _read(office.secretary, review)
    await office.drafter.ask(f"{office.path}/text", edited(plan, "79%"), 1)
    # A second look still shows it: nobody reads everything at once.
    assert CHANGED in await _read(office.secretary, review)
    assert CHANGED in await _read(office.secretary, review)
    assert FIRST in await _read(office.chair, review)


async def _read(person: Person, path: str) -> str:
    answer = await person.page(path)
    assert answer.status_code == 200
    return answer.text
